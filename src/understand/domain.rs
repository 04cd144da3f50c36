//! The employer as the sender's own domain tells it, where nothing else does.

use super::mailboxes;
use crate::mail::AddrSpec;

/// Mail providers whose domain says nothing about an employer.
const FREE: &[&str] = &[
    "aol",
    "arcor",
    "bluewin",
    "centrum",
    "docomo",
    "email",
    "example",
    "ezweb",
    "fastmail",
    "free",
    "freenet",
    "gmail",
    "gmx",
    "googlemail",
    "hey",
    "home",
    "hotmail",
    "icloud",
    "inbox",
    "interia",
    "kolumbus",
    "laposte",
    "libero",
    "live",
    "mac",
    "mail",
    "mailbox",
    "me",
    "msn",
    "nifty",
    "o2",
    "online",
    "onet",
    "op",
    "orange",
    "outlook",
    "pm",
    "posteo",
    "proton",
    "protonmail",
    "sapo",
    "sfr",
    "sky",
    "skynet",
    "softbank",
    "swissonline",
    "t-online",
    "telefonica",
    "telenet",
    "telia",
    "tiscali",
    "tutanota",
    "uol",
    "virgilio",
    "wanadoo",
    "web",
    "wp",
    "yahoo",
    "yandex",
    "ymail",
    "ziggo",
    "zoho",
    "hetnet",
    "kpnmail",
    "planet",
    "bol",
    "terra",
    "btinternet",
    "comcast",
];

/// Words before the employer's name in a domain made for hiring.
const BEFORE: &[&str] = &[
    "bewerbung",
    "candidats",
    "candidature",
    "career",
    "careers",
    "emploi",
    "empleo",
    "hiring",
    "jobb",
    "jobs",
    "karriere",
    "kariera",
    "lavora",
    "lavoraconnoi",
    "mail",
    "postula",
    "recrutamento",
    "recrutement",
    "recruiting",
    "recruitment",
    "rejoindre",
    "rekrutacja",
    "rekryttering",
    "rh",
    "seleccion",
    "selezione",
    "team",
    "trabalhe",
    "vacatures",
    "vagas",
    "werkenbij",
    "werkenvoor",
];

/// Words that only a domain of hiring software or a portal has.
const PORTAL: &[&str] = &[
    "ats",
    "cloud",
    "hub",
    "jobs",
    "mail",
    "mailer",
    "portal",
    "portalen",
    "recruiter",
    "rekruter",
    "erecruiter",
    "notifications",
    "candidates",
    "apply",
    "hire",
    "hiring",
];

/// Small words inside a name, and legal forms as they are written.
const SPELLED: &[(&str, &str)] = &[
    ("ab", "AB"),
    ("ag", "AG"),
    ("am", "am"),
    ("and", "and"),
    ("as", "AS"),
    ("aps", "ApS"),
    ("au", "au"),
    ("bv", "BV"),
    ("da", "da"),
    ("de", "de"),
    ("del", "del"),
    ("della", "della"),
    ("delle", "delle"),
    ("der", "der"),
    ("des", "des"),
    ("di", "di"),
    ("do", "do"),
    ("dos", "dos"),
    ("du", "du"),
    ("ev", "e.V."),
    ("gmbh", "GmbH"),
    ("het", "het"),
    ("im", "im"),
    ("inc", "Inc."),
    ("kg", "KG"),
    ("la", "la"),
    ("las", "las"),
    ("le", "le"),
    ("les", "les"),
    ("llc", "LLC"),
    ("llp", "LLP"),
    ("los", "los"),
    ("ltd", "Ltd"),
    ("nv", "NV"),
    ("of", "of"),
    ("och", "och"),
    ("og", "og"),
    ("oy", "Oy"),
    ("plc", "plc"),
    ("se", "SE"),
    ("the", "the"),
    ("und", "und"),
    ("van", "van"),
    ("von", "von"),
    ("y", "y"),
    ("for", "for"),
    ("i", "i"),
    ("et", "et"),
];

/// The name that the domain is made of: "harbour-loop.example" is "Harbour Loop".
pub(super) fn company(spec: &AddrSpec) -> Option<String> {
    let label = mailboxes::domain_label(spec);
    if mailboxes::is_software(spec) || FREE.contains(&label) {
        return None;
    }
    let mut tokens: Vec<&str> = label.split('-').filter(|token| !token.is_empty()).collect();
    let personal = !mailboxes::is_unread(spec) && !mailboxes::is_shared(spec);
    if tokens.len() > 1 && !personal && tokens.first().is_some_and(|first| BEFORE.contains(first)) {
        tokens.remove(0);
    }
    // A post office wrote, not the employer.
    if ["mailer-daemon", "postmaster"].contains(&spec.local()) {
        return None;
    }
    let letters = tokens
        .concat()
        .chars()
        .filter(|c| c.is_alphabetic())
        .count();
    let portal = mailboxes::is_unread(spec) && is_portal(spec);
    let unread = mailboxes::is_unread(spec) && tokens.iter().any(|token| is_about_hiring(token));
    // An abbreviation is no name.
    let short = letters < 4 && tokens.len() == 1;
    if short || portal || unread || label.starts_with("xn") {
        return None;
    }
    let words: Vec<String> = tokens
        .iter()
        .enumerate()
        .map(|(at, token)| spell(at, token))
        .collect();
    let name = words.join(" ").replace(" E V", " e.V.");
    (name.chars().count() <= 60).then_some(name)
}

/// Whether a domain is rather that of hiring software or a portal than of an employer.
pub(super) fn is_portal(spec: &AddrSpec) -> bool {
    let mut tokens = mailboxes::domain_label(spec).split('-');
    tokens.any(|token| PORTAL.contains(&token))
}

/// Whether a label of a no-reply address is rather that of hiring software.
fn is_about_hiring(token: &str) -> bool {
    [
        "job", "hire", "recruit", "rekrut", "talent", "career", "candidat", "hr", "bewerb", "apply",
    ]
    .iter()
    .any(|word| token.starts_with(word))
}

fn spell(at: usize, token: &str) -> String {
    let known = SPELLED.iter().find(|(plain, _)| *plain == token);
    match known {
        Some((_, spelled)) if at > 0 => (*spelled).to_owned(),
        _ => {
            let mut letters = token.chars();
            let first = letters.next().map(char::to_uppercase);
            first.into_iter().flatten().chain(letters).collect()
        }
    }
}

//! The name of a person: out of a display name, or below the text.
//!
//! "Dear Acme Recruiting," is worse than "Hello,", so that a name counts only
//! where it looks like a person's and nothing says that it is a company's.

use super::vocabulary::{is_organisation, is_software, is_team, names_a_post, names_a_post_abroad};
use super::words::{clean, own_lines, squash};
use super::{japanese, mailboxes};
use crate::mail::{Address, Identity, Message};

/// What divides a person from a company or a software in a display name.
const DIVIDERS: &[&str] = &[
    " via ", " at ", " from ", " bei ", " @ ", " | ", " - ", " – ", " — ", " (", " / ", ": ", " · ",
];

const TITLES: &[&str] = &[
    "dr",
    "prof",
    "professor",
    "dra",
    "drs",
    "lic",
    "avv",
    "eng",
    "dipl.-ing",
    "mag",
    "ing",
    "dr.-ing",
    "dr.med",
];

const HONORIFICS: &[&str] = &["mr", "mrs", "ms", "miss", "mx", "frau", "herr", "herrn"];

const PARTICLES: &[&str] = &[
    "van", "von", "de", "der", "den", "di", "da", "du", "dos", "del", "della", "la", "le", "zu",
    "zur", "al", "bin", "ten", "ter", "vom", "af", "y", "e",
];

/// Lines with which a letter closes contain one of these.
const CLOSINGS: &[&str] = &[
    "regards",
    "wishes",
    "sincerely",
    "faithfully",
    "best",
    "thanks",
    "thank you",
    "cheers",
    "truly",
    "warmly",
    "yours",
    "respectfully",
    "cordially",
    "grüße",
    "grüsse",
    "gruß",
    "gruss",
    "grüßen",
    "grüssen",
    "hochachtungsvoll",
    "im auftrag",
    "i. a.",
    "i.a.",
    "herzlichst",
    "salutations",
    "cordialement",
    "saludos",
    "atentamente",
    "groet",
    "groeten",
    "hälsning",
    "hälsningar",
    "hilsen",
    "saluti",
    "cumprimentos",
    "poważaniem",
    // French
    "bien à vous",
    "bien à toi",
    "cdlt",
    "à bientôt",
    "au plaisir",
    "belle journée",
    "bonne journée",
    "amicalement",
    "bonne continuation",
    // Spanish
    "saludo",
    "cordialmente",
    "abrazo",
    "abrazos",
    "cariño",
    "gracias",
    "feliz tarde",
    "éxitos",
    // Italian
    "saluto",
    "presto",
    "cordialità",
    "buona giornata",
    "cordialmente",
    // Portuguese
    "abraço",
    "abraços",
    "beijo",
    "beijos",
    "atenciosamente",
    "atentamente",
    "obrigada",
    "obrigado",
    "tudo de bom",
    "att",
    // Dutch
    "groetjes",
    "hoogachtend",
    "hoogachting",
    "liefs",
    "hartelijk",
    "succes",
    "mvg",
    // Polish
    "pozdrawiam",
    "pozdrowienia",
    "pozdrawiamy",
    "szacunku",
    "szacunkiem",
    "ukłonami",
    "serdecznie",
    "miłego lata",
    "miłego dnia",
    "kciuki",
    // Swedish, Danish and Norwegian
    "vänligen",
    "mvh",
    "hilsener",
    "hilsner",
    "vh",
    "estime",
    "stima",
    "achting",
    "warme groet",
    "cheers",
    "kh",
    "hörs",
    "allt gott",
    "alt det bedste",
    "klem",
    "kram",
    "hälsn",
    "dejlig sommer",
    "fin helg",
    "god helg",
    "guds frid",
    "fremover",
];

const GREETINGS: &[&str] = &[
    "dear",
    "hi",
    "hello",
    "hey",
    "hallo",
    "guten",
    "liebe",
    "lieber",
    "liebe/r",
    "sehr",
    "moin",
    "good",
    "servus",
    "bonjour",
    "madame",
    "monsieur",
    "cher",
    "chère",
    "salut",
    "hola",
    "estimado",
    "estimada",
    "querido",
    "querida",
    "buenos",
    "buenas",
    "ciao",
    "gentile",
    "egregio",
    "buongiorno",
    "salve",
    "olá",
    "oi",
    "prezado",
    "prezada",
    "caro",
    "cara",
    "exmo",
    "exma",
    "bom",
    "boa",
    "beste",
    "geachte",
    "hoi",
    "dag",
    "lieve",
    "hej",
    "hei",
    "kære",
    "kjære",
    "bästa",
    "bäste",
    "tjena",
    "cześć",
    "szanowny",
    "szanowna",
    "szanowni",
    "dzień",
    "droga",
    "drogi",
    "witam",
    "pani",
    "panie",
    "hee",
];

/// The two sides of a display name such as "Jo Park at Acme".
pub(super) fn sides(display: &str) -> (String, Option<String>) {
    let display = clean(display);
    let cut = DIVIDERS
        .iter()
        .filter_map(|divider| Some((display.find(divider)?, divider)))
        .min();
    let Some((left, right)) = cut
        .and_then(|(at, divider)| Some((display.get(..at)?, display.get(at + divider.len()..)?)))
    else {
        return (display, None);
    };
    let right = right.trim().trim_end_matches(')').to_owned();
    (left.trim().to_owned(), (!right.is_empty()).then_some(right))
}

/// The person in a display name, without what stands beside the name.
pub(super) fn in_display(display: &str) -> Option<String> {
    let (left, _) = sides(display.trim_matches(['"', '\'', ' ']));
    let turned = match left.split_once(',') {
        // "Park, Jo" is turned; "Jo Park, PhD" and "Jo Park, Acme" are cut.
        Some((family, given)) if is_family_name(family) && is_name(given) => {
            turn(family.trim(), given.trim())
        }
        Some((name, _)) => name.trim().to_owned(),
        None => left,
    };
    is_name(&turned).then(|| spelled(&turned))
}

/// The person whom an address belongs to, as far as its display name tells.
///
/// A no-reply address shows a company's name as often as a person's: there, only
/// "Jo Park at Acme" counts.
pub(super) fn of_address(address: &Address) -> Option<String> {
    let display = address.name.as_deref()?;
    let spec = &address.spec;
    let name = in_display(display).or_else(|| first_of_team(display, spec.local()))?;
    let personal = !mailboxes::is_unread(spec) && !mailboxes::is_shared(spec);
    let split = sides(display).1.is_some();
    let several = name.split(' ').count() > 1;
    let is_company = resembles(&name, mailboxes::domain_label(spec));
    // "Mette-Marie" at `mm@`.
    let initials: String = name
        .split([' ', '-'])
        .filter_map(|word| word.chars().next())
        .collect();
    let initials = initials.chars().count() > 1 && squash(&initials) == squash(spec.local());
    let known = match (personal && !mailboxes::is_software(spec), several) {
        (true, _) => several || initials || resembles_local(&name, spec.local()),
        (false, true) => split || (!mailboxes::is_unread(spec) && !mailboxes::is_software(spec)),
        // "Jo from Acme" at a shared address.
        (false, false) => split && !mailboxes::is_unread(spec) && !mailboxes::is_software(spec),
    };
    (known && !is_company).then_some(name)
}

/// "Amalie fra Bylivet" at `amalie@`: a first name before where she is from.
fn first_of_team(display: &str, local: &str) -> Option<String> {
    let (name, rest) = display.split_once(' ')?;
    let from = [
        "z", "ze", "fra", "från", "på", "van", "de", "da", "di", "chez", "aus", "von",
    ];
    let joined = rest
        .split(' ')
        .next()
        .is_some_and(|word| from.contains(&word));
    (joined && is_name(name) && squash(name) == squash(local)).then(|| name.to_owned())
}

/// The person who signed below the text; never the user or the company.
pub(super) fn signed(
    message: &Message,
    company: Option<&str>,
    me: Option<&Identity>,
) -> Option<String> {
    const LINES: usize = 25;
    let lines = own_lines(message);
    if japanese::is_japanese(&message.body.text) {
        return japanese::person(message, &lines).filter(|name| !is_user(name, message, me));
    }
    let lines: Vec<&str> = lines
        .iter()
        .map(String::as_str)
        .filter(|l| !l.is_empty())
        .collect();
    let first = lines.len().saturating_sub(LINES);
    (first..lines.len()).find_map(|at| {
        let line = lines.get(at)?;
        let before = at.checked_sub(1).and_then(|at| lines.get(at)).copied();
        let after = lines.get(at + 1).copied();
        let name = signature_name(line, before, after, message, company)?;
        let theirs = !is_user(&name, message, me)
            && !company.is_some_and(|company| resembles(&name, company))
            && !is_sender_company(&name, message, company);
        theirs.then_some(name)
    })
}

/// Whether a name at a shared address is the employer's rather than a person's.
pub(super) fn is_employer(name: &str, company: Option<&str>, message: &Message) -> bool {
    let shared = message
        .from
        .as_ref()
        .is_some_and(|from| mailboxes::is_shared(&from.spec) || company_in_local(name, from));
    let name = squash(name);
    company.map(squash).is_some_and(|company| {
        company == name
            || (company.chars().count() >= 4 && name.contains(&company))
            || (shared && company.contains(&name))
    })
}

/// Whether an address is called by none of the words that it shows.
fn company_in_local(name: &str, address: &Address) -> bool {
    !resembles_local(name, address.spec.local())
}

/// Whether a name is the user's own: never to be thanked.
pub(super) fn is_user(name: &str, message: &Message, me: Option<&Identity>) -> bool {
    let name = squash(name);
    let own = me.map(|me| me.name.as_str());
    let addressed = message.to.iter().filter_map(|to| to.name.as_deref());
    own.into_iter()
        .chain(addressed)
        .any(|own| squash(own) == name)
}

/// The name in one line of a signature, where the lines around it or the rest
/// of the line show that it is one.
fn signature_name(
    line: &str,
    before: Option<&str>,
    after: Option<&str>,
    message: &Message,
    company: Option<&str>,
) -> Option<String> {
    let line = line.trim_start_matches(['-', '–', '—', '~', '*', ' ']);
    let first = line.split(' ').next().unwrap_or_default();
    if GREETINGS.contains(&first.trim_end_matches(',').to_lowercase().as_str()) {
        return None;
    }
    // "Mr. Delgado," greets the reader.
    if is_honorific(first) && line.ends_with(',') {
        return None;
    }
    let bare = without_closing(line);
    let shown_after_closing = bare != line;
    if !shown_after_closing && is_closing(line) {
        return None;
    }
    let line = bare;
    let (name, rest) = split_signature(line);
    let name = name.strip_prefix("lek. med. ").unwrap_or(name);
    let words = name.split(' ').count();
    let closed = shown_after_closing || before.is_some_and(is_closing);
    let last = after.is_none();
    let closed = closed
        || (last && before.is_some_and(|text| text.ends_with(',') && text.split(' ').count() <= 9));
    // A first name alone counts right below the closing, where the company is
    // known and so cannot be what is signed.
    let alone = words == 1
        && (closed || (last && is_sender_first(name, message)))
        && rest.is_none_or(|rest| {
            closed || titled(rest) || company.is_some_and(|c| squash(rest).starts_with(&squash(c)))
        })
        && (name.chars().count() >= 2 && !names_an_office(name))
        && company.is_none_or(|company| {
            !squash(company).contains(&squash(name)) || is_sender_first(name, message)
        });
    if !((2..=5).contains(&words) || alone) || !is_name(name) {
        return None;
    }
    let local = [message.from.as_ref(), message.reply_to.first()];
    let addressed = local
        .into_iter()
        .flatten()
        .any(|address| resembles_local(name, address.spec.local()));
    if names_a_post(name) && !addressed {
        return None;
    }
    let shared_word = last
        && message.from.as_ref().is_some_and(|from| {
            let label = squash(mailboxes::domain_label(&from.spec));
            name.split(' ')
                .map(squash)
                .any(|word| word.len() >= 4 && label.contains(&word))
        });
    let shown = shared_word
        || addressed || rest.is_some_and(titled) || closed || after.is_some_and(titled)
        // "La responsable du service" stands above the name.
        || (last && before.is_some_and(|text| titled(text) || text.ends_with(',')));
    shown.then(|| spelled(name))
}

/// The line without a closing that stands in front of the name: "Best, Jo Park".
fn without_closing(line: &str) -> &str {
    const STARTS: &[&str] = &[
        "Ihre ",
        "Ihr ",
        "Your ",
        "Deine ",
        "Dein ",
        "gez. ",
        "i. A. ",
        "i.A. ",
        "Mr. ",
        "Avv. ",
        "Hilsen ",
        "Mvh ",
        "mvh ",
        "Kh ",
        "Vennlig hilsen ",
        "Groet ",
        "Vänligen ",
        "Lic. ",
        "mgr ",
        "Kyrkoherde ",
    ];
    // "Prøv igen efter jul. Mvh Flemming": the closing stands in the line.
    const INSIDE: &[&str] = &[
        " Mvh ",
        " mvh ",
        " MVH ",
        " Kram ",
        " Hilsen ",
        " hälsning ",
        " hilsen ",
        " Groet ",
        " Vh ",
        " Klem ",
        " Kh ",
        " Groetjes ",
        " Saludos ",
        " Pozdrawiam ",
    ];
    if let Some(name) = INSIDE
        .iter()
        .find_map(|closing| Some(line.rsplit_once(closing)?.1))
        && name.split(' ').count() <= 3
    {
        return name;
    }
    if let Some(name) = STARTS.iter().find_map(|start| line.strip_prefix(start)) {
        return name;
    }
    match line.split_once(", ") {
        Some((closing, name)) if is_closing(closing) => name,
        _ => line,
    }
}

/// The name and what follows it in a line of a signature.
fn split_signature(line: &str) -> (&str, Option<&str>) {
    const CUTS: &[&str] = &[
        ", ",
        " | ",
        " - ",
        " – ",
        " — ",
        " / ",
        " z ",
        " från ",
        " fra ",
        " and the ",
        " und das ",
        " · ",
        " (",
    ];
    CUTS.iter()
        .filter_map(|cut| line.split_once(cut))
        .min_by_key(|(name, _)| name.len())
        .map_or((line.trim_end_matches(','), None), |(name, rest)| {
            (name.trim(), Some(rest))
        })
}

/// Whether a text is what a person is at work.
fn titled(text: &str) -> bool {
    text.len() < 80
        && (names_a_post(text) || names_a_post_abroad(text) || text.split([' ', ')']).any(is_team))
}

/// Whether one word names those who wrote, as "Personalekontoret" does.
fn names_an_office(name: &str) -> bool {
    const PARTS: &[&str] = &[
        "service",
        "crew",
        "ledelse",
        "kontor",
        "grupp",
        "avdel",
        "afdel",
        "leder",
        "team",
        "direc",
        "direk",
        "direz",
        "chef",
        "leitung",
        "abteilung",
        "personal",
        "enheten",
        "sekretari",
        "rekrut",
        "rekryt",
        "office",
        "resource",
        "sektion",
        "seksjon",
        "redaktion",
    ];
    let lower = name.to_lowercase();
    PARTS.iter().any(|part| lower.contains(part)) || names_a_post_abroad(name)
}

/// Whether a first name is the one that the sender's address or display name
/// begins with.
fn is_sender_first(name: &str, message: &Message) -> bool {
    message.from.as_ref().is_some_and(|from| {
        let name = squash(name);
        let local = from
            .spec
            .local()
            .split(['.', '-', '_'])
            .next()
            .unwrap_or_default();
        let shown = from.name.as_deref().unwrap_or_default();
        name == squash(local) || name == squash(shown.split(' ').next().unwrap_or_default())
    })
}

fn is_closing(line: &str) -> bool {
    let lower = line.to_lowercase();
    line.split(' ').count() <= 6
        && !lower.ends_with(['.', '?'])
        && CLOSINGS.iter().any(|closing| {
            lower
                .find(closing)
                .and_then(|at| lower.get(at + closing.len()..))
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
}

/// Whether the sender shows this name as the company's: a no-reply address that
/// shows it, where the text names no other company.
fn is_sender_company(name: &str, message: &Message, company: Option<&str>) -> bool {
    message.from.as_ref().is_some_and(|from| {
        resembles(name, mailboxes::domain_label(&from.spec))
            || (company.is_none()
                && mailboxes::is_unread(&from.spec)
                && from
                    .name
                    .as_deref()
                    .is_some_and(|shown| resembles(name, shown)))
    })
}

/// Whether two names have the same letters.
fn resembles(one: &str, other: &str) -> bool {
    squash(one) == squash(other)
}

/// Whether a word is a title or "Ms".
pub(super) fn is_addressed(word: &str) -> bool {
    is_title(word) || is_honorific(word)
}

/// Whether a local part has a word of the name, or is its initials.
pub(super) fn could_be_local_of(name: &str, local: &str) -> bool {
    let words: Vec<String> = name.split([' ', '-']).map(squash).collect();
    let initials: String = words
        .iter()
        .filter_map(|word| word.chars().next())
        .collect();
    let local = squash(local);
    let short = local.chars().count() <= 3;
    short
        || initials == local
        || words.iter().any(|word| {
            word.chars().count() >= 3 && (local.contains(word) || word.starts_with(&local))
        })
}

/// Whether `jo.park`, `jpark` or `jo` belongs to "Jo Park".
pub(super) fn resembles_local(name: &str, local: &str) -> bool {
    let local = squash(local);
    name.split(' ')
        .map(squash)
        .any(|word| word.chars().count() >= 3 && local.contains(&word))
        || squash(name) == local
}

/// Whether a local part is made of the name: of the first name and the family
/// name, or of an initial and the family name.
pub(super) fn is_local_of(name: &str, local: &str) -> bool {
    let local = squash(local);
    let words: Vec<String> = name.split(' ').map(squash).collect();
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return false;
    };
    let initial: String = first.chars().take(1).collect();
    local.contains(last.as_str()) && (local.contains(first.as_str()) || local.starts_with(&initial))
}

/// Whether every word could stand in a person's name.
pub(super) fn is_name(text: &str) -> bool {
    // A name may be in two scripts, as in "Jörg Müller-田中".
    let is_mixed = text.contains(char::is_lowercase);
    if japanese::has_japanese(text) && !is_mixed {
        return japanese::is_person(text);
    }
    // "La Dirección", "A Chefe de Divisão".
    const ARTICLES: &[&str] = &[
        "A ", "O ", "La ", "Le ", "El ", "Il ", "The ", "Die ", "Das ",
    ];
    if ARTICLES.iter().any(|article| text.starts_with(article)) {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let named = words
        .iter()
        .filter(|word| !is_title(word) && !is_honorific(word))
        .count();
    (1..=5).contains(&named)
        && words.len() <= 7
        && text.chars().count() <= 60
        && words.iter().all(|word| is_name_word(word))
        && words.last().is_some_and(|last| !PARTICLES.contains(last))
        && !is_software(text)
}

fn is_name_word(word: &str) -> bool {
    if is_title(word) || is_honorific(word) || PARTICLES.contains(&word.to_lowercase().as_str()) {
        return true;
    }
    if word.contains('-') && word.split('-').any(is_organisation) {
        return false;
    }
    let letters = word
        .chars()
        .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '.' | '\u{30fb}') || is_mark(c));
    let capital = word
        .chars()
        .next()
        .is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
    // A dot ends an initial: "J." but not "End."
    let dot = word.find('.').is_none_or(|at| at <= 2);
    letters && capital && dot && !is_organisation(word)
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn is_title(word: &str) -> bool {
    TITLES.contains(&word.trim_end_matches('.').to_lowercase().as_str())
}

fn is_honorific(word: &str) -> bool {
    HONORIFICS.contains(&word.trim_end_matches('.').to_lowercase().as_str())
}

/// One word, or one with particles before it.
fn is_family_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let full = words
        .iter()
        .filter(|word| !PARTICLES.contains(&word.to_lowercase().as_str()))
        .count();
    full == 1 && is_name(text)
}

/// "Park", "Dr. Jo" gives "Dr. Jo Park".
fn turn(family: &str, given: &str) -> String {
    format!("{given} {family}")
}

/// The name without "Ms", and without shouting.
fn spelled(name: &str) -> String {
    let words = name.split_whitespace().filter(|word| !is_honorific(word));
    let words: Vec<String> = words.map(unshouted).collect();
    words.join(" ")
}

fn unshouted(word: &str) -> String {
    let long = word.chars().count() > 3;
    let shouted = word.chars().all(|c| !c.is_lowercase()) && word.chars().any(char::is_uppercase);
    if !(long && shouted) {
        return word.to_owned();
    }
    let mut start = true;
    word.chars()
        .flat_map(|c| {
            let lower: Vec<char> = if start {
                vec![c]
            } else {
                c.to_lowercase().collect()
            };
            start = c == '-' || c == '\'';
            lower
        })
        .collect()
}

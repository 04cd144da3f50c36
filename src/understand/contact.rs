//! Whom to write to: a human, or a mailbox that humans read.

use super::words::{Word, clean, joined, own_lines, paragraphs, words};
use super::{Contact, mailboxes, person};
use crate::mail::{AddrSpec, Address, Identity, Message};

/// What a mail says whose sender reads no answers.
const UNREAD: &[&str] = &[
    "do not reply",
    "don't reply",
    "not to reply",
    "please do not respond",
    "do not respond to this",
    "cannot receive replies",
    "can't receive replies",
    "replies to this e-mail are not",
    "replies to this email are not",
    "replies to this message are",
    "replies will not be",
    "not monitored",
    "unmonitored",
    "unattended mailbox",
    "unattended email",
    "no-reply address",
    "unable to respond to replies",
    "cannot accept replies",
    "nicht auf diese e-mail antworten",
    "antworten sie nicht",
    "antworten sie bitte nicht",
    "bitte nicht antworten",
    "antworte nicht",
    "nicht auf diese nachricht antworten",
    "automatisch erstellt",
    "automatisch generiert",
    "automatisch erzeugt",
    "automatisch versendet",
    "nicht überwacht",
    "nicht gelesen",
    // French
    "ne pas répondre",
    "pas y répondre",
    "ne répondez pas",
    "ne pas répondre à ce",
    "réponses à ce message",
    "réponses à cet e-mail",
    "réponses ne seront pas",
    "n'est pas consultée",
    "n'est pas lue",
    "message automatique",
    "envoyé automatiquement",
    // Spanish
    "no responda",
    "no responder",
    "no respondas",
    "no contestes",
    "no conteste",
    "no admite respuestas",
    "buzón no supervisado",
    "generado automáticamente",
    "no es atendida",
    // Italian
    "non rispondere",
    "non rispondete",
    "non è presidiat",
    "non risponda",
    "non è monitorat",
    "generata automaticamente",
    "generato automaticamente",
    // Portuguese
    "não responda",
    "não responder",
    "favor não respond",
    "gerado automaticamente",
    "gerada automaticamente",
    "não é monitorad",
    "envio automático",
    // Dutch
    "niet beantwoorden",
    "niet op deze e-mail",
    "niet reageren",
    "niet te beantwoorden",
    "reageren op deze e-mail is niet",
    "niet gelezen",
    "automatisch gegenereerd",
    "automatisch verzonden",
    "kunt niet antwoorden",
    "niet op dit bericht",
    // Polish
    "nie odpowiadać",
    "nie odpowiadaj",
    "na nią nie odpowiad",
    "wygenerowana automatycznie",
    "wygenerowany automatycznie",
    "wysłana automatycznie",
    // Swedish
    "inte att svara",
    "ej att svara",
    "inte svara på",
    "kan inte besvaras",
    "kan ej besvaras",
    "svara ej",
    "läses inte",
    "automatiskt meddelande",
    "autogenererat",
    // Danish and Norwegian
    "kan ikke besvares",
    "ikke svare på",
    "ikke svar på",
    "ikke besvare",
    "ikke muligt at svare",
    "ikke mulig å svare",
    "læses ikke",
    "leses ikke",
    "automatisk genereret",
    "automatisk generert",
    "sendt automatisk",
    // Japanese
    "送信専用",
    "配信専用",
    "ご返信いただいても",
    "返信いただきましても",
    "返信できません",
    "返信はできません",
    "返信はお受け",
    "返信しないで",
    "自動送信",
    "自動配信",
];

/// What a sentence says that offers an address for questions about the application.
const OFFERS: &[&str] = &[
    "contact",
    "question",
    "reach",
    "directed to",
    "hear from you",
    "ask",
    "feedback",
    "e-mail",
    "email",
    "write to",
    "get in touch",
    "recruiter",
    "talk",
    "speak",
    "call",
    "wenden",
    "frage",
    "ansprechpartner",
    "ansprechperson",
    "kontakt",
    "erreich",
    "melde",
    "rückmeldung",
    "schreib",
    "auskunft",
    // French
    "contacter",
    "écrire",
    "écrivez",
    "retour",
    "joindre",
    "renseignement",
    "adresser",
    // Spanish
    "contactar",
    "contacto",
    "escrib",
    "pregunta",
    "duda",
    "consulta",
    "comentarios",
    "retroalimentación",
    // Italian
    "contatt",
    "scriv",
    "domand",
    "riscontro",
    "chiariment",
    "informazioni",
    // Portuguese
    "contactar",
    "contat",
    "escrev",
    "dúvida",
    "pergunta",
    "esclarec",
    // Dutch
    "vrag",
    "mail",
    "toelichting",
    "bereik",
    "terecht",
    // Polish
    "pytan",
    "napis",
    "pisz",
    "kontakt",
    "informacj",
    // Swedish, Danish and Norwegian
    "fråg",
    "mejla",
    "återkoppling",
    "spørgsm",
    "spørsmål",
    "skriv",
    "tilbakemelding",
    "tilbagemelding",
    "nå meg",
    "henvend",
    "hör av",
    // Japanese
    "お問い合わせ",
    "ご連絡",
    "ご質問",
    "まで",
];

/// What a sentence says whose address is for something else.
const ELSEWHERE: &[&str] = &[
    "privacy",
    "data protection",
    "personal data",
    "unsubscribe",
    "gdpr",
    "delet",
    "erasure",
    "accommodation",
    "disabilit",
    "datenschutz",
    "personenbezogen",
    "lösch",
    "abmelden",
    "fraud",
    "phishing",
    "technical",
    "technisch",
    "confidential",
    "vertraulich",
    "intended recipient",
    // French
    "données personnelles",
    "vos données",
    "rgpd",
    "désabonn",
    "désinscri",
    "exercer vos droits",
    "confidentialité",
    "supprim",
    // Spanish
    "datos personales",
    "tus datos",
    "sus datos",
    "protección de datos",
    "rgpd",
    "eliminación",
    "privacidad",
    "darse de baja",
    // Italian
    "dati personali",
    "suoi dati",
    "tuoi dati",
    "cancell",
    "riservat",
    "disiscri",
    // Portuguese
    "dados pessoais",
    "seus dados",
    "proteção de dados",
    "lgpd",
    "eliminação",
    "exclusão",
    // Dutch
    "persoonsgegevens",
    "gegevens",
    "avg",
    "verwijder",
    "afmelden",
    // Polish
    "danych osobowych",
    "rodo",
    "dane osobowe",
    "usunięci",
    "wypis",
    // Swedish, Danish and Norwegian
    "personuppgifter",
    "dina uppgifter",
    "radera",
    "avregistrera",
    "persondata",
    "personoplysninger",
    "personopplysninger",
    "slett",
    "afmeld",
    // Japanese
    "個人情報",
    "配信停止",
    "退会",
];

/// A mail that names more addresses than this is a directory.
const MAX_ADDRESSES: usize = 50;

/// The address that reads an answer, with the person's name where it is known.
///
/// Reply-To first, else From, else one that the text offers.
pub(super) fn find(
    message: &Message,
    signed: Option<&str>,
    me: Option<&Identity>,
) -> Option<Contact> {
    let own = |spec: &AddrSpec| is_own(spec, message, me);
    let lines = own_lines(message);
    let unread = says_unread(&lines);
    let asked = message
        .reply_to
        .iter()
        .find(|address| is_read(address) && !own(&address.spec));
    let sender = message
        .from
        .as_ref()
        .filter(|address| is_read(address) && !own(&address.spec));
    // "Do not reply" speaks of the address that wrote. A Reply-To that differs
    // from it was set so that answers reach somebody.
    let asked = asked.filter(|address| {
        !unread
            || message
                .from
                .as_ref()
                .is_none_or(|from| from.spec != address.spec)
    });
    if let Some(address) = asked.or(sender.filter(|_| !unread)) {
        return Some(Contact {
            name: person::of_address(address)
                .or_else(|| sender_name(message, address))
                .or_else(|| signed.map(str::to_owned)),
            address: address.spec.clone(),
        });
    }
    offered(&lines, message, me)
}

/// The name that From shows, where Reply-To shows none and belongs to it.
fn sender_name(message: &Message, address: &Address) -> Option<String> {
    let name = message.from.as_ref().and_then(person::of_address)?;
    (mailboxes::is_reply_token(&address.spec)
        || person::resembles_local(&name, address.spec.local()))
    .then_some(name)
}

/// Whether somebody reads what is sent there, as far as the address tells.
fn is_read(address: &Address) -> bool {
    let spec = &address.spec;
    if mailboxes::is_unread(spec) {
        return false;
    }
    if !mailboxes::is_software(spec) {
        return true;
    }
    // "kestrel-bay@myworkday.com" shows "Kestrel Bay": the customer, not a person.
    let named = address
        .name
        .as_deref()
        .and_then(person::in_display)
        .is_some_and(|name| spec.local().contains('.') && person::is_local_of(&name, spec.local()));
    named || mailboxes::is_reply_token(spec)
}

fn is_own(spec: &AddrSpec, message: &Message, me: Option<&Identity>) -> bool {
    match me {
        Some(me) => me.owns(spec),
        // Without an identity, whoever received the mail is the user.
        None => message.to.iter().any(|to| to.spec == *spec) || message.delivered_to.contains(spec),
    }
}

fn says_unread(lines: &[String]) -> bool {
    paragraphs(lines).iter().any(|paragraph| {
        let lower = paragraph.to_lowercase();
        UNREAD.iter().any(|phrase| lower.contains(phrase))
    })
}

/// An address in the text of a person or a shared mailbox, offered for questions.
fn offered(lines: &[String], message: &Message, me: Option<&Identity>) -> Option<Contact> {
    let mut left = MAX_ADDRESSES;
    paragraphs(lines).iter().find_map(|paragraph| {
        let paragraph = words(paragraph);
        let (at, spec) = paragraph.iter().enumerate().find_map(|(at, word)| {
            let spec = address_in(&word.text)?;
            left = left.checked_sub(1)?;
            let fits = is_reachable(&spec)
                && !is_own(&spec, message, me)
                && speaks_of_contact(&paragraph, at, &spec);
            fits.then_some((at, spec))
        })?;
        Some(Contact {
            name: name_before(&paragraph, at, &spec)
                .filter(|name| !person::is_user(name, message, me)),
            address: spec,
        })
    })
}

fn address_in(word: &str) -> Option<AddrSpec> {
    let word = word.strip_prefix("mailto:").unwrap_or(word);
    if !word.contains('@') || word.contains("://") {
        return None;
    }
    AddrSpec::new(word).filter(|spec| spec.domain().contains('.'))
}

fn is_reachable(spec: &AddrSpec) -> bool {
    !mailboxes::is_unread(spec)
        && !mailboxes::is_for_other_purpose(spec)
        && !mailboxes::is_software(spec)
}

/// Whether the words around an address offer it for questions.
fn speaks_of_contact(words: &[Word], at: usize, spec: &AddrSpec) -> bool {
    const BEFORE: usize = 30;
    const AFTER: usize = 15;
    let stretch = words
        .get(at.saturating_sub(BEFORE)..words.len().min(at + AFTER))
        .unwrap_or_default();
    let lower = clean(&joined(stretch))
        .to_lowercase()
        .replace(spec.as_str(), " ");
    let says = |phrases: &[&str]| phrases.iter().any(|phrase| lower.contains(phrase));
    let signature = words.len() <= 20 && !mailboxes::is_shared(spec) && spec.local().contains('.');
    !says(ELSEWHERE) && (says(OFFERS) || signature)
}

/// The name of the person whose address stands at `at`, in the words before it.
fn name_before(words: &[Word], at: usize, spec: &AddrSpec) -> Option<String> {
    const REACH: usize = 12;
    (at.saturating_sub(REACH)..=at).rev().find_map(|end| {
        (2..=4).rev().find_map(|length| {
            let run = words.get(end.checked_sub(length)?..end)?;
            let (_, inner) = run.split_last()?;
            let name = joined(run);
            let whole = inner.iter().all(|word| !word.ends);
            let theirs = person::is_name(&name) && resembles_every(run, spec.local());
            (whole && theirs).then_some(name)
        })
    })
}

/// Whether the first or the last name stands in the local part, and the first
/// word of the run belongs to the name: not "Recruiter Omar Siddiqi".
fn resembles_every(run: &[Word], local: &str) -> bool {
    let starts = run.first().is_some_and(|first| {
        person::resembles_local(&first.text, local)
            || local.starts_with(first.lower.get(..1).unwrap_or("-"))
    });
    let ends = run
        .last()
        .is_some_and(|last| person::resembles_local(&last.text, local));
    starts && (ends || person::resembles_local(&joined(run.get(..1).unwrap_or_default()), local))
}

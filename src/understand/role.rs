//! The post that was applied for.

use super::vocabulary::{is_organisation, is_software, is_team, names_a_post};
use super::words::{
    Word, is_gender_mark, joined, own_lines, paragraphs, run_before, run_from, stands_at, subject,
    words,
};
use super::{japanese, posts};
use crate::mail::{Language, Message};

/// A longer one is a sentence.
const MAX_CHARS: usize = 100;

/// Words that follow a post's name: "the Data Engineer position".
const AFTER: &[&str] = &[
    "position",
    "role",
    "post",
    "job",
    "opening",
    "opportunity",
    "vacancy",
    "programme",
    "program",
    "internship",
    "requisition",
    "hire",
    "traineeship",
    "apprenticeship",
    "vacature",
    "opleiding",
    "application",
    "interviews",
    "seat",
];

/// Set phrases that a post's name follows.
const BEFORE: &[&[&str]] = &[
    &["re"],
    &["to", "be", "a"],
    &["to", "be", "an"],
    &["to", "be", "our"],
    &["being", "our"],
    &["as", "our"],
    &["position", "of"],
    &["role", "of"],
    &["post", "of"],
    &["job", "of"],
    &["vacancy", "of"],
    &["vacancy", "for"],
    &["opening", "for"],
    &["position", "as"],
    &["role", "as"],
    &["position:"],
    &["applying", "for"],
    &["applied", "for"],
    &["apply", "for"],
    &["application", "for"],
    &["application", "as"],
    &["application", "to"],
    &["applying", "to"],
    &["applied", "to"],
    &["candidacy", "for"],
    &["candidate", "for"],
    &["considered", "for"],
    &["interview", "for"],
    &["interviewing", "for"],
    &["interviews", "for"],
    &["interest", "in"],
    &["appointed", "to"],
    &["profile", "for"],
    &["looking", "for"],
    &["stelle", "als"],
    &["stelle", "der"],
    &["stelle", "des"],
    &["stelle"],
    &["position", "als"],
    &["position", "der"],
    &["position", "des"],
    &["bewerbung", "als"],
    &["bewerbung", "um"],
    &["bewerbung", "für"],
    &["bewerbung", "auf"],
    &["bewerbung", "zum"],
    &["bewerbung", "zur"],
    &["beworben", "als"],
    &["ausbildung", "zum"],
    &["ausbildung", "zur"],
    &["job", "als"],
    &["rolle", "als"],
    &["rolle"],
    &["position"],
    &["stelle:"],
    &["role"],
    &["for"],
    &["für"],
    &["als"],
];

/// Small words inside a post's name.
const JOINS: &[&str] = &[
    "of", "and", "&", "for", "in", "und", "für", "im", "der", "des", "the", "to", "mit",
];

/// Small words between a set phrase and the name.
const ARTICLES: &[&str] = &[
    "the", "a", "an", "our", "die", "der", "das", "den", "dem", "eine", "einen", "einer",
    "position", "stelle", "role", "als", "post", "of", "unsere", "unserer", "job", "vacancy",
    "one", "another",
];

/// Capitalised words that never stand in a post's name.
const STRAY: &[&str] = &[
    "Hello",
    "Hi",
    "Dear",
    "Hallo",
    "Guten",
    "Sehr",
    "Sie",
    "Ihnen",
    "Ihr",
    "Ihre",
    "Ihren",
    "Ihrer",
    "Wir",
    "Leider",
    "Venlig",
    "Vennlig",
    "Med",
    "Mvh",
    "Kind",
    "Best",
    "Regards",
    "Mit",
    "Freundliche",
    "Cordiali",
    "Cordialement",
    "Distinti",
    "Saludos",
    "Atentamente",
    "Unfortunately",
    "Thank",
    "Thanks",
    "I",
    "I'm",
    "We",
    "We've",
    "You",
    "Your",
];

/// The post as the mail writes it, where it is sure.
pub(super) fn find(message: &Message, language: Option<Language>) -> Option<String> {
    let lines = own_lines(message);
    if japanese::is_japanese(&message.body.text) {
        return japanese::role(&subject(message), &lines);
    }
    let subject_words = words(&subject(message));
    let body: Vec<Vec<Word>> = paragraphs(&lines).iter().map(|text| words(text)).collect();
    language
        .and_then(|language| posts::find(language, &subject(message), &body))
        .or_else(|| named(&subject_words))
        .or_else(|| body.iter().find_map(|paragraph| named(paragraph)))
        .or_else(|| in_subject(&subject(message)))
        .or_else(|| posts::in_any_subject(&subject(message)).filter(|_| language.is_none()))
}

/// A post named by a set phrase beside it.
fn named(words: &[Word]) -> Option<String> {
    (0..words.len())
        .find_map(|at| followed(words, at))
        .or_else(|| (0..words.len()).find_map(|at| preceded(words, at)))
}

/// "the Data Engineer position": the words before `at`.
fn followed(words: &[Word], at: usize) -> Option<String> {
    let word = words.get(at)?;
    if !AFTER.contains(&word.lower.as_str()) {
        return None;
    }
    let run = run_before(words, at, JOINS);
    // "the Software Engineer, Payments position": the post stands before the comma.
    let comma = at.checked_sub(run.len()).filter(|_| !run.is_empty());
    if let Some(comma) = comma
        && !names_a_post(&joined(run))
        && let Some(whole) = across_comma(words, comma, run)
    {
        return Some(whole);
    }
    checked(
        run,
        word.lower != "application" && word.lower != "hire" && word.lower != "interviews",
    )
}

/// The post before the comma at `comma`, with what stands after it.
fn across_comma(words: &[Word], comma: usize, rest: &[Word]) -> Option<String> {
    let mut before: Vec<Word> = words.get(comma.saturating_sub(8)..comma)?.to_vec();
    before.last_mut()?.ends = false;
    let post = checked(run_before(&before, before.len(), JOINS), false)?;
    let whole = format!("{post}, {}", joined(rest));
    (whole.chars().count() <= MAX_CHARS).then_some(whole)
}

/// "the position of Data Engineer": the words after the phrase at `at`.
fn preceded(words: &[Word], at: usize) -> Option<String> {
    let phrase = BEFORE.iter().find(|phrase| stands_at(words, at, phrase))?;
    let mut start = at + phrase.len();
    // "The requisition you applied for, Planner, is closed."
    if words.get(start - 1)?.ends && !matches!(phrase.first(), Some(&("applied" | "re"))) {
        return None;
    }
    while words
        .get(start)
        .is_some_and(|word| ARTICLES.contains(&word.lower.as_str()) && !word.ends && !word.opens)
    {
        start += 1;
    }
    let quoted = words.get(start)?.opens;
    let run = run_from(words, start, JOINS);
    let after = words
        .get(start + run.len())
        .map_or("", |word| word.lower.as_str());
    // "interest in the Data Engineer position" is the other rule's.
    let strong = phrase.len() > 1
        && !matches!(
            phrase,
            ["interest", "in"]
                | [_, "to"]
                | ["looking", "for"]
                | ["profile", "for"]
                | ["being" | "as", "our"]
                | ["bewerbung", "für"]
                | ["bewerbung", "um"]
                | ["bewerbung", "auf"]
        );
    if AFTER.contains(&after) && !matches!(run.last(), Some(last) if last.ends) {
        return checked(run, true);
    }
    checked(run, strong || (quoted && phrase.len() == 1))
}

/// The run as a post's name. One that no set phrase vouches for must hold a
/// word for a post.
fn checked(run: &[Word], vouched: bool) -> Option<String> {
    const LEADING: &[&str] = &[
        "the",
        "de",
        "het",
        "een",
        "la",
        "el",
        "your",
        "our",
        "this",
        "a",
        "an",
        "my",
        "re",
        "aw",
        "ihre",
        "ihr",
        "die",
        "der",
        "dear",
        "update",
        "new",
        "open",
        "ref",
        "thank",
        "position",
        "stelle",
        "application",
        "status",
        "regarding",
        "outcome",
        "hi",
        "hello",
        "application:",
        "bewerbung",
        "als",
        "interview",
        "interviews",
        "result",
        "change",
    ];
    const TRAILING: &[&str] = &[
        "application",
        "position",
        "role",
        "post",
        "job",
        "vacancy",
        "interview",
        "opening",
        "bewerbung",
        "stelle",
        "hiring",
        "update",
        "status",
    ];
    // Where a line end was lost, the next sentence runs on.
    let stray = |word: &Word| STRAY.contains(&word.text.as_str());
    let end = run.iter().position(stray).unwrap_or(run.len());
    let mut run = run.get(..end).unwrap_or_default();
    while let [first, rest @ ..] = run
        && LEADING.contains(&first.lower.as_str())
    {
        run = rest;
    }
    // "Heilpädagogin 50-70%"
    while let [rest @ .., last] = run
        && !rest.is_empty()
        && last.text.contains('%')
    {
        run = rest;
    }
    // "Acme's Data Engineer"
    if let [first, rest @ ..] = run
        && !rest.is_empty()
        && first.lower.ends_with("'s")
    {
        run = rest;
    }
    while let [rest @ .., last] = run
        && TRAILING.contains(&last.lower.as_str())
    {
        run = rest;
    }
    let text = joined(run);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let generic = run.iter().all(|word| {
        is_team(&word.text)
            || is_organisation(&word.text)
            || is_gender_mark(&word.text)
            || is_pronoun(&word.lower)
    });
    let fits = letters >= 2
        && text.chars().count() <= MAX_CHARS
        && !generic
        && !is_software(&text)
        && !text.contains('@');
    (fits && (vouched || names_a_post(&text))).then_some(text)
}

fn is_pronoun(word: &str) -> bool {
    matches!(
        word,
        "i" | "we"
            | "you"
            | "it"
            | "he"
            | "she"
            | "they"
            | "sie"
            | "ihnen"
            | "uns"
            | "senior"
            | "junior"
            | "future"
            | "other"
            | "another"
    )
}

/// A part of the subject that holds a word for a post: "Acme | Data Engineer".
fn in_subject(subject: &str) -> Option<String> {
    let parts = [
        " - ", " – ", " — ", " | ", ": ", ", ", " at ", " bei ", " @ ", " // ", " <> ",
    ]
    .iter()
    .fold(vec![subject], |parts, divider| {
        parts
            .into_iter()
            .flat_map(|part| part.split(divider))
            .collect()
    });
    let mut plain = parts.iter().filter_map(|part| plain_post(part));
    let plain = plain.next();
    parts
        .into_iter()
        .find_map(|part| {
            let words = words(part);
            (0..words.len()).find_map(|start| checked(run_from(&words, start, JOINS), false))
        })
        .or(plain)
}

/// A short part in small letters that names a post and nothing else: "studio manager".
fn plain_post(part: &str) -> Option<String> {
    const FUNCTION: &[&str] = &[
        "the",
        "a",
        "an",
        "your",
        "our",
        "my",
        "re",
        "for",
        "to",
        "is",
        "and",
        "we",
        "you",
        "in",
        "on",
        "with",
        "about",
        "job",
        "from",
        "new",
        "update",
        "decision",
        "application",
    ];
    let part = part.trim().trim_end_matches([',', '.', '!', '?']);
    let words: Vec<&str> = part.split(' ').collect();
    let small = words
        .iter()
        .any(|word| FUNCTION.contains(&word.to_lowercase().as_str()));
    let letters = part
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '/'));
    ((2..=4).contains(&words.len())
        && !small
        && letters
        && names_a_post(part)
        && !part.split(' ').all(is_team))
    .then(|| part.to_owned())
}

//! The built-in texts, out of `config/replies`. They are read only when a reply
//! is written; a test proves each of them.

use super::text_name::TextName;

/// The texts of each tongue: a language, or its familiar form.
macro_rules! built_in {
    ($($tongue:literal)+) => {
        &[$(
            built_in!($tongue, "application.1"),
            built_in!($tongue, "application.2"),
            built_in!($tongue, "application.3"),
            built_in!($tongue, "application.4"),
            built_in!($tongue, "interview.1"),
            built_in!($tongue, "interview.2"),
            built_in!($tongue, "interview.3"),
            built_in!($tongue, "interview.4"),
            built_in!($tongue, "agency.1"),
            built_in!($tongue, "agency.2"),
            built_in!($tongue, "feedback-offered"),
            built_in!($tongue, "other-role"),
            built_in!($tongue, "runner-up"),
            built_in!($tongue, "position-gone"),
            built_in!($tongue, "kept-on-file"),
        )+]
    };
    ($tongue:literal, $text:literal) => {
        (
            concat!($tongue, "/", $text),
            include_str!(concat!("../../config/replies/", $tongue, "/", $text, ".j2")),
        )
    };
}

#[rustfmt::skip]
const TEXTS: &[(&str, &str)] = built_in!(
    "en" "de" "de-familiar" "fr" "fr-familiar" "es" "es-familiar" "it" "it-familiar"
    "nl" "nl-familiar" "pt" "pl" "pl-familiar" "sv" "da" "nb" "ja"
);

/// Every built-in text.
pub(super) fn texts() -> impl Iterator<Item = (TextName, &'static str)> {
    TEXTS.iter().filter_map(named)
}

/// The built-in texts of one kind, whatever the number of `name`.
pub(super) fn variants(name: TextName) -> impl Iterator<Item = (TextName, &'static str)> {
    let stem = TextName {
        number: None,
        ..name
    };
    let stem = stem.to_string();
    TEXTS
        .iter()
        .filter(move |(name, _)| {
            let number = name.strip_prefix(stem.as_str());
            number.is_some_and(|number| number.is_empty() || number.starts_with('.'))
        })
        .filter_map(named)
}

fn named((name, text): &(&str, &'static str)) -> Option<(TextName, &'static str)> {
    Some((TextName::parse(name)?, *text))
}

//! All phrases of all packs.

use std::collections::BTreeMap;

use super::Kind;
use super::pack::{self, PackError, Part, Phrase};
use super::patterns::{Builder, Owner, Patterns};
use crate::mail::Language;

/// The packs that come with the program.
const EMBEDDED: &[(&str, &str)] = &[
    ("en.toml", include_str!("../../config/phrases/en.toml")),
    ("de.toml", include_str!("../../config/phrases/de.toml")),
    ("pl.toml", include_str!("../../config/phrases/pl.toml")),
    ("sv.toml", include_str!("../../config/phrases/sv.toml")),
    ("da.toml", include_str!("../../config/phrases/da.toml")),
    ("nb.toml", include_str!("../../config/phrases/nb.toml")),
    ("ja.toml", include_str!("../../config/phrases/ja.toml")),
    ("fr.toml", include_str!("../../config/phrases/fr.toml")),
    ("es.toml", include_str!("../../config/phrases/es.toml")),
    ("it.toml", include_str!("../../config/phrases/it.toml")),
    ("nl.toml", include_str!("../../config/phrases/nl.toml")),
    ("pt.toml", include_str!("../../config/phrases/pt.toml")),
];

/// The phrases by which mail is judged, ready to be looked for. It is built
/// once and shared; it never changes.
#[derive(Debug)]
pub struct Phrasebook {
    phrases: Vec<Phrase>,
    patterns: Patterns,
}

impl Phrasebook {
    /// The phrases that come with the program.
    pub fn embedded() -> Self {
        Self::with_extra(&[]).expect("the packs that come with the program are tested")
    }

    /// The same with more packs: each a file's name and its text.
    ///
    /// # Errors
    ///
    /// Every fault of every pack, with file and line.
    pub fn with_extra(extra: &[(String, String)]) -> Result<Self, Vec<PackError>> {
        let embedded = EMBEDDED.iter().copied();
        let extra = extra
            .iter()
            .map(|(file, text)| (file.as_str(), text.as_str()));
        let mut phrases = Vec::new();
        let mut builder = Builder::default();
        let mut errors = Vec::new();
        for (file, text) in embedded.chain(extra) {
            match pack::read(file, text) {
                Ok(more) => {
                    for (phrase, parts) in more {
                        add(&mut builder, phrases.len(), &phrase, &parts);
                        phrases.push(phrase);
                    }
                }
                Err(more) => errors.extend(more),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        phrases.shrink_to_fit();
        Ok(Self {
            phrases,
            patterns: builder.build(),
        })
    }

    /// How many phrases there are, by language.
    pub fn counts(&self) -> BTreeMap<Language, usize> {
        let mut counts = BTreeMap::new();
        for phrase in &self.phrases {
            *counts.entry(phrase.language).or_default() += 1;
        }
        counts
    }

    /// How many phrases there are.
    pub(super) fn len(&self) -> usize {
        self.phrases.len()
    }

    /// How many bytes of memory the automaton and what belongs to it take.
    pub fn memory(&self) -> usize {
        self.patterns.memory()
    }

    pub(super) fn phrase(&self, index: usize) -> Option<&Phrase> {
        self.phrases.get(index)
    }

    /// What is looked for in a text.
    pub(super) fn patterns(&self) -> &Patterns {
        &self.patterns
    }
}

/// Adds the parts of the phrase of that number.
fn add(builder: &mut Builder, number: usize, phrase: &Phrase, parts: &[Part]) {
    let decides = matches!(phrase.kind, Kind::Decision | Kind::Alternative);
    for (index, part) in parts.iter().enumerate() {
        let owner = Owner {
            phrase: u32::try_from(number).unwrap_or(u32::MAX),
            part: u8::try_from(index).unwrap_or(u8::MAX),
            last: index + 1 == parts.len(),
            decides,
        };
        builder.add(part, owner);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_packs_are_sound_and_small() {
        let book = Phrasebook::embedded();
        assert!(book.phrases.len() > 300, "{}", book.phrases.len());
        assert!(book.memory() < 3 << 20, "{}", book.memory());
    }

    #[test]
    fn a_broken_extra_pack_is_named() {
        let extra = [(
            "mine.toml".to_owned(),
            "language = 'en'\nfoo = 1".to_owned(),
        )];
        let errors = Phrasebook::with_extra(&extra).expect_err("unknown key");
        assert_eq!((errors[0].file.as_str(), errors[0].line), ("mine.toml", 2));
    }
}

//! All phrases of all packs in one automaton. The only file that names it.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::mail::Language;

use super::Kind;
use super::pack::{self, PackError, Phrase};

/// The packs that come with the program.
const EMBEDDED: &[(&str, &str)] = &[
    ("en.toml", include_str!("../../config/phrases/en.toml")),
    ("de.toml", include_str!("../../config/phrases/de.toml")),
    ("fr.toml", include_str!("../../config/phrases/fr.toml")),
    ("es.toml", include_str!("../../config/phrases/es.toml")),
    ("it.toml", include_str!("../../config/phrases/it.toml")),
    ("nl.toml", include_str!("../../config/phrases/nl.toml")),
    ("pt.toml", include_str!("../../config/phrases/pt.toml")),
];

/// Down to which letter of the phrases the automaton's states are tables.
const DENSE_DEPTH: usize = 6;

/// The phrases by which mail is judged, ready to be looked for. It is built
/// once and shared; it never changes.
#[derive(Debug)]
pub struct Phrasebook {
    phrases: Vec<Phrase>,
    /// For each pattern of the automaton: the phrase and which of its parts it is.
    owners: Vec<Vec<Owner>>,
    automaton: AhoCorasick,
}

/// A part of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Owner {
    pub(super) phrase: usize,
    pub(super) part: usize,
    /// Whether its last word may go on.
    pub(super) open: bool,
    /// Whether it is the phrase's last part.
    pub(super) last: bool,
    /// Whether the phrase is a decision or an alternative.
    pub(super) decides: bool,
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
        let mut errors = Vec::new();
        for (file, text) in embedded.chain(extra) {
            match pack::read(file, text) {
                Ok(more) => phrases.extend(more),
                Err(more) => errors.extend(more),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Self::build(phrases))
    }

    /// How many phrases there are, by language.
    pub fn counts(&self) -> BTreeMap<Language, usize> {
        let mut counts = BTreeMap::new();
        for phrase in &self.phrases {
            *counts.entry(phrase.language).or_default() += 1;
        }
        counts
    }

    fn build(phrases: Vec<Phrase>) -> Self {
        let mut patterns: BTreeMap<String, Vec<Owner>> = BTreeMap::new();
        for (phrase, Phrase { kind, parts, .. }) in phrases.iter().enumerate() {
            for (part, entry) in parts.iter().enumerate() {
                for words in &entry.choices {
                    let owner = Owner {
                        phrase,
                        part,
                        open: words.open,
                        last: part + 1 == parts.len(),
                        decides: matches!(kind, Kind::Decision | Kind::Alternative),
                    };
                    for spelling in spellings(&words.text) {
                        patterns.entry(spelling).or_default().push(owner);
                    }
                }
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            // A tenth of the memory of a DFA and nearly its speed.
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            // Most of a text never gets deeper than the first letters of a phrase.
            .dense_depth(DENSE_DEPTH)
            .build(patterns.keys())
            .expect("some thousand short phrases stay far below the automaton's limits");
        Self {
            phrases,
            owners: patterns.into_values().collect(),
            automaton,
        }
    }

    /// How many phrases there are.
    pub(super) fn len(&self) -> usize {
        self.phrases.len()
    }

    pub(super) fn phrase(&self, index: usize) -> Option<&Phrase> {
        self.phrases.get(index)
    }

    /// Every stretch of `text`, which must be in normal form, that is part of a
    /// phrase, in the order of their ends: whose it is, its start and its end.
    pub(super) fn find<'a>(
        &'a self,
        text: &'a str,
    ) -> impl Iterator<Item = (&'a [Owner], usize, usize)> + 'a {
        self.automaton.find_overlapping_iter(text).map(|found| {
            let owners = self.owners.get(found.pattern().as_usize());
            let owners = owners.map_or(&[][..], Vec::as_slice);
            (owners, found.start(), found.end())
        })
    }
}

/// The ways to write a phrase that the normal form leaves apart.
fn spellings(text: &str) -> Vec<String> {
    let mut all = vec![text.to_owned()];
    if text.contains("can not") {
        all.push(text.replace("can not", "cannot"));
    } else if text.contains("cannot") {
        all.push(text.replace("cannot", "can not"));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_packs_are_sound_and_small() {
        let book = Phrasebook::embedded();
        assert!(book.phrases.len() > 300, "{}", book.phrases.len());
        let bytes = book.automaton.memory_usage();
        assert!(bytes < 8 << 20, "{bytes}");
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

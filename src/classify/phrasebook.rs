//! All phrases of all packs in one automaton. The only file that names it.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::mail::Language;

use super::Kind;
use super::pack::{self, Listed, PackError, Phrase};

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

/// Down to which letter of the phrases the automaton's states are tables. Most
/// of a text never gets deeper; each letter more costs a megabyte.
const DENSE_DEPTH: usize = 2;

/// The phrases by which mail is judged, ready to be looked for. It is built
/// once and shared; it never changes.
#[derive(Debug)]
pub struct Phrasebook {
    phrases: Vec<Phrase>,
    /// Whose the patterns of the automaton are: those of one after those of the other.
    owners: Vec<Owner>,
    /// Where in `owners` those of each pattern begin; the last is the end of all.
    bounds: Vec<u32>,
    automaton: AhoCorasick,
}

/// A part of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Owner {
    pub(super) phrase: u32,
    pub(super) part: u16,
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

    fn build(mut phrases: Vec<Phrase>) -> Self {
        let mut spellings: Vec<(String, Owner)> = Vec::new();
        for (number, phrase) in (0..).zip(&mut phrases) {
            spellings.append(&mut spellings_of(number, phrase));
        }
        // The sort is stable: the owners of one spelling stay in the packs' order.
        spellings.sort_by(|a, b| a.0.cmp(&b.0));
        let mut patterns: Vec<&str> = Vec::new();
        let mut bounds = vec![0];
        let mut end = 0;
        for same in spellings.chunk_by(|a, b| a.0 == b.0) {
            patterns.extend(same.first().map(|(text, _)| text.as_str()));
            end += u32::try_from(same.len()).unwrap_or(u32::MAX);
            bounds.push(end);
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            // A tenth of the memory of a DFA and nearly its speed.
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .dense_depth(DENSE_DEPTH)
            .build(patterns)
            .expect("some thousand short phrases stay far below the automaton's limits");
        bounds.shrink_to_fit();
        phrases.shrink_to_fit();
        Self {
            phrases,
            owners: spellings.iter().map(|(_, owner)| *owner).collect(),
            bounds,
            automaton,
        }
    }

    /// How many phrases there are.
    pub(super) fn len(&self) -> usize {
        self.phrases.len()
    }

    fn bound(&self, pattern: usize) -> usize {
        self.bounds.get(pattern).map_or(0, |bound| *bound as usize)
    }

    /// How many bytes of memory the automaton and what belongs to it take.
    pub fn memory(&self) -> usize {
        self.automaton.memory_usage()
            + self.owners.capacity() * size_of::<Owner>()
            + self.bounds.capacity() * size_of::<u32>()
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
            let number = found.pattern().as_usize();
            let owners = self.owners.get(self.bound(number)..self.bound(number + 1));
            (owners.unwrap_or_default(), found.start(), found.end())
        })
    }

    /// The phrases of the packs that come with the program, with their places.
    pub fn list_embedded() -> Vec<Listed> {
        let lists = EMBEDDED.iter().map(|(file, text)| pack::list(file, text));
        lists.filter_map(Result::ok).flatten().collect()
    }

    /// The phrases of one pack of the user's, with their places.
    ///
    /// # Errors
    ///
    /// Every fault of the pack, with file and line.
    pub fn list(file: &str, text: &str) -> Result<Vec<Listed>, Vec<PackError>> {
        pack::list(file, text)
    }
}

/// All ways to write all parts of a phrase. They are moved out of it: once the
/// automaton is built, nobody needs them.
fn spellings_of(number: u32, phrase: &mut Phrase) -> Vec<(String, Owner)> {
    let decides = matches!(phrase.kind, Kind::Decision | Kind::Alternative);
    let count = phrase.parts.len();
    let mut all = Vec::new();
    for (part, entry) in (0..).zip(&mut phrase.parts) {
        for words in std::mem::take(&mut entry.choices) {
            let owner = Owner {
                phrase: number,
                part,
                open: words.open,
                last: usize::from(part) + 1 == count,
                decides,
            };
            all.extend(spellings(&words.text).into_iter().map(|text| (text, owner)));
        }
    }
    all
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
        assert!(book.memory() < 4 << 20, "{}", book.memory());
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

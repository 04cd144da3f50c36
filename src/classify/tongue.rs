//! Whether a mail is in a language that a pack is written in, told by the
//! commonest words: where none of them stands, silence says nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::scan::is_unbroken;
use crate::mail::Language;

/// How many words are looked at: a language shows in its first lines.
const SAMPLE: usize = 150;
/// Below so many words nothing can be said.
const TOO_FEW: usize = 12;
/// One word in so many is among the commonest at least, whatever the text.
const ONE_IN: usize = 9;

/// The commonest words of each language.
#[derive(Debug, Default)]
pub(super) struct Tongues {
    /// Which languages each word is common in.
    words: BTreeMap<String, Vec<usize>>,
    languages: Vec<Language>,
}

impl Tongues {
    /// Adds the commonest words of a pack.
    pub(super) fn add(&mut self, language: Language, words: BTreeSet<String>) {
        let known = self.languages.iter().position(|known| *known == language);
        let index = known.unwrap_or_else(|| {
            self.languages.push(language);
            self.languages.len() - 1
        });
        for word in words {
            self.words.entry(word).or_default().push(index);
        }
    }

    /// Whether a text in normal form is in none of the languages. Where it is
    /// too short to tell, it is not.
    pub(super) fn are_foreign_to(&self, text: &str) -> bool {
        let mut common = vec![0; self.languages.len()];
        let mut count = 0;
        for word in words(text).take(SAMPLE) {
            count += 1;
            for language in self.words.get(word).into_iter().flatten() {
                if let Some(common) = common.get_mut(*language) {
                    *common += 1;
                }
            }
        }
        let most = common.into_iter().max().unwrap_or(0);
        count >= TOO_FEW && most * ONE_IN < count
    }
}

/// The words of a text; in a script without spaces, its characters. Addresses,
/// numbers and the like are none.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty() && word.chars().all(char::is_alphabetic))
        .flat_map(|word| {
            let single = word.contains(is_unbroken);
            let step = move |(at, c): (usize, char)| word.get(at..at + c.len_utf8());
            let characters = word.char_indices().filter_map(step).filter(move |_| single);
            characters.chain((!single).then_some(word))
        })
}

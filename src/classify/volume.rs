//! The phrases of one language in one automaton.

use super::pack::{Part, Phrase};
use super::patterns::{Builder, Owner, Patterns};

/// How many phrases a volume may have, so that each has a number of its own
/// among those of all volumes.
pub(super) const MAX_PHRASES: usize = 1 << 20;

/// The phrases of one language, ready to be looked for.
#[derive(Debug)]
pub(super) struct Volume {
    /// The number of its first phrase.
    first: usize,
    phrases: Vec<Phrase>,
    patterns: Patterns,
}

impl Volume {
    /// The volume of that number with these phrases.
    pub(super) fn of(number: usize, read: impl Iterator<Item = (Phrase, Vec<Part>)>) -> Self {
        let mut phrases = Vec::new();
        let mut builder = Builder::default();
        for (phrase, parts) in read.take(MAX_PHRASES) {
            add(&mut builder, phrases.len(), &phrase, &parts);
            phrases.push(phrase);
        }
        phrases.shrink_to_fit();
        Self {
            first: number * MAX_PHRASES,
            phrases,
            patterns: builder.build(),
        }
    }

    /// The number of its first phrase among those of all volumes.
    pub(super) fn first(&self) -> usize {
        self.first
    }

    /// How many phrases there are.
    pub(super) fn len(&self) -> usize {
        self.phrases.len()
    }

    /// The phrase of that number within the volume.
    pub(super) fn phrase(&self, index: usize) -> Option<&Phrase> {
        self.phrases.get(index)
    }

    /// What is looked for in a text.
    pub(super) fn patterns(&self) -> &Patterns {
        &self.patterns
    }

    /// How many bytes of memory the automaton and what belongs to it take.
    pub(super) fn memory(&self) -> usize {
        self.patterns.memory()
    }
}

/// Adds the parts of the phrase of that number.
fn add(builder: &mut Builder, number: usize, phrase: &Phrase, parts: &[Part]) {
    let decides = phrase.kind.speaks_of_an_end();
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

//! How a text sounds to the recruiter who reads it: blame, "why", pleading and
//! sarcasm, and what is missing or too much. A warning, never a block: the
//! words are the user's own.

use std::fmt;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::mail::Language;
use crate::text::normalise;

mod phrases;

use phrases::{ASKS, PHRASES, THANKS};

/// Recruiters read a short mail at once and put a long one off.
const MAX_WORDS: usize = 160;

/// The same length in a script without spaces.
const MAX_JAPANESE: usize = 450;

/// What a recruiter would stumble over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// It blames somebody or complains.
    Blame,
    /// It asks for the reason of the decision.
    Why,
    /// It pleads for another decision.
    Pleading,
    /// It is sarcastic.
    Sarcasm,
    /// It is long.
    TooLong,
    /// It does not thank.
    NoThanks,
    /// It asks nothing.
    NoQuestion,
}

impl Fault {
    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Blame => "blame",
            Self::Why => "why",
            Self::Pleading => "pleading",
            Self::Sarcasm => "sarcasm",
            Self::TooLong => "too-long",
            Self::NoThanks => "no-thanks",
            Self::NoQuestion => "no-question",
        }
    }

    /// What would be better.
    pub fn better(self) -> &'static str {
        match self {
            Self::Blame => "leave it out: whoever feels blamed gives no feedback",
            Self::Why => {
                "ask what you could have done better; \"why\" asks them to defend a decision"
            }
            Self::Pleading => "leave it out: the decision stands, and advice is what you can get",
            Self::Sarcasm => "say it plainly or leave it out: irony gets lost in a mail",
            Self::TooLong => {
                "shorten it: thanks, two or three questions, and the offer of a short call"
            }
            Self::NoThanks => "thank them for their time and their answer first",
            Self::NoQuestion => {
                "ask an open question, such as what you could have done better or which skills \
                 were missing"
            }
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Blame => "sounds like blame",
            Self::Why => "asks for reasons",
            Self::Pleading => "pleads",
            Self::Sarcasm => "may be read as sarcasm",
            Self::TooLong => "is too long",
            Self::NoThanks => "does not say thank you",
            Self::NoQuestion => "asks nothing",
        })
    }
}

/// One thing to look at again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ToneWarning {
    /// The line, from 1.
    pub line: usize,
    /// What it is.
    pub fault: Fault,
    /// The words, as they stand there; for a length, how long it is.
    pub said: String,
}

impl fmt::Display for ToneWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { fault, said, .. } = self;
        match fault {
            Fault::NoThanks | Fault::NoQuestion => write!(f, "it {fault}")?,
            Fault::TooLong => write!(f, "it {fault}: {said}")?,
            Fault::Blame | Fault::Why | Fault::Pleading | Fault::Sarcasm => {
                write!(f, "\"{said}\" {fault}")?;
            }
        }
        write!(f, "; {}", fault.better())
    }
}

/// How a text sounds as a whole, in the order of its lines.
pub fn tone(text: &str, language: Language) -> Vec<ToneWarning> {
    let mut all = tone_of_words(text, language);
    all.extend(tone_of_shape(text, language));
    all.sort();
    all
}

/// The words that a recruiter would stumble over.
pub(super) fn tone_of_words(text: &str, language: Language) -> Vec<ToneWarning> {
    let known: Vec<(Fault, &str)> = PHRASES
        .iter()
        .filter(|(code, _, _)| *code == language.as_str())
        .flat_map(|(_, fault, phrases)| phrases.iter().map(|phrase| (*fault, *phrase)))
        .collect();
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(known.iter().map(|(_, phrase)| phrase.trim_end_matches('*')));
    let Ok(automaton) = automaton else {
        return Vec::new();
    };
    let normal = normalise(text);
    automaton
        .find_iter(normal.text())
        .filter_map(|found| {
            let (fault, phrase) = known.get(found.pattern().as_usize())?;
            if !stands_alone(normal.text(), found.range(), phrase) {
                return None;
            }
            let end = match phrase.ends_with('*') {
                true => word_end(normal.text(), found.end()),
                false => found.end(),
            };
            let range = normal.source_range(text, found.start()..end);
            Some(ToneWarning {
                line: line_of(text, range.start),
                fault: *fault,
                said: text.get(range)?.to_owned(),
            })
        })
        .collect()
}

/// What the text lacks, or has too much of.
pub(super) fn tone_of_shape(text: &str, language: Language) -> Vec<ToneWarning> {
    let mut found = Vec::new();
    let mut warn = |line, fault, said: String| found.push(ToneWarning { line, fault, said });
    let last_line = text.trim_end().lines().count().max(1);
    let (length, most, unit) = length(text, language);
    if length >= most {
        warn(
            last_line,
            Fault::TooLong,
            format!("{length} {unit}, and fewer than {most} are read"),
        );
    }
    let normal = normalise(text);
    let says = |table: &[(&str, &[&str])]| {
        let words = table.iter().find(|(code, _)| *code == language.as_str())?;
        Some(words.1.iter().any(|word| normal.text().contains(word)))
    };
    if says(THANKS) == Some(false) {
        warn(1, Fault::NoThanks, String::new());
    }
    if says(ASKS) == Some(false) {
        warn(last_line, Fault::NoQuestion, String::new());
    }
    found
}

fn length(text: &str, language: Language) -> (usize, usize, &'static str) {
    match language.as_str() {
        "ja" => (text.chars().count(), MAX_JAPANESE, "characters"),
        _ => (text.split_whitespace().count(), MAX_WORDS, "words"),
    }
}

/// Whether a match begins and ends where words do; one whose phrase has a star
/// may go on. Japanese has no word ends.
fn stands_alone(text: &str, found: Range<usize>, phrase: &str) -> bool {
    let spaced = |c: char| c.is_alphanumeric() && u32::from(c) < 0x2e80;
    let before = text.get(..found.start).and_then(|t| t.chars().next_back());
    let after = text.get(found.end..).and_then(|t| t.chars().next());
    !before.is_some_and(spaced) && (phrase.ends_with('*') || !after.is_some_and(spaced))
}

fn word_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let end = rest.find(|c: char| !c.is_alphanumeric());
    at + end.unwrap_or(rest.len())
}

fn line_of(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or_default().matches('\n').count() + 1
}

#[cfg(test)]
mod tests;

//! What a rejection says besides no: that there is feedback to be had, that it
//! was a close decision, that an agency passes it on.
//!
//! Read from the rejection's own words only, sentence by sentence in their
//! normal form. A situation that is missed costs little, since the text for its
//! stage fits every rejection; one that is wrongly seen would thank somebody
//! for what they never said. So the phrases are few and plain.

use crate::mail::{Language, Message, SegmentKind};
use crate::text::{Sentences, normalise};

mod phrases;

use phrases::{NOT, PHRASES};

/// How far apart two parts of a phrase may stand, in bytes.
const GAP: usize = 60;

/// How far before a phrase a "not" still belongs to it, in bytes.
const REACH: usize = 40;

/// What a rejection says besides no.
///
/// The order is the precedence among those that change the same paragraph.
/// What awaits an answer goes first (an offer of feedback, another role), then
/// what was said to this person (a close decision), then what is said to
/// everybody (the position is gone, the papers are kept).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Situation {
    /// An agency passes on what its client decided.
    Agency,
    /// Feedback is offered.
    FeedbackOffered,
    /// Another role is offered or suggested.
    OtherRole,
    /// It was a close decision.
    RunnerUp,
    /// The position was cancelled, frozen, or filled from within.
    PositionGone,
    /// The application is kept for later.
    KeptOnFile,
}

/// What a situation changes in the reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// All of the text.
    Whole,
    /// The paragraph with the questions.
    Ask,
    /// The last paragraph.
    Close,
}

impl Situation {
    /// All of them, in order of precedence.
    pub const ALL: [Self; 6] = [
        Self::Agency,
        Self::FeedbackOffered,
        Self::OtherRole,
        Self::RunnerUp,
        Self::PositionGone,
        Self::KeptOnFile,
    ];

    /// The name of its text, as in `en/runner-up`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::FeedbackOffered => "feedback-offered",
            Self::OtherRole => "other-role",
            Self::RunnerUp => "runner-up",
            Self::PositionGone => "position-gone",
            Self::KeptOnFile => "kept-on-file",
        }
    }

    /// Whether "we cannot" turns its phrases round. "You were our second
    /// choice, so we cannot" does not.
    fn is_a_promise(self) -> bool {
        match self {
            Self::FeedbackOffered | Self::OtherRole | Self::KeptOnFile => true,
            Self::Agency | Self::RunnerUp | Self::PositionGone => false,
        }
    }

    pub(super) fn slot(self) -> Slot {
        match self {
            Self::Agency => Slot::Whole,
            Self::FeedbackOffered | Self::PositionGone => Slot::Ask,
            Self::OtherRole | Self::RunnerUp | Self::KeptOnFile => Slot::Close,
        }
    }
}

/// The situations that a rejection tells of, in order of precedence.
pub fn situations(message: &Message, language: Language) -> Vec<Situation> {
    let text = own_words(message);
    let normal = normalise(&text);
    let normal = normal.text();
    let sentences = Sentences::of(normal);
    let sentences: Vec<&str> = (0..=sentences.index(normal.len()))
        .filter_map(|index| normal.get(sentences.range(index)))
        .collect();
    Situation::ALL
        .into_iter()
        .filter(|situation| {
            sentences
                .iter()
                .any(|sentence| tells(sentence, *situation, language))
        })
        .collect()
}

/// What the sender wrote or passed on, without what is quoted below.
pub(super) fn own_words(message: &Message) -> String {
    let kinds = [SegmentKind::Own, SegmentKind::Forward];
    let parts = kinds.map(|kind| message.body.segments(kind).collect::<String>());
    parts.join("\n\n")
}

fn tells(sentence: &str, situation: Situation, language: Language) -> bool {
    let of = |code: &str| code == language.as_str();
    PHRASES
        .iter()
        .filter(|(code, said, _)| of(code) && *said == situation)
        .flat_map(|(_, _, phrases)| phrases.iter())
        .any(|phrase| {
            find(sentence, phrase).is_some_and(|(begin, end)| {
                !(situation.is_a_promise() && is_denied(sentence, begin, end, language))
            })
        })
}

/// Where a phrase stands: its parts, which `*` keeps apart, in order, the
/// first at the beginning of a word.
fn find(sentence: &str, phrase: &str) -> Option<(usize, usize)> {
    let mut parts = phrase.split(" * ");
    let first = parts.next()?;
    let rest: Vec<&str> = parts.collect();
    sentence
        .match_indices(first)
        .filter(|(at, _)| begins_a_word(sentence, *at))
        .find_map(|(at, _)| {
            let mut end = at + first.len();
            for part in &rest {
                let after = sentence.get(end..)?;
                let found = after.find(part).filter(|gap| *gap <= GAP)?;
                end += found + part.len();
            }
            Some((at, end))
        })
}

/// Japanese writes no spaces, so that a word may begin anywhere.
fn begins_a_word(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    let first = text.get(at..).and_then(|rest| rest.chars().next());
    let spaced = |c: char| c.is_alphanumeric() && u32::from(c) < 0x2e80;
    !(before.is_some_and(spaced) && first.is_some_and(spaced))
}

fn is_denied(sentence: &str, begin: usize, end: usize, language: Language) -> bool {
    let from = sentence.floor_char_boundary(begin.saturating_sub(REACH));
    // Japanese says "not" at the end.
    let to = match language.as_str() {
        "ja" => sentence.ceil_char_boundary((end + REACH).min(sentence.len())),
        _ => end,
    };
    let around = sentence.get(from..to).unwrap_or_default();
    NOT.iter()
        .filter(|(code, _)| *code == language.as_str())
        .flat_map(|(_, words)| words.iter())
        .any(|word| find(around, word).is_some())
}

#[cfg(test)]
mod tests;

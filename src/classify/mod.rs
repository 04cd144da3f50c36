//! Is this mail a job rejection? One automaton over all phrases, one pass, then
//! rules on the hits; every verdict carries its evidence.
//!
//! `pack` reads the phrase files, `choices` writes out what they leave open,
//! `patterns` builds the automaton over all of them, `scan` finds the phrases of
//! a text (`word` tells where one may begin, `live` which pieces may go on),
//! `context` cancels what does not count where it stands, and `judge` weighs the
//! rest.

mod choices;
mod context;
mod greeting;
mod judge;
mod live;
mod pack;
mod patterns;
mod phrasebook;
mod scan;
mod word;
#[cfg(test)]
mod wording;

use std::fmt;
use std::ops::Range;

use crate::mail::Language;

pub use judge::classify;
pub use pack::PackError;
pub use phrasebook::Phrasebook;

/// What the program makes of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The user's application has ended without an offer.
    Rejection,
    /// It may be one; a person should look. Nothing is drafted.
    Unsure,
    /// Anything else.
    Other,
}

/// What a phrase says about the mail that holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Says that the application has ended: "will not be moving forward with your application".
    Decision,
    /// Says that the sender is sorry: "unfortunately". Never decides alone.
    Regret,
    /// Says that somebody else was preferred, or that the post is gone.
    Alternative,
    /// Says that the mail is about an application at all: "your application", "hiring team".
    Hiring,
    /// Makes its sentence hypothetical: "if you are not selected".
    Conditional,
    /// Says that the application goes on: "invite you to an interview".
    Advance,
    /// Says that the mail is about something else: a loan, an order, a paper.
    OtherMatter,
}

/// Where a hit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The subject line.
    Subject,
    /// The visible body.
    Body,
}

/// One phrase found, and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The phrase as the pack has it.
    pub phrase: String,
    /// The pack's language.
    pub language: Language,
    /// What it says.
    pub kind: Kind,
    /// Where it stands.
    pub field: Field,
    /// Where in the field: bytes of `Message::subject` or `Body::text`.
    pub range: Range<usize>,
    /// The sentence around it, in bytes of the same text.
    pub sentence: Range<usize>,
    /// What it added to the sum (negative where it spoke against a rejection,
    /// zero where it was cancelled).
    pub weight: f32,
    /// Why it was cancelled, in words, where it was.
    pub cancelled: Option<&'static str>,
}

/// The verdict on one mail with all that led to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// How sure, from 0 (certainly not a rejection) to 1 (certainly one).
    pub score: f32,
    /// The language of the evidence, where there was any.
    pub language: Option<Language>,
    /// Every phrase found, in the order of the text.
    pub evidence: Vec<Evidence>,
    /// Rules that decided beside the sum, in words that a person understands;
    /// always at least one for `Unsure`.
    pub reasons: Vec<String>,
}

impl Verdict {
    /// The word used in JSON and in the ledger.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rejection => "rejection",
            Self::Unsure => "unsure",
            Self::Other => "other",
        }
    }
}

impl Kind {
    /// The word used in packs and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Regret => "regret",
            Self::Alternative => "alternative",
            Self::Hiring => "hiring",
            Self::Conditional => "conditional",
            Self::Advance => "advance",
            Self::OtherMatter => "other-matter",
        }
    }
}

impl Field {
    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Body => "body",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

//! Is this mail a job rejection? One automaton a language, one pass, then
//! rules on the hits; every verdict carries its evidence.
//!
//! `written` and `pack` read the phrase files, `choices` writes out what they leave open,
//! `patterns` builds the automaton of each language's `volume`, `tongue` tells which
//! volumes a mail needs, `scan` finds the phrases of a text (`word` tells where one
//! may begin, `live` which pieces may go on), `context` cancels what does not count where it
//! stands, and `judge` weighs the rest.

mod choices;
mod context;
mod greeting;
mod judge;
mod live;
mod pack;
mod patterns;
mod phrasebook;
mod scan;
mod tongue;
mod volume;
mod word;
#[cfg(test)]
mod wording;
mod written;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use crate::mail::{Address, Language, Message};

pub use judge::{classify, classify_in_full};
pub use pack::{Listed, PackError};
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
    /// Parts with the applicant: wishes for the search, an invitation to apply again.
    Farewell,
    /// Says that the mail is about an application at all: "your application", "hiring team".
    Hiring,
    /// Makes its sentence hypothetical: "if you are not selected".
    Conditional,
    /// Says that the application goes on: "invite you to an interview".
    Advance,
    /// Says that the user withdrew or declined: nobody rejected them.
    Withdrawal,
    /// Takes an earlier mail back: "please ignore our last message".
    Retraction,
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
    /// The author's name and address.
    From,
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
    /// Where in the field: bytes of [`Field::text`].
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
    /// Whether the mail is in a language that no pack is written in.
    pub unread_language: bool,
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
    /// Every kind, in the order of the packs.
    pub const ALL: [Self; 10] = [
        Self::Decision,
        Self::Regret,
        Self::Alternative,
        Self::Farewell,
        Self::Hiring,
        Self::Conditional,
        Self::Advance,
        Self::Withdrawal,
        Self::Retraction,
        Self::OtherMatter,
    ];

    /// Whether it can say, with others or alone, that an application has ended.
    fn speaks_of_an_end(self) -> bool {
        matches!(self, Self::Decision | Self::Alternative | Self::Farewell)
    }

    /// Whether it says that the mail is something else than an answer to an application.
    fn is_another_matter(self) -> bool {
        matches!(
            self,
            Self::Withdrawal | Self::Retraction | Self::OtherMatter
        )
    }

    /// The word used in packs and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Regret => "regret",
            Self::Alternative => "alternative",
            Self::Farewell => "farewell",
            Self::Hiring => "hiring",
            Self::Conditional => "conditional",
            Self::Advance => "advance",
            Self::Withdrawal => "withdrawal",
            Self::Retraction => "retraction",
            Self::OtherMatter => "other-matter",
        }
    }
}

impl Field {
    /// The field's text in a mail.
    pub fn text(self, message: &Message) -> Cow<'_, str> {
        match self {
            Self::Subject => Cow::from(&message.subject),
            Self::Body => Cow::from(&message.body.text),
            Self::From => Cow::from(
                message
                    .from
                    .as_ref()
                    .map_or(String::new(), Address::to_string),
            ),
        }
    }

    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Body => "body",
            Self::From => "from",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

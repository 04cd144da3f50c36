//! When to answer and with which words: plan, template, compose. All pure; the
//! time is passed in.

use std::fmt;
use std::time::Duration;

use crate::mail::{Address, MessageId, Timestamp};

mod built_in;
mod by_hand;
mod compose;
mod draft_id;
mod engine;
mod form;
mod greeting;
mod identity;
mod plan;
mod quote;
mod situation;
mod subject;
mod template;
mod text_name;
mod tone;

pub use by_hand::{ByHand, compose_by_hand, plan_by_hand};
pub use compose::{ComposeError, compose};
pub use draft_id::draft_id;
pub use form::Form;
pub use plan::{decide_skip, plan};
pub use situation::{Situation, situations};
pub use template::{Occasion, Origin, Source, TemplateError, Templates, Values, tone_of_template};
pub use text_name::{TextKind, TextName};
pub use tone::{Fault, ToneWarning, tone};

/// The user's wishes about drafts, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftSettings {
    /// How long after the rejection's arrival a draft is worth filing.
    pub window: Duration,
    /// How long to wait before the draft appears.
    pub cool_off: Duration,
    /// When, by the clock on the wall, no draft should appear.
    pub quiet_hours: Option<QuietHours>,
    /// What to do with a draft that falls on a Saturday or a Sunday.
    pub weekends: Weekends,
    /// What to do when the window had closed before the mail was first seen.
    pub late: Late,
    /// What to do when nobody who reads replies is known.
    pub no_contact: NoContact,
    /// Whether the rejection is quoted below the reply.
    pub quote_original: bool,
    /// The text below the signature delimiter; without it the reply ends with the name.
    pub signature: Option<String>,
}

/// A stretch of the day in which drafts are held back; it may pass midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    /// The first quiet minute, counted from midnight.
    pub from_minute: u16,
    /// The first minute that is no longer quiet, counted from midnight.
    pub to_minute: u16,
}

/// What to do with a draft that falls on a Saturday or a Sunday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weekends {
    /// They are days like others.
    Draft,
    /// It waits for Monday, where its window lasts until then.
    Wait,
}

/// What to do when the window closed before the mail was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Late {
    /// Draft all the same.
    Draft,
    /// Leave it.
    Skip,
}

/// What to do when nobody who reads replies is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoContact {
    /// File a draft without To, for the user to address.
    Draft,
    /// Leave it.
    Skip,
}

/// What becomes of a rejection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plan {
    /// A draft is to be filed.
    Draft {
        /// From when on.
        due: Timestamp,
        /// Until when it is worth it.
        window_ends: Timestamp,
    },
    /// Nothing is drafted.
    Skip(Skip),
}

/// Why nothing is drafted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skip {
    /// The window had closed before the mail was first seen, and `late = "skip"`.
    WindowClosed,
    /// Nobody who reads replies is known, and `no_contact = "skip"`.
    NoContact,
    /// The user has answered already.
    Answered,
    /// The mail came from a mailing list or as an automatic reply: nobody to thank (RFC 3834).
    Automatic,
    /// The user has marked the mail as no rejection.
    Marked,
}

impl Skip {
    /// The word kept in the ledger.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::WindowClosed => "window-closed",
            Self::NoContact => "no-contact",
            Self::Answered => "answered",
            Self::Automatic => "automatic",
            Self::Marked => "marked",
        }
    }

    /// The skip for the word kept in the ledger.
    pub fn from_word(word: &str) -> Option<Self> {
        [
            Self::WindowClosed,
            Self::NoContact,
            Self::Answered,
            Self::Automatic,
            Self::Marked,
        ]
        .into_iter()
        .find(|skip| skip.as_str() == word)
    }
}

impl fmt::Display for Skip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WindowClosed => {
                "the window for a reply had closed before the mail was first seen"
            }
            Self::NoContact => "only an address that nobody reads is known",
            Self::Answered => "you have answered already",
            Self::Automatic => "it came from a mailing list or as an automatic reply",
            Self::Marked => "you marked it as no rejection",
        })
    }
}

/// A reply, ready to be filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Derived from the rejection's, so that filing twice can be noticed.
    pub message_id: MessageId,
    /// Which of the user's addresses it goes out under.
    pub from: Address,
    /// Whom it thanks; `None` leaves the line to the user.
    pub to: Option<Address>,
    /// The subject with one `Re:`.
    pub subject: String,
    /// The rejection, where it had a Message-ID.
    pub in_reply_to: Option<MessageId>,
    /// The thread, oldest first.
    pub references: Vec<MessageId>,
    /// The text that the user reads and edits.
    pub body: String,
    /// The whole message as it is appended (RFC 5322, CRLF).
    pub bytes: Vec<u8>,
}

/// Text from outside as it may stand in one line: no control characters, no
/// marks that turn the direction of writing, no runs of white space, and short.
fn one_line(text: &str) -> String {
    const MAX_CHARS: usize = 120;
    let spaced: String = text
        .chars()
        .filter(|c| !is_bidi_control(*c))
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(MAX_CHARS)
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether this mark turns the direction of writing and so could show an
/// address or a name as what it is not (Unicode Standard Annex 9).
fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

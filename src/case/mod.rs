//! The life of one rejection: from the decision to the draft that stands in Drafts.

mod decide;
mod guess;
mod judge;
mod key;
mod mark;
mod sender;
mod suggest;

use std::fmt;

pub use decide::{Decided, Rules, decide, decide_at_arrival, pass_over};
pub use judge::judge;
pub use key::CaseKey;
pub use mark::Mark;
pub use sender::Sender;
pub use suggest::{Offer, suggest};

use crate::classify::Judgement;
use crate::mail::{MessageId, Source, Timestamp};
use crate::reply::{Draft, Plan, Skip};
use crate::understand::Application;

/// One rejection and what is to become of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Its identity within the user's mail.
    pub key: CaseKey,
    /// The rejection's Message-ID, where it has one.
    pub original: Option<MessageId>,
    /// When the user's server received it.
    pub received: Timestamp,
    /// The verdict with its evidence.
    pub judgement: Judgement,
    /// Who said no to what.
    pub application: Application,
    /// When to answer, or why not.
    pub plan: Plan,
    /// The reply; `None` where the plan is a skip.
    pub draft: Option<Draft>,
}

/// What was made of one message, as it goes into the ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Where the message lies.
    pub source: Source,
    /// What was decided.
    pub outcome: Outcome,
}

/// What was decided about one message.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A rejection: a case is opened.
    Rejection(Box<Case>),
    /// Perhaps a rejection: a person should look.
    Unsure {
        /// The message's identity.
        key: CaseKey,
        /// When it was received.
        received: Timestamp,
        /// Why it could not be decided.
        judgement: Judgement,
    },
    /// Not a rejection.
    Other {
        /// Why not.
        judgement: Judgement,
    },
    /// Not looked at beyond its headers, with the reason in words.
    Passed(&'static str),
    /// It could not be read, with the reason in words.
    Unreadable(String),
}

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// A draft is composed and waits for its time.
    Queued,
    /// The draft is about to be filed, or was, just before a crash: look first.
    Intended,
    /// The draft was filed. Final: whatever the user does with it is the user's decision.
    Filed,
    /// Nothing is drafted. Final.
    Skipped(Skip),
    /// A person should look.
    Unsure,
}

impl State {
    /// Whether there is no draft for want of the user's word that the mail is
    /// a rejection.
    pub fn awaits_mark(self) -> bool {
        match self {
            Self::Unsure | Self::Skipped(Skip::Marked) => true,
            Self::Queued | Self::Intended | Self::Filed | Self::Skipped(_) => false,
        }
    }

    /// The word kept in the ledger and printed in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Intended => "intended",
            Self::Filed => "filed",
            Self::Skipped(_) => "skipped",
            Self::Unsure => "unsure",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Skipped(skip) => write!(f, "skipped: {skip}"),
            other => f.write_str(other.as_str()),
        }
    }
}

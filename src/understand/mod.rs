//! Who said no, for which post, at which stage, and whom to thank. A value is
//! given only when it is sure: "the position" beats a wrong name.

use crate::classify::Judgement;
use crate::mail::{AddrSpec, Identity, Language, Message};

mod company;
mod contact;
mod person;
mod role;
mod stage;
mod words;

/// How far the application had come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Only papers were seen.
    Application,
    /// The user was interviewed, visited, or did a trial task.
    Interview,
}

impl Stage {
    /// The word used in JSON and in the ledger.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Interview => "interview",
        }
    }
}

/// A human, or a shared mailbox that humans read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The person's name; never a company, a team or "no-reply".
    pub name: Option<String>,
    /// Where a reply is read.
    pub address: AddrSpec,
}

/// What a rejection is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// The employer.
    pub company: Option<String>,
    /// The post.
    pub role: Option<String>,
    /// The stage.
    pub stage: Option<Stage>,
    /// Whom to write to; `None` where only a no-reply address is known.
    pub contact: Option<Contact>,
    /// The name of the person who signed, for the greeting; may be known without an address.
    pub person: Option<String>,
    /// The language to answer in.
    pub language: Language,
}

/// What the mail says about the application that it answers.
///
/// `me` keeps the user's own addresses and name from being taken for the
/// employer's. Nothing is guessed: what is not said is `None`.
pub fn understand(message: &Message, judgement: &Judgement, me: Option<&Identity>) -> Application {
    let person = person::signed_by(message, me);
    let contact = contact::find(message, person.as_deref(), me);
    Application {
        company: company::find(message, me),
        role: role::find(message),
        stage: Some(stage::find(message)),
        person: contact
            .as_ref()
            .and_then(|contact| contact.name.clone())
            .or(person),
        contact,
        language: judgement.language.unwrap_or(Language::EN),
    }
}

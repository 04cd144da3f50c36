//! Who said no, for which post, at which stage, and whom to thank. A value is
//! given only when it is sure: "the position" beats a wrong name.

use crate::classify::Judgement;
use crate::mail::{AddrSpec, Identity, Language, Message};

mod company;
mod contact;
mod mailboxes;
mod person;
mod role;
mod stage;
mod vocabulary;
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
    let company = company::find(message, me);
    let signed = person::signed(message, company.as_deref(), me);
    let contact = contact::find(message, signed.as_deref(), me);
    let sender = message.reply_to.iter().chain(&message.from);
    let shown = sender
        .filter_map(person::of_address)
        .find(|name| !person::is_user(name, message, me));
    Application {
        role: role::find(message),
        stage: Some(stage::find(message)),
        person: contact
            .as_ref()
            .and_then(|contact| contact.name.clone())
            .or(shown)
            .or(signed),
        company,
        contact,
        language: judgement.language.unwrap_or(Language::EN),
    }
}

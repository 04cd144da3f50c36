//! Where mail lies: IMAP, Maildir, mbox, files.
//!
//! The stores that a daemon can watch are the variants of [`Store`]; what they
//! have in common is here, what only one has is in its folder.

pub mod eml;
mod error;
pub mod imap;
pub mod maildir;
pub mod mbox;
mod names;

use std::path::Path;

use secrecy::SecretString;

pub use error::StoreError;

use crate::config::ImapSettings;
use crate::mail::{MailboxName, MessageId, SpecialUse, Timestamp, Uid, UidValidity};
use imap::{ImapError, ImapSession};
use maildir::{Maildir, MaildirError, MaildirWatch};

/// A mailbox that is open.
#[derive(Debug)]
pub enum Store {
    /// On an IMAP server.
    Imap(Box<ImapSession>),
    /// A Maildir.
    Maildir {
        /// The Maildir.
        maildir: Maildir,
        /// What wakes us when mail comes in; without it the Maildir is polled.
        watch: Option<MaildirWatch>,
    },
}

impl Store {
    /// Connects and signs in.
    ///
    /// # Errors
    /// The first step that fails.
    pub async fn open_imap(
        settings: &ImapSettings,
        password: &SecretString,
    ) -> Result<Self, ImapError> {
        Ok(Self::Imap(Box::new(
            ImapSession::open(settings, password).await?,
        )))
    }

    /// Opens a Maildir.
    ///
    /// # Errors
    /// Where there is none.
    pub fn open_maildir(root: &Path) -> Result<Self, MaildirError> {
        Ok(Self::Maildir {
            maildir: Maildir::open(root)?,
            watch: None,
        })
    }

    /// Begins to watch mailboxes of a Maildir for new files.
    ///
    /// # Errors
    /// Where the system allows no more watches; polling still works then.
    pub fn watch_maildir(&mut self, mailboxes: &[MailboxName]) -> Result<(), StoreError> {
        let Self::Maildir { maildir, watch } = self else {
            return Ok(());
        };
        let folders: Result<Vec<_>, _> = mailboxes.iter().map(|m| maildir.mailbox(&m.0)).collect();
        *watch = Some(maildir.watch(&folders?)?);
        Ok(())
    }

    /// The mailbox for drafts or for sent mail.
    ///
    /// # Errors
    /// Where there is none, naming what was looked for.
    pub async fn find(
        &mut self,
        purpose: SpecialUse,
        configured: Option<&MailboxName>,
    ) -> Result<MailboxName, StoreError> {
        match self {
            Self::Imap(session) => Ok(session.find(purpose, configured).await?),
            Self::Maildir { maildir, .. } => {
                // Folders may have been made or renamed since it was opened.
                *maildir = Maildir::open(maildir.root())?;
                let configured = configured.map(|name| name.0.as_str());
                Ok(maildir.find(purpose, configured)?)
            }
        }
    }

    /// Whether a message with this Message-ID stands in `mailbox`, looking only
    /// at what was stored since `since`. "No" is certain.
    ///
    /// # Errors
    /// Whatever keeps the question from being answered.
    pub async fn has_message(
        &mut self,
        mailbox: &MailboxName,
        id: &MessageId,
        since: Timestamp,
    ) -> Result<bool, StoreError> {
        match self {
            Self::Imap(session) => Ok(session.find_message(mailbox, id).await?.is_some()),
            Self::Maildir { maildir, .. } => {
                Ok(maildir.contains(mailbox, id, Some(since))?.is_some())
            }
        }
    }

    /// Whether `mailbox` holds an answer to the message `original`, stored since `since`.
    ///
    /// # Errors
    /// Whatever keeps the question from being answered.
    pub async fn has_answer(
        &mut self,
        mailbox: &MailboxName,
        original: &MessageId,
        since: Timestamp,
    ) -> Result<bool, StoreError> {
        match self {
            Self::Imap(session) => Ok(session.has_answer(mailbox, original, since).await?),
            Self::Maildir { maildir, .. } => {
                Ok(maildir.answers(mailbox, original, Some(since))?.is_some())
            }
        }
    }

    /// Files a draft, marked as a draft and as seen; gives its UID where the
    /// store has such and tells it.
    ///
    /// # Errors
    /// After a lost connection it is unknown whether the draft was stored.
    pub async fn append_draft(
        &mut self,
        mailbox: &MailboxName,
        message: &[u8],
        id: &MessageId,
    ) -> Result<Option<(UidValidity, Uid)>, StoreError> {
        match self {
            Self::Imap(session) => Ok(session.append_draft(mailbox, message).await?),
            Self::Maildir { maildir, .. } => {
                maildir.deliver_draft(mailbox, message, id)?;
                Ok(None)
            }
        }
    }

    /// Ends the session politely. Nothing depends on it.
    pub async fn close(self) {
        if let Self::Imap(mut session) = self {
            session.logout().await;
        }
    }
}

/// A mailbox name as people read it; IMAP writes it in modified UTF-7.
pub fn readable_name(mailbox: &MailboxName) -> String {
    names::decode(&mailbox.0)
}

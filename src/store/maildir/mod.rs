//! A Maildir as a store: watched mailboxes are read, drafts are delivered.
//!
//! The format is that of <https://cr.yp.to/proto/maildir.html>, with the
//! subfolders of Maildir++ (`.Drafts`) and of mbsync's or OfflineIMAP's
//! "verbatim" trees (`Drafts/` beside `INBOX/`).
//!
//! A Maildir has no UIDs. A message is known by its [`UniqueName`], which stays
//! the same when it moves from `new` to `cur`, when its flags change and when a
//! synchroniser notes a UID in the file name. A round asks [`Maildir::new_since`]
//! for what was delivered after a floor and leaves out the names which the
//! ledger holds already. The floor is the start of the last finished round less
//! [`SLACK`], so the ledger need not remember older names. Such a round costs
//! two directory listings, whatever the mailbox holds.
//!
//! Nothing here moves, flags or removes a message. The only file ever made is
//! a draft.

mod deliver;
mod entry;
mod error;
mod headers;
mod listing;
mod lookup;
mod tree;
mod watch;

use std::path::{Path, PathBuf};

pub use deliver::Delivered;
pub use entry::{Entry, UniqueName};
pub use error::MaildirError;
pub use watch::MaildirWatch;

use super::names;
use crate::mail::{MailboxName, SignedDuration, SpecialUse};
use tree::INBOX;

/// How far the floor of a round should lie before the last finished round: a
/// name carries the second in which delivery began, on the clock of the host
/// that delivered, and a file copier may bring it in later still. Mail that
/// comes in later than this under its old name counts as history.
pub const SLACK: SignedDuration = SignedDuration::from_hours(48);

/// Whether `path` is itself a Maildir: it has the folders `cur` and `new`.
pub fn is_maildir(path: &Path) -> bool {
    path.join("cur").is_dir() && path.join("new").is_dir()
}

/// A tree of Maildir mailboxes.
///
/// Every method blocks on the file system; none waits for anything else.
#[derive(Debug, Clone)]
pub struct Maildir {
    root: PathBuf,
    /// In order of their names.
    mailboxes: Vec<MailboxName>,
}

impl Maildir {
    /// Opens the tree at `root`, which is the INBOX itself or a folder that holds mailboxes.
    ///
    /// The mailboxes are looked for once, here.
    ///
    /// # Errors
    /// Where `root` cannot be read or no mailbox is found.
    pub fn open(root: &Path) -> Result<Self, MaildirError> {
        let mailboxes = tree::mailboxes(root)?;
        if mailboxes.is_empty() {
            return Err(MaildirError::NotMaildir {
                path: root.to_owned(),
            });
        }
        Ok(Self {
            root: root.to_owned(),
            mailboxes,
        })
    }

    /// The folder that was opened.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Every mailbox of the tree, in order of their names.
    pub fn mailboxes(&self) -> &[MailboxName] {
        &self.mailboxes
    }

    /// The mailbox that a person calls `wanted`: by its path, else by its name in any
    /// case, decoded or not, with or without a leading `INBOX` or dot.
    ///
    /// # Errors
    /// Where there is none, or more than one.
    pub fn mailbox(&self, wanted: &str) -> Result<MailboxName, MaildirError> {
        if let Some(exact) = self.mailboxes.iter().find(|m| m.0 == wanted) {
            return Ok(exact.clone());
        }
        let key = names::key(wanted);
        let fitting: Vec<&MailboxName> = self
            .mailboxes
            .iter()
            .filter(|m| names::key(&m.0) == key)
            .collect();
        match fitting.as_slice() {
            [one] => Ok((*one).clone()),
            [] => Err(MaildirError::NoSuchMailbox {
                wanted: wanted.to_owned(),
                root: self.root.clone(),
                found: self.shown(),
            }),
            many => Err(MaildirError::Ambiguous {
                wanted: wanted.to_owned(),
                root: self.root.clone(),
                found: some_of(many.iter().map(|m| m.0.as_str())),
            }),
        }
    }

    /// The mailbox for a purpose: the configured one, else the one with a known
    /// name that lies nearest to the root. No folder is ever made.
    ///
    /// # Errors
    /// Where there is none, where two fit equally well, or where the configured
    /// mailbox for drafts is one for sent, deleted or junk mail.
    pub fn find(
        &self,
        role: SpecialUse,
        configured: Option<&str>,
    ) -> Result<MailboxName, MaildirError> {
        match configured {
            Some(wanted) => self.find_configured(role, wanted),
            None => self.find_known(role),
        }
    }

    fn find_configured(&self, role: SpecialUse, wanted: &str) -> Result<MailboxName, MaildirError> {
        let name = self.mailbox(wanted)?;
        if role == SpecialUse::Drafts && names::unfit_for_drafts(&name.0) {
            return Err(MaildirError::NotForDrafts {
                name,
                root: self.root.clone(),
            });
        }
        Ok(name)
    }

    fn find_known(&self, role: SpecialUse) -> Result<MailboxName, MaildirError> {
        let ranked = |m: &MailboxName| names::rank(role, &m.0);
        let Some(best) = self.mailboxes.iter().filter_map(ranked).min() else {
            return Err(MaildirError::NoSpecialUse {
                role,
                root: self.root.clone(),
                looked_for: some_of(names::known(role).iter().copied()),
                found: self.shown(),
            });
        };
        let fitting: Vec<&MailboxName> = self
            .mailboxes
            .iter()
            .filter(|m| ranked(m) == Some(best))
            .collect();
        match fitting.as_slice() {
            [one] => Ok((*one).clone()),
            many => Err(MaildirError::Ambiguous {
                wanted: role.to_string(),
                root: self.root.clone(),
                found: some_of(many.iter().map(|m| m.0.as_str())),
            }),
        }
    }

    /// The folder of a mailbox, as known since [`Maildir::open`].
    pub(in crate::store) fn folder(&self, name: &MailboxName) -> Result<PathBuf, MaildirError> {
        if !self.mailboxes.contains(name) {
            return Err(MaildirError::NoSuchMailbox {
                wanted: name.0.clone(),
                root: self.root.clone(),
                found: self.shown(),
            });
        }
        if name.0 == INBOX && is_maildir(&self.root) {
            return Ok(self.root.clone());
        }
        Ok(self.root.join(&name.0))
    }

    fn shown(&self) -> String {
        some_of(self.mailboxes.iter().map(|m| m.0.as_str()))
    }
}

/// The first names of many, for a message to a person.
fn some_of<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    /// Enough to choose from, little enough to read.
    const SHOWN: usize = 30;
    let more = names.len().saturating_sub(SHOWN);
    let shown = names.take(SHOWN).collect::<Vec<_>>().join(", ");
    match more {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

#[cfg(test)]
mod tests;

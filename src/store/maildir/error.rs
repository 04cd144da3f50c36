//! What can go wrong with a Maildir, said to the person who can mend it.

use std::io;
use std::path::{Path, PathBuf};

use crate::mail::{MailboxName, SpecialUse};

/// Why a Maildir could not be used.
#[derive(Debug, thiserror::Error)]
pub enum MaildirError {
    /// Neither the folder nor one in it is a mailbox.
    #[error(
        "{} is no Maildir: neither it nor a folder in it holds the folders cur and new; \
         give the folder that your mail is delivered to", path.display()
    )]
    NotMaildir {
        /// The folder that was given.
        path: PathBuf,
    },
    /// The folder holds so much that it cannot be a mail tree.
    #[error(
        "{} holds more than {limit} folders; give the folder of the mail itself", path.display()
    )]
    TooManyFolders {
        /// The folder that was given.
        path: PathBuf,
        /// How many folders are looked at.
        limit: usize,
    },
    /// A mailbox that was asked for by name is not there.
    #[error("no mailbox {wanted} in {}; there are: {found}", root.display())]
    NoSuchMailbox {
        /// The name that was asked for.
        wanted: String,
        /// The tree.
        root: PathBuf,
        /// The mailboxes that are there.
        found: String,
    },
    /// No mailbox carries a name known for this purpose.
    #[error(
        "no mailbox for {role} in {}: looked for {looked_for}; there are: {found}; \
         make one in your mail program, name an existing one in the settings, or, where the \
         others lie beside this folder, give the folder above it", root.display()
    )]
    NoSpecialUse {
        /// The purpose.
        role: SpecialUse,
        /// The tree.
        root: PathBuf,
        /// The names that would have done.
        looked_for: String,
        /// The mailboxes that are there.
        found: String,
    },
    /// More than one mailbox fits.
    #[error("more than one mailbox in {} fits {wanted}: {found}; name one in the settings", root.display())]
    Ambiguous {
        /// The name or the purpose.
        wanted: String,
        /// The tree.
        root: PathBuf,
        /// The mailboxes that fit.
        found: String,
    },
    /// Drafts would go where sent, deleted or junk mail lies.
    #[error("{name} in {} is no place for drafts; name the mailbox for drafts", root.display())]
    NotForDrafts {
        /// The configured mailbox.
        name: MailboxName,
        /// The tree.
        root: PathBuf,
    },
    /// Another program changed the mailbox during each of several attempts to read it.
    #[error("mailbox {name} in {} was changed by another program during every attempt to search it", root.display())]
    Unsettled {
        /// The mailbox.
        name: MailboxName,
        /// The tree.
        root: PathBuf,
    },
    /// The system refused something on a file or folder.
    #[error("cannot {action} {}", path.display())]
    Io {
        /// What was attempted.
        action: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Notifications of changes are not to be had; polling goes on without them.
    #[error("cannot watch {} for new mail", path.display())]
    Watch {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl MaildirError {
    /// For `map_err`: what was attempted on which path.
    pub(super) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io {
            action,
            path,
            source,
        }
    }
}

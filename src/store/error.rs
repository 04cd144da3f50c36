//! What can go wrong with a store.

use super::imap::ImapError;
use super::maildir::MaildirError;

/// A failed operation on the user's mail.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// On an IMAP server.
    #[error(transparent)]
    Imap(#[from] ImapError),
    /// In a Maildir.
    #[error(transparent)]
    Maildir(#[from] MaildirError),
}

impl StoreError {
    /// Whether the store may be used further: what was asked for is not to be
    /// had, but the answer was a clear one.
    pub fn session_survives(&self) -> bool {
        match self {
            Self::Imap(error) => error.session_survives(),
            Self::Maildir(_) => true,
        }
    }
}

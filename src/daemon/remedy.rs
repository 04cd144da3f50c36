//! What can go wrong while a mailbox is watched, and what is done about it.

use crate::ledger::LedgerError;
use crate::secret::SecretError;
use crate::store::StoreError;
use crate::store::imap::ImapError;

/// Whatever ends a session with a mailbox.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// The mailbox.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The password.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// A fault of the program itself.
    #[error("the program failed inside; please report it")]
    Internal,
}

/// What the watch loop does after an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Remedy {
    /// Connect again after a short, growing pause.
    Reconnect,
    /// The server asks for patience: connect again after minutes.
    ReconnectLater,
    /// Stop watching this mailbox and say so: only the user can mend it, and
    /// repeating a refused login may lock the account.
    Halt,
}

impl WatchError {
    /// The remedy is decided here and nowhere else.
    pub(super) fn remedy(&self) -> Remedy {
        match self {
            Self::Store(StoreError::Imap(error)) => match error {
                ImapError::Login { .. } | ImapError::CaFile { .. } => Remedy::Halt,
                // A name that is not found, a stranger's certificate and missing
                // TLS are what a hotel's network shows before one signs in.
                ImapError::Unavailable { .. }
                | ImapError::Certificate { .. }
                | ImapError::Missing { .. }
                | ImapError::Mailbox { .. }
                | ImapError::NoMailbox { .. }
                | ImapError::OverQuota { .. }
                | ImapError::Refused { .. } => Remedy::ReconnectLater,
                ImapError::Resolve { .. }
                | ImapError::Connect { .. }
                | ImapError::Tls { .. }
                | ImapError::Lost { .. } => Remedy::Reconnect,
            },
            Self::Store(StoreError::Maildir(_)) | Self::Internal => Remedy::ReconnectLater,
            // A password manager may be locked; the user unlocks it.
            Self::Secret(error) if error.may_pass() => Remedy::ReconnectLater,
            Self::Ledger(_) | Self::Secret(_) => Remedy::Halt,
        }
    }
}

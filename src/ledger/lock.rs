//! One daemon a mailbox: a lock that the system drops with its holder.

use std::fs::{DirBuilder, File, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use super::error::LedgerError;
use crate::config::Account;

/// Keeps other daemons from a mailbox as long as it lives.
#[derive(Debug)]
pub struct AccountLock {
    /// Closing it gives the lock back. The file stays: to delete it would let
    /// two daemons hold two files of one name.
    _file: File,
}

/// Takes the lock of `account` in `state_directory`, which is made where it is missing.
///
/// # Errors
///
/// [`LedgerError::Held`] where another process has it, [`LedgerError::Io`]
/// where the file cannot be made.
pub fn lock(state_directory: &Path, account: &Account) -> Result<AccountLock, LedgerError> {
    let path = state_directory.join(file_name(account));
    let failed = |source: io::Error| LedgerError::Io {
        path: path.clone(),
        source,
    };
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(state_directory)
        .map_err(failed)?;
    let file = File::options()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(&path)
        .map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(AccountLock { _file: file }),
        Err(TryLockError::WouldBlock) => Err(LedgerError::Held {
            account: account.clone(),
            path,
        }),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}

/// A digest: an account's name may hold slashes, and says who the user is.
fn file_name(account: &Account) -> PathBuf {
    let digest = ring::digest::digest(&ring::digest::SHA256, account.as_str().as_bytes());
    let hex: String = digest
        .as_ref()
        .iter()
        .take(8)
        .map(|b| format!("{b:02x}"))
        .collect();
    PathBuf::from(format!("{hex}.lock"))
}

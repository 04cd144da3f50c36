//! What can go wrong with the ledger, and how to mend it.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use thiserror::Error;

use crate::config::Account;

/// What went wrong with the ledger.
#[derive(Debug, Error)]
pub enum LedgerError {
    /// There is no ledger yet.
    #[error("no ledger at {}; afterword has not run with this state directory yet", .path.display())]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The file or its folder could not be made or opened.
    #[error("cannot make or open {}; the folder must belong to the user that afterword runs as", .path.display())]
    Io {
        /// What could not be made or opened.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file was written by a later version of this program.
    #[error("{} was made by a newer afterword (format {found}, this one knows {known}); install that version again", .path.display())]
    Newer {
        /// Which file.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The newest format that is known here.
        known: i64,
    },
    /// The file was written by an earlier version and may only be read.
    #[error("{} was made by an older afterword (format {found}, this one writes {known}); start the daemon of this version once to bring it up to date", .path.display())]
    Older {
        /// Which file.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The format that is read here.
        known: i64,
    },
    /// The file is an SQLite database of something else.
    #[error("{} is a database of another program; name another state directory", .path.display())]
    Foreign {
        /// Which file.
        path: PathBuf,
    },
    /// The file is damaged or not a database.
    #[error("{} is damaged ({detail}) and was left as it is; put a copy from your backup in its place, or move it away to begin anew (mail of the last days may then be drafted again)", .path.display())]
    Corrupt {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        detail: String,
    },
    /// The disk is full.
    #[error("cannot write {}: the disk is full; make room and start again, nothing was lost", .path.display())]
    Full {
        /// Which file.
        path: PathBuf,
    },
    /// The file may not be written.
    #[error("cannot write {}: it is read-only; the file and its folder must be writable for the user that afterword runs as", .path.display())]
    ReadOnly {
        /// Which file.
        path: PathBuf,
    },
    /// Another process holds the file.
    #[error("{} is locked by another process; end the other program that has it open", .path.display())]
    Busy {
        /// Which file.
        path: PathBuf,
    },
    /// Another error of SQLite.
    #[error("cannot use the ledger {}", .path.display())]
    Sqlite {
        /// Which file.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// A case cannot take this step.
    #[error("a case in {} cannot become {to}: it is {from}", .path.display())]
    Step {
        /// Which file.
        path: PathBuf,
        /// Its state, or `unknown`.
        from: String,
        /// The state that was asked for.
        to: &'static str,
    },
    /// The ledger's thread could not be started.
    #[error("cannot start a thread for the ledger")]
    Thread {
        /// What the system said.
        source: io::Error,
    },
    /// The ledger's thread has ended.
    #[error("the thread of the ledger {} has ended; this is a fault in afterword, start it again", .path.display())]
    Stopped {
        /// Which file.
        path: PathBuf,
    },
    /// Another process watches the same mailbox.
    #[error("another afterword already works on this mailbox (it holds {}); stop that one first", .path.display())]
    Held {
        /// Which mailbox.
        account: Account,
        /// The lock.
        path: PathBuf,
    },
}

/// An error inside a transaction, before the file is known.
#[derive(Debug)]
pub(super) enum DbError {
    /// From SQLite.
    Sqlite(rusqlite::Error),
    /// A stored value is not what this program writes.
    Value(String),
    /// A case cannot take a step.
    Step {
        /// Its state, or `unknown`.
        from: String,
        /// The state that was asked for.
        to: &'static str,
    },
}

impl From<rusqlite::Error> for DbError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl DbError {
    /// The error with the file that it is about.
    pub(super) fn at(self, path: &Path) -> LedgerError {
        let path = path.to_owned();
        match self {
            Self::Sqlite(source) => sqlite(source, path),
            Self::Value(detail) => LedgerError::Corrupt { path, detail },
            Self::Step { from, to } => LedgerError::Step { path, from, to },
        }
    }
}

fn sqlite(source: rusqlite::Error, path: PathBuf) -> LedgerError {
    let detail = match &source {
        // A stored value of another type than the schema says, or out of range.
        rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::InvalidColumnType(..) => Some(source.to_string()),
        _ => None,
    };
    if let Some(detail) = detail {
        return LedgerError::Corrupt { path, detail };
    }
    match source.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => LedgerError::Corrupt {
            path,
            detail: source.to_string(),
        },
        Some(ErrorCode::DiskFull) => LedgerError::Full { path },
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => LedgerError::ReadOnly { path },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => LedgerError::Busy { path },
        _ => LedgerError::Sqlite { path, source },
    }
}

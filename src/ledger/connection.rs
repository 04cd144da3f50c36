//! Opening the file: never making it worse, never making it readable to others.

use std::fs::{self, DirBuilder, File, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::error::{DbError, LedgerError};
use super::schema;

/// A status reader and a daemon take turns; each turn is short.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The page cache in KiB, as SQLite wants it (negative). The rows of a round
/// fit into it, and an idle daemon stays small.
const CACHE_SIZE: i64 = -256;

/// After so many pages the write-ahead log goes back into the file.
const AUTOCHECKPOINT_PAGES: i64 = 256;

/// The smallest page of SQLite. It takes a shorter file for an empty one and
/// would write over it.
const SMALLEST_PAGE: u64 = 512;

/// A connection that writes; makes the file where there is none.
pub(super) fn open(path: &Path) -> Result<Connection, LedgerError> {
    make(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut db = connect(path, flags)?;
    if tighten(path).map_err(|source| failed(path, source))? {
        // Its log, which has the mode that the file had, goes with the connection.
        drop(db);
        db = connect(path, flags)?;
    }
    writable(&mut db).map_err(|error| error.at(path))?;
    Ok(db)
}

/// A connection that only reads.
pub(super) fn open_read_only(path: &Path) -> Result<Connection, LedgerError> {
    if let Err(error) = File::open(path) {
        return Err(match error.kind() {
            io::ErrorKind::NotFound => LedgerError::Missing {
                path: path.to_owned(),
            },
            _ => failed(path, error),
        });
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = connect(path, flags)?;
    let found = schema::version(&db).map_err(|error| DbError::from(error).at(path))?;
    if found < schema::VERSION {
        return Err(LedgerError::Older {
            path: path.to_owned(),
            found,
            known: schema::VERSION,
        });
    }
    Ok(db)
}

/// The folder and an empty file, readable to nobody else. SQLite gives its
/// own files beside it the same mode.
fn make(path: &Path) -> Result<(), LedgerError> {
    if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(|source| failed(folder, source))?;
    }
    File::options()
        .append(true)
        .create(true)
        .mode(0o600)
        .open(path)
        .map(drop)
        .map_err(|source| failed(path, source))
}

/// Closes a ledger of ours to others, and says whether it was open to them.
fn tighten(path: &Path) -> io::Result<bool> {
    let is_open = fs::metadata(path)?.permissions().mode() & 0o077 != 0;
    if is_open {
        fs::set_permissions(path, Permissions::from_mode(0o600))?;
    }
    Ok(is_open)
}

fn failed(path: &Path, source: io::Error) -> LedgerError {
    LedgerError::Io {
        path: path.to_owned(),
        source,
    }
}

/// Opens the file and refuses what is not a sound ledger, before anything is written.
fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, LedgerError> {
    let length = fs::metadata(path)
        .map_err(|source| failed(path, source))?
        .len();
    if (1..SMALLEST_PAGE).contains(&length) {
        return Err(LedgerError::Corrupt {
            path: path.to_owned(),
            detail: format!("it has {length} octets only"),
        });
    }
    let at = |error: rusqlite::Error| DbError::from(error).at(path);
    let db = Connection::open_with_flags(path, flags).map_err(at)?;
    settings(&db).map_err(at)?;
    let found = schema::version(&db).map_err(at)?;
    if is_foreign(&db, found).map_err(at)? {
        return Err(LedgerError::Foreign {
            path: path.to_owned(),
        });
    }
    if found > schema::VERSION {
        return Err(LedgerError::Newer {
            path: path.to_owned(),
            found,
            known: schema::VERSION,
        });
    }
    let check: String = db
        .pragma_query_value(None, "quick_check", |row| row.get(0))
        .map_err(at)?;
    if check != "ok" {
        return Err(LedgerError::Corrupt {
            path: path.to_owned(),
            detail: check,
        });
    }
    Ok(db)
}

/// What holds for every connection.
fn settings(db: &Connection) -> rusqlite::Result<()> {
    db.busy_timeout(BUSY_TIMEOUT)?;
    db.pragma_update(None, "foreign_keys", true)?;
    db.pragma_update(None, "cache_size", CACHE_SIZE)?;
    db.pragma_update(None, "mmap_size", 0)
}

/// A fresh file holds nothing; one of ours bears our mark.
fn is_foreign(db: &Connection, version: i64) -> rusqlite::Result<bool> {
    let mark: i64 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if mark == schema::APPLICATION_ID {
        return Ok(false);
    }
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(mark != 0 || version != 0 || tables != 0)
}

/// Readies a sound file for writing.
fn writable(db: &mut Connection) -> Result<(), DbError> {
    // A reader never waits for the writer, and a crash leaves the file whole.
    db.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    // A commit is on the disk when it returns, the log's included.
    db.pragma_update(None, "synchronous", "FULL")?;
    db.pragma_update(None, "wal_autocheckpoint", AUTOCHECKPOINT_PAGES)?;
    // The text of a filed draft is overwritten, not merely unlinked.
    db.pragma_update(None, "secure_delete", true)?;
    schema::migrate(db)
}

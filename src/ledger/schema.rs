//! The tables, as an ordered list of migrations.
//!
//! A migration that has been released is never changed: a new one is added
//! below it. `PRAGMA user_version` counts those that a file has been through.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::error::DbError;

/// What this version reads and writes.
pub(super) const VERSION: i64 = 2;

/// Marks a database as ours: `aftw` in ASCII.
pub(super) const APPLICATION_ID: i64 = 0x6166_7477;

/// The way from nothing to [`VERSION`]. Times are Unix milliseconds in UTC.
const MIGRATIONS: [&str; 2] = [include_str!("schema/1.sql"), include_str!("schema/2.sql")];

/// The migrations that a file has been through.
pub(super) fn version(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Brings the file up to [`VERSION`], all or nothing.
pub(super) fn migrate(db: &mut Connection) -> Result<(), DbError> {
    // Asked again inside the transaction: another process may have been faster.
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = usize::try_from(version(&transaction)?).unwrap_or(0);
    for (number, migration) in (1i64..).zip(MIGRATIONS).skip(done) {
        apply(&transaction, number, migration)?;
    }
    transaction.commit()?;
    Ok(())
}

fn apply(transaction: &Transaction<'_>, number: i64, migration: &str) -> Result<(), DbError> {
    transaction.execute_batch(migration)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", number)?;
    Ok(())
}

//! What happened, in order; rows are only ever added.
//!
//! An event says what was decided and why, in the words of the phrase packs
//! and the rules: never a subject, a body, or a sentence of the mail.

use rusqlite::{Transaction, params};
use serde_json::Value;

use super::error::DbError;
use super::row::{self, SourceColumns};
use crate::case::CaseKey;
use crate::config::Account;
use crate::mail::{Source, Timestamp};

/// An event as it is read back.
#[derive(Debug, Clone, PartialEq)]
pub struct EventRow {
    /// Its number; a later event has a higher one.
    pub id: i64,
    /// When it happened.
    pub at: Timestamp,
    /// What happened: a verdict (`rejection`, `unsure`), `duplicate`, or a step
    /// (`intended`, `filed`, `skipped`, `deferred`, `marked`).
    pub kind: String,
    /// The message, where it is about one.
    pub source: Option<Source>,
    /// The particulars: a JSON object.
    pub detail: Value,
}

/// An event to be added.
pub(super) struct Event<'a> {
    pub(super) at: Timestamp,
    pub(super) account: &'a Account,
    pub(super) key: Option<&'a CaseKey>,
    pub(super) source: Option<&'a Source>,
    pub(super) kind: &'a str,
    pub(super) detail: Value,
}

/// Adds an event.
pub(super) fn add(db: &Transaction<'_>, event: &Event<'_>) -> Result<(), DbError> {
    let source = event.source.map(SourceColumns::from).unwrap_or_default();
    db.prepare_cached(
        "INSERT INTO events (at, account, case_key, source_mailbox, source_uid_validity,
                             source_uid, source_path, kind, detail)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        event.at.as_millisecond(),
        event.account.as_str(),
        event.key.map(CaseKey::as_str),
        source.mailbox,
        source.uid_validity,
        source.uid,
        source.path,
        event.kind,
        event.detail.to_string(),
    ])?;
    Ok(())
}

/// The events of a case, in order.
pub(super) fn of_case(
    db: &Transaction<'_>,
    account: &Account,
    key: &CaseKey,
) -> Result<Vec<EventRow>, DbError> {
    let mut select = db.prepare_cached(
        "SELECT id, at, kind, source_mailbox, source_uid_validity, source_uid, source_path, detail
         FROM events WHERE account = ?1 AND case_key = ?2 ORDER BY id",
    )?;
    let mut rows = select.query(params![account.as_str(), key.as_str()])?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        let detail: String = row.get("detail")?;
        events.push(EventRow {
            id: row.get("id")?,
            at: row::time(row, "at")?,
            kind: row.get("kind")?,
            source: row::source(row)?,
            detail: serde_json::from_str(&detail).map_err(|_| row::bad("detail"))?,
        });
    }
    Ok(events)
}

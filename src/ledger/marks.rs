//! The user's corrections, and what they change in a case.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension as _, Transaction, params};
use serde_json::json;

use super::error::DbError;
use super::events::{self, Event};
use super::record::{self, Conflict};
use super::row;
use crate::case::{Case, CaseKey, Entry, Mark, Outcome, State};
use crate::config::Account;
use crate::mail::Timestamp;
use crate::reply::Skip;

/// How a case stood when it was marked, and how it stands now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marked {
    /// Before; `None` where there was no case.
    pub before: Option<State>,
    /// Since then.
    pub after: Option<State>,
}

/// Marks a mail. With [`Mark::NotRejection`] a draft that waits is dropped; one
/// whose filing has begun is left to the daemon, which looks where it is first.
pub(super) fn mark(
    db: &Transaction<'_>,
    account: &Account,
    key: &CaseKey,
    mark: Mark,
    now: Timestamp,
) -> Result<Marked, DbError> {
    let before = state(db, account, key)?;
    put(db, account, key, mark, now)?;
    match mark {
        Mark::NotRejection => drop_waiting(db, account, key, now)?,
        Mark::Rejection => (),
    }
    let after = state(db, account, key)?;
    note(db, account, key, mark, after, now)?;
    Ok(Marked { before, after })
}

/// Marks a mail as a rejection and opens its case. A case that had got no
/// draft because it was unsure, or marked otherwise, begins anew.
pub(super) fn rejection(
    db: &Transaction<'_>,
    account: &Account,
    entry: &Entry,
    now: Timestamp,
) -> Result<Marked, DbError> {
    let Outcome::Rejection(case) = &entry.outcome else {
        return Err(DbError::Value("a marked rejection is one".to_owned()));
    };
    let key = &case.key;
    let before = state(db, account, key)?;
    put(db, account, key, Mark::Rejection, now)?;
    if before.is_none_or(State::awaits_mark) {
        open(db, account, entry, case, now)?;
    }
    let after = state(db, account, key)?;
    note(db, account, key, Mark::Rejection, after, now)?;
    Ok(Marked { before, after })
}

fn open(
    db: &Transaction<'_>,
    account: &Account,
    entry: &Entry,
    case: &Case,
    now: Timestamp,
) -> Result<(), DbError> {
    let new = record::NewCase::rejection(case);
    record::insert(db, account, &entry.source, now, &new, Conflict::Replace)?;
    Ok(())
}

/// What the user has said of a mail.
pub(super) fn of(
    db: &Transaction<'_>,
    account: &Account,
    key: &CaseKey,
) -> Result<Option<Mark>, DbError> {
    let word: Option<String> = db
        .prepare_cached("SELECT mark FROM marks WHERE account = ?1 AND key = ?2")?
        .query_row(params![account.as_str(), key.as_str()], |row| row.get(0))
        .optional()?;
    word.map(|word| Mark::from_word(&word).ok_or_else(|| row::bad("mark")))
        .transpose()
}

/// All that the user has said of the mail of an account.
pub(super) fn marks(
    db: &Transaction<'_>,
    account: &Account,
) -> Result<BTreeMap<CaseKey, Mark>, DbError> {
    let mut select = db.prepare_cached("SELECT key, mark FROM marks WHERE account = ?1")?;
    let mut rows = select.query(params![account.as_str()])?;
    let mut marks = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let word: String = row.get("mark")?;
        let mark = Mark::from_word(&word).ok_or_else(|| row::bad("mark"))?;
        marks.insert(CaseKey::from_stored(row.get("key")?), mark);
    }
    Ok(marks)
}

/// Ends an interrupted filing of a draft that the user no longer wants; to be
/// called where it is certain that the draft stands nowhere.
pub(super) fn withdraw(
    db: &Transaction<'_>,
    account: &Account,
    key: &CaseKey,
    now: Timestamp,
) -> Result<(), DbError> {
    if skip(db, account, key, "('intended')", now)? == 0 {
        return Ok(());
    }
    let detail = json!({ "skip": Skip::Marked.as_str() });
    event(db, account, Some(key), "skipped", detail, now)
}

fn drop_waiting(
    db: &Transaction<'_>,
    account: &Account,
    key: &CaseKey,
    now: Timestamp,
) -> Result<(), DbError> {
    skip(db, account, key, "('queued', 'unsure')", now).map(drop)
}

fn skip(
    db: &Transaction<'_>,
    account: &Account,
    key: &CaseKey,
    states: &str,
    now: Timestamp,
) -> Result<usize, DbError> {
    let update = format!(
        "UPDATE cases SET state = 'skipped', skip = ?4, changed_at = ?3, due = NULL,
             window_ends = NULL, draft = NULL, retry_at = NULL, last_error = NULL
         WHERE account = ?1 AND key = ?2 AND state IN {states}"
    );
    let changed = db.prepare_cached(&update)?.execute(params![
        account.as_str(),
        key.as_str(),
        now.as_millisecond(),
        Skip::Marked.as_str(),
    ])?;
    Ok(changed)
}

fn put(
    db: &Transaction<'_>,
    account: &Account,
    key: &CaseKey,
    mark: Mark,
    now: Timestamp,
) -> Result<(), DbError> {
    db.prepare_cached(
        "INSERT INTO marks (account, key, mark, marked_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (account, key) DO UPDATE SET mark = excluded.mark,
             marked_at = excluded.marked_at",
    )?
    .execute(params![
        account.as_str(),
        key.as_str(),
        mark.as_str(),
        now.as_millisecond()
    ])?;
    Ok(())
}

fn state(db: &Transaction<'_>, account: &Account, key: &CaseKey) -> Result<Option<State>, DbError> {
    let mut select =
        db.prepare_cached("SELECT state, skip FROM cases WHERE account = ?1 AND key = ?2")?;
    let mut rows = select.query(params![account.as_str(), key.as_str()])?;
    rows.next()?.map(row::state).transpose()
}

/// An event belongs to a case only where there is one.
fn note(
    db: &Transaction<'_>,
    account: &Account,
    key: &CaseKey,
    mark: Mark,
    state: Option<State>,
    now: Timestamp,
) -> Result<(), DbError> {
    let detail = json!({
        "mark": mark.as_str(),
        "state": state.map(|state| state.to_string()),
    });
    event(db, account, state.map(|_| key), "marked", detail, now)
}

fn event(
    db: &Transaction<'_>,
    account: &Account,
    key: Option<&CaseKey>,
    kind: &str,
    detail: serde_json::Value,
    at: Timestamp,
) -> Result<(), DbError> {
    let event = Event {
        at,
        account,
        key,
        source: None,
        kind,
        detail,
    };
    events::add(db, &event)
}

//! The way of a draft into its mailbox: due, intended, filed; or deferred, or skipped.

use rusqlite::{OptionalExtension as _, Transaction, params};
use serde_json::json;

use super::error::DbError;
use super::events::{self, Event};
use super::{marks, row};
use crate::case::{CaseKey, Mark, State};
use crate::config::Account;
use crate::mail::{MailboxName, MessageId, Timestamp, Uid, UidValidity};
use crate::reply::Skip;

/// So many drafts are handed out at once; a backlog takes several rounds.
const AT_ONCE: i64 = 50;

/// A draft that is to be filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filing {
    /// The case.
    pub key: CaseKey,
    /// [`State::Queued`], or [`State::Intended`] where it may stand in its
    /// mailbox already.
    pub state: State,
    /// The rejection's Message-ID.
    pub original: Option<MessageId>,
    /// The draft's Message-ID.
    pub draft_message_id: MessageId,
    /// The draft as it is appended.
    pub draft: Vec<u8>,
    /// When the rejection was received.
    pub received: Timestamp,
    /// From when on it may be filed.
    pub due: Timestamp,
    /// Until when it is worth it.
    pub window_ends: Timestamp,
    /// When the case last changed: for an intended one, when its filing was begun.
    pub changed_at: Timestamp,
}

/// Where a draft was filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// In which mailbox.
    pub mailbox: MailboxName,
    /// Under which UID, where the server tells (UIDPLUS, RFC 4315).
    pub uid: Option<(UidValidity, Uid)>,
    /// How it came there.
    pub how: How,
}

/// How a draft came into its mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// It was filed now.
    Appended,
    /// An earlier attempt had filed it without living to record it.
    FoundAlready,
}

impl How {
    /// The word kept in the ledger.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Appended => "appended",
            Self::FoundAlready => "found-already",
        }
    }

    /// The value for the word kept in the ledger.
    pub(super) fn from_stored(word: &str) -> Option<Self> {
        [Self::Appended, Self::FoundAlready]
            .into_iter()
            .find(|how| how.as_str() == word)
    }
}

/// Whether a draft may be filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intent {
    /// Yes: the intent is recorded.
    Given,
    /// No: the user has marked the mail as no rejection meanwhile.
    Withdrawn,
}

/// The drafts to file at `now`, nearest deadline first. One whose filing was
/// begun is due whatever its time, since it may stand in its mailbox already.
pub(super) fn due(
    db: &Transaction<'_>,
    account: &Account,
    now: Timestamp,
) -> Result<Vec<Filing>, DbError> {
    let mut select = db.prepare_cached(
        "SELECT key, state, skip, original, draft_message_id, draft, received, due, window_ends,
                changed_at
         FROM cases
         WHERE account = ?1 AND state IN ('queued', 'intended')
           AND (state = 'intended' OR due <= ?2) AND ifnull(retry_at, ?2) <= ?2
         ORDER BY window_ends, due, id LIMIT ?3",
    )?;
    let mut rows = select.query(params![account.as_str(), now.as_millisecond(), AT_ONCE])?;
    let mut filings = Vec::new();
    while let Some(row) = rows.next()? {
        filings.push(Filing {
            key: CaseKey::from_stored(row.get("key")?),
            state: row::state(row)?,
            original: row::message_id(row, "original")?,
            draft_message_id: row::message_id(row, "draft_message_id")?
                .ok_or_else(|| row::bad("draft_message_id"))?,
            draft: row.get("draft")?,
            received: row::time(row, "received")?,
            due: row::time(row, "due")?,
            window_ends: row::time(row, "window_ends")?,
            changed_at: row::time(row, "changed_at")?,
        });
    }
    Ok(filings)
}

/// When [`due`] will next give something.
pub(super) fn next_due(
    db: &Transaction<'_>,
    account: &Account,
) -> Result<Option<Timestamp>, DbError> {
    let mut select = db.prepare_cached(
        "SELECT min(iif(state = 'intended', ifnull(retry_at, changed_at),
                        max(due, ifnull(retry_at, due)))) AS next_due
         FROM cases
         WHERE account = ?1 AND state IN ('queued', 'intended')",
    )?;
    let mut rows = select.query(params![account.as_str()])?;
    match rows.next()? {
        Some(row) => row::maybe_time(row, "next_due"),
        None => Ok(None),
    }
}

/// Queued or intended to intended; to skipped where the user no longer wants it.
pub(super) fn intend(
    db: &Transaction<'_>,
    account: &Account,
    key: &CaseKey,
    now: Timestamp,
) -> Result<Intent, DbError> {
    if marks::of(db, account, key)? == Some(Mark::NotRejection) {
        marks::withdraw(db, account, key, now)?;
        return Ok(Intent::Withdrawn);
    }
    let changed = db
        .prepare_cached(
            "UPDATE cases SET state = 'intended', changed_at = ?3
             WHERE account = ?1 AND key = ?2 AND state IN ('queued', 'intended')",
        )?
        .execute(params![
            account.as_str(),
            key.as_str(),
            now.as_millisecond()
        ])?;
    step(db, account, key, changed, "intended")?;
    event(db, account, key, now, "intended", json!({}))?;
    Ok(Intent::Given)
}

/// Intended to filed; the text goes.
pub(super) fn filed(
    db: &Transaction<'_>,
    account: &Account,
    key: &CaseKey,
    now: Timestamp,
    filed: &Filed,
) -> Result<(), DbError> {
    let changed = db
        .prepare_cached(
            "UPDATE cases SET state = 'filed', changed_at = ?3, filed_at = ?3, filed_mailbox = ?4,
                 filed_uid_validity = ?5, filed_uid = ?6, filed_how = ?7,
                 draft = NULL, retry_at = NULL, last_error = NULL
             WHERE account = ?1 AND key = ?2 AND state = 'intended'",
        )?
        .execute(params![
            account.as_str(),
            key.as_str(),
            now.as_millisecond(),
            filed.mailbox.0,
            filed.uid.map(|(uid_validity, _)| uid_validity.0),
            filed.uid.map(|(_, uid)| uid.0),
            filed.how.as_str(),
        ])?;
    step(db, account, key, changed, "filed")?;
    let detail = json!({ "mailbox": filed.mailbox.0, "how": filed.how.as_str() });
    event(db, account, key, now, "filed", detail)
}

/// Queued, intended or unsure to skipped; the text goes.
pub(super) fn skip(
    db: &Transaction<'_>,
    account: &Account,
    key: &CaseKey,
    skip: Skip,
    now: Timestamp,
) -> Result<(), DbError> {
    let changed = db
        .prepare_cached(
            "UPDATE cases SET state = 'skipped', skip = ?4, changed_at = ?3,
                 draft = NULL, retry_at = NULL, last_error = NULL
             WHERE account = ?1 AND key = ?2 AND state IN ('queued', 'intended', 'unsure')",
        )?
        .execute(params![
            account.as_str(),
            key.as_str(),
            now.as_millisecond(),
            skip.as_str()
        ])?;
    step(db, account, key, changed, "skipped")?;
    let detail = json!({ "skip": skip.as_str() });
    event(db, account, key, now, "skipped", detail)
}

/// Leaves the state, and with it `changed_at`, the time since when it holds;
/// sets the time of the next attempt.
pub(super) fn defer(
    db: &Transaction<'_>,
    account: &Account,
    key: &CaseKey,
    now: Timestamp,
    retry_at: Timestamp,
    reason: &str,
) -> Result<(), DbError> {
    let changed = db
        .prepare_cached(
            "UPDATE cases SET attempts = attempts + 1, retry_at = ?3, last_error = ?4
             WHERE account = ?1 AND key = ?2 AND state IN ('queued', 'intended')",
        )?
        .execute(params![
            account.as_str(),
            key.as_str(),
            retry_at.as_millisecond(),
            reason
        ])?;
    step(db, account, key, changed, "deferred")?;
    let detail = json!({ "reason": reason, "retry_at": retry_at.to_string() });
    event(db, account, key, now, "deferred", detail)
}

/// Lets everything that was deferred be tried at once.
pub(super) fn hurry(db: &Transaction<'_>, account: &Account) -> Result<(), DbError> {
    db.prepare_cached(
        "UPDATE cases SET retry_at = NULL
         WHERE account = ?1 AND state IN ('queued', 'intended') AND retry_at IS NOT NULL",
    )?
    .execute(params![account.as_str()])?;
    Ok(())
}

/// Refuses a step that changed nothing, and says from where it was tried.
fn step(
    db: &Transaction<'_>,
    account: &Account,
    key: &CaseKey,
    changed: usize,
    to: &'static str,
) -> Result<(), DbError> {
    if changed == 1 {
        return Ok(());
    }
    let from: Option<String> = db
        .prepare_cached("SELECT state FROM cases WHERE account = ?1 AND key = ?2")?
        .query_row(params![account.as_str(), key.as_str()], |row| row.get(0))
        .optional()?;
    Err(DbError::Step {
        from: from.unwrap_or_else(|| "unknown".to_owned()),
        to,
    })
}

fn event(
    db: &Transaction<'_>,
    account: &Account,
    key: &CaseKey,
    at: Timestamp,
    kind: &str,
    detail: serde_json::Value,
) -> Result<(), DbError> {
    let event = Event {
        at,
        account,
        key: Some(key),
        source: None,
        kind,
        detail,
    };
    events::add(db, &event)
}

//! The accounts of a ledger: how much mail they brought and how they fare.

use std::collections::BTreeMap;

use rusqlite::{Transaction, params};

use super::error::DbError;
use super::row;
use crate::config::Account;
use crate::mail::Timestamp;

/// One account as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRow {
    /// Its identity.
    pub account: Account,
    /// What its mail was.
    pub counts: Counts,
    /// What the user called it at the last round; `None` before the first.
    pub name: Option<String>,
    /// When a round last worked.
    pub worked_at: Option<Timestamp>,
    /// When a round last failed.
    pub failed_at: Option<Timestamp>,
    /// Why it last failed, in words.
    pub error: Option<String>,
}

impl AccountRow {
    /// Whether the newest round failed.
    pub fn is_failing(&self) -> bool {
        self.failed_at > self.worked_at
    }
}

/// How many messages of each kind were seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rejections.
    pub rejection: u64,
    /// Mail that a person should look at.
    pub unsure: u64,
    /// Anything else.
    pub other: u64,
    /// Passed by their headers alone.
    pub passed: u64,
    /// Not to be read.
    pub unreadable: u64,
    /// Further copies of a case's mail.
    pub duplicate: u64,
}

/// Records that a round worked. The last failure stays on record beside it.
pub(super) fn worked(
    db: &Transaction<'_>,
    account: &Account,
    name: &str,
    at: Timestamp,
) -> Result<(), DbError> {
    db.prepare_cached(
        "INSERT INTO health (account, name, worked_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (account) DO UPDATE SET
             name = excluded.name, worked_at = excluded.worked_at",
    )?
    .execute(params![account.as_str(), name, at.as_millisecond()])?;
    Ok(())
}

/// Records that a round failed.
pub(super) fn failed(
    db: &Transaction<'_>,
    account: &Account,
    name: &str,
    at: Timestamp,
    reason: &str,
) -> Result<(), DbError> {
    db.prepare_cached(
        "INSERT INTO health (account, name, failed_at, error) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (account) DO UPDATE SET
             name = excluded.name, failed_at = excluded.failed_at, error = excluded.error",
    )?
    .execute(params![account.as_str(), name, at.as_millisecond(), reason])?;
    Ok(())
}

/// Every account that has left a trace.
pub(super) fn accounts(db: &Transaction<'_>) -> Result<Vec<AccountRow>, DbError> {
    let mut accounts: BTreeMap<Account, AccountRow> = BTreeMap::new();
    names(db, &mut accounts)?;
    counts(db, &mut accounts)?;
    healths(db, &mut accounts)?;
    Ok(accounts.into_values().collect())
}

fn entry(accounts: &mut BTreeMap<Account, AccountRow>, name: String) -> &mut AccountRow {
    let account = Account::from_stored(name);
    accounts
        .entry(account.clone())
        .or_insert_with(|| AccountRow {
            account,
            counts: Counts::default(),
            name: None,
            worked_at: None,
            failed_at: None,
            error: None,
        })
}

fn names(
    db: &Transaction<'_>,
    accounts: &mut BTreeMap<Account, AccountRow>,
) -> Result<(), DbError> {
    let mut select = db.prepare_cached(
        "SELECT account FROM mailbox_cursor UNION SELECT account FROM seen_file
         UNION SELECT account FROM cases",
    )?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        entry(accounts, row.get(0)?);
    }
    Ok(())
}

fn counts(
    db: &Transaction<'_>,
    accounts: &mut BTreeMap<Account, AccountRow>,
) -> Result<(), DbError> {
    let mut select =
        db.prepare_cached("SELECT account, kind, count(*) FROM events GROUP BY account, kind")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let kind: String = row.get(1)?;
        let count: i64 = row.get(2)?;
        let count = u64::try_from(count).unwrap_or(0);
        let counts = &mut entry(accounts, row.get(0)?).counts;
        match kind.as_str() {
            "rejection" => counts.rejection = count,
            "unsure" => counts.unsure = count,
            "other" => counts.other = count,
            "passed" => counts.passed = count,
            "unreadable" => counts.unreadable = count,
            "duplicate" => counts.duplicate = count,
            // Steps of a case are not messages.
            _ => {}
        }
    }
    Ok(())
}

fn healths(
    db: &Transaction<'_>,
    accounts: &mut BTreeMap<Account, AccountRow>,
) -> Result<(), DbError> {
    let mut select =
        db.prepare_cached("SELECT account, name, worked_at, failed_at, error FROM health")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let account = entry(accounts, row.get("account")?);
        account.name = row.get("name")?;
        account.worked_at = row::maybe_time(row, "worked_at")?;
        account.failed_at = row::maybe_time(row, "failed_at")?;
        account.error = row.get("error")?;
    }
    Ok(())
}

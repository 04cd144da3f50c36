//! The mailboxes of a ledger: how much they brought and how they fare.

use std::collections::BTreeMap;

use rusqlite::{Transaction, params};

use super::error::DbError;
use super::row;
use crate::config::Account;
use crate::mail::{MailboxName, Timestamp};

/// How a round over a mailbox went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// Which mailbox.
    pub mailbox: MailboxName,
    /// When the round ended.
    pub at: Timestamp,
    /// How it ended.
    pub round: Round,
}

/// How a round ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Round {
    /// Everything new was handled.
    Worked,
    /// It did not, with the reason in words; they must not hold mail.
    Failed(String),
}

/// One account as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRow {
    /// Its identity.
    pub account: Account,
    /// What its mail was.
    pub counts: Counts,
    /// How its mailboxes fare.
    pub mailboxes: Vec<HealthRow>,
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

/// How a mailbox fares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthRow {
    /// Which mailbox.
    pub mailbox: MailboxName,
    /// When a round over it last worked.
    pub worked_at: Option<Timestamp>,
    /// When a round over it last failed.
    pub failed_at: Option<Timestamp>,
    /// Why it last failed, in words.
    pub error: Option<String>,
}

impl HealthRow {
    /// Whether the newest round failed.
    pub fn is_failing(&self) -> bool {
        self.failed_at > self.worked_at
    }
}

/// Records how a round went.
pub(super) fn health(
    db: &Transaction<'_>,
    account: &Account,
    health: &Health,
) -> Result<(), DbError> {
    let at = health.at.as_millisecond();
    let (worked_at, failed_at, error) = match &health.round {
        Round::Worked => (Some(at), None, None),
        Round::Failed(reason) => (None, Some(at), Some(reason)),
    };
    db.prepare_cached(
        "INSERT INTO health (account, mailbox, worked_at, failed_at, error)
         VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (account, mailbox) DO UPDATE SET
             worked_at = ifnull(excluded.worked_at, worked_at),
             failed_at = ifnull(excluded.failed_at, failed_at),
             error = ifnull(excluded.error, error)",
    )?
    .execute(params![
        account.as_str(),
        health.mailbox.0,
        worked_at,
        failed_at,
        error
    ])?;
    Ok(())
}

/// When a round over a mailbox last worked.
pub(super) fn last_worked(
    db: &Transaction<'_>,
    account: &Account,
    mailbox: &MailboxName,
) -> Result<Option<Timestamp>, DbError> {
    let mut select =
        db.prepare_cached("SELECT worked_at FROM health WHERE account = ?1 AND mailbox = ?2")?;
    let mut rows = select.query(params![account.as_str(), mailbox.0])?;
    match rows.next()? {
        Some(row) => row::maybe_time(row, "worked_at"),
        None => Ok(None),
    }
}

/// Every account that has left a trace.
pub(super) fn accounts(db: &Transaction<'_>) -> Result<Vec<AccountRow>, DbError> {
    let mut accounts: BTreeMap<Account, AccountRow> = BTreeMap::new();
    names(db, &mut accounts)?;
    counts(db, &mut accounts)?;
    mailboxes(db, &mut accounts)?;
    Ok(accounts.into_values().collect())
}

fn entry(accounts: &mut BTreeMap<Account, AccountRow>, name: String) -> &mut AccountRow {
    let account = Account::from_stored(name);
    accounts
        .entry(account.clone())
        .or_insert_with(|| AccountRow {
            account,
            counts: Counts::default(),
            mailboxes: Vec::new(),
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

/// How many messages decided about since `since` were in a language that no
/// phrase pack fits, by account.
pub(super) fn unread_language(
    db: &Transaction<'_>,
    since: Timestamp,
) -> Result<BTreeMap<Account, u64>, DbError> {
    let mut select = db.prepare_cached(
        "SELECT account, count(*) FROM events
         WHERE at >= ?1 AND kind IN ('rejection', 'unsure', 'other')
           AND json_extract(detail, '$.unread_language') = 1
         GROUP BY account",
    )?;
    let mut rows = select.query(params![since.as_millisecond()])?;
    let mut counts = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let count: i64 = row.get(1)?;
        let account = Account::from_stored(row.get(0)?);
        counts.insert(account, u64::try_from(count).unwrap_or(0));
    }
    Ok(counts)
}

fn mailboxes(
    db: &Transaction<'_>,
    accounts: &mut BTreeMap<Account, AccountRow>,
) -> Result<(), DbError> {
    let mut select = db.prepare_cached(
        "SELECT account, mailbox, worked_at, failed_at, error FROM health ORDER BY mailbox",
    )?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let health = HealthRow {
            mailbox: MailboxName(row.get("mailbox")?),
            worked_at: row::maybe_time(row, "worked_at")?,
            failed_at: row::maybe_time(row, "failed_at")?,
            error: row.get("error")?,
        };
        entry(accounts, row.get("account")?).mailboxes.push(health);
    }
    Ok(())
}

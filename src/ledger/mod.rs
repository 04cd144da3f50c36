//! What was decided and done, in SQLite, so that nothing is done twice.
//!
//! One file holds the cases of all mailboxes of a process, keyed by account.
//! One connection lives on a thread of its own; a [`Ledger`] is a handle that
//! sends it work and awaits the answer, so that no task waits for the disk.
//! Each call is one transaction, on the disk (`synchronous = FULL`) when it
//! returns: an intent that was recorded survives the crash that follows.

mod accounts;
mod cases;
mod connection;
mod cursor;
mod error;
mod events;
mod filing;
mod lock;
mod marks;
mod record;
mod row;
mod schema;
mod worker;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

pub use accounts::{AccountRow, Counts, Health, HealthRow, Round};
pub use cases::{CaseRow, EvidenceRow, FiledRow};
pub use cursor::Cursor;
pub use error::LedgerError;
pub use events::EventRow;
pub use filing::{Filed, Filing, How, Intent};
pub use lock::{AccountLock, lock};
pub use marks::Marked;
pub use record::{Batch, Recorded};

use crate::case::{CaseKey, Entry, Mark};
use crate::config::Account;
use crate::mail::{MailboxName, Timestamp};
use crate::reply::Skip;
use worker::Worker;

/// A handle on the ledger. Clones share its one connection, which is closed
/// when the last of them is dropped.
#[derive(Debug, Clone)]
pub struct Ledger {
    worker: Worker,
}

impl Ledger {
    /// Opens the ledger at `path`, and makes it (mode 0600, in a folder of
    /// mode 0700) where there is none.
    ///
    /// # Errors
    ///
    /// Where the file cannot be made, is no ledger, is damaged, or was made by
    /// a newer version. Such a file is left as it is.
    pub fn open(path: &Path) -> Result<Self, LedgerError> {
        let connection = connection::open(path)?;
        Worker::start(path, connection).map(|worker| Self { worker })
    }

    /// Opens the ledger at `path` for reading beside a running daemon.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Missing`] where there is none, else as [`Ledger::open`].
    pub fn open_read_only(path: &Path) -> Result<Self, LedgerError> {
        let connection = connection::open_read_only(path)?;
        Worker::start(path, connection).map(|worker| Self { worker })
    }

    /// How far a mailbox has been read.
    ///
    /// # Errors
    ///
    /// Where the ledger cannot be read; so for every reading function below.
    pub async fn cursor(
        &self,
        account: &Account,
        mailbox: &MailboxName,
    ) -> Result<Option<Cursor>, LedgerError> {
        let (account, mailbox) = (account.clone(), mailbox.clone());
        self.worker
            .read(move |db| cursor::get(db, &account, &mailbox))
            .await
    }

    /// Records what was made of some messages, and that they were seen, in one
    /// transaction.
    ///
    /// # Errors
    ///
    /// Where the ledger cannot be written; so for every writing function
    /// below. Nothing of the call is recorded then.
    pub async fn record(&self, account: &Account, batch: Batch) -> Result<Recorded, LedgerError> {
        let account = account.clone();
        self.worker
            .write(move |db| record::record(db, &account, &batch))
            .await
    }

    /// When a round over a mailbox last worked; `None` before the first one.
    ///
    /// # Errors
    ///
    /// See [`Ledger::cursor`].
    pub async fn last_worked(
        &self,
        account: &Account,
        mailbox: &MailboxName,
    ) -> Result<Option<Timestamp>, LedgerError> {
        let (account, mailbox) = (account.clone(), mailbox.clone());
        self.worker
            .read(move |db| accounts::last_worked(db, &account, &mailbox))
            .await
    }

    /// The files of a Maildir folder that have been handled, by their unique names.
    ///
    /// # Errors
    ///
    /// See [`Ledger::cursor`].
    pub async fn seen_files(
        &self,
        account: &Account,
        mailbox: &MailboxName,
    ) -> Result<BTreeSet<String>, LedgerError> {
        let (account, mailbox) = (account.clone(), mailbox.clone());
        self.worker
            .read(move |db| cursor::seen_files(db, &account, &mailbox))
            .await
    }

    /// Forgets the handled files of a Maildir folder that are not among
    /// `present`, and says how many: the user has moved or deleted them.
    ///
    /// # Errors
    ///
    /// See [`Ledger::record`].
    pub async fn forget_files(
        &self,
        account: &Account,
        mailbox: &MailboxName,
        present: BTreeSet<String>,
    ) -> Result<usize, LedgerError> {
        let (account, mailbox) = (account.clone(), mailbox.clone());
        self.worker
            .write(move |db| cursor::forget_files(db, &account, &mailbox, &present))
            .await
    }

    /// The drafts to file now, at most 50, nearest deadline first.
    ///
    /// # Errors
    ///
    /// See [`Ledger::cursor`].
    pub async fn due(&self, account: &Account, now: Timestamp) -> Result<Vec<Filing>, LedgerError> {
        let account = account.clone();
        self.worker
            .read(move |db| filing::due(db, &account, now))
            .await
    }

    /// When the next draft is to be filed; in the past where one is due.
    ///
    /// # Errors
    ///
    /// See [`Ledger::cursor`].
    pub async fn next_due(&self, account: &Account) -> Result<Option<Timestamp>, LedgerError> {
        let account = account.clone();
        self.worker
            .read(move |db| filing::next_due(db, &account))
            .await
    }

    /// Records that a draft is about to be filed. To be called before the
    /// first octet of it leaves, at each attempt. Refused, and the case ended,
    /// where the user has marked the mail as no rejection meanwhile.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Step`] unless the case is queued or intended; else see
    /// [`Ledger::record`].
    pub async fn intend(
        &self,
        account: &Account,
        key: &CaseKey,
        now: Timestamp,
    ) -> Result<Intent, LedgerError> {
        let (account, key) = (account.clone(), key.clone());
        self.worker
            .write(move |db| filing::intend(db, &account, &key, now))
            .await
    }

    /// Records that a draft stands in its mailbox, and drops its text.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Step`] unless the case is intended; else see
    /// [`Ledger::record`].
    pub async fn filed(
        &self,
        account: &Account,
        key: &CaseKey,
        now: Timestamp,
        filed: Filed,
    ) -> Result<(), LedgerError> {
        let (account, key) = (account.clone(), key.clone());
        self.worker
            .write(move |db| filing::filed(db, &account, &key, now, &filed))
            .await
    }

    /// Records that nothing is drafted after all, and drops the draft's text.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Step`] where the case is filed or skipped already; else
    /// see [`Ledger::record`].
    pub async fn skip(
        &self,
        account: &Account,
        key: &CaseKey,
        skip: Skip,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        let (account, key) = (account.clone(), key.clone());
        self.worker
            .write(move |db| filing::skip(db, &account, &key, skip, now))
            .await
    }

    /// Records that a filing failed and is to be tried again from `retry_at`
    /// on. `reason` is shown in `status`; it must not hold mail.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Step`] unless the case is queued or intended; else see
    /// [`Ledger::record`].
    pub async fn defer(
        &self,
        account: &Account,
        key: &CaseKey,
        now: Timestamp,
        retry_at: Timestamp,
        reason: &str,
    ) -> Result<(), LedgerError> {
        let (account, key, reason) = (account.clone(), key.clone(), reason.to_owned());
        self.worker
            .write(move |db| filing::defer(db, &account, &key, now, retry_at, &reason))
            .await
    }

    /// Lets the drafts that were deferred be tried at once.
    ///
    /// # Errors
    ///
    /// See [`Ledger::record`].
    pub async fn hurry(&self, account: &Account) -> Result<(), LedgerError> {
        let account = account.clone();
        self.worker
            .write(move |db| filing::hurry(db, &account))
            .await
    }

    /// Records how the last round over a mailbox went. Not synced to the disk
    /// at once: an idle daemon should not keep a disk awake.
    ///
    /// # Errors
    ///
    /// See [`Ledger::record`].
    pub async fn health(&self, account: &Account, health: Health) -> Result<(), LedgerError> {
        let account = account.clone();
        self.worker
            .write_relaxed(move |db| accounts::health(db, &account, &health))
            .await
    }

    /// Records what the user says of a mail. A draft of what is no rejection is
    /// dropped where it still waits; no case is opened.
    ///
    /// # Errors
    ///
    /// See [`Ledger::record`].
    pub async fn mark(
        &self,
        account: &Account,
        key: &CaseKey,
        mark: Mark,
        now: Timestamp,
    ) -> Result<Marked, LedgerError> {
        let (account, key) = (account.clone(), key.clone());
        self.worker
            .write(move |db| marks::mark(db, &account, &key, mark, now))
            .await
    }

    /// Records that a mail is a rejection by the user's word; its case is
    /// opened, or begins anew where it had got no draft for want of that word.
    ///
    /// # Errors
    ///
    /// See [`Ledger::record`]; and where `entry` is no rejection.
    pub async fn mark_rejection(
        &self,
        account: &Account,
        entry: Entry,
        now: Timestamp,
    ) -> Result<Marked, LedgerError> {
        let account = account.clone();
        self.worker
            .write(move |db| marks::rejection(db, &account, &entry, now))
            .await
    }

    /// What the user has said of single mails of an account.
    ///
    /// # Errors
    ///
    /// See [`Ledger::cursor`].
    pub async fn marks(&self, account: &Account) -> Result<BTreeMap<CaseKey, Mark>, LedgerError> {
        let account = account.clone();
        self.worker.read(move |db| marks::marks(db, &account)).await
    }

    /// How many messages decided about since `since` were in a language that
    /// no phrase pack fits, by account.
    ///
    /// # Errors
    ///
    /// See [`Ledger::cursor`].
    pub async fn unread_language(
        &self,
        since: Timestamp,
    ) -> Result<BTreeMap<Account, u64>, LedgerError> {
        self.worker
            .read(move |db| accounts::unread_language(db, since))
            .await
    }

    /// The cases of one account or of all, newest first.
    ///
    /// # Errors
    ///
    /// See [`Ledger::cursor`].
    pub async fn cases(&self, account: Option<&Account>) -> Result<Vec<CaseRow>, LedgerError> {
        let account = account.cloned();
        self.worker
            .read(move |db| cases::cases(db, account.as_ref()))
            .await
    }

    /// What happened to a case, in order.
    ///
    /// # Errors
    ///
    /// See [`Ledger::cursor`].
    pub async fn events(
        &self,
        account: &Account,
        key: &CaseKey,
    ) -> Result<Vec<EventRow>, LedgerError> {
        let (account, key) = (account.clone(), key.clone());
        self.worker
            .read(move |db| events::of_case(db, &account, &key))
            .await
    }

    /// Every account that the ledger knows, with its counts and its health.
    ///
    /// # Errors
    ///
    /// See [`Ledger::cursor`].
    pub async fn accounts(&self) -> Result<Vec<AccountRow>, LedgerError> {
        self.worker.read(accounts::accounts).await
    }
}

#[cfg(test)]
mod tests;

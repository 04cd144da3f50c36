//! What has been seen of each mailbox.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension as _, Transaction, params};

use super::error::DbError;
use crate::config::Account;
use crate::mail::{MailboxName, Timestamp, Uid, UidValidity};

/// How far an IMAP mailbox has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The generation of UIDs that `last_uid` belongs to.
    pub uid_validity: UidValidity,
    /// The highest UID that has been handled.
    pub last_uid: Uid,
}

/// The mailbox's cursor.
pub(super) fn get(
    db: &Transaction<'_>,
    account: &Account,
    mailbox: &MailboxName,
) -> Result<Option<Cursor>, DbError> {
    let cursor = db
        .prepare_cached(
            "SELECT uid_validity, last_uid FROM mailbox_cursor WHERE account = ?1 AND mailbox = ?2",
        )?
        .query_row(params![account.as_str(), mailbox.0], |row| {
            Ok(Cursor {
                uid_validity: UidValidity(row.get(0)?),
                last_uid: Uid(row.get(1)?),
            })
        })
        .optional()?;
    Ok(cursor)
}

/// Moves the cursor. Within one generation it never goes back: UIDs only rise.
pub(super) fn advance(
    db: &Transaction<'_>,
    account: &Account,
    mailbox: &MailboxName,
    to: Cursor,
) -> Result<(), DbError> {
    db.prepare_cached(
        "INSERT INTO mailbox_cursor (account, mailbox, uid_validity, last_uid)
         VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (account, mailbox) DO UPDATE SET
             last_uid = iif(uid_validity = excluded.uid_validity,
                            max(last_uid, excluded.last_uid), excluded.last_uid),
             uid_validity = excluded.uid_validity",
    )?
    .execute(params![
        account.as_str(),
        mailbox.0,
        to.uid_validity.0,
        to.last_uid.0
    ])?;
    Ok(())
}

/// Notes handled files.
pub(super) fn see_files(
    db: &Transaction<'_>,
    account: &Account,
    mailbox: &MailboxName,
    names: &[String],
    at: Timestamp,
) -> Result<(), DbError> {
    let mut insert = db.prepare_cached(
        "INSERT INTO seen_file (account, mailbox, name, seen_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO NOTHING",
    )?;
    for name in names {
        insert.execute(params![
            account.as_str(),
            mailbox.0,
            name,
            at.as_millisecond()
        ])?;
    }
    Ok(())
}

/// The handled files.
pub(super) fn seen_files(
    db: &Transaction<'_>,
    account: &Account,
    mailbox: &MailboxName,
) -> Result<BTreeSet<String>, DbError> {
    let mut select =
        db.prepare_cached("SELECT name FROM seen_file WHERE account = ?1 AND mailbox = ?2")?;
    let names = select.query_map(params![account.as_str(), mailbox.0], |row| row.get(0))?;
    Ok(names.collect::<rusqlite::Result<_>>()?)
}

/// Forgets the handled files outside `present`.
pub(super) fn forget_files(
    db: &Transaction<'_>,
    account: &Account,
    mailbox: &MailboxName,
    present: &BTreeSet<String>,
) -> Result<usize, DbError> {
    let seen = seen_files(db, account, mailbox)?;
    let mut delete = db.prepare_cached(
        "DELETE FROM seen_file WHERE account = ?1 AND mailbox = ?2 AND name = ?3",
    )?;
    let mut forgotten = 0;
    for name in seen.difference(present) {
        forgotten += delete.execute(params![account.as_str(), mailbox.0, name])?;
    }
    Ok(forgotten)
}

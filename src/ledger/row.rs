//! Values to columns and back. What cannot be read back was not written by
//! this program: the file is damaged.

use rusqlite::Row;

use super::error::DbError;
use crate::case::State;
use crate::mail::{
    AddrSpec, Language, MailboxName, MessageId, MessageRef, Source, Timestamp, Uid, UidValidity,
};
use crate::reply::Skip;
use crate::understand::Stage;

/// Where a message lies, as four columns.
#[derive(Debug, Default)]
pub(super) struct SourceColumns<'a> {
    pub(super) mailbox: Option<&'a str>,
    pub(super) uid_validity: Option<u32>,
    pub(super) uid: Option<u32>,
    pub(super) path: Option<&'a str>,
}

impl<'a> From<&'a Source> for SourceColumns<'a> {
    fn from(source: &'a Source) -> Self {
        match source {
            Source::Mailbox(at) => Self {
                mailbox: Some(&at.mailbox.0),
                uid_validity: Some(at.uid_validity.0),
                uid: Some(at.uid.0),
                path: None,
            },
            Source::Path(path) => Self {
                path: Some(path),
                ..Self::default()
            },
        }
    }
}

/// Where a message lies, from its four columns; `None` where the event is not about one.
pub(super) fn source(row: &Row<'_>) -> Result<Option<Source>, DbError> {
    if let Some(path) = row.get::<_, Option<String>>("source_path")? {
        return Ok(Some(Source::Path(path)));
    }
    let mailbox: Option<String> = row.get("source_mailbox")?;
    let uid_validity: Option<u32> = row.get("source_uid_validity")?;
    let uid: Option<u32> = row.get("source_uid")?;
    let (Some(mailbox), Some(uid_validity), Some(uid)) = (mailbox, uid_validity, uid) else {
        return Ok(None);
    };
    Ok(Some(Source::Mailbox(MessageRef {
        mailbox: MailboxName(mailbox),
        uid_validity: UidValidity(uid_validity),
        uid: Uid(uid),
    })))
}

/// A point in time.
pub(super) fn time(row: &Row<'_>, column: &str) -> Result<Timestamp, DbError> {
    maybe_time(row, column)?.ok_or_else(|| bad(column))
}

/// A point in time, where there is one.
pub(super) fn maybe_time(row: &Row<'_>, column: &str) -> Result<Option<Timestamp>, DbError> {
    maybe(row, column, timestamp)
}

/// By seconds and the rest: jiff's own way from milliseconds refuses the last
/// second of its range.
fn timestamp(millis: i64) -> Option<Timestamp> {
    let nanos = i32::try_from(millis.rem_euclid(1000)).ok()? * 1_000_000;
    Timestamp::new(millis.div_euclid(1000), nanos).ok()
}

/// A Message-ID, where there is one.
pub(super) fn message_id(row: &Row<'_>, column: &str) -> Result<Option<MessageId>, DbError> {
    maybe(row, column, |text: String| MessageId::new(&text))
}

/// An address, where there is one. It came out of a mail: one that cannot be
/// read back is left out rather than called damage, so that no mail can make
/// the ledger unreadable.
pub(super) fn address(row: &Row<'_>, column: &str) -> Result<Option<AddrSpec>, DbError> {
    let text: Option<String> = row.get(column)?;
    Ok(text.and_then(|text| AddrSpec::new(&text)))
}

/// A language, where there is one.
pub(super) fn language(row: &Row<'_>) -> Result<Option<Language>, DbError> {
    maybe(row, "language", |code: String| Language::new(&code))
}

/// A stage, where there is one.
pub(super) fn stage(row: &Row<'_>) -> Result<Option<Stage>, DbError> {
    maybe(row, "stage", |word: String| {
        [Stage::Application, Stage::Interview]
            .into_iter()
            .find(|stage| stage.as_str() == word)
    })
}

/// The state, with the reason of a skip.
pub(super) fn state(row: &Row<'_>) -> Result<State, DbError> {
    let word: String = row.get("state")?;
    let state = match word.as_str() {
        "queued" => State::Queued,
        "intended" => State::Intended,
        "filed" => State::Filed,
        "unsure" => State::Unsure,
        "skipped" => {
            let skip = maybe(row, "skip", |word: String| Skip::from_word(&word))?;
            State::Skipped(skip.ok_or_else(|| bad("skip"))?)
        }
        _ => return Err(bad("state")),
    };
    Ok(state)
}

/// A column that a type's own reader accepts, or NULL.
pub(super) fn maybe<C: rusqlite::types::FromSql, T>(
    row: &Row<'_>,
    column: &str,
    read: impl FnOnce(C) -> Option<T>,
) -> Result<Option<T>, DbError> {
    let Some(stored) = row.get::<_, Option<C>>(column)? else {
        return Ok(None);
    };
    read(stored).map(Some).ok_or_else(|| bad(column))
}

/// A number that JSON and a NOT NULL column can hold.
pub(super) fn finite(number: f32) -> f32 {
    if number.is_finite() { number } else { 0.0 }
}

/// The error for a column that holds what this program never writes.
pub(super) fn bad(column: &str) -> DbError {
    DbError::Value(format!("column {column} holds an unknown value"))
}

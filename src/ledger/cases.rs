//! Cases as they are read back, for people.

use rusqlite::{Row, Transaction, params};
use serde::{Deserialize, Serialize};

use super::error::DbError;
use super::filing::{Filed, How};
use super::row;
use crate::case::{CaseKey, Mark, State};
use crate::classify::Evidence;
use crate::config::Account;
use crate::mail::{Language, MailboxName, MessageId, Source, Timestamp, Uid, UidValidity};
use crate::understand::{Contact, Stage};

/// A case as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseRow {
    /// Its number in the ledger, by which a person may name it.
    pub number: i64,
    /// The mailbox's identity.
    pub account: Account,
    /// The case's identity.
    pub key: CaseKey,
    /// Where it stands.
    pub state: State,
    /// Where the message was first seen.
    pub source: Option<Source>,
    /// The rejection's Message-ID.
    pub original: Option<MessageId>,
    /// When the rejection was received.
    pub received: Timestamp,
    /// From when on the draft may be filed; `None` where none is made.
    pub due: Option<Timestamp>,
    /// Until when the draft is worth it; `None` where none is made.
    pub window_ends: Option<Timestamp>,
    /// The language to answer in.
    pub language: Option<Language>,
    /// How far the application had come.
    pub stage: Option<Stage>,
    /// The employer.
    pub company: Option<String>,
    /// The post.
    pub role: Option<String>,
    /// Whom the draft thanks.
    pub contact: Option<Contact>,
    /// How sure the verdict is, from 0 to 1.
    pub score: f64,
    /// The rules that decided, in words.
    pub reasons: Vec<String>,
    /// The phrases that were found.
    pub evidence: Vec<EvidenceRow>,
    /// The draft's Message-ID.
    pub draft_message_id: Option<MessageId>,
    /// How many attempts at filing have failed.
    pub attempts: u32,
    /// When the next attempt is made, after a failed one.
    pub retry_at: Option<Timestamp>,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
    /// When the case was opened.
    pub opened_at: Timestamp,
    /// When it came into its state; a deferral does not move it.
    pub changed_at: Timestamp,
    /// Where the draft was filed.
    pub filed: Option<FiledRow>,
    /// What the user has said of it.
    pub mark: Option<Mark>,
}

/// A filed draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiledRow {
    /// When it was recorded.
    pub at: Timestamp,
    /// Where it was filed.
    pub filed: Filed,
}

/// A phrase that was found, as it is kept and printed: the pack's words and
/// places in the mail, never the mail's own words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EvidenceRow {
    /// The phrase as the pack has it.
    pub phrase: String,
    /// The pack's language.
    pub language: String,
    /// What it says.
    pub kind: String,
    /// Where it stands: `subject` or `body`.
    pub field: String,
    /// Its first byte in the field.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// What it added to the sum.
    pub weight: f32,
    /// Why it was cancelled, where it was.
    pub cancelled: Option<String>,
}

impl From<&Evidence> for EvidenceRow {
    fn from(evidence: &Evidence) -> Self {
        Self {
            phrase: evidence.phrase.clone(),
            language: evidence.language.to_string(),
            kind: evidence.kind.as_str().to_owned(),
            field: evidence.field.as_str().to_owned(),
            start: evidence.range.start,
            end: evidence.range.end,
            weight: row::finite(evidence.weight),
            cancelled: evidence.cancelled.map(str::to_owned),
        }
    }
}

/// The cases of one account or of all, newest first.
pub(super) fn cases(
    db: &Transaction<'_>,
    account: Option<&Account>,
) -> Result<Vec<CaseRow>, DbError> {
    let mut select = db.prepare_cached(
        "SELECT id, cases.account, cases.key, state, skip, source_mailbox, source_uid_validity, source_uid,
                source_path, original, received, due, window_ends, language, stage, company,
                role, contact_name, contact_address, score, reasons, evidence, draft_message_id,
                attempts, retry_at, last_error, opened_at, changed_at, filed_at, filed_mailbox,
                filed_uid_validity, filed_uid, filed_how, mark
         FROM cases LEFT JOIN marks ON marks.account = cases.account AND marks.key = cases.key
         WHERE ?1 IS NULL OR cases.account = ?1
         ORDER BY received DESC, id DESC",
    )?;
    let mut rows = select.query(params![account.map(Account::as_str)])?;
    let mut cases = Vec::new();
    while let Some(row) = rows.next()? {
        cases.push(read(row)?);
    }
    Ok(cases)
}

fn read(row: &Row<'_>) -> Result<CaseRow, DbError> {
    let contact_name: Option<String> = row.get("contact_name")?;
    let contact = row::address(row, "contact_address")?.map(|address| Contact {
        name: contact_name,
        address,
    });
    Ok(CaseRow {
        number: row.get("id")?,
        account: Account::from_stored(row.get("account")?),
        key: CaseKey::from_stored(row.get("key")?),
        state: row::state(row)?,
        source: row::source(row)?,
        original: row::message_id(row, "original")?,
        received: row::time(row, "received")?,
        due: row::maybe_time(row, "due")?,
        window_ends: row::maybe_time(row, "window_ends")?,
        language: row::language(row)?,
        stage: row::stage(row)?,
        company: row.get("company")?,
        role: row.get("role")?,
        contact,
        score: row.get("score")?,
        reasons: json(row, "reasons")?,
        evidence: json(row, "evidence")?,
        draft_message_id: row::message_id(row, "draft_message_id")?,
        attempts: row.get("attempts")?,
        retry_at: row::maybe_time(row, "retry_at")?,
        last_error: row.get("last_error")?,
        opened_at: row::time(row, "opened_at")?,
        changed_at: row::time(row, "changed_at")?,
        filed: filed(row)?,
        mark: row::maybe(row, "mark", |word: String| Mark::from_word(&word))?,
    })
}

fn filed(row: &Row<'_>) -> Result<Option<FiledRow>, DbError> {
    let Some(at) = row::maybe_time(row, "filed_at")? else {
        return Ok(None);
    };
    let mailbox: String = row.get("filed_mailbox")?;
    let uid_validity: Option<u32> = row.get("filed_uid_validity")?;
    let uid: Option<u32> = row.get("filed_uid")?;
    let how = row::maybe(row, "filed_how", |word: String| How::from_stored(&word))?;
    Ok(Some(FiledRow {
        at,
        filed: Filed {
            mailbox: MailboxName(mailbox),
            uid: uid_validity.map(UidValidity).zip(uid.map(Uid)),
            how: how.ok_or_else(|| row::bad("filed_how"))?,
        },
    }))
}

fn json<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: &str) -> Result<T, DbError> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|_| row::bad(column))
}

//! Recording a round: what was seen and what it was, in one transaction.

use rusqlite::{Transaction, params};
use serde_json::{Value, json};

use super::cases::EvidenceRow;
use super::cursor::{self, Cursor};
use super::error::DbError;
use super::events::{self, Event};
use super::marks;
use super::row::{self, SourceColumns};
use crate::case::{Case, CaseKey, Entry, Mark, Outcome, State};
use crate::classify::Judgement;
use crate::config::Account;
use crate::mail::{MailboxName, Source, Timestamp};
use crate::reply::{Plan, Skip};

/// What one round over a mailbox found.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// Which mailbox.
    pub mailbox: MailboxName,
    /// What was made of each message.
    pub entries: Vec<Entry>,
    /// How far the mailbox has been read with them (IMAP).
    pub cursor: Option<Cursor>,
    /// The unique names of the files that they were read from (Maildir).
    pub files: Vec<String>,
    /// When it was decided.
    pub at: Timestamp,
}

/// What became of a batch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recorded {
    /// The cases that were opened.
    pub opened: Vec<CaseKey>,
    /// The cases that were known already, so that nothing is done again.
    pub known: Vec<CaseKey>,
}

/// Records a batch.
pub(super) fn record(
    db: &Transaction<'_>,
    account: &Account,
    batch: &Batch,
) -> Result<Recorded, DbError> {
    let mut recorded = Recorded::default();
    for entry in &batch.entries {
        let at = batch.at;
        match &entry.outcome {
            Outcome::Rejection(case) => {
                let row = NewCase::rejection(case);
                open(db, account, &entry.source, at, row, &mut recorded)?;
            }
            Outcome::Unsure {
                key,
                received,
                judgement,
            } => {
                let row = NewCase::unsure(key, *received, judgement);
                open(db, account, &entry.source, at, row, &mut recorded)?;
            }
            Outcome::Other { judgement } => {
                let detail = json!({
                    "score": row::finite(judgement.score),
                    "reasons": judgement.reasons,
                    "unread_language": judgement.unread_language,
                });
                note(db, account, &entry.source, at, "other", detail)?;
            }
            Outcome::Passed(reason) => {
                note(
                    db,
                    account,
                    &entry.source,
                    at,
                    "passed",
                    json!({ "reason": reason }),
                )?;
            }
            Outcome::Unreadable(reason) => {
                let detail = json!({ "reason": reason });
                note(db, account, &entry.source, at, "unreadable", detail)?;
            }
        }
    }
    if let Some(to) = batch.cursor {
        cursor::advance(db, account, &batch.mailbox, to)?;
    }
    cursor::see_files(db, account, &batch.mailbox, &batch.files, batch.at)?;
    Ok(recorded)
}

/// What becomes of a case that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Conflict {
    /// It stays as it is.
    Leave,
    /// It begins anew; where and when its mail was first seen stays.
    Replace,
}

impl Conflict {
    fn action(self) -> &'static str {
        match self {
            Self::Leave => "DO NOTHING",
            Self::Replace => {
                "DO UPDATE SET state = excluded.state, skip = excluded.skip,
                     window_ends = excluded.window_ends, due = excluded.due,
                     language = excluded.language, stage = excluded.stage,
                     company = excluded.company, role = excluded.role,
                     contact_name = excluded.contact_name,
                     contact_address = excluded.contact_address, score = excluded.score,
                     original = excluded.original, reasons = excluded.reasons,
                     evidence = excluded.evidence, draft = excluded.draft,
                     draft_message_id = excluded.draft_message_id, attempts = 0,
                     retry_at = NULL, last_error = NULL, changed_at = excluded.changed_at"
            }
        }
    }
}

/// The columns of a case that differ between its kinds.
pub(super) struct NewCase<'a> {
    key: &'a CaseKey,
    received: Timestamp,
    judgement: &'a Judgement,
    state: State,
    case: Option<&'a Case>,
}

impl<'a> NewCase<'a> {
    pub(super) fn rejection(case: &'a Case) -> Self {
        Self {
            key: &case.key,
            received: case.received,
            judgement: &case.judgement,
            state: match case.plan {
                Plan::Draft { .. } => State::Queued,
                Plan::Skip(skip) => State::Skipped(skip),
            },
            case: Some(case),
        }
    }

    fn unsure(key: &'a CaseKey, received: Timestamp, judgement: &'a Judgement) -> Self {
        Self {
            key,
            received,
            judgement,
            state: State::Unsure,
            case: None,
        }
    }
}

/// Opens a case, unless its key is known, and says so in an event. What the
/// user has marked as no rejection is kept without a draft.
fn open(
    db: &Transaction<'_>,
    account: &Account,
    source: &Source,
    at: Timestamp,
    mut new: NewCase<'_>,
    recorded: &mut Recorded,
) -> Result<(), DbError> {
    if marks::of(db, account, new.key)? == Some(Mark::NotRejection) {
        new.state = State::Skipped(Skip::Marked);
    }
    let new = &new;
    let opened = insert(db, account, source, at, new, Conflict::Leave)?;
    let verdict = new.judgement.verdict.as_str();
    let event = Event {
        at,
        account,
        key: Some(new.key),
        source: Some(source),
        kind: if opened { verdict } else { "duplicate" },
        detail: if opened {
            decision(new)
        } else {
            json!({ "verdict": verdict })
        },
    };
    events::add(db, &event)?;
    if opened {
        recorded.opened.push(new.key.clone());
    } else {
        recorded.known.push(new.key.clone());
    }
    Ok(())
}

/// Whether a row was added or begun anew.
pub(super) fn insert(
    db: &Transaction<'_>,
    account: &Account,
    source: &Source,
    at: Timestamp,
    new: &NewCase<'_>,
    conflict: Conflict,
) -> Result<bool, DbError> {
    let source = SourceColumns::from(source);
    let skip = match new.state {
        State::Skipped(skip) => Some(skip.as_str()),
        State::Queued | State::Intended | State::Filed | State::Unsure => None,
    };
    let (due, window_ends) = match (new.state, new.case.map(|case| case.plan)) {
        (State::Queued, Some(Plan::Draft { due, window_ends })) => (Some(due), Some(window_ends)),
        _ => (None, None),
    };
    let application = new.case.map(|case| &case.application);
    let contact = application.and_then(|application| application.contact.as_ref());
    let draft = match new.state {
        State::Queued => new.case.and_then(|case| case.draft.as_ref()),
        State::Intended | State::Filed | State::Skipped(_) | State::Unsure => None,
    };
    let language = application
        .map(|application| application.language)
        .or(new.judgement.language);
    let inserted = db
        .prepare_cached(&format!(
            "INSERT INTO cases (account, key, state, skip, original, source_mailbox,
                 source_uid_validity, source_uid, source_path, received, window_ends, due,
                 language, stage, company, role, contact_name, contact_address, score, reasons,
                 evidence, draft_message_id, draft, opened_at, changed_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
                     ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?24)
             ON CONFLICT (account, key) {}",
            conflict.action()
        ))?
        .execute(params![
            account.as_str(),
            new.key.as_str(),
            new.state.as_str(),
            skip,
            new.case
                .and_then(|case| case.original.as_ref())
                .map(|id| id.as_str()),
            source.mailbox,
            source.uid_validity,
            source.uid,
            source.path,
            new.received.as_millisecond(),
            window_ends.map(|at| at.as_millisecond()),
            due.map(|at| at.as_millisecond()),
            language.as_ref().map(|language| language.as_str()),
            application
                .and_then(|application| application.stage)
                .map(|stage| stage.as_str()),
            application.and_then(|application| application.company.as_deref()),
            application.and_then(|application| application.role.as_deref()),
            contact.and_then(|contact| contact.name.as_deref()),
            contact.map(|contact| contact.address.as_str()),
            f64::from(row::finite(new.judgement.score)),
            json!(new.judgement.reasons).to_string(),
            json!(evidence(new.judgement)).to_string(),
            draft.map(|draft| draft.message_id.as_str()),
            draft.map(|draft| draft.bytes.as_slice()),
            at.as_millisecond(),
        ])?;
    Ok(inserted == 1)
}

/// The event of an opened case: what decided, in the words of packs and rules.
fn decision(new: &NewCase<'_>) -> Value {
    json!({
        "score": row::finite(new.judgement.score),
        "reasons": new.judgement.reasons,
        "evidence": evidence(new.judgement),
        "unread_language": new.judgement.unread_language,
        "state": new.state.to_string(),
    })
}

fn evidence(judgement: &Judgement) -> Vec<EvidenceRow> {
    judgement.evidence.iter().map(EvidenceRow::from).collect()
}

fn note(
    db: &Transaction<'_>,
    account: &Account,
    source: &Source,
    at: Timestamp,
    kind: &str,
    detail: Value,
) -> Result<(), DbError> {
    let event = Event {
        at,
        account,
        key: None,
        source: Some(source),
        kind,
        detail,
    };
    events::add(db, &event)
}

//! Deciding about what is new since the last look.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use tracing::{debug, info, warn};

use super::remedy::WatchError;
use super::watch::Watched;
use crate::case::{self, Entry, Outcome, pass_over};
use crate::ledger::{Batch, Cursor, Recorded};
use crate::mail::{MailboxName, Raw, SignedDuration, Source, Timestamp, Uid};
use crate::store::imap::{Appetite, Depth, ImapSession, Opened, Worth};
use crate::store::maildir::{self, Maildir, SLACK};
use crate::store::{Store, StoreError};
use crate::text;

/// Messages decided about between two entries in the ledger. Small enough that
/// a crash repeats little, large enough that a backlog takes few round trips.
const BATCH: usize = 100;

/// How the mailboxes stood at the last look.
#[derive(Debug)]
pub(super) enum Look {
    /// The first watched mailbox, on which IDLE runs.
    Imap(Opened),
    /// A Maildir has no such mark: its listing is its state.
    Maildir,
}

/// Looks into every watched mailbox.
pub(super) async fn catch_up(watched: &Watched, store: &mut Store) -> Result<Look, WatchError> {
    let mailboxes = &watched.config.watch.mailboxes;
    match store {
        Store::Imap(session) => {
            // The first mailbox comes last, so that it is the one left open for IDLE.
            let mut opened = None;
            for mailbox in mailboxes.iter().rev() {
                opened = Some(look_into_imap(watched, session, mailbox).await?);
            }
            opened.map(Look::Imap).ok_or(WatchError::Internal)
        }
        Store::Maildir { maildir, .. } => {
            for mailbox in mailboxes {
                look_into_maildir(watched, maildir, mailbox).await?;
            }
            Ok(Look::Maildir)
        }
    }
}

/// Looks at everything received since `since`, and leaves the cursors alone.
/// What is known already opens no second case.
pub(super) async fn look_again(
    watched: &Watched,
    store: &mut Store,
    since: Timestamp,
) -> Result<(), WatchError> {
    for mailbox in &watched.config.watch.mailboxes {
        match store {
            Store::Imap(session) => {
                let opened = session.examine(mailbox).await.map_err(StoreError::from)?;
                let uids = session.uids_since(since).await.map_err(StoreError::from)?;
                for batch in uids.chunks(BATCH) {
                    let entries =
                        read_batch(watched, session, mailbox, &opened, batch, since).await?;
                    record(watched, mailbox, entries, None, Vec::new()).await?;
                }
            }
            Store::Maildir { maildir, .. } => {
                let folder = maildir.mailbox(&mailbox.0).map_err(StoreError::from)?;
                let listed = maildir
                    .new_since(&folder, since)
                    .map_err(StoreError::from)?;
                for batch in listed.chunks(BATCH) {
                    let read = |entry| read_file(watched, maildir, &folder, entry);
                    let entries = batch.iter().filter_map(read).collect();
                    record(watched, mailbox, entries, None, Vec::new()).await?;
                }
            }
        }
    }
    Ok(())
}

async fn look_into_imap(
    watched: &Watched,
    session: &mut ImapSession,
    mailbox: &MailboxName,
) -> Result<Opened, WatchError> {
    let account = &watched.config.account;
    let opened = session.examine(mailbox).await.map_err(StoreError::from)?;
    let cursor = watched.ledger.cursor(account, mailbox).await?;
    let (uids, since, mut last) = match start(watched, &opened, cursor) {
        Start::After(uid) => (session.uids_after(uid).await, Timestamp::MIN, uid),
        Start::Since(since) => {
            let last = below_next(session, &opened).await?;
            (session.uids_since(since).await, since, last)
        }
    };
    let uids = uids.map_err(StoreError::from)?;
    let at = |last_uid| {
        Some(Cursor {
            uid_validity: opened.uid_validity,
            last_uid,
        })
    };
    for batch in uids.chunks(BATCH) {
        let entries = read_batch(watched, session, mailbox, &opened, batch, since).await?;
        let reached = batch.last().copied().unwrap_or(last);
        record(watched, mailbox, entries, at(reached), Vec::new()).await?;
        last = last.max(reached);
        watched.progress.alive();
    }
    if cursor != at(last) {
        record(watched, mailbox, Vec::new(), at(last), Vec::new()).await?;
    }
    Ok(opened)
}

/// Where a look begins.
#[derive(Debug, Clone, Copy)]
enum Start {
    /// After the last message that was decided about.
    After(Uid),
    /// At a point in time: the first look, or the UIDs have lost their meaning.
    Since(Timestamp),
}

fn start(watched: &Watched, opened: &Opened, cursor: Option<Cursor>) -> Start {
    let watch = &watched.config.watch;
    let ago = |span| Timestamp::now() - SignedDuration::try_from(span).unwrap_or_default();
    let Some(cursor) = cursor else {
        return Start::Since(ago(watch.lookback));
    };
    let rescan = Start::Since(ago(watch.lookback.max(watched.config.draft.window)));
    if cursor.uid_validity != opened.uid_validity {
        warn!(mailbox = %watched.config.name, "the server renumbered the mailbox; looking again");
        return rescan;
    }
    if opened.uid_next.is_some_and(|next| next <= cursor.last_uid) {
        warn!(mailbox = %watched.config.name, "the server went back in its numbers; looking again");
        return rescan;
    }
    Start::After(cursor.last_uid)
}

/// The UID below which everything is history on the first look.
async fn below_next(session: &mut ImapSession, opened: &Opened) -> Result<Uid, WatchError> {
    if let Some(next) = opened.uid_next {
        return Ok(Uid(next.0.saturating_sub(1)));
    }
    let all = session.uids_after(Uid(0)).await.map_err(StoreError::from)?;
    Ok(all.last().copied().unwrap_or(Uid(0)))
}

async fn read_batch(
    watched: &Watched,
    session: &mut ImapSession,
    mailbox: &MailboxName,
    opened: &Opened,
    uids: &[Uid],
    since: Timestamp,
) -> Result<Vec<Entry>, WatchError> {
    let me = watched.rules.me.as_ref();
    let mut passed = BTreeMap::new();
    let mut decided = Vec::new();
    session
        .read(
            mailbox,
            opened.uid_validity,
            uids,
            |head| {
                if head.internal_date.is_some_and(|at| at < since) {
                    return Worth::Nothing;
                }
                match catch_unwind(|| pass_over(&text::parse(head), me)) {
                    Ok(Some(reason)) => {
                        passed.insert(source_key(&head.source), (head.source.clone(), reason));
                        Worth::Nothing
                    }
                    Ok(None) | Err(_) => Worth::Reading,
                }
            },
            |raw, depth| match decide(watched, &raw, depth) {
                Some(entry) => {
                    decided.push(entry);
                    Appetite::Enough
                }
                None => Appetite::More,
            },
        )
        .await
        .map_err(StoreError::from)?;
    let passed = passed.into_values().map(|(source, reason)| Entry {
        source,
        outcome: Outcome::Passed(reason),
    });
    Ok(passed.chain(decided).collect())
}

/// Decides about one message; `None` where its text goes on beyond the octets
/// read. A mail that trips the program up is set aside with a note, and the
/// others go on.
fn decide(watched: &Watched, raw: &Raw, depth: Depth) -> Option<Entry> {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let message = text::parse(raw);
        if depth == Depth::Beginning && raw.is_truncated() && text::wants_more(&message) {
            return None;
        }
        Some(case::decide(&watched.rules, raw, message, Timestamp::now()).outcome)
    }));
    let outcome = match outcome {
        Ok(outcome) => outcome?,
        Err(_) => Outcome::Unreadable("the program failed on it; please report it".to_owned()),
    };
    Some(Entry {
        source: raw.source.clone(),
        outcome,
    })
}

async fn look_into_maildir(
    watched: &Watched,
    maildir: &Maildir,
    mailbox: &MailboxName,
) -> Result<(), WatchError> {
    let (ledger, account) = (&watched.ledger, &watched.config.account);
    let folder = maildir.mailbox(&mailbox.0).map_err(StoreError::from)?;
    let worked = ledger.last_worked(account, mailbox).await?;
    let lookback = SignedDuration::try_from(watched.config.watch.lookback).unwrap_or_default();
    // On the first look everything older is history; it is noted, not read.
    let since = worked.map_or_else(|| Timestamp::now() - lookback, |_| Timestamp::MIN);
    let floor = worked.unwrap_or_else(Timestamp::now) - SLACK.max(lookback);
    let listed = maildir
        .new_since(&folder, floor)
        .map_err(StoreError::from)?;
    let seen = ledger.seen_files(account, mailbox).await?;
    let new: Vec<_> = listed
        .iter()
        .filter(|e| !seen.contains(e.name.as_str()))
        .collect();
    for batch in new.chunks(BATCH) {
        let recent = batch.iter().filter(|e| e.received >= since);
        let entries = recent
            .filter_map(|e| read_file(watched, maildir, &folder, e))
            .collect();
        let files = batch.iter().map(|e| e.name.as_str().to_owned()).collect();
        record(watched, mailbox, entries, None, files).await?;
        watched.progress.alive();
    }
    if seen.len() > listed.len() {
        let present = listed.iter().map(|e| e.name.as_str().to_owned()).collect();
        ledger.forget_files(account, mailbox, present).await?;
    }
    Ok(())
}

/// Decides about one file; `None` where it has gone meanwhile.
fn read_file(
    watched: &Watched,
    maildir: &Maildir,
    mailbox: &MailboxName,
    entry: &maildir::Entry,
) -> Option<Entry> {
    match maildir.read(mailbox, entry, Depth::Bound.octets()) {
        Ok(None) => None,
        Ok(Some(raw)) => decide(watched, &raw, Depth::Bound),
        Err(error) => Some(Entry {
            source: Source::Path(entry.path.display().to_string()),
            outcome: Outcome::Unreadable(error.to_string()),
        }),
    }
}

/// Writes a batch down and tells of it in counts: who wrote what is nobody's
/// business in a log.
async fn record(
    watched: &Watched,
    mailbox: &MailboxName,
    entries: Vec<Entry>,
    cursor: Option<Cursor>,
    files: Vec<String>,
) -> Result<(), WatchError> {
    let seen = entries.len();
    let unreadable = entries
        .iter()
        .filter(|e| matches!(e.outcome, Outcome::Unreadable(_)))
        .count();
    let batch = Batch {
        mailbox: mailbox.clone(),
        entries,
        cursor,
        files,
        at: Timestamp::now(),
    };
    let Recorded { opened, known } = watched
        .ledger
        .record(&watched.config.account, batch)
        .await?;
    let name = &watched.config.name;
    debug!(mailbox = %name, seen, rejections = opened.len(), known = known.len(), "looked");
    if !opened.is_empty() {
        info!(mailbox = %name, count = opened.len(), "found rejections or unsure mail");
    }
    if unreadable > 0 {
        warn!(mailbox = %name, count = unreadable, "mail that could not be read was set aside");
    }
    Ok(())
}

fn source_key(source: &Source) -> u32 {
    match source {
        Source::Mailbox(at) => at.uid.0,
        Source::Path(_) => 0,
    }
}

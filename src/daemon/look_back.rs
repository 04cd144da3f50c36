//! Looking back over a whole IMAP mailbox: the reading for `scan`.

use super::open::open;
use super::remedy::WatchError;
use crate::case::{CaseKey, Decided, Mark, Rules, decide_at_arrival, pass_over};
use crate::config::Config;
use crate::mail::{Message, Raw, Source, Timestamp, Uid};
use crate::store::imap::{Appetite, Depth, ImapSession, Worth};
use crate::store::{Store, StoreError};
use crate::text;

/// Messages asked for at once; more would gain nothing, since they come as one stream.
const BATCH: usize = 500;

/// How far a look back has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Messages looked at.
    pub done: usize,
    /// Messages in the mailbox, as far as they are wanted.
    pub total: usize,
}

/// Decides about every message received since `since` in the watched mailboxes,
/// oldest first, each as if it had been handled when it arrived. Nothing is
/// written anywhere.
///
/// # Errors
/// Whatever ends the session.
pub async fn look_back(
    config: &Config,
    rules: &Rules,
    since: Option<Timestamp>,
    mut found: impl FnMut(Source, Decided),
    mut progress: impl FnMut(Progress),
) -> Result<(), WatchError> {
    let mut store = open(config).await?;
    if let Store::Imap(session) = &mut store {
        for mailbox in &config.watch.mailboxes {
            let opened = session.examine(mailbox).await.map_err(StoreError::from)?;
            let uids = wanted(session, since).await?;
            let mut done = 0;
            for batch in uids.chunks(BATCH) {
                let worth = |head: &Raw| worth(rules, since, head);
                session
                    .read(mailbox, opened.uid_validity, batch, worth, |raw, depth| {
                        read(rules, raw, depth, &mut found)
                    })
                    .await
                    .map_err(StoreError::from)?;
                done += batch.len();
                progress(Progress {
                    done,
                    total: uids.len(),
                });
            }
        }
    }
    store.close().await;
    Ok(())
}

async fn wanted(
    session: &mut ImapSession,
    since: Option<Timestamp>,
) -> Result<Vec<Uid>, WatchError> {
    let uids = match since {
        Some(since) => session.uids_since(since).await,
        None => session.uids_after(Uid(0)).await,
    };
    Ok(uids.map_err(StoreError::from)?)
}

fn worth(rules: &Rules, since: Option<Timestamp>, head: &Raw) -> Worth {
    let early = since.is_some_and(|since| head.internal_date.is_some_and(|at| at < since));
    if early {
        return Worth::Nothing;
    }
    let head = text::parse(head);
    let passed = pass_over(&head, rules.me.as_ref()).is_some();
    match passed && !is_marked(rules, &head) {
        true => Worth::Nothing,
        false => Worth::Reading,
    }
}

/// Whether the user calls the mail a rejection, whatever its headers say.
fn is_marked(rules: &Rules, head: &Message) -> bool {
    rules.marks.get(&CaseKey::of(head)) == Some(&Mark::Rejection)
}

fn read(
    rules: &Rules,
    raw: Raw,
    depth: Depth,
    found: &mut impl FnMut(Source, Decided),
) -> Appetite {
    let message = text::parse(&raw);
    if depth == Depth::Beginning && raw.is_truncated() && text::wants_more(&message) {
        return Appetite::More;
    }
    let decided = decide_at_arrival(rules, &raw, message, Timestamp::now());
    found(raw.source, decided);
    Appetite::Enough
}

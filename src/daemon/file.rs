//! Filing what is due: look, intent, append, completion.
//!
//! Each draft passes through the same steps whether this is the first attempt or
//! the one after a crash, so there is one path to prove and not two. The intent
//! comes last before the append, so that its time tells how fresh an attempt
//! is, however long the looks took.

use tracing::{info, warn};

use super::remedy::WatchError;
use super::watch::{Watched, chain};
use crate::case::State;
use crate::config::DraftsMailbox;
use crate::ledger::{Filed, Filing, How, Intent, LedgerError};
use crate::mail::{MailboxName, SignedDuration, SpecialUse, Timestamp};
use crate::reply::Skip;
use crate::store::{Store, StoreError};

/// How long the fate of an interrupted APPEND is left open. The server may still
/// be storing it, or its search index may lag behind.
const SETTLE: SignedDuration = SignedDuration::from_secs(30);

/// When a draft that could not be filed is tried again.
const RETRY: SignedDuration = SignedDuration::from_mins(5);

/// The mailboxes that filing needs.
struct Places {
    drafts: MailboxName,
    /// Some accounts have none; then nothing can have been sent from there.
    sent: Option<MailboxName>,
}

/// Files every draft that is due, the most urgent first.
pub(super) async fn file_due(watched: &Watched, store: &mut Store) -> Result<(), WatchError> {
    let account = &watched.config.account;
    loop {
        let due = watched.ledger.due(account, Timestamp::now()).await?;
        if due.is_empty() {
            return Ok(());
        }
        let places = match places(watched, store).await {
            Ok(places) => places,
            Err(error) if error.session_survives() => {
                for filing in &due {
                    unless_marked(defer(watched, filing, &error).await)?;
                }
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        for filing in due {
            let done = match file(watched, store, &places, &filing).await {
                Err(WatchError::Store(error)) if error.session_survives() => {
                    defer(watched, &filing, &error).await
                }
                other => other,
            };
            unless_marked(done)?;
            watched.progress.alive();
        }
    }
}

/// A step that a case cannot take is no error here: the user has marked its
/// mail since it was read, and the next look sees how it stands.
fn unless_marked(done: Result<(), WatchError>) -> Result<(), WatchError> {
    match done {
        Err(WatchError::Ledger(LedgerError::Step { .. })) => Ok(()),
        other => other,
    }
}

async fn places(watched: &Watched, store: &mut Store) -> Result<Places, StoreError> {
    let configured = match &watched.config.drafts {
        DraftsMailbox::Auto => None,
        DraftsMailbox::Named(name) => Some(name),
    };
    let drafts = store.find(SpecialUse::Drafts, configured).await?;
    let sent = match store.find(SpecialUse::Sent, None).await {
        Ok(name) => Some(name),
        Err(error) if error.session_survives() => None,
        Err(error) => return Err(error),
    };
    Ok(Places { drafts, sent })
}

async fn file(
    watched: &Watched,
    store: &mut Store,
    places: &Places,
    filing: &Filing,
) -> Result<(), WatchError> {
    let (ledger, account) = (&watched.ledger, &watched.config.account);
    let now = Timestamp::now();
    let id = &filing.draft_message_id;
    let stands_in = |mailbox: &MailboxName, uid, how| Filed {
        mailbox: mailbox.clone(),
        uid,
        how,
    };
    for mailbox in std::iter::once(&places.drafts).chain(&places.sent) {
        if store.has_message(mailbox, id, filing.received).await? {
            if filing.state == State::Queued
                && ledger.intend(account, &filing.key, now).await? == Intent::Withdrawn
            {
                return Ok(());
            }
            let filed = stands_in(mailbox, None, How::FoundAlready);
            ledger.filed(account, &filing.key, now, filed).await?;
            return Ok(());
        }
    }
    if filing.state == State::Intended && now.duration_since(filing.changed_at) < SETTLE {
        let again = filing.changed_at + SETTLE;
        let reason = "an earlier attempt was interrupted; waiting for the server to settle";
        ledger
            .defer(account, &filing.key, now, again, reason)
            .await?;
        return Ok(());
    }
    if let Some(original) = &filing.original {
        for mailbox in std::iter::once(&places.drafts).chain(&places.sent) {
            if store.has_answer(mailbox, original, filing.received).await? {
                ledger
                    .skip(account, &filing.key, Skip::Answered, now)
                    .await?;
                info!(mailbox = %watched.config.name, "answered already: no draft");
                return Ok(());
            }
        }
    }
    let intent = ledger
        .intend(account, &filing.key, Timestamp::now())
        .await?;
    if intent == Intent::Withdrawn {
        info!(mailbox = %watched.config.name, "marked as no rejection: no draft");
        return Ok(());
    }
    let uid = store
        .append_draft(&places.drafts, &filing.draft, id)
        .await?;
    let filed = stands_in(&places.drafts, uid, How::Appended);
    ledger
        .filed(account, &filing.key, Timestamp::now(), filed)
        .await?;
    info!(mailbox = %watched.config.name, "filed a draft");
    Ok(())
}

/// The case waits; nothing is lost.
async fn defer(watched: &Watched, filing: &Filing, error: &StoreError) -> Result<(), WatchError> {
    let now = Timestamp::now();
    let reason = chain(error);
    warn!(mailbox = %watched.config.name, %reason, "a draft could not be filed and waits");
    let account = &watched.config.account;
    watched
        .ledger
        .defer(account, &filing.key, now, now + RETRY, &reason)
        .await?;
    Ok(())
}

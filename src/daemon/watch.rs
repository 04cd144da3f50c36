//! The watch loop of one mailbox: connect, catch up, file what is due, wait.
//!
//! Events only wake it; state decides. IDLE news, a timer and a restart all lead
//! to the same catch-up, so a lost notification costs time and never a mail.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::Instant;
use tracing::{error, info, warn};

use super::backoff::Backoff;
use super::catch_up::{Look, catch_up, look_again};
use super::file::file_due;
use super::pause::{Pause, pause};
use super::progress::{Progress, State};
use super::remedy::{Remedy, WatchError};
use super::stop::Stop;
use super::wait::{Wake, wait};
use crate::case::Rules;
use crate::config::{Config, Idle};
use crate::ledger::{Health, Ledger, Round};
use crate::mail::{SignedDuration, Timestamp};
use crate::store::Store;

/// A session that lived this long was a good one.
const GOOD: Duration = Duration::from_secs(90);

/// Everything that watching one mailbox needs.
#[derive(Debug)]
pub(super) struct Watched {
    pub(super) config: Config,
    pub(super) rules: Rules,
    pub(super) ledger: Ledger,
    pub(super) progress: Progress,
}

/// How the watch of a mailbox ended.
#[derive(Debug)]
pub(super) enum Ended {
    /// As wanted.
    Stopped,
    /// By an error that only the user can mend.
    Halted,
}

/// Watches a mailbox until a stop is wanted or the user has to mend something.
pub(super) async fn watch(watched: Arc<Watched>, mut stop: Stop) -> Ended {
    let name = &watched.config.name;
    let mut backoff = Backoff::new();
    loop {
        watched.progress.set(State::Connecting);
        let began = Instant::now();
        let Err(error) = guarded_session(&watched, &stop).await else {
            return Ended::Stopped;
        };
        if began.elapsed() >= GOOD {
            backoff.reset();
        }
        note(&watched, Some(&error)).await;
        let remedy = error.remedy();
        let reason = chain(&error);
        let wait = match remedy {
            Remedy::Halt => {
                error!(mailbox = %name, %reason, "stopped watching");
                watched.progress.set(State::Halted);
                return Ended::Halted;
            }
            Remedy::Reconnect => backoff.pause(),
            Remedy::ReconnectLater => backoff.long_pause(),
        };
        warn!(mailbox = %name, %reason, seconds = wait.as_secs(), "will try again");
        let again = Timestamp::now() + SignedDuration::try_from(wait).unwrap_or_default();
        if pause(again, &watched.progress, &mut stop).await == Pause::Stop {
            return Ended::Stopped;
        }
    }
}

/// Runs a session in a task of its own, so that a panic in a parser ends the
/// session and not the daemon.
async fn guarded_session(watched: &Arc<Watched>, stop: &Stop) -> Result<(), WatchError> {
    let mut task = JoinSet::new();
    let (watched, stop) = (Arc::clone(watched), stop.clone());
    task.spawn(async move { session(&watched, stop).await });
    match task.join_next().await {
        Some(Ok(result)) => result,
        Some(Err(_)) | None => Err(WatchError::Internal),
    }
}

async fn session(watched: &Watched, mut stop: Stop) -> Result<(), WatchError> {
    let Some(mut store) = open(watched, &mut stop).await? else {
        return Ok(());
    };
    // Armed before the first look, so that nothing falls in between.
    if watched.config.watch.idle == Idle::On
        && let Err(error) = store.watch_maildir(&watched.config.watch.mailboxes)
    {
        warn!(mailbox = %watched.config.name, reason = %chain(&error), "polling only");
    }
    info!(mailbox = %watched.config.name, "connected");
    hurry(watched).await?;
    loop {
        let look = round(watched, &mut store).await?;
        watched.progress.set(State::Watching);
        note(watched, None).await;
        let next_due = watched.ledger.next_due(&watched.config.account).await?;
        match wait(watched, &mut store, &look, next_due, &mut stop).await? {
            Wake::Look => (),
            Wake::Stop => {
                store.close().await;
                return Ok(());
            }
        }
    }
}

/// A new session tries at once what the last one had to defer: the user may
/// have mended what was in the way and started afresh.
async fn hurry(watched: &Watched) -> Result<(), WatchError> {
    Ok(watched.ledger.hurry(&watched.config.account).await?)
}

/// One round: decide about what is new, then file what is due.
async fn round(watched: &Watched, store: &mut Store) -> Result<Look, WatchError> {
    let look = catch_up(watched, store).await?;
    watched.progress.alive();
    file_due(watched, store).await?;
    Ok(look)
}

/// One round on a fresh connection, for cron.
pub(super) async fn once(watched: &Watched) -> Result<(), WatchError> {
    let result = async {
        let mut store = super::open::open(&watched.config).await?;
        hurry(watched).await?;
        round(watched, &mut store).await?;
        store.close().await;
        Ok(())
    }
    .await;
    note(watched, result.as_ref().err()).await;
    if let Err(error) = &result {
        error!(mailbox = %watched.config.name, reason = %chain(error), "the round failed");
    }
    result
}

/// One round over everything received since `since`, whatever was looked at before.
pub(super) async fn backfill(watched: &Watched, since: Timestamp) -> Result<(), WatchError> {
    let mut store = super::open::open(&watched.config).await?;
    look_again(watched, &mut store, since).await?;
    file_due(watched, &mut store).await?;
    store.close().await;
    Ok(())
}

/// Files what is due on a fresh connection.
pub(super) async fn file_only(watched: &Watched) -> Result<(), WatchError> {
    let mut store = super::open::open(&watched.config).await?;
    hurry(watched).await?;
    file_due(watched, &mut store).await?;
    store.close().await;
    Ok(())
}

async fn open(watched: &Watched, stop: &mut Stop) -> Result<Option<Store>, WatchError> {
    tokio::select! {
        biased;
        () = stop.wanted() => Ok(None),
        store = super::open::open(&watched.config) => store.map(Some),
    }
}

/// Leaves a note of the round for `afterword status`. A ledger that cannot take
/// it shows up at the next decision.
async fn note(watched: &Watched, error: Option<&WatchError>) {
    let (account, at) = (&watched.config.account, Timestamp::now());
    for mailbox in &watched.config.watch.mailboxes {
        let round = error.map_or(Round::Worked, |error| Round::Failed(chain(error)));
        let health = Health {
            mailbox: mailbox.clone(),
            at,
            round,
        };
        if let Err(error) = watched.ledger.health(account, health).await {
            warn!(mailbox = %watched.config.name, reason = %chain(&error), "the ledger took no note");
        }
    }
}

/// An error with its causes on one line, a colon between.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

//! Waiting for mail, for a draft's time, or for the wish to stop.

use crate::config::Idle;
use crate::mail::{SignedDuration, Timestamp};
use crate::store::imap::{Idled, ImapError, ImapSession, Opened};
use crate::store::maildir::MaildirWatch;
use crate::store::{Store, StoreError};

use super::catch_up::Look;
use super::pause::{Pause, pause};
use super::remedy::WatchError;
use super::stop::Stop;
use super::watch::Watched;

/// How often a connection without IDLE is kept from being closed as unused;
/// servers wait for thirty minutes (RFC 9051 section 5.4), routers for fewer.
const KEEP: SignedDuration = SignedDuration::from_mins(5);

/// Why a wait ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wake {
    /// Look again.
    Look,
    /// A stop is wanted.
    Stop,
}

impl From<Pause> for Wake {
    fn from(pause: Pause) -> Self {
        match pause {
            Pause::Over | Pause::ClockJumped => Self::Look,
            Pause::Stop => Self::Stop,
        }
    }
}

/// Waits on an open store; at the latest until the next draft is due.
pub(super) async fn wait(
    watched: &Watched,
    store: &mut Store,
    look: &Look,
    next_due: Option<Timestamp>,
    stop: &mut Stop,
) -> Result<Wake, WatchError> {
    let poll = Timestamp::now()
        + SignedDuration::try_from(watched.config.watch.poll_interval).unwrap_or_default();
    let due = next_due.unwrap_or(Timestamp::MAX);
    match (store, look) {
        (Store::Imap(session), Look::Imap(seen)) => {
            let idle = watched.config.watch.idle == Idle::On && session.capabilities().has("IDLE");
            if !idle {
                return keep(watched, session, poll.min(due), stop).await;
            }
            // The other mailboxes are not told of, so they are polled.
            let others = watched.config.watch.mailboxes.len() > 1;
            let until = if others { poll.min(due) } else { due };
            match self::idle(watched, session, seen, until, stop).await {
                // Offered and refused all the same: the server is asked instead.
                Err(WatchError::Store(StoreError::Imap(ImapError::Refused { .. }))) => {
                    keep(watched, session, poll.min(due), stop).await
                }
                other => other,
            }
        }
        (Store::Maildir { watch, .. }, _) => {
            let wake = pause(poll.min(due), &watched.progress, stop);
            tokio::select! {
                biased;
                pause = wake => Ok(pause.into()),
                () = changed(watch.as_ref()) => Ok(Wake::Look),
            }
        }
        (Store::Imap(_), Look::Maildir) => Ok(Wake::Look),
    }
}

async fn idle(
    watched: &Watched,
    session: &mut ImapSession,
    seen: &Opened,
    until: Timestamp,
    stop: &mut Stop,
) -> Result<Wake, WatchError> {
    let Some(first) = watched.config.watch.mailboxes.first() else {
        return Ok(Wake::Look);
    };
    let wake = pause(until, &watched.progress, stop);
    match session
        .idle(first, seen, wake)
        .await
        .map_err(StoreError::from)?
    {
        Idled::News | Idled::Quiet => Ok(Wake::Look),
        Idled::Woken(pause) => Ok(pause.into()),
    }
}

/// Waits without IDLE.
async fn keep(
    watched: &Watched,
    session: &mut ImapSession,
    until: Timestamp,
    stop: &mut Stop,
) -> Result<Wake, WatchError> {
    loop {
        let next = until.min(Timestamp::now() + KEEP);
        match pause(next, &watched.progress, stop).await {
            Pause::Over if next < until => session.noop().await.map_err(StoreError::from)?,
            over => return Ok(over.into()),
        }
    }
}

/// Returns when files came into the watched folders; never, where they cannot
/// be watched and are polled alone.
async fn changed(folders: Option<&MaildirWatch>) {
    match folders {
        Some(folders) => folders.changed().await,
        None => std::future::pending().await,
    }
}

//! Proof that each mailbox's task is alive and what it is doing, for systemd's
//! watchdog and status line.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// How long a task may go without a sign of life. Every wait inside one is
/// shorter: a stalled command ends after a minute, an idle wait ticks each half
/// minute.
const PATIENCE: Duration = Duration::from_secs(150);

/// What the tasks report to, one per process.
#[derive(Debug, Clone, Default)]
pub(super) struct Board(Arc<Mutex<BTreeMap<String, Sign>>>);

#[derive(Debug)]
struct Sign {
    at: Instant,
    state: State,
}

/// What a mailbox's task is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    /// Connecting, or waiting to try again.
    Connecting,
    /// Connected and waiting for mail.
    Watching,
    /// Stopped until the user mends something.
    Halted,
}

/// One task's place on the board.
#[derive(Debug, Clone)]
pub(super) struct Progress {
    board: Board,
    name: String,
}

impl Board {
    /// A place for the mailbox `name`.
    pub(super) fn place(&self, name: &str) -> Progress {
        let progress = Progress {
            board: self.clone(),
            name: name.to_owned(),
        };
        progress.set(State::Connecting);
        progress
    }

    /// Forgets all places, before the settings are read again.
    pub(super) fn clear(&self) {
        self.with(BTreeMap::clear);
    }

    /// Whether every task that should live has shown a sign of life lately.
    pub(super) fn is_alive(&self, now: Instant) -> bool {
        self.with(|signs| {
            signs
                .values()
                .all(|sign| sign.state == State::Halted || now - sign.at < PATIENCE)
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut BTreeMap<String, Sign>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Progress {
    /// Reports a sign of life.
    pub(super) fn alive(&self) {
        self.board.with(|signs| {
            if let Some(sign) = signs.get_mut(&self.name) {
                sign.at = Instant::now();
            }
        });
    }

    /// Reports a new state, which is a sign of life too.
    pub(super) fn set(&self, state: State) {
        let sign = Sign {
            at: Instant::now(),
            state,
        };
        self.board
            .with(|signs| signs.insert(self.name.clone(), sign));
    }
}

/// The line that `systemctl status` shows.
impl fmt::Display for Board {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (watching, connecting, halted, all) = self.with(|signs| {
            let count = |state| signs.values().filter(|s| s.state == state).count();
            (
                count(State::Watching),
                count(State::Connecting),
                count(State::Halted),
                signs.len(),
            )
        });
        let noun = if all == 1 { "mailbox" } else { "mailboxes" };
        write!(f, "watching {watching} of {all} {noun}")?;
        if connecting > 0 {
            write!(f, ", {connecting} connecting")?;
        }
        if halted > 0 {
            write!(f, ", {halted} stopped: see `afterword status`")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_silent_task_is_noticed_and_a_halted_one_is_excused() {
        let board = Board::default();
        let (work, home) = (board.place("work"), board.place("home"));
        home.set(State::Halted);
        work.set(State::Watching);
        assert!(board.is_alive(Instant::now()));
        assert!(!board.is_alive(Instant::now() + PATIENCE));
        assert_eq!(
            board.to_string(),
            "watching 1 of 2 mailboxes, 1 stopped: see `afterword status`"
        );
    }
}

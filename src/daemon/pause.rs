//! Waiting by the clock on the wall.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::progress::Progress;
use super::stop::Stop;
use crate::mail::{SignedDuration, Timestamp};

/// How often a wait looks at the clock and shows a sign of life.
const TICK: Duration = Duration::from_secs(30);
/// How far wall time and elapsed time may part before it was a suspend.
const JUMP: SignedDuration = SignedDuration::from_secs(60);

/// Why a wait ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pause {
    /// The time has come.
    Over,
    /// The machine slept, or its clock was set: connections may be dead.
    ClockJumped,
    /// A stop is wanted.
    Stop,
}

/// Waits until `until`. A timer alone would not do: it stands still while the
/// machine sleeps, and a draft's window does not.
pub(super) async fn pause(until: Timestamp, progress: &Progress, stop: &mut Stop) -> Pause {
    loop {
        progress.alive();
        let before = (Timestamp::now(), Instant::now());
        let left = Duration::try_from(before.0.duration_until(until)).unwrap_or_default();
        if left.is_zero() {
            return Pause::Over;
        }
        tokio::select! {
            biased;
            () = stop.wanted() => return Pause::Stop,
            () = sleep(left.min(TICK)) => (),
        }
        let wall = before.0.duration_until(Timestamp::now());
        let elapsed = SignedDuration::try_from(before.1.elapsed()).unwrap_or(SignedDuration::MAX);
        if (wall - elapsed).abs() > JUMP {
            return Pause::ClockJumped;
        }
    }
}

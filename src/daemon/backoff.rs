//! Pauses between attempts to connect: doubling, capped, with jitter, so that a
//! server that comes back is not met by all its clients at once.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// The first pause.
const FIRST: Duration = Duration::from_secs(2);
/// The longest pause.
const LONGEST: Duration = Duration::from_secs(15 * 60);
/// The least pause after a server has asked for patience.
const PATIENCE: Duration = Duration::from_secs(5 * 60);

/// The state of the pauses for one mailbox.
#[derive(Debug)]
pub(super) struct Backoff {
    next: Duration,
}

impl Backoff {
    pub(super) fn new() -> Self {
        Self { next: FIRST }
    }

    /// Called once a session has worked for a while; a server that lets us in
    /// and throws us out at once must not be stormed.
    pub(super) fn reset(&mut self) {
        self.next = FIRST;
    }

    /// The pause before the next attempt: between half of the current step and all of it.
    pub(super) fn pause(&mut self) -> Duration {
        let step = self.next;
        self.next = (step * 2).min(LONGEST);
        jitter(step)
    }

    /// The pause when the server asked for patience.
    pub(super) fn long_pause(&mut self) -> Duration {
        self.next = self.next.max(PATIENCE);
        self.pause()
    }
}

fn jitter(step: Duration) -> Duration {
    // A new hasher's keys are random; their hash of nothing is all we need.
    let random = RandomState::new().hash_one(());
    let share = 500 + u32::try_from(random % 501).unwrap_or_default();
    step * share / 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_the_cap_and_fall_back_on_reset() {
        let mut backoff = Backoff::new();
        let mut step = FIRST;
        for _ in 0..20 {
            let pause = backoff.pause();
            assert!(pause >= step / 2 && pause <= step, "{pause:?} for {step:?}");
            step = (step * 2).min(LONGEST);
        }
        backoff.reset();
        assert!(backoff.pause() <= FIRST);
        assert!(backoff.long_pause() >= PATIENCE / 2);
    }
}

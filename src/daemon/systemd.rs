//! What systemd is told: ready, reloading, stopping, the status line, and the
//! watchdog's food, which only real progress earns.

use std::time::Duration;

use sd_notify::NotifyState;
use tokio::time::{Instant, sleep};

use super::progress::Board;

/// How often the status line is brought up to date.
const STATUS: Duration = Duration::from_secs(5);

/// Outside systemd nobody listens, and nothing is said.
fn tell(states: &[NotifyState<'_>]) {
    let _ = sd_notify::notify(states);
}

/// The settings are good and the mailboxes are being watched.
pub(super) fn ready() {
    tell(&[NotifyState::Ready]);
}

/// The settings are being read again.
pub(super) fn reloading() {
    tell(&[NotifyState::Reloading]);
}

/// The daemon is on its way out.
pub(super) fn stopping() {
    tell(&[NotifyState::Stopping, NotifyState::Status("stopping")]);
}

/// Keeps status line and watchdog served, for as long as it is polled.
pub(super) async fn report(board: &Board) {
    let limit = sd_notify::watchdog_enabled();
    // systemd recommends to report at half the limit.
    let every = limit.map_or(STATUS, |limit| (limit / 2).min(STATUS));
    let mut said = String::new();
    loop {
        let status = board.to_string();
        if status != said {
            tell(&[NotifyState::Status(&status)]);
            said = status;
        }
        if limit.is_some() && board.is_alive(Instant::now()) {
            tell(&[NotifyState::Watchdog]);
        }
        sleep(every).await;
    }
}

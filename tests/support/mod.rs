//! What the integration tests stand on: a real Dovecot, a proxy that strikes
//! between two steps, a scripted server for accidents, and the real binary.
//!
//! Each test binary compiles this module for itself and uses a part of it.
#![allow(dead_code, unreachable_pub, missing_docs)]

pub mod afterword;
pub mod bed;
pub mod certificates;
pub mod dovecot;
pub mod imap;
pub mod maildir;
pub mod mails;
pub mod process;
pub mod proxy;
pub mod scripted;

use std::net::TcpListener;
use std::time::{Duration, Instant};

/// Long enough for a loaded machine, short enough for a person who waits.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// How often [`wait_until`] looks.
const INTERVAL: Duration = Duration::from_millis(10);

/// Looks again and again until `condition` holds; false when `limit` passed first.
#[must_use]
pub fn wait_until(limit: Duration, condition: impl FnMut() -> bool) -> bool {
    wait_calmly(limit, INTERVAL, condition)
}

/// [`wait_until`] with pauses of another length, for a look that costs something.
#[must_use]
pub fn wait_calmly(
    limit: Duration,
    interval: Duration,
    mut condition: impl FnMut() -> bool,
) -> bool {
    let deadline = Instant::now() + limit;
    loop {
        if condition() {
            return true;
        }
        if Instant::now() >= deadline {
            return false;
        }
        std::thread::sleep(interval);
    }
}

/// [`wait_until`] that fails the test, saying `what` was waited for.
#[track_caller]
pub fn eventually(what: &str, condition: impl FnMut() -> bool) {
    assert!(
        wait_until(PATIENCE, condition),
        "waited {PATIENCE:?} in vain for: {what}"
    );
}

/// A port of 127.0.0.1 that was free a moment ago.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("loopback has a free port")
        .port()
}

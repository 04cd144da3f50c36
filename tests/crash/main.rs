//! Exactly one draft, whatever ends the daemon or its connection, and when.
//!
//! Each strike is a case with a mailbox and a ledger of its own. An APPEND whose
//! fate is unknown is left alone for half a minute, so the cases of a test wait
//! side by side.

#[path = "../support/mod.rs"]
mod support;

mod imap;
mod maildir;

use std::panic;
use std::path::Path;
use std::thread;
use std::time::Duration;

use serde_json::Value;

use support::{afterword, wait_calmly};

/// How long a draft may take after an accident: the half minute in which an
/// APPEND is left to settle, pauses, and a machine with much to do.
const SETTLED: Duration = Duration::from_secs(75);

/// How often the many cases look, so that they leave the machine to the daemons.
const INTERVAL: Duration = Duration::from_millis(500);

/// Runs every case in a thread of its own and names those that failed.
fn side_by_side<C: Send>(cases: Vec<(String, C)>, test: impl Fn(C) + Sync) {
    let test = &test;
    let failed: Vec<String> = thread::scope(|scope| {
        let running: Vec<_> = cases
            .into_iter()
            .map(|(name, case)| {
                let thread = thread::Builder::new().name(name.clone());
                let handle = thread.spawn_scoped(scope, move || {
                    panic::catch_unwind(panic::AssertUnwindSafe(|| test(case))).is_ok()
                });
                (name, handle.expect("there is room for a thread"))
            })
            .collect();
        running
            .into_iter()
            .filter_map(|(name, handle)| (!handle.join().unwrap_or(false)).then_some(name))
            .collect()
    });
    assert!(failed.is_empty(), "these went wrong: {failed:#?}");
}

/// Moves what the ledger holds an hour into the past, while no daemon runs.
fn an_hour_passes(state: &Path) {
    const HOUR: i64 = 60 * 60 * 1000;
    let ledger = rusqlite::Connection::open(state.join("ledger.sqlite3"));
    let ledger = ledger.expect("the ledger is there");
    ledger
        .execute(
            "UPDATE cases SET changed_at = changed_at - ?1, retry_at = retry_at - ?1",
            [HOUR],
        )
        .expect("the ledger can be written");
}

/// Waits until the ledger holds one case and that one is filed; gives it.
#[track_caller]
fn wait_until_filed(state: &Path) -> Value {
    let mut cases = Vec::new();
    let filed = wait_calmly(SETTLED, INTERVAL, || {
        cases = afterword::cases(state);
        cases.len() == 1 && cases[0]["state"] == "filed"
    });
    assert!(filed, "not filed within {SETTLED:?}: {cases:#?}");
    cases.remove(0)
}

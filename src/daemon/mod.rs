//! The watch loop and what keeps it running.
//!
//! One task a mailbox (`watch`), each on its own connection; all share one
//! ledger. This file starts them, passes on signals, and waits for the end.

mod again;
mod backoff;
mod catch_up;
mod file;
mod load;
mod look_back;
mod open;
mod pause;
mod progress;
mod remedy;
mod stop;
mod systemd;
mod wait;
mod watch;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tracing::{error, info, warn};

pub use again::read_again;
pub use load::{
    LoadError, Loaded, Unread, default_folder, load, pack_files, read_text, state_folder,
};
pub use look_back::{Progress as LookBack, look_back};
pub use open::open;
pub use remedy::WatchError;
pub use watch::chain;

use crate::config::Account;
use crate::ledger::{AccountLock, Ledger, LedgerError};
use crate::mail::Timestamp;
use progress::Board;
use watch::{Ended, Watched, once, watch};

/// The name of the ledger in the state folder.
pub const LEDGER: &str = "ledger.sqlite3";

/// How long the tasks may take to stop; systemd is promised five seconds.
const STOP: Duration = Duration::from_secs(4);

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunEnd {
    /// As wanted.
    Stopped,
    /// A round went wrong (`--once`).
    Failed,
    /// No mailbox is left that could be watched before the user mends something.
    NothingLeft,
}

/// Why a run did not begin.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The settings.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The ledger, or another afterword that works on the same mailbox.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The system refuses signal handlers.
    #[error("cannot listen for signals")]
    Signals(#[source] std::io::Error),
}

/// A set of watched mailboxes.
struct Crew {
    tasks: JoinSet<Ended>,
    stopper: stop::Stopper,
    locks: Locks,
}

/// Keeps other daemons from the watched mailboxes.
type Locks = BTreeMap<Account, AccountLock>;

/// One round over every mailbox, for cron.
///
/// # Errors
/// Where the run cannot begin.
pub async fn run_once(paths: &[PathBuf], state: &Path) -> Result<RunEnd, RunError> {
    let ledger = Ledger::open(&state.join(LEDGER))?;
    let board = Board::default();
    let mut end = RunEnd::Stopped;
    for loaded in load(paths)? {
        let _lock = crate::ledger::lock(state, &loaded.config.account)?;
        let watched = watched(loaded, &ledger, &board);
        if once(&watched).await.is_err() {
            end = RunEnd::Failed;
        }
    }
    Ok(end)
}

/// Watches every mailbox until SIGTERM or SIGINT; SIGHUP reads the settings again.
///
/// # Errors
/// Where the run cannot begin. Later troubles of one mailbox do not end it.
pub async fn run(paths: &[PathBuf], state: &Path) -> Result<RunEnd, RunError> {
    let mut signals = Signals::new().map_err(RunError::Signals)?;
    let loaded = load(paths)?;
    let ledger = Ledger::open(&state.join(LEDGER))?;
    let board = Board::default();
    let locks = lock(&loaded, state, &Locks::new())?;
    let mut crew = muster(loaded, locks, &ledger, &board);
    systemd::ready();
    let report = systemd::report(&board);
    tokio::pin!(report);
    loop {
        tokio::select! {
            () = &mut report => (),
            signal = signals.next() => match signal {
                Wish::Stop => {
                    systemd::stopping();
                    dismiss(crew).await;
                    info!("stopped");
                    return Ok(RunEnd::Stopped);
                }
                Wish::Reload => crew = reload(crew, paths, state, &ledger, &board).await,
            },
            ended = crew.tasks.join_next() => match ended {
                Some(Ok(Ended::Halted | Ended::Stopped)) => (),
                Some(Err(_)) => error!("a mailbox's task failed inside; please report it"),
                None => {
                    error!("no mailbox is left to watch");
                    return Ok(RunEnd::NothingLeft);
                }
            },
        }
    }
}

/// Files the drafts that are missing for the mail received since `since`.
///
/// # Errors
/// The ledger, another afterword at work on the mailbox, or the mailbox itself.
pub async fn backfill(
    loaded: Loaded,
    state: &Path,
    since: Option<Timestamp>,
) -> Result<(), WatchError> {
    let ledger = Ledger::open(&state.join(LEDGER))?;
    let _lock = crate::ledger::lock(state, &loaded.config.account)?;
    let watched = watched(loaded, &ledger, &Board::default());
    watch::backfill(&watched, since.unwrap_or(Timestamp::UNIX_EPOCH)).await
}

/// Files the drafts of a mailbox that are due, without a look for new mail.
///
/// # Errors
/// The ledger, another afterword at work on the mailbox, or the mailbox itself.
pub async fn file_what_is_due(loaded: Loaded, state: &Path) -> Result<(), WatchError> {
    let ledger = Ledger::open(&state.join(LEDGER))?;
    let _lock = crate::ledger::lock(state, &loaded.config.account)?;
    let watched = watched(loaded, &ledger, &Board::default());
    watch::file_only(&watched).await
}

/// The locks of those mailboxes that are not in `held`.
fn lock(loaded: &[Loaded], state: &Path, held: &Locks) -> Result<Locks, LedgerError> {
    let accounts = loaded.iter().map(|one| &one.config.account);
    accounts
        .filter(|account| !held.contains_key(account))
        .map(|account| Ok((account.clone(), crate::ledger::lock(state, account)?)))
        .collect()
}

fn muster(loaded: Vec<Loaded>, locks: Locks, ledger: &Ledger, board: &Board) -> Crew {
    let (stopper, stop) = stop::stopper();
    let mut tasks = JoinSet::new();
    for one in loaded {
        info!(mailbox = %one.config.name, "watching");
        tasks.spawn(watch(Arc::new(watched(one, ledger, board)), stop.clone()));
    }
    Crew {
        tasks,
        stopper,
        locks,
    }
}

fn watched(loaded: Loaded, ledger: &Ledger, board: &Board) -> Watched {
    let progress = board.place(&loaded.config.name);
    for fault in &loaded.template_faults {
        let mailbox = &loaded.config.name;
        warn!(%mailbox, file = %fault.file, line = fault.line, "a template cannot be used and is left out; `afterword replies check` tells more");
    }
    Watched {
        config: loaded.config,
        rules: loaded.rules,
        ledger: ledger.clone(),
        progress,
    }
}

/// Settings that cannot be used change nothing: the daemon goes on with those it has.
async fn reload(
    crew: Crew,
    paths: &[PathBuf],
    state: &Path,
    ledger: &Ledger,
    board: &Board,
) -> Crew {
    systemd::reloading();
    let crew = match load_anew(&crew, paths, state) {
        Ok((loaded, new)) => {
            let mut locks = dismiss(crew).await;
            locks.extend(new);
            locks.retain(|account, _| loaded.iter().any(|one| one.config.account == *account));
            board.clear();
            info!("the settings were read again");
            muster(loaded, locks, ledger, board)
        }
        Err(problems) => {
            // An entry a line: a log has no room for paragraphs.
            for reason in problems.to_string().lines() {
                error!(%reason, "the new settings cannot be used");
            }
            warn!("going on with the old settings");
            crew
        }
    };
    systemd::ready();
    crew
}

/// The settings with the locks that they need besides the crew's.
fn load_anew(
    crew: &Crew,
    paths: &[PathBuf],
    state: &Path,
) -> Result<(Vec<Loaded>, Locks), RunError> {
    let loaded = load(paths)?;
    let new = lock(&loaded, state, &crew.locks)?;
    Ok((loaded, new))
}

/// Lets the tasks finish the step that they are at; what still runs after
/// that is dropped, and the ledger knows what to look for at the next start.
/// Their locks are given back.
async fn dismiss(mut crew: Crew) -> Locks {
    crew.stopper.stop();
    let finished = timeout(STOP, async {
        while crew.tasks.join_next().await.is_some() {}
    })
    .await;
    if finished.is_err() {
        crew.tasks.abort_all();
    }
    crew.locks
}

/// What a signal asks for.
enum Wish {
    Stop,
    Reload,
}

struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hangup: Signal,
}

impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }

    async fn next(&mut self) -> Wish {
        tokio::select! {
            _ = self.terminate.recv() => Wish::Stop,
            _ = self.interrupt.recv() => Wish::Stop,
            _ = self.hangup.recv() => Wish::Reload,
        }
    }
}

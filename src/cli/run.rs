//! `afterword run`: the daemon, in the foreground.

use clap::Args;

use super::log::{self, LogArgs};
use super::{ConfigArgs, Exit, complain_of};
use crate::daemon::{self, RunEnd, RunError};

/// Watch the mailboxes and file drafts; runs until it is stopped.
///
/// Runs in the foreground, for systemd or a terminal. SIGTERM and Ctrl-C stop
/// it cleanly, SIGHUP reads the settings again. Several mailboxes run side by
/// side. Nothing in a mailbox is changed but for the drafts that are added.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_long_help = "\
Examples:
  afterword run                                 every mailbox in ~/.config/afterword
  afterword run ~/.config/afterword/work.toml   this one
  afterword run --once                          one round, from cron"
)]
pub(super) struct RunArgs {
    #[command(flatten)]
    config: ConfigArgs,
    /// Do one round and stop, for cron
    #[arg(long)]
    once: bool,
    #[command(flatten)]
    log: LogArgs,
}

pub(super) async fn run(args: &RunArgs) -> Exit {
    log::start(&args.log);
    let Some(state) = daemon::state_folder() else {
        super::complain("no place for the ledger: set HOME or XDG_STATE_HOME");
        return Exit::Config;
    };
    let paths = &args.config.config;
    let end = if args.once {
        daemon::run_once(paths, &state).await
    } else {
        daemon::run(paths, &state).await
    };
    match end {
        Ok(RunEnd::Stopped) => Exit::Done,
        Ok(RunEnd::Failed) => Exit::Found,
        Ok(RunEnd::NothingLeft) => Exit::Config,
        Err(error) => {
            complain_of(&error);
            match error {
                RunError::Load(_) => Exit::Config,
                RunError::Ledger(_) | RunError::Signals(_) => Exit::Found,
            }
        }
    }
}

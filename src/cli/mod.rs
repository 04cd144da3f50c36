//! The commands, one file each. This file holds what they are called, what
//! their help says, and what their exit codes mean.

mod check;
mod demo;
mod draft;
mod explain;
mod json;
mod log;
mod mark;
mod marked;
mod phrases;
mod replies;
mod run;
mod scan;
mod status;
mod style;
mod who;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::daemon::chain;

/// The exit codes of every command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// Done.
    Done,
    /// Ran, but found problems; for `explain`, no rejection was among the input.
    Found,
    /// The command line makes no sense.
    Usage,
    /// The settings are broken, or only the user can mend what stopped the run.
    /// systemd is told not to restart on this one (EX_CONFIG in sysexits.h).
    Config,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Found => 1,
            Exit::Usage => 2,
            Exit::Config => 78,
        })
    }
}

/// Watches a mailbox for job rejections and drafts a courteous reply that asks
/// for feedback. It never sends anything.
#[derive(Debug, Parser)]
#[command(
    version,
    max_term_width = 100,
    after_help = "\
Try it first:   afterword demo
Set it up:      write ~/.config/afterword/NAME.toml (see the README), then
                afterword check     proves it line by line
                afterword run       watches the mailbox
See why:        afterword explain mail.eml
Correct it:     afterword mark mail.eml --rejection

Exit codes: 0 done; 1 ran but found problems; 2 wrong usage; 78 broken settings."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// Each is described where its arguments are: a comment here would hide that.
#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::DemoArgs),
    Run(run::RunArgs),
    Check(check::CheckArgs),
    Scan(scan::ScanArgs),
    Explain(explain::ExplainArgs),
    Status(status::StatusArgs),
    Mark(mark::MarkArgs),
    Draft(draft::DraftArgs),
    Phrases(phrases::PhrasesArgs),
    Replies(replies::RepliesArgs),
}

/// The settings that a command works on.
#[derive(Debug, Args)]
struct ConfigArgs {
    /// Settings: a file (one mailbox) or a folder of them [default: ~/.config/afterword]
    #[arg(value_name = "CONFIG")]
    config: Vec<PathBuf>,
}

/// Runs the command line and gives the exit code.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let exit = if error.use_stderr() {
                Exit::Usage
            } else {
                Exit::Done
            };
            // A closed pipe is the reader's choice, not an error.
            let _ = error.print();
            return exit.into();
        }
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            complain(&format!("the system gives no event loop: {error}"));
            return Exit::Found.into();
        }
    };
    runtime.block_on(dispatch(cli.command)).into()
}

async fn dispatch(command: Command) -> Exit {
    match command {
        Command::Demo(args) => demo::demo(&args).await,
        Command::Run(args) => run::run(&args).await,
        Command::Check(args) => check::check(&args).await,
        Command::Scan(args) => scan::scan(&args).await,
        Command::Explain(args) => explain::explain(&args).await,
        Command::Status(args) => status::status(&args).await,
        Command::Mark(args) => mark::mark(&args).await,
        Command::Draft(args) => draft::draft(&args).await,
        Command::Phrases(args) => phrases::phrases(&args),
        Command::Replies(args) => replies::replies(&args),
    }
}

/// Tells the user on standard error what went wrong. File names and servers'
/// words come from outside.
fn complain(what: &str) {
    let what = style::printable(what);
    anstream::eprintln!("{}error:{} {what}", style::BAD, style::PLAIN);
}

/// Complains about an error and all its causes.
fn complain_of(error: &dyn std::error::Error) {
    complain(&chain(error));
}

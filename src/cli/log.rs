//! Where the log goes: to journald under systemd, as text to a terminal, or as JSON.
//!
//! Only `tracing` events of this program are written. The `log` records of
//! libraries are not bridged at all, since async-imap writes every command to
//! them, passwords included; there is no setting that could switch them on.

use std::io::IsTerminal as _;

use clap::{Args, ValueEnum};
use tracing::error;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer, Registry};

/// How the log is written.
#[derive(Debug, Clone, Args)]
pub(super) struct LogArgs {
    /// The form of the log; `auto` is journald under systemd and text elsewhere
    #[arg(long, value_enum, default_value_t = Format::Auto)]
    log_format: Format,
    /// How much is logged
    #[arg(long, value_enum, default_value_t = Level::Info)]
    log_level: Level,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Auto,
    Text,
    Json,
    Journald,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Level {
    Error,
    Warn,
    Info,
    Debug,
}

/// Starts the log of a daemon.
pub(super) fn start(args: &LogArgs) {
    let level = match args.log_level {
        Level::Error => LevelFilter::ERROR,
        Level::Warn => LevelFilter::WARN,
        Level::Info => LevelFilter::INFO,
        Level::Debug => LevelFilter::DEBUG,
    };
    install(args.log_format, level);
}

/// Starts the log of a command that talks to a person: warnings only.
pub(super) fn start_quiet() {
    install(Format::Text, LevelFilter::WARN);
}

fn install(format: Format, level: LevelFilter) {
    // A second start in one process keeps the first log.
    let _ = Registry::default()
        .with(layer(format).with_filter(level))
        .try_init();
    quiet_panics();
}

fn layer(format: Format) -> Box<dyn Layer<Registry> + Send + Sync> {
    let under_systemd = std::env::var_os("JOURNAL_STREAM").is_some();
    let journald = format == Format::Journald || (format == Format::Auto && under_systemd);
    if journald && let Ok(journal) = tracing_journald::layer() {
        return Box::new(journal.with_field_prefix(Some("AFTERWORD".to_owned())));
    }
    let text = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_target(false);
    match format {
        Format::Json => Box::new(text.json().flatten_event(true)),
        // systemd stamps the lines of its services itself.
        Format::Auto if under_systemd => Box::new(text.with_ansi(false).without_time()),
        _ => Box::new(text.with_ansi(std::io::stderr().is_terminal())),
    }
}

/// A panic's message may quote the text that caused it, which may be somebody's
/// mail. The place in the code is enough to mend it.
fn quiet_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        error!(%place, "the program failed inside");
    }));
}

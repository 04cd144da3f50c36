//! `afterword check`: proves a set-up line by line.

use std::fmt::Display;

use anstream::println;
use clap::Args;

use super::style::{BAD, GOOD, PLAIN, STRONG, WARN, printable};
use super::{ConfigArgs, Exit, chain, complain, complain_of, log};
use crate::config::{Config, DraftsMailbox, Idle, MailSource};
use crate::daemon::{self, Loaded};
use crate::ledger::Ledger;
use crate::mail::{MailboxName, SpecialUse, Timestamp};
use crate::reply::{Origin, tone_of_template};
use crate::store::imap::ImapSession;
use crate::store::{Store, StoreError};

/// Prove a set-up line by line, and say how to mend what fails.
///
/// Reads the settings, signs in, opens each watched mailbox, and looks for the
/// Drafts mailbox and a place for the ledger. Nothing in a mailbox is changed.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_long_help = "\
Examples:
  afterword check
  afterword check ~/.config/afterword/work.toml"
)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    config: ConfigArgs,
}

/// Prints a line for each thing proved and keeps count of what failed.
#[derive(Default)]
struct Report {
    failed: usize,
}

impl Report {
    fn ok(&self, what: &str, detail: impl Display) {
        println!(
            "  {GOOD}ok{PLAIN}      {what:<12} {}",
            printable(&detail.to_string())
        );
    }

    fn note(&self, what: &str, detail: impl Display) {
        println!(
            "  {WARN}note{PLAIN}    {what:<12} {}",
            printable(&detail.to_string())
        );
    }

    fn failed(&mut self, what: &str, detail: impl Display) {
        self.failed += 1;
        println!(
            "  {BAD}failed{PLAIN}  {what:<12} {}",
            printable(&detail.to_string())
        );
    }
}

pub(super) async fn check(args: &CheckArgs) -> Exit {
    log::start_quiet();
    let loaded = match daemon::load(&args.config.config) {
        Ok(loaded) => loaded,
        Err(error) => {
            complain_of(&error);
            return Exit::Config;
        }
    };
    let mut report = Report::default();
    for one in &loaded {
        println!("{STRONG}{}{PLAIN}", printable(&one.config.name));
        one_mailbox(one, &mut report).await;
    }
    state(&mut report).await;
    if report.failed == 0 {
        println!("{GOOD}all good{PLAIN}: start `afterword run`");
        return Exit::Done;
    }
    complain(&format!("{} of the checks failed", report.failed));
    Exit::Found
}

async fn one_mailbox(one: &Loaded, report: &mut Report) {
    let config = &one.config;
    report.ok(
        "settings",
        format_args!("{} <{}>", config.identity.name, config.identity.address),
    );
    let counts = one.rules.book.counts();
    let counts: Vec<String> = counts
        .iter()
        .map(|(lang, n)| format!("{n} {lang}"))
        .collect();
    report.ok("phrases", counts.join(", "));
    templates(one, report);
    let mut store = match daemon::open(config).await {
        Ok(store) => store,
        Err(error) => return not_opened(config, &chain(&error), report),
    };
    match &mut store {
        Store::Imap(session) => imap(config, session, report).await,
        Store::Maildir { maildir, .. } => {
            report.ok("Maildir", maildir.root().display());
            for mailbox in &config.watch.mailboxes {
                match maildir.mailbox(&mailbox.0) {
                    Ok(_) => report.ok("mailbox", mailbox),
                    Err(error) => report.failed("mailbox", chain(&error)),
                }
            }
        }
    }
    places(config, &mut store, report).await;
    store.close().await;
}

/// The user's own texts: what is broken, and how the others sound.
fn templates(one: &Loaded, report: &mut Report) {
    let Some(folder) = &one.config.templates else {
        return;
    };
    for fault in &one.template_faults {
        report.failed("templates", format_args!("{fault}; left out until then"));
    }
    let sources = one.rules.templates.sources();
    let own = sources.iter().filter(|source| source.origin == Origin::Own);
    let mut count = 0;
    for source in own {
        count += 1;
        for warning in tone_of_template(*source) {
            let (name, line) = (source.name, warning.line);
            report.note("templates", format_args!("{name}:{line}: {warning}"));
        }
    }
    let folder = folder.display();
    report.ok("templates", format_args!("{count} of your own in {folder}"));
}

fn not_opened(config: &Config, reason: &str, report: &mut Report) {
    match config.source {
        MailSource::Imap(_) => report.failed("sign-in", reason),
        MailSource::Maildir(_) => report.failed(
            "Maildir",
            format_args!("{reason}; check `path` in the [maildir] section"),
        ),
    }
}

async fn imap(config: &Config, session: &mut ImapSession, report: &mut Report) {
    if let MailSource::Imap(settings) = &config.source {
        let security = settings.security.as_str();
        report.ok(
            "sign-in",
            format_args!("{} port {} ({security})", settings.host, settings.port),
        );
    }
    let told = session.capabilities().has("IDLE");
    match (told, config.watch.idle) {
        (true, Idle::On) => report.ok("new mail", "the server tells at once (IDLE)"),
        (false, Idle::On) => report.note(
            "new mail",
            format_args!(
                "the server offers no IDLE; it is asked every {} s",
                config.watch.poll_interval.as_secs()
            ),
        ),
        (_, Idle::Off) => report.ok(
            "new mail",
            format_args!("asked for every {} s", config.watch.poll_interval.as_secs()),
        ),
    }
    for mailbox in &config.watch.mailboxes {
        match session.examine(mailbox).await {
            Ok(opened) => {
                report.ok(
                    "mailbox",
                    format_args!("{mailbox}, {} messages", opened.exists),
                );
                clock(session, report).await;
            }
            Err(error) => report.failed("mailbox", chain(&error)),
        }
    }
}

/// A clock that lags behind the server's would count windows wrongly.
async fn clock(session: &mut ImapSession, report: &mut Report) {
    let Ok(uids) = session.uids_since(Timestamp::now()).await else {
        return;
    };
    let Some(newest) = uids.last() else { return };
    let mut received = None;
    let read = session.heads(std::slice::from_ref(newest), |head| {
        received = head.internal_date
    });
    if read.await.is_err() {
        return;
    }
    let Some(received) = received else { return };
    let ahead = Timestamp::now().duration_until(received);
    if ahead.as_mins() >= 5 {
        report.failed(
            "clock",
            format_args!(
                "mail has come in {} minutes from now: set this machine's clock",
                ahead.as_mins()
            ),
        );
    } else {
        report.ok("clock", "agrees with the newest mail");
    }
}

async fn places(config: &Config, store: &mut Store, report: &mut Report) {
    let configured = match &config.drafts {
        DraftsMailbox::Auto => None,
        DraftsMailbox::Named(name) => Some(name),
    };
    match store.find(SpecialUse::Drafts, configured).await {
        Ok(name) => report.ok("drafts", format_args!("filed in {}", shown(&name))),
        Err(error) => report.failed("drafts", chain(&error)),
    }
    match store.find(SpecialUse::Sent, None).await {
        Ok(name) => report.ok(
            "sent",
            format_args!("your answers are seen in {}", shown(&name)),
        ),
        Err(StoreError::Imap(error)) if !error.session_survives() => {
            report.failed("sent", chain(&error));
        }
        Err(error) => report.note("sent", chain(&error)),
    }
}

fn shown(name: &MailboxName) -> String {
    crate::store::readable_name(name)
}

async fn state(report: &mut Report) {
    println!("{STRONG}this machine{PLAIN}");
    let Some(folder) = daemon::state_folder() else {
        return report.failed("ledger", "no place for it: set HOME or XDG_STATE_HOME");
    };
    let path = folder.join(daemon::LEDGER);
    let opened = match Ledger::open(&path) {
        Ok(ledger) => ledger.accounts().await.map(|_| ()),
        Err(error) => Err(error),
    };
    match opened {
        Ok(()) => report.ok("ledger", path.display()),
        Err(error) => report.failed("ledger", chain(&error)),
    }
}

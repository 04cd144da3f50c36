//! `afterword scan`: backfill and dry run.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anstream::println;
use clap::Args;
use comfy_table::{ContentArrangement, Table, presets};
use indicatif::{ProgressBar, ProgressStyle};

use super::json::{self, DraftJson, PlanJson, ScanJson};
use super::style::{FAINT, PLAIN, STRONG, printable};
use super::who::{WhoArgs, span};
use super::{Exit, chain, complain, complain_of, log, who};
use crate::case::{Case, CaseKey, Decided, Outcome, Rules, decide_at_arrival};
use crate::classify::Judgement;
use crate::config::MailSource;
use crate::daemon::{self, Loaded, LookBack};
use crate::mail::{MessageId, SignedDuration, Source, TimeZone, Timestamp};
use crate::reply::Plan;
use crate::store::eml::{self, FileSource, Progress};
use crate::text;

/// How much of a message file is read.
const LIMIT: usize = 1024 * 1024;

/// Look back over a mailbox, a Maildir, an mbox or a folder of .eml files.
///
/// Lists the rejections found with what would have been done about each when it
/// arrived. Writes nothing unless --file-drafts is given, which needs a CONFIG
/// and files the drafts in its Drafts mailbox, each once. An mbox may be a
/// Google Takeout export.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_long_help = "\
Examples:
  afterword scan --me \"Dana Whitfield <dana@example.com>\" Takeout/Mail/Inbox.mbox
  afterword scan --since 30d ~/.config/afterword/work.toml
  afterword scan --file-drafts --since 2d ~/.config/afterword/work.toml"
)]
pub(super) struct ScanArgs {
    /// A settings file (.toml), a Maildir, an mbox file, a folder of .eml files, or `-`
    #[arg(value_name = "SOURCE")]
    source: PathBuf,
    /// Print one JSON object a line, one a case
    #[arg(long)]
    json: bool,
    /// Only mail received since then, such as 30d
    #[arg(long, value_name = "SPAN", value_parser = span)]
    since: Option<Duration>,
    /// File the drafts that are missing; SOURCE must be a settings file
    #[arg(long)]
    file_drafts: bool,
    #[command(flatten)]
    who: WhoArgs,
}

/// What was found, by the identity of the mail.
#[derive(Default)]
struct Findings {
    cases: BTreeMap<CaseKey, Finding>,
    looked_at: usize,
    /// Where it lies and why it could not be judged, for each such mail.
    unreadable: Vec<String>,
}

struct Finding {
    received: Option<Timestamp>,
    message_id: Option<MessageId>,
    paths: Vec<String>,
    what: What,
}

enum What {
    Rejection(Box<Case>),
    Unsure(Box<Judgement>),
}

pub(super) async fn scan(args: &ScanArgs) -> Exit {
    log::start_quiet();
    let since = args.since.map(|span| {
        let span = SignedDuration::try_from(span).unwrap_or(SignedDuration::MAX);
        Timestamp::now().checked_sub(span).unwrap_or(Timestamp::MIN)
    });
    if args.source.extension() == Some(OsStr::new("toml")) {
        return scan_config(args, since).await;
    }
    if args.file_drafts {
        complain("--file-drafts needs a settings file as SOURCE, to know where drafts go");
        return Exit::Usage;
    }
    let rules = match args.who.rules().await {
        Ok(rules) => rules,
        Err(error) => {
            complain_of(&error);
            return Exit::Config;
        }
    };
    scan_files(args, &args.source, &rules, since)
}

async fn scan_config(args: &ScanArgs, since: Option<Timestamp>) -> Exit {
    let mut loaded = match daemon::load(std::slice::from_ref(&args.source)) {
        Ok(loaded) => loaded,
        Err(error) => {
            complain_of(&error);
            return Exit::Config;
        }
    };
    let mut one = loaded.remove(0);
    if args.file_drafts {
        return file_drafts(one, since).await;
    }
    one.rules.marks = who::marks(&one.config.account).await;
    match &one.config.source {
        MailSource::Maildir(maildir) => scan_files(args, &maildir.path, &one.rules, since),
        MailSource::Imap(_) => scan_imap(args, &one, since).await,
    }
}

async fn scan_imap(args: &ScanArgs, one: &Loaded, since: Option<Timestamp>) -> Exit {
    let bar = bar();
    let mut findings = Findings::default();
    let looked = daemon::look_back(
        &one.config,
        &one.rules,
        since,
        |source, decided| findings.add(&source, decided),
        |LookBack { done, total }| {
            bar.set_length(total as u64);
            bar.set_position(done as u64);
        },
    )
    .await;
    bar.finish_and_clear();
    if let Err(error) = looked {
        complain_of(&error);
        return Exit::Found;
    }
    findings.print(args.json, &one.rules);
    Exit::Done
}

fn scan_files(args: &ScanArgs, path: &Path, rules: &Rules, since: Option<Timestamp>) -> Exit {
    let messages = FileSource::detect(path).and_then(|source| eml::messages(&source, LIMIT));
    let mut messages = match messages {
        Ok(messages) => messages,
        Err(error) => {
            complain_of(&error);
            return Exit::Found;
        }
    };
    let bar = bar();
    let mut findings = Findings::default();
    while let Some(raw) = messages.next() {
        match messages.progress() {
            Progress::Octets { done, total } => {
                bar.set_length(total);
                bar.set_position(done);
            }
            Progress::Messages(count) => bar.set_position(count),
        }
        match raw {
            Ok(raw) => {
                let message = text::parse(&raw);
                let decided = decide_at_arrival(rules, &raw, message, Timestamp::now());
                let early = decided
                    .received
                    .is_some_and(|at| since.is_some_and(|since| at < since));
                if !early {
                    findings.add(&raw.source, decided);
                }
            }
            Err(error) => findings.unreadable.push(chain(&error)),
        }
    }
    bar.finish_and_clear();
    findings.print(args.json, rules);
    if findings.unreadable.is_empty() {
        Exit::Done
    } else {
        Exit::Found
    }
}

async fn file_drafts(one: Loaded, since: Option<Timestamp>) -> Exit {
    let Some(state) = daemon::state_folder() else {
        complain("no place for the ledger: set HOME or XDG_STATE_HOME");
        return Exit::Config;
    };
    match daemon::backfill(one, &state, since).await {
        Ok(()) => {
            println!("done; `afterword status` lists every case and where its draft is");
            Exit::Done
        }
        Err(error) => {
            complain_of(&error);
            Exit::Found
        }
    }
}

/// A bar on standard error; indicatif hides it where that is no terminal.
fn bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {percent}% {eta} left") {
        bar.set_style(style);
    }
    bar
}

impl Findings {
    fn add(&mut self, source: &Source, decided: Decided) {
        self.looked_at += 1;
        let (key, what) = match decided.outcome {
            Outcome::Rejection(mut case) => {
                // The bytes are for filing; a long scan need not hold them.
                if let Some(draft) = &mut case.draft {
                    draft.bytes = Vec::new();
                }
                (case.key.clone(), What::Rejection(case))
            }
            Outcome::Unsure { key, judgement, .. } => (key, What::Unsure(Box::new(judgement))),
            Outcome::Unreadable(reason) => {
                self.unreadable.push(format!("{}: {reason}", place(source)));
                return;
            }
            Outcome::Other { .. } | Outcome::Passed(_) => return,
        };
        let finding = self.cases.entry(key).or_insert_with(|| Finding {
            received: decided.received,
            message_id: decided.message.message_id,
            paths: Vec::new(),
            what,
        });
        finding.paths.push(place(source));
    }

    fn print(&self, json: bool, rules: &Rules) {
        for what in &self.unreadable {
            complain(what);
        }
        if !self.unreadable.is_empty() && rules.me.is_none() {
            complain("it may help to say who you are: --me \"Name <address>\"");
        }
        let mut findings: Vec<&Finding> = self.cases.values().collect();
        findings.sort_by_key(|finding| finding.received);
        if json {
            for finding in findings {
                match json::line(&finding.json()) {
                    Ok(line) => println!("{line}"),
                    Err(error) => complain_of(&error),
                }
            }
            return;
        }
        if !findings.is_empty() {
            println!("{}", table(&findings, &rules.zone));
        }
        let unsure = findings
            .iter()
            .filter(|f| matches!(f.what, What::Unsure(_)))
            .count();
        let rejections = findings.len() - unsure;
        println!(
            "{STRONG}{}{PLAIN}, {unsure} unsure, among {} looked at",
            count(rejections, "rejection"),
            count(self.looked_at, "message")
        );
        if !self.unreadable.is_empty() {
            println!(
                "{} could not be judged and were left out",
                self.unreadable.len()
            );
        }
        println!("{FAINT}nothing was written; `afterword explain FILE` says why{PLAIN}");
    }
}

/// "1 rejection", "2 rejections".
pub(super) fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// Where a message lies, in words.
fn place(source: &Source) -> String {
    match source {
        Source::Path(path) => path.clone(),
        Source::Mailbox(at) => format!("{};UID={}", at.mailbox, at.uid.0),
    }
}

impl Finding {
    fn json(&self) -> ScanJson {
        let (judgement, case) = match &self.what {
            What::Rejection(case) => (&case.judgement, Some(case)),
            What::Unsure(judgement) => (&**judgement, None),
        };
        let application = case.map(|case| &case.application);
        ScanJson {
            message_ids: self.message_id.iter().map(MessageId::to_string).collect(),
            paths: self.paths.clone(),
            verdict: judgement.verdict.as_str(),
            score: judgement.score,
            language: judgement.language.map(|language| language.to_string()),
            stage: application
                .and_then(|a| a.stage)
                .map(|stage| stage.as_str()),
            company: application.and_then(|a| a.company.clone()),
            role: application.and_then(|a| a.role.clone()),
            contact: application.and_then(|a| a.contact.as_ref()).map(Into::into),
            received: self.received.map(|at| at.to_string()),
            reasons: judgement.reasons.clone(),
            plan: Some(case.map_or_else(PlanJson::unsure, |case| case.plan.into())),
            draft: case
                .and_then(|case| case.draft.as_ref())
                .map(DraftJson::from),
        }
    }
}

fn table(findings: &[&Finding], zone: &TimeZone) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_BORDERS_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header([
            "received", "verdict", "company", "role", "stage", "write to", "then",
        ]);
    for finding in findings {
        let received = finding.received.map(|at| local(at, zone));
        let row = match &finding.what {
            What::Rejection(case) => {
                let application = &case.application;
                let contact = application.contact.as_ref().map(|c| c.address.to_string());
                [
                    shown(received.as_deref()),
                    "rejection".to_owned(),
                    shown(application.company.as_deref()),
                    shown(application.role.as_deref()),
                    shown(application.stage.map(|stage| stage.as_str())),
                    shown(contact.as_deref()),
                    then(case.plan, zone),
                ]
            }
            What::Unsure(judgement) => [
                shown(received.as_deref()),
                "unsure".to_owned(),
                shown(None),
                shown(None),
                shown(None),
                shown(None),
                shown(judgement.reasons.first().map(String::as_str)),
            ],
        };
        table.add_row(row);
    }
    table
}

fn then(plan: Plan, zone: &TimeZone) -> String {
    match plan {
        Plan::Draft { due, .. } => format!("a draft at {}", local(due, zone)),
        Plan::Skip(skip) => format!("no draft: {skip}"),
    }
}

fn shown(value: Option<&str>) -> String {
    value.map_or_else(|| "-".to_owned(), printable)
}

fn local(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone())
        .strftime("%Y-%m-%d %H:%M")
        .to_string()
}

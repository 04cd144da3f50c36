//! `afterword status`: the cases, and what waits for the user.

use std::collections::BTreeMap;
use std::path::Path;

use anstream::println;
use clap::Args;
use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;

use super::style::{BAD, FAINT, PLAIN, STRONG, WARN, printable};
use super::{Exit, complain, complain_of, json, log, scan};
use crate::case::{Mark, State};
use crate::config::Account;
use crate::daemon;
use crate::ledger::{AccountRow, CaseRow, EvidenceRow, Ledger, LedgerError};
use crate::mail::{SignedDuration, Source, TimeZone, Timestamp};
use crate::store::readable_name;

/// How many days back mail in foreign languages is counted.
const LATELY: i64 = 30;

/// List the rejections found so far and what waits for you.
///
/// Reads the ledger only; the daemon may be running. Drafts that wait show when
/// they will be filed, unsure mails are listed for you to look at.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_long_help = "\
Examples:
  afterword status
  afterword status --json
  sudo STATE_DIRECTORY=/var/lib/afterword afterword status   of the system service"
)]
pub(super) struct StatusArgs {
    /// Print one JSON object a line: mailboxes, cases, then accounts
    #[arg(long)]
    json: bool,
}

pub(super) async fn status(args: &StatusArgs) -> Exit {
    log::start_quiet();
    let Some(state) = daemon::state_folder() else {
        complain("no place for the ledger: set HOME or XDG_STATE_HOME");
        return Exit::Config;
    };
    let Known {
        accounts,
        cases,
        unread,
    } = match read(&state.join(daemon::LEDGER)).await {
        Ok(read) => read,
        Err(error) => {
            complain_of(&error);
            return Exit::Found;
        }
    };
    if args.json {
        print_json(&accounts, &cases, &unread);
    } else {
        print(&accounts, &cases, &unread);
    }
    Exit::Done
}

/// What the ledger tells.
struct Known {
    accounts: Vec<AccountRow>,
    cases: Vec<CaseRow>,
    unread: Unread,
}

/// How many mails of late were in a language without a phrase pack.
type Unread = BTreeMap<Account, u64>;

async fn read(path: &Path) -> Result<Known, LedgerError> {
    let ledger = Ledger::open_read_only(path)?;
    let since = Timestamp::now() - SignedDuration::from_hours(24 * LATELY);
    Ok(Known {
        accounts: ledger.accounts().await?,
        cases: ledger.cases(None).await?,
        unread: ledger.unread_language(since).await?,
    })
}

fn print(accounts: &[AccountRow], cases: &[CaseRow], unread: &Unread) {
    for account in accounts {
        println!("{STRONG}{}{PLAIN}", printable(account.account.as_str()));
        for mailbox in &account.mailboxes {
            let last = mailbox
                .worked_at
                .map_or_else(|| "never yet".to_owned(), local);
            println!(
                "  {}: last looked at {last}",
                printable(&readable_name(&mailbox.mailbox))
            );
            if let Some(error) = mailbox.error.as_deref().filter(|_| mailbox.is_failing()) {
                println!("    {BAD}failing:{PLAIN} {}", printable(error));
            }
        }
        if let Some(count) = unread.get(&account.account) {
            println!(
                "  {WARN}{}{PLAIN} looked at in the last {LATELY} days in a language without \
                 a phrase pack",
                scan::count(usize::try_from(*count).unwrap_or(usize::MAX), "mail")
            );
        }
        let mine: Vec<&CaseRow> = cases
            .iter()
            .filter(|c| c.account == account.account)
            .collect();
        if mine.is_empty() {
            println!("  {FAINT}no rejections so far{PLAIN}");
            continue;
        }
        println!("{}", table(&mine));
    }
    if accounts.is_empty() {
        println!("{FAINT}no mailbox has been watched yet: start `afterword run`{PLAIN}");
    }
}

fn table(cases: &[&CaseRow]) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_BORDERS_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header([
            "case", "received", "company", "role", "stage", "write to", "state",
        ]);
    for case in cases {
        let contact = case
            .contact
            .as_ref()
            .map(|contact| contact.address.to_string());
        table.add_row([
            case.number.to_string(),
            local(case.received),
            shown(case.company.as_deref()),
            shown(case.role.as_deref()),
            shown(case.stage.map(|stage| stage.as_str())),
            shown(contact.as_deref()),
            printable(&standing(case)),
        ]);
    }
    table
}

fn shown(value: Option<&str>) -> String {
    value.map_or_else(|| "-".to_owned(), printable)
}

/// Where a case stands and what the user can do.
pub(super) fn standing(case: &CaseRow) -> String {
    let trouble = case
        .last_error
        .as_ref()
        .map(|e| format!(" (waiting: {e})"))
        .unwrap_or_default();
    match case.state {
        State::Queued => {
            let due = case.due.map(local).unwrap_or_default();
            format!("a draft will be filed at {due}{trouble}")
        }
        State::Intended => format!("a draft is being filed{trouble}"),
        State::Filed if case.mark == Some(Mark::NotRejection) => {
            let place = place_of_draft(case);
            format!("you marked it as no rejection; delete its draft in {place}")
        }
        State::Filed => {
            let until = case
                .window_ends
                .filter(|end| *end > Timestamp::now())
                .map(local);
            let until = until
                .map(|end| format!("; best sent before {end}"))
                .unwrap_or_default();
            let to = if case.contact.is_none() {
                "; add whom to write to"
            } else {
                ""
            };
            let place = place_of_draft(case);
            format!("the draft is in {place}{to}{until}")
        }
        State::Skipped(skip) => format!("no draft: {skip}"),
        State::Unsure => {
            let why = case.reasons.first().map_or("", String::as_str);
            format!("unsure, please look: {why}")
        }
    }
}

/// The mailbox that a draft was filed in.
pub(super) fn place_of_draft(case: &CaseRow) -> String {
    case.filed.as_ref().map_or_else(
        || "Drafts".to_owned(),
        |filed| readable_name(&filed.filed.mailbox),
    )
}

/// A time on the user's clock.
fn local(at: Timestamp) -> String {
    at.to_zoned(TimeZone::system())
        .strftime("%Y-%m-%d %H:%M")
        .to_string()
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Line<'a> {
    Account {
        account: &'a str,
        /// Mails looked at in so many days...
        days: i64,
        /// ...that were in a language without a phrase pack.
        unread_language: u64,
    },
    Mailbox {
        account: &'a str,
        mailbox: &'a str,
        worked_at: Option<String>,
        failing: bool,
        error: Option<&'a str>,
    },
    Case(Box<CaseJson<'a>>),
}

#[derive(Serialize)]
struct CaseJson<'a> {
    account: &'a str,
    number: i64,
    key: &'a str,
    state: &'static str,
    reason: Option<String>,
    source: Option<String>,
    message_id: Option<String>,
    received: String,
    due: Option<String>,
    window_ends: Option<String>,
    language: Option<String>,
    stage: Option<&'static str>,
    company: Option<&'a str>,
    role: Option<&'a str>,
    contact_name: Option<&'a str>,
    contact_address: Option<String>,
    score: f64,
    reasons: &'a [String],
    evidence: &'a [EvidenceRow],
    draft_message_id: Option<String>,
    attempts: u32,
    last_error: Option<&'a str>,
    filed_at: Option<String>,
    filed_mailbox: Option<&'a str>,
    mark: Option<&'static str>,
}

fn print_json(accounts: &[AccountRow], cases: &[CaseRow], unread: &Unread) {
    let languages = accounts.iter().map(|account| Line::Account {
        account: account.account.as_str(),
        days: LATELY,
        unread_language: unread.get(&account.account).copied().unwrap_or(0),
    });
    let mailboxes = accounts.iter().flat_map(|account| {
        account.mailboxes.iter().map(|mailbox| Line::Mailbox {
            account: account.account.as_str(),
            mailbox: &mailbox.mailbox.0,
            worked_at: mailbox.worked_at.map(|at| at.to_string()),
            failing: mailbox.is_failing(),
            error: mailbox.error.as_deref(),
        })
    });
    let cases = cases
        .iter()
        .map(|case| Line::Case(Box::new(case_json(case))));
    for line in mailboxes.chain(cases).chain(languages) {
        match json::line(&line) {
            Ok(line) => println!("{line}"),
            Err(error) => complain_of(&error),
        }
    }
}

fn case_json(case: &CaseRow) -> CaseJson<'_> {
    let reason = match case.state {
        State::Skipped(skip) => Some(skip.to_string()),
        _ => None,
    };
    CaseJson {
        account: case.account.as_str(),
        number: case.number,
        key: case.key.as_str(),
        state: case.state.as_str(),
        reason,
        source: case.source.as_ref().map(place),
        message_id: case.original.as_ref().map(ToString::to_string),
        received: case.received.to_string(),
        due: case.due.map(|at| at.to_string()),
        window_ends: case.window_ends.map(|at| at.to_string()),
        language: case.language.map(|language| language.to_string()),
        stage: case.stage.map(|stage| stage.as_str()),
        company: case.company.as_deref(),
        role: case.role.as_deref(),
        contact_name: case
            .contact
            .as_ref()
            .and_then(|contact| contact.name.as_deref()),
        contact_address: case
            .contact
            .as_ref()
            .map(|contact| contact.address.to_string()),
        score: case.score,
        reasons: &case.reasons,
        evidence: &case.evidence,
        draft_message_id: case.draft_message_id.as_ref().map(ToString::to_string),
        attempts: case.attempts,
        last_error: case.last_error.as_deref(),
        filed_at: case.filed.as_ref().map(|filed| filed.at.to_string()),
        filed_mailbox: case
            .filed
            .as_ref()
            .map(|filed| filed.filed.mailbox.0.as_str()),
        mark: case.mark.map(Mark::as_str),
    }
}

/// Where a message lies, in words.
fn place(source: &Source) -> String {
    match source {
        Source::Mailbox(at) => format!("{} UID {}", at.mailbox, at.uid.0),
        Source::Path(path) => path.clone(),
    }
}

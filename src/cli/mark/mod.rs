//! `afterword mark`: the user's own word on a mail.

mod offer;
pub(super) mod target;

use std::collections::BTreeMap;

use anstream::println;
use clap::Args;

use super::status::{place_of_draft, standing};
use super::style::{PLAIN, STRONG, printable};
use super::{ConfigArgs, Exit, chain, complain, log, who};
use crate::case::{self, CaseKey, Entry, Mark, Outcome, Rules, State};
use crate::daemon;
use crate::ledger::{CaseRow, Ledger, LedgerError, Marked};
use crate::mail::Timestamp;
use crate::reply::Skip;
use target::{Mail, Settings, Subject, Target};

/// Correct a verdict: say that a mail is a rejection, or that it is none.
///
/// The mail is a case, by its number in `afterword status` or its Message-ID,
/// or a mail file. Your word is kept in the ledger and stands above every
/// phrase from then on.
///
/// --rejection makes the case and schedules its draft, as if the mail had been
/// recognised; the daemon files it. --not-rejection drops a draft that waits. One
/// that stands in Drafts already is named for you to delete: no message is
/// ever deleted or changed.
///
/// Then it offers a phrase by which the next such mail would be judged rightly,
/// and only prints it: nothing is learned behind your back.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_long_help = "\
Examples:
  afterword mark 12 --not-rejection
  afterword mark missed.eml --rejection ~/.config/afterword/work.toml"
)]
pub(super) struct MarkArgs {
    /// A case's number or Message-ID, or a mail file
    #[arg(value_name = "CASE|FILE")]
    target: String,
    #[command(flatten)]
    word: WordArgs,
    #[command(flatten)]
    config: ConfigArgs,
}

/// What the user says; exactly one of them.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct WordArgs {
    /// It is a rejection
    #[arg(long)]
    rejection: bool,
    /// It is no rejection
    #[arg(long)]
    not_rejection: bool,
}

impl WordArgs {
    fn mark(&self) -> Mark {
        match self.rejection {
            true => Mark::Rejection,
            false => Mark::NotRejection,
        }
    }
}

/// Why a mark was not made.
pub(super) struct Refused {
    pub(super) exit: Exit,
    pub(super) why: String,
}

impl Refused {
    pub(super) fn found(why: impl Into<String>) -> Self {
        Self {
            exit: Exit::Found,
            why: why.into(),
        }
    }

    pub(super) fn config(why: impl Into<String>) -> Self {
        Self {
            exit: Exit::Config,
            why: why.into(),
        }
    }
}

impl From<LedgerError> for Refused {
    fn from(error: LedgerError) -> Self {
        Self::found(chain(&error))
    }
}

pub(super) async fn mark(args: &MarkArgs) -> Exit {
    log::start_quiet();
    match run(args).await {
        Ok(()) => Exit::Done,
        Err(refused) => {
            complain(&refused.why);
            refused.exit
        }
    }
}

async fn run(args: &MarkArgs) -> Result<(), Refused> {
    let Some(state) = daemon::state_folder() else {
        return Err(Refused::config(
            "no place for the ledger: set HOME or XDG_STATE_HOME",
        ));
    };
    let settings = Settings::load(&args.config.config)?;
    let target = Target::of(&args.target);
    let (ledger, subject) = target::find(&target, &settings, &state.join(daemon::LEDGER)).await?;
    let mark = args.word.mark();
    let marked = match mark {
        Mark::NotRejection => {
            let now = Timestamp::now();
            ledger
                .mark(&subject.account, &subject.key, mark, now)
                .await?
        }
        Mark::Rejection => rejection(&ledger, &settings, &subject).await?,
    };
    let case = case_of(&ledger, &subject).await?;
    tell(mark, marked, case.as_ref());
    match &subject.mail {
        Ok(mail) => {
            let loaded = settings.of(&subject.account);
            let rules = loaded.map_or_else(|| who::default_rules(None), |one| one.rules.clone());
            offer::print(mark, &mail.message, &rules, loaded.map(|one| &one.config));
        }
        Err(why) => println!("no phrase can be offered: {}", printable(why)),
    }
    Ok(())
}

/// Makes the case, where the mark is what it lacked.
async fn rejection(
    ledger: &Ledger,
    settings: &Settings,
    subject: &Subject,
) -> Result<Marked, Refused> {
    let (account, key) = (&subject.account, &subject.key);
    let now = Timestamp::now();
    let state = subject.case.as_ref().map(|case| case.state);
    if state.is_some_and(|state| !state.awaits_mark()) {
        return Ok(ledger.mark(account, key, Mark::Rejection, now).await?);
    }
    let Some(loaded) = settings.of(account) else {
        return Err(settings.missing());
    };
    let mail = subject.mail.as_ref().map_err(|why| {
        Refused::found(format!(
            "{why}; save the mail as a file, and mark that file"
        ))
    })?;
    let rules = Rules {
        marks: BTreeMap::from([(key.clone(), Mark::Rejection)]),
        ..loaded.rules.clone()
    };
    let entry = entry(&rules, mail, now)?;
    Ok(ledger.mark_rejection(account, entry, now).await?)
}

fn entry(rules: &Rules, mail: &Mail, now: Timestamp) -> Result<Entry, Refused> {
    let decided = case::decide(rules, &mail.raw, mail.message.clone(), now);
    match decided.outcome {
        Outcome::Unreadable(why) => Err(Refused::found(why)),
        outcome => Ok(Entry {
            source: mail.raw.source.clone(),
            outcome,
        }),
    }
}

async fn case_of(ledger: &Ledger, subject: &Subject) -> Result<Option<CaseRow>, Refused> {
    let is = |key: &CaseKey| *key == subject.key;
    let cases = ledger.cases(Some(&subject.account)).await?;
    Ok(cases.into_iter().find(|case| is(&case.key)))
}

fn tell(mark: Mark, marked: Marked, case: Option<&CaseRow>) {
    let what = match mark {
        Mark::Rejection => "a rejection",
        Mark::NotRejection => "no rejection",
    };
    let number = case
        .map(|case| format!("case {} ", case.number))
        .unwrap_or_default();
    let then = match mark {
        Mark::Rejection => after_rejection(marked, case),
        Mark::NotRejection => after_not_rejection(marked, case),
    };
    println!(
        "{STRONG}{number}marked as {what}{PLAIN}: {}",
        printable(&then)
    );
}

fn after_rejection(marked: Marked, case: Option<&CaseRow>) -> String {
    let stands = case.map(standing).unwrap_or_default();
    match marked.before {
        None | Some(State::Unsure | State::Skipped(Skip::Marked)) => {
            let files = match marked.after {
                Some(State::Queued) => {
                    "\nthe daemon files it at its next look; \
                     `systemctl reload` or `afterword run --once` makes it look at once"
                }
                _ => "",
            };
            format!("{stands}{files}")
        }
        Some(State::Queued | State::Intended | State::Filed | State::Skipped(_)) => {
            format!("it was judged so already; {stands}")
        }
    }
}

fn after_not_rejection(marked: Marked, case: Option<&CaseRow>) -> String {
    match marked.before {
        None => "it will get no draft".to_owned(),
        Some(State::Unsure) => "it no longer waits for you".to_owned(),
        Some(State::Skipped(_)) => "there was no draft".to_owned(),
        Some(State::Queued) => "its draft, which waited, was dropped".to_owned(),
        Some(State::Intended) => "its draft was just being filed; where that had come about, \
             it stands in Drafts, for you to delete"
            .to_owned(),
        Some(State::Filed) => case.map(where_to_delete).unwrap_or_default(),
    }
}

/// Where a filed draft lies, and how it goes. The program deletes nothing: it
/// could not tell a draft that nobody touched from one that was just begun.
fn where_to_delete(case: &CaseRow) -> String {
    let mailbox = place_of_draft(case);
    let id = case
        .draft_message_id
        .as_ref()
        .map(|id| format!(" (Message-ID {id})"))
        .unwrap_or_default();
    format!(
        "its draft was filed in {mailbox}{id}\n\
         where it still stands there, delete it in your mail program: afterword deletes no \
         message, and will not make it again"
    )
}

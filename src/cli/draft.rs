//! `afterword draft`: a draft by hand, for a rejection by phone or by letter.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anstream::{eprintln, print, println};
use clap::Args;
use jiff::civil;
use serde::Serialize;

use super::json::{self, DraftJson};
use super::mark::{Refused, target};
use super::status::{place_of_draft, standing};
use super::style::{FAINT, PLAIN, STRONG, printable};
use super::{ConfigArgs, Exit, chain, complain, log};
use crate::case::{Case, CaseKey, Entry, Mark, Outcome, Rules, State, judge};
use crate::classify::{Judgement, Verdict};
use crate::daemon::{self, Loaded, WatchError};
use crate::ledger::{Batch, CaseRow, Ledger, LedgerError, Recorded};
use crate::mail::{Address, Identity, Language, MailboxName, Source, TimeZone, Timestamp};
use crate::reply::{ByHand, Draft, compose, compose_by_hand, plan_by_hand};
use crate::understand::{Application, Contact, Stage, understand};

/// Draft a reply by hand, for a rejection by phone or by letter.
///
/// Say who said no, to what, and whom to thank. The draft is printed; with
/// --file it is put among your drafts, and kept in the ledger like any other.
/// Company, role and day tell one rejection from another: asked for again, a
/// draft that was filed is not filed a second time. Nothing is sent.
///
/// With --from, the reply answers a mail that is saved in a file, and the other
/// options correct what was understood of it.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_long_help = "\
Examples:
  afterword draft --company Acme --role \"Data Engineer\" --stage interview \\
      --to \"Jo Park <jo.park@acme.example>\"
  afterword draft work.toml --company Acme --language de --received 2026-11-20 --file
  afterword draft --from mail.eml --stage interview"
)]
pub(super) struct DraftArgs {
    #[command(flatten)]
    config: ConfigArgs,
    /// Who said no
    #[arg(long, required_unless_present = "from", value_parser = words)]
    company: Option<String>,
    /// To an application for which post
    #[arg(long, value_parser = words)]
    role: Option<String>,
    /// Whom to thank; left out, the draft has no recipient
    #[arg(long, value_name = "NAME <ADDRESS>", value_parser = address)]
    to: Option<Address>,
    /// How far you had come: application or interview [default: application]
    #[arg(long, value_parser = stage)]
    stage: Option<Stage>,
    /// The language to write in, such as de [default: en]
    #[arg(long, value_parser = language)]
    language: Option<Language>,
    /// When the rejection came, such as 2026-11-20 or "2026-11-20 14:30" [default: now]
    #[arg(long, value_name = "TIME", value_parser = time)]
    received: Option<Timestamp>,
    /// Answer the mail in this file
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Put the draft among your drafts
    #[arg(long)]
    file: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

fn words(text: &str) -> Result<String, String> {
    let good = text.chars().any(char::is_alphanumeric);
    good.then(|| text.trim().to_owned())
        .ok_or_else(|| "write a name".to_owned())
}

fn address(text: &str) -> Result<Address, String> {
    Address::parse(text).ok_or_else(|| "write it as \"Jo Park <jo.park@acme.example>\"".to_owned())
}

fn stage(text: &str) -> Result<Stage, String> {
    [Stage::Application, Stage::Interview]
        .into_iter()
        .find(|stage| stage.as_str() == text)
        .ok_or_else(|| "write application or interview".to_owned())
}

fn language(text: &str) -> Result<Language, String> {
    Language::new(text).ok_or_else(|| "write it with two letters, such as en or de".to_owned())
}

/// A moment on the user's clock, or one with its offset.
fn time(text: &str) -> Result<Timestamp, String> {
    if let Ok(moment) = text.parse::<Timestamp>() {
        return not_to_come(moment);
    }
    let local = text.parse::<civil::DateTime>();
    let local = local.or_else(|_| text.parse::<civil::Date>().map(|date| date.at(0, 0, 0, 0)));
    let moment = local.and_then(|local| local.to_zoned(TimeZone::system()));
    let hint = "write it as 2026-11-20, or \"2026-11-20 14:30\"";
    not_to_come(moment.map_err(|_| hint.to_owned())?.timestamp())
}

fn not_to_come(moment: Timestamp) -> Result<Timestamp, String> {
    (moment <= Timestamp::now())
        .then_some(moment)
        .ok_or_else(|| "it has not come yet".to_owned())
}

pub(super) async fn draft(args: &DraftArgs) -> Exit {
    log::start_quiet();
    match run(args).await {
        Ok(exit) => exit,
        Err(refused) => {
            complain(&refused.why);
            refused.exit
        }
    }
}

async fn run(args: &DraftArgs) -> Result<Exit, Refused> {
    let loaded = only_mailbox(&args.config.config)?;
    let (source, case, draft) = prepare(args, &loaded, Timestamp::now())?;
    if !args.file {
        match args.json {
            true => print_json(&draft, None, None),
            false => print_text(&draft),
        }
        return Ok(Exit::Done);
    }
    let (known, row) = file(loaded, source, case).await?;
    match args.json {
        true => print_json(&draft, Some(known), Some(&row)),
        false => tell(known, &row),
    }
    Ok(match row.state {
        State::Filed | State::Queued if row.last_error.is_none() => Exit::Done,
        _ => Exit::Found,
    })
}

fn only_mailbox(paths: &[PathBuf]) -> Result<Loaded, Refused> {
    let mut loaded = daemon::load(paths).map_err(|error| Refused::config(chain(&error)))?;
    match (loaded.pop(), loaded.is_empty()) {
        (Some(one), true) => Ok(one),
        _ => Err(Refused::config(
            "there are several mailboxes; name the settings file of one as CONFIG",
        )),
    }
}

fn prepare(
    args: &DraftArgs,
    loaded: &Loaded,
    now: Timestamp,
) -> Result<(Source, Case, Draft), Refused> {
    let rules = &loaded.rules;
    let me = &loaded.config.identity;
    let (source, case, draft) = match &args.from {
        Some(file) => from_mail(args, file, rules, me, now)?,
        None => from_words(args, rules, me, now)?,
    };
    let case = Case {
        draft: Some(draft.clone()),
        ..case
    };
    Ok((source, case, draft))
}

fn from_words(
    args: &DraftArgs,
    rules: &Rules,
    me: &Identity,
    now: Timestamp,
) -> Result<(Source, Case, Draft), Refused> {
    let received = args.received.unwrap_or(now);
    let told = ByHand {
        application: corrected(args, unknown_application()),
        day: received.to_zoned(rules.zone.clone()).date(),
    };
    has_text(rules, told.application.language)?;
    let at = now.to_zoned(rules.zone.clone());
    let (account, templates) = (&rules.account, &rules.templates);
    let draft = compose_by_hand(&told, me, account, templates, &rules.draft, &at);
    let draft = draft.map_err(|error| Refused::found(chain(&error)))?;
    let case = Case {
        // The draft's own id tells one rejection from another, and a colon
        // keeps it apart from the ids of mails.
        key: CaseKey::from_stored(format!("by-hand:{}", draft.message_id.as_str())),
        original: None,
        received,
        judgement: Judgement {
            verdict: Verdict::Rejection,
            score: 1.0,
            language: Some(told.application.language),
            unread_language: false,
            evidence: Vec::new(),
            reasons: vec!["you told of it by hand".to_owned()],
        },
        application: told.application,
        plan: plan_by_hand(received, now, &rules.draft),
        draft: None,
    };
    Ok((Source::Path("told by hand".to_owned()), case, draft))
}

fn from_mail(
    args: &DraftArgs,
    file: &Path,
    rules: &Rules,
    me: &Identity,
    now: Timestamp,
) -> Result<(Source, Case, Draft), Refused> {
    let mail = target::read(file)?;
    let key = CaseKey::of(&mail.message);
    let rules = Rules {
        marks: BTreeMap::from([(key.clone(), Mark::Rejection)]),
        ..rules.clone()
    };
    let judgement = judge(&rules, &mail.message);
    let application = understand(&mail.message, &judgement, rules.me.as_ref());
    let application = corrected(args, application);
    has_text(&rules, application.language)?;
    let told = mail.message.received.or(mail.message.date);
    let received = args.received.or(told).unwrap_or(now).min(now);
    let at = now.to_zoned(rules.zone.clone());
    let draft = compose(
        &mail.message,
        &application,
        me,
        &rules.account,
        &rules.templates,
        &rules.draft,
        &at,
    );
    let draft = draft.map_err(|error| Refused::found(chain(&error)))?;
    let case = Case {
        key,
        original: mail.message.message_id.clone(),
        received,
        judgement,
        application,
        plan: plan_by_hand(received, now, &rules.draft),
        draft: None,
    };
    Ok((mail.raw.source, case, draft))
}

fn unknown_application() -> Application {
    Application {
        company: None,
        role: None,
        stage: None,
        contact: None,
        person: None,
        language: Language::EN,
    }
}

/// The user's words stand above what was understood.
fn corrected(args: &DraftArgs, found: Application) -> Application {
    let (contact, person) = match &args.to {
        Some(to) => (Some(contact(to)), to.name.clone()),
        None => (found.contact, found.person),
    };
    Application {
        company: args.company.clone().or(found.company),
        role: args.role.clone().or(found.role),
        stage: args.stage.or(found.stage),
        contact,
        person,
        language: args.language.unwrap_or(found.language),
    }
}

fn contact(to: &Address) -> Contact {
    Contact {
        name: to.name.clone(),
        address: to.spec.clone(),
    }
}

/// An English text under a Welsh name would help nobody.
fn has_text(rules: &Rules, language: Language) -> Result<(), Refused> {
    let sources = rules.templates.sources();
    if sources
        .iter()
        .any(|source| source.name.language == language)
    {
        return Ok(());
    }
    Err(Refused {
        exit: Exit::Usage,
        why: format!(
            "there is no text in the language {language}; `afterword replies list` shows those \
             that there are, and the README says how to add one"
        ),
    })
}

/// Records the case and files what is due; whether it was known, and how it stands.
async fn file(loaded: Loaded, source: Source, case: Case) -> Result<(bool, CaseRow), Refused> {
    let Some(state) = daemon::state_folder() else {
        return Err(Refused::config(
            "no place for the ledger: set HOME or XDG_STATE_HOME",
        ));
    };
    let account = loaded.config.account.clone();
    let ledger = Ledger::open(&state.join(daemon::LEDGER))?;
    let key = case.key.clone();
    let batch = Batch {
        mailbox: MailboxName("INBOX".to_owned()),
        entries: vec![Entry {
            source,
            outcome: Outcome::Rejection(Box::new(case)),
        }],
        cursor: None,
        files: Vec::new(),
        at: Timestamp::now(),
    };
    let Recorded { known, .. } = ledger.record(&account, batch).await?;
    let now = find(&ledger, &account, &key).await?;
    if matches!(now.state, State::Queued | State::Intended) {
        match daemon::file_what_is_due(loaded, &state).await {
            // The daemon that is at work on the mailbox files it.
            Ok(()) | Err(WatchError::Ledger(LedgerError::Held { .. })) => (),
            Err(error) => {
                return Err(Refused::found(format!(
                    "the draft is kept, and filed at the next look: {}",
                    chain(&error)
                )));
            }
        }
    }
    Ok((!known.is_empty(), find(&ledger, &account, &key).await?))
}

async fn find(
    ledger: &Ledger,
    account: &crate::config::Account,
    key: &CaseKey,
) -> Result<CaseRow, Refused> {
    let cases = ledger.cases(Some(account)).await?;
    let case = cases.into_iter().find(|case| case.key == *key);
    case.ok_or_else(|| Refused::found("the ledger lost the draft; please report it"))
}

fn print_text(draft: &Draft) {
    let to = draft.to.as_ref().map(ToString::to_string);
    println!(
        "{STRONG}From:{PLAIN} {}",
        printable(&draft.from.to_string())
    );
    println!("{STRONG}To:{PLAIN} {}", printable(&to.unwrap_or_default()));
    println!("{STRONG}Subject:{PLAIN} {}", printable(&draft.subject));
    println!();
    print!("{}", printable(&draft.body));
    eprintln!("{FAINT}nothing was written; --file puts it among your drafts{PLAIN}");
}

fn tell(known: bool, row: &CaseRow) {
    let standing = printable(&standing(row));
    match known {
        true => println!("there is one already, as case {}: {standing}", row.number),
        false => println!("case {}: {standing}", row.number),
    }
}

/// One draft, as `draft --json` prints it. From `existed` on it is about `--file`;
/// of a draft that was there already only the ledger's knowledge is told, since
/// its text may be another.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    draft: Option<DraftJson>,
    existed: Option<bool>,
    case: Option<i64>,
    state: Option<&'a str>,
    mailbox: Option<String>,
    error: Option<&'a str>,
}

fn print_json(draft: &Draft, known: Option<bool>, row: Option<&CaseRow>) {
    let filed = row.filter(|row| row.state == State::Filed);
    let line = Line {
        draft: (known != Some(true)).then(|| DraftJson::from(draft)),
        existed: known,
        case: row.map(|row| row.number),
        state: row.map(|row| row.state.as_str()),
        mailbox: filed.map(place_of_draft),
        error: row.and_then(|row| row.last_error.as_deref()),
    };
    match json::line(&line) {
        Ok(line) => println!("{line}"),
        Err(error) => complain(&chain(&error)),
    }
}

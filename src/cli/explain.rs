//! `afterword explain`: what is made of single mails, and why.

use std::path::{Path, PathBuf};

use anstream::{print, println};
use clap::Args;

use super::json::{self, ExplainJson};
use super::style::{FAINT, PLAIN, STRONG, printable};
use super::who::WhoArgs;
use super::{Exit, chain, complain, complain_of, log, marked};
use crate::case::{Rules, judge};
use crate::classify::{Judgement, Verdict};
use crate::mail::{Message, Raw, Source};
use crate::store::eml::{self, FileError, FileSource};
use crate::text;
use crate::understand::{Application, understand};

/// How much of a message is read. Far more than the daemon fetches, so that the
/// answer never hangs on the size.
const LIMIT: usize = 8 * 1024 * 1024;

/// Say what is made of single mails, with every piece of evidence.
///
/// Reads mail files (an .eml, an mbox, a folder, or `-` for standard input) and
/// prints, for each mail, the verdict, each sentence that spoke for or against
/// it with its phrases marked, what each phrase weighs, and the sum. Nothing is
/// written or sent. Exits with 1 when no rejection was among the input.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_long_help = "\
Examples:
  afterword explain mail.eml
  afterword explain --json mails/ | jq .verdict
  cat mail.eml | afterword explain -"
)]
pub(super) struct ExplainArgs {
    /// Mail files; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print one JSON object a line, one a message
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    who: WhoArgs,
}

pub(super) async fn explain(args: &ExplainArgs) -> Exit {
    log::start_quiet();
    let rules = match args.who.rules().await {
        Ok(rules) => rules,
        Err(error) => {
            complain_of(&error);
            return Exit::Config;
        }
    };
    let mut rejections = 0_usize;
    for path in &args.files {
        match messages(path) {
            Ok(messages) => {
                for message in messages {
                    rejections += usize::from(one(args, &rules, path, message));
                }
            }
            Err(error) => unreadable(args, path, &error),
        }
    }
    if rejections > 0 {
        Exit::Done
    } else {
        Exit::Found
    }
}

fn messages(path: &Path) -> Result<eml::Messages, FileError> {
    eml::messages(&FileSource::detect(path)?, LIMIT)
}

/// Explains one message; whether it is a rejection.
fn one(args: &ExplainArgs, rules: &Rules, path: &Path, raw: Result<Raw, FileError>) -> bool {
    let raw = match raw {
        Ok(raw) => raw,
        Err(error) => {
            unreadable(args, path, &error);
            return false;
        }
    };
    let place = match &raw.source {
        Source::Path(place) => place.clone(),
        Source::Mailbox(_) => path.display().to_string(),
    };
    let message = text::parse(&raw);
    if !text::is_readable(&message) {
        let error = "it is empty or not a mail".to_owned();
        if args.json {
            print_json(&ExplainJson::unreadable(&place, error));
        } else {
            complain(&format!("{place}: {error}"));
        }
        return false;
    }
    let judgement = judge(rules, &message);
    let application = (judgement.verdict != Verdict::Other)
        .then(|| understand(&message, &judgement, rules.me.as_ref()));
    if args.json {
        print_json(&ExplainJson::new(
            &place,
            &message,
            &judgement,
            application.as_ref(),
        ));
    } else {
        print_text(&place, &message, &judgement, application.as_ref());
    }
    judgement.verdict == Verdict::Rejection
}

fn unreadable(args: &ExplainArgs, path: &Path, error: &FileError) {
    if args.json {
        let place = path.display().to_string();
        print_json(&ExplainJson::unreadable(&place, chain(error)));
    } else {
        complain_of(error);
    }
}

fn print_json(object: &ExplainJson<'_>) {
    match json::line(object) {
        Ok(line) => println!("{line}"),
        Err(error) => complain_of(&error),
    }
}

fn print_text(
    place: &str,
    message: &Message,
    judgement: &Judgement,
    application: Option<&Application>,
) {
    let language = judgement
        .language
        .map(|l| format!(", language {l}"))
        .unwrap_or_default();
    println!(
        "{STRONG}{}{PLAIN}: {}{language}",
        printable(place),
        marked::verdict(judgement.verdict)
    );
    if !message.subject.is_empty() {
        println!("  {FAINT}\"{}\"{PLAIN}", printable(&message.subject));
    }
    print!("{}", marked::evidence(message, judgement));
    if let Some(application) = application {
        println!("  {}", understood(application));
    }
    println!();
}

/// What was understood, on one line.
pub(super) fn understood(application: &Application) -> String {
    let unknown = || "not known for sure".to_owned();
    let contact = application
        .contact
        .as_ref()
        .map(|contact| match &contact.name {
            Some(name) => format!("{name} <{}>", contact.address),
            None => contact.address.to_string(),
        });
    let stage = application.stage.map(|stage| stage.as_str().to_owned());
    printable(&format!(
        "company: {}; role: {}; stage: {}; write to: {}",
        application.company.clone().unwrap_or_else(unknown),
        application.role.clone().unwrap_or_else(unknown),
        stage.unwrap_or_else(unknown),
        contact.unwrap_or_else(|| "nobody who reads replies is known".to_owned()),
    ))
}

//! `afterword demo`: the whole job on a sample mailbox, with the real daemon.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anstream::{print, println};
use clap::Args;
use tokio::time::{Instant, sleep};

use super::style::{FAINT, GOOD, PLAIN, STRONG, printable};
use super::{Exit, complain, complain_of, explain, log, marked};
use crate::case::{Decided, Outcome, Rules, decide};
use crate::classify::Judgement;
use crate::config::MailSource;
use crate::daemon;
use crate::mail::{Raw, Source, Timestamp};
use crate::store::eml;
use crate::text;

macro_rules! mail {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!("../../config/demo/", $name, ".eml")),
        )
    };
}

/// The sample mails, by the name under which they arrive.
const MAILS: &[(&str, &str)] = &[
    mail!("12-own-application"),
    mail!("07-receipt"),
    mail!("01-application-no-reply"),
    mail!("09-newsletter"),
    mail!("08-invitation"),
    mail!("11-interview-moved"),
    mail!("02-after-phone-screen"),
    mail!("10-order-cancelled"),
    mail!("03-html-only"),
    mail!("13-paper"),
    mail!("04-curly-quotes"),
    mail!("14-loan"),
    mail!("05-absage"),
    mail!("15-out-of-office"),
    mail!("06-runner-up"),
];

/// How long the daemon may take for one draft before the demo gives up.
const PATIENCE: Duration = Duration::from_secs(20);

/// Show the whole job on a sample mailbox; needs no account.
///
/// Makes a Maildir in a new folder, starts the real daemon on it, delivers
/// sample mails one after another, and shows what is made of each and the
/// drafts as they then stand in the Drafts mailbox. It touches nothing else.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_long_help = "\
Examples:
  afterword demo
  afterword demo --folder /tmp/afterword-demo"
)]
pub(super) struct DemoArgs {
    /// Where to put the sample mailbox [default: a new folder for temporary files]
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

pub(super) async fn demo(args: &DemoArgs) -> Exit {
    log::start_quiet();
    let folder = args.folder.clone().unwrap_or_else(|| {
        std::env::temp_dir().join(format!("afterword-demo-{}", std::process::id()))
    });
    // Settings take whole paths only; a person may name a folder beside them.
    let folder = std::path::absolute(&folder).unwrap_or(folder);
    let config = match prepare(&folder) {
        Ok(config) => config,
        Err(error) => {
            complain(&format!(
                "cannot make the sample mailbox in {}: {error}",
                folder.display()
            ));
            return Exit::Found;
        }
    };
    let paths = [config];
    let state = folder.join("state");
    let daemon = daemon::run(&paths, &state);
    // The daemon runs until the show is over; if it ends before, that is an error.
    tokio::select! {
        end = daemon => {
            match end {
                Ok(_) => complain("the daemon stopped before the demo was over"),
                Err(error) => complain_of(&error),
            }
            Exit::Found
        }
        shown = show(&folder, &paths[0]) => match shown {
            Ok(()) => Exit::Done,
            Err(what) => {
                complain(&what);
                Exit::Found
            }
        },
    }
}

/// Makes the Maildir and the settings that name it.
fn prepare(folder: &Path) -> io::Result<PathBuf> {
    let mail = folder.join("Mail");
    for mailbox in ["", ".Drafts", ".Sent"] {
        for part in ["cur", "new", "tmp"] {
            fs::create_dir_all(mail.join(mailbox).join(part))?;
        }
    }
    let config = folder.join("demo.toml");
    let text = format!(
        "[identity]\nname = \"Dana Whitfield\"\naddress = \"dana@example.com\"\n\
         phone = \"+44 20 7946 0958\"\n\n[maildir]\npath = {:?}\n",
        mail.display().to_string()
    );
    fs::write(&config, text)?;
    Ok(config)
}

async fn show(folder: &Path, config: &Path) -> Result<(), String> {
    let mut loaded = daemon::load(std::slice::from_ref(&config.to_path_buf()))
        .map_err(|error| error.to_string())?;
    let loaded = loaded.remove(0);
    let MailSource::Maildir(maildir) = &loaded.config.source else {
        return Err("the demo's settings name no Maildir".to_owned());
    };
    println!(
        "{STRONG}afterword demo{PLAIN}: a sample mailbox in {}",
        folder.display()
    );
    println!("The daemon is watching it. Mail arrives:\n");
    let drafts = maildir.path.join(".Drafts/cur");
    let mut expected = 0;
    for (name, text) in MAILS {
        let decided = arrive(&loaded.rules, text);
        deliver(&maildir.path, name, text)
            .map_err(|error| format!("cannot deliver a sample mail: {error}"))?;
        tell(&decided);
        if matches!(&decided.outcome, Outcome::Rejection(case) if case.draft.is_some()) {
            expected += 1;
            await_drafts(&drafts, expected).await?;
            println!("  {GOOD}a draft stands in Drafts{PLAIN}");
        }
        println!();
    }
    show_drafts(&drafts)?;
    tell_where(folder, config, expected);
    Ok(())
}

/// What the daemon will make of the mail; the demo asks the same core.
fn arrive(rules: &Rules, text: &str) -> Decided {
    let raw = Raw {
        bytes: text.as_bytes().to_vec(),
        size: text.len() as u64,
        internal_date: Some(Timestamp::now()),
        source: Source::Path("demo".to_owned()),
    };
    let message = text::parse(&raw);
    decide(rules, &raw, message, Timestamp::now())
}

/// As a mail server delivers: written in `tmp`, moved to `new`.
fn deliver(maildir: &Path, name: &str, text: &str) -> io::Result<()> {
    let name = format!("{}.{name}.demo", Timestamp::now().as_second());
    let tmp = maildir.join("tmp").join(&name);
    fs::write(&tmp, text)?;
    fs::rename(tmp, maildir.join("new").join(name))
}

fn tell(decided: &Decided) {
    let message = &decided.message;
    let from = message
        .from
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    println!("{STRONG}{}{PLAIN}", printable(&message.subject));
    println!("  {FAINT}from {}{PLAIN}", printable(&from));
    match &decided.outcome {
        Outcome::Rejection(case) => {
            verdict(&case.judgement);
            print!("{}", marked::evidence(message, &case.judgement));
            println!("  {}", explain::understood(&case.application));
        }
        Outcome::Unsure { judgement, .. } => {
            verdict(judgement);
            print!("{}", marked::evidence(message, judgement));
        }
        Outcome::Other { judgement } => {
            verdict(judgement);
            for reason in &judgement.reasons {
                println!("  {FAINT}because{PLAIN} {}", printable(reason));
            }
        }
        Outcome::Passed(reason) => println!("  not looked at: {reason}"),
        Outcome::Unreadable(reason) => println!("  not readable: {reason}"),
    }
}

fn verdict(judgement: &Judgement) {
    println!("  {}", marked::verdict(judgement.verdict));
}

async fn await_drafts(drafts: &Path, expected: usize) -> Result<(), String> {
    let deadline = Instant::now() + PATIENCE;
    while files(drafts).map_err(|e| e.to_string())?.len() < expected {
        if Instant::now() >= deadline {
            return Err(format!(
                "the daemon filed no draft within {} s",
                PATIENCE.as_secs()
            ));
        }
        sleep(Duration::from_millis(10)).await;
    }
    Ok(())
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        files.push(entry?.path());
    }
    files.sort();
    Ok(files)
}

fn show_drafts(drafts: &Path) -> Result<(), String> {
    println!("{STRONG}The drafts, as they stand in the Drafts mailbox:{PLAIN}\n");
    for path in files(drafts).map_err(|error| error.to_string())? {
        let raw = eml::read(&path, 256 * 1024).map_err(|error| error.to_string())?;
        let draft = text::parse(&raw);
        let to = draft
            .to
            .first()
            .map_or_else(|| "(for you to fill in)".to_owned(), ToString::to_string);
        println!("{FAINT}----------------------------------------------------------------{PLAIN}");
        println!("{STRONG}To:{PLAIN} {}", printable(&to));
        println!("{STRONG}Subject:{PLAIN} {}\n", printable(&draft.subject));
        println!("{}\n", printable(draft.body.text.trim_end()));
    }
    Ok(())
}

fn tell_where(folder: &Path, config: &Path, expected: usize) {
    println!("{FAINT}----------------------------------------------------------------{PLAIN}");
    println!(
        "{expected} drafts for {} mails. Nothing was sent; that is left to a person.",
        MAILS.len()
    );
    println!("\nIt is all still there:");
    println!(
        "  the mail and the drafts  {}",
        folder.join("Mail").display()
    );
    println!("  the settings             {}", config.display());
    println!(
        "  the ledger               {}",
        folder.join("state").join(daemon::LEDGER).display()
    );
    println!("\nLook on:");
    println!(
        "  STATE_DIRECTORY={} afterword status",
        folder.join("state").display()
    );
    println!("  afterword scan {}", config.display());
    println!("  rm -r {}", folder.display());
}

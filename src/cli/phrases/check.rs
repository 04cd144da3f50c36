//! `afterword phrases check`: is a pack written well?

use std::path::{Path, PathBuf};

use anstream::println;
use clap::Args;
use serde::Serialize;

use super::super::style::{GOOD, PLAIN, printable};
use super::super::{json, scan};
use super::{Exit, Fault, PackArgs, complain, complain_of, read};
use crate::classify::Listed;

/// Check phrase packs, and say all that is wrong with file, line and reason.
///
/// Exits with 78 where a pack could not be used. A daemon refuses to start
/// with such a pack, and goes on with the old ones when it is reloaded.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_long_help = "\
Examples:
  afterword phrases check my-phrases.toml
  afterword phrases check --config ~/.config/afterword/work.toml"
)]
pub(super) struct CheckArgs {
    /// Pack files
    #[arg(value_name = "FILE", required_unless_present = "config")]
    files: Vec<PathBuf>,
    /// Print one JSON object a line, one a file
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    packs: PackArgs,
}

#[derive(Serialize)]
struct CheckJson {
    file: String,
    phrases: Option<usize>,
    faults: Vec<FaultJson>,
}

#[derive(Serialize)]
struct FaultJson {
    line: Option<usize>,
    reason: String,
}

pub(super) fn check(args: &CheckArgs) -> Exit {
    let own = match args.packs.files() {
        Ok(files) => files,
        Err(exit) => return exit,
    };
    if own.is_empty() && args.files.is_empty() {
        println!("the settings name no packs: there is nothing to check");
    }
    let mut broken = 0_usize;
    for file in args.files.iter().chain(&own) {
        let found = read(file);
        broken += usize::from(found.is_err());
        match args.json {
            true => print_json(file, found),
            false => print(file, &found),
        }
    }
    match broken {
        0 => Exit::Done,
        _ => Exit::Config,
    }
}

fn print(file: &Path, found: &Result<Vec<Listed>, Vec<Fault>>) {
    match found {
        Ok(listed) => println!(
            "{GOOD}ok{PLAIN}  {}: {}",
            printable(&file.display().to_string()),
            scan::count(listed.len(), "phrase")
        ),
        Err(faults) => {
            let lines: Vec<String> = faults.iter().map(|fault| fault.to_string(file)).collect();
            complain(&lines.join("\n"));
        }
    }
}

fn print_json(file: &Path, found: Result<Vec<Listed>, Vec<Fault>>) {
    let (phrases, faults) = match found {
        Ok(listed) => (Some(listed.len()), Vec::new()),
        Err(faults) => (None, faults),
    };
    let faults = faults
        .into_iter()
        .map(|Fault { line, reason }| FaultJson { line, reason });
    let object = CheckJson {
        file: file.display().to_string(),
        phrases,
        faults: faults.collect(),
    };
    match json::line(&object) {
        Ok(line) => println!("{line}"),
        Err(error) => complain_of(&error),
    }
}

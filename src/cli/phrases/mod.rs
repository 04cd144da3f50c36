//! `afterword phrases`: the phrases by which mail is judged, to be looked at,
//! counted, checked and tried.

mod check;
mod list;
mod test;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::{Exit, complain, complain_of, log};
use crate::classify::{Kind, Listed, Phrasebook};
use crate::daemon;
use crate::mail::Language;

/// List, count, check and try the phrases by which mail is judged.
///
/// The phrases come with the program, in one pack a language; --config adds
/// the packs that a settings file names under `phrases`. How a pack is written
/// stands at the head of config/phrases/en.toml. Nothing is changed.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_long_help = "\
Examples:
  afterword phrases list --language de --kind decision
  afterword phrases check my-phrases.toml
  afterword phrases test \"We have decided to go with another candidate.\""
)]
pub(super) struct PhrasesArgs {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    List(list::ListArgs),
    Count(list::CountArgs),
    Check(check::CheckArgs),
    Test(test::TestArgs),
}

/// The user's own packs.
#[derive(Debug, Args)]
struct PackArgs {
    /// Add the phrases of this settings file
    #[arg(long, value_name = "CONFIG")]
    config: Option<PathBuf>,
}

pub(super) fn phrases(args: &PhrasesArgs) -> Exit {
    log::start_quiet();
    match &args.task {
        Task::List(args) => list::list(args),
        Task::Count(args) => list::count(args),
        Task::Check(args) => check::check(args),
        Task::Test(args) => test::test(args),
    }
}

/// Whose a phrase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Program,
    User,
}

/// A phrase and whose it is.
struct Owned {
    phrase: Listed,
    owner: Owner,
}

impl Owned {
    /// The file and line for people.
    fn place(&self) -> String {
        let Listed { file, line, .. } = &self.phrase;
        match self.owner {
            Owner::Program => format!("built-in {file}:{line}"),
            Owner::User => format!("{file}:{line}"),
        }
    }
}

impl PackArgs {
    /// The files of the user's packs; what is wrong is said.
    fn files(&self) -> Result<Vec<PathBuf>, Exit> {
        let Some(config) = &self.config else {
            return Ok(Vec::new());
        };
        daemon::pack_files(config).map_err(|error| {
            complain_of(&error);
            Exit::Config
        })
    }

    /// Every phrase in force; what is wrong is said.
    fn listed(&self) -> Result<Vec<Owned>, Exit> {
        let mut all = owned(Phrasebook::list_embedded(), Owner::Program);
        let mut faults = Vec::new();
        for file in self.files()? {
            match read(&file) {
                Ok(listed) => all.extend(owned(listed, Owner::User)),
                Err(more) => faults.extend(more.iter().map(|fault| fault.to_string(&file))),
            }
        }
        if faults.is_empty() {
            return Ok(all);
        }
        complain(&faults.join("\n"));
        Err(Exit::Config)
    }
}

fn owned(phrases: Vec<Listed>, owner: Owner) -> Vec<Owned> {
    let owned = phrases.into_iter().map(|phrase| Owned { phrase, owner });
    owned.collect()
}

/// What is wrong with a pack, and where.
struct Fault {
    /// `None` where the file could not be read at all.
    line: Option<usize>,
    reason: String,
}

impl Fault {
    fn to_string(&self, file: &Path) -> String {
        match self.line {
            Some(line) => format!("{}:{line}: {}", file.display(), self.reason),
            None => format!("{}: {}", file.display(), self.reason),
        }
    }
}

/// The phrases of a pack file, or all that is wrong with it.
fn read(file: &Path) -> Result<Vec<Listed>, Vec<Fault>> {
    let text = daemon::read_text(file).map_err(|unread| {
        vec![Fault {
            line: unread.line,
            reason: unread.reason,
        }]
    })?;
    Phrasebook::list(&file.display().to_string(), &text).map_err(|errors| {
        let faults = errors.into_iter().map(|error| Fault {
            line: Some(error.line),
            reason: error.reason,
        });
        faults.collect()
    })
}

fn language(code: &str) -> Result<Language, String> {
    Language::new(code).ok_or_else(|| "write its two letters, such as en".to_owned())
}

fn kind(word: &str) -> Result<Kind, String> {
    let found = Kind::ALL.into_iter().find(|kind| kind.as_str() == word);
    found.ok_or_else(|| format!("write one of {}", Kind::ALL.map(Kind::as_str).join(", ")))
}

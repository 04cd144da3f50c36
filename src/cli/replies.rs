//! `afterword replies`: the texts that drafts are made of, the user's own and
//! the built-in ones, and how they sound.

use std::fs;
use std::path::{Path, PathBuf};

use anstream::println;
use clap::{Args, Subcommand};
use serde::Serialize;

use super::{Exit, complain_of, json, log};
use crate::daemon::{self, LoadError};
use crate::mail::Language;
use crate::reply::{Origin, Source, TemplateError, Templates};

mod check;
mod list;
mod show;

/// Show the texts that drafts are made of, and check your own.
///
/// There are texts for each language, for a rejection after an application and
/// after an interview, and for what a rejection says besides: feedback offered,
/// a close decision, papers kept, another role, a position that is gone, and an
/// agency that passes it on. `templates` in your settings names a folder with
/// your own, which go before the built-in ones.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_long_help = "\
Examples:
  afterword replies list
  afterword replies show de interview --variant 2
  afterword replies show en runner-up --raw
  afterword replies check ~/.config/afterword/replies/en/interview.j2
  afterword replies check --language fr my-draft.txt"
)]
pub(super) struct RepliesArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    List(list::ListArgs),
    Show(show::ShowArgs),
    Check(check::CheckArgs),
}

/// Whose texts.
#[derive(Debug, Args)]
struct WhoseArgs {
    /// Use the templates of this settings file [default: those in ~/.config/afterword]
    #[arg(long, value_name = "CONFIG")]
    config: Option<PathBuf>,
}

fn language(text: &str) -> Result<Language, String> {
    Language::new(text).ok_or_else(|| "write it with two letters, such as en or de".to_owned())
}

/// The texts of one folder with what is wrong in it, or the built-in ones.
struct Texts {
    folder: Option<PathBuf>,
    templates: Templates,
    faults: Vec<TemplateError>,
}

pub(super) fn replies(args: &RepliesArgs) -> Exit {
    log::start_quiet();
    let done = match &args.action {
        Action::List(args) => texts(&args.whose).map(|texts| list::list(args, &texts)),
        Action::Show(args) => texts(&args.whose).map(|texts| show::show(args, &texts)),
        Action::Check(args) if args.files.is_empty() => {
            texts(&args.whose).map(|texts| check::report(&check::of_folders(&texts), args.json))
        }
        Action::Check(args) => {
            let checked: Vec<check::Checked> = args
                .files
                .iter()
                .map(|file| check::of_file(file, args.language))
                .collect();
            Ok(check::report(&checked, args.json))
        }
    };
    done.unwrap_or_else(|error| {
        complain_of(&error);
        Exit::Config
    })
}

/// The texts in use, once for each folder that the settings name.
fn texts(whose: &WhoseArgs) -> Result<Vec<Texts>, LoadError> {
    let paths: Vec<PathBuf> = match &whose.config {
        Some(path) => vec![path.clone()],
        None => daemon::default_folder()
            .filter(|folder| holds_settings(folder))
            .into_iter()
            .collect(),
    };
    let mut all: Vec<Texts> = Vec::new();
    let loaded = match paths.is_empty() {
        true => Vec::new(),
        false => daemon::load(&paths)?,
    };
    for one in loaded {
        let folder = one.config.templates;
        if !all.iter().any(|known| known.folder == folder) {
            all.push(Texts {
                folder,
                templates: Templates::clone(&one.rules.templates),
                faults: one.template_faults,
            });
        }
    }
    // The user's own first.
    all.sort_by_key(|texts| texts.folder.is_none());
    if all.is_empty() {
        all.push(Texts {
            folder: None,
            templates: Templates::embedded(),
            faults: Vec::new(),
        });
    }
    Ok(all)
}

fn holds_settings(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.path())
        .any(|path| path.extension().is_some_and(|ext| ext == "toml"))
}

fn print_json(object: &impl Serialize) {
    match json::line(object) {
        Ok(line) => println!("{line}"),
        Err(error) => complain_of(&error),
    }
}

fn path_of(texts: &Texts, source: &Source<'_>) -> Option<String> {
    let folder = texts.folder.as_deref()?;
    let file = folder.join(format!("{}.j2", source.name));
    (source.origin == Origin::Own).then(|| file.display().to_string())
}

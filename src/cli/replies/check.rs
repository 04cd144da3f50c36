//! `afterword replies check`.

use std::fs;
use std::path::{Path, PathBuf};

use anstream::println;
use clap::Args;
use serde::Serialize;

use super::super::Exit;
use super::super::style::{BAD, GOOD, PLAIN, WARN, printable};
use super::{Texts, WhoseArgs, language, path_of, print_json};
use crate::mail::Language;
use crate::reply::{Origin, Templates, TextName, ToneWarning, tone, tone_of_template};

/// Check your own templates, or drafts that you wrote by hand.
///
/// A template (a file named LANG/SITUATION.j2) is refused where it cannot be
/// filled in for every rejection. Warnings tell where a text blames, asks why,
/// pleads, sounds sarcastic, is long, thanks nobody or asks nothing; they
/// forbid nothing. Exits with 1 when a template is refused.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct CheckArgs {
    /// Templates (*.j2) and drafts (anything else); without any, your templates folder
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// The language of drafts
    #[arg(long, value_name = "LANG", default_value = "en", value_parser = language)]
    pub(super) language: Language,
    /// Print one JSON object a line, one a file
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) whose: WhoseArgs,
}

/// What is to be said of one file.
pub(super) struct Checked {
    path: String,
    faults: Vec<(usize, String)>,
    warnings: Vec<ToneWarning>,
}

/// The same, as `replies check --json` prints it.
#[derive(Debug, Serialize)]
struct CheckedJson<'a> {
    path: &'a str,
    usable: bool,
    faults: Vec<FaultJson<'a>>,
    warnings: Vec<WarningJson<'a>>,
}

#[derive(Debug, Serialize)]
struct FaultJson<'a> {
    line: usize,
    problem: &'a str,
}

#[derive(Debug, Serialize)]
struct WarningJson<'a> {
    line: usize,
    fault: &'static str,
    said: &'a str,
    better: &'static str,
}

impl Checked {
    fn refused(path: &Path, line: usize, problem: String) -> Self {
        Self {
            path: path.display().to_string(),
            faults: vec![(line, problem)],
            warnings: Vec::new(),
        }
    }
}

pub(super) fn of_folders(texts: &[Texts]) -> Vec<Checked> {
    let mut all = Vec::new();
    for one in texts {
        for fault in &one.faults {
            let problem = fault.problem.clone();
            all.push(Checked::refused(
                Path::new(&fault.file),
                fault.line,
                problem,
            ));
        }
        for source in one.templates.sources() {
            if let Some(path) = path_of(one, &source) {
                all.push(Checked {
                    path,
                    faults: Vec::new(),
                    warnings: tone_of_template(source),
                });
            }
        }
    }
    all
}

pub(super) fn of_file(path: &Path, language: Language) -> Checked {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => return Checked::refused(path, 1, format!("cannot be read: {error}")),
    };
    if path.extension().is_some_and(|ext| ext == "j2") {
        return of_template(path, text);
    }
    Checked {
        path: path.display().to_string(),
        faults: Vec::new(),
        warnings: tone(&text, language),
    }
}

/// A template is named by its file and the folder around it.
fn of_template(path: &Path, text: String) -> Checked {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = whole.parent().and_then(Path::file_name).unwrap_or_default();
    let stem = whole.file_stem().unwrap_or_default();
    let name = format!("{}/{}", folder.display(), stem.display());
    let (templates, faults) = Templates::with_own(&[(name.clone(), text)]);
    if let Some(fault) = faults.into_iter().next() {
        return Checked::refused(path, fault.line, fault.problem);
    }
    let sources = templates.sources();
    let own = sources
        .iter()
        .find(|source| source.origin == Origin::Own && TextName::parse(&name) == Some(source.name));
    Checked {
        path: path.display().to_string(),
        faults: Vec::new(),
        warnings: own.map(|own| tone_of_template(*own)).unwrap_or_default(),
    }
}

pub(super) fn report(checked: &[Checked], json: bool) -> Exit {
    if !json && checked.is_empty() {
        println!("no templates of your own: the built-in ones are used");
    }
    for one in checked {
        match json {
            true => report_json(one),
            false => report_lines(one),
        }
    }
    match checked.iter().all(|one| one.faults.is_empty()) {
        true => Exit::Done,
        false => Exit::Found,
    }
}

fn report_lines(checked: &Checked) {
    let path = printable(&checked.path);
    for (line, problem) in &checked.faults {
        let problem = printable(problem);
        println!("{BAD}refused{PLAIN}  {path}:{line}: {problem}");
    }
    for warning in &checked.warnings {
        let line = warning.line;
        let said = printable(&warning.to_string()).replace('\n', " ");
        println!("{WARN}note{PLAIN}     {path}:{line}: {said}");
    }
    if checked.faults.is_empty() && checked.warnings.is_empty() {
        println!("{GOOD}ok{PLAIN}       {path}");
    }
}

fn report_json(checked: &Checked) {
    let faults = checked.faults.iter();
    let warnings = checked.warnings.iter();
    print_json(&CheckedJson {
        path: &checked.path,
        usable: checked.faults.is_empty(),
        faults: faults
            .map(|(line, problem)| FaultJson {
                line: *line,
                problem,
            })
            .collect(),
        warnings: warnings
            .map(|warning| WarningJson {
                line: warning.line,
                fault: warning.fault.as_str(),
                said: &warning.said,
                better: warning.fault.better(),
            })
            .collect(),
    });
}

//! `afterword replies list`.

use anstream::println;
use clap::Args;
use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;

use super::super::style::{FAINT, PLAIN, printable};
use super::super::{Exit, complain};
use super::{Texts, WhoseArgs, path_of, print_json};
use crate::mail::Language;
use crate::reply::{Form, Origin, Source, TextKind};

/// List the texts: languages, situations, how many variants, and whose they are.
#[derive(Debug, Args)]
pub(super) struct ListArgs {
    /// Print one JSON object a line, one a text
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    pub(super) whose: WhoseArgs,
}

/// One text, as `replies list --json` prints it.
#[derive(Debug, Serialize)]
struct TextJson<'a> {
    language: &'a str,
    form: &'static str,
    situation: &'static str,
    variant: Option<u8>,
    origin: &'static str,
    path: Option<String>,
}

pub(super) fn list(args: &ListArgs, texts: &[Texts]) -> Exit {
    for one in texts {
        match args.json {
            true => list_json(one),
            false => list_table(one),
        }
    }
    Exit::Done
}

fn list_json(texts: &Texts) {
    for source in texts.templates.sources() {
        let object = TextJson {
            language: source.name.language.as_str(),
            form: source.name.form.as_str(),
            situation: source.name.kind.as_str(),
            variant: source.name.number,
            origin: match source.origin {
                Origin::BuiltIn => "built-in",
                Origin::Own => "own",
            },
            path: path_of(texts, &source),
        };
        print_json(&object);
    }
}

fn list_table(texts: &Texts) {
    let sources = texts.templates.sources();
    let mut tongues: Vec<(Language, Form)> = Vec::new();
    for source in &sources {
        let tongue = (source.name.language, source.name.form);
        if tongues.last() != Some(&tongue) {
            tongues.push(tongue);
        }
    }
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Disabled);
    let kinds = TextKind::all().map(|kind| kind.as_str().to_owned());
    table.set_header(std::iter::once(String::new()).chain(kinds));
    for (language, form) in tongues {
        let name = match form {
            Form::Polite => language.to_string(),
            Form::Familiar => format!("{language} {}", form.as_str()),
        };
        let cells = TextKind::all().map(|kind| {
            let of = |source: &&Source<'_>| {
                let name = source.name;
                (name.language, name.form, name.kind) == (language, form, kind)
            };
            let found: Vec<&Source<'_>> = sources.iter().filter(of).collect();
            match found.first().map(|source| source.origin) {
                None => String::new(),
                Some(Origin::BuiltIn) => found.len().to_string(),
                Some(Origin::Own) => format!("{} yours", found.len()),
            }
        });
        table.add_row(std::iter::once(name).chain(cells));
    }
    println!("{table}");
    match &texts.folder {
        Some(folder) => {
            let folder = printable(&folder.display().to_string());
            println!("\n{FAINT}yours: in {folder}{PLAIN}");
        }
        None => println!(
            "\n{FAINT}all of them built in; name a folder as draft.templates for your own{PLAIN}"
        ),
    }
    for fault in &texts.faults {
        complain(&format!("{fault}; left out until then"));
    }
}

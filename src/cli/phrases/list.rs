//! `afterword phrases list` and `count`.

use std::collections::BTreeMap;

use anstream::println;
use clap::Args;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use serde::Serialize;

use super::super::json;
use super::super::style::{FAINT, PLAIN, printable};
use super::{Exit, Owned, Owner, PackArgs, complain_of, kind, language};
use crate::classify::Kind;
use crate::mail::Language;

/// List phrases with language, kind, weight, file and line.
///
/// Exits with 1 when no phrase is of that language and kind.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_long_help = "\
Examples:
  afterword phrases list --language de --kind decision
  afterword phrases list --json --config ~/.config/afterword/work.toml"
)]
pub(super) struct ListArgs {
    /// Only of this language, such as de
    #[arg(long, value_name = "LANGUAGE", value_parser = language)]
    language: Option<Language>,
    /// Only of this kind, such as decision
    #[arg(long, value_name = "KIND", value_parser = kind)]
    kind: Option<Kind>,
    /// Print one JSON object a line, one a phrase
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    packs: PackArgs,
}

/// Count phrases by language and kind.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_long_help = "\
Example:
  afterword phrases count"
)]
pub(super) struct CountArgs {
    /// Print one JSON object a line, one for each language and kind
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    packs: PackArgs,
}

#[derive(Serialize)]
struct PhraseJson<'a> {
    phrase: &'a str,
    language: String,
    kind: &'static str,
    weight: f32,
    file: &'a str,
    line: usize,
    built_in: bool,
}

#[derive(Serialize)]
struct CountJson {
    language: String,
    kind: &'static str,
    count: usize,
}

pub(super) fn list(args: &ListArgs) -> Exit {
    let mut listed = match args.packs.listed() {
        Ok(listed) => listed,
        Err(exit) => return exit,
    };
    listed.retain(|one| args.language.is_none_or(|only| one.phrase.language == only));
    listed.retain(|one| args.kind.is_none_or(|only| one.phrase.kind == only));
    for one in &listed {
        match args.json {
            true => print_json(&phrase_json(one)),
            false => print_phrase(one),
        }
    }
    match listed.is_empty() {
        true => Exit::Found,
        false => Exit::Done,
    }
}

fn print_phrase(one: &Owned) {
    let phrase = &one.phrase;
    println!(
        "{} {:<12} {:>4.1}  {} {FAINT}({}){PLAIN}",
        phrase.language,
        phrase.kind.as_str(),
        phrase.weight,
        printable(&phrase.phrase),
        printable(&one.place()),
    );
}

fn phrase_json(one: &Owned) -> PhraseJson<'_> {
    let phrase = &one.phrase;
    PhraseJson {
        phrase: &phrase.phrase,
        language: phrase.language.to_string(),
        kind: phrase.kind.as_str(),
        weight: phrase.weight,
        file: &phrase.file,
        line: phrase.line,
        built_in: one.owner == Owner::Program,
    }
}

pub(super) fn count(args: &CountArgs) -> Exit {
    let listed = match args.packs.listed() {
        Ok(listed) => listed,
        Err(exit) => return exit,
    };
    let mut counts: BTreeMap<Language, BTreeMap<Kind, usize>> = BTreeMap::new();
    for one in &listed {
        let of_language = counts.entry(one.phrase.language).or_default();
        *of_language.entry(one.phrase.kind).or_default() += 1;
    }
    if !args.json {
        println!("{}", table(&counts));
        return Exit::Done;
    }
    for (language, kinds) in &counts {
        for (kind, count) in kinds {
            print_json(&CountJson {
                language: language.to_string(),
                kind: kind.as_str(),
                count: *count,
            });
        }
    }
    Exit::Done
}

fn table(counts: &BTreeMap<Language, BTreeMap<Kind, usize>>) -> Table {
    let mut table = Table::new();
    let kinds = Kind::ALL.map(|kind| kind.as_str().to_owned());
    let header = std::iter::once("language".to_owned()).chain(kinds);
    table
        .load_style(presets::UTF8_BORDERS_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(header.chain(["all".to_owned()]));
    for (language, of_language) in counts {
        add_row(&mut table, &language.to_string(), of_language);
    }
    let mut all: BTreeMap<Kind, usize> = BTreeMap::new();
    for (kind, count) in counts.values().flatten() {
        *all.entry(*kind).or_default() += count;
    }
    add_row(&mut table, "all", &all);
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

fn add_row(table: &mut Table, name: &str, counts: &BTreeMap<Kind, usize>) {
    let of_kind = |kind: Kind| counts.get(&kind).copied().unwrap_or(0).to_string();
    let all: usize = counts.values().sum();
    let cells = std::iter::once(name.to_owned()).chain(Kind::ALL.map(of_kind));
    table.add_row(cells.chain([all.to_string()]));
}

fn print_json(object: &impl Serialize) {
    match json::line(object) {
        Ok(line) => println!("{line}"),
        Err(error) => complain_of(&error),
    }
}

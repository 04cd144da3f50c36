//! `afterword phrases test`: what the phrases make of one sentence.

use std::io::{self, Read as _};

use anstream::{print, println};
use clap::Args;
use serde::Serialize;

use super::super::style::{FAINT, PLAIN, printable};
use super::super::{json, marked};
use super::{Exit, Owned, PackArgs, complain, complain_of};
use crate::classify::{Evidence, Judgement, Kind, Phrasebook, Verdict, classify_in_full};
use crate::daemon;
use crate::mail::{Body, Message, Segment, SegmentKind};

/// How much is read from standard input: more than a mail's visible text.
const LIMIT: u64 = 1024 * 1024;

/// Try a sentence: show every phrase in it, and what would be made of a mail.
///
/// For each phrase found it tells kind, weight, language and place, and what
/// cancelled it; then the verdict on a mail of nothing but this sentence, and
/// why. Without SENTENCE it reads standard input. Exits with 1 when such a mail
/// would be no rejection.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_long_help = "\
Examples:
  afterword phrases test \"We have decided to go with another candidate.\"
  echo \"Leider hat es nicht gereicht.\" | afterword phrases test"
)]
pub(super) struct TestArgs {
    /// The sentence, in quotes; `-` is standard input [default: -]
    #[arg(value_name = "SENTENCE")]
    sentence: Option<String>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    packs: PackArgs,
}

#[derive(Serialize)]
struct TestJson<'a> {
    sentence: &'a str,
    verdict: &'static str,
    score: f32,
    language: Option<String>,
    hits: Vec<HitJson<'a>>,
    reasons: Vec<String>,
}

#[derive(Serialize)]
struct HitJson<'a> {
    phrase: &'a str,
    pattern: &'a str,
    kind: &'static str,
    language: String,
    /// What the pack says.
    weight: Option<f32>,
    /// What it added to the sum.
    counted: f32,
    /// In characters of the sentence.
    start: usize,
    end: usize,
    cancelled: Option<&'static str>,
    file: Option<&'a str>,
    line: Option<usize>,
}

pub(super) fn test(args: &TestArgs) -> Exit {
    let sentence = match sentence(args) {
        Ok(sentence) => sentence,
        Err(error) => {
            complain(&format!("cannot read standard input: {error}"));
            return Exit::Found;
        }
    };
    if sentence.is_empty() {
        complain("there is no sentence: write it in quotes, or into standard input");
        return Exit::Usage;
    }
    let (listed, book) = match (args.packs.listed(), book(&args.packs)) {
        (Ok(listed), Ok(book)) => (listed, book),
        (Err(exit), _) | (_, Err(exit)) => return exit,
    };
    let message = mail_of(sentence);
    let judgement = classify_in_full(&book, &message, None);
    match args.json {
        true => print_json(&message, &judgement, &listed),
        false => print_text(&message, &judgement, &listed),
    }
    match judgement.verdict {
        Verdict::Rejection => Exit::Done,
        Verdict::Unsure | Verdict::Other => Exit::Found,
    }
}

fn sentence(args: &TestArgs) -> io::Result<String> {
    let given = args.sentence.as_deref().filter(|given| *given != "-");
    if let Some(given) = given {
        return Ok(given.trim().to_owned());
    }
    let mut bytes = Vec::new();
    io::stdin().lock().take(LIMIT).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).trim().to_owned())
}

/// The phrases in force. That the packs are sound was seen when they were listed.
fn book(packs: &PackArgs) -> Result<Phrasebook, Exit> {
    let mut extra = Vec::new();
    for file in packs.files()? {
        if let Ok(text) = daemon::read_text(&file) {
            extra.push((file.display().to_string(), text));
        }
    }
    Phrasebook::with_extra(&extra).map_err(|_| Exit::Config)
}

fn mail_of(sentence: String) -> Message {
    let whole = Segment {
        kind: SegmentKind::Own,
        range: 0..sentence.len(),
    };
    Message {
        body: Body {
            text: sentence,
            segments: vec![whole],
        },
        ..Message::default()
    }
}

fn print_text(message: &Message, judgement: &Judgement, listed: &[Owned]) {
    println!(
        "a mail of only this: {}",
        marked::verdict(judgement.verdict)
    );
    let origin = |hit: &Evidence| match of(hit, listed) {
        Some(found) => format!(
            "{FAINT}{}, {}: {}{PLAIN}",
            hit.language,
            printable(&found.place()),
            printable(&hit.phrase)
        ),
        None => String::new(),
    };
    print!("{}", marked::evidence_from(message, judgement, origin));
    for reason in hints(judgement) {
        println!("  {FAINT}because{PLAIN} {reason}");
    }
}

fn print_json(message: &Message, judgement: &Judgement, listed: &[Owned]) {
    let text = &message.body.text;
    let hits = judgement
        .evidence
        .iter()
        .map(|hit| hit_json(text, hit, listed));
    let mut reasons = judgement.reasons.clone();
    reasons.extend(hints(judgement).into_iter().map(str::to_owned));
    let object = TestJson {
        sentence: text,
        verdict: judgement.verdict.as_str(),
        score: judgement.score,
        language: judgement.language.map(|language| language.to_string()),
        hits: hits.collect(),
        reasons,
    };
    match json::line(&object) {
        Ok(line) => println!("{line}"),
        Err(error) => complain_of(&error),
    }
}

fn hit_json<'a>(text: &'a str, hit: &'a Evidence, listed: &'a [Owned]) -> HitJson<'a> {
    let found = of(hit, listed).map(|found| &found.phrase);
    let characters = |to: usize| text.get(..to).map_or(0, |before| before.chars().count());
    HitJson {
        phrase: text.get(hit.range.clone()).unwrap_or(&hit.phrase),
        pattern: &hit.phrase,
        kind: hit.kind.as_str(),
        language: hit.language.to_string(),
        weight: found.map(|found| found.weight),
        counted: hit.weight,
        start: characters(hit.range.start),
        end: characters(hit.range.end),
        cancelled: hit.cancelled,
        file: found.map(|found| found.file.as_str()),
        line: found.map(|found| found.line),
    }
}

/// Where the phrase of a hit stands. The user's packs come last; where one
/// repeats a phrase, the program's own is as good an answer.
fn of<'a>(hit: &Evidence, listed: &'a [Owned]) -> Option<&'a Owned> {
    listed.iter().find(|one| {
        let phrase = &one.phrase;
        phrase.language == hit.language && phrase.kind == hit.kind && phrase.phrase == hit.phrase
    })
}

/// What a person who writes phrases wants to know beside the judge's reason.
fn hints(judgement: &Judgement) -> Vec<&'static str> {
    let counts = |kinds: &[Kind]| {
        let counted = |hit: &&Evidence| hit.cancelled.is_none() && kinds.contains(&hit.kind);
        judgement.evidence.iter().any(|hit| counted(&hit))
    };
    if judgement.verdict == Verdict::Rejection {
        return vec!["its phrases decide, and nothing speaks against them"];
    }
    let mut hints = Vec::new();
    if counts(&[Kind::Decision, Kind::Alternative]) && !counts(&[Kind::Hiring]) {
        hints.push(
            "no decision counts without words about an application (kind hiring); \
             a whole mail mostly has some",
        );
    }
    hints
}

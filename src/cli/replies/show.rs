//! `afterword replies show`.

use anstream::println;
use clap::{Args, ValueEnum};

use super::super::style::{FAINT, PLAIN, STRONG, printable};
use super::super::{Exit, complain, complain_of};
use super::{Texts, WhoseArgs, language, path_of};
use crate::mail::Language;
use crate::reply::{Form, Source, TemplateError, TextKind, Values};
use crate::understand::Stage;

/// Show a text as a draft would have it.
#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// Language, such as en or de
    #[arg(value_name = "LANG", value_parser = language)]
    language: Language,
    /// application, interview, agency, feedback-offered, other-role, runner-up,
    /// position-gone or kept-on-file
    #[arg(value_parser = kind)]
    situation: TextKind,
    /// Which variant, from 1; all of them when left out
    #[arg(long, value_name = "N")]
    variant: Option<usize>,
    /// Show a situation's paragraph within the text for this stage
    #[arg(long, value_enum, default_value = "interview")]
    stage: StageArg,
    /// The familiar form of address: du, tu, je, Ty
    #[arg(long)]
    familiar: bool,
    /// Leave out all that may be unknown: company, role, person, phone
    #[arg(long)]
    bare: bool,
    /// Show the template itself
    #[arg(long, conflicts_with_all = ["stage", "bare"])]
    raw: bool,
    #[command(flatten)]
    pub(super) whose: WhoseArgs,
}

/// How far an application had come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum StageArg {
    Application,
    Interview,
}

impl From<StageArg> for Stage {
    fn from(stage: StageArg) -> Self {
        match stage {
            StageArg::Application => Self::Application,
            StageArg::Interview => Self::Interview,
        }
    }
}

fn kind(text: &str) -> Result<TextKind, String> {
    let mut kinds = TextKind::all();
    kinds.find(|kind| kind.as_str() == text).ok_or_else(|| {
        let known: Vec<&str> = TextKind::all().map(TextKind::as_str).collect();
        format!("there are texts for {}", known.join(", "))
    })
}

pub(super) fn show(args: &ShowArgs, texts: &[Texts]) -> Exit {
    let Some(texts) = texts.first() else {
        return Exit::Done;
    };
    let form = match args.familiar {
        true => Form::Familiar,
        false => Form::Polite,
    };
    let sources: Vec<Source<'_>> = texts
        .templates
        .sources()
        .into_iter()
        .filter(|source| {
            let name = source.name;
            (name.language, name.form, name.kind) == (args.language, form, args.situation)
        })
        .collect();
    let wanted = match args.variant {
        None => sources.as_slice(),
        Some(number) => {
            let one = number.checked_sub(1).and_then(|index| sources.get(index));
            one.map(std::slice::from_ref).unwrap_or_default()
        }
    };
    if wanted.is_empty() {
        complain(&missing(args, form, sources.len()));
        return Exit::Found;
    }
    let mut between = "";
    for source in wanted {
        println!(
            "{between}{STRONG}{}{PLAIN} {FAINT}{}{PLAIN}\n",
            source.name,
            printable(&path_of(texts, source).unwrap_or_else(|| "built in".to_owned()))
        );
        between = "\n";
        match shown(args, texts, *source) {
            Ok(text) => println!("{}", printable(text.trim_end())),
            Err(error) => {
                complain_of(&error);
                return Exit::Found;
            }
        }
    }
    Exit::Done
}

fn missing(args: &ShowArgs, form: Form, count: usize) -> String {
    let (language, kind) = (args.language, args.situation.as_str());
    match (args.variant, count, form) {
        (Some(number), 1.., _) => {
            format!("no variant {number} of {language} {kind}: there are {count}, from 1")
        }
        (_, _, Form::Familiar) => {
            format!("no familiar text for {language} {kind}: leave out --familiar")
        }
        (_, _, Form::Polite) => {
            format!("no text for {language} {kind}: `afterword replies list` shows those there are")
        }
    }
}

fn shown(args: &ShowArgs, texts: &Texts, source: Source<'_>) -> Result<String, TemplateError> {
    if args.raw {
        return Ok(source.text.to_owned());
    }
    let sample = Values::sample();
    let values = match args.bare {
        true => Values {
            name: sample.name,
            ..Values::default()
        },
        false => sample,
    };
    let stage = match args.situation {
        TextKind::Application => Stage::Application,
        TextKind::Interview => Stage::Interview,
        TextKind::Situation(_) => args.stage.into(),
    };
    texts.templates.preview(source, stage, &values)
}

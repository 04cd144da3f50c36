//! What a reply's text is called: `en/interview`, `de-familiar/agency.2`.

use std::fmt;

use super::form::Form;
use super::situation::{Situation, Slot};
use crate::mail::Language;
use crate::understand::Stage;

/// What a text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextKind {
    /// The whole text after an application.
    Application,
    /// The whole text after an interview.
    Interview,
    /// What a situation changes: the whole text or a paragraph of it.
    Situation(Situation),
}

impl TextKind {
    /// Every kind, the whole texts first.
    pub fn all() -> impl Iterator<Item = Self> {
        let situations = Situation::ALL.into_iter().map(Self::Situation);
        [Self::Application, Self::Interview]
            .into_iter()
            .chain(situations)
    }

    /// Whether it is the whole text of a reply, and not a paragraph of it.
    pub fn is_whole(self) -> bool {
        match self {
            Self::Application | Self::Interview => true,
            Self::Situation(situation) => situation.slot() == Slot::Whole,
        }
    }

    /// The word in the name of the text.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Application => Stage::Application.as_str(),
            Self::Interview => Stage::Interview.as_str(),
            Self::Situation(situation) => situation.as_str(),
        }
    }
}

impl From<Stage> for TextKind {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Application => Self::Application,
            Stage::Interview => Self::Interview,
        }
    }
}

/// A text's name, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextName {
    /// The language.
    pub language: Language,
    /// The form of address.
    pub form: Form,
    /// What it is for.
    pub kind: TextKind,
    /// Which one, where there are several to choose from.
    pub number: Option<u8>,
}

impl TextName {
    /// Reads a name; `None` where it is none.
    pub fn parse(name: &str) -> Option<Self> {
        let (tongue, kind) = name.split_once('/')?;
        let (language, form) = match tongue.split_once('-') {
            Some((language, "familiar")) => (language, Form::Familiar),
            Some(_) => return None,
            None => (tongue, Form::Polite),
        };
        let (kind, number) = match kind.split_once('.') {
            Some((kind, number)) => (kind, Some(number.parse().ok()?)),
            None => (kind, None),
        };
        Some(Self {
            language: Language::new(language)?,
            form,
            kind: TextKind::all().find(|known| known.as_str() == kind)?,
            number,
        })
    }
}

impl fmt::Display for TextName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = match self.form {
            Form::Polite => "",
            Form::Familiar => "-familiar",
        };
        write!(f, "{}{form}/{}", self.language, self.kind.as_str())?;
        match self.number {
            Some(number) => write!(f, ".{number}"),
            None => Ok(()),
        }
    }
}

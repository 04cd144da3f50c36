//! Which text a reply has: built-in ones by language, form, stage and situation,
//! and the user's own in their place.

use std::collections::BTreeMap;

use ring::digest::{SHA256, digest};

use super::built_in;
use super::engine::{Engine, Filling};
use super::form::Form;
use super::situation::{Situation, Slot, situations};
use super::text_name::{TextKind, TextName};
use super::tone::{ToneWarning, tone_of_shape, tone_of_words};
use crate::mail::{Language, Message};
use crate::understand::Stage;

/// What a template can speak of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Values {
    /// The user's name.
    pub name: String,
    /// The user's phone number.
    pub phone: Option<String>,
    /// The employer.
    pub company: Option<String>,
    /// The post.
    pub role: Option<String>,
    /// The person who is thanked.
    pub person: Option<String>,
}

impl Values {
    /// Values to show a text with.
    pub fn sample() -> Self {
        Self {
            name: "Dana Whitfield".to_owned(),
            phone: Some("+44 20 7946 0000".to_owned()),
            company: Some("Acme".to_owned()),
            role: Some("Data Engineer".to_owned()),
            person: Some("Jo Park".to_owned()),
        }
    }
}

/// What kind of rejection is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occasion {
    /// How far the application had come.
    pub stage: Stage,
    /// The form of address.
    pub form: Form,
    /// What the rejection says besides no, in order of precedence.
    pub situations: Vec<Situation>,
}

impl Occasion {
    /// A rejection of which no more is known than its stage.
    pub fn plain(stage: Stage) -> Self {
        Self {
            stage,
            form: Form::Polite,
            situations: Vec::new(),
        }
    }

    /// What a rejection's own words make of it.
    pub fn of(message: &Message, language: Language, stage: Stage) -> Self {
        Self {
            stage,
            form: Form::of(message, language),
            situations: situations(message, language),
        }
    }

    /// The situation that decides about a part of the text.
    fn in_slot(&self, slot: Slot) -> Option<Situation> {
        let of_slot = |situation: &&Situation| situation.slot() == slot;
        self.situations.iter().filter(of_slot).min().copied()
    }
}

/// A template that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {problem}")]
pub struct TemplateError {
    /// The template's name, such as `en/interview`.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong and what would be right.
    pub problem: String,
}

/// Where a text comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It came with the program.
    BuiltIn,
    /// It lies in the user's folder.
    Own,
}

/// One text, before it is filled in.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// What it is called.
    pub name: TextName,
    /// Where it comes from.
    pub origin: Origin,
    /// The template.
    pub text: &'a str,
}

/// Every text that a reply can have, checked.
#[derive(Debug, Clone, Default)]
pub struct Templates {
    engine: Engine,
    own: BTreeMap<TextName, String>,
}

impl Templates {
    /// The built-in texts.
    pub fn embedded() -> Self {
        Self::default()
    }

    /// The built-in texts with the user's own, named as in `en/interview`, in
    /// their place, and what is wrong with those that were left out.
    ///
    /// A name may have a number where there are several to choose from:
    /// `en/interview.2`. Own texts replace all built-in ones of their language
    /// and kind. A language that is not built in is welcome.
    pub fn with_own(texts: &[(String, String)]) -> (Self, Vec<TemplateError>) {
        let mut templates = Self::default();
        let mut faults = Vec::new();
        for (name, text) in texts {
            faults.extend(templates.add(name, text).err());
        }
        (templates, faults)
    }

    fn add(&mut self, file: &str, text: &str) -> Result<(), TemplateError> {
        let fault = |problem: String| TemplateError {
            file: file.to_owned(),
            line: 1,
            problem,
        };
        let name = TextName::parse(file).ok_or_else(|| fault(unknown_name()))?;
        if self.own.contains_key(&name) {
            return Err(fault(
                "there are two texts of this name: remove one".to_owned(),
            ));
        }
        self.engine.prove(name, text)?;
        self.own.insert(name, text.to_owned());
        Ok(())
    }

    /// The text for a rejection of which no more is known than its stage.
    ///
    /// # Errors
    ///
    /// Where the template fails in a way that its check did not show.
    pub fn render(
        &self,
        language: Language,
        stage: Stage,
        seed: &str,
        values: &Values,
    ) -> Result<String, TemplateError> {
        self.reply(language, &Occasion::plain(stage), seed, values)
    }

    /// The text for one rejection. `seed`, such as the draft's Message-ID,
    /// chooses among the variants, always alike for the same one.
    ///
    /// # Errors
    ///
    /// Where the template fails in a way that its check did not show.
    pub fn reply(
        &self,
        language: Language,
        occasion: &Occasion,
        seed: &str,
        values: &Values,
    ) -> Result<String, TemplateError> {
        let form = occasion.form.to(values.person.as_deref(), language);
        let whole = self
            .whole(language, form, occasion)
            .or_else(|| self.whole(Language::EN, Form::Polite, occasion))
            .ok_or_else(|| TemplateError {
                file: format!("{language}/{}", occasion.stage.as_str()),
                line: 1,
                problem: "there is no such text".to_owned(),
            })?;
        let hash = digest(&SHA256, seed.as_bytes());
        let mut hash = hash.as_ref().iter().copied();
        let chosen = choose(&whole, hash.next());
        let byte = hash.next();
        let paragraph = |slot: Slot| {
            let situation = occasion.in_slot(slot)?;
            let found = self.of_kind(
                chosen.name.language,
                chosen.name.form,
                TextKind::Situation(situation),
            )?;
            Some(choose(&found, byte))
        };
        let filling = Filling {
            values,
            stage: occasion.stage,
            form,
            ask: None,
            close: None,
        };
        let fill = |source: Source<'_>| self.engine.fill_in(source.name, source.text, filling);
        let ask = paragraph(Slot::Ask).map(fill).transpose()?;
        let close = paragraph(Slot::Close).map(fill).transpose()?;
        let filling = Filling {
            ask: ask.as_deref(),
            close: close.as_deref(),
            ..filling
        };
        self.engine.fill_in(chosen.name, chosen.text, filling)
    }

    /// The variants of the whole text. The user's own words for a stage go
    /// before what is built in for an agency.
    fn whole(&self, language: Language, form: Form, occasion: &Occasion) -> Option<Variants<'_>> {
        let stage = TextKind::from(occasion.stage);
        let Some(situation) = occasion.in_slot(Slot::Whole) else {
            return self.of_kind(language, form, stage);
        };
        let situation = TextKind::Situation(situation);
        self.own_of_kind(language, form, situation)
            .or_else(|| self.own_of_kind(language, form, stage))
            .or_else(|| self.of_kind(language, form, situation))
    }

    /// The variants of one kind: the user's own, else the built-in ones; in
    /// the form wanted, else in the polite one.
    fn of_kind(&self, language: Language, form: Form, kind: TextKind) -> Option<Variants<'_>> {
        self.own_of_kind(language, form, kind).or_else(|| {
            let of = |form| {
                let name = TextName {
                    language,
                    form,
                    kind,
                    number: None,
                };
                some(built_in::variants(name).map(built_in_source))
            };
            of(form).or_else(|| of(Form::Polite))
        })
    }

    fn own_of_kind(&self, language: Language, form: Form, kind: TextKind) -> Option<Variants<'_>> {
        let of = |form| {
            some(self.own_sources().filter(|source| {
                let name = source.name;
                (name.language, name.form, name.kind) == (language, form, kind)
            }))
        };
        of(form).or_else(|| of(Form::Polite))
    }

    fn own_sources(&self) -> impl Iterator<Item = Source<'_>> {
        self.own.iter().map(|(name, text)| Source {
            name: *name,
            origin: Origin::Own,
            text,
        })
    }

    /// Every text in use: the user's own, and the built-in ones that none of
    /// them replaces.
    pub fn sources(&self) -> Vec<Source<'_>> {
        let replaced = |name: &TextName| {
            let same = |own: &TextName| {
                (own.language, own.form, own.kind) == (name.language, name.form, name.kind)
            };
            self.own.keys().any(same)
        };
        let built_in = built_in::texts()
            .map(built_in_source)
            .filter(|source| !replaced(&source.name));
        let mut all: Vec<Source<'_>> = self.own_sources().chain(built_in).collect();
        all.sort_by_key(|source| source.name);
        all
    }

    /// One text as it reads with these values, with the paragraph of a
    /// situation within the text for its stage.
    ///
    /// # Errors
    ///
    /// Where the template fails in a way that its check did not show.
    pub fn preview(
        &self,
        source: Source<'_>,
        stage: Stage,
        values: &Values,
    ) -> Result<String, TemplateError> {
        let TextName {
            language,
            form,
            kind,
            number,
        } = source.name;
        let filling = Filling {
            values,
            stage,
            form,
            ask: None,
            close: None,
        };
        let text = self.engine.fill_in(source.name, source.text, filling)?;
        let slot = match kind {
            TextKind::Application | TextKind::Interview => Slot::Whole,
            TextKind::Situation(situation) => situation.slot(),
        };
        let filling = match slot {
            Slot::Whole => return Ok(text),
            Slot::Ask => Filling {
                ask: Some(&text),
                ..filling
            },
            Slot::Close => Filling {
                close: Some(&text),
                ..filling
            },
        };
        let around = self
            .of_kind(language, form, stage.into())
            .or_else(|| self.of_kind(Language::EN, Form::Polite, stage.into()));
        match around {
            Some(around) => {
                let around = choose(&around, number.map(|number| number.saturating_sub(1)));
                self.engine.fill_in(around.name, around.text, filling)
            }
            None => Ok(text),
        }
    }
}

/// How a template sounds: its words where they stand, its length, thanks and
/// questions as a rejection's reply would have them.
pub fn tone_of_template(source: Source<'_>) -> Vec<ToneWarning> {
    let TextName { language, kind, .. } = source.name;
    let mut warnings = tone_of_words(source.text, language);
    let stage = match kind {
        TextKind::Interview => Stage::Interview,
        TextKind::Application | TextKind::Situation(_) => Stage::Application,
    };
    let values = Values::sample();
    if kind.is_whole()
        && let Ok(text) = Templates::embedded().preview(source, stage, &values)
    {
        let last = source.text.trim_end().lines().count().max(1);
        let shape = tone_of_shape(&text, language).into_iter();
        warnings.extend(shape.map(|warning| ToneWarning {
            line: warning.line.min(last),
            ..warning
        }));
    }
    warnings.sort();
    warnings
}

/// At least one text: the first, and the others.
type Variants<'a> = (Source<'a>, Vec<Source<'a>>);

fn some<'a>(mut sources: impl Iterator<Item = Source<'a>>) -> Option<Variants<'a>> {
    let first = sources.next()?;
    Some((first, sources.collect()))
}

/// One of several, always the same for the same byte.
fn choose<'a>((first, others): &Variants<'a>, byte: Option<u8>) -> Source<'a> {
    let index = usize::from(byte.unwrap_or_default()) % (others.len() + 1);
    match index.checked_sub(1).and_then(|index| others.get(index)) {
        Some(other) => *other,
        None => *first,
    }
}

fn built_in_source<'a>((name, text): (TextName, &'static str)) -> Source<'a> {
    Source {
        name,
        origin: Origin::BuiltIn,
        text,
    }
}

fn unknown_name() -> String {
    let kinds: Vec<&str> = TextKind::all().map(TextKind::as_str).collect();
    format!(
        "a reply is named by language and kind, as in en/interview, de/application.2 or \
         fr-familiar/agency; the kinds are {}",
        kinds.join(", ")
    )
}

#[cfg(test)]
mod tests;

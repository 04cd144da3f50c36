//! The texts of the replies: built-in ones by language and stage, and the
//! user's own in their place.
//!
//! The only file that knows the template engine. A template that names an
//! unknown value, or prints one that is not known for every rejection without
//! asking `{% if %}` first, is refused when it is loaded: "Dear ," must not
//! reach anybody.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, context, escape_formatter};
use ring::digest::{SHA256, digest};

use super::greeting::{addressee, role_in_text, stands_without_article};
use super::one_line;
use crate::mail::Language;
use crate::understand::Stage;

/// What a text is for.
type Key = (Language, &'static str);

/// The built-in texts by name.
const EMBEDDED: &[(&str, &str)] = &[
    (
        "en/application.1",
        include_str!("../../config/replies/en/application.1.j2"),
    ),
    (
        "en/application.2",
        include_str!("../../config/replies/en/application.2.j2"),
    ),
    (
        "en/interview.1",
        include_str!("../../config/replies/en/interview.1.j2"),
    ),
    (
        "en/interview.2",
        include_str!("../../config/replies/en/interview.2.j2"),
    ),
    (
        "de/application.1",
        include_str!("../../config/replies/de/application.1.j2"),
    ),
    (
        "de/application.2",
        include_str!("../../config/replies/de/application.2.j2"),
    ),
    (
        "de/interview.1",
        include_str!("../../config/replies/de/interview.1.j2"),
    ),
    (
        "de/interview.2",
        include_str!("../../config/replies/de/interview.2.j2"),
    ),
];

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
    /// Sample values with each of the four optional ones there or not.
    fn every_combination() -> impl Iterator<Item = Self> {
        (0..16_u8).map(|bits| {
            let sample = |bit: u8, text: &str| (bits & bit != 0).then(|| text.to_owned());
            Self {
                name: "Dana Whitfield".to_owned(),
                phone: sample(1, "+44 20 7946 0000"),
                company: sample(2, "Acme"),
                role: sample(4, "Data Engineer"),
                person: sample(8, "Jo Park"),
            }
        })
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

/// Every text that a reply can have, checked.
#[derive(Debug, Clone)]
pub struct Templates {
    engine: Environment<'static>,
    variants: BTreeMap<Key, Vec<String>>,
}

impl Templates {
    /// The built-in texts.
    pub fn embedded() -> Self {
        Self::with_overrides(&[]).expect("a test renders every built-in text")
    }

    /// The built-in texts with the user's own in their place.
    ///
    /// An override is named by language and stage, as in `en/interview`, or
    /// with a number where there are several to choose from: `en/interview.2`.
    /// It replaces all built-in texts of its language and stage. A language
    /// that is not built in is welcome.
    ///
    /// # Errors
    ///
    /// Every template that has an unknown name, cannot be read, or could not
    /// be filled in for some rejection.
    pub fn with_overrides(overrides: &[(String, String)]) -> Result<Self, Vec<TemplateError>> {
        let mut templates = Self {
            engine: engine(),
            variants: BTreeMap::new(),
        };
        let mut errors = Vec::new();
        for (name, text) in overrides {
            errors.extend(templates.add(name, text).err());
        }
        let own: BTreeSet<Key> = templates.variants.keys().copied().collect();
        for (name, text) in EMBEDDED {
            if !key(name).is_ok_and(|key| own.contains(&key)) {
                errors.extend(templates.add(name, text).err());
            }
        }
        if errors.is_empty() {
            Ok(templates)
        } else {
            Err(errors)
        }
    }

    /// Reads one text and fills it in for every kind of rejection.
    fn add(&mut self, name: &str, text: &str) -> Result<(), TemplateError> {
        let key = key(name)?;
        if self.engine.get_template(name).is_ok() {
            return Err(TemplateError {
                file: name.to_owned(),
                line: 1,
                problem: "there are two texts of this name: remove one".to_owned(),
            });
        }
        self.engine
            .add_template_owned(name.to_owned(), text.to_owned())
            .map_err(|error| located(name, &error))?;
        for values in Values::every_combination() {
            self.fill_in(name, &values)?;
        }
        self.variants.entry(key).or_default().push(name.to_owned());
        Ok(())
    }

    /// The text for one rejection. `seed`, such as the draft's Message-ID,
    /// chooses among the variants, always alike for the same one.
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
        let variants = self
            .variants
            .get(&(language, stage.as_str()))
            .or_else(|| self.variants.get(&(Language::EN, stage.as_str())))
            .map_or(&[][..], Vec::as_slice);
        let hash = digest(&SHA256, seed.as_bytes());
        let first = hash.as_ref().first().copied().unwrap_or_default();
        let name = variants
            .get(usize::from(first) % variants.len().max(1))
            .ok_or_else(|| TemplateError {
                file: format!("{language}/{}", stage.as_str()),
                line: 1,
                problem: "there is no such text".to_owned(),
            })?;
        self.fill_in(name, values)
    }

    fn fill_in(&self, name: &str, values: &Values) -> Result<String, TemplateError> {
        let person = values
            .person
            .as_deref()
            .map(one_line)
            .filter(|p| !p.is_empty());
        let german = name.starts_with("de/");
        let company =
            values.company.as_deref().map(one_line).filter(|company| {
                !company.is_empty() && (!german || stands_without_article(company))
            });
        let role = values.role.as_deref().map(|r| role_in_text(&one_line(r)));
        let values = context! {
            name => one_line(&values.name),
            phone => values.phone.as_deref().map(one_line),
            company => company,
            role => role.filter(|role| !role.is_empty()),
            addressee => person.as_deref().map(addressee),
            person => person,
        };
        self.engine
            .get_template(name)
            .and_then(|template| template.render(values))
            .map(|text| text.trim().to_owned())
            .map_err(|error| located(name, &error))
    }
}

fn engine() -> Environment<'static> {
    let mut engine = Environment::new();
    engine.set_undefined_behavior(UndefinedBehavior::Strict);
    engine.set_formatter(|out, state, value| {
        if value.is_none() {
            return Err(Error::new(
                ErrorKind::UndefinedError,
                "this value is not known for every rejection: put it inside {% if ... %}",
            ));
        }
        escape_formatter(out, state, value)
    });
    engine
}

/// The language and stage that a template's name speaks of.
fn key(name: &str) -> Result<Key, TemplateError> {
    let unknown = || TemplateError {
        file: name.to_owned(),
        line: 1,
        problem: "a reply is named by language and stage, as in en/interview or de/application.2"
            .to_owned(),
    };
    let (language, stage) = name.split_once('/').ok_or_else(unknown)?;
    let language = Language::new(language).ok_or_else(unknown)?;
    let stage = match stage.split_once('.') {
        Some((stage, number)) if number.parse::<u8>().is_ok() => stage,
        Some(_) => return Err(unknown()),
        None => stage,
    };
    let stage = [Stage::Application, Stage::Interview]
        .into_iter()
        .map(Stage::as_str)
        .find(|known| *known == stage)
        .ok_or_else(unknown)?;
    Ok((language, stage))
}

fn located(name: &str, error: &Error) -> TemplateError {
    let problem = error
        .detail()
        .map_or_else(|| error.kind().to_string(), str::to_owned);
    TemplateError {
        file: name.to_owned(),
        line: error.line().unwrap_or(1),
        problem,
    }
}

//! Fills in a text. The only file that knows the template engine.
//!
//! A template that names an unknown value, or prints one that is not known for
//! every rejection without asking `{% if %}` first, fails: "Dear ," must not
//! reach anybody.

use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, context, escape_formatter};

use super::form::Form;
use super::greeting::{addressee, role_in_text, stands_without_article};
use super::one_line;
use super::template::{TemplateError, Values};
use super::text_name::TextName;
use crate::understand::Stage;

/// The template engine, strict.
#[derive(Debug, Clone)]
pub(super) struct Engine(Environment<'static>);

/// Everything that a text is filled in with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Filling<'a> {
    pub(super) values: &'a Values,
    pub(super) stage: Stage,
    pub(super) form: Form,
    /// The paragraph that a situation puts in place of the questions.
    pub(super) ask: Option<&'a str>,
    /// The paragraph that a situation puts in place of the last one.
    pub(super) close: Option<&'a str>,
}

impl Engine {
    /// The text with its values.
    pub(super) fn fill_in(
        &self,
        name: TextName,
        text: &str,
        filling: Filling<'_>,
    ) -> Result<String, TemplateError> {
        let values = filling.values;
        let line = |value: &Option<String>| {
            let line = value.as_deref().map(one_line);
            line.filter(|line| !line.is_empty())
        };
        let person = line(&values.person);
        let german = name.language.as_str() == "de";
        let company = line(&values.company).filter(|c| !german || stands_without_article(c));
        let role = values.role.as_deref().map(|r| role_in_text(&one_line(r)));
        let context = context! {
            name => one_line(&values.name),
            phone => line(&values.phone),
            company => company,
            role => role.filter(|role| !role.is_empty()),
            addressee => person.as_deref().map(addressee),
            person => person,
            stage => filling.stage.as_str(),
            form => filling.form.as_str(),
            ask => filling.ask,
            close => filling.close,
        };
        let file = name.to_string();
        self.0
            .render_named_str(&file, text, context)
            .map(|text| text.trim().to_owned())
            .map_err(|error| located(&file, &error))
    }

    /// Fills a text in for every kind of rejection.
    ///
    /// # Errors
    ///
    /// The first fault.
    pub(super) fn prove(&self, name: TextName, text: &str) -> Result<(), TemplateError> {
        for values in every_combination() {
            for stage in [Stage::Application, Stage::Interview] {
                for situation in [None, Some("…")] {
                    let filling = Filling {
                        values: &values,
                        stage,
                        form: name.form,
                        ask: situation,
                        close: situation,
                    };
                    self.fill_in(name, text, filling)?;
                }
            }
        }
        Ok(())
    }
}

/// Sample values with each of the four optional ones there or not.
pub(super) fn every_combination() -> impl Iterator<Item = Values> {
    (0..16_u8).map(|bits| {
        let sample = Values::sample();
        let known = |bit: u8| bits & bit != 0;
        Values {
            name: sample.name,
            phone: sample.phone.filter(|_| known(1)),
            company: sample.company.filter(|_| known(2)),
            role: sample.role.filter(|_| known(4)),
            person: sample.person.filter(|_| known(8)),
        }
    })
}

impl Default for Engine {
    fn default() -> Self {
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
        Self(engine)
    }
}

fn located(file: &str, error: &Error) -> TemplateError {
    let problem = error
        .detail()
        .map_or_else(|| error.kind().to_string(), str::to_owned);
    TemplateError {
        file: file.to_owned(),
        line: error.line().unwrap_or(1),
        problem,
    }
}

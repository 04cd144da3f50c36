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

/// Two texts for each stage in each of the languages, out of `config/replies`.
macro_rules! built_in {
    ($($language:literal)+) => {
        &[$(
            built_in!($language, "application.1"),
            built_in!($language, "application.2"),
            built_in!($language, "interview.1"),
            built_in!($language, "interview.2"),
        )+]
    };
    ($language:literal, $text:literal) => {
        (
            concat!($language, "/", $text),
            include_str!(concat!("../../config/replies/", $language, "/", $text, ".j2")),
        )
    };
}

/// The built-in texts by name.
const EMBEDDED: &[(&str, &str)] =
    built_in!("en" "de" "fr" "es" "it" "nl" "pt" "pl" "sv" "da" "nb" "ja");

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

#[cfg(test)]
mod tests {
    use super::*;

    fn language(code: &str) -> Language {
        Language::new(code).expect("two letters")
    }

    fn renderings() -> Vec<(&'static str, Values, String)> {
        let templates = Templates::embedded();
        let mut all = Vec::new();
        for (name, _) in EMBEDDED {
            for values in Values::every_combination() {
                let text = templates.fill_in(name, &values).expect("fills in");
                all.push((*name, values, text));
            }
        }
        all
    }

    /// What the texts of one language say, and what they never say.
    struct Manners {
        code: &'static str,
        /// The first line for Jo Park and for nobody in particular; in
        /// Japanese it is the one below the company's.
        greetings: [&'static str; 2],
        thanks: &'static [&'static str],
        /// How it speaks of an interview, in lower case.
        interview: &'static [&'static str],
        question: &'static str,
        /// Beginnings of words of somebody who argues, pleads or complains,
        /// or who guesses at a person's sex.
        never: &'static [&'static str],
    }

    #[rustfmt::skip]
    const MANNERS: &[Manners] = &[
        Manners {
            code: "en", greetings: ["Dear Jo,", "Hello,"], thanks: &["thank"],
            interview: &["interview"], question: "?",
            never: &["why", "reconsider", "unfair", "disappoint", "unfortunately", "mistake", "beg", "please", "sir", "madam"],
        },
        Manners {
            code: "de", greetings: ["Guten Tag Jo Park,", "Guten Tag,"], thanks: &["dank"],
            interview: &["gespräch"], question: "?",
            never: &["warum", "weshalb", "wieso", "überdenken", "unfair", "enttäusch", "leider", "bedauer", "herr", "frau"],
        },
        Manners {
            code: "fr", greetings: ["Bonjour Jo Park,", "Bonjour,"], thanks: &["merci", "remercie"],
            interview: &["entretien"], question: "\u{a0}?",
            never: &["pourquoi", "reconsidér", "réexamin", "injust", "déçu", "décept", "malheureus", "hélas", "regret", "erreur", "monsieur", "madame", "reconnaissant", "heureux", "heureuse", "ravi"],
        },
        Manners {
            code: "es", greetings: ["Buenos días, Jo Park:", "Buenos días:"], thanks: &["gracias"],
            interview: &["entrevista"], question: "?",
            never: &["por qué", "reconsider", "replante", "injust", "decepcion", "lament", "desgraciad", "error", "señor", "estimad", "agradecid", "encantad", "interesad"],
        },
        Manners {
            code: "it", greetings: ["Buongiorno Jo Park,", "Buongiorno,"], thanks: &["grazie", "ringrazio"],
            interview: &["colloqui"], question: "?",
            never: &["perché", "come mai", "riconsider", "ripens", "ingiust", "delus", "purtroppo", "dispiac", "errore", "signor", "gentil", "lieto", "lieta", "interessat"],
        },
        Manners {
            code: "nl", greetings: ["Beste Jo Park,", "Goedendag,"], thanks: &["dank"],
            interview: &["gesprek"], question: "?",
            never: &["waarom", "heroverweg", "oneerlijk", "teleur", "helaas", "jammer", "vergissing", "heer", "mevrouw", "je", "jij", "jouw", "jullie"],
        },
        Manners {
            code: "pt", greetings: ["Olá, Jo Park,", "Olá,"], thanks: &["agradeço"],
            interview: &["entrevista"], question: "?",
            never: &["por que", "por quê", "porquê", "porque", "reconsider", "injust", "decepcion", "desilu", "infelizmente", "lament", "erro", "senhor", "prezad", "caro", "cara", "obrigad", "grato", "grata", "interessad"],
        },
        Manners {
            code: "pl", greetings: ["Dzień dobry,", "Szanowni Państwo,"], thanks: &["dziękuję"],
            interview: &["rozmowy kwalifikacyjn", "rozmowie kwalifikacyjn"], question: "?",
            never: &["dlaczego", "czemu", "ponown", "niesprawiedliw", "rozczarow", "niestety", "szkoda", "pomyłk", "pan ", "pani", "wdzięczn", "chciał", "mogłem", "mogłam", "byłbym", "byłabym"],
        },
        Manners {
            code: "sv", greetings: ["Hej Jo,", "Hej,"], thanks: &["tack"],
            interview: &["intervju"], question: "?",
            never: &["varför", "ompröva", "orättvis", "besvik", "tyvärr", "misstag", "herr", "fru "],
        },
        Manners {
            code: "da", greetings: ["Kære Jo,", "Hej,"], thanks: &["tak"],
            interview: &["jobsamtale"], question: "?",
            never: &["hvorfor", "genoverveje", "uretfærdig", "skuffe", "desværre", "fejl", "hr", "fru "],
        },
        Manners {
            code: "nb", greetings: ["Hei Jo,", "Hei,"], thanks: &["takk"],
            interview: &["intervju"], question: "?",
            never: &["hvorfor", "revurder", "urettferdig", "skuff", "dessverre", "beklage", "feil", "herr", "fru "],
        },
        Manners {
            code: "ja", greetings: ["Jo Park様", "採用ご担当者様"], thanks: &["ありがとう"],
            interview: &["面接"], question: "でしょうか。",
            never: &["なぜ", "どうして", "再考", "考え直", "不公平", "残念", "納得", "間違い"],
        },
    ];

    fn manners(name: &str) -> &'static Manners {
        MANNERS
            .iter()
            .find(|manners| name.split('/').next() == Some(manners.code))
            .expect("every language that is built in has its manners here")
    }

    fn says_one_of(text: &str, words: &[&str]) -> bool {
        words.iter().any(|word| text.to_lowercase().contains(word))
    }

    #[test]
    fn every_language_has_two_texts_for_each_stage() {
        for Manners { code, .. } in MANNERS {
            for stage in [Stage::Application, Stage::Interview] {
                let prefix = format!("{code}/{}.", stage.as_str());
                let texts: BTreeSet<&str> = EMBEDDED
                    .iter()
                    .filter_map(|(name, text)| name.starts_with(&prefix).then_some(*text))
                    .collect();
                assert_eq!(texts.len(), 2, "{prefix}");
            }
        }
        assert_eq!(EMBEDDED.len(), 4 * MANNERS.len());
    }

    #[test]
    fn every_text_reads_well_whatever_is_known() {
        for (name, values, text) in renderings() {
            let manners = manners(name);
            let context = format!("{name}\n{text}");
            for mark in [
                "{",
                "}",
                "none",
                "  ",
                " \n",
                "\n ",
                "\n\n\n",
                " ,",
                " .",
                " ?",
                " !",
                " ;",
                " :",
                "()",
                "（）",
                "„“",
                "「」",
                "«\u{a0}\u{a0}»",
                "\u{a0}\u{a0}",
                "\u{a0} ",
                " \u{a0}",
                "、、",
                "。。",
            ] {
                assert!(!text.contains(mark), "{mark:?} in {context}");
            }
            let words: Vec<String> = text
                .to_lowercase()
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect();
            let spoken = format!(" {} ", words.join(" "));
            for never in manners.never {
                // Japanese writes no spaces, so that a word begins anywhere.
                let said = match manners.code {
                    "ja" => text.contains(never),
                    _ => spoken.contains(&format!(" {never}")),
                };
                assert!(!said, "{never:?} in {context}");
            }
            assert!(text.split_whitespace().count() < 160, "too long: {context}");
            if manners.code == "ja" {
                assert!(text.chars().count() < 500, "too long: {context}");
            }
            assert!(text.contains(manners.question), "no question: {context}");
            assert!(says_one_of(&text, manners.thanks), "no thanks: {context}");
            assert!(text.ends_with("\nDana Whitfield"), "no name: {context}");
            assert!(!text.contains("'"), "a typewriter apostrophe: {context}");
            let told = |value: &Option<String>, said: &str| {
                assert_eq!(value.is_some(), text.contains(said), "{said}: {context}");
            };
            told(&values.phone, "+44 20 7946 0000");
            told(&values.company, "Acme");
            told(&values.role, "Data Engineer");
        }
    }

    #[test]
    fn thanks_come_before_any_question() {
        for (name, _, text) in renderings() {
            let manners = manners(name);
            let lower = text.to_lowercase();
            let thanks = manners.thanks.iter().filter_map(|t| lower.find(t)).min();
            assert!(thanks < lower.find(manners.question), "{name}\n{text}");
        }
    }

    #[test]
    fn the_greeting_names_a_person_or_nobody() {
        for (name, values, text) in renderings() {
            let manners = manners(name);
            let mut lines = text.lines();
            if manners.code == "ja" && values.company.is_some() {
                assert_eq!(lines.next(), Some("Acme"));
            }
            let [person, nobody] = manners.greetings;
            let wanted = if values.person.is_some() {
                person
            } else {
                nobody
            };
            assert_eq!(lines.next(), Some(wanted), "{name}");
        }
    }

    #[test]
    fn the_questions_fit_the_stage() {
        for (name, _, text) in renderings() {
            assert_eq!(
                name.contains("interview"),
                says_one_of(&text, manners(name).interview),
                "{name}\n{text}"
            );
        }
    }

    #[test]
    fn a_rejection_always_gets_the_same_variant_and_all_are_used() {
        let templates = Templates::embedded();
        let values = Values {
            name: "Dana".to_owned(),
            ..Values::default()
        };
        for (code, stage) in [
            ("en", Stage::Interview),
            ("de", Stage::Application),
            ("ja", Stage::Interview),
        ] {
            let texts: BTreeSet<String> = (0..64)
                .map(|n| {
                    let seed = format!("{n}@example.org");
                    let text = templates
                        .render(language(code), stage, &seed, &values)
                        .expect("text");
                    let again = templates
                        .render(language(code), stage, &seed, &values)
                        .expect("text");
                    assert_eq!(text, again);
                    text
                })
                .collect();
            let built_in = format!("{code}/{}.", stage.as_str());
            let count = EMBEDDED
                .iter()
                .filter(|(name, _)| name.starts_with(&built_in))
                .count();
            assert_eq!(texts.len(), count);
        }
    }

    #[test]
    fn an_unknown_language_is_answered_in_english() {
        let templates = Templates::embedded();
        let values = Values {
            name: "Dana".to_owned(),
            ..Values::default()
        };
        let text = templates
            .render(language("fi"), Stage::Application, "x", &values)
            .expect("text");
        assert!(text.starts_with("Hello,"), "{text}");
    }

    #[test]
    fn values_from_outside_cannot_reach_the_engine_or_break_lines() {
        let templates = Templates::embedded();
        let values = Values {
            name: "Dana".to_owned(),
            company: Some("{{ name }}\r\nBcc: x@y\u{202e}{% raw %}".to_owned()),
            role: Some("Ca\u{0}ptain (f/m/x)".to_owned()),
            person: Some("Jo\nPark".to_owned()),
            phone: None,
        };
        let text = templates
            .render(Language::EN, Stage::Interview, "x", &values)
            .expect("text");
        assert!(text.starts_with("Dear Jo,\n"), "{text}");
        assert!(text.contains("{{ name }} Bcc: x@y{% raw %}"), "{text}");
        assert!(text.contains("the Ca ptain position"), "{text}");
        assert!(!text.contains(['\r', '\u{0}', '\u{202e}']));
    }

    #[test]
    fn german_leaves_out_a_company_that_wants_an_article() {
        let templates = Templates::embedded();
        for (company, named) in [("Bergmann Optik", true), ("Universität Hohenfels", false)] {
            let values = Values {
                name: "Dana".to_owned(),
                company: Some(company.to_owned()),
                ..Values::default()
            };
            let text = templates
                .render(language("de"), Stage::Interview, "x", &values)
                .expect("text");
            assert_eq!(text.contains(company), named, "{text}");
        }
    }

    #[test]
    fn an_override_replaces_its_stage_only() {
        let own = vec![
            ("en/interview".to_owned(), "Hi! {{ name }}".to_owned()),
            (
                "fi/application.2".to_owned(),
                "Hei{% if person %} {{ person }}{% endif %}".to_owned(),
            ),
        ];
        let templates = Templates::with_overrides(&own).expect("both are fine");
        let values = Values {
            name: "Dana".to_owned(),
            ..Values::default()
        };
        for seed in ["a", "b", "c", "d"] {
            let text = templates
                .render(Language::EN, Stage::Interview, seed, &values)
                .expect("text");
            assert_eq!(text, "Hi! Dana");
        }
        let text = templates
            .render(Language::EN, Stage::Application, "a", &values)
            .expect("text");
        assert!(text.starts_with("Hello,"));
        let text = templates
            .render(language("fi"), Stage::Application, "a", &values)
            .expect("text");
        assert_eq!(text, "Hei");
    }

    #[test]
    fn a_broken_override_is_refused_with_its_line() {
        let cases = [
            ("en/interview", "Hi\n{{ compny }}", 2, "undefined"),
            (
                "en/interview",
                "Hi\nDear {{ person }},",
                2,
                "put it inside {% if",
            ),
            ("en/interview", "Hi\n\n{% if company %}", 3, ""),
            (
                "en/interview",
                "{% if company and role %}{{ role }}{{ typo }}{% endif %}",
                1,
                "undefined",
            ),
            ("en/interview", "Hi {{ name | nosuch }}", 1, "nosuch"),
            ("en/interviews", "Hi", 1, "named by language and stage"),
            ("english/interview", "Hi", 1, "named by language and stage"),
            ("interview", "Hi", 1, "named by language and stage"),
            ("en/interview.x", "Hi", 1, "named by language and stage"),
        ];
        for (name, text, line, problem) in cases {
            let own = vec![
                ("de/application".to_owned(), "Hallo".to_owned()),
                (name.to_owned(), text.to_owned()),
            ];
            let errors = Templates::with_overrides(&own).expect_err(text);
            assert_eq!(errors.len(), 1, "{errors:?}");
            assert_eq!(
                (errors[0].file.as_str(), errors[0].line),
                (name, line),
                "{errors:?}"
            );
            assert!(errors[0].problem.contains(problem), "{errors:?}");
        }
        let twice = vec![("en/interview".to_owned(), "a".to_owned()); 2];
        let errors = Templates::with_overrides(&twice).expect_err("twice");
        assert!(
            errors[0].to_string().contains("two texts of this name"),
            "{errors:?}"
        );
    }
}

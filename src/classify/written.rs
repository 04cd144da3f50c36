//! A phrase pack as written: every entry with its line, nothing judged but
//! what stands in the wrong place. A walk over the spanned tree tells of every
//! such fault; deserialising would stop at the first.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Kind;

const PHRASES: &str = "phrases are a list of texts: write phrases = [\"one\", \"two\"]";
const COMMON: &str = "common words are a list of texts: write common = [\"one\", \"two\"]";
const CHOICES: &str =
    "choices are names with words: write [choices] and below it name = \"one|two\"";

/// A value with the line in which it begins, counted from 1.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct At<T> {
    pub(super) line: usize,
    pub(super) value: T,
}

/// A pack as written.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// The language, where it is text.
    pub(super) language: Option<At<String>>,
    /// The commonest words of the language.
    pub(super) common: Vec<At<String>>,
    /// The words that each name stands for.
    pub(super) choices: Vec<(String, At<String>)>,
    /// The groups of phrases by kind, within a kind in the order of the file.
    pub(super) groups: Vec<Group>,
}

/// Phrases that say the same and weigh the same.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) kind: Kind,
    /// The weight, where it is a number.
    pub(super) weight: Option<At<f32>>,
    pub(super) phrases: Vec<At<String>>,
}

/// What is wrong and in which line.
pub(super) type Fault = At<String>;

/// Reads a pack with all that stands in a wrong place.
pub(super) fn read(toml: &str) -> (Written, Vec<Fault>) {
    let mut reader = Reader {
        line_feeds: line_feeds(toml),
        faults: Vec::new(),
    };
    let written = match DeTable::parse(toml) {
        Ok(root) => reader.pack(root.into_inner()),
        Err(error) => {
            let span = error.span().unwrap_or_default();
            reader.fault(&span, format!("it is not TOML: {}", error.message()));
            Written::default()
        }
    };
    (written, reader.faults)
}

/// Where the lines of a text end, in bytes.
fn line_feeds(text: &str) -> Vec<usize> {
    let bytes = text.bytes().enumerate();
    bytes
        .filter(|(_, byte)| *byte == b'\n')
        .map(|(at, _)| at)
        .collect()
}

struct Reader {
    line_feeds: Vec<usize>,
    faults: Vec<Fault>,
}

impl Reader {
    fn line(&self, span: &Range<usize>) -> usize {
        self.line_feeds.partition_point(|feed| *feed < span.start) + 1
    }

    fn fault(&mut self, span: &Range<usize>, reason: impl Into<String>) {
        let line = self.line(span);
        self.faults.push(At {
            line,
            value: reason.into(),
        });
    }

    fn pack(&mut self, mut root: DeTable<'_>) -> Written {
        let language = self.language(root.remove("language"));
        let common = root.remove("common");
        let common = common.map_or_else(Vec::new, |common| self.texts(common, COMMON));
        let choices = root.remove("choices");
        let choices = choices.map_or_else(Vec::new, |choices| self.choices(choices));
        let mut groups = Vec::new();
        for kind in Kind::ALL {
            if let Some(list) = root.remove(kind.as_str()) {
                self.groups(kind, list, &mut groups);
            }
        }
        let kinds = Kind::ALL.map(Kind::as_str).join(", ");
        for key in root.keys() {
            let reason = format!(
                "unknown key `{}`: a pack has `language`, `common`, [choices] and groups named {kinds}",
                key.get_ref()
            );
            self.fault(&key.span(), reason);
        }
        Written {
            language,
            common,
            choices,
            groups,
        }
    }

    fn language(&mut self, value: Option<Spanned<DeValue<'_>>>) -> Option<At<String>> {
        let Some(value) = value else {
            let reason =
                "the language is missing: write its two letters first, such as language = \"en\"";
            self.fault(&(0..0), reason);
            return None;
        };
        self.text(value, "the language is not text: write language = \"en\"")
    }

    fn groups(&mut self, kind: Kind, list: Spanned<DeValue<'_>>, groups: &mut Vec<Group>) {
        let span = list.span();
        let DeValue::Array(list) = list.into_inner() else {
            let reason =
                format!("`{kind}` is no list of groups: write [[{kind}]], in two brackets");
            return self.fault(&span, reason);
        };
        for group in list {
            let span = group.span();
            match group.into_inner() {
                DeValue::Table(table) => {
                    let group = self.group(kind, &span, table);
                    groups.push(group);
                }
                _ => self.fault(
                    &span,
                    format!(
                        "`{kind}` holds no group: write [[{kind}]] and below it weight and phrases"
                    ),
                ),
            }
        }
    }

    fn group(&mut self, kind: Kind, span: &Range<usize>, mut table: DeTable<'_>) -> Group {
        let weight = match table.remove("weight") {
            Some(weight) => self.number(weight),
            None => {
                self.fault(span, format!("this {kind} has no weight: write weight = 3"));
                None
            }
        };
        let phrases = match table.remove("phrases") {
            Some(phrases) => self.texts(phrases, PHRASES),
            None => {
                let reason =
                    format!("this {kind} has no phrases: write phrases = [\"one\", \"two\"]");
                self.fault(span, reason);
                Vec::new()
            }
        };
        for key in table.keys() {
            let reason = format!(
                "unknown key `{}`: a group has `weight` and `phrases`",
                key.get_ref()
            );
            self.fault(&key.span(), reason);
        }
        Group {
            kind,
            weight,
            phrases,
        }
    }

    fn texts(&mut self, value: Spanned<DeValue<'_>>, wanted: &str) -> Vec<At<String>> {
        let span = value.span();
        let DeValue::Array(list) = value.into_inner() else {
            self.fault(&span, wanted);
            return Vec::new();
        };
        let mut texts = Vec::with_capacity(list.len());
        for item in list {
            texts.extend(self.text(item, wanted));
        }
        texts
    }

    fn choices(&mut self, value: Spanned<DeValue<'_>>) -> Vec<(String, At<String>)> {
        let span = value.span();
        let DeValue::Table(table) = value.into_inner() else {
            self.fault(&span, CHOICES);
            return Vec::new();
        };
        let mut choices = Vec::with_capacity(table.len());
        for (name, words) in table {
            let words = self.text(words, CHOICES);
            choices.extend(words.map(|words| (name.into_inner().into_owned(), words)));
        }
        choices
    }

    fn number(&mut self, value: Spanned<DeValue<'_>>) -> Option<At<f32>> {
        let span = value.span();
        let number = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
            DeValue::Float(number) => number.as_str().parse().ok(),
            _ => None,
        };
        let Some(value) = number else {
            self.fault(&span, "the weight is not a number: write weight = 3");
            return None;
        };
        let line = self.line(&span);
        Some(At { line, value })
    }

    fn text(&mut self, value: Spanned<DeValue<'_>>, wanted: &str) -> Option<At<String>> {
        let span = value.span();
        let DeValue::String(text) = value.into_inner() else {
            self.fault(&span, wanted);
            return None;
        };
        let line = self.line(&span);
        Some(At {
            line,
            value: Cow::into_owned(text),
        })
    }
}

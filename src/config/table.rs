//! TOML with lines: the one file that knows the TOML crate.
//!
//! A walk over the spanned tree reports every unknown key and wrong type of a
//! file; deserialising would stop at the first.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::field::{At, Field};
use super::near::nearest;
use super::problem::Problems;

/// Words under which people write a secret itself.
const SECRETS: [&str; 7] = [
    "password",
    "passwd",
    "pass",
    "passphrase",
    "app_password",
    "secret",
    "token",
];

/// What to do instead.
const NO_SECRET_HERE: &str = "a secret never stands in this file; \
    write where it comes from instead: password_command = \"pass show mail\", \
    password_file = \"/a/file/with/mode/0600\" or credential = \"name\" (systemd)";

/// Turns byte offsets into lines.
#[derive(Clone, Copy)]
struct Lines<'a>(&'a str);

impl Lines<'_> {
    fn of(self, offset: usize) -> usize {
        let before = self.0.as_bytes().iter().take(offset);
        before.filter(|b| **b == b'\n').count() + 1
    }
}

/// One section of the file.
pub(super) struct Table<'a> {
    name: &'static str,
    lines: Lines<'a>,
    entries: Vec<(String, usize, DeValue<'a>)>,
}

/// The whole file as one nameless table. A syntax error is a problem, without
/// the line's text: it may hold a secret.
pub(super) fn parse<'a>(text: &'a str, problems: &mut Problems) -> Option<Table<'a>> {
    let lines = Lines(text);
    match DeTable::parse(text) {
        Ok(root) => Some(Table::new("", lines, root.into_inner())),
        Err(error) => {
            let line = error.span().map_or(1, |span| lines.of(span.start));
            problems.add(line, "", format!("is not TOML: {}", error.message()));
            None
        }
    }
}

impl<'a> Table<'a> {
    fn new(name: &'static str, lines: Lines<'a>, table: DeTable<'a>) -> Self {
        let entry = |(key, value): (Spanned<_>, Spanned<_>)| {
            let line = lines.of(key.span().start);
            (
                std::borrow::Cow::into_owned(key.into_inner()),
                line,
                value.into_inner(),
            )
        };
        Self {
            name,
            lines,
            entries: table.into_iter().map(entry).collect(),
        }
    }

    /// A section that is not in the file.
    pub(super) fn empty() -> Self {
        Self {
            name: "",
            lines: Lines(""),
            entries: Vec::new(),
        }
    }

    /// Reports every key outside `known`.
    pub(super) fn only(&self, known: &[&str], problems: &mut Problems) {
        for (key, line, _) in &self.entries {
            if known.contains(&key.as_str()) {
                continue;
            }
            if SECRETS.contains(&key.to_lowercase().as_str()) {
                problems.add(*line, &self.full(key), NO_SECRET_HERE);
                continue;
            }
            let message = match nearest(key, known) {
                Some(meant) => format!("unknown key; did you mean \"{meant}\"?"),
                None => format!("unknown key; known here: {}", known.join(", ")),
            };
            problems.add(*line, &self.full(key), message);
        }
    }

    /// Takes a section out.
    pub(super) fn table(&mut self, key: &'static str, problems: &mut Problems) -> Field<Self> {
        let wanted = format!("a section instead: [{key}] on a line of its own");
        let lines = self.lines;
        let table = self.typed(key, &wanted, problems, |value| match value {
            DeValue::Table(table) => Ok(table),
            other => Err(other),
        });
        match table {
            Field::Absent => Field::Absent,
            Field::Wrong => Field::Wrong,
            Field::Given(At {
                line,
                key: full,
                value,
            }) => Field::Given(At {
                line,
                key: full,
                value: Table::new(key, lines, value),
            }),
        }
    }

    /// Takes a text out.
    pub(super) fn text(&mut self, key: &str, problems: &mut Problems) -> Field<String> {
        self.typed(key, "text in quotes", problems, |value| match value {
            DeValue::String(text) => Ok(text.into_owned()),
            other => Err(other),
        })
    }

    /// Takes a truth value out.
    pub(super) fn truth(&mut self, key: &str, problems: &mut Problems) -> Field<bool> {
        self.typed(
            key,
            "true or false, without quotes",
            problems,
            |value| match value {
                DeValue::Boolean(truth) => Ok(truth),
                other => Err(other),
            },
        )
    }

    /// Takes a whole number out.
    pub(super) fn integer(&mut self, key: &str, problems: &mut Problems) -> Field<i64> {
        self.typed(
            key,
            "a whole number, without quotes",
            problems,
            |value| match &value {
                DeValue::Integer(i) => {
                    i64::from_str_radix(i.as_str(), i.radix()).map_err(|_| value)
                }
                _ => Err(value),
            },
        )
    }

    /// Takes a list of texts out.
    pub(super) fn texts(&mut self, key: &str, problems: &mut Problems) -> Field<Vec<String>> {
        let wanted = "a list of texts: [\"one\", \"two\"]";
        let list = self.typed(key, wanted, problems, |value| match value {
            DeValue::Array(list) => Ok(list),
            other => Err(other),
        });
        let list = match list {
            Field::Given(list) => list,
            Field::Wrong => return Field::Wrong,
            Field::Absent => return Field::Absent,
        };
        let before = problems.count();
        let mut texts = Vec::new();
        for item in list.value {
            match item.into_inner() {
                DeValue::String(text) => texts.push(text.into_owned()),
                other => {
                    let message = format!("holds {}; write {wanted}", kind(&other));
                    problems.add(list.line, &list.key, message);
                }
            }
        }
        if problems.count() > before {
            return Field::Wrong;
        }
        Field::Given(At {
            line: list.line,
            key: list.key,
            value: texts,
        })
    }

    fn typed<T>(
        &mut self,
        key: &str,
        wanted: &str,
        problems: &mut Problems,
        read: impl FnOnce(DeValue<'a>) -> Result<T, DeValue<'a>>,
    ) -> Field<T> {
        let Some((line, value)) = self.take(key) else {
            return Field::Absent;
        };
        let key = self.full(key);
        match read(value) {
            Ok(value) => Field::Given(At { line, key, value }),
            Err(other) => {
                problems.add(line, &key, format!("is {}; write {wanted}", kind(&other)));
                Field::Wrong
            }
        }
    }

    fn take(&mut self, key: &str) -> Option<(usize, DeValue<'a>)> {
        let at = self.entries.iter().position(|(k, _, _)| k == key)?;
        let (_, line, value) = self.entries.remove(at);
        Some((line, value))
    }

    fn full(&self, key: &str) -> String {
        if self.name.is_empty() {
            return key.to_owned();
        }
        format!("{}.{key}", self.name)
    }
}

/// The type of a value in words.
fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "a truth value",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a section",
    }
}

//! What is wrong with a configuration file, all of it.

use std::fmt;

/// One thing to mend.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The line in the file, counted from 1.
    pub line: usize,
    /// The key with its section, such as `imap.host`.
    pub key: String,
    /// What is wrong and what would be accepted.
    pub message: String,
}

/// Everything that is wrong with one file. Prints one line each,
/// `file:line: key: message`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems {
    file: String,
    list: Vec<Problem>,
}

impl Problems {
    /// No problem yet.
    pub(super) fn new(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            list: Vec::new(),
        }
    }

    /// Adds one.
    pub(super) fn add(&mut self, line: usize, key: &str, message: impl Into<String>) {
        self.list.push(Problem {
            line,
            key: on_one_line(key),
            message: on_one_line(&message.into()),
        });
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.list.len()
    }

    /// Puts them in the order of the file.
    pub(super) fn sort(&mut self) {
        self.list.sort_by_key(|problem| problem.line);
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The problems in the order of the file's lines.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.list.iter()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.list.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            let Problem { line, key, message } = problem;
            write!(f, "{}:{line}: ", self.file)?;
            if !key.is_empty() {
                write!(f, "{key}: ")?;
            }
            f.write_str(message)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// A message may quote what the file says, which may hold anything; printed, it
/// stays one line and moves no cursor.
fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() {
            line.extend(c.escape_default());
        } else {
            line.push(c);
        }
    }
    line
}

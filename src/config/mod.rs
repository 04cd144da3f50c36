//! Settings: text, as written, checked. A checked `Config` proves itself valid.
//!
//! Three steps, one file each: `table` walks the TOML with the line of every
//! key, `written` gathers what stands there and reports each unknown key and
//! wrong type, `check` turns it into values that the rest of the program can
//! trust. No step stops at its first problem, so a person mends a file once.

mod check;
mod duration;
mod field;
mod host;
mod mailbox;
mod near;
mod path;
mod problem;
mod settings;
mod table;
mod written;

use std::path::Path;

pub use problem::{Problem, Problems};
pub use settings::{
    Account, Auth, Config, DraftsMailbox, Idle, ImapSettings, MailSource, MaildirSettings,
    SecretSource, Security, WatchSettings, draft_defaults,
};

impl Config {
    /// Reads the settings of one mailbox.
    ///
    /// `file` is named in messages, `name` is the file's stem and becomes the
    /// mailbox's short name, `home` stands in for `~`.
    ///
    /// # Errors
    ///
    /// All problems of the file at once, in the order of its lines.
    pub fn parse(
        file: &str,
        name: &str,
        text: &str,
        home: Option<&Path>,
    ) -> Result<Self, Problems> {
        let mut problems = Problems::new(file);
        let config = written::Written::read(text, &mut problems)
            .and_then(|written| check::check(written, name, home, &mut problems));
        problems.sort();
        match config {
            Some(config) if problems.is_empty() => Ok(config),
            _ => Err(problems),
        }
    }
}

#[cfg(test)]
mod tests;

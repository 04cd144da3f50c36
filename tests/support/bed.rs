//! A real server, settings in a folder of their own, and a state folder.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use super::afterword;
use super::dovecot::Dovecot;
use super::eventually;
use super::imap::Fetched;
use super::process::Process;

/// Everything that one daemon needs.
pub struct Bed {
    pub server: Dovecot,
    home: TempDir,
}

impl Bed {
    /// The server with the settings of Ann's mailbox, `more` below them.
    pub fn new(server: Dovecot, more: &str) -> Self {
        let ann = format!("{}{more}", server.config_toml("ann"));
        let bed = Self::empty(server);
        bed.write("ann", &ann);
        bed
    }

    /// No settings yet.
    pub fn empty(server: Dovecot) -> Self {
        let home = tempfile::tempdir().expect("a temporary folder can be made");
        for folder in ["config", "state"] {
            std::fs::create_dir(home.path().join(folder)).expect("it is ours");
        }
        Self { server, home }
    }

    /// Writes one settings file and gives its path.
    pub fn write(&self, name: &str, toml: &str) -> PathBuf {
        afterword::write_config(&self.config(), name, toml)
    }

    /// The folder of the settings.
    pub fn config(&self) -> PathBuf {
        self.home.path().join("config")
    }

    /// The state folder.
    pub fn state(&self) -> PathBuf {
        self.home.path().join("state")
    }

    /// The program with these words on its command line.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = afterword::command(&self.state());
        command.args(words);
        command
    }

    /// Runs a command on the settings folder to its end.
    pub fn on_settings(&self, words: &[&str]) -> Said {
        Said::of(self.command(words).arg(self.config()))
    }

    /// The daemon, in the background.
    pub fn run(&self) -> Process {
        afterword::run(&self.config(), &self.state())
    }

    /// One round, which must go well.
    #[track_caller]
    pub fn once(&self) {
        let said = self.on_settings(&["run", "--once"]);
        assert_eq!(said.code, 0, "{}", said.err);
    }

    /// `status --json`, line by line; empty as long as there is no ledger.
    pub fn status(&self) -> Vec<Value> {
        Said::of(&mut self.command(&["status", "--json"])).json()
    }

    /// The cases of `status --json`.
    pub fn cases(&self) -> Vec<Value> {
        let mut lines = self.status();
        lines.retain(|line| line["kind"] == "case");
        lines
    }

    pub fn drafts(&self, user: &str) -> Vec<Fetched> {
        self.server.connect(user).fetch_all("Drafts")
    }

    /// Waits for so many drafts and gives them.
    #[track_caller]
    pub fn wait_for_drafts(&self, user: &str, count: usize) -> Vec<Fetched> {
        eventually("the drafts", || self.drafts(user).len() >= count);
        self.drafts(user)
    }
}

/// What a command said, and how it ended.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    /// Runs the command to its end with nothing on its input.
    pub fn of(command: &mut Command) -> Self {
        let output = command.stdin(std::process::Stdio::null()).output();
        Self::from(output.expect("the program starts"))
    }

    /// Standard output as JSON, one value a line.
    #[track_caller]
    pub fn json(&self) -> Vec<Value> {
        self.out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}")))
            .collect()
    }

    /// Both streams.
    pub fn all(&self) -> String {
        format!("{}{}", self.out, self.err)
    }
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program prints UTF-8");
        Self {
            code: output.status.code().expect("no signal ended it"),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

/// Insists on each of the words.
#[track_caller]
pub fn holds(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "{word:?} is missing in:\n{text}");
    }
}

/// Insists that none of the words stands there.
#[track_caller]
pub fn lacks(text: &str, words: &[&str]) {
    for word in words {
        assert!(!text.contains(word), "{word:?} stands in:\n{text}");
    }
}

/// Whether two files are the same, octet by octet.
pub fn same(path: &Path, bytes: &[u8]) -> bool {
    std::fs::read(path).is_ok_and(|found| found == bytes)
}

//! A Maildir on disk with a state folder beside it, as a user of mbsync or of a
//! delivery agent has them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use tempfile::TempDir;

use super::afterword;
use super::process::Process;

/// How the mailboxes lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// The root is INBOX, the others are `.Drafts` and `.Sent` in it.
    Plus,
    /// `INBOX`, `Drafts` and `Sent` lie beside each other.
    Verbatim,
}

/// What a part of a mailbox holds, by file name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The mailbox of Ann and what the program keeps about it.
pub struct Maildir {
    mail: TempDir,
    state: TempDir,
    config: PathBuf,
    layout: Layout,
    delivered: AtomicU32,
}

impl Maildir {
    /// With the mailboxes INBOX, Drafts and Sent; `more` goes into the configuration.
    pub fn new(layout: Layout, more: &str) -> Self {
        let bed = Self::without_drafts(layout, more);
        bed.make("Drafts");
        bed
    }

    /// With the mailboxes INBOX and Sent.
    pub fn without_drafts(layout: Layout, more: &str) -> Self {
        let mail = tempfile::tempdir().expect("a temporary folder can be made");
        let state = tempfile::tempdir().expect("a temporary folder can be made");
        let toml = format!(
            "[identity]\nname = \"Ann Example\"\naddress = \"ann@example.org\"\n\
             [maildir]\npath = \"{}\"\n{more}",
            mail.path().display()
        );
        let config = afterword::write_config(state.path(), "ann", &toml);
        let bed = Self {
            mail,
            state,
            config,
            layout,
            delivered: AtomicU32::new(0),
        };
        bed.make("INBOX");
        bed.make("Sent");
        bed
    }

    pub fn config(&self) -> &Path {
        &self.config
    }

    pub fn state(&self) -> &Path {
        self.state.path()
    }

    /// The folder of a mailbox.
    pub fn folder(&self, mailbox: &str) -> PathBuf {
        match (self.layout, mailbox) {
            (Layout::Verbatim, name) => self.mail.path().join(name),
            (Layout::Plus, "INBOX") => self.mail.path().to_owned(),
            (Layout::Plus, name) => self.mail.path().join(format!(".{name}")),
        }
    }

    /// Makes a mailbox, `cur` last, so that it is never seen in part.
    pub fn make(&self, mailbox: &str) {
        for part in ["tmp", "new", "cur"] {
            fs::create_dir_all(self.folder(mailbox).join(part)).expect("the folder can be made");
        }
    }

    /// Delivers a mail to INBOX as a delivery agent does; its file name.
    pub fn deliver(&self, raw: &[u8]) -> String {
        let count = self.delivered.fetch_add(1, Ordering::Relaxed);
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let seconds = now.expect("it is past 1970").as_secs();
        let name = format!("{seconds}.M{count}P{}.test", std::process::id());
        let inbox = self.folder("INBOX");
        let written = inbox.join("tmp").join(&name);
        fs::write(&written, raw).expect("tmp can be written");
        fs::rename(&written, inbox.join("new").join(&name)).expect("new can be written");
        name
    }

    /// The files in `new`, `cur` or `tmp` of a mailbox.
    pub fn files(&self, mailbox: &str, part: &str) -> Files {
        let folder = self.folder(mailbox).join(part);
        let entries = fs::read_dir(folder).expect("the folder is there");
        entries
            .filter_map(|entry| {
                let path = entry.expect("the folder can be read").path();
                let name = path.file_name()?.to_str()?.to_owned();
                // A link to nowhere is a file like others.
                Some((name, fs::read(&path).unwrap_or_default()))
            })
            .collect()
    }

    /// All that INBOX holds: names, flags (a part of the names) and contents.
    pub fn inbox(&self) -> [Files; 3] {
        ["new", "cur", "tmp"].map(|part| self.files("INBOX", part))
    }

    /// What lies in Drafts for a mail program to see.
    pub fn drafts(&self) -> Files {
        let mut found = self.files("Drafts", "new");
        found.extend(self.files("Drafts", "cur"));
        found
    }

    pub fn run(&self) -> Process {
        afterword::run(&self.config, self.state())
    }

    /// One round, however it ends.
    pub fn try_once(&self) -> Output {
        afterword::once(&self.config, self.state())
    }

    /// One round, which must go well.
    #[track_caller]
    pub fn once(&self) {
        let done = self.try_once();
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{said}");
    }
}

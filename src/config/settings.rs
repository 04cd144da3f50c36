//! The checked settings of one mailbox.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::case::Sender;
use crate::mail::{Identity, MailboxName};
use crate::reply::{DraftSettings, Late, NoContact, Weekends};

/// The checked settings of one mailbox.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The mailbox's short name: the stem of its file.
    pub name: String,
    /// The mailbox's identity, whatever its file is called.
    pub account: Account,
    /// Who the user is.
    pub identity: Identity,
    /// Where the mail lies.
    pub source: MailSource,
    /// What is watched, and how.
    pub watch: WatchSettings,
    /// The user's wishes about drafts.
    pub draft: DraftSettings,
    /// Where drafts are filed.
    pub drafts: DraftsMailbox,
    /// The folder with the user's own templates.
    pub templates: Option<PathBuf>,
    /// Files with the user's own phrases.
    pub phrases: Vec<PathBuf>,
}

/// The identity of a mailbox, stable when its file is renamed: what the ledger
/// and the lock go by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Account(String);

impl Account {
    /// The account on an IMAP server. A host's name has no case (RFC 4343), a user's may have.
    pub fn imap(user: &str, host: &str, port: u16) -> Self {
        Self(format!("imap:{user}@{}:{port}", host.to_lowercase()))
    }

    /// The account of a Maildir, by its path without `.` and doubled slashes.
    pub fn maildir(path: &Path) -> Self {
        let path: PathBuf = path.components().collect();
        Self(format!("maildir:{}", path.display()))
    }

    /// The account for the text kept in the ledger.
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The text kept in the ledger.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where the mail lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailSource {
    /// On an IMAP server.
    Imap(ImapSettings),
    /// In a Maildir on this machine.
    Maildir(MaildirSettings),
}

/// How to reach an IMAP server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImapSettings {
    /// The server's name, in ASCII, or its IP address.
    pub host: String,
    /// The server's port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// The login name.
    pub user: String,
    /// How the user proves to be one.
    pub auth: Auth,
    /// Where the secret comes from.
    pub secret: SecretSource,
    /// A PEM file whose certificates are trusted instead of the system's.
    pub ca_file: Option<PathBuf>,
}

/// How the connection to the server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first octet (RFC 8314).
    Tls,
    /// TLS after STARTTLS; a server without it is refused.
    StartTls,
    /// None; only to a server on this machine.
    Plaintext,
}

impl Security {
    /// The port where servers listen for this (RFC 9051 section 2.1).
    pub fn default_port(self) -> u16 {
        match self {
            Self::Tls => 993,
            Self::StartTls | Self::Plaintext => 143,
        }
    }

    /// The word used in the file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tls => "tls",
            Self::StartTls => "starttls",
            Self::Plaintext => "plaintext",
        }
    }
}

/// How the user logs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Auth {
    /// With a password.
    Password,
}

/// Where a secret comes from; never the configuration file itself.
#[derive(Clone, PartialEq, Eq)]
pub enum SecretSource {
    /// The first line that a shell command prints.
    Command(String),
    /// The first line of a file that nobody else may read.
    File(PathBuf),
    /// A systemd credential, by its name.
    Credential(String),
}

/// Leaves the command out: people do put secrets into commands.
impl fmt::Debug for SecretSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Command(_) => f.write_str("Command(..)"),
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
            Self::Credential(name) => f.debug_tuple("Credential").field(name).finish(),
        }
    }
}

/// Where a Maildir lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaildirSettings {
    /// Its root: the folder that holds `cur`, `new` and `tmp`.
    pub path: PathBuf,
}

/// What is watched, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchSettings {
    /// The mailboxes, at least one; IDLE is used on the first.
    pub mailboxes: Vec<MailboxName>,
    /// How long between two looks where nothing tells of new mail.
    pub poll_interval: Duration,
    /// Whether to be told of new mail.
    pub idle: Idle,
    /// How far back the first look at a mailbox goes.
    pub lookback: Duration,
    /// Whose mail is never judged a rejection.
    pub ignore_senders: Vec<Sender>,
}

/// Whether to be told of new mail (IDLE, RFC 2177; file events in a Maildir).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idle {
    /// Yes, where the server offers it.
    On,
    /// No: polling only.
    Off,
}

/// Where drafts are filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftsMailbox {
    /// In the mailbox that the server marks `\Drafts` (RFC 6154).
    Auto,
    /// In this one.
    Named(MailboxName),
}

/// The wishes about drafts of a file without a `[draft]` section.
pub fn draft_defaults() -> DraftSettings {
    DraftSettings {
        window: Duration::from_secs(24 * 60 * 60),
        cool_off: Duration::ZERO,
        quiet_hours: None,
        weekends: Weekends::Draft,
        late: Late::Draft,
        no_contact: NoContact::Draft,
        quote_original: true,
        signature: None,
    }
}

/// What is watched by a file without a `[watch]` section.
pub(super) fn watch_defaults() -> WatchSettings {
    WatchSettings {
        mailboxes: vec![MailboxName("INBOX".to_owned())],
        poll_interval: Duration::from_secs(2 * 60),
        idle: Idle::On,
        lookback: Duration::from_secs(24 * 60 * 60),
        ignore_senders: Vec::new(),
    }
}

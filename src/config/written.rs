//! The settings as written: every known key with its line, nothing judged yet.

use super::field::{At, Field};
use super::problem::Problems;
use super::table::{self, Table};

/// A configuration file as written.
pub(super) struct Written {
    pub(super) identity: Field<WrittenIdentity>,
    pub(super) imap: Field<WrittenImap>,
    pub(super) maildir: Field<WrittenMaildir>,
    pub(super) watch: WrittenWatch,
    pub(super) draft: WrittenDraft,
}

/// `[identity]` as written.
pub(super) struct WrittenIdentity {
    pub(super) name: Field<String>,
    pub(super) address: Field<String>,
    pub(super) aliases: Field<Vec<String>>,
    pub(super) phone: Field<String>,
}

/// `[imap]` as written.
pub(super) struct WrittenImap {
    pub(super) host: Field<String>,
    pub(super) port: Field<i64>,
    pub(super) security: Field<String>,
    pub(super) user: Field<String>,
    pub(super) auth: Field<String>,
    pub(super) password_command: Field<String>,
    pub(super) password_file: Field<String>,
    pub(super) credential: Field<String>,
    pub(super) ca_file: Field<String>,
}

/// `[maildir]` as written.
pub(super) struct WrittenMaildir {
    pub(super) path: Field<String>,
}

/// `[watch]` as written.
pub(super) struct WrittenWatch {
    pub(super) mailboxes: Field<Vec<String>>,
    pub(super) poll_interval: Field<String>,
    pub(super) idle: Field<bool>,
    pub(super) lookback: Field<String>,
    pub(super) ignore_senders: Field<Vec<String>>,
}

/// `[draft]` as written.
pub(super) struct WrittenDraft {
    pub(super) window: Field<String>,
    pub(super) cool_off: Field<String>,
    pub(super) quiet_hours: Field<String>,
    pub(super) weekends: Field<String>,
    pub(super) mailbox: Field<String>,
    pub(super) late: Field<String>,
    pub(super) no_contact: Field<String>,
    pub(super) quote_original: Field<bool>,
    pub(super) signature: Field<String>,
    pub(super) templates: Field<String>,
    pub(super) phrases: Field<Vec<String>>,
}

impl Written {
    /// Gathers what stands in the file; `None` where it is not TOML.
    pub(super) fn read(text: &str, problems: &mut Problems) -> Option<Self> {
        let mut root = table::parse(text, problems)?;
        root.only(&["identity", "imap", "maildir", "watch", "draft"], problems);
        Some(Self {
            identity: section(root.table("identity", problems), problems, identity),
            imap: section(root.table("imap", problems), problems, imap),
            maildir: section(root.table("maildir", problems), problems, maildir),
            watch: watch(&mut whole(root.table("watch", problems)), problems),
            draft: draft(&mut whole(root.table("draft", problems)), problems),
        })
    }
}

fn section<'a, T>(
    table: Field<Table<'a>>,
    problems: &mut Problems,
    read: impl FnOnce(&mut Table<'a>, &mut Problems) -> T,
) -> Field<T> {
    match table {
        Field::Absent => Field::Absent,
        Field::Wrong => Field::Wrong,
        Field::Given(mut at) => Field::Given(At {
            value: read(&mut at.value, problems),
            line: at.line,
            key: at.key,
        }),
    }
}

/// A section of optional keys that is not there is an empty one.
fn whole(table: Field<Table<'_>>) -> Table<'_> {
    match table {
        Field::Given(at) => at.value,
        Field::Absent | Field::Wrong => Table::empty(),
    }
}

fn identity(table: &mut Table<'_>, problems: &mut Problems) -> WrittenIdentity {
    table.only(&["name", "address", "aliases", "phone"], problems);
    WrittenIdentity {
        name: table.text("name", problems),
        address: table.text("address", problems),
        aliases: table.texts("aliases", problems),
        phone: table.text("phone", problems),
    }
}

fn imap(table: &mut Table<'_>, problems: &mut Problems) -> WrittenImap {
    let known = [
        "host",
        "port",
        "security",
        "user",
        "auth",
        "password_command",
        "password_file",
        "credential",
        "ca_file",
    ];
    table.only(&known, problems);
    WrittenImap {
        host: table.text("host", problems),
        port: table.integer("port", problems),
        security: table.text("security", problems),
        user: table.text("user", problems),
        auth: table.text("auth", problems),
        password_command: table.text("password_command", problems),
        password_file: table.text("password_file", problems),
        credential: table.text("credential", problems),
        ca_file: table.text("ca_file", problems),
    }
}

fn maildir(table: &mut Table<'_>, problems: &mut Problems) -> WrittenMaildir {
    table.only(&["path"], problems);
    WrittenMaildir {
        path: table.text("path", problems),
    }
}

fn watch(table: &mut Table<'_>, problems: &mut Problems) -> WrittenWatch {
    let known = [
        "mailboxes",
        "poll_interval",
        "idle",
        "lookback",
        "ignore_senders",
    ];
    table.only(&known, problems);
    WrittenWatch {
        mailboxes: table.texts("mailboxes", problems),
        poll_interval: table.text("poll_interval", problems),
        idle: table.truth("idle", problems),
        lookback: table.text("lookback", problems),
        ignore_senders: table.texts("ignore_senders", problems),
    }
}

fn draft(table: &mut Table<'_>, problems: &mut Problems) -> WrittenDraft {
    let known = [
        "window",
        "cool_off",
        "quiet_hours",
        "weekends",
        "mailbox",
        "late",
        "no_contact",
        "quote_original",
        "signature",
        "templates",
        "phrases",
    ];
    table.only(&known, problems);
    WrittenDraft {
        window: table.text("window", problems),
        cool_off: table.text("cool_off", problems),
        quiet_hours: table.text("quiet_hours", problems),
        weekends: table.text("weekends", problems),
        mailbox: table.text("mailbox", problems),
        late: table.text("late", problems),
        no_contact: table.text("no_contact", problems),
        quote_original: table.truth("quote_original", problems),
        signature: table.text("signature", problems),
        templates: table.text("templates", problems),
        phrases: table.texts("phrases", problems),
    }
}

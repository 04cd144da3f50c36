//! A Maildir through its front door, on a real disk.

mod drafts;
mod layout;
mod messages;

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;

use super::*;
use crate::mail::{MessageId, Timestamp};

fn mailbox_at(path: &Path) {
    for part in ["cur", "new", "tmp"] {
        fs::create_dir_all(path.join(part)).expect("made");
    }
}

/// A tree with the given mailboxes; the empty name is the root.
fn tree(names: &[&str]) -> (TempDir, Maildir) {
    let dir = tempfile::tempdir().expect("a folder");
    for name in names {
        mailbox_at(&dir.path().join(name));
    }
    let maildir = Maildir::open(dir.path()).expect("opens");
    (dir, maildir)
}

fn name(text: &str) -> MailboxName {
    MailboxName(text.to_owned())
}

fn id(text: &str) -> MessageId {
    MessageId::new(text).expect("an id")
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("a time")
}

fn mail(message_id: &str) -> String {
    format!("Message-ID: <{message_id}>\nIn-Reply-To: <to-{message_id}>\n\ntext\n")
}

fn files(folder: PathBuf) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("listed")
        .map(|e| {
            e.expect("an entry")
                .file_name()
                .into_string()
                .expect("UTF-8")
        })
        .collect();
    names.sort();
    names
}

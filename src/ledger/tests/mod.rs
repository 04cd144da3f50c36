//! The ledger through its front door, on real files.

// A test may stop where its ground is missing.
#![allow(clippy::unwrap_used)]

mod file;
mod filing;
mod marks;
mod record;
mod sharing;

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use tempfile::TempDir;

use super::*;
use crate::case::{Case, Entry, Mark, Outcome, State};
use crate::classify::{Evidence, Field, Judgement, Kind, Verdict};
use crate::mail::{
    AddrSpec, Address, Language, MessageId, MessageRef, SignedDuration, Source, Uid, UidValidity,
};
use crate::reply::{Draft, Plan, Skip};
use crate::understand::{Application, Contact, Stage};

/// A folder with room for a ledger.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("state").join("ledger.sqlite3")
    }

    fn open(&self) -> Ledger {
        Ledger::open(&self.path()).unwrap()
    }

    /// The file as another program sees it.
    fn raw(&self) -> Connection {
        Connection::open(self.path()).unwrap()
    }

    /// Writes a file where the ledger would be.
    fn put(&self, bytes: &[u8]) {
        fs::create_dir_all(self.path().parent().unwrap()).unwrap();
        fs::write(self.path(), bytes).unwrap();
    }
}

fn dana() -> Account {
    Account::imap("dana@example.com", "imap.example.com", 993)
}

fn lee() -> Account {
    Account::imap("lee@example.com", "imap.example.com", 993)
}

fn inbox() -> MailboxName {
    MailboxName("INBOX".to_owned())
}

/// So many minutes after an arbitrary moment.
fn at(minutes: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000).unwrap() + SignedDuration::from_mins(minutes)
}

fn source(uid: u32) -> Source {
    Source::Mailbox(MessageRef {
        mailbox: inbox(),
        uid_validity: UidValidity(7),
        uid: Uid(uid),
    })
}

fn judgement(verdict: Verdict) -> Judgement {
    Judgement {
        verdict,
        score: 0.75,
        language: Some(Language::EN),
        unread_language: false,
        evidence: vec![Evidence {
            phrase: "not be moving forward".to_owned(),
            language: Language::EN,
            kind: Kind::Decision,
            field: Field::Body,
            range: 10..31,
            sentence: 0..40,
            weight: 3.0,
            cancelled: None,
        }],
        reasons: vec!["a decision stands in the body".to_owned()],
    }
}

fn key(id: &str) -> CaseKey {
    CaseKey::from_stored(id.to_owned())
}

fn id(text: &str) -> MessageId {
    MessageId::new(text).unwrap()
}

const BODY: &str = "Thank you for letting me know about the zebra keeper's post.";

/// A rejection with a draft that is due at `due` and worth it until `window_ends`.
fn rejection(name: &str, due: Timestamp, window_ends: Timestamp) -> Case {
    let address = AddrSpec::new("jo.park@acme.example").unwrap();
    Case {
        key: key(name),
        original: Some(id(name)),
        received: at(0),
        judgement: judgement(Verdict::Rejection),
        application: Application {
            company: Some("Acme".to_owned()),
            role: Some("Data Engineer".to_owned()),
            stage: Some(Stage::Interview),
            contact: Some(Contact {
                name: Some("Jo Park".to_owned()),
                address: address.clone(),
            }),
            person: Some("Jo".to_owned()),
            language: Language::EN,
        },
        plan: Plan::Draft { due, window_ends },
        draft: Some(Draft {
            message_id: id(&format!("draft.{name}")),
            from: Address::parse("Dana <dana@example.com>").unwrap(),
            to: Some(Address {
                name: None,
                spec: address,
            }),
            subject: "Re: Your application".to_owned(),
            in_reply_to: Some(id(name)),
            references: vec![id(name)],
            body: BODY.to_owned(),
            bytes: format!("Subject: Re: Your application\r\n\r\n{BODY}\r\n").into_bytes(),
        }),
    }
}

fn entry(uid: u32, outcome: Outcome) -> Entry {
    Entry {
        source: source(uid),
        outcome,
    }
}

fn drafted(uid: u32, name: &str, due: Timestamp, window_ends: Timestamp) -> Entry {
    let case = rejection(name, due, window_ends);
    entry(uid, Outcome::Rejection(Box::new(case)))
}

fn batch(entries: Vec<Entry>) -> Batch {
    Batch {
        mailbox: inbox(),
        entries,
        cursor: None,
        files: Vec::new(),
        at: at(1),
    }
}

fn cursor(uid_validity: u32, last_uid: u32) -> Cursor {
    Cursor {
        uid_validity: UidValidity(uid_validity),
        last_uid: Uid(last_uid),
    }
}

fn appended() -> Filed {
    Filed {
        mailbox: MailboxName("Drafts".to_owned()),
        uid: Some((UidValidity(9), Uid(u32::MAX))),
        how: How::Appended,
    }
}

fn worked(minutes: i64) -> Health {
    Health {
        mailbox: inbox(),
        at: at(minutes),
        round: Round::Worked,
    }
}

fn failed(minutes: i64, reason: &str) -> Health {
    Health {
        round: Round::Failed(reason.to_owned()),
        ..worked(minutes)
    }
}

async fn keys(ledger: &Ledger, account: &Account, now: Timestamp) -> Vec<String> {
    let due = ledger.due(account, now).await.unwrap();
    due.iter().map(|filing| filing.key.to_string()).collect()
}

async fn only_case(ledger: &Ledger) -> CaseRow {
    let mut cases = ledger.cases(None).await.unwrap();
    assert_eq!(cases.len(), 1);
    cases.remove(0)
}

async fn kinds(ledger: &Ledger, name: &str) -> Vec<String> {
    let events = ledger.events(&dana(), &key(name)).await.unwrap();
    events.into_iter().map(|event| event.kind).collect()
}

/// Drops the last handle and waits until its thread has closed the file.
fn close(ledger: Ledger, place: &Place) {
    drop(ledger);
    let log = place.path().with_extension("sqlite3-wal");
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while log.exists() {
        assert!(std::time::Instant::now() < deadline, "the file stays open");
        std::thread::yield_now();
    }
}

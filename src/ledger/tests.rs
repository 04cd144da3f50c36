//! The ledger through its front door, on real files.

// A test may stop where its ground is missing.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use tempfile::TempDir;

use super::*;
use crate::case::{Case, Entry, Outcome, State};
use crate::classify::{Evidence, Field, Judgement, Kind, Verdict};
use crate::mail::{
    AddrSpec, Address, Language, MessageId, MessageRef, SignedDuration, Source, Uid, UidValidity,
};
use crate::reply::{Draft, Plan};
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

#[tokio::test]
async fn the_file_and_its_folder_are_private() {
    let place = Place::new();
    let ledger = place.open();
    ledger.record(&dana(), batch(vec![])).await.unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let folder = place.path().parent().unwrap().to_owned();
    assert_eq!(mode(&folder), 0o700);
    let mut files = 0;
    for file in fs::read_dir(&folder).unwrap() {
        let file = file.unwrap().path();
        assert_eq!(mode(&file), 0o600, "{}", file.display());
        files += 1;
    }
    assert_eq!(files, 3, "the ledger, its log and the log's index");
    drop(ledger);
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o644)).unwrap();
    let _ledger = place.open();
    assert_eq!(mode(&place.path()), 0o600);
}

#[tokio::test]
async fn what_is_written_is_durable_and_small_in_memory() {
    let place = Place::new();
    let ledger = place.open();
    for (pragma, value) in [
        ("synchronous", "2"),
        ("foreign_keys", "1"),
        ("cache_size", "-256"),
        ("mmap_size", "0"),
        ("secure_delete", "1"),
        ("journal_mode", "wal"),
    ] {
        let read = ledger.worker.read(move |db| {
            let value: rusqlite::types::Value =
                db.pragma_query_value(None, pragma, |row| row.get(0))?;
            Ok(match value {
                rusqlite::types::Value::Integer(number) => number.to_string(),
                rusqlite::types::Value::Text(text) => text,
                other => format!("{other:?}"),
            })
        });
        assert_eq!(read.await.unwrap(), value, "{pragma}");
        // A relaxed write gives full durability back to the next one.
        ledger.round_worked(&dana(), "dana", at(0)).await.unwrap();
    }
}

#[tokio::test]
async fn a_case_is_kept_with_all_that_is_known() {
    let place = Place::new();
    let ledger = place.open();
    let recorded = ledger
        .record(&dana(), batch(vec![drafted(5, "a@x", at(10), at(60))]))
        .await
        .unwrap();
    assert_eq!(recorded.opened, [key("a@x")]);
    assert_eq!(recorded.known, []);
    let case = only_case(&ledger).await;
    assert_eq!(
        case,
        CaseRow {
            account: dana(),
            key: key("a@x"),
            state: State::Queued,
            source: Some(source(5)),
            original: Some(id("a@x")),
            received: at(0),
            due: Some(at(10)),
            window_ends: Some(at(60)),
            language: Some(Language::EN),
            stage: Some(Stage::Interview),
            company: Some("Acme".to_owned()),
            role: Some("Data Engineer".to_owned()),
            contact: Some(Contact {
                name: Some("Jo Park".to_owned()),
                address: AddrSpec::new("jo.park@acme.example").unwrap(),
            }),
            score: 0.75,
            reasons: vec!["a decision stands in the body".to_owned()],
            evidence: vec![EvidenceRow {
                phrase: "not be moving forward".to_owned(),
                language: "en".to_owned(),
                kind: "decision".to_owned(),
                field: "body".to_owned(),
                start: 10,
                end: 31,
                weight: 3.0,
                cancelled: None,
            }],
            draft_message_id: Some(id("draft.a@x")),
            attempts: 0,
            retry_at: None,
            last_error: None,
            opened_at: at(1),
            changed_at: at(1),
            filed: None,
        }
    );
}

#[tokio::test]
async fn a_draft_goes_its_way_across_restarts() {
    let place = Place::new();
    let (account, name) = (dana(), key("a@x"));
    let ledger = place.open();
    let entries = vec![drafted(5, "a@x", at(10), at(60))];
    ledger.record(&account, batch(entries)).await.unwrap();
    drop(ledger);

    let ledger = place.open();
    assert_eq!(keys(&ledger, &account, at(9)).await, [""; 0]);
    let due = ledger.due(&account, at(10)).await.unwrap();
    let draft = rejection("a@x", at(10), at(60)).draft.unwrap();
    let queued = Filing {
        key: name.clone(),
        state: State::Queued,
        original: Some(id("a@x")),
        draft_message_id: id("draft.a@x"),
        draft: draft.bytes,
        received: at(0),
        due: at(10),
        window_ends: at(60),
        intended_at: at(10),
    };
    assert_eq!(due, std::slice::from_ref(&queued));
    ledger.intend(&account, &name, at(11)).await.unwrap();
    drop(ledger);

    // Intended is due whatever the time: the draft may stand there already.
    let ledger = place.open();
    let intended = Filing {
        state: State::Intended,
        intended_at: at(11),
        ..queued
    };
    assert_eq!(ledger.due(&account, at(0)).await.unwrap(), [intended]);
    ledger
        .filed(&account, &name, at(12), appended())
        .await
        .unwrap();
    drop(ledger);

    let ledger = place.open();
    assert_eq!(keys(&ledger, &account, at(99)).await, [""; 0]);
    assert_eq!(ledger.next_due(&account).await.unwrap(), None);
    let case = only_case(&ledger).await;
    assert_eq!(case.state, State::Filed);
    let filed = FiledRow {
        at: at(12),
        filed: appended(),
    };
    assert_eq!(case.filed, Some(filed));
    assert_eq!(
        kinds(&ledger, "a@x").await,
        ["rejection", "intended", "filed"]
    );
}

#[tokio::test]
async fn the_text_of_a_draft_is_gone_once_it_is_filed_or_skipped() {
    let place = Place::new();
    let ledger = place.open();
    let entries = vec![
        drafted(1, "a@x", at(0), at(60)),
        drafted(2, "b@x", at(0), at(60)),
    ];
    ledger.record(&dana(), batch(entries)).await.unwrap();
    ledger.intend(&dana(), &key("a@x"), at(2)).await.unwrap();
    let holds_text = || {
        let folder = fs::read_dir(place.path().parent().unwrap()).unwrap();
        let mut files = folder.map(|file| fs::read(file.unwrap().path()).unwrap());
        files.any(|bytes| {
            bytes
                .windows(BODY.len())
                .any(|window| window == BODY.as_bytes())
        })
    };
    assert!(holds_text());
    let filed = Filed {
        uid: None,
        how: How::FoundAlready,
        ..appended()
    };
    ledger
        .filed(&dana(), &key("a@x"), at(3), filed.clone())
        .await
        .unwrap();
    ledger
        .skip(&dana(), &key("b@x"), Skip::Answered, at(3))
        .await
        .unwrap();
    let cases = ledger.cases(Some(&dana())).await.unwrap();
    let states: Vec<State> = cases.iter().map(|case| case.state).collect();
    assert_eq!(states, [State::Skipped(Skip::Answered), State::Filed]);
    let row = cases.get(1).unwrap().filed.clone().unwrap();
    assert_eq!(row.filed, filed);
    close(ledger, &place);
    assert!(!holds_text(), "the file still holds the text");
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

#[tokio::test]
async fn every_outcome_is_recorded_and_counted() {
    let place = Place::new();
    let ledger = place.open();
    let mut skipped = rejection("skipped@x", at(0), at(0));
    skipped.plan = Plan::Skip(Skip::NoContact);
    skipped.draft = None;
    let entries = vec![
        drafted(1, "a@x", at(10), at(60)),
        entry(2, Outcome::Rejection(Box::new(skipped))),
        entry(
            3,
            Outcome::Unsure {
                key: key("unsure@x"),
                received: at(0),
                judgement: judgement(Verdict::Unsure),
            },
        ),
        entry(
            4,
            Outcome::Other {
                judgement: judgement(Verdict::Other),
            },
        ),
        entry(5, Outcome::Passed("it is from you")),
        entry(6, Outcome::Unreadable("it is empty".to_owned())),
        drafted(7, "a@x", at(10), at(60)),
    ];
    let recorded = ledger.record(&dana(), batch(entries)).await.unwrap();
    let opened = ["a@x", "skipped@x", "unsure@x"].map(key);
    assert_eq!(recorded.opened, opened);
    assert_eq!(recorded.known, [key("a@x")]);
    let cases = ledger.cases(Some(&dana())).await.unwrap();
    let mut states: Vec<String> = cases.iter().map(|c| c.state.as_str().to_owned()).collect();
    states.sort();
    assert_eq!(states, ["queued", "skipped", "unsure"]);
    assert_eq!(kinds(&ledger, "a@x").await, ["rejection", "duplicate"]);
    assert_eq!(kinds(&ledger, "skipped@x").await, ["rejection"]);
    assert_eq!(kinds(&ledger, "unsure@x").await, ["unsure"]);
    let accounts = ledger.accounts().await.unwrap();
    let counts = Counts {
        rejection: 2,
        unsure: 1,
        other: 1,
        passed: 1,
        unreadable: 1,
        duplicate: 1,
    };
    assert_eq!(accounts.len(), 1);
    assert_eq!(accounts.first().unwrap().counts, counts);
    let events = ledger.events(&dana(), &key("unsure@x")).await.unwrap();
    let event = events.first().unwrap();
    assert_eq!(event.source, Some(source(3)));
    assert_eq!(event.at, at(1));
    let phrase = event.detail.pointer("/evidence/0/phrase").unwrap();
    assert_eq!(phrase, "not be moving forward");
}

#[tokio::test]
async fn no_event_holds_mail() {
    let place = Place::new();
    let ledger = place.open();
    let entries = vec![drafted(1, "a@x", at(0), at(60))];
    ledger.record(&dana(), batch(entries)).await.unwrap();
    ledger.intend(&dana(), &key("a@x"), at(2)).await.unwrap();
    ledger
        .filed(&dana(), &key("a@x"), at(3), appended())
        .await
        .unwrap();
    for event in ledger.events(&dana(), &key("a@x")).await.unwrap() {
        let detail = event.detail.to_string();
        for private in ["zebra", "Your application", "jo.park", "Acme"] {
            assert!(!detail.contains(private), "{detail}");
        }
    }
}

#[tokio::test]
async fn a_known_case_is_never_opened_again() {
    let place = Place::new();
    let ledger = place.open();
    let again = || batch(vec![drafted(1, "a@x", at(0), at(60))]);
    ledger.record(&dana(), again()).await.unwrap();
    ledger.intend(&dana(), &key("a@x"), at(2)).await.unwrap();
    ledger
        .filed(&dana(), &key("a@x"), at(3), appended())
        .await
        .unwrap();
    // The same mail under a new UIDVALIDITY, or in another mailbox.
    let recorded = ledger.record(&dana(), again()).await.unwrap();
    assert_eq!(recorded.opened, []);
    assert_eq!(recorded.known, [key("a@x")]);
    assert_eq!(only_case(&ledger).await.state, State::Filed);
    // Another person's mailbox is another matter.
    let recorded = ledger.record(&lee(), again()).await.unwrap();
    assert_eq!(recorded.opened, [key("a@x")]);
    assert_eq!(keys(&ledger, &lee(), at(9)).await, ["a@x"]);
    assert_eq!(keys(&ledger, &dana(), at(9)).await, [""; 0]);
    assert_eq!(ledger.cases(Some(&lee())).await.unwrap().len(), 1);
    assert_eq!(ledger.cases(None).await.unwrap().len(), 2);
}

#[tokio::test]
async fn the_nearest_deadline_comes_first() {
    let place = Place::new();
    let ledger = place.open();
    let entries = vec![
        drafted(1, "late@x", at(5), at(90)),
        drafted(2, "soon@x", at(9), at(20)),
        drafted(3, "mid-b@x", at(8), at(50)),
        drafted(4, "mid-a@x", at(7), at(50)),
        drafted(5, "not-yet@x", at(30), at(10)),
    ];
    ledger.record(&dana(), batch(entries)).await.unwrap();
    assert_eq!(ledger.next_due(&dana()).await.unwrap(), Some(at(5)));
    assert_eq!(
        keys(&ledger, &dana(), at(10)).await,
        ["soon@x", "mid-a@x", "mid-b@x", "late@x"]
    );
    assert_eq!(keys(&ledger, &lee(), at(99)).await, [""; 0]);
    let many = (0..60).map(|n| drafted(n, &format!("{n}@y"), at(0), at(1)));
    ledger.record(&dana(), batch(many.collect())).await.unwrap();
    assert_eq!(keys(&ledger, &dana(), at(10)).await.len(), 50);
}

#[tokio::test]
async fn a_failed_filing_waits_and_says_why() {
    let place = Place::new();
    let ledger = place.open();
    let name = key("a@x");
    let entries = vec![
        drafted(1, "a@x", at(0), at(60)),
        drafted(2, "b@x", at(40), at(60)),
    ];
    ledger.record(&dana(), batch(entries)).await.unwrap();
    ledger
        .defer(&dana(), &name, at(2), at(7), "no such mailbox")
        .await
        .unwrap();
    assert_eq!(keys(&ledger, &dana(), at(6)).await, [""; 0]);
    assert_eq!(ledger.next_due(&dana()).await.unwrap(), Some(at(7)));
    assert_eq!(keys(&ledger, &dana(), at(7)).await, ["a@x"]);
    ledger.intend(&dana(), &name, at(8)).await.unwrap();
    ledger
        .defer(&dana(), &name, at(8), at(50), "the server is full")
        .await
        .unwrap();
    // An interrupted attempt waits as well, and lets the others pass.
    assert_eq!(keys(&ledger, &dana(), at(41)).await, ["b@x"]);
    let cases = ledger.cases(None).await.unwrap();
    let case = cases.iter().find(|case| case.key == name).unwrap();
    assert_eq!(case.state, State::Intended);
    assert_eq!(case.attempts, 2);
    assert_eq!(case.retry_at, Some(at(50)));
    assert_eq!(case.last_error.as_deref(), Some("the server is full"));
    ledger
        .filed(&dana(), &name, at(51), appended())
        .await
        .unwrap();
    let cases = ledger.cases(None).await.unwrap();
    let case = cases.iter().find(|case| case.key == name).unwrap();
    assert_eq!((case.retry_at, case.last_error.as_deref()), (None, None));
    let steps = ["rejection", "deferred", "intended", "deferred", "filed"];
    assert_eq!(kinds(&ledger, "a@x").await, steps);
}

/// One row: the steps taken, and the next one with the reason it is refused for.
#[tokio::test]
async fn a_case_takes_no_step_twice_or_back() {
    #[derive(Clone, Copy)]
    enum Step {
        Intend,
        Filed,
        Skip,
        Defer,
    }
    async fn take(ledger: &Ledger, name: &str, step: Step) -> Result<(), LedgerError> {
        let (account, key) = (dana(), key(name));
        match step {
            Step::Intend => ledger.intend(&account, &key, at(2)).await,
            Step::Filed => ledger.filed(&account, &key, at(2), appended()).await,
            Step::Skip => ledger.skip(&account, &key, Skip::Answered, at(2)).await,
            Step::Defer => ledger.defer(&account, &key, at(2), at(3), "x").await,
        }
    }
    let place = Place::new();
    let ledger = place.open();
    for (n, (taken, refused, from)) in [
        (&[][..], &[Step::Filed][..], "queued"),
        (
            &[Step::Intend, Step::Intend, Step::Filed],
            &[Step::Intend, Step::Filed, Step::Skip, Step::Defer],
            "filed",
        ),
        (
            &[Step::Intend, Step::Skip],
            &[Step::Intend, Step::Filed, Step::Skip, Step::Defer],
            "skipped",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("{n}@x");
        let entries = vec![drafted(1, &name, at(0), at(60))];
        ledger.record(&dana(), batch(entries)).await.unwrap();
        for step in taken {
            take(&ledger, &name, *step).await.unwrap();
        }
        let events = kinds(&ledger, &name).await;
        for step in refused {
            let error = take(&ledger, &name, *step).await.unwrap_err();
            assert!(
                error.to_string().contains(&format!("it is {from}")),
                "{error}"
            );
        }
        assert_eq!(
            kinds(&ledger, &name).await,
            events,
            "a refusal leaves no trace"
        );
    }
    let error = take(&ledger, "nobody@x", Step::Intend).await.unwrap_err();
    assert!(error.to_string().contains("it is unknown"), "{error}");
}

#[tokio::test]
async fn the_cursor_moves_with_the_entries_and_never_back() {
    let place = Place::new();
    let ledger = place.open();
    for (to, now) in [
        (None, None),
        (Some(cursor(7, 5)), Some(cursor(7, 5))),
        (Some(cursor(7, 3)), Some(cursor(7, 5))),
        (Some(cursor(7, u32::MAX)), Some(cursor(7, u32::MAX))),
        // A restored mailbox may have a smaller UIDVALIDITY.
        (Some(cursor(6, 1)), Some(cursor(6, 1))),
    ] {
        let moved = Batch {
            cursor: to,
            ..batch(vec![])
        };
        ledger.record(&dana(), moved).await.unwrap();
        assert_eq!(ledger.cursor(&dana(), &inbox()).await.unwrap(), now);
    }
    assert_eq!(ledger.cursor(&lee(), &inbox()).await.unwrap(), None);
    let other = MailboxName("Jobs".to_owned());
    assert_eq!(ledger.cursor(&dana(), &other).await.unwrap(), None);
}

#[tokio::test]
async fn a_batch_that_fails_leaves_nothing() {
    let place = Place::new();
    let ledger = place.open();
    // A case that promises a draft and has none breaks the table's rule.
    let mut broken = rejection("broken@x", at(0), at(60));
    broken.draft = None;
    let bad = Batch {
        cursor: Some(cursor(7, 2)),
        files: vec!["file".to_owned()],
        ..batch(vec![
            drafted(1, "a@x", at(0), at(60)),
            entry(2, Outcome::Rejection(Box::new(broken))),
        ])
    };
    let error = ledger.record(&dana(), bad).await.unwrap_err();
    assert!(matches!(error, LedgerError::Sqlite { .. }), "{error}");
    assert_eq!(ledger.cases(None).await.unwrap(), []);
    assert_eq!(ledger.accounts().await.unwrap(), []);
    assert_eq!(ledger.cursor(&dana(), &inbox()).await.unwrap(), None);
    assert_eq!(kinds(&ledger, "a@x").await, [""; 0]);
}

#[tokio::test]
async fn handled_files_are_remembered_as_long_as_they_are_there() {
    let place = Place::new();
    let ledger = place.open();
    let set = |names: &[&str]| -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    };
    let seen = Batch {
        files: ["1.a", "2.b", "3.c", "2.b"].map(str::to_owned).to_vec(),
        ..batch(vec![])
    };
    ledger.record(&dana(), seen.clone()).await.unwrap();
    ledger.record(&dana(), seen.clone()).await.unwrap();
    ledger.record(&lee(), seen).await.unwrap();
    let read = ledger.seen_files(&dana(), &inbox()).await.unwrap();
    assert_eq!(read, set(&["1.a", "2.b", "3.c"]));
    let forgotten = ledger
        .forget_files(&dana(), &inbox(), set(&["2.b", "4.new"]))
        .await;
    assert_eq!(forgotten.unwrap(), 2);
    assert_eq!(
        ledger.seen_files(&dana(), &inbox()).await.unwrap(),
        set(&["2.b"])
    );
    assert_eq!(ledger.seen_files(&lee(), &inbox()).await.unwrap().len(), 3);
}

#[tokio::test]
async fn the_health_of_an_account_is_its_newest_round() {
    let place = Place::new();
    let ledger = place.open();
    let row = async || ledger.accounts().await.unwrap().remove(0);
    ledger
        .round_failed(&dana(), "dana", at(1), "no route")
        .await
        .unwrap();
    assert!(row().await.is_failing());
    ledger.round_worked(&dana(), "work", at(2)).await.unwrap();
    assert!(!row().await.is_failing());
    let expected = AccountRow {
        account: dana(),
        name: Some("work".to_owned()),
        counts: Counts::default(),
        worked_at: Some(at(2)),
        failed_at: Some(at(1)),
        error: Some("no route".to_owned()),
    };
    assert_eq!(row().await, expected);
    ledger
        .round_failed(&dana(), "work", at(3), "login refused")
        .await
        .unwrap();
    assert!(row().await.is_failing());
    assert_eq!(row().await.error.as_deref(), Some("login refused"));
}

#[tokio::test]
async fn events_cannot_be_changed() {
    let place = Place::new();
    let ledger = place.open();
    let entries = vec![drafted(1, "a@x", at(0), at(60))];
    ledger.record(&dana(), batch(entries)).await.unwrap();
    let before = ledger.events(&dana(), &key("a@x")).await.unwrap();
    let raw = place.raw();
    for (change, reason) in [
        ("UPDATE events SET kind = 'x'", "never changed"),
        ("DELETE FROM events", "never deleted"),
        ("UPDATE events SET at = 0 WHERE id = 1", "never changed"),
        ("PRAGMA foreign_keys = 1; DELETE FROM cases", "FOREIGN KEY"),
        (
            "PRAGMA recursive_triggers = 1; REPLACE INTO events (id, at, account, kind, detail)
             VALUES (1, 0, 'x', 'x', '{}')",
            "never deleted",
        ),
    ] {
        let error = raw.execute_batch(change).unwrap_err().to_string();
        assert!(error.contains(reason), "{change}: {error}");
    }
    assert_eq!(ledger.events(&dana(), &key("a@x")).await.unwrap(), before);
}

#[tokio::test]
async fn a_daemon_and_a_reader_work_at_once() {
    let place = Place::new();
    let missing = Ledger::open_read_only(&place.path()).unwrap_err();
    assert!(matches!(missing, LedgerError::Missing { .. }), "{missing}");
    assert!(!place.path().exists());
    let daemon = place.open();
    let reader = Ledger::open_read_only(&place.path()).unwrap();
    let account = dana();
    for n in 0..20u32 {
        let entries = vec![drafted(n, &format!("{n}@x"), at(0), at(60))];
        let (written, read) = tokio::join!(
            daemon.record(&account, batch(entries)),
            reader.cases(Some(&account))
        );
        written.unwrap();
        assert!(read.unwrap().len() >= usize::try_from(n).unwrap());
        assert_eq!(
            reader.cases(None).await.unwrap().len(),
            usize::try_from(n).unwrap() + 1
        );
    }
    let error = reader
        .round_worked(&dana(), "dana", at(0))
        .await
        .unwrap_err();
    assert!(matches!(error, LedgerError::ReadOnly { .. }), "{error:?}");
    // A reader needs no daemon either.
    drop((daemon, reader));
    let reader = Ledger::open_read_only(&place.path()).unwrap();
    assert_eq!(reader.cases(None).await.unwrap().len(), 20);
}

#[tokio::test]
async fn two_writers_take_turns() {
    let place = Place::new();
    let (one, two) = (place.open(), place.open());
    let write = async |ledger: &Ledger, account: Account| {
        for n in 0..20u32 {
            let entries = vec![drafted(n, &format!("{n}@x"), at(0), at(60))];
            ledger.record(&account, batch(entries)).await.unwrap();
        }
    };
    tokio::join!(write(&one, dana()), write(&two, lee()));
    assert_eq!(one.cases(None).await.unwrap().len(), 40);
}

#[tokio::test]
async fn handles_share_a_thread_that_ends_with_the_last() {
    let place = Place::new();
    let one = place.open();
    let two = one.clone();
    drop(one);
    two.record(&dana(), batch(vec![])).await.unwrap();
    close(two, &place);
}

#[test]
fn a_file_of_before_the_first_format_is_brought_up_to_date() {
    let place = Place::new();
    place.put(b"");
    let ledger = place.open();
    drop(ledger);
    let raw = place.raw();
    assert_eq!(schema::version(&raw).unwrap(), schema::VERSION);
    let strict: i64 = raw
        .query_row(
            "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND strict = 0
             AND name NOT LIKE 'sqlite_%'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(strict, 0);
    // A second start finds nothing to do.
    drop(place.open());
}

#[test]
fn a_file_of_another_format_is_refused() {
    let place = Place::new();
    close(place.open(), &place);
    let set = |version: i64| {
        let raw = place.raw();
        raw.pragma_update(None, "user_version", version).unwrap();
    };
    set(schema::VERSION + 1);
    let before = fs::read(place.path()).unwrap();
    for result in [
        Ledger::open(&place.path()),
        Ledger::open_read_only(&place.path()),
    ] {
        let error = result.unwrap_err();
        let LedgerError::Newer { found, known, .. } = &error else {
            panic!("{error}")
        };
        assert_eq!((*found, *known), (schema::VERSION + 1, schema::VERSION));
        assert!(
            error.to_string().contains("made by a newer afterword"),
            "{error}"
        );
    }
    assert_eq!(fs::read(place.path()).unwrap(), before);
    set(schema::VERSION - 1);
    let error = Ledger::open_read_only(&place.path()).unwrap_err();
    assert!(matches!(error, LedgerError::Older { .. }), "{error}");
}

#[test]
fn what_is_no_sound_ledger_is_refused_and_left_as_it_is() {
    let sound = Place::new();
    close(sound.open(), &sound);
    let sound = fs::read(sound.path()).unwrap();
    let mut scribbled = sound.clone();
    for byte in scribbled.iter_mut().skip(4096).take(20_000) {
        *byte = 0xA5;
    }
    let foreign = Place::new();
    foreign.put(b"");
    foreign.raw().execute_batch("CREATE TABLE t (x)").unwrap();
    let foreign = fs::read(foreign.path()).unwrap();
    for (name, bytes) in [
        ("text", b"Dear diary, ".repeat(500)),
        ("a short text", b"x".to_vec()),
        ("cut short", sound.iter().copied().take(5000).collect()),
        ("scribbled over", scribbled),
        ("a header alone", sound.iter().copied().take(100).collect()),
        ("another program's", foreign),
    ] {
        let place = Place::new();
        place.put(&bytes);
        let mode = || fs::metadata(place.path()).unwrap().permissions().mode();
        let mode_before = mode();
        for result in [
            Ledger::open(&place.path()),
            Ledger::open_read_only(&place.path()),
        ] {
            let error = result.map(|_| ()).expect_err(name);
            let file = place.path().display().to_string();
            assert!(error.to_string().contains(&file), "{name}: {error}");
            match (&error, name) {
                (LedgerError::Foreign { .. }, "another program's") => {}
                (LedgerError::Corrupt { .. }, _) if name != "another program's" => {
                    assert!(error.to_string().contains("was left as it is"), "{error}");
                }
                _ => panic!("{name}: {error:?}"),
            }
        }
        assert_eq!(fs::read(place.path()).unwrap(), bytes, "{name} was changed");
        assert_eq!(mode(), mode_before, "{name}");
    }
}

#[tokio::test]
async fn a_value_that_was_never_written_is_damage() {
    let place = Place::new();
    let ledger = place.open();
    let entries = vec![drafted(1, "a@x", at(0), at(60))];
    ledger.record(&dana(), batch(entries)).await.unwrap();
    let raw = place.raw();
    for change in [
        "UPDATE cases SET received = 9223372036854775807",
        "UPDATE cases SET received = 0, source_uid = -1",
        "UPDATE cases SET source_uid = 1, evidence = 'x'",
        "UPDATE cases SET evidence = '[]', language = 'english'",
        "UPDATE cases SET language = NULL, contact_address = 'a b'",
    ] {
        raw.execute_batch(change).unwrap();
        let error = ledger.cases(None).await.unwrap_err();
        assert!(
            matches!(error, LedgerError::Corrupt { .. }),
            "{change}: {error:?}"
        );
    }
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let place = Place::new();
    fs::write(place.folder.path().join("state"), "a file").unwrap();
    let error = Ledger::open(&place.path()).unwrap_err();
    assert!(matches!(error, LedgerError::Io { .. }), "{error:?}");
    assert!(error.to_string().contains("/state"), "{error}");
}

#[tokio::test]
async fn a_full_disk_is_named_and_loses_nothing() {
    let place = Place::new();
    let ledger = place.open();
    let limit = ledger.worker.write(|db| {
        let pages: i64 = db.pragma_query_value(None, "page_count", |row| row.get(0))?;
        db.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?;
        Ok(())
    });
    limit.await.unwrap();
    let many = (0..200).map(|n| drafted(n, &format!("{n}@x"), at(0), at(60)));
    let error = ledger
        .record(&dana(), batch(many.collect()))
        .await
        .unwrap_err();
    assert!(matches!(error, LedgerError::Full { .. }), "{error:?}");
    assert!(error.to_string().contains("the disk is full"), "{error}");
    assert_eq!(ledger.cases(None).await.unwrap(), []);
}

#[test]
fn a_mailbox_has_one_watcher() {
    let place = Place::new();
    let folder = place.folder.path().join("state");
    let first = lock(&folder, &dana()).unwrap();
    let error = lock(&folder, &dana()).unwrap_err();
    assert!(matches!(error, LedgerError::Held { .. }), "{error:?}");
    let said = error.to_string();
    assert!(
        said.contains("another afterword already works on this mailbox"),
        "{said}"
    );
    // A log gets to see it, and no address belongs into a log.
    assert!(!said.contains("dana"), "{said}");
    let _other = lock(&folder, &lee()).unwrap();
    drop(first);
    let _again = lock(&folder, &dana()).unwrap();
    for file in fs::read_dir(&folder).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert_eq!((name.len(), name.ends_with(".lock")), (21, true), "{name}");
    }
}

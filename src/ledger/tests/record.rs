//! What a round leaves: cases, events, cursors, files, health.

use super::*;

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
            number: 1,
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
            mark: None,
        }
    );
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
async fn no_mail_makes_the_ledger_unreadable() {
    let place = Place::new();
    let ledger = place.open();
    let mut odd = rejection("odd@x", at(0), at(60));
    odd.judgement.score = f32::NAN;
    for evidence in &mut odd.judgement.evidence {
        evidence.weight = f32::INFINITY;
    }
    odd.original = None;
    odd.key = key(&"k".repeat(100_000));
    odd.application.company = Some("a\0b\u{202e}".repeat(1000));
    odd.application.role = Some(String::new());
    // Lower case is longer than upper case here: it grows past what an address may be.
    let address = AddrSpec::new(&format!("{}@x", "İ".repeat(126))).unwrap();
    odd.application.contact = Some(Contact {
        name: Some("\u{1b}[31m".to_owned()),
        address,
    });
    odd.received = Timestamp::MIN;
    odd.plan = Plan::Draft {
        due: Timestamp::MIN,
        window_ends: Timestamp::MAX,
    };
    let (company, odd_key) = (odd.application.company.clone(), odd.key.clone());
    let entries = vec![
        entry(1, Outcome::Rejection(Box::new(odd))),
        drafted(2, "a@x", at(0), at(60)),
    ];
    ledger.record(&dana(), batch(entries)).await.unwrap();
    let cases = ledger.cases(None).await.unwrap();
    let case = cases.iter().find(|case| case.key == odd_key).unwrap();
    assert_eq!(case.company, company);
    assert_eq!(case.score, 0.0);
    assert_eq!(case.evidence.first().unwrap().weight, 0.0);
    assert_eq!(ledger.due(&dana(), at(1)).await.unwrap().len(), 2);
    assert_eq!(ledger.events(&dana(), &odd_key).await.unwrap().len(), 1);
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
async fn the_health_of_a_mailbox_is_its_newest_round() {
    let place = Place::new();
    let ledger = place.open();
    let jobs = || MailboxName("Jobs".to_owned());
    let rows = async || ledger.accounts().await.unwrap().remove(0).mailboxes;
    let last = async || ledger.last_worked(&dana(), &inbox()).await.unwrap();
    ledger.health(&dana(), failed(1, "no route")).await.unwrap();
    assert!(rows().await.first().unwrap().is_failing());
    assert_eq!(last().await, None);
    ledger.health(&dana(), worked(2)).await.unwrap();
    assert_eq!(last().await, Some(at(2)));
    let other = Health {
        mailbox: jobs(),
        ..failed(2, "no such mailbox")
    };
    ledger.health(&dana(), other).await.unwrap();
    let expected = [
        HealthRow {
            mailbox: inbox(),
            worked_at: Some(at(2)),
            failed_at: Some(at(1)),
            error: Some("no route".to_owned()),
        },
        HealthRow {
            mailbox: jobs(),
            worked_at: None,
            failed_at: Some(at(2)),
            error: Some("no such mailbox".to_owned()),
        },
    ];
    assert_eq!(rows().await, expected);
    assert_eq!(expected.map(|row| row.is_failing()), [false, true]);
    let again = failed(3, "login refused");
    ledger.health(&dana(), again).await.unwrap();
    let rows = rows().await;
    let row = rows.first().unwrap();
    assert!(row.is_failing());
    assert_eq!(row.error.as_deref(), Some("login refused"));
    assert_eq!(last().await, Some(at(2)));
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

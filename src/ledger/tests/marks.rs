//! What the user says of a mail stands above what was made of it.

use super::*;

fn unsure(uid: u32, name: &str) -> Entry {
    entry(
        uid,
        Outcome::Unsure {
            key: key(name),
            received: at(0),
            judgement: judgement(Verdict::Unsure),
        },
    )
}

const MARKED: State = State::Skipped(Skip::Marked);

#[derive(Debug, Clone, Copy)]
enum Before {
    Nothing,
    Queued,
    Intended,
    Filed,
    Answered,
    Unsure,
}

async fn ledger_with(before: Before, place: &Place) -> Ledger {
    let ledger = place.open();
    let (account, name) = (dana(), key("a@x"));
    let first = match before {
        Before::Nothing => return ledger,
        Before::Unsure => unsure(5, "a@x"),
        Before::Queued | Before::Intended | Before::Filed | Before::Answered => {
            drafted(5, "a@x", at(10), at(60))
        }
    };
    ledger.record(&account, batch(vec![first])).await.unwrap();
    if let Before::Answered = before {
        let skip = ledger.skip(&account, &name, Skip::Answered, at(2));
        skip.await.unwrap();
    }
    if let Before::Intended | Before::Filed = before {
        ledger.intend(&account, &name, at(11)).await.unwrap();
    }
    if let Before::Filed = before {
        let filed = ledger.filed(&account, &name, at(12), appended());
        filed.await.unwrap();
    }
    ledger
}

#[tokio::test]
async fn each_mark_changes_what_it_may() {
    for (before, not_rejection, rejection) in [
        (Before::Nothing, None, Some(State::Queued)),
        (Before::Queued, Some(MARKED), Some(State::Queued)),
        (
            Before::Intended,
            Some(State::Intended),
            Some(State::Intended),
        ),
        (Before::Filed, Some(State::Filed), Some(State::Filed)),
        (
            Before::Answered,
            Some(State::Skipped(Skip::Answered)),
            Some(State::Skipped(Skip::Answered)),
        ),
        (Before::Unsure, Some(MARKED), Some(State::Queued)),
    ] {
        let place = Place::new();
        let ledger = ledger_with(before, &place).await;
        let marked = ledger
            .mark(&dana(), &key("a@x"), Mark::NotRejection, at(20))
            .await
            .unwrap();
        assert_eq!(marked.after, not_rejection, "{before:?}");
        let marks = ledger.marks(&dana()).await.unwrap();
        assert_eq!(marks.get(&key("a@x")), Some(&Mark::NotRejection));
        for case in ledger.cases(None).await.unwrap() {
            assert_eq!(case.mark, Some(Mark::NotRejection), "{before:?}");
            if case.state == MARKED {
                assert_eq!((case.due, case.window_ends), (None, None), "{before:?}");
                assert_eq!(kinds(&ledger, "a@x").await.last().unwrap(), "marked");
            }
        }
        assert_eq!(ledger.marks(&lee()).await.unwrap().len(), 0);

        let place = Place::new();
        let ledger = ledger_with(before, &place).await;
        let again = drafted(9, "a@x", at(30), at(90));
        let marked = ledger.mark_rejection(&dana(), again, at(20)).await.unwrap();
        assert_eq!(marked.after, rejection, "{before:?}");
        assert_eq!(only_case(&ledger).await.mark, Some(Mark::Rejection));
    }
}

#[tokio::test]
async fn a_mark_can_be_taken_back() {
    let place = Place::new();
    let ledger = ledger_with(Before::Queued, &place).await;
    let (account, name) = (dana(), key("a@x"));
    let mark = ledger.mark(&account, &name, Mark::NotRejection, at(20));
    assert_eq!(mark.await.unwrap().before, Some(State::Queued));
    assert_eq!(keys(&ledger, &account, at(50)).await, [""; 0]);
    let again = drafted(9, "a@x", at(30), at(90));
    let mark = ledger.mark_rejection(&account, again, at(21));
    assert_eq!(mark.await.unwrap().before, Some(MARKED));
    let case = only_case(&ledger).await;
    assert_eq!(
        (case.due, case.source, case.mark),
        (Some(at(30)), Some(source(5)), Some(Mark::Rejection))
    );
    assert_eq!(keys(&ledger, &account, at(50)).await, ["a@x"]);
}

#[tokio::test]
async fn what_is_marked_before_it_is_seen_gets_no_draft() {
    let place = Place::new();
    let ledger = place.open();
    for name in ["a@x", "b@x"] {
        let (account, name) = (dana(), key(name));
        let mark = ledger.mark(&account, &name, Mark::NotRejection, at(0));
        assert_eq!(mark.await.unwrap().after, None);
    }
    let entries = vec![drafted(1, "a@x", at(0), at(60)), unsure(2, "b@x")];
    ledger.record(&dana(), batch(entries)).await.unwrap();
    let entries = vec![drafted(1, "a@x", at(0), at(60))];
    ledger.record(&lee(), batch(entries)).await.unwrap();
    let cases = ledger.cases(Some(&dana())).await.unwrap();
    assert_eq!(
        cases.iter().map(|c| c.state).collect::<Vec<_>>(),
        [MARKED; 2]
    );
    assert_eq!(keys(&ledger, &dana(), at(9)).await, [""; 0]);
    assert_eq!(keys(&ledger, &lee(), at(9)).await, ["a@x"]);
}

#[tokio::test]
async fn a_filing_that_was_interrupted_is_not_taken_up_again() {
    let place = Place::new();
    let ledger = ledger_with(Before::Intended, &place).await;
    let (account, name) = (dana(), key("a@x"));
    let mark = ledger.mark(&account, &name, Mark::NotRejection, at(20));
    mark.await.unwrap();
    let intent = ledger.intend(&account, &name, at(21)).await.unwrap();
    assert_eq!(intent, Intent::Withdrawn);
    assert_eq!(only_case(&ledger).await.state, MARKED);
    // Said once, however often it is asked.
    let intent = ledger.intend(&account, &name, at(22)).await.unwrap();
    assert_eq!(intent, Intent::Withdrawn);
    assert_eq!(
        kinds(&ledger, "a@x").await,
        ["rejection", "intended", "marked", "skipped"]
    );
}

#[tokio::test]
async fn a_ledger_of_the_first_format_is_brought_up_to_date() {
    let place = Place::new();
    place.put(b"");
    let raw = place.raw();
    raw.execute_batch(include_str!("../schema/1.sql")).unwrap();
    raw.pragma_update(None, "application_id", schema::APPLICATION_ID)
        .unwrap();
    raw.pragma_update(None, "user_version", 1).unwrap();
    raw.execute_batch(
        "INSERT INTO cases (account, key, state, received, score, reasons, evidence, due,
             window_ends, draft_message_id, draft, opened_at, changed_at)
         VALUES ('imap:dana@example.com@imap.example.com:993', 'a@x', 'queued', 0, 1.0, '[]',
             '[]', 0, 1, 'd@x', x'41', 0, 0);
         INSERT INTO events (at, account, case_key, kind, detail)
         VALUES (0, 'imap:dana@example.com@imap.example.com:993', 'a@x', 'rejection', '{}');",
    )
    .unwrap();
    drop(raw);
    let error = Ledger::open_read_only(&place.path()).unwrap_err();
    assert!(
        matches!(error, LedgerError::Older { found: 1, .. }),
        "{error}"
    );
    let ledger = place.open();
    let case = only_case(&ledger).await;
    assert_eq!((case.state, case.mark), (State::Queued, None));
    assert_eq!(kinds(&ledger, "a@x").await, ["rejection"]);
    assert_eq!(
        ledger
            .unread_language(at(-999_999_999))
            .await
            .unwrap()
            .len(),
        0
    );
    let (account, name) = (dana(), key("a@x"));
    let mark = ledger.mark(&account, &name, Mark::NotRejection, at(20));
    assert_eq!(mark.await.unwrap().after, Some(MARKED));
    close(ledger, &place);
    assert_eq!(schema::version(&place.raw()).unwrap(), schema::VERSION);
}

#[tokio::test]
async fn mail_in_a_language_without_a_pack_is_counted_by_account_and_time() {
    let place = Place::new();
    let ledger = place.open();
    let other = |uid, unread_language| {
        let judgement = Judgement {
            unread_language,
            ..judgement(Verdict::Other)
        };
        entry(uid, Outcome::Other { judgement })
    };
    let hinted = Judgement {
        unread_language: true,
        ..judgement(Verdict::Unsure)
    };
    let hinted = Outcome::Unsure {
        key: key("a@x"),
        received: at(0),
        judgement: hinted,
    };
    for (account, minutes, entries) in [
        (dana(), 1, vec![other(1, true), other(2, false)]),
        (dana(), 5, vec![other(3, true), entry(4, hinted)]),
        (lee(), 5, vec![other(1, false)]),
    ] {
        let batch = Batch {
            at: at(minutes),
            ..batch(entries)
        };
        ledger.record(&account, batch).await.unwrap();
    }
    for (since, count) in [(0, Some(3)), (2, Some(2)), (6, None)] {
        let counts = ledger.unread_language(at(since)).await.unwrap();
        assert_eq!(counts.get(&dana()).copied(), count, "{since}");
        assert_eq!(counts.get(&lee()), None);
    }
}

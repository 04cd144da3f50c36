//! The way of a draft: due, intended, filed, deferred, skipped.

use super::*;

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
        changed_at: at(1),
    };
    assert_eq!(due, std::slice::from_ref(&queued));
    ledger.intend(&account, &name, at(11)).await.unwrap();
    drop(ledger);

    // Intended is due whatever the time: the draft may stand there already.
    let ledger = place.open();
    let intended = Filing {
        state: State::Intended,
        changed_at: at(11),
        ..queued
    };
    assert_eq!(ledger.due(&account, at(0)).await.unwrap(), [intended]);
    assert_eq!(ledger.next_due(&account).await.unwrap(), Some(at(11)));
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
async fn each_step_survives_a_crash_right_after_it() {
    /// The ledger as a restart finds it: the files as they lie there now.
    fn after_crash(place: &Place) -> (Place, Ledger) {
        let copy = Place::new();
        let (from, to) = (place.path(), copy.path());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        for file in fs::read_dir(from.parent().unwrap()).unwrap() {
            let file = file.unwrap();
            // The index of the log is made anew; after a power cut it is gone.
            if !file.file_name().into_string().unwrap().ends_with("-shm") {
                fs::copy(file.path(), to.with_file_name(file.file_name())).unwrap();
            }
        }
        let ledger = copy.open();
        (copy, ledger)
    }
    let place = Place::new();
    let (account, name) = (dana(), key("a@x"));
    let ledger = place.open();
    let first = Batch {
        cursor: Some(cursor(7, 5)),
        ..batch(vec![drafted(5, "a@x", at(0), at(60))])
    };
    ledger.record(&account, first).await.unwrap();
    let (_copy, restarted) = after_crash(&place);
    assert_eq!(only_case(&restarted).await.state, State::Queued);
    let read = restarted.cursor(&account, &inbox()).await.unwrap();
    assert_eq!(read, Some(cursor(7, 5)));

    ledger.intend(&account, &name, at(2)).await.unwrap();
    let (_copy, restarted) = after_crash(&place);
    assert_eq!(only_case(&restarted).await.state, State::Intended);
    let due = restarted.due(&account, at(2)).await.unwrap();
    assert!(!due.first().unwrap().draft.is_empty());

    ledger
        .filed(&account, &name, at(3), appended())
        .await
        .unwrap();
    let (_copy, restarted) = after_crash(&place);
    assert_eq!(only_case(&restarted).await.state, State::Filed);
    assert_eq!(keys(&restarted, &account, at(99)).await, [""; 0]);
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
    // An interrupted attempt waits as well, and lets the others pass. However
    // often it waits, it is known since when it is open.
    let filings = ledger.due(&dana(), at(50)).await.unwrap();
    let filing = filings.iter().find(|filing| filing.key == name).unwrap();
    assert_eq!(filing.changed_at, at(8));
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
            Step::Intend => ledger.intend(&account, &key, at(2)).await.map(drop),
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

//! Several handles, processes and daemons on one ledger.

use super::*;

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
    let error = reader.health(&dana(), worked(0)).await.unwrap_err();
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

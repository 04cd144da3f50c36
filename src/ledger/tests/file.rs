//! The file itself: private, durable, and never made worse.

use super::*;

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
        ledger.health(&dana(), worked(0)).await.unwrap();
    }
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
        "UPDATE cases SET language = NULL, original = '<'",
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

//! Listing, reading and looking for messages.

use super::*;

#[test]
fn a_message_is_listed_once_under_one_name_wherever_it_goes() {
    let (dir, maildir) = tree(&[""]);
    let inbox = name("INBOX");
    let new = dir.path().join("new/1700000000.M1P1.host");
    fs::write(&new, mail("a@x")).expect("written");
    fs::write(dir.path().join("new/.hidden"), "x").expect("written");
    fs::create_dir(dir.path().join("cur/1700000000.M9P9.host")).expect("made");
    let first = maildir
        .new_since(&inbox, at(1_700_000_000))
        .expect("listed");
    assert_eq!(first.len(), 1);
    assert_eq!(first[0].received, at(1_700_000_000));
    assert!(
        maildir
            .new_since(&inbox, at(1_700_000_001))
            .expect("listed")
            .is_empty()
    );

    fs::rename(&new, dir.path().join("cur/1700000000.M1P1.host,U=7:2,RS")).expect("moved");
    let then = maildir
        .new_since(&inbox, at(1_700_000_000))
        .expect("listed");
    assert_eq!(then.len(), 1);
    assert_eq!(then[0].name, first[0].name);

    let raw = maildir
        .read(&inbox, &first[0], 20)
        .expect("readable")
        .expect("there");
    assert_eq!(raw.bytes, &mail("a@x").as_bytes()[..20]);
    assert_eq!(raw.size, mail("a@x").len() as u64);
    assert_eq!(raw.internal_date, Some(at(1_700_000_000)));

    fs::remove_file(&then[0].path).expect("removed");
    assert!(
        maildir
            .read(&inbox, &first[0], 20)
            .expect("looked for")
            .is_none()
    );
}

#[test]
fn odd_names_go_by_their_time_of_modification() {
    let (dir, maildir) = tree(&[""]);
    let path = dir.path().join("cur/Grüße, Anna.eml");
    fs::write(&path, mail("a@x")).expect("written");
    let time = std::time::UNIX_EPOCH + Duration::from_secs(1_600_000_000);
    let file = fs::File::options().append(true).open(&path).expect("opens");
    file.set_modified(time).expect("set");
    let found = maildir
        .new_since(&name("INBOX"), at(1_600_000_000))
        .expect("listed");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].received, at(1_600_000_000));
    assert!(
        maildir
            .new_since(&name("INBOX"), at(1_600_000_001))
            .expect("listed")
            .is_empty()
    );
}

#[test]
fn an_unreadable_message_stops_no_other() {
    let (dir, maildir) = tree(&[""]);
    let inbox = name("INBOX");
    symlink("/nowhere", dir.path().join("cur/1700000001.M1.host:2,S")).expect("linked");
    fs::write(dir.path().join("cur/1700000002.M2.host:2,S"), "").expect("written");
    let found = maildir.new_since(&inbox, at(0)).expect("listed");
    assert_eq!(found.len(), 2);
    let error = maildir
        .read(&inbox, &found[0], 100)
        .expect_err("a dangling link");
    assert!(error.to_string().contains("1700000001.M1.host"), "{error}");
    let empty = maildir
        .read(&inbox, &found[1], 100)
        .expect("readable")
        .expect("there");
    assert_eq!((empty.bytes.len(), empty.size), (0, 0));
    // Whether that file is the one looked for, nobody knows.
    assert!(maildir.contains(&inbox, &id("a@x"), None).is_err());
}

#[test]
fn messages_are_found_by_id_and_by_what_they_answer() {
    let (dir, maildir) = tree(&["INBOX", "Sent"]);
    let sent = name("Sent");
    for (file, message_id) in [
        ("cur/1700000000.M1.host:2,S", "old@x"),
        ("cur/1700009000.M2.host,U=2:2,S", "mid@x"),
        ("new/1700009900.M3.host", "new@x"),
    ] {
        fs::write(dir.path().join("Sent").join(file), mail(message_id)).expect("written");
    }
    let since = Some(at(1_700_000_001));
    for (wanted, since, there) in [
        ("old@x", None, true),
        ("old@x", since, false),
        ("mid@x", since, true),
        ("new@x", since, true),
        ("to-mid@x", None, false),
    ] {
        let found = maildir
            .contains(&sent, &id(wanted), since)
            .expect("searched");
        assert_eq!(found.is_some(), there, "{wanted} since {since:?}");
    }
    let answer = maildir
        .answers(&sent, &id("to-mid@x"), since)
        .expect("searched");
    assert_eq!(answer.expect("there").received, at(1_700_009_000));
    assert!(
        maildir
            .answers(&sent, &id("mid@x"), None)
            .expect("searched")
            .is_none()
    );
}

/// Another program flags every message again and again; none is ever missed.
#[test]
fn a_search_misses_nothing_while_flags_change() {
    let (dir, maildir) = tree(&["", ".Drafts"]);
    let cur = dir.path().join(".Drafts/cur");
    let base = |n: usize| format!("17000000{n:02}.M{n}.host");
    for n in 0..50 {
        let file = cur.join(format!("{}:2,D", base(n)));
        fs::write(file, mail(&format!("{n}@x"))).expect("written");
    }
    let flagging = cur.clone();
    let other = std::thread::spawn(move || {
        for round in 0..200 {
            let (from, to) = [(":2,D", ":2,DS"), (":2,DS", ":2,D")][round % 2];
            for n in 0..50 {
                let path = |flags: &str| flagging.join(format!("{}{flags}", base(n)));
                fs::rename(path(from), path(to)).expect("renamed");
            }
        }
    });
    while !other.is_finished() {
        for n in [0, 25, 49] {
            let found = maildir.contains(&name(".Drafts"), &id(&format!("{n}@x")), None);
            assert!(!matches!(found, Ok(None)), "missed {n}");
        }
    }
    other.join().expect("ended well");
    let found = maildir.contains(&name(".Drafts"), &id("25@x"), None);
    assert!(matches!(found, Ok(Some(_))));
}

#[tokio::test]
async fn mail_that_comes_in_wakes_the_watch() {
    const DEADLINE: Duration = Duration::from_secs(20);
    let (dir, maildir) = tree(&["", "Other"]);
    let watch = maildir.watch(&[name("INBOX")]).expect("watched");
    for (from, to) in [("tmp/1.a", "new/1.a"), ("tmp/2.b", "cur/2.b:2,S")] {
        fs::write(dir.path().join(from), "x").expect("written");
        fs::rename(dir.path().join(from), dir.path().join(to)).expect("moved");
        tokio::time::timeout(DEADLINE, watch.changed())
            .await
            .expect("woken");
    }
    let unknown = maildir.watch(&[name("Nowhere")]);
    assert!(matches!(unknown, Err(MaildirError::NoSuchMailbox { .. })));
    fs::remove_dir_all(dir.path().join("Other/new")).expect("removed");
    let refused = maildir.watch(&[name("Other")]).expect_err("no such folder");
    assert!(refused.to_string().contains("Other/new"), "{refused}");
}

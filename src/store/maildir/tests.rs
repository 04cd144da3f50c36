//! A Maildir through its front door, on a real disk.

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

#[test]
fn every_layout_gives_inbox_drafts_and_sent() {
    for (layout, inbox, drafts, sent) in [
        (&["", ".Drafts", ".Sent"][..], "INBOX", ".Drafts", ".Sent"),
        (
            &["", ".INBOX.Drafts", ".INBOX.Sent Items"],
            "INBOX",
            ".INBOX.Drafts",
            ".INBOX.Sent Items",
        ),
        (&["", "Drafts", "Sent Mail"], "INBOX", "Drafts", "Sent Mail"),
        (&["INBOX", "Drafts", "Sent"], "INBOX", "Drafts", "Sent"),
        (
            &["Inbox", "Inbox/.Drafts", "Inbox/.Sent"],
            "Inbox",
            "Inbox/.Drafts",
            "Inbox/.Sent",
        ),
        (
            &["INBOX", "[Gmail]/Drafts", "[Gmail]/Sent Mail"],
            "INBOX",
            "[Gmail]/Drafts",
            "[Gmail]/Sent Mail",
        ),
        (
            &["INBOX", "Entw&APw-rfe", "Gesendete Objekte"],
            "INBOX",
            "Entw&APw-rfe",
            "Gesendete Objekte",
        ),
        (
            &["INBOX", "下書き", "送信済みメール"],
            "INBOX",
            "下書き",
            "送信済みメール",
        ),
        (
            &["INBOX", "Drafts", "[Gmail]/Drafts", "Trash/Drafts", "Sent"],
            "INBOX",
            "Drafts",
            "Sent",
        ),
    ] {
        let (_dir, maildir) = tree(layout);
        assert_eq!(
            maildir.mailbox("INBOX").expect("inbox").0,
            inbox,
            "{layout:?}"
        );
        let found = maildir.find(SpecialUse::Drafts, None).expect("drafts");
        assert_eq!(found.0, drafts, "{layout:?}");
        let found = maildir.find(SpecialUse::Sent, None).expect("sent");
        assert_eq!(found.0, sent, "{layout:?}");
    }
}

#[test]
fn a_configured_name_is_taken_however_it_is_written() {
    let (_dir, maildir) = tree(&["", ".Entw&APw-rfe", ".Jobs.Drafts", ".Sent", ".Trash.old"]);
    for (wanted, expected) in [
        (".Entw&APw-rfe", ".Entw&APw-rfe"),
        ("entwürfe", ".Entw&APw-rfe"),
        ("Jobs/Drafts", ".Jobs.Drafts"),
        ("INBOX.Jobs.Drafts", ".Jobs.Drafts"),
    ] {
        let found = maildir
            .find(SpecialUse::Drafts, Some(wanted))
            .expect("found");
        assert_eq!(found.0, expected, "{wanted}");
    }
    for wanted in ["Sent", "Trash/old"] {
        let refused = maildir.find(SpecialUse::Drafts, Some(wanted));
        assert!(
            matches!(refused, Err(MaildirError::NotForDrafts { .. })),
            "{wanted}"
        );
    }
    for wanted in ["Nowhere", "../Drafts", "/etc", ""] {
        let missing = maildir.find(SpecialUse::Drafts, Some(wanted));
        assert!(
            matches!(missing, Err(MaildirError::NoSuchMailbox { .. })),
            "{wanted}"
        );
    }
}

#[test]
fn what_is_missing_or_ambiguous_is_said_and_never_made() {
    let (dir, maildir) = tree(&["INBOX", "Archive"]);
    let error = maildir
        .find(SpecialUse::Drafts, None)
        .expect_err("no Drafts")
        .to_string();
    for word in ["Drafts", "Entwürfe", "more", "Archive", "INBOX"] {
        assert!(error.contains(word), "{word} in {error}");
    }
    assert_eq!(files(dir.path().to_owned()), ["Archive", "INBOX"]);

    let (_dir, two) = tree(&["home/Drafts", "work/Drafts"]);
    let error = two.find(SpecialUse::Drafts, None).expect_err("two fit");
    assert!(matches!(error, MaildirError::Ambiguous { .. }), "{error}");

    let empty = tempfile::tempdir().expect("a folder");
    let error = Maildir::open(empty.path()).expect_err("no Maildir");
    assert!(matches!(error, MaildirError::NotMaildir { .. }), "{error}");
    let error = Maildir::open(&empty.path().join("none")).expect_err("no folder");
    assert!(matches!(error, MaildirError::Io { .. }), "{error}");
}

#[test]
fn links_that_lead_round_are_gone_into_once() {
    let dir = tempfile::tempdir().expect("a folder");
    mailbox_at(&dir.path().join("INBOX"));
    symlink(dir.path(), dir.path().join("INBOX/round")).expect("linked");
    symlink("INBOX", dir.path().join("also")).expect("linked");
    let maildir = Maildir::open(dir.path()).expect("opens");
    assert_eq!(maildir.mailboxes().len(), 1);
}

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

#[test]
fn a_draft_is_filed_once_and_whole() {
    let (dir, maildir) = tree(&["", ".Drafts"]);
    let drafts = name(".Drafts");
    let text = b"Message-ID: <d@afterword>\r\nSubject: Re: x\r\n\r\nDear Jo,\r\n";
    let Delivered::Filed(entry) = maildir
        .deliver_draft(&drafts, text, &id("d@afterword"))
        .expect("filed")
    else {
        panic!("nothing was there before");
    };
    let path = &entry.path;
    assert!(path.to_string_lossy().ends_with(":2,DS"));
    let bytes = fs::read(path).expect("readable");
    assert_eq!(
        bytes,
        b"Message-ID: <d@afterword>\nSubject: Re: x\n\nDear Jo,\n"
    );
    let mode = fs::metadata(path).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(files(dir.path().join(".Drafts/tmp")).is_empty());
    assert!(files(dir.path().join(".Drafts/new")).is_empty());

    // The user flags and edits it; a synchroniser renames it: still the same draft.
    let moved = dir
        .path()
        .join(format!(".Drafts/cur/{},U=3:2,DFS", entry.name));
    fs::rename(path, &moved).expect("renamed");
    let again = maildir
        .deliver_draft(&drafts, text, &id("d@afterword"))
        .expect("looked for");
    assert!(matches!(again, Delivered::AlreadyThere(there) if there.name == entry.name));
    assert_eq!(files(dir.path().join(".Drafts/cur")).len(), 1);

    let other = maildir.deliver_draft(
        &drafts,
        b"Message-ID: <e@afterword>\n\n",
        &id("e@afterword"),
    );
    assert!(matches!(other, Ok(Delivered::Filed(_))));
    assert_eq!(files(dir.path().join(".Drafts/cur")).len(), 2);
}

#[test]
fn a_draft_that_cannot_be_written_leaves_nothing_behind() {
    let (dir, maildir) = tree(&["", ".Drafts"]);
    fs::remove_dir(dir.path().join(".Drafts/tmp")).expect("removed");
    let error = maildir
        .deliver_draft(&name(".Drafts"), b"x", &id("d@afterword"))
        .expect_err("no tmp");
    assert!(error.to_string().contains(".Drafts/tmp"), "{error}");
    assert!(files(dir.path().join(".Drafts/cur")).is_empty());

    // Half a draft from a crash is no message.
    fs::create_dir(dir.path().join(".Drafts/tmp")).expect("made");
    fs::write(
        dir.path().join(".Drafts/tmp/1.x"),
        "Message-ID: <d@afterword>\n",
    )
    .expect("written");
    let filed = maildir.deliver_draft(&name(".Drafts"), b"x", &id("d@afterword"));
    assert!(matches!(filed, Ok(Delivered::Filed(_))));
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

//! Which mailboxes a tree has and what they are for.

use super::*;

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

//! A Maildir as the store: a rejection arrives, one right draft lies in Drafts,
//! and not a file besides has changed.

mod support;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use support::maildir::{Layout, Maildir};
use support::process::Process;
use support::{afterword, eventually, mails};

const JO: &str = "Jo Park <jo.park@acme.example>";

fn rejection(id: &str) -> Vec<u8> {
    mails::rejection(id, JO, "Your application: Data Engineer")
}

fn wait_for_drafts(bed: &Maildir, count: usize, daemon: &Process) {
    eventually("the drafts", || {
        assert!(daemon.is_running(), "{}", daemon.stderr());
        bed.drafts().len() == count
    });
}

/// The one draft: its file name and its text.
#[track_caller]
fn only_draft(bed: &Maildir) -> (String, String) {
    assert!(bed.files("Drafts", "new").is_empty());
    assert!(bed.files("Drafts", "tmp").is_empty());
    let drafts = bed.files("Drafts", "cur");
    assert_eq!(drafts.len(), 1, "{:?}", drafts.keys());
    let (name, bytes) = drafts.into_iter().next().expect("there is one");
    (name, String::from_utf8(bytes).expect("a draft is ASCII"))
}

#[track_caller]
fn assert_right(name: &str, text: &str) {
    assert!(name.ends_with(":2,DS"), "{name}");
    assert!(!text.contains('\r'), "lines end as they do in a Maildir");
    let draft = mail_parser::MessageParser::default().parse(text);
    let draft = draft.expect("a mail program can read it");
    let to = draft.to().and_then(|to| to.first());
    let to = to.and_then(|address| address.address());
    assert_eq!(to, Some("jo.park@acme.example"));
    assert_eq!(draft.in_reply_to().as_text(), Some("r1@acme.example"));
    let subject = draft.subject();
    assert_eq!(subject, Some("Re: Your application: Data Engineer"));
    let body = draft.body_text(0).unwrap_or_default();
    assert!(body.starts_with("Dear Jo,"), "{body}");
    assert!(body.contains("> After careful consideration"), "{body}");
}

#[test]
fn a_rejection_that_arrives_becomes_a_right_draft_at_once() {
    // Polling would not find it within the test's patience.
    let bed = Maildir::new(Layout::Plus, "[watch]\npoll_interval = \"15m\"\n");
    let daemon = bed.run();
    eventually("the daemon watches", || {
        daemon.stderr().contains("connected")
    });
    bed.deliver(&rejection("<r1@acme.example>"));
    let inbox = bed.inbox();
    wait_for_drafts(&bed, 1, &daemon);
    let (name, text) = only_draft(&bed);
    assert_right(&name, &text);
    assert_eq!(bed.inbox(), inbox);
    assert!(daemon.terminate().success(), "{}", daemon.stderr());
}

#[test]
fn polling_finds_mail_where_notifications_are_off() {
    let more = "[watch]\nidle = false\npoll_interval = \"10s\"\n";
    let bed = Maildir::new(Layout::Plus, more);
    let daemon = bed.run();
    eventually("the first look is over", || {
        afterword_says(&bed, "\"worked_at\":\"")
    });
    bed.deliver(&rejection("<r1@acme.example>"));
    wait_for_drafts(&bed, 1, &daemon);
    assert!(daemon.terminate().success(), "{}", daemon.stderr());
}

/// Whether `afterword status --json` holds `text`; false where there is no ledger yet.
fn afterword_says(bed: &Maildir, text: &str) -> bool {
    let mut status = afterword::command(bed.state());
    let done = status.args(["status", "--json"]).output();
    let done = done.expect("the program starts");
    String::from_utf8_lossy(&done.stdout).contains(text)
}

#[test]
fn folders_beside_each_other_do_as_well() {
    let bed = Maildir::new(Layout::Verbatim, "");
    bed.deliver(&rejection("<r1@acme.example>"));
    bed.once();
    let (name, text) = only_draft(&bed);
    assert_right(&name, &text);
}

#[test]
fn nothing_else_in_the_maildir_changes() {
    let bed = Maildir::new(Layout::Plus, "");
    bed.deliver(&rejection("<r1@acme.example>"));
    bed.deliver(&mails::newsletter("<n1@news.example>"));
    let seen = bed
        .folder("INBOX")
        .join("cur/1700000000.M1P1.test,S=200:2,FS");
    let invitation = mails::invitation("<i1@acme.example>", JO, "Interview");
    fs::write(seen, invitation).expect("cur can be written");
    let before = bed.inbox();
    let sent = bed.files("Sent", "cur");
    bed.once();
    only_draft(&bed);
    assert_eq!(bed.inbox(), before);
    assert_eq!(bed.files("Sent", "cur"), sent);
}

#[test]
fn what_the_user_did_with_the_draft_stands() {
    type Deed = fn(&Maildir, &Path);
    let deeds: [(&str, Deed, usize); 5] = [
        ("nothing", |_, _| (), 1),
        (
            "deleted",
            |_, draft| fs::remove_file(draft).expect("it is there"),
            0,
        ),
        ("edited", edit, 1),
        ("sent", |bed, draft| send(bed, draft), 0),
        ("flagged", |_, draft| rename(draft, ":2,DFS"), 1),
    ];
    for (deed, act, left) in deeds {
        let bed = Maildir::new(Layout::Plus, "");
        bed.deliver(&rejection("<r1@acme.example>"));
        bed.once();
        let (name, _) = only_draft(&bed);
        act(&bed, &bed.folder("Drafts").join("cur").join(name));
        let drafts = bed.drafts();
        assert_eq!(drafts.len(), left, "{deed}");
        bed.once();
        assert_eq!(bed.drafts(), drafts, "{deed}");
    }
}

/// A mail program that edits a draft writes a new file and removes the old.
fn edit(bed: &Maildir, draft: &Path) {
    let text = fs::read_to_string(draft).expect("it is there");
    let edited = text.replace("Dear Jo,", "Hi Jo,");
    assert_ne!(edited, text);
    let new = bed.folder("Drafts").join("cur/1900000000.M1P1.mutt:2,S");
    fs::write(new, edited).expect("cur can be written");
    fs::remove_file(draft).expect("it is there");
}

fn send(bed: &Maildir, draft: &Path) {
    let sent = bed.folder("Sent").join("cur/1900000000.M1P1.mutt:2,S");
    fs::rename(draft, sent).expect("both are in one tree");
}

/// Gives a message other flags.
fn rename(message: &Path, flags: &str) {
    let name = message.to_str().expect("the name is ASCII");
    let base = name.split(":2,").next().expect("a split has a first part");
    fs::rename(message, format!("{base}{flags}")).expect("it is there");
}

#[test]
fn a_rejection_that_the_user_answered_by_hand_gets_no_draft() {
    let bed = Maildir::new(Layout::Plus, "");
    bed.deliver(&rejection("<r1@acme.example>"));
    let answer = mails::Mail {
        message_id: "<mine@example.org>",
        from: "Ann Example <ann@example.org>",
        subject: "Re: Your application: Data Engineer",
        headers: &["In-Reply-To: <r1@acme.example>"],
        body: "Thank you for letting me know.",
    };
    let sent = bed.folder("Sent").join("cur/1900000000.M1P1.mutt:2,S");
    fs::write(sent, answer.bytes()).expect("cur can be written");
    bed.once();
    assert!(bed.drafts().is_empty());
    let cases = afterword::cases(bed.state());
    assert_eq!(cases[0]["state"], "skipped", "{cases:#?}");
}

#[test]
fn a_mail_that_was_read_meanwhile_is_the_same_mail() {
    let bed = Maildir::new(Layout::Plus, "");
    let name = bed.deliver(&rejection("<r1@acme.example>"));
    // Two rejections without a Message-ID are told apart by their file names alone.
    let nameless = String::from_utf8(rejection("<r2@acme.example>")).expect("it is ASCII");
    let nameless = nameless.replace("Message-ID: <r2@acme.example>\r\n", "");
    let second = bed.deliver(nameless.as_bytes());
    bed.once();
    assert_eq!(bed.drafts().len(), 2);
    for draft in bed.drafts().keys() {
        let draft = bed.folder("Drafts").join("cur").join(draft);
        fs::remove_file(draft).expect("it is there");
    }
    let inbox = bed.folder("INBOX");
    for name in [name, second] {
        let read = inbox.join("cur").join(format!("{name}:2,RS"));
        fs::rename(inbox.join("new").join(&name), &read).expect("it is there");
        bed.once();
        rename(&read, ":2,FRS");
        bed.once();
    }
    assert!(bed.drafts().is_empty());
    assert_eq!(afterword::cases(bed.state()).len(), 2);
}

#[test]
fn without_drafts_the_case_waits_and_says_for_what() {
    let bed = Maildir::without_drafts(Layout::Plus, "[watch]\npoll_interval = \"15m\"\n");
    bed.deliver(&rejection("<r1@acme.example>"));
    let daemon = bed.run();
    let mut said = String::new();
    eventually("the reason why the draft waits", || {
        if afterword_says(&bed, "\"kind\":\"case\"") {
            let cases = afterword::cases(bed.state());
            said = cases[0]["last_error"].to_string();
        }
        said.contains("looked for")
    });
    for name in ["drafts", "entwürfe", "brouillons"] {
        assert!(said.to_lowercase().contains(name), "{name}: {said}");
    }

    // The folder is made while the daemon runs; its next attempt finds it.
    bed.make("Drafts");
    let ledger = rusqlite::Connection::open(bed.state().join("ledger.sqlite3"));
    ledger
        .and_then(|ledger| {
            ledger.busy_timeout(support::PATIENCE)?;
            ledger.execute("UPDATE cases SET retry_at = 0", [])
        })
        .expect("the ledger can be written");
    // Any news wakes the daemon.
    bed.deliver(&mails::newsletter("<n1@news.example>"));
    wait_for_drafts(&bed, 1, &daemon);
    assert!(daemon.terminate().success(), "{}", daemon.stderr());
}

#[test]
fn broken_files_do_not_keep_a_good_mail_from_its_draft() {
    let bed = Maildir::new(Layout::Plus, "");
    let inbox = bed.folder("INBOX");
    let place = |name: &str, bytes: &[u8]| {
        let name = format!("1700000000.{name}.test");
        fs::write(inbox.join("new").join(name), bytes).expect("new can be written");
    };
    fs::create_dir(inbox.join("cur/folder")).expect("cur can be written");
    symlink("/nowhere/at/all", inbox.join("new/1900000000.link.test")).expect("links are allowed");
    // In the future, so that none of them is history.
    for (name, bytes) in broken() {
        fs::write(
            inbox.join("new").join(format!("1900000000.{name}.test")),
            bytes,
        )
        .expect("new can be written");
    }
    place("old", b"\0");
    bed.deliver(&rejection("<r1@acme.example>"));
    let names = || {
        bed.inbox()
            .map(|files| files.into_keys().collect::<Vec<_>>())
    };
    let before = names();
    bed.once();
    let (name, text) = only_draft(&bed);
    assert_right(&name, &text);
    assert_eq!(names(), before);
    bed.once();
    only_draft(&bed);
}

/// Files that are no mail, or hardly one.
fn broken() -> Vec<(&'static str, Vec<u8>)> {
    let header = b"From: a@b.example\r\nSubject: ".to_vec();
    let long = [
        header.clone(),
        vec![b'x'; 1 << 20],
        b"\r\n\r\ntext\r\n".to_vec(),
    ]
    .concat();
    let endless = [b"Subject: x\r\n\r\n".to_vec(), vec![b'x'; 50 << 20]].concat();
    vec![
        ("empty", Vec::new()),
        ("nul", vec![0; 100_000]),
        (
            "nul-in-mail",
            b"From: a\0@b\r\nSub\0ject: \0\r\n\r\n\0\0".to_vec(),
        ),
        ("bytes", (0..=255).cycle().take(100_000).collect()),
        ("line", endless),
        ("header", long),
        ("nested", nested(100).into_bytes()),
    ]
}

/// Parts within parts.
fn nested(depth: usize) -> String {
    let mut text = String::from("From: a@b.example\r\nSubject: parts\r\nMIME-Version: 1.0\r\n");
    for level in 0..depth {
        text.push_str(&format!(
            "Content-Type: multipart/mixed; boundary=\"b{level}\"\r\n\r\n--b{level}\r\n"
        ));
    }
    text.push_str("Content-Type: text/plain\r\n\r\nthe end\r\n");
    text
}

//! Files as people have them.

use std::fs;
use std::os::unix::fs::symlink;

use super::*;

const LIMIT: usize = 1000;

fn put(folder: &Path, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a parent")).expect("made");
    fs::write(&path, text).expect("written");
    path
}

/// The messages of a path: the place relative to `folder`, or the error's path.
fn places(folder: &Path, path: &Path) -> Vec<String> {
    let source = FileSource::detect(path).expect("detected");
    let strip = |text: String| text.replace(&format!("{}/", folder.display()), "");
    messages(&source, LIMIT)
        .expect("opened")
        .map(|message| match message {
            Ok(raw) => match raw.source {
                Source::Path(path) => strip(path),
                Source::Mailbox(_) => unreachable!("files have paths"),
            },
            Err(error) => strip(format!("error: {error}")),
        })
        .collect()
}

#[test]
fn a_path_is_what_it_holds() {
    let dir = tempfile::tempdir().expect("a folder");
    let at = dir.path();
    let eml = put(at, "plain/a.eml", "Subject: x\n\n");
    let mbox = put(
        at,
        "plain/b.eml",
        "From a@x Mon Jan  5 10:00:00 2026\nA: 1\n\n",
    );
    let empty = put(at, "plain/c", "");
    put(at, "inbox/cur/1.x:2,S", "");
    put(at, "inbox/new/2.x", "");
    put(at, "tree/INBOX/cur/1.x:2,S", "");
    put(at, "tree/INBOX/new/2.x", "");
    put(at, "mixed/INBOX/cur/1.x:2,S", "");
    put(at, "mixed/INBOX/new/2.x", "");
    put(at, "mixed/a.eml", "");
    for (path, expected) in [
        (PathBuf::from("-"), FileSource::Stdin),
        (eml.clone(), FileSource::Eml(eml)),
        (mbox.clone(), FileSource::Mbox(mbox)),
        (empty.clone(), FileSource::Eml(empty)),
        (at.join("plain"), FileSource::Folder(at.join("plain"))),
        (at.join("inbox"), FileSource::Maildir(at.join("inbox"))),
        (at.join("tree"), FileSource::Maildir(at.join("tree"))),
        (at.join("mixed"), FileSource::Folder(at.join("mixed"))),
        (
            PathBuf::from("/dev/null"),
            FileSource::Pipe("/dev/null".into()),
        ),
    ] {
        assert_eq!(FileSource::detect(&path).expect("detected"), expected);
    }
    let error = FileSource::detect(&at.join("none")).expect_err("nothing there");
    assert!(error.to_string().ends_with("/none"), "{error}");
}

#[test]
fn a_folder_gives_its_mail_in_order_and_nothing_else() {
    let dir = tempfile::tempdir().expect("a folder");
    let at = dir.path();
    put(at, "Zürich ✉.eml", "");
    put(at, "a.EML", "Subject: x\n\n");
    put(at, "b/1", "Received: by x\n\n");
    put(at, "b/README", "name: no mail\n");
    put(at, "b/notes.txt", "Subject: no mail\n\n");
    put(at, "b/spool", "From a@x Mon Jan  5 10:00:00 2026\nA: 1\n\n");
    put(
        at,
        "c.mbox",
        "From a@x Mon Jan  5 10:00:00 2026\nA: 1\n\n\nFrom a@x Mon Jan  5 10:00:00 2026\nA: 1\n\n",
    );
    put(at, "d.mbox", "Subject: no mbox\n\n");
    put(at, ".hidden.eml", "Subject: x\n\n");
    put(at, "deep/x/md/cur/17.x:2,S", "Subject: x\n\n");
    put(at, "deep/x/md/new/18.x", "");
    put(at, "deep/x/md/tmp/19", "Subject: half\n");
    put(at, "deep/x/Drafts/cur/20.x:2,DS", "Subject: x\n\n");
    put(at, "deep/x/Drafts/new/21.x", "");
    fs::create_dir(at.join("f.eml")).expect("made");
    symlink("/nowhere", at.join("g.eml")).expect("linked");
    symlink(at, at.join("round")).expect("linked");
    assert_eq!(
        places(at, at),
        [
            "Zürich ✉.eml",
            "a.EML",
            "b/1",
            "b/spool:1",
            "c.mbox:1",
            "c.mbox:2",
            "error: d.mbox is no mbox: it does not begin with \"From \"",
            "deep/x/md/cur/17.x:2,S",
            "deep/x/md/new/18.x",
            "error: cannot read g.eml",
        ]
    );
}

#[test]
fn a_maildir_gives_all_but_drafts_and_what_was_thrown_away() {
    let dir = tempfile::tempdir().expect("a folder");
    let at = dir.path();
    for mailbox in ["", ".Drafts/", ".Sent/", ".Trash/", ".Junk/", ".Jobs/"] {
        put(at, &format!("{mailbox}cur/17.c:2,S"), "Subject: x\n\n");
        put(at, &format!("{mailbox}new/18.n"), "Subject: x\n\n");
    }
    assert_eq!(
        places(at, at),
        [
            ".Jobs/new/18.n",
            ".Jobs/cur/17.c:2,S",
            ".Sent/new/18.n",
            ".Sent/cur/17.c:2,S",
            "new/18.n",
            "cur/17.c:2,S",
        ]
    );
}

#[test]
fn a_message_is_read_up_to_the_limit() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("huge.eml");
    // A file of one line, with no octet on the disk.
    let file = File::create(&path).expect("made");
    file.set_len(50_000_000_000).expect("sparse");
    let raw = read(&path, LIMIT).expect("readable");
    assert_eq!((raw.bytes.len(), raw.size), (LIMIT, 50_000_000_000));
    assert!(raw.is_truncated());
    assert!(raw.bytes.capacity() <= 2 * LIMIT);
    assert_eq!(raw.internal_date, None);
}

#[test]
fn a_stream_is_one_message_or_an_mbox() {
    let mbox = "From a@x Mon Jan  5 10:00:00 2026\nA: 1\n\n\nFrom a@x Mon Jan  5 10:00:00 2026\nB: 2\n\ny\n";
    for (text, expected) in [
        ("Subject: x\n\ny", &[("-", "Subject: x\n\ny")][..]),
        ("", &[("-", "")]),
        ("Fro", &[("-", "Fro")]),
        (mbox, &[("-:1", "A: 1\n\n"), ("-:2", "B: 2\n\ny\n")]),
    ] {
        let input = Box::new(Cursor::new(text.as_bytes()));
        let mut found = Messages {
            inner: stream(input, Path::new("-"), LIMIT).expect("readable"),
            within: None,
            limit: LIMIT,
            count: 0,
        };
        for (place, text) in expected {
            let raw = found.next().expect("a message").expect("readable");
            assert_eq!(raw.source, Source::Path((*place).to_owned()));
            assert_eq!(raw.bytes, text.as_bytes());
        }
        assert!(found.next().is_none());
        let count = u64::try_from(expected.len()).expect("few");
        assert_eq!(found.progress(), Progress::Messages(count));
    }
}

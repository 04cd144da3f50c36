//! What is filed, and what is not.

use super::*;

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

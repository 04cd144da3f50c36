//! `afterword draft`: replies to rejections that came by phone or by letter,
//! with the real program, a Maildir and Dovecot.

mod support;

use std::fs;
use std::path::Path;

use serde_json::Value;
use support::afterword;
use support::bed::{Bed, Said, holds, lacks};
use support::dovecot::Dovecot;
use support::eventually;
use support::maildir::{Layout, Maildir};
use support::mails;

const BY_PHONE: &[&str] = &[
    "--company",
    "Acme",
    "--role",
    "Data Engineer",
    "--to",
    "Jo Park <jo.park@acme.example>",
    "--stage",
    "interview",
    "--received",
    "2026-11-20T09:00:00Z",
];

fn draft(state: &Path, config: &Path, words: &[&str]) -> Said {
    let mut command = afterword::command(state);
    Said::of(command.arg("draft").arg(config).args(words))
}

fn of_maildir(bed: &Maildir, words: &[&str]) -> Said {
    draft(bed.state(), bed.config(), words)
}

/// The words for a rejection by phone with these after them.
fn by_phone<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [BY_PHONE, more].concat()
}

#[track_caller]
fn only(said: &Said) -> Value {
    assert_eq!(said.code, 0, "{}", said.all());
    let mut lines = said.json();
    assert_eq!(lines.len(), 1, "{}", said.out);
    lines.remove(0)
}

#[test]
fn it_is_printed_and_nothing_is_written() {
    let bed = Maildir::new(Layout::Plus, "");
    let before: Vec<_> = listed(bed.state());
    let said = of_maildir(&bed, BY_PHONE);
    assert_eq!(said.code, 0, "{}", said.all());
    holds(
        &said.out,
        &[
            "From: Ann Example <ann@example.org>\n",
            "To: Jo Park <jo.park@acme.example>\n",
            "Subject: My application: Data Engineer\n\nDear Jo,\n",
            "Acme",
            "interview",
        ],
    );
    holds(&said.err, &["nothing was written", "--file"]);
    let line = only(&of_maildir(&bed, &by_phone(&["--json"])));
    assert_eq!(line["subject"], "My application: Data Engineer");
    assert_eq!(line["to"], "Jo Park <jo.park@acme.example>");
    assert_eq!(line["in_reply_to"], Value::Null);
    assert_eq!(line["state"], Value::Null);
    let body = line["body"].as_str().expect("a text");
    assert!(said.out.ends_with(body), "the same text each time");
    assert_eq!(listed(bed.state()), before);
    assert_eq!(bed.drafts().len(), 0);
}

fn listed(folder: &Path) -> Vec<std::ffi::OsString> {
    let entries = fs::read_dir(folder).expect("it is there");
    let mut names: Vec<_> = entries.map(|e| e.expect("readable").file_name()).collect();
    names.sort();
    names
}

#[test]
fn it_is_filed_once_and_another_role_or_day_is_another() {
    let bed = Maildir::new(
        Layout::Plus,
        "[draft]\ncool_off = \"3h\"\nlate = \"skip\"\n",
    );
    let first = of_maildir(&bed, &by_phone(&["--file"]));
    assert_eq!(first.code, 0, "{}", first.all());
    holds(&first.out, &["case 1: the draft is in .Drafts"]);
    let filed = bed.drafts();
    assert_eq!(filed.len(), 1);

    let again = of_maildir(&bed, &by_phone(&["--file"]));
    assert_eq!(again.code, 0, "{}", again.all());
    holds(&again.out, &["there is one already, as case 1", "Drafts"]);
    let line = only(&of_maildir(&bed, &by_phone(&["--file", "--json"])));
    assert_eq!(line["existed"], true);
    // The text that stands there may be another by now.
    assert_eq!(line["body"], Value::Null);
    assert_eq!(
        (&line["state"], &line["mailbox"]),
        (&"filed".into(), &".Drafts".into())
    );
    assert_eq!(bed.drafts(), filed);

    let other = ["--company", "Acme", "--role", "Analyst", "--file", "--json"];
    let line = only(&of_maildir(&bed, &other));
    assert_eq!(
        (&line["existed"], &line["case"]),
        (&false.into(), &2.into())
    );
    let next_day = [
        "--received",
        "2026-11-21",
        "--company",
        "Acme",
        "--role",
        "Data Engineer",
    ];
    let next_day = [&next_day[..], &["--file"]].concat();
    assert_eq!(of_maildir(&bed, &next_day).code, 0);
    assert_eq!(bed.drafts().len(), 3);

    // What the user deleted stays deleted.
    let drafts = bed.folder("Drafts");
    for name in filed.keys() {
        let _ = fs::remove_file(drafts.join("cur").join(name));
        let _ = fs::remove_file(drafts.join("new").join(name));
    }
    assert_eq!(bed.drafts().len(), 2);
    bed.once();
    assert_eq!(of_maildir(&bed, &by_phone(&["--file"])).code, 0);
    assert_eq!(bed.drafts().len(), 2);
}

#[test]
fn dovecot_takes_it_with_umlauts_and_japanese() {
    let bed = Bed::new(Dovecot::start(), "");
    let config = bed.config().join("ann.toml");
    let told = [
        "--company",
        "Müller, Söhne & Co.",
        "--role",
        "Einkäufer (m/w/d)",
        "--language",
        "de",
        "--to",
        "\"Weiß, Jörg\" <joerg@bücher.example>",
        "--file",
        "--json",
    ];
    let line = only(&draft(&bed.state(), &config, &told));
    assert_eq!(line["state"], "filed");
    assert_eq!(line["subject"], "Meine Bewerbung: Einkäufer (m/w/d)");
    let japanese = ["--company", "株式会社青空", "--language", "ja", "--file"];
    let said = draft(&bed.state(), &config, &japanese);
    assert_eq!(said.code, 0, "{}", said.all());
    holds(&said.out, &["add whom to write to"]);

    let drafts = bed.drafts("ann");
    assert_eq!(drafts.len(), 2);
    for draft in &drafts {
        assert!(
            draft.flags.iter().any(|flag| flag == "\\Draft"),
            "{draft:?}"
        );
    }
    let parser = mail_parser::MessageParser::default();
    let german = parser.parse(&drafts[0].bytes).expect("a message");
    let to = german.to().and_then(|to| to.first()).expect("a recipient");
    assert_eq!(to.name(), Some("Weiß, Jörg"));
    assert_eq!(to.address(), Some("joerg@xn--bcher-kva.example"));
    assert_eq!(german.subject(), Some("Meine Bewerbung: Einkäufer (m/w/d)"));
    let text = german.body_text(0).expect("a text");
    holds(&text, &["Müller, Söhne & Co.", "Einkäufer"]);
    let japanese = parser.parse(&drafts[1].bytes).expect("a message");
    assert!(japanese.to().is_none());
    assert_eq!(japanese.subject(), Some("応募の件：株式会社青空"));
    assert_eq!(bed.server.connect("ann").fetch_all("Sent").len(), 0);
}

#[test]
fn a_saved_mail_is_answered_in_its_thread_and_not_again_when_it_is_found() {
    let bed = Maildir::new(Layout::Plus, "");
    let mail = mails::rejection(
        "<r1@acme.example>",
        "Jo Park <jo.park@acme.example>",
        "Your application",
    );
    let file = bed.state().join("mail.eml");
    fs::write(&file, &mail).expect("it is ours");
    let file = file.to_str().expect("it is text");
    let line = only(&of_maildir(&bed, &["--from", file, "--json"]));
    assert_eq!(line["in_reply_to"], "<r1@acme.example>");
    assert_eq!(line["subject"], "Re: Your application");
    lacks(line["body"].as_str().expect("a text"), &["interview"]);
    let words = [
        "--from",
        file,
        "--stage",
        "interview",
        "--to",
        "Kim Lee <kim@acme.example>",
    ];
    let words = [&words[..], &["--file", "--json"]].concat();
    let line = only(&of_maildir(&bed, &words));
    assert_eq!(line["to"], "Kim Lee <kim@acme.example>");
    holds(
        line["body"].as_str().expect("a text"),
        &["Dear Kim,", "interview"],
    );
    bed.deliver(&mail);
    bed.once();
    assert_eq!(bed.drafts().len(), 1);
}

#[test]
fn a_daemon_at_work_files_it() {
    let bed = Maildir::new(Layout::Plus, "");
    let daemon = bed.run();
    eventually("the daemon holds the mailbox", || {
        bed.try_once().status.code() == Some(1)
    });
    let said = of_maildir(&bed, &by_phone(&["--file"]));
    assert_eq!(said.code, 0, "{}", said.all());
    // Whatever wakes it.
    bed.deliver(&mails::rejection(
        "<r1@acme.example>",
        "Jo <jo@acme.example>",
        "Your application",
    ));
    eventually("both drafts", || bed.drafts().len() == 2);
    drop(daemon);
    let line = only(&of_maildir(&bed, &by_phone(&["--file", "--json"])));
    assert_eq!(
        (&line["existed"], &line["state"]),
        (&true.into(), &"filed".into())
    );
}

#[test]
fn without_a_place_for_it_the_draft_waits() {
    let bed = Maildir::without_drafts(Layout::Plus, "");
    let said = of_maildir(&bed, &by_phone(&["--file"]));
    assert_eq!(said.code, 1, "{}", said.all());
    holds(&said.out, &["case 1:", "waiting:"]);
    bed.make("Drafts");
    let line = only(&of_maildir(&bed, &by_phone(&["--file", "--json"])));
    assert_eq!(
        (&line["existed"], &line["state"]),
        (&true.into(), &"filed".into())
    );
    assert_eq!(bed.drafts().len(), 1);
}

#[test]
fn what_cannot_be_told_is_said() {
    let bed = Maildir::new(Layout::Plus, "");
    let no_mail = bed.state().join("empty.eml");
    fs::write(&no_mail, "").expect("it is ours");
    let no_mail = no_mail.to_str().expect("it is text").to_owned();
    for (words, code, complaint) in [
        (&["--role", "Analyst"][..], 2, "--company"),
        (&["--company", " "], 2, "write a name"),
        (
            &["--company", "Acme", "--to", "Jo Park"],
            2,
            "write it as \"Jo Park <",
        ),
        (
            &["--company", "Acme", "--stage", "offer"],
            2,
            "write application or interview",
        ),
        (
            &["--company", "Acme", "--language", "German"],
            2,
            "two letters",
        ),
        (
            &["--company", "Acme", "--language", "cy"],
            2,
            "there is no text in the language cy",
        ),
        (
            &["--company", "Acme", "--received", "yesterday"],
            2,
            "write it as 2026-11-20",
        ),
        (
            &["--company", "Acme", "--received", "2999-01-01"],
            2,
            "it has not come yet",
        ),
        (&["--from", "/no/such.eml"], 1, "/no/such.eml"),
        (&["--from", &no_mail], 1, "empty or not a mail"),
    ] {
        let said = of_maildir(&bed, words);
        assert_eq!(said.code, code, "{words:?}: {}", said.all());
        holds(&said.err, &[complaint]);
        assert_eq!(said.out, "", "{words:?}");
    }
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    for name in ["ann", "bob"] {
        let toml = format!(
            "[identity]\nname = \"Ann\"\naddress = \"{name}@example.org\"\n\
             [maildir]\npath = \"{}/{name}\"\n",
            folder.path().display()
        );
        afterword::write_config(folder.path(), name, &toml);
    }
    let said = draft(bed.state(), folder.path(), BY_PHONE);
    assert_eq!(said.code, 78, "{}", said.all());
    holds(&said.err, &["several mailboxes", "CONFIG"]);
    assert_eq!(bed.drafts().len(), 0);
}

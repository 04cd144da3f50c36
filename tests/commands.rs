//! Every command as a person or another program meets it: help that teaches,
//! output that can be relied on, and nothing that drives the terminal.

mod support;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use support::afterword;
use support::bed::{Bed, Said, holds, lacks};
use support::dovecot::{Dovecot, DovecotOptions, Idle};
use support::maildir::{Layout, Maildir};
use support::mails::{self, Mail};
use tempfile::TempDir;

const JO: &str = "Jo Park <jo.park@acme.example>";
const ME: &str = "Ann Example <ann@example.org>";

/// A place of its own for commands that need no server.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder can be made"))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("it is below the desk")).expect("it is ours");
        fs::write(&path, bytes).expect("it is ours");
        path
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = afterword::command(self.path());
        command.args(words);
        command
    }

    fn say(&self, words: &[&str]) -> Said {
        Said::of(&mut self.command(words))
    }
}

/// A rejection received on a day of November 2026.
fn rejection(id: &str, day: u32) -> Vec<u8> {
    let received =
        format!("Received: from mx.example by mail.example; {day} Nov 2026 10:00:00 +0000");
    let mail = String::from_utf8(mails::rejection(id, JO, "Your application: Data Engineer"));
    format!("{received}\r\n{}", mail.expect("it is text")).into_bytes()
}

fn mbox(mails: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for mail in mails {
        bytes.extend_from_slice(b"From jo@acme.example Mon Nov 16 09:30:00 2026\n");
        bytes.extend_from_slice(
            &String::from_utf8_lossy(mail)
                .replace("\r\n", "\n")
                .into_bytes(),
        );
        bytes.extend_from_slice(b"\n\n");
    }
    bytes
}

/// Nothing but text and line breaks.
#[track_caller]
fn plain(what: &str, text: &str) {
    let bad = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
    };
    let found: Vec<char> = text.chars().filter(|c| bad(*c)).collect();
    assert!(
        found.is_empty(),
        "{what}: {found:?} in\n{}",
        text.escape_debug()
    );
}

// -------------------------------------------------------------------- help

#[test]
fn the_help_of_each_command_teaches() {
    let desk = Desk::new();
    let first = desk.say(&["--help"]);
    assert_eq!(first.code, 0);
    let text = first.out.split_whitespace().collect::<Vec<_>>().join(" ");
    holds(
        &text,
        &["never sends anything", "Try it first:", "Exit codes:"],
    );
    for (command, words) in [
        ("demo", &["Maildir", "touches nothing else"][..]),
        ("run", &["SIGHUP", "Ctrl-C", "--once"]),
        ("check", &["Nothing in a mailbox is changed"]),
        ("scan", &["Writes nothing unless --file-drafts", "Takeout"]),
        ("explain", &["standard input", "Exits with 1"]),
        ("status", &["the daemon may be running"]),
        ("phrases", &["Nothing is changed", "list", "check", "test"]),
        (
            "mark",
            &["no message is ever deleted", "only prints it", "Drafts"],
        ),
        (
            "draft",
            &["by phone or by letter", "--file", "not filed a second time"],
        ),
        ("replies", &["a close decision", "list", "show", "check"]),
    ] {
        holds(&first.out, &[command]);
        let long = desk.say(&[command, "--help"]);
        assert_eq!(long.code, 0, "{command}");
        let text = long.out.split_whitespace().collect::<Vec<_>>().join(" ");
        holds(&text, words);
        holds(&text, &["Example", &format!("afterword {command}")]);
        let short = desk.say(&[command, "-h"]);
        assert!(
            short.out.len() < long.out.len(),
            "{command}: -h is the short one"
        );
        plain(command, &long.out);
        assert!(
            long.out.lines().all(|line| line.chars().count() <= 100),
            "{}",
            long.out
        );
    }
    for task in ["list", "count", "check", "test"] {
        let long = desk.say(&["phrases", task, "--help"]);
        assert_eq!(long.code, 0, "{task}");
        holds(
            &long.out,
            &["Example", &format!("afterword phrases {task}"), "--json"],
        );
    }
    assert_eq!(
        desk.say(&["--version"]).out,
        format!("afterword {}\n", env!("CARGO_PKG_VERSION"))
    );
}

// -------------------------------------------------------------------- demo

#[test]
fn the_demo_shows_the_whole_job_and_can_be_repeated() {
    let desk = Desk::new();
    let folder = desk.path().join("demo");
    let folder = folder.to_str().expect("it is text");
    let mut drafts = Vec::new();
    for _ in 0..2 {
        let said = desk.say(&["demo", "--folder", folder]);
        assert_eq!(said.code, 0, "{}", said.all());
        assert_eq!(said.err, "");
        plain("demo", &said.out);
        holds(
            &said.out,
            &[
                "a draft stands in Drafts",
                "Subject: Re: ",
                "Nothing was sent",
                folder,
                "afterword status",
            ],
        );
        drafts.push(
            fs::read_dir(format!("{folder}/Mail/.Drafts/cur"))
                .expect("there")
                .count(),
        );
    }
    assert!(drafts[0] > 0);
    assert_eq!(drafts[0], drafts[1], "the second show adds no draft");

    // What it says to look at is there.
    let mut status = desk.command(&["status"]);
    let status = Said::of(status.env("STATE_DIRECTORY", format!("{folder}/state")));
    assert_eq!(status.code, 0, "{}", status.all());
    holds(&status.out, &["the draft is in", "Drafts"]);
    let scan = desk.say(&["scan", &format!("{folder}/demo.toml")]);
    assert_eq!(scan.code, 0, "{}", scan.all());

    // Without a folder each show has its own.
    let said = Said::of(desk.command(&["demo"]).env("TMPDIR", desk.path()));
    assert_eq!(said.code, 0, "{}", said.all());
    holds(&said.out, &[desk.path().to_str().expect("it is text")]);
}

#[test]
fn a_demo_without_a_place_says_so() {
    let desk = Desk::new();
    let file = desk.write("file", "");
    let said = desk.say(&["demo", "--folder", file.to_str().expect("it is text")]);
    assert_eq!(said.code, 1);
    holds(&said.err, &["cannot make the sample mailbox in", "file"]);
}

// ------------------------------------------------------------- run and check

#[test]
fn check_is_all_green_on_a_good_set_up() {
    let bed = Bed::new(Dovecot::start(), "");
    bed.server
        .deliver("ann", &mails::newsletter("<n@news.example>"));
    let before = bed.server.connect("ann").fetch_all("INBOX");
    let said = bed.on_settings(&["check"]);
    assert_eq!(said.code, 0, "{}", said.all());
    plain("check", &said.out);
    lacks(&said.out, &["failed", "note"]);
    holds(
        &said.out,
        &[
            "ann\n",
            "settings",
            "Ann Example <ann@example.org>",
            "phrases",
            "sign-in",
            "localhost port",
            "(IDLE)",
            "INBOX, 1 messages",
            "clock",
            "filed in Drafts",
            "seen in Sent",
            "ledger",
            "all good",
        ],
    );
    assert_eq!(bed.drafts("ann"), [], "it is a check, not a round");
    let after = bed.server.connect("ann").fetch_all("INBOX");
    let flags = |mail: &support::imap::Fetched| mail.has_flag("\\Seen");
    assert_eq!(
        before.iter().map(flags).collect::<Vec<_>>(),
        after.iter().map(flags).collect::<Vec<_>>()
    );
}

#[test]
fn check_goes_on_to_the_next_mailbox_and_notes_what_is_merely_poor() {
    let poor = Dovecot::with(&DovecotOptions {
        idle: Idle::Hidden,
        ..DovecotOptions::default()
    });
    let bed = Bed::new(
        poor,
        "[watch]\nmailboxes = [\"INBOX\", \"Jobs\"]\n[draft]\nmailbox = \"Entwürfe\"\n",
    );
    bed.write("bob", &bed.server.config_toml("bob"));
    let said = bed.on_settings(&["check"]);
    assert_eq!(said.code, 1, "{}", said.all());
    holds(
        &said.out,
        &[
            "offers no IDLE; it is asked every 120 s",
            "cannot open the mailbox Jobs",
            "check its name",
            "looked for \"Entwürfe\", as configured",
            "[draft] section",
            "Bob Example <bob@example.org>",
        ],
    );
    holds(&said.err, &["2 of the checks failed"]);
}

#[test]
fn check_tells_of_a_maildir_that_is_not_there() {
    let desk = Desk::new();
    let toml = "[identity]\nname = \"Ann\"\naddress = \"ann@example.org\"\n\
                [maildir]\npath = \"/no/such/Mail\"\n";
    desk.write("ann.toml", toml);
    let said = desk.say(&["check", "ann.toml"]);
    assert_eq!(said.code, 1, "{}", said.all());
    holds(
        &said.out,
        &[
            "failed  Maildir",
            "/no/such/Mail",
            "check `path` in the [maildir] section",
        ],
    );
    lacks(&said.out, &["sign-in"]);
}

#[test]
fn without_arguments_the_users_own_folder_is_looked_into() {
    let desk = Desk::new();
    for words in [&["check"][..], &["run"]] {
        let said = desk.say(words);
        assert_eq!(said.code, 78, "{}", said.all());
        holds(
            &said.err,
            &["no settings found in", ".config/afterword", "NAME.toml"],
        );
    }
    let server = Dovecot::start();
    desk.write(".config/afterword/ann.toml", server.config_toml("ann"));
    server.deliver(
        "ann",
        &mails::rejection("<r1@acme.example>", JO, "Your application"),
    );
    let said = desk.say(&["run", "--once"]);
    assert_eq!(said.code, 0, "{}", said.all());
    assert_eq!(server.connect("ann").fetch_all("Drafts").len(), 1);
}

// -------------------------------------------------------------------- scan

#[track_caller]
fn is_case(case: &Value) {
    let texts = |value: &Value| {
        value
            .as_array()
            .is_some_and(|all| all.iter().all(Value::is_string))
    };
    let text_or_null = |value: &Value| value.is_string() || value.is_null();
    let time_or_null = |value: &Value| {
        value.is_null()
            || value
                .as_str()
                .is_some_and(|t| t.ends_with('Z') && t.parse::<jiff::Timestamp>().is_ok())
    };
    assert!(
        texts(&case["message_ids"]) && texts(&case["paths"]),
        "{case}"
    );
    assert!(
        ["rejection", "unsure"].contains(&case["verdict"].as_str().unwrap_or_default()),
        "{case}"
    );
    assert!(
        [Value::Null, "application".into(), "interview".into()].contains(&case["stage"]),
        "{case}"
    );
    for key in ["language", "company", "role"] {
        assert!(case.get(key).is_some_and(text_or_null), "{key}: {case}");
    }
    contact(case);
    let plan = &case["plan"];
    match plan["action"].as_str() {
        Some("draft") => {
            assert!(
                plan["due"].is_string() && plan["window_ends"].is_string(),
                "{case}"
            );
            assert!(plan["reason"].is_null(), "{case}");
            let draft = &case["draft"];
            assert!(draft.get("to").is_some_and(text_or_null), "{case}");
            assert!(draft.get("in_reply_to").is_some_and(text_or_null), "{case}");
            assert!(texts(&draft["references"]), "{case}");
            for key in ["subject", "message_id", "body"] {
                assert!(draft[key].is_string(), "{key}: {case}");
            }
        }
        Some("skip") => {
            assert!(plan["reason"].is_string(), "{case}");
            assert!(case["draft"].is_null(), "{case}");
        }
        _ => panic!("no action: {case}"),
    }
    assert!(
        time_or_null(&plan["due"]) && time_or_null(&plan["window_ends"]),
        "{case}"
    );
}

#[track_caller]
fn contact(object: &Value) {
    let contact = object
        .get("contact")
        .unwrap_or_else(|| panic!("no contact in {object}"));
    if !contact.is_null() {
        assert!(contact["address"].is_string(), "{object}");
        assert!(
            contact["name"].is_string() || contact["name"].is_null(),
            "{object}"
        );
    }
}

#[test]
fn scan_gives_the_same_cases_from_every_kind_of_source() {
    let desk = Desk::new();
    let first = rejection("<first@acme.example>", 2);
    let second = rejection("<second@acme.example>", 9);
    let third = rejection("<third@acme.example>", 16);
    let other = mails::newsletter("<n@news.example>");
    // The names are not in the order of time.
    desk.write("eml/c.eml", &first);
    desk.write("eml/a.eml", &third);
    desk.write("eml/b.eml", &second);
    desk.write("eml/d.eml", &other);
    desk.write("eml/notes.txt", "Unfortunately, no mail.");
    desk.write(
        "all.mbox",
        mbox(&[third.clone(), first.clone(), other, second.clone()]),
    );
    for part in ["cur", "new", "tmp"] {
        fs::create_dir_all(desk.path().join("Mail").join(part)).expect("it is ours");
    }
    desk.write("Mail/new/3.a.host", &third);
    desk.write("Mail/cur/1.b.host:2,S", &first);
    desk.write("Mail/cur/2.c.host:2,", &second);
    let maildir = desk.path().join("Mail");
    desk.write(
        "mail.toml",
        format!(
            "[identity]\nname = \"Ann Example\"\naddress = \"ann@example.org\"\n[maildir]\npath = {maildir:?}\n"
        ),
    );
    let all_mbox = fs::read(desk.path().join("all.mbox")).expect("it is there");
    for source in ["eml", "all.mbox", "Mail", "mail.toml", "-"] {
        let mut command = desk.command(&["scan", "--json", source]);
        if source != "mail.toml" {
            command.args(["--me", ME]);
        }
        let said = if source == "-" {
            fed(&mut command, &all_mbox)
        } else {
            Said::of(&mut command)
        };
        assert_eq!(said.code, 0, "{source}: {}", said.err);
        assert_eq!(said.err, "", "{source}");
        let cases = said.json();
        let ids: Vec<_> = cases
            .iter()
            .map(|case| case["message_ids"][0].clone())
            .collect();
        assert_eq!(
            ids,
            [
                "<first@acme.example>",
                "<second@acme.example>",
                "<third@acme.example>"
            ],
            "{source}"
        );
        for case in &cases {
            is_case(case);
        }
        // Each is judged as it arrived: in time, whenever that was.
        if source != "Mail" && source != "mail.toml" {
            assert_eq!(cases[0]["plan"]["due"], "2026-11-02T10:00:00Z", "{source}");
            assert_eq!(
                cases[0]["plan"]["window_ends"], "2026-11-03T10:00:00Z",
                "{source}"
            );
        }
        let draft = &cases[0]["draft"];
        assert_eq!(draft["in_reply_to"], "<first@acme.example>", "{source}");
        assert_eq!(draft["references"][0], "<first@acme.example>", "{source}");
        holds(
            draft["to"].as_str().unwrap_or_default(),
            &["jo.park@acme.example"],
        );
        holds(
            draft["body"].as_str().unwrap_or_default(),
            &["Ann Example", "> After careful"],
        );
    }
    // For people.
    let said = desk.say(&["scan", "--me", ME, "eml"]);
    assert_eq!(said.code, 0, "{}", said.all());
    plain("scan", &said.out);
    holds(
        &said.out,
        &[
            "3 rejections, 0 unsure, among 4 messages",
            "nothing was written",
        ],
    );
    assert!(
        said.out.find("2026-11-02") < said.out.find("2026-11-09"),
        "{}",
        said.out
    );
}

fn fed(command: &mut Command, input: &[u8]) -> Said {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut pipe = child.stdin.take().expect("it is a pipe");
    let input = input.to_vec();
    let feeding = std::thread::spawn(move || {
        // A reader that stops early is its own affair.
        let _ = pipe.write_all(&input);
    });
    let output = child.wait_with_output().expect("it ends");
    feeding.join().expect("nothing panics there");
    Said::from(output)
}

#[test]
fn one_mail_in_two_places_is_one_case() {
    let desk = Desk::new();
    desk.write("in/a.eml", rejection("<one@acme.example>", 2));
    desk.write("in/archive/a.eml", rejection("<one@acme.example>", 2));
    let cases = desk.say(&["scan", "--json", "--me", ME, "in"]).json();
    assert_eq!(cases.len(), 1);
    assert_eq!(cases[0]["paths"].as_array().map(Vec::len), Some(2));
}

#[test]
fn scan_since_leaves_out_what_is_older() {
    let desk = Desk::new();
    let ago = |days: i64| {
        let at = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(24 * days);
        at.strftime("%d %b %Y %H:%M:%S +0000").to_string()
    };
    for (id, days) in [("new", 3), ("old", 40)] {
        let mail = String::from_utf8(rejection(&format!("<{id}@acme.example>"), 2)).expect("text");
        desk.write(
            &format!("in/{id}.eml"),
            mail.replace("2 Nov 2026 10:00:00 +0000", &ago(days)),
        );
    }
    let ids = |words: &[&str]| -> Vec<String> {
        let said = desk.say(&[&["scan", "--json", "--me", ME, "in"], words].concat());
        assert_eq!(said.code, 0, "{}", said.err);
        said.json()
            .iter()
            .map(|case| case["message_ids"][0].to_string())
            .collect()
    };
    assert_eq!(ids(&[]).len(), 2);
    assert_eq!(ids(&["--since", "30d"]), ["\"<new@acme.example>\""]);
    assert_eq!(ids(&["--since", "7w"]).len(), 2);
    assert_eq!(ids(&["--since", "1h"]).len(), 0);
}

#[test]
fn me_tells_what_is_from_the_user() {
    let desk = Desk::new();
    desk.write(
        "mine.eml",
        mails::rejection("<m@x.example>", "Ann <a.example@second.example>", "Re: x"),
    );
    let cases = |words: &[&str]| {
        desk.say(&[&["scan", "--json", "mine.eml"], words].concat())
            .json()
    };
    assert_eq!(cases(&[]).len(), 1);
    assert_eq!(cases(&["--me", ME]).len(), 1);
    assert_eq!(
        cases(&["--me", ME, "--me", "a.example@second.example"]),
        [] as [Value; 0]
    );
}

#[test]
fn a_scan_over_what_is_not_there_or_no_mail_says_so() {
    let desk = Desk::new();
    let said = desk.say(&["scan", "nowhere"]);
    assert_eq!(said.code, 1);
    holds(&said.err, &["cannot read nowhere", "No such file"]);
    fs::create_dir(desk.path().join("empty")).expect("it is ours");
    let said = desk.say(&["scan", "empty"]);
    assert_eq!(said.code, 0, "{}", said.err);
    holds(&said.out, &["0 rejections", "among 0 messages"]);
    assert_eq!(desk.say(&["scan", "--json", "empty"]).out, "");

    // A rejection that names nobody: it is told which one, and what would help.
    desk.write(
        "x/bare.eml",
        "From: jo@acme.example\r\nSubject: Your application\r\n\r\n\
        Unfortunately, we will not be moving forward with your application.\r\n",
    );
    let said = desk.say(&["scan", "x"]);
    holds(&said.all(), &["x/bare.eml", "--me"]);
    let cases = desk.say(&["scan", "--json", "--me", ME, "x"]).json();
    assert_eq!(cases.len(), 1);
}

#[test]
fn a_scan_of_an_account_files_drafts_only_when_told_to_and_each_once() {
    let bed = Bed::new(Dovecot::start(), "");
    let config = bed.config().join("ann.toml");
    let config = config.to_str().expect("it is text");
    bed.server.deliver_dated(
        "ann",
        "02-Nov-2026 09:00:00 +0000",
        &rejection("<two@acme.example>", 2),
    );
    bed.server.deliver_dated(
        "ann",
        "01-Nov-2026 09:00:00 +0000",
        &rejection("<one@acme.example>", 1),
    );
    bed.server
        .deliver("ann", &mails::newsletter("<n@news.example>"));
    let said = Said::of(&mut bed.command(&["scan", "--json", config]));
    assert_eq!(said.code, 0, "{}", said.err);
    let cases = said.json();
    assert_eq!(cases.len(), 2, "{}", said.out);
    for case in &cases {
        is_case(case);
    }
    assert_eq!(
        cases[0]["message_ids"][0], "<one@acme.example>",
        "the oldest comes first"
    );
    assert_eq!(cases[0]["plan"]["due"], "2026-11-01T09:00:00Z");
    assert_eq!(bed.drafts("ann"), []);
    assert!(
        !bed.state().join("ledger.sqlite3").exists(),
        "a dry run leaves no trace"
    );

    for _ in 0..2 {
        let said = Said::of(&mut bed.command(&["scan", "--file-drafts", config]));
        assert_eq!(said.code, 0, "{}", said.err);
        assert_eq!(bed.drafts("ann").len(), 2);
    }
    bed.once();
    assert_eq!(
        bed.drafts("ann").len(),
        2,
        "nor does the daemon file them again"
    );

    let said = Said::of(&mut bed.command(&["scan", "--file-drafts", "--since", "1d", config]));
    assert_eq!(said.code, 0, "{}", said.err);
}

// ----------------------------------------------------------------- explain

const KEYS: [&str; 11] = [
    "path", "verdict", "score", "language", "stage", "company", "role", "contact", "evidence",
    "reasons", "error",
];

#[test]
fn explain_json_keeps_its_contract() {
    let desk = Desk::new();
    desk.write("yes.eml", rejection("<r@acme.example>", 2));
    desk.write("no.eml", mails::newsletter("<n@news.example>"));
    desk.write("empty.eml", "");
    let said = desk.say(&[
        "explain",
        "--json",
        "yes.eml",
        "gone.eml",
        "empty.eml",
        "no.eml",
    ]);
    assert_eq!(said.code, 0, "one is a rejection: {}", said.all());
    let objects = said.json();
    assert_eq!(objects.len(), 4);
    for object in &objects {
        let keys: Vec<_> = object
            .as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect();
        for key in KEYS {
            assert!(keys.iter().any(|k| k == key), "{key} in {object}");
        }
        contact(object);
        assert!(
            object["reasons"]
                .as_array()
                .expect("a list")
                .iter()
                .all(Value::is_string)
        );
    }
    let verdicts: Vec<_> = objects
        .iter()
        .map(|object| object["verdict"].clone())
        .collect();
    assert_eq!(
        verdicts,
        ["rejection".into(), Value::Null, Value::Null, "other".into()]
    );
    let yes = &objects[0];
    assert_eq!(yes["path"], "yes.eml");
    assert_eq!(yes["language"], "en");
    assert!(yes["error"].is_null());
    assert!(
        yes["score"]
            .as_f64()
            .is_some_and(|score| (0.5..=1.0).contains(&score)),
        "{yes}"
    );
    let evidence = yes["evidence"].as_array().expect("a list");
    assert!(evidence.iter().any(|e| e["kind"] == "decision"), "{yes}");
    for e in evidence {
        assert!(e["phrase"].is_string() && e["weight"].is_number(), "{e}");
        assert!(
            ["subject", "body"].contains(&e["field"].as_str().unwrap_or_default()),
            "{e}"
        );
        assert!(e["start"].as_u64() < e["end"].as_u64(), "{e}");
    }
    assert_eq!(objects[1]["path"], "gone.eml");
    holds(
        objects[1]["error"].as_str().unwrap_or_default(),
        &["cannot read gone.eml", "No such file"],
    );
    assert!(objects[2]["error"].is_string());
}

#[test]
fn explain_says_by_its_exit_code_whether_there_was_a_rejection() {
    let desk = Desk::new();
    desk.write("yes.eml", rejection("<r@acme.example>", 2));
    desk.write("no.eml", mails::newsletter("<n@news.example>"));
    desk.write(
        "invitation.eml",
        mails::invitation("<i@acme.example>", JO, "Interview"),
    );
    desk.write(
        "both.mbox",
        mbox(&[
            mails::newsletter("<n@news.example>"),
            rejection("<r@acme.example>", 2),
        ]),
    );
    for (words, code) in [
        (&["yes.eml"][..], 0),
        (&["no.eml"], 1),
        (&["invitation.eml"], 1),
        (&["no.eml", "yes.eml"], 0),
        (&["gone.eml"], 1),
        (&["both.mbox"], 0),
    ] {
        let said = desk.say(&[&["explain"], words].concat());
        assert_eq!(said.code, code, "{words:?}: {}", said.all());
        let said = desk.say(&[&["explain", "--json"], words].concat());
        assert_eq!(said.code, code, "{words:?}: {}", said.all());
    }
    let said = fed(
        &mut desk.command(&["explain", "-"]),
        &rejection("<r@acme.example>", 2),
    );
    assert_eq!(said.code, 0, "{}", said.all());
    holds(&said.out, &["rejection", "[", "score"]);
    let said = fed(
        &mut desk.command(&["explain", "--json", "-"]),
        &rejection("<r@acme.example>", 2),
    );
    assert_eq!(said.json()[0]["path"], "-");
    let said = fed(&mut desk.command(&["explain", "-"]), b"");
    assert_eq!(said.code, 1, "{}", said.all());
    assert!(!said.err.is_empty());
}

#[test]
fn the_offsets_count_characters_and_cut_out_the_phrases() {
    let desk = Desk::new();
    let body = "Grüß Gott Frau Größe,\n\n\
        schöne Grüße aus Köln, und vielen Dank für Ihre Bewerbung! 😀 Leider können wir Ihre Bewerbung\n\
        nicht berücksichtigen.\n\nMit freundlichen Grüßen\nJörg Äpfel";
    let mail = Mail {
        message_id: "<u@acme.example>",
        from: "Jörg Äpfel <j@acme.example>",
        subject: "Größe, äöü: Ihre Bewerbung als Köchin",
        headers: &[],
        body,
    };
    desk.write("umlauts.eml", mail.bytes());
    let said = desk.say(&["explain", "--json", "umlauts.eml"]);
    assert_eq!(said.code, 0, "{}", said.all());
    let object = said.json().remove(0);
    let cut = |e: &Value| -> String {
        let number =
            |key: &str| usize::try_from(e[key].as_u64().expect("a number")).expect("small");
        let text = if e["field"] == "subject" {
            mail.subject
        } else {
            body
        };
        text.chars()
            .skip(number("start"))
            .take(number("end") - number("start"))
            .collect()
    };
    let evidence = object["evidence"].as_array().expect("a list");
    let cuts: Vec<String> = evidence.iter().map(cut).collect();
    assert!(cuts.iter().any(|cut| cut == "Leider"), "{cuts:?}");
    assert!(evidence.iter().any(|e| e["field"] == "subject"), "{object}");
    for (e, cut) in evidence.iter().zip(&cuts) {
        let phrase = e["phrase"].as_str().unwrap_or_default().to_lowercase();
        let words: Vec<_> = cut.split_whitespace().map(str::to_lowercase).collect();
        let first = words.first().cloned().unwrap_or_default();
        // A phrase names the first word that it found, alone or among others.
        let stem: String = first.chars().take(5).collect();
        assert!(phrase.contains(&stem), "{cut:?} for {e}");
        assert_eq!(cut.trim(), cut, "{e}");
    }
}

// ------------------------------------------------------------------ status

#[test]
fn status_with_nothing_and_with_cases() {
    let bed = Bed::new(Dovecot::start(), "[draft]\ncool_off = \"1h\"\n");
    let said = Said::of(&mut bed.command(&["status"]));
    assert_eq!(said.code, 1, "{}", said.all());
    holds(&said.err, &["no ledger at", "has not run"]);

    bed.once();
    let said = Said::of(&mut bed.command(&["status"]));
    assert_eq!(said.code, 0);
    holds(
        &said.out,
        &[
            "imap:ann@localhost",
            "INBOX: last looked at 20",
            "no rejections so far",
        ],
    );

    let mail = mails::rejection_after_interview("<r1@acme.example>", JO, "Your interview");
    bed.server.deliver("ann", &mail);
    bed.once();
    let said = Said::of(&mut bed.command(&["status"]));
    assert_eq!(said.code, 0);
    plain("status", &said.out);
    holds(&said.out, &["jo.park@acme.example", "filed at"]);
    let lines = bed.status();
    assert_eq!(lines[0]["kind"], "mailbox");
    assert_eq!(lines[0]["failing"], false);
    assert!(lines[0]["worked_at"].is_string());
    let case = &lines[1];
    assert_eq!(case["kind"], "case");
    assert_eq!(case["state"], "queued");
    assert!(case["stage"].is_string());
    assert_eq!(case["message_id"], "<r1@acme.example>");
    for key in ["due", "window_ends", "received"] {
        let text = case[key].as_str().unwrap_or_default();
        assert!(text.parse::<jiff::Timestamp>().is_ok(), "{key}: {case}");
    }
    assert!(
        case["evidence"]
            .as_array()
            .is_some_and(|all| !all.is_empty())
    );
    assert!(case["number"].is_i64() && case["mark"].is_null(), "{case}");
    let account = &lines[2];
    assert_eq!(account["kind"], "account");
    assert_eq!(account["unread_language"], 0);
    assert_eq!(account["days"], 30);
}

#[test]
fn status_counts_the_mail_in_languages_without_a_pack() {
    let bed = Maildir::new(Layout::Plus, "");
    bed.once();
    let status = |json: &[&str]| {
        let mut command = afterword::command(bed.state());
        Said::of(command.arg("status").args(json))
    };
    lacks(&status(&[]).out, &["without a phrase pack"]);
    let ledger = rusqlite::Connection::open(bed.state().join("ledger.sqlite3"));
    let ledger = ledger.expect("it is ours");
    let now = jiff::Timestamp::now();
    for (days, unread) in [(1, true), (29, true), (29, false), (31, true)] {
        let at = now - jiff::SignedDuration::from_hours(24 * days);
        let detail = format!("{{\"unread_language\":{unread}}}");
        let added = ledger.execute(
            "INSERT INTO events (at, account, kind, detail)
             SELECT ?1, account, 'other', ?2 FROM health",
            rusqlite::params![at.as_millisecond(), detail],
        );
        assert_eq!(added.expect("it can be written"), 1);
    }
    holds(
        &status(&[]).out,
        &["2 mails looked at in the last 30 days in a language without a phrase pack"],
    );
    let lines = status(&["--json"]).json();
    let account = lines.iter().find(|line| line["kind"] == "account");
    assert_eq!(account.expect("a line")["unread_language"], 2);
}

// ----------------------------------------------------------------- phrases

/// A pack with words that no other pack has.
const ZAT: &str = "language = \"en\"\n\n[[decision]]\nweight = 2.5\nphrases = [\n  \"the \
                   quorzle\",\n  \"is zat {2} now\",\n]\n";

impl Desk {
    /// Settings that name a pack.
    fn settings_with_pack(&self, pack: &str) -> String {
        let file = self.write("mine.toml", pack);
        let toml = format!(
            "[identity]\nname = \"Ann\"\naddress = \"ann@example.org\"\n\
             [maildir]\npath = \"/no/such/Mail\"\n[draft]\nphrases = [{file:?}]\n"
        );
        let config = self.write("settings.toml", toml);
        config.to_str().expect("it is text").to_owned()
    }
}

#[test]
fn phrases_are_listed_and_counted_with_their_places() {
    let desk = Desk::new();
    let all = desk.say(&["phrases", "list", "--json"]).json();
    assert!(all.len() > 2000, "{}", all.len());
    for phrase in &all {
        assert_eq!(phrase["built_in"], true);
        let file = phrase["file"].as_str().expect("a name");
        let pack = fs::read_to_string(format!("config/phrases/{file}")).expect("it is a pack");
        let line = phrase["line"].as_u64().expect("a number");
        // A long phrase may begin on the line after its quotes.
        let from = usize::try_from(line).expect("small") - 1;
        let mut lines = pack.lines().skip(from).take(2);
        let text = phrase["phrase"].as_str().expect("text");
        let start: String = text.chars().take(20).collect();
        assert!(lines.any(|line| line.contains(&start)), "{phrase}");
    }
    let counted = desk.say(&["phrases", "count", "--json"]).json();
    for count in &counted {
        let same = |phrase: &&Value| {
            phrase["language"] == count["language"] && phrase["kind"] == count["kind"]
        };
        let listed = all.iter().filter(same).count();
        assert_eq!(count["count"], listed, "{count}");
    }
    let sum: u64 = counted.iter().filter_map(|c| c["count"].as_u64()).sum();
    assert_eq!(sum, all.len() as u64);
    let table = desk.say(&["phrases", "count"]);
    holds(&table.out, &["other-matter", " de ", &sum.to_string()]);

    let some = desk.say(&["phrases", "list", "--language", "de", "--kind", "regret"]);
    assert_eq!(some.code, 0);
    plain("phrases list", &some.out);
    assert!(
        some.out.lines().all(|l| l.starts_with("de regret ")),
        "{}",
        some.out
    );
    holds(&some.out, &["(built-in de.toml:"]);
    assert_eq!(desk.say(&["phrases", "list", "--language", "cy"]).code, 1);
    for words in [&["--language", "english"][..], &["--kind", "sorrow"]] {
        let said = desk.say(&[&["phrases", "list"], words].concat());
        assert_eq!(said.code, 2, "{words:?}");
    }
}

#[test]
fn the_users_own_phrases_are_among_the_others() {
    let desk = Desk::new();
    let config = desk.settings_with_pack(ZAT);
    let own = ["phrases", "list", "--json", "--config", &config];
    let mut own = desk.say(&own).json();
    own.retain(|phrase| phrase["built_in"] == false);
    let rows: Vec<_> = own
        .iter()
        .map(|p| (p["phrase"].as_str(), p["line"].as_u64()))
        .collect();
    assert_eq!(
        rows,
        [
            (Some("the quorzle"), Some(6)),
            (Some("is zat {2} now"), Some(7))
        ]
    );
    let checked = desk.say(&["phrases", "check", "--config", &config]);
    assert_eq!(checked.code, 0, "{}", checked.all());
    holds(&checked.out, &["mine.toml: 2 phrases"]);

    desk.settings_with_pack("language = \"en\"\n[[decison]]\nweight = 1\nphrases = []\n");
    for task in [
        &["list"][..],
        &["count"],
        &["test", "the quorzle"],
        &["check"],
    ] {
        let words = [&["phrases"], task, &["--config", &config]].concat();
        let said = desk.say(&words);
        assert_eq!(said.code, 78, "{task:?}: {}", said.all());
        holds(&said.err, &["mine.toml:2: unknown key `decison`"]);
    }
    let said = desk.say(&["phrases", "list", "--config", "none.toml"]);
    assert_eq!(said.code, 78, "{}", said.all());
    holds(&said.err, &["none.toml", "No such file"]);
}

#[test]
fn a_pack_is_checked_as_a_whole() {
    let desk = Desk::new();
    desk.write("good.toml", ZAT);
    let broken = "language = \"en\"\n[[decision]]\nweight = 30\nphrases = [\n  \"a (b\",\n  \"\",\n]\n\
                  [[regrets]]\nweight = 1\nphrases = [\"c\"]\n";
    desk.write("broken.toml", broken);
    desk.write("latin1.toml", b"language = \"de\"\n# f\xfcr mich\n");
    let said = desk.say(&["phrases", "check", "good.toml"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let files = ["good.toml", "broken.toml", "latin1.toml", "gone.toml"];
    let said = desk.say(&[&["phrases", "check"], &files[..]].concat());
    assert_eq!(said.code, 78, "{}", said.all());
    holds(&said.out, &["good.toml: 2 phrases"]);
    holds(
        &said.err,
        &[
            "broken.toml:3: weight 30",
            "broken.toml:5: a bracket in `a (b` is not closed",
            "broken.toml:6: a phrase is empty",
            "broken.toml:8: unknown key `regrets`",
            "latin1.toml:2: it is not UTF-8",
            "gone.toml: cannot be read",
        ],
    );
    let objects = desk.say(&[&["phrases", "check", "--json"], &files[..]].concat());
    assert_eq!(objects.code, 78);
    let objects = objects.json();
    let lines = |object: &Value| -> Vec<Value> {
        let faults = object["faults"].as_array().expect("a list");
        faults.iter().map(|fault| fault["line"].clone()).collect()
    };
    assert_eq!(objects[0]["phrases"], 2);
    assert_eq!(lines(&objects[0]), [Value::Null; 0]);
    assert_eq!(lines(&objects[1]), [3, 5, 6, 8]);
    assert_eq!(objects[1]["phrases"], Value::Null);
    assert_eq!(lines(&objects[2]), [2]);
    assert_eq!(lines(&objects[3]), [Value::Null]);
    assert_eq!(desk.say(&["phrases", "check"]).code, 2, "check what?");
    let built_in = fs::read_dir("config/phrases").expect("they are there");
    for pack in built_in {
        let pack = pack.expect("it can be read").path();
        let pack = fs::canonicalize(pack).expect("it is there");
        let said = desk.say(&["phrases", "check", pack.to_str().expect("it is text")]);
        assert_eq!(said.code, 0, "{}", said.all());
    }
}

#[test]
fn a_sentence_is_tried_and_the_verdict_explained() {
    let desk = Desk::new();
    let config = desk.settings_with_pack(ZAT);
    for (sentence, code, verdict, words) in [
        (
            "We have decided not to move forward with your application.",
            0,
            "rejection",
            &["decision", "en, built-in en.toml:", "its phrases decide"][..],
        ),
        (
            "If you are not selected, we will not be moving forward with your application.",
            1,
            "other",
            &["conditional", "not counted: its sentence is hypothetical"],
        ),
        (
            "Your order has shipped.",
            1,
            "other",
            &["other-matter", "no phrase of a rejection"],
        ),
        (
            "The quorzle!",
            1,
            "other",
            &[
                "mine.toml:6",
                "+2.5",
                "words about an application (kind hiring)",
            ],
        ),
        ("Hello there", 1, "other", &["no phrase of a rejection"]),
    ] {
        let words_of = ["phrases", "test", "--config", &config, sentence];
        let said = desk.say(&words_of);
        assert_eq!(said.code, code, "{sentence}: {}", said.all());
        plain(sentence, &said.out);
        holds(&said.out, words);
        let json = desk.say(&[&words_of[..], &["--json"]].concat());
        assert_eq!(json.code, code);
        let json = json.json().remove(0);
        assert_eq!(
            (&json["sentence"], &json["verdict"]),
            (&sentence.into(), &verdict.into())
        );
        assert!(
            json["reasons"].as_array().is_some_and(|r| !r.is_empty()),
            "{json}"
        );
        let characters: Vec<char> = sentence.chars().collect();
        for hit in json["hits"].as_array().expect("a list") {
            let at = |key: &str| usize::try_from(hit[key].as_u64().expect("a number"));
            let (start, end) = (at("start").expect("small"), at("end").expect("small"));
            let phrase: String = characters[start..end].iter().collect();
            assert_eq!(hit["phrase"], phrase, "{hit}");
            assert!(
                hit["weight"].is_number() && hit["line"].is_number(),
                "{hit}"
            );
        }
    }
    // A hit is shown with what its pack says, also where it does not count.
    let said = desk.say(&[
        "phrases",
        "test",
        "--json",
        "--config",
        &config,
        "Is zat it, now?",
    ]);
    let hit = said.json().remove(0)["hits"][0].clone();
    assert_eq!(
        (&hit["weight"], &hit["counted"]),
        (&2.5.into(), &0.0.into())
    );
    assert_eq!(hit["cancelled"], "its sentence is a question");

    let mut piped = desk.command(&["phrases", "test", "--json"]);
    let said = fed(
        &mut piped,
        "  Leider müssen wir Ihnen absagen.\n".as_bytes(),
    );
    assert_eq!(
        said.json()[0]["sentence"],
        "Leider müssen wir Ihnen absagen."
    );
    let said = fed(
        &mut desk.command(&["phrases", "test", "-"]),
        b"\xff\x1b[31m not\n",
    );
    assert_eq!(said.code, 1, "{}", said.all());
    plain("phrases test", &said.out);
    assert_eq!(desk.say(&["phrases", "test"]).code, 2, "nothing was said");
}

// ------------------------------------------------- terminals and closed pipes

/// A rejection that tries to drive the terminal from every field it has.
fn hostile(id: &str) -> Vec<u8> {
    let bad = "\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}\u{85}\r";
    let encoded = {
        use base64::Engine as _;
        base64::engine::general_purpose::STANDARD.encode(format!("Your application {bad}"))
    };
    format!(
        "Message-ID: {id}\r\nFrom: =?utf-8?b?{encoded}?= <jo@acme.example>\r\n\
         To: Ann Example <ann@example.org>\r\nSubject: =?utf-8?b?{encoded}?=\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\
         Dear Ann,\r\n\r\nUnfortunately, {bad}we will not be moving forward with your application{bad} \
         for the position of {bad}Data Engineer at {bad} Acme.\r\n\r\nKind regards,\r\n{bad}Jo\r\n"
    )
    .into_bytes()
}

#[test]
fn no_mail_drives_the_terminal() {
    let bed = Bed::new(Dovecot::start(), "");
    bed.server.deliver("ann", &hostile("<h1@acme.example>"));
    let daemon = bed.on_settings(&["run", "--once", "--log-level", "debug"]);
    assert_eq!(daemon.code, 0, "{}", daemon.err);
    plain("run", &daemon.err);
    let config = bed.config().join("ann.toml");
    let file = bed.state().join("hostile.eml");
    fs::write(&file, hostile("<h2@acme.example>")).expect("it is ours");
    let odd = bed.state().join("odd\u{1b}[31m.eml");
    fs::write(&odd, hostile("<h3@acme.example>")).expect("it is ours");
    let text = |path: &Path| path.to_str().expect("it is text").to_owned();
    let (config, file, odd) = (text(&config), text(&file), text(&odd));
    let gone = format!("{odd}.gone");
    for words in [
        &["status"][..],
        &["status", "--json"],
        &["explain", &file],
        &["explain", "--json", &file],
        &["explain", &odd],
        &["explain", &gone],
        &["scan", &file],
        &["scan", "--json", &file],
        &["scan", &config],
        &["scan", "--json", &config],
        &["scan", &gone],
        &["check", &gone],
    ] {
        let said = Said::of(&mut bed.command(words));
        plain(&format!("{words:?}"), &said.all());
    }
    let cases = Said::of(&mut bed.command(&["scan", "--json", &file])).json();
    assert_eq!(cases.len(), 1, "it is a rejection all the same");
    for draft in bed.drafts("ann") {
        lacks(&String::from_utf8_lossy(&draft.bytes), &["\u{1b}", "\u{7}"]);
    }
}

#[test]
fn a_reader_that_has_read_enough_causes_no_alarm() {
    let desk = Desk::new();
    for number in 0..400 {
        desk.write(
            &format!("in/{number}.eml"),
            rejection(&format!("<{number}@acme.example>"), 2),
        );
    }
    for words in [
        &["scan", "--me", ME, "in"][..],
        &["scan", "--json", "--me", ME, "in"],
        &["explain", "in"],
        &["explain", "--json", "in"],
    ] {
        let mut command = desk.command(words);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut first = String::new();
        let mut pipe = BufReader::new(child.stdout.take().expect("it is a pipe"));
        pipe.read_line(&mut first).expect("it says something");
        drop(pipe);
        let output = child.wait_with_output().expect("it ends");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.code().is_some_and(|code| code < 2),
            "{words:?}: {:?}",
            output.status
        );
        assert_eq!(said, "", "{words:?}");
    }
}

#[test]
fn the_demo_takes_a_folder_named_from_where_one_stands() {
    let state = tempfile::tempdir().expect("a temporary folder can be made");
    let done = support::afterword::command(state.path())
        .args(["demo", "--folder", "here"])
        .output()
        .expect("the program starts");
    let complaint = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{complaint}");
    assert!(state.path().join("here/Mail/.Drafts/cur").is_dir());
}

// ----------------------------------------------------------------- replies

fn maildir_settings(desk: &Desk, more: &str) -> PathBuf {
    for folder in [
        "cur",
        "new",
        "tmp",
        ".Drafts/cur",
        ".Drafts/new",
        ".Drafts/tmp",
    ] {
        fs::create_dir_all(desk.path().join("Mail").join(folder)).expect("it is ours");
    }
    let mail = desk.path().join("Mail");
    let toml = format!(
        "[identity]\nname = \"Ann Example\"\naddress = \"ann@example.org\"\n\
         [maildir]\npath = \"{}\"\n{more}",
        mail.display()
    );
    desk.write("ann.toml", toml)
}

#[test]
fn replies_lists_every_text_and_whose_it_is() {
    let desk = Desk::new();
    let said = desk.say(&["replies", "list"]);
    assert_eq!(said.code, 0, "{}", said.all());
    holds(
        &said.out,
        &["runner-up", "de familiar", "all of them built in"],
    );
    desk.write("own/en/interview.j2", "Thank you. Any advice?\n{{ name }}");
    desk.write("own/en/interview.2.j2", "Thanks. What next?\n{{ name }}");
    desk.write("own/fi/agency.j2", "Kiitos.\n{{ name }}");
    let folder = desk.path().join("own");
    maildir_settings(
        &desk,
        &format!("[draft]\ntemplates = \"{}\"\n", folder.display()),
    );
    let said = desk.say(&["replies", "list", "--config", "ann.toml"]);
    assert_eq!(said.code, 0, "{}", said.all());
    holds(&said.out, &["2 yours", "yours: in ", " fi "]);
    let said = desk.say(&["replies", "list", "--json", "--config", "ann.toml"]);
    let texts = said.json();
    let own: Vec<&Value> = texts.iter().filter(|t| t["origin"] == "own").collect();
    let names: Vec<String> = own
        .iter()
        .map(|t| format!("{}/{}", t["language"], t["situation"]))
        .collect();
    let wanted = [
        r#""en"/"interview""#,
        r#""en"/"interview""#,
        r#""fi"/"agency""#,
    ];
    assert_eq!(names, wanted);
    assert!(
        own[0]["path"]
            .as_str()
            .is_some_and(|path| path.starts_with('/'))
    );
    let english = texts.iter().filter(|t| t["language"] == "en").count();
    assert_eq!(english, 15 - 4 + 2);
}

#[test]
fn replies_shows_a_text_as_a_draft_has_it() {
    let desk = Desk::new();
    let one = desk.say(&["replies", "show", "de", "interview", "--variant", "2"]);
    assert_eq!(one.code, 0, "{}", one.all());
    holds(
        &one.out,
        &["Guten Tag Jo Park,", "Acme", "+44 20 7946 0000"],
    );
    let bare = desk.say(&["replies", "show", "de", "interview", "--bare"]);
    holds(&bare.out, &["Guten Tag,\n", "de/interview.4"]);
    lacks(&bare.out, &["Acme", "+44"]);
    let raw = desk.say(&["replies", "show", "fr", "agency", "--raw", "--familiar"]);
    holds(&raw.out, &["{% if addressee %}", "ton client"]);
    let whole = desk.say(&[
        "replies",
        "show",
        "en",
        "runner-up",
        "--stage",
        "application",
    ]);
    holds(
        &whole.out,
        &["Dear Jo,", "my application", "a close decision"],
    );
    for (words, code, complaint) in [
        (&["en", "interview", "--variant", "9"][..], 1, "there are 4"),
        (
            &["en", "interview", "--familiar"],
            1,
            "leave out --familiar",
        ),
        (&["xx", "interview"], 1, "replies list"),
        (&["english", "interview"], 2, "two letters"),
        (&["en", "rejection"], 2, "runner-up"),
    ] {
        let said = desk.say(&[&["replies", "show"], words].concat());
        assert_eq!(said.code, code, "{}", said.all());
        holds(&said.err, &[complaint]);
    }
}

#[test]
fn replies_checks_templates_and_drafts() {
    let desk = Desk::new();
    desk.write("x/en/interview.j2", "Hi\nDear {{ person }},");
    desk.write(
        "x/de/application.j2",
        "Hallo,\n\nwarum nicht ich?\n{{ name }}",
    );
    desk.write(
        "x/en/application.j2",
        "Thank you. Any advice?\n\n{{ name }}",
    );
    desk.write("x/en/other.j2", "Hi");
    desk.write("draft.txt", "Why me?\nPlease re-\u{1b}[31mconsider it.");
    let said = desk.say(&[
        "replies",
        "check",
        "x/en/interview.j2",
        "x/de/application.j2",
        "x/en/application.j2",
        "x/en/other.j2",
        "draft.txt",
        "nowhere.txt",
    ]);
    assert_eq!(said.code, 1, "{}", said.all());
    holds(
        &said.out,
        &[
            "refused  x/en/interview.j2:2: this value is not known for every rejection",
            "note     x/de/application.j2:3: \"warum\" asks for reasons",
            "x/de/application.j2:1: it does not say thank you",
            "ok       x/en/application.j2",
            "refused  x/en/other.j2:1: a reply is named by language and kind",
            "note     draft.txt:1: \"Why\" asks for reasons",
            "refused  nowhere.txt:1: cannot be read",
        ],
    );
    plain("check", &said.out);
    // Warnings forbid nothing.
    let said = desk.say(&["replies", "check", "--json", "x/de/application.j2"]);
    assert_eq!(said.code, 0, "{}", said.all());
    let objects = said.json();
    assert_eq!(objects.len(), 1);
    assert_eq!(objects[0]["usable"], true);
    let why = objects[0]["warnings"].as_array().expect("a list");
    let why = why.iter().find(|w| w["fault"] == "why").expect("it asks");
    assert_eq!((&why["line"], &why["said"]), (&3.into(), &"warum".into()));
    let said = desk.say(&["replies", "check"]);
    assert_eq!(said.code, 0, "{}", said.all());
    holds(&said.out, &["no templates of your own"]);
}

#[test]
fn a_broken_template_is_told_of_and_the_built_in_one_is_used() {
    let desk = Desk::new();
    desk.write("own/en/application.j2", "Dear {{ persn }}, my secret words");
    desk.write("own/en/interview.j2", "Why?\nThanks, {{ name }}");
    desk.write("own/de/interview.j2", [b'T', 0xff, b'g']);
    let folder = desk.path().join("own");
    let templates = format!("[draft]\ntemplates = \"{}\"\n", folder.display());
    maildir_settings(&desk, &templates);
    desk.write(
        "Mail/new/1.a",
        mails::rejection("<r1@acme.example>", JO, "Your application"),
    );

    let said = desk.say(&["check", "ann.toml"]);
    assert_eq!(said.code, 1, "{}", said.all());
    holds(
        &said.out,
        &[
            "failed  templates",
            "own/en/application.j2:1: `persn` is undefined",
            "own/de/interview.j2:1: cannot be read",
            "note    templates",
            "en/interview:1: \"Why\" asks for reasons",
            "1 of your own in ",
        ],
    );
    let said = desk.say(&["replies", "check", "--config", "ann.toml"]);
    assert_eq!(said.code, 1, "{}", said.all());
    holds(&said.out, &["refused  ", "note     "]);

    let said = desk.say(&["run", "--once", "ann.toml"]);
    assert_eq!(said.code, 0, "{}", said.all());
    holds(
        &said.err,
        &["a template cannot be used", "own/en/application.j2"],
    );
    lacks(&said.err, &["secret words", "persn"]);
    let cases = desk.say(&["scan", "--json", "ann.toml"]).json();
    let body = cases[0]["draft"]["body"].as_str().expect("a draft");
    holds(body, &["\n\nThank", "?"]);
    lacks(body, &["secret words"]);
}

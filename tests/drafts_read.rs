//! Drafts as other programs read them: every mail of the corpus is answered,
//! with hard names for the recipient, and two parsers that share no line with
//! the program that wrote the drafts have to see what was meant.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use afterword::classify::{Phrasebook, classify};
use afterword::config::draft_defaults;
use afterword::mail::{AddrSpec, Identity, Raw, Source};
use afterword::reply::{Draft, Templates, compose};
use afterword::text::{is_readable, parse};
use afterword::understand::{Contact, understand};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// Python's own mail parser, one draft a line in, what it sees a line out.
const PYTHON: &str = r#"
import base64, email, email.header, email.policy, email.utils, json, sys
# The newer interface leaves a blank between two encoded words of one name (RFC
# 2047 section 6.2 wants none), so names are read with the older one.
def decoded(name):
    return str(email.header.make_header(email.header.decode_header(name)))
for line in sys.stdin:
    octets = base64.b64decode(line)
    message = email.message_from_bytes(octets, policy=email.policy.default)
    plain = email.message_from_bytes(octets)
    pairs = lambda name: [[decoded(n), a] for n, a in email.utils.getaddresses(plain.get_all(name, []))]
    defects = list(message.defects)
    for value in message.values():
        defects += getattr(value, "defects", [])
    print(json.dumps({
        "names": sorted(name.lower() for name in message.keys()),
        "from": pairs("from"),
        "to": pairs("to"),
        "subject": str(message["subject"]),
        "in_reply_to": str(message["in-reply-to"] or "").split(),
        "references": str(message["references"] or "").split(),
        "text": message.get_content().replace("\r\n", "\n").strip(),
        "defects": [str(defect) for defect in defects],
    }))
"#;

/// Names that a header has to quote or to encode, and with what they come out.
const NAMES: [(&str, &str); 8] = [
    ("Jo Park", "Jo Park"),
    ("Weiß, Jörg", "Weiß, Jörg"),
    ("Park, Jo (HR)", "Park, Jo (HR)"),
    ("採用担当 田中", "採用担当 田中"),
    ("Jo \"the boss\" Park\\", "Jo \"the boss\" Park\\"),
    ("Jo\r\nBcc: all@acme.example", "Jo Bcc: all@acme.example"),
    ("Jo\u{202e} <x@y.example>,", "Jo <x@y.example>,"),
    (
        "Łukasz Wójcik-Żółkiewski z działu rekrutacji i rozwoju",
        "Łukasz Wójcik-Żółkiewski z działu rekrutacji i rozwoju",
    ),
];

const DOMAINS: [(&str, &str); 3] = [
    ("acme.example", "acme.example"),
    ("bücher.example", "xn--bcher-kva.example"),
    ("株式会社.example", "xn--6oqv20b1zgzxr.example"),
];

/// A draft, with whom it is for.
struct Written {
    name: String,
    to: (&'static str, String),
    draft: Draft,
}

fn me() -> Identity {
    Identity {
        name: "Ann Exämple, M.Sc.".to_owned(),
        address: AddrSpec::new("ann@example.org").expect("an address"),
        aliases: Vec::new(),
        phone: None,
    }
}

/// An answer to every mail of the corpus that can be read.
fn written() -> Vec<Written> {
    let folder = fs::read_dir("tests/corpus/mail").expect("the corpus is there");
    let mut files: Vec<_> = folder
        .map(|entry| entry.expect("readable").path())
        .collect();
    files.sort();
    let (book, templates) = (Phrasebook::embedded(), Templates::embedded());
    let now = "2026-11-22T10:00:00+01:00[Europe/Berlin]"
        .parse()
        .expect("a time");
    let mut all = Vec::new();
    for (number, file) in files.iter().enumerate() {
        let bytes = fs::read(file).expect("readable");
        let raw = Raw {
            size: bytes.len() as u64,
            bytes,
            internal_date: None,
            source: Source::Path(file.display().to_string()),
        };
        let message = parse(&raw);
        if !is_readable(&message) {
            continue;
        }
        let judgement = classify(&book, &message, Some(&me()));
        let mut application = understand(&message, &judgement, Some(&me()));
        let (name, shown) = NAMES[number % NAMES.len()];
        let (domain, ascii) = DOMAINS[number % DOMAINS.len()];
        application.contact = Some(Contact {
            name: Some(name.to_owned()),
            address: AddrSpec::new(&format!("jo@{domain}")).expect("an address"),
        });
        let draft = compose(
            &message,
            &application,
            &me(),
            "ann",
            &templates,
            &draft_defaults(),
            &now,
        );
        all.push(Written {
            name: file.display().to_string(),
            to: (shown, format!("jo@{ascii}")),
            draft: draft.expect("a draft"),
        });
    }
    assert!(all.len() >= 500, "only {} mails", all.len());
    all
}

/// What a reader has to see.
fn meant(written: &Written) -> Value {
    let draft = &written.draft;
    let mut names = vec![
        "content-transfer-encoding",
        "content-type",
        "date",
        "from",
        "message-id",
        "mime-version",
        "subject",
        "to",
    ];
    if draft.in_reply_to.is_some() {
        names.extend(["in-reply-to", "references"]);
    }
    names.sort();
    let ids = |ids: &[afterword::mail::MessageId]| -> Vec<String> {
        ids.iter().map(ToString::to_string).collect()
    };
    json!({
        "names": names,
        "from": [["Ann Exämple, M.Sc.", "ann@example.org"]],
        "to": [[written.to.0, written.to.1]],
        "subject": draft.subject,
        "in_reply_to": draft.in_reply_to.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "references": ids(&draft.references),
        "text": draft.body.trim(),
        "defects": [],
    })
}

fn by_mail_parser(draft: &Draft) -> Value {
    let parser = mail_parser::MessageParser::default();
    let message = parser.parse(&draft.bytes).expect("a message");
    let mut names: Vec<String> = message
        .headers()
        .iter()
        .map(|header| header.name().to_lowercase())
        .collect();
    names.sort();
    let pairs = |found: Option<&mail_parser::Address<'_>>| -> Vec<Value> {
        let all = found.map(|found| found.iter().collect::<Vec<_>>());
        let pair = |one: &&mail_parser::Addr<'_>| json!([one.name(), one.address()]);
        all.unwrap_or_default().iter().map(pair).collect()
    };
    let ids = |value: &mail_parser::HeaderValue<'_>| -> Vec<String> {
        let list = value.as_text_list().unwrap_or_default();
        list.iter().map(|id| format!("<{id}>")).collect()
    };
    json!({
        "names": names,
        "from": pairs(message.from()),
        "to": pairs(message.to()),
        "subject": message.subject(),
        "in_reply_to": ids(message.in_reply_to()),
        "references": ids(message.references()),
        "text": message.body_text(0).expect("a text").replace("\r\n", "\n").trim(),
        "defects": [],
    })
}

fn by_python(all: &[Written]) -> Vec<Value> {
    let mut python = Command::new("python3")
        .args(["-c", PYTHON])
        .env("PYTHONIOENCODING", "utf-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 starts");
    let mut input = python.stdin.take().expect("it is piped");
    let lines: Vec<String> = all
        .iter()
        .map(|one| STANDARD.encode(&one.draft.bytes) + "\n")
        .collect();
    let writer = std::thread::spawn(move || input.write_all(lines.concat().as_bytes()));
    let output = python.wait_with_output().expect("it ends");
    writer.join().expect("no panic").expect("it reads all");
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).expect("JSON is UTF-8");
    let read = |line: &str| serde_json::from_str(line).expect("JSON");
    text.lines().map(read).collect()
}

#[test]
fn two_other_programs_read_what_was_meant() {
    let all = written();
    let python = by_python(&all);
    assert_eq!(python.len(), all.len());
    let mut wrong = Vec::new();
    for (one, seen) in all.iter().zip(python) {
        let meant = meant(one);
        for (reader, seen) in [
            ("mail-parser", by_mail_parser(&one.draft)),
            ("Python", seen),
        ] {
            let fields = meant.as_object().expect("an object");
            let unlike = fields.iter().filter(|(key, value)| seen[key] != **value);
            wrong.extend(unlike.map(|(key, value)| {
                format!("{} {reader} {key}:\n  {value}\n  {}", one.name, seen[key])
            }));
        }
        let longest = one.draft.bytes.split(|b| *b == b'\n').map(<[u8]>::len);
        let longest = longest.max().unwrap_or_default();
        assert!(longest <= 999, "{}: a line of {longest}", one.name);
    }
    assert!(
        wrong.is_empty(),
        "{} differences\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

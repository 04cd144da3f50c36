//! What never leaves the program: the password nowhere at all, and at `info`
//! and above nothing of anybody's mail.

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use support::bed::{Bed, Said, holds, lacks};
use support::dovecot::{Dovecot, DovecotOptions, Drafts, Security};
use support::process::Process;
use support::proxy::{Action, Proxy, Side, Trigger, When};
use support::{eventually, mails};

/// No word of the language, so that finding it means something.
const WRONG: &str = "xq7-wrong-Zw9";
const RIGHT: &str = "annpass";

const JO: &str = "Jo Park <jo.park@acme.example>";
const SUBJECT: &str = "Zymurgy and the Data Engineer";

/// Every form in which a password passes through the program.
fn traces(password: &str) -> Vec<Vec<u8>> {
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
    let plain = format!("\0ann\0{password}");
    vec![
        password.as_bytes().to_vec(),
        STANDARD.encode(&plain).into_bytes(),
        STANDARD_NO_PAD.encode(password).into_bytes(),
        plain.into_bytes(),
    ]
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[track_caller]
fn no_password(what: &str, bytes: &[u8], password: &str) {
    for trace in traces(password) {
        let shown = String::from_utf8_lossy(bytes);
        assert!(
            !contains(bytes, &trace),
            "{what} holds the password:\n{shown}"
        );
    }
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("it can be read").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// How the daemon is made to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SignIn {
    Plain,
    Login,
}

/// A way to the server on which it offers only one kind of sign-in.
fn way(server: &Dovecot, sign_in: SignIn) -> Proxy {
    let triggers = match sign_in {
        SignIn::Plain => Vec::new(),
        SignIn::Login => vec![
            Trigger::client("CAPABILITY", When::BeforeForward, Action::Note),
            Trigger::server(
                "AUTH=PLAIN",
                When::BeforeForward,
                Action::Replace(b"* CAPABILITY IMAP4rev1\r\n".to_vec()),
            ),
        ],
    };
    Proxy::start(server.imap_port(), triggers)
}

fn deliver(server: &Dovecot) {
    let id = "<zymurgy-1@acme.example>";
    server.deliver("ann", &mails::rejection(id, JO, SUBJECT));
    server.deliver(
        "ann",
        &mails::rejection_in_german("<zymurgy-2@acme.example>", JO),
    );
    server.deliver("ann", &mails::newsletter("<zymurgy-3@news.example>"));
}

#[test]
fn the_password_is_nowhere() {
    for sign_in in [SignIn::Plain, SignIn::Login] {
        for format in ["auto", "text", "json", "journald"] {
            let bed = Bed::empty(Dovecot::start());
            deliver(&bed.server);
            let proxy = way(&bed.server, sign_in);
            let toml = bed
                .server
                .config_toml_by("ann", Security::Plaintext, proxy.port());
            bed.write("ann", &toml);
            let mut command = bed.command(&["run", "--log-level", "debug"]);
            let command = command.args(["--log-format", format]).arg(bed.config());
            let daemon =
                Process::spawn(command.env("RUST_LOG", "trace").env("RUST_BACKTRACE", "1"));
            bed.wait_for_drafts("ann", 1);
            no_trace_of(&bed, &daemon, RIGHT);
            assert!(daemon.terminate().success());
            no_trace_of(&bed, &daemon, RIGHT);
            let said = proxy.said(Side::Client).concat();
            let used = ["AUTHENTICATE PLAIN", "LOGIN"].map(|word| said.contains(word));
            assert_eq!(
                used,
                [sign_in == SignIn::Plain, sign_in == SignIn::Login],
                "{said}"
            );
        }
    }
}

#[test]
fn a_wrong_password_is_nowhere_either() {
    let bed = Bed::empty(Dovecot::start());
    fs::write(bed.server.password_file("ann"), format!("{WRONG}\n")).expect("it is ours");
    for sign_in in [SignIn::Plain, SignIn::Login] {
        for words in [
            &["run", "--log-level", "debug"][..],
            &["run", "--log-level", "debug", "--log-format", "json"],
            &["run", "--once", "--log-level", "debug"],
            &["check"],
        ] {
            for answer in ["NO [AUTHENTICATIONFAILED]", "NO", "BAD"] {
                let proxy = way(&bed.server, sign_in);
                // A careless server repeats what it was given. The sign-in is the second command.
                let line = format!("A2 {answer} not let in with {WRONG}\r\n");
                proxy.then(Trigger::server(
                    "A2 NO",
                    When::BeforeForward,
                    Action::Replace(line.into_bytes()),
                ));
                let port = proxy.port();
                let toml = bed.server.config_toml_by("ann", Security::Plaintext, port);
                bed.write("ann", &toml);
                let said = bed.on_settings(words);
                assert_ne!(said.code, 0, "{words:?}");
                holds(&said.all(), &["not let in"]);
                no_password("the output", said.all().as_bytes(), WRONG);
            }
        }
    }
    let status = Said::of(&mut bed.command(&["status"]));
    holds(&status.all(), &["not let in"]);
    no_password("status", status.all().as_bytes(), WRONG);
    for file in files(&bed.state()) {
        let bytes = fs::read(&file).expect("it is ours");
        no_password(&file.display().to_string(), &bytes, WRONG);
    }
}

/// Looks at the log, the state folder, and what other users see of the process.
#[track_caller]
fn no_trace_of(bed: &Bed, daemon: &Process, password: &str) {
    no_password("the log", daemon.stderr().as_bytes(), password);
    no_password("standard output", daemon.stdout().as_bytes(), password);
    for file in files(&bed.state()) {
        let bytes = fs::read(&file).unwrap_or_default();
        no_password(&file.display().to_string(), &bytes, password);
    }
    for part in ["cmdline", "environ", "comm"] {
        let path = format!("/proc/{}/{part}", daemon.pid());
        no_password(&path, &fs::read(&path).unwrap_or_default(), password);
    }
}

#[test]
fn at_info_nothing_of_the_mail_is_told() {
    for format in ["text", "json"] {
        let bed = Bed::new(
            Dovecot::with(&DovecotOptions {
                drafts: Drafts::Absent,
                ..DovecotOptions::default()
            }),
            "",
        );
        bed.server.connect("ann").command("CREATE Drafts");
        bed.server.deliver_file("ann", b"zymurgy\r\n");
        let mut command = bed.command(&["run", "--log-format", format]);
        let daemon = Process::spawn(command.arg(bed.config()));
        eventually("it is connected", || daemon.stderr().contains("connected"));
        deliver(&bed.server);
        bed.wait_for_drafts("ann", 2);
        // Trouble is logged without its cause's subject, too.
        bed.server.connect("ann").command("DELETE Drafts");
        bed.server.deliver(
            "ann",
            &mails::rejection("<zymurgy-4@acme.example>", JO, SUBJECT),
        );
        eventually("the trouble is told", || daemon.stderr().contains("waits"));
        assert!(daemon.terminate().success());
        let said = daemon.stderr().to_lowercase();
        lacks(
            &said,
            &[
                "zymurgy",
                "data engineer",
                "jo park",
                "jo.park",
                "acme",
                "ann@example.org",
                "example.org",
                "dear ann",
                "careful consideration",
                "bewerbung",
                "garden",
            ],
        );
        assert!(said.contains("filed a draft"), "{said}");
    }
}

#[test]
fn the_ledger_is_for_its_owner_alone() {
    let bed = Bed::new(Dovecot::start(), "");
    deliver(&bed.server);
    let state = bed.state().join("made/by/afterword");
    let mut command = bed.command(&["run"]);
    let daemon = Process::spawn(command.arg(bed.config()).env("STATE_DIRECTORY", &state));
    bed.wait_for_drafts("ann", 2);
    let mode = |path: &Path| {
        let metadata = fs::metadata(path).expect("it is there");
        metadata.permissions().mode() & 0o777
    };
    assert_eq!(mode(&state), 0o700);
    let found = files(&state);
    let names: Vec<_> = found
        .iter()
        .filter_map(|path| path.file_name()?.to_str())
        .collect();
    assert!(names.contains(&"ledger.sqlite3-wal"), "{names:?}");
    for file in &found {
        assert_eq!(mode(file), 0o600, "{}", file.display());
    }
    assert!(daemon.terminate().success());
    // The text of a draft that has been filed is not kept.
    assert!(!holds_a_draft(&state));
}

/// Whether the text of a draft stands in any file of the state folder.
fn holds_a_draft(state: &Path) -> bool {
    let all = files(state);
    all.iter().any(|file| {
        contains(
            &fs::read(file).unwrap_or_default(),
            b"In-Reply-To: <zymurgy",
        )
    })
}

#[test]
fn the_text_of_a_draft_is_kept_as_long_as_it_waits() {
    let bed = Bed::new(Dovecot::start(), "[draft]\ncool_off = \"1h\"\n");
    deliver(&bed.server);
    bed.once();
    assert_eq!(bed.drafts("ann"), []);
    assert!(holds_a_draft(&bed.state()));
}

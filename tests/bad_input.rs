//! Wrong settings, wrong secrets, wrong servers, hostile mail, a spoilt ledger:
//! said in words that help, and nothing else is harmed.

mod support;

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::Command;

use support::afterword;
use support::bed::{Bed, Said, holds, lacks, same};
use support::dovecot::{Dovecot, DovecotOptions, Drafts, Security};
use support::process::send_signal;
use support::scripted::Scripted;
use support::{certificates, eventually, free_port, mails};

const JO: &str = "Jo Park <jo.park@acme.example>";

fn rejection(id: &str) -> Vec<u8> {
    mails::rejection(id, JO, "Your application: Data Engineer")
}

/// A server that tells of each refused password.
fn talkative() -> Dovecot {
    Dovecot::with(&DovecotOptions {
        settings: "auth_verbose = yes\n".to_owned(),
        ..DovecotOptions::default()
    })
}

fn private(path: &Path, text: &str) {
    fs::write(path, text).expect("the folder is ours");
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("the file is ours");
}

// ---------------------------------------------------------------- settings

#[test]
fn every_problem_of_every_settings_file_is_told_at_once() {
    let home = tempfile::tempdir().expect("a temporary folder can be made");
    afterword::write_config(
        home.path(),
        "one",
        "[identity]\nname = \"Ann\"\naddress = \"not an address\"\n\n\
         [imap]\nhots = \"imap.example.org\"\nport = 70000\npassword = \"hunter2-secret\"\n\n\
         [watch]\npoll_interval = 5\n\n[drafts]\nlate = \"never\"\n",
    );
    afterword::write_config(home.path(), "two", "[identity\n");
    afterword::write_config(
        home.path(),
        "three",
        "[identity]\nname = \"B\"\naddress = \"b@example.org\"\n[maildir]\npath = \"/tmp\"\n\
         [draft]\nlate = \"never\"\nwindow = \"a while\"\n",
    );
    for words in [&["check"][..], &["run"], &["run", "--once"]] {
        let said = Said::of(afterword::command(home.path()).args(words).arg(home.path()));
        assert_eq!(said.code, 78, "{words:?}: {}", said.all());
        for place in [
            "one.toml:3:", // The address.
            "one.toml:5:", // The host is missing.
            "one.toml:6:", // hots
            "one.toml:7:", // The port.
            "one.toml:8:", // There is no key for a password.
            "one.toml:11:",
            "one.toml:13:", // [drafts]
            "two.toml:1:",
            "three.toml:7:",
            "three.toml:8:",
        ] {
            holds(&said.err, &[place]);
        }
        lacks(&said.all(), &["hunter2-secret"]);
    }
}

#[test]
fn a_place_without_settings_is_told() {
    let home = tempfile::tempdir().expect("a temporary folder can be made");
    let said = Said::of(afterword::command(home.path()).arg("run").arg(home.path()));
    assert_eq!(said.code, 78);
    holds(&said.err, &["no settings found in", ".toml"]);
    let said = Said::of(afterword::command(home.path()).args(["run", "/no/such/file.toml"]));
    assert_eq!(said.code, 78);
    holds(&said.err, &["/no/such/file.toml", "No such file"]);
}

#[test]
fn a_wrong_command_line_is_wrong_usage() {
    let home = tempfile::tempdir().expect("a temporary folder can be made");
    for words in [
        &[][..],
        &["frobnicate"],
        &["run", "--never"],
        &["explain"],
        &["scan", "--since", "yesterday", "."],
        &["scan", "--me", "nobody", "."],
        &["scan", "--file-drafts", "."],
        &["phrases"],
        &["phrases", "list", "--kind", "sorrow"],
        &["phrases", "check"],
        &["mark", "1"],
        &["mark", "--rejection"],
        &["mark", "1", "--rejection", "--not-rejection"],
    ] {
        let said = Said::of(afterword::command(home.path()).args(words));
        assert_eq!(said.code, 2, "{words:?}: {}", said.all());
        assert!(!said.err.is_empty(), "{words:?}");
    }
}

// ----------------------------------------------------------------- secrets

#[test]
fn a_secret_file_that_others_may_read_is_refused() {
    let bed = Bed::new(Dovecot::start(), "");
    let file = bed.server.password_file("ann");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("the file is ours");
    let said = bed.on_settings(&["check"]);
    assert_eq!(said.code, 1, "{}", said.all());
    holds(
        &said.out,
        &["failed", "sign-in", "ann: ", "0644", "chmod 600"],
    );
    let said = bed.on_settings(&["run"]);
    assert_eq!(said.code, 78, "{}", said.all());
    holds(
        &said.err,
        &["stopped watching", "chmod 600", "no mailbox is left"],
    );

    fs::remove_file(&file).expect("the file is ours");
    let said = bed.on_settings(&["run"]);
    assert_eq!(said.code, 78, "{}", said.all());
    holds(
        &said.err,
        &["ann: cannot read the secret from", "ann.password"],
    );
    lacks(&bed.server.log(), &["Login"]);
}

fn with_command(server: &Dovecot, command: &str) -> String {
    let file = server.password_file("ann");
    let line = format!("password_file = \"{}\"", file.display());
    let toml = server.config_toml("ann");
    assert!(toml.contains(&line), "{toml}");
    toml.replace(&line, &format!("password_command = {command:?}"))
}

#[test]
fn a_failing_password_command_waits_and_is_told() {
    let bed = Bed::empty(Dovecot::start());
    bed.write(
        "ann",
        &with_command(&bed.server, "echo the safe is locked >&2; exit 3"),
    );
    let said = bed.on_settings(&["check"]);
    assert_eq!(said.code, 1);
    holds(
        &said.out,
        &["ann: password_command failed", "3", "the safe is locked"],
    );
    let daemon = bed.run();
    eventually("status tells", || {
        bed.status().iter().any(|line| {
            line["failing"] == true
                && line["error"]
                    .as_str()
                    .is_some_and(|e| e.contains("the safe is locked"))
        })
    });
    assert!(daemon.is_running(), "the safe may be unlocked later");
    assert!(daemon.terminate().success());
}

#[test]
fn a_hanging_password_command_goes_when_the_daemon_goes() {
    let bed = Bed::empty(Dovecot::start());
    // A number that no other process sleeps for.
    let sleep = format!("sleep 10{}", std::process::id());
    bed.write("ann", &with_command(&bed.server, &format!("{sleep} | cat")));
    let daemon = bed.run();
    eventually("the command runs", || !processes(&sleep).is_empty());
    assert!(daemon.terminate().success());
    eventually("the command is gone", || processes(&sleep).is_empty());
}

/// The processes with exactly this command line.
fn processes(line: &str) -> Vec<u32> {
    let wanted: Vec<u8> = line
        .split(' ')
        .flat_map(|w| [w.as_bytes(), b"\0"].concat())
        .collect();
    let all = fs::read_dir("/proc").expect("/proc is mounted").flatten();
    all.filter(|entry| same(&entry.path().join("cmdline"), &wanted))
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect()
}

#[test]
fn a_wrong_password_is_tried_once_and_the_other_mailbox_goes_on() {
    let bed = Bed::new(talkative(), "");
    bed.write("bob", &bed.server.config_toml("bob"));
    private(&bed.server.password_file("ann"), "wrong\n");
    bed.server.deliver("bob", &rejection("<b1@acme.example>"));
    let daemon = bed.run();
    bed.wait_for_drafts("bob", 1);
    eventually("the refusal is told", || {
        daemon.stderr().contains("stopped watching")
    });
    bed.server.deliver("bob", &rejection("<b2@acme.example>"));
    bed.wait_for_drafts("bob", 2);
    let said = daemon.stderr();
    let line = said
        .lines()
        .find(|line| line.contains("stopped watching"))
        .unwrap_or_default();
    holds(line, &["mailbox=ann", "refused the login", "app password"]);
    assert!(daemon.terminate().success(), "{}", daemon.stderr());
    assert_eq!(refusals(&bed.server), 1, "{}", bed.server.log());

    // Alone, there is nothing left to watch.
    fs::remove_file(bed.config().join("bob.toml")).expect("the file is ours");
    let said = bed.on_settings(&["run"]);
    assert_eq!(said.code, 78, "{}", said.err);
    holds(&said.err, &["mailbox=ann", "no mailbox is left to watch"]);
    assert_eq!(refusals(&bed.server), 2, "{}", bed.server.log());
    let said = bed.on_settings(&["run", "--once"]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert_eq!(refusals(&bed.server), 3, "{}", bed.server.log());
}

fn refusals(server: &Dovecot) -> usize {
    server.log().matches("assword mismatch").count()
}

// ----------------------------------------------------------------- servers

#[test]
fn a_strangers_certificate_ends_it_before_the_login() {
    let bed = Bed::new(talkative(), "");
    fs::write(bed.server.ca_file(), certificates::generate().authority).expect("it is ours");
    let said = bed.on_settings(&["check"]);
    assert_eq!(said.code, 1, "{}", said.all());
    holds(
        &said.out,
        &[
            "failed",
            "the certificate of localhost is not trusted",
            "ca_file",
        ],
    );
    lacks(&bed.server.log(), &["Login:", "auth failed"]);

    fs::write(bed.server.ca_file(), "no certificate\n").expect("it is ours");
    let said = bed.on_settings(&["check"]);
    holds(&said.out, &["cannot use the CA file", "ca.pem"]);
}

#[test]
fn a_certificate_for_another_host_ends_it_before_the_login() {
    let bed = Bed::empty(Dovecot::with(&DovecotOptions {
        settings: "listen = 127.0.0.1, 127.0.0.2\n".to_owned(),
        ..DovecotOptions::default()
    }));
    let toml = bed
        .server
        .config_toml("ann")
        .replace("\"localhost\"", "\"127.0.0.2\"");
    bed.write("ann", &toml);
    let said = bed.on_settings(&["check"]);
    assert_eq!(said.code, 1, "{}", said.all());
    holds(
        &said.out,
        &["the certificate of 127.0.0.2 is not trusted", "name"],
    );
    lacks(&bed.server.log(), &["Login:"]);
}

#[test]
fn a_server_that_is_not_there_is_told_by_what_is_wrong() {
    let bed = Bed::empty(Dovecot::start());
    let toml = bed
        .server
        .config_toml_by("ann", Security::Plaintext, free_port());
    bed.write("ann", &toml);
    let said = bed.on_settings(&["check"]);
    assert_eq!(said.code, 1, "{}", said.all());
    holds(
        &said.out,
        &[
            "cannot connect to 127.0.0.1 port",
            "check `port`",
            "refused",
        ],
    );
    let said = bed.on_settings(&["run", "--once"]);
    assert_eq!(said.code, 1, "{}", said.all());

    let toml = bed
        .server
        .config_toml("ann")
        .replace("\"localhost\"", "\"no-such-host.invalid\"");
    bed.write("ann", &toml);
    let said = bed.on_settings(&["check"]);
    assert_eq!(said.code, 1, "{}", said.all());
    holds(
        &said.out,
        &["cannot find the host no-such-host.invalid", "check `host`"],
    );

    // TLS where plaintext is spoken.
    let toml = bed
        .server
        .config_toml_by("ann", Security::Tls, bed.server.imap_port());
    bed.write("ann", &toml);
    let said = bed.on_settings(&["check"]);
    assert_eq!(said.code, 1, "{}", said.all());
    holds(
        &said.out,
        &["no TLS with localhost: check `port` and `security`"],
    );
}

#[test]
fn without_starttls_nothing_is_said_in_the_clear() {
    let server = Scripted::start(&["S: * OK ready
         C: CAPABILITY
         S: * CAPABILITY IMAP4rev1 AUTH=PLAIN
         S: $ OK done
         EOF"]);
    let home = tempfile::tempdir().expect("a temporary folder can be made");
    let config = scripted_config(home.path(), server.port(), "starttls", "");
    let said = Said::of(afterword::command(home.path()).arg("check").arg(&config));
    assert_eq!(said.code, 1, "{}", said.all());
    holds(&said.out, &["localhost does not offer STARTTLS"]);
    server.finish();
}

/// Settings for a scripted server.
fn scripted_config(home: &Path, port: u16, security: &str, more: &str) -> std::path::PathBuf {
    let password = home.join("password");
    private(&password, "annpass\n");
    let toml = format!(
        "[identity]\nname = \"Ann Example\"\naddress = \"ann@example.org\"\n\n\
         [imap]\nhost = \"localhost\"\nport = {port}\nsecurity = \"{security}\"\nuser = \"ann\"\n\
         password_file = \"{}\"\n{more}",
        password.display()
    );
    afterword::write_config(home, "ann", &toml)
}

// ------------------------------------------------------ nowhere to file it

#[test]
fn without_a_drafts_mailbox_the_draft_waits_for_one() {
    let server = Dovecot::with(&DovecotOptions {
        drafts: Drafts::Absent,
        ..DovecotOptions::default()
    });
    let bed = Bed::new(server, "");
    bed.server.deliver("ann", &rejection("<r1@acme.example>"));
    let said = bed.on_settings(&["check"]);
    assert_eq!(said.code, 1, "{}", said.all());
    holds(
        &said.out,
        &[
            "no Drafts mailbox found; looked for",
            "Entwürfe",
            "[draft] section",
        ],
    );

    let daemon = bed.run();
    eventually("status tells", || {
        let why = bed
            .cases()
            .pop()
            .map(|case| case["last_error"].clone())
            .unwrap_or_default();
        why.as_str()
            .is_some_and(|why| why.contains("no Drafts mailbox found; looked for"))
    });
    let said = Said::of(&mut bed.command(&["status"]));
    holds(&said.out.replace('\n', " "), &["Drafts"]);
    assert!(daemon.terminate().success());

    bed.server.connect("ann").command("CREATE Drafts");
    bed.once();
    assert_eq!(bed.drafts("ann").len(), 1, "a new start tries again");
    assert_eq!(bed.cases()[0]["state"], "filed");
}

#[test]
fn a_full_mailbox_gets_its_draft_once_there_is_room() {
    let bed = Bed::new(
        Dovecot::with(&DovecotOptions {
            quota_kib: Some(20),
            ..DovecotOptions::default()
        }),
        "",
    );
    let load = mails::rejection("<load@acme.example>", JO, &"x".repeat(500));
    let load = [load, "filler\r\n".repeat(2300).into_bytes()].concat();
    let uid = bed.server.connect("ann").append("Archive", "\\Seen", &load);
    bed.server.deliver("ann", &rejection("<r1@acme.example>"));
    bed.once();
    let case = &bed.cases()[0];
    assert_ne!(case["state"], "filed");
    holds(
        &case["last_error"].to_string(),
        &["the mailbox is full", "waits until there is room"],
    );
    assert_eq!(bed.drafts("ann"), []);

    bed.server
        .connect("ann")
        .store_deleted_and_expunge("Archive", uid);
    age(&bed.state(), 60);
    bed.once();
    assert_eq!(bed.drafts("ann").len(), 1);
}

// ------------------------------------------------------------ hostile mail

/// Mails that no decent program would send, by name.
fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    let text = |text: &str| text.replace('\n', "\r\n").into_bytes();
    let reject =
        "Dear Ann,\n\nUnfortunately, we will not be moving forward with your application.\n";
    let head = "To: ann@example.org\nSubject: Your application\n";
    let mut nested = String::from("From: x@acme.example\nMIME-Version: 1.0\n");
    for depth in 0..100 {
        nested.push_str(&format!(
            "Content-Type: multipart/mixed; boundary=\"b{depth}\"\n\n--b{depth}\n"
        ));
    }
    nested.push_str(reject);
    vec![
        ("empty", Vec::new()),
        ("one line break", b"\r\n".to_vec()),
        ("no header", text("\nhello\n")),
        ("no body", text("From: a@acme.example\nSubject: x\n")),
        (
            "broken header",
            text("From\nSubject Your\n: x\n\u{1}: y\n\nhello\n"),
        ),
        (
            "bytes",
            (0..=255u8)
                .filter(|b| *b != 0)
                .cycle()
                .take(20_000)
                .collect(),
        ),
        (
            "NUL bytes",
            text(&format!("From: a@acme.example\n{head}\nze\0ro\0{reject}")),
        ),
        ("100 nested parts", text(&nested)),
        (
            "header of 1 MB",
            text(&format!(
                "From: a@acme.example\nX-Long: {}\n{head}\nhi\n",
                "x".repeat(1 << 20)
            )),
        ),
        (
            "10000 header fields",
            text(&format!(
                "From: a@acme.example\n{}{head}\nhi\n",
                "X-A: b\n".repeat(10_000)
            )),
        ),
        (
            "unended quotes",
            text(&format!(
                "From: \"a <a@acme.example\nContent-Type: text/plain; charset=\"x\n{head}\n{reject}"
            )),
        ),
        (
            "unknown charset",
            text(&format!(
                "From: a@acme.example\nContent-Type: text/plain; charset=klingon\nContent-Transfer-Encoding: base64\n{head}\n!!!!\n"
            )),
        ),
        (
            "far future",
            text(&format!(
                "From: a@acme.example\nDate: Fri, 31 Dec 99999 25:61:61 +9999\n{head}\nhi\n"
            )),
        ),
    ]
}

#[test]
fn hostile_mail_keeps_no_good_one_from_its_draft() {
    let bed = Bed::new(Dovecot::start(), "");
    let mut good = Vec::new();
    for (number, (_, mail)) in hostile().into_iter().enumerate() {
        let id = format!("<good-{number}@acme.example>");
        bed.server.deliver_file("ann", &mail);
        bed.server.deliver("ann", &rejection(&id));
        good.push(id);
    }
    let daemon = bed.run();
    eventually("a draft for each good mail", || {
        let drafts = bed.drafts("ann");
        let answered: Vec<_> = drafts
            .iter()
            .filter_map(|d| d.header("in-reply-to"))
            .collect();
        good.iter().all(|id| answered.contains(id))
    });
    assert!(daemon.terminate().success());
    lacks(&daemon.stderr(), &["failed inside", "panicked"]);
    for draft in bed.drafts("ann") {
        lacks(&String::from_utf8_lossy(&draft.bytes), &["\0", "\u{1}"]);
    }
}

#[test]
fn a_rejection_without_the_usual_headers_still_gets_a_draft() {
    let bed = Bed::new(Dovecot::start(), "");
    let whole = String::from_utf8(rejection("<r@acme.example>")).expect("it is text");
    let without = |field: &str, id: &str| {
        let lines: Vec<_> = whole
            .lines()
            .filter(|line| !line.starts_with(field))
            .collect();
        lines
            .join("\r\n")
            .replace("<r@", &format!("<{id}@"))
            .into_bytes()
    };
    bed.server.deliver("ann", &without("Message-ID:", "none"));
    bed.server.deliver("ann", &without("Date:", "dateless"));
    bed.server.deliver("ann", &without("From:", "fromless"));
    bed.server
        .deliver("ann", &without("Subject:", "subjectless"));
    bed.once();
    let drafts = bed.drafts("ann");
    let mut answered: Vec<_> = drafts.iter().map(|d| d.header("in-reply-to")).collect();
    answered.sort();
    let id = |id: &str| Some(format!("<{id}@acme.example>"));
    assert_eq!(
        answered,
        [None, id("dateless"), id("fromless"), id("subjectless")]
    );
    let fromless = drafts
        .iter()
        .find(|d| d.header("in-reply-to") == id("fromless"));
    assert_eq!(
        fromless.and_then(|d| d.header("to")),
        None,
        "nobody is guessed"
    );
    bed.once();
    assert_eq!(bed.drafts("ann").len(), 4);
}

#[test]
fn fifty_megabytes_on_one_line_stay_on_the_server() {
    let bed = Bed::new(Dovecot::start(), "");
    let mut big = b"From: a@acme.example\r\nSubject: big\r\n\r\n".to_vec();
    big.resize(50 << 20, b'x');
    bed.server.deliver_file("ann", &big);
    bed.server.deliver("ann", &rejection("<good@acme.example>"));
    let daemon = bed.run();
    bed.wait_for_drafts("ann", 1);
    let status = fs::read_to_string(format!("/proc/{}/status", daemon.pid())).expect("it runs");
    let peak: u64 = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .expect("the kernel tells the peak");
    println!("peak RSS: {peak} KiB");
    assert!(peak < 64 * 1024, "{peak} KiB");
    assert!(daemon.terminate().success());
}

// ---------------------------------------------------- locks and the ledger

#[test]
fn a_second_daemon_on_the_mailbox_refuses() {
    let bed = Bed::new(Dovecot::start(), "");
    let first = bed.run();
    eventually("the first is connected", || {
        first.stderr().contains("connected")
    });
    for words in [&["run"][..], &["run", "--once"]] {
        let said = bed.on_settings(words);
        assert_eq!(said.code, 1, "{}", said.all());
        holds(
            &said.err,
            &[
                "another afterword already works on this mailbox",
                "stop that one",
            ],
        );
    }
    assert!(first.is_running());

    // A lock dies with its holder, however that dies.
    first.kill();
    let next = bed.run();
    eventually("the next is connected", || {
        next.stderr().contains("connected")
    });
    assert!(next.terminate().success());
}

#[test]
fn a_spoilt_ledger_is_told_and_left_as_it_is() {
    let bed = Bed::new(Dovecot::start(), "");
    let ledger = bed.state().join("ledger.sqlite3");
    let rubbish = b"this is no database ".repeat(500);
    fs::write(&ledger, &rubbish).expect("the folder is ours");
    for words in [&["run"][..], &["run", "--once"], &["check"]] {
        let said = bed.on_settings(words);
        assert_eq!(said.code, 1, "{words:?}: {}", said.all());
        holds(
            &said.all(),
            &["ledger.sqlite3 is damaged", "left as it is", "backup"],
        );
    }
    let said = Said::of(&mut bed.command(&["status"]));
    assert_eq!(said.code, 1);
    holds(&said.err, &["is damaged"]);
    assert!(same(&ledger, &rubbish));
}

#[test]
fn a_newer_ledger_is_told_and_left_as_it_is() {
    let bed = Bed::new(Dovecot::start(), "");
    bed.once();
    let ledger = bed.state().join("ledger.sqlite3");
    let db = rusqlite::Connection::open(&ledger).expect("it is a database");
    db.pragma_update(None, "journal_mode", "DELETE")
        .expect("nobody else has it open");
    db.pragma_update(None, "user_version", 99)
        .expect("it can be written");
    drop(db);
    let before = fs::read(&ledger).expect("it is there");
    for words in [&["run"][..], &["run", "--once"], &["check"]] {
        let said = bed.on_settings(words);
        assert_eq!(said.code, 1, "{words:?}: {}", said.all());
        holds(&said.all(), &["was made by a newer afterword", "99"]);
    }
    holds(
        &Said::of(&mut bed.command(&["status"])).err,
        &["newer afterword"],
    );
    assert!(same(&ledger, &before));
}

/// The program as somebody who is not root, since root may write everywhere.
fn unprivileged(bed: &Bed, words: &[&str]) -> Command {
    let program = bed.command(words);
    let mut command = Command::new("setpriv");
    if fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0) {
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
    }
    command
        .arg("--")
        .arg(program.get_program())
        .args(program.get_args());
    command.env_clear();
    for (name, value) in program.get_envs() {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    command
}

#[test]
fn a_read_only_state_folder_is_told_and_left_as_it_is() {
    let bed = Bed::new(Dovecot::start(), "");
    bed.once();
    let mode = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
    };
    let home = bed.state().parent().expect("it is a folder").to_owned();
    for folder in [&home, &bed.config(), &bed.state()] {
        mode(folder, 0o555);
    }
    let ledger = bed.state().join("ledger.sqlite3");
    mode(&ledger, 0o444);
    let before = fs::read(&ledger).expect("it is there");
    for words in [&["run"][..], &["run", "--once"], &["check"]] {
        let said = Said::of(unprivileged(&bed, words).arg(bed.config()));
        assert_eq!(said.code, 1, "{words:?}: {}", said.all());
        holds(
            &said.all(),
            &["ledger.sqlite3", "user that afterword runs as"],
        );
    }
    assert!(same(&ledger, &before));

    fs::remove_file(&ledger).expect("it is ours");
    let said = Said::of(unprivileged(&bed, &["run"]).arg(bed.config()));
    assert_eq!(said.code, 1, "{}", said.all());
    holds(&said.err, &["cannot make or open", "ledger.sqlite3"]);
    mode(&bed.state(), 0o755);
}

#[test]
fn a_state_folder_that_cannot_be_written_is_told() {
    let bed = Bed::new(Dovecot::start(), "");
    let file = bed.state().join("a-file");
    fs::write(&file, "").expect("the folder is ours");
    for words in [&["run"][..], &["run", "--once"], &["check"]] {
        let mut command = bed.command(words);
        let said = Said::of(
            command
                .arg(bed.config())
                .env("STATE_DIRECTORY", file.join("in")),
        );
        assert_eq!(said.code, 1, "{words:?}: {}", said.all());
        holds(&said.all(), &["cannot make or open", "a-file/in"]);
    }
}

// --------------------------------------------------------- IMAP accidents

/// A server with one rejection in INBOX, up to the question whether the draft
/// stands in Drafts.
fn up_to_the_drafts_search(first_time: bool) -> String {
    let mail = String::from_utf8(rejection("<r1@acme.example>")).expect("it is text");
    let header = mail
        .split_once("\r\n\r\n")
        .map(|(head, _)| format!("{head}\r\n\r\n"));
    let header = header.expect("it has a body");
    let raw = |text: &str| text.replace("\r\n", "\\r\\n");
    let now = jiff_now();
    let reading = format!(
        "C: UID SEARCH SINCE
         S: * SEARCH 1
         S: $ OK found
         C: UID FETCH 1
         RAW: * 1 FETCH (UID 1 INTERNALDATE \"{now}\" RFC822.SIZE {size} BODY[HEADER]<0> {{{head_size}}}\\r\\n{head})\\r\\n
         S: $ OK fetched
         C: UID FETCH 1
         RAW: * 1 FETCH (UID 1 BODY[]<0> {{{size}}}\\r\\n{body})\\r\\n
         S: $ OK fetched",
        size = mail.len(),
        head_size = header.len(),
        head = raw(&header),
        body = raw(&mail),
    );
    let reading = if first_time { reading.as_str() } else { "" };
    format!(
        "S: * OK ready
         ALWAYS: CAPABILITY => * CAPABILITY IMAP4rev1 | $ OK done
         ALWAYS: LOGIN => $ OK in
         ALWAYS: EXAMINE => * 1 EXISTS | * OK [UIDVALIDITY 7] good | * OK [UIDNEXT 2] next | $ OK opened
         ALWAYS: LIST => * LIST (\\Drafts) \"/\" Drafts | $ OK listed
         ALWAYS: UID SEARCH UID 2 => * SEARCH | $ OK none
         {reading}
         C: HEADER Message-ID
"
    )
}

/// The time in a format of INTERNALDATE.
fn jiff_now() -> String {
    jiff::Timestamp::now()
        .strftime("%d-%b-%Y %H:%M:%S +0000")
        .to_string()
}

/// Makes what happened in the last run so many seconds older.
fn age(state: &Path, seconds: u32) {
    let db = rusqlite::Connection::open(state.join("ledger.sqlite3")).expect("there is a ledger");
    db.execute(
        "UPDATE cases SET changed_at = changed_at - 1000 * ?1, retry_at = retry_at - 1000 * ?1",
        [seconds],
    )
    .expect("the columns are there");
}

/// The answer to APPEND never comes: whether the draft was stored is unknown.
fn lost_append() -> String {
    format!(
        "{}S: * SEARCH
         S: $ OK none
         C: In-Reply-To
         S: * SEARCH
         S: $ OK none
         C: APPEND
         S: + go on
         LITERAL
         CLOSE",
        up_to_the_drafts_search(true)
    )
}

#[test]
fn a_lost_append_is_repeated_once_the_server_has_settled() {
    let none = "S: * SEARCH\nS: $ OK none\n";
    let bye = "C: LOGOUT\nS: $ OK bye\n";
    let appended = "C: In-Reply-To\nS: * SEARCH\nS: $ OK none\nC: APPEND\nS: + go on\nLITERAL\nS: $ OK stored\n";
    let again = up_to_the_drafts_search(false);
    let server = Scripted::start(&[
        &lost_append(),
        &format!("{again}{none}{bye}"),
        &format!("{again}{none}{bye}"),
        &format!("{again}{none}{appended}{bye}"),
    ]);
    let home = tempfile::tempdir().expect("a temporary folder can be made");
    let config = scripted_config(home.path(), server.port(), "plaintext", "");
    let once = || {
        Said::of(
            afterword::command(home.path())
                .args(["run", "--once"])
                .arg(&config),
        )
    };
    assert_eq!(once().code, 1, "the answer to APPEND was lost");
    for _ in 0..2 {
        age(home.path(), 10);
        let said = once();
        assert_eq!(said.code, 0, "{}", said.err);
    }
    age(home.path(), 15);
    let said = once();
    server.finish();
    assert_eq!(said.code, 0, "{}", said.err);
}

#[test]
fn no_accident_in_the_drafts_search_leads_to_a_second_append() {
    let lost_append = lost_append();
    let found = format!(
        "{}S: * SEARCH 5
         S: $ OK found
         C: LOGOUT
         S: * BYE
         S: $ OK bye",
        up_to_the_drafts_search(false)
    );
    for (name, accident) in [
        (
            "NO",
            "S: $ NO [UNAVAILABLE] not now\nC: LOGOUT\nS: $ OK bye",
        ),
        (
            "NO after results",
            "S: * SEARCH\nS: $ NO not now\nC: LOGOUT\nS: $ OK bye",
        ),
        ("BAD", "S: $ BAD what\nC: LOGOUT\nS: $ OK bye"),
        ("BAD without text", "S: $ BAD\nC: LOGOUT\nS: $ OK bye"),
        ("end of file", "CLOSE"),
        ("end of file after results", "S: * SEARCH\nCLOSE"),
        ("BYE", "S: * BYE shutting down\nCLOSE"),
        ("BYE, then OK", "S: * BYE shutting down\nS: $ OK done\nEOF"),
        (
            "rubbish",
            "RAW: \\x00\\xff{]rubbish\\r\\n\nS: $ OK done\nEOF",
        ),
        (
            "rubbish in the results",
            "S: * SEARCH one two\nS: $ OK done\nEOF",
        ),
        ("the answer to another command", "S: A999 OK done\nEOF"),
    ] {
        let spoilt = format!("{}{accident}", up_to_the_drafts_search(false));
        let server = Scripted::start(&[&lost_append, &spoilt, &found]);
        let home = tempfile::tempdir().expect("a temporary folder can be made");
        let config = scripted_config(home.path(), server.port(), "plaintext", "");
        let once = || {
            Said::of(
                afterword::command(home.path())
                    .args(["run", "--once"])
                    .arg(&config),
            )
        };
        assert_eq!(once().code, 1, "{name}: the answer to APPEND was lost");
        age(home.path(), 3600);
        let spoilt = once();
        assert!(spoilt.code < 2, "{name}: {}", spoilt.all());
        age(home.path(), 3600);
        let last = once();
        if let Err(report) = server.result() {
            panic!("{name}: {report}\n{}", last.err);
        }
        assert_eq!(last.code, 0, "{name}: {}", last.err);
        let status = Said::of(afterword::command(home.path()).args(["status", "--json"]));
        holds(&status.out, &["\"state\":\"filed\""]);
    }
}

#[test]
fn news_before_the_go_ahead_disturbs_no_append() {
    let script = format!(
        "{}S: * SEARCH
         S: $ OK none
         C: In-Reply-To
         S: * SEARCH
         S: $ OK none
         C: APPEND
         S: * 3 EXISTS
         S: * OK [ALERT] all is well
         S: + go on
         LITERAL
         S: * 4 EXISTS
         S: $ OK [APPENDUID 7 9] stored
         C: LOGOUT
         S: $ OK bye",
        up_to_the_drafts_search(true)
    );
    let server = Scripted::start(&[&script]);
    let home = tempfile::tempdir().expect("a temporary folder can be made");
    let config = scripted_config(home.path(), server.port(), "plaintext", "");
    let said = Said::of(
        afterword::command(home.path())
            .args(["run", "--once"])
            .arg(&config),
    );
    server.finish();
    assert_eq!(said.code, 0, "{}", said.err);
    let status = Said::of(afterword::command(home.path()).args(["status", "--json"]));
    holds(&status.out, &["\"state\":\"filed\""]);
}

/// An empty mailbox on a server that offers IDLE, up to IDLE.
const UP_TO_IDLE: &str = "S: * OK ready
     ALWAYS: CAPABILITY => * CAPABILITY IMAP4rev1 IDLE | $ OK done
     ALWAYS: LOGIN => $ OK in
     ALWAYS: EXAMINE => * 0 EXISTS | * OK [UIDVALIDITY 7] good | * OK [UIDNEXT 2] next | $ OK opened
     ALWAYS: UID SEARCH => * SEARCH | $ OK none
     C: IDLE
";

#[test]
fn a_goodbye_during_idle_leads_to_a_new_connection() {
    let server = Scripted::start(&[
        &format!("{UP_TO_IDLE}S: + idling\nS: * BYE shutting down\nCLOSE"),
        &format!("{UP_TO_IDLE}S: + idling\nC: DONE\nS: $ OK idled\nC: LOGOUT\nS: $ OK bye"),
    ]);
    let home = tempfile::tempdir().expect("a temporary folder can be made");
    let config = scripted_config(home.path(), server.port(), "plaintext", "");
    let daemon = afterword::run(&config, home.path());
    eventually("the second connection", || {
        daemon.stderr().matches("connected").count() == 2
    });
    holds(
        &daemon.stderr(),
        &["the server said goodbye: shutting down", "will try again"],
    );
    send_signal(daemon.pid(), "TERM");
    assert!(daemon.wait().success());
    server.finish();
}

#[test]
fn news_before_idle_begins_is_news() {
    let server = Scripted::start(&[&format!(
        "{UP_TO_IDLE}S: * 1 EXISTS
         S: + idling
         C: DONE
         S: $ OK idled
         C: UID SEARCH UID 2:*
         S: * SEARCH
         S: $ OK none
         C: IDLE
         S: + idling
         CLOSE"
    )]);
    let home = tempfile::tempdir().expect("a temporary folder can be made");
    let config = scripted_config(home.path(), server.port(), "plaintext", "");
    let daemon = afterword::run(&config, home.path());
    eventually("it has looked again", || server.played() == 1);
    drop(daemon);
    server.finish();
}

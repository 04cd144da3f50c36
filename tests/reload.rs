//! Signals, and what systemd is told: new settings without a stop, a quick stop
//! from wherever the daemon is, and the notification protocol.

mod support;

use std::os::unix::net::UnixDatagram;
use std::process::Command;
use std::time::{Duration, Instant};

use support::bed::{Bed, holds, lacks};
use support::dovecot::{Dovecot, DovecotOptions, Idle, Security};
use support::process::Process;
use support::proxy::Proxy;
use support::scripted::Scripted;
use support::{PATIENCE, eventually, free_port, mails};

const JO: &str = "Jo Park <jo.park@acme.example>";

/// What systemd is promised. A loaded machine may take longer to end a
/// process, so the tests allow for a few seconds more.
const PROMISED: Duration = Duration::from_secs(5);
const ALLOWED: Duration = Duration::from_secs(10);

fn rejection(id: &str) -> Vec<u8> {
    mails::rejection(id, JO, "Your application: Data Engineer")
}

fn connected(daemon: &Process, times: usize) {
    eventually("the connections", || {
        daemon.stderr().matches(" connected").count() >= times
    });
}

// ------------------------------------------------------------------ SIGHUP

#[test]
fn a_settings_file_that_is_added_is_watched_after_sighup() {
    let bed = Bed::new(Dovecot::start(), "");
    let daemon = bed.run();
    connected(&daemon, 1);
    bed.write("bob", &bed.server.config_toml("bob"));
    bed.server.deliver("bob", &rejection("<b1@acme.example>"));
    daemon.signal("HUP");
    bed.wait_for_drafts("bob", 1);
    holds(
        &daemon.stderr(),
        &["the settings were read again", "mailbox=bob"],
    );

    // And one that is taken away is left alone.
    std::fs::remove_file(bed.config().join("ann.toml")).expect("the file is ours");
    daemon.signal("HUP");
    eventually("the second reading", || {
        daemon
            .stderr()
            .matches("the settings were read again")
            .count()
            == 2
    });
    let elsewhere = tempfile::tempdir().expect("a temporary folder can be made");
    let ann = bed.server.config_toml("ann");
    let ann = support::afterword::write_config(elsewhere.path(), "ann", &ann);
    let mut once = bed.command(&["run", "--once"]);
    let once = once.arg(ann).output().expect("it starts");
    assert!(once.status.success(), "the lock is free: {once:?}");
    assert!(daemon.terminate().success());
}

#[test]
fn broken_new_settings_change_nothing() {
    let bed = Bed::new(Dovecot::start(), "");
    let daemon = bed.run();
    connected(&daemon, 1);
    bed.write("bob", "[identity]\nnam = \"Bob\"\n");
    daemon.signal("HUP");
    eventually("the complaint", || {
        daemon.stderr().contains("going on with the old settings")
    });
    holds(&daemon.stderr(), &["bob.toml:2:"]);
    bed.server.deliver("ann", &rejection("<a1@acme.example>"));
    bed.wait_for_drafts("ann", 1);
    lacks(&daemon.stderr(), &["the settings were read again"]);
    let said = daemon.stderr();
    for line in said.lines() {
        assert!(
            line.starts_with("20"),
            "every line of the log is an entry of its own: {said}"
        );
    }
    assert!(daemon.terminate().success());
}

/// Phrase packs that cannot be used, the line of the fault and what is said of it.
const BROKEN_PACKS: &[(&str, &[u8], usize, &str)] = &[
    (
        "a typo in a key",
        b"language = \"en\"\n[[decision]]\nwieght = 3\nphrases = [\"zat\"]\n",
        3,
        "unknown key `wieght`",
    ),
    (
        "an empty phrase",
        b"language = \"en\"\n[[decision]]\nweight = 3\nphrases = [\n  \"zat\",\n  \"\",\n]\n",
        6,
        "a phrase is empty",
    ),
    (
        "a phrase twice",
        b"language = \"en\"\n[[decision]]\nweight = 3\nphrases = [\"zat\",\n  \"ZAT\"]\n",
        5,
        "is there already, in line 4",
    ),
    (
        "an unknown language",
        b"# mine\nlanguage = \"english\"\n",
        2,
        "`english` is no language",
    ),
    (
        "an unknown kind",
        b"language = \"en\"\n\n[[decisions]]\nweight = 3\nphrases = [\"zat\"]\n",
        3,
        "unknown key `decisions`",
    ),
    (
        "a weight out of range",
        b"language = \"en\"\n[[decision]]\nweight = 11\nphrases = [\"zat\"]\n",
        3,
        "weight 11 is not above 0 and at most 10",
    ),
    (
        "an unclosed bracket in a phrase",
        b"language = \"en\"\n[[decision]]\nweight = 3\nphrases = [\"zat (dim|dam\"]\n",
        4,
        "is not closed",
    ),
    (
        "an unclosed bracket of a group",
        b"language = \"en\"\n[[decision]\nweight = 3\nphrases = [\"zat\"]\n",
        2,
        "it is not TOML",
    ),
    ("no TOML at all", b"Dear diary,\n", 1, "it is not TOML"),
    (
        "not UTF-8",
        b"language = \"de\"\n\n# f\xfcr mich\n",
        3,
        "it is not UTF-8",
    ),
];

/// A pack by which a mail of plain nonsense is a rejection.
const OWN_PACK: &str = "language = \"en\"\n[[decision]]\nweight = 3\nphrases = [\"zat quorzle\"]\n";

fn nonsense(id: &str) -> Vec<u8> {
    let mail = mails::Mail {
        message_id: id,
        from: JO,
        subject: "Your application",
        headers: &[],
        body: "Dear Ann,\n\nThe matter of your application is zat quorzle.\n\nJo Park",
    };
    mail.bytes()
}

#[test]
fn a_broken_phrase_pack_is_refused_at_the_start_and_changes_nothing_later() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let pack = folder.path().join("mine.toml");
    let write = |bytes: &[u8]| std::fs::write(&pack, bytes).expect("the folder is ours");
    let bed = Bed::new(
        Dovecot::start(),
        &format!("[draft]\nphrases = [{:?}]\n", pack.display().to_string()),
    );
    for (name, bytes, line, reason) in BROKEN_PACKS {
        write(bytes);
        for words in [&["run"][..], &["run", "--once"], &["check"]] {
            let said = bed.on_settings(words);
            assert_eq!(said.code, 78, "{name}, {words:?}: {}", said.all());
            holds(
                &said.err,
                &[&format!("{}:{line}: ", pack.display()), reason],
            );
        }
    }
    assert_eq!(
        bed.status(),
        [] as [serde_json::Value; 0],
        "nothing was begun"
    );

    write(OWN_PACK.as_bytes());
    let daemon = bed.run();
    connected(&daemon, 1);
    for (name, bytes, line, reason) in BROKEN_PACKS {
        let kept = "going on with the old settings";
        let before = daemon.stderr().matches(kept).count();
        write(bytes);
        daemon.signal("HUP");
        eventually("the complaint", || {
            daemon.stderr().matches(kept).count() > before
        });
        let said = daemon.stderr();
        let told = said.lines().any(|entry| {
            entry.contains(&format!("{}:{line}: ", pack.display())) && entry.contains(reason)
        });
        assert!(told, "{name}: {said}");
    }
    lacks(&daemon.stderr(), &["the settings were read again"]);
    bed.server.deliver("ann", &nonsense("<a1@acme.example>"));
    bed.wait_for_drafts("ann", 1);

    // A good one is taken up: the phrase is gone, and so is its power.
    write(OWN_PACK.replace("quorzle", "dim").as_bytes());
    daemon.signal("HUP");
    eventually("the new phrases", || {
        daemon.stderr().contains("the settings were read again")
    });
    bed.server.deliver("ann", &nonsense("<a2@acme.example>"));
    bed.server.deliver("ann", &rejection("<a3@acme.example>"));
    bed.wait_for_drafts("ann", 2);
    let cases = bed.cases();
    let mails: Vec<_> = cases
        .iter()
        .map(|case| case["message_id"].clone())
        .collect();
    assert!(mails.contains(&"<a3@acme.example>".into()), "{cases:?}");
    assert_eq!(mails.len(), 2, "{cases:?}");
    assert!(daemon.terminate().success());
}

#[test]
fn a_mailbox_that_another_daemon_holds_stops_nobody() {
    let bed = Bed::new(Dovecot::start(), "");
    let elsewhere = tempfile::tempdir().expect("a temporary folder can be made");
    let bob = bed.server.config_toml("bob");
    let config = support::afterword::write_config(elsewhere.path(), "bob", &bob);
    let other = support::afterword::run(&config, &bed.state());
    connected(&other, 1);
    let daemon = bed.run();
    connected(&daemon, 1);
    bed.write("bob", &bob);
    daemon.signal("HUP");
    eventually("the complaint", || {
        daemon
            .stderr()
            .contains("another afterword already works on this mailbox")
    });
    bed.server.deliver("ann", &rejection("<a1@acme.example>"));
    bed.wait_for_drafts("ann", 1);

    // Once the other is gone, the same signal takes the mailbox over.
    assert!(other.terminate().success());
    daemon.signal("HUP");
    bed.server.deliver("bob", &rejection("<b1@acme.example>"));
    bed.wait_for_drafts("bob", 1);
    assert!(daemon.terminate().success());
}

#[test]
fn a_mended_password_is_used_after_sighup() {
    let bed = Bed::new(Dovecot::start(), "");
    bed.write("bob", &bed.server.config_toml("bob"));
    let password = bed.server.password_file("bob");
    std::fs::write(&password, "wrong\n").expect("the file is ours");
    let daemon = bed.run();
    eventually("the refusal", || {
        daemon.stderr().contains("stopped watching")
    });
    std::fs::write(&password, "bobpass\n").expect("the file is ours");
    bed.server.deliver("bob", &rejection("<b1@acme.example>"));
    daemon.signal("HUP");
    bed.wait_for_drafts("bob", 1);
    assert!(daemon.terminate().success());
}

// ----------------------------------------------------------------- SIGTERM

#[track_caller]
fn stops_quickly(name: &str, daemon: &Process) {
    let began = Instant::now();
    let status = daemon.terminate();
    let took = began.elapsed();
    println!("{name}: stopped after {took:.2?} (promised: {PROMISED:?})");
    assert!(status.success(), "{name}: {status}: {}", daemon.stderr());
    assert!(took < ALLOWED, "{name}: {took:?}");
    holds(&daemon.stderr(), &["stopped"]);
}

#[test]
fn a_stop_is_quick_wherever_the_daemon_is() {
    let bed = Bed::new(Dovecot::start(), "");
    let daemon = bed.run();
    eventually("it idles", || {
        bed.status()
            .iter()
            .any(|line| line["worked_at"].is_string())
    });
    stops_quickly("in IDLE", &daemon);

    let polled = Dovecot::with(&DovecotOptions {
        idle: Idle::Hidden,
        ..DovecotOptions::default()
    });
    let bed = Bed::new(polled, "");
    let daemon = bed.run();
    eventually("it waits", || {
        bed.status()
            .iter()
            .any(|line| line["worked_at"].is_string())
    });
    stops_quickly("between two polls", &daemon);

    let bed = Bed::empty(bed.server);
    let closed = bed
        .server
        .config_toml_by("ann", Security::Plaintext, free_port());
    bed.write("ann", &closed);
    let daemon = bed.run();
    eventually("it will try again", || {
        daemon.stderr().contains("will try again")
    });
    stops_quickly("while the port is closed", &daemon);

    // TEST-NET-1 of RFC 5737: nobody answers there.
    bed.write(
        "ann",
        &bed.server
            .config_toml("ann")
            .replace("\"localhost\"", "\"192.0.2.1\""),
    );
    let daemon = bed.run();
    eventually("it is connecting", || daemon.stderr().contains("watching"));
    stops_quickly("while the server is unreachable", &daemon);
}

#[test]
fn a_stop_is_quick_while_the_server_is_silent() {
    let bed = Bed::empty(Dovecot::start());
    for (name, script, sign) in [
        ("before the greeting", "HANG", "watching"),
        (
            "in the middle of a round",
            "S: * OK ready
             ALWAYS: CAPABILITY => * CAPABILITY IMAP4rev1 | $ OK done
             ALWAYS: LOGIN => $ OK in
             C: EXAMINE
             HANG",
            " connected",
        ),
    ] {
        let server = Scripted::start(&[script]);
        bed.write(
            "ann",
            &bed.server
                .config_toml_by("ann", Security::Plaintext, server.port()),
        );
        let daemon = bed.run();
        eventually(name, || daemon.stderr().contains(sign));
        stops_quickly(name, &daemon);
    }
}

#[test]
fn a_second_signal_during_the_stop_does_no_harm() {
    let bed = Bed::new(Dovecot::start(), "");
    let daemon = bed.run();
    connected(&daemon, 1);
    for signal in ["HUP", "TERM", "INT", "HUP", "TERM"] {
        daemon.signal(signal);
    }
    assert!(daemon.wait().success(), "{}", daemon.stderr());
}

// ----------------------------------------------------------------- systemd

/// systemd's end of the notification socket.
struct Manager {
    socket: UnixDatagram,
    heard: Vec<String>,
}

impl Manager {
    fn listen(bed: &Bed) -> (Self, Command) {
        let path = bed.state().join("notify");
        let socket = UnixDatagram::bind(&path).expect("the folder is ours");
        socket
            .set_read_timeout(Some(PATIENCE))
            .expect("a time limit can be set");
        let mut command = bed.command(&["run"]);
        command.arg(bed.config()).env("NOTIFY_SOCKET", &path);
        (
            Self {
                socket,
                heard: Vec::new(),
            },
            command,
        )
    }

    /// Waits for an assignment such as `READY=1`.
    #[track_caller]
    fn hears(&mut self, wanted: &str) {
        loop {
            let mut message = [0; 4096];
            let size = match self.socket.recv(&mut message) {
                Ok(size) => size,
                // A signal to the test, such as the end of a child.
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => panic!("{wanted} stays out ({error}) after {:?}", self.heard),
            };
            let message = String::from_utf8_lossy(&message[..size]).into_owned();
            let found = message.lines().any(|line| line.starts_with(wanted));
            self.heard.push(message);
            if found {
                return;
            }
        }
    }
}

#[test]
fn systemd_is_told_of_every_step() {
    let bed = Bed::new(Dovecot::start(), "");
    let (mut manager, mut command) = Manager::listen(&bed);
    let daemon = Process::spawn(command.env("WATCHDOG_USEC", "1000000"));
    manager.hears("READY=1");
    manager.hears("STATUS=watching 1 of 1 mailbox");
    manager.hears("WATCHDOG=1");
    manager.hears("WATCHDOG=1");

    daemon.signal("HUP");
    manager.hears("RELOADING=1");
    manager.hears("READY=1");
    manager.hears("WATCHDOG=1");

    bed.write("bob", "rubbish");
    daemon.signal("HUP");
    manager.hears("RELOADING=1");
    manager.hears("READY=1");

    daemon.signal("TERM");
    manager.hears("STOPPING=1");
    assert!(daemon.wait().success());
}

#[test]
fn the_watchdog_is_not_fed_where_systemd_asked_for_none() {
    let bed = Bed::new(Dovecot::start(), "");
    let (mut manager, mut command) = Manager::listen(&bed);
    let daemon = Process::spawn(&mut command);
    manager.hears("STATUS=watching 1 of 1 mailbox");
    daemon.signal("TERM");
    manager.hears("STOPPING=1");
    assert!(daemon.wait().success());
    lacks(&manager.heard.join("\n"), &["WATCHDOG"]);
}

#[test]
fn the_status_line_tells_of_trouble() {
    let bed = Bed::empty(Dovecot::start());
    let proxy = Proxy::start(bed.server.imap_port(), Vec::new());
    let ann = bed
        .server
        .config_toml_by("ann", Security::Plaintext, proxy.port());
    bed.write("ann", &ann);
    bed.write("bob", &bed.server.config_toml("bob"));
    std::fs::write(bed.server.password_file("bob"), "wrong\n").expect("the file is ours");
    let (mut manager, mut command) = Manager::listen(&bed);
    let daemon = Process::spawn(command.env("WATCHDOG_USEC", "500000"));
    manager.hears("STATUS=watching 1 of 2 mailboxes, 1 stopped: see `afterword status`");
    proxy.refuse();
    proxy.cut_all();
    manager.hears("STATUS=watching 0 of 2 mailboxes, 1 connecting, 1 stopped");
    manager.hears("WATCHDOG=1");
    proxy.admit();
    manager.hears("STATUS=watching 1 of 2");
    assert!(daemon.terminate().success());
}

#[test]
fn broken_settings_never_say_ready() {
    let bed = Bed::empty(Dovecot::start());
    bed.write("ann", "rubbish");
    let (manager, mut command) = Manager::listen(&bed);
    let daemon = Process::spawn(&mut command);
    assert_eq!(daemon.wait().code(), Some(78));
    manager
        .socket
        .set_nonblocking(true)
        .expect("it is a socket");
    assert!(
        manager.socket.recv(&mut [0; 64]).is_err(),
        "nothing was said"
    );
}

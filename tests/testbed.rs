//! Proves that what the other tests stand on holds.

mod support;

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use support::dovecot::{Dovecot, DovecotOptions, Drafts, Idle, Security, Storage};
use support::imap::Client;
use support::process::{Process, Victim};
use support::proxy::{Action, Gate, Proxy, Side, Trigger, When};
use support::scripted::Scripted;
use support::{PATIENCE, eventually, mails};

const DATE: &str = "16-Nov-2026 09:30:00 +0000";

fn sample() -> Vec<u8> {
    mails::rejection(
        "<r1@acme.example>",
        "Jo Park <jo.park@acme.example>",
        "Your application",
    )
}

#[test]
fn a_delivered_mail_comes_back_byte_by_byte() {
    let server = Dovecot::start();
    let uid = server.deliver_dated("ann", DATE, &sample());
    let found = server.connect("ann").fetch_all("INBOX");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].uid, uid);
    assert_eq!(found[0].bytes, sample());
    assert_eq!(found[0].internal_date, DATE);
    assert!(!found[0].has_flag("\\Seen"), "{:?}", found[0].flags);
    assert_eq!(
        found[0].header("message-id").as_deref(),
        Some("<r1@acme.example>")
    );
    assert!(found[0].body().starts_with("Dear Ann,"));
    assert_eq!(server.connect("bob").fetch_all("INBOX"), []);
}

#[test]
fn a_file_in_new_is_a_delivery_and_wakes_idle() {
    let server = Dovecot::start();
    let mut watcher = server.connect("ann");
    watcher.select("INBOX");
    std::thread::scope(|scope| {
        let woken = scope.spawn(|| watcher.idle_until("EXISTS", PATIENCE));
        server.deliver_file("ann", &sample());
        assert!(woken.join().expect("the watcher does not panic").is_some());
    });
    assert_eq!(server.connect("ann").fetch_all("INBOX").len(), 1);
}

#[test]
fn a_message_can_be_deleted_for_good() {
    let server = Dovecot::start();
    let mut client = server.connect("ann");
    let first = client.append("Drafts", "\\Draft \\Seen", &sample());
    let second = client.append("Drafts", "\\Draft", &sample());
    client.store_deleted_and_expunge("Drafts", first);
    let left = client.fetch_all("Drafts");
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].uid, second);
    assert!(left[0].has_flag("\\Draft"));
}

#[test]
fn tls_holds_with_the_tests_own_authority_and_with_no_other() {
    let server = Dovecot::start();
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(server.ca_file()).expect("a PEM file") {
        roots
            .add(certificate.expect("a PEM block"))
            .expect("an authority");
    }
    let greeting = greeting_over_tls(server.imaps_port(), roots).expect("the certificate is good");
    assert!(greeting.starts_with("* OK"), "{greeting}");

    let other = support::certificates::generate().authority;
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_slice(other.as_bytes()).expect("a PEM block"))
        .expect("an authority");
    assert!(greeting_over_tls(server.imaps_port(), roots).is_err());
}

fn greeting_over_tls(port: u16, roots: RootCertStore) -> std::io::Result<String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring knows the protocol versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").expect("a host name");
    let tls = ClientConnection::new(Arc::new(config), name).expect("a valid set-up");
    let tcp = TcpStream::connect(("127.0.0.1", port))?;
    let mut greeting = String::new();
    BufReader::new(StreamOwned::new(tls, tcp)).read_line(&mut greeting)?;
    Ok(greeting)
}

#[test]
fn the_ordinary_server_offers_what_good_servers_do() {
    let server = Dovecot::start();
    let mut client = Client::connect(server.imap_port());
    let before = client.command("CAPABILITY")[0].text.clone();
    assert!(before.contains("STARTTLS"), "{before}");
    client.command("LOGIN ann annpass");
    let after = client.command("CAPABILITY")[0].text.clone();
    for word in ["IDLE", "UIDPLUS", "SPECIAL-USE", "LIST-EXTENDED"] {
        assert!(after.contains(word), "{word} is missing in {after}");
    }
    assert!(listed(&mut client).contains("\\Drafts"));
}

#[test]
fn servers_can_be_of_other_kinds() {
    let without = Dovecot::with(&DovecotOptions {
        drafts: Drafts::Absent,
        idle: Idle::Hidden,
        storage: Storage::Sdbox,
        ..DovecotOptions::default()
    });
    let mut client = without.connect("ann");
    assert!(!listed(&mut client).contains("Drafts"));
    let offered = client.command("CAPABILITY")[0].text.clone();
    assert!(!offered.contains("IDLE"), "{offered}");
    without.deliver("ann", &sample());
    assert_eq!(client.fetch_all("INBOX").len(), 1);

    let localised = Dovecot::with(&DovecotOptions {
        drafts: Drafts::Unmarked("Entwürfe"),
        ..DovecotOptions::default()
    });
    let names = listed(&mut localised.connect("ann"));
    assert!(names.contains("Entw&APw-rfe"), "{names}");
    assert!(!names.contains("\\Drafts"), "{names}");
}

#[test]
fn a_full_server_takes_mail_but_no_draft() {
    let server = Dovecot::with(&DovecotOptions {
        quota_kib: Some(1),
        ..DovecotOptions::default()
    });
    let large = [sample(), vec![b'x'; 4096]].concat();
    server.deliver("ann", &large);
    let refusal = server
        .connect("ann")
        .try_append("Drafts", "\\Draft", None, &large)
        .expect_err("there is room for one KiB");
    assert!(refusal.starts_with("NO [OVERQUOTA]"), "{refusal}");
}

fn listed(client: &mut Client) -> String {
    client
        .command("LIST \"\" \"*\" RETURN (SPECIAL-USE)")
        .iter()
        .map(|response| format!("{}\n", response.text))
        .collect()
}

#[test]
fn the_configuration_is_toml_and_the_password_is_private() {
    let server = Dovecot::start();
    for security in [Security::Tls, Security::StartTls, Security::Plaintext] {
        let text = server.config_toml_by("ann", security, 143);
        let table: toml::Table = text.parse().expect("the configuration is TOML");
        assert_eq!(table["imap"]["port"].as_integer(), Some(143));
        assert_eq!(
            table["identity"]["address"].as_str(),
            Some("ann@example.org")
        );
    }
    let mode = std::fs::metadata(server.password_file("ann"))
        .expect("the file is there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_stopped_server_leaves_nothing_behind() {
    let server = Dovecot::start();
    let port = server.imap_port();
    let maildir = server.maildir("ann");
    assert!(maildir.exists());
    drop(server);
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
    assert!(!maildir.exists());
}

#[test]
fn the_proxy_passes_everything_on_and_remembers_it() {
    let server = Dovecot::start();
    let proxy = Proxy::start(server.imap_port(), Vec::new());
    let mut client = Client::login(proxy.port(), "ann", "annpass");
    client.append("Drafts", "\\Draft", &sample());
    assert_eq!(client.fetch_all("Drafts")[0].bytes, sample());
    let said = proxy.said(Side::Client);
    assert!(said.iter().any(|unit| unit.contains("APPEND")), "{said:?}");
    assert!(said.iter().any(|unit| unit.as_bytes() == sample()));
    assert_eq!(proxy.connections(), 1);
}

/// Where the proxy strikes, and how many drafts must then lie on the server.
#[test]
fn the_proxy_strikes_between_every_two_steps_of_an_append() {
    use When::{AfterForward, BeforeForward};
    type Strike = fn() -> Vec<Trigger>;
    let table: [(&str, Strike, usize); 5] = [
        (
            "before the command",
            || vec![Trigger::client("APPEND", BeforeForward, Action::Cut)],
            0,
        ),
        (
            "before the literal",
            || vec![Trigger::client("Message-ID: ", BeforeForward, Action::Cut)],
            0,
        ),
        (
            "before the server's OK",
            || vec![Trigger::server("APPENDUID", BeforeForward, Action::Cut)],
            1,
        ),
        (
            "after the server's OK",
            || vec![Trigger::server("APPENDUID", AfterForward, Action::Cut)],
            1,
        ),
        (
            "at the next command",
            || {
                vec![
                    Trigger::server("APPENDUID", AfterForward, Action::Note),
                    Trigger::client("", BeforeForward, Action::Cut),
                ]
            },
            1,
        ),
    ];
    for (name, triggers, drafts) in table {
        let server = Dovecot::start();
        let triggers = triggers();
        let count = triggers.len();
        let proxy = Proxy::start(server.imap_port(), triggers);
        append_and_go_on(proxy.port());
        proxy.wait_fired(count);
        eventually(name, || {
            server.connect("ann").fetch_all("Drafts").len() == drafts
        });
    }
}

/// Sends an APPEND and one command more, whatever becomes of the connection.
fn append_and_go_on(port: u16) {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else {
        return;
    };
    let mail = sample();
    let size = mail.len();
    let mut answers = BufReader::new(stream.try_clone().expect("a socket has room for one more"));
    let mut answer = String::new();
    for part in [
        b"a LOGIN ann annpass\r\n".to_vec(),
        format!("b APPEND Drafts (\\Draft) {{{size}}}\r\n").into_bytes(),
        [mail, b"\r\n".to_vec()].concat(),
        b"c NOOP\r\n".to_vec(),
    ] {
        let _ = answers.read_line(&mut answer);
        let _ = stream.write_all(&part);
    }
    // The greeting counts for the first part, so one answer is still to come.
    let _ = answers.read_line(&mut answer);
}

#[test]
fn the_proxy_holds_replaces_and_calls() {
    let server = Dovecot::start();
    let gate = Gate::default();
    let called = Arc::new(AtomicBool::new(false));
    let flag = called.clone();
    let proxy = Proxy::start(
        server.imap_port(),
        vec![
            Trigger::client("NOOP", When::BeforeForward, Action::Hold(gate.clone())),
            Trigger::client(
                "CHECK",
                When::BeforeForward,
                Action::Call(Box::new(move || flag.store(true, Ordering::SeqCst))),
            ),
            Trigger::server(
                "OK",
                When::BeforeForward,
                Action::Replace(b"t4 NO [UNAVAILABLE] later\r\n".to_vec()),
            ),
        ],
    );
    let mut client = Client::login(proxy.port(), "ann", "annpass");
    let held = std::thread::scope(|scope| {
        let answer = scope.spawn(|| client.attempt("NOOP").tagged);
        proxy.wait_fired(1);
        let held = !answer.is_finished();
        gate.open();
        let answer = answer.join().expect("the client does not panic");
        assert!(answer.starts_with("OK"), "{answer}");
        held
    });
    assert!(held);
    client.select("INBOX");
    let answer = client.attempt("CHECK").tagged;
    assert_eq!(answer, "NO [UNAVAILABLE] later");
    assert!(called.load(Ordering::SeqCst));
    proxy.wait_fired(3);
}

#[test]
fn the_proxy_kills_its_victim_and_can_turn_new_ones_away() {
    let server = Dovecot::start();
    let victim = Victim::default();
    let proxy = Proxy::start(
        server.imap_port(),
        vec![Trigger::client(
            "NOOP",
            When::BeforeForward,
            Action::Kill(victim.clone()),
        )],
    );
    let process = Process::spawn(Command::new("tail").args(["-f", "/dev/null"]));
    victim.set(&process);
    assert!(process.is_running());
    let mut stream = TcpStream::connect(("127.0.0.1", proxy.port())).expect("the proxy listens");
    stream.write_all(b"a NOOP\r\n").expect("the proxy reads");
    proxy.wait_fired(1);
    assert_eq!(process.wait().signal(), Some(9));

    proxy.refuse();
    let mut answer = String::new();
    let turned_away = TcpStream::connect(("127.0.0.1", proxy.port())).expect("it still listens");
    assert!(matches!(
        BufReader::new(turned_away).read_line(&mut answer),
        Ok(0) | Err(_)
    ));
    proxy.admit();
    Client::login(proxy.port(), "ann", "annpass");
}

#[test]
fn a_script_plays_over_several_connections() {
    let server = Scripted::start(&[
        "S: * OK ready
         ALWAYS: NOOP => * 3 EXISTS | $ OK nothing new
         C: LOGIN ann
         S: $ OK in
         C: SELECT
         RAW: * OK [UIDVALIDITY 7] \\x41\\r\\n
         S: $ NO [UNAVAILABLE] later
         CLOSE",
        "S: * OK ready again
         C: APPEND
         S: + go on
         LITERAL
         S: $ OK [APPENDUID 7 9] done
         EOF",
    ]);
    let mut client = Client::login(server.port(), "ann", "annpass");
    assert_eq!(client.command("NOOP")[0].text, "* 3 EXISTS");
    let answer = client.attempt("SELECT INBOX");
    assert_eq!(answer.untagged[0].text, "* OK [UIDVALIDITY 7] A");
    assert_eq!(answer.tagged, "NO [UNAVAILABLE] later");

    let mut client = Client::connect(server.port());
    assert_eq!(client.append("Drafts", "\\Draft", &sample()), 9);
    drop(client);
    server.finish();
}

#[test]
fn a_script_that_is_not_followed_is_reported() {
    let server = Scripted::start(&["S: * OK ready\n C: LOGIN\n S: $ OK in"]);
    let mut stream = TcpStream::connect(("127.0.0.1", server.port())).expect("it listens");
    stream.write_all(b"x SELECT INBOX\r\n").expect("it reads");
    let report = server.result().expect_err("SELECT is no LOGIN");
    assert!(report.contains("instead of \"LOGIN\""), "{report}");
}

#[test]
fn a_process_is_watched_and_ended() {
    let process = Process::spawn(Command::new("sh").args([
        "-c",
        "trap 'echo bye >&2; exit 3' TERM; echo ready; while :; do sleep 0.01; done",
    ]));
    eventually("the process's first word", || process.stdout() == "ready\n");
    assert!(process.is_running());
    process.signal("TERM");
    assert_eq!(process.wait().code(), Some(3));
    eventually("its last word", || process.stderr() == "bye\n");
}

#[test]
fn the_binary_starts_in_an_environment_of_its_own() {
    let state = tempfile::tempdir().expect("a temporary folder can be made");
    let config = support::afterword::write_config(state.path(), "ann", "");
    assert!(config.ends_with("ann.toml"));
    let process = Process::spawn(support::afterword::command(state.path()).arg("--version"));
    assert!(process.wait().success());
}

#[test]
fn waiting_ends_with_the_condition_or_the_limit() {
    let mut looks = 0;
    assert!(support::wait_until(PATIENCE, || {
        looks += 1;
        looks == 3
    }));
    assert!(!support::wait_until(Duration::ZERO, || false));
}

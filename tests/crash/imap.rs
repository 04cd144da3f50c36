//! The daemon is killed, or its connection cut, between every two steps of its
//! talk with a real Dovecot.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tempfile::TempDir;

use super::support::dovecot::{Dovecot, DovecotOptions};
use super::support::imap::{Client, Fetched};
use super::support::process::{Process, Victim};
use super::support::proxy::{Action, Proxy, Side, Trigger, When};
use super::support::{PATIENCE, afterword, mails, wait_calmly, wait_until};
use super::{INTERVAL, SETTLED, an_hour_passes, side_by_side, wait_until_filed};

/// The commands of a round in which a rejection is found and its draft is
/// filed, each by what gives it away. The test fails when there are others.
const READING: [(&str, &str); 4] = [
    ("opening INBOX", "EXAMINE \"INBOX\""),
    ("asking what is new", "UID SEARCH"),
    ("reading the headers", "BODY.PEEK[HEADER]"),
    ("reading the text", "BODY.PEEK[]"),
];
const LOOKING: [(&str, &str); 10] = [
    ("asking for Drafts", "LIST"),
    ("asking for Sent", "LIST"),
    ("opening Drafts", "EXAMINE \"Drafts\""),
    ("looking for the draft", "HEADER Message-ID"),
    ("opening Sent", "EXAMINE \"Sent\""),
    ("looking for the sent draft", "HEADER Message-ID"),
    ("opening Drafts again", "EXAMINE \"Drafts\""),
    (
        "looking for an answer among the drafts",
        "HEADER In-Reply-To",
    ),
    ("opening Sent again", "EXAMINE \"Sent\""),
    ("looking for a sent answer", "HEADER In-Reply-To"),
];
const APPEND: &str = "APPEND \"Drafts\"";
const REJECTION: &str = "<r1@acme.example>";
const PASSWORD: &str = "secret";

/// What the strike does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Blow {
    Kill,
    Cut,
}

/// Where it falls: after all units of `before` were passed on, in order, when
/// `side` says `unit`.
#[derive(Debug, Clone)]
struct Strike {
    name: String,
    before: Vec<(Side, &'static str)>,
    side: Side,
    unit: &'static str,
    when: When,
}

/// A strike before and after each command of the round, and within the APPEND.
fn strikes() -> Vec<Strike> {
    let mut strikes = Vec::new();
    let mut before = Vec::new();
    let mut add = |before: &[(Side, &'static str)], name: String, side, unit, when| {
        let before = before.to_vec();
        strikes.push(Strike {
            name,
            before,
            side,
            unit,
            when,
        });
    };
    for (name, command) in READING.into_iter().chain(LOOKING) {
        add(
            &before,
            format!("before {name}"),
            Side::Client,
            command,
            When::BeforeForward,
        );
        before.push((Side::Client, command));
        add(
            &before,
            format!("after {name}"),
            Side::Server,
            " completed",
            When::BeforeForward,
        );
    }
    for (name, side, unit) in [
        ("the APPEND", Side::Client, APPEND),
        ("the server's +", Side::Server, "+ "),
        ("the draft's octets", Side::Client, "Message-ID: "),
        ("the end of the command", Side::Client, "\r\n"),
        ("the server's OK", Side::Server, "APPENDUID"),
    ] {
        add(
            &before,
            format!("before {name}"),
            side,
            unit,
            When::BeforeForward,
        );
        add(
            &before,
            format!("after {name}"),
            side,
            unit,
            When::AfterForward,
        );
        before.push((side, unit));
    }
    for (name, side, unit) in [
        (
            "before opening INBOX again",
            Side::Client,
            "EXAMINE \"INBOX\"",
        ),
        ("after opening INBOX again", Side::Server, " completed"),
        ("before IDLE", Side::Client, "IDLE"),
    ] {
        add(&before, name.to_owned(), side, unit, When::BeforeForward);
        before.push((side, unit));
    }
    strikes
}

impl Strike {
    /// A lost connection is the same to both sides before a command that
    /// changes nothing and after it, so cuts leave out one of the two.
    fn is_for(&self, blow: Blow) -> bool {
        let asks = LOOKING
            .iter()
            .chain(&READING)
            .any(|(_, command)| *command == self.unit);
        blow == Blow::Kill || !asks || self.before.len() > READING.len() + LOOKING.len()
    }

    fn triggers(&self, blow: Action) -> Vec<Trigger> {
        let trigger = |side, unit, when, action| match side {
            Side::Client => Trigger::client(unit, when, action),
            Side::Server => Trigger::server(unit, when, action),
        };
        let steps = self.before.iter();
        let mut triggers: Vec<Trigger> = steps
            .map(|(side, unit)| trigger(*side, unit, When::BeforeForward, Action::Note))
            .collect();
        triggers.push(trigger(self.side, self.unit, self.when, blow));
        triggers
    }
}

/// One server for all cases; each case is a user of it.
fn server() -> Dovecot {
    Dovecot::with(&DovecotOptions {
        settings: format!("passdb {{\n driver = static\n args = password={PASSWORD}\n}}\n"),
        ..Default::default()
    })
}

/// A mailbox with one rejection in it, a proxy before it, and a state folder.
struct Bed<'a> {
    server: &'a Dovecot,
    user: String,
    proxy: Proxy,
    config: PathBuf,
    state: TempDir,
    inbox: Vec<Visible>,
}

/// What a user can see of a mail: uid, flags, date and text.
type Visible = (u32, Vec<String>, String, Vec<u8>);

impl<'a> Bed<'a> {
    fn new(server: &'a Dovecot, user: String, triggers: Vec<Trigger>) -> Self {
        let proxy = Proxy::start(server.imap_port(), triggers);
        let state = tempfile::tempdir().expect("a temporary folder can be made");
        let config = configuration(state.path(), &user, proxy.port());
        let mut client = Client::login(server.imap_port(), &user, PASSWORD);
        let jo = "Jo Park <jo.park@acme.example>";
        let rejection = mails::rejection(REJECTION, jo, "Your application: Data Engineer");
        client.append("INBOX", "", &rejection);
        client.append("INBOX", "\\Seen", &mails::newsletter("<n1@news.example>"));
        let inbox = visible(&client.fetch_all("INBOX"));
        Self {
            server,
            user,
            proxy,
            config,
            state,
            inbox,
        }
    }

    fn state(&self) -> &Path {
        self.state.path()
    }

    fn client(&self) -> Client {
        Client::login(self.server.imap_port(), &self.user, PASSWORD)
    }

    fn run(&self) -> Process {
        afterword::run(&self.config, self.state())
    }

    #[track_caller]
    fn once(&self) {
        let done = afterword::once(&self.config, self.state());
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
    }

    fn drafts(&self) -> Vec<Fetched> {
        self.client().fetch_all("Drafts")
    }

    /// How many drafts lie on the server's disk: asked often, it costs little.
    fn count_drafts(&self) -> usize {
        let drafts = self.server.maildir(&self.user).join(".Drafts");
        let count = |part| fs::read_dir(drafts.join(part)).map_or(0, Iterator::count);
        count("new") + count("cur")
    }

    /// One right draft, known to the ledger, and nothing else changed.
    #[track_caller]
    fn assert_one_draft(&self, daemon: &Process) {
        let there = wait_calmly(SETTLED, INTERVAL, || self.count_drafts() > 0);
        assert!(there, "no draft; the daemon said:\n{}", daemon.stderr());
        let case = wait_until_filed(self.state());
        // A daemon that was told nothing yet still makes a whole round.
        let connected = wait_until(PATIENCE, || daemon.stderr().contains("connected"));
        assert!(connected, "{}", daemon.stderr());
        assert!(daemon.terminate().success(), "{}", daemon.stderr());
        let drafts = self.drafts();
        let ids: Vec<_> = drafts
            .iter()
            .map(|draft| draft.header("Message-ID"))
            .collect();
        let expected = case["draft_message_id"].as_str().map(str::to_owned);
        assert_eq!(ids, [expected]);
        assert_eq!(drafts[0].header("In-Reply-To").as_deref(), Some(REJECTION));
        assert!(drafts[0].body().contains("Ann Example"), "it is whole");
        assert_eq!(self.client().fetch_all("Sent"), []);
        assert_eq!(visible(&self.client().fetch_all("INBOX")), self.inbox);
    }
}

fn configuration(folder: &Path, user: &str, port: u16) -> PathBuf {
    let password = folder.join("password");
    fs::write(&password, PASSWORD).expect("the folder can be written");
    fs::set_permissions(&password, fs::Permissions::from_mode(0o600)).expect("the file is ours");
    let toml = format!(
        "[identity]\nname = \"Ann Example\"\naddress = \"ann@example.org\"\n\
         [imap]\nhost = \"127.0.0.1\"\nport = {port}\nsecurity = \"plaintext\"\n\
         user = \"{user}\"\npassword_file = \"{}\"\n",
        password.display()
    );
    afterword::write_config(folder, "ann", &toml)
}

fn visible(mails: &[Fetched]) -> Vec<Visible> {
    let kept = |flags: &[String]| flags.iter().filter(|f| *f != "\\Recent").cloned().collect();
    mails
        .iter()
        .map(|m| {
            (
                m.uid,
                kept(&m.flags),
                m.internal_date.clone(),
                m.bytes.clone(),
            )
        })
        .collect()
}

#[test]
fn a_kill_or_a_cut_at_any_step_leads_to_one_draft() {
    let servers = [(Blow::Kill, server()), (Blow::Cut, server())];
    let mut cases = Vec::new();
    for (blow, server) in &servers {
        let strikes = strikes().into_iter().enumerate();
        for (number, strike) in strikes.filter(|(_, strike)| strike.is_for(*blow)) {
            let name = format!("{blow:?} {}", strike.name);
            let user = format!("user{number}");
            cases.push((name, (*blow, server, user, number, strike)));
        }
    }
    // The last steps are those after which an APPEND is left to settle: the
    // others have their turn while these wait.
    cases.reverse();
    let lanes: [Mutex<()>; 3] = Default::default();
    side_by_side(cases, |(blow, server, user, number, strike)| {
        let victim = Victim::default();
        let action = match blow {
            Blow::Kill => Action::Kill(victim.clone()),
            Blow::Cut => Action::Cut,
        };
        let triggers = strike.triggers(action);
        let count = triggers.len();
        // A few at a time up to the strike; all at once would only slow each other.
        let lane = &lanes[number % lanes.len()];
        let turn = lane.lock().unwrap_or_else(PoisonError::into_inner);
        let bed = Bed::new(server, user, triggers);
        let mut daemon = bed.run();
        victim.set(&daemon);
        let struck = wait_until(PATIENCE, || bed.proxy.fired() == count);
        let said = || bed.proxy.said(Side::Client);
        assert!(struck, "{:#?}\n{}", said(), daemon.stderr());
        drop(turn);
        if blow == Blow::Kill {
            assert_eq!(daemon.wait().signal(), Some(9));
            // The ledger opens after the crash, before any daemon mends it.
            afterword::cases(bed.state());
            daemon = bed.run();
        }
        bed.assert_one_draft(&daemon);
    });
}

/// An attempt that is interrupted after a long outage is as fresh as the first
/// one was: the server may be storing the draft at this very moment.
#[test]
fn each_interrupted_attempt_is_left_to_settle() {
    let server = server();
    let victim = Victim::default();
    let kill = || Action::Kill(victim.clone());
    let triggers = [kill(), kill()].map(|kill| Trigger::client(APPEND, When::BeforeForward, kill));
    let bed = Bed::new(&server, "user".to_owned(), triggers.into());
    for attempt in 1..=2 {
        let daemon = bed.run();
        victim.set(&daemon);
        bed.proxy.wait_fired(attempt);
        assert_eq!(daemon.wait().signal(), Some(9));
        if attempt == 1 {
            an_hour_passes(bed.state());
        }
    }
    bed.once();
    assert_eq!(bed.count_drafts(), 0, "it is too early for a third attempt");
    let cases = afterword::cases(bed.state());
    assert_eq!(cases[0]["state"], "intended", "{cases:#?}");
    an_hour_passes(bed.state());
    bed.once();
    assert_eq!(bed.count_drafts(), 1);
}

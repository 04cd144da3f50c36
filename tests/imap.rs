//! The main job on a real Dovecot over TLS: a rejection arrives, one right draft
//! stands in Drafts, and nothing else in the mailbox has changed.

mod support;

use std::path::PathBuf;

use support::afterword;
use support::dovecot::{Dovecot, DovecotOptions, Drafts, Idle, Security, Storage};
use support::imap::Fetched;
use support::process::Process;
use support::{PATIENCE, eventually, mails, wait_until};
use tempfile::TempDir;

const JO: &str = "Jo Park <jo.park@acme.example>";

/// A server, a configuration for Ann's mailbox, and a state folder.
struct Bed {
    server: Dovecot,
    config: PathBuf,
    state: TempDir,
}

impl Bed {
    fn new(server: Dovecot, more: &str) -> Self {
        let toml = format!("{}{more}", server.config_toml("ann"));
        Self::with_config(server, &toml)
    }

    fn with_config(server: Dovecot, toml: &str) -> Self {
        let state = tempfile::tempdir().expect("a temporary folder can be made");
        let config = afterword::write_config(state.path(), "ann", toml);
        Self {
            server,
            config,
            state,
        }
    }

    fn run(&self) -> Process {
        afterword::run(&self.config, self.state.path())
    }

    /// One round, which must go well.
    fn once(&self) {
        let done = afterword::command(self.state.path())
            .args(["run", "--once"])
            .arg(&self.config)
            .output()
            .expect("the program starts");
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{said}");
    }

    fn drafts(&self) -> Vec<Fetched> {
        self.server.connect("ann").fetch_all("Drafts")
    }

    fn wait_for_drafts(&self, count: usize) -> Vec<Fetched> {
        eventually("the drafts", || self.drafts().len() == count);
        self.drafts()
    }
}

fn rejection(id: &str) -> Vec<u8> {
    mails::rejection(id, JO, "Your application: Data Engineer")
}

#[test]
fn a_rejection_that_arrives_during_idle_becomes_a_right_draft() {
    let bed = Bed::new(Dovecot::start(), "");
    let daemon = bed.run();
    eventually("the daemon idles", || {
        bed.server.log().contains("Login") && daemon.stderr().contains("connected")
    });
    bed.server.deliver("ann", &rejection("<r1@acme.example>"));

    let drafts = bed.wait_for_drafts(1);
    let draft = &drafts[0];
    assert!(
        draft.has_flag("\\Draft") && draft.has_flag("\\Seen"),
        "{:?}",
        draft.flags
    );
    let header = |name: &str| draft.header(name).unwrap_or_default();
    assert_eq!(header("to"), "\"Jo Park\" <jo.park@acme.example>");
    assert_eq!(header("from"), "\"Ann Example\" <ann@example.org>");
    assert_eq!(header("subject"), "Re: Your application: Data Engineer");
    assert_eq!(header("in-reply-to"), "<r1@acme.example>");
    assert_eq!(header("references"), "<r1@acme.example>");
    assert!(
        header("message-id").ends_with("@example.org>"),
        "{}",
        header("message-id")
    );
    assert!(
        header("content-type").contains("utf-8"),
        "{}",
        header("content-type")
    );
    let text = String::from_utf8_lossy(&draft.bytes).into_owned();
    assert!(
        !text.replace("\r\n", "").contains('\n'),
        "every line ends in CRLF"
    );
    let body = draft.body();
    assert!(body.starts_with("Dear Jo,"), "{body}");
    assert!(body.contains("Ann Example"), "{body}");
    assert!(body.contains("> After careful consideration"), "{body}");

    let status = daemon.terminate();
    assert!(status.success(), "{}", daemon.stderr());
}

#[test]
fn polling_finds_mail_where_the_server_offers_no_idle() {
    let server = Dovecot::with(&DovecotOptions {
        idle: Idle::Hidden,
        ..Default::default()
    });
    let bed = Bed::new(server, "[watch]\npoll_interval = \"10s\"\n");
    let daemon = bed.run();
    eventually("the daemon is connected", || {
        daemon.stderr().contains("connected")
    });
    bed.server.deliver("ann", &rejection("<r1@acme.example>"));
    bed.wait_for_drafts(1);
    assert!(daemon.terminate().success());
}

#[test]
fn the_inbox_stays_as_it_was() {
    let bed = Bed::new(Dovecot::start(), "");
    let mut client = bed.server.connect("ann");
    client.append("INBOX", "", &rejection("<r1@acme.example>"));
    client.append(
        "INBOX",
        "\\Flagged",
        &mails::newsletter("<n1@news.example>"),
    );
    client.append(
        "INBOX",
        "\\Seen",
        &mails::invitation("<i1@acme.example>", JO, "Interview"),
    );
    let before = client.fetch_all("INBOX");
    bed.once();
    assert_eq!(bed.drafts().len(), 1);
    let after = bed.server.connect("ann").fetch_all("INBOX");
    let visible = |mails: &[Fetched]| -> Vec<_> {
        mails
            .iter()
            .map(|m| {
                let flags: Vec<String> = m
                    .flags
                    .iter()
                    .filter(|f| *f != "\\Recent")
                    .cloned()
                    .collect();
                (m.uid, flags, m.internal_date.clone(), m.bytes.clone())
            })
            .collect()
    };
    assert_eq!(visible(&after), visible(&before));
}

#[test]
fn a_second_run_adds_nothing() {
    let bed = Bed::new(Dovecot::start(), "");
    bed.server.deliver("ann", &rejection("<r1@acme.example>"));
    bed.once();
    let first = bed.drafts();
    bed.once();
    assert_eq!(bed.drafts(), first);
    assert_eq!(first.len(), 1);
}

#[test]
fn a_copy_in_another_mailbox_is_the_same_rejection() {
    let bed = Bed::new(
        Dovecot::start(),
        "[watch]\nmailboxes = [\"INBOX\", \"Archive\"]\n",
    );
    let mut client = bed.server.connect("ann");
    client.command("CREATE Archive");
    client.append("INBOX", "", &rejection("<r1@acme.example>"));
    client.append("Archive", "", &rejection("<r1@acme.example>"));
    bed.once();
    assert_eq!(bed.drafts().len(), 1);
}

#[test]
fn a_draft_that_the_user_deleted_is_not_made_again() {
    let bed = Bed::new(Dovecot::start(), "");
    bed.server.deliver("ann", &rejection("<r1@acme.example>"));
    bed.once();
    let uid = bed.drafts()[0].uid;
    bed.server
        .connect("ann")
        .store_deleted_and_expunge("Drafts", uid);
    bed.once();
    assert_eq!(bed.drafts(), []);
}

#[test]
fn a_draft_that_the_user_edited_or_sent_is_not_made_again() {
    let bed = Bed::new(Dovecot::start(), "");
    bed.server.deliver("ann", &rejection("<r1@acme.example>"));
    bed.once();
    let draft = bed.drafts().remove(0);
    let mut client = bed.server.connect("ann");
    // A mail program that edits a draft stores a new one and removes the old.
    let edited = String::from_utf8_lossy(&draft.bytes).replace("Dear Jo,", "Hi Jo,");
    client.store_deleted_and_expunge("Drafts", draft.uid);
    client.append("Drafts", "\\Seen", edited.as_bytes());
    bed.once();
    let after = bed.drafts();
    assert_eq!(after.len(), 1);
    assert!(after[0].body().starts_with("Hi Jo,"));
    // And one that sends it moves it to Sent.
    client.store_deleted_and_expunge("Drafts", after[0].uid);
    client.append("Sent", "\\Seen", edited.as_bytes());
    bed.once();
    assert_eq!(bed.drafts(), []);
}

#[test]
fn a_rejection_that_the_user_answered_by_hand_gets_no_draft() {
    let bed = Bed::new(Dovecot::start(), "");
    bed.server.deliver("ann", &rejection("<r1@acme.example>"));
    let answer = mails::Mail {
        message_id: "<mine@example.org>",
        from: "Ann Example <ann@example.org>",
        subject: "Re: Your application: Data Engineer",
        headers: &["In-Reply-To: <r1@acme.example>"],
        body: "Thank you for letting me know.",
    };
    bed.server
        .connect("ann")
        .append("Sent", "\\Seen", &answer.bytes());
    bed.once();
    assert_eq!(bed.drafts(), []);
}

#[test]
fn starttls_and_plaintext_on_loopback_lead_to_the_same_draft() {
    for security in [Security::StartTls, Security::Plaintext] {
        let server = Dovecot::start();
        let toml = server.config_toml_by("ann", security, server.imap_port());
        let bed = Bed::with_config(server, &toml);
        bed.server.deliver("ann", &rejection("<r1@acme.example>"));
        bed.once();
        assert_eq!(bed.drafts().len(), 1, "{security:?}");
    }
}

#[test]
fn a_drafts_mailbox_with_a_localised_name_is_found() {
    for drafts in [Drafts::Marked("Entwürfe"), Drafts::Unmarked("Entwürfe")] {
        let server = Dovecot::with(&DovecotOptions {
            drafts: drafts.clone(),
            storage: Storage::Sdbox,
            ..Default::default()
        });
        let bed = Bed::new(server, "");
        bed.server.deliver("ann", &rejection("<r1@acme.example>"));
        bed.once();
        let found = bed.server.connect("ann").fetch_all("Entw&APw-rfe");
        assert_eq!(found.len(), 1, "{drafts:?}");
    }
}

#[test]
fn mail_from_before_the_lookback_is_history() {
    let bed = Bed::new(Dovecot::start(), "");
    bed.server.deliver_dated(
        "ann",
        "16-Nov-2020 09:30:00 +0000",
        &rejection("<old@acme.example>"),
    );
    bed.once();
    assert_eq!(bed.drafts(), []);
    // What comes in from now on is handled, whatever its date.
    bed.server.deliver("ann", &rejection("<new@acme.example>"));
    bed.once();
    assert_eq!(bed.drafts().len(), 1);
}

#[test]
fn renumbered_messages_are_not_handled_twice() {
    let bed = Bed::new(Dovecot::start(), "");
    bed.server.deliver("ann", &rejection("<r1@acme.example>"));
    bed.once();
    let mut client = bed.server.connect("ann");
    client.store_deleted_and_expunge("Drafts", bed.drafts()[0].uid);
    drop(client);
    // Without its list of UIDs Dovecot starts a new UIDVALIDITY.
    for name in [
        "dovecot-uidlist",
        "dovecot.index",
        "dovecot.index.log",
        "dovecot.index.cache",
    ] {
        let _ = std::fs::remove_file(bed.server.maildir("ann").join(name));
    }
    bed.once();
    assert_eq!(bed.drafts(), []);
}

#[test]
fn a_cool_off_holds_the_draft_back() {
    let bed = Bed::new(Dovecot::start(), "[draft]\ncool_off = \"1h\"\n");
    bed.server.deliver("ann", &rejection("<r1@acme.example>"));
    bed.once();
    assert_eq!(bed.drafts(), []);
    let status = afterword::command(bed.state.path())
        .args(["status", "--json"])
        .output();
    let status = String::from_utf8(status.expect("the program starts").stdout).expect("UTF-8");
    assert!(status.contains("\"state\":\"queued\""), "{status}");
}

#[test]
fn a_stop_in_the_middle_of_idle_is_clean_and_quick() {
    let bed = Bed::new(Dovecot::start(), "");
    let daemon = bed.run();
    eventually("the daemon is connected", || {
        daemon.stderr().contains("connected")
    });
    let began = std::time::Instant::now();
    assert!(daemon.terminate().success());
    assert!(began.elapsed() < PATIENCE);
    assert!(
        wait_until(PATIENCE, || bed.server.log().contains("Logged out")),
        "it says goodbye"
    );
}

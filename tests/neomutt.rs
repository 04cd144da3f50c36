//! The draft in a real mail program: neomutt opens it from Dovecot's Drafts for
//! editing, and the editor gets a reply with nothing lost.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use support::dovecot::Dovecot;
use support::mails::Mail;
use support::process::send_signal;
use support::{PATIENCE, afterword, wait_until};

const NAME: &str = "Jörg Müller-田中";
const SUBJECT: &str = "Your application: Größenwart (応募)";
const QUOTED: [&str; 2] = ["Viele Grüße aus Köln", "今後のご活躍をお祈り申し上げます"];

#[test]
fn neomutt_opens_the_draft_as_an_editable_reply() {
    let server = Dovecot::start();
    server.deliver("ann", &rejection());
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let config = afterword::write_config(folder.path(), "ann", &server.config_toml("ann"));
    let done = afterword::once(&config, folder.path());
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let drafts = server.connect("ann").fetch_all("Drafts");
    assert_eq!(drafts.len(), 1);

    let text = Neomutt::recall(&server, folder.path()).edited();
    let (head, body) = text.split_once("\n\n").expect("header and body");
    let header = |name: &str| {
        let lines: Vec<_> = head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .collect();
        let found = lines.iter().find(|(field, _)| *field == name);
        found
            .map(|(_, value)| value.trim().to_owned())
            .unwrap_or_default()
    };
    assert_eq!(header("From"), "Ann Example <ann@example.org>", "{head}");
    assert_eq!(
        header("To"),
        format!("{NAME} <joerg@acme.example>"),
        "{head}"
    );
    assert_eq!(header("Subject"), format!("Re: {SUBJECT}"), "{head}");
    assert_eq!(header("In-Reply-To"), "<r1@acme.example>", "{head}");
    let id = drafts[0].header("Message-ID");
    assert!(id.is_some_and(|id| id.ends_with("@example.org>")));
    assert!(body.contains("Jörg"), "the greeting: {body}");
    assert!(body.contains("Ann Example"), "the signature: {body}");
    for line in QUOTED {
        assert!(body.contains(&format!("> {line}")), "{line}: {body}");
    }
}

/// The words in header and body are of the scripts that get lost most easily.
fn rejection() -> Vec<u8> {
    let encoded = |text: &str| format!("=?utf-8?B?{}?=", STANDARD.encode(text));
    let body = format!(
        "Dear Ann,\n\n\
         After careful consideration we have decided not to move forward with\n\
         your application for the position of Data Engineer.\n\n\
         {}\n{}\n{NAME}",
        QUOTED[0], QUOTED[1]
    );
    Mail {
        message_id: "<r1@acme.example>",
        from: &format!("{} <joerg@acme.example>", encoded(NAME)),
        subject: &encoded(SUBJECT),
        headers: &[],
        body: &body,
    }
    .bytes()
}

/// neomutt in a terminal of its own.
struct Neomutt {
    script: Child,
    folder: PathBuf,
}

impl Neomutt {
    /// Starts it on the user's Drafts, to go on with the postponed message
    /// there. Its editor only copies what it was given.
    fn recall(server: &Dovecot, folder: &Path) -> Self {
        let folder = folder.to_owned();
        let (settings, edited) = (folder.join("neomuttrc"), folder.join("edited"));
        let password = fs::read_to_string(server.password_file("ann"));
        let text = format!(
            "set folder=imap://127.0.0.1:{port}/ spoolfile=+INBOX postponed=+Drafts record=\"\"\n\
             set imap_user=ann imap_pass={password}\n\
             set ssl_starttls=no ssl_force_tls=no ssl_verify_host=no\n\
             set charset=utf-8 edit_headers=yes autoedit=yes recall=yes\n\
             set editor=\"cp %s {edited}.part && mv {edited}.part {edited}; true\"\n\
             set sendmail=/bin/false header_cache=\"\" crypt_use_gpgme=no sleep_time=0\n",
            port = server.imap_port(),
            password = password.expect("the file is there").trim(),
            edited = edited.display(),
        );
        fs::write(&settings, text).expect("the folder can be written");
        let neomutt = format!("neomutt -n -F {} -p", settings.display());
        let mut script = Command::new("script");
        script
            .args(["-q", "-e", "-f", "-c", &neomutt])
            .arg(folder.join("screen"))
            .env("HOME", &folder)
            .env("TERM", "xterm")
            .env("LC_ALL", "C.UTF-8")
            .env("TMPDIR", &folder)
            // It stays open: where it ends, so does the terminal.
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let script = script.spawn();
        let script = script.expect("script is installed (Debian: bsdutils)");
        Self { script, folder }
    }

    /// What the editor was given.
    #[track_caller]
    fn edited(mut self) -> String {
        let edited = self.folder.join("edited");
        let ended = |script: &mut Child| matches!(script.try_wait(), Ok(Some(_)));
        let there = wait_until(PATIENCE, || edited.exists() || ended(&mut self.script));
        let screen = fs::read(self.folder.join("screen")).unwrap_or_default();
        let screen = String::from_utf8_lossy(&screen);
        assert!(
            there && edited.exists(),
            "neomutt (Debian: neomutt; tests/run installs it) opened nothing: {screen}"
        );
        fs::read_to_string(edited).expect("the copy is UTF-8")
    }
}

impl Drop for Neomutt {
    fn drop(&mut self) {
        // The end of its terminal ends neomutt, which then leaves the draft alone.
        send_signal(self.script.id(), "TERM");
        let _ = wait_until(PATIENCE, || matches!(self.script.try_wait(), Ok(Some(_))));
        let _ = self.script.kill();
        let _ = self.script.wait();
    }
}

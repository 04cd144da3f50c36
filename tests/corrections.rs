//! What the user says of a mail stands above every phrase: marks, senders that
//! are excepted, and what is offered for the next time.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use support::afterword;
use support::bed::{Bed, Said, holds, lacks};
use support::dovecot::Dovecot;
use support::eventually;
use support::maildir::{Layout, Maildir};
use support::mails::{self, Mail};

const JO: &str = "Jo Park <jo.park@acme.example>";

/// The draft waits for as long as a test may take.
const LATER: &str = "[draft]\ncool_off = \"3h\"\n";

fn rejection(id: &str) -> Vec<u8> {
    mails::rejection(id, JO, "Your application: Data Engineer")
}

/// A rejection in words that no pack has.
fn missed(id: &str) -> Vec<u8> {
    let mail = Mail {
        message_id: id,
        from: JO,
        subject: "Your application",
        headers: &[],
        body: "Dear Ann,\n\nThank you for applying to Acme. The quorzle is not zat for Ann \
               this time.\n\nAll the best,\nJo Park",
    };
    mail.bytes()
}

/// Phrases that make [`missed`] unsure: it rejects, and says that it goes on.
const HINT: &str = "language = \"en\"\n[[decision]]\nweight = 3\nphrases = [\"quorzle is not zat\"]\n\
                    [[advance]]\nweight = 3\nphrases = [\"for ann this time\"]\n";

trait Runs {
    fn state(&self) -> PathBuf;
    fn config(&self) -> PathBuf;

    fn command(&self, words: &[&str]) -> Command {
        let mut command = afterword::command(&self.state());
        command.args(words);
        command
    }

    fn say(&self, words: &[&str]) -> Said {
        Said::of(&mut self.command(words))
    }

    /// `afterword mark TARGET --WORD CONFIG`.
    fn mark(&self, target: &str, word: &str) -> Said {
        let config = self.config();
        let config = config.to_str().expect("it is text");
        self.say(&["mark", target, word, config])
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.state().join(name);
        fs::write(&path, bytes).expect("it is ours");
        path.to_str().expect("it is text").to_owned()
    }

    #[track_caller]
    fn only_case(&self) -> Value {
        let mut cases = afterword::cases(&self.state());
        assert_eq!(cases.len(), 1, "{cases:?}");
        cases.remove(0)
    }
}

impl Runs for Maildir {
    fn state(&self) -> PathBuf {
        Maildir::state(self).to_owned()
    }

    fn config(&self) -> PathBuf {
        Maildir::config(self).to_owned()
    }
}

impl Runs for Bed {
    fn state(&self) -> PathBuf {
        Bed::state(self)
    }

    fn config(&self) -> PathBuf {
        Bed::config(self).join("ann.toml")
    }
}

/// A Maildir whose settings name a pack, and the pack.
fn with_pack(pack: &str) -> (Maildir, PathBuf) {
    let bed = Maildir::new(Layout::Plus, "");
    let file = bed.file("mine.toml", pack);
    let settings = fs::read_to_string(Runs::config(&bed)).expect("they are there");
    let settings = format!("{settings}\n[draft]\nphrases = [{file:?}]\n");
    fs::write(Runs::config(&bed), settings).expect("they are ours");
    (bed, PathBuf::from(file))
}

#[track_caller]
fn done(said: &Said, words: &[&str]) {
    assert_eq!(said.code, 0, "{}", said.all());
    assert_eq!(said.err, "");
    holds(&said.out, words);
}

/// The lines between the blank ones around the offered pack.
#[track_caller]
fn offered(said: &Said) -> String {
    let begins = said.out.find("language = ").expect("a pack is offered");
    let rest = &said.out[begins..];
    let ends = rest.find("]\n\nwith it").expect("and its end") + 2;
    rest[..ends].to_owned()
}

// ---------------------------------------------------------- no rejection

#[test]
fn a_draft_that_waits_is_dropped_and_comes_back_when_the_mark_is_taken_back() {
    let bed = Maildir::new(Layout::Plus, LATER);
    bed.deliver(&rejection("<r1@acme.example>"));
    bed.once();
    let case = bed.only_case();
    assert_eq!(
        (&case["state"], &case["mark"]),
        (&"queued".into(), &Value::Null)
    );
    let number = case["number"].to_string();

    let said = bed.mark(&number, "--not-rejection");
    done(
        &said,
        &["marked as no rejection", "which waited, was dropped"],
    );
    let after = bed.only_case();
    assert_eq!(after["state"], "skipped");
    assert_eq!(after["reason"], "you marked it as no rejection");
    assert_eq!(after["mark"], "not-rejection");
    assert_eq!(after["due"], Value::Null);
    let status = bed.say(&["status"]);
    holds(&status.out, &["you marked it as no rejection", &number]);

    // By its Message-ID, with brackets or without.
    let said = bed.mark("<r1@acme.example>", "--rejection");
    done(
        &said,
        &["marked as a rejection", "a draft will be filed at"],
    );
    let back = bed.only_case();
    assert_eq!(
        (&back["state"], &back["mark"]),
        (&"queued".into(), &"rejection".into())
    );
    assert_eq!(
        back["due"], case["due"],
        "the cool-off counts from the arrival"
    );
    assert_eq!(back["window_ends"], case["window_ends"]);
    done(
        &bed.mark("r1@acme.example", "--rejection"),
        &["it was judged so already"],
    );
    assert_eq!(bed.drafts().len(), 0);
}

#[test]
fn a_filed_draft_is_named_and_left_alone_and_not_made_again() {
    let bed = Maildir::new(Layout::Plus, "");
    bed.deliver(&rejection("<r1@acme.example>"));
    bed.once();
    let before = bed.drafts();
    assert_eq!(before.len(), 1);
    let id = bed.only_case()["draft_message_id"].clone();
    let said = bed.mark("1", "--not-rejection");
    done(
        &said,
        &[
            "its draft was filed in .Drafts",
            id.as_str().expect("text"),
            "delete it in your mail program",
        ],
    );
    assert_eq!(bed.drafts(), before, "no message is touched");
    holds(&bed.say(&["status"]).out, &["delete its draft in .Drafts"]);

    let name = before.keys().next().expect("one").clone();
    fs::remove_file(bed.folder("Drafts").join("cur").join(name)).expect("it lies there");
    bed.deliver(&rejection("<r1@acme.example>"));
    bed.once();
    let config = Runs::config(&bed);
    let config = config.to_str().expect("it is text");
    assert_eq!(bed.say(&["scan", "--file-drafts", config]).code, 0);
    assert_eq!(bed.drafts().len(), 0);
    assert_eq!(bed.only_case()["state"], "filed");
}

#[test]
fn a_mail_that_is_marked_before_it_comes_gets_no_draft() {
    let bed = Maildir::new(Layout::Plus, "");
    let file = bed.file("r1.eml", rejection("<r1@acme.example>"));
    done(
        &bed.mark(&file, "--not-rejection"),
        &["it will get no draft"],
    );
    bed.deliver(&rejection("<r1@acme.example>"));
    bed.deliver(&rejection("<r2@acme.example>"));
    bed.once();
    assert_eq!(bed.drafts().len(), 1);
    let cases = afterword::cases(&Runs::state(&bed));
    let state = |id: &str| {
        let case = cases.iter().find(|case| case["message_id"] == id);
        case.expect("it is there")["state"].clone()
    };
    assert_eq!(state("<r1@acme.example>"), "skipped");
    assert_eq!(state("<r2@acme.example>"), "filed");

    // A look back sees it with the user's eyes, and so does explain.
    let config = Runs::config(&bed);
    let config = config.to_str().expect("it is text");
    let scan = bed.say(&["scan", "--json", config]).json();
    let found: Vec<_> = scan
        .iter()
        .map(|case| case["message_ids"][0].clone())
        .collect();
    assert_eq!(found, ["<r2@acme.example>"]);
    let why = bed.say(&["explain", "--config", config, &file]);
    assert_eq!(why.code, 1, "{}", why.all());
    holds(&why.out, &["you marked it as no rejection"]);
    // Without the settings nobody knows whose mail it is.
    assert_eq!(bed.say(&["explain", &file]).code, 0);
}

#[test]
fn a_filing_that_was_interrupted_before_the_mark_is_not_taken_up_again() {
    let bed = Maildir::new(Layout::Plus, LATER);
    bed.deliver(&rejection("<r1@acme.example>"));
    bed.once();
    // As a crash between the intent and the draft leaves it, long ago.
    let ledger = rusqlite::Connection::open(Runs::state(&bed).join("ledger.sqlite3"));
    let interrupted = ledger
        .expect("it is ours")
        .execute("UPDATE cases SET state = 'intended', changed_at = 0", []);
    assert_eq!(interrupted.expect("it can be written"), 1);
    let said = bed.mark("1", "--not-rejection");
    done(&said, &["was just being filed", "for you to delete"]);
    bed.once();
    assert_eq!(bed.drafts().len(), 0);
    assert_eq!(bed.only_case()["state"], "skipped");
}

#[test]
fn a_daemon_at_work_takes_a_mark_without_ado() {
    let bed = Bed::new(Dovecot::start(), LATER);
    let daemon = bed.run();
    bed.server.deliver("ann", &rejection("<r1@acme.example>"));
    eventually("the first case", || bed.cases().len() == 1);
    done(
        &bed.mark("1", "--not-rejection"),
        &["which waited, was dropped"],
    );
    bed.server.deliver("ann", &rejection("<r2@acme.example>"));
    eventually("the second case", || bed.cases().len() == 2);
    let states: Vec<_> = bed
        .cases()
        .iter()
        .map(|case| case["state"].clone())
        .collect();
    assert_eq!(states, ["queued", "skipped"]);
    assert!(daemon.terminate().success());
    lacks(&daemon.stderr(), &["stopped watching", "ERROR", "WARN"]);
}

// ------------------------------------------------------------- a rejection

#[test]
fn an_unsure_mail_of_the_server_gets_its_draft_by_its_number() {
    let bed = Bed::new(Dovecot::start(), "");
    let pack = bed.file("mine.toml", HINT);
    let settings = bed.server.config_toml("ann");
    bed.write("ann", &format!("{settings}[draft]\nphrases = [{pack:?}]\n"));
    bed.server.deliver("ann", &missed("<m1@acme.example>"));
    bed.once();
    assert_eq!(bed.only_case()["state"], "unsure");
    assert_eq!(bed.drafts("ann").len(), 0);

    let said = bed.mark("1", "--rejection");
    done(
        &said,
        &[
            "marked as a rejection",
            "a draft will be filed at",
            "`afterword run --once`",
        ],
    );
    let case = bed.only_case();
    assert_eq!(case["state"], "queued");
    assert_eq!(
        case["reasons"],
        serde_json::json!(["you marked it as a rejection"])
    );
    assert_eq!(case["contact_address"], "jo.park@acme.example");
    let time = |key: &str| -> jiff::Timestamp {
        let text = case[key].as_str().expect("a time");
        text.parse().expect("a time")
    };
    let window = time("window_ends").duration_since(time("received"));
    assert_eq!(
        window,
        jiff::SignedDuration::from_hours(24),
        "from the arrival"
    );
    bed.once();
    let drafts = bed.drafts("ann");
    assert_eq!(drafts.len(), 1);
    holds(
        &String::from_utf8_lossy(&drafts[0].bytes),
        &["In-Reply-To: <m1@acme.example>"],
    );
    bed.once();
    assert_eq!(bed.drafts("ann").len(), 1);
    let config = Runs::config(&bed);
    let scan = bed.say(&["scan", "--json", config.to_str().expect("it is text")]);
    assert_eq!(scan.json()[0]["verdict"], "rejection", "{}", scan.all());
}

#[test]
fn a_mail_that_nobody_recognised_gets_its_draft_from_a_file() {
    let bed = Maildir::new(Layout::Plus, "");
    bed.deliver(&missed("<m1@acme.example>"));
    bed.once();
    assert_eq!(
        afterword::cases(&Runs::state(&bed)).len(),
        0,
        "it was judged other"
    );
    let file = bed.file("missed.eml", missed("<m1@acme.example>"));
    done(
        &bed.mark(&file, "--rejection"),
        &["case 1 marked as a rejection"],
    );
    let case = bed.only_case();
    assert_eq!(
        case["received"], "2026-11-16T09:30:00Z",
        "the file's own time"
    );
    assert_eq!(case["window_ends"], "2026-11-17T09:30:00Z");
    bed.once();
    assert_eq!(bed.drafts().len(), 1);
    // Further copies are the same mail.
    bed.deliver(&missed("<m1@acme.example>"));
    bed.once();
    assert_eq!(bed.drafts().len(), 1);
    assert_eq!(bed.only_case()["state"], "filed");
    // The user's answer counts as it does for every rejection.
    done(
        &bed.mark(&file, "--rejection"),
        &["it was judged so already"],
    );
}

#[test]
fn a_mail_that_was_moved_or_has_gone() {
    let (bed, _) = with_pack(HINT);
    let name = bed.deliver(&missed("<m1@acme.example>"));
    bed.once();
    let case = bed.only_case();
    assert_eq!(case["state"], "unsure");
    // The user's mail program has shown it meanwhile.
    let inbox = bed.folder("INBOX");
    let read = inbox.join("cur").join(format!("{name}:2,S"));
    fs::rename(inbox.join("new").join(&name), &read).expect("it lies there");
    let gone = inbox.join("elsewhere");
    fs::rename(&read, &gone).expect("it lies there");
    let said = bed.mark("1", "--rejection");
    assert_eq!(said.code, 1, "{}", said.all());
    holds(
        &said.err,
        &["no longer stands in its mailbox", "save the mail as a file"],
    );
    assert_eq!(bed.only_case()["state"], "unsure", "nothing was half done");
    assert_eq!(bed.only_case()["mark"], Value::Null);
    fs::rename(&gone, &read).expect("it lies there");
    done(&bed.mark("1", "--rejection"), &["a draft will be filed at"]);
}

// ----------------------------------------------------------------- offers

#[test]
fn what_is_offered_makes_the_next_mail_be_judged_so() {
    let (bed, pack) = with_pack("language = \"en\"\n");
    let config = Runs::config(&bed);
    let config = config.to_str().expect("it is text");
    let verdict = |file: &str| {
        let said = bed.say(&["explain", "--json", "--config", config, file]);
        said.json()[0]["verdict"].clone()
    };
    let before = fs::read(&pack).expect("it is there");
    let settings = fs::read(config).expect("it is there");

    let file = bed.file("missed.eml", missed("<m1@acme.example>"));
    let said = bed.mark(&file, "--rejection");
    done(
        &said,
        &[
            "with it, this mail is judged a rejection",
            "nothing of this was written",
        ],
    );
    holds(
        &offered(&said),
        &["[[decision]]", "the quorzle is not zat for {2} this time"],
    );
    assert_eq!(
        fs::read(&pack).expect("it is there"),
        before,
        "nothing is learned silently"
    );
    assert_eq!(fs::read(config).expect("it is there"), settings);
    let next = bed.file("next.eml", missed("<m2@acme.example>"));
    assert_eq!(verdict(&next), "other");
    fs::write(&pack, offered(&said)).expect("it is ours");
    assert_eq!(bed.say(&["phrases", "check", "--config", config]).code, 0);
    assert_eq!(verdict(&next), "rejection");

    // And the other way about.
    let plot = |id: &str| {
        let mail = Mail {
            message_id: id,
            from: "Ladder <ladder@council.example>",
            subject: "The ladder",
            headers: &[],
            body: "Dear Ann,\n\nWe will not be moving forward with your application for a share \
                   in the ladder.\n",
        };
        mail.bytes()
    };
    let file = bed.file("plot.eml", plot("<p1@council.example>"));
    let said = bed.mark(&file, "--not-rejection");
    done(&said, &["with it, this mail is judged no rejection"]);
    holds(
        &said.out,
        &["ignore_senders = [\"ladder@council.example\"]"],
    );
    let next = bed.file("next-plot.eml", plot("<p2@council.example>"));
    assert_eq!(verdict(&next), "rejection");
    fs::write(&pack, offered(&said)).expect("it is ours");
    assert_eq!(verdict(&next), "other");

    // Where the phrases agree there is nothing to add.
    let file = bed.file("plain.eml", rejection("<r1@acme.example>"));
    let said = bed.mark(&file, "--rejection");
    done(&said, &["the phrases judge it so by themselves"]);
    lacks(&said.out, &["language ="]);
}

#[test]
fn a_mail_that_is_marked_drives_no_terminal() {
    let bed = Maildir::new(Layout::Plus, "");
    let mail = Mail {
        message_id: "<h@acme.example>",
        from: "=?utf-8?q?=1B]0;owned=07?= <jo\u{202e}@acme.example>",
        subject: "=?utf-8?q?=1B[31mred?=",
        headers: &[],
        body: "It is not \u{1b}[31mzat\u{7} \u{202e}for you, \"quoted\" \\ {x} (a|b* now.\n",
    };
    let file = bed.file("h.eml", mail.bytes());
    for word in ["--rejection", "--not-rejection"] {
        let said = bed.mark(&file, word);
        assert_eq!(said.code, 0, "{}", said.all());
        let bad = |c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(!said.all().contains(bad), "{}", said.all().escape_debug());
    }
}

// ------------------------------------------------------------- the sender

#[test]
fn mail_from_an_excepted_sender_is_never_judged_a_rejection() {
    let bed = Maildir::new(
        Layout::Plus,
        "[watch]\nignore_senders = [\"news@acme.example\", \"@portal.example\"]\n",
    );
    let from = |id: &str, from: &str| mails::rejection(id, from, "Your application");
    bed.deliver(&from("<i1@x>", "Acme <News@acme.example>"));
    bed.deliver(&from("<i2@x>", "Portal <no-reply@mail.portal.example>"));
    bed.deliver(&from("<i3@x>", JO));
    bed.once();
    assert_eq!(bed.only_case()["message_id"], "<i3@x>");
    assert_eq!(bed.drafts().len(), 1);
    let config = Runs::config(&bed);
    let config = config.to_str().expect("it is text");
    let file = bed.file("i1.eml", from("<i1@x>", "Acme <news@acme.example>"));
    let why = bed.say(&["explain", "--config", config, &file]);
    assert_eq!(why.code, 1, "{}", why.all());
    holds(&why.out, &["news@acme.example is among `ignore_senders`"]);
    assert_eq!(bed.say(&["scan", "--json", config]).json().len(), 1);
    // The user's word on one mail stands above it.
    done(
        &bed.mark(&file, "--rejection"),
        &["a draft will be filed at"],
    );
}

// ---------------------------------------------------------------- mistakes

#[test]
fn what_cannot_be_marked_is_told() {
    let bed = Maildir::new(Layout::Plus, "");
    let file = bed.file("m.eml", missed("<m1@acme.example>"));
    let two = bed.file(
        "two.mbox",
        "From a@x Mon Nov 16 09:30:00 2026\nSubject: a\n\nb\n\nFrom b@x Mon Nov 16 09:30:00 2026\nSubject: c\n\nd\n",
    );
    let empty = bed.file("empty.eml", "");
    let ours = Runs::config(&bed);
    let ours = ours.to_str().expect("it is text");
    let broken = bed.file("broken.toml", "[identity\n");
    let no_ledger = bed.say(&["mark", "1", "--rejection", ours]);
    assert_eq!(no_ledger.code, 1);
    holds(&no_ledger.err, &["no ledger at"]);
    bed.once();
    for (words, code, said) in [
        (
            &["mark", "7", "--rejection", ours][..],
            1,
            "no case has the number 7",
        ),
        (
            &["mark", "x@y", "--rejection", ours],
            1,
            "no case and no file is called x@y",
        ),
        (
            &["mark", &two, "--rejection", ours],
            1,
            "it holds more than one mail",
        ),
        (
            &["mark", &empty, "--rejection", ours],
            1,
            "it is empty or not a mail",
        ),
        (&["mark", &file, "--rejection"], 78, "no settings found in"),
        (
            &["mark", &file, "--not-rejection"],
            78,
            "no settings found in",
        ),
        (
            &["mark", &file, "--rejection", &broken],
            78,
            "broken.toml:1:",
        ),
        (&["mark", &file], 2, "--rejection|--not-rejection"),
        (
            &["mark", &file, "--rejection", "--not-rejection"],
            2,
            "cannot be used with",
        ),
        (&["mark"], 2, "CASE|FILE"),
    ] {
        let done = bed.say(words);
        assert_eq!(done.code, code, "{words:?}: {}", done.all());
        holds(&done.err, &[said]);
    }
    assert_eq!(afterword::cases(&Runs::state(&bed)).len(), 0);
}

#[test]
fn of_several_mailboxes_the_one_that_was_written_to_is_meant() {
    let bed = Maildir::new(Layout::Plus, "");
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let settings = fs::read_to_string(Runs::config(&bed)).expect("they are there");
    let write = |name: &str, text: &str| afterword::write_config(folder.path(), name, text);
    let ann: PathBuf = write("ann", &settings);
    let mail = bed.folder("Sent");
    let other = |address: &str| {
        let (_, rest) = settings.split_once("[maildir]").expect("it has one");
        let old = rest.lines().nth(1).expect("the path");
        settings
            .replace(
                old,
                &format!("path = {:?}", Path::display(&mail).to_string()),
            )
            .replace("ann@example.org", address)
    };
    write("bob", &other("bob@example.org"));
    let file = bed.file("m.eml", missed("<m1@acme.example>"));
    let both = folder.path().to_str().expect("it is text");
    done(&bed.say(&["mark", &file, "--rejection", both]), &["case 1"]);
    let account = bed.only_case()["account"].clone();
    let ours = bed.say(&["scan", "--json", ann.to_str().expect("it is text")]);
    assert_eq!(ours.code, 0);
    assert!(
        !account.as_str().expect("text").ends_with("Sent"),
        "{account}"
    );

    // Both are Ann's: it is hers to say.
    write("bob", &other("ann@example.org"));
    let second = bed.file("m2.eml", missed("<m2@acme.example>"));
    let said = bed.say(&["mark", &second, "--rejection", both]);
    assert_eq!(said.code, 78, "{}", said.all());
    holds(&said.err, &["not clear which mailbox"]);
}

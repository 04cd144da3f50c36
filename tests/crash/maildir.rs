//! The program is killed at each change that it makes to a disk while it files
//! a draft into a Maildir: strace counts the system calls and strikes at one.

use std::io::{self, Write};
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitStatus, Stdio};

use super::support::maildir::{Layout, Maildir};
use super::support::{afterword, mails};
use super::{an_hour_passes, side_by_side};

/// No sweep is longer; the last of each is one that the program survives.
const MOST: usize = 150;

/// Kills before the call number `first`, then `step` further, up to the end.
struct Sweep {
    ledger: Ledger,
    threads: Threads,
    calls: &'static str,
    first: usize,
    step: usize,
    /// How many kills there must be, lest the sweep strike at nothing.
    least: usize,
}

/// What the state folder holds before the kill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ledger {
    Absent,
    Made,
}

/// Whose calls are counted, each thread's by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Threads {
    /// The one that makes the ledger and files the draft.
    First,
    /// The ledger's as well.
    All,
}

#[test]
fn a_kill_at_any_change_on_disk_leads_to_one_draft() {
    if !strace_works() {
        return;
    }
    let sweep = |ledger, threads, calls, (first, step), least| {
        let name = format!("{calls} from {first}, ledger {ledger:?}, threads {threads:?}");
        let sweep = Sweep {
            ledger,
            threads,
            calls,
            first,
            step,
            least,
        };
        (name, sweep)
    };
    let moves = "rename,renameat,renameat2,link,linkat";
    let sweeps = vec![
        sweep(Ledger::Absent, Threads::First, "fsync,fdatasync", (1, 1), 5),
        sweep(Ledger::Absent, Threads::First, "unlink", (1, 1), 1),
        sweep(Ledger::Absent, Threads::First, "ftruncate", (1, 1), 1),
        sweep(Ledger::Made, Threads::First, "write", (1, 1), 1),
        sweep(Ledger::Made, Threads::First, moves, (1, 1), 1),
        sweep(Ledger::Made, Threads::All, "fsync,fdatasync", (1, 1), 3),
        // Each page is two writes; every fifth call strikes at both kinds.
        sweep(Ledger::Made, Threads::All, "pwrite64", (1, 5), 3),
    ];
    side_by_side(sweeps, |sweep| sweep.run());
}

impl Sweep {
    fn run(&self) {
        for (kills, number) in (self.first..MOST).step_by(self.step).enumerate() {
            let bed = Maildir::new(Layout::Plus, "");
            if self.ledger == Ledger::Made {
                bed.once();
            }
            let jo = "Jo Park <jo.park@acme.example>";
            bed.deliver(&mails::rejection(
                "<r1@acme.example>",
                jo,
                "Your application",
            ));
            let inbox = bed.inbox();
            let status = self.run_until(&bed, number);
            if status.success() {
                assert!(kills >= self.least, "only {kills} kills");
                assert_one_draft(&bed, "survived");
                return;
            }
            let place = format!("{} {number}", self.calls);
            assert_eq!(status.signal(), Some(9), "{place}: {status}");
            assert_whole(&bed, &place);
            bed.once();
            if bed.drafts().is_empty() {
                // An attempt that may be under way is left alone for half a minute.
                an_hour_passes(bed.state());
                bed.once();
            }
            assert_one_draft(&bed, &place);
            assert_eq!(bed.inbox(), inbox, "{place}");
        }
        panic!("the program makes more than {MOST} such calls");
    }

    /// Runs one round that is killed before the call `number`.
    fn run_until(&self, bed: &Maildir, number: usize) -> ExitStatus {
        let program = afterword::command(bed.state());
        let mut strace = Command::new("strace");
        if self.threads == Threads::All {
            strace.arg("-f");
        }
        let calls = self.calls;
        strace
            .args(["-o", "/dev/null"])
            .args(["-e", &format!("trace={calls}")])
            .args(["-e", &format!("inject={calls}:signal=KILL:when={number}")])
            .arg(program.get_program())
            .args(["run", "--once"])
            .arg(bed.config())
            .env_clear()
            .current_dir(bed.state());
        for (name, value) in program.get_envs() {
            strace.envs(value.map(|value| (name, value)));
        }
        strace.output().expect("strace starts").status
    }
}

/// A mail program sees a whole draft or none.
#[track_caller]
fn assert_whole(bed: &Maildir, place: &str) {
    assert!(bed.files("Drafts", "new").is_empty(), "{place}");
    for (name, bytes) in bed.files("Drafts", "cur") {
        let text = String::from_utf8_lossy(&bytes);
        assert!(name.ends_with(":2,DS"), "{place}: {name}");
        assert!(text.starts_with("From: "), "{place}: {text}");
        assert!(
            text.trim_end().ends_with("> Talent Acquisition"),
            "{place}: {text}"
        );
    }
}

#[track_caller]
fn assert_one_draft(bed: &Maildir, place: &str) {
    assert_whole(bed, place);
    let cases = afterword::cases(bed.state());
    assert_eq!(cases.len(), 1, "{place}: {cases:#?}");
    assert_eq!(cases[0]["state"], "filed", "{place}: {cases:#?}");
    let drafts = bed.drafts();
    assert_eq!(drafts.len(), 1, "{place}: {:?}", drafts.keys());
    let id = cases[0]["draft_message_id"]
        .as_str()
        .expect("a filed draft has an id");
    let draft = drafts.values().next().expect("there is one");
    let text = String::from_utf8_lossy(draft);
    assert!(
        text.contains(&format!("\nMessage-ID: {id}\n")),
        "{place}: {text}"
    );
}

/// Whether one process may trace another here; some containers forbid it.
fn strace_works() -> bool {
    let tried = Command::new("strace")
        .args(["-f", "-o", "/dev/null", "true"])
        .stderr(Stdio::null())
        .status();
    let works = tried
        .expect("strace is installed (Debian: apt-get install strace; tests/run does it)")
        .success();
    if !works {
        // Past the test's capture, so that it is seen where the test passes.
        let _ = writeln!(
            io::stderr(),
            "SKIPPED: tracing is forbidden here, so no crash in a Maildir was tried"
        );
    }
    works
}

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
    calls: &'static str,
    first: usize,
    step: usize,
    /// How many kills there must be, lest the sweep strike at nothing.
    least: usize,
}

/// What the state folder holds before the kill. strace counts for each thread;
/// whether the first one made the ledger decides at which thread it strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ledger {
    Absent,
    Made,
}

#[test]
fn a_kill_at_any_change_on_disk_leads_to_one_draft() {
    if !strace_works() {
        return;
    }
    let sweep = |ledger, calls, (first, step), least| {
        let name = format!("{calls} from {first}, ledger {ledger:?}");
        let sweep = Sweep {
            ledger,
            calls,
            first,
            step,
            least,
        };
        (name, sweep)
    };
    let moves = "rename,renameat,renameat2,link,linkat";
    let sweeps = vec![
        sweep(Ledger::Absent, "fsync,fdatasync", (1, 1), 5),
        sweep(Ledger::Absent, moves, (1, 1), 1),
        sweep(Ledger::Absent, "unlink,ftruncate", (1, 1), 1),
        // The words from the ledger's thread to the other are writes as well.
        sweep(Ledger::Absent, "write", (1, 1), 3),
        sweep(Ledger::Made, "fsync,fdatasync", (1, 1), 3),
        // Each page is two writes; every third strikes at both kinds.
        sweep(Ledger::Made, "pwrite64", (1, 6), 3),
        sweep(Ledger::Made, "pwrite64", (4, 6), 3),
    ];
    side_by_side(sweeps, |sweep| sweep.run());
}

impl Sweep {
    fn run(&self) {
        let mut kills = 0;
        for number in (self.first..MOST).step_by(self.step) {
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
            let status = run_until(&bed, self.calls, number);
            if status.success() {
                assert!(kills >= self.least, "only {kills} kills");
                assert_one_draft(&bed, "survived");
                return;
            }
            let place = format!("{} {number}", self.calls);
            assert_eq!(status.signal(), Some(9), "{place}: {status}");
            kills += 1;
            assert_whole(&bed, &place);
            bed.once();
            // What may have been under way is left alone for half a minute.
            an_hour_passes(bed.state());
            bed.once();
            assert_one_draft(&bed, &place);
            assert_eq!(bed.inbox(), inbox, "{place}");
        }
        panic!("the program makes more than {MOST} such calls");
    }
}

/// Runs one round that is killed before it makes one of `calls` for the time `number`.
fn run_until(bed: &Maildir, calls: &str, number: usize) -> ExitStatus {
    let program = afterword::command(bed.state());
    let mut strace = Command::new("strace");
    strace
        .args(["-f", "-o", "/dev/null", "-e"])
        .arg(format!("trace={calls}"))
        .arg("-e")
        .arg(format!("inject={calls}:signal=KILL:when={number}"))
        .arg(program.get_program())
        .args(["run", "--once"])
        .arg(bed.config())
        .env_clear()
        .current_dir(bed.state());
    for (name, value) in program.get_envs() {
        strace.envs(value.map(|value| (name, value)));
    }
    let done = strace.output().expect("strace starts");
    done.status
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

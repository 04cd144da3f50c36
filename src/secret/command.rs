//! A secret from a shell command, such as `pass show mail/dana`.

use std::io;
use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};
use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;
use tokio::io::{AsyncRead, AsyncReadExt as _, copy, sink};
use tokio::process::{Child, Command};

use super::SecretError;
use super::file::{LONGEST, judge};

/// So many characters of what a command said on standard error are shown.
const HINT: usize = 300;

/// The first line that the command prints within `limit`. It has no terminal
/// and no input; when the limit passes, it is killed with all that it started.
pub(super) async fn read(
    line: &str,
    account: &str,
    limit: Duration,
) -> Result<SecretString, SecretError> {
    let failed = |source| SecretError::Shell {
        account: account.to_owned(),
        source,
    };
    let mut child = spawn(line).map_err(failed)?;
    // Dropped before the child is reaped, so that the number is still its own.
    let mut group = Group::of(child.id());
    let Ok(output) = tokio::time::timeout(limit, output(&mut child)).await else {
        return Err(SecretError::Slow {
            account: account.to_owned(),
            limit,
        });
    };
    let output = output.map_err(failed)?;
    group.leave();
    // A command that prints too much dies of it; the length is the better reason.
    if !output.status.success() && output.stdout.len() <= LONGEST {
        return Err(SecretError::Command {
            account: account.to_owned(),
            status: output.status,
            stderr: tail(&output.stderr),
        });
    }
    judge(&output.stdout, account, || "password_command".to_owned())
}

fn spawn(line: &str) -> io::Result<Child> {
    Command::new("sh")
        .arg("-c")
        .arg(line)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .kill_on_drop(true)
        .spawn()
}

/// What a command left behind; tokio's own type would not wipe the secret.
struct Output {
    status: std::process::ExitStatus,
    stdout: Zeroizing<Vec<u8>>,
    stderr: Zeroizing<Vec<u8>>,
}

async fn output(child: &mut Child) -> io::Result<Output> {
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let (stdout, stderr) = tokio::try_join!(gather(stdout), async {
        // Read to its end, so that a talkative command is not stopped.
        let mut stderr = stderr;
        let said = gather(stderr.as_mut()).await?;
        if let Some(rest) = &mut stderr {
            copy(rest, &mut sink()).await?;
        }
        Ok(said)
    })?;
    let status = child.wait().await?;
    Ok(Output {
        status,
        stdout,
        stderr,
    })
}

/// The stream's beginning: one octet more than a secret may have.
async fn gather(stream: Option<impl AsyncRead + Unpin>) -> io::Result<Zeroizing<Vec<u8>>> {
    let most = LONGEST + 1;
    // Room for all of it at once: a buffer that grows leaves copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(most));
    if let Some(stream) = stream {
        stream.take(most as u64).read_to_end(&mut bytes).await?;
    }
    Ok(bytes)
}

/// Ends the command with all that it started, unless it has come to its end:
/// after the limit, or when the daemon stops while it waits. To kill the shell
/// alone would leave the rest of a pipeline behind.
struct Group(Option<Pid>);

impl Group {
    fn of(leader: Option<u32>) -> Self {
        let leader = leader.and_then(|id| i32::try_from(id).ok());
        Self(leader.and_then(Pid::from_raw))
    }

    fn leave(&mut self) {
        self.0 = None;
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(leader) = self.0 {
            // An error means that nobody is left to end.
            let _ = kill_process_group(leader, Signal::KILL);
        }
    }
}

/// The end of what was said, on one line: the last words name the reason.
fn tail(said: &[u8]) -> String {
    let said = String::from_utf8_lossy(said);
    let words: Vec<&str> = said.split_whitespace().collect();
    let printable = |c: &char| !c.is_control();
    let line: Vec<char> = words.join(" ").chars().filter(printable).collect();
    line.iter().skip(line.len().saturating_sub(HINT)).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use secrecy::ExposeSecret as _;

    use super::*;

    /// Far more than any of these commands takes.
    const PATIENT: Duration = Duration::from_secs(20);

    async fn run(line: &str) -> Result<SecretString, SecretError> {
        read(line, "dana", PATIENT).await
    }

    #[tokio::test]
    async fn the_first_line_is_the_secret() {
        for (line, secret) in [
            ("echo hunter2", "hunter2"),
            ("printf hunter2", "hunter2"),
            ("printf 'hunter2\\r\\n'", "hunter2"),
            ("printf ' two words \\nuser: dana\\n'", " two words "),
            ("printf 'pässwörd'", "pässwörd"),
            ("echo noise >&2; echo hunter2", "hunter2"),
            ("head -c 200000 /dev/zero >&2; echo hunter2", "hunter2"),
            // Nothing may be asked for: standard input is empty.
            ("read x; echo \"got:$x\"", "got:"),
        ] {
            let read = run(line).await.unwrap_or_else(|e| panic!("{line}: {e}"));
            assert_eq!(read.expose_secret(), secret, "{line}");
        }
    }

    #[tokio::test]
    async fn a_failure_says_what_the_command_said_and_never_the_secret() {
        for (line, said) in [
            (
                "echo hunter2; echo 'gpg: no key' >&2; exit 3",
                "dana: password_command failed with exit status: 3 (it said: gpg: no key); \
                 run it by hand to see what it wants",
            ),
            (
                "no-such-command-here",
                "password_command failed with exit status: 127 (it said: ",
            ),
            ("exit 1", "failed with exit status: 1; run it by hand"),
            ("true", "password_command gave an empty secret"),
            (
                "echo; echo hunter2",
                "password_command gave an empty secret",
            ),
            (
                "printf '\\377hunter2'",
                "gave a secret that is not UTF-8 text",
            ),
            (
                "yes hunter2 | tr -d '\\n'",
                "password_command gave more than 16384 octets",
            ),
        ] {
            let error = run(line).await.map(|_| ()).expect_err(line);
            let printed = error.to_string();
            assert!(printed.contains(said), "{line}: {printed}");
            assert!(!format!("{error:?}{error}").contains("hunter2"), "{line}");
        }
        let long = run("echo start $(seq 1000) last >&2; exit 1").await;
        let SecretError::Command { stderr, .. } = long.map(|_| ()).expect_err("it failed") else {
            panic!("another error")
        };
        assert_eq!(stderr.chars().count(), HINT);
        assert!(stderr.ends_with(" 1000 last"), "{stderr}");
    }

    #[tokio::test]
    async fn a_command_that_hangs_is_ended_with_all_that_it_started() {
        let folder = tempfile::tempdir().unwrap();
        let pids = folder.path().join("pids");
        // The sleepers tell who they are; the pipeline would outlive the shell.
        let line = format!(
            "sh -c 'echo $$ >> {0}; exec sleep 600' | sh -c 'echo $$ >> {0}; exec sleep 600'",
            pids.display()
        );
        let error = read(&line, "dana", Duration::from_secs(2)).await;
        let error = error.map(|_| ()).expect_err("it hangs");
        assert!(matches!(error, SecretError::Slow { .. }), "{error}");
        assert!(error.may_pass());
        assert!(
            error.to_string().contains("no answer within 2 seconds"),
            "{error}"
        );
        let pids = std::fs::read_to_string(pids).unwrap();
        assert_eq!(pids.lines().count(), 2);
        for pid in pids.lines() {
            let ended = wait_for_end(pid);
            assert!(ended, "{pid} still runs");
        }
    }

    /// Whether a process is gone, or dead and only waiting to be collected.
    fn wait_for_end(pid: &str) -> bool {
        let deadline = std::time::Instant::now() + PATIENT;
        while std::time::Instant::now() < deadline {
            let Ok(stat) = std::fs::read_to_string(format!("/proc/{pid}/stat")) else {
                return true;
            };
            if stat.contains(") Z ") {
                return true;
            }
            std::thread::yield_now();
        }
        false
    }
}

//! A secret from a shell command, such as `pass show mail/dana`.

use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};
use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;
use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::process::Command;

use super::SecretError;
use super::file::{LONGEST, judge};

/// So much of what a command said on standard error is shown.
const HINT: usize = 300;

/// The first line that the command prints within `limit`. It has no terminal
/// and no input, and is killed when the limit passes.
pub(super) async fn read(
    line: &str,
    account: &str,
    limit: Duration,
) -> Result<SecretString, SecretError> {
    let Ok(ended) = tokio::time::timeout(limit, run(line, account)).await else {
        return Err(SecretError::Slow {
            account: account.to_owned(),
            limit,
        });
    };
    judge(&ended?, account, || "password_command".to_owned())
}

async fn run(line: &str, account: &str) -> Result<Zeroizing<Vec<u8>>, SecretError> {
    let failed = |source| SecretError::Shell {
        account: account.to_owned(),
        source,
    };
    let mut child = Command::new("sh")
        .arg("-c")
        .arg(line)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        // A group of its own: the whole pipeline can be ended, not the shell alone.
        .process_group(0)
        .kill_on_drop(true)
        .spawn()
        .map_err(failed)?;
    // Dropped before the child is reaped, so that the number is still its own.
    let mut group = Group::of(child.id());
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let (secret, said) =
        tokio::try_join!(gather(stdout, LONGEST + 1), gather(stderr, 64 * 1024)).map_err(failed)?;
    let status = child.wait().await.map_err(failed)?;
    group.leave();
    if !status.success() {
        return Err(SecretError::Command {
            account: account.to_owned(),
            status,
            stderr: tail(&said),
        });
    }
    Ok(secret)
}

/// Ends the command with all that it started, unless it has come to its end.
/// To kill the shell alone would leave the rest of a pipeline behind.
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

async fn gather(
    stream: Option<impl AsyncRead + Unpin>,
    most: usize,
) -> std::io::Result<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(most));
    if let Some(stream) = stream {
        stream.take(most as u64).read_to_end(&mut bytes).await?;
    }
    Ok(bytes)
}

/// The end of what was said, on one line: the last words name the reason.
fn tail(said: &[u8]) -> String {
    let said = String::from_utf8_lossy(said);
    let words: Vec<&str> = said.split_whitespace().collect();
    let line: Vec<char> = words
        .join(" ")
        .chars()
        .filter(|c| !c.is_control())
        .collect();
    let from = line.len().saturating_sub(HINT);
    line.iter().skip(from).collect()
}

//! A child process whose output is kept, that can be ended in two ways and
//! never outlives its test.

use std::io::Read;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

use super::{PATIENCE, wait_until};

/// A running child. Its output is read all the time, so that it never blocks on a full pipe.
pub struct Process {
    child: SharedChild,
    pid: u32,
    stdout: Arc<Mutex<Vec<u8>>>,
    stderr: Arc<Mutex<Vec<u8>>>,
}

impl Process {
    /// Starts the command with its output captured and nothing on standard input.
    pub fn spawn(command: &mut Command) -> Self {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"));
        let stdout = collect(child.stdout.take().expect("stdout is a pipe"));
        let stderr = collect(child.stderr.take().expect("stderr is a pipe"));
        Self {
            pid: child.id(),
            child: Arc::new(Mutex::new(child)),
            stdout,
            stderr,
        }
    }

    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// What was written to standard output so far.
    pub fn stdout(&self) -> String {
        text(&self.stdout)
    }

    /// What was written to standard error so far.
    pub fn stderr(&self) -> String {
        text(&self.stderr)
    }

    pub fn is_running(&self) -> bool {
        self.status().is_none()
    }

    /// Ends it as a power cut would (SIGKILL); when this returns it is gone.
    pub fn kill(&self) -> ExitStatus {
        kill_now(&self.child)
    }

    /// Sends a signal by name, such as `TERM` or `HUP`.
    pub fn signal(&self, name: &str) {
        send_signal(self.pid, name);
    }

    /// Asks it to stop (SIGTERM) and waits for that.
    #[track_caller]
    pub fn terminate(&self) -> ExitStatus {
        self.signal("TERM");
        self.wait()
    }

    /// Waits for its end, at most [`PATIENCE`].
    #[track_caller]
    pub fn wait(&self) -> ExitStatus {
        let ended = wait_until(PATIENCE, || !self.is_running());
        assert!(ended, "still running; it said:\n{}", self.stderr());
        self.status().expect("it ended a moment ago")
    }

    fn status(&self) -> Option<ExitStatus> {
        self.child
            .lock()
            .expect("nobody panicked with the child")
            .try_wait()
            .expect("a child can be waited for")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Ok(mut child) = self.child.lock() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// A place for the process that is to be killed: a proxy must be running before
/// the process that it strikes, since the process needs the proxy's port.
#[derive(Clone, Default)]
pub struct Victim(Arc<(Mutex<Option<SharedChild>>, Condvar)>);

type SharedChild = Arc<Mutex<Child>>;

impl Victim {
    /// Names the process.
    pub fn set(&self, process: &Process) {
        let (place, named) = &*self.0;
        *place.lock().expect("nobody panicked with the victim") = Some(process.child.clone());
        named.notify_all();
    }

    /// SIGKILLs the process, waiting for its name where it is not known yet.
    pub fn kill(&self) {
        let (place, named) = &*self.0;
        let place = place.lock().expect("nobody panicked with the victim");
        let (place, _) = named
            .wait_timeout_while(place, PATIENCE, |place| place.is_none())
            .expect("nobody panicked with the victim");
        let child = place.clone().expect("the test names its victim");
        kill_now(&child);
    }
}

/// Sends a signal by name to any process.
pub fn send_signal(pid: u32, name: &str) {
    let status = Command::new("kill")
        .arg(format!("-{name}"))
        .arg(pid.to_string())
        .stderr(Stdio::null())
        .status();
    assert!(status.is_ok(), "the kill command is there (Debian: procps)");
}

fn kill_now(child: &Mutex<Child>) -> ExitStatus {
    let mut child = child.lock().expect("nobody panicked with the child");
    let _ = child.kill();
    child.wait().expect("a child can be waited for")
}

fn collect(mut pipe: impl Read + Send + 'static) -> Arc<Mutex<Vec<u8>>> {
    let kept = Arc::new(Mutex::new(Vec::new()));
    let filled = kept.clone();
    thread::spawn(move || {
        let mut piece = [0; 4096];
        while let Ok(size @ 1..) = pipe.read(&mut piece) {
            let mut filled = filled.lock().expect("nobody panicked with the output");
            filled.extend_from_slice(&piece[..size]);
        }
    });
    kept
}

fn text(bytes: &Mutex<Vec<u8>>) -> String {
    let bytes = bytes.lock().expect("nobody panicked with the output");
    String::from_utf8_lossy(&bytes).into_owned()
}

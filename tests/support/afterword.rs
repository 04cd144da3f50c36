//! The real binary, kept away from the home and the settings of whoever runs the tests.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use super::process::Process;

/// The program with an environment of its own: everything it keeps goes to `state`.
pub fn command(state: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_afterword"));
    command.env_clear();
    for kept in ["PATH", "TMPDIR", "RUST_BACKTRACE", "LLVM_PROFILE_FILE"] {
        if let Some(value) = std::env::var_os(kept) {
            command.env(kept, value);
        }
    }
    command
        .env("STATE_DIRECTORY", state)
        .env("HOME", state)
        .env("TZ", "UTC")
        .env("LC_ALL", "C.UTF-8")
        .current_dir(state);
    command
}

/// `afterword run CONFIG`, in the background.
pub fn run(config: &Path, state: &Path) -> Process {
    Process::spawn(command(state).arg("run").arg(config))
}

/// `afterword run --once CONFIG`, to its end.
pub fn once(config: &Path, state: &Path) -> Output {
    command(state)
        .args(["run", "--once"])
        .arg(config)
        .output()
        .expect("the program starts")
}

/// The cases that `afterword status --json` lists. Reading them is a proof
/// that the ledger opens, which is a part of each test that asks.
#[track_caller]
pub fn cases(state: &Path) -> Vec<Value> {
    let done = command(state).args(["status", "--json"]).output();
    let done = done.expect("the program starts");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "status: {said}");
    String::from_utf8(done.stdout)
        .expect("JSON is UTF-8")
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("each line is JSON"))
        .filter(|line| line["kind"] == "case")
        .collect()
}

/// Writes a configuration into `folder` and gives its path.
pub fn write_config(folder: &Path, name: &str, toml: &str) -> std::path::PathBuf {
    let path = folder.join(format!("{name}.toml"));
    std::fs::write(&path, toml).expect("the folder can be written");
    path
}

//! The README's commands are run, so that they cannot rot: each one as it
//! stands there, by a new user in an empty home, with a real server behind it.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::dovecot::Dovecot;
use support::process::Process;
use support::{eventually, mails};
use tempfile::TempDir;

const README: &str = include_str!("../README.md");
const EXAMPLE: &str = include_str!("../config/example.toml");

/// The fenced blocks of one language, without their indentation.
fn blocks(language: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut block: Option<Vec<&str>> = None;
    for line in README.lines().map(str::trim_start) {
        match (&mut block, line.strip_prefix("```")) {
            (None, Some(opened)) if opened == language => block = Some(Vec::new()),
            (None, _) => (),
            (Some(lines), Some(_)) => {
                blocks.push(lines.join("\n"));
                block = None;
            }
            (Some(lines), None) => lines.push(line),
        }
    }
    blocks
}

fn commands() -> Vec<String> {
    let lines = blocks("sh");
    lines
        .iter()
        .flat_map(|block| block.lines().map(str::to_owned))
        .collect()
}

/// A new user: an empty home with the README's file in it, and `pass` set up.
struct User {
    server: Dovecot,
    home: TempDir,
}

impl User {
    fn new() -> Self {
        let server = Dovecot::start();
        let home = tempfile::tempdir().expect("a temporary folder can be made");
        let user = Self { server, home };
        let config = user.home.path().join(".config/afterword");
        fs::create_dir_all(&config).expect("the home can be written");
        fs::write(config.join("dana.toml"), user.config()).expect("the home can be written");
        let mail = mails::rejection(
            "<r1@acme.example>",
            "Jo Park <jo.park@acme.example>",
            "Your application",
        );
        fs::write(user.home.path().join("mail.eml"), &mail).expect("the home can be written");
        user.server.deliver("ann", &mail);
        user.program(
            "pass",
            "#!/bin/sh\n[ \"$*\" = 'show mail/dana' ] && echo annpass\n",
        );
        user
    }

    /// The README's own text, led to the test's server.
    fn config(&self) -> String {
        let text = blocks("toml").remove(0);
        assert!(
            text.lines().count() <= 6,
            "the README promises a short file:\n{text}"
        );
        let host = "host = \"imap.example.com\"";
        assert!(text.contains(host), "{text}");
        text.replace(
            host,
            &format!(
                "host = \"localhost\"\nport = {}\nuser = \"ann\"\nca_file = {:?}",
                self.server.imaps_port(),
                self.server.ca_file()
            ),
        )
    }

    fn program(&self, name: &str, text: &str) {
        let bin = self.home.path().join("bin");
        fs::create_dir_all(&bin).expect("the home can be written");
        fs::write(bin.join(name), text).expect("the home can be written");
        fs::set_permissions(bin.join(name), fs::Permissions::from_mode(0o755))
            .expect("the file is ours");
    }

    /// A line as the user types it.
    fn shell(&self, line: &str) -> Command {
        let program = Path::new(env!("CARGO_BIN_EXE_afterword"));
        let folder = program.parent().expect("it lies in a folder").display();
        let own = self.home.path().join("bin");
        let mut command = Command::new("sh");
        command
            .args(["-c", line])
            .env_clear()
            .env("PATH", format!("{}:{folder}:/usr/bin:/bin", own.display()))
            .env("HOME", self.home.path())
            .env("TMPDIR", self.home.path())
            .current_dir(self.home.path());
        command
    }

    fn succeeds(&self, line: &str) -> String {
        let done = self.shell(line).output().expect("sh starts");
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        let complaint = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(done.status.success(), "{line}\n{said}\n{complaint}");
        said
    }
}

#[test]
fn every_command_of_the_readme_works_for_a_new_user() {
    let user = User::new();
    let mut run = 0;
    for line in commands() {
        match line.as_str() {
            "cargo run --release -- demo" => {
                let said = user.succeeds("afterword demo");
                assert!(said.contains("drafts for"), "{said}");
            }
            "afterword check" => {
                let said = user.succeeds(&line);
                assert!(said.contains("all good"), "{said}");
            }
            "afterword scan --since 30d ~/.config/afterword/dana.toml" => {
                let said = user.succeeds(&line);
                assert!(said.contains("1 rejection,"), "{said}");
                assert_eq!(user.server.connect("ann").fetch_all("Drafts"), []);
            }
            "afterword run" => {
                let daemon = Process::spawn(&mut user.shell("exec afterword run"));
                eventually("the draft of the new user", || {
                    user.server.connect("ann").fetch_all("Drafts").len() == 1
                });
                assert!(daemon.terminate().success(), "{}", daemon.stderr());
            }
            "afterword status" => {
                let said = user.succeeds(&line);
                assert!(said.contains("the draft is in Drafts"), "{said}");
            }
            "afterword explain mail.eml" => {
                let said = user.succeeds(&line);
                assert!(
                    said.contains("rejection") && said.contains("decision"),
                    "{said}"
                );
            }
            replies if replies.starts_with("afterword replies ") => {
                let said = user.succeeds(replies);
                assert!(!said.is_empty(), "{replies}");
            }
            draft if draft.starts_with("afterword draft ") => {
                let said = user.succeeds(draft);
                let filed = draft.ends_with(" --file");
                let words = if filed { "in Drafts" } else { "Subject: " };
                assert!(said.contains(words), "{said}");
            }
            // This test is part of it.
            "tests/run" => assert!(is_executable("tests/run")),
            "cargo install --path . --locked" => {
                let manifest = fs::read_to_string("Cargo.toml").expect("the package has one");
                assert!(manifest.contains("name = \"afterword\""));
                assert!(Path::new("Cargo.lock").exists());
            }
            other if is_administration(other) => files_of(other).iter().for_each(|file| {
                assert!(file.exists(), "{other}: there is no {}", file.display());
            }),
            other => panic!("the README has a command that no test knows: {other}"),
        }
        run += 1;
    }
    assert!(run >= 10, "only {run} commands were found");
}

/// Commands that change the machine; what they install must be there.
fn is_administration(line: &str) -> bool {
    [
        "mkdir ",
        "cp ",
        "sudo ",
        "systemctl ",
        "loginctl ",
        "journalctl ",
    ]
    .iter()
    .any(|start| line.starts_with(start))
}

/// The files of this package that a command names, but for what a build makes.
fn files_of(line: &str) -> Vec<PathBuf> {
    line.split(' ')
        .filter(|word| word.starts_with("systemd/"))
        .map(PathBuf::from)
        .collect()
}

fn is_executable(path: &str) -> bool {
    fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o111 != 0)
}

/// `section.key` of every key that the example file has, commented out or not.
fn example_keys() -> BTreeSet<String> {
    let mut section = String::new();
    let mut keys = BTreeSet::new();
    for line in EXAMPLE.lines() {
        let line = line.trim_start_matches(['#', ' ']);
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            section = name.0.to_owned();
        }
        let Some((key, _)) = line.split_once(" = ") else {
            continue;
        };
        if key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
            keys.insert(format!("{section}.{key}"));
        }
    }
    keys
}

#[test]
fn the_readme_names_every_setting_and_no_other() {
    // The example shows a Maildir in a comment before [imap] opens.
    let known: BTreeSet<String> = example_keys();
    let listed: BTreeSet<String> = README
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
        .map(|(key, _)| key.to_owned())
        .filter(|key| key.contains('.') && !key.contains(' '))
        .collect();
    assert_eq!(listed, known);
}

#[test]
fn what_the_readme_links_to_is_there() {
    let links = README
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'));
    let mut count = 0;
    for (link, _) in links.filter(|(link, _)| !link.starts_with('#')) {
        assert!(Path::new(link).exists(), "there is no {link}");
        count += 1;
    }
    assert!(count > 0);
}

//! Why a secret could not be had, and how to mend it.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use thiserror::Error;

/// Why a secret could not be had.
#[derive(Debug, Error)]
pub enum SecretError {
    /// The shell could not be started.
    #[error("{account}: cannot start a shell for password_command")]
    Shell {
        /// Whose secret.
        account: String,
        /// What the system said.
        source: io::Error,
    },
    /// The command ended with a failure.
    #[error("{account}: password_command failed with {status}{}; run it by hand to see what it wants", hint(.stderr))]
    Command {
        /// Whose secret.
        account: String,
        /// How it ended.
        status: std::process::ExitStatus,
        /// The end of what it said on standard error.
        stderr: String,
    },
    /// The command did not end in time.
    #[error("{account}: password_command gave no answer within {} seconds; it may wait for a passphrase that nobody can type here", .limit.as_secs_f32())]
    Slow {
        /// Whose secret.
        account: String,
        /// How long it was waited for.
        limit: Duration,
    },
    /// The file could not be read.
    #[error("{account}: cannot read the secret from {}; the file must exist and be readable by the user that afterword runs as", .path.display())]
    File {
        /// Whose secret.
        account: String,
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The path leads to something else than a file.
    #[error("{account}: {} is not a regular file; write the path of a file that holds the secret in its first line", .path.display())]
    NotAFile {
        /// Whose secret.
        account: String,
        /// Which path.
        path: PathBuf,
    },
    /// Others on this machine may read or change the file.
    #[error("{account}: {} has mode {mode:04o}, so that others may get at the secret; run: chmod 600 {}", .path.display(), quoted(.path))]
    Open {
        /// Whose secret.
        account: String,
        /// Which file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// There is no folder of credentials.
    #[error(
        "{account}: credential \"{name}\" needs systemd, which sets CREDENTIALS_DIRECTORY; start the service, or use password_command or password_file"
    )]
    NoCredentials {
        /// Whose secret.
        account: String,
        /// Which credential.
        name: String,
    },
    /// The folder of credentials does not hold this one.
    #[error(
        "{account}: cannot read credential \"{name}\"; the unit needs LoadCredential={name}:PATH or LoadCredentialEncrypted={name}:PATH"
    )]
    Credential {
        /// Whose secret.
        account: String,
        /// Which credential.
        name: String,
        /// What the system said.
        source: io::Error,
    },
    /// The source gave nothing in its first line.
    #[error("{account}: {origin} gave an empty secret; its first line must be the password")]
    Empty {
        /// Whose secret.
        account: String,
        /// Which source, in words.
        origin: String,
    },
    /// The source gave something that is not text.
    #[error("{account}: {origin} gave a secret that is not UTF-8 text")]
    NotText {
        /// Whose secret.
        account: String,
        /// Which source, in words.
        origin: String,
    },
    /// The source gave more than any secret is long.
    #[error(
        "{account}: {origin} gave more than {limit} octets; its first line must be the password"
    )]
    TooLong {
        /// Whose secret.
        account: String,
        /// Which source, in words.
        origin: String,
        /// The most that is read.
        limit: usize,
    },
}

impl SecretError {
    /// Whether it may mend itself: a password manager that is locked now will
    /// be unlocked, but a file with the wrong mode stays as it is.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Shell { .. } | Self::Command { .. } | Self::Slow { .. } => true,
            Self::Empty { .. } | Self::File { .. } | Self::NotAFile { .. } | Self::Open { .. } => {
                false
            }
            Self::NoCredentials { .. } | Self::Credential { .. } => false,
            Self::NotText { .. } | Self::TooLong { .. } => false,
        }
    }
}

/// What the command said, as part of a sentence.
fn hint(stderr: &str) -> String {
    if stderr.is_empty() {
        return String::new();
    }
    format!(" (it said: {stderr})")
}

/// The path as a shell reads it.
fn quoted(path: &std::path::Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/._-+,:@%=".contains(c);
    if text.chars().all(plain) {
        return text;
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

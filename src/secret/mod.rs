//! Passwords: from a command, a private file, or a systemd credential.
//!
//! A secret is read anew for each login and lives in a [`SecretString`], which
//! is wiped when dropped and never printed. It is the first line of what the
//! source gives, so that `pass` entries with notes below the password work.

mod command;
mod error;
mod file;

use std::path::Path;
use std::time::Duration;

use secrecy::SecretString;

pub use error::SecretError;

use crate::config::SecretSource;

/// Long enough to type a passphrase into a pinentry, short enough to notice that none comes.
const COMMAND_LIMIT: Duration = Duration::from_secs(30);

/// The secret from `source`.
///
/// `credentials_directory` is `$CREDENTIALS_DIRECTORY`, where systemd sets it;
/// `account` is named in errors.
///
/// # Errors
///
/// One variant for each thing that a person would mend differently. The secret
/// is in none of them.
pub async fn read(
    source: &SecretSource,
    credentials_directory: Option<&Path>,
    account: &str,
) -> Result<SecretString, SecretError> {
    match source {
        SecretSource::Command(line) => command::read(line, account, COMMAND_LIMIT).await,
        SecretSource::File(path) => file::private(path, account),
        SecretSource::Credential(name) => file::credential(name, credentials_directory, account),
    }
}

/// The first line without its end, or `None` where it is empty.
fn first_line(bytes: &[u8]) -> Result<Option<SecretString>, std::str::Utf8Error> {
    let line = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let line = std::str::from_utf8(line)?;
    Ok((!line.is_empty()).then(|| SecretString::from(line)))
}

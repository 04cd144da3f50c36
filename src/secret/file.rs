//! A secret from a file: the user's own, or one that systemd made.

use std::fs::File;
use std::io::{self, Read as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;

use super::{SecretError, first_line};

/// A password or a token is far shorter.
pub(super) const LONGEST: usize = 64 * 1024;

/// Opening a FIFO must not wait for a writer.
const O_NONBLOCK: i32 = 0o4000;

/// The secret from a file of the user's, which nobody else may read or change.
pub(super) fn private(path: &Path, account: &str) -> Result<SecretString, SecretError> {
    let failed = |source| SecretError::File {
        account: account.to_owned(),
        path: path.to_owned(),
        source,
    };
    let file = open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    if !metadata.is_file() {
        return Err(SecretError::NotAFile {
            account: account.to_owned(),
            path: path.to_owned(),
        });
    }
    let mode = metadata.permissions().mode() & 0o7777;
    if mode & 0o077 != 0 {
        return Err(SecretError::Open {
            account: account.to_owned(),
            path: path.to_owned(),
            mode,
        });
    }
    let bytes = content(file).map_err(failed)?;
    judge(&bytes, account, || path.display().to_string())
}

/// The secret from a credential; systemd looks after its permissions.
pub(super) fn credential(
    name: &str,
    directory: Option<&Path>,
    account: &str,
) -> Result<SecretString, SecretError> {
    let Some(directory) = directory else {
        return Err(SecretError::NoCredentials {
            account: account.to_owned(),
            name: name.to_owned(),
        });
    };
    let bytes = open(&directory.join(name))
        .and_then(content)
        .map_err(|source| SecretError::Credential {
            account: account.to_owned(),
            name: name.to_owned(),
            source,
        })?;
    judge(&bytes, account, || format!("credential \"{name}\""))
}

fn open(path: &Path) -> io::Result<File> {
    File::options()
        .read(true)
        .custom_flags(O_NONBLOCK)
        .open(path)
}

fn content(file: File) -> io::Result<Zeroizing<Vec<u8>>> {
    // Room for all of it at once: a buffer that grows leaves copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(LONGEST + 1));
    file.take(LONGEST as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The secret in what a source gave.
pub(super) fn judge(
    bytes: &[u8],
    account: &str,
    origin: impl Fn() -> String,
) -> Result<SecretString, SecretError> {
    if bytes.len() > LONGEST {
        return Err(SecretError::TooLong {
            account: account.to_owned(),
            origin: origin(),
            limit: LONGEST,
        });
    }
    match first_line(bytes) {
        Ok(Some(secret)) => Ok(secret),
        Ok(None) => Err(SecretError::Empty {
            account: account.to_owned(),
            origin: origin(),
        }),
        Err(_) => Err(SecretError::NotText {
            account: account.to_owned(),
            origin: origin(),
        }),
    }
}

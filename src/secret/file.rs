//! A secret from a file: the user's own, or one that systemd made.

use std::fs::File;
use std::io::{self, Read as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;

use super::{SecretError, first_line};

/// A password or a token is far shorter.
pub(super) const LONGEST: usize = 16 * 1024;

/// The secret from a file of the user's, which nobody else may read or change.
pub(super) fn private(path: &Path, account: &str) -> Result<SecretString, SecretError> {
    let failed = |source| SecretError::File {
        account: account.to_owned(),
        path: path.to_owned(),
        source,
    };
    // Asked before it is opened, since opening a FIFO would wait for its writer.
    if !std::fs::metadata(path).map_err(failed)?.is_file() {
        return Err(SecretError::NotAFile {
            account: account.to_owned(),
            path: path.to_owned(),
        });
    }
    // Asked of the open file, so that what is judged is what is read.
    let file = File::open(path).map_err(failed)?;
    let mode = file.metadata().map_err(failed)?.permissions().mode() & 0o7777;
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
    let bytes = File::open(directory.join(name))
        .and_then(content)
        .map_err(|source| SecretError::Credential {
            account: account.to_owned(),
            name: name.to_owned(),
            source,
        })?;
    judge(&bytes, account, || format!("credential \"{name}\""))
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::fs;

    use secrecy::ExposeSecret as _;

    use super::*;

    fn with_mode(path: &Path, content: &[u8], mode: u32) {
        fs::write(path, content).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    /// What was read, or what is said about it.
    fn told(result: Result<SecretString, SecretError>) -> Result<String, String> {
        match result {
            Ok(secret) => Ok(secret.expose_secret().to_owned()),
            Err(error) => {
                assert!(
                    !format!("{error:?}{error}").contains("hunter2"),
                    "{error:?}"
                );
                assert!(!error.may_pass());
                Err(error.to_string())
            }
        }
    }

    #[test]
    fn a_private_file_gives_its_first_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        for (content, mode, secret) in [
            (&b"hunter2"[..], 0o600, "hunter2"),
            (b"hunter2\nmore\n", 0o600, "hunter2"),
            (b"hunter2\r\n", 0o400, "hunter2"),
            (b" spaces stay \n", 0o700, " spaces stay "),
        ] {
            let _ = fs::remove_file(&path);
            with_mode(&path, content, mode);
            assert_eq!(told(private(&path, "dana")).as_deref(), Ok(secret));
        }
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert_eq!(told(private(&link, "dana")).as_deref(), Ok(" spaces stay "));
    }

    #[test]
    fn a_file_that_others_may_touch_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("my secret");
        for mode in [0o644, 0o640, 0o604, 0o620, 0o602, 0o610, 0o601] {
            with_mode(&path, b"hunter2\n", mode);
            let said = told(private(&path, "dana")).unwrap_err();
            let hint = format!("has mode {mode:04o}, so that others may get at the secret");
            let mend = format!("run: chmod 600 '{}'", path.display());
            assert!(said.starts_with("dana: "), "{said}");
            assert!(said.contains(&hint) && said.ends_with(&mend), "{said}");
        }
    }

    #[test]
    fn a_file_without_a_secret_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        let said = told(private(&path, "dana")).unwrap_err();
        assert!(said.contains("cannot read the secret from /"), "{said}");
        for (content, reason) in [
            (Vec::new(), "gave an empty secret"),
            (b"\nhunter2\n".to_vec(), "gave an empty secret"),
            (b"\xffhunter2".to_vec(), "is not UTF-8 text"),
            (vec![b'x'; LONGEST + 1], "gave more than 16384 octets"),
        ] {
            with_mode(&path, &content, 0o600);
            let said = told(private(&path, "dana")).unwrap_err();
            assert!(said.contains(reason), "{said}");
            assert!(said.contains("/secret"), "{said}");
        }
    }

    #[test]
    fn what_is_no_file_is_refused_without_waiting() {
        let folder = tempfile::tempdir().unwrap();
        let fifo = folder.path().join("fifo");
        let made = std::process::Command::new("mkfifo").arg(&fifo).status();
        assert!(made.unwrap().success());
        for path in [folder.path(), &fifo] {
            let said = told(private(path, "dana")).unwrap_err();
            assert!(said.contains("is not a regular file"), "{said}");
        }
    }

    #[test]
    fn a_credential_comes_from_the_folder_of_systemd() {
        let folder = tempfile::tempdir().unwrap();
        // systemd's files are for their user alone already, whatever their mode says.
        with_mode(&folder.path().join("mail"), b"hunter2\n", 0o440);
        let read = |name, folder| told(credential(name, folder, "dana"));
        assert_eq!(read("mail", Some(folder.path())).as_deref(), Ok("hunter2"));
        let said = read("mial", Some(folder.path())).unwrap_err();
        assert!(said.contains("LoadCredential=mial:PATH"), "{said}");
        let said = read("mail", None).unwrap_err();
        assert!(said.contains("needs systemd"), "{said}");
    }
}

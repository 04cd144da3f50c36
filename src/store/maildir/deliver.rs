//! Filing a draft: written in `tmp`, synced, then moved into `cur` whole, so
//! that no other program ever sees half of it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use super::{Entry, Maildir, MaildirError, UniqueName};
use crate::mail::{MailboxName, MessageId, Timestamp};

/// `D`raft and `S`een, in the order the format asks for.
const FLAGS: &str = ":2,DS";

/// What became of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivered {
    /// It was filed now.
    Filed(Entry),
    /// A message with its Message-ID lay there already, left as it is.
    AlreadyThere(Entry),
}

impl Maildir {
    /// Files a draft in a mailbox, unless a message with its Message-ID lies there.
    ///
    /// When this returns, the draft is on the disk. A crash before leaves either
    /// the whole draft, which the next call finds by its Message-ID, or a file in
    /// `tmp`, where mail programs clean up. Line ends become LF, as the
    /// programs that read a Maildir expect.
    ///
    /// # Errors
    /// Where it is unknown whether the draft is there, or it cannot be written;
    /// nothing is visible then, except where only the last sync failed.
    pub fn deliver_draft(
        &self,
        mailbox: &MailboxName,
        bytes: &[u8],
        id: &MessageId,
    ) -> Result<Delivered, MaildirError> {
        let folder = self.folder(mailbox)?;
        if let Some(entry) = self.contains(mailbox, id, None)? {
            // It may be from a run that died before its own sync.
            sync_folder(&folder.join("cur"))?;
            return Ok(Delivered::AlreadyThere(entry));
        }
        let now = Timestamp::now();
        let name = fresh_name(now);
        let tmp = folder.join("tmp").join(&name);
        let cur = folder.join("cur").join(format!("{name}{FLAGS}"));
        let file = create(&tmp)?;
        let written = write_synced(file, &tmp, &with_lf(bytes));
        if let Err(error) = written.and_then(|()| publish(&tmp, &cur)) {
            // Best effort: what stays in tmp is no message to anyone.
            let _ = fs::remove_file(&tmp);
            return Err(error);
        }
        sync_folder(&folder.join("cur"))?;
        let name = UniqueName::of(&name);
        let received = name.delivered().unwrap_or(now);
        Ok(Delivered::Filed(Entry {
            name,
            path: cur,
            received,
        }))
    }
}

/// A new name that no other delivery uses: time, process, count and host.
fn fresh_name(now: Timestamp) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!(
        "{}.M{}P{}Q{}.{}",
        now.as_second(),
        now.subsec_microsecond(),
        process::id(),
        COUNT.fetch_add(1, Ordering::Relaxed),
        host(),
    )
}

/// The name of this host, with the two characters that cannot stand in a file
/// name written as the format says.
fn host() -> String {
    let name = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let name = name.trim().replace('/', "\\057").replace(':', "\\072");
    if name.is_empty() {
        return "localhost".to_owned();
    }
    name
}

/// Makes a file that was not there, for the user's eyes only.
fn create(path: &Path) -> Result<File, MaildirError> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(MaildirError::io("make the draft file", path))
}

fn write_synced(mut file: File, path: &Path, bytes: &[u8]) -> Result<(), MaildirError> {
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .map_err(MaildirError::io("write the draft to", path))
}

/// Moves the file to its place, never over another.
fn publish(tmp: &Path, cur: &Path) -> Result<(), MaildirError> {
    let failed = MaildirError::io("file the draft as", cur);
    if fs::symlink_metadata(cur).is_ok() {
        return Err(failed(io::ErrorKind::AlreadyExists.into()));
    }
    fs::rename(tmp, cur).map_err(failed)
}

fn sync_folder(folder: &Path) -> Result<(), MaildirError> {
    File::open(folder)
        .and_then(|file| file.sync_all())
        .map_err(MaildirError::io("sync", folder))
}

/// The text with LF for each CRLF.
fn with_lf(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        if byte != b'\r' || rest.peek() != Some(&b'\n') {
            out.push(byte);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pairs_of_cr_and_lf_change() {
        assert_eq!(with_lf(b"a\r\nb\nc\rd\r\r\n\r"), b"a\nb\nc\rd\r\n\r");
    }
}

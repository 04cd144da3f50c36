//! Listing and reading messages: a listing opens no file and asks for none,
//! except where a name does not tell when it was delivered.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Entry, Maildir, MaildirError, UniqueName};
use crate::mail::{MailboxName, Raw, Source, Timestamp};
use crate::store::eml::read_bounded;

impl Maildir {
    /// Every message of a mailbox, in no order. One that another program moves
    /// meanwhile may come twice under one [`UniqueName`].
    ///
    /// # Errors
    /// Where the mailbox is unknown or its folders cannot be listed.
    pub fn list(
        &self,
        mailbox: &MailboxName,
    ) -> Result<impl Iterator<Item = Result<Entry, MaildirError>> + use<>, MaildirError> {
        let folder = self.folder(mailbox)?;
        // `new` comes first: what moves on meanwhile is then met in `cur`.
        let new = open_folder(&folder.join("new"))?;
        let cur = open_folder(&folder.join("cur"))?;
        Ok(new.chain(cur).filter_map(entry))
    }

    /// The messages delivered at or after `after`, oldest first, each once.
    ///
    /// # Errors
    /// As [`Maildir::list`].
    pub fn new_since(
        &self,
        mailbox: &MailboxName,
        after: Timestamp,
    ) -> Result<Vec<Entry>, MaildirError> {
        let mut found = BTreeMap::new();
        for entry in self.list(mailbox)? {
            let entry = entry?;
            if entry.received >= after {
                found.insert(entry.name.clone(), entry);
            }
        }
        let mut entries: Vec<Entry> = found.into_values().collect();
        entries.sort_by_key(|e| e.received);
        Ok(entries)
    }

    /// Reads at most `limit` octets of a message; `None` when it is gone. One that was
    /// moved or flagged since it was listed is looked for under its unique name.
    ///
    /// # Errors
    /// Where the file cannot be read. Other messages are not concerned.
    pub fn read(
        &self,
        mailbox: &MailboxName,
        entry: &Entry,
        limit: usize,
    ) -> Result<Option<Raw>, MaildirError> {
        match read_at(&entry.path, entry, limit) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => (),
            other => {
                return other
                    .map(Some)
                    .map_err(MaildirError::io("read", &entry.path));
            }
        }
        let Some(path) = self.whereabouts(mailbox, &entry.name)? else {
            return Ok(None);
        };
        match read_at(&path, entry, limit) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && path != entry.path => Ok(None),
            other => other.map(Some).map_err(MaildirError::io("read", &path)),
        }
    }

    /// Where the message of that name lies now.
    fn whereabouts(
        &self,
        mailbox: &MailboxName,
        name: &UniqueName,
    ) -> Result<Option<PathBuf>, MaildirError> {
        for entry in self.list(mailbox)? {
            let entry = entry?;
            if entry.name == *name {
                return Ok(Some(entry.path));
            }
        }
        Ok(None)
    }
}

fn read_at(path: &Path, entry: &Entry, limit: usize) -> io::Result<Raw> {
    let (bytes, size) = read_bounded(path, limit)?;
    Ok(Raw {
        bytes,
        size,
        internal_date: Some(entry.received),
        source: Source::Path(path.display().to_string()),
    })
}

type Listed = Result<fs::DirEntry, MaildirError>;

fn open_folder(folder: &Path) -> Result<impl Iterator<Item = Listed> + use<>, MaildirError> {
    let entries = fs::read_dir(folder).map_err(MaildirError::io("list", folder))?;
    let folder = folder.to_owned();
    Ok(entries.map(move |entry| entry.map_err(MaildirError::io("list", &folder))))
}

/// The entry for a file; `None` for folders, dot files, which the format says
/// to ignore, and what vanished meanwhile.
fn entry(listed: Listed) -> Option<Result<Entry, MaildirError>> {
    let listed = match listed {
        Ok(listed) => listed,
        Err(error) => return Some(Err(error)),
    };
    let file_name = listed.file_name();
    let file_name = file_name.to_string_lossy();
    if file_name.starts_with('.') || listed.file_type().is_ok_and(|kind| kind.is_dir()) {
        return None;
    }
    let name = UniqueName::of(&file_name);
    let path = listed.path();
    let received = match name.delivered() {
        Some(time) => time,
        None => modified(&path)?,
    };
    Some(Ok(Entry {
        name,
        path,
        received,
    }))
}

/// The time of modification. A file that exists but does not tell (a dangling
/// link, a clock before 1970) counts as old rather than being lost.
fn modified(path: &Path) -> Option<Timestamp> {
    let meta = match fs::metadata(path) {
        Ok(meta) => meta,
        Err(_) => fs::symlink_metadata(path).ok()?,
    };
    let time = meta.modified().ok().and_then(|t| t.try_into().ok());
    Some(time.unwrap_or(Timestamp::UNIX_EPOCH))
}

//! Mail in plain files: which kind a path is, and its messages one after another.
//!
//! A reader keeps at most the asked-for octets of one message, so neither a
//! huge file nor a huge line costs memory.

mod bounded;
mod walk;

use std::fs::{self, File};
use std::io::{self, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use super::maildir::{MaildirError, is_maildir};
use super::mbox::MboxReader;
use crate::mail::{Raw, Source};
use walk::{Found, Walk};

pub(super) use bounded::{open_file, read_bounded};

/// Why a file or folder could not be read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The system refused.
    #[error("cannot {action} {}", path.display())]
    Io {
        /// What was attempted.
        action: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file was to be an mbox and does not begin like one.
    #[error("{} is no mbox: it does not begin with \"From \"", path.display())]
    NotMbox {
        /// The file.
        path: PathBuf,
    },
    /// A Maildir could not be read.
    #[error(transparent)]
    Maildir(#[from] MaildirError),
}

impl FileError {
    /// For `map_err`: what was attempted on which path.
    pub(super) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io {
            action,
            path,
            source,
        }
    }
}

/// Where plain mail comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileSource {
    /// Standard input: one message, or an mbox.
    Stdin,
    /// A pipe or device with a name: one message, or an mbox.
    Pipe(PathBuf),
    /// A file that holds one message.
    Eml(PathBuf),
    /// A file of messages, each after a `From ` line.
    Mbox(PathBuf),
    /// A folder of files, read with all that it holds.
    Folder(PathBuf),
    /// A Maildir, or a folder of Maildirs.
    Maildir(PathBuf),
}

impl FileSource {
    /// What lies at a path; `-` is standard input. A folder with `cur` and `new`
    /// in it is a Maildir, as is one that holds such folders and no mail files; a
    /// file that begins with `From ` is an mbox; any other file is a message.
    ///
    /// # Errors
    /// Where the path cannot be looked at, naming it.
    pub fn detect(path: &Path) -> Result<Self, FileError> {
        if path == Path::new("-") {
            return Ok(Self::Stdin);
        }
        let owned = path.to_owned();
        let meta = fs::metadata(path).map_err(FileError::io("read", path))?;
        if meta.is_dir() {
            let maildir = is_maildir(path) || is_folder_of_maildirs(path)?;
            return Ok(if maildir {
                Self::Maildir(owned)
            } else {
                Self::Folder(owned)
            });
        }
        if !meta.is_file() {
            return Ok(Self::Pipe(owned));
        }
        let begins = walk::beginning(path).map_err(FileError::io("read", path))?;
        Ok(if begins.starts_with(FROM) {
            Self::Mbox(owned)
        } else {
            Self::Eml(owned)
        })
    }
}

/// How far the reading of a source has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Octets of a file.
    Octets {
        /// Read until now.
        done: u64,
        /// The size of the file.
        total: u64,
    },
    /// Messages read until now; how many there are nobody knows yet.
    Messages(u64),
}

/// The messages of a source, at most `limit` octets of each. The order is that
/// of the file, or of the sorted paths; time has no part in it.
///
/// Of a Maildir, all mailboxes are read but those for drafts, deleted mail and
/// junk. In a folder, `.eml` and `.mbox` files are read, and files without an
/// extension that begin like a mail (those of MH folders and Thunderbird).
/// What cannot be read comes as an error that names it, and the rest follows.
///
/// # Errors
/// Where the source itself cannot be opened.
pub fn messages(source: &FileSource, limit: usize) -> Result<Messages, FileError> {
    let inner = match source {
        FileSource::Stdin => stream(Box::new(io::stdin()), Path::new("-"), limit)?,
        FileSource::Pipe(path) => {
            let pipe = File::open(path).map_err(FileError::io("read", path))?;
            stream(Box::new(pipe), path, limit)?
        }
        FileSource::Eml(path) => Inner::Files(Walk::file(path)),
        FileSource::Mbox(path) => Inner::Mbox(MboxReader::open(path, limit)?),
        FileSource::Folder(path) => Inner::Files(Walk::folder(path)?),
        FileSource::Maildir(path) => Inner::Files(Walk::maildir(path)?),
    };
    Ok(Messages {
        inner,
        within: None,
        limit,
        count: 0,
    })
}

/// Reads one message file, at most `limit` octets of it.
///
/// # Errors
/// Where it cannot be read, naming it.
pub fn read(path: &Path, limit: usize) -> Result<Raw, FileError> {
    let (bytes, size) = read_bounded(path, limit).map_err(FileError::io("read", path))?;
    Ok(raw(bytes, size, path))
}

/// The messages of a [`FileSource`], from [`messages`].
pub struct Messages {
    inner: Inner,
    /// An mbox file within a folder, while it is being read.
    within: Option<MboxReader>,
    limit: usize,
    count: u64,
}

enum Inner {
    One(Option<Raw>),
    Mbox(MboxReader),
    Files(Walk),
}

impl Messages {
    /// How far the reading has come.
    pub fn progress(&self) -> Progress {
        match &self.inner {
            Inner::Mbox(mbox) => match mbox.total() {
                Some(total) => Progress::Octets {
                    done: mbox.consumed(),
                    total,
                },
                None => Progress::Messages(self.count),
            },
            Inner::One(_) | Inner::Files(_) => Progress::Messages(self.count),
        }
    }

    fn next_in_files(&mut self) -> Option<Result<Raw, FileError>> {
        loop {
            if let Some(message) = self.within.as_mut().and_then(Iterator::next) {
                return Some(message);
            }
            self.within = None;
            let Inner::Files(walk) = &mut self.inner else {
                return None;
            };
            match walk.next()? {
                Ok(Found::Message(path)) => return Some(read(&path, self.limit)),
                Ok(Found::Mbox(path)) => match MboxReader::open(&path, self.limit) {
                    Ok(mbox) => self.within = Some(mbox),
                    Err(error) => return Some(Err(error)),
                },
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl Iterator for Messages {
    type Item = Result<Raw, FileError>;

    fn next(&mut self) -> Option<Self::Item> {
        let message = match &mut self.inner {
            Inner::One(raw) => raw.take().map(Ok),
            Inner::Mbox(mbox) => mbox.next(),
            Inner::Files(_) => self.next_in_files(),
        };
        self.count += u64::from(message.is_some());
        message
    }
}

/// How an mbox begins.
const FROM: &[u8] = b"From ";

/// A stream is judged by its first octets, which are then read again.
fn stream(mut input: Box<dyn Read + Send>, path: &Path, limit: usize) -> Result<Inner, FileError> {
    let failed = || FileError::io("read", path);
    let mut begins = Vec::new();
    (&mut input)
        .take(FROM.len() as u64)
        .read_to_end(&mut begins)
        .map_err(failed())?;
    let mbox = begins == FROM;
    let mut whole = Cursor::new(begins).chain(input);
    if mbox {
        return Ok(Inner::Mbox(MboxReader::new(
            Box::new(BufReader::new(whole)),
            path,
            limit,
        )));
    }
    let (bytes, size) = bounded::read_stream(&mut whole, limit).map_err(failed())?;
    Ok(Inner::One(Some(raw(bytes, size, path))))
}

fn raw(bytes: Vec<u8>, size: u64, path: &Path) -> Raw {
    Raw {
        bytes,
        size,
        internal_date: None,
        source: Source::Path(path.display().to_string()),
    }
}

/// Whether Maildirs lie directly in a folder, and no mail files beside them.
fn is_folder_of_maildirs(path: &Path) -> Result<bool, FileError> {
    let mut found = false;
    for entry in fs::read_dir(path).map_err(FileError::io("list", path))? {
        let entry = entry.map_err(FileError::io("list", path))?.path();
        if walk::kind(&entry).is_some() && entry.is_file() {
            return Ok(false);
        }
        found = found || is_maildir(&entry);
    }
    Ok(found)
}

#[cfg(test)]
mod tests;

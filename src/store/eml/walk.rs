//! Which files of a folder hold mail.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::vec::IntoIter;

use super::bounded::open_file;
use super::{FROM, FileError, is_maildir};
use crate::store::maildir::Maildir;
use crate::store::names;

/// A file with mail in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// One message.
    Message(PathBuf),
    /// Messages, each after a `From ` line.
    Mbox(PathBuf),
}

/// The mail files below a path, each folder's in order of their names.
#[derive(Debug)]
pub(super) struct Walk {
    /// The folders that are open, the innermost last.
    open: Vec<Folder>,
    /// The folders to open when those are done, the next one last.
    later: Vec<PathBuf>,
}

#[derive(Debug)]
struct Folder {
    rule: Rule,
    rest: IntoIter<PathBuf>,
}

/// Which files of a folder are mail.
#[derive(Debug, Clone, Copy)]
enum Rule {
    /// All: the user or the format says so.
    All,
    /// Those that look it; folders are gone into.
    Sorted,
}

impl Walk {
    /// The one file, whatever it looks like.
    pub(super) fn file(path: &Path) -> Self {
        let only = vec![path.to_owned()].into_iter();
        Self::of(Folder {
            rule: Rule::All,
            rest: only,
        })
    }

    /// The mail files in a folder and the folders in it.
    pub(super) fn folder(path: &Path) -> Result<Self, FileError> {
        Folder::open(path, Rule::Sorted).map(Self::of)
    }

    /// The messages of all mailboxes of a Maildir but those for drafts, deleted mail and junk.
    pub(super) fn maildir(path: &Path) -> Result<Self, FileError> {
        let maildir = Maildir::open(path)?;
        let mut later = Vec::new();
        let names = maildir.mailboxes().iter().rev();
        for name in names.filter(|name| !names::set_aside(&name.0)) {
            let folder = maildir.folder(name)?;
            later.extend([folder.join("cur"), folder.join("new")]);
        }
        Ok(Self {
            open: Vec::new(),
            later,
        })
    }

    fn of(folder: Folder) -> Self {
        Self {
            open: vec![folder],
            later: Vec::new(),
        }
    }

    /// What a path in a folder is to us, if anything.
    fn look(&mut self, path: PathBuf, rule: Rule) -> Result<Option<Found>, FileError> {
        let is_folder = match fs::symlink_metadata(&path) {
            Ok(meta) if meta.is_symlink() => {
                // A link to a folder may lead round in a circle.
                if path.is_dir() {
                    return Ok(None);
                }
                false
            }
            Ok(meta) => meta.is_dir(),
            Err(_) => false,
        };
        match rule {
            Rule::All if is_folder => Ok(None),
            Rule::All => Ok(Some(Found::Message(path))),
            Rule::Sorted if is_folder => {
                if let Some(rule) = rule_for(&path) {
                    self.open.push(Folder::open(&path, rule)?);
                }
                Ok(None)
            }
            Rule::Sorted => sort(path),
        }
    }
}

impl Iterator for Walk {
    type Item = Result<Found, FileError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some(folder) = self.open.last_mut() else {
                match Folder::open(&self.later.pop()?, Rule::All) {
                    Ok(next) => self.open.push(next),
                    Err(error) => return Some(Err(error)),
                }
                continue;
            };
            let rule = folder.rule;
            let Some(path) = folder.rest.next() else {
                self.open.pop();
                continue;
            };
            if let Some(found) = self.look(path, rule).transpose() {
                return Some(found);
            }
        }
    }
}

impl Folder {
    fn open(path: &Path, rule: Rule) -> Result<Self, FileError> {
        let mut paths = Vec::new();
        for entry in fs::read_dir(path).map_err(FileError::io("list", path))? {
            let entry = entry.map_err(FileError::io("list", path))?;
            if !entry.file_name().as_encoded_bytes().starts_with(b".") {
                paths.push(entry.path());
            }
        }
        paths.sort_unstable();
        Ok(Self {
            rule,
            rest: paths.into_iter(),
        })
    }
}

/// In `cur` and `new` of a Maildir everything is mail, and in its `tmp` nothing is
/// whole. A mailbox for drafts, deleted mail or junk is passed by.
fn rule_for(folder: &Path) -> Option<Rule> {
    let name = folder.file_name()?;
    if is_maildir(folder) && names::set_aside(&name.to_string_lossy()) {
        return None;
    }
    if !folder.parent().is_some_and(is_maildir) {
        return Some(Rule::Sorted);
    }
    match name.as_encoded_bytes() {
        b"cur" | b"new" => Some(Rule::All),
        b"tmp" => None,
        _ => Some(Rule::Sorted),
    }
}

/// What an extension says that a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `.eml`: a message, as a rule.
    Eml,
    /// `.mbox`: messages.
    Mbox,
}

/// What the extension of a path promises.
pub(super) fn kind(path: &Path) -> Option<Kind> {
    let extension = path.extension()?.to_ascii_lowercase();
    match extension.as_encoded_bytes() {
        b"eml" => Some(Kind::Eml),
        b"mbox" => Some(Kind::Mbox),
        _ => None,
    }
}

/// Judges a file by its extension, and one without by how it begins.
fn sort(path: PathBuf) -> Result<Option<Found>, FileError> {
    let kind = kind(&path);
    if kind == Some(Kind::Mbox) {
        return Ok(Some(Found::Mbox(path)));
    }
    if kind.is_none() && path.extension().is_some() {
        return Ok(None);
    }
    let begins = beginning(&path).map_err(FileError::io("read", &path))?;
    if begins.starts_with(FROM) {
        return Ok(Some(Found::Mbox(path)));
    }
    let is_mail = kind == Some(Kind::Eml) || begins_as_mail(&begins);
    Ok(is_mail.then_some(Found::Message(path)))
}

/// The first octets of a file.
pub(super) fn beginning(path: &Path) -> io::Result<Vec<u8>> {
    /// Longer than the name of any field that a mail begins with.
    const LENGTH: u64 = 64;
    let mut begins = Vec::new();
    open_file(path)?.take(LENGTH).read_to_end(&mut begins)?;
    Ok(begins)
}

/// Whether a file begins with a field that mail begins with; `name: value`
/// alone is also how settings look.
fn begins_as_mail(begins: &[u8]) -> bool {
    const FIELDS: &[&[u8]] = &[
        b"received",
        b"return-path",
        b"delivered-to",
        b"from",
        b"to",
        b"date",
        b"subject",
        b"message-id",
        b"mime-version",
        b"reply-to",
        b"content-type",
        b"envelope-to",
        b"dkim-signature",
        b"authentication-results",
        b"arc-seal",
        b"x-",
    ];
    let Some(colon) = begins.iter().position(|b| *b == b':') else {
        return false;
    };
    let name = begins.get(..colon).unwrap_or_default().to_ascii_lowercase();
    let fits = |field: &&[u8]| match field.ends_with(b"-") {
        true => name.starts_with(field),
        false => name == *field,
    };
    let is_name = name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-');
    is_name && FIELDS.iter().any(fits)
}

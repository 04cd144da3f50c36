//! Which mailboxes lie below a folder.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{MaildirError, is_maildir};
use crate::mail::MailboxName;

/// The name of the mailbox that the root itself is.
pub(super) const INBOX: &str = "INBOX";

/// Deeper folders are not looked at; real trees of mailboxes are flatter.
const DEPTH: usize = 8;

/// More folders than this are a home directory or a disk, not a mail tree.
const FOLDERS: usize = 20_000;

/// The mailboxes at and below `root`, in order, by their paths relative to it;
/// a root that is itself a mailbox is called `INBOX`.
///
/// Links to folders are followed, each folder once. A folder below the root
/// that cannot be read holds no mailbox for us.
pub(super) fn mailboxes(root: &Path) -> Result<Vec<MailboxName>, MaildirError> {
    let canonical = fs::canonicalize(root).map_err(MaildirError::io("open the Maildir", root))?;
    fs::read_dir(root).map_err(MaildirError::io("list the Maildir", root))?;
    let mut seen = BTreeSet::from([canonical]);
    let mut found = BTreeSet::new();
    let mut open: Vec<(PathBuf, String, usize)> = vec![(root.to_owned(), String::new(), 0)];
    while let Some((folder, name, depth)) = open.pop() {
        if is_maildir(&folder) {
            let name = if name.is_empty() { INBOX } else { &name };
            found.insert(MailboxName(name.to_owned()));
        }
        if depth == DEPTH {
            continue;
        }
        for child in subfolders(&folder) {
            let path = folder.join(&child);
            if !fs::canonicalize(&path).is_ok_and(|real| seen.insert(real)) {
                continue;
            }
            if seen.len() > FOLDERS {
                return Err(MaildirError::TooManyFolders {
                    path: root.to_owned(),
                    limit: FOLDERS,
                });
            }
            let name = match name.is_empty() {
                true => child,
                false => format!("{name}/{child}"),
            };
            open.push((path, name, depth + 1));
        }
    }
    Ok(found.into_iter().collect())
}

/// The names of the folders in `folder` that may be or hold mailboxes. Names
/// that are not UTF-8 cannot be written in the settings and are left out.
fn subfolders(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let is_folder = |entry: &fs::DirEntry| match entry.file_type() {
        Ok(kind) if kind.is_symlink() => entry.path().is_dir(),
        Ok(kind) => kind.is_dir(),
        Err(_) => false,
    };
    entries
        .flatten()
        .filter(is_folder)
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| !matches!(name.as_str(), "cur" | "new" | "tmp"))
        .collect()
}

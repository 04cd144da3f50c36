//! Looking for a message by the identifiers in its header.
//!
//! "Not there" is only said after every header was read: a draft that is filed
//! twice is worse than one that waits. A file that cannot be read is therefore
//! an error, and a file that was renamed under our eyes starts a new search.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::time::SystemTime;

use super::headers::{self, Field};
use super::{Entry, Maildir, MaildirError, UniqueName};
use crate::mail::{MailboxName, MessageId, Timestamp};

/// How often a search starts again because another program was at work.
const ATTEMPTS: usize = 5;

impl Maildir {
    /// The message with this Message-ID, the newest first, among those
    /// delivered at or after `since`, or among all.
    ///
    /// # Errors
    /// Where it is unknown whether there is one: a file cannot be read, or the
    /// mailbox does not come to rest.
    pub fn contains(
        &self,
        mailbox: &MailboxName,
        id: &MessageId,
        since: Option<Timestamp>,
    ) -> Result<Option<Entry>, MaildirError> {
        self.search(mailbox, since, id, &[Field::MessageId])
    }

    /// The newest message whose In-Reply-To or References names `original`,
    /// among those delivered at or after `since`, or among all.
    ///
    /// # Errors
    /// As [`Maildir::contains`].
    pub fn answers(
        &self,
        mailbox: &MailboxName,
        original: &MessageId,
        since: Option<Timestamp>,
    ) -> Result<Option<Entry>, MaildirError> {
        self.search(
            mailbox,
            since,
            original,
            &[Field::InReplyTo, Field::References],
        )
    }

    fn search(
        &self,
        mailbox: &MailboxName,
        since: Option<Timestamp>,
        id: &MessageId,
        fields: &[Field],
    ) -> Result<Option<Entry>, MaildirError> {
        let floor = since.unwrap_or(Timestamp::MIN);
        let mut passed: BTreeSet<UniqueName> = BTreeSet::new();
        for _ in 0..ATTEMPTS {
            let before = self.stamps(mailbox)?;
            let mut settled = true;
            for entry in self.new_since(mailbox, floor)?.into_iter().rev() {
                if passed.contains(&entry.name) {
                    continue;
                }
                // A listing may miss a file that is renamed while it is made,
                // so only one that brings nothing new is believed.
                settled = false;
                match headers::name(&entry.path, fields, id) {
                    Ok(true) => return Ok(Some(entry)),
                    Ok(false) => drop(passed.insert(entry.name)),
                    Err(error) if moved(&entry.path, &error) => (),
                    Err(error) => {
                        return Err(MaildirError::io("read the header of", &entry.path)(error));
                    }
                }
            }
            if settled && self.stamps(mailbox)? == before {
                return Ok(None);
            }
        }
        Err(MaildirError::Unsettled {
            name: mailbox.clone(),
            root: self.root().to_owned(),
        })
    }

    /// When the folders of a mailbox last changed.
    fn stamps(&self, mailbox: &MailboxName) -> Result<[SystemTime; 2], MaildirError> {
        let folder = self.folder(mailbox)?;
        let stamp = |name: &str| {
            let path = folder.join(name);
            fs::metadata(&path)
                .and_then(|meta| meta.modified())
                .map_err(MaildirError::io("look at", &path))
        };
        Ok([stamp("new")?, stamp("cur")?])
    }
}

/// Whether a file was renamed or removed since it was listed; a link to nowhere
/// is still there and stays unreadable.
fn moved(path: &Path, error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(path).is_err()
}

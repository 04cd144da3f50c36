//! Waking up when mail comes in. A wake-up is a hint: what is new, the next
//! listing says. A lost one costs time until the next poll, never a mail.

use std::path::PathBuf;
use std::sync::Arc;

use notify::event::{Event, EventKind, ModifyKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::Notify;

use super::{Maildir, MaildirError};
use crate::mail::MailboxName;

/// Notifications from the folders of the watched mailboxes, for as long as it lives.
#[derive(Debug)]
pub struct MaildirWatch {
    /// Dropping it ends the watch.
    _watcher: RecommendedWatcher,
    wake: Arc<Notify>,
}

impl MaildirWatch {
    /// Watches folders for files that are made in them or moved into them.
    ///
    /// # Errors
    /// Where the system does not allow it (the number of watches is limited), naming the folder.
    pub fn new(folders: &[PathBuf]) -> Result<Self, MaildirError> {
        let wake = Arc::new(Notify::new());
        let sender = Arc::clone(&wake);
        let on_event = move |event: notify::Result<Event>| {
            // An error may stand for lost events, so it wakes as well.
            if event.map_or(true, |event| may_be_mail(&event)) {
                sender.notify_one();
            }
        };
        let first = folders.first().cloned().unwrap_or_default();
        let mut watcher = notify::recommended_watcher(on_event).map_err(|e| refused(first, e))?;
        for folder in folders {
            watcher
                .watch(folder, RecursiveMode::NonRecursive)
                .map_err(|e| refused(folder.clone(), e))?;
        }
        Ok(Self {
            _watcher: watcher,
            wake,
        })
    }

    /// Waits until something may have come in. What came in since the last
    /// wait ends this one at once, so nothing falls between two waits.
    /// Dropping the future loses nothing.
    pub async fn changed(&self) {
        self.wake.notified().await;
    }
}

impl Maildir {
    /// Watches mailboxes: `new`, where mail is delivered, and `cur`, where
    /// synchronisers put mail that was read elsewhere.
    ///
    /// Arm it before the first listing.
    ///
    /// # Errors
    /// Where a mailbox is unknown or the system does not allow the watch; the
    /// daemon polls then.
    pub fn watch(&self, mailboxes: &[MailboxName]) -> Result<MaildirWatch, MaildirError> {
        let mut folders = Vec::new();
        for mailbox in mailboxes {
            let folder = self.folder(mailbox)?;
            folders.extend([folder.join("new"), folder.join("cur")]);
        }
        MaildirWatch::new(&folders)
    }
}

fn may_be_mail(event: &Event) -> bool {
    match event.kind {
        EventKind::Create(_) | EventKind::Modify(ModifyKind::Name(_)) => true,
        _ => event.need_rescan(),
    }
}

fn refused(path: PathBuf, source: notify::Error) -> MaildirError {
    MaildirError::Watch {
        path,
        source: Box::new(source),
    }
}

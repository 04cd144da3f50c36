//! Reading one mail again that was decided about before.

use std::path::Path;

use super::open::open;
use super::remedy::WatchError;
use crate::case::CaseKey;
use crate::config::Config;
use crate::mail::{MailboxName, MessageId, MessageRef, Raw, Source, Uid, UidValidity};
use crate::store::imap::{Appetite, Depth, ImapError, ImapSession, Worth};
use crate::store::maildir::{Maildir, MaildirError, UniqueName};
use crate::store::{Store, StoreError};
use crate::text;

/// The mail of a case, from where it was first seen or from wherever in the
/// watched mailboxes it lies now; `None` where it has gone.
///
/// # Errors
/// Whatever keeps the mailbox from being read.
pub async fn read_again(
    config: &Config,
    key: &CaseKey,
    source: &Source,
    original: Option<&MessageId>,
) -> Result<Option<Raw>, WatchError> {
    let mut store = open(config).await?;
    let mailboxes = &config.watch.mailboxes;
    let raw = match (&mut store, source) {
        (Store::Imap(session), Source::Mailbox(at)) => {
            let found = at_its_place(session, at).await.map_err(StoreError::from)?;
            match (found.filter(|raw| is(raw, key)), original) {
                (None, Some(id)) => by_id(session, mailboxes, id)
                    .await
                    .map_err(StoreError::from)?,
                (found, _) => found,
            }
        }
        (Store::Maildir { maildir, .. }, Source::Path(path)) => {
            in_maildir(maildir, mailboxes, Path::new(path), original).map_err(StoreError::from)?
        }
        // It was marked from a file that belongs to no mailbox.
        (Store::Imap(_), Source::Path(_)) | (Store::Maildir { .. }, Source::Mailbox(_)) => None,
    };
    store.close().await;
    Ok(raw.filter(|raw| is(raw, key)))
}

fn is(raw: &Raw, key: &CaseKey) -> bool {
    CaseKey::of(&text::parse(raw)) == *key
}

async fn at_its_place(
    session: &mut ImapSession,
    at: &MessageRef,
) -> Result<Option<Raw>, ImapError> {
    let opened = session.examine(&at.mailbox).await?;
    if opened.uid_validity != at.uid_validity {
        return Ok(None);
    }
    fetch(session, &at.mailbox, opened.uid_validity, at.uid).await
}

async fn by_id(
    session: &mut ImapSession,
    mailboxes: &[MailboxName],
    id: &MessageId,
) -> Result<Option<Raw>, ImapError> {
    for mailbox in mailboxes {
        if let Some(uid) = session.find_message(mailbox, id).await? {
            let opened = session.examine(mailbox).await?;
            return fetch(session, mailbox, opened.uid_validity, uid).await;
        }
    }
    Ok(None)
}

async fn fetch(
    session: &mut ImapSession,
    mailbox: &MailboxName,
    uid_validity: UidValidity,
    uid: Uid,
) -> Result<Option<Raw>, ImapError> {
    let mut found = None;
    let all = |_: &Raw| Worth::Reading;
    session
        .read(mailbox, uid_validity, &[uid], all, |raw, depth| {
            let more = depth == Depth::Beginning && raw.is_truncated();
            found = Some(raw);
            match more {
                true => Appetite::More,
                false => Appetite::Enough,
            }
        })
        .await?;
    Ok(found)
}

/// By the part of its file name that never changes, else by its Message-ID.
fn in_maildir(
    maildir: &Maildir,
    mailboxes: &[MailboxName],
    path: &Path,
    original: Option<&MessageId>,
) -> Result<Option<Raw>, MaildirError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = UniqueName::of(&name);
    for mailbox in mailboxes {
        let mailbox = maildir.mailbox(&mailbox.0)?;
        let mut entries = maildir.list(&mailbox)?.filter_map(Result::ok);
        let entry = match (entries.find(|entry| entry.name == name), original) {
            (None, Some(id)) => maildir.contains(&mailbox, id, None)?,
            (entry, _) => entry,
        };
        let Some(entry) = entry else { continue };
        if let Some(raw) = maildir.read(&mailbox, &entry, Depth::Bound.octets())? {
            return Ok(Some(raw));
        }
    }
    Ok(None)
}

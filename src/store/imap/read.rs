//! Reading a batch in two steps, deciding in between what is worth more octets.

use std::collections::BTreeMap;

use super::{Depth, Head, ImapError, ImapSession};
use crate::mail::{MailboxName, MessageRef, Raw, Source, Timestamp, Uid, UidValidity};

/// Whether a message is read beyond its headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worth {
    /// Yes.
    Reading,
    /// No.
    Nothing,
}

/// Whether the octets read so far tell enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appetite {
    /// Yes.
    Enough,
    /// More of the text is needed.
    More,
}

/// What is known of a message before its text is read.
struct Known {
    size: u64,
    internal_date: Option<Timestamp>,
}

impl ImapSession {
    /// Reads the messages `uids` (ascending) of the opened mailbox.
    ///
    /// `worth` sees the headers of each. Those that are worth it come to `read`
    /// with their first octets, and once more with [`Depth::Bound`] where it
    /// still has an appetite and there is more. One message is held at a time.
    ///
    /// # Errors
    /// Whatever ends the session. A message that has gone is left out.
    pub async fn read(
        &mut self,
        mailbox: &MailboxName,
        uid_validity: UidValidity,
        uids: &[Uid],
        mut worth: impl FnMut(&Raw) -> Worth,
        mut read: impl FnMut(Raw, Depth) -> Appetite,
    ) -> Result<(), ImapError> {
        let source = |uid| {
            Source::Mailbox(MessageRef {
                mailbox: mailbox.clone(),
                uid_validity,
                uid,
            })
        };
        let mut known: BTreeMap<Uid, Known> = BTreeMap::new();
        self.heads(uids, |head: Head| {
            let Head {
                uid,
                internal_date,
                size,
                header,
            } = head;
            let raw = Raw {
                bytes: header,
                size,
                internal_date,
                source: source(uid),
            };
            if worth(&raw) == Worth::Reading {
                known.insert(
                    uid,
                    Known {
                        size,
                        internal_date,
                    },
                );
            }
        })
        .await?;
        for depth in [Depth::Beginning, Depth::Bound] {
            // What is not answered has gone since step one.
            let mut asked = std::mem::take(&mut known);
            let wanted: Vec<Uid> = asked.keys().copied().collect();
            self.beginnings(&wanted, depth, |uid, bytes| {
                let Some(Known {
                    size,
                    internal_date,
                }) = asked.remove(&uid)
                else {
                    return;
                };
                let raw = Raw {
                    bytes: bytes.to_vec(),
                    size,
                    internal_date,
                    source: source(uid),
                };
                let truncated = raw.is_truncated();
                if read(raw, depth) == Appetite::More && truncated {
                    known.insert(
                        uid,
                        Known {
                            size,
                            internal_date,
                        },
                    );
                }
            })
            .await?;
        }
        Ok(())
    }
}

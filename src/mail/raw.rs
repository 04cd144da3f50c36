//! A message as bytes, with what the store knows about it.

use super::{MessageRef, Timestamp};

/// Where a message came from, for the ledger and for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A message in a mailbox that is watched.
    Mailbox(MessageRef),
    /// A file, or a message in an mbox file (`path:number`).
    Path(String),
}

/// The bytes of one message.
#[derive(Debug, Clone)]
pub struct Raw {
    /// The message from its first octet on; cut short where `size` is larger.
    pub bytes: Vec<u8>,
    /// The full size in octets (RFC822.SIZE).
    pub size: u64,
    /// When the store received it (INTERNALDATE); `None` in plain files, where
    /// the newest Received header stands in.
    pub internal_date: Option<Timestamp>,
    /// Where it lies.
    pub source: Source,
}

impl Raw {
    /// Whether the bytes end before the message does.
    pub fn is_truncated(&self) -> bool {
        (self.bytes.len() as u64) < self.size
    }
}

//! Mailboxes and the identity of a message in one (RFC 9051 section 2.3.1.1).

use std::fmt;

/// A mailbox name as the server writes it (modified UTF-7 stays as it is);
/// in a Maildir, the folder's path relative to the root.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MailboxName(pub String);

impl fmt::Display for MailboxName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The unique identifier of a message in a mailbox, valid under one [`UidValidity`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uid(pub u32);

/// The generation of a mailbox's UIDs. Compared for equality only: a server
/// may hand out a smaller value after a restore.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct UidValidity(pub u32);

/// Where a message lies. A bare UID means nothing without the other two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageRef {
    /// The mailbox.
    pub mailbox: MailboxName,
    /// The generation under which the UID was read.
    pub uid_validity: UidValidity,
    /// The message.
    pub uid: Uid,
}

/// The mailboxes that the program looks for by purpose (RFC 6154 section 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpecialUse {
    /// `\Drafts`: where drafts are filed.
    Drafts,
    /// `\Sent`: searched for an answer that the user has given already.
    Sent,
}

impl fmt::Display for SpecialUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Drafts => "Drafts",
            Self::Sent => "Sent",
        })
    }
}

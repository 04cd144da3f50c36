//! The words of mail (floor 0): what every other floor speaks in.
//!
//! Nothing here decides or does anything. The names are those of the RFCs, so
//! that a reader who knows RFC 5322 and RFC 9051 knows these types.

mod address;
mod language;
mod mailbox;
mod message;
mod message_id;
mod raw;

pub use address::{AddrSpec, Address, Identity};
pub use jiff::tz::TimeZone;
pub use jiff::{SignedDuration, Timestamp};
pub use language::Language;
pub use mailbox::{MailboxName, MessageRef, SpecialUse, Uid, UidValidity};
pub use message::{Automation, Body, Message, PartKinds, Segment, SegmentKind};
pub use message_id::MessageId;
pub use raw::{Raw, Source};

//! Where mail lies: IMAP, Maildir, mbox, files.

pub mod eml;
pub mod maildir;
pub mod mbox;

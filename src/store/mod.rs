//! Where mail lies: IMAP, Maildir, mbox, files.

pub mod imap;
mod names;

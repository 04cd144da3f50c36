//! Where mail lies: IMAP, Maildir, mbox, files.

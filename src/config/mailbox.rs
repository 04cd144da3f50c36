//! Mailbox names as people write them, to names as the server writes them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use crate::mail::MailboxName;

/// The name of a mailbox on an IMAP server.
///
/// A name outside ASCII is put into modified UTF-7 (RFC 3501 section 5.1.3), in
/// which servers list it; a name in ASCII is taken as the server writes it, so
/// that both `Entwürfe` and `Entw&APw-rfe` find the same mailbox.
///
/// # Errors
///
/// What is wrong with it, in words.
pub(super) fn imap(text: &str) -> Result<MailboxName, &'static str> {
    let text = common(text)?;
    if text.is_ascii() {
        return Ok(MailboxName(text.to_owned()));
    }
    Ok(MailboxName(modified_utf7(text)))
}

/// The name of a folder in a Maildir: its path below the root.
///
/// # Errors
///
/// What is wrong with it, in words.
pub(super) fn maildir(text: &str) -> Result<MailboxName, &'static str> {
    let text = common(text)?;
    if text.starts_with('/') || text.split('/').any(|part| part == "..") {
        return Err("leaves the Maildir; write the folder's path below the root");
    }
    Ok(MailboxName(text.to_owned()))
}

/// INBOX has no case (RFC 9051 section 5.1); a control character could end the command.
fn common(text: &str) -> Result<&str, &'static str> {
    if text.trim().is_empty() {
        return Err("holds an empty name; write the mailbox's name, such as \"INBOX\"");
    }
    if text.chars().any(char::is_control) {
        return Err("holds a control character; write the mailbox's name as your server lists it");
    }
    if text.eq_ignore_ascii_case("INBOX") {
        return Ok("INBOX");
    }
    Ok(text)
}

fn modified_utf7(text: &str) -> String {
    let mut out = String::new();
    let mut wide: Vec<u8> = Vec::new();
    for c in text.chars() {
        if !c.is_ascii() {
            let mut units = [0u16; 2];
            for unit in c.encode_utf16(&mut units) {
                wide.extend(unit.to_be_bytes());
            }
            continue;
        }
        flush(&mut wide, &mut out);
        out.push(c);
        if c == '&' {
            out.push('-');
        }
    }
    flush(&mut wide, &mut out);
    out
}

fn flush(wide: &mut Vec<u8>, out: &mut String) {
    if wide.is_empty() {
        return;
    }
    out.push('&');
    out.push_str(&STANDARD_NO_PAD.encode(&*wide).replace('/', ","));
    out.push('-');
    wide.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_the_server_lists_them() {
        for (text, name) in [
            ("INBOX", "INBOX"),
            ("inbox", "INBOX"),
            ("Jobs/2026", "Jobs/2026"),
            ("R&-D", "R&-D"),
            ("Entw&APw-rfe", "Entw&APw-rfe"),
            ("Entwürfe", "Entw&APw-rfe"),
            ("R&Dü", "R&-D&APw-"),
            // The example of RFC 3501 section 5.1.3.
            ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
            ("😀", "&2D3eAA-"),
        ] {
            assert_eq!(imap(text), Ok(MailboxName(name.to_owned())), "{text}");
        }
        for bad in ["", " ", "a\r\nb", "a\0"] {
            assert!(imap(bad).is_err(), "{bad:?}");
            assert!(maildir(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_maildir_folder_stays_below_the_root() {
        assert_eq!(
            maildir(".Entwürfe"),
            Ok(MailboxName(".Entwürfe".to_owned()))
        );
        assert_eq!(maildir("a/b"), Ok(MailboxName("a/b".to_owned())));
        for bad in ["/etc", "../x", "a/../../x", ".."] {
            assert!(maildir(bad).is_err(), "{bad}");
        }
    }
}

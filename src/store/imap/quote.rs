//! Strings in commands, and mailbox names as IMAP writes them.

use base64::alphabet::IMAP_MUTF7;
use base64::engine::{Engine as _, GeneralPurpose, GeneralPurposeConfig};

/// A quoted string (RFC 9051 section 9, `quoted`). CR, LF and NUL cannot stand
/// in one and are left out: nothing may end a command early.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars().filter(|c| !matches!(c, '\r' | '\n' | '\0')) {
        if c == '"' || c == '\\' {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}

const MUTF7: GeneralPurpose = GeneralPurpose::new(
    &IMAP_MUTF7,
    GeneralPurposeConfig::new().with_encode_padding(false),
);

/// A mailbox name in modified UTF-7 (RFC 3501 section 5.1.3).
pub(super) fn encode_name(name: &str) -> String {
    let mut out = String::new();
    let mut shifted = String::new();
    for c in name.chars() {
        if matches!(c, ' '..='~') {
            flush(&mut out, &mut shifted);
            out.push(c);
            if c == '&' {
                out.push('-');
            }
        } else {
            shifted.push(c);
        }
    }
    flush(&mut out, &mut shifted);
    out
}

fn flush(out: &mut String, shifted: &mut String) {
    if shifted.is_empty() {
        return;
    }
    let utf16: Vec<u8> = shifted.encode_utf16().flat_map(u16::to_be_bytes).collect();
    out.push('&');
    out.push_str(&MUTF7.encode(utf16));
    out.push('-');
    shifted.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_in_modified_utf7() {
        for (name, wire) in [
            ("Drafts", "Drafts"),
            ("Entwürfe", "Entw&APw-rfe"),
            ("下書き", "&Tgtm+DBN-"),
            ("Tom & Jo", "Tom &- Jo"),
            ("Черновики", "&BCcENQRABD0EPgQyBDgEOgQ4-"),
        ] {
            assert_eq!(encode_name(name), wire);
        }
    }

    #[test]
    fn a_quoted_string_cannot_end_its_command() {
        assert_eq!(quoted("a\"b\\c\r\nLOGOUT"), "\"a\\\"b\\\\cLOGOUT\"");
    }
}

//! The identifiers in the header block of a file (RFC 5322 section 3.6.4),
//! without reading the body.

use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use crate::mail::MessageId;
use crate::store::eml::open_file;

/// No header block comes near this; a file without an empty line ends here.
const HEADER_MAX: u64 = 1024 * 1024;

/// The fields that identifiers are looked for in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// `Message-ID`.
    MessageId,
    /// `In-Reply-To`.
    InReplyTo,
    /// `References`.
    References,
}

impl Field {
    fn name(self) -> &'static [u8] {
        match self {
            Self::MessageId => b"message-id",
            Self::InReplyTo => b"in-reply-to",
            Self::References => b"references",
        }
    }

    /// Whether a header line begins this field.
    fn begins(self, line: &[u8]) -> bool {
        let Some(colon) = line.iter().position(|b| *b == b':') else {
            return false;
        };
        line.get(..colon)
            .is_some_and(|name| name.trim_ascii_end().eq_ignore_ascii_case(self.name()))
    }
}

/// Whether one of `fields` in the file's header names `id`.
pub(super) fn name(path: &Path, fields: &[Field], id: &MessageId) -> io::Result<bool> {
    let file = open_file(path)?;
    name_in(BufReader::new(file.take(HEADER_MAX)), fields, id)
}

fn name_in(mut header: impl BufRead, fields: &[Field], id: &MessageId) -> io::Result<bool> {
    let mut line = Vec::new();
    let mut value = Vec::new();
    loop {
        line.clear();
        header.read_until(b'\n', &mut line)?;
        let folded = line.first().is_some_and(|b| matches!(b, b' ' | b'\t'));
        if folded && !line.trim_ascii().is_empty() {
            if !value.is_empty() {
                value.extend_from_slice(&line);
            }
            continue;
        }
        if names(&value, id) {
            return Ok(true);
        }
        if line.trim_ascii().is_empty() {
            return Ok(false);
        }
        value.clear();
        if fields.iter().any(|field| field.begins(&line)) {
            value.extend_from_slice(&line);
        }
    }
}

/// Whether a field, its name included, names the identifier: in brackets, even
/// when folding tore it apart, or bare, as some programs write it.
fn names(field: &[u8], id: &MessageId) -> bool {
    let is_mark = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'<' | b'>');
    let Some(colon) = field.iter().position(|b| *b == b':') else {
        return false;
    };
    let value = field.get(colon + 1..).unwrap_or_default();
    if value
        .split(is_mark)
        .any(|word| word == id.as_str().as_bytes())
    {
        return true;
    }
    let mut joined = value.to_vec();
    joined.retain(|b| !b.is_ascii_whitespace());
    joined
        .split(|b| matches!(b, b'<' | b'>'))
        .any(|word| word == id.as_str().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_found_however_they_are_written() {
        use Field::{InReplyTo, MessageId as Id, References};
        let id = MessageId::new("<a.b@c.example>").expect("an id");
        for (text, fields, expected) in [
            ("Message-ID: <a.b@c.example>\n\n", &[Id][..], true),
            (
                "From x Mon\nmessage-id:<a.b@c.example>\r\n\r\n",
                &[Id],
                true,
            ),
            ("Message-ID:\n <a.b@c.example>\n\n", &[Id], true),
            ("Message-ID: <a.b@\n c.example>\n\n", &[Id], true),
            ("Message-ID : a.b@c.example\n\n", &[Id], true),
            ("Message-ID: <a.b@c.example>", &[Id], true),
            ("Message-ID: <xa.b@c.example>\n\n", &[Id], false),
            ("Message-ID: <a.b@c.examplex>\n\n", &[Id], false),
            ("Message-ID: <A.b@c.example>\n\n", &[Id], false),
            ("X-Message-ID: <a.b@c.example>\n\n", &[Id], false),
            ("X: y\n\nMessage-ID: <a.b@c.example>\n", &[Id], false),
            ("X: y\n \nMessage-ID: <a.b@c.example>\n", &[Id], false),
            ("Subject: a\n Message-ID: <a.b@c.example>\n\n", &[Id], false),
            (
                "References: <1@x>\r\n\t<a.b@c.example> <2@x>\r\n\r\n",
                &[InReplyTo, References],
                true,
            ),
            (
                "References: <1@x><a.b@c.example>\n\n",
                &[InReplyTo, References],
                true,
            ),
            (
                "In-Reply-To: <a.b@c.example> (Jo's mail)\n\n",
                &[InReplyTo, References],
                true,
            ),
            (
                "Message-ID: <a.b@c.example>\n\n",
                &[InReplyTo, References],
                false,
            ),
            ("", &[Id], false),
        ] {
            let found = name_in(text.as_bytes(), fields, &id).expect("memory can be read");
            assert_eq!(found, expected, "{text:?}");
        }
    }
}

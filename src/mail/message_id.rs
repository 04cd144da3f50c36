//! Message identifiers (RFC 5322 section 3.6.4).

use std::fmt;

/// A `msg-id`, kept without its angle brackets and printed with them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId(String);

impl MessageId {
    /// The longest id that is worth answering to; RFC 5322 limits a line to 998 characters.
    const MAX: usize = 900;

    /// The id without brackets, or `None` where the text could not stand in a
    /// header again: empty, over-long, not ASCII, white space, control
    /// characters or brackets inside. A reply to such a mail has no thread,
    /// which is poorer but never a way to write headers of one's own.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_prefix('<').unwrap_or(text);
        let text = text.strip_suffix('>').unwrap_or(text);
        let good = |b: u8| b.is_ascii_graphic() && b != b'<' && b != b'>';
        if text.is_empty() || text.len() > Self::MAX || !text.bytes().all(good) {
            return None;
        }
        Some(Self(text.to_owned()))
    }

    /// The id without brackets.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}>", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_are_optional_on_input_and_always_printed() {
        for text in ["<a@b>", "a@b", " <a@b> "] {
            assert_eq!(MessageId::new(text).expect("an id").to_string(), "<a@b>");
        }
    }

    #[test]
    fn an_id_cannot_carry_a_header() {
        for bad in ["", "<>", "a b@c", "a@b\r\nBcc: x@y", "<a@b> <c@d>", "ä@b"] {
            assert_eq!(MessageId::new(bad), None, "{bad:?}");
        }
    }
}

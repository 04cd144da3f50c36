//! Decoding what was cut in the middle, since a bounded fetch ends wherever it
//! ends, and what is in another charset than it says.

/// What stands for octets that could not be decoded.
const REPLACED: char = '\u{fffd}';

/// Charsets of one octet a character, by the beginnings of their names: any
/// octets decode as these, so that a wrong one is never noticed.
const SINGLE_BYTE: &[&str] = &[
    "iso-8859",
    "iso8859",
    "iso_8859",
    "windows-12",
    "cp12",
    "latin",
    "us-ascii",
    "ascii",
    "ansi",
];

/// Whether a decoded text may be in another charset than `declared`. Text that
/// says it is in UTF-8 and is, nearly all there is, is let go at once.
pub(super) fn is_suspect(declared: Option<&str>, text: &str) -> bool {
    text.contains(REPLACED) || text.contains('\u{1b}') || !is_utf8(declared) && !text.is_ascii()
}

/// The text behind `bytes`, which became `text` by the charset `declared`, where
/// another charset is plainly right; `decode` knows the charsets by name.
pub(super) fn charset(
    declared: Option<&str>,
    text: &str,
    bytes: &[u8],
    decode: impl Fn(&str, &[u8]) -> Option<String>,
) -> Option<String> {
    if ["\u{1b}$B", "\u{1b}$@"]
        .iter()
        .any(|mark| text.contains(mark))
    {
        return decode("iso-2022-jp", bytes);
    }
    let replaced = text.chars().filter(|c| *c == REPLACED).count();
    if is_utf8(declared) {
        let others = text.chars().filter(|c| !c.is_ascii()).count() - replaced;
        // A few broken characters in good UTF-8 stay what they are.
        return (replaced > others).then(|| guess(bytes, &decode)).flatten();
    }
    let lower = declared.unwrap_or_default().to_ascii_lowercase();
    let single = SINGLE_BYTE.iter().any(|start| lower.starts_with(start));
    if (single || replaced > 0)
        && let Some(text) = as_utf8(bytes)
    {
        return Some(text.to_owned());
    }
    // The controls of ISO 8859-2, which nobody sends, are letters to Windows.
    let control = |c: char| matches!(c, '\u{80}'..='\u{9f}');
    (lower.ends_with("8859-2") && text.contains(control))
        .then(|| decode("windows-1250", bytes))
        .flatten()
}

fn is_utf8(declared: Option<&str>) -> bool {
    declared.is_none_or(|name| {
        name.get(..3)
            .is_some_and(|start| start.eq_ignore_ascii_case("utf"))
    })
}

/// UTF-8 beyond ASCII; its last character may have been cut.
fn as_utf8(bytes: &[u8]) -> Option<&str> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(bytes.get(..error.valid_up_to())?).ok()?
        }
        Err(_) => return None,
    };
    (!text.is_ascii()).then_some(text)
}

/// Octets that are no UTF-8 and say no other charset: Japanese where that gives
/// its letters, else what Windows writes in the west.
fn guess(bytes: &[u8], decode: impl Fn(&str, &[u8]) -> Option<String>) -> Option<String> {
    let hiragana = |c: char| matches!(c, '\u{3041}'..='\u{3096}');
    let is_japanese = |text: &String| text.contains(hiragana) && !text.contains(REPLACED);
    ["shift_jis", "euc-jp"]
        .iter()
        .find_map(|name| decode(name, bytes).filter(is_japanese))
        .or_else(|| decode("windows-1252", bytes))
}

/// Quoted-printable (RFC 2045 section 6.7) that forgives everything: what is
/// no escape stays as it is, and an escape cut at the end is dropped.
pub(super) fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&first, tail)) = rest.split_first() {
        rest = tail;
        if first != b'=' {
            out.push(first);
            continue;
        }
        match tail {
            [b'\r', b'\n', after @ ..] | [b'\n', after @ ..] => rest = after,
            [high, low, after @ ..] => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => {
                    out.push(high << 4 | low);
                    rest = after;
                }
                _ => out.push(b'='),
            },
            _ => rest = &[],
        }
    }
    out
}

/// The characters of the base64 alphabet in groups of four, the last of them
/// filled up, as far as it holds a whole octet.
pub(super) fn base64_alphabet(bytes: &[u8]) -> Vec<u8> {
    let good = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/');
    let mut out: Vec<u8> = bytes.iter().copied().filter(good).collect();
    if out.len() % 4 == 1 {
        out.pop();
    }
    out.resize(out.len().next_multiple_of(4), b'=');
    out
}

fn hex(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_printable_forgives() {
        for (given, wanted) in [
            ("caf=C3=A9", "café"),
            ("soft =\r\nbreak", "soft break"),
            ("cut =C", "cut "),
            ("odd == and =zz", "odd == and =zz"),
        ] {
            let got = quoted_printable(given.as_bytes());
            assert_eq!(String::from_utf8_lossy(&got), wanted, "{given}");
        }
    }

    #[test]
    fn base64_keeps_whole_octets() {
        for (given, wanted) in [
            ("QUJD\r\nREVG", "QUJDREVG"),
            ("QUJD\r\nREV", "QUJDREV="),
            ("QUJDRA==", "QUJDRA=="),
            ("QUJDR", "QUJD"),
            ("Q", ""),
        ] {
            let got = base64_alphabet(given.as_bytes());
            assert_eq!(String::from_utf8_lossy(&got), wanted, "{given}");
        }
    }
}

//! Decoding what was cut in the middle: a bounded fetch ends wherever it ends.

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

/// The characters of the base64 alphabet in whole groups of four.
pub(super) fn base64_alphabet(bytes: &[u8]) -> Vec<u8> {
    let good = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/');
    let mut out: Vec<u8> = bytes.iter().copied().filter(good).collect();
    out.truncate(out.len() / 4 * 4);
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
    fn base64_keeps_whole_groups() {
        assert_eq!(base64_alphabet(b"QUJD\r\nREV"), b"QUJD");
    }
}

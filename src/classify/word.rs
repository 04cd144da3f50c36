//! How a text's words begin, quickly: eight bytes at a time. Most words of most
//! mail begin no phrase, and this tells so without a look into the automaton.

/// How many bits the table of words has; a power of two.
const BITS: usize = 1 << 16;

/// The ASCII letters and digits at the head of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct AsciiWord {
    /// How many there are, eight at most: what is left of a longer word is looked
    /// at next, and is then inside of a word.
    pub(super) length: usize,
    /// The letters, in the order of the text from the lowest byte on.
    letters: u64,
    /// Whether the word ends here, and with no character outside of ASCII.
    ends: bool,
}

/// The word at the head of `text`; `None` where no ASCII letter or digit stands there.
#[inline]
pub(super) fn ascii_word(text: &[u8]) -> Option<AsciiWord> {
    let mut bytes = [b' '; 8];
    match text.first_chunk::<8>() {
        Some(chunk) => bytes = *chunk,
        None => bytes
            .iter_mut()
            .zip(text)
            .for_each(|(to, from)| *to = *from),
    }
    let word = u64::from_le_bytes(bytes);
    let others = !alphanumeric(word) & TOP;
    let length = (others.trailing_zeros() / 8) as usize;
    if length == 0 {
        return None;
    }
    let letters = match length {
        8 => word,
        _ => word & !(u64::MAX << (8 * length)),
    };
    let after = bytes.get(length).copied();
    Some(AsciiWord {
        length,
        letters,
        ends: after.is_some_and(|after| after.is_ascii()),
    })
}

/// The highest bit of each byte.
const TOP: u64 = 0x8080_8080_8080_8080;
/// The lowest bit of each byte.
const LOW: u64 = TOP >> 7;

/// The highest bit of each byte that is an ASCII letter or digit.
fn alphanumeric(word: u64) -> u64 {
    let ascii = word & !TOP;
    let within = |bytes: u64, first: u8, last: u8| {
        let not_below = bytes + LOW * u64::from(0x80 - first);
        let above = bytes + LOW * u64::from(0x7f - last);
        not_below & !above
    };
    let letters = within(ascii | (LOW * 0x20), b'a', b'z');
    let digits = within(ascii, b'0', b'9');
    (letters | digits) & !word & TOP
}

/// How patterns begin.
#[derive(Debug)]
pub(super) struct Heads {
    /// For each byte, what begins with it.
    bytes: [Begins; 256],
    /// The first words of patterns, or as much of them as must stand in a text,
    /// each by one bit.
    words: Box<[u64]>,
}

/// What begins with a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Begins {
    Nothing,
    Patterns,
    /// A pattern so short and open that nearly any word may begin it.
    NearlyAll,
}

impl Default for Heads {
    fn default() -> Self {
        Self {
            bytes: [Begins::Nothing; 256],
            words: vec![0; BITS / 64].into_boxed_slice(),
        }
    }
}

impl Heads {
    /// Adds a pattern; its last word may go on where it is `Open`.
    pub(super) fn add(&mut self, pattern: &[u8], end: End) {
        let Some(byte) = pattern.first() else {
            return;
        };
        let begins = &mut self.bytes[usize::from(*byte)];
        if *begins == Begins::Nothing {
            *begins = Begins::Patterns;
        }
        let Some(word) = ascii_word(pattern) else {
            return;
        };
        if end == End::Open && word.length == pattern.len() && word.length < 8 {
            if word.length < 3 {
                *begins = Begins::NearlyAll;
            }
            self.set(start(word.letters));
        }
        self.set(word.letters);
    }

    fn set(&mut self, letters: u64) {
        let bit = bit(letters);
        if let Some(words) = self.words.get_mut(bit / 64) {
            *words |= 1 << (bit % 64);
        }
    }

    fn has(&self, letters: u64) -> bool {
        let bit = bit(letters);
        let words = self.words.get(bit / 64).copied().unwrap_or(0);
        words >> (bit % 64) & 1 == 1
    }

    /// Whether a pattern may begin with that word or, where there is none, that byte.
    #[inline]
    pub(super) fn may_begin(&self, word: Option<&AsciiWord>, byte: u8) -> bool {
        match (self.bytes[usize::from(byte)], word) {
            (Begins::Nothing, _) => false,
            (Begins::NearlyAll, _) | (Begins::Patterns, None) => true,
            (Begins::Patterns, Some(word)) => {
                // What follows outside of ASCII may or may not belong to the word.
                let is_cut = word.length < 8 && !word.ends;
                is_cut || self.has(word.letters) || self.has(start(word.letters))
            }
        }
    }
}

/// Whether a pattern's last word may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Open,
    Closed,
}

/// The first three letters, never the same as a word.
fn start(letters: u64) -> u64 {
    letters & 0xff_ffff | (1 << 63)
}

fn bit(letters: u64) -> usize {
    // Multiplied with the golden ratio, the highest bits depend on all letters.
    let hash = letters.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
    usize::try_from(hash).unwrap_or_default() % BITS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_at_the_head_of_a_text() {
        for (text, wanted) in [
            ("we are", Some((2, true))),
            ("we", Some((2, true))),
            ("Q3! what", Some((2, true))),
            ("position of", Some((8, false))),
            ("positions", Some((8, false))),
            ("caf\u{e9} au lait", Some((3, false))),
            (" we", None),
            ("\u{e9}t\u{e9}", None),
            ("", None),
        ] {
            let word = ascii_word(text.as_bytes());
            assert_eq!(word.map(|w| (w.length, w.ends)), wanted, "{text}");
        }
        for byte in 0..=u8::MAX {
            let word = ascii_word(&[byte, b' ']);
            assert_eq!(word.is_some(), byte.is_ascii_alphanumeric(), "{byte}");
        }
    }

    #[test]
    fn no_word_that_may_begin_a_pattern_is_passed_over() {
        let mut heads = Heads::default();
        for (pattern, end) in [
            ("we are", End::Closed),
            ("kandidat", End::Open),
            ("no", End::Closed),
            ("leid", End::Open),
            ("f\u{fc}r", End::Closed),
            ("unfortunately", End::Closed),
            ("x", End::Open),
        ] {
            heads.add(pattern.as_bytes(), end);
        }
        for (text, wanted) in [
            ("we are", true),
            ("wear", false),
            ("went", false),
            ("no", true),
            ("no\u{3042}", true),
            ("not", false),
            ("kandidatin", true),
            ("leider", true),
            ("leid", true),
            ("le", false),
            ("f\u{fc}r", true),
            ("unfortunate", true),
            ("unfort", false),
            ("xylophone", true),
            ("\u{fc}ber", false),
            ("", false),
        ] {
            let bytes = text.as_bytes();
            let word = ascii_word(bytes);
            let byte = bytes.first().copied().unwrap_or(b' ');
            assert_eq!(heads.may_begin(word.as_ref(), byte), wanted, "{text}");
        }
    }
}

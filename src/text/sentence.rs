//! Where sentences end in normalised text.

use std::ops::Range;

use super::abbreviations::is_abbreviated;

/// The sentences of a normalised text.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Sentences {
    /// The byte after the last of each sentence, rising; the last is the text's end.
    ends: Vec<usize>,
}

impl Sentences {
    /// Finds the sentences of `text`, which must be normalised: a line feed is
    /// a paragraph's end there, and all other white space is one space.
    pub fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut ends = Vec::new();
        for (at, byte) in bytes.iter().enumerate() {
            let ends_here = match byte {
                b'\n' | b'!' | b'?' => true,
                b'.' => {
                    let next = bytes.get(at + 1).copied();
                    matches!(next, None | Some(b' ' | b'\n' | b'"' | b'\'' | b')'))
                        && !is_abbreviated(bytes, at)
                }
                // 。 is E3 80 82; its full-width sisters became ASCII in the normal form.
                0x82 => at >= 2 && bytes.get(at - 2..at) == Some(&[0xe3, 0x80]),
                _ => false,
            };
            if ends_here {
                ends.push(at + 1);
            }
        }
        if ends.last() != Some(&text.len()) {
            ends.push(text.len());
        }
        Self { ends }
    }

    /// The number of the sentence that holds the byte `at`.
    pub fn index(&self, at: usize) -> usize {
        self.ends.partition_point(|end| *end <= at)
    }

    /// The sentence of that number, with the space before it.
    pub fn range(&self, index: usize) -> Range<usize> {
        let end_of = |i: usize| self.ends.get(i).copied();
        let last = self.ends.last().copied().unwrap_or(0);
        let start = index
            .checked_sub(1)
            .map_or(0, |i| end_of(i).unwrap_or(last));
        start..end_of(index).unwrap_or(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<&str> {
        let found = Sentences::of(text);
        (0..found.ends.len())
            .map(|i| text[found.range(i)].trim())
            .collect()
    }

    #[test]
    fn sentences_end_where_a_reader_pauses() {
        for (text, wanted) in [
            ("", vec![""]),
            ("one", vec!["one"]),
            (
                "one. two! three? four",
                vec!["one.", "two!", "three?", "four"],
            ),
            ("one\ntwo", vec!["one", "two"]),
            (
                "dear dr. park, no. 5 is gone.",
                vec!["dear dr. park, no. 5 is gone."],
            ),
            ("at 10.30 or v1.2", vec!["at 10.30 or v1.2"]),
            ("am 3. mai kommen. gut", vec!["am 3. mai kommen.", "gut"]),
            ("終わり。次", vec!["終わり。", "次"]),
            ("he said \"no.\" then", vec!["he said \"no.", "\" then"]),
        ] {
            assert_eq!(sentences(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_position_finds_its_sentence() {
        let found = Sentences::of("one. two.");
        assert_eq!(found.index(0), 0);
        assert_eq!(found.index(5), 1);
        assert_eq!(found.range(1), 4..9);
    }
}

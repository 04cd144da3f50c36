//! The normal form in which phrases are looked for, with the way back.
//!
//! One pass: NFKC, lower case, `ß` as `ss`, straight quotes and dashes,
//! invisible characters gone, white space as one space (a paragraph's end as one
//! line feed), English contractions written out, and gender forms
//! (`Bewerber:innen`, `seleccionado/a`, `position(s)`) as one plain word.
//! Plain ASCII takes a short way, since most mail is little else.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, compose};

/// Normalised text that knows where each byte came from.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Normalised {
    text: String,
    /// Where source and normal form drift apart: from the byte `.0` of the
    /// normal form on, the source stands at `.1` and runs in step.
    steps: Vec<(usize, usize)>,
}

impl Normalised {
    /// The normal form.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The stretch of `source`, which was normalised, behind a stretch of the
    /// normal form: whole characters, in bytes.
    pub fn source_range(&self, source: &str, range: Range<usize>) -> Range<usize> {
        let Some(last) = range.end.checked_sub(1).filter(|last| *last >= range.start) else {
            let at = source.floor_char_boundary(self.source_at(range.start).min(source.len()));
            return at..at;
        };
        let start = source.floor_char_boundary(self.source_at(range.start).min(source.len()));
        let end = source.ceil_char_boundary((self.source_at(last) + 1).min(source.len()));
        start..end.max(start)
    }

    fn source_at(&self, at: usize) -> usize {
        let after = self.steps.partition_point(|(normal, _)| *normal <= at);
        let step = after.checked_sub(1).and_then(|i| self.steps.get(i));
        let (normal, source) = step.copied().unwrap_or((0, 0));
        let straight = source + (at - normal);
        match self.steps.get(after) {
            // A character that became longer must not reach into the next one.
            Some((_, next)) => straight.min(next.saturating_sub(1)).max(source),
            None => straight,
        }
    }
}

/// Brings text into the normal form.
pub fn normalise(source: &str) -> Normalised {
    let mut writer = Writer {
        source,
        out: Vec::with_capacity(source.len() + 16),
        steps: Vec::new(),
        drift: 0,
    };
    writer.run();
    Normalised {
        // Only whole characters were written.
        text: String::from_utf8(writer.out).unwrap_or_default(),
        steps: writer.steps,
    }
}

/// Bytes that stand for themselves, but for their case.
const PLAIN: [bool; 256] = plain_bytes();

const fn plain_bytes() -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = 0x21;
    while byte < 0x7f {
        table[byte] = !matches!(byte as u8, b'\'' | b'*' | b':' | b'/' | b'(' | b'_' | b'`');
        byte += 1;
    }
    table
}

struct Writer<'a> {
    source: &'a str,
    out: Vec<u8>,
    steps: Vec<(usize, usize)>,
    /// Position in the source less position in the normal form.
    drift: isize,
}

impl Writer<'_> {
    fn run(&mut self) {
        let bytes = self.source.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            at = if PLAIN[usize::from(byte)] {
                self.plain(bytes, at)
            } else {
                self.special(at, byte)
            };
        }
        while matches!(self.out.last(), Some(b' ' | b'\n')) {
            self.out.pop();
        }
    }

    /// Copies a run of plain bytes and of single spaces between them.
    fn plain(&mut self, bytes: &[u8], start: usize) -> usize {
        self.follow(start);
        let is_plain = |b: &u8| PLAIN[usize::from(*b)];
        let rest = bytes.get(start..).unwrap_or_default();
        // Up to the first byte that is special, or the space before it.
        let mut count = 0;
        while let Some(byte) = rest.get(count) {
            let single_space = || *byte == b' ' && rest.get(count + 1).is_some_and(is_plain);
            if !is_plain(byte) && !single_space() {
                break;
            }
            count += 1;
        }
        let written = self.out.len();
        self.out
            .extend_from_slice(rest.get(..count).unwrap_or_default());
        if let Some(run) = self.out.get_mut(written..) {
            run.make_ascii_lowercase();
        }
        start + count
    }

    /// Notes where the next byte of the normal form comes from.
    fn follow(&mut self, at: usize) {
        let drift = at.wrapping_sub(self.out.len()).cast_signed();
        if drift != self.drift {
            self.drift = drift;
            self.steps.push((self.out.len(), at));
        }
    }

    /// Handles the character at `at`, which is not plain; gives where to go on.
    fn special(&mut self, at: usize, byte: u8) -> usize {
        let rest = self.source.get(at..).unwrap_or_default();
        let Some(c) = rest.chars().next() else {
            return self.source.len();
        };
        let after = at + c.len_utf8();
        if byte <= b' ' || byte == 0x7f || c.is_whitespace() || is_invisible(c) {
            return self.space(at);
        }
        match c {
            '*' => after,
            '\'' | '`' | '´' | '‘' | '’' | '‚' | '‛' | '′' | 'ʼ' => {
                self.apostrophe(at, after)
            }
            ':' | '/' | '(' | '_' | '·' => self.gender(at, after, c),
            '“' | '”' | '„' | '‟' | '″' | '«' | '»' | '「' | '」' | '『' | '』' => {
                self.write(at, after, "\"")
            }
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => self.write(at, after, "-"),
            _ => self.letter(at, after, c),
        }
    }

    /// A run of white space and invisible characters.
    fn space(&mut self, start: usize) -> usize {
        let mut at = start;
        let (mut feeds, mut white) = (0, false);
        for c in self.source.get(start..).unwrap_or_default().chars() {
            let is_white = c.is_whitespace() || c.is_control();
            if !is_white && !is_invisible(c) {
                break;
            }
            white |= is_white;
            match c {
                '\n' | '\u{2028}' => feeds += 1,
                '\u{2029}' => feeds += 2,
                _ => {}
            }
            at += c.len_utf8();
        }
        if !white || self.out.is_empty() {
            return at;
        }
        match (self.out.last(), feeds > 1) {
            (Some(b'\n'), _) | (Some(b' '), false) => {}
            (Some(b' '), true) => {
                self.out.pop();
                self.out.push(b'\n');
            }
            (_, paragraph) => {
                self.follow(start);
                self.out.push(if paragraph { b'\n' } else { b' ' });
            }
        }
        at
    }

    fn write(&mut self, at: usize, after: usize, text: &str) -> usize {
        self.follow(at);
        self.out.extend_from_slice(text.as_bytes());
        after
    }

    /// Writes English contractions out; any other apostrophe stays.
    fn apostrophe(&mut self, at: usize, after: usize) -> usize {
        let rest = self.source.as_bytes().get(after..).unwrap_or_default();
        let (tail, full): (usize, &str) = if begins_word(rest, b"t") && self.out.ends_with(b"n") {
            self.not();
            (1, " not")
        } else if !self.out.last().is_some_and(u8::is_ascii_alphabetic) {
            (0, "'")
        } else if begins_word(rest, b"ve") {
            (2, " have")
        } else if begins_word(rest, b"re") {
            (2, " are")
        } else if begins_word(rest, b"ll") {
            (2, " will")
        } else if begins_word(rest, b"m") && self.out.ends_with(b"i") {
            (1, " am")
        } else {
            (0, "'")
        };
        self.write(at, after + tail, full)
    }

    /// Takes back what "n't" shares with its verb: "won't" is "will not".
    fn not(&mut self) {
        if self.out.ends_with(b"won") {
            self.out.truncate(self.out.len() - 2);
            self.out.extend_from_slice(b"ill");
        } else if self.out.ends_with(b"shan") {
            self.out.pop();
            self.out.extend_from_slice(b"ll");
        } else if !self.out.ends_with(b"can") {
            self.out.pop();
        }
    }

    /// A mark inside a word that names two genders or numbers at once.
    fn gender(&mut self, at: usize, after: usize, mark: char) -> usize {
        let rest = self.source.as_bytes().get(after..).unwrap_or_default();
        let inside = self
            .out
            .last()
            .is_some_and(|b| b.is_ascii_alphabetic() || *b >= 0x80);
        if inside {
            if mark == '(' {
                // "position(s)", "Bewerber(innen)", "retenu(e)"
                let letters = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
                if (1..=5).contains(&letters) && rest.get(letters) == Some(&b')') {
                    return after + letters + 1;
                }
            } else if mark == '·' {
                // "candidat·e·s"
                let letters = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
                if (1..=2).contains(&letters) {
                    return after + letters;
                }
            } else {
                let dash = usize::from(mark == '/' && rest.first() == Some(&b'-'));
                let ending = rest.get(dash..).unwrap_or_default();
                // "Bewerber:innen", "Bewerber/-in", "eine:n"
                if [&b"innen"[..], b"in", b"n", b"r"]
                    .iter()
                    .any(|e| begins_word(ending, e))
                {
                    return after + dash;
                }
                // "seleccionado/a", "candidato/as"
                let romance = [&b"a"[..], b"o", b"e", b"as", b"os"];
                let found = romance.iter().find(|e| begins_word(ending, e));
                if let (Some(found), '/') = (found, mark) {
                    return after + found.len();
                }
            }
        }
        let mut buffer = [0; 4];
        self.write(at, after, mark.encode_utf8(&mut buffer))
    }

    fn letter(&mut self, at: usize, after: usize, c: char) -> usize {
        if is_stable(c) {
            self.follow(at);
            self.lower(c);
            return after;
        }
        let mut first = true;
        for part in std::iter::once(c).nfkc() {
            if canonical_combining_class(part) != 0 && self.combine(part) {
                continue;
            }
            if std::mem::take(&mut first) {
                self.follow(at);
            }
            self.lower(part);
        }
        after
    }

    fn lower(&mut self, c: char) {
        if matches!(c, 'ß' | 'ẞ') {
            return self.out.extend_from_slice(b"ss");
        }
        let mut buffer = [0; 4];
        for lower in c.to_lowercase() {
            // The dot that a Turkish capital İ leaves behind.
            if lower != '\u{307}' {
                self.out
                    .extend_from_slice(lower.encode_utf8(&mut buffer).as_bytes());
            }
        }
    }

    /// Joins a combining mark to the character before it.
    fn combine(&mut self, mark: char) -> bool {
        let start = self.out.iter().rposition(|b| b & 0xc0 != 0x80).unwrap_or(0);
        let last = self
            .out
            .get(start..)
            .and_then(|b| std::str::from_utf8(b).ok());
        let Some(base) = last.and_then(|text| text.chars().next()) else {
            return false;
        };
        let Some(joined) = compose(base, mark) else {
            // A mark without a letter of its own is left out: "i̇", emphasis marks.
            return true;
        };
        self.out.truncate(start);
        let mut buffer = [0; 4];
        self.out
            .extend_from_slice(joined.encode_utf8(&mut buffer).as_bytes());
        true
    }
}

/// Whether `rest` begins with `word`, in any case, and the word ends there.
fn begins_word(rest: &[u8], word: &[u8]) -> bool {
    rest.get(..word.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(word))
        && !rest
            .get(word.len())
            .is_some_and(|next| next.is_ascii_alphanumeric() || *next >= 0xc0)
}

/// Characters that a person does not see.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
    )
}

/// Characters that NFKC leaves alone, by the blocks that fill most mail.
fn is_stable(c: char) -> bool {
    matches!(
        c,
        'À'..='ı' | 'Ĵ'..='ľ' | 'Ł'..='ň' | 'Ŋ'..='ž'
            | 'Ѐ'..='џ' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '。' | '、'
            | '\u{4e00}'..='\u{9fff}' | '가'..='힣'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_normal_form() {
        for (given, wanted) in [
            ("Plain ASCII, 2 words.", "plain ascii, 2 words."),
            ("  a \r\n b\t c  ", "a b c"),
            ("one\n\n two", "one\ntwo"),
            ("one \r\n\r\n\r\n two", "one\ntwo"),
            (
                "We won’t, can't, shan't, don't",
                "we will not, can not, shall not, do not",
            ),
            (
                "we've you're they'll I'm it's",
                "we have you are they will i am it's",
            ),
            (
                "'quoted' o'clock l'entreprise",
                "'quoted' o'clock l'entreprise",
            ),
            (
                "Thank\u{200b} you\u{ad}r no\u{a0}\u{a0}news",
                "thank your no news",
            ),
            ("„Wort“ – «mot»", "\"wort\" - \"mot\""),
            ("Größe GRÖSSE u\u{308}ber", "grösse grösse über"),
            ("ﬁt Ｗｉｄｅ ①", "fit wide 1"),
            (
                "Bewerber:innen Bewerber*in Bewerber/-innen Bewerber_innen",
                "bewerberinnen bewerberin bewerberinnen bewerberinnen",
            ),
            (
                "position(s) seleccionado/a candidat·e·s and/or",
                "position seleccionado candidat and/or",
            ),
            ("*bold* text", "bold text"),
            ("ﾊﾞｲﾄ。", "バイト。"),
            ("İstanbul", "istanbul"),
            ("at 10:30, http://x.example", "at 10:30, http://x.example"),
            ("nul\0byte", "nul byte"),
            ("", ""),
        ] {
            assert_eq!(normalise(given).text(), wanted, "{given:?}");
        }
    }

    #[test]
    fn every_stretch_finds_its_source() {
        for (source, part, wanted) in [
            ("We won’t do it", "will not", "won’t"),
            (
                "Un\u{ad}fortu\u{200b}nately, we",
                "unfortunately",
                "Un\u{ad}fortu\u{200b}nately",
            ),
            ("große Freude", "grosse", "große"),
            ("a  \r\n  b c", "b", "b"),
            ("Bewerber:innen hier", "hier", "hier"),
            ("u\u{308}ber uns", "über", "u\u{308}ber"),
            ("x ﬁt y", "fit", "ﬁt"),
        ] {
            let normal = normalise(source);
            let start = normal.text().find(part).expect(part);
            let range = normal.source_range(source, start..start + part.len());
            let got = &source[range];
            assert!(
                got.starts_with(wanted) || wanted.starts_with(got),
                "{source:?}: {got:?}"
            );
            assert!(
                got.chars().count() + 2 >= wanted.chars().count(),
                "{source:?}: {got:?}"
            );
        }
    }
}

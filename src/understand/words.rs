//! The mail's text as words, for the readers of names on this floor.
//!
//! Names are written in capitals, so the readers look for a set phrase and take
//! the run of capitalised words beside it.

use crate::mail::{Message, SegmentKind};

/// A letter longer than this is not one; the rest is not looked at.
const MAX_WORDS: usize = 4000;

/// A word with what stands around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// As written, without the punctuation at its ends.
    pub(super) text: String,
    /// The same in lower case.
    pub(super) lower: String,
    /// Whether a quotation mark or bracket stands before it.
    pub(super) opens: bool,
    /// Whether punctuation or a paragraph's end stands after it.
    pub(super) ends: bool,
}

impl Word {
    fn new(raw: &str) -> Option<Self> {
        if is_gender_mark(raw) {
            let text = raw.trim_end_matches(|c| ",.;:!?".contains(c)).to_owned();
            return Some(Self {
                lower: text.to_lowercase(),
                text,
                opens: false,
                ends: true,
            });
        }
        let inner = raw.trim_start_matches(|c| OPENING.contains(c));
        let mut bare = inner.trim_end_matches(|c| CLOSING.contains(c));
        // "Infirmier(ère)": the bracket belongs to the word.
        if bare.contains('(') && !bare.contains(')') {
            bare = inner
                .get(..bare.len() + 1)
                .filter(|text| text.ends_with(')'))
                .unwrap_or(bare);
        }
        // "Dr.", "Inc.", "e.V.": the dot belongs to the word.
        let dotted = inner
            .get(..bare.len() + 1)
            .filter(|text| is_abbreviation(text));
        let text = dotted.unwrap_or(bare);
        if !text.chars().any(char::is_alphanumeric) && !matches!(text, "&" | "+") {
            return None;
        }
        Some(Self {
            text: text.to_owned(),
            lower: text.to_lowercase(),
            opens: inner.len() < raw.len(),
            ends: text.len() < inner.len(),
        })
    }

    /// Whether it is written like a name: with a capital, a digit, or in a
    /// script without capitals.
    pub(super) fn is_capitalised(&self) -> bool {
        self.text
            .chars()
            .find(|c| c.is_alphanumeric())
            .is_some_and(|c| !c.is_lowercase())
    }
}

const OPENING: &str = "\"'([{<*“”„‚‘«»|";
const CLOSING: &str = "\"')]}>*“”’‘«»,.;:!?…|";

/// The words of one line or paragraph.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for raw in text.split_whitespace().take(MAX_WORDS) {
        match Word::new(raw) {
            Some(word) => words.push(word),
            // A dash or bar that stands alone divides.
            None => {
                if let Some(last) = words.last_mut() {
                    last.ends = true;
                }
            }
        }
    }
    if let Some(last) = words.last_mut() {
        last.ends = true;
    }
    words
}

/// The lines that the sender wrote, signature and footer with them, as a person sees them.
pub(super) fn own_lines(message: &Message) -> Vec<String> {
    let body = &message.body;
    let own = |kind| {
        matches!(
            kind,
            SegmentKind::Own | SegmentKind::Signature | SegmentKind::Footer
        )
    };
    let mut stretches: Vec<&str> = body
        .segments
        .iter()
        .filter(|segment| own(segment.kind))
        .filter_map(|segment| body.text.get(segment.range.clone()))
        .collect();
    if body.segments.is_empty() {
        stretches.push(&body.text);
    }
    stretches
        .into_iter()
        .flat_map(str::lines)
        .take(MAX_WORDS)
        .map(clean)
        .collect()
}

/// The paragraphs of these lines, each in one line.
pub(super) fn paragraphs(lines: &[String]) -> Vec<String> {
    lines
        .split(|line| line.is_empty())
        .filter(|paragraph| !paragraph.is_empty())
        .map(|paragraph| paragraph.join(" "))
        .collect()
}

/// The subject in one line, cut where it is no subject any more.
pub(super) fn subject(message: &Message) -> String {
    const MAX_CHARS: usize = 500;
    let start: String = message.subject.chars().take(MAX_CHARS).collect();
    clean(&start)
}

/// One line without what cannot be seen, and with plain spaces and apostrophes.
pub(super) fn clean(line: &str) -> String {
    let visible: String = line
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| match c {
            '\u{2018}' | '\u{2019}' | '\u{02bc}' => '\'',
            c if c.is_whitespace() || c.is_control() => ' ',
            c => c,
        })
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
    )
}

/// The run of capitalised words that begins at `start`, where there is one.
///
/// `joins` are the small words that may stand inside a name, as in "Head of
/// Inventory". The run ends at punctuation.
pub(super) fn run_from<'a>(words: &'a [Word], start: usize, joins: &[&str]) -> &'a [Word] {
    const MAX_RUN: usize = 8;
    let tail = words.get(start..).unwrap_or_default();
    let mut length = 0;
    while let Some(word) = tail.get(length) {
        let joined = length > 0
            && joins.contains(&word.lower.as_str())
            && !word.ends
            && tail.get(length + 1).is_some_and(Word::is_capitalised);
        let mark = length > 0 && is_gender_mark(&word.text);
        if !(word.is_capitalised() || joined || mark) || length == MAX_RUN {
            break;
        }
        // A bracket begins something else, unless it is a gender mark.
        if length > 0 && word.opens {
            break;
        }
        length += 1;
        if word.ends
            && !tail
                .get(length)
                .is_some_and(|next| is_gender_mark(&next.text))
        {
            break;
        }
    }
    tail.get(..length).unwrap_or_default()
}

/// The run of capitalised words that ends before `end`.
pub(super) fn run_before<'a>(words: &'a [Word], end: usize, joins: &[&str]) -> &'a [Word] {
    const MAX_RUN: usize = 8;
    let head = words.get(..end).unwrap_or_default();
    let mut first = head.len();
    while let Some(word) = first.checked_sub(1).and_then(|index| head.get(index)) {
        let inside = first < head.len();
        let joined = inside
            && joins.contains(&word.lower.as_str())
            && first >= 2
            && head
                .get(first - 2)
                .is_some_and(|w| w.is_capitalised() && !w.ends);
        let mark = is_gender_mark(&word.text);
        if !(word.is_capitalised() || joined || mark)
            || (word.ends && !mark)
            || head.len() - first == MAX_RUN
        {
            break;
        }
        first -= 1;
        if word.opens {
            break;
        }
    }
    head.get(first..).unwrap_or_default()
}

/// The words as one text.
pub(super) fn joined(words: &[Word]) -> String {
    let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    texts.join(" ")
}

/// Whether the words from `at` on are those of `phrase`, in lower case; the
/// last one of the phrase may end in `*` for any ending.
pub(super) fn stands_at(words: &[Word], at: usize, phrase: &[&str]) -> bool {
    let Some(stretch) = words.get(at..at.saturating_add(phrase.len())) else {
        return false;
    };
    let inner_ends = stretch.iter().rev().skip(1).any(|word| word.ends);
    !inner_ends
        && stretch
            .iter()
            .zip(phrase)
            .all(|(word, wanted)| match wanted.strip_suffix('*') {
                Some(stem) => word.lower.starts_with(stem),
                None => word.lower == *wanted,
            })
}

/// The letters and digits alone, for comparing "Bramble & Finch" with
/// "bramble-finch"; umlauts as plain letters, as domains write them.
pub(super) fn squash(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    // Letters that do not come apart are written plainly in addresses too.
    const PLAIN: &[(char, &str)] = &[('ł', "l"), ('ø', "o"), ('đ', "d"), ('æ', "ae"), ('œ', "oe")];
    let mut letters = String::with_capacity(text.len());
    for c in text.to_lowercase().nfd().filter(|c| c.is_alphanumeric()) {
        match PLAIN.iter().find(|(special, _)| *special == c) {
            Some((_, plain)) => letters.push_str(plain),
            None => letters.push(c),
        }
    }
    letters
}

/// "(m/w/d)", "(f/m/x)", "(all genders)" in one word.
pub(super) fn is_gender_mark(text: &str) -> bool {
    let text = text.trim_end_matches(|c| ",.;:!?".contains(c));
    let Some(inside) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) else {
        return false;
    };
    inside.len() <= 12
        && inside.contains(['/', '|', '*'])
        && inside
            .chars()
            .all(|c| "mwdfxigvhandc/|*".contains(c.to_ascii_lowercase()))
}

fn is_abbreviation(text: &str) -> bool {
    const KNOWN: &[&str] = &[
        "dr.", "prof.", "st.", "inc.", "ltd.", "co.", "corp.", "e.v.", "e.g.", "i.e.", "mr.",
        "mrs.", "ms.", "jr.", "sr.", "gem.", "bros.", "z.b.", "s.a.", "s.p.a.", "b.v.", "n.v.",
        "a.g.", "e.k.", "ds.", "dipl.", "kgl.", "hnos.", "lic.", "mgr.", "av.", "s.l.", "s.r.l.",
        "s.a.s.",
    ];
    let single = text.chars().count() == 2 && text.chars().next().is_some_and(char::is_uppercase);
    single || KNOWN.contains(&text.to_lowercase().as_str())
}

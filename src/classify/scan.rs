//! Finds the phrases of a text: one pass of the automaton, word boundaries,
//! then the parts of phrases that have gaps.

use super::Kind;
use super::phrasebook::{Owner, Phrasebook};
use crate::text::Sentences;

/// The longest word that a gap is counted by, in bytes; longer ones end the gap.
const MAX_WORD: usize = 40;

/// A phrase in a normalised text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) phrase: usize,
    pub(super) start: usize,
    pub(super) end: usize,
    /// The number of its sentence.
    pub(super) sentence: usize,
}

/// The hits of a text and its sentences.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// In the order of the text.
    pub(super) hits: Vec<Hit>,
    pub(super) sentences: Sentences,
}

/// What one pass over a text found, before parts are joined.
#[derive(Debug, Default)]
pub(super) struct Pass {
    whole: Vec<Hit>,
    parts: Vec<Found>,
    /// Whether a decision or an alternative may be among the hits. Most mail
    /// has none, and then nothing else in it matters.
    pub(super) may_decide: bool,
}

/// Looks for all phrases in `text`, which must be in normal form.
pub(super) fn pass(book: &Phrasebook, text: &str) -> Pass {
    let mut pass = Pass::default();
    // Whether the first part of each phrase was seen. Words such as "position"
    // end dozens of phrases, and nearly always none that has begun.
    let mut begun = vec![false; book.len()];
    let unbroken = Unbroken::of(text);
    let searched = unbroken.as_ref().map_or(text, |u| u.text.as_str());
    for (owners, start, end) in book.find(searched) {
        let Some(edge) = edge(searched, start, end) else {
            continue;
        };
        let (start, end) = match &unbroken {
            Some(unbroken) => unbroken.broken(start, end),
            None => (start, end),
        };
        for owner in owners {
            let Some(begun) = begun.get_mut(owner.phrase as usize) else {
                continue;
            };
            *begun |= owner.part == 0;
            if !*begun || edge == Edge::Goes && !owner.open {
                continue;
            }
            pass.may_decide |= owner.last && owner.decides;
            if owner.part == 0 && owner.last {
                pass.whole.push(Hit {
                    phrase: owner.phrase as usize,
                    start,
                    end,
                    sentence: 0,
                });
            } else {
                pass.parts.push(Found {
                    owner: *owner,
                    start,
                    end,
                });
            }
        }
    }
    pass
}

/// A text without the spaces that stand inside its words: where a script has no
/// spaces, a mail's lines are broken anywhere, and each break became one.
struct Unbroken {
    text: String,
    /// Where in `text` a space was left out, rising.
    breaks: Vec<usize>,
}

impl Unbroken {
    /// Nothing where no space is to be left out, as in most mail.
    fn of(text: &str) -> Option<Self> {
        let is_break = |at: usize| {
            let before = text.get(..at).and_then(|head| head.chars().next_back());
            let after = text.get(at + 1..).and_then(|tail| tail.chars().next());
            before.is_some_and(is_unbroken) && after.is_some_and(is_unbroken)
        };
        let bytes = text.as_bytes();
        // A space between two bytes of longer characters is rare in other scripts.
        let is_likely = |at: usize| {
            let is_long = |at: Option<usize>| {
                let byte = at.and_then(|at| bytes.get(at));
                byte.is_some_and(|byte| *byte >= 0x80)
            };
            bytes.get(at) == Some(&b' ') && is_long(at.checked_sub(1)) && is_long(Some(at + 1))
        };
        let mut unbroken = Self {
            text: String::new(),
            breaks: Vec::new(),
        };
        let mut copied = 0;
        for at in (0..bytes.len()).filter(|at| is_likely(*at) && is_break(*at)) {
            unbroken.text += text.get(copied..at).unwrap_or_default();
            unbroken.breaks.push(unbroken.text.len());
            copied = at + 1;
        }
        unbroken.text += text.get(copied..).unwrap_or_default();
        (copied > 0).then_some(unbroken)
    }

    /// The same stretch in the text with its spaces.
    fn broken(&self, start: usize, end: usize) -> (usize, usize) {
        let before_start = self.breaks.partition_point(|at| *at <= start);
        let before_end = self.breaks.partition_point(|at| *at < end);
        (start + before_start, end + before_end)
    }
}

/// Joins parts, tells sentences apart and puts the hits in order.
pub(super) fn finish(book: &Phrasebook, text: &str, pass: Pass) -> Scan {
    let Pass {
        whole: mut hits,
        mut parts,
        ..
    } = pass;
    if hits.is_empty() && parts.is_empty() {
        return Scan::default();
    }
    let sentences = Sentences::of(text);
    // The sort is stable: the parts of a phrase stay in the order of their ends.
    parts.sort_by_key(|found| found.owner.phrase);
    for found in parts.chunk_by(|a, b| a.owner.phrase == b.owner.phrase) {
        join(book, text, &sentences, found, &mut hits);
    }
    for hit in &mut hits {
        hit.sentence = sentences.index(hit.start);
    }
    // A phrase that runs over the end of a sentence is none.
    hits.retain(|hit| sentences.index(hit.end - 1) == hit.sentence);
    hits.sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end), hit.phrase));
    Scan { hits, sentences }
}

/// The regrets of a text in which nothing decides: worth a word to the user.
pub(super) fn regrets(book: &Phrasebook, text: &str, mut pass: Pass) -> Scan {
    pass.parts.clear();
    let is_regret = |hit: &Hit| {
        let phrase = book.phrase(hit.phrase);
        phrase.is_some_and(|phrase| phrase.kind == Kind::Regret)
    };
    pass.whole.retain(is_regret);
    finish(book, text, pass)
}

/// A part of a phrase with gaps.
#[derive(Debug, Clone, Copy)]
struct Found {
    owner: Owner,
    start: usize,
    end: usize,
}

/// Joins the parts of one phrase, given in the order of their ends.
fn join(
    book: &Phrasebook,
    text: &str,
    sentences: &Sentences,
    found: &[Found],
    hits: &mut Vec<Hit>,
) {
    let Some(phrase) = found
        .first()
        .and_then(|f| book.phrase(f.owner.phrase as usize))
    else {
        return;
    };
    let parts = phrase.parts.as_slice();
    // For each part, the nearest chain of parts that ends with it.
    let mut chains: Vec<Option<(usize, usize)>> = vec![None; parts.len()];
    for part in found {
        let index = usize::from(part.owner.part);
        let start = if index == 0 {
            Some(part.start)
        } else {
            let before = chains.get(index - 1).copied().flatten();
            let gap = parts.get(index).map_or(0, |p| p.gap);
            before
                .filter(|(_, end)| {
                    *end <= part.start
                        && sentences.index(*end - 1) == sentences.index(part.start)
                        && is_gap(text, *end, part.start, gap)
                })
                .map(|(start, _)| start)
        };
        let Some(start) = start else {
            continue;
        };
        if index + 1 == parts.len() {
            hits.push(Hit {
                phrase: part.owner.phrase as usize,
                start,
                end: part.end,
                sentence: 0,
            });
        } else if let Some(chain) = chains.get_mut(index) {
            *chain = Some((start, part.end));
        }
    }
}

/// Whether at most `words` words stand between the two places. In scripts
/// without spaces, the length alone counts.
fn is_gap(text: &str, from: usize, to: usize, words: usize) -> bool {
    if to - from > (words + 1) * MAX_WORD {
        return false;
    }
    let between = text.get(from..to).unwrap_or_default();
    // What is left of an open word belongs to the part before.
    let between = between.trim_start_matches(char::is_alphanumeric);
    between
        .split_whitespace()
        .filter(|word| word.contains(|c: char| c.is_alphanumeric() && !is_unbroken(c)))
        .count()
        <= words
}

/// What follows a stretch that begins at a word's start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    /// The word ends with it.
    Ends,
    /// The word goes on.
    Goes,
}

/// How the stretch ends; `None` where it begins inside a word. In scripts
/// without spaces a word may begin and end anywhere.
fn edge(text: &str, start: usize, end: usize) -> Option<Edge> {
    if joins(text, start) {
        return None;
    }
    Some(match joins(text, end) {
        true => Edge::Goes,
        false => Edge::Ends,
    })
}

/// Whether letters stand on both sides of a place.
fn joins(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let (Some(before), Some(after)) = (at.checked_sub(1).and_then(|i| bytes.get(i)), bytes.get(at))
    else {
        return false;
    };
    if before.is_ascii() && after.is_ascii() {
        return before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric();
    }
    let before = text.get(..at).and_then(|head| head.chars().next_back());
    let after = text.get(at..).and_then(|tail| tail.chars().next());
    before.is_some_and(is_spaced) && after.is_some_and(is_spaced)
}

/// A character of a script that has no spaces between words and breaks lines
/// anywhere: Japanese and Chinese.
fn is_unbroken(c: char) -> bool {
    matches!(
        c,
        '\u{3001}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}'
    )
}

/// A letter or digit of a script with spaces between words.
fn is_spaced(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    let unspaced = matches!(
        c,
        '\u{0e00}'..='\u{0eff}' | '\u{1100}'..='\u{11ff}' | '\u{3000}'..='\u{30ff}'
            | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}'
            | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}'
    );
    !unspaced && c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(phrase: &str, text: &str) -> Vec<String> {
        let pack = format!("language = 'eo'\n[[regret]]\nweight = 1\nphrases = ['{phrase}']");
        let book = Phrasebook::with_extra(&[("x.toml".into(), pack)]).expect("a good pack");
        let mine = |hit: &&Hit| {
            book.phrase(hit.phrase)
                .is_some_and(|p| p.language.as_str() == "eo")
        };
        finish(&book, text, pass(&book, text))
            .hits
            .iter()
            .filter(mine)
            .map(|hit| text[hit.start..hit.end].to_owned())
            .collect()
    }

    #[test]
    fn words_gaps_and_open_ends() {
        for (phrase, text, wanted) in [
            ("zat quor", "a zat quor b", vec!["zat quor"]),
            ("zat quor", "azat quor", vec![]),
            ("zat quor", "zat quors", vec![]),
            ("zat quor*", "zat quors", vec!["zat quor"]),
            ("zat {2} quor", "zat quor", vec!["zat quor"]),
            ("zat {2} quor", "zat b c quor", vec!["zat b c quor"]),
            ("zat {2} quor", "zat b c d quor", vec![]),
            ("zat {2} quor", "zat bo. quor", vec![]),
            ("zat* {1} quor", "zats b quor", vec!["zats b quor"]),
            ("zat {1} quor", "zat zat b quor", vec!["zat b quor"]),
            (
                "zat {1} quor {1} dim",
                "zat quor b dim",
                vec!["zat quor b dim"],
            ),
            ("見送り", "今回は見送りと", vec!["見送り"]),
            ("見送り", "今回は見 送りと", vec!["見 送り"]),
            (
                "今回 {1} 見送り",
                "今回 はあい にく見 送り",
                vec!["今回 はあい にく見 送り"],
            ),
            ("今回 {1} 見送り", "今回。見送り", vec![]),
        ] {
            assert_eq!(found(phrase, text), wanted, "{phrase} in {text}");
        }
    }
}

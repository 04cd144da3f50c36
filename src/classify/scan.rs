//! Finds the phrases of a text: one pass of the automaton from word to word,
//! the pieces of parts as they come, then the parts of phrases that have gaps.

use super::Kind;
use super::live::{Chains, Lives};
use super::patterns::{Chain, Follow, Owner, Pattern};
use super::volume::Volume;
use super::word::ascii_word;
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

impl Scan {
    /// What was found of several languages.
    pub(super) fn together(scans: impl Iterator<Item = Self>) -> Self {
        let mut all = Self::default();
        for scan in scans.filter(|scan| !scan.hits.is_empty()) {
            all.hits.extend(scan.hits);
            all.sentences = scan.sentences;
        }
        all.hits
            .sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end), hit.phrase));
        all
    }
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
pub(super) fn pass(volume: &Volume, text: &str) -> Pass {
    if text.is_empty() {
        return Pass::default();
    }
    let unbroken = Unbroken::of(text);
    let searched = unbroken.as_ref().map_or(text, |u| u.text.as_str());
    let patterns = volume.patterns();
    let mut walk = Walk {
        volume,
        text: searched,
        unbroken: unbroken.as_ref(),
        begun: vec![0; volume.len().div_ceil(64)],
        live: Lives::new(patterns.longest()),
        pass: Pass::default(),
    };
    let bytes = searched.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        let word = ascii_word(rest);
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        let between = (before.copied().unwrap_or(b' '), byte);
        if patterns.may_begin_with(word.as_ref(), byte) && !is_inside(searched, at, between) {
            patterns.at_head(rest, |pattern, length| walk.see(pattern, at, at + length));
        }
        at += word.map_or(1, |word| word.length);
    }
    walk.pass
}

/// Whether the place between two bytes is inside of a word.
#[inline(always)]
fn is_inside(text: &str, at: usize, (before, after): (u8, u8)) -> bool {
    if (before | after).is_ascii() {
        return before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric();
    }
    joins(text, at)
}

/// One way over a text, from word to word.
struct Walk<'a> {
    volume: &'a Volume,
    text: &'a str,
    unbroken: Option<&'a Unbroken>,
    /// Whether the first part of each phrase was seen. Words such as "position"
    /// end dozens of phrases, and nearly always none that has begun.
    begun: Vec<u64>,
    live: Lives<'a>,
    pass: Pass,
}

impl<'a> Walk<'a> {
    /// Takes note of a pattern.
    fn see(&mut self, pattern: Pattern<'a>, start: usize, end: usize) {
        let bytes = self.text.as_bytes();
        let after = bytes.get(end).copied().unwrap_or(b' ');
        let last = bytes.get(end - 1).copied().unwrap_or(b' ');
        let goes_on = is_inside(self.text, end, (last, after));
        for spelled in pattern.owners {
            if !goes_on || spelled.open {
                self.own(spelled.owner, start, end);
            }
        }
        if !pattern.follows.is_empty() && self.live.any_ends_before(start) {
            self.follow(pattern.follows, start, end, goes_on);
        }
        if !pattern.opened.is_empty() && after == b' ' {
            self.live
                .add((start, start, end), Chains::Any(pattern.opened));
        }
    }

    /// Makes those chains longer that end just before the word at `last`.
    fn follow(&mut self, follows: &'a [Follow], last: usize, end: usize, goes_on: bool) {
        let mut longer = Vec::new();
        for live in self.live.ending_before(last) {
            for chain in live.chains.as_slice() {
                longer.extend(after(follows, *chain).map(|follow| (live.start, follow)));
            }
        }
        for (start, follow) in longer {
            if !goes_on || follow.open {
                for owner in self.volume.patterns().owners(follow.chain) {
                    self.own(*owner, start, end);
                }
            }
            if self.text.as_bytes().get(end) == Some(&b' ') {
                self.live.add((start, last, end), Chains::One(follow.chain));
            }
        }
    }

    /// Takes note of a whole part.
    fn own(&mut self, owner: Owner, start: usize, end: usize) {
        let Some(begun) = self.begun.get_mut(owner.phrase as usize / 64) else {
            return;
        };
        let phrase = 1_u64 << (owner.phrase % 64);
        if owner.part == 0 {
            *begun |= phrase;
        } else if *begun & phrase == 0 {
            return;
        }
        let (start, end) = match self.unbroken {
            Some(unbroken) => unbroken.broken(start, end),
            None => (start, end),
        };
        self.pass.may_decide |= owner.last && owner.decides;
        if owner.part == 0 && owner.last {
            self.pass.whole.push(Hit {
                phrase: owner.phrase as usize,
                start,
                end,
                sentence: 0,
            });
        } else {
            self.pass.parts.push(Found { owner, start, end });
        }
    }
}

/// Those of `follows` that make `chain` longer.
fn after(follows: &[Follow], chain: Chain) -> impl Iterator<Item = Follow> {
    let first = follows.partition_point(|follow| follow.before < chain);
    let rest = follows.get(first..).unwrap_or_default();
    rest.iter()
        .take_while(move |follow| follow.before == chain)
        .copied()
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
        let bytes = text.as_bytes();
        // The first byte of the least of such characters.
        if bytes.iter().copied().max() < Some(0xe3) {
            return None;
        }
        // A space between two bytes of longer characters is rare in other scripts.
        let is_long = |at: usize| bytes.get(at).is_some_and(|byte| *byte >= 0x80);
        let is_break = |at: &usize| {
            if *at == 0 || !is_long(at - 1) || !is_long(at + 1) {
                return false;
            }
            let before = text.get(..*at).and_then(|head| head.chars().next_back());
            let after = text.get(at + 1..).and_then(|tail| tail.chars().next());
            before.is_some_and(is_unbroken) && after.is_some_and(is_unbroken)
        };
        let mut unbroken = Self {
            text: String::new(),
            breaks: Vec::new(),
        };
        let mut copied = 0;
        for at in memchr::memchr_iter(b' ', bytes).filter(is_break) {
            unbroken.text += text.get(copied..at).unwrap_or_default();
            unbroken.breaks.push(unbroken.text.len());
            copied = at + 1;
        }
        if copied == 0 {
            return None;
        }
        unbroken.text += text.get(copied..).unwrap_or_default();
        Some(unbroken)
    }

    /// The same stretch in the text with its spaces.
    fn broken(&self, start: usize, end: usize) -> (usize, usize) {
        let before_start = self.breaks.partition_point(|at| *at <= start);
        let before_end = self.breaks.partition_point(|at| *at < end);
        (start + before_start, end + before_end)
    }
}

/// Joins parts, tells sentences apart and puts the hits in order.
pub(super) fn finish(volume: &Volume, text: &str, pass: Pass) -> Scan {
    let Pass {
        whole: mut hits,
        mut parts,
        ..
    } = pass;
    if hits.is_empty() && parts.is_empty() {
        return Scan::default();
    }
    let sentences = Sentences::of(text);
    parts.sort_unstable_by_key(|found| {
        (found.owner.phrase, found.end, found.start, found.owner.part)
    });
    for found in parts.chunk_by(|a, b| a.owner.phrase == b.owner.phrase) {
        join(volume, text, &sentences, found, &mut hits);
    }
    for hit in &mut hits {
        hit.sentence = sentences.index(hit.start);
        hit.phrase += volume.first();
    }
    // A phrase that runs over the end of a sentence is none.
    hits.retain(|hit| sentences.index(hit.end - 1) == hit.sentence);
    hits.sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end), hit.phrase));
    Scan { hits, sentences }
}

/// The regrets of a text in which nothing decides: worth a word to the user.
pub(super) fn regrets(volume: &Volume, text: &str, mut pass: Pass) -> Scan {
    pass.parts.clear();
    let is_regret = |hit: &Hit| {
        let phrase = volume.phrase(hit.phrase);
        phrase.is_some_and(|phrase| phrase.kind == Kind::Regret)
    };
    pass.whole.retain(is_regret);
    finish(volume, text, pass)
}

/// A part of a phrase with gaps.
#[derive(Debug, Clone, Copy)]
struct Found {
    owner: Owner,
    start: usize,
    end: usize,
}

/// Joins the parts of one phrase, given in the order of their ends.
fn join(volume: &Volume, text: &str, sentences: &Sentences, found: &[Found], hits: &mut Vec<Hit>) {
    let Some(phrase) = found
        .first()
        .and_then(|f| volume.phrase(f.owner.phrase as usize))
    else {
        return;
    };
    let gaps = &phrase.gaps;
    // For each part, the nearest chain of parts that ends with it.
    let mut chains: Vec<Option<(usize, usize)>> = vec![None; gaps.len()];
    for part in found {
        let index = usize::from(part.owner.part);
        let start = if index == 0 {
            Some(part.start)
        } else {
            let before = chains.get(index - 1).copied().flatten();
            let gap = gaps.get(index).map_or(0, |gap| usize::from(*gap));
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
        if index + 1 == gaps.len() {
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
pub(super) fn is_unbroken(c: char) -> bool {
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
    use crate::classify::Phrasebook;

    fn found(phrase: &str, text: &str) -> Vec<String> {
        let pack = format!("language = 'eo'\n[[regret]]\nweight = 1\nphrases = ['{phrase}']");
        let book = Phrasebook::with_extra(&[("x.toml".into(), pack)]).expect("a good pack");
        let mine = |hit: &&Hit| {
            book.phrase(hit.phrase)
                .is_some_and(|p| p.language.as_str() == "eo")
        };
        let volume = book.volumes(&book.tongue_of([text])).find(|volume| {
            let first = volume.phrase(0);
            first.is_some_and(|phrase| phrase.language.as_str() == "eo")
        });
        let volume = volume.expect("it has no common words");
        finish(volume, text, pass(volume, text))
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

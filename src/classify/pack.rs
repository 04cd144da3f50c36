//! Phrase packs: one TOML file a language, checked as a whole when it is read.
//!
//! The format is described at the head of `config/phrases/en.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::{Kind, choices};
use crate::mail::Language;
use crate::text::normalise;

/// The largest gap, in words, that a phrase may have: farther apart, two parts
/// hardly belong together.
const MAX_GAP: u8 = 12;
/// The largest weight of a phrase.
const MAX_WEIGHT: f32 = 10.0;

/// What is wrong with a phrase pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackError {
    /// The file, as it was named to the loader.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there and what would be right.
    pub reason: String,
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.reason)
    }
}

impl std::error::Error for PackError {}

/// A checked pack.
#[derive(Debug)]
pub(super) struct Pack {
    pub(super) language: Language,
    /// The commonest words of the language, in normal form.
    pub(super) common: BTreeSet<String>,
    /// Each phrase with its parts.
    pub(super) phrases: Vec<(Phrase, Vec<Part>)>,
}

/// A checked phrase.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Phrase {
    /// As the pack has it.
    pub(super) text: String,
    pub(super) language: Language,
    pub(super) kind: Kind,
    pub(super) weight: f32,
    /// How many words may stand before each part, counted from the one before;
    /// zero for the first. One for each part; never empty.
    pub(super) gaps: Box<[u8]>,
}

/// A stretch of words that stand together, in pieces one space apart; never empty.
pub(super) type Part = Vec<Piece>;

/// The ways to write a piece of a part; never empty. Only a last piece has open words.
pub(super) type Piece = Vec<Words>;

/// Words as they are looked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Words {
    /// In normal form.
    pub(super) text: String,
    /// Whether the last word may go on.
    pub(super) open: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    language: Spanned<String>,
    #[serde(default)]
    common: Vec<Spanned<String>>,
    #[serde(default)]
    choices: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    decision: Vec<Group>,
    #[serde(default)]
    regret: Vec<Group>,
    #[serde(default)]
    alternative: Vec<Group>,
    #[serde(default)]
    farewell: Vec<Group>,
    #[serde(default)]
    hiring: Vec<Group>,
    #[serde(default)]
    conditional: Vec<Group>,
    #[serde(default)]
    advance: Vec<Group>,
    #[serde(default)]
    withdrawal: Vec<Group>,
    #[serde(default)]
    retraction: Vec<Group>,
    #[serde(default)]
    other_matter: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    weight: Spanned<f32>,
    phrases: Vec<Spanned<String>>,
}

/// Reads one pack.
///
/// # Errors
///
/// Every broken entry with its line; nothing of a broken pack is used.
pub(super) fn read(file: &str, toml: &str) -> Result<Pack, Vec<PackError>> {
    let error = |span: Range<usize>, reason: String| PackError {
        file: file.to_owned(),
        line: line_of(toml, span.start),
        reason,
    };
    let written: Written = toml::from_str(toml)
        .map_err(|e| vec![error(e.span().unwrap_or_default(), e.message().to_owned())])?;
    let mut errors = Vec::new();
    let code = written.language.get_ref();
    let Some(language) = Language::new(code) else {
        let reason =
            format!("`{code}` is no language: write its two letters of ISO 639-1, such as \"en\"");
        return Err(vec![error(written.language.span(), reason)]);
    };
    let kinds = [
        (Kind::Decision, &written.decision),
        (Kind::Regret, &written.regret),
        (Kind::Alternative, &written.alternative),
        (Kind::Farewell, &written.farewell),
        (Kind::Hiring, &written.hiring),
        (Kind::Conditional, &written.conditional),
        (Kind::Advance, &written.advance),
        (Kind::Withdrawal, &written.withdrawal),
        (Kind::Retraction, &written.retraction),
        (Kind::OtherMatter, &written.other_matter),
    ];
    let choices: BTreeMap<&str, &str> = written
        .choices
        .iter()
        .map(|(name, words)| (name.as_str(), words.get_ref().as_str()))
        .collect();
    let mut phrases = Vec::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (kind, groups) in kinds {
        for group in groups {
            let weight = *group.weight.get_ref();
            if !(weight > 0.0 && weight <= MAX_WEIGHT) {
                let reason = format!("weight {weight} is not above 0 and at most {MAX_WEIGHT}");
                errors.push(error(group.weight.span(), reason));
            }
            for spanned in &group.phrases {
                let text = spanned.get_ref();
                let (gaps, parts) = match chosen(text, &choices).and_then(|text| parts(&text)) {
                    Ok(found) => found,
                    Err(reason) => {
                        errors.push(error(spanned.span(), reason));
                        continue;
                    }
                };
                let at = spanned.span().start;
                if let Some(first) = seen.insert(normalise(text).text().to_owned(), at) {
                    let first = line_of(toml, first);
                    let reason = format!("`{text}` is there already, in line {first}");
                    errors.push(error(spanned.span(), reason));
                }
                let phrase = Phrase {
                    text: text.clone(),
                    language,
                    kind,
                    weight,
                    gaps,
                };
                phrases.push((phrase, parts));
            }
        }
    }
    let mut common = BTreeSet::new();
    for spanned in &written.common {
        let word = normalise(spanned.get_ref()).text().to_owned();
        if word.is_empty() || word.contains(|c: char| !c.is_alphabetic()) {
            let reason = format!("`{}` among the common words is no word", spanned.get_ref());
            errors.push(error(spanned.span(), reason));
        } else if !common.insert(word) {
            let reason = format!("`{}` is there already", spanned.get_ref());
            errors.push(error(spanned.span(), reason));
        }
    }
    if errors.is_empty() {
        Ok(Pack {
            language,
            common,
            phrases,
        })
    } else {
        Err(errors)
    }
}

/// Puts the words of each named choice in its place: `<post>` becomes `(job|role)`.
fn chosen(text: &str, choices: &BTreeMap<&str, &str>) -> Result<String, String> {
    let mut all = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        let Some((name, after)) = after.split_once('>') else {
            return Err(format!("a `<` in `{text}` is not closed by `>`"));
        };
        let Some(words) = choices.get(name) else {
            return Err(format!("`<{name}>` in `{text}` is not among the [choices]"));
        };
        all.push_str(&format!("{before}({words})"));
        rest = after;
    }
    all.push_str(rest);
    Ok(all)
}

/// Reads `sagen wir dir {4} ab`: parts with gaps of at most that many words
/// before each, where the first has none.
fn parts(text: &str) -> Result<(Box<[u8]>, Vec<Part>), String> {
    let mut parts = Vec::new();
    let mut gaps = vec![0];
    let mut rest = text;
    loop {
        let (head, tail) = match rest.split_once('{') {
            Some((head, tail)) => (head, Some(tail)),
            None => (rest, None),
        };
        parts.push(pieces(head, text)?);
        let Some(tail) = tail else {
            return Ok((gaps.into_boxed_slice(), parts));
        };
        let (number, tail) = tail
            .split_once('}')
            .ok_or_else(|| format!("the gap in `{text}` is not closed: write it like {{3}}"))?;
        let gap = number
            .trim()
            .parse()
            .ok()
            .filter(|n| (1..=MAX_GAP).contains(n))
            .ok_or_else(|| format!("the gap in `{text}` is not a number from 1 to {MAX_GAP}"))?;
        gaps.push(gap);
        rest = tail;
    }
}

/// Reads a part of the phrase `text`.
fn pieces(part: &str, text: &str) -> Result<Part, String> {
    let spellings = choices::pieces(part)?;
    let (last, others) = spellings.split_last().ok_or_else(|| empty(text))?;
    let has_early_star = others.iter().flatten().any(|words| words.contains('*'))
        || last.iter().any(|words| has_early_star(words));
    if has_early_star {
        return Err(format!(
            "a `*` in `{text}` stands before other words: only the last word of a part may go on"
        ));
    }
    let read = |piece: &Vec<String>| piece.iter().map(|choice| words(choice)).collect();
    let pieces: Option<Part> = spellings.iter().map(read).collect();
    pieces.ok_or_else(|| empty(text))
}

fn empty(text: &str) -> String {
    match text.trim() {
        "" => "a phrase is empty".to_owned(),
        _ => format!("a part of `{text}` may be empty: words must stand on both sides of a gap"),
    }
}

fn has_early_star(words: &str) -> bool {
    let words = words.trim();
    words.strip_suffix('*').unwrap_or(words).contains('*')
}

fn words(text: &str) -> Option<Words> {
    let text = text.trim();
    let (words, open) = match text.strip_suffix('*') {
        Some(words) => (words, true),
        None => (text, false),
    };
    let text = normalise(words).text().to_owned();
    (!text.is_empty()).then_some(Words { text, open })
}

fn line_of(text: &str, at: usize) -> usize {
    let head = text.get(..at).unwrap_or(text);
    head.bytes().filter(|b| *b == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pack_is_read() {
        let toml = "language = 'de'\n[[decision]]\nweight = 3\nphrases = ['Sagen wir {4} ab', 'nicht berücksichtig*']\n";
        let phrases = read("de.toml", toml).expect("a good pack");
        let [(separable, parts), (_, open)] = phrases.phrases.as_slice() else {
            panic!("{phrases:?}");
        };
        assert_eq!(parts.len(), 2);
        assert_eq!(*separable.gaps, [0, 4]);
        let words = &open[0][0][0];
        assert_eq!(words.text, "nicht berücksichtig");
        assert!(words.open);
    }

    #[test]
    fn a_broken_pack_is_refused_with_its_line() {
        for (toml, line, reason) in [
            ("language = 'xxx'", 1, "`xxx` is no language"),
            ("", 1, "language"),
            ("language = 'en'\nweight = 3", 2, "unknown field `weight`"),
            (
                "language = 'en'\n[[verdict]]\nweight = 1\nphrases = ['a']",
                2,
                "unknown field `verdict`",
            ),
            (
                "language = 'en'\n[[regret]]\nweight = 1\nphrases = [\n  '',\n]",
                5,
                "empty",
            ),
            (
                "language = 'en'\n[[regret]]\nweight = 0\nphrases = ['a']",
                3,
                "weight 0",
            ),
            (
                "language = 'en'\n[[regret]]\nweight = 1\nphrases = ['a', 'b',\n 'A']",
                5,
                "already, in line 4",
            ),
            (
                "language = 'en'\n[[regret]]\nweight = 1\nphrases = ['a {x} b']",
                4,
                "number from 1",
            ),
            (
                "language = 'en'\n[[regret]]\nweight = 1\nphrases = ['a {99} b']",
                4,
                "number from 1",
            ),
            (
                "language = 'en'\n[[regret]]\nweight = 1\nphrases = ['a {3 b']",
                4,
                "not closed",
            ),
            (
                "language = 'en'\n[[regret]]\nweight = 1\nphrases = ['{3} b']",
                4,
                "may be empty",
            ),
            (
                "language = 'en'\n[[regret]]\nweight = 1\nphrases = ['a (b']",
                4,
                "not closed",
            ),
            (
                "language = 'en'\n[[regret]]\nweight = 1\nphrases = ['a b)']",
                4,
                "not opened",
            ),
            (
                "language = 'en'\n[[regret]]\nweight = 1\nphrases = ['a {2} (b|)']",
                4,
                "may be empty",
            ),
            (
                "language = 'en'\n[[regret]]\nweight = 1\nphrases = ['(a*|b) c']",
                4,
                "stands before other words",
            ),
            ("language = 'en'\n[[regret]\n", 2, ""),
        ] {
            let errors = read("my.toml", toml).expect_err(toml);
            assert_eq!(errors[0].line, line, "{toml}\n{errors:?}");
            assert!(errors[0].reason.contains(reason), "{toml}\n{errors:?}");
            assert!(errors[0].to_string().starts_with("my.toml:"));
        }
    }
}

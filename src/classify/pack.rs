//! Phrase packs: one TOML file a language, checked as a whole when it is read.
//!
//! The format is described at the head of `config/phrases/en.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::written::{self, At, Written};
use super::{Kind, choices};
use crate::mail::Language;
use crate::text::normalise;

/// The largest gap, in words, that a phrase may have: farther apart, two parts
/// hardly belong together.
const MAX_GAP: u8 = 12;
/// The largest weight of a phrase.
const MAX_WEIGHT: f32 = 10.0;

/// The languages that have two letters in ISO 639-1.
const LANGUAGES: &str = "\
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de \
    dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia \
    id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo \
    lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl \
    ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti \
    tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

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

/// A phrase as it stands in its pack, for people.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// As the pack has it.
    pub phrase: String,
    /// The pack's language.
    pub language: Language,
    /// What it says.
    pub kind: Kind,
    /// What it weighs.
    pub weight: f32,
    /// The file, as it was named to the loader.
    pub file: String,
    /// The line in which it begins, from 1.
    pub line: usize,
}

/// Reads one pack.
///
/// # Errors
///
/// Every broken entry with its line; nothing of a broken pack is used.
pub(super) fn read(file: &str, toml: &str) -> Result<Pack, Vec<PackError>> {
    let mut phrases = Vec::new();
    let checked = walk(
        file,
        toml,
        |phrase, language, kind, weight, (gaps, parts)| {
            let phrase = Phrase {
                text: phrase.value.clone(),
                language,
                kind,
                weight,
                gaps,
            };
            phrases.push((phrase, parts));
        },
    )?;
    Ok(Pack {
        language: checked.language,
        common: checked.common,
        phrases,
    })
}

/// The phrases of one pack with their lines.
///
/// # Errors
///
/// As [`read`].
pub(super) fn list(file: &str, toml: &str) -> Result<Vec<Listed>, Vec<PackError>> {
    let mut listed = Vec::new();
    walk(file, toml, |phrase, language, kind, weight, _| {
        listed.push(Listed {
            phrase: phrase.value.clone(),
            language,
            kind,
            weight,
            file: file.to_owned(),
            line: phrase.line,
        });
    })?;
    Ok(listed)
}

/// Checks a pack and hands on each phrase of it that is sound.
fn walk(
    file: &str,
    toml: &str,
    mut sound: impl FnMut(&At<String>, Language, Kind, f32, (Box<[u8]>, Vec<Part>)),
) -> Result<Checked, Vec<PackError>> {
    let (written, mut faults) = written::read(toml);
    let language = written
        .language
        .as_ref()
        .and_then(|at| match language(&at.value) {
            Ok(language) => Some(language),
            Err(reason) => {
                faults.push(At {
                    line: at.line,
                    value: reason,
                });
                None
            }
        });
    let named = named(&written);
    let common = common(&written, &mut faults);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for group in &written.groups {
        if let Some(fault) = group.weight.as_ref().and_then(out_of_range) {
            faults.push(fault);
        }
        for phrase in &group.phrases {
            let fault = |reason| At {
                line: phrase.line,
                value: reason,
            };
            let found = chosen(&phrase.value, &named).and_then(|text| parts(&text));
            let parts = match found {
                Ok(parts) => parts,
                Err(reason) => {
                    faults.push(fault(reason));
                    continue;
                }
            };
            let plain = normalise(&phrase.value).text().to_owned();
            if let Some(first) = seen.insert(plain, phrase.line) {
                let text = &phrase.value;
                faults.push(fault(format!("`{text}` is there already, in line {first}")));
            }
            if let (Some(language), Some(weight)) = (language, &group.weight) {
                sound(phrase, language, group.kind, weight.value, parts);
            }
        }
    }
    if let (true, Some(language)) = (faults.is_empty(), language) {
        return Ok(Checked { language, common });
    }
    faults.sort_by_key(|fault| fault.line);
    let error = |fault: At<String>| PackError {
        file: file.to_owned(),
        line: fault.line,
        reason: on_one_line(&fault.value),
    };
    Err(faults.into_iter().map(error).collect())
}

/// What a sound pack says beside its phrases.
struct Checked {
    language: Language,
    common: BTreeSet<String>,
}

/// The words of each named choice.
fn named(written: &Written) -> BTreeMap<&str, &str> {
    let choices = written.choices.iter();
    choices
        .map(|(name, words)| (name.as_str(), words.value.as_str()))
        .collect()
}

/// The common words in normal form.
fn common(written: &Written, faults: &mut Vec<At<String>>) -> BTreeSet<String> {
    let mut common = BTreeSet::new();
    for word in &written.common {
        let plain = normalise(&word.value).text().to_owned();
        let is_word = !plain.is_empty() && plain.chars().all(char::is_alphabetic);
        let reason = match is_word {
            false => format!("`{}` among the common words is no word", word.value),
            true if !common.insert(plain) => format!("`{}` is there already", word.value),
            true => continue,
        };
        faults.push(At {
            line: word.line,
            value: reason,
        });
    }
    common
}

fn language(code: &str) -> Result<Language, String> {
    let known = LANGUAGES.split_whitespace().any(|known| known == code);
    Language::new(code).filter(|_| known).ok_or_else(|| {
        format!("`{code}` is no language: write its two letters of ISO 639-1, such as \"en\"")
    })
}

fn out_of_range(weight: &At<f32>) -> Option<At<String>> {
    let value = weight.value;
    let right = value > 0.0 && value <= MAX_WEIGHT;
    (!right).then(|| At {
        line: weight.line,
        value: format!("weight {value} is not above 0 and at most {MAX_WEIGHT}"),
    })
}

/// A reason may cite the pack, which may hold anything; printed, it stays one
/// line and moves no cursor.
fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        match c.is_control() {
            true => line.extend(c.escape_default()),
            false => line.push(c),
        }
    }
    line
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
            ("language = 'en'\nweight = 3", 2, "unknown key `weight`"),
            (
                "language = 'en'\n[[verdict]]\nweight = 1\nphrases = ['a']",
                2,
                "unknown key `verdict`",
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
            ("language = 'en'\n[[regret]\n", 2, "it is not TOML"),
            ("language = 'zz'", 1, "`zz` is no language"),
            ("language = 1", 1, "the language is not text"),
            (
                "language = 'en'\n[regret]\nweight = 1\nphrases = ['a']",
                2,
                "in two brackets",
            ),
            (
                "language = 'en'\n[[regret]]\nwieght = 1\nphrases = ['a']",
                2,
                "has no weight",
            ),
            (
                "language = 'en'\n[[regret]]\nweight = '1'\nphrases = ['a']",
                3,
                "not a number",
            ),
            (
                "language = 'en'\n[[regret]]\nweight = nan\nphrases = ['a']",
                3,
                "weight NaN",
            ),
            (
                "language = 'en'\n[[regret]]\nweight = 1",
                2,
                "has no phrases",
            ),
            (
                "language = 'en'\n[[regret]]\nweight = 1\nphrases = ['a',\n 2]",
                5,
                "list of texts",
            ),
            ("language = 'en'\nregret = [1]", 2, "holds no group"),
        ] {
            let errors = read("my.toml", toml).expect_err(toml);
            assert_eq!(errors[0].line, line, "{toml}\n{errors:?}");
            assert!(errors[0].reason.contains(reason), "{toml}\n{errors:?}");
            assert!(errors[0].to_string().starts_with("my.toml:"));
        }
    }
    #[test]
    fn all_faults_are_told_at_once_and_each_on_one_line() {
        let toml = "lang = 'en'\n[[decision]]\nweight = 11\nphrases = [\n  '',\n  'a',\n  'A',\n  'b (c',\n]\n\
                    [[decison]]\nweight = 1\nphrases = ['d']\n[[regret]]\nwight = 1\nphrases = [\"e\\u001b[31m {x}\"]\n";
        let errors = list("my.toml", toml).expect_err("it is broken");
        let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
        let wanted = [
            "my.toml:1: the language is missing",
            "my.toml:1: unknown key `lang`",
            "my.toml:3: weight 11",
            "my.toml:5: a phrase is empty",
            "my.toml:7: `A` is there already, in line 6",
            "my.toml:8: a bracket in `b (c` is not closed",
            "my.toml:10: unknown key `decison`",
            "my.toml:13: this regret has no weight",
            "my.toml:14: unknown key `wight`",
            "my.toml:15: the gap in `e",
        ];
        assert_eq!(told.len(), wanted.len(), "{told:#?}");
        for (told, wanted) in told.iter().zip(wanted) {
            assert!(told.starts_with(wanted), "{told}\n{wanted}");
            assert!(!told.contains(char::is_control), "{told:?}");
        }
    }

    #[test]
    fn a_pack_is_listed_with_its_lines() {
        let toml = "\u{feff}language = 'de'\n[[hiring]]\nweight = 0.5\nphrases = [\n 'b',\n 'a']\n\
                    [[decision]]\nweight = 0x3\nphrases = ['c']\n";
        let listed = list("my.toml", toml).map_err(|errors| errors.len());
        let toml = toml.replace("0x3", "3");
        assert_eq!(listed, Err(1), "a weight is written as people write it");
        let listed = list("my.toml", &toml).expect("a good pack");
        let rows: Vec<(&str, Kind, f32, usize)> = listed
            .iter()
            .map(|l| (l.phrase.as_str(), l.kind, l.weight, l.line))
            .collect();
        assert_eq!(
            rows,
            [
                ("c", Kind::Decision, 3.0, 9),
                ("b", Kind::Hiring, 0.5, 5),
                ("a", Kind::Hiring, 0.5, 6),
            ]
        );
    }
}

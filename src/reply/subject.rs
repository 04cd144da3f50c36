//! The subject of a reply: one `Re:` and the rest as it was.

/// A header longer than this is no subject any more.
const MAX_CHARS: usize = 400;

/// What mail programs write before the subject of a reply, in lower case and
/// without the colon.
const REPLY_MARKS: &[&str] = &[
    "re", "aw", "antw", "antwort", "sv", "vs", "ref", "rif", "r", "res", "odp", "ynt", "vá", "atb",
    "回复", "回覆", "答复", "返信", "답장",
];

/// `Re: ` and the subject without the run of reply marks that it began with.
///
/// Everything after them is kept as it is, since mail programs thread by equal
/// subjects; only control characters, which no subject has, turn into spaces.
pub(crate) fn reply_subject(original: &str) -> String {
    let clean: String = original
        .chars()
        .filter(|c| !super::is_bidi_control(*c))
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(MAX_CHARS)
        .collect();
    let mut rest = clean.trim();
    while let Some(shorter) = strip_mark(rest) {
        rest = shorter.trim_start();
    }
    format!("Re: {rest}").trim_end().to_owned()
}

/// The text after one reply mark such as `Re:`, `AW :` or `RE[2]:`.
fn strip_mark(text: &str) -> Option<&str> {
    let (mark, rest) = text.split_once([':', '\u{ff1a}'])?;
    let mark = mark.trim_end();
    let word = mark
        .find(['[', '(', '^'])
        .and_then(|at| is_count(mark.get(at..)?).then(|| mark.get(..at))?)
        .unwrap_or(mark);
    REPLY_MARKS
        .contains(&word.trim_end().to_lowercase().as_str())
        .then_some(rest)
}

/// Whether this is the `[2]`, `(2)` or `^2` of a counting mail program.
fn is_count(text: &str) -> bool {
    let digits = text.trim_matches(|c| "[]()^".contains(c));
    !digits.is_empty() && digits.len() <= 3 && digits.bytes().all(|b| b.is_ascii_digit())
}

//! The subject of a reply: one `Re:` and the rest as it was.

/// A header longer than this is no subject any more.
const MAX_CHARS: usize = 400;

/// What mail programs write before the subject of a reply, in lower case and
/// without the colon.
const REPLY_MARKS: &[&str] = &[
    "re", "aw", "antw", "antwort", "sv", "ref", "rép", "rif", "r", "res", "odp", "ynt", "vá",
    "atb", "回复", "回覆", "答复", "返信", "답장",
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mark_and_the_rest_as_it_was() {
        for (original, wanted) in [
            ("Your application", "Re: Your application"),
            ("Re: Your application", "Re: Your application"),
            ("RE: re: AW: Your application", "Re: Your application"),
            (
                "AW: Bewerbung als Einkäufer (m/w/d)",
                "Re: Bewerbung als Einkäufer (m/w/d)",
            ),
            ("Re[2]: Antw: SV: x", "Re: x"),
            ("RE(3): x", "Re: x"),
            ("Re : x", "Re: x"),
            ("Re\u{ff1a}応募について", "Re: 応募について"),
            ("回复: x", "Re: x"),
            (
                "RE\u{a0}: RÉP\u{a0}: votre candidature",
                "Re: votre candidature",
            ),
            ("R: RIF: candidatura", "Re: candidatura"),
            ("RES: Vaga", "Re: Vaga"),
            ("Odp: ODP: aplikacja", "Re: aplikacja"),
            ("返信：選考結果", "Re: 選考結果"),
            ("Reminder: x", "Re: Reminder: x"),
            ("Acme: Re: x", "Re: Acme: Re: x"),
            ("Fwd: x", "Re: Fwd: x"),
            ("TR\u{a0}: x", "Re: TR\u{a0}: x"),
            ("RV: x", "Re: RV: x"),
            ("ENC: x", "Re: ENC: x"),
            ("PD: x", "Re: PD: x"),
            ("SV: VS: x", "Re: VS: x"),
            ("[Acme] Re: x", "Re: [Acme] Re: x"),
            ("x  –  two spaces", "Re: x  –  two spaces"),
            ("", "Re:"),
            ("Re:", "Re:"),
            ("a\r\nBcc: b@c", "Re: a  Bcc: b@c"),
            ("a\u{202e}b\u{0}c", "Re: ab c"),
        ] {
            assert_eq!(reply_subject(original), wanted, "{original:?}");
        }
    }

    #[test]
    fn a_huge_subject_is_cut_and_many_marks_take_no_time() {
        assert!(reply_subject(&"ä".repeat(100_000)).chars().count() <= 404);
        assert_eq!(reply_subject(&"Re: ".repeat(100_000)), "Re:");
    }
}

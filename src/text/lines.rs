//! What a single line says about the lines around it.

use super::labels;
use super::notices::starts_with_any;

/// Longer lines are prose, whatever they begin with.
const MAX_MARK: usize = 400;

/// A header that heads a quoted mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// `From:`
    From,
    /// `Sent:` or `Date:`
    Sent,
    /// `To:`
    To,
    /// `Subject:`
    Subject,
}

/// `> quoted` in any depth.
pub(super) fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with(['>', '＞'])
}

/// How many marks of quotation the line begins with.
pub(super) fn quote_depth(line: &str) -> usize {
    line.chars()
        .take_while(|c| matches!(c, '>' | '＞' | ' '))
        .filter(|c| *c != ' ')
        .count()
}

/// Usenet's delimiter, with or without its space.
pub(super) fn is_signature_delimiter(line: &str) -> bool {
    matches!(line, "-- " | "--" | "--\u{a0}")
}

/// A line, or a wrapped one with its continuation, such as "On 2 May 2026, Jo wrote:".
pub(super) fn is_attribution(line: &str) -> bool {
    let Some(text) = line.trim().strip_suffix([':', '：']) else {
        return false;
    };
    if text.len() > MAX_MARK || !text.bytes().any(|b| b.is_ascii_digit() || b == b'@') {
        return false;
    }
    // In every language, an address in brackets and then a colon: "2026年5月2日 Jo <jo@x>:".
    if text.ends_with('>') && has_date(text) {
        return true;
    }
    let lower = text.to_lowercase();
    let holds = |verbs: &[&str]| verbs.iter().any(|verb| has_word(&lower, verb));
    holds(labels::WROTE) || (text.contains('@') || has_time(text)) && holds(labels::WRITTEN)
}

/// How the first line of a wrapped attribution begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beginning {
    /// With its date: "On 2 May 2026, Jo Park".
    Date,
    /// With the sender: "Jo Park <jo@acme.example> schrieb am".
    Sender,
}

/// Whether an attribution may begin here and end on a later line, and how.
pub(super) fn attribution_beginning(line: &str) -> Option<Beginning> {
    let line = line.trim();
    if line.len() > MAX_MARK || line.ends_with([':', '：']) {
        return None;
    }
    if begins_with_date(line) && has_date(line) {
        return Some(Beginning::Date);
    }
    let names = line.contains('<') && line.contains('@');
    (names || starts_with_any(line, labels::WRITTEN_BY)).then_some(Beginning::Sender)
}

/// Whether the line begins like the date of an attribution.
pub(super) fn begins_with_date(line: &str) -> bool {
    line.starts_with(|c: char| c.is_ascii_digit()) || starts_with_any(line, labels::WROTE_STARTS)
}

/// The header label that the line begins with.
pub(super) fn label(line: &str) -> Option<Label> {
    let line = line.trim_start_matches([' ', '\t', '*', '\u{a0}']);
    let end = line
        .char_indices()
        .take(24)
        .find(|(_, c)| matches!(c, ':' | '：'))
        .map(|(at, _)| at)?;
    let word = line.get(..end)?.trim_matches([' ', '*', '\u{a0}']);
    if word.is_empty() {
        return None;
    }
    let word = word.to_lowercase();
    let is = |table: &[&str]| table.contains(&word.as_str());
    if is(labels::FROM) {
        Some(Label::From)
    } else if is(labels::SENT) {
        Some(Label::Sent)
    } else if is(labels::TO) {
        Some(Label::To)
    } else if is(labels::SUBJECT) {
        Some(Label::Subject)
    } else {
        None
    }
}

/// "-----Original Message-----"
pub(super) fn is_original_mark(line: &str) -> bool {
    is_ruled(line) && contains_any(line, labels::ORIGINAL)
}

/// "---------- Forwarded message ---------", "Begin forwarded message:"
pub(super) fn is_forward_mark(line: &str) -> bool {
    let line = line.trim();
    if line.len() >= 80 {
        return false;
    }
    if is_ruled(line) {
        return contains_any(line, labels::FORWARDED);
    }
    let bare = line.trim_end_matches([':', '：', ' ', '\u{a0}', '\u{202f}']);
    labels::FORWARD_LINES.contains(&bare.to_lowercase().as_str())
}

/// Whether a subject says that the mail is passed on: "WG: Absage", "[extern] TR : x".
pub(super) fn is_forward_subject(subject: &str) -> bool {
    let mut rest = subject.trim_start();
    if let Some((_, after)) = rest.strip_prefix('[').and_then(|tag| tag.split_once(']')) {
        rest = after.trim_start();
    }
    let Some((mark, _)) = rest.split_once([':', '：']) else {
        return false;
    };
    mark.len() <= 16 && labels::FORWARD_PREFIXES.contains(&mark.trim_end().to_lowercase().as_str())
}

fn is_ruled(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("---") || line.starts_with("___") || line.starts_with("===")
}

fn contains_any(line: &str, table: &[&str]) -> bool {
    if line.len() > MAX_MARK {
        return false;
    }
    let lower = line.to_lowercase().replace('\u{2019}', "'");
    table.iter().any(|mark| lower.contains(mark))
}

/// Whether `word` stands in `lower` with no letter on either side.
fn has_word(lower: &str, word: &str) -> bool {
    lower.match_indices(word).any(|(at, _)| {
        let before = lower.get(..at).and_then(|head| head.chars().next_back());
        let after = lower
            .get(at + word.len()..)
            .and_then(|tail| tail.chars().next());
        let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        !word.is_ascii() || !letter(before) && !letter(after)
    })
}

/// Whether a year of this century or a date such as `4/5/26` stands in the line.
fn has_date(line: &str) -> bool {
    let year =
        |w: &[u8]| matches!(w, [b'2', b'0', a, b] if a.is_ascii_digit() && b.is_ascii_digit());
    let is_date = |word: &str| {
        let mut numbers = word.split(['/', '.', '-']);
        let short = |n: Option<&str>| {
            n.is_some_and(|n| (1..=2).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit()))
        };
        short(numbers.next()) && short(numbers.next()) && short(numbers.next())
    };
    line.as_bytes().windows(4).any(year) || line.split([' ', ',']).any(is_date)
}

/// Whether a time of day stands in the line: `10:12`.
fn has_time(line: &str) -> bool {
    let time =
        |w: &[u8]| matches!(w, [a, b':', b, c] if [a, b, c].iter().all(|d| d.is_ascii_digit()));
    line.as_bytes().windows(4).any(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attribution_lines_in_many_languages() {
        for line in [
            "On Mon, Jul 27, 2026 at 4:22 PM, Jo Park <jo@acme.example> wrote:",
            "Am Do., 30. Juli 2026 um 07:14 Uhr schrieb Jo <jo@acme.example>:",
            "Jo Park <jo@acme.example> schrieb am 3. Mai 2026:",
            "Le lun. 4 mai 2026 à 10:12, Jo <jo@acme.example> a écrit :",
            "El lun, 4 may 2026 a las 10:12, Jo (<jo@acme.example>) escribió:",
            "Il giorno lun 4 mag 2026 alle ore 10:12 Jo <jo@a.example> ha scritto:",
            "Op ma 4 mei 2026 om 10:12 schreef Jo <jo@acme.example>:",
            "Em seg., 4 de mai. de 2026 às 10:12, Jo <jo@acme.example> escreveu:",
            "pon., 4 maj 2026 o 10:12 Jo <jo@acme.example> napisał(a):",
            "Den mån 4 maj 2026 kl 10:12 skrev Jo <jo@acme.example>:",
            "man. 4. maj 2026 kl. 10.12 skrev Jo <jo@acme.example>:",
            "2026年5月4日(月) 10:12 Jo <jo@acme.example>:",
        ] {
            assert!(is_attribution(line), "{line}");
        }
        for line in [
            "Please send us the following:",
            "Our team wrote:",
            "You wrote to us in 2026",
            "On Monday 4 May 2026 we decided:",
        ] {
            assert!(!is_attribution(line), "{line}");
        }
    }

    #[test]
    fn labels_and_marks() {
        for (line, wanted) in [
            ("From: Jo", Some(Label::From)),
            ("*Von:* Jo", Some(Label::From)),
            ("De : Jo", Some(Label::From)),
            ("Gesendet: 3. Mai", Some(Label::Sent)),
            ("件名: x", Some(Label::Subject)),
            ("Aan: x", Some(Label::To)),
            ("Note: x", None),
            ("no label", None),
        ] {
            assert_eq!(label(line), wanted, "{line}");
        }
        assert!(is_original_mark("-----Ursprüngliche Nachricht-----"));
        assert!(!is_original_mark("your original message"));
        assert!(is_forward_mark("---------- Forwarded message ---------"));
        assert!(is_forward_mark("Anfang der weitergeleiteten Nachricht:"));
        assert!(!is_forward_mark("I got a forwarded message from you"));
        assert!(is_forward_subject("WG: Absage"));
        assert!(!is_forward_subject("Re: fwd: x"));
    }
}

//! The rejection, quoted below the reply.

use super::is_bidi_control;
use crate::mail::{Body, Language, Message, SegmentKind, TimeZone, Timestamp};

/// Enough for any rejection; a mail with more carries somebody's newsletter.
const MAX_LINES: usize = 200;
/// The same bound in bytes, for a text without line ends.
const MAX_BYTES: usize = 10 * 1024;
/// Marks where the quote was cut.
const CUT: &str = "> [...]";

const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const MONTHS_DE: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

/// The attribution line and the quoted text; `None` where there is nothing to quote.
pub(crate) fn quote(message: &Message, language: Language, zone: &TimeZone) -> Option<String> {
    let text = displayed(&message.body);
    if text.trim().is_empty() {
        return None;
    }
    let mut quoted = attribution(message, language, zone);
    let mut bytes = 0;
    let mut blank = false;
    for (number, line) in text.trim().lines().map(quoted_line).enumerate() {
        // One empty line parts two paragraphs; more of them only take room.
        let empty = line == ">";
        if std::mem::replace(&mut blank, empty) && empty {
            continue;
        }
        bytes += line.len();
        quoted.push('\n');
        if number >= MAX_LINES || bytes > MAX_BYTES {
            quoted.push_str(CUT);
            break;
        }
        quoted.push_str(&line);
    }
    Some(quoted)
}

/// What the sender wrote and what they quoted, without signature and legal notice.
fn displayed(body: &Body) -> String {
    if body.segments.is_empty() {
        return body.text.clone();
    }
    body.segments
        .iter()
        .filter(|s| matches!(s.kind, SegmentKind::Own | SegmentKind::Quote))
        .filter_map(|s| body.text.get(s.range.clone()))
        .collect::<Vec<_>>()
        .join("\n")
}

fn quoted_line(line: &str) -> String {
    let clean: String = line
        .chars()
        .map(|c| if c == '\t' { ' ' } else { c })
        .filter(|c| !c.is_control() && !is_bidi_control(*c) && !is_unseen(*c))
        .collect();
    let clean = clean.trim_end();
    match clean.chars().next() {
        None => ">".to_owned(),
        // RFC 3676 section 4.5: no space inside the run of marks.
        Some('>') => format!(">{clean}"),
        Some(_) => format!("> {clean}"),
    }
}

/// Soft hyphens and zero-width marks, which senders scatter among the letters.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

fn attribution(message: &Message, language: Language, zone: &TimeZone) -> String {
    let name = message.from.as_ref().map(|from| {
        let name = from.name.as_deref().map(super::one_line);
        name.filter(|name| !name.is_empty())
            .unwrap_or_else(|| from.spec.to_string())
    });
    let day = message.date.map(|date| long_date(date, language, zone));
    match (language.as_str(), day, name) {
        ("de", Some(day), Some(name)) => format!("Am {day} schrieb {name}:"),
        ("de", None, Some(name)) => format!("{name} schrieb:"),
        ("de", _, None) => "Ihre Nachricht:".to_owned(),
        (_, Some(day), Some(name)) => format!("On {day}, {name} wrote:"),
        (_, None, Some(name)) => format!("{name} wrote:"),
        (_, _, None) => "Your message:".to_owned(),
    }
}

/// The day as a letter writes it, by the user's own calendar.
fn long_date(date: Timestamp, language: Language, zone: &TimeZone) -> String {
    let day = zone.to_datetime(date).date();
    let months = if language.as_str() == "de" {
        &MONTHS_DE
    } else {
        &MONTHS_EN
    };
    let month = usize::from(day.month().unsigned_abs())
        .checked_sub(1)
        .and_then(|index| months.get(index))
        .copied()
        .unwrap_or_default();
    let dot = if language.as_str() == "de" { "." } else { "" };
    format!("{}{dot} {month} {}", day.day(), day.year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::{Address, Segment};

    fn message(segments: &[(SegmentKind, &str)]) -> Message {
        let mut body = Body::default();
        for (kind, text) in segments {
            let start = body.text.len();
            body.text.push_str(text);
            body.segments.push(Segment {
                kind: *kind,
                range: start..body.text.len(),
            });
        }
        Message {
            from: Address::parse("Jo Park <jo@acme.example>"),
            date: "2026-11-22T23:30:00Z".parse().ok(),
            body,
            ..Message::default()
        }
    }

    fn quoted(message: &Message, language: &str, zone: &str) -> Option<String> {
        let language = Language::new(language).expect("two letters");
        quote(message, language, &TimeZone::get(zone).expect("a zone"))
    }

    #[test]
    fn the_rejection_is_quoted_under_its_attribution() {
        let message = message(&[
            (
                SegmentKind::Own,
                "Dear Dana,\n\n \n\nn\u{ad}o.\t\u{202e}x\n",
            ),
            (SegmentKind::Signature, "-- \nJo\n"),
            (SegmentKind::Quote, "> Hello Jo\n"),
            (SegmentKind::Footer, "Confidential"),
        ]);
        assert_eq!(
            quoted(&message, "en", "UTC").as_deref(),
            Some("On 22 November 2026, Jo Park wrote:\n> Dear Dana,\n>\n> no. x\n>\n>> Hello Jo"),
        );
        let german = quoted(&message, "de", "Europe/Berlin").expect("a quote");
        assert!(
            german.starts_with("Am 23. November 2026 schrieb Jo Park:\n> Dear"),
            "{german}"
        );
        let unknown = Message {
            from: None,
            date: None,
            ..message
        };
        let other = quoted(&unknown, "fi", "UTC").expect("a quote");
        assert!(other.starts_with("Your message:\n>"), "{other}");
    }

    #[test]
    fn nothing_is_quoted_of_an_empty_mail() {
        assert_eq!(
            quoted(&message(&[(SegmentKind::Own, " \n\n")]), "en", "UTC"),
            None
        );
        assert_eq!(
            quoted(&message(&[(SegmentKind::Footer, "Legal")]), "en", "UTC"),
            None
        );
    }

    #[test]
    fn a_long_mail_is_cut_by_lines_and_by_bytes() {
        let many = "line\n".repeat(5000);
        let quote = quoted(&message(&[(SegmentKind::Own, &many)]), "en", "UTC").expect("a quote");
        assert_eq!(quote.lines().count(), 1 + MAX_LINES + 1);
        assert!(quote.ends_with("\n> [...]"));
        let wide = format!("start\n{}", "ä".repeat(50_000));
        let quote = quoted(&message(&[(SegmentKind::Own, &wide)]), "en", "UTC").expect("a quote");
        assert!(quote.ends_with("> start\n> [...]"), "{} bytes", quote.len());
    }
}

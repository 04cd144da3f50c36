//! The rejection, quoted below the reply.

use super::is_bidi_control;
use crate::mail::{Body, Language, Message, SegmentKind, TimeZone, Timestamp};

/// Enough for any rejection; a mail with more carries somebody's newsletter.
const MAX_LINES: usize = 200;
/// The same bound in bytes, for a text without line ends.
const MAX_BYTES: usize = 10 * 1024;
/// Marks where the quote was cut.
const CUT: &str = "> [...]";

/// The months by language, as they stand in a date. Japanese counts them.
const MONTHS: &[(&str, &str)] = &[
    (
        "en",
        "January February March April May June July August September October November December",
    ),
    (
        "de",
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    ),
    (
        "fr",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    ),
    (
        "es",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    ),
    (
        "it",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    ),
    (
        "nl",
        "januari februari maart april mei juni juli augustus september oktober november december",
    ),
    (
        "pt",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    ),
    (
        "pl",
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    ),
    (
        "sv",
        "januari februari mars april maj juni juli augusti september oktober november december",
    ),
    (
        "da",
        "januar februar marts april maj juni juli august september oktober november december",
    ),
    (
        "nb",
        "januar februar mars april mai juni juli august september oktober november desember",
    ),
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
    match (day, name) {
        (Some(day), Some(name)) => dated(language, &day, &name),
        (None, Some(name)) => undated(language, &name),
        (_, None) => nameless(language).to_owned(),
    }
}

/// Polish has no past tense that leaves a person's sex open, hence no verb.
fn dated(language: Language, day: &str, name: &str) -> String {
    match language.as_str() {
        "de" => format!("Am {day} schrieb {name}:"),
        "fr" => format!("Le {day}, {name} a écrit\u{a0}:"),
        "es" => format!("El {day}, {name} escribió:"),
        // The article before a vowel: otto, undici.
        "it" if day.starts_with("8 ") || day.starts_with("11 ") => {
            format!("L’{day} {name} ha scritto:")
        }
        "it" => format!("Il {day} {name} ha scritto:"),
        "nl" => format!("Op {day} schreef {name}:"),
        "pt" => format!("Em {day}, {name} escreveu:"),
        "pl" => format!("{name}, {day}:"),
        "sv" | "da" | "nb" => format!("Den {day} skrev {name}:"),
        "ja" => format!("{day}、{name}様より："),
        _ => format!("On {day}, {name} wrote:"),
    }
}

fn undated(language: Language, name: &str) -> String {
    match language.as_str() {
        "de" => format!("{name} schrieb:"),
        "fr" => format!("{name} a écrit\u{a0}:"),
        "es" => format!("{name} escribió:"),
        "it" => format!("{name} ha scritto:"),
        "nl" => format!("{name} schreef:"),
        "pt" => format!("{name} escreveu:"),
        "pl" => format!("{name}:"),
        "sv" | "da" | "nb" => format!("{name} skrev:"),
        "ja" => format!("{name}様より："),
        _ => format!("{name} wrote:"),
    }
}

fn nameless(language: Language) -> &'static str {
    match language.as_str() {
        "de" => "Ihre Nachricht:",
        "fr" => "Votre message\u{a0}:",
        "es" => "Su mensaje:",
        "it" => "Il Suo messaggio:",
        "nl" => "Uw bericht:",
        "pt" => "A sua mensagem:",
        "pl" => "Państwa wiadomość:",
        "sv" => "Ert meddelande:",
        "da" => "Jeres besked:",
        "nb" => "Meldingen fra dere:",
        "ja" => "いただいたメール：",
        _ => "Your message:",
    }
}

/// The day as a letter writes it, by the user's own calendar.
fn long_date(date: Timestamp, language: Language, zone: &TimeZone) -> String {
    let date = zone.to_datetime(date).date();
    let (year, day) = (date.year(), date.day());
    let month = month(language, date.month());
    match language.as_str() {
        "de" | "da" | "nb" => format!("{day}. {month} {year}"),
        "fr" if day == 1 => format!("1er {month} {year}"),
        "es" | "pt" => format!("{day} de {month} de {year}"),
        "pl" => format!("{day} {month} {year} r."),
        "ja" => format!("{year}年{}月{day}日", date.month()),
        _ => format!("{day} {month} {year}"),
    }
}

/// The name of a month, counted from 1; in English where the language is none of ours.
fn month(language: Language, number: i8) -> &'static str {
    let names = |code: &str| MONTHS.iter().find(|(known, _)| *known == code);
    let index = usize::from(number.unsigned_abs()).checked_sub(1);
    names(language.as_str())
        .or_else(|| names("en"))
        .zip(index)
        .and_then(|((_, months), index)| months.split(' ').nth(index))
        .unwrap_or_default()
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
    fn the_attribution_speaks_the_language_of_the_reply() {
        let with_date = message(&[(SegmentKind::Own, "No.")]);
        let undated = Message {
            date: None,
            ..with_date.clone()
        };
        let nameless = Message {
            from: None,
            ..with_date.clone()
        };
        #[rustfmt::skip]
        const ROWS: &[[&str; 4]] = &[
            ["en", "On 22 November 2026, Jo Park wrote:", "Jo Park wrote:", "Your message:"],
            ["de", "Am 22. November 2026 schrieb Jo Park:", "Jo Park schrieb:", "Ihre Nachricht:"],
            ["fr", "Le 22 novembre 2026, Jo Park a écrit\u{a0}:", "Jo Park a écrit\u{a0}:", "Votre message\u{a0}:"],
            ["es", "El 22 de noviembre de 2026, Jo Park escribió:", "Jo Park escribió:", "Su mensaje:"],
            ["it", "Il 22 novembre 2026 Jo Park ha scritto:", "Jo Park ha scritto:", "Il Suo messaggio:"],
            ["nl", "Op 22 november 2026 schreef Jo Park:", "Jo Park schreef:", "Uw bericht:"],
            ["pt", "Em 22 de novembro de 2026, Jo Park escreveu:", "Jo Park escreveu:", "A sua mensagem:"],
            ["pl", "Jo Park, 22 listopada 2026 r.:", "Jo Park:", "Państwa wiadomość:"],
            ["sv", "Den 22 november 2026 skrev Jo Park:", "Jo Park skrev:", "Ert meddelande:"],
            ["da", "Den 22. november 2026 skrev Jo Park:", "Jo Park skrev:", "Jeres besked:"],
            ["nb", "Den 22. november 2026 skrev Jo Park:", "Jo Park skrev:", "Meldingen fra dere:"],
            ["ja", "2026年11月22日、Jo Park様より：", "Jo Park様より：", "いただいたメール："],
        ];
        for [code, dated, without_date, without_name] in ROWS {
            for (message, wanted) in [
                (&with_date, dated),
                (&undated, without_date),
                (&nameless, without_name),
            ] {
                let quote = quoted(message, code, "UTC").expect("a quote");
                assert_eq!(quote, format!("{wanted}\n> No."), "{code}");
            }
        }
    }

    #[test]
    fn some_days_are_written_in_their_own_way() {
        for (code, date, wanted) in [
            ("fr", "2026-08-01", "Le 1er août 2026, "),
            ("fr", "2026-08-11", "Le 11 août 2026, "),
            ("it", "2026-03-08", "L’8 marzo 2026 "),
            ("it", "2026-03-11", "L’11 marzo 2026 "),
            ("it", "2026-03-18", "Il 18 marzo 2026 "),
            ("ja", "2026-01-05", "2026年1月5日、"),
            ("pl", "2026-10-03", "Jo Park, 3 października 2026 r.:"),
            ("nb", "2026-12-31", "Den 31. desember 2026 "),
        ] {
            let message = Message {
                date: format!("{date}T12:00:00Z").parse().ok(),
                ..message(&[(SegmentKind::Own, "No.")])
            };
            let quote = quoted(&message, code, "UTC").expect("a quote");
            assert!(quote.starts_with(wanted), "{quote}");
        }
    }

    #[test]
    fn every_language_has_twelve_months() {
        for (code, months) in MONTHS {
            assert_eq!(months.split(' ').count(), 12, "{code}");
        }
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

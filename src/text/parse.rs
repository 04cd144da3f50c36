//! Bytes to [`Message`]: the first step of the pure core. It never fails.

use std::ops::Range;

use super::choose::{Chosen, Piece, choose, letters};
use super::html::Mark;
use super::mime::{self, Mime};
use super::segments::{History, divide};
use super::{MAX_VISIBLE, lines};
use crate::mail::{Body, Message, Raw, Segment, SegmentKind};

/// How many mails inside mails are read.
const MAX_FORWARDS: usize = 4;

/// Reads a mail. A broken one gives a poorer `Message`; headers alone give one
/// with an empty body.
pub fn parse(raw: &Raw) -> Message {
    let mime = mime::read(&raw.bytes);
    let (mut message, known) = assemble(mime);
    message.parts.truncated = raw.is_truncated() && known == Known::InPart;
    message
}

/// Whether a mail says anything that could be judged.
pub fn is_readable(message: &Message) -> bool {
    letters(&message.body.text) + letters(&message.subject) > 0
}

/// Whether more of the mail should be fetched before it is judged: it was cut
/// before the text that a person sees was known well enough.
pub fn wants_more(message: &Message) -> bool {
    message.parts.truncated
}

/// How well the text is known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    /// A text part that says enough came whole.
    Enough,
    /// The text may go on after the bytes at hand.
    InPart,
}

fn assemble(mime: Mime<'_>) -> (Message, Known) {
    let Mime { mut message, root } = mime;
    let passed_on = lines::is_forward_subject(&message.subject);
    let history = if passed_on {
        History::PassedOn
    } else {
        History::Quoted
    };
    let Chosen { pieces, attached } = choose(root);
    let mut known = Known::InPart;
    for piece in &pieces {
        if piece.complete {
            known = Known::Enough;
        }
        append(&mut message.body, piece, history);
    }
    // A mail that is attached is read only where the sender passes it on.
    let shown = || passed_on || letters(&message.body.text) == 0;
    if !attached.is_empty() && !message.parts.report && shown() {
        let mut left = MAX_FORWARDS;
        for inner in attached {
            append_forward(&mut message.body, inner, &mut left);
        }
    }
    (message, known)
}

fn append(body: &mut Body, piece: &Piece, history: History) {
    let Some(room) = MAX_VISIBLE.checked_sub(body.text.len()).filter(|r| *r > 2) else {
        return;
    };
    let (text, marks) = printable(&piece.text, &piece.marks, room - 2);
    if text.trim().is_empty() {
        return;
    }
    let segments = divide(&text, &marks, history);
    add(body, &text, segments);
}

/// Adds the text of a mail that was passed on, under the headers that matter,
/// and of those which it passed on in its turn, as long as any are `left`.
fn append_forward(body: &mut Body, inner: Mime<'_>, left: &mut usize) {
    let Some(fewer) = left.checked_sub(1) else {
        return;
    };
    *left = fewer;
    let Some(room) = MAX_VISIBLE.checked_sub(body.text.len()).filter(|r| *r > 2) else {
        return;
    };
    let mut text = String::new();
    if let Some(from) = &inner.message.from {
        text.push_str(&format!("From: {from}\n"));
    }
    text.push_str(&format!("Subject: {}\n\n", inner.message.subject));
    let Chosen { pieces, attached } = choose(inner.root);
    for piece in pieces {
        text.push_str(&piece.text);
        text.push('\n');
    }
    let (text, _) = printable(&text, &[], room - 2);
    let whole = Segment {
        kind: SegmentKind::Forward,
        range: 0..text.len(),
    };
    add(body, &text, vec![whole]);
    for inner in attached {
        append_forward(body, inner, left);
    }
}

fn add(body: &mut Body, text: &str, segments: Vec<Segment>) {
    if let Some(last) = body.segments.last_mut() {
        body.text.push_str("\n\n");
        last.range.end = body.text.len();
    }
    let start = body.text.len();
    body.text.push_str(text);
    for mut segment in segments {
        segment.range = segment.range.start + start..segment.range.end + start;
        match body.segments.last_mut() {
            Some(last) if last.kind == segment.kind => last.range.end = segment.range.end,
            _ => body.segments.push(segment),
        }
    }
}

/// At most `room` bytes of `text` without control characters, with its marks.
fn printable(
    text: &str,
    marks: &[(Mark, Range<usize>)],
    room: usize,
) -> (String, Vec<(Mark, Range<usize>)>) {
    let end = text.floor_char_boundary(room.min(text.len()));
    let text = text.get(..end).unwrap_or_default();
    let hold = |(mark, range): &(Mark, Range<usize>)| (*mark, range.start..range.end.min(end));
    let marks = marks.iter().map(hold).collect();
    let bad = |c: char| c.is_control() && c != '\n' && c != '\t';
    // A look at all bytes without a stop is far quicker than one at characters.
    let bytes = text.as_bytes();
    let is_control = |b: u8| b < b' ' && b != b'\n' && b != b'\t' || b == 0x7f;
    let any = bytes.iter().fold(false, |any, b| any | is_control(*b));
    // Outside of ASCII, controls are C2 80 to C2 9F in UTF-8.
    let is_high = |at: usize| matches!(bytes.get(at + 1), Some(0x80..=0x9f));
    if !any && !memchr::memchr_iter(0xc2, bytes).any(is_high) {
        return (text.to_owned(), marks);
    }
    // Each is replaced by as many spaces as it had bytes, so that the marks stay true.
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match bad(c) {
            true => out.extend(std::iter::repeat_n(' ', c.len_utf8())),
            false => out.push(c),
        }
    }
    (out, marks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::{MessageId, Source};

    fn raw(bytes: impl Into<Vec<u8>>) -> Raw {
        let bytes = bytes.into();
        Raw {
            size: bytes.len() as u64,
            bytes,
            internal_date: None,
            source: Source::Path("test".to_owned()),
        }
    }

    fn body_of(parts: &str) -> Message {
        let mail = format!("From: a@b.example\nSubject: Hi\nMIME-Version: 1.0\n{parts}");
        parse(&raw(mail.replace('\n', "\r\n")))
    }

    const STUB: &str = "Your program does not show HTML.";
    const HTML: &str = "<p>Dear Dana,</p><p>thank you for coming to see us last week. We talked \
        for a long time and liked what we heard, and we will write again before the month is \
        over.</p>";

    fn alternative(plain: &str, html: &str) -> String {
        format!(
            "Content-Type: multipart/alternative; boundary=B\n\n--B\nContent-Type: text/plain\n\n\
             {plain}\n--B\nContent-Type: text/html\n\n{html}\n--B--\n"
        )
    }

    #[test]
    fn headers_are_read() {
        let mail = "Return-Path: <>\r\n\
            Delivered-To: Dana@Example.com\r\n\
            X-Original-To: d.whitfield@example.org\r\n\
            Received: by mx.example; Mon, 4 May 2026 10:00:05 +0000\r\n\
            Received: by old.example; Mon, 4 May 2026 09:00:00 +0000\r\n\
            Date: Mon, 4 May 2026 11:59:58 +0200\r\n\
            From: \"Park, Jo\" <jo@acme.example>\r\n\
            To: Dana <dana@example.com>\r\n\
            Reply-To: jobs@acme.example\r\n\
            Subject: =?UTF-8?Q?Caf=C3=A9_?=\r\n =?UTF-8?Q?news?= \x07and\r\n more\r\n\
            Message-ID: <1@acme.example>\r\n\
            In-Reply-To: <0@example.com>\r\n\
            References: <a@example.com>\r\n <0@example.com>\r\n\
            Auto-Submitted: auto-generated; x=y\r\n\
            Precedence: Bulk\r\n\
            List-Unsubscribe: <https://acme.example/u>\r\n\r\nhello\r\n";
        let message = parse(&raw(mail));
        assert_eq!(message.subject, "Café news and more");
        assert_eq!(
            message.from.expect("a sender").name.as_deref(),
            Some("Park, Jo")
        );
        assert_eq!(
            message.received.expect("a time").to_string(),
            "2026-05-04T10:00:05Z"
        );
        assert_eq!(
            message.date.expect("a date").to_string(),
            "2026-05-04T09:59:58Z"
        );
        assert_eq!(message.message_id, MessageId::new("1@acme.example"));
        assert_eq!(message.references.len(), 2);
        assert_eq!(message.in_reply_to.len(), 1);
        assert_eq!(message.reply_to.len(), 1);
        let delivered: Vec<_> = message.delivered_to.iter().map(|a| a.as_str()).collect();
        assert_eq!(delivered, ["dana@example.com", "d.whitfield@example.org"]);
        let automation = message.automation;
        assert_eq!(automation.auto_submitted.as_deref(), Some("auto-generated"));
        assert_eq!(automation.precedence.as_deref(), Some("bulk"));
        assert!(automation.null_return_path && automation.list_unsubscribe && !automation.list_id);
        assert_eq!(message.body.text.trim(), "hello");
    }

    #[test]
    fn headers_alone_give_an_empty_body_and_want_more() {
        let mut headers = raw("From: a@b.example\r\nSubject: Hi\r\n\r\n");
        assert!(!wants_more(&parse(&headers)));
        headers.size = 5000;
        let message = parse(&headers);
        assert_eq!(
            (message.subject.as_str(), message.body.text.as_str()),
            ("Hi", "")
        );
        assert!(wants_more(&message));
    }

    #[test]
    fn the_part_that_a_person_sees_is_read() {
        let long = "A plain text that says all there is to say. ".repeat(12);
        for (name, parts, wanted) in [
            ("plain", "\nhello there".to_owned(), "hello there"),
            ("html", format!("Content-Type: text/html\n\n{HTML}"), "Dear Dana,"),
            ("stub", alternative(STUB, HTML), "Dear Dana,"),
            ("empty plain", alternative("", HTML), "Dear Dana,"),
            ("plain wins", alternative(&long, "<p>other</p>"), "A plain text"),
            ("twins", alternative("Hello in plain", "<p>Hello in rich</p>"), "Hello in plain"),
            (
                "related",
                format!("Content-Type: multipart/related; boundary=B\n\n--B\nContent-Type: text/html\n\n{HTML}\n--B\nContent-Type: image/png\n\nxx\n--B--\n"),
                "Dear Dana,",
            ),
            (
                "mixed",
                "Content-Type: multipart/mixed; boundary=B\n\n--B\n\nfirst\n--B\nContent-Type: text/plain\nContent-Disposition: attachment\n\nno\n--B\n\nsecond\n--B--\n".to_owned(),
                "first\n\nsecond",
            ),
            (
                "flowed",
                "Content-Type: text/plain; format=flowed; delsp=yes\n\nnot be mov \ning on".to_owned(),
                "not be moving on",
            ),
            (
                "quoted-printable latin",
                "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\ncaf=E9 f=\nin".to_owned(),
                "café fin",
            ),
        ] {
            let text = body_of(&parts).body.text;
            assert!(text.trim().starts_with(wanted), "{name}: {text:?}");
        }
    }

    #[test]
    fn attached_mail_is_read_only_where_it_is_passed_on() {
        let attached = |subject: &str, own: &str| {
            format!(
                "From: a@b.example\nSubject: {subject}\nMIME-Version: 1.0\nContent-Type: \
                 multipart/mixed; boundary=B\n\n--B\n\n{own}\n--B\nContent-Type: \
                 message/rfc822\n\nFrom: Jo <jo@c.example>\nSubject: inner\n\nthe inner text\n--B--\n"
            )
            .replace('\n', "\r\n")
        };
        for (subject, own, read) in [
            ("Fwd: x", "see below", true),
            ("x", "", true),
            ("x", "a mail with something attached", false),
        ] {
            let message = parse(&raw(attached(subject, own)));
            assert!(message.parts.attached_message);
            let forward: String = message.body.segments(SegmentKind::Forward).collect();
            assert_eq!(forward.contains("the inner text"), read, "{subject} {own}");
            assert_eq!(forward.contains("From: Jo"), read, "{subject} {own}");
        }
    }

    #[test]
    fn calendars_and_reports_are_noticed() {
        let calendar = "Content-Type: multipart/mixed; boundary=B\n\n--B\n\nhi\n--B\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\n--B--\n";
        assert!(body_of(calendar).parts.calendar);
        let report = "Content-Type: multipart/report; boundary=B\n\n--B\n\nfailed\n--B\nContent-Type: message/delivery-status\n\nAction: failed\n--B--\n";
        assert!(body_of(report).parts.report);
    }

    #[test]
    fn a_cut_mail_wants_more_only_where_its_text_is_not_known() {
        let long = "A plain text that says all there is to say. ".repeat(12);
        let cut = |parts: &str, at: &str| {
            let mail = format!("From: a@b.example\nMIME-Version: 1.0\n{parts}");
            let end = mail.find(at).expect(at) + at.len();
            let mut short = raw(mail[..end].replace('\n', "\r\n"));
            short.size = 1 << 20;
            parse(&short)
        };
        let whole = alternative(&long, HTML);
        assert!(wants_more(&cut(&whole, "A plain text that says")));
        let message = cut(&whole, "text/html\n\n<p>Dear");
        assert!(!wants_more(&message));
        assert!(message.body.text.contains("all there is to say"));
        // A stub says nothing, so the HTML is needed.
        assert!(wants_more(&cut(
            &alternative(STUB, HTML),
            "text/html\n\n<p>Dear Dana"
        )));
    }

    #[test]
    fn text_cut_in_the_middle_of_its_encoding_is_still_read() {
        for (encoding, text) in [
            (
                "quoted-printable",
                "Unfortunately we w=\r\non=E2=80=99t go on, caf=C",
            ),
            ("base64", "VW5mb3J0dW5hdGVseSB3ZSB3b27igJl0IGdvIG9uLCBjYW"),
        ] {
            let mut short = raw(format!(
                "Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: text/plain; \
                 charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{text}"
            ));
            short.size = 1 << 20;
            let text = parse(&short).body.text;
            assert!(
                text.starts_with("Unfortunately we won’t go on"),
                "{encoding}: {text}"
            );
        }
    }

    /// Whatever arrives, the answer comes, and in time that grows with the size.
    #[test]
    fn hostile_input_is_survived_in_linear_time() {
        let megabyte = |unit: &str| unit.repeat((1 << 20) / unit.len());
        let head = "From: a@b.example\r\nSubject: x\r\n";
        let mut mails: Vec<Vec<u8>> = Vec::new();
        for (number, unit) in [
            "<",
            ">",
            "&",
            "<div>",
            "</div>",
            "<p>",
            "<td style='font-size:0'>",
            "<blockquote>",
            "unfortunately ",
            "not be ",
            "\r\n",
            "> ",
            "On 2026 ",
            "From: x\r\n",
            "--\r\n",
            "\"",
            "if not selected ",
            "\u{34f}",
            "u\u{308}",
            "x",
            "(",
            "a(",
            "&nbsp;",
            "<!--",
            "\0",
            "'",
            "nicht ",
            "decided to ",
            "ﷺ",
            "<blockquote>a</blockquote>",
            "1 2026 <a@b>\r\n",
        ]
        .into_iter()
        .enumerate()
        {
            for kind in ["plain", "html"] {
                let body = megabyte(unit);
                mails.push(format!("{head}Content-Type: text/{kind}\r\n\r\n{body}").into_bytes());
            }
            if number % 4 > 0 {
                continue;
            }
            mails.push(format!("{head}X: {}\r\n\r\nbody", megabyte(unit)).into_bytes());
            mails.push(format!("Subject: {}\r\n\r\nbody", megabyte(unit)).into_bytes());
            mails.push(megabyte(unit).into_bytes());
        }
        let nested: String = (0..400)
            .map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n"))
            .collect();
        mails.push(format!("{head}{nested}\r\nhello").into_bytes());
        let messages = megabyte("Content-Type: message/rfc822\r\n\r\n");
        mails.push(format!("{head}{messages}\r\nhello").into_bytes());
        let unclosed = megabyte("--B\r\nContent-Type: multipart/mixed; boundary=zz\r\n\r\nx\r\n");
        mails.push(
            format!("{head}Content-Type: multipart/mixed; boundary=B\r\n\r\n{unclosed}").into(),
        );
        mails.push(vec![b'x'; 50 << 20]);
        mails.push(vec![0; 1 << 20]);
        mails.push(vec![0xff; 1 << 20]);
        mails.push(Vec::new());
        for bytes in mails {
            let start = String::from_utf8_lossy(&bytes[..bytes.len().min(120)]).into_owned();
            let began = std::time::Instant::now();
            let message = parse(&raw(bytes));
            let _ = is_readable(&message);
            let _ = crate::text::normalise(&message.subject);
            let normal = crate::text::normalise(&message.body.text);
            let _ = crate::text::Sentences::of(normal.text());
            // A quadratic step would take minutes in this unoptimised build.
            assert!(began.elapsed().as_secs() < 20, "{start:?}");
            assert!(message.body.text.len() <= MAX_VISIBLE, "{start:?}");
        }
    }
}

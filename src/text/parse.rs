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
    let own = letters(&message.body.text);
    if !message.parts.report && (passed_on || own == 0) {
        for inner in attached.into_iter().take(MAX_FORWARDS) {
            append_forward(&mut message.body, inner);
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

/// Adds the text of a mail that was passed on, under the headers that matter.
fn append_forward(body: &mut Body, inner: Mime<'_>) {
    let Some(room) = MAX_VISIBLE.checked_sub(body.text.len()).filter(|r| *r > 2) else {
        return;
    };
    let mut text = String::new();
    if let Some(from) = &inner.message.from {
        text.push_str(&format!("From: {from}\n"));
    }
    text.push_str(&format!("Subject: {}\n\n", inner.message.subject));
    for piece in choose(inner.root).pieces {
        text.push_str(&piece.text);
        text.push('\n');
    }
    let (text, _) = printable(&text, &[], room - 2);
    let whole = Segment {
        kind: SegmentKind::Forward,
        range: 0..text.len(),
    };
    add(body, &text, vec![whole]);
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
    if !text.contains(bad) {
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

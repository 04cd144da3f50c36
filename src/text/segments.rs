//! Which stretches of the visible text the sender wrote for this mail, and
//! which are quoted history, a mail passed on, a signature or small print.

use std::ops::Range;

use super::html::Mark;
use super::lines::{self, Beginning, Label};
use super::notices;
use crate::mail::{Segment, SegmentKind};

/// How many lines below `From:` the other labels may stand.
const HEADER_BLOCK: usize = 8;
/// How many lines of a paragraph are looked at to tell small print.
const PARAGRAPH: usize = 12;

/// What a reply-like block below means in this mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum History {
    /// The subject is a reply's or a new one: older mail is quoted.
    Quoted,
    /// The subject says `Fwd:`: older mail is what the sender wants read.
    PassedOn,
}

/// Divides `text`; the segments follow one another without gaps.
pub(super) fn divide(text: &str, marks: &[(Mark, Range<usize>)], history: History) -> Vec<Segment> {
    let lines = split_lines(text);
    let mut walker = Walker {
        text,
        lines: &lines,
        marks,
        history,
        rest: None,
        passed_on_depth: None,
        signature: false,
        footer: false,
        own_seen: false,
    };
    let mut segments: Vec<Segment> = Vec::new();
    let mut index = 0;
    while let Some(line) = lines.get(index) {
        let (kind, count) = walker.kind(index);
        let end = lines
            .get(index + count.saturating_sub(1))
            .map_or(text.len(), |last| last.end);
        match segments.last_mut() {
            Some(last) if last.kind == kind => last.range.end = end,
            _ => segments.push(Segment {
                kind,
                range: line.start..end,
            }),
        }
        index += count.max(1);
    }
    segments
}

/// The ranges of the lines, each with its line feed.
fn split_lines(text: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        lines.push(start..start + line.len());
        start += line.len();
    }
    lines
}

struct Walker<'a> {
    text: &'a str,
    lines: &'a [Range<usize>],
    marks: &'a [(Mark, Range<usize>)],
    history: History,
    /// What all the rest is, once that is clear.
    rest: Option<SegmentKind>,
    /// How deep the first line of a mail that was passed on is quoted.
    passed_on_depth: Option<usize>,
    signature: bool,
    footer: bool,
    /// Whether anything of the sender's own stood above.
    own_seen: bool,
}

impl<'a> Walker<'a> {
    /// The kind of the line at `index` and of how many lines from there on.
    fn kind(&mut self, index: usize) -> (SegmentKind, usize) {
        match self.rest {
            Some(SegmentKind::Forward) => return (self.kind_within_forward(index), 1),
            Some(rest) => return (rest, self.lines.len() - index),
            None => {}
        }
        let line = self.line(index);
        let marked = self.mark(index);
        if line.trim().is_empty() && marked.is_none() {
            self.footer = false;
            return (self.current(), 1);
        }
        if let Some(rest) = self.history_from(index, line) {
            self.rest = Some(rest);
            return (rest, 1);
        }
        if lines::is_quoted(line) || marked == Some(Mark::Quote) {
            return (SegmentKind::Quote, 1);
        }
        if let Some(count) = self.attribution(index, line) {
            return (self.rest.unwrap_or(SegmentKind::Quote), count);
        }
        if marked == Some(Mark::Signature) || notices::is_device_line(line) {
            return (SegmentKind::Signature, 1);
        }
        self.signature |= self.own_seen && lines::is_signature_delimiter(line);
        self.footer |=
            self.begins_paragraph(index) && notices::is_small_print(line, || self.paragraph(index));
        let kind = self.current();
        self.own_seen |= kind == SegmentKind::Own;
        (kind, 1)
    }

    /// The mail that was passed on may quote an older one itself. Some programs
    /// mark all that they pass on; then what stands deeper is older.
    fn kind_within_forward(&mut self, index: usize) -> SegmentKind {
        let line = self.line(index);
        if line.trim().is_empty() {
            return SegmentKind::Forward;
        }
        let depth = lines::quote_depth(line);
        let outer = *self.passed_on_depth.get_or_insert(depth);
        match depth > outer {
            true => SegmentKind::Quote,
            false => SegmentKind::Forward,
        }
    }

    fn current(&self) -> SegmentKind {
        match (self.footer, self.signature) {
            (true, _) => SegmentKind::Footer,
            (_, true) => SegmentKind::Signature,
            _ => SegmentKind::Own,
        }
    }

    /// Whether all from here on is an older mail, and of which sort.
    fn history_from(&self, index: usize, line: &str) -> Option<SegmentKind> {
        let first = line.trim_start().chars().next()?;
        let older = match self.history {
            History::Quoted => SegmentKind::Quote,
            History::PassedOn => SegmentKind::Forward,
        };
        if lines::is_forward_mark(line) {
            return Some(SegmentKind::Forward);
        }
        if matches!(first, '-' | '_' | '=') && lines::is_original_mark(line) {
            return Some(older);
        }
        let heads = match lines::label(line) {
            Some(Label::From) => self.heads_block(index),
            // Some programs put the date above the sender.
            Some(Label::Sent) => {
                lines::label(self.line(index + 1)) == Some(Label::From)
                    && self.heads_block(index + 1)
            }
            Some(Label::To | Label::Subject) | None => false,
        };
        heads.then_some(older)
    }

    /// Whether `From:` is followed by enough other labels to be a quoted header.
    fn heads_block(&self, index: usize) -> bool {
        let below = (index + 1..self.lines.len()).take(HEADER_BLOCK);
        let found: Vec<Label> = below.filter_map(|i| lines::label(self.line(i))).collect();
        found.contains(&Label::Subject)
            && (found.contains(&Label::Sent) || found.contains(&Label::To))
    }

    /// The number of lines of an attribution that begins here. Where no `>`
    /// follows it, the older mail stands below unmarked and is all the rest.
    fn attribution(&mut self, index: usize, line: &str) -> Option<usize> {
        let count = match lines::is_attribution(line) {
            true => 1,
            false => self.wrapped_attribution(index, line)?,
        };
        let next = (index + count..self.lines.len()).find(|&i| !self.line(i).trim().is_empty());
        let quoted_below =
            next.is_none_or(|i| lines::is_quoted(self.line(i)) || self.mark(i).is_some());
        if !quoted_below {
            self.rest = Some(match self.history {
                History::Quoted => SegmentKind::Quote,
                History::PassedOn => SegmentKind::Forward,
            });
        }
        Some(count)
    }

    /// The number of lines of an attribution that was wrapped.
    fn wrapped_attribution(&self, index: usize, line: &str) -> Option<usize> {
        let beginning = lines::attribution_beginning(line)?;
        let next = self.line(index + 1);
        // An address in the line above is not the sender of the mail below.
        let apart = || lines::begins_with_date(next) && lines::is_attribution(next);
        if beginning == Beginning::Sender && (!self.begins_paragraph(index) || apart()) {
            return None;
        }
        let mut joined = line.trim_end().to_owned();
        let more = (1..3).find(|more| {
            joined.push(' ');
            joined.push_str(self.line(index + more).trim_end());
            lines::is_attribution(&joined)
        })?;
        Some(more + 1)
    }

    /// The paragraph that begins at `index`, as far as it matters.
    fn paragraph(&self, index: usize) -> String {
        let lines = (index..self.lines.len())
            .take(PARAGRAPH)
            .map(|i| self.line(i));
        let lines: Vec<&str> = lines.take_while(|line| !line.trim().is_empty()).collect();
        lines.join(" ")
    }

    fn line(&self, index: usize) -> &'a str {
        self.lines
            .get(index)
            .and_then(|range| self.text.get(range.clone()))
            .map_or("", |line| line.trim_end_matches(['\n', '\r']))
    }

    fn mark(&self, index: usize) -> Option<Mark> {
        let line = self.lines.get(index)?;
        // Marks are in the order of their ends. The last may reach back over
        // others, where all the rest is quoted.
        let first = self
            .marks
            .partition_point(|(_, range)| range.end <= line.start);
        [self.marks.get(first), self.marks.last()]
            .into_iter()
            .flatten()
            .find(|(_, range)| range.start < line.end && line.start < range.end)
            .map(|(mark, _)| *mark)
    }

    fn begins_paragraph(&self, index: usize) -> bool {
        index == 0 || self.line(index - 1).trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str, history: History) -> Vec<(SegmentKind, &str)> {
        divide(text, &[], history)
            .into_iter()
            .map(|s| (s.kind, text[s.range].trim()))
            .collect()
    }

    #[test]
    fn replies_forwards_signatures_and_footers() {
        use SegmentKind::{Footer, Forward, Own, Quote, Signature};
        type Row = (
            &'static str,
            History,
            &'static [(SegmentKind, &'static str)],
        );
        let cases: [Row; 9] = [
            ("only mine", History::Quoted, &[(Own, "only mine")]),
            (
                "mine\n\nOn 2 May 2026, Jo <j@x> wrote:\n> old\n> old\nmine again",
                History::Quoted,
                &[
                    (Own, "mine"),
                    (Quote, "On 2 May 2026, Jo <j@x> wrote:\n> old\n> old"),
                    (Own, "mine again"),
                ],
            ),
            (
                "mine\n\nOn 2 May 2026, Jo\n<j@x> wrote:\n\nold",
                History::Quoted,
                &[
                    (Own, "mine"),
                    (Quote, "On 2 May 2026, Jo\n<j@x> wrote:\n\nold"),
                ],
            ),
            (
                "mine\n\nVon: Jo\nGesendet: gestern\nAn: Di\nBetreff: x\n\nold",
                History::Quoted,
                &[
                    (Own, "mine"),
                    (
                        Quote,
                        "Von: Jo\nGesendet: gestern\nAn: Di\nBetreff: x\n\nold",
                    ),
                ],
            ),
            (
                "see below\n\nFrom: Jo\nSent: now\nTo: Di\nSubject: x\n\nnews",
                History::PassedOn,
                &[
                    (Own, "see below"),
                    (Forward, "From: Jo\nSent: now\nTo: Di\nSubject: x\n\nnews"),
                ],
            ),
            (
                "fyi\n---------- Forwarded message ---------\nFrom: Jo\n\nnews",
                History::Quoted,
                &[
                    (Own, "fyi"),
                    (
                        Forward,
                        "---------- Forwarded message ---------\nFrom: Jo\n\nnews",
                    ),
                ],
            ),
            (
                "mine\n-----Original Message-----\nold",
                History::Quoted,
                &[(Own, "mine"), (Quote, "-----Original Message-----\nold")],
            ),
            (
                "mine\n-- \nJo Park\nAcme",
                History::Quoted,
                &[(Own, "mine"), (Signature, "-- \nJo Park\nAcme")],
            ),
            (
                "mine\n\nThis e-mail and any attachments\nare secret.\n\nmine",
                History::Quoted,
                &[
                    (Own, "mine"),
                    (Footer, "This e-mail and any attachments\nare secret."),
                    (Own, "mine"),
                ],
            ),
        ];
        for (text, history, wanted) in cases {
            assert_eq!(kinds(text, history), wanted, "{text}");
        }
    }
}

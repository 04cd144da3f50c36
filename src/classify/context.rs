//! What a phrase is worth where it stands: quoted history, hypothetical
//! sentences, questions and examples in quotation marks count for nothing.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::phrasebook::Phrasebook;
use super::scan::{Hit, Pass, Scan, finish, pass, regrets};
use super::tongue::Tongue;
use super::volume::Volume;
use super::{Evidence, Field, Kind};
use crate::mail::{Language, Message, Segment, SegmentKind};
use crate::text::{Normalised, normalise};

/// A conditional of at least this weight makes its whole sentence hypothetical;
/// a lighter one ("if") only what follows it closely.
const WHOLE_SENTENCE: f32 = 2.0;
/// How many bytes after a light conditional are hypothetical at most.
const REACH: usize = 90;
/// How much longer than its phrase a stretch in quotation marks may be to be a
/// status ("Not selected") rather than an example.
const STATUS_SLACK: usize = 12;

/// What makes no question of what stands before it: "we took somebody else, ok?"
const TAGS: &[&str] = &[
    "ok", "okay", "right", "yeah", "ne", "oder", "gell", "ja", "hein", "vale", "no", "va",
    "va bene", "ta", "tá", "né", "viu", "dobra", "hè",
];

/// One piece of evidence with what the judge needs beside it.
#[derive(Debug, Clone)]
pub(super) struct Weighed {
    pub(super) evidence: Evidence,
    /// The phrase's number in the book.
    pub(super) phrase: usize,
    /// What the pack says it weighs.
    pub(super) weight: f32,
    /// What the stretch is that it stands in.
    pub(super) segment: SegmentKind,
}

impl Weighed {
    pub(super) fn counts(&self) -> bool {
        self.evidence.cancelled.is_none()
    }
}

/// How much is told of a mail in which nothing decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tell {
    /// Regrets only: the rest would change nothing, and most mail is like that.
    WhatDecides,
    /// Every phrase.
    Everything,
}

/// The evidence of a mail: subject first, then the body in the order of the
/// text, then its author. Where nothing decides, only regrets are told. With it
/// comes what the text tells of its language.
pub(super) fn of(book: &Phrasebook, message: &Message, tell: Tell) -> (Vec<Weighed>, Tongue) {
    let fields = [Field::Subject, Field::Body].map(|field| Read::of(field, message));
    let tongue = book.tongue_of(fields.iter().map(|read| read.normal.text()));
    let volumes: Vec<&Volume> = book.volumes(&tongue).collect();
    let passes = fields.map(|read| {
        let passes: Vec<Pass> = volumes
            .iter()
            .map(|volume| pass(volume, read.normal.text()))
            .collect();
        (passes, read)
    });
    let mut found = passes.iter().flat_map(|(passes, _)| passes);
    let may_decide = tell == Tell::Everything || found.any(|pass| pass.may_decide);
    let finish = match may_decide {
        true => finish,
        false => regrets,
    };
    let mut said: Vec<(Scan, Read<'_>)> = passes
        .into_iter()
        .map(|(passes, read)| {
            let text = read.normal.text();
            let scans = volumes.iter().zip(passes);
            let scans = scans.map(|(volume, pass)| finish(volume, text, pass));
            (Scan::together(scans), read)
        })
        .collect();
    if may_decide {
        said.push(author(book, &volumes, message));
    }
    let hits = said.iter().flat_map(|(found, _)| &found.hits);
    let language = language(book, &tongue, hits);
    let mut all = Vec::new();
    for (found, read) in &said {
        let best = best_of_overlapping(book, &found.hits, language);
        all.append(&mut weigh(book, read, found, &best, language));
    }
    (all, tongue)
}

/// A field of a mail as it is judged.
struct Read<'a> {
    field: Field,
    text: Cow<'a, str>,
    segments: Cow<'a, [Segment]>,
    normal: Normalised,
}

impl<'a> Read<'a> {
    fn of(field: Field, message: &'a Message) -> Self {
        let text = field.text(message);
        let whole = || Segment {
            kind: SegmentKind::Own,
            range: 0..text.len(),
        };
        let segments = match field {
            Field::Body => Cow::from(&message.body.segments),
            Field::Subject | Field::From => Cow::from(vec![whole()]),
        };
        let normal = normalise(&text);
        Self {
            field,
            text,
            segments,
            normal,
        }
    }
}

/// What the author's name and address say of applications: "Acme Careers". It
/// says nothing else, whatever words it is made of.
fn author<'a>(book: &Phrasebook, volumes: &[&Volume], message: &'a Message) -> (Scan, Read<'a>) {
    let read = Read::of(Field::From, message);
    let text = read.normal.text();
    let scans = volumes.iter();
    let scans = scans.map(|volume| finish(volume, text, pass(volume, text)));
    let mut found = Scan::together(scans);
    found
        .hits
        .retain(|hit| kind(book, hit) == Some(Kind::Hiring));
    (found, read)
}

/// The language that a mail is in by all its hits, each phrase once. Where
/// neighbours share a phrase, as Danish and Norwegian do, both packs have it:
/// then the commonest words turn the scale.
fn language<'a>(
    book: &Phrasebook,
    tongue: &Tongue,
    hits: impl Iterator<Item = &'a Hit>,
) -> Option<Language> {
    let mut weights: BTreeMap<Language, f32> = BTreeMap::new();
    let found: BTreeSet<usize> = hits.map(|hit| hit.phrase).collect();
    for phrase in found.into_iter().filter_map(|index| book.phrase(index)) {
        *weights.entry(phrase.language).or_default() += phrase.weight;
    }
    tongue.likeliest(weights)
}

fn weigh(
    book: &Phrasebook,
    read: &Read<'_>,
    found: &Scan,
    best: &[&Hit],
    language: Option<Language>,
) -> Vec<Weighed> {
    let Read {
        field,
        text,
        segments,
        normal,
    } = read;
    if found.hits.is_empty() {
        return Vec::new();
    }
    let quotes = quotations(normal.text());
    let conditions: Vec<&Hit> = found
        .hits
        .iter()
        .filter(|hit| kind(book, hit) == Some(Kind::Conditional))
        .collect();
    let mut all = Vec::with_capacity(found.hits.len());
    for &hit in best {
        let Some(phrase) = book.phrase(hit.phrase) else {
            continue;
        };
        let range = whole_contractions(text, normal.source_range(text, hit.start..hit.end));
        let sentence = sentence(normal.text(), found, hit);
        let segment = segment_at(segments, &range);
        let ends = phrase.kind.speaks_of_an_end();
        let cancelled = if phrase.kind == Kind::Conditional {
            cancelled_by_segment(segment)
        } else if is_within_opposite(book, best, hit) {
            Some("it is part of a phrase that says the opposite")
        } else if speaks_against(phrase.kind) && Some(phrase.language) != language {
            Some("it is of another language than the mail")
        } else if is_example(book, found, &quotes, hit) {
            Some("it stands in quotation marks, as an example")
        } else if ends && is_conditional(book, normal.text(), &conditions, hit) {
            Some("its sentence is hypothetical")
        } else if ends && is_question(normal.text(), &sentence) {
            Some("its sentence is a question")
        } else if phrase.kind == Kind::Hiring {
            // What is quoted and who signs tell what the mail is about.
            None
        } else {
            cancelled_by_segment(segment)
        };
        all.push(Weighed {
            evidence: Evidence {
                phrase: phrase.text.clone(),
                language: phrase.language,
                kind: phrase.kind,
                field: *field,
                sentence: normal.source_range(text, sentence),
                range,
                weight: 0.0,
                cancelled,
            },
            phrase: hit.phrase,
            weight: phrase.weight,
            segment: segment.unwrap_or(SegmentKind::Own),
        });
    }
    all
}

fn kind(book: &Phrasebook, hit: &Hit) -> Option<Kind> {
    book.phrase(hit.phrase).map(|phrase| phrase.kind)
}

/// Whether the kind holds a rejection back.
fn speaks_against(kind: Kind) -> bool {
    kind == Kind::Advance || kind.is_another_matter()
}

/// Of hits of one kind that overlap, only the heaviest says something of its
/// own; of those that weigh the same, the one in the mail's language.
fn best_of_overlapping<'a>(
    book: &Phrasebook,
    hits: &'a [Hit],
    language: Option<Language>,
) -> Vec<&'a Hit> {
    let rank = |hit: &Hit| {
        let phrase = book.phrase(hit.phrase);
        let weight = phrase.map_or(0.0, |phrase| phrase.weight);
        let is_own = phrase.map(|phrase| phrase.language) == language;
        (weight, is_own, hit.end - hit.start)
    };
    let mut best: Vec<&Hit> = Vec::new();
    let mut last_of = [None::<usize>; 10];
    for hit in hits {
        let Some(slot) = kind(book, hit).and_then(|k| last_of.get_mut(k as usize)) else {
            continue;
        };
        match slot.and_then(|last| best.get_mut(last)) {
            Some(last) if hit.start < last.end => {
                if rank(hit) > rank(last) {
                    *last = hit;
                }
            }
            _ => {
                *slot = Some(best.len());
                best.push(hit);
            }
        }
    }
    best
}

/// Whether the hit stands inside a longer one that turns it round: "decided for
/// you" in "not decided for you", or the other way about.
fn is_within_opposite(book: &Phrasebook, hits: &[&Hit], hit: &Hit) -> bool {
    let opposite = |other: &Hit| match (kind(book, hit), kind(book, other)) {
        (Some(Kind::Advance), Some(Kind::Decision)) => true,
        (Some(Kind::Decision), Some(other)) => speaks_against(other),
        _ => false,
    };
    // Hits are in the order of their starts: a longer one begins not far before.
    let near = hits.partition_point(|other| other.start + REACH < hit.start);
    hits.iter()
        .skip(near)
        .take_while(|other| other.start <= hit.start)
        .take(64)
        .any(|other| {
            let inside = hit.end <= other.end && hit.end - hit.start < other.end - other.start;
            inside && opposite(other)
        })
}

/// The hit's sentence without the space before it.
fn sentence(text: &str, found: &Scan, hit: &Hit) -> Range<usize> {
    let range = found.sentences.range(hit.sentence);
    let sentence = text.get(range.clone()).unwrap_or_default();
    range.start + (sentence.len() - sentence.trim_start().len())..range.end
}

/// The kind of the one segment that holds the whole stretch.
fn segment_at(segments: &[Segment], range: &Range<usize>) -> Option<SegmentKind> {
    let index = segments.partition_point(|segment| segment.range.end <= range.start);
    let segment = segments.get(index)?;
    (range.end <= segment.range.end).then_some(segment.kind)
}

/// Why a phrase of an older mail does not count.
pub(super) const QUOTED: &str = "it stands in an older mail that is quoted";

fn cancelled_by_segment(segment: Option<SegmentKind>) -> Option<&'static str> {
    match segment {
        Some(SegmentKind::Own | SegmentKind::Forward) => None,
        Some(SegmentKind::Quote) => Some(QUOTED),
        Some(SegmentKind::Signature) => Some("it stands in the signature"),
        Some(SegmentKind::Footer) => Some("it stands in the small print"),
        None => Some("it begins in one stretch of the mail and ends in another"),
    }
}

/// Whether a conditional of its sentence makes the hit hypothetical.
fn is_conditional(book: &Phrasebook, text: &str, conditions: &[&Hit], hit: &Hit) -> bool {
    let first = conditions.partition_point(|c| c.sentence < hit.sentence);
    conditions
        .iter()
        .skip(first)
        .take_while(|c| c.sentence == hit.sentence)
        // A sentence with hundreds of conditions is no sentence.
        .take(64)
        .any(|condition| {
            let weight = book.phrase(condition.phrase).map_or(0.0, |p| p.weight);
            if weight >= WHOLE_SENTENCE {
                return true;
            }
            // "if you have questions, ..." says nothing about what comes after its comma.
            hit.start
                .checked_sub(condition.end)
                .filter(|distance| *distance <= REACH)
                .and_then(|_| text.get(condition.end..hit.start))
                .is_some_and(|between| !between.contains([',', ';', '-']))
        })
}

fn is_question(text: &str, sentence: &Range<usize>) -> bool {
    let sentence = text.get(sentence.clone()).unwrap_or_default();
    let Some(asked) = sentence.trim_end_matches(['"', ' ']).strip_suffix('?') else {
        return false;
    };
    let tag = asked.rsplit_once(',').map(|(_, tag)| tag.trim());
    !tag.is_some_and(|tag| TAGS.contains(&tag))
}

/// Whether the hit is cited rather than said: it stands whole in quotation
/// marks, which is not where a status stands ("changed to "not selected"").
fn is_example(book: &Phrasebook, found: &Scan, quotes: &[Range<usize>], hit: &Hit) -> bool {
    let index = quotes.partition_point(|quote| quote.end <= hit.start);
    let Some(quote) = quotes.get(index) else {
        return false;
    };
    if hit.start < quote.start || quote.end < hit.end {
        return false;
    }
    let is_short = quote.len() <= hit.end - hit.start + STATUS_SLACK;
    let named = found.hits.iter().any(|other| {
        other.sentence == hit.sentence
            && kind(book, other) == Some(Kind::Hiring)
            && (other.end <= quote.start || quote.end <= other.start)
    });
    !(is_short && named)
}

/// The stretches between quotation marks, paired within each paragraph.
fn quotations(text: &str) -> Vec<Range<usize>> {
    let mut quotes = Vec::new();
    let mut open = None;
    for (at, byte) in text.bytes().enumerate() {
        match (byte, open) {
            (b'\n', _) => open = None,
            (b'"', None) => open = Some(at),
            (b'"', Some(start)) => {
                quotes.push(start..at + 1);
                open = None;
            }
            _ => {}
        }
    }
    quotes
}
/// The range without a contraction cut in two: "not" is found in "won't", and a
/// person wants to see the whole word.
fn whole_contractions(text: &str, range: Range<usize>) -> Range<usize> {
    let is_part = |c: &char| c.is_ascii_alphabetic() || matches!(c, '\'' | '\u{2019}');
    let before = text.get(..range.start).unwrap_or_default();
    let into: usize = before
        .chars()
        .rev()
        .take_while(is_part)
        .map(char::len_utf8)
        .sum();
    let after = text.get(range.end..).unwrap_or_default();
    let on: usize = after.chars().take_while(is_part).map(char::len_utf8).sum();
    let contracted = |range: Range<usize>| {
        text.get(range)
            .is_some_and(|word| word.contains(['\'', '\u{2019}']))
    };
    let mut whole = range.clone();
    let first = text.get(range.clone()).unwrap_or_default();
    let first: usize = first.chars().take_while(is_part).map(char::len_utf8).sum();
    if contracted(range.start - into..range.start + first) {
        whole.start -= into;
    }
    let last = text.get(range.clone()).unwrap_or_default();
    let last: usize = last
        .chars()
        .rev()
        .take_while(is_part)
        .map(char::len_utf8)
        .sum();
    if contracted(range.end - last..range.end + on) {
        whole.end += on;
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_told_apart() {
        let book = Phrasebook::embedded();
        for (text, wanted) in [
            ("vi har valgt at gå videre med andre kandidater", "da"),
            ("vi har valgt å gå videre med andre kandidater", "nb"),
            ("vi har valt att gå vidare med andra kandidater", "sv"),
            ("desværre, men tak for samtalen om stillingen", "da"),
            ("dessverre, men takk for samtalen om stillingen", "nb"),
        ] {
            let tongue = book.tongue_of([text]);
            let scans = book.volumes(&tongue);
            let found = Scan::together(scans.map(|one| finish(one, text, pass(one, text))));
            let language = language(&book, &tongue, found.hits.iter());
            assert_eq!(
                language.map(|l| l.to_string()).as_deref(),
                Some(wanted),
                "{text}"
            );
        }
    }

    #[test]
    fn a_contraction_is_shown_whole() {
        for (text, part, shown) in [
            ("we won't be moving", "t be", "won't be"),
            ("we won\u{2019}t be moving", "t be", "won\u{2019}t be"),
            ("we will not be moving", "not be", "not be"),
            ("as we'll see", "we", "we'll"),
            ("nicht mehr", "icht", "icht"),
        ] {
            let start = text.find(part).expect("it is there");
            let range = whole_contractions(text, start..start + part.len());
            assert_eq!(text.get(range), Some(shown), "{text}");
        }
    }
}

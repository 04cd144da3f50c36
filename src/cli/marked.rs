//! A judgement for people: each sentence with its phrases marked, what each
//! phrase says and weighs, and the sum.

use std::collections::BTreeMap;
use std::ops::Range;

use super::style::{BAD, FAINT, GOOD, PLAIN, STRONG, WARN, printable};
use crate::classify::{Evidence, Field, Judgement, Verdict};
use crate::mail::Message;

/// The verdict as one coloured word.
pub(super) fn verdict(verdict: Verdict) -> String {
    match verdict {
        Verdict::Rejection => format!("{BAD}rejection{PLAIN}"),
        Verdict::Unsure => format!("{WARN}unsure{PLAIN}"),
        Verdict::Other => format!("{GOOD}no rejection{PLAIN}"),
    }
}

/// The evidence, sentence by sentence, in the order of the mail.
pub(super) fn evidence(message: &Message, judgement: &Judgement) -> String {
    evidence_from(message, judgement, |_| String::new())
}

/// The same, with a note on where each phrase comes from.
pub(super) fn evidence_from(
    message: &Message,
    judgement: &Judgement,
    origin: impl Fn(&Evidence) -> String,
) -> String {
    let mut sentences: BTreeMap<(Field, usize), Vec<&Evidence>> = BTreeMap::new();
    for evidence in &judgement.evidence {
        let place = (evidence.field, evidence.sentence.start);
        sentences.entry(place).or_default().push(evidence);
    }
    let mut out = String::new();
    for ((field, _), hits) in &sentences {
        let text = field.text(message);
        out.push_str(&format!("  {}\n", sentence(&text, *field, hits)));
        for hit in hits {
            out.push_str(&line(&text, hit));
            let origin = origin(hit);
            if !origin.is_empty() {
                out.push_str(&format!("           {origin}\n"));
            }
        }
    }
    for reason in &judgement.reasons {
        out.push_str(&format!("  {FAINT}because{PLAIN} {}\n", printable(reason)));
    }
    // An empty sum of floats is minus zero, which nobody wants to read.
    let sum = judgement.evidence.iter().fold(0.0, |sum, e| sum + e.weight);
    out.push_str(&format!(
        "  {FAINT}sum{PLAIN} {sum:+.1}, score {:.2}\n",
        judgement.score
    ));
    out
}

/// What one phrase says and weighs, in the mail's own words.
fn line(text: &str, hit: &Evidence) -> String {
    let kind = hit.kind.as_str();
    let found = one_line(text.get(hit.range.clone()).unwrap_or(&hit.phrase));
    match hit.cancelled {
        None => format!("    {:+5.1}  {kind:<12} {found}\n", hit.weight),
        Some(why) => {
            format!(
                "    {FAINT}{:>5}  {kind:<12} {found} (not counted: {why}){PLAIN}\n",
                "0"
            )
        }
    }
}

/// The sentence on one line, its phrases marked.
fn sentence(text: &str, field: Field, hits: &[&Evidence]) -> String {
    let Some(first) = hits.first() else {
        return String::new();
    };
    let mut out = match field {
        Field::Subject => format!("{FAINT}Subject:{PLAIN} "),
        Field::Body => String::new(),
        Field::From => format!("{FAINT}From:{PLAIN} "),
    };
    let mut at = first.sentence.start;
    for marked in together(hits) {
        out.push_str(&one_line(text.get(at..marked.start).unwrap_or_default()));
        let words = one_line(text.get(marked.clone()).unwrap_or_default());
        out.push_str(&format!("{STRONG}[{words}]{PLAIN}"));
        at = marked.end;
    }
    out.push_str(&one_line(
        text.get(at..first.sentence.end).unwrap_or_default(),
    ));
    out.trim().to_owned()
}

/// The places of the hits in order, those that overlap as one.
fn together(hits: &[&Evidence]) -> Vec<Range<usize>> {
    let mut places: Vec<Range<usize>> = hits.iter().map(|hit| hit.range.clone()).collect();
    places.sort_by_key(|place| place.start);
    let mut joined: Vec<Range<usize>> = Vec::new();
    for place in places {
        match joined.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => joined.push(place),
        }
    }
    joined
}

fn one_line(text: &str) -> String {
    let printable = printable(text);
    let mut out = String::with_capacity(printable.len());
    for c in printable.chars() {
        let c = if c.is_whitespace() { ' ' } else { c };
        if c != ' ' || !out.ends_with(' ') {
            out.push(c);
        }
    }
    out
}

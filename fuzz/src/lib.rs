//! What must hold for every mail, whatever its bytes: shared by the fuzz targets.

use afterword::classify::Judgement;
use afterword::mail::{Message, Raw, Source};
use afterword::text::{Sentences, is_readable, normalise, parse, wants_more};

/// The bound that the program sets to visible text, in bytes.
const MAX_VISIBLE: usize = 64 * 1024;

/// A mail of these bytes, all of which have come.
pub fn raw(bytes: Vec<u8>) -> Raw {
    Raw {
        size: bytes.len() as u64,
        bytes,
        internal_date: None,
        source: Source::Path("fuzz".to_owned()),
    }
}

/// Reads a mail and holds it to what every reader of a [`Message`] relies on.
pub fn read(raw: &Raw) -> Message {
    let message = parse(raw);
    let body = &message.body;
    assert!(body.text.len() <= MAX_VISIBLE, "the text is bounded");
    assert!(!message.subject.contains(char::is_control), "subject");
    let control = |c: char| c.is_control() && c != '\n' && c != '\t';
    assert!(!body.text.contains(control), "no control characters");
    let mut end = 0;
    for segment in &body.segments {
        assert_eq!(segment.range.start, end, "segments have no gaps");
        assert!(segment.range.end > end, "no segment is empty");
        assert!(body.text.get(segment.range.clone()).is_some(), "boundaries");
        end = segment.range.end;
    }
    assert_eq!(end, body.text.len(), "segments cover the text");
    assert!(!wants_more(&message) || raw.is_truncated());
    let _ = is_readable(&message);
    sentences(&message.subject);
    sentences(&body.text);
    message
}

/// Normalises a text and holds each of its sentences to its source.
pub fn sentences(source: &str) {
    let normal = normalise(source);
    let text = normal.text();
    assert_eq!(normalise(source), normal, "the same again");
    let found = Sentences::of(text);
    let (mut at, mut index) = (0, 0);
    while at < text.len() {
        let range = found.range(index);
        assert_eq!(range.start, at, "sentences have no gaps");
        assert!(range.end > at, "a sentence goes on");
        assert_eq!(found.index(at), index, "a position finds its sentence");
        let behind = normal.source_range(source, range.clone());
        assert!(text.get(range.clone()).is_some(), "whole characters");
        assert!(
            source.get(behind).is_some(),
            "whole characters of the source"
        );
        (at, index) = (range.end, index + 1);
    }
}

/// Holds a judgement to what its readers rely on.
pub fn explained(message: &Message, judgement: &Judgement) {
    assert!(judgement.score.is_finite(), "the score is a number");
    assert!((0.0..=1.0).contains(&judgement.score), "within the scale");
    for evidence in &judgement.evidence {
        let text = evidence.field.text(&message);
        let sentence = text.get(evidence.sentence.clone()).expect("a sentence");
        let found = text.get(evidence.range.clone()).expect("a stretch");
        assert!(!found.trim().is_empty(), "it can be seen");
        assert!(sentence.contains(found), "it stands in its sentence");
        assert!(evidence.weight.is_finite(), "the weight is a number");
    }
}

//! Precision and recall on the corpus in `tests/corpus`, per language, for the
//! mails that the phrases were written with and for those held back from it.
//!
//! `cargo test --test corpus -- --nocapture` prints the figures and each miss.
//! The floors are what was reached; a change that loses a mail fails.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use afterword::classify::{Field, Judgement, Phrasebook, Verdict, classify};
use afterword::mail::{AddrSpec, Identity, Message, Raw, Source};
use afterword::text::{is_readable, parse};

/// One mail of the corpus.
struct Sample {
    file: String,
    is_rejection: bool,
    kind: String,
    language: String,
    held_back: bool,
}

/// What became of the mails of one part.
#[derive(Default)]
struct Tally {
    found: usize,
    missed: usize,
    false_alarms: usize,
    rightly_other: usize,
    misses: Vec<String>,
    /// Rejections that were found, but taken for another language's.
    misread: Vec<String>,
}

impl Tally {
    fn add(&mut self, sample: &Sample, judgement: &Judgement) {
        let said = judgement.verdict == Verdict::Rejection;
        match (sample.is_rejection, said) {
            (true, true) => self.found += 1,
            (false, false) => self.rightly_other += 1,
            (true, false) => self.missed += 1,
            (false, true) => self.false_alarms += 1,
        }
        let language = judgement.language.map(|language| language.to_string());
        if said && language.as_ref() != Some(&sample.language) {
            let file = &sample.file;
            self.misread.push(format!("{file}: taken for {language:?}"));
        }
        if sample.is_rejection != said {
            self.misses.push(format!(
                "{} ({}): {} {:?}",
                sample.file,
                sample.kind,
                judgement.verdict.as_str(),
                judgement.reasons
            ));
        }
    }

    fn precision(&self) -> f64 {
        ratio(self.found, self.found + self.false_alarms)
    }

    fn recall(&self) -> f64 {
        ratio(self.found, self.found + self.missed)
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        return 1.0;
    }
    part as f64 / whole as f64
}

/// Language, held back or not, and the least precision and recall.
const FLOORS: &[(&str, bool, f64, f64)] = &[
    ("en", false, 1.0, 0.888),
    ("en", true, 0.869, 0.769),
    ("de", false, 1.0, 0.937),
    ("de", true, 1.0, 0.777),
    ("pl", false, 1.0, 0.947),
    ("pl", true, 1.0, 0.666),
    ("sv", false, 1.0, 0.944),
    ("sv", true, 1.0, 0.8),
    ("da", false, 1.0, 0.941),
    ("da", true, 1.0, 0.6),
    ("nb", false, 1.0, 0.941),
    ("nb", true, 1.0, 0.75),
    ("ja", false, 1.0, 1.0),
    ("ja", true, 1.0, 1.0),
    ("fr", false, 1.0, 0.882),
    ("fr", true, 1.0, 0.75),
    ("es", false, 1.0, 0.882),
    ("es", true, 1.0, 0.75),
    ("it", false, 1.0, 0.928),
    ("it", true, 1.0, 0.666),
    ("nl", false, 1.0, 0.933),
    ("nl", true, 1.0, 0.666),
    ("pt", false, 1.0, 0.866),
    ("pt", true, 1.0, 1.0),
];

#[test]
fn precision_and_recall_stay_above_the_floors() {
    let book = Phrasebook::embedded();
    let me = me();
    let mut tallies: BTreeMap<(String, bool), Tally> = BTreeMap::new();
    for sample in samples() {
        let judgement = classify(&book, &read(&sample), Some(&me));
        let key = (sample.language.clone(), sample.held_back);
        tallies.entry(key).or_default().add(&sample, &judgement);
    }
    for ((language, held_back), tally) in &tallies {
        let part = if *held_back { "held back" } else { "tuned" };
        println!(
            "{language} {part}: precision {:.3}, recall {:.3} \
             ({} found, {} missed, {} false alarms, {} rightly other)",
            tally.precision(),
            tally.recall(),
            tally.found,
            tally.missed,
            tally.false_alarms,
            tally.rightly_other
        );
        for miss in tally.misses.iter().chain(&tally.misread) {
            println!("    {miss}");
        }
    }
    for (language, held_back, precision, recall) in FLOORS {
        let tally = tallies
            .get(&((*language).to_owned(), *held_back))
            .expect("each part has mails");
        assert!(tally.precision() >= *precision, "{language} precision");
        assert!(tally.recall() >= *recall, "{language} recall");
        assert!(tally.misread.is_empty(), "{:?}", tally.misread);
    }
}

#[test]
fn every_judgement_is_explained() {
    let book = Phrasebook::embedded();
    for sample in samples() {
        let message = read(&sample);
        let judgement = classify(&book, &message, None);
        let name = &sample.file;
        assert!(is_readable(&message), "{name}");
        assert!((0.0..=1.0).contains(&judgement.score), "{name}");
        if judgement.verdict != Verdict::Rejection {
            assert!(!judgement.reasons.is_empty(), "{name}");
        }
        for evidence in &judgement.evidence {
            let text = match evidence.field {
                Field::Subject => &message.subject,
                Field::Body => &message.body.text,
            };
            let sentence = text.get(evidence.sentence.clone()).expect(name);
            let found = text.get(evidence.range.clone()).expect(name);
            assert!(!found.trim().is_empty(), "{name}: {}", evidence.phrase);
            assert!(sentence.contains(found), "{name}: {}", evidence.phrase);
        }
    }
}

#[test]
fn segments_cover_each_body_without_gaps() {
    for sample in samples() {
        let body = read(&sample).body;
        let mut end = 0;
        for segment in &body.segments {
            assert_eq!(segment.range.start, end, "{}", sample.file);
            assert!(body.text.get(segment.range.clone()).is_some());
            end = segment.range.end;
        }
        assert_eq!(end, body.text.len(), "{}", sample.file);
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

fn samples() -> Vec<Sample> {
    let labels = std::fs::read_to_string(folder().join("labels.csv")).expect("labels.csv");
    let sample = |line: &str| {
        let [file, label, kind, language, held_back] = line.split(',').collect::<Vec<_>>()[..]
        else {
            panic!("labels.csv: {line}");
        };
        Sample {
            file: file.to_owned(),
            is_rejection: label == "rejection",
            kind: kind.to_owned(),
            language: language.to_owned(),
            held_back: held_back == "yes",
        }
    };
    labels.lines().skip(1).map(sample).collect()
}

fn read(sample: &Sample) -> Message {
    let path = folder().join("mail").join(&sample.file);
    let bytes = std::fs::read(&path).expect(&sample.file);
    parse(&Raw {
        size: u64::try_from(bytes.len()).expect("a small file"),
        bytes,
        internal_date: None,
        source: Source::Path(sample.file.clone()),
    })
}

/// The job seeker to whom the corpus was written.
fn me() -> Identity {
    Identity {
        name: "Robin Achterberg".to_owned(),
        address: AddrSpec::new("robin.achterberg@example.org").expect("an address"),
        aliases: Vec::new(),
        phone: None,
    }
}

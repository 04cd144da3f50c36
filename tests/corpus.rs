//! Precision and recall on the corpus in `tests/corpus`, by language and by
//! category, for the mails that the phrases were written with and for those held
//! back from it.
//!
//! `cargo test --test corpus -- --nocapture` prints the figures and each miss.
//! `floors.csv` has what was reached; a change that loses a mail fails.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use afterword::classify::{Judgement, Phrasebook, Verdict, classify};
use afterword::mail::{AddrSpec, Identity, Message, Raw, Source};
use afterword::text::{is_readable, parse};

/// One mail of the corpus.
struct Sample {
    name: String,
    is_rejection: bool,
    category: String,
    language: String,
    part: Part,
    bytes: Vec<u8>,
}

/// Whether the phrases were written with the mail in view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Tuned,
    HeldBack,
}

impl Part {
    fn as_str(self) -> &'static str {
        match self {
            Self::Tuned => "tuned",
            Self::HeldBack => "held back",
        }
    }
}

/// What became of some of the mails.
#[derive(Default)]
struct Tally {
    found: usize,
    missed: usize,
    false_alarms: usize,
    rightly_other: usize,
    misses: Vec<String>,
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
        if sample.is_rejection != said {
            self.misses.push(format!(
                "{} ({}): {} {:?}",
                sample.name,
                sample.category,
                judgement.verdict.as_str(),
                judgement.reasons
            ));
        }
    }
}

/// The share, or nothing where there is nothing to share.
fn share(part: usize, whole: usize) -> String {
    match whole {
        0 => "-".to_owned(),
        _ => format!("{:.3}", part as f64 / whole as f64),
    }
}

fn print(name: &str, tally: &Tally) {
    println!(
        "{name:<34} precision {:>5}, recall {:>5} \
         ({} found, {} missed, {} false alarms, {} rightly other)",
        share(tally.found, tally.found + tally.false_alarms),
        share(tally.found, tally.found + tally.missed),
        tally.found,
        tally.missed,
        tally.false_alarms,
        tally.rightly_other
    );
}

#[test]
fn precision_and_recall_stay_above_the_floors() {
    let book = Phrasebook::embedded();
    let mut languages: BTreeMap<(Part, String), Tally> = BTreeMap::new();
    let mut categories: BTreeMap<(Part, bool, String), Tally> = BTreeMap::new();
    let mut misread = Vec::new();
    for sample in samples() {
        let judgement = classify(&book, &read(&sample), Some(&me(&sample)));
        let key = (sample.part, sample.language.clone());
        languages.entry(key).or_default().add(&sample, &judgement);
        let key = (sample.part, sample.is_rejection, sample.category.clone());
        categories.entry(key).or_default().add(&sample, &judgement);
        let language = judgement.language.map(|language| language.to_string());
        if judgement.verdict == Verdict::Rejection && language.as_ref() != Some(&sample.language) {
            misread.push(format!("{}: taken for {language:?}", sample.name));
        }
    }
    for ((part, language), tally) in &languages {
        print(&format!("{language} {}", part.as_str()), tally);
        for miss in &tally.misses {
            println!("    {miss}");
        }
    }
    for ((part, _, category), tally) in &categories {
        print(&format!("{category} {}", part.as_str()), tally);
    }
    let mut floors = floors();
    for ((part, language), tally) in &languages {
        let (found, false_alarms) = floors
            .remove(&(language.clone(), part.as_str().to_owned()))
            .expect("each part of each language has a floor");
        assert!(tally.found >= found, "{language} {part:?}: recall");
        assert!(
            tally.false_alarms <= false_alarms,
            "{language} {part:?}: precision"
        );
    }
    assert!(floors.is_empty(), "mail is gone: {floors:?}");
    assert_eq!(misread, [] as [String; 0]);
}

/// How many rejections must be found and how many false alarms there may be,
/// by language and part.
fn floors() -> BTreeMap<(String, String), (usize, usize)> {
    let text = std::fs::read_to_string(folder().join("floors.csv")).expect("floors.csv");
    let floor = |line: &str| {
        let [language, part, found, false_alarms] = line.split(',').collect::<Vec<_>>()[..] else {
            panic!("floors.csv: {line}");
        };
        let number = |text: &str| text.parse().expect("a number in floors.csv");
        let key = (language.to_owned(), part.to_owned());
        (key, (number(found), number(false_alarms)))
    };
    text.lines().skip(1).map(floor).collect()
}

#[test]
fn every_judgement_is_explained() {
    let book = Phrasebook::embedded();
    for sample in samples() {
        let message = read(&sample);
        let judgement = classify(&book, &message, None);
        let name = &sample.name;
        assert!(is_readable(&message), "{name}");
        assert!((0.0..=1.0).contains(&judgement.score), "{name}");
        if judgement.verdict != Verdict::Rejection {
            assert!(!judgement.reasons.is_empty(), "{name}");
        }
        for evidence in &judgement.evidence {
            let text = evidence.field.text(&message);
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
            assert_eq!(segment.range.start, end, "{}", sample.name);
            assert!(body.text.get(segment.range.clone()).is_some());
            end = segment.range.end;
        }
        assert_eq!(end, body.text.len(), "{}", sample.name);
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

/// Whole mails as they come, and texts under the few headers that matter.
fn samples() -> Vec<Sample> {
    let mut all = mails();
    let folder = std::fs::read_dir(folder().join("texts")).expect("texts");
    let mut files: Vec<PathBuf> = folder.map(|file| file.expect("a file").path()).collect();
    files.sort();
    for file in files {
        all.append(&mut texts(&file));
    }
    all
}

/// The mails that `labels.csv` tells of.
fn mails() -> Vec<Sample> {
    let labels = std::fs::read_to_string(folder().join("labels.csv")).expect("labels.csv");
    let sample = |line: &str| {
        let [file, label, category, language, held_back] = line.split(',').collect::<Vec<_>>()[..]
        else {
            panic!("labels.csv: {line}");
        };
        Sample {
            name: file.to_owned(),
            is_rejection: label == "rejection",
            category: category.to_owned(),
            language: language.to_owned(),
            part: match held_back {
                "yes" => Part::HeldBack,
                _ => Part::Tuned,
            },
            bytes: std::fs::read(folder().join("mail").join(file)).expect(file),
        }
    };
    labels.lines().skip(1).map(sample).collect()
}

/// The texts of one file, such as `de-held-2.txt`: each begins with a line
/// `@@ rejection CATEGORY` or `@@ other CATEGORY`, then come From and Subject, an
/// empty line and the text.
fn texts(file: &Path) -> Vec<Sample> {
    let name = file
        .file_stem()
        .and_then(|name| name.to_str())
        .expect("a name");
    let [language, part, _] = name.split('-').collect::<Vec<_>>()[..] else {
        panic!("{name} is not called LANGUAGE-PART-NUMBER.txt");
    };
    let text = std::fs::read_to_string(file).expect(name);
    let blocks = text.split("@@ ").skip(1);
    let sample = |(number, block): (usize, &str)| {
        let (labels, mail) = block.split_once('\n').expect("labels, then a mail");
        let (label, category) = labels.split_once(' ').expect("a label and a category");
        let (headers, body) = mail.split_once("\n\n").expect("headers, then a text");
        Sample {
            name: format!("{name} #{number}"),
            is_rejection: label == "rejection",
            category: category.trim().to_owned(),
            language: language.to_owned(),
            part: match part {
                "held" => Part::HeldBack,
                _ => Part::Tuned,
            },
            bytes: format!(
                "{headers}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\
                 Content-Transfer-Encoding: 8bit\n\n{body}"
            )
            .into_bytes(),
        }
    };
    (1..).zip(blocks).map(sample).collect()
}

fn read(sample: &Sample) -> Message {
    parse(&Raw {
        size: u64::try_from(sample.bytes.len()).expect("a small file"),
        bytes: sample.bytes.clone(),
        internal_date: None,
        source: Source::Path(sample.name.clone()),
    })
}

/// The job seeker: the one to whom the mails were written, or, of what a user
/// sent, its author.
fn me(sample: &Sample) -> Identity {
    let sent = (sample.category == "sent")
        .then(|| read(sample).from)
        .flatten();
    let address = AddrSpec::new("robin.achterberg@example.org").expect("an address");
    Identity {
        name: "Robin Achterberg".to_owned(),
        address: sent.map_or(address, |from| from.spec),
        aliases: Vec::new(),
        phone: None,
    }
}

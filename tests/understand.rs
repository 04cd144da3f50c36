//! What is read out of a rejection: the stage, the employer, the post, whom to
//! write to and that person's name, by language, for the mails that the rules
//! were written with and for those held back from them.
//!
//! `cargo test --test understand -- --nocapture` prints the figures and each
//! miss. `tests/corpus/understand/floors.csv` has what was reached; a change that
//! loses a value fails.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use afterword::classify::{Phrasebook, classify};
use afterword::mail::{AddrSpec, Identity, Raw, Source};
use afterword::text::parse;
use afterword::understand::{Application, understand};
use unicode_normalization::UnicodeNormalization;

/// What is read, in the order of the labels.
const FIELDS: [&str; 5] = ["stage", "company", "role", "address", "name"];

/// One mail with what a reader sees in it: for each field the values that are
/// right, "-" for none.
struct Sample {
    name: String,
    part: String,
    language: String,
    wanted: [Vec<String>; 5],
    bytes: Vec<u8>,
}

/// How many values of each field were right, and what was not.
#[derive(Default)]
struct Tally {
    mails: usize,
    right: [usize; 5],
    misses: Vec<String>,
}

impl Tally {
    fn add(&mut self, sample: &Sample, found: &[String; 5]) {
        self.mails += 1;
        for (at, field) in FIELDS.iter().enumerate() {
            let wanted = &sample.wanted[at];
            if wanted.iter().any(|wanted| same(wanted, &found[at])) {
                self.right[at] += 1;
            } else {
                let miss = format!("{}: {field} {:?}, not {wanted:?}", sample.name, found[at]);
                self.misses.push(miss);
            }
        }
    }
}

#[test]
fn what_is_read_stays_above_the_floors() {
    let book = Phrasebook::embedded();
    let mut tallies: BTreeMap<(String, String), Tally> = BTreeMap::new();
    for sample in samples() {
        let key = (sample.language.clone(), sample.part.clone());
        let found = values(&read(&book, &sample));
        tallies.entry(key).or_default().add(&sample, &found);
    }
    for ((language, part), tally) in &tallies {
        print(&format!("{language} {part}"), tally);
        for miss in &tally.misses {
            println!("    {miss}");
        }
    }
    for part in ["tuned", "held"] {
        let mut whole = Tally::default();
        for (_, tally) in tallies.iter().filter(|((_, of), _)| of == part) {
            whole.mails += tally.mails;
            for (sum, right) in whole.right.iter_mut().zip(tally.right) {
                *sum += right;
            }
        }
        print(&format!("all {part}"), &whole);
    }
    let mut floors = floors();
    for ((language, part), tally) in &tallies {
        let floor = floors
            .remove(&(language.clone(), part.clone()))
            .expect("each part of each language has floors");
        for (at, field) in FIELDS.iter().enumerate() {
            assert!(tally.right[at] >= floor[at], "{language} {part}: {field}");
        }
    }
    assert!(floors.is_empty(), "mail is gone: {floors:?}");
}

fn print(name: &str, tally: &Tally) {
    let shares = FIELDS.iter().zip(tally.right).map(|(field, right)| {
        let share = right as f64 / tally.mails as f64;
        format!("{field} {share:.3} ({right})")
    });
    let shares: Vec<String> = shares.collect();
    println!("{name:<10} {} mails: {}", tally.mails, shares.join(", "));
}

/// Whether two values differ in nothing but capitals, accents, punctuation and
/// the "(m/w/d)" of an advertisement.
fn same(wanted: &str, found: &str) -> bool {
    let plain = |text: &str| -> String {
        let unmarked = ["(m/w/d)", "(w/m/d)", "(H/F)", "(all genders)"]
            .iter()
            .fold(text.to_owned(), |text, mark| text.replace(mark, ""));
        let letters = unmarked.to_lowercase();
        letters.nfkd().filter(|c| c.is_alphanumeric()).collect()
    };
    (wanted == "-" && found == "-") || (found != "-" && plain(wanted) == plain(found))
}

fn values(application: &Application) -> [String; 5] {
    let said = |value: Option<&str>| value.unwrap_or("-").to_owned();
    let address = application.contact.as_ref().map(|c| c.address.as_str());
    [
        said(application.stage.map(|stage| stage.as_str())),
        said(application.company.as_deref()),
        said(application.role.as_deref()),
        said(address),
        said(application.person.as_deref()),
    ]
}

fn read(book: &Phrasebook, sample: &Sample) -> Application {
    let message = parse(&Raw {
        size: u64::try_from(sample.bytes.len()).expect("a small file"),
        bytes: sample.bytes.clone(),
        internal_date: None,
        source: Source::Path(sample.name.clone()),
    });
    let me = Identity {
        name: "Robin Achterberg".to_owned(),
        address: AddrSpec::new("robin.achterberg@example.org").expect("an address"),
        aliases: Vec::new(),
        phone: None,
    };
    understand(&message, &classify(book, &message, Some(&me)), Some(&me))
}

/// The mails that `labels.txt` tells of: a line for each, with what divides the
/// columns, ` | `, and what divides values that are all right, ` / `.
fn samples() -> Vec<Sample> {
    let text = std::fs::read_to_string(corpus().join("understand/labels.txt")).expect("labels.txt");
    let mut files = BTreeMap::new();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| sample(line, &mut files)).collect()
}

fn sample(line: &str, files: &mut BTreeMap<String, String>) -> Sample {
    let [name, part, fields @ ..] = &line.split(" | ").collect::<Vec<_>>()[..] else {
        panic!("labels.txt: {line}");
    };
    let values = |field: &str| field.split(" / ").map(str::to_owned).collect::<Vec<_>>();
    let wanted: Vec<Vec<String>> = fields.iter().map(|field| values(field)).collect();
    let (language, bytes) = match name.split_once(" #") {
        Some((file, number)) => {
            let text = files
                .entry(file.to_owned())
                .or_insert_with(|| block_file(file));
            let language = file.split('-').next().expect("a language");
            (language.to_owned(), block(text, number))
        }
        None => {
            let language = name.rsplit_once('-').expect("a language").1;
            let bytes = std::fs::read(corpus().join("mail").join(name)).expect(name);
            (language.trim_end_matches(".eml").to_owned(), bytes)
        }
    };
    Sample {
        name: (*name).to_owned(),
        part: (*part).to_owned(),
        language,
        wanted: wanted.try_into().expect(line),
        bytes,
    }
}

/// The file of this name among the texts of the corpus or among those of this test.
fn block_file(name: &str) -> String {
    let folders = ["texts", "understand"].map(|folder| corpus().join(folder));
    let mut files = folders
        .iter()
        .map(|folder| folder.join(format!("{name}.txt")));
    let file = files.find(|file| file.is_file()).expect(name);
    std::fs::read_to_string(file).expect(name)
}

/// The mail of this number: a line `@@ LABELS`, headers, an empty line, a text.
fn block(text: &str, number: &str) -> Vec<u8> {
    let number: usize = number.parse().expect("a number");
    let block = text
        .split("@@ ")
        .nth(number)
        .expect("a mail of this number");
    let (_, mail) = block.split_once('\n').expect("labels, then a mail");
    let (headers, body) = mail.split_once("\n\n").expect("headers, then a text");
    format!(
        "{headers}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\
         Content-Transfer-Encoding: 8bit\n\n{body}"
    )
    .into_bytes()
}

/// How many values must be right, by language, part and field.
fn floors() -> BTreeMap<(String, String), Vec<usize>> {
    let text = std::fs::read_to_string(corpus().join("understand/floors.csv")).expect("floors.csv");
    let floor = |line: &str| {
        let [language, part, numbers @ ..] = &line.split(',').collect::<Vec<_>>()[..] else {
            panic!("floors.csv: {line}");
        };
        let number = |text: &&str| text.parse().expect("a number in floors.csv");
        let key = ((*language).to_owned(), (*part).to_owned());
        (key, numbers.iter().map(number).collect())
    };
    text.lines().skip(1).map(floor).collect()
}

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

//! A phrase for the user's own pack, out of a mail that was judged wrongly.
//!
//! It is only ever offered: which words of a mail are its point, a person
//! knows better. The sentence that most likely decides is taken, and what
//! belongs to this mail alone (names, numbers, the post) becomes a gap.

use std::ops::Range;

use super::Mark;
use crate::classify::{Evidence, Field, Judgement, Kind};
use crate::mail::{Body, Identity, Language, Message, SegmentKind};
use crate::text::{Sentences, normalise};
use crate::understand::Application;

/// A phrase says by itself that an application has ended.
const DECIDES: f32 = 3.0;
/// A phrase that outweighs any decision.
const OVERRULES: f32 = 4.0;
/// The most words of a phrase that still has a chance to be met again.
const MAX_WORDS: usize = 16;
/// The largest gap that a pack may have, in words.
const MAX_GAP: usize = 12;
/// So many words more than the phrase that misled make a sentence a matter of its own.
const WORDS_OF_ITS_OWN: usize = 3;
/// Words that say no, whole. Only for choosing between sentences.
const NO: &[&str] = &[
    "not", "no", "nicht", "kein", "keine", "keinen", "ne", "pas", "non", "niet", "geen", "não",
    "nie", "inte", "ingen", "ikke", "ej",
];

/// A phrase that is offered.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    language: Language,
    kind: Kind,
    weight: f32,
    phrase: String,
}

impl Offer {
    /// The phrase as a pack.
    pub fn to_pack(&self) -> String {
        let Self {
            language,
            kind,
            weight,
            phrase,
        } = self;
        format!(
            "language = \"{language}\"\n\n[[{kind}]]\nweight = {weight}\nphrases = [\n  \"{phrase}\",\n]\n"
        )
    }
}

/// What would make the next mail of this kind be judged as `mark` says. The
/// judgement must tell every phrase; the application names what is this
/// mail's alone. `None` where the mail has no words to go by.
pub fn suggest(
    mark: Mark,
    message: &Message,
    judgement: &Judgement,
    application: &Application,
    me: Option<&Identity>,
) -> Option<Offer> {
    let own = own_words(message, application, me);
    let language = judgement.language.unwrap_or(application.language);
    let (kind, weight, phrase) = match mark {
        Mark::Rejection => {
            let sentence = likeliest_no(&message.body, &judgement.evidence)?;
            (Kind::Decision, DECIDES, phrase(&sentence.text, &own)?)
        }
        Mark::NotRejection => {
            let phrase = matter(message, &judgement.evidence, &own)?;
            (Kind::OtherMatter, OVERRULES, phrase)
        }
    };
    Some(Offer {
        language,
        kind,
        weight,
        phrase,
    })
}

/// A sentence in normal form.
struct Sentence {
    text: String,
    /// Where it stands in the body.
    range: Range<usize>,
}

/// What the sender wrote or passed on, sentence by sentence.
fn sentences(body: &Body) -> Vec<Sentence> {
    let normal = normalise(&body.text);
    let bounds = Sentences::of(normal.text());
    let mut all = Vec::new();
    let mut at = 0;
    while at < normal.text().len() {
        let range = bounds.range(bounds.index(at));
        let text = normal.text().get(range.clone()).unwrap_or_default().trim();
        let source = normal.source_range(&body.text, range.clone());
        let read = body.segments.iter().any(|segment| {
            let kind = matches!(segment.kind, SegmentKind::Own | SegmentKind::Forward);
            kind && segment.range.contains(&source.start)
        });
        if read && !text.is_empty() {
            all.push(Sentence {
                text: text.to_owned(),
                range: source,
            });
        }
        at = range.end.max(at + 1);
    }
    all
}

/// The sentence that most likely says no; of equals the first.
fn likeliest_no(body: &Body, evidence: &[Evidence]) -> Option<Sentence> {
    let mut best: Option<(f32, Sentence)> = None;
    for sentence in sentences(body) {
        let worth = likelihood(&sentence, evidence);
        if best.as_ref().is_none_or(|(most, _)| worth > *most) {
            best = Some((worth, sentence));
        }
    }
    best.map(|(_, sentence)| sentence)
}

fn likelihood(sentence: &Sentence, evidence: &[Evidence]) -> f32 {
    let within = evidence
        .iter()
        .filter(|hit| hit.field == Field::Body && sentence.range.contains(&hit.range.start));
    let hits: f32 = within.map(likelihood_of).sum();
    let words = sentence.text.split_whitespace().map(bare);
    let denies = words.clone().any(|word| NO.contains(&word));
    // A greeting, a signature, a list: no sentence to decide anything.
    let is_short = words.count() < 4 && sentence.text.is_ascii();
    hits + if denies { 1.5 } else { 0.0 } - if is_short { 4.0 } else { 0.0 }
}

fn likelihood_of(hit: &Evidence) -> f32 {
    match (hit.kind, hit.cancelled) {
        (Kind::Decision, None) => 4.0,
        (Kind::Alternative, None) => 3.0,
        (Kind::Farewell, _) => 0.5,
        (Kind::Decision | Kind::Alternative, Some(_)) | (Kind::Regret, _) => 2.0,
        (Kind::Hiring, _) => 0.2,
        (Kind::Conditional, _) => -1.0,
        (Kind::Advance | Kind::Withdrawal | Kind::Retraction | Kind::OtherMatter, _) => -2.0,
    }
}

/// What names the other matter: the sentence that misled, where it says more
/// than the phrase did, else a subject that speaks of no application.
fn matter(message: &Message, evidence: &[Evidence], own: &[String]) -> Option<String> {
    let misled = |hit: &&Evidence| {
        hit.cancelled.is_none() && matches!(hit.kind, Kind::Decision | Kind::Alternative)
    };
    let heaviest = evidence
        .iter()
        .filter(misled)
        .max_by(|a, b| a.weight.total_cmp(&b.weight))?;
    let text = heaviest.field.text(message);
    let sentence = normalise(text.get(heaviest.sentence.clone())?);
    let words = |text: &str| text.split_whitespace().count();
    let found = text.get(heaviest.range.clone()).map_or(0, words);
    if let Some(phrase) = phrase(sentence.text(), own)
        && words(&phrase) >= found + WORDS_OF_ITS_OWN
    {
        return Some(phrase);
    }
    let of_application = |hit: &Evidence| hit.field == Field::Subject && hit.kind == Kind::Hiring;
    if evidence.iter().any(of_application) {
        return None;
    }
    let subject = normalise(&message.subject);
    let subject = subject.text().rsplit(':').next().unwrap_or_default();
    phrase(subject, own).filter(|phrase| words(phrase) >= 2)
}

/// What belongs to this mail alone, in normal form.
fn own_words(message: &Message, application: &Application, me: Option<&Identity>) -> Vec<String> {
    let contact = application.contact.as_ref();
    let to = message.to.first();
    let whole = [
        application.company.as_deref(),
        application.role.as_deref(),
        application.person.as_deref(),
        contact.and_then(|contact| contact.name.as_deref()),
        to.and_then(|to| to.name.as_deref()),
        me.map(|me| me.name.as_str()),
    ];
    let whole: Vec<String> = whole
        .into_iter()
        .flatten()
        .map(|text| normalise(text).text().trim().to_owned())
        .filter(|text| text.chars().count() > 1)
        .collect();
    // A person is mostly called by one of the names.
    let names = whole.iter().skip(2).flat_map(|name| name.split(' '));
    let names: Vec<String> = names
        .filter(|name| name.chars().count() > 2)
        .map(str::to_owned)
        .collect();
    let mut all = [whole, names].concat();
    all.sort_by_key(|text| std::cmp::Reverse(text.len()));
    all
}

/// The sentence as a phrase of a pack.
fn phrase(sentence: &str, own: &[String]) -> Option<String> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let is_own = masked(&words, own);
    let mut parts: Vec<Vec<&str>> = Vec::new();
    let mut gaps: Vec<usize> = Vec::new();
    let mut gap = 0;
    for (word, is_own) in words.iter().zip(is_own) {
        if is_own {
            gap += 1;
            continue;
        }
        match parts.last_mut() {
            Some(part) if gap == 0 => part.push(word),
            _ => {
                gaps.push(gap);
                parts.push(vec![word]);
            }
        }
        gap = 0;
    }
    join(&longest(&parts, &gaps)?)
}

/// Which words belong to the mail alone, or could not stand in a phrase.
fn masked(words: &[&str], own: &[String]) -> Vec<bool> {
    // Marks that mean something in a pack, or belong to an address.
    let odd = |word: &str| word.contains(['(', ')', '{', '}', '|', '*', '@', '/', '_', '"', '\\']);
    let odd = |word: &str| odd(word) || word.contains(char::is_control);
    let number = |word: &str| word.bytes().any(|b| b.is_ascii_digit());
    let mut masked: Vec<bool> = words.iter().map(|w| odd(w) || number(w)).collect();
    for text in own {
        let length = text.split(' ').count();
        for (at, window) in words.windows(length).enumerate() {
            let same = window
                .iter()
                .map(|word| bare(word))
                .eq(text.split(' ').map(bare));
            if same {
                masked
                    .iter_mut()
                    .skip(at)
                    .take(length)
                    .for_each(|m| *m = true);
            }
        }
    }
    masked
}

/// A word without the marks around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// A stretch of parts, each with the gap before it, that makes a phrase.
type Stretch<'a> = Vec<(usize, Vec<&'a str>)>;

/// The stretch with the most words that no gap too wide cuts in two, and no
/// more of it than has a chance to be met again.
fn longest<'a>(parts: &[Vec<&'a str>], gaps: &[usize]) -> Option<Stretch<'a>> {
    let mut stretches: Vec<Stretch<'a>> = Vec::new();
    for (part, gap) in parts.iter().zip(gaps) {
        match stretches.last_mut() {
            Some(stretch) if *gap < MAX_GAP => stretch.push((*gap, part.clone())),
            _ => stretches.push(vec![(0, part.clone())]),
        }
    }
    let size = |stretch: &Stretch<'_>| stretch.iter().map(|(_, part)| part.len()).sum::<usize>();
    let mut best = stretches.into_iter().max_by_key(size)?;
    let mut left = MAX_WORDS;
    best.retain_mut(|(_, part)| {
        part.truncate(left);
        left -= part.len();
        !part.is_empty()
    });
    Some(best)
}

fn join(stretch: &Stretch<'_>) -> Option<String> {
    let mut phrase = String::new();
    for (gap, part) in stretch {
        let words = part.join(" ");
        let words = words.trim_matches(|c: char| !c.is_alphanumeric());
        if words.is_empty() {
            continue;
        }
        if !phrase.is_empty() {
            phrase.push_str(&format!(" {{{}}} ", (gap + 1).min(MAX_GAP)));
        }
        phrase.push_str(words);
    }
    (!phrase.is_empty()).then_some(phrase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::{Phrasebook, Verdict, classify, classify_in_full};
    use crate::mail::{Raw, Source};
    use crate::text;
    use crate::understand::understand;

    fn message(subject: &str, text: &str) -> Message {
        let bytes = format!(
            "Message-ID: <m@x>\r\nFrom: Jo Park <jo@acme.example>\r\n\
             To: Ann Example <ann@example.org>\r\nSubject: {subject}\r\n\
             Content-Type: text/plain; charset=utf-8\r\n\r\n{text}"
        );
        text::parse(&Raw {
            size: bytes.len() as u64,
            bytes: bytes.into_bytes(),
            internal_date: None,
            source: Source::Path("m.eml".to_owned()),
        })
    }

    fn offered(mark: Mark, message: &Message) -> Option<Offer> {
        let judgement = classify_in_full(&Phrasebook::embedded(), message, None);
        let application = understand(message, &judgement, None);
        suggest(mark, message, &judgement, &application, None)
    }

    /// The verdict once the offer is taken up.
    fn verdict_with(offer: &Offer, message: &Message) -> Verdict {
        let pack = ("mine.toml".to_owned(), offer.to_pack());
        let book = Phrasebook::with_extra(&[pack]).expect("what is offered is a good pack");
        classify(&book, message, None).verdict
    }

    #[test]
    fn the_sentence_that_says_no_is_offered_without_what_is_this_mails_alone() {
        for (text, wanted) in [
            (
                "Dear Ann,\n\nThank you for applying to Acme. The panel felt the spark was not \
                 quite there for Ann this time. All the best,\nJo Park",
                "the panel felt the spark was not quite there for {2} this time",
            ),
            (
                "Dear Ann,\n\nThank you for your application. Unfortunately we had to let 214 \
                 applications (a record) go by, yours among them.\n\nKind regards\nJo Park",
                "unfortunately we had to let {2} applications {3} go by, yours among them",
            ),
            (
                "Liebe Ann,\n\nvielen Dank für Ihre Bewerbung. Das wird mit uns beiden leider \
                 nichts.\n\nViele Grüße\nJo",
                "das wird mit uns beiden leider nichts",
            ),
        ] {
            let message = message("Your application", text);
            let offer = offered(Mark::Rejection, &message).expect("an offer");
            assert_eq!(offer.phrase, wanted);
            assert_eq!(verdict_with(&offer, &message), Verdict::Rejection, "{text}");
        }
    }

    #[test]
    fn another_matter_is_named_by_more_than_the_phrase_that_misled() {
        let sentence = "We will not be moving forward with your application for a garden plot \
                        this season.";
        let text = format!("Dear Ann,\n\n{sentence} Thank you for your interest.\n");
        let message = message("Garden plots", &text);
        let offer = offered(Mark::NotRejection, &message).expect("an offer");
        assert_eq!(
            offer.to_pack(),
            "language = \"en\"\n\n[[other-matter]]\nweight = 4\nphrases = [\n  \"we will not be \
             moving forward with your application for a garden plot this season\",\n]\n"
        );
        assert_eq!(verdict_with(&offer, &message), Verdict::Other);
    }

    #[test]
    fn a_bare_decision_is_never_offered_as_another_matter() {
        let no = "Dear Ann,\n\nYour application was unsuccessful.\n";
        let plain = message("Your application", no);
        assert_eq!(offered(Mark::NotRejection, &plain), None);
        let telling = message("Re: Allotment waiting list", no);
        let offer = offered(Mark::NotRejection, &telling).expect("an offer");
        assert_eq!(offer.phrase, "allotment waiting list");
    }

    #[test]
    fn whatever_a_mail_says_the_offer_is_a_good_pack() {
        for text in [
            "",
            "\n\n\n",
            "(((",
            "\"quoted\" \\ {3} | * not (a|b) x_y",
            "* * * not * *",
            "見送りとさせていただきます。",
            "1 2 3 4 5 6 7 8 9 10 11 12 13 14 not 15",
            "not 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 really sorry",
            "we do not \u{202e}think\u{7} so, and not, and not, and not, and not, and not, and \
             not, and not, and not, and not, and not, and not, and not",
        ] {
            let message = message("x", text);
            for mark in [Mark::Rejection, Mark::NotRejection] {
                if let Some(offer) = offered(mark, &message) {
                    verdict_with(&offer, &message);
                }
            }
        }
    }
}

//! Which language a mail is in, told by the commonest words: a phrase of another
//! language is none there, and where no pack fits, silence says nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::scan::is_unbroken;
use crate::mail::Language;

/// How many words are looked at: a language shows in its first lines.
const SAMPLE: usize = 150;
/// Below so many words nothing can be said.
const TOO_FEW: usize = 12;
/// One word in so many is among the commonest at least, whatever the text.
const ONE_IN: usize = 9;

/// A language that has one in so many of the words that the likeliest has may be
/// the mail's too.
const NEIGHBOUR: usize = 2;

/// The commonest words of each language.
#[derive(Debug, Default)]
pub(super) struct Tongues {
    /// Which languages each word is common in.
    words: HashMap<String, Vec<usize>>,
    languages: Vec<Language>,
}

impl Tongues {
    /// Those of a TOML file that has the words of each language, which comes
    /// with the program.
    pub(super) fn read(toml: &str) -> Self {
        let words: BTreeMap<String, BTreeSet<String>> =
            toml::from_str(toml).expect("the file that comes with the program is tested");
        let mut tongues = Self::default();
        for (code, words) in words {
            let language = Language::new(&code).expect("two letters");
            tongues.add(language, words);
        }
        tongues
    }

    /// Whether common words of the language are known.
    pub(super) fn know(&self, language: Language) -> bool {
        self.languages.contains(&language)
    }

    /// Adds the commonest words of a pack.
    pub(super) fn add(&mut self, language: Language, words: BTreeSet<String>) {
        if words.is_empty() {
            return;
        }
        let known = self.languages.iter().position(|known| *known == language);
        let index = known.unwrap_or_else(|| {
            self.languages.push(language);
            self.languages.len() - 1
        });
        for word in words {
            self.words.entry(word).or_default().push(index);
        }
    }

    /// What the commonest words tell about a mail, of which these are the texts
    /// in normal form.
    pub(super) fn of<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> Tongue {
        let mut common = vec![0; self.languages.len()];
        let mut count = 0;
        for word in texts.into_iter().flat_map(words).take(SAMPLE) {
            count += 1;
            for language in self.words.get(word).into_iter().flatten() {
                if let Some(common) = common.get_mut(*language) {
                    *common += 1;
                }
            }
        }
        Tongue {
            words: count,
            common: self.languages.iter().copied().zip(common).collect(),
        }
    }
}

/// The language of a text, as far as its commonest words tell it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tongue {
    /// How many words were looked at.
    words: usize,
    /// How many of them are common in each language.
    common: BTreeMap<Language, usize>,
}

impl Tongue {
    /// Whether the text is in none of the packs' languages. Where it is too
    /// short to tell, it is not.
    pub(super) fn is_foreign(&self) -> bool {
        self.words >= TOO_FEW && self.most() * ONE_IN < self.words
    }

    /// Whether the text may be in that language: neighbours share their
    /// commonest words, and some mail is in two languages.
    pub(super) fn may_be(&self, language: Language) -> bool {
        let common = self.common_in(language);
        common > 0 && common * NEIGHBOUR >= self.most()
    }

    /// How many of the words are common in that language.
    pub(super) fn common_in(&self, language: Language) -> usize {
        self.common.get(&language).copied().unwrap_or(0)
    }

    /// The likeliest of these languages, each with the weight of the phrases that
    /// were found in it. A language's commonest words tell it surer than a phrase
    /// that two neighbours word alike, so they count for more.
    pub(super) fn likeliest(&self, weights: BTreeMap<Language, f32>) -> Option<Language> {
        let rank = |(language, weight): &(Language, f32)| {
            weight * (1.0 + self.common_in(*language) as f32).powi(3)
        };
        let likeliest = weights
            .into_iter()
            .max_by(|a, b| rank(a).total_cmp(&rank(b)));
        likeliest.map(|(language, _)| language)
    }

    fn most(&self) -> usize {
        self.common.values().copied().max().unwrap_or(0)
    }
}

/// The words of a text; in a script without spaces, its characters. Addresses
/// and numbers are none.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
        .filter(|run| !run.contains(['@', '/']))
        .flat_map(|run| run.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty() && word.chars().all(char::is_alphabetic))
        .flat_map(|word| {
            let is_run = word.contains(is_unbroken);
            let characters = word
                .char_indices()
                .filter_map(|(at, c)| word.get(at..at + c.len_utf8()))
                .filter(move |_| is_run);
            characters.chain((!is_run).then_some(word))
        })
}

#[cfg(test)]
mod tests {
    use crate::classify::Phrasebook;
    use crate::text::normalise;

    #[test]
    fn languages_with_and_without_a_pack() {
        let book = Phrasebook::embedded();
        for (text, foreign) in [
            (
                "Kiitos hakemuksestasi ja mielenkiinnostasi yritystämme kohtaan. Valitettavasti \
                 emme tällä kertaa valinneet sinua haastatteluun, mutta toivotamme sinulle onnea.",
                true,
            ),
            (
                "Děkujeme za Váš zájem o práci v naší společnosti. Bohužel Vám musíme oznámit, že \
                 jsme dali přednost jinému uchazeči, a přejeme Vám mnoho úspěchů v dalším hledání.",
                true,
            ),
            (
                "Başvurunuz için teşekkür ederiz. Ne yazık ki bu pozisyon için başka bir adayla \
                 ilerlemeye karar verdik. Kariyerinizde başarılar dileriz, saygılarımızla bizler.",
                true,
            ),
            (
                "Благодарим вас за интерес к нашей компании. К сожалению, мы решили продолжить \
                 общение с другими кандидатами. Желаем вам успехов в поиске работы и удачи.",
                true,
            ),
            (
                "感谢您应聘本公司职位。很遗憾，经过慎重考虑，我们未能录用您。祝您前程似锦。",
                true,
            ),
            (
                "Hi all, the meeting on Thursday has been moved to the large room on the second \
                 floor, please bring your laptops and the figures from last month.",
                false,
            ),
            (
                "Hallo zusammen, am Donnerstag treffen wir uns um zehn im großen Raum, bitte bringt \
                 die Zahlen vom letzten Monat mit und sagt mir, wer nicht kommen kann.",
                false,
            ),
            (
                "先日はお忙しい中ありがとうございました。資料をお送りしますのでご確認ください。",
                false,
            ),
            ("Rechnung 4711", false),
        ] {
            let tongue = book.tongue_of([normalise(text).text()]);
            assert_eq!(tongue.is_foreign(), foreign, "{text}");
        }
    }
}

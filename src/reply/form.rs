//! The form of address: du or Sie, tu or vous. A reply takes the one that the
//! rejection took, read from its words alone; in doubt the polite one.

use super::situation::own_words;
use crate::mail::{Language, Message};

/// How a reply speaks to whom it thanks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// Sie, vous, usted, Lei, u, Państwo. Languages that know one form have this one.
    #[default]
    Polite,
    /// du, tu, tú, tu, je, Ty.
    Familiar,
}

impl Form {
    /// The word that templates see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Polite => "polite",
            Self::Familiar => "familiar",
        }
    }

    /// The form that a rejection takes.
    pub fn of(message: &Message, language: Language) -> Self {
        let Some(words) = words_of(language) else {
            return Self::Polite;
        };
        let text = own_words(message);
        let count = |known: &[&str]| {
            text.split(|c: char| !c.is_alphanumeric())
                .filter(|word| known.iter().any(|known| is(word, known)))
                .count()
        };
        match count(words.familiar) > count(words.polite) {
            true => Self::Familiar,
            false => Self::Polite,
        }
    }

    /// This form, as far as it can be used to somebody unnamed: German and
    /// Dutch say "ihr" and "jullie" to a team, but "tu" needs one person, and
    /// the polite text speaks to several as well.
    pub(super) fn to(self, person: Option<&str>, language: Language) -> Self {
        match person {
            None if !matches!(language.as_str(), "de" | "nl") => Self::Polite,
            _ => self,
        }
    }
}

/// The words that show a form, but for those that are often something else, such
/// as "su" and "La". One with a capital counts only so written: "sie"
/// is they, "Sie" is you.
struct Words {
    familiar: &'static [&'static str],
    polite: &'static [&'static str],
}

fn is(word: &str, known: &str) -> bool {
    if known.starts_with(char::is_uppercase) {
        return word == known;
    }
    word.to_lowercase() == known
}

#[rustfmt::skip]
fn words_of(language: Language) -> Option<Words> {
    let (familiar, polite): (&[&str], &[&str]) = match language.as_str() {
        "de" => (
            &["du", "dir", "dich", "dein", "deine", "deinen", "deinem", "deiner", "deines"],
            &["Sie", "Ihnen", "Ihre", "Ihren", "Ihrem", "Ihrer", "Ihres"],
        ),
        "fr" => (&["tu", "te", "toi", "ton", "ta", "tes", "t"], &["vous", "votre", "vos"]),
        "es" => (&["tú", "tu", "tus", "te", "ti", "contigo"], &["usted", "ustedes"]),
        "it" => (
            &["tu", "te", "ti", "tuo", "tua", "tuoi", "tue"],
            &["Lei", "Suo", "Sua", "Suoi", "Sue"],
        ),
        "nl" => (&["je", "jij", "jou", "jouw", "jullie"], &["u", "uw"]),
        "pl" => (
            &["Ty", "Ci", "tobą", "cię", "ciebie", "tobie", "twój", "twoja", "twoje", "twoją", "twojej", "twojego", "twoim", "twoich"],
            &["pan", "pani", "pana", "panu", "panią", "panem", "państwo", "państwa", "państwu"],
        ),
        _ => return None,
    };
    Some(Words { familiar, polite })
}

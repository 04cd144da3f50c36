//! All phrases of all packs, a volume a language. A volume is made when the
//! first mail comes that may be in its language: most people get mail in two or
//! three, and what is not made costs neither time nor memory.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::pack::{self, Listed, PackError, Phrase};
use super::tongue::{Tongue, Tongues};
use super::volume::{MAX_PHRASES, Volume};
use crate::mail::Language;

/// The packs that come with the program, and in which language each is.
const EMBEDDED: &[(&str, &str)] = &[
    ("en", include_str!("../../config/phrases/en.toml")),
    ("de", include_str!("../../config/phrases/de.toml")),
    ("pl", include_str!("../../config/phrases/pl.toml")),
    ("sv", include_str!("../../config/phrases/sv.toml")),
    ("da", include_str!("../../config/phrases/da.toml")),
    ("nb", include_str!("../../config/phrases/nb.toml")),
    ("ja", include_str!("../../config/phrases/ja.toml")),
    ("fr", include_str!("../../config/phrases/fr.toml")),
    ("es", include_str!("../../config/phrases/es.toml")),
    ("it", include_str!("../../config/phrases/it.toml")),
    ("nl", include_str!("../../config/phrases/nl.toml")),
    ("pt", include_str!("../../config/phrases/pt.toml")),
];

/// The commonest words of their languages.
const COMMON: &str = include_str!("../../config/languages.toml");

/// The phrases by which mail is judged, ready to be looked for. It is shared
/// and, to those who look, never changes.
#[derive(Debug, Default)]
pub struct Phrasebook {
    shelves: Vec<Shelf>,
    tongues: Tongues,
}

/// The packs of one language.
#[derive(Debug)]
struct Shelf {
    language: Language,
    packs: Vec<PackText>,
    volume: OnceLock<Volume>,
}

/// A pack's file and its text, which is known to be sound.
#[derive(Debug)]
struct PackText {
    file: Cow<'static, str>,
    text: Cow<'static, str>,
}

impl Phrasebook {
    /// The phrases that come with the program.
    pub fn embedded() -> Self {
        let mut book = Self {
            shelves: Vec::new(),
            tongues: Tongues::read(COMMON),
        };
        for (code, text) in EMBEDDED {
            let language = Language::new(code).expect("two letters");
            let file = format!("{code}.toml");
            book.put(language, file.into(), Cow::from(*text));
        }
        book
    }

    /// The same with more packs: each a file's name and its text.
    ///
    /// # Errors
    ///
    /// Every fault of every pack, with file and line.
    pub fn with_extra(extra: &[(String, String)]) -> Result<Self, Vec<PackError>> {
        let extra = extra
            .iter()
            .map(|(file, text)| (file.as_str(), text.as_str()));
        Self::embedded().with(extra)
    }

    /// The phrases of these packs alone: each a file's name and its text.
    ///
    /// # Errors
    ///
    /// As [`Self::with_extra`].
    pub fn of<'a>(
        packs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Vec<PackError>> {
        Self::default().with(packs)
    }

    fn with<'a>(
        mut self,
        packs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Vec<PackError>> {
        let mut errors = Vec::new();
        for (file, text) in packs {
            match pack::read(file, text) {
                Ok(pack) => {
                    self.tongues.add(pack.language, pack.common);
                    let (file, text) = (file.to_owned(), text.to_owned());
                    self.put(pack.language, file.into(), text.into());
                }
                Err(more) => errors.extend(more),
            }
        }
        match errors.is_empty() {
            true => Ok(self),
            false => Err(errors),
        }
    }

    fn put(&mut self, language: Language, file: Cow<'static, str>, text: Cow<'static, str>) {
        let pack = PackText { file, text };
        let shelf = |shelf: &&mut Shelf| shelf.language == language;
        match self.shelves.iter_mut().find(shelf) {
            Some(shelf) => shelf.packs.push(pack),
            None => self.shelves.push(Shelf {
                language,
                packs: vec![pack],
                volume: OnceLock::new(),
            }),
        }
    }

    /// What the commonest words of a text, in normal form, tell of its language.
    pub(super) fn tongue_of<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> Tongue {
        self.tongues.of(texts)
    }

    /// The phrases of the languages that a text may be in. A language of which
    /// no common words are known may be any text's.
    pub(super) fn volumes(&self, tongue: &Tongue) -> impl Iterator<Item = &Volume> {
        let shelves = self.shelves.iter().enumerate();
        shelves
            .filter(|(_, shelf)| {
                tongue.may_be(shelf.language) || !self.tongues.know(shelf.language)
            })
            .map(|(number, shelf)| shelf.volume(number))
    }

    /// How many phrases there are, by language.
    pub fn counts(&self) -> BTreeMap<Language, usize> {
        let shelves = self.shelves.iter().enumerate();
        shelves
            .map(|(number, shelf)| (shelf.language, shelf.volume(number).len()))
            .collect()
    }

    /// How many bytes of memory the automata of all languages and what belongs
    /// to them take.
    pub fn memory(&self) -> usize {
        let shelves = self.shelves.iter().enumerate();
        shelves
            .map(|(number, shelf)| shelf.volume(number).memory())
            .sum()
    }

    /// The phrase of that number, where it was found in a text.
    pub(super) fn phrase(&self, number: usize) -> Option<&Phrase> {
        let shelf = self.shelves.get(number / MAX_PHRASES)?;
        shelf.volume.get()?.phrase(number % MAX_PHRASES)
    }

    /// The phrases of the packs that come with the program, with their places.
    pub fn list_embedded() -> Vec<Listed> {
        let lists = EMBEDDED
            .iter()
            .map(|(code, text)| pack::list(&format!("{code}.toml"), text));
        lists.filter_map(Result::ok).flatten().collect()
    }

    /// The phrases of one pack of the user's, with their places.
    ///
    /// # Errors
    ///
    /// Every fault of the pack, with file and line.
    pub fn list(file: &str, text: &str) -> Result<Vec<Listed>, Vec<PackError>> {
        pack::list(file, text)
    }
}

impl Shelf {
    /// The phrases, made at the first call; `number` is the shelf's own.
    fn volume(&self, number: usize) -> &Volume {
        self.volume.get_or_init(|| {
            let packs = self.packs.iter().flat_map(|pack| {
                let read = pack::read(&pack.file, &pack.text);
                read.expect("a pack is put on its shelf when it is sound")
                    .phrases
            });
            Volume::of(number, packs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_packs_are_sound_and_small() {
        let book = Phrasebook::embedded();
        for (language, count) in book.counts() {
            assert!(count > 200, "{language}: {count}");
            assert!(book.tongues.know(language), "{language}");
        }
        for (number, shelf) in book.shelves.iter().enumerate() {
            let memory = shelf.volume(number).memory();
            assert!(memory < 1 << 20, "{}: {memory}", shelf.language);
        }
    }

    #[test]
    fn a_broken_extra_pack_is_named() {
        let extra = [(
            "mine.toml".to_owned(),
            "language = 'en'\nfoo = 1".to_owned(),
        )];
        let errors = Phrasebook::with_extra(&extra).expect_err("unknown key");
        assert_eq!((errors[0].file.as_str(), errors[0].line), ("mine.toml", 2));
    }
}

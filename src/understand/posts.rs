//! How nine languages name the post that was applied for.
//!
//! English and German write a post in capitals; here it is found by the phrase
//! before it and ends where the sentence goes on.

use super::vocabulary::{names_a_post, names_a_post_abroad};
use super::words::{Word, is_gender_mark, joined, words};
use crate::mail::Language;

/// A post of more words is a sentence.
const MAX_WORDS: usize = 8;

/// How one language speaks of a post.
struct Tongue {
    code: &'static str,
    /// Phrases that only a post follows.
    cues: &'static [&'static str],
    /// Phrases that a post follows where it is written like one: in capitals, in
    /// quotation marks, or with a word for a post.
    loose: &'static [&'static str],
    /// Ends of words for somebody who does something.
    suffixes: &'static [&'static str],
    /// Words with which the sentence goes on after the post.
    stops: &'static [&'static str],
}

const TONGUES: &[Tongue] = &[
    Tongue {
        code: "fr",
        cues: &[
            "poste de",
            "poste d'",
            "emploi de",
            "emploi d'",
            "l'emploi de",
            "l'emploi d'",
            "fonction de",
            "fonction d'",
            "fonctions de",
            "fonctions d'",
            "rôle de",
            "rôle d'",
            "qualité de",
            "qualité d'",
            "tant que",
            "tant qu'",
        ],
        loose: &[
            "poste",
            "l'offre",
            "offre",
            "l'annonce",
            "candidature de",
            "candidature pour",
            "candidature comme",
            "postulé comme",
            "stage de",
            "candidature au",
            "comme",
        ],
        suffixes: &["iste", "eur", "euse", "trice", "ière", "logue"],
        stops: &[
            "chez",
            "au",
            "aux",
            "à",
            "pour",
            "que",
            "qui",
            "dont",
            "nous",
            "vous",
            "dans",
            "sur",
            "auquel",
            "lequel",
            "ouvert",
            "proposé",
            "vacant",
            "actuellement",
            "affiché",
            "publié",
            "est",
            "a",
            "sera",
            "n'a",
            "ne",
            "correspondant",
            "situé",
            "basé",
            "via",
            "suite",
            "lors",
            "avez",
            "avons",
            "au-dessus",
            "parce",
            "car",
            "ou",
            "désormais",
        ],
    },
    Tongue {
        code: "es",
        cues: &[
            "puesto de",
            "cargo de",
            "plaza de",
            "vacante de",
            "posición de",
            "rol de",
            "oferta de",
            "contrato de",
            "papel de",
            "candidatura como",
            "solicitud como",
        ],
        loose: &[
            "puesto",
            "cargo",
            "vacante",
            "vacante:",
            "posición",
            "búsqueda de",
            "candidatura para",
            "candidatura a",
            "postulación a",
            "oferta",
            "proceso de selección",
            "proceso",
            "como",
        ],
        suffixes: &[
            "ista", "dor", "dora", "tor", "tora", "ero", "era", "ista", "ente", "enta", "ante",
            "ólogo", "óloga",
        ],
        stops: &[
            "en",
            "para",
            "que",
            "publicada",
            "ofertada",
            "ofrecida",
            "ha",
            "hemos",
            "no",
            "al",
            "por",
            "arriba",
            "a",
            "desde",
            "está",
            "fue",
            "ya",
            "sin",
            "se",
            "lo",
            "la",
            "dentro",
            "cuya",
            "cuyo",
            "le",
            "te",
            "nos",
            "lamentamos",
            "con",
            "finalmente",
            "lamentablemente",
        ],
    },
    Tongue {
        code: "it",
        cues: &[
            "posizione di",
            "ruolo di",
            "posto di",
            "figura di",
            "mansione di",
            "incarico di",
            "qualità di",
            "candidatura quale",
            "candidatura come",
        ],
        loose: &[
            "annuncio",
            "offerta",
            "all'offerta",
            "dell'offerta",
            "all'annuncio",
            "posizione",
            "ruolo",
            "candidatura per",
            "selezione per",
            "selezione",
            "ricerca di",
            "avviso pubblico per",
            "candidatura",
            "come",
            "annuncio per",
            "offerta per",
        ],
        suffixes: &[
            "ista", "tore", "trice", "iere", "iera", "aio", "logo", "ente",
        ],
        stops: &[
            "presso",
            "per",
            "nella",
            "nel",
            "nei",
            "in",
            "che",
            "è",
            "sono",
            "ha",
            "abbiamo",
            "non",
            "si",
            "da",
            "aperta",
            "pubblicata",
            "alla",
            "al",
            "la",
            "cui",
            "era",
            "purtroppo",
            "all'interno",
            "ed",
            "desideriamo",
            "si",
            "quale",
            "con",
        ],
    },
    Tongue {
        code: "nl",
        cues: &[
            "functie van",
            "vacature voor",
            "functie als",
            "rol van",
            "rol als",
            "sollicitatie als",
            "baan als",
            "positie van",
            "gesolliciteerd als",
            "solliciteerde als",
            "gesolliciteerd naar",
        ],
        loose: &[
            "functie",
            "vacature",
            "vacature van",
            "vacature voor",
            "vacature als",
            "rol",
            "sollicitatie op",
            "sollicitatie voor",
            "sollicitatie",
            "kandidatuur voor",
            "kandidatuur",
            "als",
        ],
        suffixes: &[
            "er", "aar", "ist", "eur", "kundige", "bursaal", "agent", "loog",
        ],
        stops: &[
            "bij",
            "in",
            "op",
            "te",
            "intern",
            "die",
            "dat",
            "is",
            "hebben",
            "heeft",
            "werd",
            "wordt",
            "goed",
            "u",
            "je",
            "jij",
            "we",
            "wij",
            "binnen",
            "aan",
            "onze",
            "niet",
            "om",
            "waarvoor",
            "waar",
            "zijn",
            "met",
            "ontvangen",
            "ondertussen",
            "voor",
            "beoordeeld",
            "van",
            "tot",
            "naar",
            "helaas",
            "delen",
            "ingevuld",
            "vervuld",
            "mee",
            "inmiddels",
            "ging",
            "hebt",
            "laten",
            "bent",
        ],
    },
    Tongue {
        code: "pt",
        cues: &[
            "vaga de",
            "vaga para",
            "posição de",
            "cargo de",
            "função de",
            "lugar de",
            "papel de",
        ],
        loose: &[
            "vaga",
            "posição",
            "função",
            "cargo",
            "candidatura para",
            "candidatura a",
            "candidatura à",
            "candidatura ao",
            "processo de",
            "processo seletivo",
            "processo seletivo para",
            "processo",
            "como",
        ],
        suffixes: &[
            "ista", "dor", "dora", "eiro", "eira", "ante", "tor", "tora", "logo", "loga",
        ],
        stops: &[
            "na",
            "no",
            "em",
            "para",
            "que",
            "foi",
            "a",
            "ao",
            "à",
            "já",
            "com",
            "nos",
            "nas",
            "não",
            "recebemos",
            "está",
            "se",
            "por",
            "é",
            "tem",
            "infelizmente",
            "cujo",
            "dentro",
            "decidimos",
        ],
    },
    Tongue {
        code: "pl",
        cues: &[
            "stanowisko",
            "stanowiska",
            "stanowisku",
            "stanowisko:",
            "stanowisk",
        ],
        loose: &[
            "pozycję",
            "rolę",
            "rekrutacji na",
            "ofertę",
            "posadę",
            "staż na",
            "rekrutacja:",
        ],
        suffixes: &["ista", "nik", "arz", "ator", "er", "log", "ent", "ekt"],
        stops: &[
            "w",
            "we",
            "na",
            "dla",
            "która",
            "które",
            "który",
            "jest",
            "nie",
            "z",
            "od",
            "do",
            "została",
            "zostało",
            "został",
            "zatrudniliśmy",
            "wybrana",
            "wybrano",
            "wybraliśmy",
            "zawiadamia",
            "oraz",
            "po",
            "zostali",
            "prosimy",
            "dziękujemy",
            "niestety",
            "wpłynęło",
            "za",
            "przez",
            "przy",
            "pracy",
        ],
    },
    Tongue {
        code: "sv",
        cues: &[
            "tjänsten som",
            "rollen som",
            "befattningen som",
            "jobbet som",
            "uppdraget som",
            "anställning som",
            "uppgiften som",
            "ansökan som",
            "platsen som",
            "tjänst som",
            "position som",
            "positionen som",
            "vikariatet som",
        ],
        loose: &[
            "tjänsten",
            "rollen",
            "gällande",
            "ansökan till",
            "ansökan:",
            "ansökan om",
            "sökt",
            "positionen",
            "angående",
            "rekryteringen av",
            "som",
        ],
        suffixes: &["are", "ör", "ist", "ent", "log", "steward", "väktare"],
        stops: &[
            "hos", "på", "vid", "som", "är", "av", "nu", "har", "för", "till", "tyvärr", "den",
            "att", "föll", "blir", "kommer", "vi", "så", "vars", "där", "inte", "eftersom", "med",
            "du", "men", "oss", "i",
        ],
    },
    Tongue {
        code: "da",
        cues: &[
            "stillingen som",
            "jobbet som",
            "rollen som",
            "stilling som",
            "ansøgning som",
            "ansættelse som",
            "vikariatet som",
            "stillingen:",
        ],
        loose: &[
            "stillingen",
            "jobbet",
            "ansøgning til",
            "ansøgning om",
            "ansøgning:",
            "som",
        ],
        suffixes: &["ør", "er", "ist", "ent", "log", "nom", "vagt"],
        stops: &[
            "hos",
            "på",
            "ved",
            "er",
            "har",
            "nu",
            "til",
            "der",
            "som",
            "med",
            "men",
            "vi",
            "blev",
            "blandt",
            "for",
            "om",
            "ikke",
            "desværre",
            "du",
            "at",
            "til",
            "efter",
            "vores",
            "i",
        ],
    },
    Tongue {
        code: "nb",
        cues: &[
            "stillingen som",
            "stilling som",
            "jobben som",
            "rollen som",
            "søknad som",
            "vikariatet som",
            "stillinga som",
            "ansettelse som",
        ],
        loose: &[
            "stillingen",
            "stilling",
            "søknad på",
            "søknad:",
            "jobben",
            "søknad til",
            "oppdrag",
            "som",
        ],
        suffixes: &["ør", "er", "ist", "ent", "log", "nom", "fører"],
        stops: &[
            "hos",
            "på",
            "ved",
            "er",
            "har",
            "nå",
            "til",
            "der",
            "som",
            "med",
            "men",
            "vi",
            "ble",
            "for",
            "om",
            "ikke",
            "dessverre",
            "du",
            "å",
            "etter",
            "vår",
            "dere",
            "i",
        ],
    },
];

/// Small words between a phrase and the post.
const ARTICLES: &[&str] = &[
    "le",
    "la",
    "les",
    "un",
    "une",
    "de",
    "du",
    "des",
    "notre",
    "el",
    "los",
    "una",
    "il",
    "lo",
    "nuestra",
    "nuestro",
    "da",
    "do",
    "het",
    "een",
    "onze",
    "uma",
    "um",
    "o",
    "en",
    "ett",
    "et",
    "ei",
    "urzędnicze",
    "poste",
    "puesto",
    "posto",
    "position",
    "functie",
    "vacature",
    "vaga",
    "tjänsten",
    "stillingen",
    "stilling",
    "som",
    "als",
    "stanowisko",
    "posizione",
    "ruolo",
    "rol",
    "offre",
    "rolle",
    "befattningen",
    "fonction",
    "cargo",
    "plaza",
    "posición",
    "naar",
    "traineeship",
];

/// Prefixes that write an article and the word after it as one.
const ELISIONS: &[&str] = &["d'", "l'", "qu'", "un'", "dell'", "all'"];

/// Words for "and", after which a small word begins something else.
const ANDS: &[&str] = &[
    "et", "y", "e", "en", "i", "och", "og", "ou", "o", "of", "lub", "a",
];

/// Words of a sentence that stand after "and".
const AFTER_AND: &[&str] = &[
    "vous",
    "nous",
    "en",
    "de",
    "du",
    "d'avoir",
    "por",
    "por el",
    "le",
    "te",
    "se",
    "per",
    "la",
    "il",
    "voor",
    "de",
    "die",
    "het",
    "uw",
    "je",
    "pelo",
    "o",
    "por",
    "za",
    "dziękujemy",
    "ditt",
    "tyvärr",
    "har",
    "interessen",
    "din",
    "for",
    "har",
    "må",
    "el",
    "nos",
    "agradecemos",
    "pela",
    "ti",
    "le",
    "al",
    "met",
    "vi",
    "nu",
    "nå",
    "desværre",
    "dessverre",
    "takker",
    "takk",
    "tack",
    "håper",
    "hoppas",
    "vill",
    "ønsker",
    "ville",
    "tackar",
    "vil",
    "önskar",
    "glade",
    "agradeço",
];

/// What a subject says besides the post.
const SUBJECT_WORDS: &[&str] = &[
    // Shared
    "re",
    "r",
    "cv",
    "rola",
    "afronding",
    "uitkomst",
    "sv",
    "tr",
    "vs",
    "aw",
    "fw",
    "fwd",
    "ref",
    "réf",
    "rif",
    "id",
    "odp",
    "res",
    "rv",
    "feedback",
    "update",
    "status",
    "application",
    "your",
    "job",
    "recruitment",
    // French
    "votre",
    "ta",
    "candidature",
    "candidatures",
    "réponse",
    "résultat",
    "suite",
    "à",
    "concours",
    "poste",
    "retour",
    "client",
    "mise",
    "jour",
    "statut",
    "dossier",
    "offre",
    "clôture",
    "recrutement",
    "emploi",
    "demande",
    "spontanée",
    "postulation",
    "objet",
    "entretien",
    "décision",
    "évolution",
    "place",
    "notre",
    "de",
    "du",
    "d'",
    "au",
    "pour",
    "la",
    "le",
    "les",
    "sur",
    "votre",
    "concernant",
    // Spanish and Portuguese
    "tu",
    "su",
    "sua",
    "tua",
    "a",
    "candidatura",
    "proceso",
    "selección",
    "vacante",
    "resultado",
    "resolución",
    "convocatoria",
    "respuesta",
    "actualización",
    "estado",
    "postulación",
    "oferta",
    "búsqueda",
    "concurso",
    "puesto",
    "en",
    "para",
    "del",
    "finalizado",
    "processo",
    "seletivo",
    "retorno",
    "sobre",
    "resposta",
    "vaga",
    "currículo",
    "procedimento",
    "concursal",
    "da",
    "do",
    "espontânea",
    "espontánea",
    "atualização",
    "el",
    "feedback",
    "simplificado",
    "o",
    "descartado/a",
    "has",
    "sido",
    // Italian
    "la",
    "esito",
    "selezione",
    "riscontro",
    "aggiornamento",
    "ricerca",
    "colloquio",
    "per",
    "avviso",
    "pubblico",
    "posti",
    "n",
    "comunicazione",
    "della",
    "stato",
    "sullo",
    "posizione",
    "ruolo",
    "quale",
    "come",
    "prova",
    "scritta",
    // Dutch
    "uw",
    "je",
    "jouw",
    "sollicitatie",
    "sollicitatiestatus",
    "kandidatuur",
    "vacature",
    "uitslag",
    "resultaat",
    "selectieprocedure",
    "afwijzing",
    "procedure",
    "beëindigd",
    "helaas",
    "op",
    "als",
    "voor",
    "van",
    "over",
    "klant",
    "functie",
    "spontane",
    // Polish
    "twoja",
    "twojej",
    "aplikacja",
    "aplikacji",
    "rekrutacja",
    "rekrutacji",
    "na",
    "stanowisko",
    "wynik",
    "wyniki",
    "naboru",
    "konkurs",
    "konkursu",
    "ofert",
    "informacja",
    "zwrotna",
    "o",
    "zakończeniu",
    "zakończenie",
    "podanie",
    "pracę",
    "decyzja",
    "spotkanie",
    "z",
    "klientem",
    "co",
    "dalej",
    "badań",
    "i",
    "testów",
    "status",
    "odpowiedź",
    // Scandinavian
    "din",
    "ditt",
    "ansökan",
    "ansøgning",
    "søknad",
    "afslag",
    "avslag",
    "besked",
    "beslut",
    "om",
    "anställning",
    "som",
    "till",
    "til",
    "på",
    "återkoppling",
    "avslutad",
    "rekrytering",
    "gällande",
    "angående",
    "vedr",
    "vedrørende",
    "svar",
    "tilbakemelding",
    "oppdatering",
    "oppdrag",
    "sag",
    "sak",
    "meddelelse",
    "afslutning",
    "af",
    "rekruttering",
    "stilling",
    "stillingen",
    "tjänsten",
    "är",
    "tillsatt",
    "befattningen",
    "resultat",
    "fast",
    "uppdatering",
    "utlysning",
    "case",
    "etter",
    "tillbaka",
    "slutlig",
    "gjeldende",
];

/// Words of a subject that say that it is about a post.
const SUBJECT_CUES: &[&str] = &[
    "candidature",
    "poste",
    "offre",
    "postulation",
    "candidatura",
    "vacante",
    "postulación",
    "puesto",
    "vaga",
    "selezione",
    "posizione",
    "sollicitatie",
    "sollicitatiestatus",
    "vacature",
    "kandidatuur",
    "aplikacja",
    "aplikacji",
    "rekrutacja",
    "rekrutacji",
    "stanowisko",
    "naboru",
    "ansökan",
    "ansøgning",
    "søknad",
    "tjänsten",
    "stillingen",
    "selección",
    "seletivo",
    "oppdrag",
    "búsqueda",
    "oferta",
    "ricerca",
    "konkurs",
    "rekrytering",
    "uppdatering",
    "oppdatering",
    "application",
];

fn tongue(language: Language) -> Option<&'static Tongue> {
    TONGUES
        .iter()
        .find(|tongue| language.as_str() == tongue.code)
}

/// The post that the subject or a paragraph names in the words of this language.
pub(super) fn find(language: Language, subject: &str, body: &[Vec<Word>]) -> Option<String> {
    let tongue = tongue(language)?;
    let subject_words = words(subject);
    let first = body.iter().take(12);
    named(&subject_words, tongue, tongue.cues, false)
        .or_else(|| in_subject(subject, tongue, false))
        .or_else(|| {
            first
                .clone()
                .find_map(|text| named(text, tongue, tongue.cues, false))
        })
        .or_else(|| {
            first
                .clone()
                .find_map(|text| named(text, tongue, tongue.loose, true))
        })
        .or_else(|| in_subject(subject, tongue, true))
}

/// The post in the subject of a mail whose language is not known.
pub(super) fn in_any_subject(subject: &str) -> Option<String> {
    TONGUES
        .iter()
        .find_map(|tongue| in_subject(subject, tongue, false))
}

/// The post after one of these phrases.
fn named(words: &[Word], tongue: &Tongue, cues: &[&str], loose: bool) -> Option<String> {
    (0..words.len()).find_map(|at| {
        let start = cues.iter().find_map(|cue| after(words, at, cue))?;
        let run = run(words, start, tongue);
        let first = run.first()?;
        let text = joined(&run);
        let written = first.is_capitalised() || first.opens;
        // "als" and "som" stand before much else.
        let small = start == at + 1 && words.get(at).is_some_and(|word| word.lower.len() <= 5);
        let vouched = !loose || is_post(&text) || (written && !small);
        (vouched && is_fit(&text)).then_some(text)
    })
}

/// Where the words after the phrase at `at` begin.
fn after(words: &[Word], at: usize, cue: &str) -> Option<usize> {
    let parts: Vec<&str> = cue.split(' ').collect();
    let (last, head) = parts.split_last()?;
    let stands = head.iter().enumerate().all(|(offset, part)| {
        words
            .get(at + offset)
            .is_some_and(|word| word.lower == *part && !word.ends)
    });
    let end = at + head.len();
    let word = words.get(end)?;
    let colon = last.strip_suffix(':');
    let fits = match last.ends_with('\'') {
        true => word.lower.starts_with(last),
        false => word.lower == colon.unwrap_or(last) && (colon.is_some() || !word.ends),
    };
    // The word with the elided article is the post's own first one.
    let start = if last.ends_with('\'') { end } else { end + 1 };
    (stands && fits).then_some(start)
}

/// The words of the post from `start` on.
fn run(words: &[Word], start: usize, tongue: &Tongue) -> Vec<Word> {
    let mut start = start;
    while words
        .get(start)
        .is_some_and(|word| ARTICLES.contains(&word.lower.as_str()) && !word.ends)
    {
        start += 1;
    }
    let mut run: Vec<Word> = Vec::new();
    for (at, word) in words.iter().enumerate().skip(start) {
        let next = words.get(at + 1);
        let mark = is_gender_mark(&word.text);
        let and = ANDS.contains(&word.lower.as_str())
            && next.is_some_and(|next| AFTER_AND.contains(&next.lower.as_str()));
        // "doktorand i kemi", but "truckförare i Jönköping".
        let place = word.lower == "i" && next.is_none_or(Word::is_capitalised);
        let stop = tongue.stops.contains(&word.lower.as_str()) && (word.lower != "i" || place);
        if !mark && (stop || and || is_reference(word)) {
            break;
        }
        if !run.is_empty() && word.opens && !mark {
            break;
        }
        if run.len() == MAX_WORDS {
            return Vec::new();
        }
        run.push(bare(word, run.is_empty()));
        let marked = next.is_some_and(|next| is_gender_mark(&next.text));
        if word.ends && !marked {
            break;
        }
    }
    while run
        .last()
        .is_some_and(|word| ARTICLES.contains(&word.lower.as_str()) || word.lower.len() < 2)
    {
        run.pop();
    }
    run
}

/// The first word without the article that is written as one with it.
fn bare(word: &Word, first: bool) -> Word {
    let mut word = word.clone();
    if let Some(elision) = ELISIONS
        .iter()
        .find(|prefix| word.lower.starts_with(*prefix))
        && first
    {
        word.text = word.text.chars().skip(elision.chars().count()).collect();
        word.lower = word.text.to_lowercase();
    }
    word
}

fn is_reference(word: &Word) -> bool {
    let digits = word.text.chars().filter(char::is_ascii_digit).count();
    let number = digits == word.text.chars().count() && digits > 0;
    number
        || digits >= 3
        || word.text.starts_with('#')
        || matches!(word.lower.as_str(), "ref" | "réf" | "dnr" | "nr")
}

/// Whether a text holds a word for a post.
fn is_post(text: &str) -> bool {
    names_a_post(text) || names_a_post_abroad(text)
}

fn is_fit(text: &str) -> bool {
    const NOT_A_POST: &[&str] = &[
        "travail",
        "oggetto",
        "trabajo",
        "lavoro",
        "werk",
        "question",
        "vous",
        "nous",
        "selección",
        "selezione",
        "questo",
        "esta",
        "este",
        "deze",
        "dit",
        "den",
        "det",
        "nå",
        "nu",
        "hel",
        "ved",
        "sådan",
        "sådant",
        "lovet",
        "avtalt",
        "promis",
        "convenu",
        "siempre",
        "siguiente",
        "entrevista",
        "entretien",
        "colloquio",
        "gesprek",
        "intervju",
        "samtale",
        "rozmowy",
        "oss",
        "os",
        "recrutement",
        "reclutamiento",
        "nostra",
        "vår",
        "vores",
        "denne",
    ];
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let first = text.split(' ').next().unwrap_or_default().to_lowercase();
    letters >= 3
        && text.chars().count() <= 100
        && !text.contains(['@', '<', '>'])
        && !NOT_A_POST.contains(&first.as_str())
        && !SUBJECT_WORDS.contains(&text.to_lowercase().as_str())
}

/// A part of the subject that is the post: what holds a word for one, or with
/// `loose` what follows "Votre candidature :".
fn in_subject(subject: &str, tongue: &Tongue, loose: bool) -> Option<String> {
    let divided = [" - ", " – ", " — ", " | ", ": ", " : ", " / ", "] "]
        .iter()
        .fold(subject.to_owned(), |text, divider| {
            text.replace(divider, "\u{1f}")
        });
    let mut cued = false;
    divided.split('\u{1f}').find_map(|part| {
        let part = words(part);
        let known =
            |word: &Word| SUBJECT_WORDS.contains(&word.lower.as_str()) || is_reference(word);
        let start = part
            .iter()
            .position(|word| !known(word))
            .unwrap_or(part.len());
        let before = cued;
        cued = cued
            || part
                .iter()
                .any(|word| SUBJECT_CUES.contains(&word.lower.as_str()));
        let mut run = run(&part, start, tongue);
        while run.last().is_some_and(known) {
            run.pop();
        }
        let text = joined(&run);
        let short = run.len() <= 6;
        let named = is_post(&text) || (cued && names_a_doer(&text, tongue));
        let whole = loose
            && before
            && start == 0
            && run.len() <= 4
            && run.first().is_some_and(Word::is_capitalised);
        if short && is_fit(&text) && (named || whole) {
            return Some(text);
        }
        loose.then(|| after_cue_word(&part, tongue)).flatten()
    })
}

/// The few words right after "sollicitatie" or "vacante", or a subject that is
/// no more than a word for somebody who does something.
fn after_cue_word(part: &[Word], tongue: &Tongue) -> Option<String> {
    const JOINS: &[&str] = &[
        "als",
        "som",
        "de",
        "di",
        "van",
        "comme",
        "como",
        "voor",
        "pour",
        "para",
        "per",
        "for",
        "of",
        "come",
        "na",
        "stanowisko",
    ];
    let cue = part
        .iter()
        .rposition(|word| SUBJECT_CUES.contains(&word.lower.as_str()));
    let mut start = cue.map_or(0, |cue| cue + 1);
    while cue.is_some()
        && part
            .get(start)
            .is_some_and(|word| JOINS.contains(&word.lower.as_str()))
    {
        start += 1;
    }
    let run = run(part, start, tongue);
    let text = joined(&run);
    let doer = names_a_doer(&text, tongue) && cue.is_none() && run.first()?.is_capitalised();
    let fits = match cue {
        Some(_) => run.len() <= 3 && !is_date(&run),
        None => doer && run.len() == part.len() && run.len() <= 4,
    };
    let known = run
        .iter()
        .any(|word| SUBJECT_WORDS.contains(&word.lower.as_str()) && word.lower.len() > 3);
    (fits && !known && !run.iter().any(is_reference) && is_fit(&text)).then_some(text)
}

/// Whether the first word is one for somebody who does something.
fn names_a_doer(text: &str, tongue: &Tongue) -> bool {
    let first = text.split(' ').next().unwrap_or_default().to_lowercase();
    first.chars().count() >= 6 && tongue.suffixes.iter().any(|end| first.ends_with(end))
}

/// Whether a word is a month: "votre candidature du 14 février".
fn is_date(run: &[Word]) -> bool {
    const MONTHS: &[&str] = &[
        "jan", "feb", "fév", "mar", "mär", "apr", "avr", "abr", "mai", "maj", "may", "mag", "jun",
        "juin", "giu", "jul", "juil", "lug", "aug", "aoû", "ago", "sep", "set", "okt", "oct",
        "out", "ott", "nov", "dec", "dez", "déc", "dic", "sty", "lut", "kwi", "cze", "lip", "sie",
        "wrz", "paź", "lis", "gru", "ene", "gen",
    ];
    run.len() == 1
        && run.first().is_some_and(|word| {
            MONTHS.iter().any(|month| word.lower.starts_with(month)) && word.lower.len() <= 10
        })
}

//! What stands before a full stop that ends no sentence, in normalised text.
//!
//! A word stands here only where it ends no sentence in any of the languages:
//! Danish `sig` and Italian `sig.`, English `no` and `no. 5` have their own rules.

/// Never a sentence's end, by language; the Scandinavian languages share most.
const ALWAYS: &[&[&str]] = &[
    ENGLISH,
    GERMAN,
    FRENCH,
    SPANISH,
    ITALIAN,
    PORTUGUESE,
    DUTCH,
    POLISH,
    SCANDINAVIAN,
];

const ENGLISH: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "st", "eg", "ie", "etc", "inc", "ltd", "co", "corp", "vs",
    "approx", "ref", "dept", "jr", "incl", "excl", "hon",
];

const GERMAN: &[&str] = &[
    "nr", "bzw", "ca", "inkl", "exkl", "ggf", "evtl", "str", "tel", "hr", "fr", "usw", "zzgl",
    "sog", "dipl", "ing", "vgl", "bspw", "bzgl", "mind", "max", "vorauss", "zzt", "gez", "betr",
    "abt", "mio", "jew",
];

const FRENCH: &[&str] = &[
    "mm", "mme", "mmes", "mlle", "mlles", "cf", "env", "tél", "réf", "bd", "apr", "av",
];

const SPANISH: &[&str] = &[
    "sr", "sra", "srta", "sres", "sras", "dra", "ud", "uds", "vd", "vds", "p.ej", "núm", "avda",
    "pág", "lic", "cía", "aprox", "atte", "dpto", "depto",
];

const ITALIAN: &[&str] = &[
    "dott", "dott.ssa", "dottssa", "dr.ssa", "prof.ssa", "sigg", "sig.ra", "sigra", "sig.na",
    "gent", "gent.mo", "gent.ma", "gentmo", "gentma", "egr", "spett", "spett.le", "preg",
    "preg.mo", "avv", "rag", "geom", "arch", "ecc", "p.es", "cell", "pag",
];

const PORTUGUESE: &[&str] = &[
    "srs", "exmo", "exma", "exmos", "exmas", "ex.mo", "ex.ma", "ilmo", "ilma", "drs", "eng",
    "enga", "profa", "n.o", "p.ex", "v.exa", "v.exas", "exa", "exas", "ltda", "cia", "séc",
];

const DUTCH: &[&str] = &[
    "bv", "bijv", "dhr", "mevr", "mw", "ir", "dwz", "enz", "evt", "aub", "blz", "resp", "jl",
];

const POLISH: &[&str] = &[
    "np", "m.in", "ul", "al", "tzn", "tj", "tzw", "itd", "itp", "wg", "ws", "ds", "godz", "mgr",
    "inż", "hab", "sz", "sz.p", "szan", "ww", "wym", "woj", "dyr", "tys", "mln",
];

const SCANDINAVIAN: &[&str] = &[
    "t.ex", "bl.a", "dvs", "m.fl", "osv", "fr.o.m", "pga", "ev", "ang", "avd", "jfr", "f.eks",
    "fx", "mv", "ift", "vedr", "hhv", "ekskl", "jf", "tlf", "mht", "iht", "ifm", "kl", "cand",
];

/// Only before a number: "no. 5", "art. 3".
const NUMBERED: &[&str] = &[
    "no", "art", "poz", "pkt", "par", "ust", "num", "p", "s", "ok", "fig", "vol", "min", "pr",
];

/// Only behind one of these words.
const BEHIND: &[(&[&str], &str)] = &[
    (&["p", "par"], "ex"),
    (&["p", "por"], "ej"),
    (&["ad", "per"], "es"),
    (
        &[
            "", "il", "al", "del", "dal", "gentile", "gent", "egregio", "egr", "spett", "e",
        ],
        "sig",
    ),
];

/// Letters with dots that may well end a sentence.
const LETTERS_AT_ENDS: &[&str] = &["a.m", "p.m", "u.s", "u.k", "e.u"];

/// The longest that is looked at, in bytes.
const LONGEST: usize = 24;

/// Whether the full stop at `at` ends an abbreviation, one letter or a number
/// that counts, and so no sentence.
pub(super) fn is_abbreviated(bytes: &[u8], at: usize) -> bool {
    let Some((word, start)) = word_before(bytes, at) else {
        return false;
    };
    let next = bytes.get(at + 2);
    ALWAYS.iter().any(|list| list.contains(&word))
        // "Hauptstr."
        || word.ends_with("str")
        || is_letters(word)
        || is_ordinal(word)
        || next.is_some_and(u8::is_ascii_digit) && NUMBERED.contains(&word)
        || BEHIND.iter().any(|(befores, abbreviation)| {
            *abbreviation == word && befores.contains(&lead_of(bytes, start))
        })
}

/// The word that ends at `end`, and where it begins.
fn word_before(bytes: &[u8], end: usize) -> Option<(&str, usize)> {
    let low = end.saturating_sub(LONGEST);
    let head = bytes.get(low..end)?;
    let is_edge = |b: &u8| matches!(b, b' ' | b'\n' | b'(' | b'"' | b'\'' | b'/' | b'-');
    let start = match head.iter().rposition(is_edge) {
        Some(edge) => edge + 1,
        None if low == 0 => 0,
        None => return None,
    };
    let word = std::str::from_utf8(head.get(start..)?).ok()?;
    Some((word, low + start))
}

/// The word before the one that begins at `start`, without its full stop; empty
/// where a paragraph begins.
fn lead_of(bytes: &[u8], start: usize) -> &str {
    let Some(space) = start
        .checked_sub(1)
        .filter(|at| bytes.get(*at) == Some(&b' '))
    else {
        return "";
    };
    let end = match space.checked_sub(1) {
        Some(stop) if bytes.get(stop) == Some(&b'.') => stop,
        _ => space,
    };
    word_before(bytes, end).map_or("-", |(word, _)| word)
}

/// One letter, or several with dots between them: "d.w.z".
fn is_letters(word: &str) -> bool {
    word != "i"
        && !LETTERS_AT_ENDS.contains(&word)
        && word.split('.').all(|part| {
            let mut letters = part.chars();
            letters.next().is_some_and(char::is_alphanumeric) && letters.next().is_none()
        })
}

/// "am 3. mai": a day of the month.
fn is_ordinal(word: &str) -> bool {
    (1..=2).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::normalise::normalise;
    use super::super::sentence::Sentences;

    /// How many sentences a text has.
    fn count(text: &str) -> usize {
        let normal = normalise(text);
        let found = Sentences::of(normal.text());
        found.index(normal.text().len().saturating_sub(1)) + 1
    }

    #[test]
    fn an_abbreviation_ends_no_sentence() {
        for text in [
            "Dear Mr. Smith and Dr. Park, no. 5 of Acme Ltd. is gone",
            "Experience with e.g. Rust, i.e. systems, is what we miss",
            "Sehr geehrte Fr. Dr. Park, wir haben z. B. bzw. d. h. u. a. ggf. mehr vor",
            "Dipl.-Ing. Park aus der Hauptstr. 5 kommt am 3. Mai ca. um 10 Uhr",
            "M. Park et Mme. Durand, MM. les recruteurs, p. ex. ou p.ex. c.-à-d. demain",
            "Estimado Sr. Park y Sra. Ruiz, p. ej. o p.ej. el Dr. López, a Ud. y Uds. también",
            "Gentile Sig. Rossi e Sig.ra Bianchi, il sig. Verdi e la Dott.ssa Neri, Dott. Blu",
            "Spett.le Acme, all'Ing. Rossi e ad es. per es. l'Avv. Neri, Egr. Sig. Verdi",
            "Sig. Rossi, la ringraziamo",
            "Exmo. Sr. Silva, Exma. Sra. Costa, Ilmo. Dr. Lima, o n.º 5 e p. ex. V. Exa. mesmo",
            "Geachte dhr. Jansen en mevr. De Vries, bijv. d.w.z. m.b.t. t.a.v. o.a. i.v.m. dit",
            "Sz. P. Kowalska, np. m.in. przy ul. Długiej, tzn. tj. o godz. 10, dr. hab. inż. Nowak, nr. 5",
            "Vi söker t.ex. bl.a. m.fl. p.g.a. dvs. ca. 5 personer kl. 10 den 3. maj",
            "Vi har f.eks. bl.a. dvs. ca. 5 pladser, jf. vedr. nr. 3 hhv. tlf. 5",
            "Vi møtes d. 3. marts, dvs. 3. maj kl. 14.30 eller 5. mai kl. 9.00",
            "Mødet er d. 3. marts kl. 14.30 i dag",
            "on 4.5.2026 at 10.30 it is v1.2",
        ] {
            assert_eq!(count(text), 1, "{text}");
        }
    }

    #[test]
    fn a_word_that_looks_like_one_ends_its_sentence() {
        for text in [
            "The answer is no. We are sorry",
            "Situationen har ændret sig. Desværre må vi sige nej",
            "It is up to me. Best wishes",
            "Wir bedauern es. Alles Gute",
            "We speak at 10 a.m. Please come",
            "So am I. We hope so",
            "Das ist die Art. Alles Gute",
            "That is all. Best wishes",
            "It has been a pleasuremr. Best wishes",
        ] {
            assert_eq!(count(text), 2, "{text}");
        }
    }
}

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::*;
use crate::mail::{Body, Segment, SegmentKind};
use crate::reply::engine::every_combination;
use crate::reply::tone::tone;

fn built_in_sources() -> impl Iterator<Item = Source<'static>> {
    built_in::texts().map(built_in_source)
}

const STAGES: [Stage; 2] = [Stage::Application, Stage::Interview];

fn language(code: &str) -> Language {
    Language::new(code).expect("two letters")
}

/// A built-in text as it is read: whole, with or without a situation's paragraph.
struct Reading {
    name: String,
    manners: &'static Manners,
    form: Form,
    kind: TextKind,
    stage: Stage,
    values: Values,
    text: String,
}

/// Every built-in text with every combination of values, each paragraph within
/// every variant of every stage.
fn readings() -> &'static [Reading] {
    static READINGS: LazyLock<Vec<Reading>> = LazyLock::new(read_all);
    &READINGS
}

fn read_all() -> Vec<Reading> {
    let templates = Templates::embedded();
    let mut all = Vec::new();
    for source in built_in_sources() {
        let stages: &[Stage] = match source.name.kind {
            TextKind::Application => &[Stage::Application],
            TextKind::Interview => &[Stage::Interview],
            TextKind::Situation(_) => &STAGES,
        };
        let numbers = if source.name.kind.is_whole() {
            1..=1
        } else {
            1..=4
        };
        for number in numbers {
            for stage in stages {
                for values in every_combination() {
                    let mut shown = source;
                    if !source.name.kind.is_whole() {
                        shown.name.number = Some(number);
                    }
                    let text = templates.preview(shown, *stage, &values);
                    all.push(Reading {
                        name: shown.name.to_string(),
                        manners: manners(source.name.language),
                        form: source.name.form,
                        kind: source.name.kind,
                        stage: *stage,
                        values,
                        text: text.expect("fills in"),
                    });
                }
            }
        }
    }
    all
}

/// What the texts of one language say, and what they never say.
struct Manners {
    code: &'static str,
    /// The first line for Jo Park and for nobody in particular; in
    /// Japanese it is the one below the company's.
    greetings: [&'static str; 2],
    thanks: &'static [&'static str],
    /// How it speaks of an interview, in lower case.
    interview: &'static [&'static str],
    question: &'static str,
    /// Beginnings of words of somebody who argues, pleads or complains,
    /// or who guesses at a person's sex.
    never: &'static [&'static str],
}

#[rustfmt::skip]
const MANNERS: &[Manners] = &[
    Manners {
        code: "en", greetings: ["Dear Jo,", "Hello,"], thanks: &["thank"],
        interview: &["interview"], question: "?",
        never: &["why", "reconsider", "unfair", "disappoint", "unfortunately", "mistake", "beg", "please", "sir", "madam"],
    },
    Manners {
        code: "de", greetings: ["Guten Tag Jo Park,", "Guten Tag,"], thanks: &["dank"],
        interview: &["gespräch"], question: "?",
        never: &["warum", "weshalb", "wieso", "überdenken", "unfair", "enttäusch", "leider", "bedauer", "herr", "frau"],
    },
    Manners {
        code: "fr", greetings: ["Bonjour Jo Park,", "Bonjour,"], thanks: &["merci", "remercie"],
        interview: &["entretien"], question: "\u{a0}?",
        never: &["pourquoi", "reconsidér", "réexamin", "injust", "déçu", "décept", "malheureus", "hélas", "regret", "erreur", "monsieur", "madame", "reconnaissant", "heureux", "heureuse", "ravi"],
    },
    Manners {
        code: "es", greetings: ["Buenos días, Jo Park:", "Buenos días:"], thanks: &["gracias"],
        interview: &["entrevista"], question: "?",
        never: &["por qué", "reconsider", "replante", "injust", "decepcion", "lament", "desgraciad", "error", "señor", "estimad", "agradecid", "encantad", "interesad"],
    },
    Manners {
        code: "it", greetings: ["Buongiorno Jo Park,", "Buongiorno,"], thanks: &["grazie", "ringrazio"],
        interview: &["colloqui"], question: "?",
        never: &["perché", "come mai", "riconsider", "ripens", "ingiust", "delus", "purtroppo", "dispiac", "errore", "signor", "gentil", "lieto", "lieta", "interessat"],
    },
    Manners {
        code: "nl", greetings: ["Beste Jo Park,", "Goedendag,"], thanks: &["dank"],
        interview: &["gesprek"], question: "?",
        never: &["waarom", "heroverweg", "oneerlijk", "teleur", "helaas", "jammer", "vergissing", "heer", "mevrouw", "je", "jij", "jouw", "jullie"],
    },
    Manners {
        code: "pt", greetings: ["Olá, Jo Park,", "Olá,"], thanks: &["agradeço"],
        interview: &["entrevista"], question: "?",
        never: &["por que", "por quê", "porquê", "porque", "reconsider", "injust", "decepcion", "desilu", "infelizmente", "lament", "erro", "senhor", "prezad", "caro", "cara", "obrigad", "grato", "grata", "interessad"],
    },
    Manners {
        code: "pl", greetings: ["Dzień dobry,", "Szanowni Państwo,"], thanks: &["dziękuję"],
        interview: &["rozmowy kwalifikacyjn", "rozmowie kwalifikacyjn", "rozmowę kwalifikacyjn", "rozmów kwalifikacyjn"], question: "?",
        never: &["dlaczego", "czemu", "ponown", "niesprawiedliw", "rozczarow", "niestety", "szkoda", "pomyłk", "pan ", "pani", "wdzięczn", "chciał", "mogłem", "mogłam", "byłbym", "byłabym"],
    },
    Manners {
        code: "sv", greetings: ["Hej Jo,", "Hej,"], thanks: &["tack"],
        interview: &["intervju"], question: "?",
        never: &["varför", "ompröva", "orättvis", "besvik", "tyvärr", "misstag", "herr", "fru "],
    },
    Manners {
        code: "da", greetings: ["Kære Jo,", "Hej,"], thanks: &["tak"],
        interview: &["jobsamtale"], question: "?",
        never: &["hvorfor", "genoverveje", "uretfærdig", "skuffe", "desværre", "fejl", "hr", "fru "],
    },
    Manners {
        code: "nb", greetings: ["Hei Jo,", "Hei,"], thanks: &["takk"],
        interview: &["intervju"], question: "?",
        never: &["hvorfor", "revurder", "urettferdig", "skuff", "dessverre", "beklage", "feil", "herr", "fru "],
    },
    Manners {
        code: "ja", greetings: ["Jo Park様", "採用ご担当者様"], thanks: &["ありがとう"],
        interview: &["面接"], question: "でしょうか。",
        never: &["なぜ", "どうして", "再考", "考え直", "不公平", "残念", "納得", "間違い"],
    },
];

/// The familiar forms: the greetings.
#[rustfmt::skip]
const FAMILIAR: &[(&str, [&str; 2])] = &[
    ("de", ["Hallo Jo,", "Hallo,"]),
    ("fr", ["Bonjour Jo,", "Bonjour,"]),
    ("es", ["Hola, Jo:", "Hola:"]),
    ("it", ["Ciao Jo,", "Ciao,"]),
    ("nl", ["Hoi Jo,", "Hallo,"]),
    ("pl", ["Cześć,", "Cześć,"]),
];

/// What the polite forms never say, and the familiar ones, as whole words.
#[rustfmt::skip]
const FORMS: &[(&str, &[&str], &[&str])] = &[
    ("de", &["du", "dir", "dich", "dein", "deine", "ihr", "euch", "eure"], &["Sie", "Ihnen", "Ihre"]),
    ("fr", &["tu", "te", "toi", "ton", "ta", "tes"], &[]),
    ("es", &["tú", "tu", "te", "ti", "tuyas"], &["usted", "ustedes", "les", "su", "suyas", "pudieran"]),
    ("it", &["tu", "te", "ti", "tuo", "tua"], &["Lei", "Suo", "Sua"]),
    ("nl", &["je", "jij", "jou", "jouw", "jullie"], &["u", "uw"]),
    ("pl", &["Ty", "Cię", "Ci", "Ciebie", "Twoja", "Twój", "Tobie"], &["Państwo", "Państwa", "Państwu"]),
];

fn manners(language: Language) -> &'static Manners {
    MANNERS
        .iter()
        .find(|manners| language.as_str() == manners.code)
        .expect("every language that is built in has its manners here")
}

fn says_one_of(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.to_lowercase().contains(word))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

#[test]
fn every_language_has_four_texts_for_each_stage_and_all_situations() {
    let mut tongues: Vec<(&str, Form)> = MANNERS.iter().map(|m| (m.code, Form::Polite)).collect();
    tongues.extend(FAMILIAR.iter().map(|(code, _)| (*code, Form::Familiar)));
    for (code, form) in &tongues {
        for kind in TextKind::all() {
            let texts: BTreeSet<&str> = built_in_sources()
                .filter(|s| {
                    let name = s.name;
                    (name.language, name.form, name.kind) == (language(code), *form, kind)
                })
                .map(|source| source.text)
                .collect();
            let wanted = match kind {
                TextKind::Application | TextKind::Interview => 4,
                TextKind::Situation(Situation::Agency) => 2,
                TextKind::Situation(_) => 1,
            };
            assert_eq!(texts.len(), wanted, "{code} {form:?} {kind:?}");
        }
    }
    assert_eq!(built_in_sources().count(), 15 * tongues.len());
}

#[test]
fn no_paragraph_stands_in_two_variants_of_a_stage() {
    for source in built_in_sources().filter(|s| s.name.number.is_some()) {
        for other in built_in_sources().filter(|o| o.name.number.is_some()) {
            let same = |a: TextName, b: TextName| {
                (a.language, a.form, a.kind) == (b.language, b.form, b.kind) && a < b
            };
            if !same(source.name, other.name) {
                continue;
            }
            let body = |text: &'static str| {
                let paragraphs = text.split("\n\n").skip(1);
                paragraphs.filter(|p| p.chars().count() > 60)
            };
            let ours: BTreeSet<&str> = body(source.text).collect();
            for paragraph in body(other.text) {
                let name = other.name;
                assert!(!ours.contains(paragraph), "{name}: {paragraph}");
            }
        }
    }
}

/// Fails with every text that is not as it should be, each said once.
fn all_hold(complaints: impl Fn(&Reading) -> Vec<String>) {
    let mut said: Vec<String> = Vec::new();
    let mut seen = BTreeSet::new();
    for reading in readings() {
        for complaint in complaints(reading) {
            let line = format!("{} ({}): {complaint}", reading.name, reading.stage.as_str());
            if seen.insert(line.clone()) {
                said.push(line);
            }
        }
    }
    assert!(said.is_empty(), "{}", said.join("\n"));
}

#[test]
fn every_text_reads_well_whatever_is_known() {
    const MARKS: &[&str] = &[
        "{",
        "}",
        "none",
        "None",
        "undefined",
        "  ",
        " \n",
        "\n ",
        "\n\n\n",
        " ,",
        " .",
        " ?",
        " !",
        " ;",
        " :",
        "()",
        "（）",
        "„“",
        "「」",
        "«\u{a0}\u{a0}»",
        "\u{a0}\u{a0}",
        "\u{a0} ",
        " \u{a0}",
        "、、",
        "。。",
        ",,",
        "..",
        ";;",
        "'",
    ];
    all_hold(|reading| {
        let text = reading.text.as_str();
        let mut wrong = Vec::new();
        let marks = MARKS.iter().filter(|mark| text.contains(**mark));
        wrong.extend(marks.map(|mark| format!("{mark:?} in it")));
        wrong.extend(never_said(reading).map(|word| format!("says {word:?}")));
        let length = match reading.manners.code {
            "ja" => text.chars().count() >= 450,
            _ => text.split_whitespace().count() >= 155,
        };
        let values = &reading.values;
        // An agency is not told where it sent somebody.
        let agency = reading.kind == TextKind::Situation(Situation::Agency);
        for (holds, complaint) in [
            (!length, "too long"),
            (!text.starts_with(char::is_lowercase), "begins small"),
            (text.ends_with("\nDana Whitfield"), "no name"),
            (
                values.phone.is_some() == text.contains("+44 20 7946 0000"),
                "phone",
            ),
            (
                values.role.is_some() == text.contains("Data Engineer"),
                "role",
            ),
            (
                (values.company.is_some() && !agency) == text.contains("Acme"),
                "company",
            ),
        ] {
            wrong.extend((!holds).then(|| complaint.to_owned()));
        }
        wrong
    });
}

/// What somebody who argues, pleads or guesses would say.
fn never_said(reading: &Reading) -> impl Iterator<Item = &'static str> {
    let lower = reading.text.to_lowercase();
    let spoken = format!(" {} ", words(&lower).collect::<Vec<_>>().join(" "));
    // The Dutch list holds the familiar form, which has its own test.
    let familiar = reading.form == Form::Familiar;
    let manners = reading.manners;
    let never = manners.never.iter().copied();
    never
        .filter(move |word| !(familiar && word.starts_with('j')))
        .filter(move |word| match manners.code {
            // Japanese writes no spaces, so that a word begins anywhere.
            "ja" => lower.contains(word),
            _ => spoken.contains(&format!(" {word}")),
        })
}

#[test]
fn no_built_in_text_has_a_tone_to_warn_of() {
    all_hold(|reading| {
        let language = language(reading.manners.code);
        let warnings = tone(&reading.text, language);
        warnings.iter().map(ToString::to_string).collect()
    });
}

#[test]
fn thanks_come_before_any_question() {
    all_hold(|reading| {
        let lower = reading.text.to_lowercase();
        let thanks = reading.manners.thanks.iter();
        let thanks = thanks.filter_map(|t| lower.find(t)).min();
        let question = lower.find(reading.manners.question);
        let early = thanks.is_some() && question.is_some() && thanks < question;
        (!early)
            .then(|| format!("thanks at {thanks:?}, question at {question:?}"))
            .into_iter()
            .collect()
    });
}

#[test]
fn the_greeting_names_a_person_or_nobody() {
    for reading in readings() {
        let code = reading.manners.code;
        let agency = reading.kind == TextKind::Situation(Situation::Agency);
        let mut lines = reading.text.lines();
        if code == "ja" && reading.values.company.is_some() && !agency {
            assert_eq!(lines.next(), Some("Acme"));
        }
        let [person, nobody] = match reading.form {
            Form::Polite if code == "ja" && agency => ["Jo Park様", "ご担当者様"],
            Form::Polite => reading.manners.greetings,
            Form::Familiar => {
                let (_, greetings) = FAMILIAR
                    .iter()
                    .find(|(known, _)| *known == code)
                    .expect("it has greetings");
                *greetings
            }
        };
        let wanted = if reading.values.person.is_some() {
            person
        } else {
            nobody
        };
        assert_eq!(lines.next(), Some(wanted), "{}", reading.name);
    }
}

#[test]
fn the_questions_fit_the_stage() {
    all_hold(|reading| {
        let spoken = says_one_of(&reading.text, reading.manners.interview);
        let fits = spoken == (reading.stage == Stage::Interview);
        (!fits)
            .then(|| format!("speaks of an interview: {spoken}"))
            .into_iter()
            .collect()
    });
}

#[test]
fn each_text_keeps_to_its_form_of_address() {
    all_hold(|reading| {
        let forms = FORMS
            .iter()
            .find(|(code, _, _)| *code == reading.manners.code);
        let Some((_, in_polite, in_familiar)) = forms else {
            return Vec::new();
        };
        let never = match reading.form {
            Form::Polite => in_polite,
            Form::Familiar => in_familiar,
        };
        let wrong = words(&reading.text).filter(|word| never.contains(word));
        wrong.map(str::to_owned).collect()
    });
}

#[test]
fn a_rejection_always_gets_the_same_variant_and_all_are_used() {
    let templates = Templates::embedded();
    let values = Values {
        name: "Dana".to_owned(),
        ..Values::default()
    };
    for (code, stage) in [
        ("en", Stage::Interview),
        ("de", Stage::Application),
        ("ja", Stage::Interview),
    ] {
        let texts: BTreeSet<String> = (0..64)
            .map(|n| {
                let seed = format!("{n}@example.org");
                let render = || templates.render(language(code), stage, &seed, &values);
                let text = render().expect("text");
                assert_eq!(text, render().expect("text"));
                text
            })
            .collect();
        assert_eq!(texts.len(), 4, "{code}");
    }
}

/// A rejection with these words.
fn saying(text: &str) -> Message {
    Message {
        body: Body {
            text: text.to_owned(),
            segments: vec![Segment {
                kind: SegmentKind::Own,
                range: 0..text.len(),
            }],
        },
        ..Message::default()
    }
}

#[test]
fn the_situations_of_a_rejection_shape_its_reply() {
    #[rustfmt::skip]
    let table: &[(&str, &str, &[&str], &[&str])] = &[
        ("en", "We went with someone else. We would be happy to give you feedback. It was a close decision.",
            &["offering me feedback", "a close decision"], &[]),
        ("en", "The role has been put on hold. We will keep your CV on file.",
            &["plans for a position can change", "keeping my details"], &[]),
        // An offer of feedback goes before the position that is gone.
        ("en", "The role has been put on hold. If you would like some feedback, write to me.",
            &["offering me feedback"], &["plans for a position"]),
        // The agency's text asks what its client said, feedback or not.
        ("en", "Our client has decided to hire somebody else. We will keep your details for later.",
            &["your client", "keeping my details"], &["at Acme"]),
        ("de", "Danke für dein Interesse. Dir können wir leider nicht zusagen; gern geben wir dir ein Feedback. Das bieten wir dir gerne an: Feedback möchtest du?",
            &["Hallo Jo,", "euer Angebot"], &["Sie "]),
        ("fr", "Merci de ta candidature, Dana. Nous n'allons pas la retenir, mais te souhaitons bonne chance.",
            &["Bonjour Jo,", "Je te remercie", "Merci"], &["votre candidature"]),
    ];
    let templates = Templates::embedded();
    let values = Values {
        name: "Dana".to_owned(),
        company: Some("Acme".to_owned()),
        person: Some("Jo Park".to_owned()),
        ..Values::default()
    };
    for (code, said, some, none) in table {
        let occasion = Occasion::of(&saying(said), language(code), Stage::Application);
        for seed in ["a", "b", "c", "d", "e"] {
            let text = templates
                .reply(language(code), &occasion, seed, &values)
                .expect("text");
            assert!(some.iter().any(|wanted| text.contains(wanted)), "{text}");
            if *code != "fr" {
                assert!(some.iter().all(|wanted| text.contains(wanted)), "{text}");
            }
            assert!(!none.iter().any(|other| text.contains(other)), "{text}");
        }
    }
}

#[test]
fn to_somebody_unnamed_the_polite_form_is_used_where_tu_needs_one_person() {
    let templates = Templates::embedded();
    let occasion = Occasion {
        form: Form::Familiar,
        ..Occasion::plain(Stage::Application)
    };
    let values = Values {
        name: "Dana".to_owned(),
        ..Values::default()
    };
    for (code, polite) in [
        ("fr", true),
        ("es", true),
        ("it", true),
        ("pl", true),
        ("de", false),
        ("nl", false),
    ] {
        let polite_text = templates.render(language(code), Stage::Application, "x", &values);
        let text = templates.reply(language(code), &occasion, "x", &values);
        assert_eq!(text == polite_text, polite, "{code}");
    }
}

#[test]
fn an_unknown_language_is_answered_in_english() {
    let templates = Templates::embedded();
    let values = Values {
        name: "Dana".to_owned(),
        ..Values::default()
    };
    let text = templates
        .render(language("fi"), Stage::Application, "x", &values)
        .expect("text");
    assert!(text.starts_with("Hello,"), "{text}");
}

#[test]
fn values_from_outside_cannot_reach_the_engine_or_break_lines() {
    let templates = Templates::embedded();
    let values = Values {
        name: "Dana".to_owned(),
        company: Some("{{ name }}\r\nBcc: x@y\u{202e}{% raw %}".to_owned()),
        role: Some("Ca\u{0}ptain (f/m/x)".to_owned()),
        person: Some("Jo\nPark".to_owned()),
        phone: None,
    };
    let text = templates
        .render(Language::EN, Stage::Interview, "x", &values)
        .expect("text");
    assert!(text.starts_with("Dear Jo,\n"), "{text}");
    assert!(text.contains("{{ name }} Bcc: x@y{% raw %}"), "{text}");
    assert!(text.contains("the Ca ptain position"), "{text}");
    assert!(!text.contains(['\r', '\u{0}', '\u{202e}']));
}

#[test]
fn german_leaves_out_a_company_that_wants_an_article() {
    let templates = Templates::embedded();
    for (company, named) in [("Bergmann Optik", true), ("Universität Hohenfels", false)] {
        let values = Values {
            name: "Dana".to_owned(),
            company: Some(company.to_owned()),
            ..Values::default()
        };
        for form in [Form::Polite, Form::Familiar] {
            let occasion = Occasion {
                form,
                ..Occasion::plain(Stage::Interview)
            };
            let text = templates
                .reply(language("de"), &occasion, "x", &values)
                .expect("text");
            assert_eq!(text.contains(company), named, "{text}");
        }
    }
}

fn own(texts: &[(&str, &str)]) -> (Templates, Vec<TemplateError>) {
    let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
    Templates::with_own(&texts.iter().map(owned).collect::<Vec<_>>())
}

#[test]
fn an_own_text_replaces_its_kind_only() {
    let (templates, faults) = own(&[
        ("en/interview", "Hi! {{ name }}"),
        (
            "fi/application.2",
            "Hei{% if person %} {{ person }}{% endif %}",
        ),
    ]);
    assert_eq!(faults, []);
    let values = Values {
        name: "Dana".to_owned(),
        ..Values::default()
    };
    for seed in ["a", "b", "c", "d"] {
        let text = templates
            .render(Language::EN, Stage::Interview, seed, &values)
            .expect("text");
        assert_eq!(text, "Hi! Dana");
    }
    let text = templates
        .render(Language::EN, Stage::Application, "a", &values)
        .expect("text");
    assert!(text.starts_with("Hello,"));
    let text = templates
        .render(language("fi"), Stage::Application, "a", &values)
        .expect("text");
    assert_eq!(text, "Hei");
}

#[test]
fn an_own_text_stands_for_every_form_and_situation_that_has_none() {
    let (templates, faults) = own(&[
        (
            "de/interview",
            "Tag! {{ form }}{% if close %} {{ close }}{% endif %}",
        ),
        ("en/application", "Hi!"),
        ("en/runner-up", "So close!"),
        (
            "en/interview",
            "{{ name }}: {% if close %}{{ close }}{% endif %}",
        ),
        ("fr/agency", "Agence"),
    ]);
    assert_eq!(faults, []);
    let values = Values {
        name: "Dana".to_owned(),
        person: Some("Jo Park".to_owned()),
        ..Values::default()
    };
    let reply = |code: &str, stage: Stage, form: Form, situations: &[Situation]| {
        let occasion = Occasion {
            stage,
            form,
            situations: situations.to_vec(),
        };
        templates
            .reply(language(code), &occasion, "x", &values)
            .expect("text")
    };
    let interview = Stage::Interview;
    assert_eq!(reply("de", interview, Form::Familiar, &[]), "Tag! familiar");
    let kept = reply("de", interview, Form::Polite, &[Situation::KeptOnFile]);
    assert!(
        kept.starts_with("Tag! polite Vielen Dank, dass Sie"),
        "{kept}"
    );
    // The user's words for a stage go before what is built in for an agency.
    let agency = reply("en", Stage::Application, Form::Polite, &[Situation::Agency]);
    assert_eq!(agency, "Hi!");
    let close = reply("en", interview, Form::Polite, &[Situation::RunnerUp]);
    assert_eq!(close, "Dana: So close!");
    let agency = reply("fr", interview, Form::Familiar, &[Situation::Agency]);
    assert_eq!(agency, "Agence");
}

#[test]
fn a_broken_own_text_is_told_of_with_its_line_and_left_out() {
    let named = "named by language and kind";
    let cases = [
        ("en/interview", "Hi\n{{ compny }}", 2, "undefined"),
        (
            "en/interview",
            "Hi\nDear {{ person }},",
            2,
            "put it inside {% if",
        ),
        ("en/interview", "Hi\n\n{% if company %}", 3, ""),
        ("en/interview", "Hi\n{{ ask }}", 2, "put it inside {% if"),
        (
            "en/interview",
            "{% if company and role %}{{ role }}{{ typo }}{% endif %}",
            1,
            "undefined",
        ),
        (
            "en/interview",
            "{% if stage == 'interview' %}\n{{ typo }}{% endif %}",
            2,
            "undefined",
        ),
        ("en/interview", "Hi {{ name | nosuch }}", 1, "nosuch"),
        ("en/interviews", "Hi", 1, named),
        ("english/interview", "Hi", 1, named),
        ("interview", "Hi", 1, named),
        ("en/interview.x", "Hi", 1, named),
        ("de-rude/interview", "Hi", 1, named),
    ];
    let values = Values {
        name: "Dana".to_owned(),
        ..Values::default()
    };
    for (name, text, line, problem) in cases {
        let (templates, faults) = own(&[("de/application", "Hallo"), (name, text)]);
        assert_eq!(faults.len(), 1, "{faults:?}");
        let place = (faults[0].file.as_str(), faults[0].line);
        assert_eq!(place, (name, line), "{faults:?}");
        assert!(faults[0].problem.contains(problem), "{faults:?}");
        let render = |code, stage| templates.render(language(code), stage, "x", &values);
        let english = render("en", Stage::Interview).expect("text");
        assert!(english.starts_with("Hello,"), "{english}");
        let german = render("de", Stage::Application).expect("text");
        assert_eq!(german, "Hallo");
    }
    let (_, faults) = own(&[("en/interview", "a"), ("en/interview", "a")]);
    assert!(
        faults[0].to_string().contains("two texts of this name"),
        "{faults:?}"
    );
}

#[test]
fn names_are_read_as_they_are_written() {
    for source in built_in_sources() {
        let name = source.name.to_string();
        assert_eq!(TextName::parse(&name), Some(source.name));
    }
}

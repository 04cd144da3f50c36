use super::*;

#[test]
fn what_a_recruiter_stumbles_over_is_found_where_it_stands() {
    use Fault::{Blame, Pleading, Sarcasm, Why};
    #[rustfmt::skip]
    let table = [
        ("en", "Thank you.\nWhy was I\nnot hired?", 2, Why, "Why"),
        ("en", "Thanks. I'd ask you to\nRECON\u{ad}SIDER it.", 2, Pleading, "RECON\u{ad}SIDER"),
        ("en", "Thanks for\nnothing.", 1, Sarcasm, "Thanks for\nnothing"),
        ("en", "This was a waste\nof my time.", 1, Blame, "waste\nof my time"),
        ("de", "Danke.\n\nWarum nicht ich?", 3, Why, "Warum"),
        ("de", "Geben Sie mir eine zweite Chance", 1, Pleading, "eine zweite Chance"),
        ("fr", "C’est injuste.", 1, Blame, "injuste"),
        ("fr", "Je vous en supplie", 1, Pleading, "Je vous en supplie"),
        ("es", "¿Por qué no yo?", 1, Why, "Por qué"),
        ("it", "Perche\u{301} no?", 1, Why, "Perche\u{301}"),
        ("nl", "Bedankt voor niets", 1, Sarcasm, "Bedankt voor niets"),
        ("pt", "Parabéns pela escolha", 1, Sarcasm, "Parabéns pela escolha"),
        ("pl", "Dlaczego?", 1, Why, "Dlaczego"),
        ("sv", "Kan ni ompröva det?", 1, Pleading, "ompröva"),
        ("da", "Det er uretfærdigt", 1, Blame, "uretfærdigt"),
        ("nb", "Gi meg en sjanse til", 1, Pleading, "Gi meg en sjanse"),
        ("ja", "ありがとう。\nなぜ不採用ですか。", 2, Why, "なぜ"),
    ];
    for (code, text, line, fault, said) in table {
        let language = Language::new(code).expect("two letters");
        let wanted = ToneWarning {
            line,
            fault,
            said: said.to_owned(),
        };
        assert_eq!(tone_of_words(text, language), [wanted], "{text}");
    }
}

#[test]
fn calm_words_that_look_alike_are_left_alone() {
    #[rustfmt::skip]
    let table = [
        ("en", "I work for Whyte & Sons and was whyever-free."),
        ("de", "Ihre Begeisterung; darum danke."),
        ("nl", "Ik ben daarom blij."),
        ("fi", "Miksi why warum?"),
    ];
    for (code, text) in table {
        let language = Language::new(code).expect("two letters");
        assert_eq!(tone_of_words(text, language), [], "{text}");
    }
}

#[test]
fn a_text_wants_thanks_and_a_question_and_an_end() {
    use Fault::{NoQuestion, NoThanks, TooLong};
    let long = format!("Thank you. {} Any advice?", "word ".repeat(157));
    let short = format!("Thank you. {} Any advice?", "word ".repeat(155));
    let japanese = format!("ありがとうございます。{}でしょうか。", "あ".repeat(440));
    type Row<'a> = (&'a str, &'a str, &'a [(usize, Fault)]);
    #[rustfmt::skip]
    let table: &[Row<'_>] = &[
        ("en", "Thank you. What could I do better?", &[]),
        ("en", "Hello.\n\nBye.\n", &[(3, NoQuestion), (1, NoThanks)]),
        ("en", &long, &[(1, TooLong)]),
        ("en", &short, &[]),
        ("ja", &japanese, &[(1, TooLong)]),
        ("ja", "ありがとうございます。ご助言をお聞かせください。", &[]),
        ("de", "", &[(1, NoThanks), (1, NoQuestion)]),
        // Of a language that is not known, only the length can be told.
        ("fi", "Moi.", &[]),
    ];
    for (code, text, wanted) in table {
        let language = Language::new(code).expect("two letters");
        let mut found: Vec<(usize, Fault)> = tone(text, language)
            .into_iter()
            .map(|warning| (warning.line, warning.fault))
            .collect();
        let mut wanted = wanted.to_vec();
        found.sort();
        wanted.sort();
        assert_eq!(found, wanted, "{text}");
    }
}

#[test]
fn every_warning_says_what_would_be_better() {
    let warnings = tone("Why? This is unfair.", Language::EN);
    let told: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(
        told.iter()
            .any(|t| t.starts_with("\"Why\" asks for reasons; ask what")),
        "{told:?}"
    );
}

use super::Situation::{Agency, FeedbackOffered, KeptOnFile, OtherRole, PositionGone, RunnerUp};
use super::*;
use crate::mail::{Body, Segment};
use crate::reply::Form;

fn mail(kind: SegmentKind, text: &str) -> Message {
    Message {
        body: Body {
            text: text.to_owned(),
            segments: vec![Segment {
                kind,
                range: 0..text.len(),
            }],
        },
        ..Message::default()
    }
}

fn told(code: &str, text: &str) -> Vec<Situation> {
    let language = Language::new(code).expect("two letters");
    situations(&mail(SegmentKind::Own, text), language)
}

#[test]
#[rustfmt::skip]
fn a_rejection_tells_its_situation() {
    let table: &[(&str, &str, &[Situation])] = &[
        ("en", "Unfortunately we chose somebody else.", &[]),
        ("en", "If you'd like any feedback on your interview, just reply.", &[FeedbackOffered]),
        ("en", "I'm happy to jump on a call and share some\nfeedback with you.", &[FeedbackOffered]),
        ("en", "Due to the number of applications we are unable to offer you individual feedback.", &[]),
        ("en", "Sadly, we can’t provide detailed feedback at this stage.", &[]),
        ("en", "We'd love to hear how it went: feel free to share your feedback in our survey.", &[]),
        ("en", "It was a very close decision, and you were our second choice.", &[RunnerUp]),
        ("en", "We’ll keep your résumé on file, and we think you would be great for our platform team.", &[OtherRole, KeptOnFile]),
        ("en", "We will not keep your data on file.", &[]),
        ("en", "We have decided to put this role on hold because of a hiring freeze.", &[PositionGone]),
        ("en", "The position was filled internally.", &[PositionGone]),
        ("en", "Our client has decided not to take your application further.", &[Agency]),
        ("en", "We build tools that our clients love.", &[]),
        ("en", "Our client has chosen someone else; it was narrowly decided. I'll keep your details.", &[Agency, RunnerUp, KeptOnFile]),
        ("de", "Wenn Sie ein Feedback wünschen, melden Sie sich.", &[FeedbackOffered]),
        ("de", "Gerne gebe ich dir telefonisch ein Feedback, denn gern würde ich dir dazu Feedback geben.", &[FeedbackOffered]),
        ("de", "Ein individuelles Feedback ist uns leider nicht möglich.", &[]),
        ("de", "Die Stelle wurde intern besetzt.", &[PositionGone]),
        ("de", "Unser Kunde hat sich für jemand anderen entschieden.", &[Agency]),
        ("de", "Wir würden Ihre Unterlagen gerne in unserem Talentpool speichern.", &[KeptOnFile]),
        ("de", "Die Entscheidung ist denkbar knapp gewesen.", &[RunnerUp]),
        ("fr", "Le poste a été pourvu en interne.", &[PositionGone]),
        ("fr", "Nous nous permettons de conserver votre CV.", &[KeptOnFile]),
        ("fr", "Notre client a retenu une autre candidature ; vous étiez parmi les finalistes.", &[Agency, RunnerUp]),
        ("es", "Si deseas recibir comentarios sobre tu entrevista, escríbeme.", &[FeedbackOffered]),
        ("es", "Guardaremos tu CV en nuestra base de datos.", &[KeptOnFile]),
        ("it", "Il nostro cliente ha scelto un altro profilo.", &[Agency]),
        ("it", "Se desidera ricevere un feedback, mi scriva.", &[FeedbackOffered]),
        ("nl", "De vacature is intern ingevuld.", &[PositionGone]),
        ("nl", "Wil je feedback? Bel me dan even.", &[FeedbackOffered]),
        ("nl", "Wil je weten waarom? Ik wil je graag telefonisch feedback geven.", &[FeedbackOffered]),
        ("pt", "A vaga foi cancelada.", &[PositionGone]),
        ("pt", "Manteremos o seu currículo na nossa base de dados.", &[KeptOnFile]),
        ("pl", "Nasz klient zdecydował się na inną osobę.", &[Agency]),
        ("pl", "Zachowamy Pana CV na przyszłość.", &[KeptOnFile]),
        ("sv", "Hör gärna av dig om du vill ha återkoppling.", &[FeedbackOffered]),
        ("sv", "Tjänsten har tillsatts internt.", &[PositionGone]),
        ("da", "Vi giver gerne feedback, hvis du ringer.", &[FeedbackOffered]),
        ("da", "Vi har desværre ikke mulighed for at give feedback.", &[]),
        ("nb", "Jeg gir gjerne en tilbakemelding på telefon.", &[FeedbackOffered]),
        ("nb", "Det var svært jevnt, og du ble nummer to.", &[RunnerUp]),
        ("it", "È stata una scelta difficile.", &[]),
        ("de", "Gerne gebe ich Ihnen telefonisch eine Rückmeldung zum Gespräch.", &[FeedbackOffered]),
        ("en", "I've now heard back from my client about the role. I'll keep your CV on record.", &[Agency, KeptOnFile]),
        ("en", "Owing to the volume we regret that we are unable to provide individual feedback.", &[]),
        ("en", "If you wish to receive feedback, please write to us.", &[FeedbackOffered]),
        ("ja", "最終候補のお一人でした。応募書類を保管させていただきます。", &[RunnerUp, KeptOnFile]),
        ("ja", "フィードバックをお伝えすることはできません。", &[]),
        ("ja", "今回は募集を中止することとなりました。", &[PositionGone]),
        // A language that is not known tells nothing.
        ("fi", "Our client has chosen someone else.", &[]),
    ];
    let wrong: Vec<String> = table
        .iter()
        .filter(|(code, text, wanted)| told(code, text) != *wanted)
        .map(|(code, text, _)| format!("{:?}: {text}", told(code, text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_quoted_below_tells_nothing() {
    let text = "Our client has decided.";
    for (kind, wanted) in [
        (SegmentKind::Own, true),
        (SegmentKind::Forward, true),
        (SegmentKind::Quote, false),
        (SegmentKind::Footer, false),
    ] {
        let found = situations(&mail(kind, text), Language::EN);
        assert_eq!(found == [Agency], wanted, "{kind:?}");
    }
}

#[test]
fn the_order_is_the_precedence() {
    let mut sorted = Situation::ALL;
    sorted.sort();
    assert_eq!(sorted, Situation::ALL);
}

#[test]
fn every_language_has_words_for_every_situation() {
    let codes: std::collections::BTreeSet<&str> = PHRASES.iter().map(|row| row.0).collect();
    assert_eq!(codes.len(), 12);
    for code in codes {
        for situation in Situation::ALL {
            let rows = PHRASES
                .iter()
                .filter(|row| (row.0, row.1) == (code, situation));
            assert_eq!(rows.count(), 1, "{code} {situation:?}");
        }
        assert_eq!(NOT.iter().filter(|row| row.0 == code).count(), 1, "{code}");
    }
    // A phrase that is not in normal form would never be found.
    let phrases = PHRASES
        .iter()
        .flat_map(|row| row.2)
        .chain(NOT.iter().flat_map(|row| row.1));
    for phrase in phrases {
        for part in phrase.split(" * ") {
            assert_eq!(normalise(part).text(), part, "{phrase}");
        }
    }
}

#[test]
#[rustfmt::skip]
fn the_form_of_address_is_the_rejections() {
    use Form::{Familiar, Polite};
    let table = [
        ("de", "Vielen Dank für deine Bewerbung. Wir haben uns dagegen entschieden.", Familiar),
        ("de", "Vielen Dank für Ihre Bewerbung, wir wünschen Ihnen alles Gute.", Polite),
        ("de", "Hallo Dana, wir haben uns entschieden. Sie war toll.", Polite),
        ("de", "Wir danken dir, du warst toll. Sie alle waren beeindruckt.", Familiar),
        ("fr", "Merci pour ta candidature ; nous te souhaitons bonne chance.", Familiar),
        ("fr", "Votre candidature n'a-t-elle pas été retenue ? Nous vous remercions.", Polite),
        ("es", "Gracias por tu interés en su equipo; te deseamos suerte.", Familiar),
        ("es", "Le agradecemos su interés.", Polite),
        ("it", "La tua candidatura è interessante, ti ringraziamo.", Familiar),
        ("it", "La ringraziamo per la Sua candidatura.", Polite),
        ("nl", "Bedankt voor je sollicitatie.", Familiar),
        ("nl", "Dank u voor uw sollicitatie. Je weet het nooit.", Polite),
        ("pl", "Dziękujemy za Twoją aplikację i życzymy Ci powodzenia. Twoje CV zachowamy.", Familiar),
        ("pl", "Dziękujemy za Pani aplikację.", Polite),
        ("en", "Thank you for your application, du.", Polite),
        ("sv", "Tack för din ansökan.", Polite),
    ];
    for (code, text, wanted) in table {
        let language = Language::new(code).expect("two letters");
        let form = Form::of(&mail(SegmentKind::Own, text), language);
        assert_eq!(form, wanted, "{text}");
    }
}

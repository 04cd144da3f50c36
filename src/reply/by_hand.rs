//! A reply to a rejection that came by phone or by letter: no mail to answer,
//! only what the user says about it.

use std::time::Duration;

use jiff::Zoned;
use jiff::civil::Date;

use super::compose::{ComposeError, Heading, write_under};
use super::draft_id::id_of_words;
use super::template::Templates;
use super::{Draft, DraftSettings, Late, Plan, Weekends, one_line, plan};
use crate::mail::{Identity, Language, Message, TimeZone, Timestamp};
use crate::understand::Application;

/// What a subject calls the application, by language.
const SUBJECTS: &[(&str, &str)] = &[
    ("en", "My application"),
    ("de", "Meine Bewerbung"),
    ("fr", "Ma candidature"),
    ("es", "Mi candidatura"),
    ("it", "La mia candidatura"),
    ("nl", "Mijn sollicitatie"),
    ("pt", "A minha candidatura"),
    ("pl", "Moja aplikacja"),
    ("sv", "Min ansökan"),
    ("da", "Min ansøgning"),
    ("nb", "Min søknad"),
    ("ja", "応募の件"),
];

/// A rejection that the user tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByHand {
    /// Who said no to what, and whom to thank.
    pub application: Application,
    /// The day on which it came, on the user's calendar. Company, role and day
    /// together tell one rejection from another.
    pub day: Date,
}

/// Writes the draft: no `Re:`, no thread, no quote, since there is no mail.
///
/// # Errors
///
/// As [`super::compose()`].
pub fn compose_by_hand(
    told: &ByHand,
    me: &Identity,
    account: &str,
    templates: &Templates,
    settings: &DraftSettings,
    now: &Zoned,
) -> Result<Draft, ComposeError> {
    let application = cleaned(&told.application);
    let folded = |text: &Option<String>| text.as_deref().unwrap_or_default().to_lowercase();
    let words = [
        account,
        &folded(&application.company),
        &folded(&application.role),
        &told.day.to_string(),
    ];
    let heading = Heading {
        message_id: id_of_words(&words, &me.address),
        subject: subject(&application),
    };
    let none = Message::default();
    write_under(heading, &none, &application, me, templates, settings, now)
}

/// A draft asked for by hand is due at once: the user knows what hour it is.
pub fn plan_by_hand(received: Timestamp, now: Timestamp, settings: &DraftSettings) -> Plan {
    let at_once = DraftSettings {
        cool_off: Duration::ZERO,
        quiet_hours: None,
        weekends: Weekends::Draft,
        late: Late::Draft,
        ..settings.clone()
    };
    plan(received, now, &at_once, &TimeZone::UTC)
}

/// What the user wrote, as it may stand in a line; what is empty is not known.
fn cleaned(application: &Application) -> Application {
    let clean = |text: &Option<String>| {
        text.as_deref()
            .map(one_line)
            .filter(|text| !text.is_empty())
    };
    Application {
        company: clean(&application.company),
        role: clean(&application.role),
        person: clean(&application.person),
        ..application.clone()
    }
}

fn subject(application: &Application) -> String {
    let mine = named(application.language);
    let colon = match application.language.as_str() {
        "fr" => "\u{a0}: ",
        "ja" => "：",
        _ => ": ",
    };
    match application.role.as_ref().or(application.company.as_ref()) {
        Some(what) => format!("{mine}{colon}{what}"),
        None => mine.to_owned(),
    }
}

fn named(language: Language) -> &'static str {
    SUBJECTS
        .iter()
        .find(|(code, _)| *code == language.as_str())
        .map_or("My application", |(_, words)| words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::AddrSpec;
    use crate::reply::{NoContact, QuietHours};
    use crate::understand::{Contact, Stage};

    fn me() -> Identity {
        Identity {
            name: "Dana Whitfield".to_owned(),
            address: AddrSpec::new("dana@example.com").expect("an address"),
            aliases: Vec::new(),
            phone: None,
        }
    }

    fn settings() -> DraftSettings {
        DraftSettings {
            window: Duration::from_secs(86_400),
            cool_off: Duration::from_secs(7_200),
            quiet_hours: Some(QuietHours {
                from_minute: 0,
                to_minute: 1439,
            }),
            weekends: Weekends::Wait,
            late: Late::Skip,
            no_contact: NoContact::Skip,
            quote_original: true,
            signature: None,
        }
    }

    fn told(company: &str, role: Option<&str>, language: &str) -> ByHand {
        ByHand {
            application: Application {
                company: Some(company.to_owned()),
                role: role.map(str::to_owned),
                stage: Some(Stage::Interview),
                contact: Some(Contact {
                    name: Some("Jo Park".to_owned()),
                    address: AddrSpec::new("jo@acme.example").expect("an address"),
                }),
                person: Some("Jo Park".to_owned()),
                language: Language::new(language).expect("a language"),
            },
            day: "2026-11-20".parse().expect("a day"),
        }
    }

    fn draft(told: &ByHand, account: &str) -> Draft {
        let now = "2026-11-22T10:00:00+00:00[UTC]".parse().expect("a time");
        let templates = Templates::embedded();
        compose_by_hand(told, &me(), account, &templates, &settings(), &now).expect("a draft")
    }

    #[test]
    fn there_is_no_thread_and_no_quote() {
        let draft = draft(&told("Acme", Some("Data Engineer"), "en"), "work");
        assert_eq!(draft.subject, "My application: Data Engineer");
        assert_eq!(draft.in_reply_to, None);
        assert_eq!(draft.references, Vec::new());
        let to = draft.to.expect("somebody");
        assert_eq!(to.to_string(), "Jo Park <jo@acme.example>");
        assert!(draft.body.starts_with("Dear Jo,"), "{}", draft.body);
        assert!(!draft.body.contains('>'), "{}", draft.body);
        let text = String::from_utf8(draft.bytes).expect("ASCII");
        assert!(!text.contains("\r\nIn-Reply-To:") && !text.contains("\r\nReferences:"));
    }

    #[test]
    fn company_role_and_day_tell_one_from_another() {
        let acme = told("Acme", Some("Data Engineer"), "en");
        let id = |told: &ByHand, account: &str| draft(told, account).message_id;
        // Kept for ever: a changed derivation files a draft a second time.
        assert_eq!(
            id(&acme, "work").as_str(),
            "39a2f2b4e3bf0644a6db9d49056cfc1ce0404c27@example.com"
        );
        let sloppy = told(" ACME ", Some("data  engineer"), "de");
        assert_eq!(id(&acme, "work"), id(&sloppy, "work"));
        let next_day = ByHand {
            day: "2026-11-21".parse().expect("a day"),
            ..acme.clone()
        };
        let others = [
            id(&acme, "work"),
            id(&acme, "home"),
            id(&told("Other", Some("Data Engineer"), "en"), "work"),
            id(&told("Acme", Some("Data Analyst"), "en"), "work"),
            id(&told("Acme", None, "en"), "work"),
            id(&told("", Some("Acme"), "en"), "work"),
            id(&next_day, "work"),
        ];
        let unlike: std::collections::BTreeSet<_> = others.iter().collect();
        assert_eq!(unlike.len(), others.len());
    }

    #[test]
    fn the_subject_is_in_the_language_and_adds_no_header() {
        for (told, wanted) in [
            (told("Acme", None, "en"), "My application: Acme"),
            (told(" ", None, "sv"), "Min ansökan"),
            (
                told("Acme", Some("Einkäufer"), "de"),
                "Meine Bewerbung: Einkäufer",
            ),
            (
                told("Acme", Some("acheteuse"), "fr"),
                "Ma candidature\u{a0}: acheteuse",
            ),
            (told("Acme", Some("開発"), "ja"), "応募の件：開発"),
            (
                told("Acme", Some("x\r\nBcc: b@c.example"), "en"),
                "My application: x Bcc: b@c.example",
            ),
        ] {
            let draft = draft(&told, "work");
            assert_eq!(draft.subject, wanted);
            let text = String::from_utf8(draft.bytes).expect("ASCII");
            assert!(!text.contains("\nBcc:"), "{text}");
        }
        assert_eq!(SUBJECTS.len(), 12);
    }

    #[test]
    fn it_is_due_at_once_whatever_the_settings() {
        let at = |text: &str| text.parse::<Timestamp>().expect("a time");
        let now = at("2026-11-22T10:00:00Z");
        for received in ["2026-11-22T09:59:00Z", "2026-11-02T10:00:00Z"] {
            let received = at(received);
            let Plan::Draft { due, window_ends } = plan_by_hand(received, now, &settings()) else {
                panic!("skipped");
            };
            assert_eq!(due, now);
            assert_eq!(window_ends.duration_since(received).as_hours(), 24);
        }
    }
}

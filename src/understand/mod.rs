//! Who said no, for which post, at which stage, and whom to thank. A value is
//! given only when it is sure: "the position" beats a wrong name.

use crate::classify::Judgement;
use crate::mail::{AddrSpec, Identity, Language, Message};

mod company;
mod contact;
mod domain;
mod employers;
mod japanese;
mod mailboxes;
mod meetings;
mod person;
mod posts;
mod role;
mod stage;
mod teams;
mod vocabulary;
mod words;

/// How far the application had come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Only papers were seen.
    Application,
    /// The user was interviewed, visited, or did a trial task.
    Interview,
}

impl Stage {
    /// The word used in JSON and in the ledger.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Interview => "interview",
        }
    }
}

/// A human, or a shared mailbox that humans read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The person's name; never a company, a team or "no-reply".
    pub name: Option<String>,
    /// Where a reply is read.
    pub address: AddrSpec,
}

/// What a rejection is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// The employer.
    pub company: Option<String>,
    /// The post.
    pub role: Option<String>,
    /// The stage.
    pub stage: Option<Stage>,
    /// Whom to write to; `None` where only a no-reply address is known.
    pub contact: Option<Contact>,
    /// The name of the person who signed, for the greeting; may be known without an address.
    pub person: Option<String>,
    /// The language to answer in.
    pub language: Language,
}

/// What the mail says about the application that it answers.
///
/// `me` keeps the user's own addresses and name from being taken for the
/// employer's. Nothing is guessed: what is not said is `None`.
pub fn understand(message: &Message, judgement: &Judgement, me: Option<&Identity>) -> Application {
    let language = judgement.language.unwrap_or(Language::EN);
    let company = company::find(message, me);
    let signed = person::signed(message, company.as_deref(), me);
    let is_employer = |name: &str| person::is_employer(name, company.as_deref(), message);
    let mut contact = contact::find(message, signed.as_deref(), me);
    // "Acme Staffing Lyon" at a shared address is who writes, but no person.
    if let Some(contact) = &mut contact
        && contact.name.as_deref().is_some_and(is_employer)
    {
        contact.name = signed.clone();
    }
    let sender = message.reply_to.iter().chain(&message.from);
    let shown = sender
        .filter_map(person::of_address)
        .find(|name| !person::is_user(name, message, me) && !is_employer(name));
    Application {
        role: role::find(message, judgement.language)
            .and_then(|role| without_company(&role, company.as_deref())),
        stage: Some(stage::find(message)),
        person: contact
            .as_ref()
            .and_then(|contact| contact.name.clone())
            .or(shown)
            .or(signed),
        company,
        contact,
        language,
    }
}

/// "the Acme Data Engineer position" names the post "Data Engineer", and "the
/// Acme position" none.
fn without_company(role: &str, company: Option<&str>) -> Option<String> {
    let rest = match company {
        Some(company) => role.strip_prefix(company).map_or(role, str::trim),
        None => role,
    };
    (!rest.is_empty()).then(|| rest.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::Verdict;
    use crate::mail::{Address, Body, Segment, SegmentKind};

    fn me() -> Identity {
        Identity {
            name: "Dana Whitfield".to_owned(),
            address: AddrSpec::new("dana@example.com").expect("an address"),
            aliases: Vec::new(),
            phone: None,
        }
    }

    fn mail(from: &str, reply_to: &str, subject: &str, text: &str) -> Message {
        Message {
            from: Address::parse(from),
            reply_to: Address::parse(reply_to).into_iter().collect(),
            to: Address::parse("Dana Whitfield <dana@example.com>")
                .into_iter()
                .collect(),
            subject: subject.to_owned(),
            body: Body {
                segments: vec![Segment {
                    kind: SegmentKind::Own,
                    range: 0..text.len(),
                }],
                text: text.to_owned(),
            },
            ..Message::default()
        }
    }

    fn read(message: &Message) -> Application {
        let judgement = Judgement {
            verdict: Verdict::Rejection,
            score: 1.0,
            language: None,
            unread_language: false,
            evidence: Vec::new(),
            reasons: Vec::new(),
        };
        understand(message, &judgement, Some(&me()))
    }

    /// From, Reply-To, subject, text; then company, role, contact and person, "" for none.
    type Row<'a> = ([&'a str; 4], [&'a str; 4]);

    const ROWS: &[Row<'_>] = &[
        (
            [
                "Brook Lane Recruitment <noreply@brook-lane-recruitment.example>",
                "",
                "x",
                "Hi Dana,\n\nI have feedback from Sarah.\n\nBest,\nMaya",
            ],
            ["Brook Lane Recruitment", "", "", "Maya"],
        ),
        (
            [
                "Zeta <no-reply@ashbyhq.com>",
                "",
                "x",
                "Hi Dana,\n\nThank you for your interest in the Senior Software Engineer, Payments position at Zeta.\n\nBest,\nZeta",
            ],
            ["Zeta", "Senior Software Engineer, Payments", "", ""],
        ),
        (
            [
                "LinkedIn <jobs-noreply@linkedin.com>",
                "",
                "Your application to Data Engineer at Acme",
                "Your update from Acme.",
            ],
            ["Acme", "Data Engineer", "", ""],
        ),
        (
            [
                "Jo from Acme <hello@acme.example>",
                "",
                "x",
                "Hi,\n\nwe won't proceed with the Acme Data Engineer role at Acme Inc. Unfortunately, no.",
            ],
            ["Acme", "Data Engineer", "hello@acme.example", "Jo"],
        ),
        (
            [
                "Recruiting <jobs@acme.example>",
                "",
                "Ihre Bewerbung",
                "Guten Tag,\n\nvielen Dank für Ihre Bewerbung als Softwareentwickler (w/m/d) bei der Muster & Söhne GmbH.",
            ],
            [
                "Muster & Söhne GmbH",
                "Softwareentwickler (w/m/d)",
                "jobs@acme.example",
                "",
            ],
        ),
        (
            [
                "Doe, Jane (HR) <jane.doe@acme.example>",
                "",
                "x",
                "Hi,\n\nyour LinkedIn job application was not chosen.",
            ],
            ["Acme", "", "jane.doe@acme.example", "Jane Doe"],
        ),
        (
            [
                "Acme <jane.doe@acme.example>",
                "",
                "x",
                "Hi,\n\nno.\n\nThanks,\nJane Doe\nTalent Partner",
            ],
            ["Acme", "", "jane.doe@acme.example", "Jane Doe"],
        ),
        (
            [
                "Jo Park <jo.park@acme.example>",
                "",
                "Your application to Acme",
                "Dear Dana,\n\nthank you for applying for the position of Data Engineer at Acme.\n\nBest,\nJo",
            ],
            ["Acme", "Data Engineer", "jo.park@acme.example", "Jo Park"],
        ),
        (
            [
                "\"Park, Jo\" <jpark@acme.example>",
                "",
                "Re: Data Engineer",
                "Dana, we went another way.\n\nJo Park\nHead of Data, Acme",
            ],
            ["Acme", "Data Engineer", "jpark@acme.example", "Jo Park"],
        ),
        (
            [
                "Jo Park via Greenhouse <no-reply@us.greenhouse-mail.io>",
                "Jo Park <jo@acme.example>",
                "Update",
                "Hi Dana,\n\nwe won't move forward.",
            ],
            ["Acme", "", "jo@acme.example", "Jo Park"],
        ),
        (
            [
                "Jo Park (Acme) <jo@acme.example>",
                "",
                "Update",
                "Hi Dana,\n\nno.",
            ],
            ["Acme", "", "jo@acme.example", "Jo Park"],
        ),
        (
            [
                "Talent Acquisition at Acme <donotreply@acme.example>",
                "",
                "Application status",
                "Dear Dana,\n\nWe regret this.\n\nKind regards,\nTalent Acquisition",
            ],
            ["Acme", "", "", ""],
        ),
        (
            [
                "Acme Hiring Team <no-reply@hire.lever.co>",
                "",
                "Thank you for applying to Acme - Data Engineer",
                "Hi Dana,\n\nNo.\n\nThe Acme Hiring Team",
            ],
            ["Acme", "Data Engineer", "", ""],
        ),
        (
            [
                "Acme GmbH <bewerbung@acme.example>",
                "",
                "Ihre Bewerbung als Entwickler (m/w/d)",
                "Sehr geehrte Frau Whitfield,\n\nleider nein.\n\nMit freundlichen Grüßen\ni. A. Sabine Holt\nPersonalreferentin\nAcme GmbH",
            ],
            [
                "Acme GmbH",
                "Entwickler (m/w/d)",
                "bewerbung@acme.example",
                "Sabine Holt",
            ],
        ),
        (
            [
                "Acme <jobs@acme.example>",
                "",
                "Your application",
                "Hello,\n\nwe chose others.\n\nThis mailbox is not monitored. Please contact Jo Park at jo.park@acme.example if you have questions.",
            ],
            ["Acme", "", "jo.park@acme.example", "Jo Park"],
        ),
        (
            [
                "Acme <jobs@acme.example>",
                "",
                "Your application",
                "Hello,\n\nwe chose others. Please do not reply to this email.\n\nTo have your personal data deleted, contact privacy@acme.example.",
            ],
            ["Acme", "", "", ""],
        ),
        (
            [
                "Acme <noreply@acme.example>",
                "",
                "Your application",
                "Hello,\n\nno.\n\nQuestions about our privacy policy: jo.lang@acme.example",
            ],
            ["Acme", "", "", ""],
        ),
        (
            [
                "Acme <noreply@acme.example>",
                "",
                "Your application",
                "Hello,\n\nno. For questions write to careers@acme.example, not to dana@example.com.",
            ],
            ["Acme", "", "careers@acme.example", ""],
        ),
        (
            ["Acme <jo@acme.example>", "dana@example.com", "x", "No."],
            ["Acme", "", "jo@acme.example", ""],
        ),
        (
            ["Acme Jobs <reply+1f9a7c33b2@hire.lever.co>", "", "x", "No."],
            ["Acme", "", "reply+1f9a7c33b2@hire.lever.co", ""],
        ),
        (
            ["Acme <acme@myworkday.com>", "", "x", "No."],
            ["Acme", "", "", ""],
        ),
        (
            [
                "Mail Delivery Subsystem <mailer-daemon@acme.example>",
                "",
                "x",
                "No.",
            ],
            ["", "", "", ""],
        ),
        (
            [
                "HR <hr@acme.example>",
                "",
                "Outcome",
                "Dear Dana,\n\nThank you for your interest in the role of Senior Product Manager.\n\nYours sincerely,\nHuman Resources",
            ],
            ["Acme", "Senior Product Manager", "hr@acme.example", ""],
        ),
        (
            [
                "Jo Park <jo@acme.example>",
                "",
                "Your interview",
                "Dear Dana Whitfield,\n\nit was good to meet you.\n\nBest wishes,\nDana Whitfield",
            ],
            ["Acme", "", "jo@acme.example", "Jo Park"],
        ),
        (
            [
                "Zeta Careers <no-reply@ashbyhq.com>",
                "",
                "Zeta | Application update",
                "Hi Dana,\n\nThank you for taking the time to apply for our Staff Software Engineer, Payments opening.\n\nBest,\nThe Zeta Team",
            ],
            ["Zeta", "Staff Software Engineer, Payments", "", ""],
        ),
        (
            [
                "SmartRecruiters <notification@smartrecruiters.com>",
                "",
                "Your application",
                "Hi,\n\nthank you for your interest in joining Northern Rivers.\n\nBest,\nJo Park",
            ],
            ["Northern Rivers", "", "", "Jo Park"],
        ),
        (
            [
                "Jo Park <no-reply@us.greenhouse-mail.io>",
                "",
                "Your application to Acme",
                "Hi Dana,\n\nno.\n\nBest,\nJo Park",
            ],
            ["Acme", "", "", "Jo Park"],
        ),
        (
            [
                "Otter Creek <no-reply@us.greenhouse-mail.io>",
                "",
                "An update",
                "Hi Dana,\n\nno.\n\nBest,\nOtter Creek",
            ],
            ["", "", "", ""],
        ),
        (
            [
                "Jo Park <jo@gmail.com>",
                "",
                "Application",
                "Hi Dana, sorry, no. Jo",
            ],
            ["", "", "jo@gmail.com", "Jo Park"],
        ),
        (
            [
                "Karriere bei Acme <no-reply@acme.example>",
                "",
                "Ihre Bewerbung bei Acme als Werkstudent Marketing",
                "Guten Tag,\n\ndiese E-Mail wurde automatisch erstellt, bitte antworten Sie nicht.",
            ],
            ["Acme", "Werkstudent Marketing", "", ""],
        ),
        (
            [
                "Jo Park <jo.park@acme.example>",
                "",
                "Update",
                "Hi Dana,\n\nThank you for your application at this time. We will not move forward with your application for this position. I wish you the best at Christmas.",
            ],
            ["Acme", "", "jo.park@acme.example", "Jo Park"],
        ),
    ];

    #[test]
    fn names_are_read_where_they_are_sure() {
        let mut wrong = Vec::new();
        for ([from, reply_to, subject, text], [company, role, contact, person]) in ROWS {
            let application = read(&mail(from, reply_to, subject, text));
            let said = |value: &Option<String>| value.clone().unwrap_or_default();
            let address = application.contact.as_ref().map(|c| c.address.to_string());
            let found = [
                said(&application.company),
                said(&application.role),
                address.unwrap_or_default(),
                said(&application.person),
            ];
            if found != [*company, *role, *contact, *person] {
                wrong.push(format!("{from} / {text}\n  {found:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn the_stage_is_told_by_what_has_been() {
        use Stage::{Application, Interview};
        for (text, stage) in [
            (
                "Thank you for taking the time to speak with us last week.",
                Interview,
            ),
            (
                "After interviewing several people, we chose another candidate.",
                Interview,
            ),
            ("We enjoyed your take-home.", Interview),
            ("Thank you for coming in on Friday.", Interview),
            (
                "It was lovely to meet you and hear about your work.",
                Interview,
            ),
            (
                "Following your interview, we have decided not to proceed.",
                Interview,
            ),
            ("You interviewed really well.", Interview),
            ("The interview panel was impressed.", Interview),
            (
                "vielen Dank für das Vorstellungsgespräch am Montag.",
                Interview,
            ),
            ("es war schön, Sie kennenzulernen.", Interview),
            ("danke für deinen Probearbeitstag bei uns.", Interview),
            ("We are unable to offer you an interview.", Application),
            ("You have not been selected for an interview.", Application),
            ("We had more applicants than interview slots.", Application),
            ("We have invited six people to interview.", Application),
            (
                "Your application will not progress to the interview stage.",
                Application,
            ),
            (
                "Thank you for your interest. We chose other candidates.",
                Application,
            ),
            ("You made it to the final round.", Interview),
            (
                "Other candidates have moved on to the final round.",
                Application,
            ),
            (
                "We are continuing conversations with other candidates.",
                Application,
            ),
            (
                "The shortlisting panel has considered all applications.",
                Application,
            ),
            ("This onsite position has been filled.", Application),
            (
                "Wir bedauern, Sie nicht zu einem Gespräch einzuladen.",
                Application,
            ),
            (
                "We are unable to move you forward in our interview process.",
                Application,
            ),
            ("We are no longer interviewing for this role.", Application),
            (
                "Leider können wir Sie nicht zu einem Vorstellungsgespräch einladen.",
                Application,
            ),
            (
                "vielen Dank für Ihre Bewerbung und Ihr Interesse.",
                Application,
            ),
        ] {
            let found = read(&mail(
                "Jo Park <jo@acme.example>",
                "",
                "Your application",
                text,
            ))
            .stage;
            assert_eq!(found, Some(stage), "{text}");
        }
    }

    #[test]
    fn an_empty_mail_says_nothing() {
        let application = read(&Message::default());
        assert_eq!(
            application,
            Application {
                company: None,
                role: None,
                stage: Some(Stage::Application),
                contact: None,
                person: None,
                language: Language::EN,
            }
        );
    }

    #[test]
    fn hostile_text_gives_short_clean_names_in_good_time() {
        for text in [
            "position at ".repeat(2_000),
            format!("the role of {}", "Engineer ".repeat(3_000)),
            "A".repeat(20_000),
            format!("interest in {} ", "Ä".repeat(5_000)),
            "a@b.c ".repeat(3_000),
            "Best,\nA B\n".repeat(2_000),
            "\u{202e}\u{0}Acme\u{7} \u{200b}position at \u{ad}Ac\u{ad}me\u{0}".repeat(100),
            "(((((((\"\"\"\"'''''".repeat(5_000),
            "interview ".repeat(2_000),
        ] {
            let application = read(&mail(
                &format!("{} <no-reply@acme.example>", "B ".repeat(500)),
                "",
                &text,
                &text,
            ));
            for (value, limit) in [
                (application.company, 80),
                (application.role, 100),
                (application.person, 60),
            ] {
                let value = value.unwrap_or_default();
                assert!(value.chars().count() <= limit, "{value}");
                assert!(!value.contains(char::is_control), "{value:?}");
            }
        }
    }

    #[test]
    fn a_person_before_a_comma_is_no_part_of_the_company() {
        let text = "Dear Dana,\n\nWe are sorry to tell you no.\n\nHelen Abara";
        for (from, company) in [
            (
                "Helen Abara, Meridian Freight <people@meridian-freight.example>",
                Some("Meridian Freight"),
            ),
            (
                "Helen Abara, PhD <people@meridian-freight.example>",
                Some("Meridian Freight"),
            ),
        ] {
            let found = read(&mail(from, "", "An update", text));
            assert_eq!(found.company.as_deref(), company, "{from}");
        }
    }
}

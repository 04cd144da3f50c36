//! A reply as a message (RFC 5322), ready to be filed among the drafts.
//!
//! The only file that knows the message builder. Everything that came from
//! outside is cleaned here before it goes into a header: a rejection can add
//! neither a header nor a recipient to the draft that answers it.

use std::time::{Duration, SystemTime};

use jiff::Zoned;
use lettre::message::{Mailbox, Mailboxes, SinglePart, header};

use super::draft_id::{ascii_domain, draft_id};
use super::identity::sender;
use super::quote::quote;
use super::subject::reply_subject;
use super::template::{Occasion, TemplateError, Templates, Values};
use super::{Draft, DraftSettings, one_line};
use crate::mail::{Address, Identity, Message, MessageId, TimeZone, Timestamp};
use crate::understand::{Application, Contact, Stage};

/// How many ids are kept from each end of a long thread; the first ones and
/// the last ones are those that mail programs thread by (RFC 5322 section 3.6.4).
const REFERENCES_KEPT: usize = 20;

/// What can keep a draft from being written.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// A template could not be filled in.
    #[error("cannot fill in the reply")]
    Template(#[from] TemplateError),
    /// The user's own address cannot stand in a header.
    #[error(
        "the address {0} cannot be used as a sender: correct identity.address or identity.aliases"
    )]
    Sender(String),
}

/// Writes the reply to `message`.
///
/// `account` names the mailbox in the derived Message-ID, `now` becomes the
/// `Date`, and its zone says which day the quoted mail was written on. Where nobody is known who reads replies, or their address cannot
/// stand in a header, the draft has no `To` line and the user fills it in.
///
/// # Errors
///
/// [`ComposeError`] where the template fails or the user's address is unusable;
/// never because of what the rejection holds.
pub fn compose(
    message: &Message,
    application: &Application,
    me: &Identity,
    account: &str,
    templates: &Templates,
    settings: &DraftSettings,
    now: &Zoned,
) -> Result<Draft, ComposeError> {
    let heading = Heading {
        message_id: draft_id(message, me, account),
        subject: reply_subject(&message.subject),
    };
    write_under(heading, message, application, me, templates, settings, now)
}

/// What tells a draft from others at first sight.
pub(super) struct Heading {
    pub(super) message_id: MessageId,
    pub(super) subject: String,
}

/// Writes the draft under this heading.
pub(super) fn write_under(
    heading: Heading,
    message: &Message,
    application: &Application,
    me: &Identity,
    templates: &Templates,
    settings: &DraftSettings,
    now: &Zoned,
) -> Result<Draft, ComposeError> {
    let from = sender(message, me);
    let from_mailbox = mailbox(&from).ok_or_else(|| ComposeError::Sender(from.spec.to_string()))?;
    let to = application.contact.as_ref().map(recipient);
    let to_mailbox = to.as_ref().and_then(mailbox);
    let Heading {
        message_id,
        subject,
    } = heading;
    let draft = Draft {
        body: body(
            message,
            application,
            me,
            &message_id,
            templates,
            settings,
            now.time_zone(),
        )?,
        from,
        to: to.filter(|_| to_mailbox.is_some()),
        subject,
        in_reply_to: message.message_id.clone(),
        references: references(message),
        message_id,
        bytes: Vec::new(),
    };
    let bytes = write(&draft, from_mailbox, to_mailbox, now.timestamp());
    Ok(Draft { bytes, ..draft })
}

/// The text: the filled-in template, the signature, the quoted rejection.
fn body(
    message: &Message,
    application: &Application,
    me: &Identity,
    id: &MessageId,
    templates: &Templates,
    settings: &DraftSettings,
    zone: &TimeZone,
) -> Result<String, TemplateError> {
    let values = Values {
        name: me.name.clone(),
        phone: me.phone.clone(),
        company: application.company.clone(),
        role: application.role.clone(),
        person: application.person.clone(),
    };
    let stage = application.stage.unwrap_or(Stage::Application);
    let occasion = Occasion::of(message, application.language, stage);
    let mut text = templates.reply(application.language, &occasion, id.as_str(), &values)?;
    text.push('\n');
    if let Some(signature) = settings.signature.as_deref() {
        // RFC 3676 section 4.3: the delimiter ends in a space.
        text.push_str("\n-- \n");
        text.push_str(signature.trim_end());
        text.push('\n');
    }
    if settings.quote_original
        && let Some(quoted) = quote(message, application.language, zone)
    {
        text.push('\n');
        text.push_str(&quoted);
        text.push('\n');
    }
    Ok(text)
}

fn recipient(contact: &Contact) -> Address {
    Address {
        name: contact
            .name
            .as_deref()
            .map(one_line)
            .filter(|name| !name.is_empty()),
        spec: contact.address.clone(),
    }
}

/// The thread up to and with the rejection; the middle of a very long one is left out.
fn references(message: &Message) -> Vec<MessageId> {
    let Some(id) = &message.message_id else {
        return Vec::new();
    };
    // RFC 5322 section 3.6.4: without References, a single In-Reply-To stands in.
    let parents = match (
        message.references.as_slice(),
        message.in_reply_to.as_slice(),
    ) {
        ([], [parent]) => std::slice::from_ref(parent),
        (thread, _) => thread,
    };
    let mut all: Vec<MessageId> = parents
        .iter()
        .filter(|other| *other != id)
        .cloned()
        .collect();
    let excess = all.len().saturating_sub(2 * REFERENCES_KEPT);
    all.drain(REFERENCES_KEPT.min(all.len())..REFERENCES_KEPT.min(all.len()) + excess);
    all.push(id.clone());
    all
}

/// The message as octets with CRLF line ends.
fn write(draft: &Draft, from: Mailbox, to: Option<Mailbox>, now: Timestamp) -> Vec<u8> {
    let mut part = SinglePart::builder()
        .header(header::From::from(Mailboxes::from(from)))
        .header(header::Subject::from(draft.subject.clone()))
        .header(header::Date::new(system_time(now)))
        .header(header::MessageId::from(draft.message_id.to_string()))
        .header(header::MIME_VERSION_1_0)
        .header(header::ContentType::TEXT_PLAIN)
        .header(header::ContentTransferEncoding::QuotedPrintable);
    if let Some(to) = to {
        part = part.header(header::To::from(Mailboxes::from(to)));
    }
    if let Some(id) = &draft.in_reply_to {
        part = part.header(header::InReplyTo::from(id.to_string()));
    }
    if !draft.references.is_empty() {
        let ids: Vec<String> = draft.references.iter().map(ToString::to_string).collect();
        part = part.header(header::References::from(ids.join(" ")));
    }
    part.body(draft.body.clone()).formatted()
}

/// The address in the builder's words, with the domain in A-labels; `None`
/// where it could not stand in a header.
fn mailbox(address: &Address) -> Option<Mailbox> {
    let domain = ascii_domain(&address.spec)?;
    let local = address.spec.local();
    let spec = match lettre::Address::new(local, &domain) {
        Ok(spec) => spec,
        // The builder refuses a local part of more than 64 octets, which the
        // reply tokens of hiring software often have.
        Err(_) if local.len() > 64 && is_dot_atom(local) => {
            lettre::Address::new_dangerous(local, &domain)
        }
        Err(_) => return None,
    };
    Some(Mailbox::new(address.name.as_deref().map(one_line), spec))
}

/// RFC 5322 section 3.2.3: what may stand before the `@` without quotes.
fn is_dot_atom(text: &str) -> bool {
    let atext = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b);
    text.split('.')
        .all(|atom| !atom.is_empty() && atom.bytes().all(atext))
}

fn system_time(moment: Timestamp) -> SystemTime {
    let seconds = u64::try_from(moment.as_second()).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

#[cfg(test)]
mod tests {
    use std::time::Duration as Wait;

    use mail_parser::{MessageParser, MimeHeaders};

    use super::*;
    use crate::mail::{AddrSpec, Body, Language, Segment, SegmentKind};
    use crate::reply::{Late, NoContact, Weekends};

    fn spec(text: &str) -> AddrSpec {
        AddrSpec::new(text).expect("an address")
    }

    fn me() -> Identity {
        Identity {
            name: "Dana Whitfield".to_owned(),
            address: spec("dana@example.com"),
            aliases: vec![spec("d.whitfield@example.org")],
            phone: Some("+44 20 7946 0000".to_owned()),
        }
    }

    fn settings() -> DraftSettings {
        DraftSettings {
            window: Wait::from_secs(86_400),
            cool_off: Wait::ZERO,
            quiet_hours: None,
            weekends: Weekends::Draft,
            late: Late::Draft,
            no_contact: NoContact::Draft,
            quote_original: true,
            signature: None,
        }
    }

    fn rejection() -> Message {
        let text = "Dear Dana,\n\nunfortunately not.\n\nJo Park\n".to_owned();
        Message {
            message_id: MessageId::new("3@acme.example"),
            references: vec![
                MessageId::new("1@example.org").expect("an id"),
                MessageId::new("2@acme.example").expect("an id"),
            ],
            from: Address::parse("Jo Park <jo.park@acme.example>"),
            to: vec![Address::parse("d.whitfield@example.org").expect("an address")],
            subject: "AW: Your application".to_owned(),
            date: "2026-11-22T09:58:00Z".parse().ok(),
            body: Body {
                segments: vec![Segment {
                    kind: SegmentKind::Own,
                    range: 0..text.len(),
                }],
                text,
            },
            ..Message::default()
        }
    }

    fn application() -> Application {
        Application {
            company: Some("Acme".to_owned()),
            role: Some("Data Engineer".to_owned()),
            stage: Some(Stage::Interview),
            contact: Some(Contact {
                name: Some("Jo Park".to_owned()),
                address: spec("jo.park@acme.example"),
            }),
            person: Some("Jo Park".to_owned()),
            language: Language::EN,
        }
    }

    fn draft(message: &Message, application: &Application, settings: &DraftSettings) -> Draft {
        let now = "2026-11-22T10:00:00+00:00[UTC]".parse().expect("a time");
        compose(
            message,
            application,
            &me(),
            "work",
            &Templates::embedded(),
            settings,
            &now,
        )
        .expect("a draft")
    }

    /// The names of the header fields, in the order of the message.
    fn fields(bytes: &[u8]) -> Vec<String> {
        let text = std::str::from_utf8(bytes).expect("ASCII");
        let (head, _) = text.split_once("\r\n\r\n").expect("an end of the header");
        head.split("\r\n")
            .filter(|line| !line.starts_with([' ', '\t']))
            .map(|line| line.split_once(':').expect("a field").0.to_owned())
            .collect()
    }

    const FIELDS: [&str; 10] = [
        "Content-Transfer-Encoding",
        "Content-Type",
        "Date",
        "From",
        "In-Reply-To",
        "MIME-Version",
        "Message-ID",
        "References",
        "Subject",
        "To",
    ];

    /// What holds for every draft: the fields, the line ends, the lengths.
    fn assert_sound(draft: &Draft) {
        let mut names = fields(&draft.bytes);
        names.sort();
        let mut wanted = FIELDS.to_vec();
        wanted.retain(|name| match *name {
            "To" => draft.to.is_some(),
            "In-Reply-To" => draft.in_reply_to.is_some(),
            "References" => !draft.references.is_empty(),
            _ => true,
        });
        assert_eq!(names, wanted);
        assert!(draft.bytes.is_ascii());
        let text = std::str::from_utf8(&draft.bytes).expect("ASCII");
        for line in text.split("\r\n") {
            assert!(!line.contains(['\r', '\n', '\0']), "{line:?}");
            assert!(line.len() <= 998, "a line of {} octets", line.len());
        }
    }

    #[test]
    fn the_bytes_say_what_the_draft_says() {
        let draft = draft(&rejection(), &application(), &settings());
        assert_sound(&draft);
        let parsed = MessageParser::default()
            .parse(&draft.bytes)
            .expect("a message");
        let from = parsed.from().and_then(|a| a.first()).expect("From");
        assert_eq!(from.name(), Some("Dana Whitfield"));
        assert_eq!(from.address(), Some("d.whitfield@example.org"));
        let to = parsed.to().expect("To");
        assert_eq!(to.iter().count(), 1);
        assert_eq!(to.first().and_then(|a| a.name()), Some("Jo Park"));
        assert_eq!(
            to.first().and_then(|a| a.address()),
            Some("jo.park@acme.example")
        );
        assert_eq!(parsed.subject(), Some("Re: Your application"));
        assert_eq!(parsed.message_id(), Some(draft.message_id.as_str()));
        assert!(draft.message_id.as_str().ends_with("@example.org"));
        assert_eq!(parsed.in_reply_to().as_text(), Some("3@acme.example"));
        let references: Vec<&str> = parsed
            .references()
            .as_text_list()
            .expect("a list")
            .iter()
            .map(AsRef::as_ref)
            .collect();
        assert_eq!(
            references,
            ["1@example.org", "2@acme.example", "3@acme.example"]
        );
        assert_eq!(
            parsed.date().expect("Date").to_rfc3339(),
            "2026-11-22T10:00:00Z"
        );
        let kind = parsed.content_type().expect("Content-Type");
        assert_eq!((kind.ctype(), kind.subtype()), ("text", Some("plain")));
        assert_eq!(kind.attribute("charset"), Some("utf-8"));
        assert_eq!(parsed.content_transfer_encoding(), Some("quoted-printable"));
        let body = parsed.body_text(0).expect("a body").replace("\r\n", "\n");
        assert_eq!(body.trim_end(), draft.body.trim_end());
        assert!(body.starts_with("Dear Jo,\n\n"), "{body}");
        assert!(
            body.contains("Data Engineer") && body.contains("+44 20 7946 0000"),
            "{body}"
        );
        assert!(
            body.contains(
                "\nDana Whitfield\n\nOn 22 November 2026, Jo Park wrote:\n> Dear Dana,\n>\n> unf"
            ),
            "{body}"
        );
    }

    #[test]
    fn the_same_rejection_gives_the_same_bytes() {
        let one = draft(&rejection(), &application(), &settings());
        assert_eq!(one, draft(&rejection(), &application(), &settings()));
    }

    #[test]
    fn signature_and_quote_follow_the_settings() {
        let settings = DraftSettings {
            quote_original: false,
            signature: Some("Dana Whitfield\nhttps://dana.example\n".to_owned()),
            ..settings()
        };
        let draft = draft(&rejection(), &application(), &settings);
        assert!(
            draft
                .body
                .ends_with("\nDana Whitfield\n\n-- \nDana Whitfield\nhttps://dana.example\n"),
            "{}",
            draft.body
        );
        let parsed = MessageParser::default()
            .parse(&draft.bytes)
            .expect("a message");
        let body = parsed.body_text(0).expect("a body");
        assert!(
            body.contains("\r\n-- \r\nDana"),
            "the delimiter lost its space: {body}"
        );
    }

    #[test]
    fn without_a_contact_there_is_no_to() {
        let application = Application {
            contact: None,
            person: None,
            ..application()
        };
        let draft = draft(&rejection(), &application, &settings());
        assert_sound(&draft);
        assert_eq!(draft.to, None);
        assert!(!fields(&draft.bytes).contains(&"To".to_owned()));
        assert!(draft.body.starts_with("Hello,\n"));
    }

    #[test]
    fn without_an_id_there_is_no_thread() {
        let message = Message {
            message_id: None,
            ..rejection()
        };
        let draft = draft(&message, &application(), &settings());
        assert_sound(&draft);
        assert_eq!((draft.in_reply_to, draft.references), (None, Vec::new()));
    }

    #[test]
    fn a_long_thread_keeps_its_ends() {
        let id =
            |n: usize| MessageId::new(&format!("{n}@{}.example", "x".repeat(60))).expect("an id");
        let message = Message {
            references: (0..500).map(id).collect(),
            ..rejection()
        };
        let draft = draft(&message, &application(), &settings());
        assert_sound(&draft);
        assert_eq!(draft.references.len(), 2 * REFERENCES_KEPT + 1);
        assert_eq!(draft.references.first(), Some(&id(0)));
        assert_eq!(draft.references.last(), message.message_id.as_ref());
        assert_eq!(draft.references[REFERENCES_KEPT], id(480));
        let parsed = MessageParser::default()
            .parse(&draft.bytes)
            .expect("a message");
        assert_eq!(
            parsed.references().as_text_list().map(|l| l.len()),
            Some(41)
        );
        // RFC 5322: In-Reply-To stands in for References.
        let message = Message {
            references: Vec::new(),
            in_reply_to: vec![id(7)],
            ..rejection()
        };
        assert_eq!(super::references(&message).first(), Some(&id(7)));
    }

    #[test]
    fn names_and_texts_of_every_kind_come_through() {
        for (name, address, on_the_wire) in [
            (
                "Jürgen Hargreave",
                "jurgen@müller.example",
                "jurgen@xn--mller-kva.example",
            ),
            ("Park, Jo", "jo@acme.example", "jo@acme.example"),
            ("Jo \"JP\" Park", "jo@acme.example", "jo@acme.example"),
            (
                "田辺 健一郎",
                "tanabe@日本.example",
                "tanabe@xn--wgv71a.example",
            ),
            ("Jo <b@c> Park\\", "jo@acme.example", "jo@acme.example"),
            (
                "=?utf-8?q?x?=",
                "o'neill+x=y@acme.example",
                "o'neill+x=y@acme.example",
            ),
        ] {
            let contact = Contact {
                name: Some(name.to_owned()),
                address: spec(address),
            };
            let application = Application {
                contact: Some(contact),
                ..application()
            };
            let message = Message {
                subject: format!("Absage für {name}"),
                ..rejection()
            };
            let draft = draft(&message, &application, &settings());
            assert_sound(&draft);
            let parsed = MessageParser::default()
                .parse(&draft.bytes)
                .expect("a message");
            let to = parsed.to().expect("To");
            assert_eq!(to.iter().count(), 1, "{name}");
            assert_eq!(to.first().and_then(|a| a.address()), Some(on_the_wire));
            if !name.starts_with("=?") {
                assert_eq!(to.first().and_then(|a| a.name()), Some(name));
                assert_eq!(parsed.subject(), Some(draft.subject.as_str()));
            }
        }
    }

    #[test]
    fn a_long_reply_token_can_be_addressed() {
        let address = format!("reply-{}@hire.example", "0a1b2c3d".repeat(12));
        let contact = Contact {
            name: None,
            address: spec(&address),
        };
        let draft = draft(
            &rejection(),
            &Application {
                contact: Some(contact),
                ..application()
            },
            &settings(),
        );
        assert_sound(&draft);
        let parsed = MessageParser::default()
            .parse(&draft.bytes)
            .expect("a message");
        assert_eq!(
            parsed
                .to()
                .and_then(|a| a.first())
                .and_then(|a| a.address()),
            Some(address.as_str())
        );
    }

    #[test]
    fn a_rejection_adds_neither_header_nor_recipient() {
        let attacks = [
            "x\r\nBcc: eve@evil.example",
            "x\nBcc: eve@evil.example\n\nbody",
            "x\rBcc: eve@evil.example",
            "x\0y\u{7f}\u{1b}[31m",
            "\u{202e}moc.live@eve\u{2066}",
            "eve@evil.example>, <eve@evil.example",
            "\"x\" <eve@evil.example>, y",
            "=?utf-8?q?x=0D=0ABcc:_eve@evil.example?=",
            "=?utf-8?b?DQpCY2M6IGV2ZUBldmlsLmV4YW1wbGU=?=",
            "x\u{2028}Bcc: eve@evil.example\u{85}y",
            &"A".repeat(200_000),
            &"Ü ".repeat(100_000),
        ];
        for attack in attacks {
            let message = Message {
                from: Some(Address {
                    name: Some(attack.to_owned()),
                    spec: spec("jo@acme.example"),
                }),
                subject: attack.to_owned(),
                body: Body {
                    text: attack.to_owned(),
                    segments: Vec::new(),
                },
                ..rejection()
            };
            let hostile = || Some(attack.to_owned());
            let application = Application {
                company: hostile(),
                role: hostile(),
                person: hostile(),
                contact: Some(Contact {
                    name: hostile(),
                    address: spec("jo@acme.example"),
                }),
                ..application()
            };
            let draft = draft(&message, &application, &settings());
            let shown = attack.get(..40).unwrap_or(attack);
            assert_sound(&draft);
            assert!(draft.bytes.len() < 100_000, "{shown:?}");
            let parsed = MessageParser::default()
                .parse(&draft.bytes)
                .expect("a message");
            assert!(parsed.bcc().is_none() && parsed.cc().is_none(), "{shown:?}");
            let to: Vec<_> = parsed
                .to()
                .expect("To")
                .iter()
                .map(|a| a.address())
                .collect();
            assert_eq!(to, [Some("jo@acme.example")], "{shown:?}");
            assert!(
                !draft.body.contains(['\0', '\r', '\u{1b}', '\u{202e}']),
                "{shown:?}"
            );
        }
    }

    #[test]
    fn the_users_own_words_cannot_break_the_header_either() {
        let me = Identity {
            name: "Dana\r\nBcc: eve@evil.example".to_owned(),
            ..me()
        };
        let now = "2026-11-22T10:00:00+00:00[UTC]".parse().expect("a time");
        let templates = Templates::embedded();
        let draft = compose(
            &rejection(),
            &application(),
            &me,
            "work",
            &templates,
            &settings(),
            &now,
        )
        .expect("a draft");
        assert_sound(&draft);
        let me = Identity {
            address: spec("dana@-x_y!.example"),
            aliases: Vec::new(),
            ..me
        };
        let error = compose(
            &rejection(),
            &application(),
            &me,
            "work",
            &templates,
            &settings(),
            &now,
        )
        .expect_err("no such domain");
        assert!(error.to_string().contains("dana@-x_y!.example"), "{error}");
    }
}

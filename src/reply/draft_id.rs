//! The Message-ID of a draft, derived from the rejection's.
//!
//! The same rejection gives the same id in every run, so that looking for it in
//! the Drafts mailbox tells whether the draft has been filed already.

use ring::digest::{Context, SHA256};

use super::identity::sender;
use crate::mail::{AddrSpec, Identity, Message, MessageId};

/// Changes when the derivation does, so that ids of two kinds never meet.
const VERSION: &str = "afterword reply 1";

/// The Message-ID of the draft that answers `message` in the mailbox called
/// `account`, at the domain of the address that it goes out under.
///
/// A rejection without a Message-ID of its own is known by sender, date,
/// subject and text.
pub fn draft_id(message: &Message, me: &Identity, account: &str) -> MessageId {
    let mut hash = Context::new(&SHA256);
    feed(&mut hash, VERSION);
    feed(&mut hash, account);
    match &message.message_id {
        Some(id) => {
            feed(&mut hash, "id");
            feed(&mut hash, id.as_str());
        }
        None => {
            feed(&mut hash, "content");
            feed(
                &mut hash,
                message.from.as_ref().map_or("", |a| a.spec.as_str()),
            );
            feed(
                &mut hash,
                &message.date.map_or(String::new(), |d| d.to_string()),
            );
            feed(&mut hash, &message.subject);
            feed(&mut hash, &message.body.text);
        }
    }
    finish(hash, &sender(message, me).spec)
}

/// The Message-ID of a draft that answers no mail, from what the user says
/// about the rejection.
pub(super) fn id_of_words(words: &[&str], from: &AddrSpec) -> MessageId {
    let mut hash = Context::new(&SHA256);
    feed(&mut hash, VERSION);
    feed(&mut hash, "by hand");
    for word in words {
        feed(&mut hash, word);
    }
    finish(hash, from)
}

fn finish(hash: Context, from: &AddrSpec) -> MessageId {
    let digest = hash.finish();
    let local: String = digest
        .as_ref()
        .iter()
        .take(20)
        .map(|b| format!("{b:02x}"))
        .collect();
    let domain = ascii_domain(from).unwrap_or_else(|| "localhost".to_owned());
    MessageId::new(&format!("{local}@{domain}")).expect("hexadecimal digits at an ASCII domain")
}

/// The domain in the form that stands in a header (RFC 5890: A-labels).
pub(crate) fn ascii_domain(spec: &AddrSpec) -> Option<String> {
    let domain = idna::domain_to_ascii(spec.domain()).ok()?;
    let good = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'.';
    (!domain.is_empty() && domain.bytes().all(good)).then_some(domain)
}

/// Adds a field with its length, so that no two lists of fields hash alike.
fn feed(hash: &mut Context, field: &str) {
    hash.update(&(field.len() as u64).to_be_bytes());
    hash.update(field.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::{Address, Body};

    fn me() -> Identity {
        Identity {
            name: "Dana Whitfield".to_owned(),
            address: AddrSpec::new("dana@example.com").expect("an address"),
            aliases: vec![AddrSpec::new("dana@bücher.example").expect("an address")],
            phone: None,
        }
    }

    fn message(id: Option<&str>) -> Message {
        Message {
            message_id: id.and_then(MessageId::new),
            from: Address::parse("Jo Park <jo@acme.example>"),
            subject: "Your application".to_owned(),
            ..Message::default()
        }
    }

    #[test]
    fn the_same_rejection_gives_the_same_id() {
        let id = draft_id(&message(Some("a@acme.example")), &me(), "work");
        assert_eq!(
            id,
            draft_id(&message(Some("a@acme.example")), &me(), "work")
        );
        assert!(id.as_str().ends_with("@example.com"), "{id}");
        let other_text = Message {
            subject: "x".to_owned(),
            ..message(Some("a@acme.example"))
        };
        assert_eq!(id, draft_id(&other_text, &me(), "work"));
        // Kept for ever: a changed derivation files every draft a second time.
        assert_eq!(
            id.as_str(),
            "70409e4ad6de0522e4776a510644d4b6d3f4fc48@example.com"
        );
    }

    #[test]
    fn whatever_differs_gives_another_id() {
        let known = message(Some("a@acme.example"));
        let nameless = message(None);
        let ids = [
            draft_id(&known, &me(), "work"),
            draft_id(&known, &me(), "home"),
            draft_id(&message(Some("b@acme.example")), &me(), "work"),
            draft_id(&nameless, &me(), "work"),
            draft_id(
                &Message {
                    subject: "x".to_owned(),
                    ..nameless.clone()
                },
                &me(),
                "work",
            ),
            draft_id(
                &Message {
                    from: None,
                    ..nameless.clone()
                },
                &me(),
                "work",
            ),
            draft_id(
                &Message {
                    body: Body {
                        text: "x".to_owned(),
                        segments: Vec::new(),
                    },
                    ..nameless.clone()
                },
                &me(),
                "work",
            ),
        ];
        let unlike: std::collections::BTreeSet<&MessageId> = ids.iter().collect();
        assert_eq!(unlike.len(), ids.len());
    }

    #[test]
    fn an_alias_gives_its_own_domain_in_ascii() {
        let message = Message {
            to: Address::parse("dana@bücher.example").into_iter().collect(),
            ..message(Some("a@acme.example"))
        };
        let id = draft_id(&message, &me(), "work");
        assert!(id.as_str().ends_with("@xn--bcher-kva.example"), "{id}");
    }
}

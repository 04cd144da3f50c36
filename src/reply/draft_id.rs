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
    let digest = hash.finish();
    let local: String = digest
        .as_ref()
        .iter()
        .take(20)
        .map(|b| format!("{b:02x}"))
        .collect();
    let domain = ascii_domain(&sender(message, me).spec).unwrap_or_else(|| "localhost".to_owned());
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

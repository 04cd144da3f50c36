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
use super::template::{TemplateError, Templates, Values};
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
    let from = sender(message, me);
    let from_mailbox = mailbox(&from).ok_or_else(|| ComposeError::Sender(from.spec.to_string()))?;
    let to = application.contact.as_ref().map(recipient);
    let to_mailbox = to.as_ref().and_then(mailbox);
    let message_id = draft_id(message, me, account);
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
        subject: reply_subject(&message.subject),
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
    let mut text = templates.render(application.language, stage, id.as_str(), &values)?;
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

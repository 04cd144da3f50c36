//! The contact.

use super::Contact;
use crate::mail::{Identity, Message};

/// The contact.
pub(super) fn find(
    message: &Message,
    person: Option<&str>,
    _me: Option<&Identity>,
) -> Option<Contact> {
    let from = message.reply_to.first().or(message.from.as_ref())?;
    Some(Contact {
        name: person.map(str::to_owned),
        address: from.spec.clone(),
    })
}

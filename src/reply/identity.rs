//! Under which of the user's addresses a reply goes out.

use crate::mail::{AddrSpec, Address, Identity, Message};

/// The user's name with the address that the rejection was sent to; the main
/// address where the mail names none of them, as after forwarding.
pub(crate) fn sender(message: &Message, me: &Identity) -> Address {
    let headers = message.to.iter().chain(&message.cc).map(|to| &to.spec);
    let spec: &AddrSpec = headers
        .chain(&message.delivered_to)
        .find(|spec| me.owns(spec))
        .unwrap_or(&me.address);
    Address {
        name: Some(me.name.clone()),
        spec: spec.clone(),
    }
}

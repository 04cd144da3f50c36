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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_that_was_written_to_answers() {
        let spec = |text: &str| AddrSpec::new(text).expect("an address");
        let address = |text: &str| Address::parse(text).expect("an address");
        let me = Identity {
            name: "Dana Whitfield".to_owned(),
            address: spec("dana@example.com"),
            aliases: vec![spec("d.whitfield@example.org")],
            phone: None,
        };
        let to = |text: &str| Message {
            to: vec![address(text)],
            ..Message::default()
        };
        for (message, wanted) in [
            (
                to("Dana <D.Whitfield@example.org>"),
                "d.whitfield@example.org",
            ),
            (to("dana@example.com"), "dana@example.com"),
            (to("applicants@acme.example"), "dana@example.com"),
            (
                Message {
                    cc: vec![address("d.whitfield@example.org")],
                    ..to("x@acme.example")
                },
                "d.whitfield@example.org",
            ),
            (
                Message {
                    delivered_to: vec![spec("d.whitfield@example.org")],
                    ..Message::default()
                },
                "d.whitfield@example.org",
            ),
            (Message::default(), "dana@example.com"),
        ] {
            let from = sender(&message, &me);
            assert_eq!(from.spec.as_str(), wanted);
            assert_eq!(from.name.as_deref(), Some("Dana Whitfield"));
        }
    }
}

//! Who the user is, where no setting tells: the one whom the mail was sent to.

use crate::mail::{AddrSpec, Identity, Message};

/// The mail's own recipient as an identity; `None` where it names nobody.
///
/// Only for looking at mail files without a configuration: nothing is filed
/// under a guessed name.
pub(super) fn identity(message: &Message) -> Option<Identity> {
    let delivered = message.delivered_to.first();
    let addressee = message
        .to
        .iter()
        .find(|to| delivered.is_none_or(|spec| to.spec == *spec))
        .or(message.to.first());
    let address = addressee.map(|to| to.spec.clone()).or(delivered.cloned())?;
    let name = addressee
        .and_then(|to| to.name.clone())
        .unwrap_or_else(|| name_of(&address));
    Some(Identity {
        name,
        address,
        aliases: Vec::new(),
        phone: None,
    })
}

/// `dana.whitfield@` reads as "Dana Whitfield".
fn name_of(address: &AddrSpec) -> String {
    let local = address.local().split('+').next().unwrap_or_default();
    let words = local.split(['.', '_', '-']).filter(|word| !word.is_empty());
    let capitalised = words.map(|word| {
        let mut chars = word.chars();
        chars.next().map_or_else(String::new, |first| {
            first.to_uppercase().chain(chars).collect::<String>()
        })
    });
    capitalised.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_part_becomes_a_name() {
        for (address, name) in [
            ("dana.whitfield@example.com", "Dana Whitfield"),
            ("dana+jobs@example.com", "Dana"),
            ("d_w@example.com", "D W"),
        ] {
            assert_eq!(name_of(&AddrSpec::new(address).expect("an address")), name);
        }
    }
}

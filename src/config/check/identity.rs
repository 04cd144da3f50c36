//! `[identity]`: who the user is.

use super::line_of_text;
use crate::config::field::{Field, Missing};
use crate::config::problem::Problems;
use crate::config::written::WrittenIdentity;
use crate::mail::{AddrSpec, Identity};

/// Judges the section.
pub(super) fn check(section: Field<WrittenIdentity>, problems: &mut Problems) -> Option<Identity> {
    let at = match section {
        Field::Given(at) => at,
        Field::Wrong => return None,
        Field::Absent => {
            let message = "is missing; write a section [identity] with your name and address";
            problems.add(1, "identity", message);
            return None;
        }
    };
    let (line, written) = (at.line, at.value);
    let name = written.name.required(
        Missing {
            line,
            key: "identity.name",
            write: "your full name as drafts are signed: name = \"Dana Whitfield\"",
        },
        problems,
        line_of_text,
    );
    let own_address = written.address.required(
        Missing {
            line,
            key: "identity.address",
            write: "your address: address = \"dana@example.com\"",
        },
        problems,
        |text| address(&text),
    );
    let aliases = written.aliases.optional(problems, |texts| {
        texts.iter().map(|text| address(text)).collect()
    });
    let phone = written.phone.optional(problems, line_of_text);
    Some(Identity {
        name: name?,
        address: own_address?,
        aliases: aliases.unwrap_or_default(),
        phone,
    })
}

fn address(text: &str) -> Result<AddrSpec, String> {
    AddrSpec::new(text).ok_or_else(|| {
        format!("\"{text}\" is not an address; write it bare, such as \"dana@example.com\"")
    })
}

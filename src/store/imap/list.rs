//! Finding the Drafts and the Sent mailbox: by configuration, then special use
//! (RFC 6154), then the names that mail programs give them.

use imap_proto::{MailboxDatum, NameAttribute, Response};

use super::error::ImapError;
use super::exchange::Exchange;
use super::login::Capabilities;
use super::quote::encode_name;
use crate::mail::{MailboxName, SpecialUse};
use crate::store::names;

/// A mailbox as LIST shows it.
#[derive(Debug)]
struct Listed {
    name: MailboxName,
    delimiter: Option<String>,
    selectable: bool,
    special_use: Option<Use>,
}

/// What LIST says a mailbox is for.
#[derive(Debug, PartialEq, Eq)]
enum Use {
    Wanted(SpecialUse),
    /// Sent mail, rubbish and the like are never written to as Drafts.
    Other,
}

/// The mailbox for `purpose`, or an error that names what was looked for.
pub(super) async fn find(
    exchange: &mut Exchange,
    capabilities: &Capabilities,
    purpose: SpecialUse,
    configured: Option<&MailboxName>,
) -> Result<MailboxName, ImapError> {
    let listed = list(exchange, capabilities).await?;
    let missing = |looked_for: String| ImapError::NoMailbox {
        purpose,
        looked_for,
    };
    if let Some(wanted) = configured {
        let wire = encode_name(&wanted.0);
        return listed
            .into_iter()
            .find(|m| m.selectable && (m.name == *wanted || m.name.0 == wire))
            .map(|m| m.name)
            .ok_or_else(|| missing(format!("\"{}\", as configured", names::decode(&wanted.0))));
    }
    choose(&listed, purpose).ok_or_else(|| {
        missing(format!(
            "the special use \\{purpose}, then {}",
            names::known(purpose).join(", ")
        ))
    })
}

fn choose(listed: &[Listed], purpose: SpecialUse) -> Option<MailboxName> {
    let selectable = || listed.iter().filter(|m| m.selectable);
    let special = selectable().find(|m| m.special_use == Some(Use::Wanted(purpose)));
    let named = || {
        selectable()
            .filter(|m| m.special_use.is_none())
            .filter_map(|m| names::rank(purpose, &path(m)).map(|rank| (rank, m)))
            .min_by_key(|(rank, _)| *rank)
            .map(|(_, m)| m)
    };
    special.or_else(named).map(|m| m.name.clone())
}

/// The name with `/` between its elements, as names are compared.
fn path(mailbox: &Listed) -> String {
    match mailbox.delimiter.as_deref() {
        Some(delimiter) if !delimiter.is_empty() => mailbox.name.0.replace(delimiter, "/"),
        _ => mailbox.name.0.clone(),
    }
}

async fn list(
    exchange: &mut Exchange,
    capabilities: &Capabilities,
) -> Result<Vec<Listed>, ImapError> {
    // Servers that lack either extension may answer BAD to the option.
    let extended = capabilities.has("SPECIAL-USE") && capabilities.has("LIST-EXTENDED");
    let command = if extended {
        "LIST \"\" \"*\" RETURN (SPECIAL-USE)"
    } else {
        "LIST \"\" \"*\""
    };
    let mut found = Vec::new();
    exchange
        .command("LIST", command, |response| {
            if let Response::MailboxData(MailboxDatum::List(data)) = response {
                found.push(Listed {
                    name: MailboxName(data.name.to_string()),
                    delimiter: data.delimiter.as_deref().map(str::to_owned),
                    selectable: !data.name_attributes.iter().any(unselectable),
                    special_use: data.name_attributes.iter().find_map(special_use),
                });
            }
        })
        .await?;
    Ok(found)
}

fn unselectable(attribute: &NameAttribute<'_>) -> bool {
    match attribute {
        NameAttribute::NoSelect => true,
        NameAttribute::Extension(name) => {
            name.eq_ignore_ascii_case("\\Noselect") || name.eq_ignore_ascii_case("\\NonExistent")
        }
        _ => false,
    }
}

/// Attributes are compared without case: some servers write `\drafts`.
fn special_use(attribute: &NameAttribute<'_>) -> Option<Use> {
    match attribute {
        NameAttribute::Drafts => Some(Use::Wanted(SpecialUse::Drafts)),
        NameAttribute::Sent => Some(Use::Wanted(SpecialUse::Sent)),
        NameAttribute::All | NameAttribute::Archive | NameAttribute::Flagged => Some(Use::Other),
        NameAttribute::Junk | NameAttribute::Trash => Some(Use::Other),
        NameAttribute::Extension(name) => match name.to_ascii_lowercase().as_str() {
            "\\drafts" => Some(Use::Wanted(SpecialUse::Drafts)),
            "\\sent" => Some(Use::Wanted(SpecialUse::Sent)),
            "\\all" | "\\archive" | "\\flagged" | "\\junk" | "\\trash" => Some(Use::Other),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(name: &str, special_use: Option<Use>) -> Listed {
        Listed {
            name: MailboxName(name.to_owned()),
            delimiter: Some("/".to_owned()),
            selectable: true,
            special_use,
        }
    }

    #[test]
    fn special_use_comes_before_names_and_names_before_nothing() {
        let drafts = || Some(Use::Wanted(SpecialUse::Drafts));
        for (mailboxes, expected) in [
            (
                vec![listed("Drafts", None), listed("Mine", drafts())],
                Some("Mine"),
            ),
            (
                vec![listed("INBOX", None), listed("Entw&APw-rfe", None)],
                Some("Entw&APw-rfe"),
            ),
            (vec![listed("INBOX/drafts", None)], Some("INBOX/drafts")),
            (vec![listed("Drafts", Some(Use::Other))], None),
            (vec![listed("INBOX", None)], None),
        ] {
            let chosen = choose(&mailboxes, SpecialUse::Drafts);
            assert_eq!(chosen.map(|m| m.0).as_deref(), expected);
        }
    }
}

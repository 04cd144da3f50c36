//! Senders whose mail is never judged a rejection, by the user's wish.

use std::fmt;

use crate::mail::AddrSpec;

/// One sender, or all of a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sender {
    /// This address.
    Address(AddrSpec),
    /// Every address of this domain and of those below it.
    Domain(String),
}

impl Sender {
    /// Reads `news@acme.example` or `@acme.example`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let Some(domain) = text.strip_prefix('@') else {
            return AddrSpec::new(text).map(Self::Address);
        };
        // What may follow the `@` of an address may follow it here.
        let any = AddrSpec::new(&format!("any@{domain}"))?;
        Some(Self::Domain(any.domain().to_owned()))
    }

    /// Whether mail from `from` is meant.
    pub fn matches(&self, from: &AddrSpec) -> bool {
        match self {
            Self::Address(address) => address == from,
            Self::Domain(domain) => from
                .domain()
                .strip_suffix(domain.as_str())
                .is_some_and(|above| above.is_empty() || above.ends_with('.')),
        }
    }
}

impl fmt::Display for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => address.fmt(f),
            Self::Domain(domain) => write!(f, "@{domain}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_means_itself_and_a_domain_all_below_it() {
        for (text, from, meant) in [
            ("News@Acme.example", "news@acme.example", true),
            ("news@acme.example", "jobs@acme.example", false),
            ("@acme.example", "jobs@acme.example", true),
            ("@Acme.example", "jobs@mail.acme.example", true),
            ("@acme.example", "jobs@notacme.example", false),
            ("@mail.acme.example", "jobs@acme.example", false),
        ] {
            let sender = Sender::parse(text).expect("a sender");
            let from = AddrSpec::new(from).expect("an address");
            assert_eq!(sender.matches(&from), meant, "{text} and {from}");
        }
    }

    #[test]
    fn what_is_neither_is_refused() {
        for text in [
            "",
            "@",
            "acme.example",
            "@@a",
            "a b@c",
            "@a b",
            "*@acme.example>",
        ] {
            assert_eq!(Sender::parse(text), None, "{text}");
        }
    }
}

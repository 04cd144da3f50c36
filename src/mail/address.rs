//! Addresses (RFC 5322 section 3.4) and the user's own identities.

use std::fmt;

/// An `addr-spec` such as `jo.park@acme.example`; compared without regard to case.
///
/// RFC 5321 lets the local part be case-sensitive, but no mail host in use is,
/// and people write their own address in any case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AddrSpec(String);

impl AddrSpec {
    /// The address in lower case, or `None` where the text cannot be one:
    /// no `@`, an empty side, white space, a control character or one of `<>,;"`.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@')?;
        let bad = |c: char| c.is_whitespace() || c.is_control() || "<>,;\"()[]\\".contains(c);
        if local.is_empty() || domain.is_empty() || text.len() > 254 || text.chars().any(bad) {
            return None;
        }
        if local.contains('@') || domain.starts_with('.') || domain.ends_with('.') {
            return None;
        }
        Some(Self(text.to_lowercase()))
    }

    /// The whole address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the `@`.
    pub fn local(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(local, _)| local)
    }

    /// The part after the `@`.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

impl fmt::Display for AddrSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An address with the name that its owner shows: `Jo Park <jo.park@acme.example>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The display name, decoded, where there is one.
    pub name: Option<String>,
    /// The address itself.
    pub spec: AddrSpec,
}

impl Address {
    /// Reads `Name <local@domain>` or a bare `local@domain`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let Some((name, rest)) = text.rsplit_once('<') else {
            return AddrSpec::new(text).map(|spec| Self { name: None, spec });
        };
        let spec = AddrSpec::new(rest.strip_suffix('>')?)?;
        let name = name.trim().trim_matches('"').trim();
        Some(Self {
            name: (!name.is_empty()).then(|| name.to_owned()),
            spec,
        })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "{name} <{}>", self.spec),
            None => write!(f, "{}", self.spec),
        }
    }
}

/// Who the user is: the name for the signature, the main address and its aliases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The user's full name, as drafts are signed.
    pub name: String,
    /// The main address.
    pub address: AddrSpec,
    /// Other addresses of the same person; a reply goes out under the one that was written to.
    pub aliases: Vec<AddrSpec>,
    /// The phone number offered for a call, where the user gave one.
    pub phone: Option<String>,
}

impl Identity {
    /// Whether `spec` is one of the user's own addresses.
    pub fn owns(&self, spec: &AddrSpec) -> bool {
        self.address == *spec || self.aliases.contains(spec)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addr_spec_accepts_addresses_and_refuses_rubbish() {
        for good in [
            "a@b",
            " Jo.Park@Acme.Example ",
            "x+y@sub.example.org",
            "ü@exämple.de",
        ] {
            assert!(AddrSpec::new(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "a",
            "@b",
            "a@",
            "a b@c",
            "a@b>\r\nBcc: x@y",
            "a@@b",
            "a@.b",
            "a,b@c",
        ] {
            assert!(AddrSpec::new(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn address_reads_both_forms() {
        let full = Address::parse("\"Park, Jo\" <Jo@Acme.example>").expect("full form");
        assert_eq!(full.name.as_deref(), Some("Park, Jo"));
        assert_eq!(full.spec.as_str(), "jo@acme.example");
        assert_eq!(
            Address::parse("jo@acme.example").expect("bare form").name,
            None
        );
        assert_eq!(Address::parse("Jo Park"), None);
    }
}

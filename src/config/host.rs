//! Host names: what may stand after `host =`.

// The type alone; what can open sockets is in `std`.
use core::net::IpAddr;

/// The host as it is looked up: an IP address, or a name in ASCII and lower case.
///
/// # Errors
///
/// What is wrong with it, in words.
pub(super) fn host(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    let bare = text.strip_prefix('[').and_then(|t| t.strip_suffix(']'));
    if let Ok(ip) = bare.unwrap_or(text).parse::<IpAddr>() {
        return Ok(ip.to_string());
    }
    if text.is_empty() {
        return Err("is empty; write the server's name, such as \"imap.example.com\"");
    }
    if text.contains("://") {
        return Err("is a URL; write the server's name alone, such as \"imap.example.com\"");
    }
    if text.contains('@') {
        return Err("is an address; write the server's name, such as \"imap.example.com\"");
    }
    if text.contains(':') {
        return Err("holds a port; write the port on a line of its own: port = 993");
    }
    let name = text.strip_suffix('.').unwrap_or(text);
    idna::domain_to_ascii(name)
        .ok()
        .filter(|ascii| is_host_name(ascii))
        .ok_or("is not a host name; write one such as \"imap.example.com\", or an IP address")
}

/// RFC 1123 section 2.1, with the underscore that private networks use.
fn is_host_name(name: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    name.len() <= 253 && name.split('.').all(label)
}

/// Whether a host is this machine: the only one to which a password may travel
/// without TLS.
pub(super) fn is_loopback(host: &str) -> bool {
    match host.parse::<IpAddr>() {
        Ok(ip) => ip.is_loopback(),
        // RFC 6761 section 6.3.
        Err(_) => host == "localhost" || host.ends_with(".localhost"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_names_or_addresses() {
        for (text, read) in [
            ("imap.example.com", "imap.example.com"),
            (" IMAP.Example.COM. ", "imap.example.com"),
            ("localhost", "localhost"),
            ("mail_1.lan", "mail_1.lan"),
            ("192.0.2.1", "192.0.2.1"),
            ("[::1]", "::1"),
            ("2001:DB8::1", "2001:db8::1"),
            ("imap.müller.example", "imap.xn--mller-kva.example"),
        ] {
            assert_eq!(host(text).as_deref(), Ok(read), "{text}");
        }
        for bad in [
            "",
            " ",
            "imaps://imap.example.com",
            "imap.example.com:993",
            "dana@example.com",
            "imap example com",
            "a..b",
            ".",
            "-a.example",
            "a-.example",
            "a/b",
            "imap.example.com\r\nx",
        ] {
            assert!(host(bad).is_err(), "{bad}");
        }
        assert!(host(&"a".repeat(64)).is_err());
        assert!(host(&"a.".repeat(200)).is_err());
    }

    #[test]
    fn loopback_is_this_machine() {
        for here in ["localhost", "a.localhost", "127.0.0.1", "127.9.9.9", "::1"] {
            assert!(is_loopback(here), "{here}");
        }
        for away in [
            "192.0.2.1",
            "example.com",
            "localhost.example.com",
            "notlocalhost",
        ] {
            assert!(!is_loopback(away), "{away}");
        }
    }
}

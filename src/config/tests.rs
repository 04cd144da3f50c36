//! What a file may say, and what is said about a wrong one.

// A test may stop where its ground is missing.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::*;
use crate::mail::{AddrSpec, MailboxName};
use crate::reply::{Late, NoContact, QuietHours, Weekends};

const EXAMPLE: &str = include_str!("../../config/example.toml");

/// The least that a file must say.
const LEAST: &str = "[identity]\nname = 'Dana Whitfield'\naddress = 'dana@example.com'\n\
                     [imap]\nhost = 'imap.example.com'\npassword_command = 'pass show mail'\n";

fn parse(text: &str) -> Result<Config, Problems> {
    Config::parse("dana.toml", "dana", text, Some(Path::new("/home/dana")))
}

fn good(text: &str) -> Config {
    parse(text).unwrap_or_else(|problems| panic!("{problems}\n---\n{text}"))
}

/// The problems of `text`, one a line.
fn wrong(text: &str) -> String {
    match parse(text) {
        Ok(_) => panic!("accepted:\n{text}"),
        Err(problems) => problems.to_string(),
    }
}

#[test]
fn the_least_file_has_the_documented_defaults() {
    let config = good(LEAST);
    assert_eq!(config.name, "dana");
    assert_eq!(
        config.account.as_str(),
        "imap:dana@example.com@imap.example.com:993"
    );
    assert_eq!(config.identity.name, "Dana Whitfield");
    assert_eq!(config.identity.aliases, []);
    assert_eq!(config.identity.phone, None);
    let MailSource::Imap(imap) = &config.source else {
        panic!("{:?}", config.source)
    };
    assert_eq!(
        imap,
        &ImapSettings {
            host: "imap.example.com".to_owned(),
            port: 993,
            security: Security::Tls,
            user: "dana@example.com".to_owned(),
            auth: Auth::Password,
            secret: SecretSource::Command("pass show mail".to_owned()),
            ca_file: None,
        }
    );
    assert_eq!(
        config.watch,
        WatchSettings {
            mailboxes: vec![MailboxName("INBOX".to_owned())],
            poll_interval: Duration::from_secs(120),
            idle: Idle::On,
            lookback: Duration::from_secs(86_400),
            ignore_senders: Vec::new(),
        }
    );
    assert_eq!(config.draft, draft_defaults());
    assert_eq!(config.draft.window, Duration::from_secs(86_400));
    assert_eq!(config.draft.cool_off, Duration::ZERO);
    assert_eq!(config.draft.quiet_hours, None);
    assert_eq!(config.draft.weekends, Weekends::Draft);
    assert_eq!(config.draft.late, Late::Draft);
    assert_eq!(config.draft.no_contact, NoContact::Draft);
    assert!(config.draft.quote_original);
    assert_eq!(config.draft.signature, None);
    assert_eq!(config.drafts, DraftsMailbox::Auto);
    assert_eq!(config.templates, None);
    assert_eq!(config.phrases, Vec::<PathBuf>::new());
}

#[test]
fn every_key_arrives() {
    let config = good(
        r#"
        [identity]
        name = " Dana Whitfield "
        address = "Dana@Example.com"
        aliases = ["d@example.org"]
        phone = "+44 20 7946 0000"
        [imap]
        host = "IMAP.Example.com"
        port = 1143
        security = "starttls"
        user = "Dana"
        auth = "password"
        password_file = "~/secret"
        ca_file = "/etc/ssl/ca.pem"
        [watch]
        mailboxes = ["inbox", "Bewerbungen/Zürich"]
        poll_interval = "1m 30s"
        idle = false
        lookback = "0s"
        ignore_senders = ["News@acme.example", "@Shop.example"]
        [draft]
        window = "2d"
        cool_off = "3h"
        quiet_hours = "22:00-07:00"
        weekends = "wait"
        mailbox = "Entwürfe"
        late = "skip"
        no_contact = "skip"
        quote_original = false
        signature = "Dana\nhttps://dana.example"
        templates = "~/replies"
        phrases = ["~/a.toml", "/etc/b.toml"]
        "#,
    );
    assert_eq!(config.account.as_str(), "imap:Dana@imap.example.com:1143");
    assert_eq!(config.identity.name, "Dana Whitfield");
    assert_eq!(
        config.identity.address,
        AddrSpec::new("dana@example.com").unwrap()
    );
    assert_eq!(
        config.identity.aliases,
        [AddrSpec::new("d@example.org").unwrap()]
    );
    assert_eq!(config.identity.phone.as_deref(), Some("+44 20 7946 0000"));
    let MailSource::Imap(imap) = config.source else {
        panic!("{:?}", config.source)
    };
    assert_eq!(imap.security, Security::StartTls);
    assert_eq!(imap.secret, SecretSource::File("/home/dana/secret".into()));
    assert_eq!(imap.ca_file, Some("/etc/ssl/ca.pem".into()));
    let names = ["INBOX", "Bewerbungen/Z&APw-rich"].map(|n| MailboxName(n.to_owned()));
    assert_eq!(config.watch.mailboxes, names);
    assert_eq!(config.watch.poll_interval, Duration::from_secs(90));
    assert_eq!(config.watch.idle, Idle::Off);
    assert_eq!(config.watch.lookback, Duration::ZERO);
    let senders = config.watch.ignore_senders.iter().map(ToString::to_string);
    assert_eq!(
        senders.collect::<Vec<_>>(),
        ["news@acme.example", "@shop.example"]
    );
    assert_eq!(config.draft.window, Duration::from_secs(172_800));
    assert_eq!(config.draft.cool_off, Duration::from_secs(10_800));
    let quiet = QuietHours {
        from_minute: 1320,
        to_minute: 420,
    };
    assert_eq!(config.draft.quiet_hours, Some(quiet));
    assert_eq!(config.draft.weekends, Weekends::Wait);
    assert_eq!(config.draft.late, Late::Skip);
    assert_eq!(config.draft.no_contact, NoContact::Skip);
    assert!(!config.draft.quote_original);
    assert_eq!(
        config.draft.signature.as_deref(),
        Some("Dana\nhttps://dana.example")
    );
    let drafts = MailboxName("Entw&APw-rfe".to_owned());
    assert_eq!(config.drafts, DraftsMailbox::Named(drafts));
    assert_eq!(config.templates, Some("/home/dana/replies".into()));
    assert_eq!(
        config.phrases,
        ["/home/dana/a.toml", "/etc/b.toml"].map(PathBuf::from)
    );
}

#[test]
fn the_other_sources_are_read() {
    let maildir = good(
        "[identity]\nname='D'\naddress='d@example.com'\n[maildir]\npath='~/Mail/./x//'\n\
         [watch]\nmailboxes=['INBOX', '.Jobs']\n[draft]\nmailbox='.Entwürfe'",
    );
    assert_eq!(maildir.account.as_str(), "maildir:/home/dana/Mail/x");
    assert_eq!(
        maildir.drafts,
        DraftsMailbox::Named(MailboxName(".Entwürfe".to_owned()))
    );
    for (lines, port, security, secret) in [
        (
            "security='starttls'\ncredential='mail'",
            143,
            Security::StartTls,
            "mail",
        ),
        (
            "security='plaintext'\ncredential='m.x'",
            143,
            Security::Plaintext,
            "m.x",
        ),
        (
            "security='tls'\ncredential='mail'",
            993,
            Security::Tls,
            "mail",
        ),
    ] {
        let text = format!(
            "[identity]\nname='D'\naddress='d@example.com'\n[imap]\nhost='localhost'\n{lines}"
        );
        let MailSource::Imap(imap) = good(&text).source else {
            panic!("{text}")
        };
        assert_eq!((imap.port, imap.security), (port, security), "{lines}");
        assert_eq!(imap.secret, SecretSource::Credential(secret.to_owned()));
    }
}

#[test]
fn the_account_does_not_depend_on_how_the_file_is_written() {
    let again = LEAST.replace("imap.example.com'", "IMAP.example.COM.'\nport = 993");
    assert_eq!(good(LEAST).account, good(&again).account);
    let other = LEAST.replace("imap.example.com'", "imap.example.com'\nuser = 'x'");
    assert_ne!(good(LEAST).account, good(&other).account);
}

/// One row: what is added to [`LEAST`], and the start of the one line that is
/// said about it, without the file's name.
#[rustfmt::skip]
#[test]
fn each_wrong_key_is_explained() {
    let imap = "7: imap.";
    let watch = "8: watch.";
    let draft = "8: draft.";
    for (added, section, said) in [
        ("colour = 1", imap, "colour: unknown key; known here: host, port, security"),
        ("prt = 1", imap, "prt: unknown key; did you mean \"port\"?"),
        ("password = 'hunter2'", imap, "password: a secret never stands in this file; write"),
        ("Passwd = 'hunter2'", imap, "Passwd: a secret never stands in this file; write"),
        ("port = '993'", imap, "port: is text; write a whole number, without quotes"),
        ("port = 0", imap, "port: 0 is not a port; write a number from 1 to 65535"),
        ("port = 65536", imap, "port: 65536 is not a port"),
        ("port = 99999999999999999999", imap, "port: is a whole number; write a whole number"),
        ("port = 993.0", imap, "port: is a number with a point"),
        ("security = 'ssl'", imap, "security: \"ssl\" is not known; write \"tls\" or \"starttls\""),
        ("security = true", imap, "security: is a truth value; write text in quotes"),
        ("security = 'plaintext'", imap, "security: \"plaintext\" would show your password"),
        ("user = ''", imap, "user: is empty"),
        ("user = \"a\\r\\nb\"", imap, "user: holds a line break"),
        ("auth = 'oauth2'", imap, "auth: \"oauth2\" is not available in this version"),
        ("auth = 'gssapi'", imap, "auth: \"gssapi\" is not known; write \"password\""),
        ("password_file = '/x'", imap, "password_file: is a second place for the password"),
        ("credential = 'x'", imap, "credential: is a second place for the password"),
        ("ca_file = 'ca.pem'", imap, "ca_file: is not a whole path; begin it with / or ~/"),
        ("[watch]\nmailboxes = []", watch, "mailboxes: is empty; write at least one mailbox"),
        ("[watch]\nmailboxes = ['']", watch, "mailboxes: holds an empty name"),
        ("[watch]\nmailboxes = ['INBOX', 'inbox']", watch, "mailboxes: names \"inbox\" twice"),
        ("[watch]\nmailboxes = 'INBOX'", watch, "mailboxes: is text; write a list of texts"),
        ("[watch]\nmailboxes = [1]", watch, "mailboxes: holds a whole number; write a list"),
        ("[watch]\npoll_interval = '9s'", watch, "poll_interval: \"9s\" is out of bounds; write a length of time from 10s to 1d"),
        ("[watch]\npoll_interval = '25h'", watch, "poll_interval: \"25h\" is out of bounds"),
        ("[watch]\npoll_interval = '2 apples'", watch, "poll_interval: \"2 apples\" is not a length of time; write one such as \"90s\""),
        ("[watch]\npoll_interval = 120", watch, "poll_interval: is a whole number; write text"),
        ("[watch]\nidle = 'yes'", watch, "idle: is text; write true or false, without quotes"),
        ("[watch]\nlookback = '366d'", watch, "lookback: \"366d\" is out of bounds; write a length of time from 0s to 365d"),
        ("[watch]\nignore_senders = ['acme.example']", watch, "ignore_senders: \"acme.example\" is neither an address nor a domain; write"),
        ("[watch]\nmailbox = 'INBOX'", watch, "mailbox: unknown key; did you mean \"mailboxes\"?"),
        ("[draft]\nwindow = '59m'", draft, "window: \"59m\" is out of bounds; write a length of time from 1h to 30d"),
        ("[draft]\nwindow = '31d'", draft, "window: \"31d\" is out of bounds"),
        ("[draft]\ncool_off = '24h'", draft, "cool_off: \"24h\" is too long; write a length of time shorter than the window (1d)"),
        ("[draft]\ncool_off = 'soon'", draft, "cool_off: \"soon\" is not a length of time"),
        ("[draft]\nquiet_hours = '10pm-7am'", draft, "quiet_hours: \"10pm-7am\" is not a stretch of the day; write two different times such as \"22:00-07:00\""),
        ("[draft]\nmailbox = ''", draft, "mailbox: holds an empty name"),
        ("[draft]\nweekends = 'skip'", draft, "weekends: \"skip\" is not known; write \"draft\" or \"wait\""),
        ("[draft]\nlate = 'Skip'", draft, "late: \"Skip\" is not known; write \"draft\" or \"skip\""),
        ("[draft]\nno_contact = 'ask'", draft, "no_contact: \"ask\" is not known"),
        ("[draft]\nquote_original = 1", draft, "quote_original: is a whole number"),
        ("[draft]\nsignature = \"a\\u0007\"", draft, "signature: holds a control character"),
        ("[draft]\ntemplates = 'replies'", draft, "templates: is not a whole path"),
        ("[draft]\nphrases = ['~x/y']", draft, "phrases: is not a whole path"),
        ("[draft]\nwindow = 2026-11-22", draft, "window: is a date or time; write text in quotes"),
        ("[send]\nnow = true", "7: ", "send: unknown key; known here: identity, imap, maildir, watch, draft"),
        ("\"a\\nb\" = 1", imap, "a\\nb: unknown key"),
        ("auth = \"a\\u001b[31m\\n\"", imap, "auth: \"a\\u{1b}[31m\\n\" is not known"),
        ("[wach]\nidle = true", "7: ", "wach: unknown key; did you mean \"watch\"?"),
        ("[maildir]\npath = '/x'", "7: ", "maildir: stands beside [imap], but a file is for one mailbox"),
        ("[[draft]]\nwindow = '2d'", "7: ", "draft: is a list; write a section instead: [draft]"),
    ] {
        let text = format!("{LEAST}{added}\n");
        let problems = wrong(&text);
        let wanted = format!("dana.toml:{section}{said}");
        assert!(
            problems.starts_with(&wanted),
            "{added}\n  {problems}\n  {wanted}"
        );
        assert_eq!(problems.lines().count(), 1, "{problems}");
        assert!(!problems.contains("hunter2"), "{problems}");
    }
}

/// One row: what is changed in [`LEAST`], and what is said about it.
#[rustfmt::skip]
#[test]
fn each_missing_or_wrong_need_is_explained() {
    for (from, to, said) in [
        ("name = 'Dana Whitfield'\n", "", "1: identity.name: is missing; write your full name"),
        ("'Dana Whitfield'", "''", "2: identity.name: is empty"),
        ("'Dana Whitfield'", "\"a\\nBcc: x@y\"", "2: identity.name: holds a line break"),
        ("'Dana Whitfield'", "7", "2: identity.name: is a whole number; write text in quotes"),
        ("address = 'dana@example.com'\n", "", "1: identity.address: is missing"),
        ("'dana@example.com'", "'dana'", "3: identity.address: \"dana\" is not an address"),
        ("'dana@example.com'\n", "'dana@example.com'\naliases = ['x']\n", "4: identity.aliases: \"x\" is not an address"),
        ("host = 'imap.example.com'\n", "", "4: imap.host: is missing"),
        ("'imap.example.com'", "'imaps://imap.example.com'", "5: imap.host: is a URL"),
        ("'imap.example.com'", "'imap.example.com:993'", "5: imap.host: holds a port"),
        ("password_command = 'pass show mail'\n", "", "4: imap: says nowhere where the password"),
        ("'pass show mail'", "' '", "6: imap.password_command: is empty"),
        ("password_command = 'pass show mail'", "credential = '../x'", "6: imap.credential: \"../x\" is not the name of a credential"),
        ("password_command = 'pass show mail'", "password_file = 'secret'", "6: imap.password_file: is not a whole path"),
        ("[imap]\n", "[mail]\n", "4: mail: unknown key"),
        ("[imap]\n", "[imap]\nhost = 'a'\n", "6: is not TOML: duplicate key"),
        ("'pass show mail'", "pass show mail", "6: is not TOML: "),
        ("[imap]", "[imap", "4: is not TOML: "),
    ] {
        let text = LEAST.replace(from, to);
        assert_ne!(text, LEAST, "{from}");
        let problems = wrong(&text);
        let wanted = format!("dana.toml:{said}");
        assert!(problems.contains(&wanted), "{problems}\n  {wanted}");
    }
}

#[test]
fn all_problems_come_at_once_in_the_order_of_the_lines() {
    let problems = wrong(
        "[draft]\ncool_off = 'x'\n[identity]\nadress = 'a'\n[imap]\nport = 0\nsecret = 'hunter2'\n",
    );
    let starts: Vec<&str> = problems
        .lines()
        .map(|line| line.split(':').nth(2).unwrap())
        .collect();
    let in_order = [
        " draft.cool_off",
        " identity.name",
        " identity.address",
        " identity.adress",
        " imap",
        " imap.host",
        " imap.port",
        " imap.secret",
    ];
    assert_eq!(starts, in_order, "{problems}");
}

#[test]
fn an_empty_file_says_what_is_needed() {
    let problems = wrong("");
    assert_eq!(problems.lines().count(), 2, "{problems}");
    assert!(
        problems.contains("dana.toml:1: identity: is missing"),
        "{problems}"
    );
    assert!(
        problems.contains("dana.toml:1: imap: no mailbox is named"),
        "{problems}"
    );
}

#[test]
fn a_home_is_needed_for_a_tilde_only() {
    let with = LEAST.replace(
        "password_command = 'pass show mail'",
        "password_file = '~/s'",
    );
    assert!(Config::parse("f", "f", LEAST, None).is_ok());
    let problems = Config::parse("f", "f", &with, None).unwrap_err();
    assert!(
        problems.to_string().contains("no home folder is known"),
        "{problems}"
    );
}

#[test]
fn a_secret_is_not_printed() {
    let text = LEAST.replace("pass show mail", "echo hunter2");
    assert!(!format!("{:?}", good(&text)).contains("hunter2"));
    // A broken line is not quoted: it may be the one with the secret.
    let problems = wrong(&LEAST.replace("'pass show mail'", "'echo hunter2"));
    assert!(!problems.contains("hunter2"), "{problems}");
}

#[test]
fn hostile_text_is_refused_without_a_panic() {
    for text in [
        "\u{feff}",
        "[",
        "]",
        "=",
        "a.b.c.d = 1",
        "identity = 3",
        "[identity]\n[identity]",
        "imap.host.name = 'x'",
        "\0",
        "[imap]\n\"\" = 1",
        "maildir = [[[[[[]]]]]]",
        "watch = { mailboxes = [[]] }",
        "[identity.name]\nx = 1",
    ] {
        assert!(parse(text).is_err(), "{text:?}");
    }
    // A file that was cut off while it was written.
    for (end, _) in EXAMPLE.char_indices() {
        let _ = parse(EXAMPLE.get(..end).unwrap());
    }
}

#[test]
fn the_example_loads_as_it_stands() {
    let config = good(EXAMPLE);
    let least = good(&LEAST.replace("pass show mail", "pass show mail/dana"));
    assert_eq!(config, least);
}

/// The example with every key that stands behind a `# ` in front of it.
fn uncommented() -> String {
    let key = |line: &str| {
        let name = line.split(" = ").next().unwrap_or_default();
        let known = |c: char| c.is_ascii_lowercase() || c == '_';
        line.contains(" = ") && !name.is_empty() && name.chars().all(known)
    };
    let lines = EXAMPLE.lines().map(|line| match line.strip_prefix("# ") {
        Some(rest) if key(rest) => rest,
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_example_shows_every_key_with_its_default() {
    let text = uncommented();
    let shown = good(&text);
    let default = good(EXAMPLE);
    // Where the example says that the value is one: everything else is the default.
    let expected = Config {
        identity: crate::mail::Identity {
            aliases: vec![AddrSpec::new("d.whitfield@example.org").unwrap()],
            phone: Some("+44 20 7946 0000".to_owned()),
            ..default.identity.clone()
        },
        source: match default.source.clone() {
            MailSource::Imap(imap) => MailSource::Imap(ImapSettings {
                ca_file: Some("/etc/ssl/my-ca.pem".into()),
                ..imap
            }),
            MailSource::Maildir(_) => panic!("the example is for IMAP"),
        },
        watch: WatchSettings {
            ignore_senders: ["news@acme.example", "@shop.example"]
                .map(|text| crate::case::Sender::parse(text).unwrap())
                .to_vec(),
            ..default.watch.clone()
        },
        draft: crate::reply::DraftSettings {
            quiet_hours: Some(QuietHours {
                from_minute: 1320,
                to_minute: 420,
            }),
            signature: Some("Dana Whitfield\nhttps://dana.example".to_owned()),
            ..default.draft.clone()
        },
        templates: Some("/home/dana/.config/afterword/replies".into()),
        phrases: vec!["/home/dana/.config/afterword/extra-phrases.toml".into()],
        ..default
    };
    assert_eq!(shown, expected);
    for key in [
        "name",
        "address",
        "aliases",
        "phone",
        "host",
        "port",
        "security",
        "user",
        "auth",
        "password_command",
        "ca_file",
        "mailboxes",
        "poll_interval",
        "ignore_senders",
        "idle",
        "lookback",
        "window",
        "cool_off",
        "quiet_hours",
        "weekends",
        "mailbox",
        "late",
        "no_contact",
        "quote_original",
        "signature",
        "templates",
        "phrases",
    ] {
        let line = format!("\n{key} = ");
        assert_eq!(text.matches(&line).count(), 1, "{key}");
    }
}

/// The lines of the example that stand indented behind a `#`.
fn alternatives() -> Vec<&'static str> {
    EXAMPLE
        .lines()
        .filter_map(|line| line.strip_prefix("#   "))
        .collect()
}

#[test]
fn the_alternatives_in_the_example_are_right() {
    let secrets: Vec<&str> = alternatives()
        .into_iter()
        .filter(|line| line.starts_with("password_") || line.starts_with("credential"))
        .collect();
    assert_eq!(secrets.len(), 3);
    let read = secrets.iter().map(|line| {
        let text = EXAMPLE.replace(
            "\npassword_command = \"pass show mail/dana\"\n",
            &format!("\n{line}\n"),
        );
        match good(&text).source {
            MailSource::Imap(imap) => imap.secret,
            MailSource::Maildir(_) => panic!("{text}"),
        }
    });
    let expected = [
        SecretSource::Command("pass show mail/dana".to_owned()),
        SecretSource::File("/path/of/a/file".into()),
        SecretSource::Credential("dana".to_owned()),
    ];
    assert_eq!(read.collect::<Vec<_>>(), expected);

    let maildir: Vec<&str> = alternatives()
        .into_iter()
        .skip_while(|line| *line != "[maildir]")
        .take(2)
        .collect();
    let (before, rest) = EXAMPLE.split_once("\n[imap]\n").unwrap();
    let (_, after) = rest.split_once("\n[watch]\n").unwrap();
    let text = format!("{before}\n{}\n[watch]\n{after}", maildir.join("\n"));
    assert_eq!(good(&text).account.as_str(), "maildir:/home/dana/Mail");
}

//! `[watch]`: what is watched, and how.

use std::time::Duration;

use super::Naming;
use crate::case::Sender;
use crate::config::duration::within;
use crate::config::problem::Problems;
use crate::config::settings::{Idle, WatchSettings, watch_defaults};
use crate::config::written::WrittenWatch;
use crate::mail::MailboxName;

/// Providers throttle clients that ask more often.
const SHORTEST_POLL: Duration = Duration::from_secs(10);
/// Slower than this, and half of the window may pass unseen.
const LONGEST_POLL: Duration = Duration::from_secs(24 * 60 * 60);
/// The first look fetches every mail of this stretch.
const LONGEST_LOOKBACK: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Judges the section.
pub(super) fn check(
    written: WrittenWatch,
    naming: Naming,
    problems: &mut Problems,
) -> WatchSettings {
    let default = watch_defaults();
    let mailboxes = written
        .mailboxes
        .optional(problems, |texts| mailboxes(&texts, naming));
    let poll_interval = written
        .poll_interval
        .optional(problems, |text| within(&text, SHORTEST_POLL, LONGEST_POLL));
    let lookback = written.lookback.optional(problems, |text| {
        within(&text, Duration::ZERO, LONGEST_LOOKBACK)
    });
    let idle = written.idle.optional(problems, |idle| {
        Ok::<_, String>(if idle { Idle::On } else { Idle::Off })
    });
    let ignore_senders = written.ignore_senders.optional(problems, |texts| {
        texts.iter().map(|text| sender(text)).collect()
    });
    WatchSettings {
        mailboxes: mailboxes.unwrap_or(default.mailboxes),
        poll_interval: poll_interval.unwrap_or(default.poll_interval),
        idle: idle.unwrap_or(default.idle),
        lookback: lookback.unwrap_or(default.lookback),
        ignore_senders: ignore_senders.unwrap_or(default.ignore_senders),
    }
}

fn sender(text: &str) -> Result<Sender, String> {
    Sender::parse(text).ok_or_else(|| {
        format!(
            "\"{text}\" is neither an address nor a domain; \
             write \"news@acme.example\", or \"@acme.example\" for all of its addresses"
        )
    })
}

fn mailboxes(texts: &[String], naming: Naming) -> Result<Vec<MailboxName>, String> {
    let mut names: Vec<MailboxName> = Vec::new();
    for text in texts {
        let name = naming.read(text)?;
        if names.contains(&name) {
            return Err(format!("names \"{text}\" twice; write each mailbox once"));
        }
        names.push(name);
    }
    if names.is_empty() {
        return Err("is empty; write at least one mailbox: [\"INBOX\"]".to_owned());
    }
    Ok(names)
}

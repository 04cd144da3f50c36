//! Reading messages: always PEEK, always bounded, in two steps.
//!
//! First the headers of a batch, then the beginnings of those messages that are
//! worth a look, and only for the few whose text did not end there, more of it.
//! Each message is handed on as it arrives, so that memory holds one at a time.

use imap_proto::{AttributeValue, MailboxDatum, Response};
use jiff::fmt::strtime;

use super::error::ImapError;
use super::exchange::Exchange;
use crate::mail::{SignedDuration, Timestamp, Uid};

/// How much of a header section is read. Longer ones are spam or worse.
const HEADER_LIMIT: usize = 32 * 1024;

/// What step one tells about a message.
#[derive(Debug)]
pub struct Head {
    /// The message.
    pub uid: Uid,
    /// When the server received it; `None` where it does not say.
    pub internal_date: Option<Timestamp>,
    /// RFC822.SIZE in octets.
    pub size: u64,
    /// The header section, cut at 32 KiB.
    pub header: Vec<u8>,
}

/// How much of a message step two reads, in octets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Enough for the text of most mails.
    Beginning,
    /// As much as the program ever reads.
    Bound,
}

impl Depth {
    /// The number of octets.
    pub fn octets(self) -> usize {
        match self {
            Self::Beginning => 16 * 1024,
            Self::Bound => 256 * 1024,
        }
    }
}

/// UIDs above `after`, ascending.
pub(super) async fn uids_after(exchange: &mut Exchange, after: Uid) -> Result<Vec<Uid>, ImapError> {
    let Some(first) = after.0.checked_add(1) else {
        return Ok(Vec::new());
    };
    let mut uids = search(exchange, &format!("UID {first}:*")).await?;
    // `n:*` means the last message even where its UID is below n.
    uids.retain(|uid| *uid > after);
    Ok(uids)
}

/// UIDs of messages received since `since`, and perhaps some earlier ones:
/// SINCE compares the server's dates without a time zone, so a day is added.
pub(super) async fn uids_since(
    exchange: &mut Exchange,
    since: Timestamp,
) -> Result<Vec<Uid>, ImapError> {
    search(exchange, &format!("SINCE {}", search_date(since))).await
}

/// The day before `since` as SEARCH writes it.
pub(super) fn search_date(since: Timestamp) -> String {
    let day = since
        .checked_sub(SignedDuration::from_hours(24))
        .unwrap_or(Timestamp::UNIX_EPOCH);
    day.max(Timestamp::UNIX_EPOCH)
        .strftime("%-d-%b-%Y")
        .to_string()
}

/// One UID SEARCH; only a tagged OK gives an answer, an empty one included.
pub(super) async fn search(exchange: &mut Exchange, criteria: &str) -> Result<Vec<Uid>, ImapError> {
    let mut uids = Vec::new();
    exchange
        .command(
            "UID SEARCH",
            &format!("UID SEARCH {criteria}"),
            |response| {
                if let Response::MailboxData(MailboxDatum::Search(found)) = response {
                    uids.extend(found.iter().copied().map(Uid));
                }
            },
        )
        .await?;
    uids.sort_unstable();
    uids.dedup();
    Ok(uids)
}

/// Step one: headers and sizes.
pub(super) async fn heads(
    exchange: &mut Exchange,
    uids: &[Uid],
    mut sink: impl FnMut(Head),
) -> Result<(), ImapError> {
    let items = format!("(UID INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER]<0.{HEADER_LIMIT}>)");
    fetch(exchange, uids, &items, |uid, attributes| {
        // A FETCH without the section is news about flags, not an answer.
        if let Some(header) = section(attributes) {
            sink(Head {
                uid,
                internal_date: internal_date(attributes),
                size: size(attributes).unwrap_or(header.len() as u64),
                header: header.to_vec(),
            });
        }
    })
    .await
}

/// Step two: the first octets of messages.
pub(super) async fn beginnings(
    exchange: &mut Exchange,
    uids: &[Uid],
    depth: Depth,
    mut sink: impl FnMut(Uid, &[u8]),
) -> Result<(), ImapError> {
    let items = format!("(UID BODY.PEEK[]<0.{}>)", depth.octets());
    fetch(exchange, uids, &items, |uid, attributes| {
        if let Some(bytes) = section(attributes) {
            sink(uid, bytes);
        }
    })
    .await
}

async fn fetch(
    exchange: &mut Exchange,
    uids: &[Uid],
    items: &str,
    mut sink: impl FnMut(Uid, &[AttributeValue<'_>]),
) -> Result<(), ImapError> {
    if uids.is_empty() {
        return Ok(());
    }
    let command = format!("UID FETCH {} {items}", uid_set(uids));
    exchange
        .command("UID FETCH", &command, |response| {
            let Response::Fetch(_, attributes) = response else {
                return;
            };
            let uid = attributes.iter().find_map(|a| match a {
                AttributeValue::Uid(uid) => Some(Uid(*uid)),
                _ => None,
            });
            // Servers may report on messages that nobody asked for.
            if let Some(uid) = uid.filter(|uid| uids.binary_search(uid).is_ok()) {
                sink(uid, attributes);
            }
        })
        .await?;
    Ok(())
}

/// Ascending UIDs as a sequence set, runs as ranges.
fn uid_set(uids: &[Uid]) -> String {
    let mut parts = Vec::new();
    let mut rest = uids;
    while let Some((first, _)) = rest.split_first() {
        let run = rest
            .iter()
            // Wider than a UID: the last one has no successor of its own kind.
            .zip(u64::from(first.0)..)
            .take_while(|(uid, n)| u64::from(uid.0) == *n)
            .count();
        let (head, tail) = rest.split_at(run.max(1));
        parts.push(match head {
            [one] => one.0.to_string(),
            many => format!("{}:{}", first.0, many.last().map_or(first.0, |uid| uid.0)),
        });
        rest = tail;
    }
    parts.join(",")
}

fn section<'a>(attributes: &'a [AttributeValue<'_>]) -> Option<&'a [u8]> {
    attributes.iter().find_map(|a| match a {
        AttributeValue::BodySection { data, .. } => Some(data.as_deref().unwrap_or_default()),
        _ => None,
    })
}

fn size(attributes: &[AttributeValue<'_>]) -> Option<u64> {
    attributes.iter().find_map(|a| match a {
        AttributeValue::Rfc822Size(size) => Some(u64::from(*size)),
        _ => None,
    })
}

fn internal_date(attributes: &[AttributeValue<'_>]) -> Option<Timestamp> {
    attributes.iter().find_map(|a| match a {
        AttributeValue::InternalDate(text) => date_time(text),
        _ => None,
    })
}

/// RFC 9051 section 9, `date-time`: `22-Nov-2026 10:00:00 +0000`, the day perhaps after a space.
fn date_time(text: &str) -> Option<Timestamp> {
    strtime::parse("%d-%b-%Y %H:%M:%S %z", text.trim())
        .ok()?
        .to_timestamp()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uid_sets_join_runs() {
        for (uids, set) in [
            (vec![1], "1"),
            (vec![1, 2, 3], "1:3"),
            (vec![1, 3, 4, 9], "1,3:4,9"),
            (vec![u32::MAX - 1, u32::MAX], "4294967294:4294967295"),
        ] {
            let uids: Vec<Uid> = uids.into_iter().map(Uid).collect();
            assert_eq!(uid_set(&uids), set);
        }
    }

    #[test]
    fn dates_are_read_and_written_as_the_rfc_has_them() {
        let at: Timestamp = "2026-11-02T09:00:00Z".parse().expect("a time");
        assert_eq!(date_time(" 2-Nov-2026 10:00:00 +0100"), Some(at));
        assert_eq!(date_time("02-Nov-2026 09:00:00 +0000"), Some(at));
        assert_eq!(date_time("yesterday"), None);
        assert_eq!(search_date(at), "1-Nov-2026");
    }
}

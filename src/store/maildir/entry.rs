//! What a file name in `new` or `cur` says about its message.

use std::fmt;
use std::path::PathBuf;

use crate::mail::Timestamp;

/// The part of a file name that never changes: what identifies a message.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UniqueName(String);

impl UniqueName {
    /// The unique part of a file name: without the flags (`:2,S`; `;2,S` and
    /// `!2,S` where the disk cannot store a colon) and without the fields that
    /// synchronisers and servers add later (`,U=17`, `,FMD5=...`, `,S=2048`).
    pub fn of(file_name: &str) -> Self {
        let base = without_info(file_name);
        Self(without_fields(base).to_owned())
    }

    /// The name as text, as a ledger keeps it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The second of delivery with which the name begins, where it does:
    /// `1700000000.M1P2.host`, or `1700000000_3.2.host` as OfflineIMAP writes.
    pub fn delivered(&self) -> Option<Timestamp> {
        /// 2000-01-01 and 2100-01-01: a number outside is no time of delivery.
        const PLAUSIBLE: std::ops::Range<i64> = 946_684_800..4_102_444_800;
        let end = self.0.find(|c: char| !c.is_ascii_digit())?;
        let (digits, rest) = self.0.split_at_checked(end)?;
        if !rest.starts_with(['.', '_']) {
            return None;
        }
        let seconds: i64 = digits.parse().ok()?;
        if !PLAUSIBLE.contains(&seconds) {
            return None;
        }
        Timestamp::from_second(seconds).ok()
    }
}

impl fmt::Display for UniqueName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A message in a mailbox, known by its file name alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its identity.
    pub name: UniqueName,
    /// Where it lay when it was listed; another program may move it at any time.
    pub path: PathBuf,
    /// When it was delivered here: by its name, else the file's time of modification.
    pub received: Timestamp,
}

fn without_info(name: &str) -> &str {
    if let Some((base, _)) = name.split_once(':') {
        return base;
    }
    for mark in [";2,", "!2,"] {
        if let Some((base, _)) = name.rsplit_once(mark) {
            return base;
        }
    }
    name
}

/// `base` up to the first `,KEY=`. A comma alone may be part of a name.
fn without_fields(base: &str) -> &str {
    for (at, _) in base.match_indices(',') {
        let Some((before, after)) = base.split_at_checked(at) else {
            continue;
        };
        let field = after.trim_start_matches(',').split_once('=');
        let is_key = |key: &str| {
            key.starts_with(|c: char| c.is_ascii_uppercase())
                && key.bytes().all(|b| b.is_ascii_alphanumeric())
        };
        if !before.is_empty() && field.is_some_and(|(key, _)| is_key(key)) {
            return before;
        }
    }
    base
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unique_name_survives_flags_moves_and_synchronisers() {
        for (file, unique) in [
            ("1700000000.M1P2.host", "1700000000.M1P2.host"),
            ("1700000000.M1P2.host:2,", "1700000000.M1P2.host"),
            ("1700000000.M1P2.host:2,RS", "1700000000.M1P2.host"),
            ("1700000000.M1P2.host,U=17:2,S", "1700000000.M1P2.host"),
            ("1700000000.M1P2.host,S=9,W=10:2,S", "1700000000.M1P2.host"),
            (
                "1700000000_0.2.host,U=3,FMD5=7e33:2,S",
                "1700000000_0.2.host",
            ),
            ("1700000000.M1P2.host,U=17;2,S", "1700000000.M1P2.host"),
            ("1700000000.M1P2.host!2,FS", "1700000000.M1P2.host"),
            ("Anna, b=1", "Anna, b=1"),
            ("Grüße, 2:2,S", "Grüße, 2"),
            (",U=4", ",U=4"),
            ("", ""),
        ] {
            assert_eq!(UniqueName::of(file).as_str(), unique, "{file}");
        }
    }

    #[test]
    fn the_second_of_delivery_is_read_only_where_it_is_one() {
        for (file, second) in [
            ("1700000000.M1P2.host:2,S", Some(1_700_000_000)),
            ("1700000000_3.2.host", Some(1_700_000_000)),
            ("17.eml", None),
            ("1700000000", None),
            ("1700000000ä.x", None),
            ("99999999999999999999999.x", None),
            ("5000000000.x", None),
            ("msg.eml", None),
            ("", None),
        ] {
            let found = UniqueName::of(file).delivered().map(Timestamp::as_second);
            assert_eq!(found, second, "{file}");
        }
    }
}

//! The identity of a rejection, wherever copies of it lie.

use std::fmt;

use crate::mail::Message;

/// Names one rejection: its Message-ID, or a digest of what it says where it has none.
///
/// The same mail in two mailboxes, or under new UIDs after a UIDVALIDITY
/// change, has the same key, so nothing is done twice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseKey(String);

impl CaseKey {
    /// The key of a message.
    pub fn of(message: &Message) -> Self {
        if let Some(id) = &message.message_id {
            return Self(id.as_str().to_owned());
        }
        let from = message.from.as_ref().map(|a| a.spec.as_str());
        let date = message.date.map(|d| d.to_string());
        let mut digest = ring::digest::Context::new(&ring::digest::SHA256);
        for part in [
            from.unwrap_or_default(),
            date.as_deref().unwrap_or_default(),
            &message.subject,
            &message.body.text,
        ] {
            digest.update(part.as_bytes());
            digest.update(&[0]);
        }
        let hex: String = digest
            .finish()
            .as_ref()
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
        Self(format!("sha256:{hex}"))
    }

    /// The key for the text kept in the ledger.
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The text kept in the ledger.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CaseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

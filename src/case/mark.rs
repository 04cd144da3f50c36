//! The user's own word on a mail, which stands above every phrase.

/// What the user says that a mail is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A rejection, whatever the phrases say.
    Rejection,
    /// No rejection, whatever the phrases say.
    NotRejection,
}

impl Mark {
    /// The word kept in the ledger and printed in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rejection => "rejection",
            Self::NotRejection => "not-rejection",
        }
    }

    /// The mark for the word kept in the ledger.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Rejection, Self::NotRejection]
            .into_iter()
            .find(|mark| mark.as_str() == word)
    }
}

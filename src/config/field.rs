//! What became of one key, and how a value is judged or missed.

use super::problem::Problems;

/// A value with the line and the full key under which it stands.
#[derive(Debug, Clone)]
pub(super) struct At<T> {
    /// Counted from 1.
    pub(super) line: usize,
    /// With its section: `imap.host`.
    pub(super) key: String,
    /// What stands there.
    pub(super) value: T,
}

/// What became of one key.
#[derive(Debug, Clone)]
pub(super) enum Field<T> {
    /// It does not stand in the file.
    Absent,
    /// It stands there with a wrong type, which is reported already.
    Wrong,
    /// Its value, of the right type.
    Given(At<T>),
}

impl<T> Field<T> {
    /// Whether the key stands in the file, rightly or wrongly.
    pub(super) fn stands(&self) -> bool {
        !matches!(self, Self::Absent)
    }

    /// The value that `check` makes of an optional key; what `check` says is
    /// wrong becomes a problem.
    pub(super) fn optional<U, E: Into<String>>(
        self,
        problems: &mut Problems,
        check: impl FnOnce(T) -> Result<U, E>,
    ) -> Option<U> {
        let Self::Given(at) = self else { return None };
        match check(at.value) {
            Ok(value) => Some(value),
            Err(message) => {
                problems.add(at.line, &at.key, message);
                None
            }
        }
    }

    /// Like [`Self::optional`] for a key that must be there; `missing` names
    /// it, the line where it is missed and what to write.
    pub(super) fn required<U, E: Into<String>>(
        self,
        missing: Missing<'_>,
        problems: &mut Problems,
        check: impl FnOnce(T) -> Result<U, E>,
    ) -> Option<U> {
        if let Self::Absent = self {
            let message = format!("is missing; write {}", missing.write);
            problems.add(missing.line, missing.key, message);
        }
        self.optional(problems, check)
    }
}

/// How to speak of a key that is not there.
pub(super) struct Missing<'a> {
    /// Where it is missed: the head of its section.
    pub(super) line: usize,
    /// With its section.
    pub(super) key: &'a str,
    /// An example of what to write.
    pub(super) write: &'a str,
}

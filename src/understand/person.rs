//! The person.

use crate::mail::{Identity, Message};

/// The person.
pub(super) fn signed_by(_message: &Message, _me: Option<&Identity>) -> Option<String> {
    None
}

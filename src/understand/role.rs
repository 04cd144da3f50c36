//! The role.

use crate::mail::Message;

/// The role.
pub(super) fn find(_message: &Message) -> Option<String> {
    None
}

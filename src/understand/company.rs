//! The company.

use crate::mail::Message;

/// The company.
pub(super) fn find(_message: &Message, _me: Option<&crate::mail::Identity>) -> Option<String> {
    None
}

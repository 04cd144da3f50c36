//! How far the application had come.

use super::Stage;
use crate::mail::Message;

/// The stage.
pub(super) fn find(_message: &Message) -> Stage {
    Stage::Application
}

//! Text as a person sees it: bytes to [`Message`](crate::mail::Message), and
//! visible text to the normal form in which phrases are looked for.
//!
//! `mime` reads headers and parts (and is the only file that knows the mail
//! parser), `rescue` decodes what was cut or is in another charset than it says,
//! `choose` picks the part that a person would see, `html` and `flowed` make
//! visible text of it (`tags`, `style` and `sheet` tell what is hidden), `segments` tells what the sender wrote from what was
//! quoted, signed or printed small (in the words of `labels` and `notices`), and
//! `normalise` and `sentence` prepare the text for the classifier.

mod abbreviations;
mod choose;
mod flowed;
mod html;
mod labels;
mod lines;
mod mime;
mod normalise;
mod notices;
mod parse;
mod rescue;
mod segments;
mod sentence;
mod sheet;
mod style;
mod tags;

pub use normalise::{Normalised, normalise};
pub use parse::{is_readable, parse, wants_more};
pub use sentence::Sentences;

/// The most visible text that is looked at, in bytes. A decision stands near
/// the top of a mail; what comes after this is quoted history or a newsletter.
pub(crate) const MAX_VISIBLE: usize = 64 * 1024;

//! `[draft]`: the user's wishes about drafts.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Naming, choice};
use crate::config::duration::{duration, in_words, quiet_hours, within};
use crate::config::path::path;
use crate::config::problem::Problems;
use crate::config::settings::{DraftsMailbox, draft_defaults};
use crate::config::written::WrittenDraft;
use crate::reply::{DraftSettings, Late, NoContact, Weekends};

/// Below an hour, a poll or a retry could miss the window.
const SHORTEST_WINDOW: Duration = Duration::from_secs(60 * 60);
/// After a month nobody remembers the interview.
const LONGEST_WINDOW: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// The section, checked.
pub(super) struct Checked {
    pub(super) settings: DraftSettings,
    pub(super) mailbox: DraftsMailbox,
    pub(super) templates: Option<PathBuf>,
    pub(super) phrases: Vec<PathBuf>,
}

/// Judges the section.
pub(super) fn check(
    written: WrittenDraft,
    naming: Naming,
    home: Option<&Path>,
    problems: &mut Problems,
) -> Checked {
    let default = draft_defaults();
    let window = written
        .window
        .optional(problems, |text| {
            within(&text, SHORTEST_WINDOW, LONGEST_WINDOW)
        })
        .unwrap_or(default.window);
    let settings = DraftSettings {
        window,
        cool_off: written
            .cool_off
            .optional(problems, |text| cool_off(&text, window))
            .unwrap_or(default.cool_off),
        quiet_hours: written.quiet_hours.optional(problems, |text| {
            quiet_hours(&text).ok_or_else(|| {
                format!(
                    "\"{text}\" is not a stretch of the day; \
                     write two different times such as \"22:00-07:00\""
                )
            })
        }),
        weekends: written
            .weekends
            .optional(problems, |text| {
                choice(
                    &text,
                    &[("draft", Weekends::Draft), ("wait", Weekends::Wait)],
                )
            })
            .unwrap_or(default.weekends),
        late: written
            .late
            .optional(problems, |text| {
                choice(&text, &[("draft", Late::Draft), ("skip", Late::Skip)])
            })
            .unwrap_or(default.late),
        no_contact: written
            .no_contact
            .optional(problems, |text| {
                choice(
                    &text,
                    &[("draft", NoContact::Draft), ("skip", NoContact::Skip)],
                )
            })
            .unwrap_or(default.no_contact),
        quote_original: written
            .quote_original
            .optional(problems, Ok::<_, String>)
            .unwrap_or(default.quote_original),
        signature: written.signature.optional(problems, signature),
    };
    let mailbox = written
        .mailbox
        .optional(problems, |text| match text.as_str() {
            "auto" => Ok(DraftsMailbox::Auto),
            name => naming.read(name).map(DraftsMailbox::Named),
        });
    let templates = written
        .templates
        .optional(problems, |text| path(&text, home));
    let phrases = written.phrases.optional(problems, |texts| {
        texts.iter().map(|text| path(text, home)).collect()
    });
    Checked {
        settings,
        mailbox: mailbox.unwrap_or(DraftsMailbox::Auto),
        templates,
        phrases: phrases.unwrap_or_default(),
    }
}

/// A draft that waits until its window has closed would never be in time.
fn cool_off(text: &str, window: Duration) -> Result<Duration, String> {
    let bounds = format!("shorter than the window ({})", in_words(window));
    match duration(text) {
        Some(cool_off) if cool_off < window => Ok(cool_off),
        Some(_) => Err(format!(
            "\"{text}\" is too long; write a length of time {bounds}"
        )),
        None => Err(format!(
            "\"{text}\" is not a length of time; write one such as \"2h\", {bounds}"
        )),
    }
}

fn signature(text: String) -> Result<String, &'static str> {
    let bad = |c: char| c.is_control() && c != '\n' && c != '\t';
    let text = text.replace("\r\n", "\n");
    if text.chars().any(bad) {
        return Err("holds a control character; write plain text");
    }
    Ok(text)
}

//! As written to checked: every value is judged, and all that is wrong is said.

mod draft;
mod identity;
mod source;
mod watch;

use std::path::Path;

use super::mailbox;
use super::problem::Problems;
use super::settings::Config;
use super::written::Written;
use crate::mail::MailboxName;

/// How mailboxes are named where the mail lies.
#[derive(Clone, Copy)]
enum Naming {
    /// As an IMAP server lists them.
    Imap,
    /// As folders below a Maildir's root.
    Maildir,
}

impl Naming {
    fn read(self, text: &str) -> Result<MailboxName, &'static str> {
        match self {
            Self::Imap => mailbox::imap(text),
            Self::Maildir => mailbox::maildir(text),
        }
    }
}

/// Judges every section; `None` where something needed could not be made. A
/// value may be wrong and replaced by its default here: the caller gives out
/// nothing while a problem is on the list.
pub(super) fn check(
    written: Written,
    name: &str,
    home: Option<&Path>,
    problems: &mut Problems,
) -> Option<Config> {
    let naming = if written.maildir.stands() {
        Naming::Maildir
    } else {
        Naming::Imap
    };
    let identity = identity::check(written.identity, problems);
    let source = source::check(
        written.imap,
        written.maildir,
        source::Around {
            address: identity.as_ref().map(|identity| &identity.address),
            home,
        },
        problems,
    );
    let watch = watch::check(written.watch, naming, problems);
    let draft = draft::check(written.draft, naming, home, problems);
    let source = source?;
    Some(Config {
        name: name.to_owned(),
        account: source::account(&source),
        identity: identity?,
        source,
        watch,
        draft: draft.settings,
        drafts: draft.mailbox,
        templates: draft.templates,
        phrases: draft.phrases,
    })
}

/// One line of text that may stand in a header or a login.
fn line_of_text(text: String) -> Result<String, &'static str> {
    if text.trim().is_empty() {
        return Err("is empty; write it, or leave the key out where it is optional");
    }
    if text.chars().any(char::is_control) {
        return Err("holds a line break or another control character; write one line");
    }
    Ok(text.trim().to_owned())
}

/// One word out of a few.
fn choice<T: Copy>(text: &str, choices: &[(&str, T)]) -> Result<T, String> {
    if let Some((_, value)) = choices.iter().find(|(word, _)| *word == text) {
        return Ok(*value);
    }
    let words: Vec<String> = choices
        .iter()
        .map(|(word, _)| format!("\"{word}\""))
        .collect();
    Err(format!(
        "\"{text}\" is not known; write {}",
        words.join(" or ")
    ))
}

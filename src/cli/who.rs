//! Who the user is and by which rules mail is judged, for commands that work
//! on plain files.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;

use super::{complain, complain_of};
use crate::case::{CaseKey, Mark, Rules};
use crate::classify::Phrasebook;
use crate::config::{Account, draft_defaults};
use crate::daemon;
use crate::ledger::{Ledger, LedgerError};
use crate::mail::{Address, Identity, TimeZone};
use crate::reply::Templates;

/// Who the user is, where no CONFIG tells.
#[derive(Debug, Args)]
pub(super) struct WhoArgs {
    /// You, as "Name <address>"; repeat it for your other addresses
    #[arg(long, value_name = "NAME <ADDRESS>", value_parser = address)]
    me: Vec<Address>,
    /// Use the identity, phrases and templates of this settings file
    #[arg(long, value_name = "CONFIG", conflicts_with = "me")]
    config: Option<PathBuf>,
}

fn address(text: &str) -> Result<Address, String> {
    Address::parse(text)
        .ok_or_else(|| "write it as \"Dana Whitfield <dana@example.com>\"".to_owned())
}

impl WhoArgs {
    /// The rules to judge by.
    pub(super) async fn rules(&self) -> Result<Rules, daemon::LoadError> {
        let Some(path) = &self.config else {
            return Ok(default_rules(identity(&self.me)));
        };
        let mut loaded = daemon::load(std::slice::from_ref(path))?;
        let one = loaded.remove(0);
        Ok(Rules {
            marks: marks(&one.config.account).await,
            ..one.rules
        })
    }
}

/// What the user has said of single mails of a mailbox. A ledger that cannot be
/// read is told and holds nobody up.
pub(super) async fn marks(account: &Account) -> BTreeMap<CaseKey, Mark> {
    let Some(state) = daemon::state_folder() else {
        return BTreeMap::new();
    };
    let read = async {
        let ledger = Ledger::open_read_only(&state.join(daemon::LEDGER))?;
        ledger.marks(account).await
    };
    match read.await {
        Ok(marks) => marks,
        // Nothing can have been marked yet.
        Err(LedgerError::Missing { .. } | LedgerError::Older { .. }) => BTreeMap::new(),
        Err(error) => {
            complain_of(&error);
            complain("what was marked in it is not known here");
            BTreeMap::new()
        }
    }
}

/// The built-in rules for a user who has set nothing.
pub(super) fn default_rules(me: Option<Identity>) -> Rules {
    Rules {
        book: Arc::new(Phrasebook::embedded()),
        templates: Arc::new(Templates::embedded()),
        me,
        account: "files".to_owned(),
        ignored: Vec::new(),
        marks: BTreeMap::new(),
        draft: draft_defaults(),
        zone: TimeZone::system(),
    }
}

fn identity(addresses: &[Address]) -> Option<Identity> {
    let (main, aliases) = addresses.split_first()?;
    let named = addresses.iter().find_map(|address| address.name.clone());
    Some(Identity {
        name: named.unwrap_or_else(|| main.spec.local().to_owned()),
        address: main.spec.clone(),
        aliases: aliases.iter().map(|alias| alias.spec.clone()).collect(),
        phone: None,
    })
}

/// A span of time such as `30d`, `12h` or `1w`.
pub(super) fn span(text: &str) -> Result<Duration, String> {
    let hint = || "write a span such as 30d, 12h or 2w".to_owned();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number: u64 = digits.trim().parse().map_err(|_| hint())?;
    let unit = match text.get(digits.len()..).unwrap_or_default() {
        "m" => 60,
        "h" => 60 * 60,
        "d" => 24 * 60 * 60,
        "w" => 7 * 24 * 60 * 60,
        _ => return Err(hint()),
    };
    number
        .checked_mul(unit)
        .map(Duration::from_secs)
        .ok_or_else(hint)
}

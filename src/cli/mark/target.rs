//! Which mail is meant, whose mailbox it belongs to, and the mail itself.

use std::path::{Path, PathBuf};

use super::Refused;
use crate::case::CaseKey;
use crate::cli::chain;
use crate::config::Account;
use crate::daemon::{self, LoadError, Loaded};
use crate::ledger::{CaseRow, Ledger, LedgerError};
use crate::mail::{Message, Raw};
use crate::store::eml::{self, FileSource};
use crate::text;

/// How much of a mail file is read: as much as the daemon reads of a mail.
const LIMIT: usize = 1024 * 1024;

/// How the user names the mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// By the number of its case.
    Number(i64),
    /// By a file that holds it.
    File(PathBuf),
    /// By its Message-ID, without brackets, or the key of its case.
    Id(String),
}

impl Target {
    /// A number is a case; a file of that name is meant by `./12`.
    pub(super) fn of(text: &str) -> Self {
        if let Ok(number) = text.parse() {
            return Self::Number(number);
        }
        let path = Path::new(text);
        if path.exists() {
            return Self::File(path.to_owned());
        }
        Self::Id(text.trim_matches(['<', '>']).to_owned())
    }
}

/// The settings at hand, or why there are none.
pub(super) struct Settings {
    loaded: Vec<Loaded>,
    /// Whether the command line names them.
    named: bool,
    missing: Option<LoadError>,
}

impl Settings {
    /// Named settings must be good; without the usual ones one gets on as far
    /// as the ledger alone leads.
    pub(super) fn load(paths: &[PathBuf]) -> Result<Self, Refused> {
        let named = !paths.is_empty();
        match daemon::load(paths) {
            Ok(loaded) => Ok(Self {
                loaded,
                named,
                missing: None,
            }),
            Err(error) if named => Err(Refused::config(chain(&error))),
            Err(error) => Ok(Self {
                loaded: Vec::new(),
                named,
                missing: Some(error),
            }),
        }
    }

    /// Those of one mailbox.
    pub(super) fn of(&self, account: &Account) -> Option<&Loaded> {
        let of_account = |one: &&Loaded| one.config.account == *account;
        self.loaded.iter().find(of_account)
    }

    /// What to say where a mailbox has none.
    pub(super) fn missing(&self) -> Refused {
        match &self.missing {
            Some(error) => Refused::config(chain(error)),
            None => Refused::config(
                "none of the settings are for the mailbox of this case; \
                 name its settings file as CONFIG",
            ),
        }
    }

    /// Whether a case may be meant.
    fn mean(&self, case: &CaseRow) -> bool {
        !self.named || self.of(&case.account).is_some()
    }

    /// The mailbox that a mail was sent to.
    fn account_of(&self, message: &Message) -> Result<Account, Refused> {
        if self.missing.is_some() {
            return Err(self.missing());
        }
        let to = message.to.iter().chain(&message.cc).map(|to| &to.spec);
        let to: Vec<_> = to.chain(&message.delivered_to).collect();
        let sent_to = |one: &&Loaded| to.iter().any(|spec| one.config.identity.owns(spec));
        let fitting: Vec<&Loaded> = match self.loaded.as_slice() {
            [only] => vec![only],
            many => many.iter().filter(sent_to).collect(),
        };
        match fitting.as_slice() {
            [one] => Ok(one.config.account.clone()),
            _ => Err(Refused::config(
                "it is not clear which mailbox the mail belongs to; \
                 name the settings file of one as CONFIG",
            )),
        }
    }
}

/// A mail.
pub(in crate::cli) struct Mail {
    pub(in crate::cli) raw: Raw,
    pub(in crate::cli) message: Message,
}

impl From<Raw> for Mail {
    fn from(raw: Raw) -> Self {
        let message = text::parse(&raw);
        Self { raw, message }
    }
}

/// What is to be marked.
pub(super) struct Subject {
    pub(super) account: Account,
    pub(super) key: CaseKey,
    /// Where the ledger knows it.
    pub(super) case: Option<CaseRow>,
    /// The mail, or why it is not at hand.
    pub(super) mail: Result<Mail, String>,
}

/// Finds what is meant, and opens the ledger for writing.
pub(super) async fn find(
    target: &Target,
    settings: &Settings,
    path: &Path,
) -> Result<(Ledger, Subject), Refused> {
    let mail = match target {
        Target::File(file) => Some(read(file)?),
        Target::Number(_) | Target::Id(_) => None,
    };
    let Some(mail) = mail else {
        let (ledger, case) = known(target, settings, path).await?;
        let mail = again(&case, settings).await;
        let subject = Subject {
            account: case.account.clone(),
            key: case.key.clone(),
            case: Some(case),
            mail,
        };
        return Ok((ledger, subject));
    };
    let key = CaseKey::of(&mail.message);
    let fits = |case: &CaseRow| case.key == key;
    let case = match path.exists() {
        true => only(Ledger::open(path)?.cases(None).await?, settings, fits)?,
        false => None,
    };
    let account = match &case {
        Some(case) => case.account.clone(),
        None => settings.account_of(&mail.message)?,
    };
    let raw = Raw {
        // The server's own time, where the ledger has it.
        internal_date: case.as_ref().map(|case| case.received),
        ..mail.raw
    };
    let subject = Subject {
        account,
        key,
        case,
        mail: Ok(Mail {
            raw,
            message: mail.message,
        }),
    };
    Ok((Ledger::open(path)?, subject))
}

async fn known(
    target: &Target,
    settings: &Settings,
    path: &Path,
) -> Result<(Ledger, CaseRow), Refused> {
    if !path.exists() {
        let path = path.to_owned();
        return Err(LedgerError::Missing { path }.into());
    }
    let ledger = Ledger::open(path)?;
    let fits = |case: &CaseRow| match target {
        Target::Number(number) => case.number == *number,
        Target::Id(id) => {
            let original = case.original.as_ref().map(|id| id.as_str());
            case.key.as_str() == id || original == Some(id)
        }
        Target::File(_) => false,
    };
    let case = only(ledger.cases(None).await?, settings, fits)?;
    let case = case.ok_or_else(|| {
        let name = match target {
            Target::Number(number) => format!("no case has the number {number}"),
            Target::Id(id) => format!("no case and no file is called {id}"),
            Target::File(file) => format!("no case is of {}", file.display()),
        };
        Refused::found(format!("{name}; `afterword status` lists the numbers"))
    })?;
    Ok((ledger, case))
}

/// The one case that fits; a mail may have come into two mailboxes.
fn only(
    cases: Vec<CaseRow>,
    settings: &Settings,
    fits: impl Fn(&CaseRow) -> bool,
) -> Result<Option<CaseRow>, Refused> {
    let meant = |case: &CaseRow| fits(case) && settings.mean(case);
    let mut fitting: Vec<CaseRow> = cases.into_iter().filter(meant).collect();
    if fitting.len() > 1 {
        let numbers: Vec<String> = fitting.iter().map(|case| case.number.to_string()).collect();
        return Err(Refused::found(format!(
            "it came into several mailboxes, as the cases {}; name one by its number",
            numbers.join(", ")
        )));
    }
    Ok(fitting.pop())
}

/// The only mail in a file.
pub(in crate::cli) fn read(file: &Path) -> Result<Mail, Refused> {
    let refuse = |error: eml::FileError| Refused::found(chain(&error));
    let source = FileSource::detect(file).map_err(refuse)?;
    let mut messages = eml::messages(&source, LIMIT).map_err(refuse)?;
    let first = messages.next().transpose().map_err(refuse)?;
    let mail = first.map(Mail::from);
    let Some(mail) = mail.filter(|mail| text::is_readable(&mail.message)) else {
        let why = format!("{}: it is empty or not a mail", file.display());
        return Err(Refused::found(why));
    };
    if messages.next().is_some() {
        let why = format!(
            "{}: it holds more than one mail; save the one that you mean as a file",
            file.display()
        );
        return Err(Refused::found(why));
    }
    Ok(mail)
}

/// The mail of a case out of its mailbox.
async fn again(case: &CaseRow, settings: &Settings) -> Result<Mail, String> {
    let Some(loaded) = settings.of(&case.account) else {
        return Err(settings.missing().why);
    };
    let Some(source) = &case.source else {
        return Err("the ledger does not say where the mail lies".to_owned());
    };
    let original = case.original.as_ref();
    match daemon::read_again(&loaded.config, &case.key, source, original).await {
        Ok(Some(raw)) => {
            // The arrival that the ledger counts from.
            let internal_date = Some(case.received);
            Ok(Mail::from(Raw {
                internal_date,
                ..raw
            }))
        }
        Ok(None) => Err("the mail no longer stands in its mailbox".to_owned()),
        Err(error) => Err(format!("the mail cannot be read again: {}", chain(&error))),
    }
}

//! A mailbox on an IMAP server (RFC 9051, and RFC 3501 before it).
//!
//! One connection; the watched mailboxes are opened with EXAMINE, so that not
//! even a \Recent flag changes. The only thing ever written is an APPEND to Drafts.

mod connect;
mod error;
mod exchange;
mod fetch;
mod idle;
mod list;
mod login;
mod quote;
mod read;

use std::future::Future;

use imap_proto::{MailboxDatum, Response, ResponseCode};
use secrecy::SecretString;

pub use error::ImapError;
pub use fetch::{Depth, Head};
pub use idle::Idled;
pub use login::Capabilities;
pub use read::{Appetite, Worth};

use crate::config::ImapSettings;
use crate::mail::{MailboxName, MessageId, SpecialUse, Timestamp, Uid, UidValidity};
use exchange::Exchange;
use quote::quoted;

/// A signed-in connection.
#[derive(Debug)]
pub struct ImapSession {
    exchange: Exchange,
    capabilities: Capabilities,
    opened: Option<MailboxName>,
}

/// An opened mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The generation of its UIDs.
    pub uid_validity: UidValidity,
    /// The UID that the next message will get, where the server tells.
    pub uid_next: Option<Uid>,
    /// How many messages it holds.
    pub exists: u32,
}

impl ImapSession {
    /// Connects and signs in.
    ///
    /// # Errors
    /// Each step has its own [`ImapError`]; a refused password is never retried here.
    pub async fn open(settings: &ImapSettings, password: &SecretString) -> Result<Self, ImapError> {
        let mut exchange = connect::connect(settings).await?;
        let capabilities = login::login(&mut exchange, settings, password).await?;
        Ok(Self {
            exchange,
            capabilities,
            opened: None,
        })
    }

    /// What the server offers.
    pub fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    /// The mailbox for drafts or for sent mail.
    ///
    /// # Errors
    /// [`ImapError::NoMailbox`] says which names were looked for.
    pub async fn find(
        &mut self,
        purpose: SpecialUse,
        configured: Option<&MailboxName>,
    ) -> Result<MailboxName, ImapError> {
        list::find(&mut self.exchange, &self.capabilities, purpose, configured).await
    }

    /// Opens a mailbox read-only. A server that does not tell the UIDVALIDITY
    /// has not opened it.
    ///
    /// # Errors
    /// [`ImapError::Mailbox`] where the server refuses.
    pub async fn examine(&mut self, mailbox: &MailboxName) -> Result<Opened, ImapError> {
        self.opened = None;
        let (mut uid_validity, mut uid_next, mut exists) = (None, None, 0);
        let command = format!("EXAMINE {}", quoted(&mailbox.0));
        let answer = self
            .exchange
            .command("EXAMINE", &command, |response| match response {
                Response::Data { outcome, .. } => match outcome.code {
                    Some(ResponseCode::UidValidity(v)) => uid_validity = Some(UidValidity(v)),
                    Some(ResponseCode::UidNext(n)) => uid_next = Some(Uid(n)),
                    _ => (),
                },
                Response::MailboxData(MailboxDatum::Exists(n)) => exists = *n,
                _ => (),
            })
            .await;
        match answer {
            Ok(_) => (),
            Err(ImapError::Refused { text, .. }) => {
                return Err(ImapError::Mailbox {
                    mailbox: mailbox.clone(),
                    text,
                });
            }
            Err(error) => return Err(error),
        }
        let uid_validity = uid_validity.ok_or_else(|| ImapError::Lost {
            command: "EXAMINE",
            reason: "the server named no UIDVALIDITY".to_owned(),
        })?;
        self.opened = Some(mailbox.clone());
        self.exchange.news = false;
        Ok(Opened {
            uid_validity,
            uid_next,
            exists,
        })
    }

    /// Opens the mailbox unless it is the one that is open.
    async fn reopen(&mut self, mailbox: &MailboxName) -> Result<(), ImapError> {
        if self.opened.as_ref() != Some(mailbox) {
            self.examine(mailbox).await?;
        }
        Ok(())
    }

    /// UIDs above `after` in the opened mailbox, ascending.
    ///
    /// # Errors
    /// Only a tagged OK is an answer.
    pub async fn uids_after(&mut self, after: Uid) -> Result<Vec<Uid>, ImapError> {
        fetch::uids_after(&mut self.exchange, after).await
    }

    /// UIDs received since `since`, and perhaps some from the day before.
    ///
    /// # Errors
    /// Only a tagged OK is an answer.
    pub async fn uids_since(&mut self, since: Timestamp) -> Result<Vec<Uid>, ImapError> {
        fetch::uids_since(&mut self.exchange, since).await
    }

    /// Headers and sizes of the given messages (ascending), as they arrive.
    ///
    /// # Errors
    /// A message that is gone is simply not handed on; everything else ends the session.
    pub async fn heads(&mut self, uids: &[Uid], sink: impl FnMut(Head)) -> Result<(), ImapError> {
        fetch::heads(&mut self.exchange, uids, sink).await
    }

    /// The first octets of the given messages (ascending), as they arrive.
    ///
    /// # Errors
    /// As for [`Self::heads`].
    pub async fn beginnings(
        &mut self,
        uids: &[Uid],
        depth: Depth,
        sink: impl FnMut(Uid, &[u8]),
    ) -> Result<(), ImapError> {
        fetch::beginnings(&mut self.exchange, uids, depth, sink).await
    }

    /// The message with this Message-ID in `mailbox`, if there is one. An
    /// empty answer means that there is none; anything less certain is an error.
    ///
    /// # Errors
    /// Whatever keeps the question from being answered.
    pub async fn find_message(
        &mut self,
        mailbox: &MailboxName,
        id: &MessageId,
    ) -> Result<Option<Uid>, ImapError> {
        // Opened afresh: a mailbox that stays selected may not show what
        // another session, or our own before it died, has added.
        self.examine(mailbox).await?;
        let criteria = format!("HEADER Message-ID {}", quoted(&id.to_string()));
        Ok(fetch::search(&mut self.exchange, &criteria).await?.pop())
    }

    /// Whether `mailbox` holds an answer to the message `original`, dated since `since`.
    ///
    /// # Errors
    /// Whatever keeps the question from being answered.
    pub async fn has_answer(
        &mut self,
        mailbox: &MailboxName,
        original: &MessageId,
        since: Timestamp,
    ) -> Result<bool, ImapError> {
        self.reopen(mailbox).await?;
        let id = quoted(&original.to_string());
        let criteria = format!(
            "SINCE {} OR HEADER In-Reply-To {id} HEADER References {id}",
            fetch::search_date(since)
        );
        Ok(!fetch::search(&mut self.exchange, &criteria)
            .await?
            .is_empty())
    }

    /// Appends a draft with `\Draft` and `\Seen` (RFC 9051 section 6.3.12), and
    /// gives its UID where the server tells it (RFC 4315). Without `\Draft` some
    /// programs would show it as sent.
    ///
    /// # Errors
    /// [`ImapError::OverQuota`] where the mailbox is full. After
    /// [`ImapError::Lost`] it is unknown whether the draft was stored.
    pub async fn append_draft(
        &mut self,
        mailbox: &MailboxName,
        message: &[u8],
    ) -> Result<Option<(UidValidity, Uid)>, ImapError> {
        let command = format!("APPEND {} (\\Draft \\Seen)", quoted(&mailbox.0));
        match self
            .exchange
            .command_with_literal("APPEND", &command, message)
            .await
        {
            Ok(done) => Ok(done.append_uid.map(|(v, u)| (UidValidity(v), Uid(u)))),
            Err(ImapError::Refused { command, text }) => Err(append_refused(command, text)),
            Err(error) => Err(error),
        }
    }

    /// Waits for news of `mailbox` by IDLE, until `wake` at the latest.
    ///
    /// `seen` is how the mailbox stood when it was last searched. What came
    /// between that and now is news already, and no server would push it.
    ///
    /// # Errors
    /// Whatever ends the session.
    pub async fn idle<W>(
        &mut self,
        mailbox: &MailboxName,
        seen: &Opened,
        wake: impl Future<Output = W>,
    ) -> Result<Idled<W>, ImapError> {
        if self.opened.as_ref() != Some(mailbox) && self.examine(mailbox).await? != *seen {
            return Ok(Idled::News);
        }
        if self.exchange.news {
            return Ok(Idled::News);
        }
        idle::idle(&mut self.exchange, wake).await
    }

    /// Proves that the connection is alive, for servers without IDLE.
    ///
    /// # Errors
    /// Whatever ends the session.
    pub async fn noop(&mut self) -> Result<(), ImapError> {
        self.exchange
            .command("NOOP", "NOOP", |_| ())
            .await
            .map(|_| ())
    }

    /// Says goodbye. Nothing depends on the answer.
    pub async fn logout(&mut self) {
        let _ = self.exchange.command("LOGOUT", "LOGOUT", |_| ()).await;
    }
}

/// RFC 5530 names the code; older servers say it in words.
fn append_refused(command: &'static str, text: String) -> ImapError {
    let upper = text.to_ascii_uppercase();
    if upper.contains("[OVERQUOTA]") || upper.contains("QUOTA EXCEEDED") {
        return ImapError::OverQuota { text };
    }
    ImapError::Refused { command, text }
}

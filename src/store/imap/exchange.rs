//! The one checked exchange: every command goes out and comes back through
//! here, so that NO, BAD, BYE, EOF, silence and a parse error can never be read
//! as "nothing found".
//!
//! async-imap is used for framing alone. Its high-level methods answer an empty
//! set on a refused search or a lost connection, and a daemon that takes "no
//! such draft" for an answer must not be told so by accident.

use std::fmt;
use std::time::Duration;

use async_imap::Client;
use imap_proto::{MailboxDatum, Response, ResponseCode, Status};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

use super::error::ImapError;

/// How long the server may be silent within a command.
pub(super) const STALL: Duration = Duration::from_secs(60);

/// A byte stream to the server, encrypted or not.
pub(super) trait Wire: AsyncRead + AsyncWrite + fmt::Debug + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + fmt::Debug + Send + Unpin> Wire for T {}

/// A connection on which one command runs at a time.
#[derive(Debug)]
pub(super) struct Exchange {
    client: Client<Box<dyn Wire>>,
    next_tag: u32,
    /// Whether the server has announced messages since this was last cleared,
    /// in whatever command's answer the news came.
    pub(super) news: bool,
}

/// A tagged OK.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Done {
    /// The UID under which an APPEND was stored (RFC 4315), where the server tells.
    pub(super) append_uid: Option<(u32, u32)>,
}

impl Exchange {
    /// Reads the greeting (RFC 9051 section 7.1.5).
    pub(super) async fn open(wire: Box<dyn Wire>) -> Result<Self, ImapError> {
        let mut exchange = Self::resume(wire);
        exchange
            .read("the greeting", STALL, |response| match response {
                Response::Data {
                    status: Status::Ok | Status::PreAuth,
                    ..
                } => Some(Ok(())),
                _ => None,
            })
            .await?;
        Ok(exchange)
    }

    /// Goes on over a new wire after STARTTLS; there is no second greeting.
    pub(super) fn resume(wire: Box<dyn Wire>) -> Self {
        Self {
            client: Client::new(wire),
            next_tag: 0,
            news: false,
        }
    }

    /// Gives the wire back. What the server sent early is thrown away, which
    /// is what STARTTLS wants (RFC 9051 section 11.1).
    pub(super) fn into_wire(self) -> Box<dyn Wire> {
        self.client.into_inner()
    }

    /// Runs a command to its tagged answer; untagged responses go to `sink`.
    ///
    /// `name` stands for the command in errors, so that a password in `text`
    /// stays out of them.
    pub(super) async fn command(
        &mut self,
        name: &'static str,
        text: &str,
        mut sink: impl FnMut(&Response<'_>),
    ) -> Result<Done, ImapError> {
        let tag = self.send(name, text).await?;
        self.finish(name, &tag, STALL, &mut sink).await
    }

    /// Runs a command that ends in a synchronising literal (RFC 9051 section 4.3).
    /// The early NO of a full mailbox comes before the literal goes out.
    pub(super) async fn command_with_literal(
        &mut self,
        name: &'static str,
        text: &str,
        literal: &[u8],
    ) -> Result<Done, ImapError> {
        let tag = self
            .send(name, &format!("{text} {{{}}}", literal.len()))
            .await?;
        self.wait_for_continuation(name, &tag, STALL).await?;
        let lost = |e| lost(name, e);
        let wire = self.client.get_mut();
        timeout(STALL, async {
            wire.write_all(literal).await?;
            wire.write_all(b"\r\n").await?;
            wire.flush().await
        })
        .await
        .map_err(|_| silent(name))?
        .map_err(lost)?;
        self.finish(name, &tag, STALL, &mut |_| ()).await
    }

    /// Sends a command and gives its tag.
    pub(super) async fn send(
        &mut self,
        name: &'static str,
        text: &str,
    ) -> Result<String, ImapError> {
        self.next_tag += 1;
        let tag = format!("A{}", self.next_tag);
        self.write_line(name, &format!("{tag} {text}")).await?;
        Ok(tag)
    }

    /// Sends a line as it is: DONE, or the answer to a SASL challenge.
    pub(super) async fn write_line(
        &mut self,
        name: &'static str,
        line: &str,
    ) -> Result<(), ImapError> {
        let wire = self.client.get_mut();
        let line = format!("{line}\r\n");
        timeout(STALL, async {
            wire.write_all(line.as_bytes()).await?;
            wire.flush().await
        })
        .await
        .map_err(|_| silent(name))?
        .map_err(|e| lost(name, e))
    }

    /// Waits for `+`; untagged news may come before it.
    pub(super) async fn wait_for_continuation(
        &mut self,
        name: &'static str,
        tag: &str,
        limit: Duration,
    ) -> Result<(), ImapError> {
        self.read(name, limit, |response| match response {
            Response::Continue(_) => Some(Ok(())),
            Response::Done {
                tag: t,
                status,
                outcome: text,
            } if t.0 == tag => Some(Err(refusal(name, status, text.information.as_deref()))),
            _ => None,
        })
        .await
    }

    /// Reads up to the tagged answer.
    pub(super) async fn finish(
        &mut self,
        name: &'static str,
        tag: &str,
        limit: Duration,
        sink: &mut impl FnMut(&Response<'_>),
    ) -> Result<Done, ImapError> {
        self.read(name, limit, |response| match response {
            Response::Done {
                tag: t,
                status,
                outcome: text,
            } if t.0 == tag => Some(match status {
                Status::Ok => Ok(done(text.code.as_ref())),
                _ => Err(refusal(name, status, text.information.as_deref())),
            }),
            Response::Done { .. } => Some(Err(out_of_turn(name, "an answer to another command"))),
            Response::Continue(_) => Some(Err(out_of_turn(name, "a continuation request"))),
            other => {
                sink(other);
                None
            }
        })
        .await
    }

    /// Reads responses until `judge` gives a result. BYE, EOF, an unreadable
    /// answer and silence end the session here, for every command alike.
    async fn read<T>(
        &mut self,
        name: &'static str,
        limit: Duration,
        mut judge: impl FnMut(&Response<'_>) -> Option<Result<T, ImapError>>,
    ) -> Result<T, ImapError> {
        loop {
            let data = timeout(limit, self.client.read_response())
                .await
                .map_err(|_| silent(name))?
                .map_err(|e| lost(name, e))?
                .ok_or_else(|| closed(name))?;
            if let Response::Data {
                status: Status::Bye,
                outcome: text,
            } = data.parsed()
            {
                let words = text.information.as_deref().unwrap_or("no reason given");
                return Err(bye(name, words));
            }
            self.news |= is_news(data.parsed());
            if let Some(result) = judge(data.parsed()) {
                return result;
            }
        }
    }

    /// Takes the next untagged response while IDLE runs. May be dropped at any
    /// await without losing a byte: what was read stays in the framing layer.
    pub(super) async fn next(&mut self, name: &'static str) -> Result<(), ImapError> {
        let data = self
            .client
            .read_response()
            .await
            .map_err(|e| lost(name, e))?
            .ok_or_else(|| closed(name))?;
        if let Response::Data {
            status: Status::Bye,
            outcome: text,
        } = data.parsed()
        {
            return Err(bye(
                name,
                text.information.as_deref().unwrap_or("no reason given"),
            ));
        }
        self.news |= is_news(data.parsed());
        Ok(())
    }
}

/// Flag changes made elsewhere are no reason to look for mail.
fn is_news(response: &Response<'_>) -> bool {
    matches!(
        response,
        Response::MailboxData(MailboxDatum::Exists(_) | MailboxDatum::Recent(_))
    )
}

fn done(code: Option<&ResponseCode<'_>>) -> Done {
    let append_uid = match code {
        Some(ResponseCode::AppendUid(validity, uids)) => match uids.as_slice() {
            [imap_proto::rfc4315::UidSetMember::Uid(uid)] => Some((*validity, *uid)),
            _ => None,
        },
        _ => None,
    };
    Done { append_uid }
}

fn refusal(command: &'static str, status: &Status, text: Option<&str>) -> ImapError {
    let text = text.unwrap_or("no reason given").to_owned();
    match status {
        Status::No | Status::Bad => ImapError::Refused { command, text },
        _ => out_of_turn(command, "a status that answers nothing"),
    }
}

fn silent(command: &'static str) -> ImapError {
    ImapError::Lost {
        command,
        reason: "the server fell silent".to_owned(),
    }
}

fn closed(command: &'static str) -> ImapError {
    ImapError::Lost {
        command,
        reason: "the server closed the connection".to_owned(),
    }
}

fn bye(command: &'static str, words: &str) -> ImapError {
    ImapError::Lost {
        command,
        reason: format!("the server said goodbye: {words}"),
    }
}

fn out_of_turn(command: &'static str, what: &str) -> ImapError {
    ImapError::Lost {
        command,
        reason: format!("the server sent {what} out of turn"),
    }
}

/// An I/O error in words. async-imap puts the bytes that it could not parse
/// into the error text; they may be somebody's mail and are left out.
fn lost(command: &'static str, error: std::io::Error) -> ImapError {
    let reason = match error.kind() {
        std::io::ErrorKind::Other => "the server sent something that is not IMAP".to_owned(),
        kind => kind.to_string(),
    };
    ImapError::Lost { command, reason }
}

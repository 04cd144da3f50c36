//! Capabilities, identification and sign-in.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use imap_proto::{Capability, Response};
use secrecy::{ExposeSecret, SecretString};

use super::error::ImapError;
use super::exchange::Exchange;
use super::quote::quoted;
use crate::config::ImapSettings;

/// What the server says it can do, in upper case.
#[derive(Debug, Clone, Default)]
pub struct Capabilities(BTreeSet<String>);

impl Capabilities {
    /// Whether the capability is offered.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    fn absorb(&mut self, response: &Response<'_>) {
        let Response::Capabilities(list) = response else {
            return;
        };
        for capability in list {
            self.0.insert(match capability {
                Capability::Imap4rev1 => "IMAP4REV1".to_owned(),
                Capability::Auth(mechanism) => format!("AUTH={}", mechanism.to_ascii_uppercase()),
                Capability::Atom(atom) => atom.to_ascii_uppercase(),
            });
        }
    }
}

/// Signs in and gives the capabilities that hold afterwards: they differ from
/// those before, and servers do not always send them unasked.
pub(super) async fn login(
    exchange: &mut Exchange,
    settings: &ImapSettings,
    password: &SecretString,
) -> Result<Capabilities, ImapError> {
    let before = capabilities(exchange).await?;
    authenticate(exchange, settings, password, &before)
        .await
        .map_err(|error| refused(settings, without(password, error)))?;
    let after = capabilities(exchange).await?;
    identify(exchange, &after).await?;
    Ok(after)
}

async fn capabilities(exchange: &mut Exchange) -> Result<Capabilities, ImapError> {
    let mut found = Capabilities::default();
    exchange
        .command("CAPABILITY", "CAPABILITY", |r| found.absorb(r))
        .await?;
    Ok(found)
}

async fn authenticate(
    exchange: &mut Exchange,
    settings: &ImapSettings,
    password: &SecretString,
    offered: &Capabilities,
) -> Result<(), ImapError> {
    if offered.has("AUTH=PLAIN") {
        return authenticate_plain(exchange, &settings.user, password).await;
    }
    if offered.has("LOGINDISABLED") {
        return Err(ImapError::Missing {
            host: settings.host.clone(),
            what: "a sign-in by password over this connection; set `security` to \"tls\" or \"starttls\"",
        });
    }
    let line = SecretString::from(format!(
        "LOGIN {} {}",
        quoted(&settings.user),
        quoted(password.expose_secret())
    ));
    exchange
        .command("LOGIN", line.expose_secret(), |_| ())
        .await?;
    Ok(())
}

/// RFC 4616 over RFC 9051 section 6.2.2, without an initial response: some
/// servers offer SASL-IR and then refuse it. Unlike LOGIN, PLAIN says that its
/// text is UTF-8.
async fn authenticate_plain(
    exchange: &mut Exchange,
    user: &str,
    password: &SecretString,
) -> Result<(), ImapError> {
    let name = "AUTHENTICATE";
    let tag = exchange.send(name, "AUTHENTICATE PLAIN").await?;
    exchange
        .wait_for_continuation(name, &tag, super::exchange::STALL)
        .await?;
    let response = SecretString::from(format!("\0{user}\0{}", password.expose_secret()));
    let line = SecretString::from(STANDARD.encode(response.expose_secret()));
    exchange.write_line(name, line.expose_secret()).await?;
    exchange
        .finish(name, &tag, super::exchange::STALL, &mut |_| ())
        .await?;
    Ok(())
}

/// RFC 2971. Some providers open no mailbox before it. A refusal harms nobody.
async fn identify(exchange: &mut Exchange, offered: &Capabilities) -> Result<(), ImapError> {
    if !offered.has("ID") {
        return Ok(());
    }
    let text = concat!(
        "ID (\"name\" \"afterword\" \"version\" \"",
        env!("CARGO_PKG_VERSION"),
        "\")"
    );
    match exchange.command("ID", text, |_| ()).await {
        Ok(_) | Err(ImapError::Refused { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

/// The error without the password, which a careless server repeats in its answer.
fn without(password: &SecretString, error: ImapError) -> ImapError {
    let clean = |text: String| text.replace(password.expose_secret(), "(the password)");
    match error {
        ImapError::Refused { command, text } => ImapError::Refused {
            command,
            text: clean(text),
        },
        ImapError::Lost { command, reason } => ImapError::Lost {
            command,
            reason: clean(reason),
        },
        other => other,
    }
}

/// A refused sign-in is for the user to mend, unless the server says that it
/// is only busy (RFC 5530).
fn refused(settings: &ImapSettings, error: ImapError) -> ImapError {
    let ImapError::Refused { text, .. } = error else {
        return error;
    };
    let host = settings.host.clone();
    let upper = text.to_ascii_uppercase();
    let busy = [
        "[UNAVAILABLE]",
        "[INUSE]",
        "[LIMIT]",
        "TOO MANY",
        "NOT CONNECTED",
        "TRY AGAIN",
    ];
    if busy.iter().any(|sign| upper.contains(sign)) {
        return ImapError::Unavailable { host, text };
    }
    ImapError::Login { host, text }
}

//! What can go wrong between us and an IMAP server, one variant for each thing
//! that the reader of the log would do differently.

use std::io;

use crate::mail::{MailboxName, SpecialUse};
use crate::store::names;

/// A failed IMAP operation. Texts from the server are kept, mail content never is.
#[derive(Debug, thiserror::Error)]
pub enum ImapError {
    /// The host name has no address, or the resolver cannot be reached.
    #[error("cannot find the host {host}: check `host` in the [imap] section and the network")]
    Resolve {
        /// The host as configured.
        host: String,
        /// The resolver's error.
        source: io::Error,
    },
    /// No TCP connection.
    #[error("cannot connect to {host} port {port}: check `port`, the network and the firewall")]
    Connect {
        /// The host as configured.
        host: String,
        /// The port as configured.
        port: u16,
        /// The last address's error.
        source: io::Error,
    },
    /// The certificate is not one that this machine trusts for this host.
    #[error(
        "the certificate of {host} is not trusted ({reason}): if the server has its own \
         certificate authority, name its file as `ca_file`; otherwise somebody may be in between"
    )]
    Certificate {
        /// The host as configured.
        host: String,
        /// What the verifier said.
        reason: String,
    },
    /// TLS failed for another reason.
    #[error("no TLS with {host}: check `port` and `security`")]
    Tls {
        /// The host as configured.
        host: String,
        /// The TLS library's error.
        source: io::Error,
    },
    /// The CA file cannot be used.
    #[error("cannot use the CA file {path}: {reason}")]
    CaFile {
        /// The file as configured.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The server does not offer what the settings ask for.
    #[error("{host} does not offer {what}")]
    Missing {
        /// The host as configured.
        host: String,
        /// The capability.
        what: &'static str,
    },
    /// The server refused the user name or the password. Repeating it may lock the account.
    #[error(
        "{host} refused the login: {text}; check `user` and the password \
         (many providers want an app password)"
    )]
    Login {
        /// The host as configured.
        host: String,
        /// The server's words.
        text: String,
    },
    /// The server cannot serve us now.
    #[error("{host} cannot serve this account now: {text}")]
    Unavailable {
        /// The host as configured.
        host: String,
        /// The server's words.
        text: String,
    },
    /// There is no mailbox of this purpose.
    #[error(
        "no {purpose} mailbox found; looked for {looked_for}: create one in your mail \
         program, or name yours as `mailbox` in the [draft] section"
    )]
    NoMailbox {
        /// What it was wanted for.
        purpose: SpecialUse,
        /// The names that were tried.
        looked_for: String,
    },
    /// A mailbox cannot be opened.
    #[error(
        "cannot open the mailbox {}: {text}; check its name in the settings",
        names::decode(&.mailbox.0)
    )]
    Mailbox {
        /// The mailbox.
        mailbox: MailboxName,
        /// The server's words.
        text: String,
    },
    /// The mailbox is full.
    #[error("the mailbox is full ({text}): the draft waits until there is room")]
    OverQuota {
        /// The server's words.
        text: String,
    },
    /// The server said no to a command; the session is still good.
    #[error("the server refused {command}: {text}")]
    Refused {
        /// The command's name.
        command: &'static str,
        /// The server's words, with `[CODE]`.
        text: String,
    },
    /// The session is over: the server closed it, fell silent or spoke out of turn.
    #[error("lost the connection during {command}: {reason}")]
    Lost {
        /// The command's name.
        command: &'static str,
        /// What happened.
        reason: String,
    },
}

impl ImapError {
    /// Whether the session may be used further. After anything else it must be
    /// dropped: what the next answer belongs to is unknown.
    pub fn session_survives(&self) -> bool {
        match self {
            Self::Refused { .. }
            | Self::OverQuota { .. }
            | Self::NoMailbox { .. }
            | Self::Mailbox { .. } => true,
            Self::Resolve { .. }
            | Self::Connect { .. }
            | Self::Certificate { .. }
            | Self::Tls { .. }
            | Self::CaFile { .. }
            | Self::Missing { .. }
            | Self::Login { .. }
            | Self::Unavailable { .. }
            | Self::Lost { .. } => false,
        }
    }
}

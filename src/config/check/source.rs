//! `[imap]` or `[maildir]`: where the mail lies and how to get at it.

use std::path::Path;

use super::line_of_text;
use crate::config::field::{At, Field, Missing};
use crate::config::host::{host, is_loopback};
use crate::config::path::path;
use crate::config::problem::Problems;
use crate::config::settings::{
    Account, Auth, ImapSettings, MailSource, MaildirSettings, SecretSource, Security,
};
use crate::config::written::{WrittenImap, WrittenMaildir};
use crate::mail::AddrSpec;

/// What the section's defaults come from.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    /// The user's address, where it could be read.
    pub(super) address: Option<&'a AddrSpec>,
    /// The user's home folder.
    pub(super) home: Option<&'a Path>,
}

/// The identity of the mailbox behind `source`.
pub(super) fn account(source: &MailSource) -> Account {
    match source {
        MailSource::Imap(imap) => Account::imap(&imap.user, &imap.host, imap.port),
        MailSource::Maildir(maildir) => Account::maildir(&maildir.path),
    }
}

/// Judges the two sections, of which one must be there.
pub(super) fn check(
    imap_section: Field<WrittenImap>,
    maildir_section: Field<WrittenMaildir>,
    around: Around<'_>,
    problems: &mut Problems,
) -> Option<MailSource> {
    let both = imap_section.stands() && maildir_section.stands();
    let neither = !imap_section.stands() && !maildir_section.stands();
    if neither {
        let message = "no mailbox is named; write a section [imap] with your server, \
                       or [maildir] with the path of a Maildir";
        problems.add(1, "imap", message);
    }
    let maildir_line = match &maildir_section {
        Field::Given(at) => at.line,
        Field::Absent | Field::Wrong => 1,
    };
    let imap = match imap_section {
        Field::Given(at) => imap(at, around, problems),
        Field::Absent | Field::Wrong => None,
    };
    let maildir = match maildir_section {
        Field::Given(at) => maildir(at, around, problems),
        Field::Absent | Field::Wrong => None,
    };
    if both {
        let message = "stands beside [imap], but a file is for one mailbox; \
                       put this section into a file of its own";
        problems.add(maildir_line, "maildir", message);
        return None;
    }
    imap.map(MailSource::Imap)
        .or(maildir.map(MailSource::Maildir))
}

fn maildir(
    section: At<WrittenMaildir>,
    around: Around<'_>,
    problems: &mut Problems,
) -> Option<MaildirSettings> {
    let missing = Missing {
        line: section.line,
        key: "maildir.path",
        write: "where the Maildir lies: path = \"~/Mail\"",
    };
    let root = section
        .value
        .path
        .required(missing, problems, |text| path(&text, around.home))?;
    Some(MaildirSettings { path: root })
}

fn imap(
    section: At<WrittenImap>,
    around: Around<'_>,
    problems: &mut Problems,
) -> Option<ImapSettings> {
    let At { line, value, .. } = section;
    let secret = secret(line, &value, around.home, problems);
    let missing = Missing {
        line,
        key: "imap.host",
        write: "your provider's IMAP server: host = \"imap.example.com\"",
    };
    let host = value.host.required(missing, problems, |text| host(&text));
    let security = security(value.security, host.as_deref(), problems);
    let port = value.port.optional(problems, |number| {
        u16::try_from(number)
            .ok()
            .filter(|port| *port != 0)
            .ok_or_else(|| format!("{number} is not a port; write a number from 1 to 65535"))
    });
    let user = value.user.optional(problems, line_of_text);
    let auth = value.auth.optional(problems, |text| auth(&text));
    let ca_file = value
        .ca_file
        .optional(problems, |text| path(&text, around.home));
    Some(ImapSettings {
        host: host?,
        port: port.unwrap_or(security.default_port()),
        security,
        user: user.or(around.address.map(|address| address.as_str().to_owned()))?,
        auth: auth.unwrap_or(Auth::Password),
        secret: secret?,
        ca_file,
    })
}

/// A password without TLS goes to this machine only (RFC 8314 section 3.1).
fn security(written: Field<String>, host: Option<&str>, problems: &mut Problems) -> Security {
    let choices = [
        (Security::Tls.as_str(), Security::Tls),
        (Security::StartTls.as_str(), Security::StartTls),
        (Security::Plaintext.as_str(), Security::Plaintext),
    ];
    let read = written.optional(problems, |text| {
        let security = super::choice(&text, &choices)?;
        if security == Security::Plaintext && host.is_some_and(|host| !is_loopback(host)) {
            return Err("\"plaintext\" would show your password to the network; \
                 write \"tls\" or \"starttls\" (plaintext is for a server on this machine only)"
                .to_owned());
        }
        Ok(security)
    });
    read.unwrap_or(Security::Tls)
}

fn auth(text: &str) -> Result<Auth, String> {
    if text == "oauth2" {
        return Err(
            "\"oauth2\" is not available in this version; write \"password\" \
                    (most providers with two-step sign-in give out an app password)"
                .to_owned(),
        );
    }
    super::choice(text, &[("password", Auth::Password)])
}

/// The one place that the secret comes from.
fn secret(
    line: usize,
    written: &WrittenImap,
    home: Option<&Path>,
    problems: &mut Problems,
) -> Option<SecretSource> {
    let WrittenImap {
        password_command,
        password_file,
        credential: written_credential,
        ..
    } = written;
    let fields = [password_command, password_file, written_credential];
    let standing = fields.iter().filter(|field| field.stands()).count();
    if standing == 0 {
        let message = "says nowhere where the password comes from; write one of \
                       password_command = \"pass show mail\", \
                       password_file = \"/a/file/with/mode/0600\", \
                       credential = \"name\" (systemd)";
        problems.add(line, "imap", message);
    }
    if standing > 1 {
        let last = fields.iter().filter_map(|field| match field {
            Field::Given(at) => Some((at.line, at.key.as_str())),
            Field::Absent | Field::Wrong => None,
        });
        let (line, key) = last.max().unwrap_or((line, "imap"));
        let message = "is a second place for the password to come from; \
                       keep one of password_command, password_file and credential";
        problems.add(line, key, message);
    }
    let command = password_command
        .clone()
        .optional(problems, command)
        .map(SecretSource::Command);
    let file = password_file
        .clone()
        .optional(problems, |text| path(&text, home))
        .map(SecretSource::File);
    let credential = written_credential
        .clone()
        .optional(problems, credential)
        .map(SecretSource::Credential);
    command.or(file).or(credential)
}

fn command(text: String) -> Result<String, &'static str> {
    if text.trim().is_empty() || text.contains('\0') {
        return Err("is empty; write a shell command that prints the password, \
                    such as \"pass show mail\"");
    }
    Ok(text)
}

/// The name becomes a file's name below `$CREDENTIALS_DIRECTORY`.
fn credential(text: String) -> Result<String, String> {
    let bad = |c: char| c == '/' || c.is_control() || c.is_whitespace();
    if text.is_empty() || text == "." || text == ".." || text.chars().any(bad) {
        return Err(format!(
            "\"{text}\" is not the name of a credential; write the name before the colon \
             in LoadCredential=NAME:PATH"
        ));
    }
    Ok(text)
}

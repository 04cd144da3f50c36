//! A small blocking IMAP client on plaintext loopback, to look into mailboxes
//! with. It shares no line with the program, so that neither hides the other's faults.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::PATIENCE;

/// One connection.
pub struct Client {
    stream: BufReader<TcpStream>,
    tags: u32,
    pub greeting: String,
}

/// One response: its text with each literal left out, and the literals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    pub text: String,
    pub literals: Vec<Vec<u8>>,
}

/// All that answered one command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub untagged: Vec<Response>,
    /// From OK, NO or BAD on.
    pub tagged: String,
}

/// One message of a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    pub uid: u32,
    pub flags: Vec<String>,
    pub internal_date: String,
    pub bytes: Vec<u8>,
}

impl Client {
    /// Connects and reads the greeting.
    pub fn connect(port: u16) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).expect("the server listens");
        stream
            .set_read_timeout(Some(PATIENCE))
            .expect("a time limit can be set");
        let mut client = Self {
            stream: BufReader::new(stream),
            tags: 0,
            greeting: String::new(),
        };
        client.greeting = client.response().text;
        client
    }

    /// Connects and logs in.
    pub fn login(port: u16, user: &str, password: &str) -> Self {
        let mut client = Self::connect(port);
        client.command(&format!("LOGIN {user} {password}"));
        client
    }

    /// Sends one command and insists on its OK.
    #[track_caller]
    pub fn command(&mut self, command: &str) -> Vec<Response> {
        let answer = self.attempt(command);
        assert!(
            answer.tagged.starts_with("OK"),
            "{command}: {}",
            answer.tagged
        );
        answer.untagged
    }

    /// Sends one command, whatever the server says of it.
    pub fn attempt(&mut self, command: &str) -> Answer {
        let tag = self.send(command);
        self.answer(&tag)
    }

    /// Opens a mailbox; `mailbox` as the server spells it (modified UTF-7).
    pub fn select(&mut self, mailbox: &str) -> Vec<Response> {
        self.command(&format!("SELECT \"{mailbox}\""))
    }

    /// Every message of a mailbox, by uid, without marking one as read.
    pub fn fetch_all(&mut self, mailbox: &str) -> Vec<Fetched> {
        self.command(&format!("EXAMINE \"{mailbox}\""));
        self.command("UID FETCH 1:* (UID FLAGS INTERNALDATE BODY.PEEK[])")
            .iter()
            .filter(|response| response.text.contains(" FETCH ("))
            .filter_map(Fetched::read)
            .collect()
    }

    /// Files a message: `Ok` with its uid, or the server's refusal.
    pub fn try_append(
        &mut self,
        mailbox: &str,
        flags: &str,
        internal_date: Option<&str>,
        raw: &[u8],
    ) -> Result<u32, String> {
        let date = internal_date.map_or_else(String::new, |date| format!("\"{date}\" "));
        let size = raw.len();
        let tag = self.send(&format!("APPEND \"{mailbox}\" ({flags}) {date}{{{size}}}"));
        loop {
            let response = self.response();
            if response.text.starts_with('+') {
                break;
            }
            if let Some(refusal) = response.text.strip_prefix(&format!("{tag} ")) {
                return Err(refusal.to_owned());
            }
        }
        self.write(raw);
        self.write(b"\r\n");
        let tagged = self.answer(&tag).tagged;
        if !tagged.starts_with("OK") {
            return Err(tagged);
        }
        Ok(appended_uid(&tagged).expect("the server offers UIDPLUS"))
    }

    /// Files a message and gives its uid.
    #[track_caller]
    pub fn append(&mut self, mailbox: &str, flags: &str, raw: &[u8]) -> u32 {
        self.try_append(mailbox, flags, None, raw)
            .unwrap_or_else(|refusal| panic!("APPEND to {mailbox}: {refusal}"))
    }

    /// Takes a message away for good, as a person who deletes a draft does.
    pub fn store_deleted_and_expunge(&mut self, mailbox: &str, uid: u32) {
        self.select(mailbox);
        self.command(&format!("UID STORE {uid} +FLAGS.SILENT (\\Deleted)"));
        self.command(&format!("UID EXPUNGE {uid}"));
    }

    /// Idles until an untagged response holds `word`: how long that took, or
    /// `None` after `limit`. The connection is of no further use after `None`.
    pub fn idle_until(&mut self, word: &str, limit: Duration) -> Option<Duration> {
        let tag = self.send("IDLE");
        let began = Instant::now();
        loop {
            let left = limit.checked_sub(began.elapsed())?;
            let left = left.max(Duration::from_millis(1));
            self.stream.get_ref().set_read_timeout(Some(left)).ok()?;
            let response = self.try_response()?;
            if response.text.starts_with("* ") && response.text.contains(word) {
                break;
            }
        }
        let took = began.elapsed();
        let _ = self.stream.get_ref().set_read_timeout(Some(PATIENCE));
        self.write(b"DONE\r\n");
        self.answer(&tag);
        Some(took)
    }

    fn send(&mut self, command: &str) -> String {
        self.tags += 1;
        let tag = format!("t{}", self.tags);
        self.write(format!("{tag} {command}\r\n").as_bytes());
        tag
    }

    fn write(&mut self, bytes: &[u8]) {
        self.stream
            .get_mut()
            .write_all(bytes)
            .expect("the server reads");
    }

    fn answer(&mut self, tag: &str) -> Answer {
        let mut untagged = Vec::new();
        loop {
            let response = self.response();
            if let Some(tagged) = response.text.strip_prefix(&format!("{tag} ")) {
                return Answer {
                    tagged: tagged.to_owned(),
                    untagged,
                };
            }
            untagged.push(response);
        }
    }

    fn response(&mut self) -> Response {
        self.try_response().expect("the server answers in time")
    }

    fn try_response(&mut self) -> Option<Response> {
        let mut text = String::new();
        let mut literals = Vec::new();
        loop {
            let mut line = Vec::new();
            self.stream.read_until(b'\n', &mut line).ok()?;
            if !line.ends_with(b"\n") {
                return None;
            }
            let line = String::from_utf8_lossy(&line);
            let line = line.trim_end_matches(['\r', '\n']);
            let Some((before, size)) = announced_literal(line) else {
                text.push_str(line);
                return Some(Response { text, literals });
            };
            text.push_str(before);
            let mut literal = vec![0; size];
            self.stream.read_exact(&mut literal).ok()?;
            literals.push(literal);
        }
    }
}

impl Fetched {
    /// The value of a header field, unfolded.
    pub fn header(&self, name: &str) -> Option<String> {
        let text = String::from_utf8_lossy(&self.bytes).into_owned();
        let head = text.split("\r\n\r\n").next().unwrap_or_default();
        let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        unfolded.lines().find_map(|line| {
            let (field, value) = line.split_once(':')?;
            field
                .eq_ignore_ascii_case(name)
                .then(|| value.trim().to_owned())
        })
    }

    /// What stands below the header, as it travels (still encoded).
    pub fn body(&self) -> String {
        let text = String::from_utf8_lossy(&self.bytes);
        text.split_once("\r\n\r\n")
            .map_or_else(String::new, |(_, body)| body.to_owned())
    }

    /// Whether a flag is set.
    pub fn has_flag(&self, flag: &str) -> bool {
        self.flags.iter().any(|set| set.eq_ignore_ascii_case(flag))
    }

    fn read(response: &Response) -> Option<Self> {
        let text = &response.text;
        Some(Self {
            uid: between(text, "UID ", " ")?.parse().ok()?,
            flags: between(text, "FLAGS (", ")")?
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
            internal_date: between(text, "INTERNALDATE \"", "\"")?.to_owned(),
            bytes: response.literals.first()?.clone(),
        })
    }
}

/// Splits `... {12}` or `... {12+}` into what stands before it and the size.
pub fn announced_literal(line: &str) -> Option<(&str, usize)> {
    let (before, size) = line.strip_suffix('}')?.rsplit_once('{')?;
    let size = size.strip_suffix('+').unwrap_or(size);
    Some((before, size.parse().ok()?))
}

fn appended_uid(tagged: &str) -> Option<u32> {
    between(tagged, "[APPENDUID ", "]")?
        .split_whitespace()
        .nth(1)?
        .parse()
        .ok()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(found, _)| found)
}

//! An IMAP server that follows a script, for what no real server does on demand.
//!
//! A script reads as the conversation does, one line each:
//!
//! ```text
//! S: * OK ready              the server says this line
//! C: LOGIN ann               the client's next line must contain this
//! S: $ OK logged in          $ is the tag of the client's last command
//! ALWAYS: NOOP => $ OK       from here on, whenever it comes; | parts several lines
//! C: APPEND Drafts
//! S: + go on
//! LITERAL                    the client sends the literal it announced
//! RAW: * BYE\x00\r\n         these bytes, with \r \n \\ \xHH
//! EOF                        the client must close the connection
//! HANG                       the server says nothing more until the client leaves
//! CLOSE                      the server closes the connection (as the script's end does)
//! ```
//!
//! Each connection plays the next script; what comes after the last one is refused.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use super::imap::announced_literal;
use super::{PATIENCE, wait_until};

/// A running scripted server.
pub struct Scripted {
    port: u16,
    outcomes: Arc<Mutex<Vec<Outcome>>>,
    scripts: usize,
}

/// How one script ended, and all that was said.
#[derive(Debug, Clone)]
struct Outcome {
    error: Option<String>,
    transcript: Vec<String>,
}

#[derive(Debug, Clone)]
enum Step {
    Say(String),
    Bytes(Vec<u8>),
    Expect(String),
    Always(String, Vec<String>),
    Literal,
    Eof,
    Hang,
    Close,
}

impl Scripted {
    /// Listens on a free port of 127.0.0.1 and plays one script a connection.
    pub fn start(scripts: &[&str]) -> Self {
        let scripts: Vec<_> = scripts.iter().map(|script| parse(script)).collect();
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
        let port = listener.local_addr().expect("it is bound").port();
        let outcomes = Arc::new(Mutex::new(Vec::new()));
        let server = Self {
            port,
            outcomes: outcomes.clone(),
            scripts: scripts.len(),
        };
        thread::spawn(move || {
            for script in scripts {
                let Ok((stream, _)) = listener.accept() else {
                    return;
                };
                let outcome = Play::new(stream).run(&script);
                outcomes.lock().expect("no script panicked").push(outcome);
            }
        });
        server
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// How many scripts have been played to their end, well or not.
    pub fn played(&self) -> usize {
        self.outcomes.lock().expect("no script panicked").len()
    }

    /// Waits until every script was played and insists that each went as written.
    #[track_caller]
    pub fn finish(self) {
        if let Err(report) = self.result() {
            panic!("{report}");
        }
    }

    /// [`Scripted::finish`] as a value.
    pub fn result(self) -> Result<(), String> {
        let all = wait_until(PATIENCE, || self.played() == self.scripts);
        let outcomes = self.outcomes.lock().expect("no script panicked");
        for (number, outcome) in outcomes.iter().enumerate() {
            if let Some(error) = &outcome.error {
                let transcript = outcome.transcript.join("\n");
                return Err(format!(
                    "script {}: {error}; it went:\n{transcript}",
                    number + 1
                ));
            }
        }
        if !all {
            return Err(format!(
                "only {} of {} scripts were played to their end",
                outcomes.len(),
                self.scripts
            ));
        }
        Ok(())
    }
}

/// One connection that follows one script.
struct Play {
    stream: BufReader<TcpStream>,
    tag: String,
    announced: usize,
    always: Vec<(String, Vec<String>)>,
    transcript: Vec<String>,
}

impl Play {
    fn new(stream: TcpStream) -> Self {
        let _ = stream.set_read_timeout(Some(PATIENCE));
        let _ = stream.set_nodelay(true);
        Self {
            stream: BufReader::new(stream),
            tag: "*".to_owned(),
            announced: 0,
            always: Vec::new(),
            transcript: Vec::new(),
        }
    }

    fn run(mut self, script: &[Step]) -> Outcome {
        let error = self.follow(script).err();
        Outcome {
            error,
            transcript: self.transcript,
        }
    }

    fn follow(&mut self, script: &[Step]) -> Result<(), String> {
        for step in script {
            match step {
                Step::Say(line) => self.say(line)?,
                Step::Bytes(bytes) => self.write(bytes)?,
                Step::Expect(words) => self.expect(words)?,
                Step::Always(words, answers) => self.always.push((words.clone(), answers.clone())),
                Step::Literal => self.literal()?,
                Step::Eof => return self.eof(),
                Step::Hang => {
                    // Until the client leaves; what it says meanwhile falls on deaf ears.
                    while self.line()?.is_some() {}
                    return Ok(());
                }
                Step::Close => return Ok(()),
            }
        }
        Ok(())
    }

    fn say(&mut self, line: &str) -> Result<(), String> {
        let line = line.replace('$', &self.tag);
        self.transcript.push(format!("S: {line}"));
        self.write(format!("{line}\r\n").as_bytes())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.stream
            .get_mut()
            .write_all(bytes)
            .map_err(|error| format!("the client does not take it: {error}"))
    }

    fn expect(&mut self, words: &str) -> Result<(), String> {
        loop {
            let Some(line) = self.line()? else {
                return Err(format!("the client left instead of saying {words:?}"));
            };
            if line.contains(words) {
                return Ok(());
            }
            let Some(answers) = self.standing_answer(&line) else {
                return Err(format!("the client said {line:?} instead of {words:?}"));
            };
            for answer in answers {
                self.say(&answer)?;
            }
        }
    }

    fn standing_answer(&self, line: &str) -> Option<Vec<String>> {
        self.always
            .iter()
            .find(|(words, _)| line.contains(words))
            .map(|(_, answers)| answers.clone())
    }

    fn literal(&mut self) -> Result<(), String> {
        let mut literal = vec![0; self.announced];
        self.stream
            .read_exact(&mut literal)
            .map_err(|error| format!("the client's literal stays out: {error}"))?;
        self.transcript
            .push(format!("C: ({} bytes)", literal.len()));
        // The rest of the command line, as a rule nothing.
        self.line()?;
        Ok(())
    }

    fn eof(&mut self) -> Result<(), String> {
        match self.line()? {
            None => Ok(()),
            Some(line) => Err(format!("the client said {line:?} instead of leaving")),
        }
    }

    /// The client's next line, or `None` when it has left.
    fn line(&mut self) -> Result<Option<String>, String> {
        let mut bytes = Vec::new();
        match self.stream.read_until(b'\n', &mut bytes) {
            Ok(0) => return Ok(None),
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => return Ok(None),
            Err(error) => return Err(format!("the client says nothing: {error}")),
        }
        let line = String::from_utf8_lossy(&bytes).trim_end().to_owned();
        self.transcript.push(format!("C: {line}"));
        // A single word is no command: DONE, or one leg of a login.
        if let Some((tag, _)) = line.split_once(' ') {
            self.tag = tag.to_owned();
        }
        self.announced = announced_literal(&line).map_or(0, |(_, size)| size);
        Ok(Some(line))
    }
}

fn parse(script: &str) -> Vec<Step> {
    script
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(parse_step)
        .collect()
}

fn parse_step(line: &str) -> Step {
    let (word, rest) = line.split_once(':').unwrap_or((line, ""));
    let rest = rest.trim_start();
    match word {
        "S" => Step::Say(rest.to_owned()),
        "C" => Step::Expect(rest.to_owned()),
        "RAW" => Step::Bytes(unescape(rest)),
        "ALWAYS" => {
            let (words, answers) = rest
                .split_once(" => ")
                .unwrap_or_else(|| panic!("{line:?} has no =>"));
            let answers = answers.split(" | ").map(str::to_owned).collect();
            Step::Always(words.to_owned(), answers)
        }
        "LITERAL" => Step::Literal,
        "EOF" => Step::Eof,
        "HANG" => Step::Hang,
        "CLOSE" => Step::Close,
        _ => panic!("{line:?} is no step of a script"),
    }
}

fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend_from_slice(before.as_bytes());
        let (byte, length) = match after.chars().next() {
            Some('r') => (b'\r', 1),
            Some('n') => (b'\n', 1),
            Some('\\') => (b'\\', 1),
            Some('x') => {
                let digits = after.get(1..3).unwrap_or_default();
                let byte = u8::from_str_radix(digits, 16);
                (
                    byte.unwrap_or_else(|_| panic!("{text:?}: \\x wants two hex digits")),
                    3,
                )
            }
            _ => panic!("{text:?} has an unknown escape"),
        };
        bytes.push(byte);
        rest = &after[length..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

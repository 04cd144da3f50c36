//! An mbox, message by message: the export of Google Takeout, Thunderbird's
//! folders, a Unix mail spool.
//!
//! There is no one mbox format (RFC 4155 describes one of several). What all
//! share is the line `From sender date` before each message. Writers quote such
//! lines in the text as `>From `, some do not; some count octets in
//! Content-Length, which is often wrong and not looked at here. So a `From ` line
//! separates only where a date stands in it and a header follows.
//!
//! A line is read in pieces and a message kept up to a limit: a file of many
//! gigabytes, or of one line, needs no more memory than that.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::eml::{FileError, open_file};
use crate::mail::{Raw, Source};

/// The most that is read of a line at once.
const PIECE: u64 = 64 * 1024;

/// How much of a file is read at once.
const BUFFER: usize = 256 * 1024;

/// No separator line is longer.
const SEPARATOR_MAX: usize = 1024;

/// The messages of an mbox, in the order of the file.
///
/// After an error nothing more comes.
pub struct MboxReader {
    input: Box<dyn BufRead + Send>,
    path: PathBuf,
    limit: usize,
    total: Option<u64>,
    consumed: u64,
    /// How many messages were begun.
    number: u64,
    at_line_start: bool,
    /// Read ahead of a separator, to be read again.
    ahead: Option<Piece>,
    stage: Stage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Before the first separator.
    Start,
    /// Behind a separator.
    Message,
    /// At the end, or after an error.
    Done,
}

/// A line with its end, or a part of a very long one.
struct Piece {
    bytes: Vec<u8>,
    starts_line: bool,
}

impl MboxReader {
    /// Opens an mbox file; at most `limit` octets of a message are kept.
    ///
    /// # Errors
    /// Where it cannot be opened.
    pub fn open(path: &Path, limit: usize) -> Result<Self, FileError> {
        let failed = || FileError::io("read", path);
        let file = open_file(path).map_err(failed())?;
        let total = file.metadata().map_err(failed())?.len();
        let mut reader = Self::new(
            Box::new(BufReader::with_capacity(BUFFER, file)),
            path,
            limit,
        );
        reader.total = Some(total);
        Ok(reader)
    }

    /// Reads an mbox from a stream, which is called `path` in errors and sources.
    pub fn new(input: Box<dyn BufRead + Send>, path: &Path, limit: usize) -> Self {
        Self {
            input,
            path: path.to_owned(),
            limit,
            total: None,
            consumed: 0,
            number: 0,
            at_line_start: true,
            ahead: None,
            stage: Stage::Start,
        }
    }

    /// How many octets were read.
    pub fn consumed(&self) -> u64 {
        self.consumed
    }

    /// The size of the file in octets; `None` for a stream.
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    fn advance(&mut self) -> Result<Option<Raw>, FileError> {
        match self.stage {
            Stage::Done => return Ok(None),
            Stage::Message => (),
            Stage::Start => {
                if !self.find_first()? {
                    return Ok(None);
                }
                self.stage = Stage::Message;
            }
        }
        self.number += 1;
        let mut message = Building::new(self.limit);
        while let Some(piece) = self.next_piece()? {
            if !piece.may_separate() {
                message.push(&piece);
                continue;
            }
            let next = self.next_piece()?;
            let separates = match &next {
                Some(next) if looks_like_field(&next.bytes) => true,
                Some(next) => message.after_blank() && is_blank(&next.bytes),
                None => message.after_blank(),
            };
            let ended = next.is_none();
            self.ahead = next;
            if separates {
                // A separator at the very end still begins a message, an empty one.
                return Ok(Some(self.finish(message)));
            }
            message.push(&piece);
            if ended {
                break;
            }
        }
        self.stage = Stage::Done;
        Ok(Some(self.finish(message)))
    }

    /// Goes behind the first separator; there is none in an empty file.
    fn find_first(&mut self) -> Result<bool, FileError> {
        while let Some(piece) = self.next_piece()? {
            if is_blank(&piece.bytes) {
                continue;
            }
            if piece.bytes.starts_with(b"From ") {
                return Ok(true);
            }
            return Err(FileError::NotMbox {
                path: self.path.clone(),
            });
        }
        self.stage = Stage::Done;
        Ok(false)
    }

    fn next_piece(&mut self) -> Result<Option<Piece>, FileError> {
        if let Some(piece) = self.ahead.take() {
            return Ok(Some(piece));
        }
        let mut bytes = Vec::new();
        let read = (&mut self.input).take(PIECE).read_until(b'\n', &mut bytes);
        read.map_err(FileError::io("read", &self.path))?;
        let Some(last) = bytes.last() else {
            return Ok(None);
        };
        let starts_line = self.at_line_start;
        self.at_line_start = *last == b'\n';
        self.consumed += octets(bytes.len());
        Ok(Some(Piece { bytes, starts_line }))
    }

    fn finish(&self, message: Building) -> Raw {
        let (bytes, size) = message.finish();
        Raw {
            bytes,
            size,
            internal_date: None,
            source: Source::Path(format!("{}:{}", self.path.display(), self.number)),
        }
    }
}

impl Iterator for MboxReader {
    type Item = Result<Raw, FileError>;

    fn next(&mut self) -> Option<Self::Item> {
        let message = self.advance();
        if message.is_err() {
            self.stage = Stage::Done;
        }
        message.transpose()
    }
}

impl Piece {
    /// Whether this is `From `, a sender and a date as C's `asctime` prints it,
    /// in any order and with or without a zone.
    fn may_separate(&self) -> bool {
        if !self.starts_line
            || !self.bytes.starts_with(b"From ")
            || self.bytes.len() > SEPARATOR_MAX
        {
            return false;
        }
        let any = |fits: fn(&[u8]) -> bool| self.bytes.split(u8::is_ascii_whitespace).any(fits);
        any(is_weekday) && any(is_month) && any(is_time) && any(is_year)
    }

    /// The text that was written: one `>` less before `From `.
    fn unquoted(&self) -> &[u8] {
        let quoted = self.starts_line
            && self.bytes.starts_with(b">")
            && after_marks(&self.bytes).starts_with(b"From ");
        match self.bytes.split_first() {
            Some((_, rest)) if quoted => rest,
            _ => &self.bytes,
        }
    }
}

/// A message whose lines come in one after another.
struct Building {
    bytes: Vec<u8>,
    size: u64,
    limit: usize,
    /// The length of the last line where it is blank: it belongs to the
    /// separator that follows.
    blank: usize,
}

impl Building {
    fn new(limit: usize) -> Self {
        Self {
            bytes: Vec::new(),
            size: 0,
            limit,
            blank: 0,
        }
    }

    fn push(&mut self, piece: &Piece) {
        let text = piece.unquoted();
        let room = self.limit - self.bytes.len();
        self.bytes
            .extend_from_slice(text.get(..room).unwrap_or(text));
        self.size += octets(text.len());
        let blank = piece.starts_line && is_blank(text);
        self.blank = if blank { text.len() } else { 0 };
    }

    fn after_blank(&self) -> bool {
        self.blank > 0 || self.size == 0
    }

    fn finish(mut self) -> (Vec<u8>, u64) {
        let size = self.size - octets(self.blank);
        self.bytes
            .truncate(usize::try_from(size).unwrap_or(usize::MAX));
        (self.bytes, size)
    }
}

/// The line behind its leading `>`s.
fn after_marks(line: &[u8]) -> &[u8] {
    let end = line.iter().position(|b| *b != b'>');
    end.and_then(|end| line.get(end..)).unwrap_or_default()
}

fn is_blank(line: &[u8]) -> bool {
    matches!(line, b"\n" | b"\r\n")
}

/// Whether a line is a header field (RFC 5322 section 2.2), or the `>From ` that
/// some spools have among them.
fn looks_like_field(line: &[u8]) -> bool {
    let Some(colon) = line.iter().position(|b| *b == b':') else {
        return line.starts_with(b">From ");
    };
    let name = line.get(..colon).unwrap_or_default().trim_ascii_end();
    line.starts_with(b">From ") || (!name.is_empty() && name.iter().all(u8::is_ascii_graphic))
}

fn is_weekday(word: &[u8]) -> bool {
    [b"Mon", b"Tue", b"Wed", b"Thu", b"Fri", b"Sat", b"Sun"]
        .iter()
        .any(|day| word.strip_suffix(b",").unwrap_or(word) == *day)
}

fn is_month(word: &[u8]) -> bool {
    const MONTHS: [&[u8; 3]; 12] = [
        b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov",
        b"Dec",
    ];
    MONTHS.iter().any(|month| word == *month)
}

/// `9:05`, `09:05` or `09:05:30`.
fn is_time(word: &[u8]) -> bool {
    let parts: Vec<&[u8]> = word.split(|b| *b == b':').collect();
    let is_part =
        |part: &&[u8]| (1..=2).contains(&part.len()) && part.iter().all(u8::is_ascii_digit);
    matches!(parts.len(), 2 | 3) && parts.iter().all(is_part)
}

fn is_year(word: &[u8]) -> bool {
    word.len() == 4 && word.iter().all(u8::is_ascii_digit) && matches!(word, [b'1' | b'2', ..])
}

fn octets(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;

//! The corpus, changed. Mail that is broken at random must be survived and
//! explained; mail that says the same in another dress must be judged the same.
//!
//! The random changes come from a fixed seed, so that every run makes the same
//! mutants, and their number bounds the time.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

use afterword::classify::{Phrasebook, Verdict, classify};
use afterword::mail::{AddrSpec, Identity, Message, Raw, Source};
use afterword::text::{Sentences, is_readable, normalise, parse, wants_more};
use afterword::understand::understand;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// How many broken mails are made.
const MUTANTS: usize = 3000;
/// Each dress is tried on every so many letters, and the next one on others.
const TURNS: usize = 4;

static FILES: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(files);
static LETTERS: LazyLock<Vec<Letter>> = LazyLock::new(letters);
static JUDGE: LazyLock<Judge> = LazyLock::new(Judge::new);

// ------------------------------------------------------------ broken at random

/// Marsaglia's xorshift: small, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound.max(1)).expect("a small number");
        usize::try_from(self.next() % bound).expect("a small number")
    }

    fn one_of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// What parsers stumble over.
const HOSTILE: &[&[u8]] = &[
    b"\0",
    b"\r",
    b"\n\n",
    b"\r\n\r\n",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\xc3",
    b"\xe2\x80",
    b"\x1b$B",
    b"=",
    b"=C3",
    b"=\r\n",
    b"=?UTF-8?B?",
    b"=?UTF-8?Q?=C3?=",
    b"=?iso-2022-jp?B?GyRC?=",
    b"<",
    b"<!--",
    b"<![CDATA[",
    b"<script>",
    b"<div style=\"display:none\">",
    b"<blockquote>",
    b"</table></div>",
    b"&#x110000;",
    b"&shy;",
    b"&",
    b"--",
    b"\r\n-- \r\n",
    b"\r\n> ",
    b"\r\nOn 4 May 2026 Jo <jo@acme.example> wrote:\r\n",
    b"\r\n---------- Forwarded message ---------\r\n",
    b"\r\nFrom: a\r\nSent: b\r\nTo: c\r\nSubject: d\r\n",
    b"\r\nContent-Type: multipart/mixed; boundary=\"\"\r\n\r\n",
    b"\r\nContent-Type: message/rfc822\r\n\r\n",
    b"\r\nContent-Transfer-Encoding: base64\r\n\r\n",
    b"\xe2\x80\xae",
    b"\xe2\x80\x8b",
    b"\xc2\xad",
    b"\xcd\x8f",
    b"u\xcc\x88",
    b"\xef\xac\x81",
    b"\xc4\xb0",
    b"\xef\xb7\xba",
    b"won't ",
    b"Bewerber(innen) ",
    b"candidat\xc2\xb7e\xc2\xb7s ",
    b"\" ",
    b"? ",
    b". ",
    b"unfortunately ",
    b"if you are not selected ",
    b"will not be moving forward with your application",
];

const CHARSETS: &[&str] = &[
    "utf-8",
    "utf-7",
    "utf-16",
    "us-ascii",
    "iso-8859-1",
    "iso-8859-2",
    "windows-1252",
    "iso-2022-jp",
    "shift_jis",
    "gb18030",
    "x-unknown",
    "",
];

const ENCODINGS: &[&str] = &["7bit", "8bit", "base64", "quoted-printable", "x-uuencode"];

/// Changes a mail at random.
fn mutate(random: &mut Random, mail: &mut Vec<u8>, others: &[Vec<u8>]) {
    let at = random.below(mail.len());
    let end = (at + 1 + random.below(40)).min(mail.len());
    match random.below(12) {
        0 => mail.truncate(at),
        1 => mail.drain(at..end).for_each(drop),
        2 => {
            let copy = mail[at..end].to_vec();
            let to = random.below(mail.len());
            mail.splice(to..to, copy);
        }
        3 => mail[at..end]
            .iter_mut()
            .for_each(|b| *b = random.next().to_le_bytes()[0]),
        4 => mail[at..end].iter_mut().for_each(|b| *b |= 0x80),
        5 => mail[at..end].reverse(),
        6 => replace_behind(mail, b"charset=", random.one_of(CHARSETS).as_bytes()),
        7 => replace_behind(mail, b"Encoding: ", random.one_of(ENCODINGS).as_bytes()),
        8 => {
            // The tail of another mail, from one of its lines on.
            let other = random.one_of(others);
            let from = random.below(other.len());
            mail.truncate(at);
            mail.extend_from_slice(&other[from..]);
        }
        9 => swap_lines(random, mail),
        _ => {
            for _ in 0..=random.below(3) {
                let at = random.below(mail.len());
                mail.splice(at..at, random.one_of(HOSTILE).iter().copied());
            }
        }
    }
}

/// Replaces the word behind the first `mark`.
fn replace_behind(mail: &mut Vec<u8>, mark: &[u8], word: &[u8]) {
    let Some(at) = mail.windows(mark.len()).position(|w| w == mark) else {
        return;
    };
    let start = at + mark.len();
    let is_end = |b: &u8| matches!(b, b'\r' | b'\n' | b';');
    let end = mail[start..].iter().position(is_end).unwrap_or(0) + start;
    mail.splice(start..end, word.iter().copied());
}

fn swap_lines(random: &mut Random, mail: &mut Vec<u8>) {
    let mut lines: Vec<&[u8]> = mail.split_inclusive(|b| *b == b'\n').collect();
    let (one, other) = (random.below(lines.len()), random.below(lines.len()));
    if !lines.is_empty() {
        lines.swap(one, other);
    }
    *mail = lines.concat();
}

#[test]
fn broken_mail_is_survived_and_explained() {
    let mails: Vec<Vec<u8>> = FILES.iter().map(|(_, bytes)| bytes.clone()).collect();
    let Judge { book, me } = &*JUDGE;
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut readable = 0;
    for number in 0..MUTANTS {
        let mut bytes = random.one_of(&mails).clone();
        for _ in 0..=random.below(5) {
            mutate(&mut random, &mut bytes, &mails);
        }
        let mut raw = raw(bytes);
        raw.size += u64::from(number % 4 == 0);
        let message = parse(&raw);
        assert!(!wants_more(&message) || raw.is_truncated(), "{number}");
        readable += usize::from(is_readable(&message));
        hold(number, &message);
        let judgement = classify(book, &message, Some(me));
        assert!((0.0..=1.0).contains(&judgement.score), "{number}");
        for evidence in &judgement.evidence {
            let text = evidence.field.text(&message);
            let sentence = text.get(evidence.sentence.clone());
            let found = text.get(evidence.range.clone());
            let (sentence, found) = sentence.zip(found).expect("whole characters");
            assert!(!found.trim().is_empty(), "{number}");
            assert!(sentence.contains(found), "{number}: {found:?}");
        }
        let _ = understand(&message, &judgement, Some(me));
    }
    // Most of them still say something, or the test would prove little.
    assert!(readable > MUTANTS * 3 / 4, "{readable}");
}

/// What every reader of a message relies on.
fn hold(number: usize, message: &Message) {
    let body = &message.body;
    let mut end = 0;
    for segment in &body.segments {
        assert_eq!(segment.range.start, end, "{number}");
        assert!(body.text.get(segment.range.clone()).is_some(), "{number}");
        end = segment.range.end;
    }
    assert_eq!(end, body.text.len(), "{number}");
    for source in [&message.subject, &body.text] {
        let normal = normalise(source);
        let found = Sentences::of(normal.text());
        let (mut at, mut index) = (0, 0);
        while at < normal.text().len() {
            let range = found.range(index);
            assert!(range.start == at && range.end > at, "{number}");
            let behind = normal.source_range(source, range.clone());
            assert!(source.get(behind).is_some(), "{number}");
            (at, index) = (range.end, index + 1);
        }
    }
}

// ------------------------------------------------- the same in another dress

/// A mail taken apart: its headers but for those of MIME, and its text.
struct Letter {
    name: String,
    head: String,
    text: String,
    /// How it is judged as plain text.
    verdict: Verdict,
}

impl Letter {
    /// The mail as `kind`, its body encoded as `encoding`.
    fn mail(&self, kind: &str, encoding: &str, body: &[u8]) -> Vec<u8> {
        let mut mail = format!(
            "{}MIME-Version: 1.0\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n",
            self.head
        )
        .into_bytes();
        mail.extend_from_slice(body);
        mail
    }

    fn plain(&self, text: &str) -> Vec<u8> {
        let text = text.replace('\n', "\r\n");
        self.mail("text/plain; charset=utf-8", "8bit", text.as_bytes())
    }

    /// Another text under other headers.
    fn with(&self, head: &str, text: String) -> Self {
        Self {
            name: self.name.clone(),
            head: head.to_owned(),
            text,
            verdict: Verdict::Other,
        }
    }

    fn html(&self, html: &str) -> Vec<u8> {
        self.mail("text/html; charset=utf-8", "8bit", html.as_bytes())
    }
}

/// The mails whose whole content is their text.
fn letters() -> Vec<Letter> {
    let mut letters = Vec::new();
    for (name, bytes) in FILES.iter() {
        let message = parse(&raw(bytes.clone()));
        let parts = message.parts;
        if parts.report || parts.calendar || parts.attached_message {
            continue;
        }
        let mail = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
        let (head, _) = mail.split_once("\n\n").expect("headers and a body");
        let head = without_mime(head);
        let mut letter = Letter {
            name: name.clone(),
            head,
            text: message.body.text,
            verdict: Verdict::Other,
        };
        letter.verdict = JUDGE.verdict(letter.plain(&letter.text));
        letters.push(letter);
    }
    letters
}

fn without_mime(head: &str) -> String {
    let mut kept = String::new();
    let mut keeps = true;
    for line in head.lines() {
        if !line.starts_with([' ', '\t']) {
            let lower = line.to_lowercase();
            keeps = !lower.starts_with("content-") && !lower.starts_with("mime-version");
        }
        if keeps {
            kept.push_str(line);
            kept.push_str("\r\n");
        }
    }
    kept
}

struct Judge {
    book: Phrasebook,
    me: Identity,
}

impl Judge {
    fn new() -> Self {
        Self {
            book: Phrasebook::embedded(),
            me: me(),
        }
    }

    fn verdict(&self, bytes: Vec<u8>) -> Verdict {
        classify(&self.book, &parse(&raw(bytes)), Some(&self.me)).verdict
    }

    /// Holds that a letter in another dress is judged as it is in plain text.
    fn same(&self, turn: usize, dress: impl Fn(&Letter) -> Option<Vec<u8>>) {
        let mut rejections = 0;
        for letter in LETTERS.iter().skip(turn % TURNS).step_by(TURNS) {
            let Some(dressed) = dress(letter) else {
                continue;
            };
            let wanted = letter.verdict;
            assert_eq!(self.verdict(dressed), wanted, "{}", letter.name);
            rejections += usize::from(wanted == Verdict::Rejection);
        }
        assert!(rejections > 5, "only {rejections} rejections wear it");
    }
}

#[test]
fn a_mail_taken_apart_is_the_same_mail() {
    let mut plain = 0;
    for letter in LETTERS.iter() {
        let (_, bytes) = FILES.iter().find(|f| f.0 == letter.name).expect("a file");
        if bytes
            .windows(9)
            .any(|w| w.eq_ignore_ascii_case(b"text/html"))
        {
            continue;
        }
        plain += 1;
        assert_eq!(
            JUDGE.verdict(bytes.clone()),
            letter.verdict,
            "{}",
            letter.name
        );
    }
    assert!(plain > 100, "{plain}");
}

#[test]
fn line_ends_do_not_matter() {
    let judge = &*JUDGE;
    for (name, bytes) in FILES.iter().step_by(2) {
        let text = String::from_utf8_lossy(bytes).into_owned();
        if text.as_bytes() != bytes.as_slice() {
            continue; // Raw octets of another charset.
        }
        let unix = text.replace("\r\n", "\n");
        let wanted = judge.verdict(unix.replace('\n', "\r\n").into_bytes());
        assert_eq!(judge.verdict(unix.into_bytes()), wanted, "{name}");
        assert_eq!(judge.verdict(bytes.clone()), wanted, "{name}");
    }
}

#[test]
fn folded_headers_do_not_matter() {
    let judge = &*JUDGE;
    for (name, bytes) in FILES.iter().step_by(2) {
        let body = bytes
            .windows(4)
            .position(|w| w == b"\r\n\r\n")
            .or_else(|| bytes.windows(2).position(|w| w == b"\n\n"))
            .expect("headers and a body");
        let head = String::from_utf8_lossy(&bytes[..body]);
        let mut folded = String::new();
        for line in head.lines() {
            let folds = ["Subject: ", "From: ", "To: "]
                .iter()
                .any(|name| line.starts_with(name));
            match line.split_once(": ").filter(|_| folds) {
                Some((name, value)) => {
                    // The first word stays, since a fold of nothing else is obsolete.
                    let value = value.replace(' ', "\r\n ");
                    let _ = write!(folded, "{name}: {value}\r\n");
                }
                None => {
                    let _ = write!(folded, "{line}\r\n");
                }
            }
        }
        let mut again = folded.trim_end().as_bytes().to_vec();
        again.extend_from_slice(&bytes[body..]);
        assert_eq!(judge.verdict(again), judge.verdict(bytes.clone()), "{name}");
    }
}

#[test]
fn the_transfer_encoding_does_not_matter() {
    let judge = &*JUDGE;
    let kind = "text/plain; charset=utf-8";
    judge.same(0, |letter| {
        let encoded = base64_lines(letter.text.replace('\n', "\r\n").as_bytes());
        Some(letter.mail(kind, "base64", encoded.as_bytes()))
    });
    judge.same(1, |letter| {
        let encoded = quoted_printable(&letter.text);
        Some(letter.mail(kind, "quoted-printable", encoded.as_bytes()))
    });
}

fn base64_lines(bytes: &[u8]) -> String {
    let encoded = STANDARD.encode(bytes);
    let lines: Vec<&str> = encoded
        .as_bytes()
        .chunks(76)
        .map(|line| std::str::from_utf8(line).expect("ASCII"))
        .collect();
    lines.join("\r\n")
}

/// RFC 2045 section 6.7, with a soft line break wherever one is due.
fn quoted_printable(text: &str) -> String {
    let mut out = String::new();
    for line in text.split('\n') {
        let mut column = 0;
        for (at, byte) in line.bytes().enumerate() {
            let last = at + 1 == line.len();
            let plain = matches!(byte, b'!'..=b'<' | b'>'..=b'~') || byte == b' ' && !last;
            let octet = match plain {
                true => char::from(byte).to_string(),
                false => format!("={byte:02X}"),
            };
            if column + octet.len() > 75 {
                out.push_str("=\r\n");
                column = 0;
            }
            column += octet.len();
            out.push_str(&octet);
        }
        out.push_str("\r\n");
    }
    out
}

#[test]
fn the_charset_does_not_matter() {
    let judge = &*JUDGE;
    for (turn, charset) in ["iso-8859-1", "windows-1252", "us-ascii"]
        .into_iter()
        .enumerate()
    {
        judge.same(turn, |letter| {
            let latin: Option<Vec<u8>> = letter.text.chars().map(latin1).collect();
            let kind = format!("text/plain; charset={charset}");
            Some(letter.mail(&kind, "8bit", &latin?))
        });
    }
    for (turn, charset) in ["iso-8859-2", "windows-1250"].into_iter().enumerate() {
        judge.same(turn, |letter| {
            let polish = |c| latin2(c, charset == "windows-1250");
            let text: Option<Vec<u8>> = letter.text.chars().map(polish).collect();
            let kind = format!("text/plain; charset={charset}");
            Some(letter.mail(&kind, "8bit", &text?))
        });
    }
    judge.same(4, |letter| {
        let wide: Vec<u8> = letter
            .text
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        let kind = "text/plain; charset=utf-16be";
        Some(letter.mail(kind, "base64", base64_lines(&wide).as_bytes()))
    });
}

fn latin1(c: char) -> Option<u8> {
    u8::try_from(c).ok().filter(|b| !(0x80..0xa0).contains(b))
}

/// Polish in its two charsets, which agree in most letters.
fn latin2(c: char, windows: bool) -> Option<u8> {
    const SHARED: [(char, u8); 12] = [
        ('Ł', 0xa3),
        ('ł', 0xb3),
        ('Ż', 0xaf),
        ('ż', 0xbf),
        ('Ć', 0xc6),
        ('ć', 0xe6),
        ('Ę', 0xca),
        ('ę', 0xea),
        ('Ń', 0xd1),
        ('ń', 0xf1),
        ('Ó', 0xd3),
        ('ó', 0xf3),
    ];
    const APART: [(char, u8, u8); 6] = [
        ('Ą', 0xa1, 0xa5),
        ('ą', 0xb1, 0xb9),
        ('Ś', 0xa6, 0x8c),
        ('ś', 0xb6, 0x9c),
        ('Ź', 0xac, 0x8f),
        ('ź', 0xbc, 0x9f),
    ];
    if c.is_ascii() {
        return u8::try_from(c).ok();
    }
    let shared = SHARED.iter().find(|row| row.0 == c).map(|row| row.1);
    let apart = APART.iter().find(|row| row.0 == c);
    shared.or_else(|| apart.map(|row| if windows { row.2 } else { row.1 }))
}

/// Wraps lines at spaces, those without any (Japanese) between two characters.
fn wrap(text: &str, width: usize, line_end: &str) -> String {
    let mut out = String::new();
    for line in text.split('\n') {
        let marked =
            line.starts_with(['>', '-', '_', '=']) || line.trim_end().ends_with([':', '：']);
        let mut column = 0;
        for c in line.chars() {
            let spaced = line.contains(' ');
            if !marked && column >= width && (c == ' ' || !spaced) {
                out.push_str(line_end);
                column = 0;
                if c == ' ' {
                    continue;
                }
            }
            out.push(c);
            column += 1;
        }
        out.push('\n');
    }
    out
}

#[test]
fn wrapping_does_not_matter() {
    let judge = &*JUDGE;
    for (turn, width) in [20, 40, 72].into_iter().enumerate() {
        judge.same(turn, |letter| {
            Some(letter.plain(&wrap(&letter.text, width, "\n")))
        });
    }
}

#[test]
fn soft_line_ends_do_not_matter() {
    let judge = &*JUDGE;
    for (turn, (parameters, soft)) in [("", " \n"), ("; delsp=yes", "  \n")]
        .into_iter()
        .enumerate()
    {
        judge.same(turn, |letter| {
            // RFC 3676 section 4.2: trailing space goes, and some lines are stuffed.
            let tidy: Vec<String> = letter
                .text
                .split('\n')
                .map(|line| match line.trim_end() {
                    "--" => "-- ".to_owned(),
                    line if line.starts_with([' ']) => format!(" {line}"),
                    line => line.to_owned(),
                })
                .collect();
            let is_spaced = letter
                .text
                .lines()
                .all(|line| line.len() < 72 || line.contains(' '));
            let text = wrap(&tidy.join("\n"), 60, soft).replace('\n', "\r\n");
            let kind = format!("text/plain; charset=utf-8; format=flowed{parameters}");
            is_spaced.then(|| letter.mail(&kind, "8bit", text.as_bytes()))
        });
    }
}

/// The text as HTML: a `<br>` for each line end.
fn html(text: &str, word: impl Fn(&str) -> String) -> String {
    let mut out = String::from("<html><body><p>");
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push_str("<br>\r\n");
        }
        let words: Vec<String> = line.split(' ').map(&word).collect();
        out.push_str(&words.join(" "));
    }
    out + "</p></body></html>"
}

fn escaped(word: &str) -> String {
    word.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// A word with a span and a soft hyphen inside.
fn scattered(word: &str) -> String {
    let chars: Vec<char> = word.chars().collect();
    if chars.len() < 6 || !chars.iter().all(|c| c.is_alphabetic()) {
        return escaped(word);
    }
    let (head, tail) = chars.split_at(3);
    let (head, tail): (String, String) = (head.iter().collect(), tail.iter().collect());
    format!("{head}<span style=\"color:#333\">&shy;{tail}</span>")
}

/// What stands for the reader of a preview only.
const PREHEADER: &str = "Great news! We are delighted to offer you the position. \
    Unfortunately, we will not be moving forward with your application.";

#[test]
fn markup_does_not_matter() {
    let judge = &*JUDGE;
    judge.same(7, |letter| Some(letter.html(&html(&letter.text, escaped))));
    judge.same(8, |letter| {
        Some(letter.html(&html(&letter.text, scattered)))
    });
    let styles = [
        "display:none",
        "display: none !important; mso-hide: all",
        "max-height:0;overflow:hidden;opacity:0",
        "font-size:0",
        "visibility:hidden",
    ];
    for (turn, style) in styles.into_iter().enumerate() {
        judge.same(turn, |letter| {
            let hidden = format!("<body><div style=\"{style}\">{PREHEADER}</div>");
            Some(letter.html(&html(&letter.text, escaped).replacen("<body>", &hidden, 1)))
        });
    }
}

#[test]
fn what_is_quoted_below_an_answer_is_no_news() {
    let judge = &*JUDGE;
    let answer = "Dear Robin,\n\nthank you, I will call you tomorrow at ten.\n\nJo";
    for letter in LETTERS.iter().step_by(TURNS) {
        let quoted: String = letter
            .text
            .lines()
            .map(|line| format!("> {line}\n"))
            .collect();
        let bare = format!(
            "From: Jo <jo@acme.example>\nSent: Monday, 4 May 2026\nTo: Robin\nSubject: x\n\n{}",
            letter.text
        );
        for below in [
            format!("On 4 May 2026 at 10:12, Jo <jo@acme.example> wrote:\n{quoted}"),
            format!(
                "Am 04.05.2026 um 10:12 schrieb Jo\n<jo@acme.example>:\n\n{}",
                letter.text
            ),
            bare.clone(),
        ] {
            let head = "From: Jo <jo@acme.example>\r\nSubject: Re: x\r\n";
            let reply = letter.with(head, format!("{answer}\n\n{below}"));
            let verdict = judge.verdict(reply.plain(&reply.text));
            assert_eq!(verdict, Verdict::Other, "{}: {below}", letter.name);
        }
    }
}

/// A friend, or the user's other address, passes the mail on.
#[test]
fn what_is_passed_on_is_judged_as_it_was() {
    let judge = &*JUDGE;
    let head = "From: Jo <jo@acme.example>\r\nSubject: Fwd: x\r\n";
    for (turn, mark) in [
        "---------- Forwarded message ---------\nFrom: Lee <lee@corp.example>\nSubject: x\n\n",
        "Anfang der weitergeleiteten Nachricht:\n\nVon: Lee\nBetreff: x\n\n",
        "From: Lee\nSent: Monday, 4 May 2026\nTo: Robin\nSubject: x\n\n",
    ]
    .into_iter()
    .enumerate()
    {
        // Who was greeted tells whose rejection it is; a signature that is passed
        // on is read as text.
        let fits = |letter: &&Letter| {
            let signed = letter.text.lines().any(|line| line.trim_end() == "--");
            let greets = letter
                .text
                .lines()
                .take(3)
                .any(|line| line.contains("Robin"));
            greets && !signed
        };
        for letter in LETTERS.iter().skip(turn).step_by(TURNS).filter(fits) {
            let bare = letter.with(head, letter.text.clone());
            let wanted = judge.verdict(bare.plain(&bare.text));
            let forward = letter.with(head, format!("See below.\n\n{mark}{}", letter.text));
            let verdict = judge.verdict(forward.plain(&forward.text));
            assert_eq!(verdict, wanted, "{}: {mark}", letter.name);
        }
    }
}

// -------------------------------------------------------------------- corpus

fn files() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/mail");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the corpus")
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|e| e == "eml"))
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy();
            (name.into_owned(), std::fs::read(&path).expect("a mail"))
        })
        .collect();
    files.sort();
    files
}

fn raw(bytes: Vec<u8>) -> Raw {
    Raw {
        size: u64::try_from(bytes.len()).expect("a small mail"),
        bytes,
        internal_date: None,
        source: Source::Path("mutant".to_owned()),
    }
}

/// The job seeker to whom the corpus was written.
fn me() -> Identity {
    Identity {
        name: "Robin Achterberg".to_owned(),
        address: AddrSpec::new("robin.achterberg@example.org").expect("an address"),
        aliases: Vec::new(),
        phone: None,
    }
}

//! How fast mail is read and judged, beside the mail parser's bare parse of the
//! same bytes in the same run: only their ratio means anything across machines.
//!
//! `cargo bench --bench pipeline` prints messages and megabytes a second. The
//! mailbox is made from a fixed seed: newsletters with 30 to 60 KB of HTML,
//! receipts of applicant tracking systems, mails with attachments, rejections;
//! then come the mails of `tests/corpus`. Last it prints how much longer a
//! megabyte of one repeated token takes than one of prose.

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use afterword::classify::{Phrasebook, classify};
use afterword::mail::{Message, Raw, Source};
use afterword::text::{normalise, parse};
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};

/// How many mails are made.
const MAILS: usize = 400;
/// In how many rounds the pipeline and the bare parser take turns.
const ROUNDS: usize = 15;

static BOOK: LazyLock<Phrasebook> = LazyLock::new(Phrasebook::embedded);
static MADE: LazyLock<Vec<Raw>> = LazyLock::new(made);
static CORPUS: LazyLock<Vec<Raw>> = LazyLock::new(corpus);

/// The mail that is read.
#[derive(Debug, Clone, Copy)]
enum Mailbox {
    Made,
    Corpus,
}

const MAILBOXES: [Mailbox; 2] = [Mailbox::Made, Mailbox::Corpus];

impl Mailbox {
    fn mails(self) -> &'static [Raw] {
        match self {
            Self::Made => &MADE,
            Self::Corpus => &CORPUS,
        }
    }
}

fn main() {
    println!("phrasebook: {} KB", BOOK.memory() / 1024);
    for mailbox in MAILBOXES {
        let ratio = ratio(mailbox.mails());
        println!("{mailbox:?}: all of it runs at {ratio:.2} of mail-parser alone");
    }
    tokens();
    divan::main();
}

/// What a mail may be full of, by name.
const TOKENS: &[(&str, &str)] = &[
    ("<", "<"),
    ("<div>", "<div>"),
    ("</p>", "</p>"),
    ("&amp;", "&amp;"),
    (">", ">"),
    ("> ", "> "),
    ("> at a line's start", "> x\r\n"),
    ("quotes", "\""),
    ("(", "("),
    ("unfortunately", "unfortunately "),
    ("not", "not "),
    ("application.", "application. "),
    ("zero-width", "\u{200b}"),
    ("combining", "u\u{308}"),
    (
        "base64",
        "JVBERi0xLjQKJcfsj6IKNSAwIG9iago8PC9MZW5ndGggNiAwIFIv",
    ),
    ("nested quotes", "<blockquote><div>"),
    ("nested styles", "<div style='font-size:0;color:#fff'>"),
    ("a sheet", "<style>.a{display:none}</style><p class=a>"),
    ("open comments", "<style>/*{"),
    ("media", "<style>@media x{.a{}"),
    ("one endless line", "word "),
    ("one endless word", "w"),
    ("attributions", "Am 1.1. schrieb x:\r\n"),
    ("headers", "From: x\r\n"),
    ("Japanese", "\u{898b} \u{9001} \u{308a}"),
];

/// Prints what a megabyte of each token costs as plain text and as HTML, beside
/// a megabyte of prose.
fn tokens() {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let prose = dice.words(1 << 14);
    for kind in ["plain", "html"] {
        let usual = cost(kind, &prose);
        for (name, token) in TOKENS {
            let times = cost(kind, token).as_secs_f64() / usual.as_secs_f64();
            println!("1 MB of {name} as {kind}: {times:.1} x prose");
        }
    }
}

/// The shortest time of a few that a mail full of `token` takes.
fn cost(kind: &str, token: &str) -> Duration {
    let text = token.repeat((1 << 20) / token.len());
    let head = "From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n";
    let mail = format!("{head}Content-Type: text/{kind}; charset=utf-8\r\n\r\n{text}");
    let mail = raw(mail.into_bytes());
    let times = (0..5).map(|_| took(|| whole(&mail)));
    times.min().unwrap_or_default()
}

/// How fast the whole pipeline runs beside the bare parser: the median of rounds
/// in which the two take turns, so that what else the machine does slows both alike.
fn ratio(mails: &[Raw]) -> f64 {
    let mut ratios: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let bare = took(|| mails.iter().for_each(bare));
            let whole = took(|| mails.iter().for_each(whole));
            bare.as_secs_f64() / whole.as_secs_f64()
        })
        .collect();
    ratios.sort_by(f64::total_cmp);
    ratios[ROUNDS / 2]
}

fn took(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn bare(raw: &Raw) {
    black_box(mail_parser::MessageParser::default().parse(&raw.bytes));
}

fn whole(raw: &Raw) {
    black_box(classify(&BOOK, &parse(raw), None));
}

/// Runs `work` on every mail of a mailbox and counts mails and octets.
fn each<T>(bencher: Bencher<'_, '_>, mailbox: Mailbox, items: &[T], work: impl Fn(&T) + Sync)
where
    T: Sync,
{
    let octets: usize = mailbox.mails().iter().map(|raw| raw.bytes.len()).sum();
    bencher
        .counter(ItemsCount::new(items.len()))
        .counter(BytesCount::new(octets))
        .bench(|| items.iter().for_each(&work));
}

#[divan::bench]
fn build_the_phrasebook() -> Phrasebook {
    Phrasebook::embedded()
}

#[divan::bench(args = MAILBOXES)]
fn mail_parser_alone(bencher: Bencher<'_, '_>, mailbox: Mailbox) {
    each(bencher, mailbox, mailbox.mails(), bare);
}

#[divan::bench(args = MAILBOXES)]
fn parse_visible_text(bencher: Bencher<'_, '_>, mailbox: Mailbox) {
    each(bencher, mailbox, mailbox.mails(), |raw| {
        black_box(parse(raw));
    });
}

#[divan::bench(args = MAILBOXES)]
fn normalise_text(bencher: Bencher<'_, '_>, mailbox: Mailbox) {
    let messages: Vec<Message> = mailbox.mails().iter().map(parse).collect();
    each(bencher, mailbox, &messages, |message| {
        black_box(normalise(&message.body.text));
    });
}

#[divan::bench(args = MAILBOXES)]
fn classify_message(bencher: Bencher<'_, '_>, mailbox: Mailbox) {
    let messages: Vec<Message> = mailbox.mails().iter().map(parse).collect();
    each(bencher, mailbox, &messages, |message| {
        black_box(classify(&BOOK, message, None));
    });
}

#[divan::bench(args = MAILBOXES)]
fn whole_pipeline(bencher: Bencher<'_, '_>, mailbox: Mailbox) {
    each(bencher, mailbox, mailbox.mails(), whole);
}

fn corpus() -> Vec<Raw> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/mail");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("the corpus is there")
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| raw(std::fs::read(path).expect("a readable mail"));
    paths.iter().map(read).collect()
}

fn made() -> Vec<Raw> {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    (0..MAILS)
        .map(|number| {
            let body = match number % 10 {
                0..5 => newsletter(&mut dice),
                5..7 => receipt(&mut dice),
                7..9 => attachment(&mut dice),
                _ => rejection(&mut dice),
            };
            raw(format!("{}{body}", headers(number)).into_bytes())
        })
        .collect()
}

fn raw(bytes: Vec<u8>) -> Raw {
    Raw {
        size: bytes.len() as u64,
        bytes,
        internal_date: None,
        source: Source::Path(String::new()),
    }
}

/// A small generator of numbers (xorshift), so that every run makes the same mail.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    fn words(&mut self, count: usize) -> String {
        const WORDS: &[&str] = &[
            "the",
            "garden",
            "the",
            "kitchen",
            "and",
            "a",
            "morning",
            "of",
            "rain",
            "to",
            "our",
            "readers",
            "in",
            "this",
            "letter",
            "is",
            "for",
            "every",
            "gardener",
            "who",
            "plants",
            "early",
            "tomatoes",
            "with",
            "warm",
            "soil",
            "from",
            "the",
            "valley",
            "you",
            "will",
            "find",
            "seeds",
            "at",
            "half",
            "price",
            "until",
            "sunday",
            "we",
            "have",
            "chosen",
            "eleven",
            "books",
            "about",
            "bread",
            "baking",
            "cheese",
            "walking",
            "cycling",
            "swimming",
            "travel",
            "by",
            "train",
            "night",
            "ferries",
            "old",
            "maps",
            "new",
            "museums",
            "it",
            "was",
            "a",
            "quiet",
            "month",
            "but",
            "the",
            "market",
            "opened",
            "again",
            "an",
            "offer",
            "not",
            "on",
            "display",
            "anywhere",
            "more",
            "pictures",
            "on",
            "page",
            "seven",
            "or",
            "read",
            "the",
            "story",
            "of",
            "two",
            "sisters",
            "who",
            "bought",
            "an",
            "island",
            "they",
            "restored",
            "its",
            "lighthouse",
            "after",
            "careful",
            "planning",
            "their",
            "team",
            "other",
            "visitors",
            "position",
            "selected",
            "items",
            "may",
            "like",
            "your",
            "order",
            "ships",
            "when",
            "ready",
            "free",
            "delivery",
            "over",
            "forty",
            "choose",
            "colour",
            "size",
            "cotton",
            "linen",
            "wool",
            "sale",
            "ends",
            "soon",
            "winter",
            "coats",
            "spring",
            "shoes",
            "summer",
            "hats",
            "autumn",
            "leaves",
            "recipe",
            "soup",
            "pumpkin",
            "ginger",
            "lemon",
            "honey",
            "tea",
            "coffee",
            "roasted",
            "slowly",
            "news",
            "weather",
            "sport",
            "music",
            "concert",
            "tickets",
            "theatre",
            "film",
            "evening",
            "weekend",
            "family",
            "children",
            "school",
            "holiday",
            "house",
            "window",
            "door",
            "table",
            "chair",
            "lamp",
            "paper",
            "pencil",
            "phone",
            "camera",
            "battery",
            "update",
            "version",
            "feature",
            "map",
            "route",
            "city",
            "river",
            "bridge",
            "mountain",
            "coast",
            "harbour",
            "boat",
        ];
        let mut text = String::new();
        for number in 0..count {
            text.push_str(WORDS[self.below(WORDS.len())]);
            text.push_str(match number % 14 {
                13 => ". ",
                _ => " ",
            });
        }
        text
    }
}

fn headers(number: usize) -> String {
    format!(
        "Return-Path: <bounce-{number}@mail.example>\r\n\
         Received: from mx.mail.example (mx.mail.example [192.0.2.1])\r\n\tby mx.example.org \
         (Postfix) with ESMTPS id 4F0A{number};\r\n\tMon, 25 May 2026 09:12:03 +0000\r\n\
         DKIM-Signature: v=1; a=rsa-sha256; d=mail.example; s=s1; h=from:to:subject;\r\n\
         \tbh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAABBBBCCCCDDDDEEEEFFFF\r\n\
         From: \"Sender {number}\" <sender{number}@mail.example>\r\n\
         To: Dana Whitfield <dana@example.org>\r\n\
         Subject: =?UTF-8?Q?News_number_{number}_=E2=80=93_hello?=\r\n\
         Message-ID: <{number}@mail.example>\r\nDate: Mon, 25 May 2026 09:12:00 +0000\r\n\
         MIME-Version: 1.0\r\n"
    )
}

/// Quoted-printable with soft breaks at 76 columns.
fn quoted_printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 11 / 10);
    let mut column = 0;
    for byte in text.bytes() {
        let plain = matches!(byte, b' '..=b'~') && byte != b'=';
        let width = if plain || byte == b'\n' { 1 } else { 3 };
        if column + width > 75 {
            out.push_str("=\r\n");
            column = 0;
        }
        match byte {
            b'\n' => {
                out.push_str("\r\n");
                column = 0;
                continue;
            }
            _ if plain => out.push(char::from(byte)),
            _ => write!(out, "={byte:02X}").expect("a string grows"),
        }
        column += width;
    }
    out
}

fn newsletter(dice: &mut Dice) -> String {
    let mut html = String::from("<html><head><title>News</title><style>");
    for number in 0..60 {
        writeln!(html, ".c{number}{{padding:{number}px;margin:0 auto}}").expect("a string grows");
    }
    html.push_str("</style></head><body><div style=\"display:none\">Preheader text</div>");
    let length = 30_000 + dice.below(30_000);
    while html.len() < length {
        let (head, text) = (dice.words(5), dice.words(40));
        writeln!(
            html,
            "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" width=\"100%\" \
             style=\"border-collapse:collapse;max-width:600px\"><tr><td align=\"left\" \
             style=\"padding:12px 24px;font-family:Helvetica,Arial,sans-serif;font-size:16px;\
             line-height:24px;color:#333333\"><h2>{head}</h2><p>{text}&nbsp;&ndash; caf\u{e9}</p>\
             <a href=\"https://click.mail.example/{}/{}\" style=\"color:#1a73e8\">read more</a>\
             <img src=\"https://img.mail.example/{}.png\" width=\"1\" height=\"1\" alt=\"\"></td>\
             </tr></table>",
            dice.below(1 << 40),
            dice.below(1 << 40),
            dice.below(1 << 30),
        )
        .expect("a string grows");
    }
    html.push_str("</body></html>");
    let html_part = quoted_printable(&html);
    if dice.below(2) == 0 {
        return format!(
            "List-Unsubscribe: <https://mail.example/u>\r\nContent-Type: text/html; \
             charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{html_part}"
        );
    }
    let plain = quoted_printable(&dice.words(600));
    alternative(&plain, &html_part)
}

fn alternative(plain: &str, html: &str) -> String {
    format!(
        "Content-Type: multipart/alternative; boundary=\"b1\"\r\n\r\n--b1\r\nContent-Type: \
         text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{plain}\
         \r\n--b1\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: \
         quoted-printable\r\n\r\n{html}\r\n--b1--\r\n"
    )
}

fn receipt(dice: &mut Dice) -> String {
    let text = format!(
        "Dear Dana,\n\nthank you for applying for the role. We have received your application \
         and will review it. If you are not selected, we will let you know. {}\n\nThe team\n",
        dice.words(40)
    );
    let html = format!(
        "<html><body><table><tr><td style=\"padding:20px\"><p>{}</p></td></tr></table></body></html>",
        text.replace("\n\n", "</p><p>")
    );
    alternative(&quoted_printable(&text), &quoted_printable(&html))
}

fn attachment(dice: &mut Dice) -> String {
    let mut data = String::new();
    let lines = 500 + dice.below(2_000);
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for _ in 0..lines {
        data.extend((0..76).map(|_| char::from(ALPHABET[dice.below(64)])));
        data.push_str("\r\n");
    }
    format!(
        "Content-Type: multipart/mixed; boundary=\"b2\"\r\n\r\n--b2\r\nContent-Type: text/plain; \
         charset=utf-8\r\n\r\nHello Dana,\r\n\r\nplease find the file attached. {}\r\n\r\n--b2\r\n\
         Content-Type: application/pdf; name=\"a.pdf\"\r\nContent-Disposition: attachment; \
         filename=\"a.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{data}--b2--\r\n",
        dice.words(60)
    )
}

fn rejection(dice: &mut Dice) -> String {
    let text = format!(
        "Dear Dana,\n\nThank you for your interest in the position. After careful consideration \
         we won\u{2019}t be moving forward with your application at this time. {}\n\nBest \
         wishes,\nThe hiring team\n",
        dice.words(30)
    );
    let html = format!(
        "<div dir=\"ltr\"><p>{}</p></div>",
        text.replace("\n\n", "</p><p>")
    );
    alternative(&quoted_printable(&text), &quoted_printable(&html))
}

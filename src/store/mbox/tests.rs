//! What real mbox files hold, and what broken ones do.

use std::io::{BufReader, Cursor, Read};

use super::*;

const TAKEOUT: &str = "From 1790000000000000001@xxx Fri Nov 20 09:58:00 +0000 2026\r\n";

fn read(text: &[u8], limit: usize) -> Vec<Raw> {
    let input = Box::new(Cursor::new(text.to_vec()));
    MboxReader::new(input, Path::new("a.mbox"), limit)
        .map(|raw| raw.expect("memory can be read"))
        .collect()
}

fn texts(text: &str) -> Vec<String> {
    read(text.as_bytes(), 10_000)
        .into_iter()
        .map(|raw| String::from_utf8(raw.bytes).expect("UTF-8"))
        .collect()
}

#[test]
fn messages_are_separated_where_a_date_and_a_header_say_so() {
    let a = "From a@x.example Mon Jan  5 10:00:00 2026\n";
    let rows: &[(&str, String, &[&str])] = &[
        ("nothing", String::new(), &[]),
        ("blank lines", "\n\r\n".into(), &[]),
        ("one", format!("{a}A: 1\n\nx\n"), &["A: 1\n\nx\n"]),
        (
            "two",
            format!("{a}A: 1\n\nx\n\n{a}B: 2\n\ny\n\n"),
            &["A: 1\n\nx\n", "B: 2\n\ny\n"],
        ),
        (
            "no end of line",
            format!("{a}A: 1\n\nx\n\n{a}B: 2\n\ny"),
            &["A: 1\n\nx\n", "B: 2\n\ny"],
        ),
        (
            "no blank line before",
            format!("{a}A: 1\n\nx\n{a}B: 2\n\ny\n"),
            &["A: 1\n\nx\n", "B: 2\n\ny\n"],
        ),
        (
            "Takeout, CRLF",
            format!("{TAKEOUT}A: 1\r\n\r\nx\r\n\r\n{TAKEOUT}B: 2\r\n\r\ny\r\n"),
            &["A: 1\r\n\r\nx\r\n", "B: 2\r\n\r\ny\r\n"],
        ),
        (
            "quoted",
            format!("{a}A: 1\n\n>From me\n>>From you\n> From x\n>Fromage\n"),
            &["A: 1\n\nFrom me\n>From you\n> From x\n>Fromage\n"],
        ),
        (
            "prose",
            format!("{a}A: 1\n\nx\n\nFrom Monday on we are closed.\nNote: so.\n"),
            &["A: 1\n\nx\n\nFrom Monday on we are closed.\nNote: so.\n"],
        ),
        (
            "a date in prose",
            format!("{a}A: 1\n\nx\n\nFrom Mon 5 Jan 2026 at 10:00 on\nwe are open.\n"),
            &["A: 1\n\nx\n\nFrom Mon 5 Jan 2026 at 10:00 on\nwe are open.\n"],
        ),
        (
            "no header",
            format!("{a}\nx\n\n{a}\ny\n"),
            &["\nx\n", "\ny\n"],
        ),
        (
            "no message",
            format!("{a}A: 1\n\nx\n\n{a}"),
            &["A: 1\n\nx\n", ""],
        ),
        (
            "blank lines kept",
            format!("{a}A: 1\n\nx\n\n\n\n{a}B: 2\n\n"),
            &["A: 1\n\nx\n\n\n", "B: 2\n"],
        ),
        (
            "spool mark",
            format!("{a}>From b@x Mon Jan  5 10:00:00 2026\nA: 1\n\nx\n"),
            &["From b@x Mon Jan  5 10:00:00 2026\nA: 1\n\nx\n"],
        ),
    ];
    for (name, text, expected) in rows {
        assert_eq!(texts(text), *expected, "{name}");
    }
}

#[test]
fn a_message_past_the_limit_is_cut_and_its_size_told() {
    let text = format!(
        "{TAKEOUT}A: 1\r\n\r\n{}\r\n\r\n{TAKEOUT}B: 2\r\n\r\ny\r\n",
        "x".repeat(500)
    );
    let found = read(text.as_bytes(), 20);
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].bytes.len(), found[0].size), (20, 510));
    assert!(found[0].is_truncated());
    assert_eq!(found[1].bytes, b"B: 2\r\n\r\ny\r\n");
    assert_eq!(found[1].source, Source::Path("a.mbox:2".into()));
}

#[test]
fn a_huge_line_costs_no_memory() {
    const HUGE: u64 = 50_000_000;
    let head = Cursor::new(format!("{TAKEOUT}A: 1\r\n\r\n"));
    let tail = Cursor::new(format!("\r\n\r\n{TAKEOUT}B: 2\r\n\r\ny\r\n"));
    let input = head.chain(std::io::repeat(b'>').take(HUGE)).chain(tail);
    let mut reader = MboxReader::new(Box::new(BufReader::new(input)), Path::new("big"), 1000);
    let big = reader.next().expect("a message").expect("readable");
    assert_eq!((big.bytes.len(), big.size), (1000, HUGE + 10));
    assert!(big.bytes.capacity() <= 4000);
    assert!(
        reader
            .ahead
            .as_ref()
            .is_some_and(|p| p.bytes.capacity() < 1000)
    );
    assert_eq!(
        reader.next().expect("a message").expect("readable").bytes,
        b"B: 2\r\n\r\ny\r\n"
    );
    assert!(reader.next().is_none());
}

#[test]
fn arbitrary_octets_pass_through() {
    let mut text = TAKEOUT.as_bytes().to_vec();
    text.extend_from_slice(b"A: 1\n\n\0\xff\xfe\r\r\n>\0\n");
    let found = read(&text, 10_000);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].bytes, b"A: 1\n\n\0\xff\xfe\r\r\n>\0\n");
}

#[test]
fn what_is_no_mbox_is_said_once() {
    let mut reader = MboxReader::new(
        Box::new(Cursor::new("Subject: x\n\ny\n")),
        Path::new("b"),
        9,
    );
    assert!(matches!(
        reader.next(),
        Some(Err(FileError::NotMbox { .. }))
    ));
    assert!(reader.next().is_none());
}

#[test]
fn progress_ends_at_the_size_of_the_file() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("Größe ✓.mbox");
    std::fs::write(&path, format!("{TAKEOUT}A: 1\n\nx\n\n{TAKEOUT}B: 2\n\ny\n")).expect("written");
    let mut reader = MboxReader::open(&path, 100).expect("opens");
    let total = reader.total().expect("a file has a size");
    assert_eq!(reader.consumed(), 0);
    assert!(reader.next().is_some());
    let half = reader.consumed();
    assert!(0 < half && half < total);
    assert_eq!(reader.by_ref().count(), 1);
    assert_eq!(reader.consumed(), total);
}

#[test]
fn separators_without_messages_cost_linear_time() {
    let line = "From a@x Mon Jan  5 10:00:00 2026\n";
    let found = read(line.repeat(100_000).as_bytes(), 1000);
    let sizes: Vec<u64> = found.iter().map(|raw| raw.size).collect();
    assert_eq!(sizes, [99_999 * line.len() as u64]);
}

//! Holds the map in `src/lib.rs`: imports go down the floors, the lower floors
//! are pure, and each outside crate is named in its home alone.
//!
//! A file is cut into words, without comments and literals; no more of Rust
//! than that has to be understood to see which paths it names.

use std::fs;
use std::path::Path;

/// The floors from the ground up; folders in one row do not use each other.
const FLOORS: &[&[&str]] = &[
    &["mail"],
    &["text"],
    &["classify"],
    &["understand"],
    &["reply"],
    &["case"],
    &["config"],
    &["ledger", "secret", "store"],
    &["daemon"],
    &["cli"],
];

/// Up to and with this floor nothing waits, touches the machine or asks for the time.
const LAST_PURE_FLOOR: &str = "config";

/// What no pure floor names.
const IMPURE: &[&str] = &[
    "async",
    "await",
    "std::env",
    "std::fs",
    "std::net",
    "std::process",
    "tokio",
];

/// Where an outside crate may be named; a replacement is then a change in one place.
const HOMES: &[(&str, &[&str])] = &[
    ("aho_corasick", &["src/classify/", "src/reply/tone"]),
    ("async_imap", &["src/store/imap/"]),
    ("clap", &["src/cli/"]),
    ("comfy_table", &["src/cli/"]),
    ("html5gum", &["src/text/"]),
    ("imap_proto", &["src/store/imap/"]),
    ("indicatif", &["src/cli/"]),
    ("lettre", &["src/reply/"]),
    ("mail_parser", &["src/text/"]),
    ("minijinja", &["src/reply/"]),
    ("notify", &["src/store/"]),
    ("rusqlite", &["src/ledger/"]),
    ("secrecy", &["src/ledger/", "src/secret/", "src/store/"]),
];

#[test]
fn every_file_keeps_to_its_floor() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(root, &root.join("src"), &mut files);
    assert!(files.len() > FLOORS.len(), "src/ was not found");
    let found: Vec<_> = files
        .iter()
        .flat_map(|(path, source)| problems(path, source))
        .collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn the_crate_lists_its_floors_in_order() {
    let words = words(include_str!("../src/lib.rs"));
    let listed: Vec<_> = words
        .windows(2)
        .filter(|pair| pair[0].text == "mod")
        .map(|pair| pair[1].text.as_str())
        .collect();
    assert_eq!(listed, FLOORS.concat());
}

/// Reads every Rust file below `folder`, named from the project's root.
fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("src/ can be read") {
        let path = entry.expect("src/ can be read").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(root).expect("it lies below the root");
            let source = fs::read_to_string(&path).expect("source is UTF-8");
            files.push((name.display().to_string(), source));
        }
    }
}

/// What is wrong with a file, one line each.
fn problems(file: &str, source: &str) -> Vec<String> {
    let words = words(source);
    let module = module_of(file);
    let tests_begin = if file.ends_with("/tests.rs") {
        0
    } else {
        tests_begin(&words)
    };
    let mut found = Vec::new();
    for Named { path, at } in named_paths(&words, &module) {
        let complaint = wrong_way(&module, &path).or_else(|| {
            if at >= tests_begin {
                return None;
            }
            impure(&module, &path).or_else(|| away_from_home(file, &path))
        });
        if let Some(complaint) = complaint {
            let line = words[at].line;
            found.push(format!("{file}:{line}: {}: {complaint}", path.join("::")));
        }
    }
    found
}

fn wrong_way(module: &[String], path: &[String]) -> Option<String> {
    let (own, target) = (module.first()?, path.get(1)?);
    if path[0] != "crate" || target == own {
        return None;
    }
    let unknown = |folder: &str| format!("{folder} is no floor; is it missing in this test?");
    let Some(ours) = floor(own) else {
        return Some(unknown(own));
    };
    let Some(theirs) = floor(target) else {
        return Some(unknown(target));
    };
    if theirs > ours {
        return Some(format!("{own} lies below {target} and must not use it"));
    }
    (theirs == ours).then(|| format!("{own} and {target} must not use each other"))
}

fn impure(module: &[String], path: &[String]) -> Option<String> {
    let own = module.first()?;
    if floor(own)? > floor(LAST_PURE_FLOOR)? {
        return None;
    }
    if path.len() > 1 && path.ends_with(&["now".to_owned()]) {
        return Some(format!("{own} is pure; the time is passed in"));
    }
    let joined = path.join("::");
    IMPURE
        .iter()
        .any(|banned| joined == *banned || joined.starts_with(&format!("{banned}::")))
        .then(|| format!("{own} is pure; an effect belongs on a floor above"))
}

fn away_from_home(file: &str, path: &[String]) -> Option<String> {
    let (_, homes) = HOMES.iter().find(|(name, _)| path[0] == *name)?;
    (!homes.iter().any(|home| file.starts_with(home)))
        .then(|| format!("this crate is named only in {}", homes.join(", ")))
}

fn floor(folder: &str) -> Option<usize> {
    FLOORS.iter().position(|row| row.contains(&folder))
}

/// `src/a/mod.rs` and `src/a.rs` are `[a]`, `src/a/b.rs` is `[a, b]`; `lib.rs`
/// and `main.rs` are `[]` and may use everything.
fn module_of(file: &str) -> Vec<String> {
    let inner = file.trim_start_matches("src/").trim_end_matches(".rs");
    inner
        .split('/')
        .filter(|part| !["mod", "lib", "main"].contains(part))
        .map(str::to_owned)
        .collect()
}

/// The index of the word where the test module at the file's end begins.
fn tests_begin(words: &[Word]) -> usize {
    let marked = ["#", "[", "cfg", "(", "test", ")", "]", "mod"];
    words
        .windows(marked.len())
        .position(|window| window.iter().map(|word| word.text.as_str()).eq(marked))
        .unwrap_or(words.len())
}

/// A path with its groups spread out and `super` resolved, and where it begins.
struct Named {
    path: Vec<String>,
    at: usize,
}

/// Every path of two parts or more, every import, and the words `async` and `await`.
fn named_paths(words: &[Word], module: &[String]) -> Vec<Named> {
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    let mut named = Vec::new();
    // One entry an open brace: the inline module that it opened, if it did.
    let mut braces: Vec<Option<String>> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let begin = named.len();
        let behind_a_path = at > 0 && text(at - 1) == "::" && {
            let before = at.checked_sub(2).map_or("", &text);
            is_name(before) || before == ">"
        };
        match text(at) {
            "{" => {
                let opens_module = at >= 2 && text(at - 2) == "mod";
                braces.push(opens_module.then(|| text(at - 1).to_owned()));
                at += 1;
            }
            "}" => {
                braces.pop();
                at += 1;
            }
            "use" => at = read_tree(words, at + 1, &[], &mut named),
            "async" | "await" => {
                named.push(Named {
                    path: vec![text(at).to_owned()],
                    at,
                });
                at += 1;
            }
            // `<T as Clock>::now()`: the head is a type, only the tail is a name.
            name if is_name(name) && behind_a_path => {
                at = read_tree(words, at, &["_".to_owned()], &mut named);
            }
            name if is_name(name) && text(at + 1) == "::" => {
                at = read_tree(words, at, &[], &mut named);
            }
            _ => at += 1,
        }
        let inner: Vec<_> = braces.iter().flatten().cloned().collect();
        for found in &mut named[begin..] {
            found.path = resolve(&found.path, &[module, &inner].concat());
        }
    }
    named
}

/// Reads `a::b`, `a::{b, c::d}` or `{a, b}` from a word on, and gives the index behind it.
fn read_tree(words: &[Word], begin: usize, prefix: &[String], named: &mut Vec<Named>) -> usize {
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    let mut path = prefix.to_vec();
    let mut at = begin;
    loop {
        match text(at) {
            "::" => at += 1,
            "{" => {
                at += 1;
                while at < words.len() && text(at) != "}" {
                    let next = read_tree(words, at, &path, named);
                    // Over the comma, or over `as name`.
                    at = if next == at { at + 1 } else { next };
                }
                return at + 1;
            }
            part if part == "*" || is_name(part) => {
                path.push(part.to_owned());
                at += 1;
                if text(at) != "::" {
                    break;
                }
            }
            _ => break,
        }
    }
    if path.len() > prefix.len() {
        named.push(Named { path, at: begin });
    }
    at
}

/// Turns `self` and `super` into a path from the crate's root.
fn resolve(path: &[String], module: &[String]) -> Vec<String> {
    let ups = path.iter().take_while(|part| *part == "super").count();
    let from_here = path.first().is_some_and(|part| part == "self");
    if path.len() < 2 || (ups == 0 && !from_here) {
        return path.to_vec();
    }
    let base = &module[..module.len().saturating_sub(ups)];
    let rest = &path[ups.max(1)..];
    [&["crate".to_owned()], base, rest].concat()
}

/// A name, `::` or any other sign of a source, and its line.
#[derive(Debug)]
struct Word {
    text: String,
    line: usize,
}

fn is_name(word: &str) -> bool {
    word.starts_with(|first: char| first == '_' || first.is_alphabetic())
}

/// Cuts a source into words; comments and literals are left out.
fn words(source: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = source;
    let mut line = 1;
    while let Some(first) = rest.chars().next() {
        let left_out = comment(rest)
            .or_else(|| string(rest))
            .or_else(|| character(rest));
        let length = left_out.unwrap_or_else(|| {
            let length = word_length(rest);
            if !first.is_whitespace() {
                let text = rest[..length].to_owned();
                words.push(Word { text, line });
            }
            length
        });
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    words
}

fn word_length(rest: &str) -> usize {
    if rest.starts_with("::") {
        return 2;
    }
    let name = rest
        .find(|sign: char| sign != '_' && !sign.is_alphanumeric())
        .unwrap_or(rest.len());
    name.max(rest.chars().next().map_or(0, char::len_utf8))
}

/// The length of the comment at the beginning, if there is one.
fn comment(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    let mut depth = 0;
    let mut at = 0;
    loop {
        let here = rest.get(at..)?;
        if here.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if depth == 0 {
            return None;
        } else if here.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return Some(at);
            }
        } else {
            at += here.chars().next()?.len_utf8();
        }
    }
}

/// The length of the string at the beginning, if there is one: `"`, `b"`, `r#"` and so on.
fn string(rest: &str) -> Option<usize> {
    let prefix = rest.find(|sign| !"brc".contains(sign))?;
    let hashes = rest[prefix..].find(|sign| sign != '#')?;
    let begin = prefix + hashes + 1;
    let raw = rest[..prefix].contains('r');
    if !rest[..begin].ends_with('"') || (hashes > 0 && !raw) {
        return None;
    }
    if raw {
        let end = format!("\"{}", "#".repeat(hashes));
        return rest[begin..].find(&end).map(|at| begin + at + end.len());
    }
    let mut escaped = false;
    for (at, sign) in rest[begin..].char_indices() {
        match sign {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(begin + at + 1),
            _ => {}
        }
    }
    None
}

/// The length of the character literal at the beginning, if there is one; `'a` alone is a lifetime.
fn character(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('\'')?;
    let first = inner.chars().next()?;
    let skipped = if first == '\\' { 2 } else { first.len_utf8() };
    let end = inner.get(skipped..)?.find('\'')?;
    (end == 0 || first == '\\').then_some(1 + skipped + end + 1)
}

/// The test must be able to fail: each row is refused for the reason beside it.
#[test]
fn a_breach_is_found() {
    let table = [
        (
            "src/mail/raw.rs",
            "use crate::text::parse;",
            "mail lies below text",
        ),
        ("src/mail/mod.rs", "use super::cli;", "mail lies below cli"),
        (
            "src/mail/raw.rs",
            "use super::super::cli::Exit;",
            "mail lies below cli",
        ),
        (
            "src/reply/plan.rs",
            "use crate::{mail, cli};",
            "crate::cli: reply lies below cli",
        ),
        (
            "src/reply/plan.rs",
            "use crate::{mail::{Uid, Raw}, case::{self}};",
            "crate::case::self: reply lies below case",
        ),
        (
            "src/text/html.rs",
            "fn f() {\n    let x = crate::reply::compose(1);\n}",
            "src/text/html.rs:2: crate::reply::compose",
        ),
        (
            "src/store/imap/mod.rs",
            "use crate::ledger::Ledger;",
            "must not use each other",
        ),
        (
            "src/secret/mod.rs",
            "fn f(x: crate::store::Store) {}",
            "must not use each other",
        ),
        (
            "src/mail/new.rs",
            "use crate::gadgets::X;",
            "gadgets is no floor",
        ),
        (
            "src/gadgets/new.rs",
            "use crate::mail::X;",
            "gadgets is no floor",
        ),
        (
            "src/text/mod.rs",
            "fn f() {}\n#[cfg(test)]\nmod tests {\n    use super::super::cli;\n}",
            "src/text/mod.rs:4: crate::cli",
        ),
        (
            "src/text/tests.rs",
            "use crate::daemon::run;",
            "text lies below daemon",
        ),
        (
            "src/config/mod.rs",
            "pub async fn load() {}",
            "config is pure",
        ),
        ("src/config/mod.rs", "fn f() { x.await }", "config is pure"),
        (
            "src/config/mod.rs",
            "use std::{fmt, fs};",
            "std::fs: config is pure",
        ),
        (
            "src/config/mod.rs",
            "use std::{fmt, env as e};",
            "std::env: config is pure",
        ),
        (
            "src/case/mod.rs",
            "fn f() { ::std::process::exit(1) }",
            "std::process::exit",
        ),
        (
            "src/case/mod.rs",
            "fn f(x: std::net::IpAddr) {}",
            "case is pure",
        ),
        ("src/case/mod.rs", "use tokio;", "case is pure"),
        (
            "src/reply/plan.rs",
            "let t = std::time::Instant::now();",
            "the time is passed in",
        ),
        (
            "src/reply/plan.rs",
            "let t = Timestamp::now();",
            "the time is passed in",
        ),
        (
            "src/reply/plan.rs",
            "let t = <Zoned as Clock>::now();",
            "the time is passed in",
        ),
        (
            "src/reply/plan.rs",
            "map(Zoned::now)",
            "the time is passed in",
        ),
        (
            "src/classify/mod.rs",
            "use mail_parser::MessageParser;",
            "only in src/text/",
        ),
        (
            "src/store/imap.rs",
            "use async_imap::Client;",
            "only in src/store/imap/",
        ),
        (
            "src/daemon/mod.rs",
            "fn f(c: rusqlite::Connection) {}",
            "only in src/ledger/",
        ),
        (
            "src/daemon/mod.rs",
            "use {lettre::Message, std::fmt};",
            "only in src/reply/",
        ),
        ("src/main.rs", "use clap::Parser;", "only in src/cli/"),
        (
            "src/cli/run.rs",
            "use secrecy::SecretString;",
            "src/secret/",
        ),
    ];
    for (file, source, reason) in table {
        let found = problems(file, source);
        assert!(
            found.len() == 1 && found[0].contains(reason),
            "{file}: {source:?} gave {found:?} instead of {reason:?}"
        );
    }
}

#[test]
fn good_code_passes() {
    let table = [
        (
            "src/text/parse.rs",
            "use crate::mail::Message;\nuse mail_parser::MessageParser;",
        ),
        (
            "src/text/parse.rs",
            "use super::html::visible;\nuse self::inner::x;",
        ),
        ("src/text/parse.rs", "/// See [`crate::cli`].\nfn f() {}"),
        (
            "src/text/parse.rs",
            "/* std::fs /* tokio::spawn */ crate::cli */ fn f() {}",
        ),
        (
            "src/text/parse.rs",
            r##"const A: &str = r#"use "crate::cli";"#;"##,
        ),
        (
            "src/text/parse.rs",
            r#"const A: &str = "\" async"; const B: char = '"';"#,
        ),
        (
            "src/text/parse.rs",
            r"fn f<'a>(x: &'a str) -> char { '\'' }",
        ),
        (
            "src/store/imap/mod.rs",
            "use crate::config::Imap;\nasync fn f() { imap_proto::x().await }",
        ),
        ("src/store/maildir.rs", "use notify::Watcher; use std::fs;"),
        (
            "src/daemon/mod.rs",
            "fn f() { let now = Timestamp::now(); self.notify(now); notify() }",
        ),
        ("src/secret/mod.rs", "use secrecy::SecretString;"),
        ("src/cli/run.rs", "use crate::daemon::{self, watch::Watch};"),
        ("src/main.rs", "use afterword::cli;"),
        (
            "src/text/mod.rs",
            "fn f() {}\n#[cfg(test)]\nmod tests {\n    use super::*;\n    use std::fs;\n    use mail_parser::X;\n}",
        ),
        (
            "src/reply/plan.rs",
            "pub(crate) fn plan(now: Timestamp) -> impl Fn() + use<> {}",
        ),
    ];
    for (file, source) in table {
        assert_eq!(problems(file, source), Vec::<String>::new(), "{source:?}");
    }
}

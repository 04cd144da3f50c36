//! Headers and parts of a mail. The only file that names the mail parser.
//!
//! The parser is given at most [`MAX_PARSED`] bytes, since text stands before
//! attachments, and is never let near a mail with absurdly many containers: it
//! restores nested messages recursively, and a scan for a missing boundary runs
//! to the end of the input for each container.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use mail_parser::{
    Address as ParsedAddress, Encoding, HeaderName, HeaderValue, Message as Parsed, MessageParser,
    MessagePart, MimeHeaders, PartType,
};

use super::rescue;
use crate::mail::{AddrSpec, Address, Automation, Message, MessageId, Timestamp};

/// How many bytes of a mail are parsed.
const MAX_PARSED: usize = 1024 * 1024;
/// How many multipart and message containers a mail may declare.
const MAX_CONTAINERS: usize = 256;
/// How deep the tree of parts is followed.
const MAX_DEPTH: usize = 40;
/// How much of a subject or a display name is kept, in bytes.
const MAX_LINE: usize = 4096;
/// How many addresses or ids of one header are kept.
const MAX_LIST: usize = 200;

/// A mail as read from its bytes: the headers, with an empty body, and the tree of parts.
#[derive(Default)]
pub(super) struct Mime<'x> {
    /// The headers that matter; `body` is empty and `parts` says only what the tree holds.
    pub(super) message: Message,
    /// The root of the tree of parts.
    pub(super) root: Node<'x>,
}

/// A part of the tree, as far as text is concerned.
#[derive(Default)]
pub(super) enum Node<'x> {
    /// Text to be read.
    Text(Leaf<'x>),
    /// `multipart/alternative`: one of them is shown.
    Alternative(Vec<Node<'x>>),
    /// `multipart/related`: the first is shown.
    Related(Vec<Node<'x>>),
    /// Any other multipart: all are shown.
    Mixed(Vec<Node<'x>>),
    /// `message/rfc822`: a mail passed on or attached.
    Attached(Box<Mime<'x>>),
    /// Nothing to read.
    #[default]
    Nothing,
}

/// One text part.
pub(super) struct Leaf<'x> {
    /// The decoded text.
    pub(super) text: Cow<'x, str>,
    /// What it is written in.
    pub(super) format: Format,
    /// Whether its end was seen.
    pub(super) complete: bool,
}

/// What a text part is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// Lines as they stand.
    Plain,
    /// `format=flowed` (RFC 3676): a space at a line's end joins it to the next.
    Flowed,
    /// The same with `DelSp=yes`: that space is deleted.
    FlowedDelSp,
    /// HTML.
    Html,
}

/// Reads a mail; what cannot be read is left out.
pub(super) fn read(bytes: &[u8]) -> Mime<'_> {
    let bytes = bytes.get(..MAX_PARSED).unwrap_or(bytes);
    let attempt = |headers_only| {
        // The parser is tested against hostile input by its authors and by us,
        // but one mail must never take the daemon down.
        catch_unwind(AssertUnwindSafe(|| {
            let parser = MessageParser::default();
            let parsed = match headers_only {
                Depth::Whole => parser.parse(bytes),
                Depth::Headers => parser.parse_headers(bytes),
            };
            parsed.map(|parsed| from_parsed(parsed, 0))
        }))
        .ok()
        .flatten()
    };
    let whole = if has_too_many_containers(bytes) {
        None
    } else {
        attempt(Depth::Whole)
    };
    whole
        .or_else(|| attempt(Depth::Headers))
        .unwrap_or_default()
}

enum Depth {
    Whole,
    Headers,
}

/// Counts `message/`, `multipart/` and `/digest`, wherever they stand.
fn has_too_many_containers(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'/', bytes)
        .filter(|&slash| {
            // Encoded attachments are full of slashes: their neighbours tell.
            let letter = |at: usize| bytes.get(at).map(u8::to_ascii_lowercase);
            let near = (letter(slash.saturating_sub(1)), letter(slash + 1));
            if !matches!(near, (Some(b'e' | b't'), _) | (_, Some(b'd'))) {
                return false;
            }
            let (before, after) = bytes.split_at(slash);
            ends_with_word(before, b"message") || ends_with_word(before, b"multipart") || {
                after
                    .get(1..7)
                    .is_some_and(|word| word.eq_ignore_ascii_case(b"digest"))
            }
        })
        .nth(MAX_CONTAINERS)
        .is_some()
}

fn ends_with_word(text: &[u8], word: &[u8]) -> bool {
    text.len()
        .checked_sub(word.len())
        .and_then(|start| text.get(start..))
        .is_some_and(|end| end.eq_ignore_ascii_case(word))
}

fn from_parsed<'x>(mut parsed: Parsed<'x>, depth: usize) -> Mime<'x> {
    let mut message = headers(&parsed);
    message.parts.report = parsed
        .parts
        .first()
        .is_some_and(|root| root.is_content_type("multipart", "report"));
    let root = node(&mut parsed, 0, &mut message, depth);
    Mime { message, root }
}

fn node<'x>(
    parsed: &mut Parsed<'x>,
    index: usize,
    message: &mut Message,
    depth: usize,
) -> Node<'x> {
    let Some(part) = parsed.parts.get_mut(index) else {
        return Node::Nothing;
    };
    if depth > MAX_DEPTH {
        return Node::Nothing;
    }
    match std::mem::take(&mut part.body) {
        PartType::Text(text) => text_node(parsed, index, text, Format::Plain, message),
        PartType::Html(text) => text_node(parsed, index, text, Format::Html, message),
        PartType::Binary(_) | PartType::InlineBinary(_) => Node::Nothing,
        PartType::Message(inner) => {
            message.parts.attached_message = true;
            Node::Attached(Box::new(from_parsed(inner, depth + 1)))
        }
        PartType::Multipart(children) => {
            let alternative = part.is_content_type("multipart", "alternative");
            let related = part.is_content_type("multipart", "related");
            let nodes = children
                .into_iter()
                .filter_map(|child| usize::try_from(child).ok())
                // A child always comes after its parent; anything else would be a circle.
                .filter(|&child| child > index)
                .map(|child| node(parsed, child, message, depth + 1))
                .collect();
            match (alternative, related) {
                (true, _) => Node::Alternative(nodes),
                (_, true) => Node::Related(nodes),
                _ => Node::Mixed(nodes),
            }
        }
    }
}

fn text_node<'x>(
    parsed: &Parsed<'x>,
    index: usize,
    text: Cow<'x, str>,
    found: Format,
    message: &mut Message,
) -> Node<'x> {
    let Some(part) = parsed.parts.get(index) else {
        return Node::Nothing;
    };
    let content_type = part.content_type();
    let subtype = content_type.map_or("plain", |c| c.subtype().unwrap_or("plain"));
    if subtype.eq_ignore_ascii_case("calendar") {
        message.parts.calendar = true;
        return Node::Nothing;
    }
    let attached = part
        .content_disposition()
        .is_some_and(|d| d.is_attachment());
    if attached && index != 0 {
        return Node::Nothing;
    }
    let format = format_of(part, subtype, found);
    let end = usize::try_from(part.offset_end).unwrap_or(usize::MAX);
    let complete = end < parsed.raw_message.len() || index == 0;
    let text = match part.is_encoding_problem {
        true => rescued(parsed, part).map_or(text, Cow::Owned),
        false => text,
    };
    let text = match rescue::is_suspect(charset(part), &text) {
        true => in_its_charset(parsed, part, &text).map_or(text, Cow::Owned),
        false => text,
    };
    Node::Text(Leaf {
        text,
        format,
        complete,
    })
}

fn format_of(part: &MessagePart<'_>, subtype: &str, found: Format) -> Format {
    if found == Format::Html || subtype.eq_ignore_ascii_case("html") {
        return Format::Html;
    }
    let is = |name: &str, value: &str| {
        part.content_type()
            .and_then(|c| c.attribute(name))
            .is_some_and(|v| v.eq_ignore_ascii_case(value))
    };
    match (is("format", "flowed"), is("delsp", "yes")) {
        (true, true) => Format::FlowedDelSp,
        (true, false) => Format::Flowed,
        _ => Format::Plain,
    }
}

/// The text of a part that the parser could not decode: nearly always one that
/// was cut by the bounded fetch in the middle of its encoding.
fn rescued(parsed: &Parsed<'_>, part: &MessagePart<'_>) -> Option<String> {
    let decoded = match octets(parsed, part)? {
        Cow::Owned(decoded) => decoded,
        Cow::Borrowed(_) => return None,
    };
    Some(match charset(part) {
        Some(name) => {
            decode(name, &decoded).unwrap_or_else(|| String::from_utf8_lossy(&decoded).into_owned())
        }
        None => String::from_utf8_lossy(&decoded).into_owned(),
    })
}

/// The text of a part that plainly is in another charset than it says.
fn in_its_charset(parsed: &Parsed<'_>, part: &MessagePart<'_>, text: &str) -> Option<String> {
    rescue::charset(charset(part), text, &octets(parsed, part)?, decode)
}

/// The octets of a part without their transfer encoding.
fn octets<'a>(parsed: &'a Parsed<'_>, part: &MessagePart<'_>) -> Option<Cow<'a, [u8]>> {
    let start = usize::try_from(part.offset_body).ok()?;
    let end = usize::try_from(part.offset_end).ok()?;
    let bytes = parsed.raw_message.get(start..end)?;
    let encoding = part.content_transfer_encoding().unwrap_or("");
    Some(if encoding.eq_ignore_ascii_case("quoted-printable") {
        Cow::Owned(rescue::quoted_printable(bytes))
    } else if encoding.eq_ignore_ascii_case("base64") || part.encoding == Encoding::Base64 {
        Cow::Owned(mail_parser::decoders::base64::base64_decode(
            &rescue::base64_alphabet(bytes),
        )?)
    } else {
        Cow::Borrowed(bytes)
    })
}

fn charset<'a>(part: &'a MessagePart<'_>) -> Option<&'a str> {
    part.content_type().and_then(|c| c.attribute("charset"))
}

fn decode(charset: &str, bytes: &[u8]) -> Option<String> {
    let decoder = mail_parser::decoders::charsets::map::charset_decoder(charset.as_bytes())?;
    Some(decoder(bytes))
}

fn headers(parsed: &Parsed<'_>) -> Message {
    let mut message = Message::default();
    let Some(root) = parsed.parts.first() else {
        return message;
    };
    for header in &root.headers {
        let value = &header.value;
        match &header.name {
            HeaderName::Subject if message.subject.is_empty() => {
                message.subject = clean(value.as_text().unwrap_or(""));
            }
            HeaderName::From if message.from.is_none() => {
                message.from = addresses(value).into_iter().next();
            }
            HeaderName::ReplyTo => message.reply_to.extend(addresses(value)),
            HeaderName::To => message.to.extend(addresses(value)),
            HeaderName::Cc => message.cc.extend(addresses(value)),
            HeaderName::MessageId if message.message_id.is_none() => {
                message.message_id = ids(value).into_iter().next();
            }
            HeaderName::InReplyTo => message.in_reply_to.extend(ids(value)),
            HeaderName::References => message.references.extend(ids(value)),
            HeaderName::Date if message.date.is_none() => {
                message.date = value.as_datetime().and_then(timestamp);
            }
            HeaderName::Received if message.received.is_none() => {
                message.received = value
                    .as_received()
                    .and_then(|r| r.date.as_ref())
                    .and_then(timestamp);
            }
            HeaderName::ListId => message.automation.list_id = true,
            HeaderName::ListUnsubscribe => message.automation.list_unsubscribe = true,
            name => {
                let start = usize::try_from(header.offset_start).unwrap_or(usize::MAX);
                let end = usize::try_from(header.offset_end).unwrap_or(usize::MAX);
                let raw = parsed.raw_message.get(start..end).unwrap_or_default();
                plain_header(name.as_str(), &String::from_utf8_lossy(raw), &mut message);
            }
        }
    }
    message
}

/// The headers that are read as they stand.
fn plain_header(name: &str, value: &str, message: &mut Message) {
    let is = |other: &str| name.eq_ignore_ascii_case(other);
    let automation: &mut Automation = &mut message.automation;
    if is("Auto-Submitted") {
        automation.auto_submitted = keyword(value);
    } else if is("Precedence") {
        automation.precedence = keyword(value);
    } else if is("Return-Path") {
        automation.null_return_path = value.trim() == "<>";
    } else if is("Delivered-To") || is("X-Original-To") || is("Envelope-To") {
        let found = value
            .split(',')
            .take(MAX_LIST)
            .filter_map(|one| AddrSpec::new(one.trim().trim_matches(['<', '>'])));
        for spec in found {
            if message.delivered_to.len() < MAX_LIST && !message.delivered_to.contains(&spec) {
                message.delivered_to.push(spec);
            }
        }
    }
}

fn keyword(value: &str) -> Option<String> {
    let word = value.split(';').next().unwrap_or("").trim().to_lowercase();
    (!word.is_empty()).then_some(word)
}

fn addresses(value: &HeaderValue<'_>) -> Vec<Address> {
    let address = |one: &mail_parser::Addr<'_>| {
        let spec = AddrSpec::new(one.address.as_deref()?)?;
        let name = one.name.as_deref().map(clean).filter(|n| !n.is_empty());
        Some(Address { name, spec })
    };
    match value {
        HeaderValue::Address(ParsedAddress::List(list)) => {
            list.iter().take(MAX_LIST).filter_map(address).collect()
        }
        HeaderValue::Address(ParsedAddress::Group(groups)) => groups
            .iter()
            .flat_map(|group| &group.addresses)
            .take(MAX_LIST)
            .filter_map(address)
            .collect(),
        _ => Vec::new(),
    }
}

fn ids(value: &HeaderValue<'_>) -> Vec<MessageId> {
    let list = value.as_text_list().unwrap_or_default();
    list.iter()
        .take(MAX_LIST)
        .filter_map(|id| MessageId::new(id))
        .collect()
}

fn timestamp(date: &mail_parser::DateTime) -> Option<Timestamp> {
    if !date.is_valid() {
        return None;
    }
    Timestamp::from_second(date.to_timestamp()).ok()
}

/// One line without control characters, white space collapsed.
fn clean(text: &str) -> String {
    let text = text
        .get(..text.floor_char_boundary(MAX_LINE))
        .unwrap_or(text);
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        let before = out.len();
        if before > 0 && !word.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().filter(|c| !is_direction_mark(*c)));
    }
    out
}

/// Marks that turn the direction of writing and so can disguise a subject.
fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

//! Which part of a MIME tree a person sees (RFC 2046 section 5.1).

use super::MAX_VISIBLE;
use super::flowed::{SoftSpace, unwrap};
use super::html::{Mark, visible};
use super::mime::{Format, Leaf, Mime, Node};
use std::ops::Range;

/// From this many letters on, a plain part is taken without a look at its HTML twin.
const SUBSTANTIAL: usize = 240;
/// Where counting letters stops.
const PLENTY: usize = 4 * SUBSTANTIAL;
/// From this many letters on, a plain part that has come whole is worth judging.
const WORTH_JUDGING: usize = 120;
/// How many parts are read at most.
const MAX_PIECES: usize = 64;

/// Text that a person sees.
#[derive(Debug, Default)]
pub(super) struct Piece {
    /// The text.
    pub(super) text: String,
    /// What its markup says about its stretches.
    pub(super) marks: Vec<(Mark, Range<usize>)>,
    /// Whether it came whole and says enough to be judged without the rest of the mail.
    pub(super) complete: bool,
}

/// What there is to read in a mail.
#[derive(Default)]
pub(super) struct Chosen<'x> {
    /// The text parts, in order.
    pub(super) pieces: Vec<Piece>,
    /// Mails attached or passed on.
    pub(super) attached: Vec<Mime<'x>>,
}

/// Walks the tree and keeps what is shown.
pub(super) fn choose(root: Node<'_>) -> Chosen<'_> {
    let mut chosen = Chosen::default();
    walk(root, &mut chosen);
    chosen
}

fn walk<'x>(node: Node<'x>, chosen: &mut Chosen<'x>) {
    if chosen.pieces.len() + chosen.attached.len() >= MAX_PIECES {
        return;
    }
    match node {
        Node::Nothing => {}
        Node::Text(leaf) => chosen.pieces.push(read(&leaf)),
        Node::Attached(mime) => chosen.attached.push(*mime),
        Node::Mixed(nodes) => nodes.into_iter().for_each(|node| walk(node, chosen)),
        Node::Related(nodes) => {
            let shown = nodes
                .into_iter()
                .find(|node| !matches!(node, Node::Nothing));
            walk(shown.unwrap_or_default(), chosen);
        }
        Node::Alternative(nodes) => alternative(nodes, chosen),
    }
}

/// The plain version where it holds the text, else the richer one.
fn alternative<'x>(nodes: Vec<Node<'x>>, chosen: &mut Chosen<'x>) {
    let mut plain: Option<Piece> = None;
    let mut rich = Vec::new();
    for node in nodes {
        match node {
            Node::Text(leaf) if leaf.format != Format::Html && plain.is_none() => {
                plain = Some(read(&leaf));
            }
            Node::Nothing => {}
            other => rich.push(other),
        }
    }
    let letters = plain.as_ref().map_or(0, |piece| letters(&piece.text));
    let mut other = Chosen::default();
    if letters < SUBSTANTIAL {
        rich.into_iter().for_each(|node| walk(node, &mut other));
    }
    let rich_letters: usize = other.pieces.iter().map(|p| self::letters(&p.text)).sum();
    chosen.attached.append(&mut other.attached);
    match plain {
        // A plain part much shorter than its twin is a stub: "your program does not show HTML".
        Some(piece) if letters * 2 > rich_letters => chosen.pieces.push(piece),
        _ => chosen.pieces.append(&mut other.pieces),
    }
}

fn read(leaf: &Leaf<'_>) -> Piece {
    let text = match leaf.format {
        Format::Html => leaf.text.as_ref(),
        // Twice the bound, since unwrapping only ever shortens.
        _ => head(&leaf.text, 2 * MAX_VISIBLE),
    };
    let piece = match leaf.format {
        Format::Html => {
            let visible = visible(text);
            Piece {
                text: visible.text,
                marks: visible.marks,
                complete: false,
            }
        }
        Format::Plain => plain(text.replace("\r\n", "\n")),
        Format::Flowed => plain(unwrap(text, SoftSpace::Keep)),
        Format::FlowedDelSp => plain(unwrap(text, SoftSpace::Delete)),
    };
    let enough = letters(&piece.text) >= WORTH_JUDGING;
    Piece {
        complete: leaf.complete && enough,
        ..piece
    }
}

fn head(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or(text)
}

fn plain(text: String) -> Piece {
    Piece {
        text,
        ..Piece::default()
    }
}

/// How many letters stand outside of web addresses; counting stops where there
/// are plenty. A letter outside of ASCII counts once for each of its bytes.
pub(super) fn letters(text: &str) -> usize {
    let mut count = 0;
    for word in text.split_ascii_whitespace() {
        if count >= PLENTY {
            break;
        }
        if !word.contains("://") {
            let letter = |b: &u8| b.is_ascii_alphabetic() || *b >= 0x80;
            count += word.as_bytes().iter().filter(|b| letter(b)).count();
        }
    }
    count
}

//! The text of an HTML part as a person sees it.
//!
//! Not a browser: only what decides whether text is shown, where a line ends,
//! and which stretch is a quotation or a signature. A stack of open elements of
//! bounded depth carries that state, so that tag soup costs linear time.

use std::ops::Range;

use html5gum::Tokenizer;

use super::MAX_VISIBLE;
use super::sheet::Sheet;
use super::style::{Effect, Font, effect};
use super::tags::{Attribute, Flow, Name, TagReader};

/// How many open elements are remembered.
const MAX_OPEN: usize = 256;
/// How far down the stack an end tag is looked for.
const MAX_SEARCH: usize = 64;
/// How much of a style sheet is read, in bytes.
const MAX_SHEET: usize = 64 * 1024;

/// Visible text and what the markup says about its stretches.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Visible {
    /// The text: paragraphs apart by an empty line, other breaks by one line feed.
    pub(super) text: String,
    /// Stretches marked by the writing program, in order of their ends.
    pub(super) marks: Vec<(Mark, Range<usize>)>,
}

/// What the markup says about a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// A quotation, or a mail passed on.
    Quote,
    /// A signature block.
    Signature,
}

/// Reads the visible text, up to [`MAX_VISIBLE`] bytes of it.
pub(super) fn visible(html: &str) -> Visible {
    let mut reader = Reader::default();
    // The tokeniser yields only where the text has become long enough.
    let _full = Tokenizer::new_with_emitter(html, TagReader::new(&mut reader)).next();
    reader.finish()
}

#[derive(Default)]
pub(super) struct Reader {
    /// The visible text: whole characters, but for the last where it was cut.
    text: Vec<u8>,
    marks: Vec<(Mark, Range<usize>)>,
    open: Vec<Open>,
    tag: Tag,
    /// What the mail's own style sheet hides, and the sheet while it is read.
    sheet: Sheet,
    css: Vec<u8>,
    /// Line breaks to be written before the next text.
    breaks: usize,
    /// Whether a space is to be written before the next word.
    space: bool,
    /// Where the current quotation or signature began.
    marked: Option<(Mark, usize)>,
    /// Where the rest of the mail became a quotation.
    rest_quoted: Option<usize>,
}

/// A start tag while its attributes are read.
#[derive(Default)]
struct Tag {
    hidden: bool,
    inline: Effect,
    sheet: Effect,
    mark: Option<Mark>,
    rest_quoted: bool,
    indent: bool,
    cite: bool,
}

/// An open element with the state inside it.
struct Open {
    name: Name,
    hidden: bool,
    font: Font,
    mark: Option<Mark>,
    pre: bool,
}

impl Tag {
    /// Whether nothing inside is shown. A `display` of its own outweighs the sheet's.
    fn hides(&self) -> bool {
        self.hidden || self.inline.hidden || self.sheet.hidden && !self.inline.shown
    }
}

impl Reader {
    /// Whether enough text was read.
    pub(super) fn is_full(&self) -> bool {
        self.text.len() > MAX_VISIBLE
    }

    /// Takes an attribute of the tag that is about to open.
    pub(super) fn attribute(&mut self, name: Name, attribute: Attribute, value: &[u8]) {
        let value = &*String::from_utf8_lossy(value);
        match attribute {
            Attribute::Hidden => self.tag.hidden = true,
            Attribute::Style => {
                self.tag.inline = effect(value);
                self.tag.indent = value.contains("border:none") || value.contains("border: none");
            }
            Attribute::Class => {
                self.mark_of(value);
                self.tag.sheet = self.tag.sheet.and(self.sheet.of_classes(name, value));
            }
            Attribute::Id => {
                match value {
                    "divRplyFwdMsg" | "mail-editor-reference-message-container" => {
                        self.tag.rest_quoted = true;
                    }
                    "Signature" | "AppleMailSignature" => self.tag.mark = Some(Mark::Signature),
                    _ => {}
                }
                self.tag.sheet = self.tag.sheet.and(self.sheet.of_id(name, value));
            }
            Attribute::Type => self.tag.cite = value.eq_ignore_ascii_case("cite"),
            Attribute::Other => {}
        }
    }

    fn mark_of(&mut self, classes: &str) {
        for class in classes.split_ascii_whitespace() {
            self.tag.mark = match class {
                "gmail_quote" | "gmail_extra" | "yahoo_quoted" | "moz-cite-prefix"
                | "protonmail_quote" | "zmail_extra" => Some(Mark::Quote),
                "gmail_signature" | "moz-signature" => Some(Mark::Signature),
                _ => continue,
            };
        }
    }

    /// Opens an element.
    pub(super) fn start(&mut self, name: Name) {
        let tag = std::mem::take(&mut self.tag);
        if name.as_bytes() == b"br" {
            self.breaks = (self.breaks + 1).min(2);
            return;
        }
        self.break_for(name);
        if name.is_void() {
            return;
        }
        if name.ends_its_like() {
            self.imply_end(name);
        }
        if tag.rest_quoted && self.rest_quoted.is_none() {
            self.rest_quoted = Some(self.text.len());
        }
        if self.open.len() >= MAX_OPEN {
            return;
        }
        // An indented block of some writing programs has no border; a quotation has one.
        let quotes = name.as_bytes() == b"blockquote" && (tag.cite || !tag.indent);
        let mark = tag.mark.or(quotes.then_some(Mark::Quote));
        let (hidden, font, outer, pre) = self.state();
        self.open.push(Open {
            name,
            hidden: hidden || tag.hides() || name.is_never_shown(),
            font: tag.inline.font.or(tag.sheet.font).unwrap_or(font),
            mark: outer.or(mark),
            pre: pre || name.as_bytes() == b"pre",
        });
        self.follow_mark();
    }

    /// Closes an element.
    pub(super) fn end(&mut self, name: Name) {
        self.tag = Tag::default();
        if name.as_bytes() == b"style" {
            self.sheet.read(&String::from_utf8_lossy(&self.css));
            self.css.clear();
        }
        self.break_for(name);
        let found = self
            .open
            .iter()
            .rev()
            .take(MAX_SEARCH)
            .position(|o| o.name == name);
        if let Some(above) = found {
            self.close(above);
        }
    }

    /// Ends an element whose end tag may be left out.
    fn imply_end(&mut self, name: Name) {
        let mut within = self.open.iter().rev().take(MAX_SEARCH).enumerate();
        let found = within.find(|(_, o)| o.name == name || o.name.is_wall());
        if let Some((above, open)) = found
            && open.name == name
        {
            self.close(above);
        }
    }

    /// Closes an element and the `above` elements left open inside it.
    fn close(&mut self, above: usize) {
        self.open
            .truncate(self.open.len().saturating_sub(above + 1));
        self.follow_mark();
    }

    fn state(&self) -> (bool, Font, Option<Mark>, bool) {
        self.open
            .last()
            .map_or((false, Font::Readable, None, false), |o| {
                (o.hidden, o.font, o.mark, o.pre)
            })
    }

    fn break_for(&mut self, name: Name) {
        match name.flow() {
            Flow::Inline => {}
            Flow::Line => self.breaks = self.breaks.max(1),
            Flow::Paragraph => self.breaks = 2,
        }
    }

    /// Opens or closes a marked stretch where the innermost element says so.
    fn follow_mark(&mut self) {
        let (_, _, mark, _) = self.state();
        if self.marked.map(|(mark, _)| mark) == mark {
            return;
        }
        let here = self.text.len();
        if let Some((old, start)) = self.marked.take() {
            self.marks.push((old, start..here));
        }
        self.marked = mark.map(|mark| (mark, here));
    }

    /// Takes text between tags, all of it or some.
    pub(super) fn text(&mut self, value: &[u8]) {
        let Some(open) = self.open.last() else {
            return self.words(value);
        };
        if open.hidden || open.font == Font::Invisible {
            if open.name.as_bytes() == b"style" && self.css.len() < MAX_SHEET {
                self.css.extend_from_slice(value);
            }
            return;
        }
        if !open.pre {
            return self.words(value);
        }
        for (number, line) in value.split(|b| *b == b'\n').enumerate() {
            if number > 0 {
                self.breaks = (self.breaks + 1).min(2);
            }
            self.words(line);
        }
    }

    fn words(&mut self, value: &[u8]) {
        let mut rest = value;
        while !rest.is_empty() {
            let space = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
            self.space |= space > 0;
            rest = rest.get(space..).unwrap_or_default();
            let run = run(rest);
            if run > 0 {
                self.gap();
                self.text
                    .extend_from_slice(rest.get(..run).unwrap_or_default());
            }
            rest = rest.get(run..).unwrap_or_default();
        }
    }

    /// Writes the line breaks or the space that stand before a word.
    fn gap(&mut self) {
        if !self.text.is_empty() {
            match self.breaks {
                0 if self.space => self.text.push(b' '),
                0 => {}
                1 => self.text.push(b'\n'),
                _ => self.text.extend_from_slice(b"\n\n"),
            }
        }
        self.breaks = 0;
        self.space = false;
    }

    fn finish(mut self) -> Visible {
        let end = self.text.len();
        if let Some((mark, start)) = self.marked.take() {
            self.marks.push((mark, start..end));
        }
        if let Some(start) = self.rest_quoted {
            self.marks.push((Mark::Quote, start..end));
        }
        self.marks.retain(|(_, range)| !range.is_empty());
        // Only spaces were left out, so nothing but a cut at the end can be amiss.
        let text = String::from_utf8(self.text).unwrap_or_else(|error| {
            let whole = error.utf8_error().valid_up_to();
            let mut bytes = error.into_bytes();
            bytes.truncate(whole);
            String::from_utf8(bytes).unwrap_or_default()
        });
        Visible {
            text,
            marks: self.marks,
        }
    }
}

/// The length of the words at the head of `text` that stand one space apart.
fn run(text: &[u8]) -> usize {
    let is_single = |at: usize| {
        text.get(at) == Some(&b' ') && text.get(at + 1).is_some_and(|b| !b.is_ascii_whitespace())
    };
    let ends = |at: usize, byte: u8| byte <= b' ' && byte.is_ascii_whitespace() && !is_single(at);
    let mut bytes = text.iter().enumerate();
    let end = bytes.find(|(at, byte)| ends(*at, **byte));
    end.map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_what_a_person_sees() {
        for (html, wanted) in [
            ("<p>Hi</p><p>there</p>", "Hi\n\nthere"),
            ("a<br>b", "a\nb"),
            ("a<br><br>b", "a\n\nb"),
            ("<div>a</div><div>b</div>", "a\nb"),
            ("<td>a<td>b", "a\n\nb"),
            ("un<span>fortu</span>nately", "unfortunately"),
            ("two  \r\n words", "two words"),
            ("<title>x</title><style>p{}</style><script>1</script>y", "y"),
            ("a<!-- b -->c", "ac"),
            ("R&amp;D &ndash; caf&eacute;", "R&D – café"),
            ("<div style='display:none'>a<p>b</p></div>c", "c"),
            ("<span style='font-size:0'>a</span>b", "b"),
            (
                "<td style='font-size:0'><div style='font-size:13px'>a</div></td>",
                "a",
            ),
            (
                "<div style='max-height:0'><div style='font-size:13px'>a</div></div>b",
                "b",
            ),
            ("<p hidden>a<p>b", "b"),
            ("<p style='display:none'>a<p>b", "b"),
            ("<pre>a\nb</pre>", "a\nb"),
            ("a</div></div></p>b", "a\n\nb"),
            ("<b>bold <i>both</b> rest", "bold both rest"),
            ("no tags & no entities <3", "no tags & no entities <3"),
        ] {
            assert_eq!(visible(html).text, wanted, "{html}");
        }
    }

    #[test]
    fn quotations_and_signatures_are_marked() {
        for (html, mark, wanted) in [
            ("a<blockquote>b</blockquote>c", Mark::Quote, "b"),
            (
                "a<div class='gmail_quote x'>b<blockquote>c</blockquote></div>",
                Mark::Quote,
                "b\n\nc",
            ),
            (
                "a<div id=divRplyFwdMsg>From: b</div><div>c</div>",
                Mark::Quote,
                "From: b\nc",
            ),
            (
                "a<div class=gmail_signature>Jo</div>",
                Mark::Signature,
                "Jo",
            ),
        ] {
            let visible = visible(html);
            let (found, range) = visible.marks.first().expect(html).clone();
            assert_eq!(found, mark, "{html}");
            assert_eq!(visible.text[range].trim(), wanted, "{html}");
        }
        let indented = "a<blockquote style='margin:0 0 0 40px;border:none'>b</blockquote>";
        assert!(visible(indented).marks.is_empty());
    }
}

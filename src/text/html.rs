//! The text of an HTML part as a person sees it.
//!
//! Not a browser: only what decides whether text is shown, where a line ends,
//! and which stretch is a quotation or a signature. A stack of open elements of
//! bounded depth carries that state, so that tag soup costs linear time.

use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, ForwardingEmitter, Tokenizer};

use super::MAX_VISIBLE;
use super::style::{Font, effect};

/// How many open elements are remembered.
const MAX_OPEN: usize = 256;
/// How far down the stack an end tag is looked for.
const MAX_SEARCH: usize = 64;

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
    let mut emitter = CallbackEmitter::<_, ()>::new(|event: CallbackEvent<'_>, _| {
        reader.event(event);
        (reader.out.text.len() > MAX_VISIBLE).then_some(())
    });
    emitter.naively_switch_states(true);
    // The tokeniser yields only where the text has become long enough.
    let _full = Tokenizer::new_with_emitter(html, Quiet(emitter)).next();
    reader.finish()
}

/// An emitter that is not told of errors in the HTML. Nobody would read them, and
/// the tokeniser looks at each byte once more to find them.
struct Quiet<E>(E);

impl<E: Emitter> ForwardingEmitter for Quiet<E> {
    type Token = E::Token;

    fn inner(&mut self) -> &mut impl Emitter<Token = Self::Token> {
        &mut self.0
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }
}

#[derive(Default)]
struct Reader {
    out: Visible,
    open: Vec<Open>,
    tag: Tag,
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
    name: Name,
    attribute: Attribute,
    hidden: bool,
    font: Option<Font>,
    mark: Option<Mark>,
    rest_quoted: bool,
    indent: bool,
    cite: bool,
}

/// The start of an element's name, in lower case; enough to tell all that matter.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Name([u8; 10]);

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Attribute {
    Style,
    Class,
    Id,
    Type,
    #[default]
    Other,
}

/// An open element with the state inside it.
struct Open {
    name: Name,
    hidden: bool,
    font: Font,
    mark: Option<Mark>,
    pre: bool,
}

/// How an element breaks the line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flow {
    Inline,
    Line,
    Paragraph,
}

impl Name {
    fn new(bytes: &[u8]) -> Self {
        let mut name = [0; 10];
        for (to, from) in name.iter_mut().zip(bytes) {
            *to = *from;
        }
        Self(name)
    }

    fn as_bytes(&self) -> &[u8] {
        let end = self.0.iter().position(|b| *b == 0).unwrap_or(self.0.len());
        self.0.get(..end).unwrap_or_default()
    }

    fn flow(&self) -> Flow {
        match self.as_bytes() {
            b"div" | b"section" | b"article" | b"header" | b"footer" | b"center" | b"form"
            | b"address" | b"main" | b"nav" | b"body" | b"dt" | b"dd" | b"option" => Flow::Line,
            b"p" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"li" | b"ul" | b"ol"
            | b"dl" | b"td" | b"th" | b"tr" | b"table" | b"tbody" | b"thead" | b"tfoot"
            | b"blockquote" | b"pre" | b"hr" | b"fieldset" => Flow::Paragraph,
            _ => Flow::Inline,
        }
    }

    fn is_void(&self) -> bool {
        matches!(
            self.as_bytes(),
            b"br"
                | b"hr"
                | b"img"
                | b"meta"
                | b"link"
                | b"input"
                | b"col"
                | b"base"
                | b"area"
                | b"wbr"
                | b"source"
                | b"embed"
                | b"param"
                | b"track"
        )
    }

    fn is_never_shown(&self) -> bool {
        matches!(
            self.as_bytes(),
            b"title"
                | b"style"
                | b"script"
                | b"template"
                | b"noscript"
                | b"iframe"
                | b"select"
                | b"object"
                | b"svg"
                | b"math"
                | b"audio"
                | b"video"
                | b"textarea"
                | b"xml"
                | b"noembed"
                | b"noframes"
        )
    }

    /// Whether a new element of this name ends an open one of the same name.
    fn ends_its_like(&self) -> bool {
        matches!(
            self.as_bytes(),
            b"p" | b"li" | b"td" | b"th" | b"tr" | b"dt" | b"dd" | b"option"
        )
    }

    /// Whether elements outside this one are out of reach of an implied end.
    fn is_wall(&self) -> bool {
        matches!(
            self.as_bytes(),
            b"table" | b"ul" | b"ol" | b"dl" | b"div" | b"blockquote" | b"td" | b"th"
        )
    }
}

impl Reader {
    fn event(&mut self, event: CallbackEvent<'_>) {
        match event {
            CallbackEvent::String { value } => self.text(value),
            CallbackEvent::OpenStartTag { name } => {
                self.tag = Tag {
                    name: Name::new(name),
                    ..Tag::default()
                };
            }
            CallbackEvent::AttributeName { name } => self.attribute(name),
            CallbackEvent::AttributeValue { value } if self.tag.attribute != Attribute::Other => {
                self.attribute_value(&String::from_utf8_lossy(value));
            }
            CallbackEvent::CloseStartTag { .. } => self.start(),
            CallbackEvent::EndTag { name } => self.end(Name::new(name)),
            CallbackEvent::AttributeValue { .. }
            | CallbackEvent::Comment { .. }
            | CallbackEvent::Doctype { .. }
            | CallbackEvent::Error(_) => {}
        }
    }

    fn attribute(&mut self, name: &[u8]) {
        self.tag.attribute = match name {
            b"style" => Attribute::Style,
            b"class" => Attribute::Class,
            b"id" => Attribute::Id,
            b"type" => Attribute::Type,
            b"hidden" => {
                self.tag.hidden = true;
                Attribute::Other
            }
            _ => Attribute::Other,
        };
    }

    fn attribute_value(&mut self, value: &str) {
        match self.tag.attribute {
            Attribute::Style => {
                let effect = effect(value);
                self.tag.hidden |= effect.hidden;
                self.tag.font = effect.font;
                self.tag.indent = value.contains("border:none") || value.contains("border: none");
            }
            Attribute::Class => self.mark_of(value),
            Attribute::Id => match value {
                "divRplyFwdMsg" | "mail-editor-reference-message-container" => {
                    self.tag.rest_quoted = true;
                }
                "Signature" | "AppleMailSignature" => self.tag.mark = Some(Mark::Signature),
                _ => {}
            },
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

    fn start(&mut self) {
        let tag = std::mem::take(&mut self.tag);
        let name = tag.name;
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
            self.rest_quoted = Some(self.out.text.len());
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
            hidden: hidden || tag.hidden || name.is_never_shown(),
            font: tag.font.unwrap_or(font),
            mark: outer.or(mark),
            pre: pre || name.as_bytes() == b"pre",
        });
        self.follow_mark();
    }

    fn end(&mut self, name: Name) {
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
        let here = self.out.text.len();
        if let Some((old, start)) = self.marked.take() {
            self.out.marks.push((old, start..here));
        }
        self.marked = mark.map(|mark| (mark, here));
    }

    fn text(&mut self, value: &[u8]) {
        let (hidden, font, _, pre) = self.state();
        if hidden || font == Font::Invisible {
            return;
        }
        let value = String::from_utf8_lossy(value);
        if !pre {
            return self.words(&value);
        }
        for (number, line) in value.split('\n').enumerate() {
            if number > 0 {
                self.breaks = (self.breaks + 1).min(2);
            }
            self.words(line);
        }
    }

    fn words(&mut self, value: &str) {
        let is_space = |b: &u8| b.is_ascii_whitespace();
        self.space |= value.as_bytes().first().is_some_and(is_space);
        for word in value.split_ascii_whitespace() {
            self.gap();
            self.out.text.push_str(word);
            self.space = true;
        }
        if !value.is_empty() {
            self.space = value.as_bytes().last().is_some_and(is_space);
        }
    }

    /// Writes the line breaks or the space that stand before a word.
    fn gap(&mut self) {
        let text = &mut self.out.text;
        if !text.is_empty() {
            match self.breaks {
                0 if self.space => text.push(' '),
                0 => {}
                1 => text.push('\n'),
                _ => text.push_str("\n\n"),
            }
        }
        self.breaks = 0;
        self.space = false;
    }

    fn finish(mut self) -> Visible {
        let end = self.out.text.len();
        if let Some((mark, start)) = self.marked.take() {
            self.out.marks.push((mark, start..end));
        }
        if let Some(start) = self.rest_quoted {
            self.out.marks.push((Mark::Quote, start..end));
        }
        self.out.marks.retain(|(_, range)| !range.is_empty());
        self.out
    }
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

//! HTML's tags, as the tokeniser finds them: names, the few attributes that
//! decide what is seen, and the text between. All else is passed over uncopied.

use html5gum::{Emitter, Error, State, naive_next_state};

use super::html::Reader;

/// How much of an attribute's value is read, in bytes.
const MAX_VALUE: usize = 16 * 1024;

/// The start of an element's name, in lower case; enough to tell all that matter.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name([u8; 10]);

/// The attributes that matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attribute {
    /// `style`
    Style,
    /// `class`
    Class,
    /// `id`
    Id,
    /// `type`
    Type,
    /// `hidden`
    Hidden,
    /// Any other.
    Other,
}

impl Attribute {
    fn new(name: &[u8]) -> Self {
        match name {
            b"style" => Self::Style,
            b"class" => Self::Class,
            b"id" => Self::Id,
            b"type" => Self::Type,
            b"hidden" => Self::Hidden,
            _ => Self::Other,
        }
    }
}

/// How an element breaks the line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    /// Not at all.
    Inline,
    /// It stands on lines of its own.
    Line,
    /// With an empty line.
    Paragraph,
}

impl Name {
    pub(super) fn new(bytes: &[u8]) -> Self {
        let mut name = [0; 10];
        for (to, from) in name.iter_mut().zip(bytes) {
            *to = *from;
        }
        Self(name)
    }

    /// Its letters.
    pub(super) fn as_bytes(&self) -> &[u8] {
        let end = self.0.iter().position(|b| *b == 0).unwrap_or(self.0.len());
        self.0.get(..end).unwrap_or_default()
    }

    /// How it breaks the line.
    pub(super) fn flow(&self) -> Flow {
        match self.as_bytes() {
            b"div" | b"section" | b"article" | b"header" | b"footer" | b"center" | b"form"
            | b"address" | b"main" | b"nav" | b"body" | b"dt" | b"dd" | b"option" => Flow::Line,
            b"p" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"li" | b"ul" | b"ol"
            | b"dl" | b"td" | b"th" | b"tr" | b"table" | b"tbody" | b"thead" | b"tfoot"
            | b"blockquote" | b"pre" | b"hr" | b"fieldset" => Flow::Paragraph,
            _ => Flow::Inline,
        }
    }

    /// Whether it can hold nothing.
    pub(super) fn is_void(&self) -> bool {
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

    /// Whether no browser shows what is inside.
    pub(super) fn is_never_shown(&self) -> bool {
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
    pub(super) fn ends_its_like(&self) -> bool {
        matches!(
            self.as_bytes(),
            b"p" | b"li" | b"td" | b"th" | b"tr" | b"dt" | b"dd" | b"option"
        )
    }

    /// Whether elements outside this one are out of reach of an implied end.
    pub(super) fn is_wall(&self) -> bool {
        matches!(
            self.as_bytes(),
            b"table" | b"ul" | b"ol" | b"dl" | b"div" | b"blockquote" | b"td" | b"th"
        )
    }
}

/// Tells a [`Reader`] of tags and text.
pub(super) struct TagReader<'a> {
    reader: &'a mut Reader,
    /// Which tag is being read.
    tag: Tag,
    name: Letters<10>,
    /// The last start tag, which alone can be closed in a script or a style sheet.
    last: Name,
    /// The attribute that is being read: its name, and its value where it matters.
    attribute: Letters<7>,
    matters: Attribute,
    value: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tag {
    Start,
    End,
}

/// The first letters of a word.
#[derive(Debug, Clone, Copy)]
struct Letters<const N: usize> {
    letters: [u8; N],
    count: usize,
}

impl<const N: usize> Letters<N> {
    const NONE: Self = Self {
        letters: [0; N],
        count: 0,
    };

    fn push(&mut self, more: &[u8]) {
        for byte in more {
            let Some(letter) = self.letters.get_mut(self.count) else {
                return;
            };
            *letter = *byte;
            self.count += 1;
        }
    }

    fn as_bytes(&self) -> &[u8] {
        self.letters.get(..self.count).unwrap_or_default()
    }
}

impl<'a> TagReader<'a> {
    /// One that has read nothing yet.
    pub(super) fn new(reader: &'a mut Reader) -> Self {
        Self {
            reader,
            tag: Tag::Start,
            name: Letters::NONE,
            last: Name::default(),
            attribute: Letters::NONE,
            matters: Attribute::Other,
            value: Vec::new(),
        }
    }

    fn name(&self) -> Name {
        Name::new(self.name.as_bytes())
    }

    fn begin(&mut self, tag: Tag) {
        self.tag = tag;
        self.name = Letters::NONE;
        self.attribute = Letters::NONE;
        self.matters = Attribute::Other;
        self.value.clear();
    }

    /// Knows by the name, once it is whole, whether the attribute matters.
    fn end_attribute_name(&mut self) {
        if self.attribute.count > 0 {
            self.matters = Attribute::new(self.attribute.as_bytes());
            self.attribute = Letters::NONE;
        }
    }

    fn end_attribute(&mut self) {
        self.end_attribute_name();
        if self.matters != Attribute::Other && self.tag == Tag::Start {
            let name = self.name();
            self.reader.attribute(name, self.matters, &self.value);
        }
        self.matters = Attribute::Other;
        self.value.clear();
    }
}

impl Emitter for TagReader<'_> {
    type Token = ();

    fn pop_token(&mut self) -> Option<()> {
        self.reader.is_full().then_some(())
    }

    fn emit_string(&mut self, text: &[u8]) {
        self.reader.text(text);
    }

    fn init_start_tag(&mut self) {
        self.begin(Tag::Start);
    }

    fn init_end_tag(&mut self) {
        self.begin(Tag::End);
    }

    fn push_tag_name(&mut self, letters: &[u8]) {
        self.name.push(letters);
    }

    fn init_attribute(&mut self) {
        self.end_attribute();
    }

    fn push_attribute_name(&mut self, letters: &[u8]) {
        self.attribute.push(letters);
    }

    fn push_attribute_value(&mut self, value: &[u8]) {
        self.end_attribute_name();
        if self.matters != Attribute::Other && self.value.len() < MAX_VALUE {
            self.value.extend_from_slice(value);
        }
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.end_attribute();
        let name = self.name();
        match self.tag {
            Tag::Start => {
                self.last = name;
                self.reader.start(name);
                naive_next_state(name.as_bytes())
            }
            Tag::End => {
                self.last = Name::default();
                self.reader.end(name);
                None
            }
        }
    }

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.last = name.map(Name::new).unwrap_or_default();
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.tag == Tag::End && self.last != Name::default() && self.last == self.name()
    }

    /// Nobody would read of errors, and the tokeniser looks at each byte once
    /// more to find them.
    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn emit_eof(&mut self) {}
    fn emit_error(&mut self, _: Error) {}
    fn init_comment(&mut self) {}
    fn push_comment(&mut self, _: &[u8]) {}
    fn emit_current_comment(&mut self) {}
    fn init_doctype(&mut self) {}
    fn push_doctype_name(&mut self, _: &[u8]) {}
    fn emit_current_doctype(&mut self) {}
    fn set_self_closing(&mut self) {}
    fn set_force_quirks(&mut self) {}
    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}
}

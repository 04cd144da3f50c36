//! Inline styles that hide text: what mail designers use for preheaders.

/// What a `style` attribute does to the text inside.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Effect {
    /// Nothing inside is shown, whatever its own style says.
    pub(super) hidden: bool,
    /// The style asks for another `display` than none.
    pub(super) shown: bool,
    /// The font size, where the style sets it.
    pub(super) font: Option<Font>,
}

/// A font size as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Font {
    /// Too small to be seen. An element inside may set a real size again, as
    /// mail frameworks do in every table cell.
    Invisible,
    /// Anything that can be read.
    Readable,
}

impl Effect {
    /// Whether it does anything.
    pub(super) fn matters(self) -> bool {
        self.hidden || self.shown || self.font.is_some()
    }

    /// This and then another that comes later and so wins.
    pub(super) fn and(self, later: Self) -> Self {
        Self {
            hidden: later.hidden || self.hidden && !later.shown,
            shown: later.shown || self.shown && !later.hidden,
            font: later.font.or(self.font),
        }
    }
}

/// Reads a `style` attribute, or the declarations of a rule.
pub(super) fn effect(style: &str) -> Effect {
    let mut effect = Effect::default();
    let (mut white_text, mut white_ground) = (false, false);
    for declaration in style.split(';') {
        let Some((property, value)) = declaration.split_once(':') else {
            continue;
        };
        let (property, value) = (property.trim(), value.trim());
        // Most declarations are about borders and margins: one look at the
        // first letter spares the rest.
        match property.as_bytes().first().map(u8::to_ascii_lowercase) {
            Some(b'd') if is(property, "display") => match starts(value, "none") {
                true => effect.hidden = true,
                false => effect.shown = true,
            },
            Some(b'v') if is(property, "visibility") => effect.hidden |= starts(value, "hidden"),
            Some(b'm') if is(property, "mso-hide") => effect.hidden |= starts(value, "all"),
            Some(b'm') if is(property, "max-height") => effect.hidden |= is_zero(value),
            Some(b'o') if is(property, "opacity") => effect.hidden |= is_zero(value),
            Some(b'f') if is(property, "font-size") => effect.font = Some(font(value)),
            Some(b'c') if is(property, "color") => white_text = is_white(value),
            Some(b'b') if is(property, "background") || is(property, "background-color") => {
                white_ground = is_white(value);
            }
            _ => {}
        }
    }
    effect.hidden |= white_text && (white_ground || effect.font == Some(Font::Invisible));
    effect
}

fn is(text: &str, word: &str) -> bool {
    text.eq_ignore_ascii_case(word)
}

fn starts(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| is(start, word))
}

/// The number that `value` begins with, and what follows.
fn number(value: &str) -> Option<(f32, &str)> {
    let end = value
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(value.len());
    let (digits, unit) = value.split_at_checked(end)?;
    Some((digits.parse().ok()?, unit))
}

fn is_zero(value: &str) -> bool {
    number(value).is_some_and(|(n, _)| n == 0.0)
}

fn font(value: &str) -> Font {
    match number(value) {
        Some((n, unit)) if n <= f32::EPSILON || n <= 2.0 && is_small_unit(unit) => Font::Invisible,
        _ => Font::Readable,
    }
}

/// Units of which two are too small to be read.
fn is_small_unit(unit: &str) -> bool {
    starts(unit, "px") || starts(unit, "pt")
}

fn is_white(value: &str) -> bool {
    ["#fff", "#ffffff", "white"]
        .iter()
        .any(|white| is(value, white))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_styles_are_told_from_visible_ones() {
        for (style, hidden) in [
            ("display:none", true),
            ("DISPLAY : none !important; color:red", true),
            ("visibility:hidden", true),
            ("mso-hide:all", true),
            ("max-height:0px;overflow:hidden", true),
            ("opacity:0", true),
            ("opacity:0.8", false),
            ("max-height:0.5em", false),
            ("max-height:100px", false),
            ("color:#fff", false),
            ("color:#FFFFFF;background-color:#ffffff", true),
            ("color:#fff;font-size:1px", true),
            ("color:#fff;background:#1a73e8", false),
            ("display:block", false),
            ("", false),
        ] {
            assert_eq!(effect(style).hidden, hidden, "{style}");
        }
    }

    #[test]
    fn font_sizes() {
        for (style, font) in [
            ("font-size:0", Some(Font::Invisible)),
            ("font-size:0px", Some(Font::Invisible)),
            ("font-size:1px", Some(Font::Invisible)),
            ("font-size:1em", Some(Font::Readable)),
            ("font-size:0.9em", Some(Font::Readable)),
            ("font-size:13px", Some(Font::Readable)),
            ("margin:0", None),
        ] {
            assert_eq!(effect(style).font, font, "{style}");
        }
    }
}

//! Colours. `anstream` leaves them out where the output is not a terminal.

use anstyle::{AnsiColor, Reset, Style};

/// Good news.
pub(super) const GOOD: Style = AnsiColor::Green.on_default();
/// Bad news.
pub(super) const BAD: Style = AnsiColor::Red.on_default().bold();
/// Something to look at.
pub(super) const WARN: Style = AnsiColor::Yellow.on_default();
/// Phrases and headings.
pub(super) const STRONG: Style = Style::new().bold();
/// What can be skipped.
pub(super) const FAINT: Style = Style::new().dimmed();
/// Back to normal.
pub(super) const PLAIN: Reset = Reset;

/// Text from outside, made safe to print: a mail must not drive the terminal.
pub(super) fn printable(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' => '\n',
            c if is_printable(c) => c,
            _ => ' ',
        })
        .collect()
}

/// Whether a character does no more than show itself.
pub(super) fn is_printable(c: char) -> bool {
    !c.is_control() && !is_bidi_control(c)
}

/// Marks that reorder the text around them.
fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn terminal_escapes_do_not_survive() {
        assert_eq!(printable("a\u{1b}[31mb\r\u{202e}c\nd"), "a [31mb  c\nd");
    }
}

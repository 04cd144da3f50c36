//! What a mail's own style sheet hides: mail designers give preheaders a class.
//!
//! Only simple selectors are read (`.class`, `tag.class`, `#id`, lists of them).
//! Rules inside of `@media` are passed over: they hide and show things on phones.

use std::collections::BTreeMap;

use super::style::{Effect, effect};
use super::tags::Name;

/// How many selectors are remembered.
const MAX_RULES: usize = 1024;
/// How many of an element's classes are looked up.
const MAX_CLASSES: usize = 32;

/// The rules of a mail's style sheets that hide something.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// By `.class` or `#id`, and the tag where one is named.
    rules: BTreeMap<(String, Option<Name>), Effect>,
}

impl Sheet {
    /// Adds the rules of a sheet.
    pub(super) fn read(&mut self, css: &str) {
        let css = without_comments(css);
        let mut rest = css.as_str();
        while let Some((head, after)) = rest.split_once('{') {
            // What stands before the last semicolon is a statement such as `@import`.
            let selectors = head.rsplit(';').next().unwrap_or(head);
            if selectors.trim_start().starts_with('@') {
                rest = after_block(after);
                continue;
            }
            let Some((block, next)) = after.split_once('}') else {
                return;
            };
            rest = next;
            self.add(selectors, effect(block));
        }
    }

    fn add(&mut self, selectors: &str, effect: Effect) {
        if !effect.matters() {
            return;
        }
        for key in selectors.split(',').filter_map(simple) {
            if self.rules.len() >= MAX_RULES {
                return;
            }
            let rule = self.rules.entry(key).or_default();
            *rule = rule.and(effect);
        }
    }

    /// What the sheet does to an element by its classes.
    pub(super) fn of_classes(&self, tag: Name, classes: &str) -> Effect {
        if self.rules.is_empty() {
            return Effect::default();
        }
        let classes = classes.split_ascii_whitespace().take(MAX_CLASSES);
        classes.fold(Effect::default(), |all, class| {
            all.and(self.of(tag, format!(".{class}")))
        })
    }

    /// What the sheet does to an element by its id.
    pub(super) fn of_id(&self, tag: Name, id: &str) -> Effect {
        if self.rules.is_empty() {
            return Effect::default();
        }
        self.of(tag, format!("#{id}"))
    }

    fn of(&self, tag: Name, selector: String) -> Effect {
        let of = |key| self.rules.get(&key).copied().unwrap_or_default();
        of((selector.clone(), None)).and(of((selector, Some(tag))))
    }
}

/// `.class`, `tag.class`, `#id` or `tag#id`, where it is no more than that.
fn simple(selector: &str) -> Option<(String, Option<Name>)> {
    let selector = selector.trim();
    let at = selector.find(['.', '#'])?;
    let (tag, name) = selector.split_at_checked(at)?;
    let is_word = |text: &str| {
        let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        !text.is_empty() && text.chars().all(letter)
    };
    if !is_word(name.get(1..)?) {
        return None;
    }
    let tag = match tag {
        "" | "*" => None,
        tag if is_word(tag) => Some(Name::new(tag.to_ascii_lowercase().as_bytes())),
        _ => return None,
    };
    Some((name.to_owned(), tag))
}

/// What follows the block in whose inside `css` begins.
fn after_block(css: &str) -> &str {
    let mut depth = 1_usize;
    for (at, brace) in css.match_indices(['{', '}']) {
        depth = match brace {
            "{" => depth + 1,
            _ => depth - 1,
        };
        if depth == 0 {
            return css.get(at + 1..).unwrap_or_default();
        }
    }
    ""
}

/// The same without comments, of CSS and of HTML.
fn without_comments(css: &str) -> String {
    let mut out = String::new();
    let mut rest = css;
    while let Some((head, after)) = rest.split_once("/*") {
        out.push_str(head);
        rest = after.split_once("*/").map_or("", |(_, tail)| tail);
    }
    out.push_str(rest);
    out.replace("<!--", " ").replace("-->", " ")
}

#[cfg(test)]
mod tests {
    use super::super::html::visible;

    #[test]
    fn what_a_sheet_hides_is_not_seen() {
        for (css, html, wanted) in [
            (".p{display:none}", "<div class=p>a</div>b", "b"),
            (
                ".p { display : none !important; }",
                "<p class='x p'>a</p>b",
                "b",
            ),
            (
                "div.p{visibility:hidden}",
                "<div class=p>a</div><p class=p>b",
                "b",
            ),
            ("#p{font-size:0}", "<div id=p>a</div>b", "b"),
            (
                "#p{font-size:0}",
                "<td id=p><b style='font-size:9pt'>a</b></td>",
                "a",
            ),
            (
                ".x, .p{max-height:0;overflow:hidden}",
                "<div class=p>a</div>b",
                "b",
            ),
            (".p{mso-hide:all}", "<span class=p>a</span>b", "b"),
            (
                ".p{color:#fff;background:#fff}",
                "<span class=p>a</span>b",
                "b",
            ),
            (".p{color:#fff}", "<span class=p>a</span>b", "ab"),
            (
                "/* .p{display:none} */ .q{}",
                "<div class=p>a</div>b",
                "a\nb",
            ),
            ("<!-- .p{display:none} -->", "<div class=p>a</div>b", "b"),
            (
                "@import url(x.css); .p{display:none}",
                "<div class=p>a</div>b",
                "b",
            ),
            (
                "@media (max-width:600px){.p{display:none} .q{}} .r{display:none}",
                "<div class=p>a</div><div class=r>b</div>",
                "a",
            ),
            (
                "@media print{.p{display:none}",
                "<div class=p>a</div>b",
                "a\nb",
            ),
            (".x .p{display:none}", "<div class=p>a</div>b", "a\nb"),
            (".p:hover{display:none}", "<div class=p>a</div>b", "a\nb"),
            ("p{display:none}", "<p>a</p>b", "a\n\nb"),
            (
                ".p{display:none}.p{display:block}",
                "<div class=p>a</div>b",
                "a\nb",
            ),
            (
                ".p{display:none}",
                "<div class=p style='display:block'>a</div>b",
                "a\nb",
            ),
            (".p{display:none", "<div class=p>a</div>b", "a\nb"),
            ("}{}{.p{display:none}", "<div class=p>a</div>b", "a\nb"),
        ] {
            let html = format!("<head><style>{css}</style></head><body>{html}");
            assert_eq!(visible(&html).text, wanted, "{html}");
        }
    }

    #[test]
    fn a_second_sheet_adds_to_the_first() {
        let html = "<style>.a{display:none}</style><style>.b{display:none}</style>\
                    <p class=a>a<p class=b>b<p class=c>c";
        assert_eq!(visible(html).text, "c");
    }
}

//! `format=flowed` (RFC 3676): lines that were wrapped softly become one again.

/// What happens to the space that ends a soft-wrapped line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SoftSpace {
    /// It separates words and stays.
    Keep,
    /// `DelSp=yes`: it was only a mark.
    Delete,
}

/// The text with soft breaks taken out; quote depth is kept as `>` marks.
pub(super) fn unwrap(text: &str, space: SoftSpace) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let (depth, content) = split_quote(line);
        // Section 4.4: one space after the marks was stuffed by the sender.
        let content = content.strip_prefix(' ').unwrap_or(content);
        if open != Some(depth) {
            if open.is_some() {
                out.push('\n');
            }
            out.extend(std::iter::repeat_n('>', depth));
            if depth > 0 {
                out.push(' ');
            }
        }
        // Section 4.3: the signature delimiter is never soft, though it ends in a space.
        let soft = content.ends_with(' ') && content != "-- ";
        let kept = match (soft, space) {
            (true, SoftSpace::Delete) => content.strip_suffix(' ').unwrap_or(content),
            _ => content,
        };
        out.push_str(kept);
        open = soft.then_some(depth);
        if !soft {
            out.push('\n');
        }
    }
    out
}

fn split_quote(line: &str) -> (usize, &str) {
    let content = line.trim_start_matches('>');
    (line.len() - content.len(), content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn soft_breaks_go_and_hard_ones_stay() {
        for (given, space, wanted) in [
            (
                "not be \nmoving\nforward",
                SoftSpace::Keep,
                "not be moving\nforward\n",
            ),
            ("un \nfortunately", SoftSpace::Delete, "unfortunately\n"),
            ("> a \n> b\nc", SoftSpace::Keep, "> a b\nc\n"),
            ("> a \nc", SoftSpace::Keep, "> a \nc\n"),
            ("-- \nJo", SoftSpace::Keep, "-- \nJo\n"),
            (" >stuffed", SoftSpace::Keep, ">stuffed\n"),
        ] {
            assert_eq!(unwrap(given, space), wanted, "{given:?}");
        }
    }
}

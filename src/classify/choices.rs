//! Choices in a phrase, such as `not (be|) moving (forward|ahead)`, written out.
//!
//! A long part with many choices is cut between words into pieces, and each
//! piece is written out by itself: so the spellings add up where they would
//! multiply, and phrases share those of the pieces that they have in common.

/// How many spellings one piece of a phrase may stand for.
const MAX_VARIANTS: usize = 1024;
/// What a cut costs, in letters of spellings: each piece more is work for the matcher.
const CUT: usize = 50;

/// What stands between two spaces outside of brackets, in all its spellings.
struct Slot {
    spellings: Vec<String>,
}

/// The pieces of a part in order, each in all its spellings. None can be empty,
/// unless the part can.
///
/// # Errors
///
/// What is wrong, in words.
pub(super) fn pieces(part: &str) -> Result<Vec<Vec<String>>, String> {
    let slots = slots(part)?;
    let mut pieces = Vec::new();
    let mut rest = slots.as_slice();
    for length in lengths(&slots) {
        let (piece, after) = rest.split_at(length);
        let ways = piece
            .iter()
            .try_fold(1_usize, |ways, slot| ways.checked_mul(slot.spellings.len()));
        if ways.is_none_or(|ways| ways > MAX_VARIANTS) {
            return Err(too_many(part));
        }
        pieces.push(written_out(piece));
        rest = after;
    }
    Ok(pieces)
}

fn too_many(part: &str) -> String {
    format!("`{part}` stands for more than {MAX_VARIANTS} phrases: split it")
}

fn slots(part: &str) -> Result<Vec<Slot>, String> {
    let mut depth = 0_usize;
    let is_between = |c: char| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && c.is_whitespace()
    };
    let texts = part.split(is_between).filter(|text| !text.is_empty());
    let mut slots = Vec::new();
    for text in texts {
        let spellings = expand(text, part)?;
        slots.push(Slot { spellings });
    }
    Ok(slots)
}

/// Writes out the innermost choice in brackets until none is left.
fn expand(text: &str, part: &str) -> Result<Vec<String>, String> {
    let mut open = vec![text.to_owned()];
    let mut done = Vec::new();
    while let Some(one) = open.pop() {
        if open.len() + done.len() >= MAX_VARIANTS {
            return Err(too_many(part));
        }
        let Some((head, tail)) = one.split_once(')') else {
            if one.contains(['(', '|']) {
                return Err(format!("a bracket in `{part}` is not closed"));
            }
            done.push(one);
            continue;
        };
        let Some((head, choices)) = head.rsplit_once('(') else {
            return Err(format!("a bracket in `{part}` is not opened"));
        };
        open.extend(
            choices
                .split('|')
                .map(|choice| format!("{head}{choice}{tail}")),
        );
    }
    // A choice inside another is written out once for each of the other's.
    done.sort_unstable();
    done.dedup();
    Ok(done)
}

/// How many slots each piece takes: the cheapest way to cut.
fn lengths(slots: &[Slot]) -> Vec<usize> {
    // For each place, what all before it costs at least, and the length of the last piece.
    let mut cheapest: Vec<Option<(usize, usize)>> = vec![Some((0, 0))];
    for end in 1..=slots.len() {
        let options = (0..end).filter_map(|start| {
            let piece = slots.get(start..end)?;
            let (before, _) = cheapest.get(start).copied().flatten()?;
            let is_whole = start == 0 && end == slots.len();
            if !is_whole && piece.iter().all(Slot::may_be_empty) {
                return None;
            }
            let cut = match start {
                0 => 0,
                _ if may_cut(slots.get(..start)?) => CUT,
                _ => return None,
            };
            Some((before + cut + letters(piece), end - start))
        });
        cheapest.push(options.min());
    }
    let mut lengths = Vec::new();
    let mut end = slots.len();
    while let Some(&Some((_, length @ 1..))) = cheapest.get(end) {
        lengths.push(length);
        end -= length;
    }
    lengths.reverse();
    lengths
}

/// Whether a piece may end here: not after "can", since "can not" may be one word.
fn may_cut(before: &[Slot]) -> bool {
    for slot in before.iter().rev() {
        if slot.spellings.iter().any(|s| ends_with_can(s)) {
            return false;
        }
        if !slot.may_be_empty() {
            break;
        }
    }
    true
}

fn ends_with_can(spelling: &str) -> bool {
    let last = spelling.split_whitespace().next_back();
    last.is_some_and(|word| word.eq_ignore_ascii_case("can"))
}

impl Slot {
    fn may_be_empty(&self) -> bool {
        let is_empty = |spelling: &String| spelling.trim_matches([' ', '*']).is_empty();
        self.spellings.iter().any(is_empty)
    }
}

/// How many letters all spellings of a piece have together.
fn letters(piece: &[Slot]) -> usize {
    let (mut ways, mut letters) = (1, 0);
    for slot in piece {
        let own: usize = slot.spellings.iter().map(|s| s.len() + 1).sum();
        letters = letters * slot.spellings.len() + own * ways;
        ways *= slot.spellings.len();
    }
    letters
}

fn written_out(piece: &[Slot]) -> Vec<String> {
    let mut all = vec![String::new()];
    for slot in piece {
        let mut longer = Vec::with_capacity(all.len() * slot.spellings.len());
        for head in &all {
            for spelling in &slot.spellings {
                longer.push([head.as_str(), spelling].join(" "));
            }
        }
        all = longer;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_written_out() {
        for (part, wanted) in [
            ("a b", vec!["a b"]),
            ("a (b|c d) e", vec!["a b e", "a c d e"]),
            ("(a|) b", vec!["a b", "b"]),
            ("a(b|c(d|))", vec!["ab", "ac", "acd"]),
            ("(a|)", vec!["", "a"]),
        ] {
            let pieces = pieces(part).expect(part);
            assert_eq!(pieces.len(), 1, "{part}");
            let mut found: Vec<String> = pieces[0].iter().map(|s| one_spaced(s)).collect();
            found.sort();
            assert_eq!(found, wanted, "{part}");
        }
    }

    #[test]
    fn long_choices_are_cut_into_pieces_that_add_up() {
        let group = |letter: char| {
            let words: Vec<String> = (1..8).map(|n| letter.to_string().repeat(n)).collect();
            format!("({})", words.join("|"))
        };
        let (a, b) = (group('a'), group('b'));
        for (part, wanted) in [
            (format!("{a} {b}"), vec![7, 7]),
            (format!("{a} (x|) {b}"), vec![14, 7]),
            (format!("x {a} {b} y"), vec![7, 7]),
            // "can not" is found by "cannot" too.
            (format!("(can|{}) {b}", &a[1..a.len() - 1]), vec![56]),
            (format!("{a}{b}"), vec![49]),
        ] {
            let pieces = pieces(&part).expect(&part);
            let counts: Vec<usize> = pieces.iter().map(Vec::len).collect();
            assert_eq!(counts, wanted, "{part}");
        }
    }

    #[test]
    fn too_many_choices_are_refused() {
        for part in ["(a|b)".repeat(11), "(can|b) ".repeat(11)] {
            let reason = pieces(&part).expect_err(&part);
            assert!(reason.contains("more than 1024"), "{reason}");
        }
    }

    fn one_spaced(text: &str) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

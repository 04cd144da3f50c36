//! "Did you mean": the known word nearest to a mistyped one.

/// The nearest of `known`, where it is near enough to be meant: at most one
/// edit for every three characters, and at least one.
pub(super) fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let word = word.to_lowercase().replace('-', "_");
    let limit = (word.chars().count() / 3).clamp(1, 3);
    known
        .iter()
        .map(|candidate| (distance(&word, candidate), *candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The Levenshtein distance, one row at a time. Keys are short; a long word is
/// far from all of them, so that a hostile file costs nothing.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    if a.chars().count() > 64 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut next = vec![i + 1];
        for (above, (left_above, cb)) in row.iter().skip(1).zip(row.iter().zip(&b)) {
            let left = next.last().copied().unwrap_or(usize::MAX - 1);
            let replaced = left_above + usize::from(ca != *cb);
            next.push(replaced.min(above + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant_and_nothing_else() {
        let known = ["host", "port", "password_command", "poll_interval"];
        for (word, meant) in [
            ("hots", None),
            ("hst", Some("host")),
            ("Host", Some("host")),
            ("prot", None),
            ("pasword_command", Some("password_command")),
            ("password-command", Some("password_command")),
            ("poll_intervall", Some("poll_interval")),
            ("pollinterval", Some("poll_interval")),
            ("colour", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, &known), meant, "{word}");
        }
        assert_eq!(nearest(&"x".repeat(100_000), &known), None);
    }
}

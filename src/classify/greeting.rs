//! Whom a mail greets: "Dear Jo," at the head of one that was passed on.

/// How a greeting begins, in lower case, with the space after it.
const STARTS: &[&str] = &[
    "dear ",
    "hi ",
    "hello ",
    "hey ",
    "liebe ",
    "lieber ",
    "liebe*r ",
    "liebe/r ",
    "hallo ",
    "guten tag ",
    "sehr geehrte ",
    "sehr geehrter ",
    "sehr geehrte*r ",
    "sehr geehrte/r ",
    "bonjour ",
    "cher ",
    "chère ",
    "madame ",
    "monsieur ",
    "estimado ",
    "estimada ",
    "hola ",
    "gentile ",
    "caro ",
    "cara ",
    "ciao ",
    "buongiorno ",
    "prezado ",
    "prezada ",
    "olá ",
    "beste ",
    "geachte ",
    "dag ",
    "szanowny ",
    "szanowna ",
    "cześć ",
    "hej ",
    "kära ",
    "käre ",
    "kære ",
    "kjære ",
    "hei ",
];

/// Greetings that name nobody.
const NOBODY: &[&str] = &[
    "applicant",
    "candidate",
    "all",
    "team",
    "there",
    "sir",
    "madam",
    "damen",
    "herren",
    "bewerber",
    "bewerberin",
    "interessent",
    "candidat",
    "candidata",
    "candidato",
    "kandidaat",
];

/// How many lines from the top a greeting is looked for.
const MAX_LINES: usize = 30;

/// Whom the text greets by name: the words after "Dear".
pub(super) fn of(text: &str) -> Option<&str> {
    text.lines().take(MAX_LINES).find_map(|line| {
        let line = line.trim();
        let head: String = line.chars().take(20).flat_map(char::to_lowercase).collect();
        let start = STARTS.iter().find(|start| head.starts_with(**start))?;
        let rest = line.get(start.len()..)?;
        let name = rest.split([',', '!', ':', '.', ';', '-']).next()?.trim();
        let words = || name.split_whitespace();
        let nobody = words().any(|w| NOBODY.contains(&w.to_lowercase().as_str()));
        ((1..=5).contains(&words().count()) && !nobody).then_some(name)
    })
}

/// Whether the greeting holds a part of the person's name.
pub(super) fn names(greeting: &str, name: &str) -> bool {
    let greeted = greeting.to_lowercase();
    name.to_lowercase()
        .split_whitespace()
        .any(|part| part.chars().count() > 1 && greeted.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greetings() {
        for (text, wanted) in [
            ("Subject: x\n\nDear Jo Park,\nwe", Some("Jo Park")),
            ("Liebe Frau Brandes, leider", Some("Frau Brandes")),
            ("Dear Applicant,", None),
            ("no greeting", None),
            ("Dear friends of the long and winding road we are", None),
        ] {
            assert_eq!(of(text), wanted, "{text}");
        }
        assert!(names("Ms Park", "Jo Park"));
        assert!(!names("Jo", "Dana Whitfield"));
    }
}

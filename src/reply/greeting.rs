//! How a letter addresses a person, and how it names a post and a company.

/// Titles that are said with the family name.
const TITLES: &[&str] = &["dr", "prof", "professor", "sir", "dame"];

/// Common nouns that open a German company's name and want an article after "bei".
const ARTICLE_NOUNS: &[&str] = &[
    "agentur",
    "amt",
    "anwaltskanzlei",
    "bezirk",
    "bundesamt",
    "firma",
    "gemeinde",
    "gesellschaft",
    "gruppe",
    "hochschule",
    "hofladen",
    "institut",
    "kanton",
    "kanzlei",
    "klinik",
    "klinikum",
    "kollektiv",
    "krankenhaus",
    "kreis",
    "landkreis",
    "landesamt",
    "land",
    "ministerium",
    "museum",
    "personalberatung",
    "praxis",
    "schule",
    "sparkasse",
    "stadt",
    "stadtverwaltung",
    "stadtwerke",
    "stiftung",
    "teekontor",
    "universität",
    "verband",
    "verein",
    "verlag",
    "werkstatt",
    "technische",
    "freie",
    "evangelische",
    "katholische",
    "deutsche",
    "deutsches",
    "deutscher",
];

/// The name after "Dear": the first name, or title and family name.
pub(crate) fn addressee(person: &str) -> String {
    let mut words = person.split_whitespace().peekable();
    let titles: Vec<&str> = std::iter::from_fn(|| words.next_if(|word| is_title(word))).collect();
    let names: Vec<&str> = words.collect();
    match (titles.is_empty(), names.first(), names.last()) {
        (false, _, Some(family)) => format!("{} {family}", titles.join(" ")),
        // "J. Park" and "J Park": nobody is called by a letter.
        (true, Some(first), _) if first.trim_end_matches('.').chars().count() < 2 => {
            person.to_owned()
        }
        // In Japanese, Chinese and Korean the family name comes first.
        (true, Some(first), _) if first.is_ascii() || names.len() == 1 || !is_east_asian(first) => {
            (*first).to_owned()
        }
        _ => person.to_owned(),
    }
}

/// A post as it is named in running text: without the "(m/w/d)" of the advertisement.
pub(crate) fn role_in_text(role: &str) -> String {
    let mut text = role.trim();
    while let Some((before, inside)) = text.strip_suffix(')').and_then(|t| t.rsplit_once('(')) {
        let marks = |c: char| "mwdfxigvh*/|,- ".contains(c.to_ascii_lowercase());
        if inside.is_empty() || !inside.chars().all(marks) || before.trim().is_empty() {
            break;
        }
        text = before.trim_end();
    }
    text.to_owned()
}

/// Whether "bei NAME" reads well without an article.
pub(crate) fn stands_without_article(company: &str) -> bool {
    let first = company.split_whitespace().next().unwrap_or_default();
    !ARTICLE_NOUNS.contains(&first.to_lowercase().as_str())
}

fn is_title(word: &str) -> bool {
    TITLES.contains(&word.trim_end_matches('.').to_lowercase().as_str())
}

fn is_east_asian(word: &str) -> bool {
    word.chars()
        .any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_addressed_as_they_would_be_in_a_letter() {
        for (person, wanted) in [
            ("Jo Park", "Jo"),
            ("Jo", "Jo"),
            ("Anne-Marie O'Neill", "Anne-Marie"),
            ("Jürgen van der Berg", "Jürgen"),
            ("Dr. Anke Siebert", "Dr. Siebert"),
            ("Prof. Dr. Birte Harmsen", "Prof. Dr. Harmsen"),
            ("J. Park", "J. Park"),
            ("Łukasz Nowak", "Łukasz"),
            ("田辺 健", "田辺 健"),
        ] {
            assert_eq!(addressee(person), wanted);
        }
    }

    #[test]
    fn a_post_is_named_without_the_mark_of_the_advertisement() {
        for (role, wanted) in [
            ("Einkäufer (m/w/d)", "Einkäufer"),
            ("Data Engineer (f/m/x)", "Data Engineer"),
            ("Engineer (Backend)", "Engineer (Backend)"),
            ("(m/w/d)", "(m/w/d)"),
            ("Analyst", "Analyst"),
        ] {
            assert_eq!(role_in_text(role), wanted);
        }
    }
}

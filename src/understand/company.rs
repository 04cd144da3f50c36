//! The employer, or the agency where the mail names no employer.

use super::employers::JOINS;
use super::vocabulary::{
    is_organisation, is_software, is_team, is_team_first, names_a_post, names_a_post_abroad,
};
use super::words::{
    Word, joined, own_lines, paragraphs, run_before, run_from, squash, stands_at, subject, words,
};
use super::{domain, employers, japanese, mailboxes, person, teams};
use crate::mail::{Address, Identity, Message};

/// A longer one is a sentence.
const MAX_CHARS: usize = 80;

/// Set phrases that only a company's name follows.
const SURE: &[&[&str]] = &[
    &["position", "at"],
    &["role", "at"],
    &["job", "at"],
    &["post", "at"],
    &["opening", "at"],
    &["opportunity", "at"],
    &["opportunities", "at"],
    &["vacancy", "at"],
    &["positions", "at"],
    &["roles", "at"],
    &["career", "at"],
    &["careers", "at"],
    &["career", "with"],
    &["careers", "with"],
    &["opportunities", "with"],
    &["opportunity", "with"],
    &["position", "with"],
    &["role", "with"],
    &["employment", "at"],
    &["employment", "with"],
    &["application", "at"],
    &["application", "to"],
    &["application", "with"],
    &["apply", "to"],
    &["applying", "to"],
    &["applied", "to"],
    &["applying", "at"],
    &["applying", "with"],
    &["applied", "at"],
    &["team", "at"],
    &["everyone", "at"],
    &["us", "at"],
    &["here", "at"],
    &["work", "at"],
    &["working", "at"],
    &["interest", "in", "joining"],
    &["interest", "in", "working", "for"],
    &["interest", "in", "working", "with"],
    &["recruiting", "at"],
    &["recruitment", "at"],
    &["acquisition", "at"],
    &["recruiter", "at"],
    &["manager", "at"],
    &["internship", "at"],
    &["interview", "at"],
    &["interviews", "at"],
    &["people", "at"],
    &["hiring", "at"],
    &["process", "at"],
    &["behalf", "of"],
    &["process", "with"],
    &["stelle", "bei"],
    &["position", "bei"],
    &["bewerbung", "bei"],
    &["tätigkeit", "bei"],
    &["mitarbeit", "bei"],
    &["job", "bei"],
    &["gespräch", "bei"],
    &["prozess", "bei"],
    &["praktikum", "bei"],
    &["ausbildung", "bei"],
    &["beworben", "bei"],
    &["arbeiten", "bei"],
    &["karriere", "bei"],
    &["rolle", "bei"],
];

/// Phrases that a company's name often follows, but other names too.
const LIKELY: &[&[&str]] = &[
    &["interest", "in"],
    &["interested", "in"],
    &["joining"],
    &["join"],
    &["at"],
    &["from"],
    &["with"],
    &["bei"],
    &["interesse", "an"],
    &["interesse", "bei"],
    &["by"],
    &["team", "von"],
];

const ARTICLES: &[&str] = &[
    "la",
    "el",
    "le",
    "las",
    "los",
    "il",
    "lo",
    "het",
    "de",
    "della",
    "empresa",
    "bedrijf",
    "société",
    "firmie",
    "spółce",
    "firmy",
    "azienda",
    "the",
    "der",
    "den",
    "dem",
    "die",
    "das",
    "unserer",
    "firma",
];

/// Capitalised words that are no company.
const NO_COMPANY: &[&str] = &[
    "i",
    "we",
    "you",
    "this",
    "it",
    "our",
    "candidate",
    "candidates",
    "applicant",
    "dear",
    "hi",
    "hello",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "christmas",
    "easter",
    "regards",
    "ihnen",
    "sie",
    "uns",
    "fragen",
    "rückfragen",
    "interesse",
    "interview",
    "interviews",
    "unfortunately",
    "human resources",
    "mail",
    "zoom",
    "teams",
    "candidate home",
    "italy",
    "italia",
    "benelux",
    "nordics",
    "emea",
    "dach",
    "global",
    "europe",
    "deutschland",
    "france",
    "españa",
    "uk",
    "programa",
    "programa de estágio",
    "concurso",
    "partner",
    "marketing",
    "vertrieb",
    "sales",
    "office",
    "jefatura",
    "culture",
    "cultura",
    "bewerbung",
];

/// The company's name, where it is sure.
pub(super) fn find(message: &Message, me: Option<&Identity>) -> Option<String> {
    let lines = own_lines(message);
    if japanese::is_japanese(&message.body.text) {
        return japanese::company(message, &subject(message), &lines)
            .or_else(|| of_domain(message));
    }
    let mut texts = vec![words(&subject(message))];
    texts.extend(paragraphs(&lines).iter().map(|text| words(text)));
    let fits = |name: &String| !person::is_user(name, message, me);
    let marks = sender_marks(message);
    let confirmed = |name: &str| is_confirmed(name, &marks);
    let shown = in_display(message, &lines).filter(fits);
    let anonymous = message
        .from
        .as_ref()
        .is_none_or(|from| mailboxes::is_unread(&from.spec) || mailboxes::is_software(&from.spec));
    let agency = message
        .from
        .as_ref()
        .is_some_and(|from| mailboxes::is_agency(&from.spec));
    let client = agency
        .then(|| {
            after_phrase(&texts, employers::CLIENTS, |name| {
                fits(name) && is_employer(name)
            })
        })
        .flatten();
    let named = anonymous
        .then(|| {
            after_phrase(&texts, employers::NAMED, |name| {
                fits(name) && is_employer(name)
            })
        })
        .flatten();
    client
        .or(named)
        .or_else(|| shown.clone().filter(|name| confirmed(name)))
        .or_else(|| after_phrase(&texts, SURE, fits))
        .or_else(|| {
            after_phrase(&texts, employers::SURE, |name| {
                fits(name) && is_employer(name)
            })
        })
        .or_else(|| {
            after_phrase(&texts, employers::BARE, |name| {
                fits(name) && is_employer(name) && (anonymous || confirmed(name))
            })
        })
        .or_else(|| after_post(&texts).filter(fits))
        .or_else(|| {
            // "feedback from Sarah" names the interviewer.
            after_phrase(&texts, &[&["feedback", "from"]], |name| {
                fits(name) && (name.contains(' ') || confirmed(name))
            })
        })
        .or(shown)
        .or_else(|| in_signature(&lines, &marks).filter(fits))
        .or_else(|| after_phrase(&texts, LIKELY, |name| fits(name) && confirmed(name)))
        .or_else(|| {
            anywhere(&texts, &marks, &confirmed)
                .filter(fits)
                .filter(|name| !is_of_sender(name, message))
        })
        .or_else(|| {
            after_phrase(&texts, &[&["interest", "in"]], |name| {
                fits(name) && name.split(' ').any(is_organisation)
            })
        })
        .or_else(|| of_domain(message).filter(fits))
}

/// Whether a name is a part of what the sender is called: of "Walter Brückner" the
/// family name is not yet the company's.
fn is_of_sender(name: &str, message: &Message) -> bool {
    let shown = message.from.as_ref().and_then(|from| from.name.as_deref());
    let personal = shown.filter(|shown| person::is_name(shown));
    personal.is_some_and(|shown| shown.split(' ').any(|word| squash(word) == squash(name)))
}

/// Whether a name after a phrase of another language is no post, no pronoun in
/// capitals and no team.
fn is_employer(name: &str) -> bool {
    const POLITE: &[&str] = &[
        "Lei",
        "La",
        "Le",
        "Sua",
        "Suo",
        "Suoi",
        "Sue",
        "Usted",
        "Ud.",
        "Vous",
        "Pana",
        "Pani",
        "Państwa",
        "Panu",
        "Państwem",
        "Panem",
        "Panią",
        "Ciebie",
        "Twoje",
        "Twoją",
        "Tobą",
        "U",
        "Uw",
        "Sie",
        "Ihre",
        "Ihr",
        "Vossa",
        "V.",
        "Candidato",
        "Human",
        "HR",
        "CV",
        "Recursos",
        "Exa.",
        "Ihnen",
        "Din",
        "Datos",
        "Talent",
    ];
    let first = name.split(' ').next().unwrap_or_default();
    !POLITE.contains(&first)
        && (!name.split(' ').all(names_a_post_abroad) || teams::is_organisation_first(first))
        && !teams::is_team(first)
}

/// What the sender's own domain says, where it is an employer's.
fn of_domain(message: &Message) -> Option<String> {
    let senders = message.reply_to.iter().chain(&message.from);
    senders
        .into_iter()
        .find_map(|address| domain::company(&address.spec))
}

/// The first name after one of the phrases that `fits`.
fn after_phrase(
    texts: &[Vec<Word>],
    phrases: &[&[&str]],
    fits: impl Fn(&String) -> bool,
) -> Option<String> {
    texts.iter().find_map(|words| {
        (0..words.len()).find_map(|at| {
            let phrase = phrases.iter().find(|phrase| stands_at(words, at, phrase))?;
            let mut start = at + phrase.len();
            if words.get(start - 1)?.ends {
                return None;
            }
            while words
                .get(start)
                .is_some_and(|word| ARTICLES.contains(&word.text.as_str()))
            {
                start += 1;
            }
            let run = run_from(words, start, JOINS);
            let next = words
                .get(start + run.len())
                .filter(|_| run.last().is_some_and(|last| !last.ends));
            // "interest in the Data Engineer position": that is the post.
            let is_post = next.is_some_and(|word| {
                matches!(
                    word.lower.as_str(),
                    "position"
                        | "role"
                        | "post"
                        | "job"
                        | "opening"
                        | "vacancy"
                        | "opportunity"
                        | "programme"
                        | "program"
                        | "internship"
                        | "positions"
                        | "roles"
                )
            });
            if is_post {
                None
            } else {
                checked(run).filter(&fits)
            }
        })
    })
}

/// "Data Engineer at Acme", "Entwickler (m/w/d) bei der Acme GmbH".
fn after_post(texts: &[Vec<Word>]) -> Option<String> {
    texts.iter().find_map(|words| {
        (1..words.len()).find_map(|at| {
            let word = words.get(at)?;
            let post = run_before(words, at, &["of", "for", "in", "und", "im", "&", "and"]);
            if !matches!(word.lower.as_str(), "at" | "bei") || !names_a_post(&joined(post)) {
                return None;
            }
            let article = words
                .get(at + 1)
                .is_some_and(|word| ARTICLES.contains(&word.text.as_str()));
            checked(run_from(words, at + 1 + usize::from(article), JOINS))
        })
    })
}

/// The run up to the legal form: what follows "Acme Inc." is the next sentence.
fn up_to_legal_form(run: &[Word]) -> &[Word] {
    const LEGAL: &[&str] = &[
        "inc", "inc.", "ltd", "ltd.", "llc", "llp", "plc", "gmbh", "ag", "se", "kg", "kgaa", "ug",
        "e.v.", "corp", "corp.", "b.v.", "n.v.", "s.a.", "sa", "sas", "s.p.a.", "co", "co.", "&",
        "mbh",
    ];
    let legal = |word: &Word| LEGAL.contains(&word.lower.as_str()) && word.lower != "&";
    let Some(first) = run.iter().skip(1).position(legal).map(|at| at + 1) else {
        return run;
    };
    let length = run
        .iter()
        .skip(first)
        .take_while(|word| LEGAL.contains(&word.lower.as_str()))
        .count();
    run.get(..first + length).unwrap_or(run)
}

/// The run as a company's name: without team words around it.
fn checked(run: &[Word]) -> Option<String> {
    let mut run = up_to_legal_form(run);
    while let [rest @ .., last] = run
        && (is_team(&last.text) || matches!(last.lower.as_str(), "i" | "we" | "and" | "the"))
    {
        run = rest;
    }
    while let [first, rest @ ..] = run
        && (is_team_first(&first.text)
            || matches!(
                first.lower.as_str(),
                "the" | "your" | "ihr" | "dein" | "team" | "das" | "our"
            ))
    {
        run = rest;
        // "Équipe recrutement de Lumeo"
        while let [small, rest @ ..] = run
            && matches!(
                small.lower.as_str(),
                "center"
                    | "centre"
                    | "services"
                    | "service"
                    | "de"
                    | "du"
                    | "del"
                    | "della"
                    | "do"
                    | "da"
                    | "di"
                    | "på"
                    | "&"
                    | "bij"
                    | "hos"
                    | "e"
            )
        {
            run = rest;
        }
    }
    let text = joined(run);
    let text = text.strip_suffix("'s").unwrap_or(&text);
    let lower = text.to_lowercase();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let is_company = letters >= 2 || japanese::has_japanese(text);
    let is_company = is_company
        && text.chars().count() <= MAX_CHARS
        && !text.contains(['@', '/', '<', '>'])
        && !run.iter().all(|word| is_team(&word.text))
        && !run
            .first()
            .is_some_and(|word| NO_COMPANY.contains(&word.lower.as_str()))
        && !NO_COMPANY.contains(&lower.as_str())
        && !is_software(text)
        && run.iter().any(Word::is_capitalised)
        && !(names_a_post_abroad(text)
            && !run.iter().any(|word| is_organisation(&word.text))
            && run
                .iter()
                .all(|word| names_a_post_abroad(&word.text) || !word.is_capitalised()))
        && (!names_a_post(text) || run.iter().any(|word| is_organisation(&word.text)));
    is_company.then(|| text.to_owned())
}

/// "Acme Recruiting", "Jo Park at Acme", or a no-reply address that shows "Acme".
fn in_display(message: &Message, lines: &[String]) -> Option<String> {
    let shown = message.from.iter().chain(&message.reply_to);
    shown
        .into_iter()
        .find_map(|address| display_company(address, lines))
}

fn display_company(address: &Address, lines: &[String]) -> Option<String> {
    let display = address.name.as_deref()?;
    let (left, right) = person::sides(display.trim_matches(['"', '\'', ' ']));
    let left_words = words(&left);
    let left_is_team = left_words.iter().all(|word| is_team(&word.text));
    if let Some(right) = right
        && (left_is_team || person::is_name(&left))
    {
        return checked(&words(&right));
    }
    let label = squash(mailboxes::domain_label(&address.spec));
    // "Jo Park, Acme" names the company only where the domain says so too: what
    // follows a name's comma may be a title.
    if let Some((first, _)) = left.split_once(", ")
        && first
            .split(' ')
            .next()
            .is_some_and(teams::is_organisation_first)
    {
        return checked(&words(first));
    }
    if let Some((person, rest)) = left.split_once(", ")
        && person.contains(' ')
        && person::is_name(person)
    {
        return checked(&words(rest)).filter(|name| label == squash(name));
    }
    // An agency is called "Brook Lane Recruitment" in its domain too.
    let ends_like_an_agency = left_words.last().is_some_and(|word| {
        matches!(
            word.lower.as_str(),
            "recruitment" | "recruiting" | "resources" | "talent" | "personal"
        )
    });
    let personal = !mailboxes::is_unread(&address.spec) && left_words.len() > 1;
    if (ends_like_an_agency || personal) && label == squash(&left) {
        return Some(left).filter(|name| name.chars().count() <= MAX_CHARS);
    }
    // "Personal & Recht", "Løn og Personale".
    let joined_team = left_words.len() == 3
        && left_words.iter().any(|word| is_team(&word.text))
        && left_words
            .get(1)
            .is_some_and(|word| matches!(word.lower.as_str(), "&" | "and" | "und" | "og" | "och"));
    if joined_team && !mailboxes::is_unread(&address.spec) {
        return None;
    }
    if teams::PHRASES.contains(&left.to_lowercase().as_str()) {
        return None;
    }
    // A portal shows its own name.
    let portal = mailboxes::is_unread(&address.spec) && domain::is_portal(&address.spec);
    let titled = left_words
        .first()
        .is_some_and(|word| person::is_addressed(&word.text));
    let board = ["system", "board", "portal", "platform", "hub"];
    let unnamed = mailboxes::is_unread(&address.spec)
        && left_words
            .last()
            .is_some_and(|word| board.contains(&word.lower.as_str()));
    if titled || unnamed {
        return None;
    }
    let name = checked(&left_words).filter(|name| !portal || !label.starts_with(&squash(name)))?;
    let stripped = left_words.last().is_some_and(|word| is_team(&word.text))
        || left_words
            .first()
            .is_some_and(|word| is_team_first(&word.text));
    let organised = name.split(' ').any(is_organisation);
    let anonymous = mailboxes::is_unread(&address.spec)
        || mailboxes::is_shared(&address.spec)
        || mailboxes::is_software(&address.spec)
        || !person::could_be_local_of(&name, address.spec.local());
    // A no-reply address may show the recruiter's name: then it is signed with it.
    let signed = lines.iter().any(|line| squash(line) == squash(&name))
        && person::is_name(&name)
        && name.contains(' ')
        && label != squash(&name);
    (stripped || organised || label == squash(&name) || (anonymous && !signed)).then_some(name)
}

/// A team or a company in the last lines.
fn in_signature(lines: &[String], marks: &[String]) -> Option<String> {
    const LINES: usize = 14;
    let lines: Vec<&String> = lines.iter().filter(|line| !line.is_empty()).collect();
    let tail = lines
        .get(lines.len().saturating_sub(LINES)..)
        .unwrap_or_default();
    tail.iter().enumerate().find_map(|(at, line)| {
        let before = at.checked_sub(1).and_then(|at| tail.get(at));
        team_line(line)
            .or_else(|| comma_line(line, marks))
            .or_else(|| below_title(line, before.map(|line| line.as_str()), marks))
            .or_else(|| organisation_line(line))
    })
}

/// "The Acme Talent Team", "Acme Recruiting".
fn team_line(line: &str) -> Option<String> {
    let lower = line.to_lowercase();
    let line = teams::PHRASES
        .iter()
        .find_map(|team| {
            let at = lower.find(team).filter(|_| !line.contains(['|', ',']))?;
            let head = line.get(..at)?.trim();
            let tail = line.get(at + team.len()..)?.trim();
            Some(if head.is_empty() { tail } else { head })
        })
        .unwrap_or(line);
    let phrased = line.len() < lower.len() && !line.is_empty();
    let all = words(line);
    let small = |word: &Word| {
        matches!(
            word.lower.as_str(),
            "the"
                | "your"
                | "team"
                | "ihr"
                | "dein"
                | "and"
                | "&"
                | "of"
                | "de"
                | "du"
                | "del"
                | "da"
                | "do"
                | "di"
                | "på"
                | "hos"
                | "bij"
                | "recrutement"
                | "talent"
        ) || word.is_capitalised()
            || is_team_first(&word.text)
    };
    let team = phrased
        || all.last().is_some_and(|word| is_team(&word.text)) && all.len() > 1
        || all.first().is_some_and(|word| word.lower == "team");
    let divided = all
        .split_last()
        .is_some_and(|(_, inner)| inner.iter().any(|word| word.ends));
    if all.len() > 8 || !team || !all.iter().all(small) || divided {
        return None;
    }
    checked(&all)
}

/// "Head of People, Acme" or "Acme, Personalabteilung".
fn comma_line(line: &str, marks: &[String]) -> Option<String> {
    let exactly = |side: &str| marks.contains(&squash(side));
    let (left, right) = [", ", " | ", " – ", " @ "]
        .iter()
        .find_map(|divider| line.split_once(divider))?;
    if line.split(' ').count() > 10 {
        return None;
    }
    [right, left].into_iter().find_map(|side| {
        if exactly(side) {
            return Some(side.to_owned());
        }
        let side = words(side);
        if !side
            .iter()
            .all(|word| word.is_capitalised() || JOINS.contains(&word.lower.as_str()))
        {
            return None;
        }
        checked(&side).filter(|name| is_confirmed(name, marks))
    })
}

/// "Hôpital du Lac, Neuchâtel", "Wodnik S.A.": a line that begins as an
/// organisation's name does or ends in a legal form.
fn organisation_line(line: &str) -> Option<String> {
    const MAX_WORDS: usize = 8;
    let all = words(line);
    let legal = |word: &Word| teams::is_legal_form(&word.text);
    let form = all.iter().skip(1).position(legal).map(|at| at + 1);
    let end = match form {
        // What precedes a legal form is the name, commas and all.
        Some(at) => at + all.iter().skip(at).take_while(|word| legal(word)).count(),
        None => all
            .iter()
            .position(|word| word.ends)
            .map_or(all.len(), |at| at + 1),
    };
    let run = all.get(..end)?;
    let first = run.first()?;
    let last = run.last()?;
    let organised = form.is_some()
        || (run.len() > 1 && teams::is_organisation_last(&last.text))
        || (teams::is_organisation_first(&first.text) && run.len() > 1);
    let written = run.iter().all(|word| {
        word.is_capitalised()
            || JOINS.contains(&word.lower.as_str())
            || word.lower == "en"
            || legal(word)
    });
    let text = joined(run);
    let fits = organised
        && written
        && first.is_capitalised()
        && all.len() <= MAX_WORDS + 4
        && run.len() <= MAX_WORDS
        && !line.contains("://")
        && !line.ends_with(['.', '?', '!']) | form.is_some();
    (fits && text.chars().count() <= MAX_CHARS && !is_software(&text)).then_some(text)
}

/// The line below "Jo Park | Recruiting".
fn below_title(line: &str, before: Option<&str>, marks: &[String]) -> Option<String> {
    let (name, title) = before?.split_once(" | ")?;
    let titled = names_a_post(title) || title.split(' ').any(is_team);
    if marks.contains(&squash(line)) {
        return Some(line.to_owned());
    }
    let words = words(line);
    let capitals = words
        .iter()
        .all(|word| word.is_capitalised() || JOINS.contains(&word.lower.as_str()));
    if !person::is_name(name) || !titled || !capitals || line.contains("://") || words.len() > 8 {
        return None;
    }
    checked(&words)
}

/// A run of capitalised words anywhere that the sender's own address confirms.
fn anywhere(
    texts: &[Vec<Word>],
    marks: &[String],
    confirmed: &impl Fn(&str) -> bool,
) -> Option<String> {
    // A name that is confirmed begins with the letter that a mark begins with.
    let begins = |word: &Word| {
        let first = squash(&word.text).chars().next();
        marks.iter().any(|mark| mark.chars().next() == first)
    };
    texts.iter().find_map(|words| {
        let starts = words.iter().enumerate().filter(|(_, word)| begins(word));
        starts.map(|(start, _)| start).find_map(|start| {
            let run = run_from(words, start, JOINS);
            (1..=run.len())
                .rev()
                .find_map(|length| checked(run.get(..length)?).filter(|name| confirmed(name)))
        })
    })
}

/// What the sender's addresses say about the company: the domain's own label,
/// or the customer's name in an address of hiring software.
fn sender_marks(message: &Message) -> Vec<String> {
    let mut marks = Vec::new();
    for address in message.from.iter().chain(&message.reply_to) {
        let spec = &address.spec;
        if mailboxes::is_software(spec) {
            let customer = spec.local().split('+').next().unwrap_or_default();
            marks.push(squash(customer));
            marks.push(squash(spec.domain().split('.').next().unwrap_or_default()));
        } else {
            marks.push(squash(mailboxes::domain_label(spec)));
        }
    }
    marks.retain(|mark| mark.chars().count() >= 3);
    marks
}

fn is_confirmed(name: &str, marks: &[String]) -> bool {
    // Domains write "ü" as "u" or as "ue".
    let umlauts = [("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")];
    let written_out = umlauts
        .iter()
        .fold(name.to_lowercase(), |text, (umlaut, letters)| {
            text.replace(umlaut, letters)
        });
    [squash(name), squash(&written_out)].iter().any(|name| {
        marks.iter().any(|mark| {
            let longer = mark.len() >= 5 && name.starts_with(mark.as_str());
            let shorter = name.len() >= 5 && mark.starts_with(name.as_str());
            mark == name || longer || shorter
        })
    })
}

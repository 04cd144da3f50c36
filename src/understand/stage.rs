//! How far the application had come: papers only, or an interview.

use super::words::{clean, own_lines, paragraphs, subject};
use super::{Stage, meetings};
use crate::mail::{Message, SegmentKind};

/// What a mail says after a meeting, a trial day or a task.
const MET: &[&str] = &[
    // English
    "time to speak with",
    "time to talk",
    "time to meet",
    "time to chat",
    "time to come in",
    "time to discuss",
    "time you spent with us",
    "time you gave us",
    "your time yesterday",
    "your time today",
    "your time last week",
    "your time on monday",
    "your time on tuesday",
    "your time on wednesday",
    "your time on thursday",
    "your time on friday",
    "speaking with you",
    "speaking to you",
    "talking with you",
    "talking to you",
    "chatting with you",
    "spoke with you",
    "talked with you",
    "meeting with you",
    "meeting you",
    "met with you",
    "enjoyed meeting",
    "for meeting",
    "after meeting",
    "after speaking",
    "meeting us",
    "meeting the team",
    "meet the team",
    "pleasure to meet",
    "nice to meet",
    "great to meet",
    "good to meet",
    "lovely to meet",
    "pleasure meeting",
    "pleasure speaking",
    "to meet you",
    "pleasure talking",
    "getting to know you",
    "get to know you",
    "enjoyed our",
    "enjoyed speaking",
    "enjoyed talking",
    "enjoyed hearing",
    "you attended",
    "conversation you",
    "conversations you",
    "your panel",
    "with the panel",
    "our conversation",
    "our recent conversation",
    "our conversations",
    "our discussion",
    "our discussions",
    "our call",
    "our recent call",
    "our video call",
    "our phone call",
    "our chat",
    "our recent chat",
    "our meeting",
    "our meetings",
    "conversation with us",
    "conversation with our",
    "conversation with the",
    "for attending",
    "attending our",
    "for coming in",
    "for coming down",
    "for coming by",
    "for coming over",
    "for coming along",
    "for dropping by",
    "for travelling",
    "for joining us for",
    "for joining our call",
    "coming in to",
    "coming to see",
    "for coming to",
    "for visiting",
    "your visit",
    "take-home",
    "take home",
    "takehome",
    "assessment day",
    "assessment centre",
    "assessment center",
    "selection day",
    "coding challenge",
    "coding test",
    "coding exercise",
    "art test",
    "design test",
    "technical test",
    "technical challenge",
    "technical exercise",
    "technical assessment",
    "technical task",
    "test task",
    "trial task",
    "trial project",
    "written test",
    "skills test",
    "the assignment",
    "your assignment",
    "the exercise",
    "your presentation",
    "the presentation",
    "your demo",
    "your test",
    "your task",
    "your case study",
    "the case study",
    "case you presented",
    "phone screen",
    "final two",
    "final three",
    "last two",
    "trial day",
    "trial shift",
    "trial lesson",
    "trial week",
    "paired with",
    "pairing session",
    "walking us through",
    "walking me through",
    "talking us through",
    "taking us through",
    "came down to two",
    "came down to you",
    "down to you and",
    "between you and",
    "close second",
    "strong second",
    "second choice",
    "runner-up",
    "runner up",
    "you came across",
    "how you came across",
    "deep dive",
    "we talked",
    "we spoke",
    "we last spoke",
    "when we met",
    "since we met",
    "we met",
    "showing us",
    "showed us",
    "spending so much time",
    "spending time with",
    "spending the day",
    "spending the afternoon",
    "spending the morning",
    "your references",
    "following our",
    "since our",
    "after our",
    "interviewer",
    "interviewers",
    "you met",
    "you spoke",
    "you talked",
    "you presented",
    "you visited",
    "you showed us",
    "debrief",
    "on the call",
    "zoom call",
    "teams call",
    "sat down with",
    "sitting down with",
    "the day you spent",
    "spent with us",
    "lesson you",
    "you taught",
    "audition",
    "role play",
    "role-play",
    "lunch with",
    "conversation with you",
    "conversations with you",
    "hours you gave",
    "hours you spent with",
    "your onsite",
    "the onsite",
    "an onsite",
    "your on-site",
    "on-site interview",
    // German
    "mit ihnen unterhalten",
    "mit dir unterhalten",
    "telefonat",
    "unser telefonat",
    "unserem telefonat",
    "unseres telefonats",
    "das telefonat",
    "nette telefonat",
    "angenehme telefonat",
    "auswahltag",
    "bewerbertag",
    "besuch bei uns",
    "zweite wahl",
    "persönlicher eindruck",
    "persönlichen eindruck",
    "gespräch",
    "kennenzulernen",
    "kennenlernen",
    "kennengelernt",
    "kennen zu lernen",
    "kennen gelernt",
    "probearbeit",
    "probetag",
    "probevorlesung",
    "probeunterricht",
    "schnuppertag",
    "vorstellungstermin",
    "vorstellungsrunde",
    "telefoninterview",
    "videointerview",
    "ihr interview",
    "dein interview",
    "das interview",
    "die interviews",
    "interview mit",
    "videocall",
    "assessment-center",
    "assessment center",
    "case study",
    "fallstudie",
    "probeaufgabe",
    "testaufgabe",
    "probeprojekt",
    "ihr besuch",
    "ihren besuch",
    "ihrem besuch",
    "dein besuch",
    "deinen besuch",
    "deinem besuch",
    "ihre arbeitsprobe",
    "deine arbeitsprobe",
    "der arbeitsprobe",
    "hospitation",
    "hospitieren",
    "ihre präsentation",
    "deine präsentation",
    "ihr vortrag",
    "dein vortrag",
    "angenehmen austausch",
    "netten austausch",
    "offenen austausch",
    "dass sie bei uns waren",
    "dass du bei uns warst",
    "dass du da warst",
];

/// Steps of a selection: of the user's own one where the sentence says "you".
const STEPS: &[&str] = &[
    "second round",
    "third round",
    "final round",
    "final stage",
    "last round",
    "last stage",
    "later stages",
    "finalist",
    "zweite runde",
    "zweiten runde",
    "letzte runde",
    "letzten runde",
    "finale runde",
    "finalen runde",
    "deux derniers",
    "deux dernières",
    "deux finalistes",
    "laatste twee",
    "stond tweede",
    "tweede keus",
    "segunda opción",
    "seconda scelta",
    "dos finalistas",
];

/// What a sentence says that denies or announces the meeting.
const NOT_MET: &[&str] = &[
    "invite",
    "to the interviews",
    "selected for interview",
    "inviting",
    "offer you an interview",
    "offer you a meeting",
    "look forward to meeting",
    "forward to speaking",
    "to meet you in person one day",
    "not to meet",
    "unable to meet",
    "would have liked to meet",
    "happy to meet",
    "einlad",
    "einzulad",
    "lade",
    "lädt",
    "zur verfügung",
    "erläutern",
    "für ein gespräch",
    "website",
    "career site",
    "careers site",
    "careers page",
    "portal",
    "hope to meet",
    "einladung zu",
    "eingeladen",
    "kein gespräch",
    "keine gespräche",
    "gesprächen mit anderen",
    "gespräche mit anderen",
    "gespräch anbieten",
    "im gespräch bleiben",
    "gerne kennengelernt hätten",
    "gern kennengelernt",
    "gerne kennengelernt",
    "unterlagen kennen",
    "nicht persönlich kennen",
    "statt eines gesprächs",
    "ohne gespräch",
    "convoquer",
    "inviter",
    "invitar",
    "invitare",
    "convidar",
    "convocar",
    "uitnodigen",
    "uitgenodigd",
    "zaprosi",
    "inbjud",
    "indkald",
    "innkall",
    "if you are selected",
    "should you be selected",
];

/// Words before "interview" that tell of one that has not been.
const WITHHELD: &[&str] = &[
    "not",
    "unable",
    "cannot",
    "can't",
    "couldn't",
    "won't",
    "unfortunately",
    "offer",
    "select",
    "shortlist",
    "progress",
    "proceed",
    "advanc",
    "mov",
    "forward",
    "without",
    "limited",
    "number",
    "granted",
    "if",
    "should",
    "only",
];

/// Words before "interview" that tell of one that has been.
const HELD: &[&str] = &[
    "your",
    "our",
    "following",
    "after",
    "recent",
    "first",
    "second",
    "third",
    "final",
    "phone",
    "telephone",
    "video",
    "technical",
    "panel",
    "last",
    "attending",
    "attended",
    "since",
    "during",
    "in",
];

/// Words after "interview" that speak of the employer's process instead.
const PROCESS: &[&str] = &[
    "stage",
    "stages",
    "phase",
    "slot",
    "slots",
    "list",
    "shortlist",
    "places",
    "invitation",
    "pool",
    "step",
];

/// The stage; papers only unless the text speaks of more.
///
/// A sentence that says no interview was offered proves nothing beyond papers.
pub(super) fn find(message: &Message) -> Stage {
    let mut texts = paragraphs(&own_lines(message));
    texts.push(subject(message));
    let met = texts
        .iter()
        .any(|text| any_sentence(text, speaks_of_meeting));
    // What the user wrote before tells of an interview that has been only where
    // it gives thanks: "I look forward to our conversation" is a hope.
    let told = message
        .body
        .segments(SegmentKind::Quote)
        .any(|text| any_sentence(&clean(text), |s| gives_thanks(s) && speaks_of_meeting(s)));
    if met || told {
        Stage::Interview
    } else {
        Stage::Application
    }
}

fn any_sentence(text: &str, says: impl Fn(&str) -> bool) -> bool {
    let lower = text.to_lowercase();
    lower
        .split(['.', '!', '?', ';', '。', '！', '？'])
        .any(says)
}

fn gives_thanks(sentence: &str) -> bool {
    [
        "thank", "enjoyed", "pleasure", "dank", "gefreut", "merci", "gracias", "grazie", "obrigad",
        "dzięk", "tack", "takk", "tak for",
    ]
    .iter()
    .any(|word| sentence.contains(word))
}

fn speaks_of_meeting(sentence: &str) -> bool {
    !NOT_MET
        .iter()
        .chain(meetings::NOT_MET)
        .any(|phrase| contains_words(sentence, phrase))
        && (MET
            .iter()
            .chain(meetings::MET)
            .any(|phrase| contains_words(sentence, phrase))
            || (STEPS.iter().any(|step| sentence.contains(step)) && addresses_the_user(sentence))
            || sentence.contains("gespräch")
            || meetings::looks_back(sentence, contains_words)
            || speaks_of_interview(sentence))
}

fn addresses_the_user(sentence: &str) -> bool {
    sentence.split(|c: char| !c.is_alphanumeric()).any(|word| {
        matches!(
            word,
            "you" | "your" | "sie" | "du" | "dich" | "ihnen" | "dir" | "vous" | "tu" | "te" | "je"
        )
    })
}

/// Whether an interview is spoken of as one that the user had.
fn speaks_of_interview(sentence: &str) -> bool {
    let words: Vec<&str> = sentence
        .split(|c: char| !(c.is_alphanumeric() || c == '\''))
        .filter(|word| !word.is_empty())
        .collect();
    (0..words.len()).any(|at| {
        let before = |reach: usize| words.get(at.saturating_sub(reach)..at).unwrap_or_default();
        let after = words.get(at + 1).copied().unwrap_or_default();
        let is = |list: &[&str], reach: usize| before(reach).iter().any(|word| list.contains(word));
        let withheld = before(6)
            .iter()
            .any(|word| WITHHELD.iter().any(|stem| word.starts_with(stem)));
        match words.get(at).copied().unwrap_or_default() {
            "interview" | "interviews" if PROCESS.contains(&after) => false,
            "interview" if after == "panel" => true,
            "interview" if after == "process" => !withheld,
            "interview" | "interviews" => {
                is(HELD, 2)
                    || (!withheld
                        && is(
                            &[
                                "thank", "thanks", "time", "enjoyed", "outcome", "attend", "came",
                                "come",
                            ],
                            8,
                        ))
            }
            "interviewing" if is(&["longer", "not", "stopped", "still"], 3) => false,
            "interviewing" => matches!(after, "with" | "you" | "at") || is(&["for", "after"], 1),
            "interviewed" => {
                is(&["you"], 2) || matches!(after, "you" | "well" | "very" | "really" | "with")
            }
            _ => false,
        }
    })
}

/// Whether the phrase stands in the text, beginning with a word.
fn contains_words(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, _)| {
        text.get(..at)
            .and_then(|before| before.chars().next_back())
            .is_none_or(|c| !c.is_alphanumeric())
    })
}

//! The JSON that other programs rely on. Fields may be added, never changed.

use serde::Serialize;

use super::style::is_printable;
use crate::classify::{Evidence, Judgement};
use crate::mail::{Message, MessageId};
use crate::reply::{Draft, Plan};
use crate::understand::{Application, Contact};

/// One object on one line. What could drive a terminal is written as `\\u`
/// escapes, which mean the same.
pub(super) fn line(object: &impl Serialize) -> serde_json::Result<String> {
    let json = serde_json::to_string(object)?;
    let mut line = String::with_capacity(json.len());
    for c in json.chars() {
        // Control characters below U+0020 are escaped already, and what is
        // left of this kind stands within strings and has four digits.
        match is_printable(c) {
            true => line.push(c),
            false => line.push_str(&format!("\\u{:04x}", u32::from(c))),
        }
    }
    Ok(line)
}

/// One message, as `explain --json` prints it.
#[derive(Debug, Serialize)]
pub(super) struct ExplainJson<'a> {
    pub(super) path: &'a str,
    pub(super) verdict: Option<&'static str>,
    pub(super) score: Option<f32>,
    pub(super) language: Option<String>,
    pub(super) stage: Option<&'static str>,
    pub(super) company: Option<&'a str>,
    pub(super) role: Option<&'a str>,
    pub(super) contact: Option<ContactJson>,
    pub(super) evidence: Vec<EvidenceJson>,
    pub(super) reasons: &'a [String],
    pub(super) error: Option<String>,
}

/// Whom to write to.
#[derive(Debug, Serialize)]
pub(super) struct ContactJson {
    name: Option<String>,
    address: String,
}

/// One phrase found, in the mail's own words. `start` and `end` count characters
/// of the subject or of the visible text; `sentence` is the one around it, and
/// `pattern` is how the phrase pack writes it.
#[derive(Debug, Serialize)]
pub(super) struct EvidenceJson {
    phrase: String,
    pattern: String,
    kind: &'static str,
    field: &'static str,
    start: usize,
    end: usize,
    weight: f32,
    language: String,
    sentence: String,
    cancelled: Option<&'static str>,
}

/// One case, as `scan --json` prints it.
#[derive(Debug, Serialize)]
pub(super) struct ScanJson {
    pub(super) message_ids: Vec<String>,
    pub(super) paths: Vec<String>,
    pub(super) verdict: &'static str,
    pub(super) score: f32,
    pub(super) language: Option<String>,
    pub(super) stage: Option<&'static str>,
    pub(super) company: Option<String>,
    pub(super) role: Option<String>,
    pub(super) contact: Option<ContactJson>,
    pub(super) received: Option<String>,
    pub(super) reasons: Vec<String>,
    pub(super) plan: Option<PlanJson>,
    pub(super) draft: Option<DraftJson>,
}

/// What is to become of a case.
#[derive(Debug, Serialize)]
pub(super) struct PlanJson {
    pub(super) action: &'static str,
    pub(super) due: Option<String>,
    pub(super) window_ends: Option<String>,
    pub(super) reason: Option<String>,
}

/// A draft.
#[derive(Debug, Serialize)]
pub(super) struct DraftJson {
    to: Option<String>,
    subject: String,
    in_reply_to: Option<String>,
    references: Vec<String>,
    message_id: String,
    body: String,
}

impl From<&Contact> for ContactJson {
    fn from(contact: &Contact) -> Self {
        Self {
            name: contact.name.clone(),
            address: contact.address.to_string(),
        }
    }
}

impl From<Plan> for PlanJson {
    fn from(plan: Plan) -> Self {
        match plan {
            Plan::Draft { due, window_ends } => Self {
                action: "draft",
                due: Some(due.to_string()),
                window_ends: Some(window_ends.to_string()),
                reason: None,
            },
            Plan::Skip(skip) => Self {
                action: "skip",
                due: None,
                window_ends: None,
                reason: Some(skip.to_string()),
            },
        }
    }
}

impl PlanJson {
    /// An unsure mail is left to the user.
    pub(super) fn unsure() -> Self {
        Self {
            action: "skip",
            due: None,
            window_ends: None,
            reason: Some("it may be a rejection; a person should look".to_owned()),
        }
    }
}

impl From<&Draft> for DraftJson {
    fn from(draft: &Draft) -> Self {
        Self {
            to: draft.to.as_ref().map(ToString::to_string),
            subject: draft.subject.clone(),
            in_reply_to: draft.in_reply_to.as_ref().map(MessageId::to_string),
            references: draft.references.iter().map(MessageId::to_string).collect(),
            message_id: draft.message_id.to_string(),
            body: draft.body.clone(),
        }
    }
}

impl<'a> ExplainJson<'a> {
    /// A message that was read.
    pub(super) fn new(
        path: &'a str,
        message: &Message,
        judgement: &'a Judgement,
        application: Option<&'a Application>,
    ) -> Self {
        let evidence = judgement
            .evidence
            .iter()
            .map(|e| evidence(message, e))
            .collect();
        Self {
            path,
            verdict: Some(judgement.verdict.as_str()),
            score: Some(judgement.score),
            language: judgement.language.map(|language| language.to_string()),
            stage: application
                .and_then(|a| a.stage)
                .map(|stage| stage.as_str()),
            company: application.and_then(|a| a.company.as_deref()),
            role: application.and_then(|a| a.role.as_deref()),
            contact: application
                .and_then(|a| a.contact.as_ref())
                .map(ContactJson::from),
            evidence,
            reasons: &judgement.reasons,
            error: None,
        }
    }

    /// A message that could not be read.
    pub(super) fn unreadable(path: &'a str, error: String) -> Self {
        Self {
            path,
            verdict: None,
            score: None,
            language: None,
            stage: None,
            company: None,
            role: None,
            contact: None,
            evidence: Vec::new(),
            reasons: &[],
            error: Some(error),
        }
    }
}

fn evidence(message: &Message, evidence: &Evidence) -> EvidenceJson {
    let text = evidence.field.text(message);
    let characters = |to: usize| text.get(..to).map_or(0, |before| before.chars().count());
    EvidenceJson {
        phrase: text
            .get(evidence.range.clone())
            .unwrap_or(&evidence.phrase)
            .to_owned(),
        pattern: evidence.phrase.clone(),
        kind: evidence.kind.as_str(),
        field: evidence.field.as_str(),
        start: characters(evidence.range.start),
        end: characters(evidence.range.end),
        weight: evidence.weight,
        language: evidence.language.to_string(),
        sentence: text
            .get(evidence.sentence.clone())
            .unwrap_or_default()
            .to_owned(),
        cancelled: evidence.cancelled,
    }
}

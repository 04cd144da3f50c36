//! The verdict on a mail: the user's own word first, then the senders that the
//! user has excepted, then the phrases.

use super::{CaseKey, Mark, Rules};
use crate::classify::{Judgement, Verdict, classify};
use crate::mail::Message;

/// Judges a message by everything that the user has laid down.
pub fn judge(rules: &Rules, message: &Message) -> Judgement {
    let judged = classify(&rules.book, message, rules.me.as_ref());
    if let Some(mark) = mark(rules, message) {
        return by_mark(judged, mark);
    }
    let from = message.from.as_ref().map(|from| &from.spec);
    let excepted = from.and_then(|from| rules.ignored.iter().find(|one| one.matches(from)));
    match (excepted, judged.verdict) {
        (None, _) | (Some(_), Verdict::Other) => judged,
        (Some(sender), Verdict::Rejection | Verdict::Unsure) => overruled(
            judged,
            Verdict::Other,
            format!("the settings except its sender: {sender} is among `ignore_senders`"),
        ),
    }
}

fn mark(rules: &Rules, message: &Message) -> Option<Mark> {
    // A key may cost a digest of the text.
    if rules.marks.is_empty() {
        return None;
    }
    rules.marks.get(&CaseKey::of(message)).copied()
}

fn by_mark(judged: Judgement, mark: Mark) -> Judgement {
    match mark {
        Mark::Rejection => {
            let reason = "you marked it as a rejection";
            overruled(judged, Verdict::Rejection, reason.to_owned())
        }
        Mark::NotRejection => {
            let reason = "you marked it as no rejection";
            overruled(judged, Verdict::Other, reason.to_owned())
        }
    }
}

/// The evidence stays, so that one sees what was overruled.
fn overruled(judged: Judgement, verdict: Verdict, reason: String) -> Judgement {
    Judgement {
        verdict,
        score: if verdict == Verdict::Rejection {
            1.0
        } else {
            0.0
        },
        reasons: vec![reason],
        ..judged
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;
    use std::time::Duration;

    use super::*;
    use crate::case::Sender;
    use crate::classify::Phrasebook;
    use crate::mail::{Raw, Source, TimeZone};
    use crate::reply::{DraftSettings, Late, NoContact, Templates, Weekends};
    use crate::text;

    fn rules() -> Rules {
        Rules {
            book: Arc::new(Phrasebook::embedded()),
            templates: Arc::new(Templates::embedded()),
            me: None,
            account: "files".to_owned(),
            ignored: Vec::new(),
            marks: BTreeMap::new(),
            draft: DraftSettings {
                window: Duration::from_secs(24 * 60 * 60),
                cool_off: Duration::ZERO,
                quiet_hours: None,
                weekends: Weekends::Draft,
                late: Late::Draft,
                no_contact: NoContact::Draft,
                quote_original: true,
                signature: None,
            },
            zone: TimeZone::UTC,
        }
    }

    fn message(from: &str, text: &str) -> Message {
        let bytes = format!("Message-ID: <m@x>\r\nFrom: {from}\r\nTo: a@b.example\r\n\r\n{text}");
        text::parse(&Raw {
            size: bytes.len() as u64,
            bytes: bytes.into_bytes(),
            internal_date: None,
            source: Source::Path("m.eml".to_owned()),
        })
    }

    #[test]
    fn the_users_word_stands_above_the_sender_and_the_sender_above_the_phrases() {
        let no = "Thank you for applying. We will not be moving forward with your application.";
        let acme = "news@acme.example";
        for (name, text, ignored, mark, verdict, reason) in [
            ("plain", no, None, None, Verdict::Rejection, ""),
            (
                "excepted",
                no,
                Some(acme),
                None,
                Verdict::Other,
                "ignore_senders",
            ),
            (
                "another",
                no,
                Some("x@y.example"),
                None,
                Verdict::Rejection,
                "",
            ),
            (
                "no matter",
                "Hello",
                Some(acme),
                None,
                Verdict::Other,
                "no phrase",
            ),
            (
                "marked",
                "Hello",
                None,
                Some(Mark::Rejection),
                Verdict::Rejection,
                "you marked it",
            ),
            (
                "marked and excepted",
                no,
                Some("@acme.example"),
                Some(Mark::Rejection),
                Verdict::Rejection,
                "you marked it",
            ),
            (
                "marked as none",
                no,
                None,
                Some(Mark::NotRejection),
                Verdict::Other,
                "you marked it as no",
            ),
        ] {
            let message = message(acme, text);
            let rules = Rules {
                ignored: ignored.and_then(Sender::parse).into_iter().collect(),
                marks: mark
                    .into_iter()
                    .map(|mark| (CaseKey::of(&message), mark))
                    .collect(),
                ..rules()
            };
            let judged = judge(&rules, &message);
            assert_eq!(judged.verdict, verdict, "{name}");
            let said = judged.reasons.join("; ");
            assert!(said.contains(reason), "{name}: {said}");
        }
    }
}

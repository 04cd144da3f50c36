//! One mail, one decision: the whole way from bytes to an outcome, in order.
//! Everything that the decision depends on is passed in, the time included.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::classify::{Phrasebook, Verdict};
use crate::mail::{Identity, Message, Raw, TimeZone, Timestamp};
use crate::reply::{DraftSettings, Plan, Templates, compose, decide_skip, plan};
use crate::text;
use crate::understand::understand;

use super::{Case, CaseKey, Mark, Outcome, Sender, guess, judge};

/// What decisions are made by.
#[derive(Debug, Clone)]
pub struct Rules {
    /// The phrases.
    pub book: Arc<Phrasebook>,
    /// The texts of replies.
    pub templates: Arc<Templates>,
    /// Who the user is; `None` where nothing tells, and each mail's own recipient stands in.
    pub me: Option<Identity>,
    /// The mailbox, for the drafts' Message-IDs.
    pub account: String,
    /// Whose mail is never judged a rejection.
    pub ignored: Vec<Sender>,
    /// What the user has said of single mails, where the ledger is at hand. The
    /// daemon leaves it empty: its ledger looks when a case is recorded.
    pub marks: BTreeMap<CaseKey, Mark>,
    /// The user's wishes about drafts.
    pub draft: DraftSettings,
    /// The clock on the user's wall.
    pub zone: TimeZone,
}

/// What is made of one message, and the message as it was understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Decided {
    /// The parsed message.
    pub message: Message,
    /// When it was received, as far as anything tells.
    pub received: Option<Timestamp>,
    /// The outcome.
    pub outcome: Outcome,
}

/// Decides about a message, parsed already, at the time `now`.
pub fn decide(rules: &Rules, raw: &Raw, message: Message, now: Timestamp) -> Decided {
    let received = received(raw, &message);
    let outcome = outcome(rules, &message, received, now);
    Decided {
        message,
        received,
        outcome,
    }
}

/// Decides about a message as if it had been handled when it arrived: a
/// backfill tells what a daemon would have done.
pub fn decide_at_arrival(rules: &Rules, raw: &Raw, message: Message, now: Timestamp) -> Decided {
    let arrival = received(raw, &message).unwrap_or(now);
    decide(rules, raw, message, arrival)
}

/// When the user's own server took the mail in: INTERNALDATE, else its newest
/// Received header, else the Date that the sender wrote.
fn received(raw: &Raw, message: &Message) -> Option<Timestamp> {
    raw.internal_date.or(message.received).or(message.date)
}

/// Why a message need not be fetched beyond its headers, or `None` where it is
/// worth a look. Only what the headers alone make certain is passed over.
pub fn pass_over(head: &Message, me: Option<&Identity>) -> Option<&'static str> {
    if let (Some(from), Some(me)) = (&head.from, me)
        && me.owns(&from.spec)
    {
        return Some("it is from you");
    }
    let automation = &head.automation;
    let bulk = matches!(
        automation.precedence.as_deref(),
        Some("bulk" | "list" | "junk")
    );
    if automation.list_id && bulk {
        return Some("it came from a mailing list");
    }
    match automation.auto_submitted.as_deref() {
        Some("auto-replied") => Some("it is an automatic reply"),
        _ => None,
    }
}

fn outcome(
    rules: &Rules,
    message: &Message,
    received: Option<Timestamp>,
    now: Timestamp,
) -> Outcome {
    if !text::is_readable(message) {
        return Outcome::Unreadable("it is empty or not a mail".to_owned());
    }
    let judgement = judge(rules, message);
    let key = || CaseKey::of(message);
    // A time in the future is a wrong clock.
    let received = received.unwrap_or(now).min(now);
    match judgement.verdict {
        Verdict::Other => return Outcome::Other { judgement },
        Verdict::Unsure => {
            return Outcome::Unsure {
                key: key(),
                received,
                judgement,
            };
        }
        Verdict::Rejection => (),
    }
    let application = understand(message, &judgement, rules.me.as_ref());
    let plan = match decide_skip(message, &application, &rules.draft) {
        Some(skip) => Plan::Skip(skip),
        None => plan(received, now, &rules.draft, &rules.zone),
    };
    let mut case = Case {
        key: key(),
        original: message.message_id.clone(),
        received,
        judgement,
        application,
        plan,
        draft: None,
    };
    if let Plan::Draft { due, .. } = plan {
        let me = rules.me.clone().or_else(|| guess::identity(message));
        let Some(me) = me else {
            return Outcome::Unreadable("nothing tells whom the reply would come from".to_owned());
        };
        let at = due.to_zoned(rules.zone.clone());
        let draft = compose(
            message,
            &case.application,
            &me,
            &rules.account,
            &rules.templates,
            &rules.draft,
            &at,
        );
        match draft {
            Ok(draft) => case.draft = Some(draft),
            Err(error) => {
                return Outcome::Unreadable(format!("no draft could be written: {error}"));
            }
        }
    }
    Outcome::Rejection(Box::new(case))
}

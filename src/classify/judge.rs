//! Weighs the evidence. Precision is worth more than recall: what is not clear
//! is `Unsure`, and what speaks against a rejection is looked at first.

use std::collections::BTreeMap;

use super::context::{self, Tell, Weighed};
use super::tongue::Tongue;
use super::{Evidence, Judgement, Kind, Phrasebook, Verdict};
use crate::mail::{Identity, Language, Message, Segment, SegmentKind};

/// A decision of this weight says by itself that an application has ended.
const CLEAR: f32 = 3.0;
/// A decision of this weight needs a word of regret and one about an application.
const NEARLY_CLEAR: f32 = 2.5;
/// A decision of this weight needs words about an application beside it.
const IN_CONTEXT: f32 = 2.0;
/// An advance or another matter of this weight outweighs all but a clear decision.
const STRONG: f32 = 3.0;
/// One of this weight outweighs everything.
const OVERRIDING: f32 = 4.0;
/// So much is more than one decision.
const TWICE: f32 = 4.0;
/// An alternative of this weight rejects in the tone of a rejection.
const PREFERRED: f32 = 2.0;
/// A farewell of this weight rejects where it is said with regret.
const PARTING: f32 = 2.0;
/// A text of more bytes is long for an answer to an application: in it, words of
/// all kinds stand somewhere, and what is no clear decision must stand denser.
const LONG: f32 = 4000.0;
/// How much must speak of an application where the decision is clear.
const SOME_HIRING: f32 = 0.5;
/// And where it is not.
const MUCH_HIRING: f32 = 2.0;

/// Judges one mail. `me` is the user, where known: their own mail is never a rejection.
pub fn classify(book: &Phrasebook, message: &Message, me: Option<&Identity>) -> Judgement {
    judge(book, message, me, Tell::WhatDecides)
}

/// Like [`classify`], with every phrase told, also where none decides. The
/// verdict is the same.
pub fn classify_in_full(book: &Phrasebook, message: &Message, me: Option<&Identity>) -> Judgement {
    judge(book, message, me, Tell::Everything)
}

fn judge(book: &Phrasebook, message: &Message, me: Option<&Identity>, tell: Tell) -> Judgement {
    let (evidence, tongue) = context::of(book, message, tell);
    let sums = Sums::of(&evidence, length(message));
    let unread_language = is_unread(&evidence, &tongue);
    let finding = barred(message, me, &sums)
        .or_else(|| passed_on_to_another(message, me, &evidence))
        .unwrap_or_else(|| weigh(&sums));
    let finding = match unread_language && finding.verdict == Verdict::Other {
        true => self::finding(
            Verdict::Other,
            "the mail is in a language that no phrase pack is written in",
        ),
        false => finding,
    };
    Judgement {
        unread_language,
        ..judgement(finding, &sums, evidence, &tongue)
    }
}

/// Whether no pack can read the mail: nothing decides, and its words are none
/// that the languages of the packs are made of.
fn is_unread(evidence: &[Weighed], tongue: &Tongue) -> bool {
    let decides = |one: &Weighed| one.evidence.kind.speaks_of_an_end();
    tongue.is_foreign() && !evidence.iter().any(decides)
}

/// How long the mail's own text is, in bytes.
fn length(message: &Message) -> usize {
    let own = |segment: &&Segment| matches!(segment.kind, SegmentKind::Own | SegmentKind::Forward);
    let own = message.body.segments.iter().filter(own);
    own.map(|segment| segment.range.len()).sum()
}

/// A verdict and why, before the evidence is added.
struct Finding {
    verdict: Verdict,
    reason: Option<String>,
}

fn finding(verdict: Verdict, reason: impl Into<String>) -> Finding {
    Finding {
        verdict,
        reason: Some(reason.into()),
    }
}

/// What the evidence that counts adds up to. Each phrase counts once.
#[derive(Debug, Default)]
struct Sums {
    decision: f32,
    /// The weight of the heaviest decision.
    clearest: f32,
    alternative: f32,
    regret: f32,
    farewell: f32,
    hiring: f32,
    advance: f32,
    /// The heaviest advance, with its phrase.
    furthest: Option<(f32, String)>,
    other: f32,
    /// The heaviest other matter, with its phrase and its kind.
    matter: Option<(f32, String, Kind)>,
    /// Whether a decision or an alternative was found but cancelled, and why.
    cancelled: Option<&'static str>,
    /// Whether the mail answers one that rejected clearly already.
    told_before: bool,
    /// How many times more hints a text of this length must hold.
    dilution: f32,
}

impl Sums {
    fn of(evidence: &[Weighed], length: usize) -> Self {
        let mut sums = Self {
            dilution: (length as f32 / LONG).max(1.0),
            ..Self::default()
        };
        let mut seen = BTreeMap::new();
        for one in evidence {
            if !one.counts() {
                let quoted = one.evidence.cancelled == Some(context::QUOTED);
                let clear = one.evidence.kind == Kind::Decision && one.weight >= CLEAR;
                sums.told_before |= quoted && clear;
                if one.evidence.kind.speaks_of_an_end() {
                    sums.cancelled = one.evidence.cancelled;
                }
                continue;
            }
            if seen.insert(one.phrase, ()).is_some() {
                continue;
            }
            sums.add(one);
        }
        sums
    }

    fn add(&mut self, one: &Weighed) {
        match one.evidence.kind {
            Kind::Decision => {
                self.decision += one.weight;
                self.clearest = self.clearest.max(one.weight);
            }
            Kind::Alternative => self.alternative += one.weight,
            Kind::Regret => self.regret += one.weight,
            Kind::Farewell => self.farewell += one.weight,
            Kind::Hiring => self.hiring += one.weight,
            Kind::Conditional => {}
            Kind::Advance => {
                self.advance += one.weight;
                let heaviest = self.furthest.as_ref().map_or(0.0, |furthest| furthest.0);
                if one.weight > heaviest {
                    self.furthest = Some((one.weight, one.evidence.phrase.clone()));
                }
            }
            kind @ (Kind::Withdrawal | Kind::Retraction | Kind::OtherMatter) => {
                self.other += one.weight;
                let heaviest = self.matter.as_ref().map_or(0.0, |matter| matter.0);
                if one.weight > heaviest {
                    self.matter = Some((one.weight, one.evidence.phrase.clone(), kind));
                }
            }
        }
    }

    /// Whether anything says that an application has ended.
    fn speaks_of_an_end(&self) -> bool {
        self.decision > 0.0 || self.alternative > 0.0 || self.farewell >= PARTING
    }

    /// Whether the tone is that of a rejection.
    fn is_sorry_or_parts(&self) -> bool {
        self.regret + self.farewell >= 1.0
    }

    /// Whether what was found makes a rejection, if nothing speaks against it:
    /// a decision; or somebody else's, told in the tone of a rejection; or no
    /// more than a regretful farewell to an applicant.
    fn decide(&self) -> bool {
        let much = self.hiring >= MUCH_HIRING * self.dilution;
        let some = self.hiring >= self.dilution;
        let farewell = self.farewell / self.dilution;
        let hints = (self.decision + self.alternative) / self.dilution;
        self.clearest >= CLEAR && self.hiring >= SOME_HIRING
            || self.clearest >= IN_CONTEXT && much
            || self.clearest >= NEARLY_CLEAR && some && self.is_sorry_or_parts()
            || self.clearest >= NEARLY_CLEAR && some && self.alternative >= PREFERRED
            || self.decision >= TWICE && some
            || self.alternative >= PREFERRED * self.dilution && much && self.is_sorry_or_parts()
            || self.advance < 1.0
                && much
                && self.regret >= 1.0
                && (hints >= 1.0 && farewell >= 1.0 || farewell >= PARTING)
    }

    /// Everything for a rejection, less what speaks against it.
    fn total(&self) -> f32 {
        self.decision.min(6.0)
            + self.alternative.min(3.0)
            + self.regret.min(1.0)
            + self.farewell.min(2.0)
            + self.hiring.min(4.0) * 0.5
            - self.advance
            - self.other
    }
}

/// What a mail is that cannot be a rejection, whatever it says.
fn barred(message: &Message, me: Option<&Identity>, sums: &Sums) -> Option<Finding> {
    let other = |reason: &str| Some(finding(Verdict::Other, reason));
    let from = message.from.as_ref().map(|from| &from.spec);
    if me.zip(from).is_some_and(|(me, from)| me.owns(from)) {
        return other("the mail is from the user");
    }
    if !sums.speaks_of_an_end() {
        // Nothing to bar: the plain reasons are better ones.
        return None;
    }
    let postmaster = |local: &str| matches!(local, "mailer-daemon" | "postmaster");
    if message.parts.report || from.is_some_and(|from| postmaster(from.local())) {
        return other("the mail is a delivery report");
    }
    if message.automation.auto_submitted.as_deref() == Some("auto-replied") {
        return other("the mail is an automatic reply, such as an absence note");
    }
    if message.automation.list_id {
        return other("the mail came over a mailing list");
    }
    None
}

/// A rejection that was passed on and greets somebody else is somebody else's.
fn passed_on_to_another(
    message: &Message,
    me: Option<&Identity>,
    evidence: &[Weighed],
) -> Option<Finding> {
    let decides = |one: &&Weighed| one.counts() && one.evidence.kind.speaks_of_an_end();
    let mut deciding = evidence.iter().filter(decides).peekable();
    deciding.peek()?;
    if !deciding.all(|one| one.segment == SegmentKind::Forward) {
        return None;
    }
    let name = match me {
        Some(me) => me.name.as_str(),
        None => message.to.first().and_then(|to| to.name.as_deref())?,
    };
    let forwarded: String = message.body.segments(SegmentKind::Forward).collect();
    let greeting = super::greeting::of(&forwarded)?;
    if super::greeting::names(greeting, name) {
        return None;
    }
    Some(finding(
        Verdict::Other,
        "the decision stands in a mail that was passed on and greets somebody else",
    ))
}

/// Decision decides; all else helps or hinders.
fn weigh(sums: &Sums) -> Finding {
    if !sums.speaks_of_an_end() {
        return finding(Verdict::Other, silence(sums));
    }
    let decided = sums.decide();
    let clear = decided && sums.clearest >= CLEAR;
    if sums.told_before && !clear {
        return finding(
            Verdict::Other,
            "it answers an older mail, quoted below, that rejected already",
        );
    }
    if let Some((weight, phrase, kind)) = &sums.matter {
        let light = !clear && sums.other + MUCH_HIRING > sums.hiring;
        if *weight >= OVERRIDING || *weight >= STRONG && !clear || *weight < STRONG && light {
            return finding(Verdict::Other, format!("{}: “{phrase}”", matter(*kind)));
        }
    }
    if let Some((weight, phrase)) = &sums.furthest
        && *weight >= STRONG
    {
        return match clear && *weight < OVERRIDING {
            true => finding(
                Verdict::Unsure,
                format!("it rejects, but also says “{phrase}”"),
            ),
            false => finding(
                Verdict::Other,
                format!("the application goes on: “{phrase}”"),
            ),
        };
    }
    if decided && sums.total() >= CLEAR {
        return Finding {
            verdict: Verdict::Rejection,
            reason: None,
        };
    }
    let hinted =
        sums.decision >= IN_CONTEXT || sums.alternative >= PREFERRED || sums.farewell >= PARTING;
    if decided || hinted && sums.hiring >= 1.0 {
        return finding(Verdict::Unsure, doubt(sums));
    }
    finding(Verdict::Other, "no phrase that decides, only hints")
}

/// What a mail of such a kind does instead of rejecting.
fn matter(kind: Kind) -> &'static str {
    match kind {
        Kind::Withdrawal => "the user withdrew or declined",
        Kind::Retraction => "it takes an earlier mail back",
        _ => "it is about another matter",
    }
}

fn silence(sums: &Sums) -> String {
    match sums.cancelled {
        Some(why) => format!("the phrases of a rejection do not count: {why}"),
        None if sums.regret > 0.0 => "it regrets something, but rejects nothing".to_owned(),
        None => "no phrase of a rejection was found".to_owned(),
    }
}

fn doubt(sums: &Sums) -> String {
    if let Some((_, phrase)) = &sums.furthest {
        return format!("it may be a rejection, but also says “{phrase}”");
    }
    if sums.hiring < MUCH_HIRING {
        return "it says no, but hardly that this is about an application".to_owned();
    }
    "it may be a rejection, but says so only by hints".to_owned()
}

fn judgement(finding: Finding, sums: &Sums, evidence: Vec<Weighed>, tongue: &Tongue) -> Judgement {
    let language = language(&evidence, tongue);
    Judgement {
        verdict: finding.verdict,
        score: score(finding.verdict, sums),
        language,
        unread_language: false,
        evidence: evidence.into_iter().map(weighted).collect(),
        reasons: finding.reason.into_iter().collect(),
    }
}

/// The evidence with what it added to the sum.
fn weighted(one: Weighed) -> Evidence {
    let weight = match (one.counts(), one.evidence.kind) {
        (false, _) | (_, Kind::Conditional) => 0.0,
        (_, Kind::Hiring) => one.weight * 0.5,
        (_, Kind::Decision | Kind::Alternative | Kind::Regret | Kind::Farewell) => one.weight,
        (_, Kind::Advance | Kind::Withdrawal | Kind::Retraction | Kind::OtherMatter) => -one.weight,
    };
    Evidence {
        weight,
        ..one.evidence
    }
}

/// The total bent to the stretch of the scale that belongs to the verdict.
fn score(verdict: Verdict, sums: &Sums) -> f32 {
    let strength = 1.0 - (-sums.total().max(0.0) / 3.0).exp();
    let (low, high) = match verdict {
        Verdict::Rejection => (0.6, 0.99),
        Verdict::Unsure => (0.3, 0.6),
        Verdict::Other if sums.speaks_of_an_end() => (0.0, 0.3),
        Verdict::Other => (0.0, 0.05),
    };
    low + (high - low) * strength
}

/// The language that most of the counting evidence is in.
fn language(evidence: &[Weighed], tongue: &Tongue) -> Option<Language> {
    let mut weights: BTreeMap<Language, f32> = BTreeMap::new();
    for one in evidence {
        let own = if one.counts() { one.weight } else { 0.01 };
        *weights.entry(one.evidence.language).or_default() += own;
    }
    tongue.likeliest(weights)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::Body;

    fn mail(subject: &str, text: &str) -> Message {
        Message {
            subject: subject.to_owned(),
            body: Body {
                text: text.to_owned(),
                segments: vec![Segment {
                    kind: SegmentKind::Own,
                    range: 0..text.len(),
                }],
            },
            ..Message::default()
        }
    }

    #[test]
    fn what_is_quoted_or_passed_on() {
        let book = Phrasebook::embedded();
        let no = "Thank you for applying. We will not be moving forward with your application.";
        let with = |kind: SegmentKind, text: &str| {
            let mut message = mail("Re: x", text);
            message.body.segments[0].kind = kind;
            message
        };
        let verdict =
            |message: &Message, me: Option<&Identity>| classify(&book, message, me).verdict;
        assert_eq!(verdict(&with(SegmentKind::Quote, no), None), Verdict::Other);
        assert_eq!(
            verdict(&with(SegmentKind::Forward, no), None),
            Verdict::Rejection
        );
        let me = Identity {
            name: "Dana Whitfield".to_owned(),
            address: crate::mail::AddrSpec::new("dana@example.com").expect("an address"),
            aliases: Vec::new(),
            phone: None,
        };
        for (greeting, wanted) in [("Dana", Verdict::Rejection), ("Jo", Verdict::Other)] {
            let message = with(SegmentKind::Forward, &format!("Dear {greeting},\n\n{no}"));
            assert_eq!(verdict(&message, Some(&me)), wanted, "{greeting}");
        }
        let mut mine = mail("x", no);
        mine.from = crate::mail::Address::parse("Dana <dana@example.com>");
        let judgement = classify(&book, &mine, Some(&me));
        assert_eq!(judgement.verdict, Verdict::Other);
        assert_eq!(judgement.reasons, ["the mail is from the user"]);
    }

    #[test]
    fn headers_bar_reports_lists_and_automatic_replies_but_not_bulk_mail() {
        let book = Phrasebook::embedded();
        let no = "Thank you for applying. We will not be moving forward with your application.";
        type Row = (&'static str, fn(&mut Message), Verdict);
        let cases: [Row; 6] = [
            ("report", |m| m.parts.report = true, Verdict::Other),
            (
                "auto-replied",
                |m| m.automation.auto_submitted = Some("auto-replied".into()),
                Verdict::Other,
            ),
            ("list", |m| m.automation.list_id = true, Verdict::Other),
            (
                "auto-generated",
                |m| m.automation.auto_submitted = Some("auto-generated".into()),
                Verdict::Rejection,
            ),
            (
                "bulk",
                |m| m.automation.precedence = Some("bulk".into()),
                Verdict::Rejection,
            ),
            (
                "unsubscribe",
                |m| m.automation.list_unsubscribe = true,
                Verdict::Rejection,
            ),
        ];
        for (name, change, wanted) in cases {
            let mut message = mail("Your application", no);
            change(&mut message);
            let judgement = classify(&book, &message, None);
            assert_eq!(judgement.verdict, wanted, "{name}");
        }
    }

    #[test]
    fn a_mail_of_nothing_but_phrases_is_judged_in_linear_time() {
        let book = Phrasebook::embedded();
        for unit in [
            "unfortunately ",
            "not be moving forward with your application ",
            "if you are not selected ",
            "if not decided to go with other ",
            "not nicht not take your ",
            "application. ",
            "\"we regret\" ",
            "sagen wir ",
            "position has been ",
        ] {
            let text = unit.repeat(64 * 1024 / unit.len());
            let began = std::time::Instant::now();
            let judgement = classify(&book, &mail(&text, &text), None);
            assert!(judgement.score.is_finite(), "{unit}");
            // A quadratic step would take minutes in this unoptimised build.
            assert!(began.elapsed().as_secs() < 20, "{unit}");
        }
    }
}

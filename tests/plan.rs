//! When drafts appear, whatever the settings, the zone, the arrival and the
//! moments at which the machine is awake.

mod support;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use afterword::case::{Outcome, Rules, decide};
use afterword::classify::Phrasebook;
use afterword::config::Account;
use afterword::ledger::{Batch, Filed, How, Intent, Ledger};
use afterword::mail::{
    AddrSpec, Identity, MailboxName, MessageId, Raw, SignedDuration, Source, TimeZone, Timestamp,
};
use afterword::reply::{
    DraftSettings, Late, NoContact, Plan, QuietHours, Skip, Templates, Weekends, plan,
};
use afterword::text;
use support::mails;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// With a change of the clock by an hour, by half an hour, at midnight, for
/// Ramadan, on a Friday, and with none at all.
const ZONES: [&str; 9] = [
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Pacific/Chatham",
    "Asia/Kolkata",
    "UTC",
];

/// The same numbers in every run (Knuth's constants), so that a failure comes again.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: i64) -> i64 {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        let limit = u64::try_from(limit).expect("a limit is positive");
        i64::try_from((self.0 >> 33) % limit).expect("31 bits")
    }

    fn one_in(&mut self, count: i64) -> bool {
        self.below(count) == 0
    }

    fn minute_of_day(&mut self) -> u16 {
        u16::try_from(self.below(1440)).expect("below a day")
    }

    fn zone(&mut self) -> TimeZone {
        let count = i64::try_from(ZONES.len()).expect("few");
        let at = usize::try_from(self.below(count)).expect("few");
        TimeZone::get(ZONES[at]).expect("the system knows the zone")
    }

    /// A moment of 2026, half of them within a day and a half of a change of the clock.
    fn moment(&mut self, zone: &TimeZone) -> Timestamp {
        let moment = second(1_767_225_600 + self.below(365 * DAY));
        let change = zone.following(moment).next().map(|next| next.timestamp());
        match change.filter(|change| change.as_second() < 1_830_000_000) {
            Some(change) if self.one_in(2) => {
                change + SignedDuration::from_secs(self.below(3 * DAY) - 3 * DAY / 2)
            }
            _ => moment,
        }
    }

    fn settings(&mut self) -> DraftSettings {
        let most = if self.one_in(3) { 6 * DAY } else { 30 * HOUR };
        let window = HOUR + self.below(most);
        let cool_off = if self.one_in(2) {
            self.below(window)
        } else {
            0
        };
        DraftSettings {
            window: length(window),
            cool_off: length(cool_off),
            quiet_hours: (!self.one_in(3)).then(|| QuietHours {
                from_minute: self.minute_of_day(),
                to_minute: self.minute_of_day(),
            }),
            weekends: match self.one_in(2) {
                true => Weekends::Wait,
                false => Weekends::Draft,
            },
            late: match self.one_in(2) {
                true => Late::Skip,
                false => Late::Draft,
            },
            no_contact: NoContact::Draft,
            quote_original: true,
            signature: None,
        }
    }
}

fn second(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("this century")
}

fn length(seconds: i64) -> Duration {
    Duration::from_secs(u64::try_from(seconds).expect("not negative"))
}

fn after(start: Timestamp, wait: Duration) -> Timestamp {
    start + SignedDuration::try_from(wait).expect("days at most")
}

/// What the clock on the wall says of a moment, read from its text and not as
/// the program reads it.
fn wall(moment: Timestamp, zone: &TimeZone) -> (u16, bool) {
    let text = moment
        .to_zoned(zone.clone())
        .strftime("%H %M %u")
        .to_string();
    let parts: Vec<u16> = text
        .split(' ')
        .map(|n| n.parse().expect("a number"))
        .collect();
    (parts[0] * 60 + parts[1], parts[2] >= 6)
}

fn in_quiet_hours(minute: u16, settings: &DraftSettings) -> bool {
    settings.quiet_hours.is_some_and(|quiet| {
        let length = (1440 + quiet.to_minute - quiet.from_minute) % 1440;
        (1440 + minute - quiet.from_minute) % 1440 < length
    })
}

/// Every minute at which a draft could appear, with whether the quiet hours
/// and the weekend speak against it.
fn minutes(
    from: Timestamp,
    to: Timestamp,
    settings: &DraftSettings,
    zone: &TimeZone,
) -> Vec<(Timestamp, bool, bool)> {
    let mut moments = vec![from];
    let next = from.as_second() - from.as_second().rem_euclid(MINUTE) + MINUTE;
    let whole = (next..=to.as_second()).step_by(usize::try_from(MINUTE).expect("60"));
    moments.extend(whole.map(second).filter(|moment| *moment <= to));
    let of = |moment: Timestamp| {
        let (minute, weekend) = wall(moment, zone);
        let weekend = weekend && settings.weekends == Weekends::Wait;
        (moment, in_quiet_hours(minute, settings), weekend)
    };
    moments.into_iter().map(of).collect()
}

#[test]
fn a_draft_is_due_at_the_first_minute_that_keeps_every_wish_that_can_be_kept() {
    let mut numbers = Numbers(7);
    let mut met = BTreeMap::new();
    for round in 0..600 {
        let zone = numbers.zone();
        let settings = numbers.settings();
        let received = numbers.moment(&zone);
        let window_ends = after(received, settings.window);
        let seen = numbers.below(window_ends.as_second() - received.as_second() + 1);
        let now = received + SignedDuration::from_secs(seen);
        let earliest = now.max(after(received, settings.cool_off));

        let minutes = minutes(earliest, window_ends, &settings, &zone);
        let first = |wish: fn(&(Timestamp, bool, bool)) -> bool| {
            minutes.iter().find(|m| wish(m)).map(|m| m.0)
        };
        let best = first(|(_, quiet, weekend)| !quiet && !weekend);
        let loud = first(|(_, quiet, _)| !quiet);
        let (due, kind) = match (best, loud) {
            (Some(best), _) if best == earliest => (best, "at once"),
            (Some(best), _) => (best, "waited"),
            (None, Some(loud)) => (loud, "in a weekend that outlasts the window"),
            (None, None) => (window_ends, "in quiet hours that outlast the window"),
        };
        *met.entry(kind).or_insert(0) += 1;
        let about = format!("round {round}: {received} seen {now} in {zone:?} with {settings:?}");
        let expected = Plan::Draft { due, window_ends };
        assert_eq!(plan(received, now, &settings, &zone), expected, "{about}");

        // It does not matter when one asks.
        let wait = due.as_second() - now.as_second();
        let later = now + SignedDuration::from_secs(numbers.below(wait.max(0) + 1));
        assert_eq!(plan(received, later, &settings, &zone), expected, "{about}");

        let missed = window_ends + SignedDuration::from_secs(1 + numbers.below(9 * DAY));
        let late = match settings.late {
            Late::Skip => Plan::Skip(Skip::WindowClosed),
            Late::Draft => Plan::Draft {
                due: missed,
                window_ends,
            },
        };
        assert_eq!(plan(received, missed, &settings, &zone), late, "{about}");
    }
    assert_eq!(met.len(), 4, "the numbers leave something out: {met:?}");
    assert!(met.values().all(|count| *count >= 10), "{met:?}");
}

/// A mail that came in, and when.
struct Arrived {
    raw: Raw,
    at: Timestamp,
}

fn arrived(number: usize, at: Timestamp) -> Arrived {
    let id = format!("<{number}@acme.example>");
    let bytes = mails::rejection(&id, "Jo Park <jo.park@acme.example>", "Your application");
    let raw = Raw {
        size: u64::try_from(bytes.len()).expect("a small mail"),
        bytes,
        internal_date: Some(at),
        source: Source::Path(format!("/mail/{number}")),
    };
    Arrived { raw, at }
}

/// A machine that is awake now and then: its ledger, and what stands in Drafts
/// by Message-ID, with the moment at which it came there.
struct Machine {
    ledger: Ledger,
    account: Account,
    rules: Rules,
    drafts: BTreeMap<MessageId, Timestamp>,
    last_look: Timestamp,
    _folder: tempfile::TempDir,
}

/// What is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// What has come since the last look.
    New,
    /// All of it, as after the server renumbered the mailbox.
    Anew,
}

/// Where the power goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    Never,
    BeforeTheAppend,
    AfterTheAppend,
}

impl Machine {
    fn new(rules: Rules) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        Self {
            ledger: Ledger::open(&folder.path().join("ledger")).expect("a new ledger"),
            account: Account::imap("ann", "mail.example", 993),
            rules,
            drafts: BTreeMap::new(),
            last_look: Timestamp::MIN,
            _folder: folder,
        }
    }

    /// One round of the daemon: decide about what is there, then file what is due.
    async fn wake(&mut self, mails: &[Arrived], now: Timestamp, look: Look, cut: Cut) {
        let since = match look {
            Look::New => self.last_look,
            Look::Anew => Timestamp::MIN,
        };
        self.last_look = now;
        let there = mails
            .iter()
            .filter(|mail| since < mail.at && mail.at <= now);
        let entries = there.map(|mail| {
            let message = text::parse(&mail.raw);
            let decided = decide(&self.rules, &mail.raw, message, now);
            assert!(matches!(decided.outcome, Outcome::Rejection(_)));
            afterword::case::Entry {
                source: mail.raw.source.clone(),
                outcome: decided.outcome,
            }
        });
        let batch = Batch {
            mailbox: MailboxName("INBOX".to_owned()),
            entries: entries.collect(),
            cursor: None,
            files: Vec::new(),
            at: now,
        };
        let recorded = self.ledger.record(&self.account, batch).await;
        recorded.expect("the ledger takes it");
        let due = self.ledger.due(&self.account, now).await;
        let due = due.expect("the ledger can be read");
        assert!(
            due.is_sorted_by_key(|filing| filing.window_ends),
            "the nearest deadline comes first"
        );
        for filing in due {
            let intent = self.ledger.intend(&self.account, &filing.key, now).await;
            assert_eq!(intent.expect("a step"), Intent::Given);
            if cut == Cut::BeforeTheAppend {
                return;
            }
            let id = filing.draft_message_id;
            let how = match self.drafts.contains_key(&id) {
                true => How::FoundAlready,
                false => How::Appended,
            };
            self.drafts.entry(id).or_insert(now);
            if cut == Cut::AfterTheAppend {
                return;
            }
            let mailbox = MailboxName("Drafts".to_owned());
            let filed = Filed {
                mailbox,
                uid: None,
                how,
            };
            let filed = self.ledger.filed(&self.account, &filing.key, now, filed);
            filed.await.expect("a step");
        }
    }
}

fn rules() -> Rules {
    Rules {
        book: Arc::new(Phrasebook::embedded()),
        templates: Arc::new(Templates::embedded()),
        me: Some(Identity {
            name: "Ann Example".to_owned(),
            address: AddrSpec::new("ann@example.org").expect("an address"),
            aliases: Vec::new(),
            phone: None,
        }),
        account: "ann".to_owned(),
        ignored: Vec::new(),
        marks: BTreeMap::new(),
        draft: Numbers(1).settings(),
        zone: TimeZone::UTC,
    }
}

#[tokio::test]
async fn each_draft_is_filed_once_and_in_time_whenever_the_machine_is_awake() {
    let mut numbers = Numbers(11);
    let rules = rules();
    let (mut in_time, mut late, mut cuts) = (0, 0, 0);
    for round in 0..30 {
        let zone = numbers.zone();
        let draft = Numbers(round * 7919 + 3).settings();
        let start = numbers.moment(&zone);
        let mails: Vec<Arrived> = (0..3)
            .map(|n| arrived(n, start + SignedDuration::from_secs(numbers.below(2 * DAY))))
            .collect();
        let mut wakes: Vec<Timestamp> = (0..12)
            .map(|_| start + SignedDuration::from_secs(numbers.below(5 * DAY)))
            .collect();
        // In the end it is awake for good, and the mains hold.
        wakes.extend([30, 31].map(|days| start + SignedDuration::from_secs(days * DAY)));
        wakes.sort();

        let mut machine = Machine::new(Rules {
            draft: draft.clone(),
            zone: zone.clone(),
            ..rules.clone()
        });
        let mut sound: Vec<Timestamp> = Vec::new();
        for (turn, now) in wakes.iter().enumerate() {
            let cut = match numbers.below(6) {
                _ if turn >= 12 => Cut::Never,
                0 => Cut::BeforeTheAppend,
                1 => Cut::AfterTheAppend,
                _ => Cut::Never,
            };
            cuts += u32::from(cut != Cut::Never);
            if cut == Cut::Never {
                sound.push(*now);
            }
            let look = match numbers.one_in(8) {
                true => Look::Anew,
                false => Look::New,
            };
            machine.wake(&mails, *now, look, cut).await;
        }

        let cases = machine.ledger.cases(None).await.expect("it can be read");
        assert_eq!(cases.len(), mails.len(), "round {round}: a case a mail");
        for mail in &mails {
            let about = format!("round {round}: {} in {zone:?} with {draft:?}", mail.at);
            let seen = wakes
                .iter()
                .find(|wake| **wake >= mail.at)
                .expect("the end");
            let id = text::parse(&mail.raw).message_id;
            let case = cases.iter().find(|case| case.original == id);
            let case = case.expect("its case");
            let Plan::Draft { due, window_ends } = plan(mail.at, *seen, &draft, &zone) else {
                assert!(*seen > window_ends_of(mail, &draft), "{about}");
                assert_eq!(case.state.as_str(), "skipped", "{about}");
                continue;
            };
            assert!(due <= window_ends || *seen > window_ends, "{about}");
            assert_eq!(case.state.as_str(), "filed", "{about}");
            let draft_id = case.draft_message_id.as_ref().expect("filed under an id");
            let filed = machine.drafts[draft_id];
            assert!(
                filed >= after(mail.at, draft.cool_off),
                "too early, {about}"
            );
            assert!(filed >= due, "too early, {about}");
            if sound.iter().any(|wake| (due..=window_ends).contains(wake)) {
                assert!(filed <= window_ends, "too late, {about}");
                in_time += 1;
            } else {
                late += 1;
            }
        }
        let filed = cases.iter().filter(|case| case.state.as_str() == "filed");
        assert_eq!(machine.drafts.len(), filed.count(), "round {round}");
    }
    let met = (in_time, late, cuts);
    assert!(
        in_time >= 20 && late >= 10 && cuts >= 20,
        "the numbers leave something out: {met:?}"
    );
}

fn window_ends_of(mail: &Arrived, settings: &DraftSettings) -> Timestamp {
    after(mail.at, settings.window)
}

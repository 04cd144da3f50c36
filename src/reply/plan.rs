//! When a draft should appear, and whether one should at all.

use super::{DraftSettings, Late, NoContact, Plan, QuietHours, Skip, Weekends};
use crate::mail::{Message, SignedDuration, TimeZone, Timestamp};
use crate::understand::Application;

/// Decides when the draft that answers a rejection is due.
///
/// The window counts from `received`, the time at which the user's own server
/// took the mail in; a time in the future is a wrong clock and counts as `now`.
/// Within the window the draft waits for the end of the cool-off and of the
/// quiet hours and the weekend on the clock in `zone`, but never past the
/// window's end.
pub fn plan(
    received: Timestamp,
    now: Timestamp,
    settings: &DraftSettings,
    zone: &TimeZone,
) -> Plan {
    let received = received.min(now);
    let window_ends = after(received, settings.window);
    if now > window_ends {
        return match settings.late {
            Late::Draft => Plan::Draft {
                due: now,
                window_ends,
            },
            Late::Skip => Plan::Skip(Skip::WindowClosed),
        };
    }
    let cooled_off = after(received, settings.cool_off).min(window_ends);
    let earliest = cooled_off.max(now);
    let due = wished_for(earliest, window_ends, settings, zone);
    Plan::Draft { due, window_ends }
}

/// The first moment between the two that keeps the user's wishes: all of them,
/// else the quiet hours alone, since there is no use in waiting for a weekend
/// that the window does not outlast.
fn wished_for(
    earliest: Timestamp,
    window_ends: Timestamp,
    settings: &DraftSettings,
    zone: &TimeZone,
) -> Timestamp {
    let is_quiet = |moment| {
        settings
            .quiet_hours
            .is_some_and(|quiet| is_quiet(moment, quiet, zone))
    };
    if settings.weekends == Weekends::Wait {
        let free = first_free(earliest, |moment| {
            is_quiet(moment) || is_weekend(moment, zone)
        });
        if let Some(free) = free.filter(|free| *free <= window_ends) {
            return free;
        }
    }
    // Every minute up to the end of the quiet hours is quiet, so where that end
    // lies past the window nothing better is left than the window's end. Hours
    // that fill the day cannot be kept.
    first_free(earliest, is_quiet)
        .unwrap_or(earliest)
        .min(window_ends)
}

/// Why a rejection gets no draft, as far as the mail itself decides it.
///
/// RFC 3834 asks automatic programs not to answer automatic replies, lists and
/// reports. `Auto-Submitted: auto-generated` is no reason: that is how hiring
/// software marks its mail, and the draft is sent by a person.
pub fn decide_skip(
    message: &Message,
    application: &Application,
    settings: &DraftSettings,
) -> Option<Skip> {
    if is_automatic(message) {
        return Some(Skip::Automatic);
    }
    match (&application.contact, settings.no_contact) {
        (None, NoContact::Skip) => Some(Skip::NoContact),
        (None, NoContact::Draft) | (Some(_), _) => None,
    }
}

fn is_automatic(message: &Message) -> bool {
    let automation = &message.automation;
    let replied = automation
        .auto_submitted
        .as_deref()
        .is_some_and(|keyword| keyword == "auto-replied");
    let bulk = automation
        .precedence
        .as_deref()
        .is_some_and(|keyword| matches!(keyword, "bulk" | "junk" | "list"));
    replied || automation.null_return_path || message.parts.report || (bulk && automation.list_id)
}

/// `start` plus `wait`, held at the end of time.
fn after(start: Timestamp, wait: std::time::Duration) -> Timestamp {
    SignedDuration::try_from(wait)
        .ok()
        .and_then(|wait| start.checked_add(wait).ok())
        .unwrap_or(Timestamp::MAX)
}

/// The first moment from `start` on that is not `taken`; `None` where none comes.
///
/// Walks from minute to minute: at most a weekend and the quiet hours around
/// it, and right in the nights in which the clock is changed.
fn first_free(start: Timestamp, taken: impl Fn(Timestamp) -> bool) -> Option<Timestamp> {
    const MINUTES: u32 = 5 * 24 * 60;
    let mut moment = start;
    for _ in 0..MINUTES {
        if !taken(moment) {
            return Some(moment);
        }
        let second = moment.as_second();
        let next = second - second.rem_euclid(60) + 60;
        moment = Timestamp::from_second(next).ok()?;
    }
    None
}

fn is_weekend(moment: Timestamp, zone: &TimeZone) -> bool {
    // Counted from Monday, 0.
    zone.to_datetime(moment).weekday().to_monday_zero_offset() >= 5
}

fn is_quiet(moment: Timestamp, quiet: QuietHours, zone: &TimeZone) -> bool {
    let clock = zone.to_datetime(moment);
    let minute =
        u16::from(clock.hour().unsigned_abs()) * 60 + u16::from(clock.minute().unsigned_abs());
    let (from, to) = (quiet.from_minute, quiet.to_minute);
    if from <= to {
        (from..to).contains(&minute)
    } else {
        minute >= from || minute < to
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::mail::{AddrSpec, Automation, Language, PartKinds};
    use crate::understand::{Contact, Stage};

    const HOUR: u64 = 3600;

    fn settings() -> DraftSettings {
        DraftSettings {
            window: Duration::from_secs(24 * HOUR),
            cool_off: Duration::ZERO,
            quiet_hours: None,
            weekends: Weekends::Draft,
            late: Late::Draft,
            no_contact: NoContact::Draft,
            quote_original: true,
            signature: None,
        }
    }

    fn quiet(from: (u16, u16), to: (u16, u16)) -> Option<QuietHours> {
        Some(QuietHours {
            from_minute: from.0 * 60 + from.1,
            to_minute: to.0 * 60 + to.1,
        })
    }

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    fn berlin() -> TimeZone {
        TimeZone::get("Europe/Berlin").expect("a zone")
    }

    #[test]
    fn a_draft_is_due_at_the_first_good_moment() {
        let night = quiet((22, 0), (7, 0));
        // name, received, now, cool-off in seconds, quiet hours, due
        let rows = [
            (
                "at once",
                "2026-11-22T10:00Z",
                "2026-11-22T10:01Z",
                0,
                None,
                "2026-11-22T10:01Z",
            ),
            (
                "cool-off",
                "2026-11-22T10:00Z",
                "2026-11-22T10:01Z",
                7200,
                None,
                "2026-11-22T12:00Z",
            ),
            (
                "cool-off over",
                "2026-11-22T10:00Z",
                "2026-11-22T13:00Z",
                7200,
                None,
                "2026-11-22T13:00Z",
            ),
            (
                "future date",
                "2026-11-23T10:00Z",
                "2026-11-22T10:00Z",
                3600,
                None,
                "2026-11-22T11:00Z",
            ),
            (
                "not quiet",
                "2026-11-22T10:00Z",
                "2026-11-22T10:00Z",
                0,
                night,
                "2026-11-22T10:00Z",
            ),
            (
                "evening",
                "2026-11-22T22:30Z",
                "2026-11-22T22:30Z",
                0,
                night,
                "2026-11-23T06:00Z",
            ),
            (
                "first quiet minute",
                "2026-11-22T21:00Z",
                "2026-11-22T21:00Z",
                0,
                night,
                "2026-11-23T06:00Z",
            ),
            (
                "last loud second",
                "2026-11-22T20:59:59Z",
                "2026-11-22T20:59:59Z",
                0,
                night,
                "2026-11-22T20:59:59Z",
            ),
            (
                "last quiet second",
                "2026-11-22T05:59:59Z",
                "2026-11-22T05:59:59Z",
                0,
                night,
                "2026-11-22T06:00Z",
            ),
            (
                "cool-off ends at night",
                "2026-11-22T19:00Z",
                "2026-11-22T19:00Z",
                14400,
                night,
                "2026-11-23T06:00Z",
            ),
            (
                "noon rest",
                "2026-11-22T11:30Z",
                "2026-11-22T11:30Z",
                0,
                quiet((12, 0), (14, 15)),
                "2026-11-22T13:15Z",
            ),
            (
                "window ends at night",
                "2026-11-22T02:00Z",
                "2026-11-22T23:00Z",
                0,
                night,
                "2026-11-23T02:00Z",
            ),
            (
                "all day quiet",
                "2026-11-22T10:00Z",
                "2026-11-22T10:00Z",
                0,
                quiet((0, 0), (24, 0)),
                "2026-11-22T10:00Z",
            ),
            (
                "no quiet minute",
                "2026-11-22T10:00Z",
                "2026-11-22T10:00Z",
                0,
                quiet((9, 0), (9, 0)),
                "2026-11-22T10:00Z",
            ),
            // The night of 25 October 2026 has an hour more, that of 29 March one less.
            (
                "clock set back",
                "2026-10-24T21:00Z",
                "2026-10-24T21:00Z",
                0,
                night,
                "2026-10-25T06:00Z",
            ),
            (
                "clock set forward",
                "2026-03-28T22:00Z",
                "2026-03-28T22:00Z",
                0,
                night,
                "2026-03-29T05:00Z",
            ),
            (
                "quiet until a time that is not",
                "2026-03-28T22:00Z",
                "2026-03-28T22:00Z",
                0,
                quiet((22, 0), (2, 30)),
                "2026-03-29T01:00Z",
            ),
            (
                "quiet until a time that comes twice",
                "2026-10-24T22:00Z",
                "2026-10-24T22:00Z",
                0,
                quiet((22, 0), (2, 30)),
                "2026-10-25T00:30Z",
            ),
            (
                "second pass of a quiet half hour",
                "2026-10-25T01:10Z",
                "2026-10-25T01:10Z",
                0,
                quiet((22, 0), (2, 30)),
                "2026-10-25T01:30Z",
            ),
        ];
        for (name, received, now, cool_off, quiet_hours, due) in rows {
            let settings = DraftSettings {
                cool_off: Duration::from_secs(cool_off),
                quiet_hours,
                ..settings()
            };
            let received = at(received);
            let expected = Plan::Draft {
                due: at(due),
                window_ends: after(received.min(at(now)), settings.window),
            };
            assert_eq!(
                plan(received, at(now), &settings, &berlin()),
                expected,
                "{name}"
            );
        }
    }

    #[test]
    fn after_the_window_the_setting_decides() {
        let (received, now) = (at("2026-11-20T10:00Z"), at("2026-11-22T23:00Z"));
        let late = |late| DraftSettings {
            late,
            quiet_hours: quiet((22, 0), (7, 0)),
            ..settings()
        };
        assert_eq!(
            plan(received, now, &late(Late::Skip), &berlin()),
            Plan::Skip(Skip::WindowClosed)
        );
        assert_eq!(
            plan(received, now, &late(Late::Draft), &berlin()),
            Plan::Draft {
                due: now,
                window_ends: at("2026-11-21T10:00Z")
            }
        );
        let last_moment = at("2026-11-21T10:00Z");
        assert_eq!(
            plan(received, last_moment, &late(Late::Skip), &berlin()),
            Plan::Draft {
                due: last_moment,
                window_ends: last_moment
            }
        );
    }

    #[test]
    fn an_endless_window_or_cool_off_does_no_harm() {
        let settings = DraftSettings {
            window: Duration::MAX,
            cool_off: Duration::MAX,
            ..settings()
        };
        let now = at("2026-11-22T10:00Z");
        let end = Plan::Draft {
            due: Timestamp::MAX,
            window_ends: Timestamp::MAX,
        };
        assert_eq!(plan(now, now, &settings, &berlin()), end);
        assert_eq!(
            plan(Timestamp::MIN, Timestamp::MIN, &self::settings(), &berlin()),
            Plan::Draft {
                due: Timestamp::MIN,
                window_ends: after(Timestamp::MIN, Duration::from_secs(24 * HOUR)),
            }
        );
    }

    #[test]
    fn a_weekend_is_waited_for_where_the_window_outlasts_it() {
        const DAY: u64 = 24 * HOUR;
        let night = quiet((22, 0), (7, 0));
        // 21 and 22 November 2026 are a Saturday and a Sunday, in Berlin from
        // 23:00Z of the day before on.
        let rows = [
            (
                "a Friday",
                "2026-11-20T10:00Z",
                7 * DAY,
                None,
                "2026-11-20T10:00Z",
            ),
            (
                "a Saturday",
                "2026-11-21T10:00Z",
                7 * DAY,
                None,
                "2026-11-22T23:00Z",
            ),
            (
                "a Sunday night",
                "2026-11-22T22:59Z",
                7 * DAY,
                None,
                "2026-11-22T23:00Z",
            ),
            (
                "and its night",
                "2026-11-21T10:00Z",
                7 * DAY,
                night,
                "2026-11-23T06:00Z",
            ),
            (
                "a Friday night",
                "2026-11-20T21:30Z",
                7 * DAY,
                night,
                "2026-11-23T06:00Z",
            ),
            (
                "no time for it",
                "2026-11-21T10:00Z",
                DAY,
                None,
                "2026-11-21T10:00Z",
            ),
            (
                "but for a night",
                "2026-11-20T21:30Z",
                DAY,
                night,
                "2026-11-21T06:00Z",
            ),
            // The Sunday of 25 October has 25 hours.
            (
                "a long Sunday",
                "2026-10-24T22:00Z",
                7 * DAY,
                None,
                "2026-10-25T23:00Z",
            ),
        ];
        for (name, received, window, quiet_hours, due) in rows {
            let settings = DraftSettings {
                window: Duration::from_secs(window),
                quiet_hours,
                weekends: Weekends::Wait,
                ..settings()
            };
            let received = at(received);
            let window_ends = after(received, settings.window);
            let expected = Plan::Draft {
                due: at(due),
                window_ends,
            };
            assert_eq!(
                plan(received, received, &settings, &berlin()),
                expected,
                "{name}"
            );
        }
    }

    /// A small generator of numbers, always the same ones (Knuth's constants).
    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, limit: u64) -> u64 {
            self.0 = self
                .0
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            (self.0 >> 33) % limit
        }

        fn minute(&mut self) -> u16 {
            u16::try_from(self.below(1440)).expect("below a day")
        }
    }

    #[test]
    fn whatever_the_settings_the_promises_hold() {
        let mut numbers = Numbers(42);
        let zones = [
            "Europe/Berlin",
            "America/New_York",
            "Asia/Kolkata",
            "Australia/Lord_Howe",
            "UTC",
        ]
        .map(|name| TimeZone::get(name).expect("a zone"));
        let mut kept_out_of_the_night = 0;
        for _ in 0..3000 {
            let zone = &zones[usize::try_from(numbers.below(5)).expect("small")];
            let window = 60 + numbers.below(48 * HOUR);
            let settings = DraftSettings {
                window: Duration::from_secs(window),
                cool_off: Duration::from_secs(numbers.below(window)),
                quiet_hours: Some(QuietHours {
                    from_minute: numbers.minute(),
                    to_minute: numbers.minute(),
                }),
                ..settings()
            };
            let received = Timestamp::from_second(
                1_767_225_600 + i64::try_from(numbers.below(365 * 24 * HOUR)).expect("a year"),
            )
            .expect("2026");
            let seen = Duration::from_secs(numbers.below(window + 1));
            let now = after(received, seen);
            let Plan::Draft { due, window_ends } = plan(received, now, &settings, zone) else {
                panic!("seen inside the window and yet skipped: {settings:?}");
            };
            let quiet = settings.quiet_hours.expect("set above");
            assert!(due >= now, "{settings:?}");
            assert!(
                due >= after(received, settings.cool_off),
                "before the cool-off: {settings:?}"
            );
            assert!(due <= window_ends, "after the window: {settings:?}");
            assert_eq!(window_ends, after(received, settings.window));
            if due < window_ends {
                assert!(
                    !is_quiet(due, quiet, zone),
                    "in quiet hours: {due} {settings:?}"
                );
                kept_out_of_the_night +=
                    u32::from(due > now.max(after(received, settings.cool_off)));
            }
        }
        assert!(
            kept_out_of_the_night > 300,
            "the loop hardly met quiet hours: {kept_out_of_the_night}"
        );
    }

    #[test]
    fn automatic_mail_and_missing_contacts_are_skipped() {
        let contact = |address: &str| Contact {
            name: None,
            address: AddrSpec::new(address).expect("an address"),
        };
        let application = |contact: Option<Contact>| Application {
            company: None,
            role: None,
            stage: Some(Stage::Application),
            contact,
            person: None,
            language: Language::EN,
        };
        let automatic = |automation: Automation| Message {
            automation,
            ..Message::default()
        };
        let keyword = |word: &str| Some(word.to_owned());
        let known = application(Some(contact("jo@acme.example")));
        let unknown = application(None);
        let skip = DraftSettings {
            no_contact: NoContact::Skip,
            ..settings()
        };
        let rows = [
            ("plain", Message::default(), &known, &skip, None),
            (
                "nobody, skip",
                Message::default(),
                &unknown,
                &skip,
                Some(Skip::NoContact),
            ),
            (
                "nobody, draft",
                Message::default(),
                &unknown,
                &settings(),
                None,
            ),
            (
                "hiring software",
                automatic(Automation {
                    auto_submitted: keyword("auto-generated"),
                    precedence: keyword("bulk"),
                    list_unsubscribe: true,
                    ..Automation::default()
                }),
                &known,
                &skip,
                None,
            ),
            (
                "out of office",
                automatic(Automation {
                    auto_submitted: keyword("auto-replied"),
                    ..Automation::default()
                }),
                &known,
                &skip,
                Some(Skip::Automatic),
            ),
            (
                "list",
                automatic(Automation {
                    precedence: keyword("list"),
                    list_id: true,
                    ..Automation::default()
                }),
                &known,
                &skip,
                Some(Skip::Automatic),
            ),
            (
                "bounce",
                automatic(Automation {
                    null_return_path: true,
                    ..Automation::default()
                }),
                &unknown,
                &skip,
                Some(Skip::Automatic),
            ),
            (
                "report",
                Message {
                    parts: PartKinds {
                        report: true,
                        ..PartKinds::default()
                    },
                    ..Message::default()
                },
                &known,
                &skip,
                Some(Skip::Automatic),
            ),
        ];
        for (name, message, application, settings, expected) in rows {
            assert_eq!(
                decide_skip(&message, application, settings),
                expected,
                "{name}"
            );
        }
    }
}

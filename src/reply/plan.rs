//! When a draft should appear, and whether one should at all.

use super::{DraftSettings, Late, NoContact, Plan, QuietHours, Skip};
use crate::mail::{Message, SignedDuration, TimeZone, Timestamp};
use crate::understand::Application;

/// Decides when the draft that answers a rejection is due.
///
/// The window counts from `received`, the time at which the user's own server
/// took the mail in; a time in the future is a wrong clock and counts as `now`.
/// Within the window the draft waits for the end of the cool-off and of the
/// quiet hours on the clock in `zone`, but never past the window's end.
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
    let due = match settings.quiet_hours {
        // Every minute between `earliest` and the end of the quiet hours is
        // quiet, so where that end lies past the window nothing better is left
        // than the window's end.
        Some(quiet) => quiet_until(earliest, quiet, zone).min(window_ends),
        None => earliest,
    };
    Plan::Draft { due, window_ends }
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

/// The first moment from `start` on at which the clock on the wall is not quiet.
///
/// Walks from minute to minute: at most a day's worth of steps, and right in
/// the nights in which the clock is changed.
fn quiet_until(start: Timestamp, quiet: QuietHours, zone: &TimeZone) -> Timestamp {
    const MINUTES: u32 = 26 * 60;
    let mut moment = start;
    for _ in 0..MINUTES {
        if !is_quiet(moment, quiet, zone) {
            return moment;
        }
        let second = moment.as_second();
        let Ok(next) = Timestamp::from_second(second - second.rem_euclid(60) + 60) else {
            return moment;
        };
        moment = next;
    }
    // Only a stretch that covers the whole day comes here: it cannot be kept.
    start
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

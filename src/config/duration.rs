//! Lengths of time and times of day as people write them.

use std::time::Duration;

use crate::reply::QuietHours;

/// Reads `90s`, `2m`, `24h`, `30d` or several of them, largest first: `1h 30m`.
/// A day is 24 hours. `None` for anything else.
pub(super) fn duration(text: &str) -> Option<Duration> {
    let mut rest = text.trim();
    let mut total = 0u64;
    let mut last = u64::MAX;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, after) = rest.split_at_checked(digits)?;
        let after = after.trim_start();
        let letters = after
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(after.len());
        let (unit, after) = after.split_at_checked(letters)?;
        let seconds = unit_seconds(unit)?;
        if seconds >= last {
            return None;
        }
        last = seconds;
        let number: u64 = number.parse().ok()?;
        total = total.checked_add(number.checked_mul(seconds)?)?;
        rest = after.trim_start();
    }
    (last != u64::MAX).then(|| Duration::from_secs(total))
}

fn unit_seconds(unit: &str) -> Option<u64> {
    match unit {
        "s" | "sec" | "second" | "seconds" => Some(1),
        "m" | "min" | "minute" | "minutes" => Some(60),
        "h" | "hour" | "hours" => Some(60 * 60),
        "d" | "day" | "days" => Some(24 * 60 * 60),
        "w" | "week" | "weeks" => Some(7 * 24 * 60 * 60),
        _ => None,
    }
}

/// Reads a length of time from `least` to `most`.
///
/// # Errors
///
/// What is wrong with it, in words, with the bounds.
pub(super) fn within(text: &str, least: Duration, most: Duration) -> Result<Duration, String> {
    let bounds = || format!("from {} to {}", in_words(least), in_words(most));
    let Some(read) = duration(text) else {
        return Err(format!(
            "\"{text}\" is not a length of time; write one such as \"90s\", \"2m\" or \"1h 30m\", {}",
            bounds()
        ));
    };
    if read < least || read > most {
        return Err(format!(
            "\"{text}\" is out of bounds; write a length of time {}",
            bounds()
        ));
    }
    Ok(read)
}

/// Writes a length of time as [`duration`] reads it.
pub(super) fn in_words(duration: Duration) -> String {
    let mut rest = duration.as_secs();
    let mut words = Vec::new();
    for (seconds, unit) in [(86_400, 'd'), (3_600, 'h'), (60, 'm'), (1, 's')] {
        let count = rest / seconds;
        rest %= seconds;
        if count > 0 {
            words.push(format!("{count}{unit}"));
        }
    }
    if words.is_empty() {
        return "0s".to_owned();
    }
    words.join(" ")
}

/// Reads `22:00-07:00`. `None` where it is not two times of day, or twice the same.
pub(super) fn quiet_hours(text: &str) -> Option<QuietHours> {
    let (from, to) = text.split_once('-')?;
    let quiet = QuietHours {
        from_minute: minute_of_day(from.trim())?,
        to_minute: minute_of_day(to.trim())?,
    };
    (quiet.from_minute != quiet.to_minute).then_some(quiet)
}

fn minute_of_day(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if !digits(hours) || !digits(minutes) || minutes.len() != 2 || hours.len() > 2 {
        return None;
    }
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_and_written() {
        for (text, seconds, again) in [
            ("24h", 86_400, "1d"),
            ("2m", 120, "2m"),
            ("90s", 90, "1m 30s"),
            ("1h 30m", 5_400, "1h 30m"),
            ("1h30m", 5_400, "1h 30m"),
            (" 2 days ", 172_800, "2d"),
            ("1w 1s", 604_801, "7d 1s"),
            ("0s", 0, "0s"),
        ] {
            let read = duration(text).expect(text);
            assert_eq!(read, Duration::from_secs(seconds), "{text}");
            assert_eq!(in_words(read), again, "{text}");
            assert_eq!(duration(again), Some(read), "{again}");
        }
        for bad in [
            "",
            " ",
            "24",
            "h",
            "-1h",
            "1.5h",
            "1h 1h",
            "1m 1h",
            "1x",
            "1h,",
            "１h",
            "99999999999999999999d",
            "18446744073709551615d",
        ] {
            assert_eq!(duration(bad), None, "{bad}");
        }
    }

    #[test]
    fn quiet_hours_are_two_different_times_of_day() {
        let read = |text| quiet_hours(text).map(|q| (q.from_minute, q.to_minute));
        assert_eq!(read("22:00-07:00"), Some((1320, 420)));
        assert_eq!(read("0:00 - 6:30"), Some((0, 390)));
        for bad in [
            "",
            "22-7",
            "22:00",
            "24:00-07:00",
            "22:60-07:00",
            "22:00-22:00",
            "+1:00-2:00",
            "22:0-7:00",
            ":00-07:00",
            "22:00-07:00-08:00",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}

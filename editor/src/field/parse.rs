//! Texts as people type them into fields, turned into checked values. A refusal says what to write instead.

use nines_engine::format::decimal;
use nines_engine::units::{Duration, DurationError, Probability};

use crate::change::Refusal;

/// The largest plain number a field takes; the document's format has the same limit.
const NUMBER_MAX: f64 = 1e12;

/// A share of time or of anything: `99.9 %`, `99.9` (above 1 it can only be per cent), `0.999`, or with a comma.
pub fn share(text: &str, example: &str) -> Result<Probability, Refusal> {
    let wrong = || Refusal::because(format!("Write a share such as {example}, from 0 % to 100 %."));
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let compact = compact.replace(',', ".");
    let (number, percent) = match compact.strip_suffix('%') {
        Some(number) => (number, true),
        None => (compact.as_str(), false),
    };
    let plain: f64 = finite(number).ok_or_else(wrong)?;
    // Shifting the point in the text instead of dividing keeps 99.9 % the very number 0.999.
    let value = if percent || plain > 1.0 { shifted(number).ok_or_else(wrong)? } else { plain };
    Probability::new(value).ok_or_else(wrong)
}

/// A duration of more than nothing: `90s`, `5m`, `4h`, `30d`, `20y`, `250ms`.
pub fn duration(text: &str) -> Result<Duration, Refusal> {
    let text = text.trim().replace(',', ".");
    if finite(&text).is_some() {
        return Err(Refusal::because(format!("Add a unit: {text}h for hours, {text}m for minutes, {text}d for days.")));
    }
    let duration = Duration::parse(&text).map_err(|error| {
        Refusal::because(match error {
            DurationError::NotADuration => "Write a number and a unit, such as 90s, 5m, 4h, 30d or 20y.",
            DurationError::Negative => "Write a duration of more than nothing, such as 4h.",
            DurationError::TooShort => "Write a duration of at least 0.001ms.",
            DurationError::TooLong => "Write a duration of at most 100000y.",
        })
    })?;
    if duration.is_zero() {
        return Err(Refusal::because("Write a duration of more than nothing, such as 1s."));
    }
    Ok(duration)
}

/// A number that is not negative.
pub fn number(text: &str, what: &str) -> Result<f64, Refusal> {
    let compact = text.trim().replace(',', ".");
    let value = finite(&compact).filter(|v| (0.0..=NUMBER_MAX).contains(v));
    value.ok_or_else(|| Refusal::because(format!("Write {what} as a number from 0 to 1000000000000.")))
}

/// A number in decimal digits, with an exponent when it is very small.
fn finite(text: &str) -> Option<f64> {
    decimal::read(text).filter(|v| v.is_finite())
}

/// A decimal number divided by 100 exactly as if it had been written so.
fn shifted(number: &str) -> Option<f64> {
    let lower = number.to_ascii_lowercase();
    let (digits, exponent) = lower.split_once('e').unwrap_or((&lower, "0"));
    let exponent: i32 = exponent.parse().ok()?;
    decimal::read(&format!("{digits}e{}", exponent.checked_sub(2)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_share(text: &str, expected: Option<f64>) {
        assert_eq!(share(text, "99.9 %").ok().map(Probability::get), expected, "{text}");
    }

    #[test]
    fn shares_read_as_people_write_them() {
        check_share("99.9 %", Some(0.999));
        check_share("99.9%", Some(0.999));
        check_share("99,95", Some(0.9995));
        check_share("0.99999", Some(0.99999));
        check_share("1", Some(1.0));
        check_share("1 %", Some(0.01));
        check_share("1e-9", Some(1e-9));
        check_share("1e-7 %", Some(1e-9));
        for text in ["", "%", "101", "-1", "nan", "inf", "three nines", "1e999", "0x1"] {
            check_share(text, None);
        }
    }

    #[track_caller]
    fn check_duration(text: &str, expected: &str) {
        let found = duration(text).map_or_else(|refusal| refusal.0, |d| d.to_string());
        assert!(found.contains(expected), "{text}: {found}");
    }

    #[test]
    fn durations_say_what_is_missing() {
        check_duration("4h", "4h");
        check_duration("1,5 h", "1.5h");
        check_duration("4", "4h for hours");
        check_duration("-4h", "more than nothing");
        check_duration("0s", "more than nothing");
        check_duration("soon", "a number and a unit");
        check_duration("200000y", "at most");
    }
}

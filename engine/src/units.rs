//! Quantities with their units: probabilities, durations as people write them, and simulated time.
//! Not here: formatting for people (see [`crate::report`]).

use std::fmt;

use crate::format::decimal;

/// Hours in a year, everywhere in Nines: 365 days.
pub const HOURS_PER_YEAR: f64 = 8760.0;
/// Minutes in a year of 365 days.
pub const MINUTES_PER_YEAR: f64 = 525_600.0;

/// A number from 0 to 1, both included.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Probability(f64);

impl Probability {
    /// Certain not to happen.
    pub const ZERO: Probability = Probability(0.0);
    /// Certain to happen.
    pub const ONE: Probability = Probability(1.0);

    /// Checks that the value is a number from 0 to 1; `None` otherwise (NaN included).
    pub fn new(value: f64) -> Option<Probability> {
        // Adding 0.0 turns −0.0 into 0.0, which would otherwise print with a sign.
        (0.0..=1.0).contains(&value).then_some(Probability(value + 0.0))
    }

    /// The value.
    pub fn get(self) -> f64 {
        self.0
    }

    /// One minus it.
    pub fn complement(self) -> Probability {
        Probability(1.0 - self.0)
    }
}

/// A unit a duration can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeUnit {
    /// `ms`
    Millisecond,
    /// `s`
    Second,
    /// `m`
    Minute,
    /// `h`
    Hour,
    /// `d`
    Day,
    /// `y`, 365 days
    Year,
}

impl TimeUnit {
    /// All of them, shortest first.
    pub const ALL: [TimeUnit; 6] =
        [TimeUnit::Millisecond, TimeUnit::Second, TimeUnit::Minute, TimeUnit::Hour, TimeUnit::Day, TimeUnit::Year];

    /// The letters the document writes.
    pub fn symbol(self) -> &'static str {
        match self {
            TimeUnit::Millisecond => "ms",
            TimeUnit::Second => "s",
            TimeUnit::Minute => "m",
            TimeUnit::Hour => "h",
            TimeUnit::Day => "d",
            TimeUnit::Year => "y",
        }
    }

    /// Its length in seconds.
    pub fn seconds(self) -> f64 {
        match self {
            TimeUnit::Millisecond => 0.001,
            TimeUnit::Second => 1.0,
            TimeUnit::Minute => 60.0,
            TimeUnit::Hour => 3600.0,
            TimeUnit::Day => 86_400.0,
            TimeUnit::Year => 31_536_000.0,
        }
    }

    fn parse(symbol: &str) -> Option<TimeUnit> {
        match symbol {
            "min" => Some(TimeUnit::Minute),
            _ => TimeUnit::ALL.into_iter().find(|unit| unit.symbol() == symbol),
        }
    }
}

/// A length of time that remembers the unit it was written in: `8760h` stays `8760h` and does not become `1y`.
/// Never negative, never more than [`Duration::YEARS_MAX`] years, and nothing or at least a microsecond: a rate of one
/// over what is shorter might be too large for a float.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Duration {
    value: f64,
    unit: TimeUnit,
}

/// Why a text is no duration. Ask for another text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DurationError {
    /// No number, or no unit the document knows.
    NotADuration,
    /// Less than nothing.
    Negative,
    /// More than nothing and less than a microsecond, which is how finely time is counted.
    TooShort,
    /// More than [`Duration::YEARS_MAX`] years.
    TooLong,
}

impl Duration {
    /// The longest duration, in years. Long enough for any part, short enough for 64-bit ticks.
    pub const YEARS_MAX: f64 = 100_000.0;

    /// The shortest duration besides none, in seconds: one of [`Ticks`], up to rounding.
    const SECONDS_MIN: f64 = 0.999_999e-6;

    /// A duration of `value` units.
    ///
    /// # Errors
    /// [`DurationError`] when the value is no number, negative, between nothing and a microsecond, or longer than
    /// [`Duration::YEARS_MAX`].
    pub fn new(value: f64, unit: TimeUnit) -> Result<Duration, DurationError> {
        if value.is_nan() {
            return Err(DurationError::NotADuration);
        }
        if value < 0.0 {
            return Err(DurationError::Negative);
        }
        if value > 0.0 && value * unit.seconds() < Duration::SECONDS_MIN {
            return Err(DurationError::TooShort);
        }
        if value * unit.seconds() > Duration::YEARS_MAX * TimeUnit::Year.seconds() {
            return Err(DurationError::TooLong);
        }
        Ok(Duration { value: value + 0.0, unit })
    }

    /// A duration in hours, for constants known to be good.
    ///
    /// # Panics
    /// When the value is negative, no number, or too long.
    pub fn hours_of(value: f64) -> Duration {
        Duration::new(value, TimeUnit::Hour).expect("hours from 0 to 100,000 years")
    }

    /// Reads `90s`, `5m`, `4h`, `30d`, `20y`, `250ms`, `1.5h`, and sums of them such as `1h30m`.
    ///
    /// # Errors
    /// [`DurationError`] when the text is none of these.
    pub fn parse(text: &str) -> Result<Duration, DurationError> {
        let text = text.trim();
        if text.starts_with('-') {
            return Err(DurationError::Negative);
        }
        let (first, mut rest) = parse_term(text)?;
        let mut sum = first;
        while !rest.is_empty() {
            let (term, after) = parse_term(rest)?;
            // A sum takes the smaller unit, so that 1h30m becomes 90m and not 1.5h.
            let unit = if term.unit.seconds() < sum.unit.seconds() { term.unit } else { sum.unit };
            sum = Duration::new((sum.seconds() + term.seconds()) / unit.seconds(), unit)?;
            rest = after;
        }
        Ok(sum)
    }

    /// The number in front of the unit.
    pub fn value(self) -> f64 {
        self.value
    }

    /// The unit it was written in.
    pub fn unit(self) -> TimeUnit {
        self.unit
    }

    /// Its length in seconds.
    pub fn seconds(self) -> f64 {
        self.value * self.unit.seconds()
    }

    /// Its length in hours.
    pub fn hours(self) -> f64 {
        self.seconds() / 3600.0
    }

    /// Whether it is no time at all.
    pub fn is_zero(self) -> bool {
        self.value == 0.0
    }
}

fn parse_term(text: &str) -> Result<(Duration, &str), DurationError> {
    let (digits, rest) = split_where(text, |c| !(c.is_ascii_digit() || c == '.'));
    let value = decimal::read(digits).ok_or(DurationError::NotADuration)?;
    let (letters, rest) = split_where(rest.trim_start(), |c| !c.is_ascii_alphabetic());
    let unit = TimeUnit::parse(letters).ok_or(DurationError::NotADuration)?;
    Ok((Duration::new(value, unit)?, rest.trim_start()))
}

/// A text in two, before the first letter of this sort.
fn split_where(text: &str, ends: fn(char) -> bool) -> (&str, &str) {
    text.find(ends).and_then(|place| text.split_at_checked(place)).unwrap_or((text, ""))
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.value, self.unit.symbol())
    }
}

impl fmt::Display for DurationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            DurationError::NotADuration => "write a number and a unit: 250ms, 90s, 5m, 4h, 30d or 20y",
            DurationError::Negative => "a duration cannot be negative",
            DurationError::TooShort => "a duration is at least 0.001ms, or 0s",
            DurationError::TooLong => "a duration is at most 100000y",
        })
    }
}

impl std::error::Error for DurationError {}

/// Simulated time since the start: whole microseconds, so that sums are exact and equal on every platform.
/// The range is 584,000 years.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticks(pub u64);

impl Ticks {
    /// Microseconds in a second.
    pub const PER_SECOND: u64 = 1_000_000;
    /// Microseconds in an hour.
    pub const PER_HOUR: u64 = 3600 * Ticks::PER_SECOND;
    /// Microseconds in a year of 365 days.
    pub const PER_YEAR: u64 = 8760 * Ticks::PER_HOUR;
    /// The start.
    pub const ZERO: Ticks = Ticks(0);

    /// Hours rounded to ticks; negative becomes 0, too long becomes the longest time there is.
    #[inline]
    pub fn from_hours(hours: f64) -> Ticks {
        // A float cast saturates, so no bound is needed for what is too long.
        Ticks((hours * Ticks::PER_HOUR as f64 + 0.5) as u64)
    }

    /// Whole years; the longest time there is when that is too long.
    pub fn from_years(years: u64) -> Ticks {
        Ticks(years.saturating_mul(Ticks::PER_YEAR))
    }

    /// The same time in hours.
    pub fn hours(self) -> f64 {
        self.0 as f64 / Ticks::PER_HOUR as f64
    }

    /// The same time in seconds.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / Ticks::PER_SECOND as f64
    }

    /// Later by `span`, or the end of time.
    pub fn after(self, span: Ticks) -> Ticks {
        Ticks(self.0.saturating_add(span.0))
    }

    /// The span since `earlier`; none when `earlier` is later.
    pub fn since(self, earlier: Ticks) -> Ticks {
        Ticks(self.0.saturating_sub(earlier.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, seconds: f64, written: &str) {
        let duration = Duration::parse(text).unwrap();
        assert!((duration.seconds() - seconds).abs() < 1e-9 * seconds.max(1.0), "{text}: {}", duration.seconds());
        assert_eq!(duration.to_string(), written);
    }

    #[test]
    fn durations_read_as_people_write_them() {
        check("90s", 90.0, "90s");
        check("8760h", 31_536_000.0, "8760h");
        check("20y", 630_720_000.0, "20y");
        check("250ms", 0.25, "250ms");
        check("1.5 h", 5400.0, "1.5h");
        check("5min", 300.0, "5m");
        check("1h30m", 5400.0, "90m");
        check("1d 2h", 93_600.0, "26h");
        check("0s", 0.0, "0s");
        check("0.001ms", 1e-6, "0.001ms");
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for text in ["", "h", "5", "5 parsecs", "1e3h", "NaN h", "5h x", ".", "1.2.3h", "∞y"] {
            assert_eq!(Duration::parse(text), Err(DurationError::NotADuration), "{text}");
        }
        assert_eq!(Duration::parse("-5h"), Err(DurationError::Negative));
        assert_eq!(Duration::parse("100001y"), Err(DurationError::TooLong));
        assert_eq!(Duration::parse("0.0009ms"), Err(DurationError::TooShort));
        assert_eq!(Duration::parse(&format!("0.{}1ms", "0".repeat(310))), Err(DurationError::TooShort));
    }

    #[test]
    fn probabilities_stay_within_their_range() {
        assert_eq!(Probability::new(0.5).unwrap().get(), 0.5);
        assert!(Probability::new(-0.0).unwrap().get().is_sign_positive());
        for bad in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
            assert_eq!(Probability::new(bad), None);
        }
    }

    #[test]
    fn ticks_are_exact_for_years() {
        assert_eq!(Ticks::from_hours(8760.0), Ticks(Ticks::PER_YEAR));
        assert_eq!(Ticks::from_hours(-1.0), Ticks::ZERO);
        assert_eq!(Ticks(u64::MAX).after(Ticks(1)), Ticks(u64::MAX));
    }
}

//! Where availabilities lie on a scale of their own: as wide as what is to be shown, never beyond 100 %. Pure.

/// A stretch of availabilities, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    low: f64,
    high: f64,
}

/// A place on a [`Scale`]: 0 at its left end, 1 at its right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark(f64);

/// The narrowest scale: two hundredths of a percentage point, so that two almost equal answers are not drawn far apart.
const WIDTH_MIN: f64 = 0.0002;

impl Scale {
    /// A scale on which all the values can be seen, with a tenth of its width to spare at both sides.
    pub fn around(values: impl IntoIterator<Item = f64>) -> Scale {
        let (low, high) =
            values.into_iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
        if low > high {
            return Scale { low: 0.0, high: 1.0 };
        }
        let spare = ((high - low) / 10.0).max((WIDTH_MIN - (high - low)) / 2.0);
        Scale { low: (low - spare).max(0.0), high: (high + spare).min(1.0) }
    }

    /// Where a value lies; one beyond an end lies at that end.
    pub fn mark(self, value: f64) -> Mark {
        Mark(((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0))
    }
}

impl Mark {
    /// As a share of the width, for SVG.
    pub fn percent(self) -> String {
        format!("{:.2}%", self.0 * 100.0)
    }

    /// Which end of a word stands here, so that words near the ends stay inside.
    pub fn anchor(self) -> &'static str {
        match self.0 {
            x if x < 0.08 => "start",
            x if x > 0.92 => "end",
            _ => "middle",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_on_the_scale_in_its_order() {
        let scale = Scale::around([0.998, 0.9959, 0.9961]);
        let marks = [0.9959, 0.9961, 0.998].map(|value| scale.mark(value).0);
        assert!(0.0 < marks[0] && marks[0] < marks[1] && marks[1] < marks[2] && marks[2] < 1.0, "{marks:?}");
    }

    #[test]
    fn equal_values_stand_in_the_middle() {
        let scale = Scale::around([0.9959, 0.9959]);
        assert!((scale.mark(0.9959).0 - 0.5).abs() < 1e-6);
        assert_eq!(scale.mark(0.9959).anchor(), "middle");
    }

    #[test]
    fn a_scale_ends_at_a_hundred_percent() {
        let scale = Scale::around([0.5, 1.0]);
        assert_eq!((scale.mark(1.0).percent().as_str(), scale.mark(1.0).anchor()), ("100.00%", "end"));
        assert_eq!(Scale::around([]).mark(0.25).percent(), "25.00%");
    }
}

//! What the engine may take: absolute numbers, printed beside what was measured. They say whether a person waits; on
//! another machine they say less, which is why nothing fails by them. `floors` holds what is checked.

use super::measured::{Case, LIMIT, Measured, OURS, Times, WASM};

/// A bound for the cases whose names begin so.
pub struct Budget {
    pub cases: &'static str,
    pub who: &'static str,
    pub bound: Bound,
}

#[derive(Clone, Copy)]
pub enum Bound {
    /// Every case.
    SecondsAtMost(f64),
    /// More than half of the cases.
    MostSecondsAtMost(f64),
    /// Things a second, and what they are.
    PerSecondAtLeast(f64, &'static str),
    /// Share of the speed of what it is compared with, and what that is.
    RatioAtLeast(f64, &'static str),
}

use Bound::{MostSecondsAtMost, PerSecondAtLeast, RatioAtLeast, SecondsAtMost};

const fn budget(cases: &'static str, who: &'static str, bound: Bound) -> Budget {
    Budget { cases, who, bound }
}

pub const BUDGETS: [Budget; 18] = [
    budget("exact/500-components", OURS, SecondsAtMost(0.1)),
    budget("exact/50-of-60", OURS, SecondsAtMost(0.001)),
    budget("exact/40-units-3-crews", OURS, SecondsAtMost(0.001)),
    budget("bounds/", OURS, SecondsAtMost(1.0)),
    budget("trees/", OURS, SecondsAtMost(2.0)),
    budget("trees/", OURS, MostSecondsAtMost(0.05)),
    budget("network/Norway-all-pairs", OURS, SecondsAtMost(0.1)),
    budget("network/Germany_50-all-pairs", OURS, SecondsAtMost(3.0)),
    budget("network/grid-10x10", OURS, SecondsAtMost(0.7)),
    budget("lifetime/three-tier-11", OURS, PerSecondAtLeast(1e6, "component-years")),
    budget("lifetime/events", OURS, RatioAtLeast(0.6, "the hand-written loop")),
    budget("lifetime/1000-years-of-20", OURS, SecondsAtMost(0.5)),
    budget("browser/three_tier/", WASM, RatioAtLeast(0.5, "native")),
    budget("browser/twenty/", WASM, RatioAtLeast(0.5, "native")),
    budget("browser/twenty/1000", WASM, SecondsAtMost(0.5)),
    budget("browser/exact/", WASM, RatioAtLeast(0.5, "native")),
    // An edit and its answer within a frame.
    budget("browser/exact/100", WASM, SecondsAtMost(0.016)),
    // The limits themselves, so that a limit that became slow is noticed: it would flatter the engine.
    budget("lifetime/three-tier-11", LIMIT, PerSecondAtLeast(1e6, "component-years")),
];

/// What a budget came to.
pub struct Kept {
    /// `None` when nothing was measured.
    pub kept: Option<bool>,
    pub measured: String,
}

impl Budget {
    pub fn judge(&self, measured: &Measured) -> Kept {
        let cases = measured.cases.iter().filter(|(name, _)| name.starts_with(self.cases));
        let found: Vec<(&str, &Case, &Times)> =
            cases.filter_map(|(name, case)| Some((name.as_str(), case, case.times.get(self.who)?))).collect();
        let seconds = |times: &Times| times.seconds_fastest;
        match self.bound {
            SecondsAtMost(most) => {
                worst(&found, |_, times| Some(-seconds(times)), |x| super::table::seconds(-x), -most)
            }
            PerSecondAtLeast(least, _) => worst(&found, |_, times| times.per_second(), super::table::rate, least),
            RatioAtLeast(least, _) => worst(&found, |case, _| case.ratio(), super::table::ratio, least),
            MostSecondsAtMost(most) => {
                let within = found.iter().filter(|(_, _, times)| seconds(times) <= most).count();
                let kept = (!found.is_empty()).then_some(2 * within > found.len());
                Kept { kept, measured: format!("{within} of {}", found.len()) }
            }
        }
    }

    pub fn text(&self) -> String {
        match self.bound {
            SecondsAtMost(most) => format!("at most {}", super::table::seconds(most)),
            MostSecondsAtMost(most) => format!("most within {}", super::table::seconds(most)),
            PerSecondAtLeast(least, things) => format!("at least {} {things}", super::table::rate(least)),
            RatioAtLeast(least, of) => format!("at least {} % of {of}", least * 100.0),
        }
    }
}

/// The case with the least of something, against the least it may be.
fn worst(
    found: &[(&str, &Case, &Times)],
    value: impl Fn(&Case, &Times) -> Option<f64>,
    say: impl Fn(f64) -> String,
    least: f64,
) -> Kept {
    let values = found.iter().filter_map(|(name, case, times)| Some((value(case, times)?, *name)));
    match values.min_by(|a, b| a.0.total_cmp(&b.0)) {
        None => Kept { kept: None, measured: "not measured".to_owned() },
        Some((value, _)) if found.len() == 1 => Kept { kept: Some(value >= least), measured: say(value) },
        Some((value, name)) => {
            Kept { kept: Some(value >= least), measured: format!("worst of {}: {} ({name})", found.len(), say(value)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::measured::Machine;

    #[test]
    fn the_worst_case_is_what_counts() {
        let mut measured = Measured::new(Machine::look(), false);
        let times = |seconds| Times::of(vec![seconds], None).expect("samples");
        let all = budget("trees/", OURS, SecondsAtMost(2.0));
        assert_eq!(all.judge(&measured).kept, None);
        measured.add("trees/a", OURS, times(1.0));
        assert_eq!(all.judge(&measured).kept, Some(true));
        measured.add("trees/b", OURS, times(3.0));
        assert_eq!(all.judge(&measured).kept, Some(false));
        assert!(all.judge(&measured).measured.contains("trees/b"));
        let most = budget("trees/", OURS, MostSecondsAtMost(2.0));
        assert_eq!(most.judge(&measured).kept, Some(false));
        measured.add("trees/c", OURS, times(0.1));
        assert_eq!(most.judge(&measured).kept, Some(true));
    }
}

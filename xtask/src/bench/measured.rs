//! What a run found: times by case and by who did the work, what was skipped, on which machine. Plain data.

use super::peers::PeerRow;
use crate::process::ask;
use std::collections::BTreeMap;
use std::fs;

/// Who does the work of a case.
pub const OURS: &str = "ours";
pub const LIMIT: &str = "limit";
pub const NATIVE: &str = "native";
pub const WASM: &str = "wasm";

pub struct Measured {
    pub machine: Machine,
    /// With few samples: the ratios are rough.
    pub quick: bool,
    pub cases: BTreeMap<String, Case>,
    /// Case and reason.
    pub skipped: Vec<(String, String)>,
    /// What was compared before timing, by case.
    pub checked: BTreeMap<String, String>,
    /// Other facts worth a line.
    pub remarks: Vec<String>,
    pub peers: Vec<PeerRow>,
    /// What the browser tests measured, where they have run.
    pub screen: Option<serde_json::Value>,
}

/// Times by who did the work.
#[derive(Default)]
pub struct Case {
    pub times: BTreeMap<String, Times>,
}

/// The time of one round of work.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Times {
    /// Of the fastest sample. Other programs can only add time, so on a busy machine this is the steadiest number.
    pub seconds_fastest: f64,
    pub seconds_median: f64,
    pub samples: usize,
    /// How many things a round does (component-years, events, pairs), where it is worth saying.
    pub amount: Option<f64>,
}

impl Times {
    /// From samples of seconds; `None` without any.
    pub fn of(mut seconds: Vec<f64>, amount: Option<f64>) -> Option<Times> {
        seconds.sort_by(f64::total_cmp);
        let seconds_fastest = *seconds.first()?;
        let seconds_median = seconds[seconds.len() / 2];
        Some(Times { seconds_fastest, seconds_median, samples: seconds.len(), amount })
    }

    /// Seconds for one thing; for the round when things are not counted.
    pub fn seconds_each(&self) -> f64 {
        self.seconds_fastest / self.amount.unwrap_or(1.0)
    }

    pub fn per_second(&self) -> Option<f64> {
        self.amount.map(|amount| amount / self.seconds_fastest)
    }
}

impl Case {
    /// Who is judged, and what it is judged by: the engine by the hand-written limit, WebAssembly by native code.
    pub fn pair(&self) -> Option<(&Times, &Times)> {
        let both = |who: &str, by: &str| Some((self.times.get(who)?, self.times.get(by)?));
        both(OURS, LIMIT).or_else(|| both(WASM, NATIVE))
    }

    /// The speed as a share of the speed it is judged by: 1 is as fast, 0.5 takes twice as long.
    pub fn ratio(&self) -> Option<f64> {
        self.pair().map(|(judged, by)| by.seconds_each() / judged.seconds_each())
    }
}

impl Measured {
    pub fn new(machine: Machine, quick: bool) -> Measured {
        Measured {
            machine,
            quick,
            cases: BTreeMap::new(),
            skipped: Vec::new(),
            checked: BTreeMap::new(),
            remarks: Vec::new(),
            peers: Vec::new(),
            screen: None,
        }
    }

    pub fn times(&self, case: &str, who: &str) -> Option<&Times> {
        self.cases.get(case)?.times.get(who)
    }

    pub fn add(&mut self, case: &str, who: &str, times: Times) {
        self.cases.entry(case.to_owned()).or_default().times.insert(who.to_owned(), times);
    }
}

/// Where it was measured.
pub struct Machine {
    pub processor: String,
    pub cores: usize,
    /// Processes that wanted to run while it began, over the last minute: above 0 the machine was not idle.
    pub load: String,
    pub system: String,
    pub rustc: String,
    pub commit: String,
}

impl Machine {
    /// Whether something else wanted a good part of a core when it began.
    pub fn is_busy(&self) -> bool {
        self.load.parse::<f64>().is_ok_and(|load| load > 0.5)
    }

    pub fn look() -> Machine {
        let file = |path: &str| fs::read_to_string(path).unwrap_or_default();
        let cpu = file("/proc/cpuinfo");
        let named = cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
        let system = file("/etc/os-release");
        let pretty = system.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
        let or_unknown = |text: Option<String>| text.unwrap_or_else(|| "unknown".to_owned());
        Machine {
            processor: named.map_or_else(|| std::env::consts::ARCH.to_owned(), |(_, name)| name.to_owned()),
            cores: std::thread::available_parallelism().map_or(1, Into::into),
            load: file("/proc/loadavg").split(' ').next().unwrap_or_default().to_owned(),
            system: pretty.map_or_else(|| std::env::consts::OS.to_owned(), |name| name.trim_matches('"').to_owned()),
            rustc: or_unknown(ask("rustc", &["--version"])),
            commit: or_unknown(ask("git", &["rev-parse", "--short", "HEAD"])),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_is_by_the_thing_when_things_are_counted() {
        let mut case = Case::default();
        let times = |seconds, amount| Times::of(vec![seconds, 9.0, 8.0], amount).expect("samples");
        case.times.insert(OURS.into(), times(2.0, Some(100.0)));
        case.times.insert(LIMIT.into(), times(0.5, Some(50.0)));
        // 50 a second against 100.
        assert_eq!(case.ratio(), Some(0.5));
        assert_eq!(case.times[OURS].seconds_median, 8.0);
        case.times.remove(LIMIT);
        assert_eq!(case.ratio(), None);
    }
}

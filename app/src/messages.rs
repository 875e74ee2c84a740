//! What the page and its web worker say to each other, as JSON texts. Pure.

use serde::{Deserialize, Serialize};

/// From the page to the worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Answers carry it back; an answer to anything but the latest request is dropped.
    pub id: u32,
    /// The document's text.
    pub document: String,
    /// What to do with it.
    pub work: Work,
}

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Work {
    /// The exact answers.
    Analyze,
    /// Measure so many years of a seed.
    Study {
        /// How many.
        years: u64,
        /// Which history.
        seed: u64,
    },
}

/// From the worker to the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// So many years are done.
    Progress {
        /// Of which request.
        id: u32,
        /// Years measured.
        years: u64,
    },
    /// Done: the answers as `nines … --json` prints them.
    Done {
        /// Of which request.
        id: u32,
        /// The answers as JSON.
        json: String,
    },
}

/// What the page shows of a study.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct StudySummary {
    /// The share of time the clients were up.
    pub availability: f64,
    /// The rest.
    pub unavailability: f64,
    /// A 95 % interval for the availability.
    pub availability_ci95: Option<(f64, f64)>,
    /// Outages a year.
    pub outages_per_year: f64,
    /// Years measured.
    pub years: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_study_reads_what_the_engine_writes() {
        let text = r#"{ "format": "nines-topology", "version": 1, "clients": { "needs": ["a"] },
            "components": [ { "id": "a", "mttf": "100h", "mttr": "1h" } ] }"#;
        let topology = nines_engine::format::read(text).topology.unwrap();
        let mut study = nines_engine::sim::Study::new(&topology, 1).unwrap();
        study.run(20);
        let measurement = study.measurement();
        let json = nines_engine::format::answers::measurement_json(&measurement);
        let summary: StudySummary = serde_json::from_str(&json).unwrap();
        assert_eq!(summary.availability, measurement.availability);
        assert_eq!(summary.availability_ci95, measurement.availability_ci95);
        assert_eq!(summary.years, 20);
    }
}

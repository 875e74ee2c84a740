//! Documents whose clients need "app", and the exact answer about them.

use nines_engine::availability::{Analysis, AnalyzeOptions, analyze};
use nines_engine::format::read;
use nines_engine::topology::Topology;

pub fn topology(parts: &str) -> Topology {
    let text = format!(r#"{{ "format": "nines-topology", "version": 1, "clients": {{ "needs": ["app"] }}, {parts} }}"#);
    let read = read(&text);
    read.topology.unwrap_or_else(|| panic!("{:?}", read.diagnostics))
}

pub fn exact(topology: &Topology) -> Analysis {
    analyze(topology, &AnalyzeOptions::standard()).unwrap()
}

//! One system, answered twice: exactly, and by living through it. `cargo run -p nines-engine --example two_answers`

use nines_engine::availability::{AnalyzeOptions, analyze};
use nines_engine::format::read;
use nines_engine::report;
use nines_engine::sim::Study;

const SHOP: &str = r#"{ "format": "nines-topology", "version": 1,
  "clients": { "needs": ["lb"] },
  "domains": [ { "id": "zone-a", "kind": "zone", "mttf": "8760h", "mttr": "2h" } ],
  "components": [
    { "id": "lb",    "kind": "load_balancer", "mttf": "8760h", "mttr": "1h", "needs": ["app"] },
    { "id": "app-1", "kind": "server", "mttf": "1000h", "mttr": "1h", "in": ["zone-a"] },
    { "id": "app-2", "kind": "server", "mttf": "1000h", "mttr": "1h" },
    { "id": "db",    "kind": "database", "mttf": "2000h", "mttr": "4h" } ],
  "pools": [ { "id": "app", "members": ["app-1", "app-2"], "common_cause": 0.02, "needs": ["db"] } ] }"#;

fn main() {
    let topology = read(SHOP).topology.expect("a document without errors");
    let exact = analyze(&topology, &AnalyzeOptions::standard()).expect("an answer");
    let mut study = Study::new(&topology, 1).expect("a document without errors");
    study.run(2000);
    let measured = study.measurement();
    println!("exact:    {}", report::percent(exact.unavailability));
    println!("measured: {}", report::percent(measured.unavailability));
    let (low, high) = measured.availability_ci95.expect("outages in 2000 years");
    println!("95 %:     {} to {}", report::percent(1.0 - low), report::percent(1.0 - high));
    assert!((low..=high).contains(&exact.availability));
}

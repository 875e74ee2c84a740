//! A ring of switches: the network as part of the question. `cargo run -p nines-engine --example cables`

use nines_engine::availability::{AnalyzeOptions, analyze};
use nines_engine::format::read;
use nines_engine::report;

/// Four switches, the clients at one and the server at the opposite one, with so many of the ring's cables.
fn network(cables: usize) -> f64 {
    let ring = [("s1", "s2"), ("s2", "s3"), ("s3", "s4"), ("s4", "s1")];
    let ring: Vec<String> = ring[..cables]
        .iter()
        .map(|(a, b)| format!(r#"{{ "between": ["{a}", "{b}"], "mttf": "20000h", "mttr": "8h" }}"#))
        .collect();
    let switches: Vec<String> =
        (1..=4).map(|i| format!(r#"{{ "id": "s{i}", "kind": "switch", "mttf": "50000h", "mttr": "4h" }}"#)).collect();
    let text = format!(
        r#"{{ "format": "nines-topology", "version": 1, "clients": {{ "needs": ["app"] }},
          "components": [ {}, {{ "id": "app", "kind": "server" }} ],
          "cables": [ {{ "between": ["clients", "s1"] }}, {{ "between": ["s3", "app"] }}, {} ] }}"#,
        switches.join(", "),
        ring.join(", ")
    );
    let topology = read(&text).topology.expect("a document without errors");
    analyze(&topology, &AnalyzeOptions::standard()).expect("an answer").unavailability
}

fn main() {
    let (line, ring) = (network(2), network(4));
    println!("one way round:  {}, {}", report::percent(line), report::downtime_text(line));
    println!("a closed ring:  {}, {}", report::percent(ring), report::downtime_text(ring));
    // The ends are still alone: closing the ring takes away what the middle did, and no more.
    assert!(ring < line / 2.0);
}

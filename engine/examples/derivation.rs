//! The number as a derivation, step by step. `cargo run -p nines-engine --example derivation`

use nines_engine::availability::explain::explain;
use nines_engine::format::read;

const TIERS: &str = r#"{ "format": "nines-topology", "version": 1,
  "clients": { "needs": ["web"] },
  "domains": [ { "id": "zone-a", "kind": "zone", "unavailability": 0.0002 } ],
  "components": [
    { "id": "web-1", "kind": "server", "unavailability": 0.001, "in": ["zone-a"] },
    { "id": "web-2", "kind": "server", "unavailability": 0.001 },
    { "id": "db", "kind": "database", "unavailability": 0.0005, "in": ["zone-a"] } ],
  "pools": [ { "id": "web", "members": ["web-1", "web-2"], "needs": ["db"] } ] }"#;

fn main() {
    let topology = read(TIERS).topology.expect("a document without errors");
    let derivation = explain(&topology).expect("a derivation");
    print!("{}", derivation.text());
    // The zone takes the database with it, so it is a single point of failure, and counts once.
    let expected = 0.0002 + 0.9998 * (0.0005 + 0.9995 * 0.000001);
    assert!((derivation.unavailability - expected).abs() < 1e-15);
}

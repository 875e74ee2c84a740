//! The documents that the journeys use, and how two are compared.

use nines_engine::format;
use nines_tests::oracle;
use serde_json::Value;

/// Three parts in a row, with the numbers of the lesson: 99.689 %.
pub const CHAIN: &str = r#"{
  "format": "nines-topology", "version": 1, "title": "A chain",
  "clients": { "needs": ["lb"] },
  "components": [
    { "id": "lb", "kind": "load_balancer", "mttf": "8760h", "mttr": "1h", "needs": ["app"] },
    { "id": "app", "kind": "server", "mttf": "1000h", "mttr": "1h", "needs": ["db"] },
    { "id": "db", "kind": "database", "mttf": "2000h", "mttr": "4h" }
  ]
}"#;

/// A system with a pool, a common cause, zones and a soft need, so that little can be lost on the way unnoticed.
pub const ZONES: &str = r#"{
  "format": "nines-topology", "version": 1, "title": "Zones & <b>bold</b> names", "notes": "a note",
  "slo": { "availability": 0.9995, "window": "30d" },
  "clients": { "rps": 120, "needs": ["front"] },
  "domains": [
    { "id": "zone-a", "kind": "zone", "mttf": "8760h", "mttr": "2h" },
    { "id": "zone-b", "kind": "zone", "mttf": "8760h", "mttr": "2h" }
  ],
  "components": [
    { "id": "front-1", "kind": "server", "in": ["zone-a"], "mttf": "1000h", "mttr": "1h", "cost": 1 },
    { "id": "front-2", "kind": "server", "in": ["zone-b"], "mttf": "1000h", "mttr": "1h", "cost": 1 },
    { "id": "store", "kind": "database", "unavailability": 0.0002, "mttr": "4h", "cost": 4 },
    { "id": "hints", "kind": "cache", "availability": 0.99, "mttr": "12h" }
  ],
  "pools": [
    { "id": "front", "members": ["front-1", "front-2"], "required": 1, "common_cause": 0.05,
      "needs": ["store", { "to": "hints", "soft": true }] }
  ]
}"#;

/// A document without regard to how it is written and where its parts are drawn.
#[track_caller]
pub fn meaning(document: &str) -> Value {
    let mut plain = oracle::plain(&format::write(&oracle::topology(document)));
    plain.as_object_mut().expect("an object").remove("layout");
    plain
}

//! What makes an active and a standby database available: not how fast the switch is, but how often it works, and how
//! long a person takes when it does not. `cargo run -p nines-engine --example failover`

use nines_engine::availability::{AnalyzeOptions, analyze};
use nines_engine::format::read;
use nines_engine::report;

fn downtime(coverage: f64, switch: &str, manual: &str) -> f64 {
    let text = format!(
        r#"{{ "format": "nines-topology", "version": 1, "clients": {{ "needs": ["db"] }},
          "components": [ {{ "id": "db-1", "kind": "database", "mttf": "2190h", "mttr": "4h" }},
                          {{ "id": "db-2", "kind": "database", "mttf": "2190h", "mttr": "4h" }} ],
          "pools": [ {{ "id": "db", "members": ["db-1", "db-2"],
            "standby": {{ "level": "hot", "coverage": {coverage}, "switch": "{switch}", "manual": "{manual}" }} }} ] }}"#
    );
    let topology = read(&text).topology.expect("a document without errors");
    analyze(&topology, &AnalyzeOptions::standard()).expect("an answer").unavailability
}

fn main() {
    let say = |what: &str, unavailability: f64| {
        println!("{what:<44} {:>12}  {}", report::percent(unavailability), report::downtime_text(unavailability));
    };
    let before = downtime(0.95, "90s", "1h");
    say("19 of 20 failovers work, 90 s, else 1 h", before);
    let faster = downtime(0.95, "10s", "1h");
    say("… switching in 10 s", faster);
    let surer = downtime(0.99, "90s", "1h");
    say("… 99 of 100 work", surer);
    let slower = downtime(0.95, "90s", "4h");
    say("… a person needs 4 h", slower);
    assert!(surer < faster && slower > 2.0 * before);
}

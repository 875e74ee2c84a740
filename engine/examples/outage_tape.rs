//! A history with a fault made by hand, recorded, and looked at afterwards: what was down, and since when.
//! `cargo run -p nines-engine --example outage_tape`

use nines_engine::format::read;
use nines_engine::report::span_text;
use nines_engine::sim::{History, HistoryOptions, Script, Start};
use nines_engine::units::Ticks;

const PAIR: &str = r#"{ "format": "nines-topology", "version": 1, "clients": { "needs": ["db"] },
  "domains": [ { "id": "zone-a", "kind": "zone", "mttf": "8760h", "mttr": "2h" },
               { "id": "zone-b", "kind": "zone", "mttf": "8760h", "mttr": "2h" } ],
  "components": [ { "id": "db-1", "mttf": "2000h", "mttr": "4h", "in": ["zone-a"] },
                  { "id": "db-2", "mttf": "2000h", "mttr": "4h", "in": ["zone-b"] } ],
  "pools": [ { "id": "db", "members": ["db-1", "db-2"],
    "standby": { "level": "hot", "coverage": 0.95, "detect": "30s", "switch": "60s", "manual": "1h" } } ] }"#;

fn main() {
    let topology = read(PAIR).topology.expect("a document without errors");
    let script = Script::read("at 10d: fail zone-a for 90m", &topology).expect("a script without errors");
    let options = HistoryOptions { seed: 1, replication: 0, start: Start::AllUp, trace_lines_max: 0 };
    let mut history = History::new(&topology, options).expect("a document without errors");
    history.record(10_000);
    script.faults.into_iter().for_each(|(at, fault)| history.schedule(at, fault));
    history.run_until(Ticks::from_years(1));
    let tape = history.recording().expect("it was recorded");
    for outage in tape.outages() {
        let lasted = outage.to.map_or("still on".to_string(), |to| span_text(to.since(outage.from)));
        let moment = tape.seek(outage.from);
        println!("at {}: {} for {lasted}; down: {}", span_text(outage.from), outage.cause, moment.failed.join(", "));
    }
    // The zone took the active database with it; the spare took over within a minute and a half.
    let by_hand = tape.outages().into_iter().find(|outage| outage.from == Ticks(240 * Ticks::PER_HOUR));
    let by_hand = by_hand.expect("the zone's failure was felt");
    assert_eq!(by_hand.to, Some(Ticks(240 * Ticks::PER_HOUR + 90 * Ticks::PER_SECOND)));
}

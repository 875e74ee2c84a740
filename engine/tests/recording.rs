//! The outage tape: any moment found again, however much was forgotten.

use nines_engine::format::read;
use nines_engine::sim::{History, HistoryOptions, Start};
use nines_engine::units::Ticks;

const SYSTEM: &str = r#"{ "format": "nines-topology", "version": 1, "clients": { "needs": ["app"] },
  "domains": [ { "id": "zone", "mttf": "900h", "mttr": "3h" } ],
  "components": [ { "id": "a", "mttf": "300h", "mttr": "20h", "in": ["zone"] }, { "id": "b", "mttf": "300h", "mttr": "20h" },
                  { "id": "db", "mttf": "700h", "mttr": "5h" } ],
  "pools": [ { "id": "app", "members": ["a", "b"], "standby": { "switch": "10m", "coverage": 0.8, "manual": "2h" }, "needs": ["db"] } ] }"#;

fn history() -> History {
    let topology = read(SYSTEM).topology.unwrap();
    let options = HistoryOptions { seed: 11, replication: 0, start: Start::AllUp, trace_lines_max: usize::MAX };
    History::new(&topology, options).unwrap()
}

/// Every moment of the tape, against the history itself lived anew up to that moment.
#[test]
fn any_moment_is_found_again() {
    let end = Ticks::from_years(12);
    for entries_max in [1_000_000, 300, 7] {
        let mut whole = history();
        whole.record(entries_max);
        whole.run_until(end);
        let tape = whole.recording().unwrap();
        let total = whole.trace().lines().count();
        assert_eq!(tape.entries().len(), total.min(entries_max));
        assert!(total > 1000, "{total}");
        let mut anew = history();
        let begins = tape.begins();
        for step in 0..400 {
            let at = Ticks(begins.0 + (end.0 - begins.0) / 400 * step);
            anew.run_until(at);
            let moment = tape.seek(at);
            assert_eq!(moment.up, anew.system_is_up(), "{at:?} of the last {entries_max}");
            let mut failed: Vec<&str> = moment.failed.iter().map(|name| &**name).collect();
            let mut expected = still_failed(anew.trace());
            failed.sort_unstable();
            expected.sort_unstable();
            assert_eq!(failed, expected, "{at:?} of the last {entries_max}");
        }
    }
}

/// What the lines of a trace leave failed.
fn still_failed(trace: &str) -> Vec<&str> {
    let mut failed: Vec<&str> = Vec::new();
    for line in trace.lines() {
        let mut words = line.splitn(5, ' ');
        let (_, what) = (words.next(), words.next().unwrap());
        let name = words.nth(2).unwrap();
        match what {
            "fails" => failed.push(name),
            _ => failed.retain(|other| *other != name),
        }
    }
    failed
}

#[test]
fn outages_are_those_of_the_history() {
    let mut whole = history();
    whole.record(1_000_000);
    whole.run_until(Ticks::from_years(12));
    let tape = whole.recording().unwrap();
    let outages = tape.outages();
    let lasting: u64 = outages.iter().map(|o| o.to.unwrap_or(Ticks::from_years(12)).since(o.from).0).sum();
    let measured = whole.measured();
    assert_eq!(Ticks(lasting), measured.down);
    // Of outages that begin and end within one instant the history counts none.
    let lasting_some = outages.iter().filter(|o| o.to != Some(o.from)).count();
    assert_eq!(lasting_some as u64, measured.outages);
    let stretches: Vec<_> = whole.tape().filter(|stretch| !stretch.up).collect();
    for (stretch, outage) in stretches.iter().zip(outages.iter().filter(|o| o.to != Some(o.from))) {
        assert_eq!(stretch.from, outage.from);
    }
}

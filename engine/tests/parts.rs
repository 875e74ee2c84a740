//! Partial results: the parts of real studies are read, and what was changed, cut off or written by a newer Nines is not.

mod generate;

use generate::{Shape, generated};
use nines_engine::diag::{Diagnostic, codes};
use nines_engine::format::partial::{PartOf, document_of, read_partial, write_partial};
use nines_engine::sim::{Script, Study, Sums};
use nines_engine::topology::Topology;

const YEARS: u64 = 12;

/// A part of a study of twice as many years, with a script of faults.
fn part(topology: &Topology, seed: u64, script: &str) -> (PartOf, Sums) {
    let faults = Script::read(script, topology).unwrap();
    let mut study = Study::new(topology, seed).unwrap().with_script(faults);
    study.run(YEARS);
    let (document, script) = (document_of(topology), script.to_string());
    (PartOf { document, script, seed, years: 2 * YEARS, part: 1, parts: 2 }, study.sums().clone())
}

/// Every system, with and without faults by hand: from the start of the year, past its end, for ever, and for no time.
#[test]
fn the_parts_of_real_studies_are_read() {
    let (mut outages, mut degraded, mut cut_by_years) = (0, 0, 0);
    for shape in [Shape::Any, Shape::OftenDown, Shape::Dependent] {
        for seed in 0..60 {
            let topology = generated(seed, shape);
            let last = &topology.components.last().unwrap().id;
            let scripts = [
                String::new(),
                format!("at 0s: fail {last} for 5d\nat 364d: fail {last} for 9d\nat 50d: fail {last} for 0s"),
                format!("at 300d: fail {last}\nat 301d: fail c0 for 1h\nat 301d: repair c0"),
            ];
            for script in scripts {
                let (of, sums) = part(&topology, seed, &script);
                let text = write_partial(&of, &sums);
                let read = read_partial(&text).unwrap_or_else(|finding| panic!("seed {seed}: {finding}\n{text}"));
                assert!(read == (of, sums.clone()), "seed {seed}");
                outages += sums.outages;
                degraded += u64::from(sums.degraded > 0);
                cut_by_years += u64::from(sums.outage_ticks > sums.down);
            }
        }
    }
    assert!(outages > 10_000 && degraded > 50 && cut_by_years > 50, "{outages}, {degraded}, {cut_by_years}");
}

/// A part of a small system with downtime.
fn good() -> String {
    let topology = nines_engine::format::read(
        r#"{ "format": "nines-topology", "version": 1, "clients": { "needs": ["a"] },
             "components": [ { "id": "a", "mttf": "99h", "mttr": "1h" } ] }"#,
    );
    let (of, sums) = part(&topology.topology.unwrap(), 1, "");
    // There are no levels of capacity, so nothing is served while it is down, and the sum shows its unit.
    assert!(sums.down > 0 && sums.unserved == sums.down << 20);
    write_partial(&of, &sums)
}

/// What is said of a text that is not quite a good part.
#[track_caller]
fn check(text: &str, expected: &str) -> Diagnostic {
    let finding = read_partial(text).unwrap_err();
    assert!(finding.message.contains(expected), "{finding}");
    finding
}

#[test]
fn a_part_says_its_version() {
    let good = good();
    read_partial(&good).unwrap();
    let newer =
        check(&good.replace(r#""version":1"#, r#""version":2"#), "a newer Nines wrote this part: it is of version 2");
    assert_eq!(newer.code, codes::NEWER_VERSION);
    check(&good.replace(r#""version":1"#, r#""version":"1""#), "it does not say its version");
    check(&good.replace(r#""version":1,"#, ""), "it does not say its version");
}

#[test]
fn a_part_without_its_last_line_break_is_cut_off() {
    check(good().trim_end(), "it is cut off: its last line does not end");
}

#[test]
fn numbers_that_do_not_belong_together_are_refused() {
    let good = good();
    let field = |name: &str| {
        let rest = good.split_once(&format!("\"{name}\":\"")).unwrap().1;
        rest.split_once('"').unwrap().0.parse::<u128>().unwrap()
    };
    let with = |name: &str, value: u128| {
        let (old, new) = (format!("\"{name}\":\"{}\"", field(name)), format!("\"{name}\":\"{value}\""));
        good.replace(&old, &new)
    };
    let (down, year) = (field("down"), 31_536_000_000_000);
    let years = u128::from(YEARS);
    check(&with("degraded", years * year - down + 1), "down and degraded for longer");
    read_partial(&with("degraded", years * year - down)).unwrap();
    check(&with("down", down + 1), "by_phase does not add up to down");
    check(&with("a", down - 1), "by_cause does not add up to down");
    check(&with("unserved", (down << 20) + 1), "more was not served");
    check(&with("outages", field("outages") + 1), "outage_lengths has another number of outages");
    check(&with("outage_ticks", 1), "outage_ticks is less than the longest outage");
    check(&with("outage_ticks", down * 1000), "outage_ticks is more than its outages had");
    check(&with("down_squared", down * down / years - 1), "down_squared is less");
    check(&with("down_squared", down * year + 1), "down_squared is more");
    let buckets = good.split_once("\"yearly\":").unwrap().1;
    let bucket = &buckets[buckets.find("[[").unwrap() + 1..=buckets.find(']').unwrap()];
    check(&good.replace(bucket, "[\"0\",\"77\"]"), "yearly has another number of years");
}

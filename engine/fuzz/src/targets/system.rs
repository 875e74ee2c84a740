//! Correct systems: the document comes back, every question has an answer, and where there are few enough failures the
//! diagram says what enumeration says.

use nines_engine::availability::enumerate::{Enumerated, enumerate, is_up_with};
use nines_engine::availability::{Analysis, AnalyzeOptions, analyze};
use nines_engine::diag::{Severity, codes, has_errors};
use nines_engine::structure::{Lowering, lower};
use nines_engine::topology::{Topology, validate};
use nines_engine::units::MINUTES_PER_YEAR;

use super::{analyze as questions, answers, read};
use crate::limits::timed;
use crate::systems::system;

/// With more failures enumeration is too slow to be tried thousands of times.
const FAILURES_MAX: usize = 14;

/// Up to so many it takes about as long as the answer itself; above, one system in 16 is enumerated.
const FAILURES_QUICK: usize = 9;

pub fn run(bytes: &[u8]) -> Option<()> {
    let topology = system(bytes).ok()?;
    let findings = timed("validate", || validate(&topology));
    if has_errors(&findings) {
        // The generator avoids every other mistake: these two are sums and quotients, which choices alone do not show.
        let may_be = [codes::OUT_OF_RANGE, codes::DEMAND_UNKNOWN];
        let other = findings.iter().find(|d| d.severity == Severity::Error && !may_be.contains(&d.code));
        assert!(other.is_none(), "a system that should be correct is not: {other:?}");
        return None;
    }
    read::comes_back(&topology);
    let seed = bytes.iter().fold(1_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte)));
    questions::ask(&topology, seed);
    let failures = failures(&topology);
    if failures <= FAILURES_QUICK || (failures <= FAILURES_MAX && seed.is_multiple_of(16)) {
        second_opinion(&topology);
    }
    Some(())
}

fn failures(topology: &Topology) -> usize {
    let structure = lower(topology, Lowering::UP).expect("a correct system can be lowered");
    structure.events.iter().filter(|event| event.unavailability > 0.0).count()
}

fn second_opinion(topology: &Topology) {
    let brute = enumerate(topology).expect("few failures can be enumerated");
    let exact = answers::checked(topology).expect("a small system is never too entangled");
    agree(&exact, &brute, topology);
    for cut in &exact.cut_sets {
        assert!(!is_up_with(topology, &cut.members), "{:?} does not cut:\n{topology:#?}", cut.members);
        for left_out in 0..cut.members.len() {
            let mut fewer = cut.members.clone();
            fewer.remove(left_out);
            assert!(is_up_with(topology, &fewer), "{:?} is not minimal:\n{topology:#?}", cut.members);
        }
    }
    refused_or_right(topology, &brute);
}

fn agree(exact: &Analysis, brute: &Enumerated, topology: &Topology) {
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * b.abs() + 1e-290;
    let degraded = exact.degraded_minutes_per_year / MINUTES_PER_YEAR;
    for (what, exact, brute) in [
        ("up", exact.availability, brute.up),
        ("down", exact.unavailability, brute.down),
        ("degraded", degraded, brute.degraded),
    ] {
        assert!(near(exact, brute), "{what}: the diagram says {exact}, enumeration {brute}:\n{topology:#?}");
    }
}

/// With a diagram of a few nodes there is the same answer, or none.
fn refused_or_right(topology: &Topology, brute: &Enumerated) {
    for nodes_max in [2, 8, 32] {
        let options = AnalyzeOptions { cut_sets_max: 3, nodes_max };
        match timed("analyze with few nodes", || analyze(topology, &options)) {
            Ok(exact) => agree(&exact, brute, topology),
            Err(findings) => assert!(findings.iter().all(|d| d.code == codes::TOO_ENTANGLED), "{findings:?}"),
        }
    }
}

//! Correct systems: the document comes back, every question has an answer, and where there are few enough failures the
//! answers have a second opinion (`opinions`).

use nines_engine::diag::{Severity, codes, has_errors};
use nines_engine::topology::validate;

use super::{analyze, answers, opinions, read};
use crate::limits::timed;
use crate::systems::system;

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
    analyze::ask(&topology, seed);
    opinions::on(&topology, &answers::checked(&topology), seed);
    Some(())
}

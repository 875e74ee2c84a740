//! Chains that were solved once are not solved again: the questions of one analysis (up, degraded, levels of capacity)
//! ask for the same, and so do pools that are alike. What all of them may take together is limited.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::markov::{Explicit, ExplicitPool, Lumped, LumpedPool, Work};

/// What all chains of one analysis may take: some 0.3 seconds.
const WORK_MAX: u64 = 300_000_000;

/// How many states are kept; each takes some 300 bytes.
const STATES_MAX: usize = 60_000;

/// The chains of one analysis.
pub struct Chains {
    lumped: Known<Lumped>,
    explicit: Known<Explicit>,
    /// How many more states are kept.
    room: usize,
    work: Work,
}

/// Chains by all that makes one differ from another; `None` for those that have no answer.
type Known<C> = BTreeMap<Vec<u64>, Option<Rc<C>>>;

impl Chains {
    /// None yet.
    pub fn new() -> Chains {
        Chains { lumped: Known::new(), explicit: Known::new(), room: STATES_MAX, work: Work::of(WORK_MAX) }
    }

    /// The chain of equal members; `None` as [`Lumped::solve`] says.
    pub fn lumped(&mut self, pool: LumpedPool) -> Option<Rc<Lumped>> {
        let solve = || Lumped::solve(pool, &mut self.work);
        known_or(&mut self.lumped, pool.key(), solve, Lumped::states, &mut self.room)
    }

    /// The chain of named members; `None` as [`Explicit::solve`] says.
    pub fn explicit(&mut self, pool: ExplicitPool) -> Option<Rc<Explicit>> {
        let key = pool.key();
        let solve = || Explicit::solve(pool, &mut self.work);
        known_or(&mut self.explicit, key, solve, Explicit::states, &mut self.room)
    }

    /// Whether a chain was left unsolved because those before it took all the work.
    pub fn are_used_up(&self) -> bool {
        self.work.is_used_up()
    }
}

/// The chain of a key, which is solved when it is not known and kept while there is room for its states.
fn known_or<C>(
    known: &mut Known<C>,
    key: Vec<u64>,
    solve: impl FnOnce() -> Option<C>,
    states: impl Fn(&C) -> usize,
    room: &mut usize,
) -> Option<Rc<C>> {
    if let Some(there) = known.get(&key) {
        return there.clone();
    }
    let solved = solve().map(Rc::new);
    if let Some(left) = room.checked_sub(solved.as_deref().map_or(1, states)) {
        *room = left;
        known.insert(key, solved.clone());
    }
    solved
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::codes;
    use crate::format::read;
    use crate::structure::{Lowering, lower_valid};

    const POOLS: &str = r#"{ "format": "nines-topology", "version": 1, "clients": { "needs": ["p", "q", "r"] },
        "components": [ { "id": "a", "mttf": "900h" }, { "id": "b", "mttf": "800h" }, { "id": "c", "mttf": "700h" },
            { "id": "d", "mttf": "700h" }, { "id": "e", "mttf": "900h" }, { "id": "f", "mttf": "800h" } ],
        "pools": [ { "id": "p", "members": ["a", "b"], "repair_crews": 1 },
            { "id": "q", "members": ["c", "d"], "standby": { "switch": "1m" } },
            { "id": "r", "members": ["e", "f"], "repair_crews": 1 } ] }"#;

    #[test]
    fn pools_that_are_alike_have_one_chain_whatever_is_asked() {
        let topology = read(POOLS).topology.unwrap();
        let mut chains = Chains::new();
        for lowering in [Lowering::UP, Lowering::UNDEGRADED, Lowering::UP.at_share(0.5)] {
            let structure = lower_valid(&topology, lowering, &mut chains).unwrap();
            let alone = lower_valid(&topology, lowering, &mut Chains::new()).unwrap();
            assert_eq!(structure, alone);
            assert_eq!(structure.modules.len(), 3);
        }
        assert_eq!((chains.lumped.len(), chains.explicit.len()), (1, 1));
    }

    #[test]
    fn pools_past_the_work_are_approximated_and_named() {
        let topology = read(POOLS).topology.unwrap();
        let mut chains = Chains { work: Work::of(4000), ..Chains::new() };
        let structure = lower_valid(&topology, Lowering::UP, &mut chains).unwrap();
        let said = |pool: &str| {
            let is_it = |d: &&crate::diag::Diagnostic| d.code == codes::APPROXIMATED && d.subject == pool;
            structure.findings.iter().filter(is_it).any(|d| d.message.contains("all that is solved at once"))
        };
        assert!(chains.are_used_up());
        assert!(structure.modules.len() < 3 && said("r"), "{:?}", structure.findings);
    }
}

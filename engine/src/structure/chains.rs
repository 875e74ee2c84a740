//! Chains that were solved once are not solved again: the questions of one analysis (up, degraded, levels of capacity)
//! ask for the same, and so do pools that are alike, and documents that differ elsewhere. What all of one analysis may take
//! together is limited.

use std::rc::Rc;

use crate::markov::{Counted, Explicit, ExplicitPool, Joint, Lumped, LumpedPool, Work};
use crate::order::Map;

/// What all chains of one analysis may take: some 0.3 seconds.
const WORK_MAX: u64 = 300_000_000;

/// What two pools that are followed together may take of it.
const JOINT_WORK_MAX: u64 = 130_000_000;

/// What is left for pools that are followed alone.
const SINGLE_WORK: u64 = 50_000_000;

/// How many states are kept; each takes some 300 bytes.
const STATES_MAX: usize = 60_000;

/// The chains of one analysis, or of several one after the other.
pub struct Chains {
    lumped: Known<Lumped>,
    explicit: Known<Explicit>,
    joint: Known<Joint>,
    limits: Limits,
}

struct Limits {
    /// How many more states are kept.
    room: usize,
    /// What is left for this analysis.
    work: Work,
    /// What is left until whoever asks gives up.
    patience: Work,
    /// Which analysis this is.
    analysis: u32,
    /// What was solved and not known before.
    solved: u64,
}

/// Chains by all that makes one differ from another.
type Known<C> = Map<Vec<u64>, Solved<C>>;

#[derive(Clone)]
struct Solved<C> {
    /// `None` for one that has no answer.
    chain: Option<Rc<C>>,
    /// What it takes to solve it. An analysis that finds it here counts it as well, once: so it comes to the same end as
    /// one that begins with nothing.
    work: u64,
    /// The analysis that counted it last.
    counted_in: u32,
}

impl Chains {
    /// None yet.
    pub fn new() -> Chains {
        Chains::with(Work::of(WORK_MAX))
    }

    /// None yet, for one who gives up when solving takes more than so much.
    pub fn within(patience: u64) -> Chains {
        let mut chains = Chains::new();
        chains.limits.patience = Work::of(patience);
        chains
    }

    /// Whether that was not enough: what was found since is not what an analysis finds.
    pub fn were_given_up(&self) -> bool {
        self.limits.patience.is_used_up()
    }

    fn with(work: Work) -> Chains {
        let limits = Limits { room: STATES_MAX, work, patience: Work::of(u64::MAX), analysis: 0, solved: 0 };
        Chains { lumped: Known::new(), explicit: Known::new(), joint: Known::new(), limits }
    }

    /// From here on it is another analysis, which has its own limit.
    pub fn begin_another(&mut self) {
        self.limits.work = Work::of(WORK_MAX);
        self.limits.analysis += 1;
    }

    /// What was solved since this was last asked, in all analyses, some nanoseconds each.
    pub fn take_solved(&mut self) -> u64 {
        std::mem::take(&mut self.limits.solved)
    }

    /// The chain of equal members; `None` as [`Lumped::solve`] says.
    pub fn lumped(&mut self, pool: LumpedPool) -> Option<Rc<Lumped>> {
        let solve = |work: &mut Work| Lumped::solve(pool, work);
        self.limits.known_or(&mut self.lumped, pool.key(), solve, Lumped::states)
    }

    /// A pool of equal members with fewer and fewer of them counted; `None` when counting down to `fewest` is more than
    /// what is left. It is counted anew for every question, and so takes from every analysis what it takes.
    pub fn counted(&mut self, lumped: &Lumped, fewest: usize) -> Option<Counted> {
        let work = Counted::work(lumped.members(), fewest);
        self.limits.work.take(work)?;
        self.limits.patience.take(work)?;
        self.limits.solved += work;
        Some(lumped.counted())
    }

    /// The chain of named members; `None` as [`Explicit::solve`] says.
    pub fn explicit(&mut self, pool: ExplicitPool) -> Option<Rc<Explicit>> {
        let key = pool.key();
        self.limits.known_or(&mut self.explicit, key, |work| Explicit::solve(pool, work), Explicit::states)
    }

    /// The chain of two pools; `None` as [`Joint::solve`] says, or when so little is left that those of single pools might
    /// not be solved after it.
    pub fn joint(&mut self, pools: [&ExplicitPool; 2]) -> Option<Rc<Joint>> {
        let key = pools.map(ExplicitPool::key).concat();
        let is_counted = self.joint.get(&key).is_some_and(|there| there.counted_in == self.limits.analysis);
        if !is_counted && self.limits.work.left() < JOINT_WORK_MAX + SINGLE_WORK {
            return None;
        }
        let solve = |work: &mut Work| {
            let most = JOINT_WORK_MAX.min(work.left());
            let mut own = Work::of(most);
            let joint = Joint::solve(pools, &mut own);
            work.take(most - own.left())?;
            joint
        };
        self.limits.known_or(&mut self.joint, key, solve, Joint::states)
    }

    /// Whether a chain was left unsolved because those before it took all the work.
    pub fn are_used_up(&self) -> bool {
        self.limits.work.is_used_up()
    }
}

impl Limits {
    /// The chain of a key, which is solved when it is not known and kept while there is room for its states.
    fn known_or<C>(
        &mut self,
        known: &mut Known<C>,
        key: Vec<u64>,
        solve: impl FnOnce(&mut Work) -> Option<C>,
        states: impl Fn(&C) -> usize,
    ) -> Option<Rc<C>> {
        if let Some(there) = known.get_mut(&key) {
            if there.counted_in != self.analysis {
                self.work.take(there.work)?;
                there.counted_in = self.analysis;
            }
            return there.chain.clone();
        }
        let most = self.work.left().min(self.patience.left());
        let mut own = Work::of(most);
        let chain = solve(&mut own).map(Rc::new);
        let work = most - own.left();
        self.solved += work;
        self.work.take(work)?;
        self.patience.take(work)?;
        // One that was given up may be solved by an analysis that comes to it with more work left.
        if chain.is_none() && own.is_used_up() {
            return None;
        }
        if let Some(left) = self.room.checked_sub(chain.as_deref().map_or(1, states)) {
            self.room = left;
            known.insert(key, Solved { chain: chain.clone(), work, counted_in: self.analysis });
        }
        chain
    }
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

    /// What is known from one analysis costs the next nothing, and counts there as if it had been solved.
    #[test]
    fn another_analysis_ends_as_one_that_begins_with_nothing() {
        let topology = read(POOLS).topology.unwrap();
        let (mut alone, mut chains) = (Chains::new(), Chains::new());
        let first = lower_valid(&topology, Lowering::UP, &mut alone).unwrap();
        assert_eq!(lower_valid(&topology, Lowering::UP, &mut chains).unwrap(), first);
        let solved = chains.take_solved();
        assert_eq!(solved, alone.take_solved());
        assert!(solved > 0);
        chains.begin_another();
        assert_eq!(lower_valid(&topology, Lowering::UP, &mut chains).unwrap(), first);
        assert_eq!(chains.limits.work.left(), WORK_MAX - solved, "it is counted");
        assert_eq!(chains.take_solved(), 0, "and was not solved again");
        chains.begin_another();
        let (mut few, mut known) = (Chains::with(Work::of(4000)), chains);
        known.limits.work = Work::of(4000);
        let approximated = lower_valid(&topology, Lowering::UP, &mut few).unwrap();
        assert_eq!(lower_valid(&topology, Lowering::UP, &mut known).unwrap(), approximated);
    }

    #[test]
    fn pools_past_the_work_are_approximated_and_named() {
        let topology = read(POOLS).topology.unwrap();
        let mut chains = Chains::with(Work::of(4000));
        let structure = lower_valid(&topology, Lowering::UP, &mut chains).unwrap();
        let said = |pool: &str| {
            let is_it = |d: &&crate::diag::Diagnostic| d.code == codes::APPROXIMATED && d.subject == pool;
            structure.findings.iter().filter(is_it).any(|d| d.message.contains("all that is solved at once"))
        };
        assert!(chains.are_used_up());
        assert!(structure.modules.len() < 3 && said("r"), "{:?}", structure.findings);
    }

    /// One who gives up finds the same until then, and is told.
    #[test]
    fn patience_ends_before_the_work_does() {
        let topology = read(POOLS).topology.unwrap();
        let mut all = Chains::new();
        let whole = lower_valid(&topology, Lowering::UP, &mut all).unwrap();
        let takes = all.take_solved();
        for (patience, is_enough) in [(takes + 1, true), (takes - 1, false), (1, false)] {
            let mut chains = Chains::within(patience);
            let structure = lower_valid(&topology, Lowering::UP, &mut chains).unwrap();
            assert_eq!((structure == whole, chains.were_given_up()), (is_enough, !is_enough));
            assert!(chains.take_solved() <= patience);
        }
        assert!(!all.were_given_up());
    }

    /// Counting down is work as solving is: what is not left for it is said, and the pool is taken as independent.
    #[test]
    fn counting_past_the_work_is_approximated_and_named() {
        let members: Vec<String> =
            (0..60).map(|i| format!(r#"{{ "id": "m{i}", "mttf": "900h", "in": ["z{}"] }}"#, i % 2)).collect();
        let names: Vec<String> = (0..60).map(|i| format!(r#""m{i}""#)).collect();
        let text = format!(
            r#"{{ "format": "nines-topology", "version": 1, "clients": {{ "needs": ["p"] }},
            "domains": [{{ "id": "z0", "mttf": "900h" }}, {{ "id": "z1", "mttf": "900h" }}], "components": [{}],
            "pools": [{{ "id": "p", "members": [{}], "required": 20, "repair_crews": 1 }}] }}"#,
            members.join(", "),
            names.join(", ")
        );
        let topology = read(&text).topology.unwrap();
        let mut plenty = Chains::new();
        assert_eq!(lower_valid(&topology, Lowering::UP, &mut plenty).unwrap().findings, Vec::new());
        // Sixty are counted down to the thirty of one zone.
        let counting = Counted::work(60, 30);
        let enough = WORK_MAX - plenty.limits.work.left();
        assert!(counting > 1000 && counting < enough);
        for (work, is_exact) in [(enough + 1, true), (enough - 1, false), (enough - counting + 1, false)] {
            let mut chains = Chains::with(Work::of(work));
            let structure = lower_valid(&topology, Lowering::UP, &mut chains).unwrap();
            assert_eq!(structure.findings.is_empty(), is_exact, "{:?}", structure.findings);
            assert_eq!(structure.modules.len(), usize::from(is_exact));
            assert!(structure.findings.iter().all(|finding| finding.code == codes::APPROXIMATED));
            assert_eq!(chains.are_used_up(), !is_exact);
        }
    }
}

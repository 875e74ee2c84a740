//! Pools whose members depend on each other, as events of a diagram. The pool's chain is solved; what remains is how
//! often the pool is down *given* what blocks its members from outside, and that enters as independent events, exactly.
//!
//! Let the outside situations be ranked from best to worst, with probabilities D₁ ≤ D₂ ≤ … that the pool is down given
//! each. Events u₁, u₂, … with P(uⱼ) = (Dⱼ − Dⱼ₋₁) / (1 − Dⱼ₋₁), of which uⱼ counts in situation j and all worse ones, give
//! in situation j: P(down) = 1 − ∏ᵢ≤ⱼ (1 − P(uᵢ)) = Dⱼ. The function stays monotone, so cut sets and importance stay
//! what they are.
//!
//! Pools that react to the same events outside are solved together first ([`super::together`]).
//!
//! What all members depend on is outside of this: it takes the pool down, but is no reason to change over, nor keeps one
//! from it.
//!
//! Equal members that do not react to what blocks them are ranked by how many of them are not blocked; spares, which
//! react, by which of the events outside are on, and then those events are part of the chain.

use super::alike::alike;
use super::approximate::{approximated, plain, reacts, say_what_is_taken_as_exponential, say_who_is_used_elsewhere};
use super::counts::counts_of_free;
use super::lower::Build;
use super::outside::{Cause, causes, losses};
use super::situations::Situations;
use super::{Event, EventSource, Node, NodeIdx};
use crate::ids::Id;
use crate::markov::{Changeover, ExplicitPool, LumpedPool, Member, Spares};
use crate::order::Set;
use crate::topology::Pool;
use crate::units::Duration;

/// A pool that was solved, with what its long run says about how often it stops.
#[derive(Clone, Debug, PartialEq)]
pub struct Module {
    /// The pool.
    pub pool: Id,
    /// Its events, in the order of the ranks.
    pub events: Vec<u32>,
    /// The situations, best first.
    pub ranks: Vec<Rank>,
    /// The events outside that situations are made of; none where only their number counts.
    pub outside: Vec<u32>,
    /// What failures outside do to it at once.
    pub after: Vec<After>,
    /// How many states its chain has; 0 where its members are not followed.
    pub states: u32,
}

/// One situation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rank {
    /// So many of the module's first events count in it.
    pub events: u32,
    /// Which of the events outside are on, a bit each.
    pub situation: u16,
    /// How often the pool stops by itself in it, an hour; `None` where it never works, and so never stops.
    pub stops_per_hour: Option<f64>,
}

/// The failure of an event outside that the pool reacts to.
#[derive(Clone, Debug, PartialEq)]
pub struct After {
    /// That event.
    pub event: u32,
    /// Situations with it on, and the probability that the pool is down just after it came on.
    pub down: Vec<(u32, f64)>,
}

/// How a pool is put into the diagram.
pub(super) enum Plan {
    /// As if its members were independent, with an event for its change-overs if they take time; a finding says why.
    Plain(Option<u32>),
    /// Ranked by how many members are not blocked: for each count, from all downwards, what it adds.
    Count(Vec<(usize, Step)>, Option<u32>),
    /// Ranked by which of these nodes are down (bits): the event of each situation, best first; `None` for one in which
    /// the pool never works.
    Situations(Vec<NodeIdx>, Vec<(u16, Step)>, Option<u32>),
}

/// What a situation adds to the better ones.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Step {
    Event(u32),
    Nothing,
    Never,
}

/// Why a pool past the work of an analysis is not solved.
const USED_UP: &str = "the chains of the pools before it are all that is solved at once";

impl Plan {
    /// Whether it is ranked by a number of members.
    pub fn is_counted(&self) -> bool {
        matches!(self, Plan::Count(..))
    }

    /// Solves a pool, given what each member depends on besides its own failure; what the pool reacts to is in `heeded`
    /// as well.
    pub fn of(build: &mut Build, pool: &Pool, conditions: &[Vec<NodeIdx>], heeded: &[Vec<NodeIdx>]) -> Plan {
        if pool.recovery.standby.is_some() && required(build, pool) == 0 {
            // Nobody is active, and so nobody is changed over from.
            return Plan::Plain(None);
        }
        let members = match members_of(build, pool) {
            Ok(members) => members,
            Err(why) => return plain(build, pool, why),
        };
        if let Some(member) = pool.members.iter().find(|member| build.is_passed_through(member)) {
            return plain(build, pool, &format!("\"{member}\" also passes traffic on"));
        }
        say_what_is_taken_as_exponential(build, pool);
        say_who_is_used_elsewhere(build, pool);
        let differing = differing(conditions);
        let is_outside: Vec<NodeIdx> = differing.iter().flatten().copied().collect::<Set<_>>().into_iter().collect();
        let equal = members.iter().all(|member| member == &members[0]);
        let latent = pool.recovery.standby.as_ref().is_some_and(|standby| standby.is_latent());
        if is_outside.is_empty() && members.iter().all(|member| member.failure_rate <= 0.0) {
            // Nothing ever makes it change over.
            return Plan::Plain(None);
        }
        let solved = if pool.recovery.standby.is_some() && (latent || !equal || !is_outside.is_empty()) {
            spares_by_name(build, pool, &members, (conditions, heeded))
        } else if equal {
            // Whoever sees it through the network may reach some members only.
            by_count(build, pool, &members[0], !is_outside.is_empty() || build.has_cables())
        } else {
            members_by_name(build, pool, &members, &differing)
        };
        match solved {
            Some(plan) => plan,
            None if build.chains.are_used_up() => plain(build, pool, USED_UP),
            None if latent => {
                let why = "its members are too many, or blocked from outside by more than a chain can follow";
                plain(build, pool, why)
            }
            None => alike_by_count(build, pool, &members, &is_outside),
        }
    }
}

/// A pool whose members cannot be followed by name, as if they were alike.
fn alike_by_count(build: &mut Build, pool: &Pool, members: &[Member], outside: &[NodeIdx]) -> Plan {
    // The same ones whatever share of the demand is asked about.
    let Some(member) = alike(members, required(build, pool)) else {
        return plain(build, pool, "no member fails by itself, and what blocks them is more than a chain can follow");
    };
    if members.iter().any(|other| *other != members[0]) {
        approximated(build, pool, "its members differ, and are followed as if each were what they are together");
    }
    if pool.recovery.standby.is_some() && !outside.is_empty() {
        let why = "its spares are blocked by more than a chain can follow: a change-over because of what blocks a \
                   member is not counted";
        approximated(build, pool, why);
    } else if !outside.is_empty() {
        approximated(build, pool, "which of its members are blocked is counted, not which of them they are");
    }
    let blocked = !outside.is_empty() || build.has_cables();
    by_count(build, pool, &member, blocked).unwrap_or_else(|| plain(build, pool, USED_UP))
}

impl Build<'_> {
    /// The node "the pool works, as far as its members go".
    pub fn follow(&mut self, pool: &Pool, plan: &Plan, conditions: Vec<Vec<NodeIdx>>) -> NodeIdx {
        let least = self.least(pool);
        let common = common(&conditions);
        let mut nodes: Vec<NodeIdx> = common.iter().copied().collect();
        match plan {
            // Its members are nodes like any others.
            Plan::Plain(_) => {}
            Plan::Count(ranks, failover) => {
                let free: Vec<NodeIdx> =
                    differing(&conditions).into_iter().map(|own| self.push(Node::All(own))).collect();
                nodes.extend(failover.map(|event| self.event_node(event)));
                let mut least = least;
                for (counted, step) in ranks {
                    match step {
                        Step::Nothing => {}
                        // Nor does it with fewer: only a better count is enough.
                        Step::Never => least = least.max(*counted as u32 + 1),
                        Step::Event(event) => {
                            let off = self.event_node(*event);
                            let better = (*counted < free.len()).then(|| (*counted as u32 + 1, free.clone()));
                            nodes.push(self.or_better(off, better));
                        }
                    }
                }
                nodes.push(self.push(Node::AtLeast { least, of: free }));
            }
            Plan::Situations(..) => nodes.extend(self.follow_situations(plan)),
        }
        self.push(Node::All(nodes))
    }

    /// What is down in each situation, as nodes.
    pub fn follow_situations(&mut self, plan: &Plan) -> Vec<NodeIdx> {
        let Plan::Situations(outside, steps, failover) = plan else { return Vec::new() };
        let mut nodes: Vec<NodeIdx> = failover.map(|event| self.event_node(event)).into_iter().collect();
        let mut better: Vec<u16> = Vec::new();
        for (situation, step) in steps {
            match step {
                Step::Nothing => {}
                Step::Never => nodes.push(self.any_situation(outside, &better)),
                Step::Event(event) => {
                    let off = self.event_node(*event);
                    nodes.push(match better.is_empty() {
                        true => off,
                        false => {
                            let escape = self.any_situation(outside, &better);
                            self.push(Node::AtLeast { least: 1, of: vec![off, escape] })
                        }
                    });
                }
            }
            better.push(*situation);
        }
        nodes
    }

    fn or_better(&mut self, off: NodeIdx, better: Option<(u32, Vec<NodeIdx>)>) -> NodeIdx {
        match better {
            None => off,
            Some((least, of)) => {
                let better = self.push(Node::AtLeast { least, of });
                self.push(Node::AtLeast { least: 1, of: vec![off, better] })
            }
        }
    }

    /// The node "what is down is no more than one of these situations".
    fn any_situation(&mut self, outside: &[NodeIdx], situations: &[u16]) -> NodeIdx {
        let is_part = |s: &u16| situations.iter().any(|other| other != s && s & other == *s);
        let widest: Vec<u16> = situations.iter().copied().filter(|s| !is_part(s)).collect();
        let of = widest.into_iter().map(|situation| {
            let up = outside.iter().enumerate().filter(|(bit, _)| situation >> bit & 1 == 0).map(|(_, node)| *node);
            self.push(Node::All(up.collect()))
        });
        let of = of.collect();
        self.push(Node::AtLeast { least: 1, of })
    }
}

/// Failure and repair of each member by itself; or why there is none. Of members that never fail by themselves, or are pools,
/// or never work, it is what blocks them that decides: no crew is kept by what no repair helps.
pub(super) fn members_of(build: &Build, pool: &Pool) -> Result<Vec<Member>, &'static str> {
    let mut members = Vec::new();
    for id in &pool.members {
        let blocked_by = Vec::new();
        let blocked = Member { failure_rate: 0.0, repair_rate: 1.0, blocked_by: Vec::new() };
        let Some(event) = build.event(&EventSource::Component(id.clone())) else {
            if build.has_cables() {
                return Err("a member is a pool itself, whose times are not those of one part");
            }
            members.push(blocked);
            continue;
        };
        let event = &build.events[event as usize];
        match event.unavailability {
            never if never >= 1.0 && build.has_cables() => return Err("a member never works"),
            never if never >= 1.0 => members.push(blocked),
            some if some > 0.0 => {
                let (failure_rate, repair_rate) = (1.0 / event.mttf_hours, 1.0 / event.mttr_hours);
                members.push(Member { failure_rate, repair_rate, blocked_by });
            }
            _ => members.push(blocked),
        }
    }
    if members.is_empty() { Err("it has no members") } else { Ok(members) }
}

/// What all members depend on.
pub(super) fn common(conditions: &[Vec<NodeIdx>]) -> Set<NodeIdx> {
    let of_first = conditions.first().into_iter().flatten().copied();
    of_first.filter(|node| conditions.iter().all(|own| own.contains(node))).collect()
}

/// What each member depends on that not all do.
pub(super) fn differing(conditions: &[Vec<NodeIdx>]) -> Vec<Vec<NodeIdx>> {
    let common = common(conditions);
    conditions.iter().map(|own| own.iter().filter(|node| !common.contains(node)).copied().collect()).collect()
}

pub(super) fn changeover(pool: &Pool) -> Changeover {
    let hours = |duration: Option<Duration>| duration.map_or(0.0, Duration::hours);
    let covered_hours = pool.recovery.standby.as_ref().map_or(0.0, |s| hours(s.detect) + hours(s.switch));
    Changeover { coverage: pool.coverage(), covered_hours, manual_hours: pool.manual_hours() }
}

pub(super) fn required(build: &Build, pool: &Pool) -> usize {
    (build.required(&pool.id) as usize).min(pool.members.len())
}

/// Equal members, counted.
fn by_count(build: &mut Build, pool: &Pool, member: &Member, blocked: bool) -> Option<Plan> {
    let members = pool.members.len();
    let spares = pool.recovery.standby.as_ref().map(|standby| (required(build, pool), standby.dormancy()));
    let lumped = build.chains.lumped(LumpedPool {
        members,
        spares,
        crews: pool.crews(),
        failure_rate: member.failure_rate,
        repair_rate: member.repair_rate,
        changeover: changeover(pool),
    })?;
    let least = build.least(pool) as usize;
    let mut counts = vec![members];
    if blocked {
        counts = counts_of_free(build.topology, &build.index, pool);
        counts.retain(|counted| *counted >= least.max(1));
    }
    let mut seen = build.chains.counted(&lumped, counts.last().copied().unwrap_or(members))?;
    let mut module = Ranking::begin(build, pool, lumped.states(), lumped.changing());
    let mut ranks = Vec::new();
    for counted in counts {
        seen = seen.down_to(counted);
        let down = lumped.changing() + seen.too_few(least);
        let name = match members - counted {
            0 => format!("{}/members", pool.id),
            blocked => format!("{}/members, {blocked} blocked", pool.id),
        };
        ranks.push((counted, module.step(build, name, 0, (down, seen.stops_per_hour(least)))));
    }
    let failover = module.failover;
    module.end(build, Vec::new());
    Some(Plan::Count(ranks, failover))
}

/// Members that differ and do not react to what blocks them.
fn members_by_name(build: &mut Build, pool: &Pool, members: &[Member], differing: &[Vec<NodeIdx>]) -> Option<Plan> {
    let losses = losses(build, differing);
    let explicit = build.chains.explicit(ExplicitPool {
        members: members.to_vec(),
        atoms: Vec::new(),
        spares: None,
        crews: pool.crews(),
        changeover: changeover(pool),
    })?;
    Situations { explicit, least: build.least(pool) as usize, outside: losses }.plan(build, pool)
}

/// Spares by name, with what blocks them, and what they react to.
fn spares_by_name(
    build: &mut Build,
    pool: &Pool,
    members: &[Member],
    (conditions, heeded): (&[Vec<NodeIdx>], &[Vec<NodeIdx>]),
) -> Option<Plan> {
    let mut outside = causes(build, pool, &differing(heeded))?;
    for cause in &mut outside {
        cause.loses =
            cause.members.iter().all(|place| cause.nodes.iter().all(|node| conditions[*place].contains(node)));
    }
    if reacts(pool) && outside.iter().any(|cause| cause.has_shape(build)) {
        approximated(build, pool, "the times of what blocks its spares are taken as exponential");
    }
    let explicit = build.chains.explicit(spares_of(build, pool, members, &outside)?)?;
    // What is asked about may lose members by more than they react to, or by less.
    let is_counted = |place: usize, node: &NodeIdx| {
        outside.iter().any(|cause| cause.loses && cause.members.contains(&place) && cause.nodes.contains(node))
    };
    let more = differing(conditions)
        .into_iter()
        .enumerate()
        .map(|(place, own)| own.into_iter().filter(|node| !is_counted(place, node)).collect::<Vec<NodeIdx>>());
    let more: Vec<Vec<NodeIdx>> = more.collect();
    outside.extend(losses(build, &more));
    Situations { explicit, least: build.least(pool) as usize, outside }.plan(build, pool)
}

/// Spares that these causes block, for a chain.
pub(super) fn spares_of(build: &Build, pool: &Pool, members: &[Member], outside: &[Cause]) -> Option<ExplicitPool> {
    let standby = pool.recovery.standby.as_ref()?;
    let mut members = members.to_vec();
    for (place, member) in members.iter_mut().enumerate() {
        let blocking = outside.iter().zip(0..).filter(|(cause, _)| cause.members.contains(&place));
        member.blocked_by = blocking.map(|(_, cause)| cause).collect();
    }
    let find_rate = Spares::find_rate(standby.test_interval.map(Duration::hours));
    let spares =
        Spares { active: required(build, pool), dormancy: standby.dormancy(), latent: standby.is_latent(), find_rate };
    Some(ExplicitPool {
        members,
        atoms: outside.iter().filter_map(|cause| cause.atom).collect(),
        spares: Some(spares),
        crews: pool.crews(),
        changeover: changeover(pool),
    })
}

/// Shares of time that come from one chain and differ by less, relatively, are equal.
const ROUNDING: f64 = 1e-13;

/// The events of a module as they are added, rank by rank.
pub(super) struct Ranking {
    pool: Id,
    events: Vec<u32>,
    pub ranks: Vec<Rank>,
    pub outside: Vec<u32>,
    pub failover: Option<u32>,
    /// All pools that its events take down, when there are several.
    pub together: Vec<Id>,
    states: u32,
    /// Probability of being down with all events so far.
    down: f64,
}

impl Ranking {
    pub fn begin(build: &mut Build, pool: &Pool, states: usize, changing: f64) -> Ranking {
        let pool_id = pool.id.clone();
        let (events, ranks, outside) = (Vec::new(), Vec::new(), Vec::new());
        let states = states as u32;
        let together = Vec::new();
        let mut ranking =
            Ranking { pool: pool_id, events, ranks, outside, failover: None, together, states, down: 0.0 };
        let source = EventSource::Failover(pool.id.clone());
        ranking.failover = ranking.add(build, source, format!("{}/failover", pool.id), changing);
        ranking
    }

    /// Adds what is missing to be down with this probability.
    fn add(&mut self, build: &mut Build, source: EventSource, name: String, down: f64) -> Option<u32> {
        // Nothing can be added to a certainty: there it is 0/0 or less. What differs by rounding is the same.
        let more = ((down - self.down) / (1.0 - self.down)).min(1.0);
        if self.down >= 1.0 || more <= ROUNDING * down {
            return None;
        }
        self.down = down;
        let name = self.fresh(build, name);
        let event = Event { source, name, unavailability: more, mttf_hours: f64::INFINITY, mttr_hours: 0.0 };
        let event = build.add_event(event);
        self.events.push(event);
        Some(event)
    }

    /// A name that no other event of the pool has: several causes may be called after the members they block.
    fn fresh(&self, build: &Build, name: String) -> String {
        let is_taken = |name: &str| self.events.iter().any(|event| build.events[*event as usize].name == name);
        let numbered = (2..).map(|number| format!("{name} ({number})"));
        std::iter::once(name.clone()).chain(numbered).find(|name| !is_taken(name)).unwrap_or(name)
    }

    pub fn step(
        &mut self,
        build: &mut Build,
        name: String,
        situation: u16,
        (down, stops_per_hour): (f64, f64),
    ) -> Step {
        // Rounding may leave a last digit of a certainty.
        if down >= 1.0 - 1e-15 {
            self.ranks.push(Rank { events: self.events.len() as u32, situation, stops_per_hour: None });
            return Step::Never;
        }
        let source = match self.together.is_empty() {
            true => EventSource::Members(self.pool.clone()),
            false => EventSource::Together(self.together.clone()),
        };
        let event = self.add(build, source, name, down);
        let events = self.events.len() as u32;
        self.ranks.push(Rank { events, situation, stops_per_hour: Some(stops_per_hour) });
        event.map_or(Step::Nothing, Step::Event)
    }

    pub fn end(self, build: &mut Build, after: Vec<After>) {
        let Ranking { pool, events, ranks, outside, states, .. } = self;
        build.modules.push(Module { pool, events, ranks, outside, after, states });
    }
}

//! What one member more does to a pool of independent members: it never hurts, whatever its quality; unless a common
//! cause is sized by it, capacity asks for more because of it, or its failures can take the others along. Those are
//! shown to hurt.

mod generate;

use std::sync::Arc;

use generate::{Shape, generated, with_another};
use nines_engine::availability::{AnalyzeOptions, analyze};
use nines_engine::format::read;
use nines_engine::ids::Id;
use nines_engine::topology::{Component, Pool, Required, Topology};

const SYSTEMS: u64 = 500;

/// Rounding of a sum of many products.
const ROUNDING: f64 = 1.0 + 1e-12;

fn down(topology: &Topology) -> f64 {
    analyze(topology, &AnalyzeOptions::standard()).unwrap().unavailability
}

/// Every pool of every generated system, by its place.
fn pools() -> impl Iterator<Item = (u64, Topology, usize)> {
    (0..SYSTEMS).flat_map(|seed| {
        let topology = generated(seed, Shape::Any);
        (0..topology.pools.len()).map(move |place| (seed, topology.clone(), place))
    })
}

fn components_of<'a>(topology: &'a Topology, pool: &'a Pool) -> impl Iterator<Item = &'a Arc<Component>> {
    topology.components.iter().filter(|c| pool.members.contains(&c.id))
}

#[test]
fn another_member_never_hurts() {
    let (mut tried, mut helped) = (0, 0);
    for (seed, topology, place) in pools().filter(|(_, t, place)| t.pools[*place].common_cause.get() == 0.0) {
        let before = down(&topology);
        let after = down(&with_another(&topology, place, seed));
        assert!(after <= before * ROUNDING, "seed {seed}, pool {place}: {after} after {before}");
        tried += 1;
        helped += usize::from(after < before / 1.001);
    }
    assert!(tried > 200 && helped > 30, "{helped} of {tried}");
}

/// A common cause is sized by the worst member: a copy of one that is there is no worse.
#[test]
fn a_copy_never_hurts() {
    let (mut tried, mut helped) = (0, 0);
    for (seed, topology, place) in pools() {
        let pool = &topology.pools[place];
        let Some(member) = components_of(&topology, pool).next() else { continue };
        let mut copy = (**member).clone();
        copy.id = Id::new("another").unwrap();
        let mut more = topology.clone();
        Arc::make_mut(&mut more.pools[place]).members.push(copy.id.clone());
        more.components.push(Arc::new(copy));
        let (before, after) = (down(&topology), down(&more));
        assert!(after <= before * ROUNDING, "seed {seed}, pool {place}: {after} after {before}");
        tried += usize::from(pool.common_cause.get() > 0.0);
        helped += usize::from(after < before * 0.999);
    }
    assert!(tried > 50 && helped > 30, "{helped}, {tried} with a common cause");
}

/// The first "unless": where a member hurts, the pool has a common cause and the member is worse than all that were
/// there.
#[test]
fn a_worse_member_hurts_by_a_common_cause() {
    let (mut tried, mut hurt) = (0, 0);
    for (seed, topology, place) in pools().filter(|(_, t, place)| t.pools[*place].common_cause.get() > 0.0) {
        let more = with_another(&topology, place, seed);
        let (before, after) = (down(&topology), down(&more));
        tried += 1;
        if after > before * ROUNDING {
            hurt += 1;
            let q = |component: &Arc<Component>| component.reliability.unavailability();
            let worst = components_of(&topology, &topology.pools[place]).map(q).fold(0.0, f64::max);
            let added = q(more.components.last().unwrap());
            assert!(added > worst, "seed {seed}, pool {place}: {after} after {before}, and {added} is no worse");
        }
    }
    assert!(tried > 50 && hurt > 5, "{hurt} of {tried}");
}

/// The second: when all must work, one more that must.
#[test]
fn one_more_that_is_required_hurts() {
    let (mut tried, mut hurt) = (0, 0);
    for (seed, mut topology, place) in pools() {
        let all = |topology: &mut Topology| {
            let pool = Arc::make_mut(&mut topology.pools[place]);
            pool.required = Required::Count(pool.members.len() as u32);
        };
        all(&mut topology);
        let mut more = with_another(&topology, place, seed);
        all(&mut more);
        let (before, after) = (down(&topology), down(&more));
        assert!(after >= before / ROUNDING, "seed {seed}, pool {place}: {after} after {before}");
        tried += 1;
        hurt += usize::from(after > before * 1.001);
    }
    assert!(tried > 150 && hurt > 50, "{hurt} of {tried}");
}

/// A pool that serves a demand requires as many as its smallest member would have to be: another like the rest never
/// hurts, and a smaller one may.
#[test]
fn a_smaller_member_hurts_by_capacity() {
    let (mut tried, mut hurt) = (0, 0);
    let without_a_cause = |t: &Topology, place: usize| t.pools[place].common_cause.get() == 0.0;
    for (seed, mut topology, place) in pools().filter(|(_, t, place)| without_a_cause(t, *place)) {
        let members: Vec<Id> = topology.pools[place].members.clone();
        if members.iter().any(|id| topology.pools.iter().any(|pool| pool.id == *id)) {
            continue;
        }
        topology.components.iter_mut().for_each(|c| Arc::make_mut(c).capacity_rps = Some(100.0));
        Arc::make_mut(&mut topology.clients).rps = Some(100.0 * members.len().div_ceil(2) as f64);
        Arc::make_mut(&mut topology.pools[place]).required = Required::Demand;
        let more = with_another(&topology, place, seed);
        let mut smaller = more.clone();
        Arc::make_mut(smaller.components.last_mut().unwrap()).capacity_rps = Some(60.0);
        let (before, alike, after) = (down(&topology), down(&more), down(&smaller));
        assert!(alike <= before * ROUNDING, "seed {seed}, pool {place}: {alike} after {before}");
        tried += 1;
        hurt += usize::from(after > before * 1.001);
    }
    assert!(tried > 30 && hurt > 10, "{hurt} of {tried}");
}

/// The third: of members that are all active, one failure in ten takes the pool down until a person has come.
#[test]
fn one_more_that_can_take_all_down_hurts() {
    let of = |count: usize, coverage: f64| {
        let members: Vec<String> =
            (0..count).map(|i| format!(r#"{{ "id": "m{i}", "mttf": "1000h", "mttr": "10h" }}"#)).collect();
        let names: Vec<String> = (0..count).map(|i| format!(r#""m{i}""#)).collect();
        let text = format!(
            r#"{{ "format": "nines-topology", "version": 1, "clients": {{ "needs": ["p"] }}, "components": [{}],
                "pools": [ {{ "id": "p", "members": [{}], "coverage": {coverage}, "manual": "2h" }} ] }}"#,
            members.join(", "),
            names.join(", ")
        );
        down(&read(&text).topology.unwrap())
    };
    assert!(of(3, 1.0) < of(2, 1.0) && of(4, 1.0) < of(3, 1.0));
    assert!(of(3, 0.9) > 1.2 * of(2, 0.9) && of(4, 0.9) > 1.2 * of(3, 0.9));
}

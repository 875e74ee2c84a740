//! Choices of a network: a few switches and routers, and cables between them, the parts and the clients. Cables may form
//! any graph, end twice at the same part, or leave parts that nothing reaches.

use std::sync::Arc;

use libfuzzer_sys::arbitrary::Result;
use nines_engine::ids::Id;
use nines_engine::topology::{Cable, Component, Extra, Kind, Reliability, Shapes, Topology};

use super::{Choices, id, reliability};

const SWITCHES_MAX: usize = 4;
/// Beyond the one that most parts are given.
const CABLES_MAX: usize = 10;

/// Adds a network to a system that has none.
pub fn add(choices: Choices, topology: &mut Topology) -> Result<()> {
    let switches = choices.int_in_range(0..=SWITCHES_MAX)?;
    for i in 0..switches {
        topology.components.push(Arc::new(switch(choices, i)?));
    }
    let mut ends: Vec<Id> = topology.components.iter().map(|component| component.id.clone()).collect();
    ends.push(Id::clients());
    // Without one for most parts nearly every system would be cut off and never work.
    for end in ends.clone() {
        if switches > 0 && !choices.ratio(1, 8)? {
            let to = id("s", choices.int_in_range(0..=switches - 1)?);
            topology.cables.push(Arc::new(cable(choices, [end, to])?));
        }
    }
    // A pool as the end of a cable is one place that all of its members are at.
    ends.extend(topology.pools.iter().map(|pool| pool.id.clone()));
    for _ in 0..choices.int_in_range(0..=CABLES_MAX)? {
        let between = [choices.choose(&ends)?.clone(), choices.choose(&ends)?.clone()];
        topology.cables.push(Arc::new(cable(choices, between)?));
    }
    Ok(())
}

fn switch(choices: Choices, i: usize) -> Result<Component> {
    Ok(Component {
        id: id("s", i),
        kind: Kind::new(choices.choose(&["switch", "router"])?),
        reliability: reliability(choices)?,
        shapes: Shapes::default(),
        change: None,
        domains: Vec::new(),
        needs: Vec::new(),
        cost: None,
        capacity_rps: None,
        extra: Extra::new(),
    })
}

/// Half of the cables never fail, so that the systems stay small enough for a second opinion.
fn cable(choices: Choices, between: [Id; 2]) -> Result<Cable> {
    let reliability = if choices.ratio(1, 2)? { Reliability::Never } else { reliability(choices)? };
    Ok(Cable { id: None, between, reliability, shapes: Shapes::default(), extra: Extra::new() })
}

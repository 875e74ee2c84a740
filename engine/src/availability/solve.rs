//! A structure with its diagram, in the first order of the variables that stays small; and further questions about the
//! same events, asked of the same diagram.

use super::build::{Levels, Order, build, order_events};
use super::diagram::{Diagram, Edge, TooLarge};
use super::paths::Paths;
use super::quantify::{Pair, Quantified};
use super::race::Race;
use crate::order::Map;
use crate::structure::{NodeIdx, Structure};

/// A structure with its diagram.
pub struct Solved {
    pub diagram: Diagram,
    /// The first question.
    pub top: Edge,
    /// Unavailability at each level.
    pub q: Vec<f64>,
    /// The event at each level, as the first question numbers them; those that only later questions know have names.
    pub names: Vec<String>,
    pub levels: Levels,
    level_of_name: Map<String, u32>,
}

/// The answer to another question, with the probabilities it is asked with.
pub struct Also {
    pub edge: Edge,
    pub q: Vec<f64>,
}

/// The part of all nodes that every order may have in the first round, and in the second.
const SHARES: [usize; 2] = [50, 8];

/// Builds the diagram in the first order that stays small; the one that got furthest may have all nodes. That is less than
/// half as much again as `nodes_max` nodes in all.
pub fn solve(structure: &Structure, nodes_max: usize) -> Result<Solved, TooLarge> {
    solve_with((structure, structure.top), &Paths::of(structure, nodes_max)?, nodes_max)
}

/// The same for any node, with these decisions behind the paths.
pub fn solve_with(
    (structure, node): (&Structure, NodeIdx),
    paths: &Paths,
    nodes_max: usize,
) -> Result<Solved, TooLarge> {
    let under = |limit: usize, levels: &Levels| {
        let mut diagram = Diagram::new(limit);
        let top = build(&mut diagram, (structure, node), paths, levels)?;
        diagram.set_nodes_max(nodes_max);
        Ok(Solved::of(structure, diagram, top, levels.clone()))
    };
    let orders = Order::ALL.into_iter().map(|order| order_events((structure, node), paths, order));
    let [small, larger] = SHARES.map(|share| nodes_max / share);
    let mut race = match Race::first(orders, |levels| under(small, levels)) {
        Ok(solved) => return Ok(solved),
        Err(race) => race,
    };
    let all = race.len();
    race.again(all, |levels| under(larger, levels))
        .or_else(|| race.again(1, |levels| under(nodes_max, levels)))
        .ok_or(TooLarge)
}

impl Solved {
    fn of(structure: &Structure, diagram: Diagram, top: Edge, levels: Levels) -> Solved {
        let event = |event: &u32| &structure.events[*event as usize];
        let q = levels.event_at.iter().map(|e| event(e).unavailability).collect();
        let names: Vec<String> = levels.event_at.iter().map(|e| event(e).name.clone()).collect();
        let of_module = levels.event_at.iter().zip(0..).filter(|(e, _)| **e as usize >= structure.independent);
        let level_of_name = of_module.map(|(e, level)| (event(e).name.clone(), level)).collect();
        Solved { diagram, top, q, names, levels, level_of_name }
    }

    pub fn pair(&self, edge: Edge) -> Pair {
        Quantified::of(&self.diagram, &self.q).pair(edge)
    }

    /// Asks another question about the same topology. Events that only this question reaches get levels at the end.
    /// Events of modules are known by their names, and have the probabilities of this question in its answer.
    pub fn also(&mut self, structure: &Structure) -> Result<Also, TooLarge> {
        let mut levels = Levels { level_of: vec![None; structure.events.len()], event_at: Vec::new() };
        let mut q = self.q.clone();
        let paths = Paths::of(structure, self.diagram.nodes_max())?;
        for event in order_events((structure, structure.top), &paths, Order::Domains).event_at {
            let level = self.level(structure, event);
            levels.level_of[event as usize] = Some(level);
            q.resize(self.q.len(), 0.0);
            q[level as usize] = structure.events[event as usize].unavailability;
        }
        Ok(Also { edge: build(&mut self.diagram, (structure, structure.top), &paths, &levels)?, q })
    }

    fn level(&mut self, structure: &Structure, event: u32) -> u32 {
        let what = &structure.events[event as usize];
        let is_independent = (event as usize) < structure.independent;
        let known = match is_independent {
            true => self.levels.level_of[event as usize],
            false => self.level_of_name.get(&what.name).copied(),
        };
        known.unwrap_or_else(|| {
            let level = self.q.len() as u32;
            self.q.push(what.unavailability);
            self.names.push(what.name.clone());
            if is_independent {
                self.levels.level_of[event as usize] = Some(level);
            } else {
                self.level_of_name.insert(what.name.clone(), level);
            }
            level
        })
    }

    /// The probabilities of an answer.
    pub fn pair_of(&self, also: &Also) -> Pair {
        Quantified::of(&self.diagram, &also.q).pair(also.edge)
    }
}

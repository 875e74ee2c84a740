//! Fault trees: as plain data for the limits (coherent ones), and as trees and documents for the engine.

use nines_engine::fault_tree::{self, BasicEvent, FaultTree, Op};
use serde_json::{Value, json};
use std::collections::BTreeMap;

use super::documents::{MEMBER_HOURS, TIER, TIER_REQUIRED, ZONE_HOURS, ZONES};

/// A fault tree: gates and basic events by number.
pub struct Tree {
    pub top: usize,
    pub gates: Vec<Gate>,
    /// Failure probabilities.
    pub events: Vec<f64>,
}

/// Fails when at least `failures` inputs have failed.
pub struct Gate {
    pub failures: u32,
    pub inputs: Vec<Input>,
}

#[derive(Clone, Copy)]
pub enum Input {
    Gate(usize),
    Event(usize),
}

impl Tree {
    /// The tree of a published model; `None` when it is not coherent (not, xor).
    pub fn of_model(model: &Value) -> Option<Tree> {
        let gates = model["gates"].as_object()?;
        let events = model["events"].as_object()?;
        let gate_at: BTreeMap<&str, usize> = gates.keys().enumerate().map(|(i, name)| (name.as_str(), i)).collect();
        let event_at: BTreeMap<&str, usize> = events.keys().enumerate().map(|(i, name)| (name.as_str(), i)).collect();
        let input = |name: &Value| {
            let name = name.as_str()?;
            gate_at.get(name).map(|i| Input::Gate(*i)).or_else(|| event_at.get(name).map(|i| Input::Event(*i)))
        };
        let gate = |what: &Value| {
            let inputs: Vec<Input> = what["in"].as_array()?.iter().map(input).collect::<Option<_>>()?;
            let failures = match what["op"].as_str()? {
                "or" => 1,
                "and" => inputs.len() as u32,
                "atleast" => what["k"].as_u64()? as u32,
                _ => return None,
            };
            Some(Gate { failures, inputs })
        };
        Some(Tree {
            top: gate_at[model["top"].as_str()?],
            gates: gates.values().map(gate).collect::<Option<_>>()?,
            events: events.values().map(Value::as_f64).collect::<Option<_>>()?,
        })
    }

    /// The same question as [`tiers`](super::documents::tiers), written by hand.
    pub fn of_tiers(components: usize) -> Tree {
        let q = |(mttf, mttr): (f64, f64)| mttr / (mttf + mttr);
        let mut events = vec![q(ZONE_HOURS); ZONES];
        let mut gates = vec![Gate { failures: 1, inputs: Vec::new() }];
        for tier in 0..components / TIER {
            let mut members = Vec::new();
            for i in 0..TIER {
                events.push(q(MEMBER_HOURS));
                members.push(Input::Gate(gates.len()));
                let inputs = vec![Input::Event(i % ZONES), Input::Event(ZONES + tier * TIER + i)];
                gates.push(Gate { failures: 1, inputs });
            }
            let tier = Input::Gate(gates.len());
            gates[0].inputs.push(tier);
            gates.push(Gate { failures: (TIER - TIER_REQUIRED + 1) as u32, inputs: members });
        }
        Tree { top: 0, gates, events }
    }

    /// The tree as a document: an or-gate is a component that needs all its inputs, any other a pool that requires
    /// as many members as keep it from failing.
    pub fn document(&self) -> String {
        let name = |input: &Input| match input {
            Input::Gate(gate) => format!("g{gate}"),
            Input::Event(event) => format!("e{event}"),
        };
        let event = |(i, q): (usize, &f64)| json!({ "id": format!("e{i}"), "unavailability": q });
        let mut components: Vec<Value> = self.events.iter().enumerate().map(event).collect();
        let mut pools = Vec::new();
        for (i, gate) in self.gates.iter().enumerate() {
            let (id, inputs) = (format!("g{i}"), gate.inputs.iter().map(name).collect::<Vec<_>>());
            if gate.failures == 1 {
                components.push(json!({ "id": id, "needs": inputs }));
            } else {
                let required = inputs.len() as u32 + 1 - gate.failures;
                pools.push(json!({ "id": id, "members": inputs, "required": required }));
            }
        }
        let clients = json!({ "needs": [format!("g{}", self.top)] });
        let document = json!({
            "format": "nines-topology", "version": 1, "clients": clients, "components": components, "pools": pools
        });
        document.to_string()
    }
}

/// A published model as the engine's own fault tree, coherent or not.
pub fn fault_tree(model: &Value) -> FaultTree {
    let gate = |(name, what): (&String, &Value)| {
        let inputs = what["in"].as_array().expect("a list of inputs").iter();
        let op = match what["op"].as_str().expect("a word") {
            "or" => Op::Or,
            "and" => Op::And,
            "not" => Op::Not,
            "xor" => Op::Xor,
            "atleast" => Op::AtLeast(what["k"].as_u64().expect("a count") as u32),
            other => panic!("no gate is called {other}"),
        };
        fault_tree::Gate::new(
            name,
            op,
            inputs.map(|name| fault_tree::Input::name(name.as_str().expect("a name"))).collect(),
        )
    };
    let event = |(name, q): (&String, &Value)| BasicEvent {
        name: name.clone(),
        probability: q.as_f64().expect("a probability"),
    };
    FaultTree {
        top: model["top"].as_str().expect("a name").to_owned(),
        gates: model["gates"].as_object().expect("gates by name").iter().map(gate).collect(),
        events: model["events"].as_object().expect("events by name").iter().map(event).collect(),
        ..FaultTree::default()
    }
}

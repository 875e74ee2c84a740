//! Writing a document: canonical, human-friendly, and complete, kept fields included.

use super::json::Tree;
use super::recovery::{write_change, write_recovery, write_shapes};
use super::{FORMAT, VERSION};
use crate::ids::Id;
use crate::topology::{
    Cable, Clients, Component, Domain, Extra, Need, Pool, Position, Reliability, Required, Slo, Topology,
};
use crate::units::Duration;

/// The document as text, a part a line.
pub fn write(topology: &Topology) -> String {
    document(topology).pretty()
}

/// The document as text without any white space, for links.
pub fn write_compact(topology: &Topology) -> String {
    document(topology).compact()
}

/// The fields of an object as they are collected; what is a default is not written.
#[derive(Default)]
pub struct Object(Vec<(String, Tree)>);

impl Object {
    /// Adds a field.
    pub fn put(&mut self, name: &str, value: Tree) {
        self.0.push((name.to_string(), value));
    }

    /// Adds a field that is there.
    pub fn put_some(&mut self, name: &str, value: Option<Tree>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }

    /// Adds a list that is not empty.
    pub fn put_list(&mut self, name: &str, items: Vec<Tree>) {
        if !items.is_empty() {
            self.put(name, Tree::List(items));
        }
    }

    /// The object, with the fields that were kept as they came.
    pub fn finish(mut self, extra: &Extra) -> Tree {
        for (name, json) in extra {
            // What was kept was JSON when it came in; should it ever not be, it is better written as text than lost.
            let value = Tree::read(&json.0).unwrap_or_else(|_| Tree::text(&json.0));
            self.put(name, value);
        }
        Tree::Object(self.0)
    }
}

fn document(topology: &Topology) -> Tree {
    let mut out = Object::default();
    out.put("format", Tree::text(FORMAT));
    out.put("version", Tree::number(VERSION as f64));
    out.put_some("title", (!topology.title.is_empty()).then(|| Tree::text(&topology.title)));
    out.put_some("notes", (!topology.notes.is_empty()).then(|| Tree::text(&topology.notes)));
    out.put_some("slo", topology.slo.as_ref().map(slo));
    out.put("clients", clients(&topology.clients));
    out.put_list("domains", topology.domains.iter().map(|d| domain(d)).collect());
    out.put_list("components", topology.components.iter().map(|c| component(c)).collect());
    out.put_list("pools", topology.pools.iter().map(|p| pool(p)).collect());
    out.put_list("cables", topology.cables.iter().map(|c| cable(c)).collect());
    let places: Vec<_> = topology.layout.iter().map(|(id, at)| (id.to_string(), position(*at))).collect();
    out.put_some("layout", (!places.is_empty()).then_some(Tree::Object(places)));
    out.finish(&topology.extra)
}

fn slo(slo: &Slo) -> Tree {
    let mut out = Object::default();
    out.put("availability", Tree::number(slo.availability.get()));
    out.put_some("window", slo.window.map(Tree::text));
    out.finish(&slo.extra)
}

fn clients(clients: &Clients) -> Tree {
    let mut out = Object::default();
    out.put_some("rps", clients.rps.map(Tree::number));
    out.put("needs", Tree::List(clients.needs.iter().map(need).collect()));
    out.finish(&clients.extra)
}

fn component(component: &Component) -> Tree {
    let mut out = Object::default();
    out.put("id", Tree::text(&component.id));
    out.put("kind", Tree::text(component.kind.as_str()));
    out.put_list("in", names(&component.domains));
    reliability(&mut out, &component.reliability);
    write_shapes(&mut out, &component.shapes);
    write_change(&mut out, component.change.as_ref());
    out.put_some("cost", component.cost.map(Tree::number));
    out.put_some("capacity_rps", component.capacity_rps.map(Tree::number));
    out.put_list("needs", component.needs.iter().map(need).collect());
    out.finish(&component.extra)
}

fn pool(pool: &Pool) -> Tree {
    let mut out = Object::default();
    out.put("id", Tree::text(&pool.id));
    out.put("members", Tree::List(names(&pool.members)));
    out.put(
        "required",
        match pool.required {
            Required::Count(count) => Tree::number(f64::from(count)),
            Required::Demand => Tree::text("demand"),
        },
    );
    out.put_some("common_cause", (pool.common_cause.get() > 0.0).then(|| Tree::number(pool.common_cause.get())));
    write_recovery(&mut out, &pool.recovery);
    write_change(&mut out, pool.change.as_ref());
    out.put_list("needs", pool.needs.iter().map(need).collect());
    out.finish(&pool.extra)
}

fn domain(domain: &Domain) -> Tree {
    let mut out = Object::default();
    out.put("id", Tree::text(&domain.id));
    out.put("kind", Tree::text(domain.kind.as_str()));
    out.put_list("in", names(&domain.domains));
    reliability(&mut out, &domain.reliability);
    write_shapes(&mut out, &domain.shapes);
    out.finish(&domain.extra)
}

fn cable(cable: &Cable) -> Tree {
    let mut out = Object::default();
    out.put_some("id", cable.id.as_ref().map(Tree::text));
    out.put("between", Tree::List(names(&cable.between)));
    reliability(&mut out, &cable.reliability);
    write_shapes(&mut out, &cable.shapes);
    out.finish(&cable.extra)
}

fn need(need: &Need) -> Tree {
    if !need.soft && need.extra.is_empty() {
        return Tree::text(&need.to);
    }
    let mut out = Object::default();
    out.put("to", Tree::text(&need.to));
    out.put_some("soft", need.soft.then_some(Tree::Bool(true)));
    out.finish(&need.extra)
}

fn reliability(out: &mut Object, reliability: &Reliability) {
    let mttr = |out: &mut Object, mttr: &Option<Duration>| out.put_some("mttr", mttr.map(Tree::text));
    match reliability {
        Reliability::Never => {}
        Reliability::Times { mttf, mttr: repair } => {
            out.put("mttf", Tree::text(mttf));
            mttr(out, repair);
        }
        Reliability::Availability { availability, mttr: repair } => {
            out.put("availability", Tree::number(availability.get()));
            mttr(out, repair);
        }
        Reliability::Unavailability { unavailability, mttr: repair } => {
            out.put("unavailability", Tree::number(unavailability.get()));
            mttr(out, repair);
        }
    }
}

fn position(at: Position) -> Tree {
    Tree::object([("x", Tree::number(at.x)), ("y", Tree::number(at.y))])
}

fn names(ids: &[Id]) -> Vec<Tree> {
    ids.iter().map(Tree::text).collect()
}

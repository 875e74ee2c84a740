//! Reading a document: sizes first, then shape, then what only the whole shows (`topology::validate`).

use std::sync::Arc;

use super::fields::{Fields, read_id, wrong_type};
use super::json::Tree;
use super::recovery::{read_change, read_recovery, read_shapes};
use super::{FORMAT, VERSION};
use crate::diag::{Diagnostic, codes, has_errors};
use crate::ids::Id;
use crate::order::Map;
use crate::topology::{
    Cable, Clients, Component, Domain, Kind, Limits, Need, Pool, Position, Required, Slo, Topology, kept, validate,
};
use crate::units::Probability;

/// What reading gave: a topology, unless there is at least one error, and every finding.
#[derive(Clone, Debug)]
pub struct Read {
    /// The document; `None` when any finding is an error.
    pub topology: Option<Topology>,
    /// Everything there is to say, in the order of the document.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a document. Never panics; takes at most 1 MiB of text and 128 levels of nesting.
pub fn read(text: &str) -> Read {
    let mut out = Vec::new();
    let topology = read_text(text, &mut out);
    if let Some(topology) = &topology {
        out.extend(validate(topology));
    }
    Read { topology: topology.filter(|_| !has_errors(&out)), diagnostics: out }
}

fn read_text(text: &str, out: &mut Vec<Diagnostic>) -> Option<Topology> {
    if text.len() > Limits::BYTES {
        // Who reads a file reads no more of it than shows this.
        let message = format!("the document has more than {} bytes, which is the limit", Limits::BYTES);
        out.push(Diagnostic::error(codes::TOO_LARGE, message).hint("split the system into several documents"));
        return None;
    }
    let tree = match Tree::read(text.trim_start_matches('\u{feff}')) {
        Ok(tree) => tree,
        Err(error) => {
            let message = format!("this is no JSON: {error}");
            out.push(Diagnostic::error(codes::NOT_JSON, message).hint("check the text around that place"));
            return None;
        }
    };
    let mut fields = Fields::of(&tree, String::new(), out)?;
    is_ours(&mut fields, out)?;
    sizes_fit(&tree, out)?;
    Some(read_topology(fields, out))
}

/// Whether the document is a nines-topology of a version that can be read.
fn is_ours(fields: &mut Fields, out: &mut Vec<Diagnostic>) -> Option<()> {
    let format = fields.take("format");
    if format != Some(&Tree::text(FORMAT)) {
        let message = match format {
            None => format!("the document has no \"format\": \"{FORMAT}\""),
            Some(other) => format!("the format is {}, not \"{FORMAT}\"", other.compact()),
        };
        out.push(Diagnostic::error(codes::FOREIGN, message).at("format", "").hint("open a document that Nines wrote"));
        return None;
    }
    let version = match fields.take("version") {
        Some(Tree::Number(number)) => number.whole(),
        _ => None,
    };
    match version {
        Some(VERSION) => Some(()),
        Some(newer) if newer > VERSION => {
            let message = format!("the document is of version {newer}, and this program reads up to {VERSION}");
            let finding = Diagnostic::error(codes::NEWER_VERSION, message).at("version", "");
            out.push(finding.hint("update Nines, or save the document as an older version where it was made"));
            None
        }
        _ => {
            let finding = Diagnostic::error(codes::MISSING_FIELD, "the document does not say its version");
            out.push(finding.at("version", "").hint("write \"version\": 1"));
            None
        }
    }
}

/// Checks the limits before any work on the parts.
fn sizes_fit(tree: &Tree, out: &mut Vec<Diagnostic>) -> Option<()> {
    let Tree::Object(fields) = tree else { return None };
    let lists = [
        ("components", Limits::COMPONENTS),
        ("pools", Limits::POOLS),
        ("domains", Limits::DOMAINS),
        ("cables", Limits::CABLES),
    ];
    let mut fits = true;
    for (name, limit) in lists {
        let len = fields.iter().find(|(n, _)| n == name).map_or(0, |(_, value)| list_len(value));
        fits &= within(name, name, len, limit, out);
    }
    fits &= within("needs", "", count_needs(tree), Limits::NEEDS, out);
    fits.then_some(())
}

fn within(what: &str, path: &str, len: usize, limit: usize, out: &mut Vec<Diagnostic>) -> bool {
    if len <= limit {
        return true;
    }
    let message = format!("the document has {len} {what}, and the limit is {limit}");
    out.push(Diagnostic::error(codes::TOO_LARGE, message).at(path, "").hint("split the system into several documents"));
    false
}

fn list_len(tree: &Tree) -> usize {
    if let Tree::List(items) = tree { items.len() } else { 0 }
}

fn count_needs(tree: &Tree) -> usize {
    match tree {
        Tree::List(items) => items.iter().map(count_needs).sum(),
        Tree::Object(fields) => {
            fields.iter().map(|(name, value)| if name == "needs" { list_len(value) } else { count_needs(value) }).sum()
        }
        _ => 0,
    }
}

fn read_topology(mut fields: Fields, out: &mut Vec<Diagnostic>) -> Topology {
    let title = fields.text("title", out).unwrap_or_default().to_string();
    let notes = fields.text("notes", out).unwrap_or_default().to_string();
    let slo = fields.take("slo").and_then(|tree| read_slo(tree, out));
    let clients = fields.take("clients").and_then(|tree| read_clients(tree, out)).unwrap_or_default();
    let domains = parts(&mut fields, "domains", out, read_domain);
    let components = parts(&mut fields, "components", out, read_component);
    let pools = parts(&mut fields, "pools", out, read_pool);
    let cables = parts(&mut fields, "cables", out, read_cable);
    let layout = read_layout(fields.take("layout"), out);
    let extra = fields.rest(&[], out);
    Topology { title, notes, slo, clients: Arc::new(clients), components, pools, domains, cables, layout, extra }
}

fn parts<T>(
    fields: &mut Fields,
    name: &'static str,
    out: &mut Vec<Diagnostic>,
    read: fn(Fields, &mut Vec<Diagnostic>) -> Option<T>,
) -> Vec<Arc<T>> {
    let items = fields.list(name, out);
    let mut parts = Vec::with_capacity(items.len());
    for (i, item) in items.iter().enumerate() {
        if let Some(object) = Fields::of(item, format!("{name}[{i}]"), out) {
            parts.extend(read(object, out).map(Arc::new));
        }
    }
    parts
}

fn read_slo(tree: &Tree, out: &mut Vec<Diagnostic>) -> Option<Slo> {
    let mut fields = Fields::of(tree, "slo".into(), out)?;
    let availability = fields.share("availability", out);
    let window = fields.duration("window", out);
    if availability.is_none() && !has_errors(out) {
        let finding = Diagnostic::error(codes::MISSING_FIELD, "the slo promises no availability");
        fields.say(out, "availability", finding.hint("write \"availability\": 0.999"));
    }
    let extra = fields.rest(&[], out);
    Some(Slo { availability: availability?, window, extra })
}

fn read_clients(tree: &Tree, out: &mut Vec<Diagnostic>) -> Option<Clients> {
    let mut fields = Fields::of(tree, "clients".into(), out)?;
    fields.subject = crate::ids::CLIENTS.to_string();
    let rps = fields.number("rps", 0.0, out);
    let needs = read_needs(&mut fields, out);
    Some(Clients { rps, needs, extra: fields.rest(kept::CLIENTS, out) })
}

fn read_component(mut fields: Fields, out: &mut Vec<Diagnostic>) -> Option<Component> {
    let id = fields.id(out);
    let kind = Kind::new(fields.text("kind", out).unwrap_or("component"));
    if !kind.is_known_component() {
        let finding = Diagnostic::note(codes::UNKNOWN_KIND, format!("the kind \"{}\" is not known", kind.as_str()));
        fields.say(out, "kind", finding.hint("it is kept and drawn as a plain component"));
    }
    let reliability = fields.reliability(out);
    let shapes = read_shapes(&mut fields, out);
    let change = read_change(&mut fields, out);
    let domains = fields.names("in", out);
    let needs = read_needs(&mut fields, out);
    let cost = fields.number("cost", 0.0, out);
    let capacity_rps = fields.number("capacity_rps", 0.0, out);
    let extra = fields.rest(kept::COMPONENT, out);
    Some(Component { id: id?, kind, reliability, shapes, change, domains, needs, cost, capacity_rps, extra })
}

fn read_pool(mut fields: Fields, out: &mut Vec<Diagnostic>) -> Option<Pool> {
    let id = fields.id(out);
    let members = fields.names("members", out);
    let required = read_required(&mut fields, out);
    let common_cause = fields.share("common_cause", out).unwrap_or(Probability::ZERO);
    let recovery = read_recovery(&mut fields, out);
    let change = read_change(&mut fields, out);
    let needs = read_needs(&mut fields, out);
    let extra = fields.rest(kept::POOL, out);
    Some(Pool { id: id?, members, required, common_cause, recovery, change, needs, extra })
}

fn read_required(fields: &mut Fields, out: &mut Vec<Diagnostic>) -> Required {
    let default = Required::Count(1);
    let Some(tree) = fields.take("required") else { return default };
    let count = match tree {
        Tree::Text(text) if text == "demand" => return Required::Demand,
        Tree::Number(number) => number.whole().and_then(|count| u32::try_from(count).ok()),
        _ => None,
    };
    if let Some(count) = count.filter(|count| *count >= 1) {
        return Required::Count(count);
    }
    let (found, most) = (tree.compact(), u32::MAX);
    let message = format!("required is {found}, and must be a whole number from 1 to {most}, or \"demand\"");
    let finding = Diagnostic::error(codes::OUT_OF_RANGE, message);
    fields.say(out, "required", finding.hint("write how many members must work"));
    default
}

fn read_domain(mut fields: Fields, out: &mut Vec<Diagnostic>) -> Option<Domain> {
    let id = fields.id(out);
    let kind = Kind::new(fields.text("kind", out).unwrap_or("domain"));
    let reliability = fields.reliability(out);
    let shapes = read_shapes(&mut fields, out);
    let domains = fields.names("in", out);
    let extra = fields.rest(&[], out);
    Some(Domain { id: id?, kind, reliability, shapes, domains, extra })
}

fn read_cable(mut fields: Fields, out: &mut Vec<Diagnostic>) -> Option<Cable> {
    let id = fields.take("id").and_then(|tree| read_id(tree, &fields.path_of("id"), "", out));
    fields.subject = id.as_ref().map(Id::to_string).unwrap_or_default();
    let ends = fields.names("between", out);
    let reliability = fields.reliability(out);
    let shapes = read_shapes(&mut fields, out);
    let between = <[Id; 2]>::try_from(ends).ok();
    if between.is_none() {
        let finding = Diagnostic::error(codes::WRONG_TYPE, "a cable is between exactly two parts");
        fields.say(out, "between", finding.hint("write \"between\": [\"sw-1\", \"sw-2\"]"));
    }
    let extra = fields.rest(&[], out);
    Some(Cable { id, between: between?, reliability, shapes, extra })
}

fn read_needs(fields: &mut Fields, out: &mut Vec<Diagnostic>) -> Vec<Need> {
    let items = fields.list("needs", out);
    let mut needs = Vec::with_capacity(items.len());
    for (i, item) in items.iter().enumerate() {
        let path = format!("{}[{i}]", fields.path_of("needs"));
        needs.extend(read_need(item, path, &fields.subject, out));
    }
    needs
}

fn read_need(tree: &Tree, path: String, subject: &str, out: &mut Vec<Diagnostic>) -> Option<Need> {
    if !matches!(tree, Tree::Object(_)) {
        return read_id(tree, &path, subject, out).map(Need::hard);
    }
    let mut fields = Fields::of(tree, path, out)?;
    fields.subject = subject.to_string();
    let to = match fields.take("to") {
        Some(tree) => read_id(tree, &fields.path_of("to"), subject, out),
        None => {
            let finding = Diagnostic::error(codes::MISSING_FIELD, "the need does not say what is needed");
            fields.say(out, "to", finding.hint("write \"to\": and a name"));
            None
        }
    };
    let soft = match fields.take("soft") {
        None => false,
        Some(Tree::Bool(soft)) => *soft,
        Some(other) => {
            out.push(wrong_type(&fields.path_of("soft"), subject, "true or false", other));
            false
        }
    };
    Some(Need { to: to?, soft, extra: fields.rest(kept::NEED, out) })
}

fn read_layout(tree: Option<&Tree>, out: &mut Vec<Diagnostic>) -> Map<Id, Position> {
    let mut layout = Map::new();
    let Some(tree) = tree else { return layout };
    let Tree::Object(entries) = tree else {
        out.push(wrong_type("layout", "", "an object", tree));
        return layout;
    };
    for (name, value) in entries {
        let path = format!("layout.{name}");
        let id = read_id(&Tree::text(name), &path, "", out);
        let Some(mut fields) = Fields::of(value, path, out) else { continue };
        let position = fields.position(out);
        // A place has two numbers and nothing else worth keeping: what is unknown is only named.
        fields.rest(&[], out);
        if let (Some(id), Some(position)) = (id, position) {
            layout.insert(id, position);
        }
    }
    layout
}

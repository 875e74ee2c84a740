//! Fields of the document that this version keeps without modelling them: they are no unknown fields, they survive
//! saving, and where an answer would depend on them the answer says so (see [`uncounted`]).

use crate::diag::{Diagnostic, codes};
use crate::topology::{Extra, Topology};

/// Kept fields of the clients.
pub const CLIENTS: &[&str] = &["profile"];
/// Kept fields of a component.
pub const COMPONENT: &[&str] = &["failure", "repair", "service_time", "change", "queue", "concurrency"];
/// Kept fields of a pool.
pub const POOL: &[&str] =
    &["repair_crews", "standby", "coverage", "manual", "balancer", "health_check", "change", "service_time"];
/// Kept fields of a domain or a cable.
pub const DOMAIN: &[&str] = &["failure", "repair"];
/// Kept fields of a need.
pub const NEED: &[&str] = &["timeout", "attempts", "backoff", "jitter", "retry_budget", "breaker"];

/// What the kept fields would change about the long-run availability, one warning each: an answer that comes with
/// any of these is approximate. And a note for each that only a single life would show.
pub fn uncounted(topology: &Topology) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for (i, component) in topology.components.iter().enumerate() {
        let path = format!("components[{i}]");
        say(&mut out, &path, component.id.as_str(), &component.extra);
    }
    for (i, pool) in topology.pools.iter().enumerate() {
        say(&mut out, &format!("pools[{i}]"), pool.id.as_str(), &pool.extra);
    }
    for (i, domain) in topology.domains.iter().enumerate() {
        say(&mut out, &format!("domains[{i}]"), domain.id.as_str(), &domain.extra);
    }
    if !topology.cables.is_empty() {
        let message = "cables are kept, and this version takes the network as always working";
        out.push(Diagnostic::warning(codes::NOT_COUNTED, message).at("cables", ""));
    }
    out
}

fn say(out: &mut Vec<Diagnostic>, path: &str, subject: &str, extra: &Extra) {
    const COUNTED_LATER: [(&str, &str); 5] = [
        ("repair_crews", "repair_crews is kept, and this version repairs every member at once"),
        ("standby", "standby is kept, and this version treats every member as active with an instant change-over"),
        ("coverage", "coverage is kept, and this version covers every failure"),
        ("manual", "manual is kept, and this version covers every failure"),
        ("change", "change is kept, and this version counts no bad changes"),
    ];
    const SHAPES: [&str; 2] = ["failure", "repair"];
    for (name, message) in COUNTED_LATER {
        if extra.contains_key(name) {
            let finding = Diagnostic::warning(codes::NOT_COUNTED, message).at(format!("{path}.{name}"), subject);
            out.push(finding.hint("read the availability as approximate"));
        }
    }
    for name in SHAPES {
        if extra.get(name).is_some_and(|json| !json.0.contains("exponential")) {
            let message = format!("the {name} distribution is kept, and this version simulates it as exponential");
            out.push(Diagnostic::note(codes::NOT_SIMULATED, message).at(format!("{path}.{name}"), subject));
        }
    }
}

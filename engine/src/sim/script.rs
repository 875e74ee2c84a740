//! Scripted faults: what fails when, and for how long, a line each.
//!
//! ```text
//! # Friday's exercise
//! at 10d: fail zone-a for 90m
//! at 12d 4h: fail db
//! at 12d 6h: repair db
//! ```

use super::history::Fault;
use crate::diag::{Diagnostic, codes, nearest};
use crate::ids::Id;
use crate::topology::{PartRef, Topology};
use crate::units::{Duration, Ticks};

/// Faults with their times since the start, in the order they were written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// When, and what.
    pub faults: Vec<(Ticks, Fault)>,
}

/// The most lines of a script.
const LINES_MAX: usize = 10_000;

impl Script {
    /// Reads a script for a topology. Empty lines and lines beginning with `#` are passed over.
    ///
    /// # Errors
    /// Every line that cannot be read, and every name of nothing that can fail by hand: components, domains, and cables
    /// with an id.
    pub fn read(text: &str, topology: &Topology) -> Result<Script, Vec<Diagnostic>> {
        let mut script = Script::default();
        let mut findings = Vec::new();
        if text.lines().count() > LINES_MAX {
            let message = format!("a script has at most {LINES_MAX} lines");
            return Err(vec![Diagnostic::error(codes::TOO_LARGE, message).hint("split the study")]);
        }
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match read_line(line, topology) {
                Ok(fault) => script.faults.push(fault),
                Err((message, hint)) => {
                    let finding = Diagnostic::error(codes::BAD_SCRIPT, format!("{message}: \"{line}\""));
                    findings.push(finding.at(format!("line {}", number + 1), "").hint(hint));
                }
            }
        }
        if findings.is_empty() { Ok(script) } else { Err(findings) }
    }
}

const SHAPE: &str = "write \"at 10d: fail zone-a for 90m\" or \"at 12d: repair db\"";

fn read_line(line: &str, topology: &Topology) -> Result<(Ticks, Fault), (String, String)> {
    let wrong = || ("this is no fault".to_string(), SHAPE.to_string());
    let (when, what) = line.strip_prefix("at ").and_then(|rest| rest.split_once(':')).ok_or_else(wrong)?;
    let at = time(when)?;
    let what = what.trim();
    if let Some(name) = what.strip_prefix("repair ") {
        return Ok((at, Fault::Repair { id: name_of(name, topology)? }));
    }
    let rest = what.strip_prefix("fail ").ok_or_else(wrong)?;
    // A name may hold " for ": only what is a duration after the last one is taken for a length.
    if let Some((name, lasts)) = rest.rsplit_once(" for ")
        && Duration::parse(lasts).is_ok()
    {
        return Ok((at, Fault::Fail { id: name_of(name, topology)?, lasts: Some(time(lasts)?) }));
    }
    Ok((at, Fault::Fail { id: name_of(rest, topology)?, lasts: None }))
}

fn time(text: &str) -> Result<Ticks, (String, String)> {
    let duration =
        Duration::parse(text).map_err(|error| (format!("\"{}\" is no time", text.trim()), error.to_string()))?;
    Ok(Ticks::from_hours(duration.hours()))
}

fn name_of(name: &str, topology: &Topology) -> Result<Id, (String, String)> {
    let name = name.trim();
    let id = Id::new(name).map_err(|error| (error.to_string(), SHAPE.to_string()))?;
    let is_cable = topology.cables.iter().any(|cable| cable.id.as_ref() == Some(&id));
    match topology.find(&id) {
        Some(PartRef::Component(_) | PartRef::Domain(_)) => Ok(id),
        Some(PartRef::Pool(_)) => Err((
            format!("\"{name}\" is a pool, which has no failure of its own"),
            "fail its members instead".to_string(),
        )),
        None if is_cable => Ok(id),
        None => {
            let known = topology.components.iter().map(|c| c.id.as_str());
            let known = known.chain(topology.domains.iter().map(|d| d.id.as_str()));
            let hint = match nearest(name, known) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => "name a component, a domain, or a cable that has an id".to_string(),
            };
            Err((format!("nothing is called \"{name}\""), hint))
        }
    }
}

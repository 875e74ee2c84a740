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
use crate::units::{Duration, DurationError, Ticks};

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
    let at = time("time", when)?;
    let what = what.trim();
    if let Some(name) = what.strip_prefix("repair ") {
        return Ok((at, Fault::Repair { id: name_of(name, topology)? }));
    }
    let rest = what.strip_prefix("fail ").ok_or_else(wrong)?;
    // A name may hold " for ": only what is a duration after the last one is taken for a length, or what was meant as one
    // where there is no such name.
    let whole = name_of(rest, topology);
    if let Some((name, lasts)) = rest.rsplit_once(" for ") {
        let is_meant = || whole.is_err() && is_like_a_duration(lasts) && name_of(name, topology).is_ok();
        if Duration::parse(lasts).is_ok() || is_meant() {
            return Ok((at, Fault::Fail { id: name_of(name, topology)?, lasts: Some(time("duration", lasts)?) }));
        }
    }
    Ok((at, Fault::Fail { id: whole?, lasts: None }))
}

fn is_like_a_duration(text: &str) -> bool {
    text.trim_start().starts_with(|first: char| first.is_ascii_digit() || "+-−.".contains(first))
}

fn time(what: &str, text: &str) -> Result<Ticks, (String, String)> {
    let wrong = |error: DurationError| (format!("the {what} \"{}\" is wrong", text.trim()), error.to_string());
    Ok(Ticks::from_hours(Duration::parse(text).map_err(wrong)?.hours()))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of a line, in a system of "db" and "at sea for 2d" and "db for -2h".
    fn read(line: &str) -> Result<Fault, String> {
        let text = r#"{ "format": "nines-topology", "version": 1, "clients": { "needs": ["db"] },
                        "components": [ { "id": "db" }, { "id": "at sea for 2d" }, { "id": "db for -2h" } ] }"#;
        let topology = crate::format::read(text).topology.expect("a good document");
        match Script::read(line, &topology) {
            Ok(script) => Ok(script.faults[0].1.clone()),
            Err(findings) => Err(format!("{} — {}", findings[0].message, findings[0].hint)),
        }
    }

    #[track_caller]
    fn check_refused(line: &str, message: &str, hint: &str) {
        assert_eq!(read(line), Err(format!("{message}: \"{line}\" — {hint}")));
    }

    #[test]
    fn a_wrong_duration_is_not_taken_for_a_name() {
        let unit = "write a number and a unit: 250ms, 90s, 5m, 4h, 30d or 20y";
        check_refused("at 1d: fail db for -1h", "the duration \"-1h\" is wrong", "a duration cannot be negative");
        check_refused("at 1d: fail db for 90", "the duration \"90\" is wrong", unit);
        check_refused("at 1d: fail db for +1h", "the duration \"+1h\" is wrong", unit);
        check_refused("at 1d: fail db for .5", "the duration \".5\" is wrong", unit);
        check_refused(
            "at 1d: fail db for 200000y",
            "the duration \"200000y\" is wrong",
            "a duration is at most 100000y",
        );
        check_refused("at -1h: fail db", "the time \"-1h\" is wrong", "a duration cannot be negative");
        check_refused("at -1h: repair db", "the time \"-1h\" is wrong", "a duration cannot be negative");
    }

    #[test]
    fn a_name_may_look_like_a_length() {
        let fails = |name: &str, lasts: Option<u64>| {
            let lasts = lasts.map(|hours| Ticks(hours * Ticks::PER_HOUR));
            Ok(Fault::Fail { id: Id::new(name).unwrap(), lasts })
        };
        assert_eq!(read("at 1d: fail db for 2h"), fails("db", Some(2)));
        assert_eq!(read("at 1d: fail db for -2h"), fails("db for -2h", None));
        assert_eq!(read("at 1d: fail at sea for 2d for 3h"), fails("at sea for 2d", Some(3)));
        // Of what there is no such part, the whole is taken for a name.
        let unknown = read("at 1d: fail sea for -1h").unwrap_err();
        assert!(unknown.starts_with("nothing is called \"sea for -1h\""), "{unknown}");
        assert!(read("at 1d: fail db for ever").unwrap_err().starts_with("nothing is called \"db for ever\""));
    }
}

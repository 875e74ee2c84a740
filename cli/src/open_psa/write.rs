//! Writing: gates in one fault tree, events in the model data. Names become identifiers that the format's schema
//! allows; what is written otherwise has its own name as a label.

use std::collections::{BTreeMap, BTreeSet};

use nines_engine::fault_tree::{FaultTree, Gate, Input, Op};

/// The document as text. What the tree's top does not depend on is written too.
pub fn write(tree: &FaultTree) -> String {
    let names = Identifiers::of(tree);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opsa-mef>\n");
    let title = if tree.name.trim().is_empty() { "fault tree" } else { &tree.name };
    open(&mut out, 2, "define-fault-tree", &identifier(title), title);
    tree.gates.iter().for_each(|gate| write_gate(&mut out, gate, &names));
    out.push_str("  </define-fault-tree>\n  <model-data>\n");
    for event in &tree.events {
        open(&mut out, 4, "define-basic-event", names.get(&event.name), &event.name);
        out.push_str(&format!("      <float value=\"{}\"/>\n    </define-basic-event>\n", number(event.probability)));
    }
    for house in &tree.houses {
        open(&mut out, 4, "define-house-event", names.get(&house.name), &house.name);
        out.push_str(&format!("      <constant value=\"{}\"/>\n    </define-house-event>\n", house.state));
    }
    out.push_str("  </model-data>\n</opsa-mef>\n");
    out
}

fn write_gate(out: &mut String, gate: &Gate, names: &Identifiers) {
    open(out, 4, "define-gate", names.get(&gate.name), &gate.name);
    let (word, min) = match gate.op {
        Op::And => ("and", String::new()),
        Op::Or => ("or", String::new()),
        Op::Not => ("not", String::new()),
        Op::Xor => ("xor", String::new()),
        Op::AtLeast(least) => ("atleast", format!(" min=\"{least}\"")),
    };
    // The schema has no "and" or "or" of one thing: such a gate is another name for it.
    let is_alone = gate.inputs.len() == 1 && gate.op != Op::Not;
    if !is_alone {
        out.push_str(&format!("      <{word}{min}>\n"));
    }
    let indent = if is_alone { "      " } else { "        " };
    for input in &gate.inputs {
        let element = match input {
            Input::Constant(state) => format!("<constant value=\"{state}\"/>"),
            Input::Name(name) => format!("<{} name=\"{}\"/>", names.element(name), names.get(name)),
        };
        out.push_str(&format!("{indent}{element}\n"));
    }
    if !is_alone {
        out.push_str(&format!("      </{word}>\n"));
    }
    out.push_str("    </define-gate>\n");
}

/// Opens a definition, with a label where its name had to change.
fn open(out: &mut String, indent: usize, element: &str, identifier: &str, name: &str) {
    let space = " ".repeat(indent);
    out.push_str(&format!("{space}<{element} name=\"{identifier}\">\n"));
    if identifier != name {
        out.push_str(&format!("{space}  <label>{}</label>\n", escaped(name)));
    }
}

/// A number that reads back as the same one.
fn number(value: f64) -> String {
    if value > 0.0 && value < 1e-3 { format!("{value:e}") } else { value.to_string() }
}

fn escaped(text: &str) -> String {
    let plain = |c: char| match c {
        '&' => "&amp;".to_string(),
        '<' => "&lt;".to_string(),
        '>' => "&gt;".to_string(),
        // XML has no way to write most control characters and two others.
        c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => " ".to_string(),
        c => c.to_string(),
    };
    text.chars().map(plain).collect()
}

/// A name as the schema allows it: ASCII letters, digits and `_`, with single hyphens inside, not beginning with a
/// digit. (Points are for paths, and not every program reads letters beyond ASCII.)
fn identifier(name: &str) -> String {
    let allowed = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
    let mut out = String::new();
    for c in name.chars().map(allowed) {
        if c == '-' && (out.is_empty() || out.ends_with('-')) {
            continue;
        }
        if out.is_empty() && c.is_ascii_digit() {
            out.push('_');
        }
        out.push(c);
    }
    let out = out.trim_end_matches('-');
    if out.is_empty() { "_".to_string() } else { out.to_string() }
}

/// The identifiers of all names.
struct Identifiers<'a> {
    of: BTreeMap<&'a str, String>,
    gates: BTreeSet<&'a str>,
    houses: BTreeSet<&'a str>,
}

impl<'a> Identifiers<'a> {
    /// Names that are identifiers keep themselves; others that become equal are numbered.
    fn of(tree: &'a FaultTree) -> Identifiers<'a> {
        let gates: BTreeSet<&str> = tree.gates.iter().map(|gate| gate.name.as_str()).collect();
        let houses: BTreeSet<&str> = tree.houses.iter().map(|house| house.name.as_str()).collect();
        let events = tree.events.iter().map(|event| event.name.as_str());
        let names = || tree.gates.iter().map(|g| g.name.as_str()).chain(events.clone()).chain(houses.iter().copied());
        let mut of: BTreeMap<&str, String> = BTreeMap::new();
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for name in names().filter(|name| identifier(name) == *name) {
            taken.insert(name.to_string());
            of.insert(name, name.to_string());
        }
        let mut last: BTreeMap<String, u32> = BTreeMap::new();
        for name in names() {
            if of.contains_key(name) {
                continue;
            }
            let wanted = identifier(name);
            let mut given = wanted.clone();
            while !taken.insert(given.clone()) {
                let number = last.entry(wanted.clone()).or_insert(1);
                *number += 1;
                given = format!("{wanted}_{number}");
            }
            of.insert(name, given);
        }
        Identifiers { of, gates, houses }
    }

    fn get(&self, name: &str) -> &str {
        &self.of[name]
    }

    fn element(&self, name: &str) -> &'static str {
        match name {
            name if self.gates.contains(name) => "gate",
            name if self.houses.contains(name) => "house-event",
            _ => "basic-event",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_identifiers() {
        for (name, expected) in [
            ("db-1", "db-1"),
            ("app/common-cause", "app_common-cause"),
            ("web server 2", "web_server_2"),
            ("1st", "_1st"),
            ("-a--b-", "a-b"),
            ("v1.2", "v1_2"),
            ("Straße", "Stra_e"),
            ("--", "_"),
        ] {
            assert_eq!(identifier(name), expected, "{name}");
        }
    }

    #[test]
    fn numbers_read_back_as_they_were() {
        for value in [0.0, 1.0, 0.5, 1e-3, 9.99e-4, 1e-300, 0.1 + 0.2, 5e-324] {
            assert_eq!(number(value).parse::<f64>().unwrap(), value);
        }
    }
}

//! Reading: definitions of gates and events wherever containers group them, and what is passed over by name. `scope`
//! is how names are found, `formula` how gates are read.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use nines_engine::diag::{Diagnostic, codes, has_errors};
use nines_engine::fault_tree::{BasicEvent, FaultTree, Gate, HouseEvent, Input, TreeLimits};
use roxmltree::{Document, Node, ParsingOptions};

use super::formula::Formulas;
use super::scope::{Scope, Scopes, Sort};

/// What reading gave: the tree, unless there is at least one error, and every finding.
pub struct Read {
    /// All gates and events of the document; `top` is empty.
    pub tree: Option<FaultTree>,
    /// The gates that no other gate mentions, in the order of the document.
    pub roots: Vec<String>,
    /// Errors, and warnings for what was passed over.
    pub findings: Vec<Diagnostic>,
}

/// The most elements, texts and comments of a document.
const NODES_MAX: u32 = 2_000_000;
/// How deep elements may be nested, formulas included: reading them recurses.
pub const DEPTH_MAX: usize = 100;
/// The most errors that are told at once; to find the line of each takes a look at the whole text.
pub const FINDINGS_MAX: usize = 100;

/// Reads a document. Never panics; takes elements nested up to a hundred deep, and no definitions of entities.
pub fn read(text: &str) -> Read {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: NODES_MAX, ..ParsingOptions::default() };
    let text = without_doctype(text.trim_start_matches('\u{feff}'));
    let document = match Document::parse_with_options(&text, options) {
        Ok(document) => document,
        Err(error) => return refused(not_xml(error)),
    };
    let root = document.root_element();
    if root.tag_name().name() != "opsa-mef" {
        let message = format!("the outermost element is <{}> and not <opsa-mef>", short(root.tag_name().name()));
        let finding = Diagnostic::error(codes::NOT_OPEN_PSA, message);
        return refused(finding.hint("give a fault tree in the XML of the Open-PSA model exchange format"));
    }
    let mut reader = Reader::default();
    reader.container(root, &Scope::default(), 0);
    reader.finish()
}

/// The text with a document type that defines nothing blanked out, so that lines stay where they are. The parser
/// refuses every document type, and `<!DOCTYPE opsa-mef>` is common.
fn without_doctype(text: &str) -> Cow<'_, str> {
    let mut rest = text.trim_start();
    // Instructions and comments may come before it.
    while let Some(end) = ["?>", "-->"].into_iter().zip(["<?", "<!--"]).find_map(|(end, start)| {
        let inside = rest.strip_prefix(start)?;
        inside.find(end).map(|at| start.len() + at + end.len())
    }) {
        rest = rest[end..].trim_start();
    }
    let start = text.len() - rest.len();
    match rest.find('>') {
        Some(end) if rest.starts_with("<!DOCTYPE") && !rest[..end].contains('[') => {
            let blank = |c| if c == '\n' { '\n' } else { ' ' };
            let blanked: String = rest[..=end].chars().map(blank).collect();
            Cow::Owned(format!("{}{blanked}{}", &text[..start], &rest[end + 1..]))
        }
        _ => Cow::Borrowed(text),
    }
}

fn refused(finding: Diagnostic) -> Read {
    Read { tree: None, roots: Vec::new(), findings: vec![finding] }
}

fn not_xml(error: roxmltree::Error) -> Diagnostic {
    let (message, hint) = match error {
        roxmltree::Error::DtdDetected => (
            "the document defines entities (a DTD), and such definitions are not read".to_string(),
            "write what the entities stand for, and take the definitions out",
        ),
        roxmltree::Error::NodesLimitReached => {
            (format!("the document has more than {NODES_MAX} elements"), "split the tree into several")
        }
        other => (format!("this is no XML: {other}"), "check the text around that place (line:column)"),
    };
    Diagnostic::error(codes::NOT_OPEN_PSA, message).hint(hint)
}

/// Where a node is, for findings.
pub fn line(node: Node) -> String {
    format!("line {}", node.document().text_pos_at(node.range().start).row)
}

/// The beginning of a text that may be very long, for findings.
pub fn short(text: &str) -> String {
    const LENGTH_MAX: usize = 40;
    let mut start: String = text.chars().take(LENGTH_MAX).collect();
    if start.len() < text.len() {
        start.push('…');
    }
    start
}

/// A gate whose formula is read when all names are known.
struct Waiting<'a, 'input> {
    name: String,
    scope: Scope,
    formula: Node<'a, 'input>,
}

#[derive(Default)]
struct Reader<'a, 'input> {
    scopes: Scopes,
    title: String,
    gates: Vec<Waiting<'a, 'input>>,
    events: Vec<BasicEvent>,
    houses: Vec<HouseEvent>,
    /// What was passed over: how often and, where it has them, the names, by element.
    skipped: BTreeMap<String, (usize, Vec<String>)>,
    findings: Vec<Diagnostic>,
}

impl<'a, 'input> Reader<'a, 'input> {
    fn container(&mut self, container: Node<'a, 'input>, scope: &Scope, depth: usize) {
        if depth > DEPTH_MAX {
            return self.error(container, "", "elements are nested too deep", "nest less than a hundred deep");
        }
        for node in container.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "label" | "attributes" => {}
                "model-data" => self.container(node, scope, depth + 1),
                "define-fault-tree" | "define-component" => {
                    if let Some(name) = self.name_of(node) {
                        if self.title.is_empty() {
                            self.title.clone_from(&name);
                        }
                        self.container(node, &scope.inside(&name, node.attribute("role")), depth + 1);
                    }
                }
                "define-gate" => self.gate(node, scope),
                "define-basic-event" => self.basic_event(node, scope),
                "define-house-event" => self.house_event(node, scope),
                other => self.skip(other, node),
            }
        }
    }

    fn skip(&mut self, element: &str, node: Node) {
        let (count, names) = self.skipped.entry(element.to_string()).or_default();
        *count += 1;
        names.extend(node.attribute("name").map(str::to_string));
    }

    fn name_of(&mut self, node: Node) -> Option<String> {
        let name = node.attribute("name").map(str::trim).filter(|name| !name.is_empty());
        if name.is_none() {
            let message = format!("<{}> has no name", node.tag_name().name());
            self.error(node, "", &message, "write name=\"…\"");
        }
        if name.is_some_and(|name| name.chars().count() > TreeLimits::NAME) {
            let message = format!("a name has at most {} characters", TreeLimits::NAME);
            self.error(node, &short(name?), &message, "shorten it");
            return None;
        }
        name.map(str::to_string)
    }

    fn define(&mut self, node: Node, scope: &Scope, sort: Sort) -> Option<String> {
        let name = self.name_of(node)?;
        Some(self.scopes.define(scope, &name, node.attribute("role"), sort))
    }

    fn gate(&mut self, node: Node<'a, 'input>, scope: &Scope) {
        let Some(name) = self.define(node, scope, Sort::Gate) else { return };
        let says = said(node);
        if let [formula] = says[..] {
            self.gates.push(Waiting { name, scope: scope.clone(), formula });
        } else {
            let message = format!("a gate has one formula, and here are {}", says.len());
            self.error(node, &name, &message, "write one of <and>, <or>, <not>, <xor>, <atleast>…");
        }
    }

    fn basic_event(&mut self, node: Node, scope: &Scope) {
        let Some(name) = self.define(node, scope, Sort::BasicEvent) else { return };
        let says = said(node);
        let probability = match says[..] {
            [number] if matches!(number.tag_name().name(), "float" | "int") => {
                let value = number.attribute("value").unwrap_or_default();
                value
                    .trim()
                    .parse::<f64>()
                    .map_err(|_| format!("the probability is \"{}\", which is no number", short(value)))
            }
            [other] => {
                Err(format!("the probability is <{}>, and only numbers are read", short(other.tag_name().name())))
            }
            _ => Err("the probability is not given".to_string()),
        };
        match probability {
            Ok(probability) => self.events.push(BasicEvent { name, probability }),
            Err(message) => self.error(node, &name, &message, "write <float value=\"…\"/>"),
        }
    }

    fn house_event(&mut self, node: Node, scope: &Scope) {
        let Some(name) = self.define(node, scope, Sort::HouseEvent) else { return };
        let state = match said(node)[..] {
            [constant] if constant.tag_name().name() == "constant" => truth(constant),
            _ => None,
        };
        match state {
            Some(state) => self.houses.push(HouseEvent { name, state }),
            None => {
                let hint = "write <constant value=\"true\"/> or <constant value=\"false\"/>";
                self.error(node, &name, "whether the house event happens is not given", hint);
            }
        }
    }

    fn error(&mut self, node: Node, subject: &str, message: &str, hint: &str) {
        if self.findings.len() > FINDINGS_MAX {
            return;
        }
        self.findings.push(Diagnostic::error(codes::NOT_OPEN_PSA, message).at(line(node), subject).hint(hint));
    }

    fn finish(mut self) -> Read {
        let mut formulas = Formulas::new(&self.scopes);
        for gate in &self.gates {
            formulas.gate(&gate.name, &gate.scope, gate.formula);
        }
        let (gates, errors) = formulas.finish();
        self.findings.extend(errors);
        if self.findings.len() > FINDINGS_MAX {
            self.findings.truncate(FINDINGS_MAX);
            let message = format!("there are more errors than the {FINDINGS_MAX} above");
            self.findings.push(Diagnostic::error(codes::NOT_OPEN_PSA, message).hint("repair those first"));
        }
        let tree = (!has_errors(&self.findings)).then_some(());
        let skipped_of = |(element, (count, names)): (&String, &(usize, Vec<String>))| skipped(element, *count, names);
        self.findings.extend(self.skipped.iter().take(FINDINGS_MAX).map(skipped_of));
        if self.skipped.len() > FINDINGS_MAX {
            let message = format!("{} more sorts of elements are not read", self.skipped.len() - FINDINGS_MAX);
            self.findings.push(Diagnostic::warning(codes::TREE_PART_LEFT_OUT, message));
        }
        let roots = roots(&gates);
        let (events, houses) = (self.events, self.houses);
        let tree = tree.map(|()| FaultTree { name: self.title, top: String::new(), gates, events, houses });
        Read { tree, roots, findings: self.findings }
    }
}

/// What a definition or formula says besides its label and attributes.
pub fn said<'a, 'input>(node: Node<'a, 'input>) -> Vec<Node<'a, 'input>> {
    let elements = node.children().filter(Node::is_element);
    elements.filter(|child| !matches!(child.tag_name().name(), "label" | "attributes")).collect()
}

/// The value of a `<constant>`.
pub fn truth(constant: Node) -> Option<bool> {
    match constant.attribute("value")?.trim() {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

fn skipped(element: &str, count: usize, names: &[String]) -> Diagnostic {
    const LISTED_MAX: usize = 8;
    let listed: Vec<String> = names.iter().take(LISTED_MAX).map(|name| format!("\"{}\"", short(name))).collect();
    let mut message =
        format!("<{}> is not read, and there {}", short(element), if count == 1 { "is one" } else { "are " });
    if count != 1 {
        message.push_str(&count.to_string());
    }
    if !listed.is_empty() {
        let more = if names.len() > LISTED_MAX { "…" } else { "" };
        message.push_str(&format!(": {}{more}", listed.join(", ")));
    }
    let hint = match element {
        "define-CCF-group" => "its events are taken as independent of each other, so the answer is too good",
        _ => "left out; the gates and events are read without it",
    };
    Diagnostic::warning(codes::TREE_PART_LEFT_OUT, message).hint(hint)
}

/// Gates that no gate mentions, each once.
fn roots(gates: &[Gate]) -> Vec<String> {
    let inputs = gates.iter().flat_map(|gate| &gate.inputs);
    let mentioned = inputs.filter_map(|input| if let Input::Name(name) = input { Some(name) } else { None });
    // A name given twice is an error of its own, and not two roots.
    let mut met: BTreeSet<&String> = mentioned.collect();
    gates.iter().map(|gate| &gate.name).filter(|name| met.insert(name)).cloned().collect()
}

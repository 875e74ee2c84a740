//! What forms are called: the parts they came from, and under which conditions. A form keeps the first name it got;
//! parts that turn out to be the same form are remembered beside it.

use super::forms::{Form, FormIdx, Forms, Given};
use super::numbers::listed_and;
use crate::ids::{CLIENTS, Id};
use crate::order::{Map, Set};
use crate::structure::{EventSource, Node, Structure};
use crate::topology::Topology;
use std::cell::RefCell;

/// The name of a form and what to know about it.
#[derive(Clone, Debug, Default)]
pub struct Label {
    /// What it is, without conditions: `app`, `app-1 itself`, `app members`.
    pub subject: String,
    /// The parts to point at.
    pub parts: Vec<Id>,
    /// The pool it is the members of, without what else the pool depends on.
    pub members_of: Option<Id>,
    /// Under which conditions: the name of what works (`true`) or is down.
    pub given: Vec<(String, bool)>,
    /// Members that became certain and dropped out: their names, and whether they work.
    pub certain: Vec<(String, bool)>,
    /// Other parts that come to the same form, because nothing of their own can fail.
    pub same: Vec<Id>,
}

impl Label {
    /// The name with its conditions: `app if zone-a works`.
    pub fn name(&self) -> String {
        if self.given.is_empty() {
            return self.subject.clone();
        }
        format!("{} if {}", self.subject, conditions(&self.given))
    }

    /// Whether it is the clients'.
    pub fn is_clients(&self) -> bool {
        self.subject == CLIENTS
    }
}

/// `zone-a works and zone-b is down`.
fn conditions(given: &[(String, bool)]) -> String {
    let one = |(name, works): &(String, bool)| format!("{name} {}", if *works { "works" } else { "is down" });
    given.iter().map(one).collect::<Vec<_>>().join(" and ")
}

/// The labels of all forms.
pub struct Labels {
    labels: Map<FormIdx, Label>,
    /// Forms without a name whose description is too long to be one: they are called `group A`, `group B`, … in the end.
    groups: RefCell<Vec<(FormIdx, String)>>,
}

/// A longer description, in characters, is no name.
const NAME_MAX: usize = 48;

impl Labels {
    /// Names for the forms of a structure. What a part has of its own is told from the part with what it needs.
    pub fn of(topology: &Topology, structure: &Structure, forms: &Forms, form_of: &[FormIdx]) -> Labels {
        let mut labels = Labels { labels: Map::new(), groups: RefCell::default() };
        let used = used(structure);
        labels.events(topology, structure, forms, form_of);
        let mut parts: Vec<(&Id, usize)> = structure.parts.iter().map(|(id, node)| (id, node.at())).collect();
        parts.retain(|(_, node)| used[*node]);
        // Dependencies come first, so that of two parts with one form the deeper one names it.
        crate::order::sort_by_key(&mut parts, |(_, node)| *node);
        let part_at: Map<usize, &Id> = parts.iter().map(|(id, node)| (*node, *id)).collect();
        for (id, node) in &parts {
            labels.claim(form_of[*node], id, id.as_str());
        }
        for (id, node) in &parts {
            labels.members(structure, form_of, id, *node);
        }
        labels.claim(form_of[structure.top.at()], &Id::clients(), CLIENTS);
        for (i, node) in structure.nodes.iter().enumerate() {
            labels.certain(node, form_of, i, &part_at);
        }
        labels.keep_known(topology);
        labels
    }

    fn events(&mut self, topology: &Topology, structure: &Structure, forms: &Forms, form_of: &[FormIdx]) {
        for (node, form) in structure.nodes.iter().zip(form_of) {
            let (Node::Event(event), Form::Event(_)) = (node, forms.get(*form)) else { continue };
            let event = &structure.events[*event as usize];
            if let EventSource::Cable(place) = event.source {
                // A cable without a name of its own is pointed at by its ends.
                let cable = &topology.cables[place];
                let parts = cable.id.as_ref().map_or(cable.between.to_vec(), |id| vec![id.clone()]);
                self.labels.insert(*form, Label { subject: event.name.clone(), parts, ..Label::default() });
                continue;
            }
            let (subject, part) = match own_part(&event.source) {
                Some(id) if structure.parts.get(id).is_some_and(|node| form_of[node.at()] == *form) => {
                    (id.to_string(), id.clone())
                }
                Some(id) => (format!("{id} itself"), id.clone()),
                None => match owner(&event.name) {
                    Some(id) => (event.name.clone(), id),
                    None => continue,
                },
            };
            self.labels.insert(*form, Label { subject, parts: vec![part], ..Label::default() });
        }
    }

    /// A part names its form, or is remembered as the same.
    fn claim(&mut self, form: FormIdx, id: &Id, subject: &str) {
        if form.is_certain() {
            return;
        }
        match self.labels.get_mut(&form) {
            None => {
                let label = Label { subject: subject.to_string(), parts: vec![id.clone()], ..Label::default() };
                self.labels.insert(form, label);
            }
            Some(label) if label.subject != subject => {
                label.same.push(id.clone());
                label.parts.push(id.clone());
            }
            Some(_) => {}
        }
    }

    /// The members of a pool that has more than members.
    fn members(&mut self, structure: &Structure, form_of: &[FormIdx], id: &Id, node: usize) {
        let Node::All(of) = &structure.nodes[node] else { return };
        for child in of {
            let form = form_of[child.at()];
            let is_gate = matches!(structure.nodes[child.at()], Node::AtLeast { .. });
            if is_gate && !form.is_certain() && !self.labels.contains_key(&form) {
                let subject = format!("{id} members");
                let (parts, members_of) = (vec![id.clone()], Some(id.clone()));
                self.labels.insert(form, Label { subject, parts, members_of, ..Label::default() });
            }
        }
    }

    /// Remembers which named members of a node cannot change anything.
    fn certain(&mut self, node: &Node, form_of: &[FormIdx], place: usize, part_at: &Map<usize, &Id>) {
        let (Node::All(of) | Node::AtLeast { of, .. }) = node else { return };
        let Some(label) = self.labels.get_mut(&form_of[place]) else { return };
        let certain = of.iter().filter(|child| form_of[child.at()].is_certain());
        let named = certain.filter_map(|child| Some((child, part_at.get(&child.at())?)));
        for (child, id) in named {
            let entry = (id.to_string(), form_of[child.at()] == FormIdx::WORKS);
            if !label.certain.contains(&entry) {
                label.certain.push(entry);
            }
        }
    }

    /// Parts that are pointed at are parts of the topology.
    fn keep_known(&mut self, topology: &Topology) {
        let known: Set<Id> = topology.index().into_keys().chain([Id::clients()]).collect();
        self.labels.values_mut().for_each(|label| label.parts.retain(|id| known.contains(id)));
    }

    /// The label of a form; one without a name is called after its members, and a member without a name after the named things
    /// that it depends on, however deep they are below it.
    pub fn get(&self, forms: &Forms, form: FormIdx) -> Label {
        if let Some(label) = self.labels.get(&form) {
            return label.clone();
        }
        let members = forms.members(form).iter().map(|member| match self.labels.get(member) {
            Some(label) => label.clone(),
            None => self.short(*member, self.after(forms, *member, &self.named_below(forms, *member))),
        });
        self.short(form, self.called(forms, form, members.collect()))
    }

    /// The label with a name that is short enough; the description it replaces is kept for those who read it.
    fn short(&self, form: FormIdx, label: Label) -> Label {
        if label.subject.chars().count() <= NAME_MAX {
            return label;
        }
        let mut groups = self.groups.borrow_mut();
        let place = groups.iter().position(|(known, _)| *known == form).unwrap_or_else(|| {
            groups.push((form, label.subject));
            groups.len() - 1
        });
        Label { subject: mark(place), ..label }
    }

    /// The groups: what stands for each, and what it is.
    pub fn groups(&self) -> Vec<(String, String)> {
        let groups = self.groups.borrow();
        groups.iter().enumerate().map(|(place, (_, what))| (mark(place), what.clone())).collect()
    }

    /// A name for a form without one, after named things that it depends on.
    fn after(&self, forms: &Forms, form: FormIdx, named: &[FormIdx]) -> Label {
        let labels: Vec<Label> = named.iter().map(|below| self.labels[below].clone()).collect();
        let are_members = forms.members(form).iter().all(|member| named.contains(member));
        if are_members {
            return self.called(forms, form, labels);
        }
        let (names, given) = names(&labels);
        let parts = labels.into_iter().flat_map(|label| label.parts).collect();
        Label { subject: format!("what depends on {}", listed_and(&names)), parts, given, ..Label::default() }
    }

    fn called(&self, forms: &Forms, form: FormIdx, members: Vec<Label>) -> Label {
        let (names, given) = names(&members);
        let subject = match forms.get(form) {
            Form::Certain(_) => "nothing".to_string(),
            Form::Event(event) => format!("event {event}"),
            Form::All(_) => format!("{} together", listed_and(&names)),
            Form::AtLeast(least, _) => format!("{least} of {}", listed_and(&names)),
        };
        let parts = members.into_iter().flat_map(|label| label.parts).collect();
        Label { subject, parts, given, ..Label::default() }
    }

    /// The named things that a form without a name depends on, each once, the nearest in each direction.
    fn named_below(&self, forms: &Forms, form: FormIdx) -> Vec<FormIdx> {
        let mut named = Vec::new();
        let mut seen = Set::new();
        let mut open = vec![form];
        while let Some(form) = open.pop() {
            for member in forms.members(form).iter().filter(|member| seen.insert(**member)) {
                if self.labels.contains_key(member) { named.push(*member) } else { open.push(*member) }
            }
        }
        named
    }

    /// Gives a form without a name the name of another.
    pub fn lend(&mut self, forms: &Forms, from: FormIdx, to: FormIdx) {
        if !to.is_certain() && !self.labels.contains_key(&to) {
            let label = self.get(forms, from);
            self.labels.insert(to, label);
        }
    }

    /// Names the forms that a condition has made, after the forms they were made from.
    pub fn conditioned(&mut self, forms: &Forms, given: &Given, known: &Map<FormIdx, bool>) {
        for (from, to) in &given.image {
            if to.at() < given.new_from || self.labels.contains_key(to) {
                continue;
            }
            let mut label = self.get(forms, *from);
            // What is settled is one thing: a changed form that depends on its events has it below.
            let relevant = known.iter().filter(|(form, _)| forms.overlap(**form, *from));
            label.given.extend(relevant.map(|(form, works)| (self.get(forms, *form).subject, *works)));
            label.same = Vec::new();
            if matches!(forms.get(*from), Form::AtLeast(..)) {
                let certain = forms.members(*from).iter().filter(|child| given.image[child].is_certain());
                let entry = |child: &FormIdx| (self.get(forms, *child).name(), given.image[child] == FormIdx::WORKS);
                label.certain = certain.map(entry).collect();
            } else {
                label.certain = Vec::new();
            }
            self.labels.insert(*to, label);
        }
    }
}

/// What stands for a group until it is known in which order they are spoken of.
fn mark(place: usize) -> String {
    format!("group ⟦{place}⟧")
}

/// The names of several things that are named together, and the conditions that they have in common: in their names instead,
/// where they contradict each other.
fn names(labels: &[Label]) -> (Vec<String>, Vec<(String, bool)>) {
    match common_conditions(labels) {
        Some(given) => (labels.iter().map(|label| label.subject.clone()).collect(), given),
        None => (labels.iter().map(Label::name).collect(), Vec::new()),
    }
}

/// All conditions of several labels; `None` when they contradict each other.
fn common_conditions(labels: &[Label]) -> Option<Vec<(String, bool)>> {
    let mut all: Vec<(String, bool)> = Vec::new();
    for condition in labels.iter().flat_map(|label| &label.given) {
        match all.iter().find(|(name, _)| *name == condition.0) {
            Some((_, works)) if *works != condition.1 => return None,
            Some(_) => {}
            None => all.push(condition.clone()),
        }
    }
    Some(all)
}

/// The part whose own failure an event is, when it is that of a part.
fn own_part(source: &EventSource) -> Option<&Id> {
    if let EventSource::Component(id) | EventSource::Domain(id) = source { Some(id) } else { None }
}

/// The part in front of `/common-cause` and the like; the whole name where there is no such ending.
pub fn owner(name: &str) -> Option<Id> {
    Id::new(name.rsplit_once('/').map_or(name, |(id, _)| id)).ok()
}

/// Which nodes the clients depend on.
fn used(structure: &Structure) -> Vec<bool> {
    let mut used = vec![false; structure.nodes.len()];
    used[structure.top.at()] = true;
    for place in (0..used.len()).rev() {
        if !used[place] {
            continue;
        }
        if let Node::All(of) | Node::AtLeast { of, .. } = &structure.nodes[place] {
            of.iter().for_each(|child| used[child.at()] = true);
        }
    }
    used
}

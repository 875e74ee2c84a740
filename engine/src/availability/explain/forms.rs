//! A structure as forms that can be taken apart: what is certain drops out, what is equal is there once, and any form
//! can be asked "and if this works?". Names are not here (see `labels`).

use crate::order::{Map, Set};
use crate::structure::{Node, Structure};

/// The place of a form. Forms come after the forms they name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FormIdx(u32);

impl FormIdx {
    /// What always works.
    pub const WORKS: FormIdx = FormIdx(0);
    /// What never works.
    pub const DOWN: FormIdx = FormIdx(1);

    /// As an index.
    pub fn at(self) -> usize {
        self.0 as usize
    }

    /// Whether nothing can change it.
    pub fn is_certain(self) -> bool {
        self.0 < 2
    }
}

/// When something works; no member is certain, and no gate has fewer than two members.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// Always, or never.
    Certain(bool),
    /// While this event is not on.
    Event(u32),
    /// While all of these work.
    All(Vec<FormIdx>),
    /// While at least this many of these work: at least 1, fewer than all.
    AtLeast(u32, Vec<FormIdx>),
}

/// All forms of one derivation.
pub struct Forms {
    forms: Vec<Form>,
    /// The events of each form, a bit each.
    support: Vec<Vec<u64>>,
    known: Map<Form, FormIdx>,
    words: usize,
}

/// No more forms than this: with the largest document some 20 MB.
const FORMS_MAX: usize = 40_000;

/// The answer to "and if this works?".
pub struct Given {
    /// What became of every form below and including the one that was asked about.
    pub image: Map<FormIdx, FormIdx>,
    /// Forms from here on are new.
    pub new_from: usize,
}

impl Forms {
    /// The forms of a structure, with the form of every node. Events that never happen drop out.
    pub fn of(structure: &Structure) -> (Forms, Vec<FormIdx>) {
        let words = structure.events.len().div_ceil(64);
        let forms = vec![Form::Certain(true), Form::Certain(false)];
        let mut forms = Forms { forms, support: vec![vec![0; words]; 2], known: Map::new(), words };
        let mut form_of: Vec<FormIdx> = Vec::with_capacity(structure.nodes.len());
        for node in &structure.nodes {
            let form = match node {
                Node::Event(event) if structure.events[*event as usize].unavailability <= 0.0 => FormIdx::WORKS,
                Node::Event(event) => forms.event(*event),
                Node::All(of) => forms.all(of.iter().map(|child| form_of[child.at()]).collect()),
                Node::AtLeast { least, of } => {
                    forms.at_least(*least, of.iter().map(|child| form_of[child.at()]).collect())
                }
                Node::Path { .. } => unreachable!("paths were spelled out"),
            };
            form_of.push(form);
        }
        (forms, form_of)
    }

    /// The form at a place.
    pub fn get(&self, form: FormIdx) -> &Form {
        &self.forms[form.at()]
    }

    /// The forms a form names directly.
    pub fn members(&self, form: FormIdx) -> &[FormIdx] {
        match self.get(form) {
            Form::All(of) | Form::AtLeast(_, of) => of,
            Form::Certain(_) | Form::Event(_) => &[],
        }
    }

    /// The form of an event.
    pub fn event(&mut self, event: u32) -> FormIdx {
        self.intern(Form::Event(event), Form::Event(event))
    }

    /// All of these. One that is listed twice counts once.
    pub fn all(&mut self, of: Vec<FormIdx>) -> FormIdx {
        if of.contains(&FormIdx::DOWN) {
            return FormIdx::DOWN;
        }
        let mut of: Vec<FormIdx> = of.into_iter().filter(|form| *form != FormIdx::WORKS).collect();
        once(&mut of);
        match of[..] {
            [] => FormIdx::WORKS,
            [only] => only,
            _ => self.intern(Form::All(sorted(&of)), Form::All(of)),
        }
    }

    /// At least `least` of these.
    pub fn at_least(&mut self, least: u32, of: Vec<FormIdx>) -> FormIdx {
        let working = of.iter().filter(|form| **form == FormIdx::WORKS).count() as u32;
        let mut of: Vec<FormIdx> = of.into_iter().filter(|form| !form.is_certain()).collect();
        let least = least.saturating_sub(working);
        if least == 0 {
            return FormIdx::WORKS;
        }
        if least == 1 {
            once(&mut of);
        }
        match of.len() {
            n if (n as u32) < least => FormIdx::DOWN,
            n if n as u32 == least => self.all(of),
            _ => self.intern(Form::AtLeast(least, sorted(&of)), Form::AtLeast(least, of)),
        }
    }

    fn intern(&mut self, key: Form, form: Form) -> FormIdx {
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let mut support = vec![0; self.words];
        match &form {
            Form::Event(event) => support[*event as usize / 64] |= 1 << (event % 64),
            Form::All(of) | Form::AtLeast(_, of) => of.iter().for_each(|child| self.add_support(&mut support, *child)),
            Form::Certain(_) => {}
        }
        let place = FormIdx(self.forms.len() as u32);
        self.forms.push(form);
        self.support.push(support);
        self.known.insert(key, place);
        place
    }

    fn add_support(&self, support: &mut [u64], form: FormIdx) {
        support.iter_mut().zip(&self.support[form.at()]).for_each(|(sum, word)| *sum |= word);
    }

    /// Whether two forms depend on a common event.
    pub fn overlap(&self, a: FormIdx, b: FormIdx) -> bool {
        self.support[a.at()].iter().zip(&self.support[b.at()]).any(|(a, b)| a & b != 0)
    }

    /// Whether no event is below two of these.
    pub fn are_disjoint(&self, list: &[FormIdx]) -> bool {
        let mut seen = vec![0; self.words];
        list.iter().all(|form| {
            let apart = seen.iter().zip(&self.support[form.at()]).all(|(seen, word)| seen & word == 0);
            self.add_support(&mut seen, *form);
            apart
        })
    }

    /// The events that are below more than one of these, a bit each.
    pub fn shared_events(&self, list: &[FormIdx]) -> Vec<u64> {
        let (mut seen, mut shared) = (vec![0; self.words], vec![0; self.words]);
        for form in list {
            let support = &self.support[form.at()];
            (0..self.words).for_each(|i| shared[i] |= seen[i] & support[i]);
            self.add_support(&mut seen, *form);
        }
        shared
    }

    /// Whether a form depends on one of these events.
    pub fn touches(&self, form: FormIdx, events: &[u64]) -> bool {
        self.support[form.at()].iter().zip(events).any(|(a, b)| a & b != 0)
    }

    /// Members in groups that share nothing with each other, in the order of their first members.
    pub fn blocks(&self, list: &[FormIdx]) -> Vec<Vec<FormIdx>> {
        let mut blocks: Vec<(Vec<u64>, Vec<FormIdx>)> = Vec::new();
        for form in list {
            let mut joined = (self.support[form.at()].clone(), Vec::new());
            let mut place = None;
            let mut apart = Vec::new();
            for (support, block) in blocks {
                if self.touches(*form, &support) {
                    place.get_or_insert(apart.len());
                    joined.0.iter_mut().zip(&support).for_each(|(sum, word)| *sum |= word);
                    joined.1.extend(block);
                } else {
                    apart.push((support, block));
                }
            }
            joined.1.push(*form);
            apart.insert(place.unwrap_or(apart.len()), joined);
            blocks = apart;
        }
        blocks.into_iter().map(|(_, block)| block).collect()
    }

    /// How many events a form depends on.
    pub fn events_count(&self, form: FormIdx) -> u32 {
        self.support[form.at()].iter().map(|word| word.count_ones()).sum()
    }

    /// Everything below these forms, themselves included, members before gates; what is below `without` only through
    /// it is left out.
    pub fn reach(&self, roots: &[FormIdx], without: Option<FormIdx>) -> Vec<FormIdx> {
        let mut seen = vec![false; self.forms.len()];
        let mut open: Vec<FormIdx> = roots.to_vec();
        while let Some(form) = open.pop() {
            if Some(form) != without && !std::mem::replace(&mut seen[form.at()], true) {
                open.extend(self.members(form));
            }
        }
        (0..self.forms.len() as u32).map(FormIdx).filter(|form| seen[form.at()]).collect()
    }

    /// Whether this form is the only way from these roots to its events, so that it can be treated as one thing.
    pub fn is_one_thing(&self, form: FormIdx, roots: &[FormIdx]) -> bool {
        let is_event = |f: &&FormIdx| matches!(self.get(**f), Form::Event(_));
        matches!(self.get(form), Form::Event(_))
            || !self.reach(roots, Some(form)).iter().filter(is_event).any(|event| self.overlap(*event, form))
    }

    /// What becomes of a form and of everything below it when some forms are known to work (`true`) or to be down.
    /// `None` when there are too many forms already.
    pub fn given(&mut self, form: FormIdx, known: &Map<FormIdx, bool>) -> Option<Given> {
        let below = self.reach(&[form], None);
        let new_from = self.forms.len();
        if new_from + below.len() > FORMS_MAX {
            return None;
        }
        let mut image: Map<FormIdx, FormIdx> = Map::new();
        for place in below {
            let now = |of: &[FormIdx]| of.iter().map(|child| image[child]).collect::<Vec<_>>();
            let to = match (known.get(&place), self.get(place)) {
                (Some(true), _) => FormIdx::WORKS,
                (Some(false), _) => FormIdx::DOWN,
                (None, Form::Certain(_) | Form::Event(_)) => place,
                (None, Form::All(of)) => {
                    let of = now(of);
                    self.all(of)
                }
                (None, Form::AtLeast(least, of)) => {
                    let (least, of) = (*least, now(of));
                    self.at_least(least, of)
                }
            };
            image.insert(place, to);
        }
        Some(Given { image, new_from })
    }
}

/// Keeps the first of equals.
pub fn once(list: &mut Vec<FormIdx>) {
    let mut seen = Set::new();
    list.retain(|form| seen.insert(*form));
}

fn sorted(of: &[FormIdx]) -> Vec<FormIdx> {
    let mut of = of.to_vec();
    crate::order::sort_by(&mut of, Ord::cmp);
    of
}

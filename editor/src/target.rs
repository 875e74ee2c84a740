//! What can be selected, focused and pointed at. Names only: whether they still name something is the session's
//! matter, which drops what an edit took away.

use std::sync::Arc;

use nines_engine::ids::Id;
use nines_engine::order::Set;
use nines_engine::topology::Topology;

/// Something that can be selected, focused and edited.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A component, pool or domain, or the clients ([`Id::clients`]).
    Part(Id),
    /// That one part uses another.
    Need {
        /// The part that uses, or the clients.
        from: Id,
        /// The part that is used.
        to: Id,
    },
    /// The first cable between two parts.
    Cable {
        /// Its two ends, as the document has them.
        between: [Id; 2],
    },
}

/// One end of a need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The part that uses.
    From,
    /// The part that is used.
    To,
}

/// What is under the pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hit {
    /// Nothing.
    Canvas,
    /// A part's box, or the tab or rim of a band or frame.
    Part(Id),
    /// The handle of a part from which a need is drawn.
    Port(Id),
    /// The line of a need.
    Need {
        /// The part that uses.
        from: Id,
        /// The part that is used.
        to: Id,
    },
    /// The end of a selected need, which can be put on another part.
    NeedEnd {
        /// The part that uses.
        from: Id,
        /// The part that is used.
        to: Id,
        /// Which end.
        end: End,
    },
    /// The line of a cable.
    Cable {
        /// Its two ends.
        between: [Id; 2],
    },
}

/// What is selected, in order. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection(Arc<Set<Target>>);

impl Target {
    /// A text no other target has, for keyed lists.
    pub fn key(&self) -> String {
        // Ids hold no control characters, so these separators cannot be part of one.
        match self {
            Target::Part(id) => id.to_string(),
            Target::Need { from, to } => format!("{from}\u{1}{to}"),
            Target::Cable { between: [a, b] } => format!("{a}\u{2}{b}"),
        }
    }

    /// The part it is, when it is one.
    pub fn part(&self) -> Option<&Id> {
        match self {
            Target::Part(id) => Some(id),
            _ => None,
        }
    }

    /// Its name for people.
    pub fn name(&self) -> String {
        match self {
            Target::Part(id) => id.to_string(),
            Target::Need { from, to } => format!("the need of {from} for {to}"),
            Target::Cable { between: [a, b] } => format!("the cable between {a} and {b}"),
        }
    }

    /// Whether the document has it.
    pub fn exists_in(&self, topology: &Topology) -> bool {
        match self {
            Target::Part(id) => *id == Id::clients() || topology.find(id).is_some(),
            Target::Need { from, to } => crate::change::needs_of(topology, from).iter().any(|n| n.to == *to),
            Target::Cable { between } => topology.cables.iter().any(|c| c.between == *between),
        }
    }
}

impl Hit {
    /// What would be selected by a click on it.
    pub fn target(&self) -> Option<Target> {
        match self {
            Hit::Canvas => None,
            Hit::Part(id) | Hit::Port(id) => Some(Target::Part(id.clone())),
            Hit::Need { from, to } | Hit::NeedEnd { from, to, .. } => {
                Some(Target::Need { from: from.clone(), to: to.clone() })
            }
            Hit::Cable { between } => Some(Target::Cable { between: between.clone() }),
        }
    }
}

impl Selection {
    /// Whether it is among them.
    pub fn contains(&self, target: &Target) -> bool {
        self.0.contains(target)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Target> {
        self.0.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The one target, when there is exactly one.
    pub fn single(&self) -> Option<&Target> {
        (self.0.len() == 1).then(|| self.0.iter().next()).flatten()
    }

    /// The ids of the selected parts.
    pub fn parts(&self) -> impl Iterator<Item = &Id> {
        self.0.iter().filter_map(Target::part)
    }

    /// The selection with one more target.
    pub(crate) fn with(&self, target: Target) -> Selection {
        let mut all = (*self.0).clone();
        all.insert(target);
        Selection(Arc::new(all))
    }

    /// The selection with the target added, or taken away when it was there.
    pub(crate) fn toggled(&self, target: Target) -> Selection {
        if self.contains(&target) {
            self.iter().filter(|t| **t != target).cloned().collect()
        } else {
            self.with(target)
        }
    }

    /// What is left of it in a document; the same value when all of it is.
    pub(crate) fn kept_in(&self, topology: &Topology) -> Selection {
        if self.0.iter().all(|t| t.exists_in(topology)) {
            return self.clone();
        }
        self.iter().filter(|t| t.exists_in(topology)).cloned().collect()
    }
}

impl FromIterator<Target> for Selection {
    fn from_iter<I: IntoIterator<Item = Target>>(targets: I) -> Selection {
        Selection(Arc::new(targets.into_iter().collect()))
    }
}

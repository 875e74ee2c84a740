//! Changes to a topology. Each is one step with an inverse, so that applying the inverse gives back the very same
//! document. Changes that touch several parts (renaming, deleting what others need) are lists of edits, which the
//! editor plans.

use std::sync::Arc;

use super::model::{Cable, Clients, Component, Domain, Pool, Position, Slo, Topology};
use crate::ids::Id;

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Put a component at a place of the list.
    InsertComponent(usize, Arc<Component>),
    /// Take the component at a place out of the list.
    RemoveComponent(usize),
    /// Put another component in the place of one.
    ReplaceComponent(usize, Arc<Component>),
    /// Put a pool at a place of the list.
    InsertPool(usize, Arc<Pool>),
    /// Take the pool at a place out of the list.
    RemovePool(usize),
    /// Put another pool in the place of one.
    ReplacePool(usize, Arc<Pool>),
    /// Put a domain at a place of the list.
    InsertDomain(usize, Arc<Domain>),
    /// Take the domain at a place out of the list.
    RemoveDomain(usize),
    /// Put another domain in the place of one.
    ReplaceDomain(usize, Arc<Domain>),
    /// Put a cable at a place of the list.
    InsertCable(usize, Arc<Cable>),
    /// Take the cable at a place out of the list.
    RemoveCable(usize),
    /// Put another cable in the place of one.
    ReplaceCable(usize, Arc<Cable>),
    /// Other clients.
    SetClients(Arc<Clients>),
    /// Another promise, or none.
    SetSlo(Option<Slo>),
    /// Another title.
    SetTitle(String),
    /// Other notes.
    SetNotes(String),
    /// Another place in the picture, or none.
    SetPosition(Id, Option<Position>),
}

/// The edit named a place the list does not have; the topology is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfRange {
    /// The place that was named.
    pub index: usize,
    /// How long the list is.
    pub len: usize,
}

/// Makes one change and returns the edit that takes it back.
///
/// # Errors
/// [`OutOfRange`] when the edit names a place that does not exist; nothing is changed then.
pub fn apply(topology: &mut Topology, edit: Edit) -> Result<Edit, OutOfRange> {
    Ok(match edit {
        Edit::InsertComponent(i, part) => {
            insert(&mut topology.components, i, part)?;
            Edit::RemoveComponent(i)
        }
        Edit::RemoveComponent(i) => Edit::InsertComponent(i, remove(&mut topology.components, i)?),
        Edit::ReplaceComponent(i, part) => Edit::ReplaceComponent(i, replace(&mut topology.components, i, part)?),
        Edit::InsertPool(i, part) => {
            insert(&mut topology.pools, i, part)?;
            Edit::RemovePool(i)
        }
        Edit::RemovePool(i) => Edit::InsertPool(i, remove(&mut topology.pools, i)?),
        Edit::ReplacePool(i, part) => Edit::ReplacePool(i, replace(&mut topology.pools, i, part)?),
        Edit::InsertDomain(i, part) => {
            insert(&mut topology.domains, i, part)?;
            Edit::RemoveDomain(i)
        }
        Edit::RemoveDomain(i) => Edit::InsertDomain(i, remove(&mut topology.domains, i)?),
        Edit::ReplaceDomain(i, part) => Edit::ReplaceDomain(i, replace(&mut topology.domains, i, part)?),
        Edit::InsertCable(i, part) => {
            insert(&mut topology.cables, i, part)?;
            Edit::RemoveCable(i)
        }
        Edit::RemoveCable(i) => Edit::InsertCable(i, remove(&mut topology.cables, i)?),
        Edit::ReplaceCable(i, part) => Edit::ReplaceCable(i, replace(&mut topology.cables, i, part)?),
        Edit::SetClients(clients) => Edit::SetClients(std::mem::replace(&mut topology.clients, clients)),
        Edit::SetSlo(slo) => Edit::SetSlo(std::mem::replace(&mut topology.slo, slo)),
        Edit::SetTitle(title) => Edit::SetTitle(std::mem::replace(&mut topology.title, title)),
        Edit::SetNotes(notes) => Edit::SetNotes(std::mem::replace(&mut topology.notes, notes)),
        Edit::SetPosition(id, Some(position)) => {
            let before = topology.layout.insert(id.clone(), position);
            Edit::SetPosition(id, before)
        }
        Edit::SetPosition(id, None) => {
            let before = topology.layout.remove(&id);
            Edit::SetPosition(id, before)
        }
    })
}

/// Makes all changes in order and returns the edits that take them back, in the order to apply them. When one is
/// out of range the ones before it are taken back.
///
/// # Errors
/// [`OutOfRange`]; the topology is then as it was.
pub fn apply_all(topology: &mut Topology, edits: Vec<Edit>) -> Result<Vec<Edit>, OutOfRange> {
    let mut inverses = Vec::with_capacity(edits.len());
    for edit in edits {
        match apply(topology, edit) {
            Ok(inverse) => inverses.push(inverse),
            Err(out_of_range) => {
                for inverse in inverses.into_iter().rev() {
                    apply(topology, inverse).expect("an inverse fits the topology it came from");
                }
                return Err(out_of_range);
            }
        }
    }
    inverses.reverse();
    Ok(inverses)
}

fn insert<T>(list: &mut Vec<T>, index: usize, item: T) -> Result<(), OutOfRange> {
    if index > list.len() {
        return Err(OutOfRange { index, len: list.len() });
    }
    list.insert(index, item);
    Ok(())
}

fn remove<T>(list: &mut Vec<T>, index: usize) -> Result<T, OutOfRange> {
    if index >= list.len() {
        return Err(OutOfRange { index, len: list.len() });
    }
    Ok(list.remove(index))
}

fn replace<T>(list: &mut [T], index: usize, item: T) -> Result<T, OutOfRange> {
    let len = list.len();
    let slot = list.get_mut(index).ok_or(OutOfRange { index, len })?;
    Ok(std::mem::replace(slot, item))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topology::{Extra, Kind, Reliability, Shapes};

    fn component(id: &str) -> Arc<Component> {
        Arc::new(Component {
            id: Id::new(id).unwrap(),
            kind: Kind::new("server"),
            reliability: Reliability::Never,
            shapes: Shapes::default(),
            change: None,
            domains: Vec::new(),
            needs: Vec::new(),
            cost: None,
            capacity_rps: None,
            extra: Extra::new(),
        })
    }

    #[test]
    fn inverses_give_the_document_back() {
        let mut topology = Topology { components: vec![component("a"), component("b")], ..Topology::default() };
        let before = topology.clone();
        let position = Some(Position { x: 8.0, y: 16.0 });
        let edits = vec![
            Edit::InsertComponent(1, component("c")),
            Edit::ReplaceComponent(0, component("d")),
            Edit::RemoveComponent(2),
            Edit::SetTitle("shop".into()),
            Edit::SetPosition(Id::new("c").unwrap(), position),
        ];
        let inverses = apply_all(&mut topology, edits).unwrap();
        assert_eq!(topology.components.len(), 2);
        assert_ne!(topology, before);
        apply_all(&mut topology, inverses).unwrap();
        assert_eq!(topology, before);
    }

    #[test]
    fn an_impossible_list_changes_nothing() {
        let mut topology = Topology { components: vec![component("a")], ..Topology::default() };
        let before = topology.clone();
        let edits = vec![Edit::SetTitle("x".into()), Edit::RemoveComponent(0), Edit::RemovePool(7)];
        assert_eq!(apply_all(&mut topology, edits), Err(OutOfRange { index: 7, len: 0 }));
        assert_eq!(topology, before);
    }
}

//! A document that is being changed. The only place of the editor that changes one, and only by the engine's edits,
//! so that parts that stay equal stay the same allocations.

use std::sync::Arc;

use nines_engine::ids::Id;
use nines_engine::topology::edit::{Edit, apply};
use nines_engine::topology::{Clients, Component, Domain, Need, PartRef, Pool, Required, Topology};

use crate::geometry::Point;

/// A copy of a document on which a change is made.
#[derive(Clone, Debug)]
pub struct Draft {
    topology: Topology,
}

impl Draft {
    /// A copy of a document. Cheap: the parts are shared.
    pub fn of(topology: &Topology) -> Draft {
        Draft { topology: topology.clone() }
    }

    /// The document as it is so far.
    pub fn topology(&self) -> &Topology {
        &self.topology
    }

    /// The changed document.
    pub fn finish(self) -> Topology {
        self.topology
    }

    /// Makes one edit.
    ///
    /// # Panics
    /// When the edit names a place that does not exist, which is a mistake of the caller.
    pub fn edit(&mut self, edit: Edit) {
        apply(&mut self.topology, edit).expect("the draft's callers name places that exist");
    }

    /// Adds a component at the end.
    pub fn add_component(&mut self, component: Component) {
        self.edit(Edit::InsertComponent(self.topology.components.len(), Arc::new(component)));
    }

    /// Adds a pool at the end.
    pub fn add_pool(&mut self, pool: Pool) {
        self.edit(Edit::InsertPool(self.topology.pools.len(), Arc::new(pool)));
    }

    /// Adds a domain at the end.
    pub fn add_domain(&mut self, domain: Domain) {
        self.edit(Edit::InsertDomain(self.topology.domains.len(), Arc::new(domain)));
    }

    /// Gives a part a place in the layout, or takes it.
    pub fn put(&mut self, id: &Id, at_canvas: Option<Point>) {
        self.edit(Edit::SetPosition(id.clone(), at_canvas.map(Into::into)));
    }

    /// Changes the clients.
    pub fn clients(&mut self, change: impl FnOnce(&mut Clients)) {
        if let Some(changed) = changed(&self.topology.clients, change) {
            self.edit(Edit::SetClients(changed));
        }
    }

    /// Changes the component at a place of the list.
    pub fn component(&mut self, i: usize, change: impl FnOnce(&mut Component)) {
        if let Some(changed) = changed(&self.topology.components[i], change) {
            self.edit(Edit::ReplaceComponent(i, changed));
        }
    }

    /// Changes the pool at a place of the list. What it requires stays within what it has.
    pub fn pool(&mut self, i: usize, change: impl FnOnce(&mut Pool)) {
        let before = self.topology.pools[i].members.len();
        let fitting = |pool: &mut Pool| {
            change(pool);
            if let Required::Count(count) = pool.required
                && pool.members.len() < before
            {
                pool.required = Required::Count(count.min(pool.members.len() as u32).max(1));
            }
        };
        if let Some(changed) = changed(&self.topology.pools[i], fitting) {
            self.edit(Edit::ReplacePool(i, changed));
        }
    }

    /// Changes the domain at a place of the list.
    pub fn domain(&mut self, i: usize, change: impl FnOnce(&mut Domain)) {
        if let Some(changed) = changed(&self.topology.domains[i], change) {
            self.edit(Edit::ReplaceDomain(i, changed));
        }
    }

    /// Changes the needs of a part or the clients; does nothing for a domain or what does not exist.
    pub fn needs(&mut self, id: &Id, change: impl FnOnce(&mut Vec<Need>)) {
        if *id == Id::clients() {
            return self.clients(|clients| change(&mut clients.needs));
        }
        match self.topology.find(id) {
            Some(PartRef::Component(i)) => self.component(i, |c| change(&mut c.needs)),
            Some(PartRef::Pool(i)) => self.pool(i, |p| change(&mut p.needs)),
            _ => {}
        }
    }

    /// Changes the domains a component or domain is in.
    pub fn domains(&mut self, id: &Id, change: impl FnOnce(&mut Vec<Id>)) {
        match self.topology.find(id) {
            Some(PartRef::Component(i)) => self.component(i, |c| change(&mut c.domains)),
            Some(PartRef::Domain(i)) => self.domain(i, |d| change(&mut d.domains)),
            _ => {}
        }
    }

    /// Changes the needs of everyone, the clients included.
    pub fn all_needs(&mut self, change: impl Fn(&Id, &mut Vec<Need>)) {
        self.clients(|clients| change(&Id::clients(), &mut clients.needs));
        for i in 0..self.topology.components.len() {
            self.component(i, |c| change(&c.id.clone(), &mut c.needs));
        }
        for i in 0..self.topology.pools.len() {
            self.pool(i, |p| change(&p.id.clone(), &mut p.needs));
        }
    }

    /// Changes the members of every pool.
    pub fn all_members(&mut self, change: impl Fn(&mut Vec<Id>)) {
        for i in 0..self.topology.pools.len() {
            self.pool(i, |p| change(&mut p.members));
        }
    }

    /// Changes the domains that every component and domain is in.
    pub fn all_domains(&mut self, change: impl Fn(&mut Vec<Id>)) {
        for i in 0..self.topology.components.len() {
            self.component(i, |c| change(&mut c.domains));
        }
        for i in 0..self.topology.domains.len() {
            self.domain(i, |d| change(&mut d.domains));
        }
    }

    /// Takes a part out of its list and out of the layout. What mentions it is the caller's matter.
    pub fn take_out(&mut self, id: &Id) {
        match self.topology.find(id) {
            Some(PartRef::Component(i)) => self.edit(Edit::RemoveComponent(i)),
            Some(PartRef::Pool(i)) => self.edit(Edit::RemovePool(i)),
            Some(PartRef::Domain(i)) => self.edit(Edit::RemoveDomain(i)),
            None => return,
        }
        self.put(id, None);
    }
}

/// The changed copy, or `None` when the change left everything equal.
fn changed<T: Clone + PartialEq>(before: &Arc<T>, change: impl FnOnce(&mut T)) -> Option<Arc<T>> {
    let mut after = (**before).clone();
    change(&mut after);
    (after != **before).then(|| Arc::new(after))
}

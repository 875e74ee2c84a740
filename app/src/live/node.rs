//! The one kind of thing in the reactive graph: a value of any type, and what tells its readers that it is another one.
//! Nothing here is generic, so all of it is compiled once.

use std::any::Any;
use std::sync::{Arc, PoisonError, RwLock};

use leptos::prelude::{ArcMemo, ArcTrigger, Get, GetUntracked, Notify, Track};
use leptos::reactive::owner::ArenaItem;

/// A value whose type only the handles in `signal` know.
pub type Erased = Box<dyn Any + Send + Sync>;

/// Works out the next value from the present one.
pub type Derive = Box<dyn Fn(&(dyn Any + Send + Sync)) -> Erased + Send + Sync>;

/// Whether two values are the same.
pub type Same = fn(&(dyn Any + Send + Sync), &(dyn Any + Send + Sync)) -> bool;

/// Where a value lies; shared by its node and, where it is derived, by what derives it.
#[derive(Clone)]
pub struct Held(Arc<RwLock<Erased>>);

impl Held {
    /// Looks at the value.
    pub fn with<R>(&self, f: impl FnOnce(&(dyn Any + Send + Sync)) -> R) -> R {
        // A panic ends the program, so a poisoned lock is never met.
        f(&**self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes the value.
    pub fn change<R>(&self, f: impl FnOnce(&mut (dyn Any + Send + Sync)) -> R) -> R {
        f(&mut **self.0.write().unwrap_or_else(PoisonError::into_inner))
    }

    fn put(&self, value: Erased) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = value;
    }
}

/// What tells readers.
#[derive(Clone)]
enum Source {
    /// Whoever writes the value.
    Written(ArcTrigger),
    /// The graph: it holds how often the value has become another one, and brings it up to date when asked.
    Derived(ArcMemo<u64>),
}

/// A value with what tells its readers. It counts its holders itself.
#[derive(Clone)]
pub struct Node {
    held: Held,
    source: Source,
}

impl Node {
    /// A value that is written.
    pub fn written(value: Erased) -> Node {
        Node { held: Held(Arc::new(RwLock::new(value))), source: Source::Written(ArcTrigger::new()) }
    }

    /// A value that follows from others. Before the first time the present one is `()`.
    pub fn derived(derive: Derive, same: Same) -> Node {
        let held = Held(Arc::new(RwLock::new(Box::new(()))));
        let own = held.clone();
        let memo = ArcMemo::new(move |changes: Option<&u64>| {
            let changes = changes.copied().unwrap_or_default();
            // Done with looking before it is written: both lock it.
            let next = own.with(|present| Some(derive(present)).filter(|next| !same(present, &**next)));
            match next {
                Some(next) => {
                    own.put(next);
                    changes + 1
                }
                None => changes,
            }
        });
        Node { held, source: Source::Derived(memo) }
    }

    /// The value, up to date. Whatever is running now runs again when it changes.
    pub fn observed(&self) -> &Held {
        match &self.source {
            Source::Written(trigger) => trigger.track(),
            Source::Derived(memo) => {
                memo.get();
            }
        }
        &self.held
    }

    /// The value, up to date.
    pub fn unobserved(&self) -> &Held {
        if let Source::Derived(memo) = &self.source {
            memo.get_untracked();
        }
        &self.held
    }

    /// Tells readers that the value was written.
    pub fn notify(&self) {
        if let Source::Written(trigger) = &self.source {
            trigger.notify();
        }
    }
}

/// A `Copy` way to a node, which ends with the view that made it.
#[derive(Clone, Copy)]
pub struct Slot(ArenaItem<Node>);

impl Slot {
    /// A new way to a node.
    pub fn new(node: Node) -> Slot {
        Slot(ArenaItem::new(node))
    }

    /// The node, while the view is there.
    pub fn try_node(self) -> Option<Node> {
        self.0.try_get_value()
    }

    /// The node.
    pub fn node(self) -> Node {
        self.try_node().expect("a signal is read no longer than the view that made it is there")
    }
}

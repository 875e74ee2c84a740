//! What views are made with: leptos's prelude, but with signals, lists and conditions of which the program has one copy.
//!
//! leptos compiles its reactive graph anew for every type of value a signal holds, and its lists and conditions for every
//! closure that a view hands to them. That was most of what a first load weighed. Here a value lies behind a pointer that
//! has forgotten its type, the graph knows only *that* it changed, and closures are boxed before anything is made of them.
//! For reading and writing, names and meanings are leptos's own, so views need no other words.
//!
//! Reading order: `node` is the one kind of thing in the graph, `signal` the typed handles to it, `by_key` many of them, `flow` lists and
//! conditions, `press` what buttons do.

mod node;
mod signal;
mod by_key;
mod flow;
mod press;

/// What a file with views imports.
pub mod prelude {
    pub use super::by_key::SignalsBy;
    pub use super::flow::{For, Show};
    pub use super::press::{Press, Take};
    pub use super::signal::{ArcRwSignal, Memo, RwSignal, Signal, StoredValue};
    pub use leptos::prelude::*;

    /// A value that nobody is told of and that stays where it was made: most of what the browser hands out must.
    pub type LocalValue<T> = leptos::prelude::StoredValue<T, LocalStorage>;
}

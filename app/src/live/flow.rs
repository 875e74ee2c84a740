//! Lists and conditions in views. What a view hands over is boxed first, so that both are compiled once.

use leptos::prelude::{AnyView, Children, ChildrenFn, IntoAny, IntoView, ViewFn, component};

use super::signal::Signal;

/// A row that is made only when its key is new.
struct Row {
    key: String,
    make: Children,
}

/// A view for every item. An item whose key was there before keeps its view.
#[component]
pub fn For<I, T, V>(
    /// The items.
    each: impl Fn() -> I + Send + 'static,
    /// What tells an item from the others.
    key: fn(&T) -> String,
    /// The view of one.
    children: impl Fn(T) -> V + Clone + Send + Sync + 'static,
) -> impl IntoView
where
    I: IntoIterator<Item = T> + 'static,
    T: Send + 'static,
    V: IntoView + 'static,
{
    let row = move |item: T| {
        let (key, children) = (key(&item), children.clone());
        Row { key, make: Box::new(move || children(item).into_any()) }
    };
    rows(Box::new(move || each().into_iter().map(&row).collect()))
}

fn rows(all: Box<dyn Fn() -> Vec<Row> + Send>) -> AnyView {
    let props = leptos::prelude::ForProps::builder();
    let props = props.each(all).key(|row: &Row| row.key.clone()).children(|row: Row| (row.make)());
    leptos::prelude::For(props.build()).into_any()
}

/// A view that is there while something holds.
#[component]
pub fn Show(
    /// What has to hold.
    when: impl Fn() -> bool + Send + Sync + 'static,
    /// What is there otherwise.
    #[prop(optional, into)]
    fallback: ViewFn,
    /// The view.
    children: ChildrenFn,
) -> impl IntoView {
    shown(Signal::derive(when), children, fallback)
}

fn shown(when: Signal<bool>, children: ChildrenFn, fallback: ViewFn) -> AnyView {
    (move || if when.get() { children() } else { fallback.run() }).into_any()
}

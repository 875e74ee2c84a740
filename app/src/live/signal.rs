//! Typed handles to the nodes of the graph, with the names and meanings of leptos's own. Only what has to know the type is
//! in here, and it is short on purpose: it is compiled for every type.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex};

use leptos::prelude::{IntoAttributeValue, IntoRender, Render};
use leptos::tachys::html::attribute::AttributeValue;
use leptos::tachys::reactive_graph::SharedReactiveFunction;

use super::node::{Erased, Node, Slot};

/// A value to read: written elsewhere, or derived, or one that never changes.
pub struct Signal<T> {
    slot: Slot,
    holds: PhantomData<fn() -> T>,
}

/// A value that follows from others and tells its readers only when it has become another one.
pub type Memo<T> = Signal<T>;

/// A value to read and write.
pub struct RwSignal<T> {
    read: Signal<T>,
}

/// A value that nobody is told of.
pub struct StoredValue<T> {
    read: Signal<T>,
}

/// A value to read and write that counts its holders itself, for one that outlives the view that asked for it first.
pub struct ArcRwSignal<T> {
    node: Node,
    holds: PhantomData<fn() -> T>,
}

fn known<T: 'static>(value: &(dyn Any + Send + Sync)) -> &T {
    value.downcast_ref().expect("a handle knows what its node holds")
}

fn known_mut<T: 'static>(value: &mut (dyn Any + Send + Sync)) -> &mut T {
    value.downcast_mut().expect("a handle knows what its node holds")
}

fn same<T: PartialEq + 'static>(a: &(dyn Any + Send + Sync), b: &(dyn Any + Send + Sync)) -> bool {
    a.downcast_ref::<T>() == b.downcast_ref()
}

impl<T: Send + Sync + 'static> Signal<T> {
    fn of(node: Node) -> Signal<T> {
        Signal { slot: Slot::new(node), holds: PhantomData }
    }

    /// A value that follows from others.
    pub fn new(f: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Signal<T>
    where
        T: PartialEq,
    {
        let derive = move |before: &(dyn Any + Send + Sync)| Box::new(f(before.downcast_ref())) as Erased;
        Signal::of(Node::derived(Box::new(derive), same::<T>))
    }

    /// A value that follows from others, whatever it was before.
    pub fn derive(f: impl Fn() -> T + Send + Sync + 'static) -> Signal<T>
    where
        T: PartialEq,
    {
        Signal::new(move |_| f())
    }

    /// Looks at the value, and is run again when it changes.
    pub fn with<R>(self, f: impl FnOnce(&T) -> R) -> R {
        self.slot.node().observed().with(|value| f(known(value)))
    }

    /// Looks at the value.
    pub fn with_untracked<R>(self, f: impl FnOnce(&T) -> R) -> R {
        self.slot.node().unobserved().with(|value| f(known(value)))
    }

    /// The value; whoever asks is run again when it changes.
    pub fn get(self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// The value.
    pub fn get_untracked(self) -> T
    where
        T: Clone,
    {
        self.with_untracked(T::clone)
    }

    /// Whoever asks is run again when the value changes.
    pub fn track(self) {
        self.slot.node().observed();
    }
}

impl<T: Send + Sync + 'static> RwSignal<T> {
    /// A value to begin with.
    pub fn new(value: T) -> RwSignal<T> {
        RwSignal { read: Signal::of(Node::written(Box::new(value))) }
    }

    /// Writes another value.
    pub fn set(self, value: T) {
        self.update(|present| *present = value);
    }

    /// Writes another value, if its place is still there.
    pub fn try_set(self, value: T) -> Option<()> {
        self.try_update(|present| *present = value)
    }

    /// Changes the value.
    pub fn update(self, f: impl FnOnce(&mut T)) {
        let node = self.read.slot.node();
        node.unobserved().change(|value| f(known_mut(value)));
        node.notify();
    }

    /// Changes the value, if its place is still there.
    pub fn try_update<R>(self, f: impl FnOnce(&mut T) -> R) -> Option<R> {
        let node = self.read.slot.try_node()?;
        let result = node.unobserved().change(|value| f(known_mut(value)));
        node.notify();
        Some(result)
    }

    /// Changes the value without telling anybody.
    pub fn update_untracked(self, f: impl FnOnce(&mut T)) {
        self.read.slot.node().unobserved().change(|value| f(known_mut(value)));
    }

    /// Looks at the value, and is run again when it changes.
    pub fn with<R>(self, f: impl FnOnce(&T) -> R) -> R {
        self.read.with(f)
    }

    /// Looks at the value.
    pub fn with_untracked<R>(self, f: impl FnOnce(&T) -> R) -> R {
        self.read.with_untracked(f)
    }

    /// The value; whoever asks is run again when it changes.
    pub fn get(self) -> T
    where
        T: Clone,
    {
        self.read.get()
    }

    /// The value.
    pub fn get_untracked(self) -> T
    where
        T: Clone,
    {
        self.read.get_untracked()
    }

    /// The value, if its place is still there.
    pub fn try_get_untracked(self) -> Option<T>
    where
        T: Clone,
    {
        Some(self.read.slot.try_node()?.unobserved().with(|value| known::<T>(value).clone()))
    }

    /// Whoever asks is run again when the value changes.
    pub fn track(self) {
        self.read.track();
    }
}

impl<T: Send + Sync + 'static> StoredValue<T> {
    /// A value to begin with.
    pub fn new(value: T) -> StoredValue<T> {
        StoredValue { read: Signal::of(Node::written(Box::new(value))) }
    }

    /// The value.
    pub fn get_value(self) -> T
    where
        T: Clone,
    {
        self.read.get_untracked()
    }

    /// Looks at the value.
    pub fn with_value<R>(self, f: impl FnOnce(&T) -> R) -> R {
        self.read.with_untracked(f)
    }

    /// Looks at the value, if its place is still there.
    pub fn try_with_value<R>(self, f: impl FnOnce(&T) -> R) -> Option<R> {
        Some(self.read.slot.try_node()?.unobserved().with(|value| f(known(value))))
    }

    /// Writes another value.
    pub fn set_value(self, value: T) {
        self.try_update_value(|present| *present = value);
    }

    /// Changes the value, if its place is still there.
    pub fn try_update_value<R>(self, f: impl FnOnce(&mut T) -> R) -> Option<R> {
        Some(self.read.slot.try_node()?.unobserved().change(|value| f(known_mut(value))))
    }
}

impl<T: Send + Sync + 'static> ArcRwSignal<T> {
    /// A handle to a node that holds this type.
    pub(super) fn of(node: Node) -> ArcRwSignal<T> {
        ArcRwSignal { node, holds: PhantomData }
    }

    /// The node, without its type.
    pub(super) fn node(&self) -> &Node {
        &self.node
    }

    /// A value to begin with.
    pub fn new(value: T) -> ArcRwSignal<T> {
        ArcRwSignal::of(Node::written(Box::new(value)))
    }

    /// Writes another value.
    pub fn set(&self, value: T) {
        self.node.unobserved().change(|present| *known_mut(present) = value);
        self.node.notify();
    }

    /// Looks at the value.
    pub fn with_untracked<R>(&self, f: impl FnOnce(&T) -> R) -> R {
        self.node.unobserved().with(|value| f(known(value)))
    }

    /// The value.
    pub fn get_untracked(&self) -> T
    where
        T: Clone,
    {
        self.with_untracked(T::clone)
    }
}

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Signal<T> {}

impl<T> Clone for RwSignal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for RwSignal<T> {}

impl<T> Clone for StoredValue<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for StoredValue<T> {}

impl<T> Clone for ArcRwSignal<T> {
    fn clone(&self) -> Self {
        ArcRwSignal { node: self.node.clone(), holds: PhantomData }
    }
}

impl<T: Send + Sync + 'static> From<T> for Signal<T> {
    fn from(value: T) -> Self {
        Signal::of(Node::written(Box::new(value)))
    }
}

impl From<&'static str> for Signal<String> {
    fn from(value: &'static str) -> Self {
        value.to_string().into()
    }
}

impl<T> From<RwSignal<T>> for Signal<T> {
    fn from(signal: RwSignal<T>) -> Self {
        signal.read
    }
}

impl<T: Send + Sync + 'static> From<ArcRwSignal<T>> for Signal<T> {
    fn from(signal: ArcRwSignal<T>) -> Self {
        Signal::of(signal.node)
    }
}

impl<T: Default + Send + Sync + 'static> Default for Signal<T> {
    fn default() -> Self {
        T::default().into()
    }
}

/// As text in a view.
impl<T: Render + Clone + Send + Sync + 'static> IntoRender for Signal<T> {
    type Output = SharedReactiveFunction<T>;

    fn into_render(self) -> Self::Output {
        Arc::new(Mutex::new(move || self.get()))
    }
}

/// As text in a view.
impl<T: Render + Clone + Send + Sync + 'static> IntoRender for RwSignal<T> {
    type Output = SharedReactiveFunction<T>;

    fn into_render(self) -> Self::Output {
        self.read.into_render()
    }
}

/// As the value of an attribute.
impl<T: AttributeValue + Clone + Send + Sync + 'static> IntoAttributeValue for Signal<T> {
    type Output = SharedReactiveFunction<T>;

    fn into_attribute_value(self) -> Self::Output {
        Arc::new(Mutex::new(move || self.get()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos::prelude::Owner;

    #[test]
    fn a_derived_value_follows_what_it_reads_and_tells_only_of_other_values() {
        let owner = Owner::new();
        owner.set();
        let number = RwSignal::new(1);
        let is_even = Memo::new(move |_| number.get() % 2 == 0);
        let words = Memo::new(move |before: Option<&Vec<bool>>| {
            let mut seen = before.cloned().unwrap_or_default();
            seen.push(is_even.get());
            seen
        });
        assert_eq!(words.get_untracked(), [false]);
        number.set(3);
        assert_eq!(words.get_untracked(), [false]);
        number.update(|n| *n += 1);
        assert_eq!(words.get_untracked(), [false, true]);
    }

    #[test]
    fn what_is_gone_is_not_written() {
        let owner = Owner::new();
        let stored = owner.with(|| StoredValue::new(String::from("here")));
        let signal = owner.with(|| RwSignal::new(1));
        assert_eq!(stored.get_value(), "here");
        owner.cleanup();
        assert!(signal.try_set(2).is_none());
        assert!(stored.try_with_value(|_| ()).is_none());
    }

    #[test]
    fn handles_lead_to_the_same_value() {
        let owner = Owner::new();
        owner.set();
        let counted = ArcRwSignal::new(1);
        let seen: Signal<i32> = counted.clone().into();
        counted.set(2);
        assert_eq!((seen.get_untracked(), counted.get_untracked()), (2, 2));
        let fixed: Signal<String> = "always".into();
        assert_eq!(fixed.get_untracked(), "always");
    }
}

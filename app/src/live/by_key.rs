//! Signals of single things by what they are called. The map does not know what its signals hold, so it is compiled for
//! every kind of key and not for every kind of thing.

use nines_engine::order::Map;
use std::marker::PhantomData;

use super::node::Node;
use super::signal::ArcRwSignal;

/// A signal for every thing that was asked for.
pub struct SignalsBy<K, T> {
    nodes: Map<K, Node>,
    hold: PhantomData<fn() -> T>,
}

impl<K: Ord + Clone, T: Send + Sync + 'static> SignalsBy<K, T> {
    /// The signal of a thing, made with a first value when there is none.
    pub fn of(&mut self, key: &K, first: impl FnOnce() -> T) -> ArcRwSignal<T> {
        self.get(key).unwrap_or_else(|| {
            let signal = ArcRwSignal::new(first());
            self.nodes.insert(key.clone(), signal.node().clone());
            signal
        })
    }

    /// The signal of a thing, if it was asked for.
    pub fn get(&self, key: &K) -> Option<ArcRwSignal<T>> {
        self.nodes.get(key).map(|node| ArcRwSignal::of(node.clone()))
    }

    /// All of them with their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&K, ArcRwSignal<T>)> {
        self.nodes.iter().map(|(key, node)| (key, ArcRwSignal::of(node.clone())))
    }
}

impl<K, T> Default for SignalsBy<K, T> {
    fn default() -> Self {
        SignalsBy { nodes: Map::new(), hold: PhantomData }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_has_one_signal() {
        let mut signals: SignalsBy<String, i32> = SignalsBy::default();
        let (a, b) = (String::from("a"), String::from("b"));
        signals.of(&a, || 1).set(2);
        assert_eq!(signals.of(&a, || 3).get_untracked(), 2);
        assert!(signals.get(&b).is_none());
        let all: Vec<_> = signals.iter().map(|(key, signal)| (key.as_str(), signal.get_untracked())).collect();
        assert_eq!(all, [("a", 2)]);
    }
}

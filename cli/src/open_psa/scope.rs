//! Names and where they are known. A public name is known everywhere. A private one is known inside its fault tree or
//! component by itself, and everywhere by its whole path, `tree.component.name`.

use std::collections::BTreeMap;

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// `<define-gate>`
    Gate,
    /// `<define-basic-event>`
    BasicEvent,
    /// `<define-house-event>`
    HouseEvent,
}

impl Sort {
    /// For sentences.
    pub fn words(self) -> &'static str {
        match self {
            Sort::Gate => "gate",
            Sort::BasicEvent => "basic event",
            Sort::HouseEvent => "house event",
        }
    }
}

/// A place in the containers.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The names of the containers, joined with points; empty outside of all.
    path: String,
    is_private: bool,
}

impl Scope {
    /// The scope of a container in this one. Its role is that of the container around it, unless it says otherwise.
    pub fn inside(&self, name: &str, role: Option<&str>) -> Scope {
        Scope { path: joined(&self.path, name), is_private: is_private(role, self.is_private) }
    }
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_string() } else { format!("{path}.{name}") }
}

fn is_private(role: Option<&str>, otherwise: bool) -> bool {
    role.map_or(otherwise, |role| role == "private")
}

/// All names that are defined.
#[derive(Default)]
pub struct Scopes {
    /// What is meant by a public name or a whole path: the name in the tree, and what it is.
    known: BTreeMap<String, (String, Sort)>,
}

impl Scopes {
    /// Defines a name, and says what it is called in the tree: a public one by itself, a private one by its path.
    pub fn define(&mut self, scope: &Scope, name: &str, role: Option<&str>, sort: Sort) -> String {
        let path = joined(&scope.path, name);
        let called = if is_private(role, scope.is_private) { path.clone() } else { name.to_string() };
        // The first definition counts; the tree's own checks find the second.
        for key in [path, called.clone()] {
            self.known.entry(key).or_insert((called.clone(), sort));
        }
        called
    }

    /// What a name means at a place: from the innermost container outwards.
    pub fn find(&self, scope: &Scope, name: &str) -> Option<&(String, Sort)> {
        let mut path = scope.path.as_str();
        loop {
            if let Some(found) = self.known.get(&joined(path, name)) {
                return Some(found);
            }
            if path.is_empty() {
                return None;
            }
            path = path.rsplit_once('.').map_or("", |(outer, _)| outer);
        }
    }

    /// Whether a name in the tree is taken.
    pub fn is_taken(&self, called: &str) -> bool {
        self.known.contains_key(called)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_from_the_inside_out() {
        let mut scopes = Scopes::default();
        let outside = Scope::default();
        let tree = outside.inside("plant", None);
        let component = tree.inside("pump", Some("private"));
        assert_eq!(scopes.define(&tree, "top", None, Sort::Gate), "top");
        assert_eq!(scopes.define(&component, "motor", None, Sort::BasicEvent), "plant.pump.motor");
        assert_eq!(scopes.define(&component, "alarm", Some("public"), Sort::HouseEvent), "alarm");
        let find = |scope: &Scope, name: &str| scopes.find(scope, name).map(|(called, _)| called.clone());
        assert_eq!(find(&component, "motor").as_deref(), Some("plant.pump.motor"));
        assert_eq!(find(&tree, "pump.motor").as_deref(), Some("plant.pump.motor"));
        assert_eq!(find(&outside, "plant.pump.motor").as_deref(), Some("plant.pump.motor"));
        assert_eq!(find(&tree, "motor"), None);
        assert_eq!(find(&outside, "alarm").as_deref(), Some("alarm"));
        assert_eq!(find(&component, "top").as_deref(), Some("top"));
    }
}

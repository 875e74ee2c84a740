//! What a button or a list does when it is used, as one type whatever it is: components that take a closure of their
//! caller's own type would be compiled for every caller.

use std::sync::Arc;

/// What a press does.
#[derive(Clone)]
pub struct Press(Arc<dyn Fn() + Send + Sync>);

impl Press {
    /// Does it.
    pub fn press(&self) {
        (self.0)();
    }
}

impl<F: Fn() + Send + Sync + 'static> From<F> for Press {
    fn from(f: F) -> Self {
        Press(Arc::new(f))
    }
}

/// What is done with a thing that was chosen.
pub struct Take<T>(Arc<dyn Fn(T) + Send + Sync>);

impl<T> Take<T> {
    /// Does it.
    pub fn take(&self, chosen: T) {
        (self.0)(chosen);
    }
}

impl<T> Clone for Take<T> {
    fn clone(&self) -> Self {
        Take(self.0.clone())
    }
}

impl<T, F: Fn(T) + Send + Sync + 'static> From<F> for Take<T> {
    fn from(f: F) -> Self {
        Take(Arc::new(f))
    }
}

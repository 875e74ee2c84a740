//! A race between orders of the variables: no rule is best for every system, and a bad order costs a factor of a thousand.
//! All are tried under a small limit, then those that got furthest under larger ones.

use std::cmp::Reverse;

use super::diagram::TooLarge;

/// A diagram grew past its limit after so many nodes of what it is built from. Every order puts the same nodes in, one after
/// the other, so that how far they got can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GotAsFarAs(pub usize);

impl From<GotAsFarAs> for TooLarge {
    fn from(_: GotAsFarAs) -> TooLarge {
        TooLarge
    }
}

/// The orders that have not come through yet.
pub struct Race<O>(Vec<(Reverse<usize>, O)>);

impl<O> Race<O> {
    /// The first round. Finding an order takes time too, so that one is only asked for when those before it failed.
    ///
    /// # Errors
    /// All orders, when none came through.
    pub fn first<S>(
        orders: impl Iterator<Item = O>,
        mut run: impl FnMut(&O) -> Result<S, GotAsFarAs>,
    ) -> Result<S, Race<O>> {
        let mut open = Vec::new();
        for order in orders {
            match run(&order) {
                Ok(solved) => return Ok(solved),
                Err(GotAsFarAs(nodes)) => open.push((Reverse(nodes), order)),
            }
        }
        Err(Race(open))
    }

    /// How many orders there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Another round, of as many orders as are given, the furthest first.
    pub fn again<S>(&mut self, runners: usize, mut run: impl FnMut(&O) -> Result<S, GotAsFarAs>) -> Option<S> {
        crate::order::sort_by_key(&mut self.0, |(far, _)| *far);
        for (far, order) in self.0.iter_mut().take(runners) {
            match run(order) {
                Ok(solved) => return Some(solved),
                Err(GotAsFarAs(nodes)) => *far = Reverse(nodes),
            }
        }
        None
    }
}

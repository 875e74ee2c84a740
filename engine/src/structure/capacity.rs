//! Levels of capacity: the shares of the demand that pools can serve with some of their required members gone.

use crate::order;
use crate::topology::Topology;

/// The most levels that are worth asking about, full service included.
const LEVELS_MAX: usize = 64;

/// The shares below 1 that some pool can serve, smallest first; `None` when there are too many to follow.
pub fn shares_below_one(topology: &Topology) -> Option<Vec<f64>> {
    let mut shares = Vec::new();
    for count in topology.required_counts().into_iter().flatten() {
        // A pool that requires very many members has more levels than are worth asking about.
        shares.extend((1..count.min(LEVELS_MAX as u32 + 1)).map(|j| f64::from(j) / f64::from(count)));
    }
    order::sort_by(&mut shares, f64::total_cmp);
    shares.dedup();
    (shares.len() < LEVELS_MAX).then_some(shares)
}

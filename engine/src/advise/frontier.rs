//! Points that no other point beats: strictly rising in cost, strictly falling in unavailability.

use super::SAME;
use super::search::Found;

/// The points found so far that nothing found so far beats, by cost.
#[derive(Clone, Debug, Default)]
pub struct Frontier {
    points: Vec<Found>,
}

impl Frontier {
    /// All points, cheapest first.
    pub fn points(&self) -> &[Found] {
        &self.points
    }

    /// The lowest unavailability that costs no more than this.
    pub fn best_at(&self, cost: f64) -> f64 {
        let affordable = self.points.iter().take_while(|point| point.cost <= with_room(cost));
        affordable.last().map_or(f64::INFINITY, |point| point.unavailability)
    }

    /// Takes a point in, unless one that costs no more is as good, and drops what it beats. Differences of a billionth
    /// are rounding: prices are added in different orders.
    pub fn offer(&mut self, found: Found) {
        let is_as_good = |u: f64, as_this: f64| u * (1.0 - SAME) <= as_this;
        if is_as_good(self.best_at(found.cost), found.unavailability) {
            return;
        }
        let beaten = |p: &Found| with_room(p.cost) >= found.cost && is_as_good(found.unavailability, p.unavailability);
        self.points.retain(|point| !beaten(point));
        let place = self.points.iter().position(|point| point.cost > found.cost).unwrap_or(self.points.len());
        self.points.insert(place, found);
    }
}

/// A cost and as much more as may be rounding.
pub fn with_room(cost: f64) -> f64 {
    cost * (1.0 + SAME)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::availability::Method;

    fn found(cost: f64, unavailability: f64) -> Found {
        Found { upgrades: Vec::new(), cost, unavailability, method: Method::Exact }
    }

    #[test]
    fn only_what_nothing_beats_stays() {
        let mut frontier = Frontier::default();
        for (cost, u) in [(0.0, 0.1), (3.0, 0.05), (2.0, 0.05), (4.0, 0.06), (2.0, 0.04), (1.0, 0.1), (5.0, 0.01)] {
            frontier.offer(found(cost, u));
        }
        let kept: Vec<(f64, f64)> = frontier.points().iter().map(|p| (p.cost, p.unavailability)).collect();
        assert_eq!(kept, [(0.0, 0.1), (2.0, 0.04), (5.0, 0.01)]);
        assert_eq!(frontier.best_at(4.9), 0.04);
    }

    #[test]
    fn rounding_is_no_improvement() {
        let mut frontier = Frontier::default();
        frontier.offer(found(0.3, 0.1));
        frontier.offer(found(0.1 + 0.2, 0.1));
        frontier.offer(found(0.4, 0.1 - 1e-17));
        assert_eq!(frontier.points().len(), 1);
    }
}

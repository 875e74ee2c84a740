//! Both sides of a probability, each kept to its own precision: up is never found as one minus down.

use super::model::TwoTerminal;

/// How likely something is up, and how likely down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chance {
    pub up: f64,
    pub down: f64,
}

impl Chance {
    pub const ALWAYS: Chance = Chance { up: 1.0, down: 0.0 };
    pub const NEVER: Chance = Chance { up: 0.0, down: 1.0 };

    /// The one place where a side is found from the other: the unavailability is all that was given.
    pub fn of_unavailability(unavailability: f64) -> Chance {
        Chance { up: 1.0 - unavailability, down: unavailability }
    }

    /// Both must be up. The subtraction loses nothing: where `down` is near one, what it multiplies is small beside it.
    /// It is not `up`, so that of lower bounds a lower bound comes out, and the largest one.
    pub fn and(self, other: Chance) -> Chance {
        Chance { up: self.up * other.up, down: self.down + (1.0 - self.down) * other.down }
    }

    /// One must be up: the same with the sides exchanged.
    pub fn or(self, other: Chance) -> Chance {
        self.flipped().and(other.flipped()).flipped()
    }

    /// If this is up then `other.0`, else `other.1`.
    pub fn choose(self, up: Chance, down: Chance) -> Chance {
        Chance { up: self.up * up.up + self.down * down.up, down: self.up * up.down + self.down * down.down }
    }

    fn flipped(self) -> Chance {
        Chance { up: self.down, down: self.up }
    }
}

impl TwoTerminal {
    pub(super) const NEVER: TwoTerminal = TwoTerminal { up: 0.0, down: 1.0, exact: true };

    /// Nothing is known.
    pub(super) const UNKNOWN: TwoTerminal = TwoTerminal { up: 0.0, down: 0.0, exact: false };

    pub(super) fn exactly(chance: Chance) -> TwoTerminal {
        TwoTerminal { up: chance.up, down: chance.down, exact: true }
    }

    pub(super) fn chance(self) -> Chance {
        Chance { up: self.up, down: self.down }
    }

    /// Both must be up.
    pub(super) fn and(self, other: TwoTerminal) -> TwoTerminal {
        let Chance { up, down } = self.chance().and(other.chance());
        TwoTerminal { up, down, exact: self.exact && other.exact }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_sides_keep_their_digits() {
        let rare = Chance { up: 1.0, down: 1e-20 };
        let hopeless = Chance { up: 1e-20, down: 1.0 };
        assert_eq!(rare.and(rare).down, 2e-20);
        assert_eq!(rare.or(rare).down, 1e-20 * 1e-20);
        assert_eq!(hopeless.or(hopeless).up, 2e-20);
        assert_eq!(hopeless.and(rare).up, 1e-20);
        assert_eq!(hopeless.and(rare).down, 1.0);
    }

    #[test]
    fn the_subtraction_in_and_agrees_with_the_product() {
        for (a, b) in [(0.3, 0.6), (0.999, 1e-9), (1e-12, 0.5)] {
            let (x, y) = (Chance::of_unavailability(a), Chance::of_unavailability(b));
            let expected = x.down + x.up * y.down;
            assert!((x.and(y).down - expected).abs() <= 1e-15 * expected);
        }
    }
}

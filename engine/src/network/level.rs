//! The states of one level, each once, in the order they were met: an open-addressing table over a list. Answers depend
//! on the order of the list alone, never on where the table puts a state.

use super::state::State;

/// A set of states.
pub struct Level<const W: usize> {
    states: Vec<State<W>>,
    /// The place in the list plus one in the low half, the high half of the hash above it, 0 for empty. At most half
    /// are in use.
    table: Vec<u64>,
    mask: usize,
}

impl<const W: usize> Level<W> {
    pub fn new() -> Level<W> {
        Level { states: Vec::new(), table: vec![0; 64], mask: 63 }
    }

    pub fn states(&self) -> &[State<W>] {
        &self.states
    }

    /// Empties the set, and makes room for about as many states as expected.
    pub fn clear(&mut self, expected: usize) {
        self.states.clear();
        let size = (expected * 3).next_power_of_two().max(64);
        self.table.clear();
        self.table.resize(size, 0);
        self.mask = size - 1;
    }

    /// The place of a state, which is put at the end of the list when it is new.
    #[inline]
    pub fn place(&mut self, state: State<W>) -> usize {
        let hash = state.hash();
        let tag = hash & !0xFFFF_FFFF;
        let mut at = hash as usize & self.mask;
        loop {
            let entry = self.table[at];
            if entry == 0 {
                break;
            }
            let place = (entry as u32 - 1) as usize;
            if entry & !0xFFFF_FFFF == tag && self.states[place] == state {
                return place;
            }
            at = (at + 1) & self.mask;
        }
        self.states.push(state);
        self.table[at] = tag | self.states.len() as u64;
        if self.states.len() * 2 > self.table.len() {
            self.grow();
        }
        self.states.len() - 1
    }

    /// Keeps the states at these rising places only. The table is left behind: no state can be looked up afterwards.
    pub fn keep(&mut self, places: &[u32]) {
        self.states = places.iter().map(|&place| self.states[place as usize]).collect();
    }

    fn grow(&mut self) {
        let size = self.table.len() * 2;
        self.table.clear();
        self.table.resize(size, 0);
        self.mask = size - 1;
        for (place, state) in self.states.iter().enumerate() {
            let hash = state.hash();
            let mut at = hash as usize & self.mask;
            while self.table[at] != 0 {
                at = (at + 1) & self.mask;
            }
            self.table[at] = (hash & !0xFFFF_FFFF) | (place as u64 + 1);
        }
    }
}

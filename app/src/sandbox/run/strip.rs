//! The tape as rectangles: when the clients were down in a window of time, on a strip of fixed width, and the same in a
//! sentence. Plain data in, plain data out.

use nines_engine::report;
use nines_engine::sim::{Measured, Stretch};
use nines_engine::units::Ticks;

/// How wide the strip is, in its own units.
pub const WIDTH: f64 = 600.0;
/// The narrowest an outage is drawn, so that an hour in a century can still be seen.
const BLOCK_MIN: f64 = 1.2;

/// An outage on the strip.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Its left side.
    pub x: f64,
    /// How wide it is.
    pub width: f64,
    /// Whether it is drawn wider than it was: many of these side by side are less than they look.
    pub is_brief: bool,
    /// What took the clients down.
    pub cause: String,
    /// How long it lasted, or has lasted so far.
    pub lasted: Ticks,
}

/// What is shown of a tape.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Strip {
    /// The outages, oldest first.
    pub blocks: Vec<Block>,
    /// Where the present is, from the left.
    pub now: f64,
    /// How much time the whole strip stands for.
    pub span: Ticks,
}

/// The outages of the last `window`, or of the whole run while it is shorter.
pub fn strip(tape: &[Stretch], now: Ticks, window: Ticks) -> Strip {
    let window = window.max(Ticks(1));
    // What the tape no longer holds cannot be shown as up.
    let kept_from = tape.first().map_or(Ticks::ZERO, |first| first.from);
    let from = now.since(window).max(kept_from);
    let span = if from == Ticks::ZERO { window } else { now.since(from).max(Ticks(1)) };
    let x = |at: Ticks| at.max(from).since(from).0 as f64 / span.0 as f64 * WIDTH;
    let mut blocks = Vec::new();
    for (i, stretch) in tape.iter().enumerate() {
        let to = tape.get(i + 1).map_or(now, |next| next.from);
        if stretch.up || to < from {
            continue;
        }
        let left = x(stretch.from);
        let is_brief = x(to) - left < BLOCK_MIN;
        let width = (x(to) - left).max(BLOCK_MIN);
        let cause = stretch.cause.as_deref().unwrap_or_default().to_string();
        blocks.push(Block { x: left.min(WIDTH - BLOCK_MIN), width, is_brief, cause, lasted: to.since(stretch.from) });
    }
    Strip { blocks, now: x(now), span }
}

/// The tape in words: `3 outages in 2.4 years; last: db, 4 h.`
pub fn sentence(tape: &[Stretch], now: Ticks, measured: &Measured) -> String {
    if now == Ticks::ZERO {
        return "Nothing has run yet.".to_string();
    }
    let span = report::span_text(now);
    let last = tape.iter().rposition(|stretch| !stretch.up);
    let Some(last) = last else { return format!("No outage in {span}.") };
    let to = tape.get(last + 1).map_or(now, |next| next.from);
    let cause = tape[last].cause.as_deref().unwrap_or("unknown");
    let lasted = report::span_text(to.since(tape[last].from));
    // A run that is cut in the middle of the first outage has begun none it counts.
    let outages = match measured.outages.max(1) {
        1 => "1 outage".to_string(),
        n => format!("{n} outages"),
    };
    let word = if measured.down_now { "now" } else { "last" };
    let so_far = if measured.down_now { " so far" } else { "" };
    format!("{outages} in {span}; {word}: {cause}, {lasted}{so_far}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tape(turns: &[(u64, bool)]) -> Vec<Stretch> {
        let stretch =
            |(from, up): &(u64, bool)| Stretch { from: Ticks(*from), up: *up, cause: (!up).then(|| "db".into()) };
        turns.iter().map(stretch).collect()
    }

    #[test]
    fn outages_stand_where_they_happened() {
        let strip = strip(&tape(&[(0, true), (100, false), (200, true)]), Ticks(300), Ticks(600));
        assert_eq!(strip.blocks.len(), 1);
        assert_eq!((strip.blocks[0].x, strip.blocks[0].width, strip.now), (100.0, 100.0, 300.0));
        assert_eq!(strip.blocks[0].lasted, Ticks(100));
    }

    #[test]
    fn an_old_outage_leaves_the_window_and_a_short_one_stays_visible() {
        let turns = tape(&[(0, true), (100, false), (200, true), (99_900, false), (99_901, true)]);
        let strip = strip(&turns, Ticks(100_000), Ticks(1000));
        assert_eq!(strip.blocks.len(), 1);
        assert_eq!((strip.blocks[0].width, strip.blocks[0].is_brief), (BLOCK_MIN, true));
        assert!((strip.blocks[0].x - 540.0).abs() < 1e-9);
    }

    #[test]
    fn a_tape_that_has_lost_its_beginning_shows_what_it_has() {
        let strip = strip(&tape(&[(500, false), (600, true)]), Ticks(1000), Ticks(10_000));
        assert_eq!((strip.span, strip.blocks[0].x, strip.now), (Ticks(500), 0.0, WIDTH));
    }
}

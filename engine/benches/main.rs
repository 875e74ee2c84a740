//! The benchmarks of the engine, one program. `cargo xtask bench` runs it, reads what criterion wrote, and reports it.
//!
//! Every case is timed twice where that is possible: the engine through its public functions ("ours"), and a plain
//! program written for this one question ("limit"), one right after the other. Machines differ and are noisy, so the
//! ratio of the two is what is kept. Both answers are checked before anything is timed.
//!
//! Reading order: `bench` is the frame; `systems` are the inputs; `limits` the programs to compare with; then an area
//! a file. Two variables of the environment say what to do: `NINES_BENCH_FILTER` runs the cases whose name contains
//! it, `NINES_BENCH_NOTES` is a file for what was skipped and checked.

// The engine has no clock, no random order and no float functions of the platform. Here time is what is asked for, and
// the limits are written with whatever is fastest.
#![allow(clippy::disallowed_types, clippy::disallowed_methods)]

mod bench;
mod systems;
mod limits;
mod exact;
mod bounds;
mod trees;
mod network;
mod lifetime;
mod sizes;
mod browser;

fn main() {
    let mut bench = bench::Bench::from_environment();
    exact::run(&mut bench);
    bounds::run(&mut bench);
    trees::run(&mut bench);
    network::run(&mut bench);
    lifetime::run(&mut bench);
    sizes::run(&mut bench);
    browser::run(&mut bench);
    bench.finish();
}

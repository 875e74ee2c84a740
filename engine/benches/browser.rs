//! What a browser will do, done natively: the numbers that WebAssembly's are compared with. The answers go into the
//! notes as bits, because WebAssembly must give the same ones.

use crate::bench::Bench;
use crate::systems::documents;

#[path = "wasm/work.rs"]
mod work;

/// Who does the work here; xtask adds "wasm".
const NATIVE: &str = "native";

pub fn run(bench: &mut Bench) {
    one(bench, "browser/three_tier/200", work::three_tier, 200, 200 * 11);
    one(bench, "browser/twenty/1000", work::twenty, 1000, 1000 * 20);
    one(bench, "browser/exact/100", work::exact, 100, 100);
    one(bench, "browser/exact/500", work::exact, 500, 500);
}

/// The name is the function and what it is called with, so that xtask can call the same under node.
fn one(bench: &mut Bench, name: &str, run: extern "C" fn(u32) -> f64, with: u32, amount: u64) {
    if !bench.wants(name) {
        return;
    }
    bench.checked(name, &format!("bits {:016x}", run(with).to_bits()));
    bench.long_case(name).amount(amount).time(NATIVE, || run(with));
}

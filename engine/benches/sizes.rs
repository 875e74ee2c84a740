//! Cost against size: the same kind of system with 10, 100 and 1,000 components, read, analysed and simulated.

use nines_engine::availability::{AnalyzeOptions, analyze};
use nines_engine::format::read;
use nines_engine::sim::Study;

use crate::bench::{Bench, LIMIT, OURS};
use crate::limits::bdd;
use crate::systems::tree::Tree;
use crate::systems::{documents, topology};

const SIZES: [usize; 3] = [10, 100, 1000];
/// Years a simulated round lives through.
const YEARS: u64 = 10;

pub fn run(bench: &mut Bench) {
    for size in SIZES {
        let document = documents::tiers(size);
        let name = |what: &str| format!("sizes/{what}/{size}");
        if bench.wants(&name("read")) {
            bench.case(&name("read")).time(OURS, || read(&document));
        }
        let topology = topology(&document);
        if bench.wants(&name("analyze")) {
            let options = AnalyzeOptions::standard();
            let tree = Tree::of_tiers(size);
            let mut case = bench.case(&name("analyze"));
            case.time(OURS, || analyze(&topology, &options));
            case.time(LIMIT, || bdd::solve(&tree).map(|solved| (solved.probability(), solved.cut_sets())));
        }
        if bench.wants(&name("simulate")) {
            let mut case = bench.case(&name("simulate"));
            case.amount(YEARS * size as u64).time(OURS, || {
                let mut study = Study::new(&topology, 1).expect("a study");
                study.run(YEARS);
                study.measurement()
            });
        }
    }
}

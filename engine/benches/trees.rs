//! Published fault trees: probability and number of cut sets, against those of a plain diagram and its probability alone;
//! and everything an analysis says, where the tree has a document.

use nines_engine::availability::{AnalyzeOptions, analyze};
use nines_engine::fault_tree::quantify;
use nines_engine::format::read;

use crate::bench::{Bench, LIMIT, OURS, agree};
use crate::exact::ANALYSIS;
use crate::limits::bdd;
use crate::systems::published::{Published, published};
use crate::systems::tree::{Tree, fault_tree};

/// The limit when only the probability is asked for.
const PROBABILITY: &str = "limit, probability alone";

/// As many as a standard analysis may have.
const NODES_MAX: usize = 1_000_000;

/// From here on a round takes a tenth of a second or more.
const LONG_SECONDS: f64 = 0.1;

pub fn run(bench: &mut Bench) {
    let Some(cases) = published('f') else {
        return bench.skip("trees", "the published cases are not beside the project");
    };
    for case in &cases {
        one(bench, case);
    }
}

fn one(bench: &mut Bench, case: &Published) {
    let name = format!("trees/{}", case.name);
    if !bench.wants(&name) {
        return;
    }
    let tree = fault_tree(&case.model);
    let question = || quantify(&tree, NODES_MAX);
    #[allow(clippy::disallowed_methods, reason = "a benchmark has a clock")]
    let started = std::time::Instant::now();
    let ours = match question() {
        Ok(ours) => ours,
        Err(why) => return bench.skip(&name, &format!("refused: {}", why[0])),
    };
    let long = started.elapsed().as_secs_f64() > LONG_SECONDS;
    check(&name, case, ours.probability, ours.cut_sets_count);
    // What only coherent trees have: a document, and a plain diagram to compare with.
    let plain = Tree::of_model(&case.model);
    let document = plain.as_ref().and_then(|plain| read(&plain.document()).topology);
    let options = AnalyzeOptions::standard();
    if let Some(topology) = &document {
        match analyze(topology, &options) {
            Ok(whole) => check(&name, case, whole.unavailability, whole.cut_sets_count),
            Err(why) => bench.skip(&format!("{name} as a document"), &format!("refused: {}", why[0])),
        }
    }
    let small = plain.as_ref().filter(|plain| {
        let solved = bdd::solve(plain);
        solved.inspect(|solved| check(&name, case, solved.probability(), Some(solved.cut_sets()))).is_some()
    });
    bench.checked(&name, "probability and number of cut sets against the published ones");
    let mut timed = if long { bench.long_case(&name) } else { bench.case(&name) };
    timed.time(OURS, question);
    if let Some(plain) = small {
        timed.time(LIMIT, || bdd::solve(plain).map(|solved| (solved.probability(), solved.cut_sets())));
        timed.time(PROBABILITY, || bdd::solve(plain).map(|solved| solved.probability()));
    }
    if let Some(topology) = &document {
        timed.time(ANALYSIS, || analyze(topology, &options));
    }
}

/// # Panics
/// When an answer is not the published one.
fn check(name: &str, case: &Published, probability: f64, cut_sets: Option<f64>) {
    for (_, value) in case.expected("top_probability") {
        agree(name, probability, value, 1e-9);
    }
    for (_, value) in case.expected("minimal_cut_set_count") {
        if let Some(count) = cut_sets {
            agree(name, count, value, 0.0);
        }
    }
}

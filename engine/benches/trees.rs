//! Published fault trees: everything an analysis says, against a plain diagram's probability and number of cut sets,
//! and against its probability alone.

use nines_engine::availability::{AnalyzeOptions, analyze};
use nines_engine::format::read;

use crate::bench::{Bench, LIMIT, OURS, agree};
use crate::limits::bdd;
use crate::systems::published::{Published, published};
use crate::systems::tree::Tree;

/// The limit when only the probability is asked for.
const PROBABILITY: &str = "limit, probability alone";

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
    let Some(tree) = Tree::of_model(&case.model) else {
        return bench.skip(&name, "it has gates that are not coherent, and no document says those");
    };
    let read = read(&tree.document());
    let Some(topology) = read.topology else {
        return bench.skip(&name, &format!("no document of ours: {}", read.diagnostics[0]));
    };
    let options = AnalyzeOptions::standard();
    #[allow(clippy::disallowed_methods, reason = "a benchmark has a clock")]
    let started = std::time::Instant::now();
    let ours = match analyze(&topology, &options) {
        Ok(ours) => ours,
        Err(why) => return bench.skip(&name, &format!("refused: {}", why[0])),
    };
    let long = started.elapsed().as_secs_f64() > LONG_SECONDS;
    let solved = bdd::solve(&tree);
    for (_, value) in case.expected("top_probability") {
        agree(&name, ours.unavailability, value, 1e-9);
        if let Some(solved) = &solved {
            agree(&name, solved.probability(), value, 1e-9);
        }
    }
    for (_, value) in case.expected("minimal_cut_set_count") {
        agree(&name, ours.cut_sets_count.expect("a count"), value, 0.0);
        if let Some(solved) = &solved {
            agree(&name, solved.cut_sets(), value, 0.0);
        }
    }
    bench.checked(&name, "probability and number of cut sets against the published ones");
    let mut timed = if long { bench.long_case(&name) } else { bench.case(&name) };
    timed.time(OURS, || analyze(&topology, &options));
    if solved.is_some() {
        timed.time(LIMIT, || bdd::solve(&tree).map(|solved| (solved.probability(), solved.cut_sets())));
        timed.time(PROBABILITY, || bdd::solve(&tree).map(|solved| solved.probability()));
    }
}

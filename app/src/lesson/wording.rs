//! Sentences of a lesson that depend on numbers, and what they are decided by. Pure.

use nines_engine::availability::Analysis;
use nines_engine::report;
use nines_engine::sim::Measured;
use nines_engine::topology::Topology;

/// Whether two documents are the same system, wherever it is drawn and whatever it is called.
pub fn same_system(a: &Topology, b: &Topology) -> bool {
    let bare = |topology: &Topology| Topology {
        title: String::new(),
        notes: String::new(),
        layout: Topology::default().layout,
        ..topology.clone()
    };
    bare(a) == bare(b)
}

/// "All four hold."
pub fn all_hold(goals: usize) -> String {
    match goals {
        1 => "It holds.".to_string(),
        2 => "Both hold.".to_string(),
        n => format!("All {} hold.", number_word(n)),
    }
}

/// "Two of six hold."
pub fn some_hold(met: usize, goals: usize) -> String {
    if met == 0 {
        return "None of them holds yet.".to_string();
    }
    let word = number_word(met);
    let mut letters = word.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    let word: String = first.into_iter().chain(letters).collect();
    let verb = if met == 1 { "holds" } else { "hold" };
    format!("{word} of {} {verb}.", number_word(goals))
}

fn number_word(n: usize) -> String {
    const WORDS: [&str; 11] = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    WORDS.get(n).map_or_else(|| n.to_string(), |word| (*word).to_string())
}

/// What a system that reaches the goals comes to, beside the reference.
pub fn result_said(topology: &Topology, answer: &Analysis, reference: &Topology) -> String {
    let availability = report::percent(answer.unavailability);
    let downtime = report::downtime_text(answer.unavailability);
    let cost = topology.cost();
    let beside = match cost - reference.cost() {
        more if more > 1e-9 => format!("dearer by {} than the reference", units(more)),
        less if less < -1e-9 => format!("cheaper by {} than the reference", units(-less)),
        _ => "as much as the reference".to_string(),
    };
    format!("Availability {availability}, downtime {downtime}, cost {}: {beside}.", units(cost))
}

/// Where the exact and the measured answer differ, and why. The engine calls the exact one the prediction; in a lesson
/// that word belongs to the learner's.
pub fn gap_said(exact: &Analysis, measured: &Measured) -> String {
    let sentence = report::gap(exact, measured).sentence;
    let renamed = sentence.replace("The prediction", "The exact answer").replace("the prediction", "the exact answer");
    renamed.replace("They agree:", "Exact and measured agree:")
}

/// A cost with at most two decimals.
fn units(cost: f64) -> String {
    let text = format!("{cost:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

/// How many words a text has.
pub fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use nines_engine::availability::{AnalyzeOptions, analyze};
    use nines_lessons::model::topology_of;

    fn exercise_b() -> (Topology, Topology) {
        let lesson = nines_lessons::catalogue().lesson("chains-and-dependencies").unwrap();
        let exercise = lesson.exercise("b").unwrap();
        (exercise.start_topology(), topology_of(exercise.reference.topology))
    }

    #[test]
    fn a_system_is_the_same_wherever_it_is_drawn() {
        let (start, reference) = exercise_b();
        let mut moved = start.clone();
        moved.layout = Topology::default().layout;
        moved.title = "Another title".into();
        assert!(same_system(&start, &moved));
        assert!(!same_system(&start, &reference));
    }

    #[test]
    fn goals_are_counted_in_words() {
        assert_eq!(all_hold(2), "Both hold.");
        assert_eq!(all_hold(6), "All six hold.");
        assert_eq!(some_hold(0, 2), "None of them holds yet.");
        assert_eq!(some_hold(1, 6), "One of six holds.");
        assert_eq!(some_hold(4, 12), "Four of 12 hold.");
    }

    #[test]
    fn a_result_stands_beside_the_reference() {
        let (_, reference) = exercise_b();
        let answer = analyze(&reference, &AnalyzeOptions::standard()).unwrap();
        let said = result_said(&reference, &answer, &reference);
        assert!(said.ends_with("cost 6: as much as the reference."), "{said}");
        let mut dearer = reference.clone();
        let mut queue = (*dearer.components[0]).clone();
        queue.id = nines_engine::ids::Id::new("queue").unwrap();
        queue.cost = Some(0.5);
        dearer.components.push(std::sync::Arc::new(queue));
        let said = result_said(&dearer, &answer, &reference);
        assert!(said.ends_with("cost 6.5: dearer by 0.5 than the reference."), "{said}");
    }

    #[test]
    fn the_exact_answer_is_not_called_a_prediction() {
        use nines_engine::sim::{History, HistoryOptions, Start};
        let (start, _) = exercise_b();
        let answer = analyze(&start, &AnalyzeOptions::standard()).unwrap();
        let options = HistoryOptions { seed: 1, replication: 0, start: Start::AllUp, trace_lines_max: 0 };
        let mut history = History::new(&start, options).unwrap();
        for years in [0, 1, 20] {
            history.run_until(nines_engine::units::Ticks::from_years(years));
            let said = gap_said(&answer, &history.measured());
            assert!(!said.to_lowercase().contains("prediction"), "{said}");
        }
    }

    #[test]
    fn words_are_what_stands_between_spaces() {
        assert_eq!(words("  the product,\nnot the weakest  "), 5);
        assert_eq!(words(""), 0);
    }
}

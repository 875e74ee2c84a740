//! Derivations and what holds for every one. Each test file uses some of it.

use std::collections::BTreeSet;

use nines_engine::availability::explain::{Derivation, STEPS_MAX, StepKind, explain};
use nines_engine::availability::{AnalyzeOptions, analyze};
use nines_engine::format::read;
use nines_engine::ids::Id;
use nines_engine::topology::Topology;

pub fn topology(needs: &str, parts: &str) -> Topology {
    let text = format!(r#"{{ "format": "nines-topology", "version": 1, "clients": {{ "needs": {needs} }}, {parts} }}"#);
    let read = read(&text);
    read.topology.unwrap_or_else(|| panic!("{:?}", read.diagnostics))
}

/// What holds for every derivation: it ends in the exact answer, refers to earlier steps only, points at parts, says
/// everything in words, and keeps its limits.
#[track_caller]
#[allow(dead_code)]
pub fn explained(topology: &Topology, what: &str) -> Derivation {
    let derivation = explain(topology).unwrap_or_else(|e| panic!("{what}: {e:?}"));
    let text = derivation.text();
    let exact = analyze(topology, &AnalyzeOptions { cut_sets_max: 1, ..AnalyzeOptions::standard() }).unwrap();
    let error = (derivation.unavailability - exact.unavailability).abs();
    assert!(error <= 1e-12 * exact.unavailability, "{what}: not {}\n{text}", exact.unavailability);
    assert!((1..=STEPS_MAX).contains(&derivation.steps.len()), "{what}");
    assert_eq!(derivation.complete, derivation.steps.iter().all(|s| s.kind != StepKind::Diagram), "{what}");
    let index = topology.index();
    let mut names = BTreeSet::new();
    let mut used = BTreeSet::from([derivation.steps.len() - 1]);
    for (i, step) in derivation.steps.iter().enumerate() {
        assert!(step.uses.iter().all(|earlier| *earlier < i), "{what}: step {}\n{text}", i + 1);
        used.extend(step.uses.iter().copied());
        let known = |id: &Id| *id == Id::clients() || index.contains_key(id);
        assert!(!step.parts.is_empty() && step.parts.iter().all(known), "{what}: {:?}", step.parts);
        assert!(names.insert(step.name.clone()), "{what}: {} is computed twice\n{text}", step.name);
        assert!(step.words.ends_with('.') && step.title.starts_with(&step.name), "{what}: {step:?}");
        let left = format!("U({}) = ", step.name);
        assert!(step.formula.starts_with(&left) && step.numbers.starts_with(&left), "{what}: {step:?}");
        assert!((step.availability + step.unavailability - 1.0).abs() < 1e-12, "{what}: {step:?}");
        let leaf = matches!(step.kind, StepKind::Event | StepKind::Certain | StepKind::Diagram);
        assert_eq!(leaf, step.uses.is_empty(), "{what}: {step:?}");
    }
    assert_eq!(used.len(), derivation.steps.len(), "{what}: a step that nothing uses\n{text}");
    assert!(derivation.steps.last().unwrap().parts.contains(&Id::clients()), "{what}");
    derivation
}

#[track_caller]
#[allow(dead_code)]
pub fn check_text(needs: &str, parts: &str, expected: &str) {
    let text = explained(&topology(needs, parts), "golden").text();
    assert!(text.trim() == expected.trim(), "the text is now\n{text}");
}

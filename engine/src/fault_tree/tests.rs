//! Generated trees, coherent and not, against every combination of their events; and what is refused.

use super::*;
use crate::availability::{AnalyzeOptions, analyze};
use crate::diag::Diagnostic;
use crate::order::Map;
use crate::sim::random::Stream;

const NODES_MAX: usize = 100_000;
const TREES: u64 = 400;

struct Dice(Stream);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        (self.0.next_bits() % n as u64) as usize
    }
}

/// A small tree of every sort of gate, with constants, house events, doubled inputs and gates of one input.
fn generated(seed: u64) -> FaultTree {
    let mut dice = Dice(Stream::new(seed, 0, 77));
    let events: Vec<BasicEvent> = (0..2 + dice.below(6))
        .map(|i| BasicEvent { name: format!("e{i}"), probability: [0.0, 1e-12, 0.01, 0.3, 0.5, 1.0][dice.below(6)] })
        .collect();
    let houses =
        vec![HouseEvent { name: "on".to_string(), state: true }, HouseEvent { name: "off".to_string(), state: false }];
    let tame = dice.below(2) == 0;
    let mut gates: Vec<Gate> = Vec::new();
    for i in 0..2 + dice.below(7) {
        let mut input = || match dice.below(12) {
            0 => Input::Constant(dice.below(2) == 0),
            1 => Input::name(if dice.below(2) == 0 { "on" } else { "off" }),
            2..=6 if i > 0 => Input::name(&format!("g{}", dice.below(i))),
            _ => Input::name(&format!("e{}", dice.below(events.len()))),
        };
        let mut inputs = vec![input(), input()];
        let op = match dice.below(if tame { 7 } else { 9 }) {
            0 | 1 => Op::And,
            2 | 3 => Op::Or,
            4 | 5 => {
                inputs.extend((0..dice.below(4)).map(|_| Input::name(&format!("e{}", dice.below(events.len())))));
                Op::AtLeast(1 + dice.below(inputs.len()) as u32)
            }
            6 => Op::Or,
            7 => Op::Xor,
            _ => Op::Not,
        };
        if op == Op::Not || (matches!(op, Op::Or | Op::And) && dice.below(5) == 0) {
            inputs.truncate(1);
        }
        gates.push(Gate { name: format!("g{i}"), op, inputs });
    }
    // Gates may come in any order; the top one is somewhere in the middle then.
    let top = gates[gates.len() - 1].name.clone();
    let middle = gates.len() / 2;
    gates.rotate_left(middle);
    FaultTree { name: format!("seed {seed}"), top, gates, events, houses }
}

/// Whether something of this name happens when the events of these bits do: written without any of what is tested.
fn happens(tree: &FaultTree, name: &str, bits: usize) -> bool {
    if let Some(event) = tree.events.iter().position(|event| event.name == name) {
        return bits >> event & 1 == 1;
    }
    if let Some(house) = tree.houses.iter().find(|house| house.name == name) {
        return house.state;
    }
    let gate = tree.gates.iter().find(|gate| gate.name == name).unwrap();
    let input_happens = |input: &&Input| match input {
        Input::Constant(state) => *state,
        Input::Name(below) => happens(tree, below, bits),
    };
    let count = gate.inputs.iter().filter(input_happens).count();
    match gate.op {
        Op::And => count == gate.inputs.len(),
        Op::Or => count > 0,
        Op::Not => count == 0,
        Op::Xor => count == 1,
        Op::AtLeast(k) => count >= k as usize,
    }
}

/// The probability of every combination in which the top does and does not happen.
fn enumerated(tree: &FaultTree, table: &[bool]) -> (f64, f64) {
    let mut sums = (0.0, 0.0);
    for (bits, happens) in table.iter().enumerate() {
        let p = tree.events.iter().enumerate().fold(1.0, |p, (i, event)| {
            p * if bits >> i & 1 == 1 { event.probability } else { 1.0 - event.probability }
        });
        *(if *happens { &mut sums.0 } else { &mut sums.1 }) += p;
    }
    sums
}

/// How many minimal cut sets have one member, two, three…, the empty set left out.
fn minimal_by_order(table: &[bool]) -> Vec<f64> {
    let mut counts = Vec::new();
    for bits in (1..table.len()).filter(|bits| table[*bits]) {
        let members = (0..usize::BITS).filter(|i| bits >> i & 1 == 1);
        if members.clone().all(|i| !table[bits & !(1 << i)]) {
            let order = members.count();
            counts.resize(counts.len().max(order), 0.0);
            counts[order - 1] += 1.0;
        }
    }
    counts
}

fn is_monotone(table: &[bool]) -> bool {
    let bits = table.len().trailing_zeros();
    (0..table.len()).all(|at| !table[at] || (0..bits).all(|i| table[at | 1 << i]))
}

#[test]
fn answers_are_those_of_every_combination() {
    let (mut coherent, mut not_coherent, mut constant) = (0, 0, 0);
    for seed in 0..TREES {
        let tree = generated(seed);
        let table: Vec<bool> = (0..1 << tree.events.len()).map(|bits| happens(&tree, &tree.top, bits)).collect();
        let (probability, complement) = enumerated(&tree, &table);
        let answer = quantify(&tree, NODES_MAX).unwrap_or_else(|e| panic!("seed {seed}: {e:?}"));
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-12 * b;
        assert!(near(answer.probability, probability), "seed {seed}: {} and {probability}", answer.probability);
        assert!(near(answer.complement, complement), "seed {seed}: {} and {complement}", answer.complement);
        constant += usize::from(table.iter().all(|happens| *happens == table[0]));
        if !is_coherent(&tree).unwrap() {
            assert_eq!(answer.cut_sets_count, None, "seed {seed}");
            assert!(to_topology(&tree).is_err_and(|e| e[0].code == "N201"), "seed {seed}");
            not_coherent += 1;
            continue;
        }
        coherent += 1;
        assert!(is_monotone(&table), "seed {seed}: a failure helps");
        let expected = minimal_by_order(&table);
        let count = if table[0] { 1.0 } else { expected.iter().sum() };
        assert_eq!(answer.cut_sets_by_order, Some(if table[0] { Vec::new() } else { expected }), "seed {seed}");
        assert_eq!(answer.cut_sets_count, Some(count), "seed {seed}");
        check_round_trip(seed, &tree, probability);
    }
    // The generator must not have become tame.
    assert!(coherent > 150 && not_coherent > 50 && constant > 20, "{coherent} {not_coherent} {constant}");
}

/// The document of a tree, the tree of that document, and its document again.
fn check_round_trip(seed: u64, tree: &FaultTree, probability: f64) {
    let topology = to_topology(tree).unwrap_or_else(|e| panic!("seed {seed}: {e:?}")).topology;
    let near = |a: f64| (a - probability).abs() <= 1e-12 * probability;
    let analysis = analyze(&topology, &AnalyzeOptions::standard()).unwrap();
    assert!(near(analysis.unavailability), "seed {seed}: {} and {probability}", analysis.unavailability);
    let back = from_topology(&topology).unwrap();
    let answer = quantify(&back, NODES_MAX).unwrap();
    assert!(near(answer.probability), "seed {seed}: {} and {probability}", answer.probability);
    let again = to_topology(&back).unwrap().topology;
    let analysis_again = analyze(&again, &AnalyzeOptions::standard()).unwrap();
    assert!(near(analysis_again.unavailability), "seed {seed}");
    assert_eq!(analysis.cut_sets_count, analysis_again.cut_sets_count, "seed {seed}");
}

fn tree(top: &str, gates: &[(&str, Op, &[&str])], events: &[&str]) -> FaultTree {
    let gate = |(name, op, inputs): &(&str, Op, &[&str])| {
        Gate::new(name, *op, inputs.iter().map(|input| Input::name(input)).collect())
    };
    let event = |name: &&str| BasicEvent { name: name.to_string(), probability: 0.1 };
    FaultTree {
        name: String::new(),
        top: top.to_string(),
        gates: gates.iter().map(gate).collect(),
        events: events.iter().map(event).collect(),
        houses: Vec::new(),
    }
}

#[track_caller]
fn check_refused(tree: &FaultTree, expected: &[&str]) {
    let said: Vec<String> = validate(tree).iter().map(Diagnostic::to_string).collect();
    assert_eq!(said, expected);
    assert!(quantify(tree, NODES_MAX).is_err());
    assert!(to_topology(tree).is_err());
}

#[test]
fn everything_wrong_is_said_at_once() {
    let mut wrong = tree(
        "tpo",
        &[
            ("top", Op::AtLeast(3), &["a", "b"]),
            ("none", Op::And, &[]),
            ("a", Op::Not, &["b", "pmup"]),
            ("ring", Op::Or, &["rang"]),
            ("rang", Op::Xor, &["ring", "b", "b"]),
        ],
        &["a", "b", "pump"],
    );
    wrong.events[1].probability = 1.5;
    check_refused(
        &wrong,
        &[
            "N009 name of \"a\": the name \"a\" is given twice: to a gate and to an event — give every gate and event a name \
             of its own",
            "N012 top: no gate or event is called \"tpo\" — did you mean \"top\"?",
            "N011 gates[0] of \"top\": at least 3 of 2 inputs cannot be asked for: write a number from 1 to 2",
            "N011 gates[1] of \"none\": the gate has no inputs",
            "N011 gates[2] of \"a\": \"not\" has one input, and here are 2",
            "N012 inputs[1] of \"a\": no gate or event is called \"pmup\" — did you mean \"pump\"?",
            "N011 gates[4] of \"rang\": \"xor\" has two inputs, and here are 3",
            "N011 events[1] of \"b\": the probability is 1.5, and must be from 0 to 1",
            "N014 \"ring\": these gates feed each other: ring → rang → ring — take one of the arrows out",
        ],
    );
}

#[test]
fn the_gates_to_blame_are_named() {
    let blamed = |tree: &FaultTree| not_coherent_because(tree).unwrap();
    let gates: &[(&str, Op, &[&str])] = &[
        ("top", Op::Or, &["fine", "wrong", "odd"]),
        ("fine", Op::Not, &["both work"]),
        ("both work", Op::And, &["a works", "b works"]),
        ("a works", Op::Not, &["a"]),
        ("b works", Op::Not, &["b"]),
        ("wrong", Op::And, &["b works", "c"]),
        ("odd", Op::Xor, &["a", "c"]),
    ];
    let whole = tree("top", gates, &["a", "b", "c"]);
    assert_eq!(blamed(&whole), ["b works", "odd"]);
    let part = FaultTree { top: "fine".to_string(), ..whole };
    assert_eq!(blamed(&part), [""; 0]);
    // De Morgan: what does not let both work is that either fails.
    let answer = quantify(&part, NODES_MAX).unwrap();
    assert!((answer.probability - 0.19).abs() < 1e-15);
    assert_eq!(answer.cut_sets_by_order, Some(vec![2.0]));
    let analysis = analyze(&to_topology(&part).unwrap().topology, &AnalyzeOptions::standard()).unwrap();
    assert_eq!(analysis.single_points_of_failure, ["a", "b"]);
}

#[test]
fn names_stay_readable_and_unique() {
    let (long, other) = ("x".repeat(70), format!("{}y", "x".repeat(69)));
    let given = tree("clients", &[("clients", Op::AtLeast(2), &[&long, &other, "tab\there", &long])], &[]);
    let events = [long.as_str(), other.as_str(), "tab\there"];
    let events = events.map(|name| BasicEvent { name: name.to_string(), probability: 0.1 });
    let converted = to_topology(&FaultTree { events: events.to_vec(), ..given }).unwrap();
    let mut ids: Vec<&str> = converted.topology.components.iter().map(|c| c.id.as_str()).collect();
    ids.sort_unstable();
    let (first, second) = (format!("{}…", "x".repeat(63)), format!("{}… 2", "x".repeat(61)));
    assert_eq!(ids[0], "tab here");
    assert!(ids.contains(&first.as_str()) && ids.contains(&second.as_str()), "{ids:?}");
    assert_eq!(ids.len(), 4, "three events and a second time the first");
    assert_eq!(converted.topology.pools[0].id.as_str(), "clients 2");
    assert_eq!(converted.diagnostics.len(), 4);
    // Two of four, one of them counted twice: the first alone, or the two others.
    let analysis = analyze(&converted.topology, &AnalyzeOptions::standard()).unwrap();
    assert!((analysis.unavailability - (0.1 + 0.9 * 0.01)).abs() < 1e-15);
    assert!(converted.topology.components.iter().all(|c| c.id.as_str().chars().count() <= 64));
}

#[test]
fn large_trees_are_answered_or_refused_and_never_overflow() {
    // A chain as long as gates may be many, and as many events as there may be in one gate.
    let mut names: Map<usize, String> = (0..TreeLimits::GATES).map(|i| (i, format!("g{i}"))).collect();
    names.insert(TreeLimits::GATES, "e0".to_string());
    let gates = (0..TreeLimits::GATES).map(|i| Gate::new(&names[&i], Op::Or, vec![Input::name(&names[&(i + 1)])]));
    let chain = FaultTree { gates: gates.collect(), ..tree("g0", &[], &["e0"]) };
    assert_eq!(quantify(&chain, NODES_MAX).unwrap().probability, 0.1);
    assert!(to_topology(&chain).is_err_and(|e| e[0].code == "N004"));
    let events: Vec<BasicEvent> =
        (0..TreeLimits::EVENTS).map(|i| BasicEvent { name: format!("e{i}"), probability: 1e-4 }).collect();
    let inputs: Vec<Input> = events.iter().map(|event| Input::name(&event.name)).collect();
    let wide = |op| FaultTree {
        gates: vec![Gate::new("top", op, inputs.clone())],
        events: events.clone(),
        ..tree("top", &[], &[])
    };
    let any = quantify(&wide(Op::Or), NODES_MAX).unwrap();
    let none = (0..TreeLimits::EVENTS).fold(1.0, |p, _| p * (1.0 - 1e-4));
    assert!((any.complement - none).abs() < 1e-13);
    assert_eq!(any.cut_sets_by_order, Some(vec![TreeLimits::EVENTS as f64]));
    // Two of n: 1 − (1 − p)ⁿ − n·p·(1 − p)ⁿ⁻¹.
    let two = quantify(&wide(Op::AtLeast(2)), NODES_MAX).unwrap();
    let one = TreeLimits::EVENTS as f64 * 1e-4 * none / (1.0 - 1e-4);
    assert!((two.complement - none - one).abs() < 1e-12);
    assert_eq!(two.cut_sets_count, Some((TreeLimits::EVENTS * (TreeLimits::EVENTS - 1) / 2) as f64));
    let half = wide(Op::AtLeast(TreeLimits::EVENTS as u32 / 2));
    assert!(quantify(&half, NODES_MAX).is_err_and(|e| e[0].code == "N103"));
    let many =
        FaultTree { events: [events, vec![BasicEvent { name: "x".to_string(), probability: 0.1 }]].concat(), ..chain };
    assert!(validate(&many).iter().any(|d| d.code == "N004"));
}

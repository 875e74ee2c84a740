//! The frontier method against enumeration, closed forms, its own other entrances, and published networks.

use std::path::PathBuf;

use nines_engine::network::{
    DecisionLimits, Decisions, Element, Limits, Link, LinkShape, Network, NodeShape, Shape, TwoTerminal, all_pairs,
    decide, decide_likeliest, two_terminal,
};
use nines_engine::sim::random::Stream;
use serde_json::Value;

/// The published networks that are compared.
const NETWORKS: usize = 21;

fn link(a: u32, b: u32, unavailability: f64) -> Link {
    Link { a, b, unavailability }
}

fn answer(network: &Network, a: u32, b: u32) -> TwoTerminal {
    let answer = two_terminal(network, a, b, &Limits::standard());
    assert!(answer.exact);
    answer
}

#[track_caller]
fn assert_close(found: f64, expected: f64, tolerance: f64, what: &str) {
    assert!((found - expected).abs() <= tolerance * expected.abs(), "{what}: {found:e}, expected {expected:e}");
}

#[track_caller]
fn check(network: &Network, a: u32, b: u32, up: f64, down: f64) {
    let found = answer(network, a, b);
    assert_close(found.up, up, 1e-12, "up");
    assert_close(found.down, down, 1e-12, "down");
}

// The other opinion: union-find.

fn is_connected(shape: &Shape, a: u32, b: u32, up: impl Fn(Element) -> bool) -> bool {
    let node_up = |node: u32| !shape.nodes[node as usize].fallible || up(Element::Node(node));
    let open = |node: u32| node == a || node == b || shape.nodes[node as usize].passable;
    let mut parent: Vec<u32> = (0..shape.nodes.len() as u32).collect();
    fn find(parent: &[u32], mut node: u32) -> u32 {
        while parent[node as usize] != node {
            node = parent[node as usize];
        }
        node
    }
    for (place, link) in shape.links.iter().enumerate() {
        let usable = !link.fallible || up(Element::Link(place as u32));
        if usable && [link.a, link.b].into_iter().all(|node| node_up(node) && open(node)) {
            let (one, two) = (find(&parent, link.a), find(&parent, link.b));
            parent[one as usize] = two;
        }
    }
    node_up(a) && node_up(b) && find(&parent, a) == find(&parent, b)
}

fn shape_of(network: &Network) -> Shape {
    let node = |&u: &f64| NodeShape { fallible: u > 0.0, passable: true };
    let link = |link: &Link| LinkShape { a: link.a, b: link.b, fallible: link.unavailability > 0.0 };
    Shape { nodes: network.nodes.iter().map(node).collect(), links: network.links.iter().map(link).collect() }
}

fn elements(shape: &Shape) -> Vec<Element> {
    let nodes = (0..shape.nodes.len() as u32).filter(|&n| shape.nodes[n as usize].fallible).map(Element::Node);
    let links = (0..shape.links.len() as u32).filter(|&l| shape.links[l as usize].fallible).map(Element::Link);
    nodes.chain(links).collect()
}

/// Every combination of failures, both sides summed as products of what is up and what is down.
fn enumerate(network: &Network, a: u32, b: u32) -> (f64, f64) {
    let shape = shape_of(network);
    let elements = elements(&shape);
    assert!(elements.len() <= 16);
    let (mut up, mut down) = (0.0, 0.0);
    for states in 0..1_u32 << elements.len() {
        let is_up =
            |element: Element| elements.iter().position(|&e| e == element).is_some_and(|at| states >> at & 1 == 1);
        let chance = |&element: &Element| {
            let u = match element {
                Element::Node(node) => network.nodes[node as usize],
                Element::Link(link) => network.links[link as usize].unavailability,
            };
            if is_up(element) { 1.0 - u } else { u }
        };
        let product: f64 = elements.iter().map(chance).product();
        if is_connected(&shape, a, b, is_up) { up += product } else { down += product }
    }
    (up, down)
}

/// A number below `limit`.
fn draw(stream: &mut Stream, limit: u64) -> u64 {
    stream.next_bits() % limit
}

/// At most 7 nodes, at most 12 things that fail; islands, loops, parallel links and certain failures now and then.
fn random_network(seed: u64) -> Network {
    let stream = &mut Stream::new(seed, 0, 7);
    let nodes_count = 2 + draw(stream, 6);
    let links_count = draw(stream, 2 * nodes_count + 3);
    let mut left = 12_u32;
    let mut unavailability = |stream: &mut Stream, often: u64| {
        if draw(stream, often) == 0 || left == 0 {
            return 0.0;
        }
        left -= 1;
        match draw(stream, 12) {
            0 => 1.0,
            1..=3 => 1e-7 * stream.share(),
            4 => 1e-20 * stream.share(),
            _ => stream.share(),
        }
    };
    let links = (0..links_count)
        .map(|_| {
            let (a, b) = (draw(stream, nodes_count) as u32, draw(stream, nodes_count) as u32);
            link(a, b, unavailability(stream, 5))
        })
        .collect();
    let nodes = (0..nodes_count).map(|_| unavailability(stream, 3)).collect();
    Network { nodes, links }
}

#[test]
fn random_networks_equal_enumeration() {
    for seed in 0..400 {
        let network = random_network(seed);
        let count = network.nodes.len() as u64;
        let stream = &mut Stream::new(seed, 1, 7);
        let (a, b) = (draw(stream, count) as u32, draw(stream, count) as u32);
        let (up, down) = enumerate(&network, a, b);
        let found = answer(&network, a, b);
        assert_close(found.up, up, 1e-12, &format!("seed {seed}, up"));
        assert_close(found.down, down, 1e-12, &format!("seed {seed}, down"));
        let swapped = answer(&network, b, a);
        assert_close(swapped.down, down, 1e-12, &format!("seed {seed}, swapped"));
    }
}

#[test]
fn all_pairs_of_random_networks_equal_enumeration() {
    for seed in 1000..1150 {
        let network = random_network(seed);
        let pairs = all_pairs(&network, &Limits::standard());
        let count = network.nodes.len() as u32;
        let expected: Vec<(u32, u32)> = (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b))).collect();
        assert_eq!(pairs.iter().map(|pair| (pair.a, pair.b)).collect::<Vec<_>>(), expected);
        for pair in pairs {
            let (up, down) = enumerate(&network, pair.a, pair.b);
            assert!(pair.answer.exact);
            assert_close(pair.answer.up, up, 1e-12, &format!("seed {seed}, {} to {}, up", pair.a, pair.b));
            assert_close(pair.answer.down, down, 1e-12, &format!("seed {seed}, {} to {}, down", pair.a, pair.b));
        }
    }
}

// Closed forms.

#[test]
fn chains_and_bundles_have_their_closed_forms() {
    let chain = Network { nodes: vec![0.1, 0.2, 0.3], links: vec![link(0, 1, 0.4), link(2, 1, 0.5)] };
    let up = 0.9 * 0.8 * 0.7 * 0.6 * 0.5;
    check(&chain, 0, 2, up, 1.0 - up);
    let bundle = Network { nodes: vec![0.0; 2], links: vec![link(0, 1, 1e-5), link(1, 0, 1e-6), link(0, 0, 0.5)] };
    check(&bundle, 1, 0, 1.0 - 1e-11, 1e-11);
    check(&chain, 1, 1, 0.8, 0.2);
    let island = Network { nodes: vec![0.1; 3], links: vec![link(0, 1, 0.1), link(2, 2, 0.0)] };
    check(&island, 0, 2, 0.0, 1.0);
    let hopeless = Network { nodes: vec![0.0, 1.0, 0.0], links: vec![link(0, 1, 0.0), link(1, 2, 0.0)] };
    check(&hopeless, 0, 2, 0.0, 1.0);
    check(&hopeless, 0, 1, 0.0, 1.0);
}

#[test]
fn the_bridge_keeps_its_digits() {
    // Two links from each end and one across: 2q² + 2q³ − 5q⁴ + 2q⁵ (Barlow, Proschan, 1975, chapter 2).
    for q in [0.3_f64, 1e-7, 1e-20] {
        let ends = [(0, 1), (0, 2), (1, 3), (2, 3), (1, 2)];
        let bridge = Network { nodes: vec![0.0; 4], links: ends.map(|(a, b)| link(a, b, q)).to_vec() };
        let down = 2.0 * q.powi(2) + 2.0 * q.powi(3) - 5.0 * q.powi(4) + 2.0 * q.powi(5);
        check(&bridge, 0, 3, 1.0 - down, down);
        let pair = all_pairs(&bridge, &Limits::standard())[2];
        assert_eq!((pair.a, pair.b), (0, 3));
        assert_close(pair.answer.down, down, 1e-12, "all pairs");
    }
}

/// Two given nodes of a complete graph whose links fail with probability q (Gilbert: Random graphs, 1959).
fn gilbert(nodes_count: usize, q: f64) -> f64 {
    let choose = |n: usize, k: usize| (0..k).fold(1.0, |c, i| c * (n - i) as f64 / (i + 1) as f64);
    let apart = |n: usize, connected: &[f64], left: usize| -> f64 {
        (1..n).map(|k| choose(n - left, k - 1) * connected[k] * q.powi((k * (n - k)) as i32)).sum()
    };
    let mut connected = vec![1.0, 1.0];
    for n in 2..=nodes_count {
        connected.push(1.0 - apart(n, &connected, 1));
    }
    apart(nodes_count, &connected, 2)
}

fn complete(nodes_count: u32, node: f64, q: f64) -> Network {
    let links = (0..nodes_count).flat_map(|a| (a + 1..nodes_count).map(move |b| link(a, b, q))).collect();
    Network { nodes: vec![node; nodes_count as usize], links }
}

#[test]
fn complete_graphs_equal_gilberts_recursion() {
    for nodes_count in 2..=8 {
        for q in [0.5, 0.01] {
            let down = gilbert(nodes_count, q);
            check(&complete(nodes_count as u32, 0.0, q), 1, 0, 1.0 - down, down);
        }
    }
}

#[test]
fn wide_frontiers_are_exact_where_few_states_matter() {
    // Everybody is linked for good but the two ends: down when all others are. One for each size of state.
    for nodes_count in [6, 14, 30, 90] {
        let mut network = complete(nodes_count, 0.5, 0.0);
        network.nodes[0] = 0.0;
        network.nodes[1] = 0.0;
        network.links.remove(0);
        let down = 0.5_f64.powi(nodes_count as i32 - 2);
        check(&network, 0, 1, 1.0 - down, down);
        let decisions = decide(&shape_of(&network), 0, 1, &DecisionLimits { decisions_max: 1 << 16 }).unwrap();
        assert_eq!(decisions.decisions.len(), nodes_count as usize - 2);
    }
}

fn grid(width: u32, height: u32, node: f64, q: f64) -> Network {
    let at = |x: u32, y: u32| y * width + x;
    let mut links = Vec::new();
    for (x, y) in (0..height).flat_map(|y| (0..width).map(move |x| (x, y))) {
        if x + 1 < width {
            links.push(link(at(x, y), at(x + 1, y), q));
        }
        if y + 1 < height {
            links.push(link(at(x, y), at(x, y + 1), q));
        }
    }
    Network { nodes: vec![node; (width * height) as usize], links }
}

#[test]
fn small_grids_equal_enumeration() {
    for (width, height, node, q) in [(3, 3, 0.0, 0.1), (3, 3, 0.2, 0.0), (2, 6, 0.0, 1e-3), (4, 4, 0.3, 0.0)] {
        let network = grid(width, height, node, q);
        let (up, down) = enumerate(&network, 0, width * height - 1);
        check(&network, 0, width * height - 1, up, down);
    }
}

#[test]
fn larger_grids_equal_whole_number_arithmetic() {
    // Counted in whole numbers of 10^-links by a separate program that merges nothing but equal partitions.
    for (side, up, down) in [(5, 0.9755565895053692, 0.0244434104946308), (8, 0.975661264482072, 0.024338735517928034)]
    {
        check(&grid(side, side, 0.0, 0.1), 0, side * side - 1, up, down);
    }
}

#[test]
fn all_pairs_equal_pairs_one_by_one() {
    for seed in 0..12 {
        let stream = &mut Stream::new(seed, 2, 7);
        let nodes_count = 14;
        let links = (0..26)
            .map(|_| {
                let (a, b) = (draw(stream, nodes_count) as u32, draw(stream, nodes_count) as u32);
                link(a, b, if draw(stream, 4) == 0 { 0.0 } else { stream.share() * 0.3 })
            })
            .collect();
        let nodes = (0..nodes_count).map(|_| if draw(stream, 3) == 0 { 0.0 } else { stream.share() * 0.2 }).collect();
        let network = Network { nodes, links };
        for pair in all_pairs(&network, &Limits::standard()) {
            let alone = answer(&network, pair.a, pair.b);
            assert_close(pair.answer.up, alone.up, 1e-12, &format!("seed {seed}"));
            assert_close(pair.answer.down, alone.down, 1e-12, &format!("seed {seed}"));
        }
    }
}

#[test]
fn past_the_limit_the_truth_is_within_the_bounds() {
    let network = grid(6, 6, 0.05, 0.02);
    let exact = answer(&network, 0, 35);
    let mut width_before = 1.0;
    for states_max in [1, 10, 100, 300] {
        let bounds = two_terminal(&network, 0, 35, &Limits { states_max });
        assert!(!bounds.exact);
        assert!(bounds.up < exact.up);
        assert!(bounds.down < exact.down);
        let width = 1.0 - bounds.up - bounds.down;
        assert!(width < width_before, "{states_max}: {width}");
        width_before = width;
    }
    assert!(width_before < 1e-2, "{width_before}");
    for pair in all_pairs(&network, &Limits { states_max: 500 }) {
        let exact = answer(&network, pair.a, pair.b);
        assert!(pair.answer.up <= exact.up * (1.0 + 1e-12));
        assert!(pair.answer.down <= exact.down * (1.0 + 1e-12));
    }
    let dense = two_terminal(&complete(40, 0.0, 0.2), 0, 1, &Limits { states_max: 1000 });
    assert!(!dense.exact);
    assert!(dense.up > 0.99 && dense.up <= 1.0 - gilbert(40, 0.2));
}

#[test]
fn a_frontier_too_wide_for_any_state_is_said_to_be_unknown() {
    let network = complete(260, 0.0, 0.5);
    let unknown = two_terminal(&network, 0, 1, &Limits { states_max: 10 });
    assert_eq!(unknown, TwoTerminal { up: 0.0, down: 0.0, exact: false });
    assert!(decide(&shape_of(&network), 0, 1, &DecisionLimits { decisions_max: 1000 }).is_err());
}

// Decisions.

/// The form: children before parents, the root last, reduced, every way in the order.
fn assert_well_formed(decisions: &Decisions) {
    let place = |element: Element| decisions.order().iter().position(|&e| e == element).expect("in the order");
    for (at, decision) in decisions.decisions.iter().enumerate() {
        assert_ne!(decision.up, decision.down);
        for child in [decision.up, decision.down] {
            assert!(child < at as u32 + 2);
            if child > 1 {
                assert!(place(decisions.decisions[child as usize - 2].element) > place(decision.element));
            }
        }
    }
    let mut unique = decisions.decisions.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), decisions.decisions.len());
    let root =
        if decisions.decisions.is_empty() { decisions.root.min(1) } else { decisions.decisions.len() as u32 + 1 };
    assert_eq!(decisions.root, root);
    let asked: Vec<Element> = decisions.order().to_vec();
    assert!(asked.iter().all(|&element| decisions.decisions.iter().any(|decision| decision.element == element)));
}

#[test]
fn decisions_equal_union_find_in_every_state() {
    for seed in 2000..2200 {
        let mut shape = shape_of(&random_network(seed));
        let stream = &mut Stream::new(seed, 3, 7);
        let count = shape.nodes.len() as u64;
        shape.nodes.iter_mut().for_each(|node| node.passable = draw(stream, 4) > 0);
        let (a, b) = (draw(stream, count) as u32, draw(stream, count) as u32);
        let decisions = decide(&shape, a, b, &DecisionLimits { decisions_max: 1 << 16 }).unwrap();
        assert_well_formed(&decisions);
        let elements = elements(&shape);
        for states in 0..1_u32 << elements.len() {
            let up =
                |element: Element| elements.iter().position(|&e| e == element).is_some_and(|at| states >> at & 1 == 1);
            assert_eq!(decisions.connected(up), is_connected(&shape, a, b, up), "seed {seed}, states {states:b}");
        }
    }
}

#[test]
fn decisions_of_a_larger_network_equal_union_find_and_its_probability() {
    let network = grid(6, 5, 0.1, 0.05);
    let shape = shape_of(&network);
    let decisions = decide(&shape, 3, 26, &DecisionLimits { decisions_max: 1 << 20 }).unwrap();
    assert_well_formed(&decisions);
    for seed in 0..2000 {
        let number = |element: Element| match element {
            Element::Node(node) => u64::from(node),
            Element::Link(link) => 1000 + u64::from(link),
        };
        let up = |element: Element| Stream::new(seed, number(element), 8).share() > 0.3;
        assert_eq!(decisions.connected(up), is_connected(&shape, 3, 26, up), "seed {seed}");
    }
    let mut down = vec![1.0, 0.0];
    for decision in &decisions.decisions {
        let u = match decision.element {
            Element::Node(node) => network.nodes[node as usize],
            Element::Link(link) => network.links[link as usize].unavailability,
        };
        down.push((1.0 - u) * down[decision.up as usize] + u * down[decision.down as usize]);
    }
    assert_close(down[decisions.root as usize], answer(&network, 3, 26).down, 1e-12, "down");
}

#[test]
fn decisions_stop_at_their_limit() {
    let shape = shape_of(&grid(5, 5, 0.1, 0.1));
    assert!(decide(&shape, 0, 24, &DecisionLimits { decisions_max: 100 }).is_err());
    assert!(decide(&shape, 0, 0, &DecisionLimits { decisions_max: 0 }).is_err());
    let one = decide(&shape, 0, 0, &DecisionLimits { decisions_max: 1 }).unwrap();
    assert_eq!(one.order(), [Element::Node(0)]);
}

#[test]
fn the_likeliest_decisions_hold_the_truth_between_them() {
    let (mut sure, mut open) = (0, 0);
    for seed in 2000..2200 {
        let network = random_network(seed);
        let mut shape = shape_of(&network);
        let stream = &mut Stream::new(seed, 3, 7);
        let count = shape.nodes.len() as u64;
        shape.nodes.iter_mut().for_each(|node| node.passable = draw(stream, 4) > 0);
        let (a, b) = (draw(stream, count) as u32, draw(stream, count) as u32);
        let down = |element: Element| match element {
            Element::Node(node) => network.nodes[node as usize],
            Element::Link(link) => network.links[link as usize].unavailability,
        };
        let elements = elements(&shape);
        // Chances that are off may cost closeness and nothing else.
        for (width, exchanged) in [(0, false), (1, false), (2, true), (3, false)] {
            let down = |element| if exchanged { 1.0 - down(element) } else { down(element) };
            let bracket = decide_likeliest(&shape, (a, b), down, width).unwrap();
            for states in 0..1_u32 << elements.len() {
                let up = |element: Element| {
                    elements.iter().position(|&e| e == element).is_some_and(|at| states >> at & 1 == 1)
                };
                let truth = is_connected(&shape, a, b, up);
                let (least, most) = (bracket.least.connected(up), bracket.most.connected(up));
                assert!(least <= truth && truth <= most, "seed {seed}, width {width}, states {states:b}");
                *(if least == most { &mut sure } else { &mut open }) += 1;
            }
        }
        let all = decide(&shape, a, b, &DecisionLimits { decisions_max: 1 << 16 }).unwrap();
        let bracket = decide_likeliest(&shape, (a, b), down, 1 << 16).unwrap();
        assert_eq!(bracket.least.decisions.len(), all.decisions.len(), "seed {seed}");
        assert_eq!(bracket.least, bracket.most, "seed {seed}");
    }
    // Both happen, or this test shows nothing.
    assert!(sure > 100_000 && open > 10_000, "{sure} and {open}");
}

#[test]
fn what_is_on_no_path_is_not_asked() {
    // A dead end at 1, a ring beyond the far end, and a node that lets nothing through beside the path.
    let mut shape = shape_of(&Network {
        nodes: vec![0.1; 8],
        links: [(0, 1), (1, 2), (1, 3), (2, 4), (4, 5), (5, 2), (0, 6), (6, 2), (2, 7)]
            .map(|(a, b)| link(a, b, 0.1))
            .to_vec(),
    });
    shape.nodes[6].passable = false;
    let decisions = decide(&shape, 0, 2, &DecisionLimits { decisions_max: 1000 }).unwrap();
    let mut asked = decisions.order().to_vec();
    asked.sort();
    let (node, link) = (Element::Node, Element::Link);
    assert_eq!(asked, [node(0), node(1), node(2), link(0), link(1)]);
}

// Published networks.

#[test]
fn published_networks_have_their_published_answers() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/benchmarks");
    let Ok(files) = std::fs::read_dir(&folder) else {
        eprintln!("skipped {NETWORKS} published networks: {} is not there", folder.display());
        return;
    };
    let is_network = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('n'));
    let mut paths: Vec<PathBuf> = files.map(|file| file.unwrap().path()).filter(is_network).collect();
    paths.sort();
    assert_eq!(paths.len(), NETWORKS);
    paths.iter().for_each(check_published);
}

fn check_published(path: &PathBuf) {
    let case: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let (names, network) = published(&case["model"]);
    let pairs = all_pairs(&network, &Limits::standard());
    let place = |name: &Value| names.iter().position(|known| name == known).expect("a node") as u32;
    for expected in case["expected"].as_array().unwrap() {
        let tolerance = expected["rel_tol"].as_f64().unwrap_or(1e-9);
        let value = expected["value"].as_f64().unwrap_or(f64::NAN);
        let what = format!("{} {}", path.display(), expected["measure"]);
        let compare = |side: fn(&TwoTerminal) -> f64| {
            let (a, b) = (place(&expected["of"][0]), place(&expected["of"][1]));
            assert_close(side(&answer(&network, a, b)), value, tolerance, &what);
            let pair = pairs.iter().find(|pair| (pair.a, pair.b) == (a.min(b), a.max(b))).expect("the pair");
            assert_close(side(&pair.answer), value, tolerance, &what);
        };
        match expected["measure"].as_str().unwrap() {
            "connected" => compare(|answer| answer.up),
            "disconnected" => compare(|answer| answer.down),
            "mean_connected_all_pairs" => {
                let mean = pairs.iter().map(|pair| pair.answer.up).sum::<f64>() / pairs.len() as f64;
                assert_close(mean, value, tolerance, &what);
            }
            // Compared where networks are documents, which have cut sets (`cables.rs`).
            "minimal_node_cut_count" => {}
            other => panic!("{what}: {other} is not compared"),
        }
    }
}

fn published(model: &Value) -> (Vec<String>, Network) {
    let nodes = model["nodes"].as_object().unwrap();
    let names: Vec<String> = nodes.keys().cloned().collect();
    let place = |name: &Value| names.iter().position(|known| name == known).expect("a node") as u32;
    let unavailability = |availability: &Value| 1.0 - availability.as_f64().unwrap();
    let links = model["links"].as_array().unwrap();
    let link = |l: &Value| link(place(&l["a"]), place(&l["b"]), unavailability(&l["availability"]));
    let network =
        Network { nodes: nodes.values().map(unavailability).collect(), links: links.iter().map(link).collect() };
    (names, network)
}

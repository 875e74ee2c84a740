//! How long the frontier method takes on published networks and grids. Not a test: it prints seconds.

use std::time::Instant;

use nines_engine::network::{
    DecisionLimits, Limits, Link, LinkShape, Network, NodeShape, Shape, all_pairs, decide, two_terminal,
};
use serde_json::Value;

fn main() {
    for name in [
        "n20-Norway-nodes-0.9",
        "n23-zib54-nodes-0.9",
        "n25-pioro40-nodes-0.9",
        "n24-Germany_50-nodes-0.9",
        "n44-Germany_50-mixed",
        "n22-india35-nodes-0.9",
        "n21-janos-us-ca-nodes-0.9",
    ] {
        let path = format!("{}/../../shared/benchmarks/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let network = published(&serde_json::from_str::<Value>(&text).unwrap()["model"]);
        let start = Instant::now();
        let pairs = all_pairs(&network, &Limits::standard());
        let shared = start.elapsed();
        let start = Instant::now();
        let n = network.nodes.len() as u32;
        for a in 0..n {
            for b in a + 1..n {
                std::hint::black_box(two_terminal(&network, a, b, &Limits::standard()));
            }
        }
        println!(
            "{name}: {} pairs, shared {shared:?}, one by one {:?}, exact {}",
            pairs.len(),
            start.elapsed(),
            pairs.iter().all(|p| p.answer.exact)
        );
    }
    for n in [8, 9, 10, 11] {
        let network = Network {
            nodes: vec![0.0; n],
            links: (0..n as u32)
                .flat_map(|a| (a + 1..n as u32).map(move |b| Link { a, b, unavailability: 0.3 }))
                .collect(),
        };
        let start = Instant::now();
        let answer = two_terminal(&network, 0, 1, &Limits::standard());
        println!("complete {n}: {:?} {answer:?}", start.elapsed());
    }
    for side in [8, 9, 10, 11] {
        let network = grid(side);
        let start = Instant::now();
        let answer = two_terminal(&network, 0, side * side - 1, &Limits::standard());
        println!("grid {side}: {:?} {answer:?}", start.elapsed());
    }
    for side in [5, 6, 7, 8] {
        let network = grid(side);
        let start = Instant::now();
        let pairs = all_pairs(&network, &Limits::standard());
        println!(
            "grid {side} all pairs: {:?} exact {}",
            start.elapsed(),
            pairs.iter().filter(|p| p.answer.exact).count()
        );
        let start = Instant::now();
        let shape = Shape {
            nodes: vec![NodeShape { fallible: false, passable: true }; network.nodes.len()],
            links: network.links.iter().map(|l| LinkShape { a: l.a, b: l.b, fallible: true }).collect(),
        };
        let d = decide(&shape, 0, side * side - 1, &DecisionLimits { decisions_max: 10_000_000 });
        println!("grid {side} decide: {:?} {}", start.elapsed(), d.map_or(0, |d| d.decisions.len()));
    }
}

fn grid(side: u32) -> Network {
    let mut links = Vec::new();
    for (x, y) in (0..side).flat_map(|y| (0..side).map(move |x| (x, y))) {
        if x + 1 < side {
            links.push(Link { a: y * side + x, b: y * side + x + 1, unavailability: 1.0 - 0.9 });
        }
        if y + 1 < side {
            links.push(Link { a: y * side + x, b: y * side + x + side, unavailability: 1.0 - 0.9 });
        }
    }
    Network { nodes: vec![0.0; (side * side) as usize], links }
}

fn published(model: &Value) -> Network {
    let nodes = model["nodes"].as_object().unwrap();
    let place = |name: &Value| nodes.keys().position(|known| name == known).unwrap() as u32;
    let unavailability = |availability: &Value| 1.0 - availability.as_f64().unwrap();
    let link =
        |l: &Value| Link { a: place(&l["a"]), b: place(&l["b"]), unavailability: unavailability(&l["availability"]) };
    Network {
        nodes: nodes.values().map(unavailability).collect(),
        links: model["links"].as_array().unwrap().iter().map(link).collect(),
    }
}

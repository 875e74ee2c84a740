//! How often the clients go down: every way to leave "up", weighed by how often it is taken (Schneeweiss, Computing
//! failure frequency, mean life & mean repair time via mixed products of probabilities, IEEE Trans. Reliability, 1981;
//! for independent events, the sum of Birnbaum importance × failures).
//!
//! A pool solved as a chain has flows of its own. In situation j it is down with probability Dⱼ = 1 − Vⱼ, where Vⱼ is
//! the product over its first events of vᵢ = 1 − P(uᵢ), and the availability is linear in the Vⱼ: A = C + Σ βⱼVⱼ. From
//! ∂A/∂vᵢ, which is Birnbaum's measure of uᵢ, follows βⱼVⱼ = vⱼBⱼ − vⱼ₊₁Bⱼ₊₁, and the clients go down through the pool
//! Σ βⱼ·(stops in situation j) times an hour.

use super::quantify::Quantified;
use super::solve::Solved;
use crate::markov::Down;
use crate::structure::{Module, Pair, Rank, Structure};
use crate::units::HOURS_PER_YEAR;

/// Outages a year, given Birnbaum's measure at every level.
pub fn outages_per_year(structure: &Structure, solved: &Solved, birnbaum: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (level, event) in solved.levels.event_at.iter().enumerate() {
        let is_heeded = structure.modules.iter().any(|m| m.after.iter().any(|after| after.event == *event));
        sum += if is_heeded {
            by_heeded_event(structure, solved, *event, level)
        } else {
            birnbaum[level] * structure.events[*event as usize].failures_per_year()
        };
    }
    for (place, module) in structure.modules.iter().enumerate() {
        let is_of_pair = structure.pairs.iter().any(|pair| pair.modules.contains(&place));
        sum += if is_of_pair { 0.0 } else { by_module(module, solved, birnbaum) * HOURS_PER_YEAR };
    }
    for pair in &structure.pairs {
        sum += by_pair((structure, pair), solved) * HOURS_PER_YEAR;
    }
    sum
}

/// An hour, by what either of two pools does itself: in each situation outside, whether the clients go down when it stops is
/// another question while the other one works and while it does not.
fn by_pair((structure, pair): (&Structure, &Pair), solved: &Solved) -> f64 {
    let mut sum = 0.0;
    for (situation, stops) in &pair.stops {
        let (share, [[neither, second], [first, both]]) = in_situation((structure, pair), *situation, None, solved);
        let [of_first, of_second] = stops;
        sum += share * (of_first[0] * (first - neither).max(0.0) + of_first[1] * (both - second).max(0.0));
        sum += share * (of_second[0] * (second - neither).max(0.0) + of_second[1] * (both - first).max(0.0));
    }
    sum
}

/// How likely a situation outside of two pools is, and in it the clients to be down: by whether the first pool is down, and the
/// second. Of one event outside it is not asked how likely it is.
fn in_situation(
    (structure, pair): (&Structure, &Pair),
    situation: u16,
    but: Option<u32>,
    solved: &Solved,
) -> (f64, [[f64; 2]; 2]) {
    let modules = &structure.modules[pair.modules.clone()];
    let mut q = solved.q.clone();
    let share = fix((structure, &modules[0]), situation, but, solved, &mut q);
    modules.iter().for_each(|module| set(module, None, 0.0, solved, &mut q));
    let down = [0.0, 1.0].map(|first| {
        [0.0, 1.0].map(|second| {
            let mut q = q.clone();
            for (module, down) in modules.iter().zip([first, second]) {
                let rank = module.ranks.iter().find(|rank| rank.situation == situation);
                set(module, rank, down, solved, &mut q);
            }
            Quantified::of(&solved.diagram, &q).pair(solved.top).down
        })
    });
    (share, down)
}

/// Makes a situation outside of a module certain, and says how likely it is; of one event nothing is said.
fn fix(
    (structure, module): (&Structure, &Module),
    situation: u16,
    but: Option<u32>,
    solved: &Solved,
    q: &mut [f64],
) -> f64 {
    let mut share = 1.0;
    for (bit, event) in module.outside.iter().enumerate() {
        let is_on = situation >> bit & 1 == 1;
        if Some(*event) != but {
            let unavailability = structure.events[*event as usize].unavailability;
            share *= if is_on { unavailability } else { 1.0 - unavailability };
        }
        if let Some(level) = solved.levels.level_of[*event as usize] {
            q[level as usize] = f64::from(u8::from(is_on));
        }
    }
    share
}

/// Makes a module as likely down as this, in the situation of a rank; in none for none.
fn set(module: &Module, rank: Option<&Rank>, down: f64, solved: &Solved, q: &mut [f64]) {
    let level = |event: &u32| solved.levels.level_of[*event as usize].map(|level| level as usize);
    module.events.iter().filter_map(level).for_each(|level| q[level] = 0.0);
    let counting = rank.map_or(&[][..], |rank| &module.events[..rank.events as usize]);
    if let Some(level) = counting.last().and_then(level) {
        q[level] = down;
    }
}

/// An hour, by what the pool does itself.
fn by_module(module: &Module, solved: &Solved, birnbaum: &[f64]) -> f64 {
    let level = |event: u32| solved.levels.level_of[event as usize].map(|level| level as usize);
    // vᵢ·Bᵢ of every event, and Vⱼ.
    let weighed: Vec<f64> =
        module.events.iter().map(|e| level(*e).map_or(0.0, |l| (1.0 - solved.q[l]) * birnbaum[l])).collect();
    let product = |count: usize| -> f64 {
        module.events[..count].iter().map(|e| level(*e).map_or(1.0, |l| 1.0 - solved.q[l])).product()
    };
    let mut sum = 0.0;
    let working: Vec<(usize, f64)> =
        module.ranks.iter().filter_map(|rank| Some((rank.events as usize, rank.stops_per_hour?))).collect();
    for (place, (count, stops_per_hour)) in working.iter().enumerate() {
        // Situations that are equally bad share their events; the last of them stands for all.
        let is_last = working.get(place + 1).is_none_or(|(next, _)| next > count);
        if *count == 0 || !is_last {
            continue;
        }
        let next = weighed.get(*count).copied().unwrap_or(0.0);
        // What is down for certain, as far as a float knows, does not stop.
        let working = product(*count);
        if working > 0.0 {
            sum += (weighed[count - 1] - next).max(0.0) / working * stops_per_hour;
        }
    }
    sum
}

/// A year, by an event that pools react to: up before it, not up just after it.
fn by_heeded_event(structure: &Structure, solved: &Solved, event: u32, level: usize) -> f64 {
    let failures = structure.events[event as usize].failures_per_year();
    let mut q = solved.q.clone();
    q[level] = 0.0;
    let before = Quantified::of(&solved.diagram, &q).pair(solved.top).down;
    q[level] = 1.0;
    let heeds = |module: &Module| module.after.iter().any(|after| after.event == event);
    let heeding: Vec<usize> = (0..structure.modules.len()).filter(|place| heeds(&structure.modules[*place])).collect();
    let pair = structure.pairs.iter().find(|pair| heeding.iter().all(|place| pair.modules.contains(place)));
    let heeding: Vec<&Module> = heeding.iter().map(|place| &structure.modules[*place]).collect();
    let after = match (pair, heeding.as_slice()) {
        (Some(pair), _) => just_after_pair((structure, pair), event, solved),
        (None, [first, others @ ..])
            if !first.outside.is_empty() && others.iter().all(|other| other.outside == first.outside) =>
        {
            just_after((structure, &heeding), event, solved, &q)
        }
        // Where they know of something else, or what they know are no events: taken as apart, and a finding says so.
        _ => {
            for module in heeding {
                let Some(after) = module.after.iter().find(|after| after.event == event) else { continue };
                set_just_after(module, &after.down, solved, &mut q);
            }
            Quantified::of(&solved.diagram, &q).pair(solved.top).down
        }
    };
    failures * (after - before).max(0.0)
}

/// How likely the clients are down just after an event that two pools react to that were solved together.
fn just_after_pair((structure, pair): (&Structure, &Pair), event: u32, solved: &Solved) -> f64 {
    let mut sum = 0.0;
    for (_, situation, Down { each: [first, second], both }) in pair.after.iter().filter(|(of, ..)| *of == event) {
        let (share, down) = in_situation((structure, pair), *situation, Some(event), solved);
        let one = down[1][0] * (first - both) + down[0][1] * (second - both);
        sum += share * (down[0][0] * (1.0 - first - second + both) + one + down[1][1] * both);
    }
    sum
}

/// How likely the clients are down just after an event that pools react to, which know the same events outside: in each
/// situation outside, as likely as the pools are then.
fn just_after((structure, heeding): (&Structure, &[&Module]), event: u32, solved: &Solved, q: &[f64]) -> f64 {
    let downs = |module: &Module| {
        let after = module.after.iter().find(|after| after.event == event);
        after.map_or(Vec::new(), |after| after.down.clone())
    };
    let mut sum = 0.0;
    for (rank, _) in downs(heeding[0]) {
        let situation = heeding[0].ranks[rank as usize].situation;
        let mut q = q.to_vec();
        let share = fix((structure, heeding[0]), situation, Some(event), solved, &mut q);
        for module in heeding {
            set(module, None, 0.0, solved, &mut q);
            for (rank, down) in downs(module) {
                let rank = &module.ranks[rank as usize];
                if rank.situation == situation {
                    set(module, Some(rank), down, solved, &mut q);
                }
            }
        }
        sum += share * Quantified::of(&solved.diagram, &q).pair(solved.top).down;
    }
    sum
}

/// Gives a module's events the probabilities that make it as likely down, in each situation, as it is just after.
fn set_just_after(module: &Module, down: &[(u32, f64)], solved: &Solved, q: &mut [f64]) {
    for event in &module.events {
        if let Some(level) = solved.levels.level_of[*event as usize] {
            q[level as usize] = 0.0;
        }
    }
    let mut so_far = 0.0_f64;
    let mut events_so_far = 0;
    for (rank, down) in down {
        let events = module.ranks[*rank as usize].events as usize;
        // Situations that are ranked as equal share their events: the worse of them counts for both.
        let Some(last) = module.events[events_so_far.min(events)..events].last() else { continue };
        if let Some(level) = solved.levels.level_of[*last as usize] {
            let more = ((down - so_far) / (1.0 - so_far).max(f64::MIN_POSITIVE)).clamp(0.0, 1.0);
            q[level as usize] = more;
            so_far = so_far.max(*down);
        }
        events_so_far = events;
    }
}

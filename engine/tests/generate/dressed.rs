//! Generated systems that say everything a document may say: texts, places, promises, shapes, changes, cables, fields
//! of other versions, and numbers with all their digits. For what must survive whole; nobody would want its
//! availability.

use nines_engine::topology::{Cable, Json, Position, Shape as Times, Slo};
use nines_engine::units::TimeUnit;

use super::*;

/// The system of a seed, of each shape in turn.
pub fn dressed(seed: u64) -> Topology {
    let shapes = [Shape::Any, Shape::Plain, Shape::OftenDown, Shape::Dependent];
    let mut topology = generated(seed, shapes[(seed % 4) as usize]);
    let mut dice = Dice(Stream::new(seed, 0, 1 << 32));
    topology.title = text(&mut dice);
    topology.notes = text(&mut dice);
    topology.slo = dice.one_in(2).then(|| slo(&mut dice));
    topology.extra = extra(&mut dice, "colour");
    let mut clients = (*topology.clients).clone();
    clients.rps = dice.one_in(2).then(|| number(&mut dice));
    clients.extra = extra(&mut dice, "profile");
    clients.needs.iter_mut().for_each(|need| need.extra = extra(&mut dice, "timeout"));
    topology.clients = Arc::new(clients);
    topology.components.iter_mut().for_each(|component| dress_component(&mut dice, Arc::make_mut(component)));
    for pool in topology.pools.iter_mut().map(Arc::make_mut) {
        pool.extra = extra(&mut dice, "balancer");
        if let Some(standby) = &mut pool.recovery.standby {
            standby.extra = extra(&mut dice, "lag");
            standby.test_interval = dice.one_in(3).then(|| duration(&mut dice));
            standby.dormancy = dice.one_in(3).then(|| share(&mut dice));
        }
    }
    for domain in topology.domains.iter_mut().map(Arc::make_mut) {
        domain.kind = Kind::new(["region", "rack", "certificate"][dice.below(3)]);
        domain.shapes = shapes_of_times(&mut dice);
        domain.extra = extra(&mut dice, "colour");
    }
    cables(&mut dice, &mut topology);
    let mut ids: Vec<Id> = topology.index().into_keys().collect();
    ids.push(Id::clients());
    for id in ids {
        if dice.one_in(2) {
            let place = Position { x: 800.0 * dice.0.share() - 400.0, y: dice.below(1000) as f64 };
            topology.layout.insert(id, place);
        }
    }
    let findings = validate(&topology);
    assert!(!nines_engine::diag::has_errors(&findings), "seed {seed}: {findings:?}");
    topology
}

fn dress_component(dice: &mut Dice, component: &mut Component) {
    component.kind = Kind::new(Kind::COMPONENTS[dice.below(Kind::COMPONENTS.len())]);
    component.shapes = shapes_of_times(dice);
    component.cost = dice.one_in(2).then(|| number(dice));
    component.capacity_rps = dice.one_in(2).then(|| number(dice));
    component.extra = extra(dice, "queue");
    component.needs.iter_mut().for_each(|need| need.extra = extra(dice, "attempts"));
    if dice.one_in(2) {
        let mttr = dice.one_in(2).then(|| duration(dice));
        component.reliability = match dice.below(3) {
            0 => Reliability::Times { mttf: duration(dice), mttr },
            1 => Reliability::Availability { availability: share(dice), mttr },
            _ => Reliability::Unavailability { unavailability: share(dice), mttr },
        };
    }
    component.change = dice.one_in(3).then(|| Change {
        bad_per_year: number(dice),
        blast: dice.one_in(2).then(|| share(dice)),
        rollback: dice.one_in(2).then(|| duration(dice)),
        extra: extra(dice, "colour"),
    });
}

fn cables(dice: &mut Dice, topology: &mut Topology) {
    let mut ends: Vec<Id> = topology.components.iter().map(|c| c.id.clone()).collect();
    ends.push(Id::clients());
    for place in 0..dice.below(4) {
        let a = dice.below(ends.len());
        let b = (a + 1 + dice.below(ends.len() - 1)) % ends.len();
        let cable = Cable {
            id: dice.one_in(2).then(|| id(format!("w{place}"))),
            between: [ends[a].clone(), ends[b].clone()],
            reliability: reliability(dice, Shape::Any),
            shapes: shapes_of_times(dice),
            extra: extra(dice, "colour"),
        };
        topology.cables.push(Arc::new(cable));
    }
}

fn slo(dice: &mut Dice) -> Slo {
    let window = dice.one_in(2).then(|| duration(dice));
    Slo { availability: share(dice), window, extra: extra(dice, "colour") }
}

fn shapes_of_times(dice: &mut Dice) -> Shapes {
    let mut times = || match dice.below(6) {
        0 => Times::Weibull { shape: 0.2 + dice.0.share() },
        1 => Times::Lognormal { sigma: 0.5 + dice.0.share() },
        2 => Times::Fixed,
        _ => Times::Exponential,
    };
    Shapes { failure: times(), repair: times() }
}

/// Something that the version does not know or does not count, one time in three.
fn extra(dice: &mut Dice, name: &str) -> Extra {
    let values = [r#"{"a":[1,null,-2.5],"b":"ä\n\"€"}"#, r#""text""#, "1e300", "[]", "{}", "true", "null", "0.1"];
    let one = dice.one_in(3).then(|| (name.to_string(), Json(values[dice.below(values.len())].to_string())));
    one.into_iter().collect()
}

/// A number with all its digits, or a round one.
fn number(dice: &mut Dice) -> f64 {
    if dice.one_in(2) { 1.0 + dice.below(500) as f64 } else { 1000.0 * dice.0.share() + 1e-3 }
}

/// A share with all its digits, sometimes next to nothing.
fn share(dice: &mut Dice) -> Probability {
    let scale = [1.0, 1e-3, 1e-12, 1e-300][dice.below(4)];
    Probability::new(scale * dice.0.share()).unwrap()
}

fn duration(dice: &mut Dice) -> Duration {
    let unit = TimeUnit::ALL[dice.below(TimeUnit::ALL.len())];
    Duration::new(number(dice), unit).unwrap()
}

fn text(dice: &mut Dice) -> String {
    ["", "Shop", "\"quoted\" \\ and\n\ttabs", "Größe ≥ 3 \u{1f4a1}", "</script>\u{0}\u{7f}"][dice.below(5)].to_string()
}

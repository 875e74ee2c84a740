//! Adding a part of a kind of the catalogue: a name of its own, the kind's numbers, a free place, and when asked for
//! a need of the part it was added from.

use nines_engine::ids::Id;
use nines_engine::topology::{Component, Domain, Extra, Kind, Need, PartRef, Shapes, Topology};

use super::{Draft, Plan, Refusal, arrange, fresh_id};
use crate::catalogue::{self, Entry};
use crate::geometry::{NODE_HEIGHT, NODE_WIDTH, Point, Rect, Size, on_grid};
use crate::layout::{COLUMN_PITCH, free_place};
use crate::scene::Scene;
use crate::target::Target;

/// Where a new part comes to stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spot {
    /// Here, and into the domains and pools that are drawn here.
    At(Point),
    /// At the nearest free place.
    Near(Point),
}

/// A new part. With `link_from`, that part needs it; for a domain, that part is in it.
#[inline(never)]
pub fn place(
    topology: &Topology,
    scene: &Scene,
    kind: &Kind,
    spot: Spot,
    link_from: Option<&Id>,
) -> Result<Plan, Refusal> {
    let unknown = || Refusal::because(format!("There is no kind of part called \"{}\".", kind.as_str()));
    let entry = catalogue::entry(kind).ok_or_else(unknown)?;
    if entry.kind == "clients" {
        return Err(Refusal::because("There is exactly one clients part, and it is there already."));
    }
    if entry.is_domain {
        place_domain(topology, scene, entry, spot, link_from)
    } else {
        place_component(topology, scene, entry, spot, link_from)
    }
}

fn place_component(
    topology: &Topology,
    scene: &Scene,
    entry: &Entry,
    spot: Spot,
    link_from: Option<&Id>,
) -> Result<Plan, Refusal> {
    let id = fresh_id(topology, entry.stem(), false);
    let mut draft = Draft::of(topology);
    draft.add_component(Component {
        id: id.clone(),
        kind: Kind::new(entry.kind),
        reliability: entry.reliability(),
        shapes: Shapes::default(),
        change: None,
        domains: Vec::new(),
        needs: Vec::new(),
        cost: entry.cost(),
        capacity_rps: None,
        extra: Extra::new(),
    });
    let mut said = format!("{id} is added.");
    if let Some(from) = link_from {
        match topology.find(from) {
            Some(PartRef::Domain(_)) => draft.domains(&id, |domains| domains.push(from.clone())),
            None if *from != Id::clients() => return Err(Refusal::unknown(from)),
            _ => draft.needs(from, |needs| needs.push(Need::hard(id.clone()))),
        }
        let verb = match topology.find(from) {
            Some(PartRef::Domain(_)) => "holds",
            None => "need",
            _ => "needs",
        };
        said = format!("{id} is added, and {from} {verb} it.");
    }
    draft.put(&id, Some(stand(scene, spot, link_from)));
    if let Spot::At(at) = spot {
        let joined = arrange::join_what_is_here(&mut draft, scene, std::slice::from_ref(&id), |_| Some(at));
        said = format!("{said}{joined}");
    }
    Ok(Plan::new(draft, format!("Add {id}"), said).selecting(vec![Target::Part(id)]))
}

fn place_domain(
    topology: &Topology,
    scene: &Scene,
    entry: &Entry,
    spot: Spot,
    link_from: Option<&Id>,
) -> Result<Plan, Refusal> {
    if let Some(part) = link_from.filter(|id| topology.find(id).is_some()) {
        return super::domain::domain_of(topology, &Kind::new(entry.kind), std::slice::from_ref(part));
    }
    let id = fresh_id(topology, entry.stem(), true);
    let mut draft = Draft::of(topology);
    let kind = Kind::new(entry.kind);
    let (reliability, domains, extra) = (entry.reliability(), Vec::new(), Extra::new());
    draft.add_domain(Domain { id: id.clone(), kind, reliability, shapes: Shapes::default(), domains, extra });
    draft.put(&id, Some(stand(scene, spot, None)));
    let said = format!("{id} is added. Drag parts into it, or choose it in their fields.");
    Ok(Plan::new(draft, format!("Add {id}"), said).selecting(vec![Target::Part(id)]))
}

fn stand(scene: &Scene, spot: Spot, link_from: Option<&Id>) -> Point {
    let near = match (spot, link_from.and_then(|id| scene.rect_of_part(id))) {
        (Spot::At(at), _) => return on_grid(at),
        (Spot::Near(_), Some(from)) => {
            let middle = from.center();
            Point::new(middle.x.max(from.right() - NODE_WIDTH / 2.0) + COLUMN_PITCH, middle.y)
        }
        (Spot::Near(at), None) => at,
    };
    free_place(&taken(scene), Rect::centered(near, Size { width: NODE_WIDTH, height: NODE_HEIGHT }))
}

/// What a new box should not overlap: boxes, and bands and frames it would seem to be in.
pub fn taken(scene: &Scene) -> Vec<Rect> {
    let nodes = scene.nodes.iter().map(|n| n.rect);
    nodes.chain(scene.bands.iter().map(|b| b.rect)).chain(scene.frames.iter().map(|f| f.rect)).collect()
}

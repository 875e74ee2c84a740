//! Where parts stand: moving them, laying everything out anew, and what a part joins when it is put down in a frame
//! or band. A part drawn inside a zone that it is not in would be a picture that lies, so putting it there puts it in.

use nines_engine::ids::Id;
use nines_engine::order::Set;
use nines_engine::topology::{Part, Topology};

use super::{Draft, Plan, Refusal, all_domains_of, domain, names, pool};
use crate::geometry::{Point, Rect, on_grid};
use crate::layout;
use crate::scene::{Scene, band_around, frame_around};

/// The parts that move when some parts do: pools and domains move with everything in them.
pub fn standing_for(topology: &Topology, parts: &[Id]) -> Vec<Id> {
    let held = layout::held_by_domain(topology);
    let mut found: Vec<Id> = Vec::new();
    let mut seen = Set::new();
    let mut open: Vec<Id> = parts.iter().rev().cloned().collect();
    while let Some(id) = open.pop() {
        if !seen.insert(id.clone()) {
            continue;
        }
        let inner = match topology.get(&id) {
            Some(Part::Pool(pool)) => pool.members.clone(),
            Some(Part::Domain(_)) => held.get(&id).cloned().unwrap_or_default(),
            _ => Vec::new(),
        };
        if inner.is_empty() {
            found.push(id);
        } else {
            open.extend(inner.into_iter().rev());
        }
    }
    found
}

/// The parts' places moved by a distance, on the document itself: what a drag does between two frames.
pub fn shifted(topology: &Topology, standing: &[Id], by: Point) -> Topology {
    let mut draft = Draft::of(topology);
    for id in standing {
        let at = layout::node_rect(topology, id).center().plus(by);
        draft.put(id, Some(layout::within_reach(at.into())));
    }
    draft.finish()
}

/// Parts move by a distance.
#[inline(never)]
pub fn move_by(topology: &Topology, scene: &Scene, parts: &[Id], by: Point) -> Result<Plan, Refusal> {
    let standing = standing_for(topology, parts);
    let Some(first) = parts.first().filter(|_| by.is_finite()) else {
        return Err(Refusal::because("Select what to move."));
    };
    if let Some(id) = parts.iter().find(|id| **id != Id::clients() && topology.find(id).is_none()) {
        return Err(Refusal::unknown(id));
    }
    let draft = Draft::of(&shifted(topology, &standing, by));
    let at = scene.rect_of_part(first).map(|rect| rect.moved(by)).unwrap_or_default();
    let said = beside(scene, parts, at).map_or_else(String::new, |place| format!("{} is {place}.", names(parts)));
    Ok(Plan::new(draft, format!("Move {}", names(parts)), said))
}

/// A part moves so that its middle is at a point of the grid.
#[inline(never)]
pub fn move_to(topology: &Topology, scene: &Scene, id: &Id, at: Point) -> Result<Plan, Refusal> {
    let rect = scene.rect_of_part(id).ok_or_else(|| Refusal::unknown(id))?;
    if !at.is_finite() {
        return Err(Refusal::because("A place on the canvas needs two numbers."));
    }
    move_by(topology, scene, std::slice::from_ref(id), on_grid(at).minus(rect.center()))
}

/// Everything is laid out anew.
#[inline(never)]
pub fn tidy(topology: &Topology) -> Plan {
    let mut draft = Draft::of(topology);
    for (id, at) in layout::layered(topology) {
        draft.put(&id, Some(at));
    }
    Plan::new(draft, "Tidy up the picture", "The picture is laid out anew.")
}

/// Where a box is, said by its nearest neighbour instead of by coordinates, which nobody can picture.
fn beside(scene: &Scene, moved: &[Id], at: Rect) -> Option<String> {
    let others = scene.nodes.iter().filter(|n| !moved.contains(&n.id));
    let center = at.center();
    let distance = |r: &Rect| r.center().distance_squared(center);
    let nearest = others.min_by(|a, b| distance(&a.rect).total_cmp(&distance(&b.rect)))?;
    let d = center.minus(nearest.rect.center());
    let word = match (d.x.abs() >= d.y.abs(), d.x >= 0.0, d.y >= 0.0) {
        (true, true, _) => "right of",
        (true, false, _) => "left of",
        (false, _, true) => "below",
        (false, _, false) => "above",
    };
    Some(format!("{word} {}", nearest.id))
}

/// The domains and pools a part would be put into at a point: those that are drawn there around what does not move.
pub fn what_is_here(topology: &Topology, scene: &Scene, moving: &[Id], part: &Id, at: Point) -> Vec<Id> {
    let frames = scene.frames.iter().filter(|f| f.rect.contains(at)).map(|f| &f.id);
    let bands = scene.bands.iter().filter(|b| b.rect.contains(at)).map(|b| &b.id);
    let boxes = scene.nodes.iter().filter(|n| n.rect.contains(at)).map(|n| &n.id);
    let all = frames.chain(bands).chain(boxes);
    // Frames stretch along with what is dragged out of them; what stays behind says where they are.
    let stays = all.filter(|holder| extent_without(topology, holder, moving).is_some_and(|rect| rect.contains(at)));
    stays.filter(|holder| can_join(topology, part, holder)).cloned().collect()
}

/// Where a pool or domain would be drawn without some of the parts in it; `None` when nothing would be left.
fn extent_without(topology: &Topology, holder: &Id, moving: &[Id]) -> Option<Rect> {
    let inside = standing_for(topology, std::slice::from_ref(holder));
    let left = inside.iter().filter(|id| !moving.contains(id));
    let around = Rect::around(left.map(|id| layout::node_rect(topology, id)))?;
    if inside == [holder.clone()] {
        return Some(around);
    }
    let is_pool = matches!(topology.get(holder), Some(Part::Pool(_)));
    Some(if is_pool { band_around(around) } else { frame_around(around) })
}

fn can_join(topology: &Topology, part: &Id, holder: &Id) -> bool {
    match topology.get(holder) {
        Some(Part::Domain(_)) => {
            domain::join_refusal(topology, part, holder).is_none() && !all_domains_of(topology, part).contains(holder)
        }
        Some(Part::Pool(_)) => pool::join_refusal(topology, part, holder).is_none(),
        _ => false,
    }
}

/// Puts parts into the domains and pools that are drawn where they are now: of nested domains the innermost, and the
/// outer ones through it. Gives the words for it.
pub fn join_what_is_here(draft: &mut Draft, scene: &Scene, parts: &[Id], at: impl Fn(&Id) -> Option<Point>) -> String {
    let mut said = String::new();
    for part in parts {
        let Some(at) = at(part) else { continue };
        let moving = standing_for(draft.topology(), parts);
        let here = what_is_here(draft.topology(), scene, &moving, part, at);
        let is_outer =
            |id: &Id| here.iter().any(|inner| inner != id && all_domains_of(draft.topology(), inner).contains(id));
        let joined: Vec<Id> = here.iter().filter(|id| !is_outer(id)).cloned().collect();
        for holder in joined {
            // Joining one may have made joining the next impossible.
            if !can_join(draft.topology(), part, &holder) {
                continue;
            }
            match draft.topology().get(&holder) {
                Some(Part::Domain(_)) => domain::join(draft, part, &holder),
                _ => pool::join(draft, part, &holder),
            }
            said.push_str(&format!(" {part} is now in {holder}."));
        }
    }
    said
}

//! The front page's small shop: it runs, one button breaks it, and the number falls. The words around it are printed in
//! the page; here is the living figure only. Its drawing is [`picture`].

mod picture;

use nines_engine::availability::Analysis;
use nines_engine::ids::Id;
use nines_engine::report;
use nines_engine::sim::PartState;
use nines_engine::topology::{Part, Position, Topology};
use nines_engine::units::Ticks;

use crate::bench::{Bench, BenchOptions, Speed};
use crate::live::prelude::*;
use crate::platform::lesson_dom::Place;
use crate::platform::page;
use picture::Picture;

/// The shop, laid out for a wide window.
const SHOP: &str = include_str!("front/shop.json");

/// Where its parts stand in a narrow window.
const NARROW: [(&str, f64, f64); 5] = [
    ("clients", 64.0, 32.0),
    ("lb", 232.0, 32.0),
    ("app-1", 64.0, 132.0),
    ("app-2", 232.0, 132.0),
    ("db", 148.0, 256.0),
];

/// Puts the running shop into the page.
#[inline(never)]
pub fn mount_front() {
    let Some(place) = Place::by_id("front-figure").or_else(|| Place::by_id("app")) else { return };
    place.fill(move || {
        let bench = Bench::new(BenchOptions { document: shop(), storage_key: None, seed: 1, speed: Speed::Day });
        provide_context(bench);
        // Whoever asked for less motion starts it by pressing a button.
        if !page::prefers_reduced_motion() {
            bench.play();
        }
        view! { <Shop/> }
    });
}

fn shop() -> Topology {
    let mut shop = nines_lessons::model::topology_of(SHOP);
    if page::is_narrow() {
        for (id, x, y) in NARROW {
            // The only word that is no name of a part is that of the clients.
            let id = Id::new(id).unwrap_or_else(|_| Id::clients());
            shop.layout.insert(id, Position { x, y });
        }
    }
    shop
}

#[component]
fn Shop() -> impl IntoView {
    let bench = expect_context::<Bench>();
    let answer = bench.signals.predicted.with_untracked(|predicted| predicted.answer().cloned());
    let target = answer.and_then(|answer| weakest(&answer)).unwrap_or_else(Id::clients);
    let target_state = bench.state(&target);
    let is_down = Memo::new(move |_| matches!(target_state.get(), PartState::Failed { .. }));
    let measured = bench.signals.measured;
    let number = move || measured.with(|measured| report::percent(measured.unavailability()));
    let aim = target.clone();
    let break_or_repair = move |_| {
        bench.toggle_failure(&aim);
        bench.play();
    };
    let said = said(bench, target);
    let running = bench.signals.running;
    view! {
        <section class="shop" aria-label="A small shop, running">
            <div class="shop-readout">
                <p class="shop-number value" style="--ch:9" id="front-availability">{move || number()}</p>
                <p class="shop-feels">{move || feels(bench)}</p>
                <p class="shop-buttons">
                    <button class="button primary" type="button" on:click=break_or_repair>
                        {move || if is_down.get() { "Repair it" } else { "Break it" }}
                    </button>
                    <button class="link-button" type="button" on:click=move |_| bench.toggle_play()>
                        {move || if running.get() { "Pause" } else { "Run" }}
                    </button>
                </p>
                <p class="shop-said" role="status">{move || said.get()}</p>
            </div>
            <Picture/>
        </section>
    }
}

/// The part whose failure alone takes the clients down, and which does so longest in a year.
fn weakest(answer: &Analysis) -> Option<Id> {
    let single = |id: &&String| answer.single_points_of_failure.contains(id);
    let first = answer.importance.iter().map(|part| &part.id).find(single);
    first.and_then(|id| Id::new(id.as_str()).ok())
}

/// What the number is, and what it should come to.
fn feels(bench: Bench) -> String {
    let measured = bench.signals.measured.get();
    let over = match measured.span {
        Ticks::ZERO => "Nothing measured yet.".to_string(),
        span => format!("available, measured over {}.", days_text(span)),
    };
    bench.signals.predicted.with(|predicted| match predicted.answer() {
        Some(answer) => {
            let expected = report::percent(answer.unavailability);
            format!("{over} Left alone it comes to {expected}, {}.", report::downtime_text(answer.unavailability))
        }
        None => over,
    })
}

/// Whole days, since every second brings one and hours would only flicker.
fn days_text(span: Ticks) -> String {
    match (span.hours() / 24.0).floor() as u64 {
        0 => "less than a day".to_string(),
        1 => "1 day".to_string(),
        days => format!("{days} days"),
    }
}

/// What is going on.
#[derive(Clone, Debug, PartialEq)]
enum News {
    /// Every part works.
    Calm,
    /// The reader broke the part that matters.
    Broken,
    /// The reader repaired it, and nothing has happened since.
    Mended,
    /// These failed by themselves.
    Failed {
        /// Their names.
        parts: Vec<Id>,
        /// Whether the clients are served all the same.
        served: bool,
    },
}

/// What is going on in a sentence that changes only when something happens.
fn said(bench: Bench, target: Id) -> Memo<String> {
    let document = bench.document_now();
    let users = users(&document, &target);
    let parts: Vec<_> = document.components.iter().map(|c| (c.id.clone(), bench.state(&c.id))).collect();
    let clients = bench.state(&Id::clients());
    let news = Memo::new(move |before: Option<&News>| {
        let states = || parts.iter().map(|(id, state)| (id, state.get()));
        let is_failed = |state: &PartState| matches!(state, PartState::Failed { .. });
        let by_hand = states().any(|(_, state)| state == PartState::Failed { by_hand: true });
        let failed: Vec<Id> = states().filter(|(_, state)| is_failed(state)).map(|(id, _)| id.clone()).collect();
        match before {
            _ if by_hand => News::Broken,
            _ if !failed.is_empty() => {
                let served = matches!(clients.get(), PartState::Up | PartState::Degraded);
                News::Failed { parts: failed, served }
            }
            Some(News::Broken | News::Mended) => News::Mended,
            _ => News::Calm,
        }
    });
    Memo::new(move |_| match news.get() {
        News::Calm => "Every client is served. A simulated day passes every second.".to_string(),
        News::Broken => format!("You broke {target}. {users}, and there is no second one, so no client is served."),
        News::Mended => format!("{target} works again. The lost time stays in the number and fades slowly."),
        News::Failed { parts, served: true } => {
            format!("{} failed by itself. The other one carries on, and the clients notice nothing.", named(&parts))
        }
        News::Failed { parts, served: false } => {
            format!("{} failed by itself, and the clients wait until it is repaired.", named(&parts))
        }
    })
}

fn named(ids: &[Id]) -> String {
    ids.iter().map(Id::as_str).collect::<Vec<_>>().join(" and ")
}

/// "app needs it": who needs a part, the clients themselves included.
fn users(document: &Topology, id: &Id) -> String {
    let components = document.components.iter().map(Part::Component);
    let pools = document.pools.iter().map(Part::Pool);
    let parts = components.chain(pools).map(|part| (part.id().clone(), part.needs()));
    let clients = std::iter::once((Id::clients(), &document.clients.needs[..]));
    let users = clients.chain(parts).filter(|(_, needs)| needs.iter().any(|need| need.to == *id));
    let users: Vec<Id> = users.map(|(user, _)| user).collect();
    // The clients are many.
    let are_many = users.len() > 1 || users.first() == Some(&Id::clients());
    format!("{} {} it", named(&users), if are_many { "need" } else { "needs" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use nines_engine::availability::{AnalyzeOptions, analyze};
    use nines_lessons::model::topology_of;

    #[test]
    fn what_is_broken_is_what_matters_most() {
        let shop = topology_of(SHOP);
        let answer = analyze(&shop, &AnalyzeOptions::standard()).unwrap();
        let weakest = weakest(&answer).unwrap();
        assert_eq!(weakest.as_str(), "db");
        assert_eq!(users(&shop, &weakest), "app needs it");
        assert_eq!(users(&shop, &Id::new("lb").unwrap()), "clients need it");
    }

    #[test]
    fn the_narrow_drawing_has_a_place_for_every_part() {
        let shop = topology_of(SHOP);
        assert_eq!(NARROW.len(), shop.layout.len());
        for (id, ..) in NARROW {
            assert!(shop.layout.keys().any(|known| known.as_str() == id), "{id}");
        }
    }

    #[test]
    fn days_are_counted_whole() {
        let said = [3.0, 30.0, 100.0].map(|hours| days_text(Ticks::from_hours(hours)));
        assert_eq!(said, ["less than a day", "1 day", "4 days"]);
    }
}

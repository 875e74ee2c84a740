//! The gesture that is going on: the line being drawn, the box around what will be selected, lines that parts snap to,
//! the place of what is being added. And the reason, in words, why a line may not end where it is.

use nines_editor::{Gesture, Point, Rect};

use crate::bench::use_bench;
use crate::live::prelude::*;

/// What a gesture adds to the drawing.
#[derive(Clone, Debug, PartialEq)]
enum Shape {
    Line { path: String, is_refused: bool },
    Marquee(Rect),
    Guide(Point, Point),
    Ghost(Rect),
}

fn shapes(gesture: &Gesture) -> Vec<Shape> {
    match gesture {
        Gesture::Connect(connect) => {
            let is_refused = connect.candidate.as_ref().is_some_and(|candidate| candidate.refusal.is_some());
            vec![Shape::Line { path: connect.preview_path(), is_refused }]
        }
        Gesture::Marquee(marquee) => vec![Shape::Marquee(marquee.rect)],
        Gesture::Drag(drag) => drag.guides.iter().map(|guide| Shape::Guide(guide.from, guide.to)).collect(),
        Gesture::Place(placing) => placing.ghost.iter().map(|rect| Shape::Ghost(*rect)).collect(),
        _ => Vec::new(),
    }
}

fn draw(shape: Shape) -> AnyView {
    match shape {
        Shape::Line { path, is_refused } => {
            view! { <path class="ghost" d=path data-ok=is_refused.then_some("false")/> }.into_any()
        }
        Shape::Marquee(r) => view! { <rect class="marquee" x=r.x y=r.y width=r.width height=r.height/> }.into_any(),
        Shape::Guide(from, to) => {
            view! { <path class="guide" d=format!("M{} {}L{} {}", from.x, from.y, to.x, to.y)/> }.into_any()
        }
        Shape::Ghost(r) => view! { <rect class="ghost" x=r.x y=r.y width=r.width height=r.height rx="4"/> }.into_any(),
    }
}

/// The gesture, inside the drawing.
#[component]
pub fn Overlay() -> impl IntoView {
    let bench = use_bench();
    let drawn = Memo::new(move |_| bench.gesture().with(shapes));
    move || drawn.get().into_iter().map(draw).collect_view()
}

/// Why the line being drawn may not end here, beside its end.
#[component]
pub fn Refusal() -> impl IntoView {
    let bench = use_bench();
    let refusal = Memo::new(move |_| {
        bench.gesture().with(|gesture| match gesture {
            Gesture::Connect(connect) => {
                let candidate = connect.candidate.as_ref()?;
                let at_screen = bench.viewport().get().to_screen(connect.at_canvas);
                Some((candidate.refusal.clone()?, at_screen))
            }
            _ => None,
        })
    });
    let place = move || {
        let at = refusal.get().map(|(_, at)| at).unwrap_or_default();
        format!("left:{}px;top:{}px", at.x + 16.0, at.y + 16.0)
    };
    view! {
        <Show when=move || refusal.with(Option::is_some)>
            <p class="canvas-refusal" style=move || place()>{move || refusal.get().map(|(why, _)| why)}</p>
        </Show>
    }
}

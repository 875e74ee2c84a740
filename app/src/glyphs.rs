//! Every drawn sign as plain data: the parts of a system, the marks of their states, and the small signs on buttons.
//! One family, drawn with round ends: parts on 24 units with a stroke of 1.5, signs on 16, marks on 12. Told apart
//! by silhouette, because at 16 pixels nothing else is left. No elements are made here; `glyph` and `icon` of the
//! style sheets (`app/style/README.md`) say how a stroke is drawn; the names of the kinds are in
//! `nines_editor::catalogue::label`.

/// One path of a drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stroke {
    /// The `d` of an SVG path.
    pub d: &'static str,
    /// Filled without an outline (class `solid`), instead of an outline without filling.
    pub solid: bool,
}

const fn line(d: &'static str) -> Stroke {
    Stroke { d, solid: false }
}

const fn solid(d: &'static str) -> Stroke {
    Stroke { d, solid: true }
}

/// The picture of a kind of part, on 24 units. A kind without a picture gets the hexagon of a plain component.
pub fn glyph(kind: &str) -> &'static [Stroke] {
    match kind {
        "clients" => CLIENTS,
        "dns" => DNS,
        "cdn" => CDN,
        "load_balancer" => LOAD_BALANCER,
        "server" => SERVER,
        "database" => DATABASE,
        "cache" => CACHE,
        "queue" => QUEUE,
        "object_store" => OBJECT_STORE,
        "third_party" => THIRD_PARTY,
        "switch" => SWITCH,
        "router" => ROUTER,
        "monitor" => MONITOR,
        "pool" => POOL,
        "zone" => ZONE,
        "region" => REGION,
        "rack" => RACK,
        "domain" => DOMAIN,
        _ => COMPONENT,
    }
}

/// The mark of a state, on 12 units: disc, half disc, cross, arc, ring. A state without a mark gets none.
pub fn mark(state: &str) -> &'static [Stroke] {
    match state {
        "up" => UP,
        "degraded" => DEGRADED,
        "failed" => FAILED,
        "recovering" => RECOVERING,
        "standby" => STANDBY,
        _ => &[],
    }
}

/// The sign of a button, on 16 units. A name without a sign gets none.
pub fn icon(name: &str) -> &'static [Stroke] {
    ICONS.iter().find(|(known, _)| *known == name).map_or(&[], |(_, strokes)| strokes)
}

/// Two people, the second behind the first.
const CLIENTS: &[Stroke] = &[
    line("M9 4a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7z"),
    line("M2.5 20.5c0-4 2.7-6.5 6.5-6.5s6.5 2.5 6.5 6.5"),
    line("M15.5 4.3a3.5 3.5 0 0 1 0 6.4"),
    line("M17.6 14.4c2.4.8 3.9 3 3.9 6.1"),
];

/// A signpost: a name becomes a direction.
const DNS: &[Stroke] = &[line("M12 2v20"), line("M12 4h6.5L21.5 7l-3 3H12z"), line("M12 12H5.5L2.5 15l3 3H12z")];

/// A globe: copies near everybody.
const CDN: &[Stroke] = &[
    line("M12 2.75a9.25 9.25 0 1 1 0 18.5 9.25 9.25 0 0 1 0-18.5z"),
    line("M12 2.75c5 5.2 5 13.3 0 18.5-5-5.2-5-13.3 0-18.5z"),
    line("M2.75 12h18.5"),
];

/// One line that becomes three.
const LOAD_BALANCER: &[Stroke] = &[
    line("M2 12h19.5"),
    line("M18.5 9l3 3-3 3"),
    line("M6 12c5 0 4.5-7.5 9.5-7.5h6"),
    line("M18.5 1.5l3 3-3 3"),
    line("M6 12c5 0 4.5 7.5 9.5 7.5h6"),
    line("M18.5 16.5l3 3-3 3"),
];

/// Two drawers with a lamp each.
const SERVER: &[Stroke] = &[
    line("M4 3.5h16a1 1 0 0 1 1 1v5.5a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V4.5a1 1 0 0 1 1-1z"),
    line("M4 13h16a1 1 0 0 1 1 1v5.5a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V14a1 1 0 0 1 1-1z"),
    solid("M7 5.9a1.35 1.35 0 1 1 0 2.7 1.35 1.35 0 0 1 0-2.7z"),
    solid("M7 15.4a1.35 1.35 0 1 1 0 2.7 1.35 1.35 0 0 1 0-2.7z"),
];

/// A drum, and its standby behind it.
const DATABASE: &[Stroke] = &[
    line("M2.5 9.5c0-1.5 2.9-2.7 6.5-2.7s6.5 1.2 6.5 2.7-2.9 2.7-6.5 2.7-6.5-1.2-6.5-2.7z"),
    line("M2.5 9.5v9c0 1.5 2.9 2.7 6.5 2.7s6.5-1.2 6.5-2.7v-9"),
    line("M8.5 4.3c.6-1.2 3.3-2 6.5-2 3.6 0 6.5 1.2 6.5 2.7v9c0 1-1.2 1.8-3 2.3"),
    line("M18.5 7.3c1.8-.5 3-1.3 3-2.3"),
];

/// A chip with its pins: memory.
const CACHE: &[Stroke] = &[
    line("M6 5.5h12v13H6z"),
    line("M6 8.5H2.5M6 12H2.5M6 15.5H2.5"),
    line("M18 8.5h3.5M18 12h3.5M18 15.5h3.5"),
    solid("M9.5 9h5v6h-5z"),
];

/// A pipe with three messages in it.
const QUEUE: &[Stroke] = &[
    line("M2 6h20"),
    line("M2 18h20"),
    solid("M3 9h4.5v6H3z"),
    solid("M9.75 9h4.5v6h-4.5z"),
    solid("M16.5 9H21v6h-4.5z"),
];

/// A bucket.
const OBJECT_STORE: &[Stroke] = &[
    line("M3 6c0-1.7 4-3 9-3s9 1.3 9 3-4 3-9 3-9-1.3-9-3z"),
    line("M3 6l2.4 13c.2 1.3 3 2.25 6.6 2.25s6.4-.95 6.6-2.25L21 6"),
];

/// A plug: what is behind the socket is somebody else's.
const THIRD_PARTY: &[Stroke] = &[
    line("M8.5 2v5.5"),
    line("M15.5 2v5.5"),
    line("M4.5 7.5h15"),
    line("M6 7.5V11a6 6 0 0 0 12 0V7.5"),
    line("M12 17v5"),
];

/// A flat box with cables below.
const SWITCH: &[Stroke] = &[
    line("M3 6h18a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1z"),
    line("M6 14v4.5M12 14v4.5M18 14v4.5"),
    solid("M5 9.25h2v2H5zM11 9.25h2v2h-2zM17 9.25h2v2h-2z"),
];

/// A road sign: which way.
const ROUTER: &[Stroke] =
    &[line("M12 1.75L22.25 12 12 22.25 1.75 12z"), line("M8.5 15.5V11.5h7"), line("M13 8.75l2.75 2.75L13 14.25")];

/// A screen with a pulse.
const MONITOR: &[Stroke] = &[
    line("M3 3.5h18a1 1 0 0 1 1 1V16a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V4.5a1 1 0 0 1 1-1z"),
    line("M8 21h8M12 17v4"),
    line("M5.5 10.5h3l2-3.5 3 6.5 1.75-3H18.5"),
];

/// A band that holds several of the same.
const POOL: &[Stroke] = &[
    line("M6.5 6.5h11a5.5 5.5 0 0 1 0 11h-11a5.5 5.5 0 0 1 0-11z"),
    solid("M7 10a2 2 0 1 1 0 4 2 2 0 0 1 0-4z"),
    solid("M12 10a2 2 0 1 1 0 4 2 2 0 0 1 0-4z"),
    solid("M17 10a2 2 0 1 1 0 4 2 2 0 0 1 0-4z"),
];

/// The corners of a fenced place.
const ZONE: &[Stroke] = &[
    line("M2.75 8V2.75H8"),
    line("M16 2.75h5.25V8"),
    line("M21.25 16v5.25H16"),
    line("M8 21.25H2.75V16"),
    line("M8 8h8v8H8z"),
];

/// A pin on a map.
const REGION: &[Stroke] = &[
    line("M12 22c5-5.5 7.5-9.2 7.5-12.5a7.5 7.5 0 0 0-15 0C4.5 12.8 7 16.5 12 22z"),
    line("M12 6.75a2.75 2.75 0 1 1 0 5.5 2.75 2.75 0 0 1 0-5.5z"),
];

/// A tall cabinet.
const RACK: &[Stroke] = &[line("M6 2h12v20H6z"), line("M9 6h6M9 10h6M9 14h6M9 18h6")];

/// Two rings that share something.
const DOMAIN: &[Stroke] = &[
    line("M8.75 5.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13z"),
    line("M15.25 5.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13z"),
];

/// A hexagon: something that fails and is repaired, and no more is known.
const COMPONENT: &[Stroke] = &[line("M12 2l8.7 5v10L12 22l-8.7-5V7z")];

const UP: &[Stroke] = &[solid("M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1z")];
const DEGRADED: &[Stroke] =
    &[line("M6 1.9a4.1 4.1 0 1 1 0 8.2 4.1 4.1 0 0 1 0-8.2z"), solid("M6 1.5a4.5 4.5 0 0 0 0 9z")];
const FAILED: &[Stroke] = &[line("M2 2l8 8M10 2l-8 8")];
const RECOVERING: &[Stroke] = &[line("M10.3 6A4.3 4.3 0 1 1 7.5 2"), line("M5.5.7l2.3 1.2-1.2 2.4")];
const STANDBY: &[Stroke] = &[line("M6 1.9a4.1 4.1 0 1 1 0 8.2 4.1 4.1 0 0 1 0-8.2z")];

/// The signs of buttons, by name.
const ICONS: &[(&str, &[Stroke])] = &[
    ("play", &[solid("M4.5 2.5v11l9-5.5z")]),
    ("pause", &[solid("M4 3h3v10H4zM9 3h3v10H9z")]),
    ("next", &[solid("M3.5 3v10l7-5z"), line("M12.5 3.25v9.5")]),
    ("new", &[line("M4 1.75h5.25L12.5 5v9.25H4z"), line("M9 1.75V5.25h3.5")]),
    ("restart", &[line("M3 8a5 5 0 1 0 1.8-3.85L3 5.75"), line("M3 2.25v3.5h3.5")]),
    ("undo", &[line("M6 2.5L2.5 6 6 9.5"), line("M2.5 6h7a4 4 0 0 1 0 8H6")]),
    ("redo", &[line("M10 2.5L13.5 6 10 9.5"), line("M13.5 6h-7a4 4 0 0 0 0 8H10")]),
    ("import", &[line("M8 10.5v-8"), line("M4.5 6L8 2.5 11.5 6"), line("M2.5 10.5v3h11v-3")]),
    ("export", &[line("M8 2.5v8"), line("M4.5 7L8 10.5 11.5 7"), line("M2.5 10.5v3h11v-3")]),
    (
        "share",
        &[
            line("M6.5 9.5l3-3"),
            line("M7.5 4.5l1-1a2.83 2.83 0 0 1 4 4l-1 1"),
            line("M8.5 11.5l-1 1a2.83 2.83 0 0 1-4-4l1-1"),
        ],
    ),
    ("fit", &[line("M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10")]),
    (
        "tidy",
        &[
            line("M2.5 5.5h4v5h-4z"),
            line("M10 2.5h3.5V6H10zM10 10h3.5v3.5H10z"),
            line("M6.5 8h1.75V4.25H10M8.25 8v3.75H10"),
        ],
    ),
    ("outline", &[line("M2.5 3.5h11M5.5 8h8M5.5 12.5h8")]),
    ("picture", &[line("M2.5 2.5h11v11h-11z"), line("M5 10.5l2-3 2 2 2-3.5")]),
    ("connect", &[line("M4 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4z"), line("M6 8h7.5"), line("M10.5 5l3 3-3 3")]),
    ("pool", &[line("M4.5 4h7a4 4 0 0 1 0 8h-7a4 4 0 0 1 0-8z"), solid("M4.5 6.75h2.5v2.5H4.5zM9 6.75h2.5v2.5H9z")]),
    ("duplicate", &[line("M2.5 5.5h8v8h-8z"), line("M5.5 2.5h8v8")]),
    ("delete", &[line("M2.5 4.5h11"), line("M6 4.5v-2h4v2"), line("M4 4.5l.75 9h6.5l.75-9")]),
    ("search", &[line("M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9z"), line("M10.25 10.25l3.5 3.5")]),
    ("close", &[line("M3.5 3.5l9 9M12.5 3.5l-9 9")]),
    ("plus", &[line("M8 3v10M3 8h10")]),
    ("minus", &[line("M3 8h10")]),
    ("more", &[solid("M2.5 7h2v2h-2zM7 7h2v2H7zM11.5 7h2v2h-2z")]),
    ("lock", &[line("M3.5 7.5h9v6h-9z"), line("M5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5")]),
    ("fail", &[line("M9.5 1.5L4 9h4l-1.5 5.5L12 7H8z")]),
    ("repair", &[line("M13.5 4.75a3.5 3.5 0 0 1-4.75 3.75l-4.5 5-2-2 5-4.5A3.5 3.5 0 0 1 11 2.25L9 4.5l2.25 2.25z")]),
    ("theme", &[line("M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2z"), solid("M8 2a6 6 0 0 1 0 12z")]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use nines_editor::catalogue::PALETTE;

    const GLYPH_SIDE: u32 = 24;
    const ICON_SIDE: u32 = 16;
    const MARK_SIDE: u32 = 12;

    /// Every absolute and relative coordinate followed, the way a pen would; curves by their ends.
    fn reach(d: &str) -> (f64, f64) {
        let (mut low, mut high, mut at, mut start) = (f64::MAX, f64::MIN, [0.0; 2], [0.0; 2]);
        let commands = d.char_indices().filter(|(_, c)| c.is_ascii_alphabetic()).map(|(i, _)| i);
        let ends = commands.clone().skip(1).chain([d.len()]);
        for (from, to) in commands.zip(ends) {
            let (command, numbers) = (d.as_bytes()[from] as char, numbers(&d[from + 1..to]));
            let width = match command.to_ascii_uppercase() {
                'M' | 'L' => 2,
                'C' => 6,
                'S' => 4,
                'A' => 7,
                'H' | 'V' => 1,
                'Z' => 0,
                other => panic!("{other} in {d}"),
            };
            assert!(numbers.len().is_multiple_of(width.max(1)) || width == 0 && numbers.is_empty(), "{d}");
            if width == 0 {
                at = start;
            }
            for step in numbers.chunks(width.max(1)) {
                let base = if command.is_ascii_lowercase() { at } else { [0.0; 2] };
                match command.to_ascii_uppercase() {
                    'H' => at[0] = base[0] + step[0],
                    'V' => at[1] = base[1] + step[0],
                    _ => at = [base[0] + step[step.len() - 2], base[1] + step[step.len() - 1]],
                }
                low = low.min(at[0]).min(at[1]);
                high = high.max(at[0]).max(at[1]);
            }
            if command.eq_ignore_ascii_case(&'M') {
                start = at;
            }
        }
        (low, high)
    }

    /// SVG lets a minus or a second point begin a new number.
    fn numbers(text: &str) -> Vec<f64> {
        let mut words = vec![String::new()];
        for c in text.chars() {
            let last = words.last_mut().unwrap();
            match c {
                ' ' | ',' => words.push(String::new()),
                '-' => words.push("-".into()),
                '.' if last.contains('.') => words.push(".".into()),
                _ => last.push(c),
            }
        }
        words.iter().filter(|w| !w.is_empty()).map(|w| w.parse().unwrap()).collect()
    }

    #[track_caller]
    fn stays_inside(name: &str, strokes: &[Stroke], side: u32) {
        assert!(!strokes.is_empty(), "{name} has no picture");
        for stroke in strokes {
            let (low, high) = reach(stroke.d);
            assert!(low >= 0.0 && high <= f64::from(side), "{name}: {low} to {high} in {}", stroke.d);
        }
    }

    #[test]
    fn every_kind_of_the_palette_has_its_own_picture() {
        let kinds = PALETTE.iter().map(|e| e.kind).chain(["router", "monitor", "pool", "component"]);
        let mut seen = Vec::new();
        for kind in kinds {
            stays_inside(kind, glyph(kind), GLYPH_SIDE);
            assert!(!seen.contains(&glyph(kind)), "{kind} looks like another kind");
            seen.push(glyph(kind));
        }
        assert_eq!(glyph("abacus"), glyph("component"));
    }

    #[test]
    fn every_state_has_its_own_mark() {
        let states = ["up", "degraded", "failed", "recovering", "standby"];
        for (i, state) in states.iter().enumerate() {
            stays_inside(state, mark(state), MARK_SIDE);
            assert!(states[..i].iter().all(|other| mark(other) != mark(state)), "{state}");
        }
        assert!(mark("bored").is_empty());
    }

    #[test]
    fn every_sign_stays_inside_its_square() {
        for (name, _) in ICONS {
            stays_inside(name, icon(name), ICON_SIDE);
        }
        assert!(icon("rocket").is_empty());
    }
}

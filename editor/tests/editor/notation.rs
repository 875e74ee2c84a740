//! A document in a few words, and sessions to drive. One line or `;` a statement:
//!
//! ```text
//! clients > lb          the clients need lb; parts that are named are components
//! app-1 > db, log?      a soft need has a question mark
//! app = app-1 app-2     a pool, of which one must work; `app = 2/ app-1 app-2` of which two must
//! zone-a : app-1 db     a domain and what is in it
//! ```

use nines_editor::{Action, Effect, Host, Key, Session, Size, Target, update};
use nines_engine::ids::Id;
use nines_engine::order::Map;
use nines_engine::topology::{
    Component, Domain, Extra, Kind, Need, Pool, Recovery, Reliability, Required, Shapes, Topology,
};
use nines_engine::units::Probability;

pub fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

pub fn part(text: &str) -> Target {
    Target::Part(id(text))
}

pub fn need(from: &str, to: &str) -> Target {
    Target::Need { from: id(from), to: id(to) }
}

/// The document of a notation.
pub fn document(text: &str) -> Topology {
    let mut topology = Topology::default();
    let mut needs: Map<String, Vec<Need>> = Map::new();
    let mut within: Map<String, Vec<Id>> = Map::new();
    let mut order: Vec<String> = Vec::new();
    let mut groups: Vec<String> = Vec::new();
    for statement in text.split([';', '\n']).map(str::trim).filter(|s| !s.is_empty()) {
        let words =
            |text: &str| text.split([',', ' ']).filter(|w| !w.is_empty()).map(str::to_string).collect::<Vec<_>>();
        if let Some((from, to)) = statement.split_once('>') {
            let list = needs.entry(from.trim().to_string()).or_default();
            for word in words(to) {
                let name = word.trim_end_matches('?');
                list.push(if name == word { Need::hard(id(name)) } else { Need::soft(id(name)) });
                order.push(name.to_string());
            }
            order.push(from.trim().to_string());
        } else if let Some((name, members)) = statement.split_once('=') {
            let (required, members) = members.split_once('/').unwrap_or(("1", members));
            groups.push(name.trim().to_string());
            order.extend(words(members));
            topology.pools.push(
                Pool {
                    id: id(name.trim()),
                    members: words(members).iter().map(|m| id(m)).collect(),
                    required: Required::Count(required.trim().parse().unwrap()),
                    common_cause: Probability::ZERO,
                    recovery: Recovery::default(),
                    change: None,
                    needs: Vec::new(),
                    extra: Extra::new(),
                }
                .into(),
            );
        } else if let Some((name, held)) = statement.split_once(':') {
            groups.push(name.trim().to_string());
            for held in words(held) {
                within.entry(held.clone()).or_default().push(id(name.trim()));
                order.push(held);
            }
            let (reliability, domains, extra) = (Reliability::Never, Vec::new(), Extra::new());
            let kind = Kind::new("zone");
            topology.domains.push(
                Domain { id: id(name.trim()), kind, reliability, shapes: Shapes::default(), domains, extra }.into(),
            );
        } else {
            order.push(statement.to_string());
        }
    }
    let mut seen = vec!["clients".to_string()];
    seen.extend(groups);
    for name in order {
        if seen.contains(&name) {
            continue;
        }
        topology.components.push(component(&name, needs.remove(&name), within.remove(&name)).into());
        seen.push(name);
    }
    let clients = std::sync::Arc::make_mut(&mut topology.clients);
    clients.needs = needs.remove("clients").unwrap_or_default();
    for pool in &mut topology.pools {
        let pool = std::sync::Arc::make_mut(pool);
        pool.needs = needs.remove(pool.id.as_str()).unwrap_or_default();
    }
    for domain in &mut topology.domains {
        let domain = std::sync::Arc::make_mut(domain);
        domain.domains = within.remove(domain.id.as_str()).unwrap_or_default();
    }
    topology
}

fn component(name: &str, needs: Option<Vec<Need>>, within: Option<Vec<Id>>) -> Component {
    let stem = name.split('-').next().unwrap_or(name);
    let kind = match stem {
        "lb" => "load_balancer",
        "db" => "database",
        _ => "server",
    };
    let availability = Probability::new(0.999).unwrap();
    Component {
        id: id(name),
        kind: Kind::new(kind),
        reliability: Reliability::Availability { availability, mttr: None },
        shapes: Shapes::default(),
        change: None,
        domains: within.unwrap_or_default(),
        needs: needs.unwrap_or_default(),
        cost: None,
        capacity_rps: None,
        extra: Extra::new(),
    }
}

/// The notation of a document, sorted by statements: what the document means, without layout and numbers.
pub fn text(topology: &Topology) -> String {
    let mut statements = Vec::new();
    let mut needs = |name: &str, needs: &[Need]| {
        let word = |n: &Need| format!("{}{}", n.to, if n.soft { "?" } else { "" });
        if !needs.is_empty() {
            let words: Vec<String> = needs.iter().map(word).collect();
            statements.push(format!("{name} > {}", words.join(", ")));
        }
        needs.is_empty()
    };
    needs("clients", &topology.clients.needs);
    let mut alone = Vec::new();
    for c in &topology.components {
        if needs(c.id.as_str(), &c.needs) {
            alone.push(c.id.to_string());
        }
    }
    for p in &topology.pools {
        needs(p.id.as_str(), &p.needs);
    }
    for p in &topology.pools {
        let members: Vec<&str> = p.members.iter().map(Id::as_str).collect();
        let required = match p.required {
            Required::Count(1) => String::new(),
            Required::Count(count) => format!("{count}/ "),
            Required::Demand => "demand/ ".to_string(),
        };
        statements.push(format!("{} = {required}{}", p.id, members.join(" ")));
    }
    for d in &topology.domains {
        let components = topology.components.iter().filter(|c| c.domains.contains(&d.id)).map(|c| c.id.as_str());
        let domains = topology.domains.iter().filter(|o| o.domains.contains(&d.id)).map(|o| o.id.as_str());
        statements
            .push(format!("{} : {}", d.id, components.chain(domains).collect::<Vec<_>>().join(" ")).trim().into());
    }
    let said = statements.join(" ");
    statements.extend(alone.into_iter().filter(|name| !said.split([' ', ',', '?']).any(|word| word == name)));
    statements.sort();
    statements.join("; ")
}

/// A session that is driven, and everything the app was told to do.
pub struct Driver {
    pub session: Session,
    pub effects: Vec<Effect>,
}

impl Driver {
    /// A session with a document, on a canvas of 1600 by 1000 pixels with the origin in its middle.
    pub fn new(notation: &str) -> Driver {
        let session = Session::new(document(notation)).unwrap();
        let mut driver = Driver { session, effects: Vec::new() };
        let size = Size { width: 1600.0, height: 1000.0 };
        driver.act(Action::Resize(Host { size, ..Host::default() }));
        driver.act(Action::PanBy { by_screen: nines_editor::Point::new(400.0, 400.0) });
        driver
    }

    pub fn act(&mut self, action: Action) -> &mut Driver {
        let update = update(&self.session, action);
        self.session = update.session;
        self.effects = update.effects;
        self
    }

    pub fn select(&mut self, names: &str) -> &mut Driver {
        self.act(Action::Deselect);
        for name in names.split_whitespace() {
            self.act(Action::Select { target: part(name), mode: nines_editor::SelectMode::Add });
        }
        self
    }

    /// Presses keys, separated by spaces; `Space` is the space key.
    pub fn keys(&mut self, keys: &str) -> &mut Driver {
        for text in keys.split_whitespace() {
            let mut key = Key::default();
            for word in text.split('+').filter(|w| !w.is_empty()) {
                match word {
                    "Ctrl" => key.ctrl = true,
                    "Shift" => key.shift = true,
                    "Space" => key.key = " ".into(),
                    word => key.key = word.into(),
                }
            }
            self.act(Action::Key(key));
        }
        self
    }

    pub fn text(&self) -> String {
        text(self.session.document())
    }

    /// What was announced or refused last.
    pub fn said(&self) -> String {
        let words = self.effects.iter().filter_map(|effect| match effect {
            Effect::Announce { text, .. } | Effect::Refused { text, .. } => Some(text.as_str()),
            _ => None,
        });
        words.collect::<Vec<_>>().join(" ")
    }

    pub fn refused(&self) -> bool {
        self.effects.iter().any(|e| matches!(e, Effect::Refused { .. }))
    }
}

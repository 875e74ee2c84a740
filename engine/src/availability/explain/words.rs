//! The sentences and formulas of steps.

use super::derive::{Derive, at_least};
use super::events::event_text;
use super::forms::{Form, FormIdx};
use super::labels::Label;
use super::numbers::{chance, listed, listed_and, power, working};
use super::plan::{Gate, Members, Plan};
use super::{Step, StepKind};
use crate::availability::quantify::Pair;
use crate::ids::{CLIENTS, Id};
use crate::order::Set;
use crate::structure::Event;

/// The most terms that are written out.
const TERMS_MAX: usize = 3;

/// The kind, the rest of the title, the words, and the right-hand sides of the formula with names and with numbers.
struct Told {
    kind: StepKind,
    title: String,
    words: String,
    formula: String,
    numbers: String,
}

/// The step of clients that nothing can take down, or nothing can bring up.
pub fn certain(derive: &Derive, works: bool) -> Step {
    let words = if works {
        "Nothing the clients need can fail, so they are always served."
    } else {
        "Something the clients need can never work, so they are never served."
    };
    let down = if works { 0.0 } else { 1.0 };
    let needs = derive.topology.clients.needs.iter().filter(|need| !need.soft).map(|need| need.to.clone());
    Step {
        kind: StepKind::Certain,
        name: CLIENTS.to_string(),
        title: format!("{CLIENTS}: nothing to compute"),
        words: words.to_string(),
        formula: format!("U({CLIENTS}) = {}", chance(down)),
        numbers: format!("U({CLIENTS}) = {}", chance(down)),
        availability: 1.0 - down,
        unavailability: down,
        parts: [Id::clients()].into_iter().chain(needs).collect(),
        uses: Vec::new(),
    }
}

/// The step of an event and those that are alike; `first` is the first of them.
pub fn event(derive: &Derive, first: &Event, forms: &[FormIdx], pair: Pair) -> Step {
    let labels: Vec<Label> = forms.iter().map(|form| derive.label(*form)).collect();
    let text =
        event_text(derive.topology, derive.planner.structure, first, forms.len() > 1, |pool| derive.has_told(pool));
    let names: Vec<String> = labels.iter().map(Label::name).collect();
    let left = format!("U({})", names[0]);
    let result = chance(pair.down);
    let numbers = if text.numbers.is_empty() {
        format!("{left} = {result}")
    } else {
        format!("{left} = {} = {result}", text.numbers)
    };
    let each = if names.len() > 1 { "each " } else { "" };
    let same: String = labels.iter().map(same_words).collect();
    Step {
        kind: StepKind::Event,
        title: format!("{}: {each}{}", listed(&names), text.origin),
        words: format!("{}{same}", text.words),
        formula: format!("{left} = {}", text.formula),
        numbers,
        availability: pair.up,
        unavailability: pair.down,
        parts: once(labels.into_iter().flat_map(|label| label.parts)),
        uses: Vec::new(),
        name: names[0].clone(),
    }
}

/// The step of a form that is computed from others.
pub fn step(derive: &Derive, form: FormIdx, plan: &Plan, pair: Pair) -> Step {
    let label = derive.label(form);
    let name = label.name();
    let told = match plan {
        Plan::Gate(gate, members) => gate_words(derive, &label, *gate, members),
        Plan::Count(least, of) => count_words(derive, &label, *least, of),
        Plan::Condition { on, among, works, down } => condition_words(derive, &label, [*on, *works, *down], among),
        Plan::Diagram(shared) => diagram_words(derive, form, &name, shared),
    };
    let left = format!("U({name})");
    let result = chance(pair.down);
    let numbers =
        if told.numbers.is_empty() || told.numbers == result { result } else { format!("{} = {result}", told.numbers) };
    Step {
        kind: told.kind,
        title: format!("{name}: {}", told.title),
        words: format!("{}{}", told.words, same_words(&label)),
        formula: format!("{left} = {}", told.formula),
        numbers: format!("{left} = {numbers}"),
        availability: pair.up,
        unavailability: pair.down,
        parts: once(label.parts.iter().cloned().chain(pointed_at(derive, plan))),
        uses: derive.uses(plan),
        name,
    }
}

/// Gives groups their letters in the order in which steps speak of them, and says in the first one what each is.
pub fn introduce(steps: &mut [Step], groups: &[(String, String)]) {
    let mut said: Vec<&str> = Vec::new();
    for step in &mut *steps {
        let mut more = String::new();
        while let Some((mark, what)) = groups.iter().find(|(mark, _)| {
            let speaks = [&step.title, &step.words, &step.formula, &more].iter().any(|text| text.contains(mark));
            speaks && !said.contains(&mark.as_str())
        }) {
            said.push(mark);
            more.push_str(&format!(" {} stands for {what}.", mark.replacen('g', "G", 1)));
        }
        step.words.push_str(&more);
    }
    let letters: Vec<String> = (0..said.len()).map(letters).collect();
    for step in steps {
        for text in [&mut step.name, &mut step.title, &mut step.words, &mut step.formula, &mut step.numbers] {
            for (mark, letters) in said.iter().zip(&letters).filter(|_| text.contains('⟦')).collect::<Vec<_>>() {
                let number = mark.trim_start_matches("group ");
                *text = text.replace(number, letters);
            }
        }
    }
}

/// A to Z, then AA, AB, …
fn letters(mut place: usize) -> String {
    let mut letters = String::new();
    loop {
        letters.insert(0, char::from(b'A' + (place % 26) as u8));
        if place < 26 {
            return letters;
        }
        place = place / 26 - 1;
    }
}

impl Derive<'_> {
    fn label(&self, form: FormIdx) -> Label {
        self.planner.labels.get(&self.planner.forms, form)
    }

    fn name(&self, form: FormIdx) -> String {
        self.label(form).name()
    }

    fn names(&self, forms: &[FormIdx]) -> Vec<String> {
        forms.iter().map(|form| self.name(*form)).collect()
    }

    fn subjects(&self, forms: &[FormIdx]) -> Vec<String> {
        forms.iter().map(|form| self.label(*form).subject).collect()
    }
}

fn once(ids: impl Iterator<Item = Id>) -> Vec<Id> {
    let mut seen = Set::new();
    ids.filter(|id| seen.insert(id.clone())).collect()
}

fn pointed_at(derive: &Derive, plan: &Plan) -> Vec<Id> {
    let forms = match plan {
        Plan::Gate(_, members) => members.of.clone(),
        Plan::Count(_, of) => of.clone(),
        Plan::Condition { on, among, .. } => [*on].into_iter().chain(among.iter().copied()).collect(),
        Plan::Diagram(shared) => shared.clone(),
    };
    forms.into_iter().flat_map(|form| derive.label(form).parts).collect()
}

/// Parts that come to the same: ` web has nothing else that can fail, so this holds for it too.`
fn same_words(label: &Label) -> String {
    let clients = label.same.iter().any(|id| id.as_str() == CLIENTS);
    let parts: Vec<String> = label.same.iter().filter(|id| id.as_str() != CLIENTS).map(Id::to_string).collect();
    let mut words = match parts.len() {
        0 => String::new(),
        1 => format!(" {} depends on nothing else that can fail, so this is its number too.", parts[0]),
        _ => format!(" {} depend on nothing else that can fail, so this is their number too.", listed_and(&parts)),
    };
    if clients {
        words.push_str(" The clients need nothing else that can fail, so this is their number.");
    }
    words
}

/// What dropped out: `app-1 is down in this case. `
fn certain_words(label: &Label) -> String {
    let of = |works: bool| -> Vec<String> {
        label.certain.iter().filter(|(_, w)| *w == works).map(|(name, _)| name.clone()).collect()
    };
    let says = |names: Vec<String>, one: &str, many: &str| match names.len() {
        0 => String::new(),
        1 => format!("{} {one}. ", names[0]),
        _ => format!("{} {many}. ", listed_and(&names)),
    };
    if label.given.is_empty() {
        return says(of(true), "cannot fail and is left out", "cannot fail and are left out")
            + &says(of(false), "never works", "never work");
    }
    says(of(true), "works in this case", "work in this case")
        + &says(of(false), "is down in this case", "are down in this case")
}

fn gate_words(derive: &Derive, label: &Label, gate: Gate, members: &Members) -> Told {
    let names = derive.names(&members.of);
    let pairs = derive.pairs(&members.of);
    let symbols: Vec<[String; 2]> = names.iter().map(|name| [format!("A({name})"), format!("U({name})")]).collect();
    let numbers: Vec<[String; 2]> = pairs.iter().map(|pair| [working(*pair), chance(pair.down)]).collect();
    let list = listed(&names);
    let told = match gate {
        _ if names.len() == 1 => Told {
            kind: if gate == Gate::Chain { StepKind::Series } else { StepKind::Parallel },
            title: format!("the same as {list}"),
            words: format!("{} exactly while {list} does.", works(label)),
            formula: format!("U({list})"),
            numbers: String::new(),
        },
        Gate::Chain => Told {
            kind: StepKind::Series,
            title: format!("all of {list}"),
            words: format!(
                "{} while all of these work: {list}. Each adds its unavailability for the time in which those before it work.",
                works(label)
            ),
            formula: sum_of_firsts(&symbols),
            numbers: sum_of_firsts(&numbers),
        },
        Gate::Beside => Told {
            kind: StepKind::Parallel,
            title: format!("1 of {list}"),
            words: format!(
                "{} only while all of these are down at once: {list}. They fail independently, so the unavailabilities multiply.",
                is_down(label)
            ),
            formula: product(&symbols),
            numbers: product(&numbers),
        },
    };
    Told { words: format!("{}{}{}", certain_words(label), told.words, made_so(derive, gate, members)), ..told }
}

/// `app works`, `The clients are served`, `Enough members of app work`; conditions come first.
fn works(label: &Label) -> String {
    match &label.members_of {
        Some(pool) => format!("Enough members of {pool} work"),
        None if label.is_clients() => "The clients are served".to_string(),
        None => format!("{} works", label.subject),
    }
}

fn is_down(label: &Label) -> String {
    match &label.members_of {
        Some(pool) => format!("Too few members of {pool} work"),
        None if label.is_clients() => "The clients are not served".to_string(),
        None => format!("{} is down", label.subject),
    }
}

/// How members were made independent.
fn made_so(derive: &Derive, gate: Gate, members: &Members) -> String {
    let mut words = String::new();
    let settled = derive.subjects(&members.settled);
    let repeated: Vec<FormIdx> = members.repeated.iter().copied().filter(|form| members.of.contains(form)).collect();
    let repeated = derive.subjects(&repeated);
    if !repeated.is_empty() {
        let verb = if repeated.len() == 1 { "is" } else { "are" };
        let count = if repeated.len() == 1 { "counts" } else { "count" };
        words.push_str(&format!(" {} {verb} there more than once and {count} once.", listed_and(&repeated)));
    }
    if settled.is_empty() {
        return words;
    }
    let (names, them) = (listed_and(&settled), plural(&settled, "it", "they"));
    let (work, are) = (plural(&settled, "works", "work"), plural(&settled, "is", "are"));
    words.push_str(&match gate {
        Gate::Chain => format!(" All of this needs {names}, so the rest is asked only for the time in which {them} {work}."),
        Gate::Beside => {
            format!(" While {names} {work} this is not down, so the rest is asked only for the time in which {them} {are} down.")
        }
    });
    let dropped = derive.subjects(&members.dropped);
    if !dropped.is_empty() {
        words.push_str(&format!(
            " {} {} nothing more to decide then.",
            listed_and(&dropped),
            plural(&dropped, "has", "have")
        ));
    }
    words
}

fn plural<'a>(names: &[String], one: &'a str, many: &'a str) -> &'a str {
    if names.len() == 1 { one } else { many }
}

/// U₁ + A₁·U₂ + A₁·A₂·U₃, of pairs of A and U.
fn sum_of_firsts(terms: &[[String; 2]]) -> String {
    let term = |i: usize| {
        let before = terms[..i].iter().map(|[up, _]| up.clone());
        before.chain([terms[i][1].clone()]).collect::<Vec<_>>().join(" · ")
    };
    let shown: Vec<String> = (0..terms.len().min(TERMS_MAX)).map(term).collect();
    let more = if terms.len() > TERMS_MAX { " + …" } else { "" };
    format!("{}{more}", shown.join(" + "))
}

/// U₁·U₂·…, of pairs of A and U; where many are equal, a power.
fn product(terms: &[[String; 2]]) -> String {
    let down: Vec<&str> = terms.iter().map(|[_, down]| down.as_str()).collect();
    if down.len() > TERMS_MAX && down.iter().all(|term| *term == down[0]) {
        return power(down[0], down.len() as u32);
    }
    if down.len() > 2 * TERMS_MAX {
        return format!("{} · … · {}", down[..TERMS_MAX].join(" · "), down[down.len() - 1]);
    }
    down.join(" · ")
}

fn count_words(derive: &Derive, label: &Label, least: u32, of: &[FormIdx]) -> Told {
    let names = derive.names(of);
    let pairs = derive.pairs(of);
    let n = of.len() as u32;
    let list = listed(&names);
    let alike = pairs.iter().all(|pair| *pair == pairs[0]);
    let opening = format!("{} while at least {least} of these {n} do: {list}.", works(label));
    let (words, formula, numbers) = if alike {
        let words = format!(
            "{opening} They are alike, so it is enough to know how likely it is that fewer than {least} work: the ways to choose those that do, times the chance of each way."
        );
        let symbols = [format!("A({})", names[0]), format!("U({})", names[0])];
        let numbers = [working(pairs[0]), chance(pairs[0].down)];
        (words, binomial(least, n, &symbols), binomial(least, n, &numbers))
    } else {
        let rest = listed(&names[1..]);
        let words = format!(
            "{opening} They differ, so they are taken one by one: while {} works, {} of the others must; while it is down, {least} of them. The same is asked of the next, until none is left.",
            names[0],
            least - 1
        );
        let formula = format!("A({0}) · U({1} of {rest}) + U({0}) · U({least} of {rest})", names[0], least - 1);
        let (fewer, as_many) = (at_least(least - 1, &pairs[1..]), at_least(least, &pairs[1..]));
        let [up, down] = [working(pairs[0]), chance(pairs[0].down)];
        let numbers = format!("{up} · {} + {down} · {}", chance(fewer.down), chance(as_many.down));
        (words, formula, numbers)
    };
    let words = format!("{}{words}", certain_words(label));
    Told { kind: StepKind::AtLeast, title: format!("{least} of {list}"), words, formula, numbers }
}

/// The chance that fewer than `least` of `n` equal members work: the sum of C(n, j) · A^j · U^(n−j) for j below
/// `least` (the binomial distribution), the likeliest term first.
fn binomial(least: u32, n: u32, [up, down]: &[String; 2]) -> String {
    if least > TERMS_MAX as u32 {
        return format!("sum of C({n}, j) · {up}ʲ · {down}ⁿ⁻ʲ for j = 0 … {}, n = {n}", least - 1);
    }
    let term = |working: u32| {
        let ways = (0..working).fold(1_u64, |ways, i| ways * u64::from(n - i) / u64::from(i + 1));
        let all_down = power(down, n - working);
        match working {
            0 => all_down,
            _ => format!("{ways} · {} · {all_down}", power(up, working)),
        }
    };
    (0..least).rev().map(term).collect::<Vec<_>>().join(" + ")
}

fn condition_words(derive: &Derive, label: &Label, [on, works, down]: [FormIdx; 3], among: &[FormIdx]) -> Told {
    let (shared, members) = (derive.label(on), listed_and(&derive.subjects(among)));
    let depend = match among.len() {
        1 => "depends",
        2 => "both depend",
        _ => "all depend",
    };
    let opening = if derive.planner.is_domain(on) {
        format!("{} takes {members} with it.", shared.subject)
    } else {
        format!("{members} {depend} on {}.", shared.subject)
    };
    let words = format!(
        "{}{opening} So both cases are computed, and each counts for its share of the time. While {} works, {}. While it is down, {}.",
        certain_words(label),
        shared.subject,
        case_words(derive, label, works),
        case_words(derive, label, down)
    );
    let name = shared.name();
    let symbols = [format!("A({name})"), format!("U({name})")];
    let pair = derive.pair(on);
    let value = |form: FormIdx| chance(derive.pair(form).down);
    Told {
        kind: StepKind::Condition,
        title: format!("with and without {}", shared.subject),
        words,
        formula: cases(&symbols, [works, down], |form| format!("U({})", derive.name(form))),
        numbers: cases(&[working(pair), chance(pair.down)], [works, down], value),
    }
}

/// A · (down though it works) + U · (down while it is down); what is certain is not multiplied by 0 or 1.
fn cases(shares: &[String; 2], forms: [FormIdx; 2], value: impl Fn(FormIdx) -> String) -> String {
    let term = |(share, form): (&String, FormIdx)| match form {
        FormIdx::WORKS => None,
        FormIdx::DOWN => Some(share.clone()),
        _ => Some(format!("{share} · {}", value(form))),
    };
    let terms: Vec<String> = shares.iter().zip(forms).filter_map(term).collect();
    terms.join(" + ")
}

fn case_words(derive: &Derive, label: &Label, case: FormIdx) -> String {
    let clients = label.is_clients();
    match case {
        FormIdx::WORKS if clients => return "the clients are served for certain".to_string(),
        FormIdx::WORKS => return format!("nothing more is asked of {}", label.subject),
        FormIdx::DOWN if clients => return "the clients are not served".to_string(),
        FormIdx::DOWN if label.members_of.is_some() => return "too few members work".to_string(),
        FormIdx::DOWN => return format!("{} is down too", label.subject),
        _ => {}
    }
    let becomes = derive.label(case);
    if becomes.subject != label.subject {
        return format!("it comes down to {}", becomes.name());
    }
    let members = listed(&derive.names(derive.planner.forms.members(case)));
    let needed = match derive.planner.forms.get(case) {
        Form::All(_) => format!("all of {members}"),
        Form::AtLeast(least, _) => format!("{least} of {members}"),
        _ => derive.name(case),
    };
    if clients { format!("the clients need {needed}") } else { format!("it takes {needed}") }
}

/// Why a form without shared parts is not spelled out.
const TOO_LONG: &str = "spelling it out would take too many steps";

fn diagram_words(derive: &Derive, form: FormIdx, name: &str, shared: &[FormIdx]) -> Told {
    let events = derive.planner.forms.events_count(form);
    let why = match shared.len() {
        0 if name == CLIENTS => format!("The clients depend on {events} events, and {TOO_LONG}."),
        0 => format!("{name} depends on {events} events, and {TOO_LONG}."),
        1 => format!(
            "{} is shared by several parts here, in ways that would take too many steps.",
            derive.name(shared[0])
        ),
        n => format!(
            "{n} things are shared by several parts here: {}. Taking them one after the other would double the cases each time.",
            listed(&derive.subjects(shared))
        ),
    };
    Told {
        kind: StepKind::Diagram,
        title: format!("from the decision diagram of {events} events"),
        words: format!("{why} The decision diagram tries their combinations, each once, and sums exactly."),
        formula: "sum over the ways through the decision diagram that end in a failure".to_string(),
        numbers: String::new(),
    }
}

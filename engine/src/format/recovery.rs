//! Reading and writing how parts come back: shapes of times, standby, coverage, bad changes.

use super::fields::{Fields, wrong_type};
use super::json::Tree;
use super::write::Object;
use crate::diag::{Diagnostic, codes};
use crate::topology::{Change, Recovery, Shape, Shapes, Standby, StandbyLevel, kept};

/// The `failure` and `repair` fields.
pub fn read_shapes(fields: &mut Fields, out: &mut Vec<Diagnostic>) -> Shapes {
    Shapes { failure: read_shape(fields, "failure", out), repair: read_shape(fields, "repair", out) }
}

/// A shape: `"fixed"`, or `{ "distribution": "weibull", "shape": 1.5 }`.
fn read_shape(fields: &mut Fields, name: &'static str, out: &mut Vec<Diagnostic>) -> Shape {
    let Some(tree) = fields.take(name) else { return Shape::default() };
    let path = fields.path_of(name);
    let shape = match tree {
        Tree::Text(word) => shape_of(word, None, &fields.subject, out, &path),
        Tree::Object(_) => Fields::of(tree, path.clone(), out).and_then(|mut inner| {
            inner.subject = fields.subject.clone();
            let Some(word) = inner.text("distribution", out) else {
                let finding = Diagnostic::error(codes::MISSING_FIELD, "it does not say which distribution");
                inner.say(out, "distribution", finding.hint(SHAPES_HINT));
                return None;
            };
            let shape = shape_of(word, Some(&mut inner), &fields.subject, out, &path);
            inner.rest(&[], out);
            shape
        }),
        other => {
            out.push(wrong_type(&path, &fields.subject, "a distribution", other).hint(SHAPES_HINT));
            None
        }
    };
    shape.unwrap_or_default()
}

const SHAPES_HINT: &str = "write \"exponential\", \"fixed\", { \"distribution\": \"weibull\", \"shape\": 2 } or { \"distribution\": \"lognormal\", \"sigma\": 1 }";

fn shape_of(
    word: &str,
    inner: Option<&mut Fields>,
    subject: &str,
    out: &mut Vec<Diagnostic>,
    path: &str,
) -> Option<Shape> {
    let missing = |name: &str| {
        let message = format!("a {word} distribution needs {name}");
        Diagnostic::error(codes::MISSING_FIELD, message).at(path, subject)
    };
    match word {
        "exponential" => Some(Shape::Exponential),
        "fixed" => Some(Shape::Fixed),
        "weibull" => {
            let range = (Shape::WEIBULL_MIN, Shape::WEIBULL_MAX);
            parameter(inner, "shape", range, missing("shape"), out).map(|shape| Shape::Weibull { shape })
        }
        "lognormal" => {
            let range = (0.001, Shape::SIGMA_MAX);
            parameter(inner, "sigma", range, missing("sigma"), out).map(|sigma| Shape::Lognormal { sigma })
        }
        other => {
            let message = format!("no distribution is called \"{other}\"");
            out.push(Diagnostic::error(codes::OUT_OF_RANGE, message).at(path, subject).hint(SHAPES_HINT));
            None
        }
    }
}

/// The number a distribution needs beside its mean.
fn parameter(
    inner: Option<&mut Fields>,
    name: &'static str,
    (least, most): (f64, f64),
    missing: Diagnostic,
    out: &mut Vec<Diagnostic>,
) -> Option<f64> {
    let Some(fields) = inner.filter(|fields| fields.has(name)) else {
        out.push(missing.hint(SHAPES_HINT));
        return None;
    };
    let value = fields.number(name, f64::MIN, out)?;
    if (least..=most).contains(&value) {
        return Some(value);
    }
    let message = format!("{name} is {value}, and must be from {least} to {most}");
    fields.say(out, name, Diagnostic::error(codes::OUT_OF_RANGE, message).hint("write a number within the range"));
    None
}

/// The fields of a pool about failures of its members.
pub fn read_recovery(fields: &mut Fields, out: &mut Vec<Diagnostic>) -> Recovery {
    let repair_crews = fields.whole("repair_crews", out);
    let path = fields.path_of("standby");
    let standby = fields.take("standby").and_then(|tree| read_standby(tree, path, &fields.subject, out));
    let coverage = fields.share("coverage", out);
    let manual = fields.time("manual", out);
    Recovery { repair_crews, standby, coverage, manual }
}

fn read_standby(tree: &Tree, path: String, subject: &str, out: &mut Vec<Diagnostic>) -> Option<Standby> {
    let mut fields = Fields::of(tree, path, out)?;
    fields.subject = subject.to_string();
    let level = match fields.text("level", out) {
        None => StandbyLevel::Hot,
        Some(word) => StandbyLevel::ALL.into_iter().find(|level| level.word() == word).unwrap_or_else(|| {
            let finding = Diagnostic::error(codes::OUT_OF_RANGE, format!("no standby level is called \"{word}\""));
            fields.say(out, "level", finding.hint("write \"hot\", \"warm\" or \"cold\""));
            StandbyLevel::Hot
        }),
    };
    Some(Standby {
        level,
        dormancy: fields.share("dormancy", out),
        coverage: fields.share("coverage", out),
        detect: fields.time("detect", out),
        switch: fields.time("switch", out),
        manual: fields.time("manual", out),
        latent: fields.flag("latent", out),
        test_interval: fields.duration("test_interval", out),
        extra: fields.rest(kept::STANDBY, out),
    })
}

/// The `change` field of a component or pool.
pub fn read_change(fields: &mut Fields, out: &mut Vec<Diagnostic>) -> Option<Change> {
    let path = fields.path_of("change");
    let mut inner = Fields::of(fields.take("change")?, path, out)?;
    inner.subject = fields.subject.clone();
    let said = inner.has("bad_per_year");
    let bad_per_year = inner.number("bad_per_year", 0.0, out);
    if !said {
        let finding = Diagnostic::error(codes::MISSING_FIELD, "it does not say how many changes a year are bad");
        inner.say(out, "bad_per_year", finding.hint("write \"bad_per_year\": 12"));
    }
    let blast = inner.share("blast", out);
    let assumed = !inner.has("rollback");
    let rollback = inner.duration("rollback", out);
    if assumed {
        let finding = Diagnostic::note(codes::ASSUMED, "rollback is not given: 1h is assumed");
        inner.say(out, "rollback", finding.hint("write how long a rollback takes, for example \"rollback\": \"30m\""));
    }
    let extra = inner.rest(&[], out);
    Some(Change { bad_per_year: bad_per_year?, blast, rollback, extra })
}

/// Writes the shapes that are not the default.
pub fn write_shapes(out: &mut Object, shapes: &Shapes) {
    for (name, shape) in [("failure", shapes.failure), ("repair", shapes.repair)] {
        let with = |word: &str, field: &str, value: f64| {
            Tree::object([("distribution", Tree::text(word)), (field, Tree::number(value))])
        };
        match shape {
            Shape::Exponential => {}
            Shape::Fixed => out.put(name, Tree::text("fixed")),
            Shape::Weibull { shape } => out.put(name, with("weibull", "shape", shape)),
            Shape::Lognormal { sigma } => out.put(name, with("lognormal", "sigma", sigma)),
        }
    }
}

/// Writes what is said about failures of a pool's members.
pub fn write_recovery(out: &mut Object, recovery: &Recovery) {
    out.put_some("repair_crews", recovery.repair_crews.map(|crews| Tree::number(f64::from(crews))));
    out.put_some("standby", recovery.standby.as_ref().map(standby));
    out.put_some("coverage", recovery.coverage.map(|coverage| Tree::number(coverage.get())));
    out.put_some("manual", recovery.manual.map(Tree::text));
}

fn standby(standby: &Standby) -> Tree {
    let mut out = Object::default();
    out.put("level", Tree::text(standby.level.word()));
    out.put_some("dormancy", standby.dormancy.map(|share| Tree::number(share.get())));
    out.put_some("coverage", standby.coverage.map(|share| Tree::number(share.get())));
    out.put_some("detect", standby.detect.map(Tree::text));
    out.put_some("switch", standby.switch.map(Tree::text));
    out.put_some("manual", standby.manual.map(Tree::text));
    out.put_some("latent", standby.latent.then_some(Tree::Bool(true)));
    out.put_some("test_interval", standby.test_interval.map(Tree::text));
    out.finish(&standby.extra)
}

/// Writes a change.
pub fn write_change(out: &mut Object, change: Option<&Change>) {
    let Some(change) = change else { return };
    let mut inner = Object::default();
    inner.put("bad_per_year", Tree::number(change.bad_per_year));
    inner.put_some("blast", change.blast.map(|share| Tree::number(share.get())));
    inner.put_some("rollback", change.rollback.map(Tree::text));
    out.put("change", inner.finish(&change.extra));
}

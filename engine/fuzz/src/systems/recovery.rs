//! Choices of how parts come back: shapes of their times, spares, repair crews, coverage, bad changes. Each may be left
//! out, and mostly is, so that a small system has one or two of them.

use libfuzzer_sys::arbitrary::Result;
use nines_engine::topology::{Change, Recovery, Shape, Shapes, Standby, StandbyLevel};
use nines_engine::units::{Duration, Probability, TimeUnit};

use super::Choices;

/// Seconds of a change-over: at once, as people write them, a tick, a year.
const SECONDS: [f64; 8] = [0.0, 30.0, 60.0, 3600.0, 0.001, 31_536_000.0, 1e-6, 86_400.0];
/// Shares covered, active, hit.
const SHARES: [f64; 8] = [1.0, 0.0, 0.5, 0.95, 1e-9, 0.999_999_999, 0.3, 1.0 / 3.0];
/// Bad changes a year.
const BAD: [f64; 6] = [12.0, 0.0, 1.0, 365.0, 1e-9, 1e12];

/// The shapes of a part's times.
pub fn shapes(choices: Choices) -> Result<Shapes> {
    Ok(Shapes { failure: shape(choices)?, repair: shape(choices)? })
}

fn shape(choices: Choices) -> Result<Shape> {
    Ok(match choices.int_in_range(0..=11_u8)? {
        0 => Shape::Fixed,
        1 => Shape::Weibull { shape: *choices.choose(&[Shape::WEIBULL_MIN, 0.7, 2.0, Shape::WEIBULL_MAX])? },
        2 => Shape::Lognormal { sigma: *choices.choose(&[0.001, 1.0, Shape::SIGMA_MAX])? },
        _ => Shape::Exponential,
    })
}

/// Changes that go wrong, of one part in six.
pub fn change(choices: Choices) -> Result<Option<Change>> {
    if !choices.ratio(1, 6)? {
        return Ok(None);
    }
    let bad_per_year = *choices.choose(&BAD)?;
    // A rollback takes more than nothing, as the reader demands.
    let rollback = time(choices)?.filter(|rollback| !rollback.is_zero());
    Ok(Some(Change { bad_per_year, blast: share(choices)?, rollback, extra: Default::default() }))
}

/// How a pool recovers: as every pool does, or with fewer crews, or with spares, or with failures that are not covered.
pub fn recovery(choices: Choices) -> Result<Recovery> {
    let mut recovery = Recovery::default();
    if choices.ratio(1, 3)? {
        recovery.repair_crews = Some(choices.int_in_range(1..=4)?);
    }
    match choices.int_in_range(0..=3_u8)? {
        0 | 1 => recovery.standby = Some(standby(choices)?),
        2 => (recovery.coverage, recovery.manual) = (share(choices)?, time(choices)?),
        _ => {}
    }
    Ok(recovery)
}

fn standby(choices: Choices) -> Result<Standby> {
    let test_interval = if choices.ratio(1, 6)? { time(choices)?.filter(|interval| !interval.is_zero()) } else { None };
    Ok(Standby {
        level: *choices.choose(&StandbyLevel::ALL)?,
        dormancy: share(choices)?,
        coverage: share(choices)?,
        detect: time(choices)?,
        switch: time(choices)?,
        manual: time(choices)?,
        latent: choices.ratio(1, 6)?,
        test_interval,
        extra: Default::default(),
    })
}

fn share(choices: Choices) -> Result<Option<Probability>> {
    if choices.ratio(1, 2)? { Ok(None) } else { Ok(Probability::new(*choices.choose(&SHARES)?)) }
}

fn time(choices: Choices) -> Result<Option<Duration>> {
    if choices.ratio(1, 3)? {
        return Ok(None);
    }
    Ok(Duration::new(*choices.choose(&SECONDS)?, TimeUnit::Second).ok())
}

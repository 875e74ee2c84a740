//! Random times: the distributions of TOPOLOGY's document, and what is left of a time that is met in the middle.

use super::random::Stream;
use crate::math;
use crate::topology::Shape;
use crate::units::Ticks;

/// A distribution of times, ready to be drawn from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Draw {
    /// Never ends.
    Never,
    /// Exponential of this mean.
    Exponential {
        /// In hours.
        mean_hours: f64,
    },
    /// Weibull: scale · (−ln U)^(1/k) (Devroye, Non-Uniform Random Variate Generation, 1986, section II.2).
    Weibull {
        /// Mean over Γ(1 + 1/k).
        scale_hours: f64,
        /// k.
        shape: f64,
    },
    /// Lognormal: e^(μ + σZ).
    Lognormal {
        /// ln mean − σ²/2.
        mu: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
    },
    /// Always this long.
    Fixed {
        /// In hours.
        hours: f64,
    },
}

impl Draw {
    /// Whether how long it has lasted says anything of how long it still will.
    pub fn has_shape(self) -> bool {
        !matches!(self, Draw::Exponential { .. } | Draw::Never)
    }

    /// A time of this mean (hours) and shape; an infinite mean never ends.
    pub fn of(mean_hours: f64, shape: Shape) -> Draw {
        if !mean_hours.is_finite() {
            return Draw::Never;
        }
        match shape {
            Shape::Exponential => Draw::Exponential { mean_hours },
            Shape::Weibull { shape } => {
                Draw::Weibull { scale_hours: mean_hours / math::gamma(1.0 + 1.0 / shape), shape }
            }
            Shape::Lognormal { sigma } => Draw::Lognormal { mu: math::ln(mean_hours) - sigma * sigma / 2.0, sigma },
            Shape::Fixed => Draw::Fixed { hours: mean_hours },
        }
    }

    /// A whole time, at least one tick.
    #[inline]
    pub fn whole(&self, stream: &mut Stream) -> Ticks {
        match self {
            Draw::Exponential { mean_hours } => stream.exponential(*mean_hours),
            other => other.shaped(stream),
        }
    }

    /// A whole time of any distribution; apart, so that the usual one stays short where it is drawn.
    fn shaped(&self, stream: &mut Stream) -> Ticks {
        match self {
            Draw::Never => Ticks(u64::MAX),
            Draw::Exponential { mean_hours } => stream.exponential(*mean_hours),
            Draw::Weibull { scale_hours, shape } => {
                ticks(scale_hours * math::pow(0.0 - math::ln(stream.share()), 1.0 / shape))
            }
            Draw::Lognormal { mu, sigma } => ticks(math::exp(mu + sigma * normal(stream))),
            Draw::Fixed { hours } => ticks(*hours),
        }
    }

    /// What is left of a time that has been going on for very long with others before it: a uniform share of a time
    /// that was met in proportion to its length (Cox, Renewal Theory, 1962, section 5.2).
    pub fn rest(&self, stream: &mut Stream) -> Ticks {
        match self {
            // Without memory, what is left is as long as the whole.
            Draw::Never | Draw::Exponential { .. } => self.whole(stream),
            Draw::Weibull { scale_hours, shape } => {
                // Met by length, (X/scale)^k is gamma distributed with shape 1 + 1/k.
                let length = scale_hours * math::pow(gamma_draw(stream, 1.0 + 1.0 / shape), 1.0 / shape);
                ticks(stream.share() * length)
            }
            Draw::Lognormal { mu, sigma } => {
                let length = math::exp(mu + sigma * sigma + sigma * normal(stream));
                ticks(stream.share() * length)
            }
            Draw::Fixed { hours } => ticks(stream.share() * hours),
        }
    }
}

fn ticks(hours: f64) -> Ticks {
    Ticks::from_hours(hours).max(Ticks(1))
}

/// A standard normal number (Box and Muller, A note on the generation of random normal deviates, 1958).
fn normal(stream: &mut Stream) -> f64 {
    let radius = math::sqrt(0.0 - 2.0 * math::ln(stream.share()));
    radius * math::cos(std::f64::consts::TAU * stream.share())
}

/// A gamma number of shape above 1 (Marsaglia and Tsang, A simple method for generating gamma variables, ACM TOMS
/// 26(3), 2000). Tries again in under one case of twenty.
fn gamma_draw(stream: &mut Stream, shape: f64) -> f64 {
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / math::sqrt(9.0 * d);
    loop {
        let x = normal(stream);
        let v = 1.0 + c * x;
        if v <= 0.0 {
            continue;
        }
        let v = v * v * v;
        if math::ln(stream.share()) < 0.5 * x * x + d - d * v + d * math::ln(v) {
            return d * v;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::random::name_number;
    use super::*;

    /// Mean and variance of whole times, and the mean of what is left: (m² + s²) / 2m (Cox 1962, equation 5.2.4).
    #[track_caller]
    fn check(shape: Shape, variance_over_mean_squared: f64) {
        let draw = Draw::of(10.0, shape);
        let mut stream = Stream::new(1, 0, name_number("draw"));
        let count = 300_000;
        let wholes: Vec<f64> = (0..count).map(|_| draw.whole(&mut stream).hours()).collect();
        let mean = wholes.iter().sum::<f64>() / f64::from(count);
        let variance = wholes.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / f64::from(count);
        let relative = variance_over_mean_squared;
        assert!(
            (mean / 10.0 - 1.0).abs() < 4.0 * math::sqrt(relative / f64::from(count)) + 1e-6,
            "{shape:?}: mean {mean}"
        );
        assert!((variance / 100.0 - relative).abs() < 0.05 * relative + 1e-9, "{shape:?}: variance {variance}");
        let left = (0..count).map(|_| draw.rest(&mut stream).hours()).sum::<f64>() / f64::from(count);
        let expected = 10.0 * (1.0 + relative) / 2.0;
        assert!((left / expected - 1.0).abs() < 0.02, "{shape:?}: left {left}, expected {expected}");
    }

    #[test]
    fn times_have_their_moments() {
        let gamma = |x: f64| math::gamma(x);
        let weibull = |k: f64| gamma(1.0 + 2.0 / k) / (gamma(1.0 + 1.0 / k) * gamma(1.0 + 1.0 / k)) - 1.0;
        check(Shape::Exponential, 1.0);
        check(Shape::Weibull { shape: 1.0 }, 1.0);
        check(Shape::Weibull { shape: 3.0 }, weibull(3.0));
        check(Shape::Weibull { shape: 0.8 }, weibull(0.8));
        check(Shape::Lognormal { sigma: 0.5 }, math::exp(0.25) - 1.0);
        check(Shape::Fixed, 0.0);
    }

    #[test]
    fn what_never_ends_never_ends() {
        let mut stream = Stream::new(1, 0, 0);
        assert_eq!(Draw::of(f64::INFINITY, Shape::Fixed).whole(&mut stream), Ticks(u64::MAX));
    }
}

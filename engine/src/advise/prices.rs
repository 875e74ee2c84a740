//! What upgrades cost and what is assumed of the parts they add. None of it is in the document: these are defaults to be
//! replaced by one's own, and every advice repeats them in words.

use crate::diag::{Diagnostic, codes};
use crate::units::{Duration, Probability, TimeUnit};

/// Prices in the document's cost units; most as a share of the cost of the part that is improved. All above 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prices {
    /// What a component counts that has no cost, or the cost 0: nothing is improved for free.
    pub cost_default: f64,
    /// Another equal member, as a share of its cost.
    pub replica: f64,
    /// A running spare, as a share of the cost of what it is a spare of.
    pub hot_spare: f64,
    /// A spare that is switched off.
    pub cold_spare: f64,
    /// Repairing in half the time; of a domain, a share of the cost of everything in it.
    pub faster_repair: f64,
    /// Half as many failures that are not covered, as a share of the pool's cost.
    pub better_coverage: f64,
    /// Detecting and switching in half the time, as a share of the pool's cost.
    pub faster_changeover: f64,
    /// Changing over by hand in half the time, as a share of the pool's cost.
    pub faster_by_hand: f64,
    /// Half as many bad changes.
    pub fewer_bad_changes: f64,
    /// Rolling back in half the time.
    pub faster_rollback: f64,
    /// One more repair crew, as a share of the cost of the pool's dearest member.
    pub repair_crew: f64,
    /// Moving a member to another domain, as a share of its cost.
    pub another_domain: f64,
    /// A domain that is not there yet, in cost units.
    pub new_domain: f64,
}

impl Prices {
    /// Guesses of the right order: a copy costs what the part costs, a running spare a little less because it carries no
    /// load, a spare on the shelf half; quicker people and tools a part of that.
    pub fn standard() -> Prices {
        Prices {
            cost_default: 1.0,
            replica: 1.0,
            hot_spare: 0.8,
            cold_spare: 0.5,
            faster_repair: 0.3,
            better_coverage: 0.2,
            faster_changeover: 0.2,
            faster_by_hand: 0.1,
            fewer_bad_changes: 0.3,
            faster_rollback: 0.1,
            repair_crew: 0.5,
            another_domain: 0.2,
            new_domain: 1.0,
        }
    }

    fn all(&self) -> [(&'static str, f64); 13] {
        [
            ("cost_default", self.cost_default),
            ("replica", self.replica),
            ("hot_spare", self.hot_spare),
            ("cold_spare", self.cold_spare),
            ("faster_repair", self.faster_repair),
            ("better_coverage", self.better_coverage),
            ("faster_changeover", self.faster_changeover),
            ("faster_by_hand", self.faster_by_hand),
            ("fewer_bad_changes", self.fewer_bad_changes),
            ("faster_rollback", self.faster_rollback),
            ("repair_crew", self.repair_crew),
            ("another_domain", self.another_domain),
            ("new_domain", self.new_domain),
        ]
    }

    /// An error for every price that is none. With a price of 0 the document as it is would not be the cheapest.
    pub(super) fn check(&self) -> Vec<Diagnostic> {
        let wrong = self.all().into_iter().filter(|(_, price)| !(*price > 0.0 && price.is_finite()));
        let finding = |(name, price): (&str, f64)| {
            let finding = Diagnostic::error(codes::OUT_OF_RANGE, format!("the price {name} is {price}"));
            finding.hint("write a number above 0")
        };
        wrong.map(finding).collect()
    }
}

/// What is assumed of spares that upgrades add.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Assumed {
    /// That a failure is detected and the change-over works by itself.
    pub coverage: Probability,
    /// From failure to noticed.
    pub detect: Duration,
    /// From noticed to a hot spare serving.
    pub switch: Duration,
    /// From noticed to a cold spare serving: it has to be started first.
    pub switch_cold: Duration,
    /// From failure to a person having changed over, when it did not happen by itself.
    pub manual: Duration,
}

impl Assumed {
    /// 95 % of failures covered, half a minute to detect, a minute to switch (ten for a cold spare), an hour by hand.
    pub fn standard() -> Assumed {
        let of = |value, unit| Duration::new(value, unit).expect("a short time");
        Assumed {
            coverage: Probability::new(0.95).expect("a probability"),
            detect: of(30.0, TimeUnit::Second),
            switch: of(60.0, TimeUnit::Second),
            switch_cold: of(10.0, TimeUnit::Minute),
            manual: of(1.0, TimeUnit::Hour),
        }
    }
}

/// Everything an advice takes for granted, a sentence each.
pub(super) fn sentences(prices: &Prices, assumed: &Assumed) -> Vec<String> {
    let p = prices;
    let share = |share: f64| share.to_string();
    vec![
        "Prices are assumptions in the document's cost units, and not facts of the document.".to_string(),
        format!("A component without a cost counts {}.", p.cost_default),
        format!(
            "Of its cost, a replica costs {} times as much, a hot spare {}, a cold spare {}.",
            share(p.replica),
            share(p.hot_spare),
            share(p.cold_spare)
        ),
        format!(
            "Halving a repair time costs {} of the part's cost (of a domain, of all that is in it), halving bad changes {}, \
             halving the time to roll back {}.",
            p.faster_repair, p.fewer_bad_changes, p.faster_rollback
        ),
        format!(
            "Halving uncovered failures costs {} of the pool's cost, halving the time to detect and switch {}, halving the \
             time by hand {}; a repair crew costs {} of the dearest member.",
            p.better_coverage, p.faster_changeover, p.faster_by_hand, p.repair_crew
        ),
        format!(
            "Moving a member to another domain costs {} of its cost, and {} more where the domain is new.",
            p.another_domain, p.new_domain
        ),
        format!(
            "A new spare takes over by itself with probability {} after {} and {} (a cold one {}), and otherwise after {} \
             by hand.",
            assumed.coverage.get(),
            assumed.detect,
            assumed.switch,
            assumed.switch_cold,
            assumed.manual
        ),
        "New parts fail independently of those they copy, except by the domains, needs and pool they share; a replica \
         serves at once when another fails."
            .to_string(),
    ]
}

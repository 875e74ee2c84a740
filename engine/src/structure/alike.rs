//! Members that differ, as if they were alike: for pools with more of them than a chain can name.

use super::outside::how_many_down;
use crate::markov::Member;

/// More members are taken with the mean of their shares of time down: counting them takes the square of their number.
const MEMBERS_MAX: usize = 200;

/// Halvings of the exponent that bring it to a float's last digit.
const HALVINGS: usize = 64;

/// The member that, instead of each of these, would leave fewer than `least` of them as often, if nobody waited for anybody:
/// what waiting for each other adds is then the chain's. Its repairs take what a repair takes on average. `None` when
/// none of them ever fails.
pub(super) fn alike(members: &[Member], least: usize) -> Option<Member> {
    let failing = || members.iter().filter(|member| member.failure_rate > 0.0);
    let failures: f64 = failing().map(|member| member.failure_rate).sum();
    if failures <= 0.0 {
        return None;
    }
    let repair_rate = failures / failing().map(|member| member.failure_rate / member.repair_rate).sum::<f64>();
    let down = |member: &Member| member.failure_rate / (member.failure_rate + member.repair_rate);
    let shares: Vec<f64> = members.iter().map(|m| if m.failure_rate > 0.0 { down(m) } else { 0.0 }).collect();
    let mean = shares.iter().sum::<f64>() / shares.len() as f64;
    let share = same_down(&shares, least).unwrap_or(mean);
    let failure_rate = repair_rate * share / (1.0 - share);
    Some(Member { failure_rate, repair_rate, blocked_by: Vec::new() })
}

/// The share of time that each of equal members would have to be down.
fn same_down(shares: &[f64], least: usize) -> Option<f64> {
    if least == 0 || least > shares.len() || shares.len() > MEMBERS_MAX {
        return None;
    }
    let too_few =
        |each: &mut dyn Iterator<Item = f64>| -> f64 { how_many_down(each)[shares.len() - least + 1..].iter().sum() };
    let aim = too_few(&mut shares.iter().copied());
    // What is most often down, and what is least, are on both sides of it.
    let mut low = shares.iter().copied().fold(1.0, f64::min);
    let mut high = shares.iter().copied().fold(0.0, f64::max);
    for _ in 0..HALVINGS {
        let middle = if low > 0.0 { crate::math::sqrt(low * high) } else { high / 2.0 };
        if too_few(&mut std::iter::repeat_n(middle, shares.len())) < aim {
            low = middle;
        } else {
            high = middle;
        }
    }
    (high > 0.0).then_some(high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_they_are_together_is_kept() {
        let member = |failure_rate: f64, repair_rate| Member { failure_rate, repair_rate, blocked_by: Vec::new() };
        let members = [member(1e-3, 0.1), member(1e-4, 0.5), member(0.02, 1.0), member(1e-6, 2.0)];
        let down = |m: &Member| m.failure_rate / (m.failure_rate + m.repair_rate);
        for least in 1..=4 {
            let one = alike(&members, least).unwrap();
            let tail = |each: Vec<f64>| how_many_down(each.into_iter())[4 - least + 1..].iter().sum::<f64>();
            let (found, expected) = (tail(vec![down(&one); 4]), tail(members.iter().map(down).collect()));
            assert!((found / expected - 1.0).abs() < 1e-12, "{least}: {found} {expected}");
        }
        // All of four: as often as the sum of them.
        let all = alike(&members, 4).unwrap();
        assert!((all.repair_rate / (0.021101 / (0.01 + 2e-4 + 0.02 + 5e-7)) - 1.0).abs() < 1e-12);
        assert_eq!(alike(&[member(0.0, 1.0)], 1), None);
        let equal = alike(&[member(1e-3, 0.1), member(1e-3, 0.1)], 1).unwrap();
        assert!((equal.failure_rate / 1e-3 - 1.0).abs() < 1e-12);
    }
}

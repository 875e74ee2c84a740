//! Limit: quorums that share members, by looking at random states: what anybody would write first, and what bounds have
//! to be worth their time against.

/// The share of `states` random states in which a quorum is lost. A quorum is a mask of its members and how many of them
/// must work; each of `members` is down with probability `q`.
///
/// # Panics
/// With more than 64 members.
pub fn lost(quorums: &[(u64, u32)], members: u32, q: f64, states: u32) -> f64 {
    assert!(members <= 64, "a state is one word");
    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    let down = (q * 2.0_f64.powi(32)) as u64;
    let mut lost = 0;
    for _ in 0..states {
        let mut up = 0_u64;
        for _ in 0..members {
            // Marsaglia: Xorshift RNGs, Journal of Statistical Software 8(14), 2003; the upper half is used.
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            up = up << 1 | u64::from(random >> 32 >= down);
        }
        lost += u32::from(quorums.iter().any(|(of, required)| (of & up).count_ones() < *required));
    }
    f64::from(lost) / f64::from(states)
}

/// # Panics
/// When 2 of 3 is not its closed form, within five standard deviations.
pub fn check() {
    let (q, states) = (0.1, 100_000);
    let expected = 3.0 * q * q - 2.0 * q * q * q;
    let deviation = (expected * (1.0 - expected) / f64::from(states)).sqrt();
    assert!((lost(&[(0b111, 2)], 3, q, states) - expected).abs() < 5.0 * deviation);
}

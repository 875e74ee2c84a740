//! Documents made by formula. Pure text, so that the same file also serves the WebAssembly side.

use std::fmt::Write as _;

/// What `three_tier` measures in the long run, in closed form.
pub const THREE_TIER_UNAVAILABILITY: f64 = 4.091_239_719_051_401_4e-4;

/// The members of a tier of [`tiers`], how many must work, and what is beside them.
pub const TIER: usize = 5;
pub const TIER_REQUIRED: usize = 3;
pub const ZONES: usize = 3;
/// The members of a quorum of [`quorums`], and how many must work.
pub const QUORUM: usize = 5;
pub const QUORUM_REQUIRED: u32 = 3;
/// MTTF and MTTR of a member and of a zone, in hours.
pub const MEMBER_HOURS: (f64, f64) = (1000.0, 10.0);
pub const ZONE_HOURS: (f64, f64) = (8760.0, 2.0);

fn document(needs: &str, parts: &str) -> String {
    format!(r#"{{ "format": "nines-topology", "version": 1, "clients": {{ "needs": [{needs}] }}, {parts} }}"#)
}

fn names(prefix: &str, count: usize) -> String {
    let quoted: Vec<String> = (0..count).map(|i| format!("\"{prefix}{i}\"")).collect();
    quoted.join(", ")
}

/// "three-tier-11": a load balancer 1 of 2, servers 4 of 6, databases 2 of 3, all with an MTTF of 1000 h and an
/// MTTR of 10 h.
pub fn three_tier() -> String {
    let mut components = Vec::new();
    let mut pools = Vec::new();
    for (name, members, required) in [("lb", 2, 1), ("app", 6, 4), ("db", 3, 2)] {
        for i in 0..members {
            components.push(format!(r#"{{ "id": "{name}-{i}", "mttf": "1000h", "mttr": "10h" }}"#));
        }
        let members = names(&format!("{name}-"), members);
        pools.push(format!(r#"{{ "id": "{name}", "members": [{members}], "required": {required} }}"#));
    }
    let parts = format!(r#""components": [{}], "pools": [{}]"#, components.join(", "), pools.join(", "));
    document(r#""lb", "app", "db""#, &parts)
}

/// Tiers of five members, three needed, in a row; the members lie in three zones.
///
/// # Panics
/// Unless `components` is a multiple of five.
pub fn tiers(components: usize) -> String {
    assert_eq!(components % TIER, 0, "tiers have {TIER} members");
    let mut zones = Vec::new();
    for zone in 0..ZONES {
        zones.push(format!(r#"{{ "id": "z{zone}", "mttf": "{}h", "mttr": "{}h" }}"#, ZONE_HOURS.0, ZONE_HOURS.1));
    }
    let mut members = Vec::new();
    let mut pools = Vec::new();
    for i in 0..components {
        let (mttf, mttr) = MEMBER_HOURS;
        let zone = i % TIER % ZONES;
        members.push(format!(r#"{{ "id": "c{i}", "in": ["z{zone}"], "mttf": "{mttf}h", "mttr": "{mttr}h" }}"#));
    }
    for tier in 0..components / TIER {
        let mut pool = format!(r#"{{ "id": "t{tier}", "required": {TIER_REQUIRED}, "members": ["#);
        let of: Vec<String> = (tier * TIER..(tier + 1) * TIER).map(|i| format!("\"c{i}\"")).collect();
        let _ = write!(pool, "{}]", of.join(", "));
        if (tier + 1) * TIER < components {
            let _ = write!(pool, r#", "needs": ["t{}"]"#, tier + 1);
        }
        pools.push(pool + " }");
    }
    let all = [("domains", zones), ("components", members), ("pools", pools)];
    let parts: Vec<String> = all.iter().map(|(name, of)| format!(r#""{name}": [{}]"#, of.join(", "))).collect();
    document("\"t0\"", &parts.join(", "))
}

/// One pool of this many units, all with an unavailability of `q`.
pub fn k_of_n(units: usize, required: usize, q: f64) -> String {
    let one = |i: usize| format!(r#"{{ "id": "u{i}", "unavailability": {q} }}"#);
    let components: Vec<String> = (0..units).map(one).collect();
    let pool = format!(r#"{{ "id": "pool", "required": {required}, "members": [{}] }}"#, names("u", units));
    document("\"pool\"", &format!(r#""components": [{}], "pools": [{pool}]"#, components.join(", ")))
}

/// Quorums of [`QUORUM`] members each, taken from all over by chance (always the same), so that everything hangs together.
///
/// # Panics
/// With fewer members than a quorum has.
pub fn quorums(members: u32, quorums: u32) -> Vec<[u32; QUORUM]> {
    assert!(members as usize >= QUORUM, "a quorum has {QUORUM} members");
    let mut state = 1_u64;
    let mut any = || {
        // Knuth: The Art of Computer Programming, volume 2, section 3.3.4, table 1, line 26; the upper half is used.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 32) as u32 % members
    };
    let mut quorum = || {
        let mut of = [u32::MAX; QUORUM];
        for at in 0..QUORUM {
            while of[at] == u32::MAX || of[..at].contains(&of[at]) {
                of[at] = any();
            }
        }
        of
    };
    (0..quorums).map(|_| quorum()).collect()
}

/// Members that are down with probability `q`, and clients that need all of these quorums of them.
pub fn entangled(members: u32, quorums: &[[u32; QUORUM]], q: f64) -> String {
    let components: Vec<String> =
        (0..members).map(|i| format!(r#"{{ "id": "c{i}", "unavailability": {q} }}"#)).collect();
    let pool = |(i, of): (usize, &[u32; QUORUM])| {
        let of = of.map(|member| format!("\"c{member}\"")).join(", ");
        format!(r#"{{ "id": "q{i}", "required": {QUORUM_REQUIRED}, "members": [{of}] }}"#)
    };
    let pools: Vec<String> = quorums.iter().enumerate().map(pool).collect();
    let parts = format!(r#""components": [{}], "pools": [{}]"#, components.join(", "), pools.join(", "));
    document(&names("q", quorums.len()), &parts)
}

/// One pool of identical units with fewer crews than units.
pub fn crews(units: usize, required: usize, crews: usize, mttf: f64, mttr: f64) -> String {
    let one = |i: usize| format!(r#"{{ "id": "u{i}", "mttf": "{mttf}h", "mttr": "{mttr}h" }}"#);
    let components: Vec<String> = (0..units).map(one).collect();
    let pool = format!(
        r#"{{ "id": "pool", "required": {required}, "repair_crews": {crews}, "members": [{}] }}"#,
        names("u", units)
    );
    document("\"pool\"", &format!(r#""components": [{}], "pools": [{pool}]"#, components.join(", ")))
}

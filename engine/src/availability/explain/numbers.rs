//! Numbers inside formulas: as many digits as matter, powers of ten with raised exponents, availabilities with the
//! digits in which they differ from 1. What a whole step comes to is said by [`crate::report`] instead.

use super::super::quantify::Pair;

/// A small probability with four significant digits: `0.001996`, `2.5·10⁻⁷`.
pub fn chance(p: f64) -> String {
    if p <= 0.0 {
        return "0".to_string();
    }
    let text = format!("{p:.3e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if exponent < -4 {
        return format!("{}·10{}", trimmed(mantissa), raised(exponent));
    }
    trimmed(&format!("{p:.*}", (3 - exponent).max(0) as usize)).to_string()
}

/// An availability with three digits of what is missing to 1: `0.999001`; `1 − 2·10⁻²⁰` where decimals end.
pub fn working(pair: Pair) -> String {
    if pair.up < 0.9 {
        return chance(pair.up);
    }
    if pair.down <= 0.0 {
        return "1".to_string();
    }
    let text = format!("{:.2e}", pair.down);
    let exponent: i32 = text.split_once('e').and_then(|(_, e)| e.parse().ok()).unwrap_or(0);
    let digits = (2 - exponent) as usize;
    if digits > 12 {
        format!("(1 − {})", chance(pair.down))
    } else {
        trimmed(&format!("{:.digits$}", pair.up)).to_string()
    }
}

/// A whole number raised: `⁻⁷`.
pub fn raised(number: i32) -> String {
    let raise = |c: char| match c {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        // The other raised digits stand in a row of their own.
        digit => char::from_u32(0x2070 + digit.to_digit(10).unwrap_or(0)).unwrap_or(digit),
    };
    number.to_string().chars().map(raise).collect()
}

/// `base` to a whole power: nothing raised for 1.
pub fn power(base: &str, exponent: u32) -> String {
    if exponent == 1 { base.to_string() } else { format!("{base}{}", raised(exponent as i32)) }
}

fn trimmed(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

/// The most names a list spells out.
const NAMES_MAX: usize = 6;

/// `a, b, c`; a long list ends in how many more there are.
pub fn listed(names: &[String]) -> String {
    if names.len() <= NAMES_MAX {
        return names.join(", ");
    }
    format!("{} and {} more", names[..NAMES_MAX - 1].join(", "), names.len() - NAMES_MAX + 1)
}

/// `a, b and c`, shortened the same way.
pub fn listed_and(names: &[String]) -> String {
    match names {
        [rest @ .., last] if !rest.is_empty() && names.len() <= NAMES_MAX => format!("{} and {last}", rest.join(", ")),
        _ => listed(names),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chances_show_four_digits_that_matter() {
        let cases = [
            (0.0, "0"),
            (1.0, "1"),
            (0.5, "0.5"),
            (0.001, "0.001"),
            (0.001996007984, "0.001996"),
            (9.99e-4, "0.000999"),
            (2.5e-7, "2.5·10⁻⁷"),
            (1.6e-20, "1.6·10⁻²⁰"),
            (0.99999, "1"),
        ];
        for (p, text) in cases {
            assert_eq!(chance(p), text);
        }
    }

    #[test]
    fn availabilities_show_what_is_missing() {
        let of = |down: f64| working(Pair { up: 1.0 - down, down });
        assert_eq!(of(0.000999001), "0.999001");
        assert_eq!(of(1e-3), "0.999");
        assert_eq!(of(0.5), "0.5");
        assert_eq!(of(1e-9), "0.999999999");
        assert_eq!(of(2e-20), "(1 − 2·10⁻²⁰)");
        assert_eq!(of(0.0), "1");
    }

    #[test]
    fn long_lists_say_how_many_more() {
        let names: Vec<String> = (1..=9).map(|i| format!("s{i}")).collect();
        assert_eq!(listed(&names), "s1, s2, s3, s4, s5 and 4 more");
        assert_eq!(listed_and(&names[..3]), "s1, s2 and s3");
        assert_eq!(power("U", 12), "U¹²");
        assert_eq!(power("U", 1), "U");
    }
}

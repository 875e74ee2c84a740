//! Numbers as documents and people write them, read to the nearest double. JSON's reader does it, which a program that
//! reads documents has anyway: the standard library's would bring tables that are one part in fifty of what the site
//! downloads. Not here: numbers with their units ([`units`](crate::units)).

use super::json::Tree;

/// The number that a text is: digits with or without a point, with or without a sign and an exponent. Words that the
/// standard library reads too, such as `inf`, are none. A number beyond all doubles is infinite.
pub fn read(text: &str) -> Option<f64> {
    let (is_negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent_digits = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    let are_digits = |digits: &str| digits.bytes().all(|digit| digit.is_ascii_digit());
    let all_digits = are_digits(whole) && are_digits(part) && are_digits(exponent_digits);
    if !all_digits || exponent_digits.is_empty() || (whole.is_empty() && part.is_empty()) {
        return None;
    }
    // JSON wants a digit on both sides of the point, and no zero before another digit.
    let whole = Some(whole.trim_start_matches('0')).filter(|digits| !digits.is_empty()).unwrap_or("0");
    // All that can be wrong with it now is that it is too large.
    let value = match serde_json::from_str(&format!("{whole}.{part}0e{exponent}")) {
        Ok(Tree::Number(number)) => number.value(),
        _ => f64::INFINITY,
    };
    Some(if is_negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str) {
        let bits = |value: f64| value.to_bits();
        assert_eq!(read(text).map(bits), text.parse().ok().map(bits), "{text}");
    }

    #[test]
    fn texts_are_read_as_by_the_standard_library() {
        let texts = "0 -0 +1 007 1. .5 -.5e1 5e-324 2e-324 1e308 1e309 -1e999 1e-999 1e99999999999 0e99999999999 9007199254740993 \
                     1.7976931348623157e308 0.1 99.9999999 2.2250738585072011e-308 123456789012345678901234567890";
        texts.split(' ').for_each(check);
        for text in ["", ".", "-", "e5", "1e", "1e+", "1.5.5", "--1", "1 ", " 1", "1_0", "0x1", "١", "1e5.0"] {
            check(text);
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!([read("inf"), read("nan"), read("infinity")], [None; 3]);
    }

    #[test]
    fn any_double_is_read_back() {
        let mut bits = 1_u64;
        for _ in 0..20_000 {
            bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let value = f64::from_bits(bits);
            if value.is_finite() {
                check(&value.to_string());
                check(&format!("{value:e}"));
                check(&format!("{value:.3}"));
            }
        }
    }
}

//! Numbers as documents and people write them, read to the nearest double. With whole numbers of any size: what the
//! standard library and JSON's reader do faster, with tables that would be one part in thirty of what the site downloads.
//! Not here: numbers with their units ([`units`](crate::units)).

use std::cmp::Ordering;

/// The number that a text is: digits with or without a point, with or without a sign and an exponent. Words that the
/// standard library reads too, such as `inf`, are none. A number beyond all doubles is infinite.
pub fn read(text: &str) -> Option<f64> {
    let (is_negative, mut rest) = signed(text.as_bytes());
    let (mut digits, mut exponent, mut is_part, mut is_any) = (Vec::new(), 0, false, false);
    while let [byte @ (b'0'..=b'9' | b'.'), after @ ..] = rest {
        if *byte != b'.' {
            is_any = true;
            exponent -= i64::from(is_part);
            // Zeros in front of all others say nothing.
            if *byte != b'0' || !digits.is_empty() {
                digits.push(byte - b'0');
            }
        } else if is_part {
            return None;
        } else {
            is_part = true;
        }
        rest = after;
    }
    if let [b'e' | b'E', after @ ..] = rest {
        let (is_small, after) = signed(after);
        let mut power = 0;
        rest = after;
        is_any &= !rest.is_empty();
        while let [byte @ b'0'..=b'9', after @ ..] = rest {
            power = (power * 10 + i64::from(byte - b'0')).min(EXPONENT_MAX);
            rest = after;
        }
        exponent += if is_small { -power } else { power };
    }
    if !is_any || !rest.is_empty() {
        return None;
    }
    let value = nearest(digits, exponent);
    Some(if is_negative { -value } else { value })
}

/// Whether there is a minus in front, and what comes after the sign.
fn signed(text: &[u8]) -> (bool, &[u8]) {
    match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    }
}

/// Exponents further from 0 than this are as good as this, for documents of a mebibyte.
const EXPONENT_MAX: i64 = 1 << 40;

/// No double's neighbour is told apart by more digits (767 and one: Goldberg's bound for binary64).
const DIGITS_MAX: usize = 800;

/// Powers of ten up to this are doubles, and so are whole numbers of so many digits.
const EXACT: (i64, usize) = (22, 15);

/// These digits, the first of which is not 0, times ten to the power of `exponent`, to the nearest double, and of two to the
/// even one: quotient bit by quotient bit (Clinger, How to read floating point numbers accurately, 1990, section 4).
fn nearest(mut digits: Vec<u8>, mut exponent: i64) -> f64 {
    if digits.len() > DIGITS_MAX {
        exponent += (digits.len() - DIGITS_MAX) as i64;
        let is_more = digits[DIGITS_MAX..].iter().any(|digit| *digit > 0);
        digits.truncate(DIGITS_MAX);
        // All that matters of the rest is whether there is any.
        digits[DIGITS_MAX - 1] |= u8::from(is_more);
    }
    let order = digits.len() as i64 + exponent;
    if digits.is_empty() || order < -330 {
        return 0.0;
    }
    if order > 310 {
        return f64::INFINITY;
    }
    if digits.len() <= EXACT.1 && exponent.abs() <= EXACT.0 {
        let whole = digits.iter().fold(0.0, |sum, digit| sum * 10.0 + f64::from(*digit));
        let power = (0..exponent.abs()).fold(1.0, |power, _| power * 10.0);
        return if exponent < 0 { whole / power } else { whole * power };
    }
    let (mut rest, mut of) = (Large(Vec::new()), Large(vec![1]));
    digits.iter().for_each(|digit| rest.times_and(10, u32::from(*digit)));
    let scaled = if exponent < 0 { &mut of } else { &mut rest };
    (0..exponent.abs()).for_each(|_| scaled.times_and(10, 0));
    // Between a quarter and one, times a power of two.
    let mut power = rest.bits() - of.bits() + 1;
    if power > 0 {
        of.shift(power)
    } else {
        rest.shift(-power)
    }
    let mut quotient = 0_u64;
    if power < LEAST {
        return 0.0;
    }
    while quotient < 1 << 52 && power > LEAST {
        rest.shift(1);
        (quotient, power) = (quotient << 1, power - 1);
        if rest.order(&of) != Ordering::Less {
            rest.minus(&of);
            quotient += 1;
        }
    }
    rest.shift(1);
    quotient += match rest.order(&of) {
        Ordering::Less => 0,
        Ordering::Equal => quotient & 1,
        Ordering::Greater => 1,
    };
    // The highest of 53 bits is not written, but added to the exponent; and so is a carry.
    let bits = (((power - LEAST) as u64) << 52) + quotient;
    f64::from_bits(bits.min(f64::INFINITY.to_bits()))
}

/// The power of two of the last bit of the smallest double.
const LEAST: i64 = -1074;

/// A whole number, lowest digits of 2³² first, the highest of them not 0.
struct Large(Vec<u32>);

impl Large {
    /// Multiplied, and something added.
    fn times_and(&mut self, factor: u32, add: u32) {
        let mut carry = u64::from(add);
        for digit in &mut self.0 {
            carry += u64::from(*digit) * u64::from(factor);
            *digit = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    /// Times two to this power.
    fn shift(&mut self, bits: i64) {
        (0..bits).for_each(|_| self.times_and(2, 0));
    }

    fn bits(&self) -> i64 {
        let highest = self.0.last().map_or(0, |digit| 32 - i64::from(digit.leading_zeros()));
        (self.0.len() as i64 - 1) * 32 + highest
    }

    fn order(&self, other: &Large) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }

    /// Less one that is not larger.
    fn minus(&mut self, other: &Large) {
        let mut borrow = 0;
        for (place, digit) in self.0.iter_mut().enumerate() {
            let less = i64::from(*digit) - i64::from(other.0.get(place).copied().unwrap_or(0)) - borrow;
            *digit = less as u32;
            borrow = i64::from(less < 0);
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }
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

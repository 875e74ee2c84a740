//! Large and small letters of Latin, Greek and Cyrillic names, by rule. The standard library knows those of every script,
//! from tables that would be one part in fifty of what the site downloads. Letters of other scripts stay as they are.

/// The text in small letters, for comparing what was typed with names.
pub fn lower(text: &str) -> String {
    text.chars().map(small).collect()
}

fn small(letter: char) -> char {
    let is_even = (letter as u32).is_multiple_of(2);
    let further = match letter {
        'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' | 'Α'..='Ρ' | 'Σ'..='Ϋ' | 'А'..='Я' => 32,
        'Ѐ'..='Џ' => 80,
        // Pairs, the large one first.
        'Ā'..='į' | 'Ĳ'..='ķ' | 'Ŋ'..='ŷ' if is_even => 1,
        'Ĺ'..='ň' | 'Ź'..='ž' if !is_even => 1,
        'Ά' => 38,
        'Έ'..='Ί' => 37,
        'Ό' => 64,
        'Ύ' | 'Ώ' => 63,
        'Ÿ' => return 'ÿ',
        _ => 0,
    };
    char::from_u32(letter as u32 + further).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_as_in_the_standard_library() {
        // The Turkish İ becomes two characters there.
        for letter in ('\0'..'\u{180}').chain('\u{386}'..'\u{3cf}').chain('\u{400}'..'\u{460}').filter(|l| *l != 'İ') {
            assert_eq!(small(letter), letter.to_lowercase().next().expect("one"), "{letter}");
        }
        assert_eq!(lower("Zürich-Ä1 ΑΘΉΝΑ Щит"), "zürich-ä1 αθήνα щит");
    }
}

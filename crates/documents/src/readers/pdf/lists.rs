//! The bullets and numbers of lists.

/// What begins an item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marker {
    /// A bullet.
    Bullet,
    /// A number; letters and roman numerals count too.
    Number(u64),
}

/// The marker that a word is.
pub(super) fn marker(word: &str) -> Option<Marker> {
    let mut characters = word.chars();
    if let (Some(character), None) = (characters.next(), characters.clone().next())
        && is_bullet(character)
    {
        return Some(Marker::Bullet);
    }
    let inner = word
        .strip_suffix(['.', ')'])
        .map(|inner| inner.strip_prefix('(').unwrap_or(inner))
        .filter(|inner| !inner.is_empty() && inner.len() <= 5)?;
    if inner.chars().all(|c| c.is_ascii_digit()) {
        return inner.parse().ok().filter(|number| *number < 1000).map(Marker::Number);
    }
    let mut letters = inner.chars();
    match (letters.next(), letters.next()) {
        (Some(letter @ 'a'..='z'), None) => Some(Marker::Number(u64::from(u32::from(letter) - u32::from('a') + 1))),
        _ => roman(inner).filter(|_| inner.chars().all(|c| c.is_ascii_lowercase())).map(Marker::Number),
    }
}

fn is_bullet(character: char) -> bool {
    matches!(
        character,
        '•' | '◦'
            | '▪'
            | '▫'
            | '‣'
            | '⁃'
            | '●'
            | '○'
            | '■'
            | '□'
            | '◆'
            | '◇'
            | '➢'
            | '➤'
            | '✓'
            | '✔'
            | '❖'
            | '·'
            | '∙'
            | '–'
            | '-'
            | '*'
            | '—'
            | '►'
            | '▸'
            | '\u{f0b7}'
            | '\u{fffd}'
    )
}

fn roman(text: &str) -> Option<u64> {
    let values: Option<Vec<u64>> = text
        .chars()
        .map(|letter| match letter.to_ascii_lowercase() {
            'i' => Some(1),
            'v' => Some(5),
            'x' => Some(10),
            'l' => Some(50),
            _ => None,
        })
        .collect();
    let values = values.filter(|values| !values.is_empty())?;
    let mut total = 0;
    for (index, value) in values.iter().enumerate() {
        match values.get(index + 1) {
            Some(next) if next > value => total -= *value as i64,
            _ => total += *value as i64,
        }
    }
    u64::try_from(total).ok().filter(|total| *total > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_told_from_words() {
        for (word, expected) in [
            ("•", Some(Marker::Bullet)),
            ("–", Some(Marker::Bullet)),
            ("1.", Some(Marker::Number(1))),
            ("(12)", Some(Marker::Number(12))),
            ("b)", Some(Marker::Number(2))),
            ("iv.", Some(Marker::Number(4))),
            ("2024.", None),
            ("end.", None),
            ("1.2", None),
            ("A", None),
        ] {
            assert_eq!(marker(word), expected, "{word}");
        }
    }
}

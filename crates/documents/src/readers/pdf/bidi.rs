//! From the order in which a line stands on the page to the order in which it is read.

use unicode_normalization::char::is_combining_mark;

/// Letters of scripts that are written from right to left.
pub(super) fn is_rtl(character: char) -> bool {
    matches!(character,
        '\u{590}'..='\u{5ff}' | '\u{600}'..='\u{65f}' | '\u{66a}'..='\u{6ef}' | '\u{6fa}'..='\u{8ff}'
        | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
        && !matches!(character, '\u{feff}')
}

/// What a word says about direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Right,
    Left,
    Neutral,
}

fn kind(word: &str) -> Kind {
    if !word.is_ascii() && word.chars().any(is_rtl) {
        Kind::Right
    } else if word.chars().any(char::is_alphabetic) {
        Kind::Left
    } else {
        Kind::Neutral
    }
}

/// Whether text of these words goes from right to left; `None` where none of it does.
pub(super) fn goes_left<'a>(words: impl Iterator<Item = &'a str>) -> Option<bool> {
    let (mut right, mut left) = (0, 0);
    for word in words {
        match kind(word) {
            Kind::Right => right += word.chars().count(),
            Kind::Left => left += word.chars().count(),
            Kind::Neutral => {}
        }
    }
    (right > 0).then_some(right >= left)
}

/// The order in which the words of a line are read, given from left to right, in text that goes to the left or not.
pub(super) fn order(words: &[&str], goes_left: bool) -> Vec<usize> {
    let kinds: Vec<Kind> = words.iter().map(|word| kind(word)).collect();
    let mut order: Vec<usize> = (0..words.len()).collect();
    if goes_left {
        order.reverse();
    }
    turn_runs(&mut order, &kinds, if goes_left { Kind::Left } else { Kind::Right });
    order
}

/// Turns every run that begins and ends with a word of the kind and holds nothing but it and neutral ones.
fn turn_runs(order: &mut [usize], kinds: &[Kind], wanted: Kind) {
    let of = |index: usize| kinds.get(index).copied().unwrap_or(Kind::Neutral);
    let mut start = 0;
    while start < order.len() {
        if order.get(start).is_none_or(|index| of(*index) != wanted) {
            start += 1;
            continue;
        }
        let mut end = start;
        let mut next = start;
        while let Some(index) = order.get(next) {
            match of(*index) {
                kind if kind == wanted => end = next,
                Kind::Neutral => {}
                Kind::Right | Kind::Left => break,
            }
            next += 1;
        }
        if let Some(run) = order.get_mut(start..=end) {
            run.reverse();
        }
        start = end + 1;
    }
}

/// Turns a word with letters that are written from right to left; numbers and foreign letters in it keep their order.
pub(super) fn turn(word: &str) -> String {
    if !word.chars().any(is_rtl) {
        return word.to_owned();
    }
    let characters: Vec<char> = word.chars().collect();
    let mut turned = String::with_capacity(word.len());
    let mut end = characters.len();
    while end > 0 {
        let last = characters.get(end - 1).copied().unwrap_or(' ');
        let mut start = end - 1;
        if keeps_order(last) {
            while start > 0
                && characters.get(start - 1).is_some_and(|c| {
                    keeps_order(*c)
                        || (is_joint(*c) && start > 1 && characters.get(start - 2).is_some_and(|c| keeps_order(*c)))
                })
            {
                start -= 1;
            }
        } else if is_combining_mark(last) {
            // Marks stand after their letter on the page as in the text.
            while start > 0 && characters.get(start).copied().is_some_and(is_combining_mark) {
                start -= 1;
            }
        }
        turned.extend(
            characters
                .get(start..end)
                .unwrap_or_default()
                .iter()
                .map(|c| if end - start == 1 { mirrored(*c) } else { *c }),
        );
        end = start;
    }
    turned
}

fn keeps_order(character: char) -> bool {
    (character.is_alphanumeric() && !is_rtl(character))
        || matches!(character, '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}' | '%')
}

fn is_joint(character: char) -> bool {
    matches!(character, '.' | ',' | ':' | '/' | '-' | '\u{66b}' | '\u{66c}')
}

fn mirrored(character: char) -> char {
    match character {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '<' => '>',
        '>' => '<',
        '«' => '»',
        '»' => '«',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str, goes_left: bool) -> String {
        let words: Vec<&str> = line.split(' ').collect();
        order(&words, goes_left).iter().map(|index| turn(words[*index])).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn lines_from_right_to_left_are_read_so() {
        assert_eq!(goes_left("PDF File ץבוק קובץ".split(' ')), Some(true));
        assert_eq!(goes_left("no such letters".split(' ')), None);
        // On the left what stands on the page from left to right, on the right what it says.
        for (page, goes_left, text) in [
            ("plain text 12", false, "plain text 12"),
            ("םלוע םולש", true, "שלום עולם"),
            ("2024 ראוני 15", true, "15 ינואר 2024"),
            ("PDF File ץבוק", true, "קובץ PDF File"),
            ("the word םולש means peace", false, "the word שלום means peace"),
            ("(םולש)", true, "(שלום)"),
            ("12.5-ה", true, "ה-12.5"),
        ] {
            assert_eq!(read(page, goes_left), text, "{page}");
        }
    }
}

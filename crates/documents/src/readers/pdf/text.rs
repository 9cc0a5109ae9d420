//! The characters of a word, and how lines are joined.

use unicode_normalization::UnicodeNormalization;

use super::words::is_cjk;

/// Dots from which on they lead to a page number.
const LEADER: &str = "....";

/// Whether a word holds dots that lead to a page number.
pub(super) fn is_leader(text: &str) -> bool {
    text.contains(LEADER)
}

/// Takes out what only the page needs: ligatures, letter forms, soft hyphens, leading dots.
pub(super) fn clean(text: &str) -> String {
    if is_leader(text) {
        return text
            .split(LEADER)
            .map(|part| part.trim_matches('.'))
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
    }
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut clean = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{fb00}'..='\u{fb4f}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{2f00}'..='\u{2fd5}' => {
                clean.extend(std::iter::once(character).nfkc());
            }
            '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
            '\u{a0}' => clean.push(' '),
            other => clean.push(other),
        }
    }
    // Letters and their accents that were drawn apart.
    if clean.chars().any(unicode_normalization::char::is_combining_mark) { clean.nfc().collect() } else { clean }
}

/// Whether a word as it stands on the page ends in a place where it was cut.
const HYPHENS: [char; 2] = ['-', '\u{2010}'];

/// Makes the end of one line ready for the beginning of the next; gives what goes between them.
pub(super) fn join(last: &mut String, next: &str) -> &'static str {
    let Some(first) = next.chars().next() else { return " " };
    if last.ends_with(HYPHENS) {
        let mut before = last.chars().rev().skip(1);
        let letter = before.next();
        if letter.is_some_and(char::is_lowercase) && first.is_lowercase() {
            last.pop();
            return "";
        }
        return if letter.is_some_and(char::is_alphanumeric) { "" } else { " " };
    }
    if last.chars().next_back().is_some_and(is_cjk) && is_cjk(first) { "" } else { " " }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_of_the_page_become_those_of_the_text() {
        for (page, text) in
            [("eﬃcient", "efficient"), ("ﺳﻼم", "سلام"), ("co\u{ad}operate", "cooperate"), ("x²", "x²"), ("ａ", "ａ")]
        {
            assert_eq!(clean(page), text, "{page}");
        }
    }

    #[test]
    fn lines_are_joined_by_what_they_end_with() {
        for (last, next, joined) in [
            ("hyphen-", "ation", "hyphenation"),
            ("North-", "South", "North-South"),
            ("2010-", "2020", "2010-2020"),
            ("a word", "and", "a word and"),
            ("漢字", "仮名", "漢字仮名"),
            ("one -", "two", "one - two"),
        ] {
            let mut text = last.to_owned();
            let joint = join(&mut text, next);
            assert_eq!(format!("{text}{joint}{next}"), joined);
        }
    }
}

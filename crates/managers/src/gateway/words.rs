//! Text as words, for comparing with lists of words. Linear in the text, and nothing is copied.

/// The words of a text, as they are written: runs of letters, digits and underscores. Scripts that
/// write without spaces divide words, so that `修复bug` has the word `bug` and `débug` has not.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| !belongs_to_word(c)).filter(|word| !word.is_empty())
}

/// At most so many bytes from the beginning of a text and as many from its end, cut between words. A
/// conversation says at its beginning what it is about and at its end what is asked now.
pub(super) fn ends(text: &str, bytes: usize) -> (&str, &str) {
    if text.len() <= 2 * bytes {
        return (text, "");
    }
    let head = &text[..text.floor_char_boundary(bytes)];
    let tail = &text[text.ceil_char_boundary(text.len() - bytes)..];
    let divides = |c| !belongs_to_word(c);
    (&head[..head.rfind(divides).unwrap_or(0)], &tail[tail.find(divides).unwrap_or(tail.len())..])
}

fn belongs_to_word(c: char) -> bool {
    match c {
        '_' => true,
        _ if c.is_ascii() => c.is_ascii_alphanumeric(),
        _ => c.is_alphanumeric() && !is_unspaced(c),
    }
}

/// Thai to Khmer, then Chinese, Japanese and Korean, whose words stand side by side or carry particles.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1100}'..='\u{11FF}' | '\u{1780}'..='\u{17FF}'
        | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}'
        | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_runs_of_letters_digits_and_underscores() {
        for (text, expected) in [
            ("", vec![]),
            ("Fix the_bug, now-or-never!", vec!["Fix", "the_bug", "now", "or", "never"]),
            ("débug größer 42x", vec!["débug", "größer", "42x"]),
            ("修复bug。버그repo를", vec!["bug", "repo"]),
            ("แก้bug 🐛fix🐛", vec!["bug", "fix"]),
            ("\u{0}\u{feff}a\u{200b}b", vec!["a", "b"]),
        ] {
            assert_eq!(words(text).collect::<Vec<_>>(), expected, "{text}");
        }
    }

    #[test]
    fn a_long_text_is_cut_between_words() {
        assert_eq!(ends("one two", 4), ("one two", ""));
        assert_eq!(ends("debug in the middle debug", 7), ("debug", " debug"));
        assert_eq!(ends("debugging the debugging", 5), ("", ""));
        assert_eq!(ends("ää ää ää ää", 4), ("", ""));
        assert_eq!(ends(&"🐛".repeat(9), 6), ("", "🐛"));
    }
}

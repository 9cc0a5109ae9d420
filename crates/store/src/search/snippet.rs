//! The part of a text around the first match, the same on both databases: FTS5 and `ts_headline`
//! cut differently, and the latter does not know the words that the index knows.

use models::search::{MARK_END, MARK_START};

use super::words::{Words, is_word};

/// Characters before the first match.
const BEFORE: usize = 40;

/// Characters of the snippet, about.
const LENGTH: usize = 160;

/// One line of the text around the first match, with each match between the marks.
pub(super) fn snippet(text: &str, words: &Words) -> String {
    let pieces: Vec<&str> = pieces(text).collect();
    let first = pieces.iter().position(|piece| words.matches_piece(piece)).unwrap_or(0);
    let begin = start_before(&pieces, first);
    let mut out = String::new();
    if begin > 0 {
        out.push('…');
    }
    let mut length = 0;
    for piece in &pieces[begin..] {
        if length >= LENGTH {
            out.push('…');
            break;
        }
        length += push(&mut out, piece, words);
    }
    out.trim_end().to_owned()
}

/// Words and what stands between them, in turn.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = rest.find(|c| is_word(c) != is_word(first)).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

/// The word to begin with, so that about `BEFORE` characters stand before the first match.
fn start_before(pieces: &[&str], first: usize) -> usize {
    let mut begin = first;
    let mut length = 0;
    while begin > 0 {
        length += pieces[begin - 1].chars().count();
        if length > BEFORE {
            break;
        }
        begin -= 1;
    }
    // Not with the comma or the line break of the sentence before.
    let between = |piece: &str| !piece.starts_with(is_word);
    if begin > 0 && begin < first && between(pieces[begin]) { begin + 1 } else { begin }
}

/// Adds a piece and counts its characters. White space becomes one space; a long run of other
/// characters is cut.
fn push(out: &mut String, piece: &str, words: &Words) -> usize {
    if words.matches_piece(piece) {
        out.push(MARK_START);
        out.push_str(piece);
        out.push(MARK_END);
        return piece.chars().count();
    }
    let mut count = 0;
    for c in piece.chars().take(LENGTH) {
        let c = if c.is_whitespace() { ' ' } else { c };
        if c == ' ' && (out.is_empty() || out.ends_with(' ')) {
            continue;
        }
        out.push(c);
        count += 1;
    }
    count
}

impl Words {
    fn matches_piece(&self, piece: &str) -> bool {
        piece.starts_with(is_word) && self.matches(piece)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, query: &str, expected: &str) {
        let shown = snippet(text, &Words::parse(query).unwrap());
        let shown = shown.replace(MARK_START, "[").replace(MARK_END, "]");
        assert_eq!(shown, expected, "{query} in {text}");
    }

    #[test]
    fn a_short_text_is_shown_whole_with_its_matches_marked() {
        check("The quick brown fox", "quick fo", "The [quick] brown [fox]");
        check("Größe und GRÖSSE", "größ", "[Größe] und GRÖSSE");
        check("one\n\n  two", "two", "one [two]");
        check("See https://example.org/a-b.", "example org", "See https://[example].[org]/a-b.");
        check("nothing", "else", "nothing");
    }

    #[test]
    fn a_long_text_is_cut_around_the_first_match() {
        let text = format!("{}. Then the needle, {}", "hay ".repeat(100), "more straw ".repeat(100));
        let expected = format!("…{}hay . Then the [needle], {}…", "hay ".repeat(6), "more straw ".repeat(10));
        let shown = snippet(&text, &Words::parse("needle").unwrap());
        let shown = shown.replace(MARK_START, "[").replace(MARK_END, "]");
        assert!(
            shown.starts_with("…hay ") && shown.contains("Then the [needle], more") && shown.ends_with('…'),
            "{shown}"
        );
        assert!(shown.chars().count() <= expected.chars().count() + 40, "{shown}");
    }
}

//! How much a word weighs in its chunk, as marks at the word.
//!
//! A word that is found at all counts 1. One that occurs often, or in a short chunk, is there a second time with a mark, and
//! with a higher one where it counts even more: what `bm25` computes for each hit is rounded once, when the chunk is
//! written. So neither database has to keep where words are, and both rank alike.

use std::collections::BTreeMap;

use models::ids::{CollectionId, DocumentId};

/// What a word counts without a mark and with each of them.
pub(in crate::knowledge) const WEIGHTS: [f64; 4] = [1.0, 1.4, 1.7, 2.0];

/// From which weight on a word has each mark.
const FROM: [f64; 3] = [1.3, 1.6, 1.85];

/// No word holds these: they are for private use, and neither letters nor digits.
const MARKS: [char; 3] = ['\u{E001}', '\u{E002}', '\u{E003}'];
const SCOPE: char = '\u{E000}';

/// How soon more of the same word add nothing, and how much the length of a chunk matters: the usual values.
const SATURATION: f64 = 1.2;
const LENGTH: f64 = 0.75;

/// Words of a usual chunk.
const USUAL: f64 = 300.0;

/// Each word of a chunk once, and again with each mark that it has.
pub(in crate::knowledge) fn weighted(words: &[String]) -> Vec<String> {
    let mut counts = BTreeMap::<&str, u32>::new();
    for word in words {
        *counts.entry(word).or_default() += 1;
    }
    let damping = SATURATION * (1.0 - LENGTH + LENGTH * words.len() as f64 / USUAL);
    let mut out = Vec::with_capacity(counts.len());
    for (word, count) in counts {
        let count = f64::from(count);
        let weight = count * (SATURATION + 1.0) / (count + damping);
        out.push(word.to_owned());
        for (index, _) in FROM.iter().enumerate().filter(|(_, from)| weight >= **from) {
            out.push(marked(word, index + 1));
        }
    }
    out
}

/// The word as it is kept where it weighs at least `WEIGHTS[level]`.
pub(in crate::knowledge) fn marked(word: &str, level: usize) -> String {
    let mark = level.checked_sub(1).and_then(|index| MARKS.get(index));
    mark.map_or_else(|| word.to_owned(), |mark| format!("{word}{mark}"))
}

/// A collection as a word that no text holds.
pub(in crate::knowledge) fn of_collection(id: CollectionId) -> String {
    format!("{SCOPE}c{}", id.0.simple())
}

/// A document as a word that no text holds.
pub(in crate::knowledge) fn of_document(id: DocumentId) -> String {
    format!("{SCOPE}d{}", id.0.simple())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, filler: usize, expected: &str) {
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        let filler = (0..filler).map(|number| format!("filler{number}"));
        let kept = weighted(&words.into_iter().chain(filler).collect::<Vec<_>>());
        let kept: Vec<_> = kept.into_iter().filter(|it| !it.starts_with("filler")).collect();
        assert_eq!(kept.join(" "), expected, "{text}");
    }

    #[test]
    fn words_weigh_more_where_they_are_frequent_or_the_chunk_is_short() {
        check("b a", 298, "a b");
        check("a a", 298, "a a\u{E001}");
        check("a a a a", 296, "a a\u{E001} a\u{E002}");
        check("a a a a a a a a", 292, "a a\u{E001} a\u{E002} a\u{E003}");
        check("a", 2, "a a\u{E001} a\u{E002}");
        check("a", 900, "a");
    }
}

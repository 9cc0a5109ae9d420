//! Text as the words that searches compare: one way for both databases, for texts and for queries.
//!
//! Letters lose case and accents. Words of scripts that put no space between words are pairs of characters. Names such as
//! `getUserName`, `user_name` and `example.org` count as a whole and by their parts.

mod weights;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

pub(super) use weights::{WEIGHTS, marked, of_collection, of_document, weighted};

/// Characters of a word that count; the rest of a longer one is not looked for.
const WORD_MAX: usize = 40;

/// Words of a query that count; more would only make it slower.
const QUERY_MAX: usize = 24;

/// A word of a query.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Word {
    pub(super) text: String,
    /// Whatever begins so is meant: a single character of a script that is found by pairs.
    pub(super) prefix: bool,
}

/// The words of a chunk and of its headings, in their order.
pub(super) fn of_text(headings: &[String], text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for text in headings.iter().map(String::as_str).chain([text]) {
        for piece in pieces(&plain(text)) {
            match piece {
                Piece::Word(word) => parts(word, &mut words),
                Piece::Unspaced(run) => {
                    words.extend(pairs(run));
                    // What ends a run begins no pair; alone, it is found like the others by its beginning.
                    words.extend(run.chars().next_back().map(String::from));
                }
            }
        }
    }
    words
}

/// The words of a query, each once, at most [`QUERY_MAX`].
pub(super) fn of_query(query: &str) -> Vec<Word> {
    let mut found = Vec::<Word>::new();
    for piece in pieces(&plain(query)) {
        let mut words = Vec::new();
        let mut prefix = false;
        match piece {
            Piece::Word(word) => parts(word, &mut words),
            Piece::Unspaced(run) if run.chars().nth(1).is_none() => {
                words.push(run.to_owned());
                prefix = true;
            }
            Piece::Unspaced(run) => words.extend(pairs(run)),
        }
        for text in words {
            let word = Word { text, prefix };
            if found.len() < QUERY_MAX && !found.contains(&word) {
                found.push(word);
            }
        }
    }
    found
}

/// Text without case and accents.
pub(super) fn fold(text: &str) -> String {
    lower(&plain(text))
}

/// Without accents and in one form of those that look the same; case stays.
fn plain(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    text.nfkd().filter(|c| !is_accent(*c)).nfc().collect()
}

/// Marks that a person leaves out when he types. Vowels of Indic and other scripts are marks too and stay.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
        | '\u{591}'..='\u{5BD}' | '\u{5BF}'..='\u{5C7}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{640}')
}

fn lower(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'ß' | 'ẞ' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'ø' | 'Ø' => out.push('o'),
            'ł' | 'Ł' => out.push('l'),
            'đ' | 'Đ' => out.push('d'),
            'ı' => out.push('i'),
            'ς' => out.push('σ'),
            // An accent of its own may come with the lower case, as with the dotted I.
            c => out.extend(c.to_lowercase().filter(|c| !is_accent(*c))),
        }
    }
    out
}

enum Piece<'a> {
    /// A word between spaces or signs, which may hold signs itself.
    Word(&'a str),
    /// Characters of scripts that put no space between words, or whose words take endings without one.
    Unspaced(&'a str),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let unspaced = is_unspaced(first);
        let end = rest.find(|c| is_unspaced(c) != unspaced).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        match unspaced {
            true => pieces.push(Piece::Unspaced(run)),
            false => pieces.extend(run.unicode_words().map(Piece::Word)),
        }
        rest = after;
    }
    pieces
}

/// Han, Kana, Hangul, Thai, Lao, Khmer and Burmese.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}' | '\u{309D}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}'
        | '\u{30FC}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}'
        | '\u{E01}'..='\u{E3A}' | '\u{E40}'..='\u{E4E}' | '\u{E81}'..='\u{EDF}' | '\u{1780}'..='\u{17D3}'
        | '\u{1000}'..='\u{103F}')
}

fn pairs(run: &str) -> impl Iterator<Item = String> {
    run.char_indices()
        .zip(run.char_indices().skip(1))
        .map(move |((begin, _), (second, c))| run[begin..second + c.len_utf8()].to_owned())
}

/// A word as a whole, without the signs in it, and its parts where it has several.
fn parts(word: &str, out: &mut Vec<String>) {
    let mut parts = Vec::new();
    for piece in word.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c)) {
        camel(piece, &mut parts);
    }
    let cut = |text: &str| lower(text).chars().take(WORD_MAX).collect::<String>();
    if parts.len() > 1 {
        out.push(cut(&parts.concat()));
    }
    out.extend(parts.into_iter().map(cut));
}

/// `getHTTPServer` as `get`, `HTTP`, `Server`.
fn camel<'a>(word: &'a str, out: &mut Vec<&'a str>) {
    let characters: Vec<(usize, char)> = word.char_indices().collect();
    let mut begin = 0;
    for (index, pair) in characters.windows(2).enumerate() {
        let [(_, before), (at, c)] = [pair[0], pair[1]];
        let next_is_lower = characters.get(index + 2).is_some_and(|(_, next)| next.is_lowercase());
        if c.is_uppercase() && (before.is_lowercase() || (before.is_uppercase() && next_is_lower)) {
            out.push(&word[begin..at]);
            begin = at;
        }
    }
    if begin < word.len() {
        out.push(&word[begin..]);
    }
}

#[cfg(test)]
mod tests;

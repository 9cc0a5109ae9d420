//! Cuts text that is too long: at the ends of sentences, else of lines, words, graphemes, and at last characters.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// Where text may be cut, the better first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// Runs of lines between blank ones.
    Paragraph,
    Sentence,
    Line,
    Word,
    Grapheme,
    Character,
}

impl Level {
    fn next(self) -> Self {
        match self {
            Self::Paragraph | Self::Sentence => Self::Line,
            Self::Line => Self::Word,
            Self::Word => Self::Grapheme,
            Self::Grapheme | Self::Character => Self::Character,
        }
    }

    /// Sentences and lines are pieces of their own; fragments of them are only made as small as they have to be.
    fn is_fragment(self) -> bool {
        matches!(self, Self::Word | Self::Grapheme | Self::Character)
    }
}

/// A piece of a text, and whether it is a fragment of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) range: Range<usize>,
    pub(super) is_fragment: bool,
}

/// Cuts `range` of a text into pieces of at most `limit` tokens each, but of at least one character. The pieces cover the
/// range without a gap. Calls itself once per level at most, whatever the text.
pub(super) fn split(cut: &Cut<'_>, range: Range<usize>, level: Level, out: &mut Vec<Piece>) {
    let mut pending = range.start..range.start;
    let mut start = range.start;
    for end in ends(&cut.text[range.clone()], level) {
        let piece = start..range.start + end;
        start = piece.end;
        if level.is_fragment() && cut.count(&(pending.start..piece.end)) <= cut.limit {
            pending.end = piece.end;
            continue;
        }
        emit(&mut pending, level, out);
        if level != Level::Character && cut.count(&piece) > cut.limit {
            pending = piece.end..piece.end;
            split(cut, piece, level.next(), out);
        } else {
            pending = piece;
        }
    }
    emit(&mut pending, level, out);
}

fn emit(pending: &mut Range<usize>, level: Level, out: &mut Vec<Piece>) {
    if pending.start < pending.end {
        out.push(Piece { range: pending.clone(), is_fragment: level.is_fragment() });
    }
    *pending = pending.end..pending.end;
}

/// What a text is cut by: its tokens and how many of them a piece may have.
pub(super) struct Cut<'a> {
    pub(super) text: &'a str,
    /// Where tokens begin, counted from `from`.
    pub(super) starts: &'a [usize],
    pub(super) from: usize,
    pub(super) limit: usize,
}

impl Cut<'_> {
    /// Tokens that begin in a range.
    pub(super) fn count(&self, range: &Range<usize>) -> usize {
        let before = |at: usize| self.starts.partition_point(|start| start + self.from < at);
        before(range.end) - before(range.start)
    }
}

/// The ends of the pieces of a text, the last of them its own end.
fn ends(text: &str, level: Level) -> Box<dyn Iterator<Item = usize> + '_> {
    match level {
        Level::Paragraph => Box::new(after(text, "\n\n")),
        Level::Sentence => Box::new(sentences(text)),
        Level::Line => Box::new(after(text, "\n")),
        Level::Word => Box::new(text.split_word_bound_indices().map(|(at, word)| at + word.len())),
        Level::Grapheme => Box::new(text.grapheme_indices(true).map(|(at, grapheme)| at + grapheme.len())),
        Level::Character => Box::new(text.char_indices().map(|(at, character)| at + character.len_utf8())),
    }
}

fn after<'a>(text: &'a str, mark: &'a str) -> impl Iterator<Item = usize> + 'a {
    let ends = text.match_indices(mark).map(move |(at, _)| at + mark.len());
    ends.filter(move |end| *end < text.len()).chain((!text.is_empty()).then_some(text.len()))
}

/// The ends of sentences: a full stop or its like, then a blank, then no small letter. A single letter before the stop is
/// an initial or an abbreviation.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut characters = text.char_indices().peekable();
    // Letters of the word before, and whether the sentence may be over.
    let (mut letters, mut over) = (0_usize, false);
    std::iter::from_fn(move || {
        for (at, character) in characters.by_ref() {
            let end = at + character.len_utf8();
            match character {
                '。' | '！' | '？' | '．' | '｡' => return Some(end),
                '.' => over = letters != 1,
                '!' | '?' | '…' | '؟' | '۔' | '।' => over = true,
                ')' | ']' | '"' | '\'' | '»' | '”' | '’' | '*' | '_' => {}
                character if character.is_whitespace() => {
                    // Only at the first blank of a run is the rest looked at.
                    let next = || text[end..].trim_start().chars().next();
                    if std::mem::take(&mut over) && next().is_some_and(|next| !next.is_lowercase()) {
                        return Some(end);
                    }
                }
                _ => over = false,
            }
            letters = if character.is_alphanumeric() { letters + 1 } else { 0 };
        }
        None
    })
    .chain((!text.is_empty()).then_some(text.len()))
}

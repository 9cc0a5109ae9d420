//! Glyphs → words.

use super::ink::{Face, Glyph};

/// A gap wider than this share of the em square is a space.
pub(super) const SPACE_EM: f32 = 0.17;
/// The same between two characters of a script that is written without spaces.
pub(super) const SPACE_CJK_EM: f32 = 0.5;

/// A stretch of glyphs without a space in it, in the frame of its writing direction: x runs along the line, y downwards
/// across the lines.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    /// Its characters from left to right as they stand on the page.
    pub(super) text: String,
    pub(super) x0: f32,
    pub(super) x1: f32,
    /// Its baseline.
    pub(super) y: f32,
    pub(super) size: f32,
    pub(super) face: Face,
    pub(super) mark: Option<u32>,
    /// A space glyph follows it.
    pub(super) spaced: bool,
    /// It continues the word before it, set in another way.
    pub(super) glued: bool,
    /// It stands above its line, like the number of a footnote.
    pub(super) raised: bool,
    /// Where it leads: an index into the links of the page.
    pub(super) link: Option<u16>,
}

impl Word {
    pub(super) fn top(&self) -> f32 {
        self.y - self.size * 0.8
    }

    pub(super) fn bottom(&self) -> f32 {
        self.y + self.size * 0.22
    }

    /// Characters in it.
    pub(super) fn count(&self) -> usize {
        self.text.chars().count()
    }

    /// Whether text that starts at `x` after this word is set off from it by a space.
    pub(super) fn space_before(&self, next: &Self) -> bool {
        let gap = next.x0 - self.x1;
        let cjk = self.text.chars().next_back().is_some_and(is_cjk) && next.text.chars().next().is_some_and(is_cjk);
        let size = self.size.min(next.size);
        if cjk { gap > SPACE_CJK_EM * size } else { self.spaced || gap > SPACE_EM * size }
    }

    /// Takes in a word that continues this one.
    pub(super) fn append(&mut self, next: Self) {
        self.text.push_str(&next.text);
        self.x1 = self.x1.max(next.x1);
        self.spaced = next.spaced;
    }
}

/// Cuts glyphs, in the order in which the page draws them, into words.
pub(super) fn words(glyphs: &[Glyph]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    let mut last: Option<&Glyph> = None;
    for glyph in glyphs {
        if glyph.character.is_whitespace() && glyph.tail.is_none() {
            if let Some(word) = words.last_mut().filter(|_| open) {
                word.spaced = true;
            }
            open = false;
            continue;
        }
        if last.is_some_and(|last| overprints(last, glyph)) {
            continue;
        }
        last = Some(glyph);
        match words.last_mut() {
            Some(word) if open && continues(word, glyph) => {
                push(&mut word.text, glyph);
                word.x1 = word.x1.max(glyph.x + glyph.advance);
            }
            _ => {
                words.push(start(glyph));
                open = true;
            }
        }
    }
    words
}

/// A bold letter made by drawing it twice, a little apart.
fn overprints(last: &Glyph, glyph: &Glyph) -> bool {
    last.character == glyph.character
        && (last.x - glyph.x).abs() < 0.15 * glyph.size.min(glyph.advance * 2.0)
        && (last.y - glyph.y).abs() < 0.15 * glyph.size
        && glyph.advance > 0.05 * glyph.size
}

fn continues(word: &Word, glyph: &Glyph) -> bool {
    let size = word.size.min(glyph.size);
    let gap = glyph.x - word.x1;
    (word.y - glyph.y).abs() < 0.12 * size
        && word.size.max(glyph.size) < 1.15 * size
        && word.face == glyph.face
        && word.mark == glyph.mark
        && gap > -0.45 * size
        && gap <= SPACE_EM * size
}

fn start(glyph: &Glyph) -> Word {
    let mut text = String::new();
    push(&mut text, glyph);
    Word {
        text,
        x0: glyph.x,
        x1: glyph.x + glyph.advance,
        y: glyph.y,
        size: glyph.size,
        face: glyph.face,
        mark: glyph.mark,
        spaced: false,
        glued: false,
        raised: false,
        link: None,
    }
}

/// A glyph's text in the order of the page. What one glyph means is in logical order; from right to left it is turned,
/// so that the line, turned as a whole, has it right.
fn push(text: &mut String, glyph: &Glyph) {
    match &glyph.tail {
        Some(tail) if super::bidi::is_rtl(glyph.character) => {
            text.extend(tail.chars().rev());
            text.push(glyph.character);
        }
        tail => {
            text.push(glyph.character);
            text.extend(tail.iter().flat_map(|tail| tail.chars()));
        }
    }
}

/// Scripts that are written without spaces.
pub(super) fn is_cjk(character: char) -> bool {
    matches!(character,
        '\u{2e80}'..='\u{303f}' | '\u{3040}'..='\u{30ff}' | '\u{3100}'..='\u{312f}' | '\u{31a0}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyphs(text: &str, gap: f32) -> Vec<Glyph> {
        let mut x = 0.0;
        text.chars()
            .map(|character| {
                let glyph = Glyph {
                    character,
                    tail: None,
                    x,
                    y: 100.0,
                    direction: (1.0, 0.0),
                    advance: 5.0,
                    size: 10.0,
                    face: Face::default(),
                    mark: None,
                    hidden: None,
                };
                x += 5.0 + if character == '|' { gap } else { 0.0 };
                glyph
            })
            .collect()
    }

    fn texts(words: &[Word]) -> Vec<&str> {
        words.iter().map(|word| word.text.as_str()).collect()
    }

    #[test]
    fn gaps_and_space_glyphs_part_words() {
        assert_eq!(texts(&words(&glyphs("ab cd", 0.0))), ["ab", "cd"]);
        assert_eq!(texts(&words(&glyphs("ab|cd", 1.6))), ["ab|cd"]);
        assert_eq!(texts(&words(&glyphs("ab|cd", 1.8))), ["ab|", "cd"]);
    }

    #[test]
    fn a_letter_drawn_twice_counts_once() {
        let mut twice = Vec::new();
        for glyph in glyphs("bold", 0.0) {
            let mut shadow = glyph.clone();
            shadow.x += 0.3;
            twice.extend([glyph, shadow]);
        }
        assert_eq!(texts(&words(&twice)), ["bold"]);
    }
}

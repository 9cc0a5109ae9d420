//! Which paragraphs are headings, and of which level.

use std::collections::HashMap;

use super::ink::Face;
use super::lists::Marker;
use super::metadata::OutlineEntry;
use super::page::{Draft, PageDraft, TextDraft};

/// A heading is at least this much larger than the text.
const LARGER: f32 = 1.08;
/// A heading has at most this many lines and characters.
const LINES_MAX: usize = 4;
const CHARACTERS_MAX: usize = 220;
/// The same for one that is no larger than the text.
const SAME_SIZE_CHARACTERS_MAX: usize = 110;

/// What the text of a document looks like.
#[derive(Debug)]
pub(super) struct Headings {
    body: f32,
    body_face: Face,
    /// Sizes of headings, largest first.
    sizes: Vec<f32>,
    /// The depth of number that the highest heading no larger than the text has.
    shallowest: usize,
    outline: HashMap<String, u8>,
    /// The file's own tags name headings.
    tagged: bool,
}

impl Headings {
    /// Looks at all pages.
    pub(super) fn new(pages: &[PageDraft], outline: &[OutlineEntry]) -> Self {
        let mut counts: HashMap<(i32, Face), usize> = HashMap::new();
        let texts = || pages.iter().flat_map(|page| &page.drafts).filter_map(as_text);
        for text in texts() {
            *counts.entry((rounded(text.size), text.face)).or_default() += text.plain.len();
        }
        let body = counts.iter().max_by_key(|((size, face), count)| (**count, *size, face.bold)).map(|(key, _)| *key);
        let (size, body_face) = body.unwrap_or((20, Face::default()));
        let mut headings = Self {
            body: size as f32 / 2.0,
            body_face,
            sizes: Vec::new(),
            shallowest: 1,
            tagged: texts().any(|text| text.tagged.is_some()),
            outline: outline
                .iter()
                .map(|entry| (key(&entry.title), entry.depth))
                .filter(|(key, _)| !key.is_empty())
                .collect(),
        };
        let mut sizes: Vec<i32> =
            texts().filter(|text| headings.is_large(text)).map(|text| rounded(text.size)).collect();
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        sizes.dedup_by(|later, first| *first - *later <= 1);
        headings.sizes = sizes.into_iter().map(|size| size as f32 / 2.0).collect();
        let set_off = texts().filter(|text| !headings.is_large(text) && headings.is_set_off(text));
        headings.shallowest = set_off.filter_map(|text| numbered(&text.plain)).min().unwrap_or(1);
        headings
    }

    /// Whether most of the text is set in a typewriter's letters, so that those do not say code.
    pub(super) fn body_is_mono(&self) -> bool {
        self.body_face.mono
    }

    /// The size of the text, in points.
    pub(super) fn body(&self) -> f32 {
        self.body
    }

    /// The level of a paragraph that is a heading.
    pub(super) fn level(&self, text: &TextDraft) -> Option<u8> {
        if text.tagged.is_some() || !is_short(text, CHARACTERS_MAX) {
            return text.tagged;
        }
        let outlined = self.outline.get(&key(&text.plain)).copied();
        let large = self.is_large(text);
        let named = outlined.is_some() && text.lines <= 2;
        if !(large || named || self.is_set_off(text)) {
            return None;
        }
        let by_size = self.sizes.iter().position(|size| text.size >= size - 0.6).unwrap_or(self.sizes.len());
        let level = match (outlined, numbered(&text.plain)) {
            (Some(depth), _) if !large || self.sizes.len() > 6 => {
                usize::from(depth).max(by_size.min(usize::from(depth) + 1))
            }
            (_, Some(depth)) if !large => by_size + depth.saturating_sub(self.shallowest),
            _ => by_size,
        };
        Some((level + 1).clamp(1, 6) as u8)
    }

    fn is_large(&self, text: &TextDraft) -> bool {
        is_short(text, CHARACTERS_MAX) && text.size >= self.body * LARGER && text.size >= self.body + 0.7
    }

    /// No larger than the text, but bold or in capitals, and alone.
    fn is_set_off(&self, text: &TextDraft) -> bool {
        // Whoever tags headings need not make them bold, and does not call everything bold a heading.
        if self.tagged || !is_short(text, SAME_SIZE_CHARACTERS_MAX) || text.lines > 2 || text.size < self.body * 0.93 {
            return false;
        }
        let ends = text.plain.trim_end().ends_with(['.', ',', ';', ':', '!']) && text.marker.is_none();
        let bold = text.face.bold && !self.body_face.bold && !ends;
        let letters = text.plain.chars().filter(|c| c.is_alphabetic()).count();
        let capitals = letters >= 5 && text.lines == 1 && !ends && text.plain.chars().all(|c| !c.is_lowercase());
        let words = text.plain.split_whitespace().count();
        bold || capitals && text.plain.chars().filter(|c| c.is_uppercase()).count() >= 5 && words <= 10
    }
}

fn as_text(draft: &Draft) -> Option<&TextDraft> {
    match draft {
        Draft::Text(text) => Some(text),
        Draft::Table(_) => None,
    }
}

fn is_short(text: &TextDraft, characters: usize) -> bool {
    text.lines <= LINES_MAX
        && text.plain.chars().count() <= characters
        && text.plain.chars().any(char::is_alphabetic)
        && text.marker != Some(Marker::Bullet)
        && !text.face.mono
}

/// Half points.
fn rounded(size: f32) -> i32 {
    (size * 2.0).round() as i32
}

/// How deep a section's number goes: 2 for "1.2 Method".
fn numbered(text: &str) -> Option<usize> {
    let number = text.split_whitespace().next()?.trim_end_matches('.');
    let mut parts = number.split('.');
    let digits = |part: &str| !part.is_empty() && part.len() <= 3 && part.chars().all(|c| c.is_ascii_digit());
    let first = parts.next()?;
    let lettered = first.len() == 1 && first.chars().all(|c| c.is_ascii_uppercase()) && number.len() > 1;
    ((digits(first) || lettered) && parts.all(digits)).then(|| number.split('.').count())
}

/// What two texts have in common that say the same.
fn key(text: &str) -> String {
    let text = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c.is_whitespace());
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_sections_say_their_depth() {
        for (text, depth) in [
            ("1 Introduction", Some(1)),
            ("2.3.1 Setup", Some(3)),
            ("A.1 Proofs", Some(2)),
            ("The end", None),
            ("1,5 Liter", None),
        ] {
            assert_eq!(numbered(text), depth, "{text}");
        }
    }
}

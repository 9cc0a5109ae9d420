//! Running headers, footers and page numbers: what stands at the same place of several pages.

use std::collections::HashMap;

use super::ink::Mark;
use super::page::{Draft, PageDraft, TextDraft};

/// Furniture stands within this share of the page's height from its edge.
const MARGIN: f32 = 0.13;
/// Furniture has at most this many lines.
const LINES_MAX: usize = 3;
/// Pages that say the same before it is furniture, in a document of many pages.
const REPEATS: usize = 3;

/// How much larger than the text the heading of a chapter is at least.
const CHAPTER_SIZE: f32 = 1.25;

/// Takes running headers, footers and page numbers out.
pub(super) fn remove(pages: &mut [PageDraft]) {
    let mut counts: HashMap<(String, i32), usize> = HashMap::new();
    for page in pages.iter() {
        for (key, places) in page.drafts.iter().filter_map(candidate).map(keys) {
            for place in places {
                *counts.entry((key.clone(), place)).or_default() += 1;
            }
        }
    }
    let body = body_size(pages);
    let enough = if pages.len() <= REPEATS { 2 } else { REPEATS };
    for page in pages.iter_mut() {
        page.drafts.retain(|draft| {
            let Some(text) = candidate(draft) else { return true };
            let (key, places) = keys(text);
            text.mark != Some(Mark::Artifact)
                && (is_chapter(text, &key, body)
                    || !places
                        .iter()
                        .any(|place| counts.get(&(key.clone(), *place)).is_some_and(|count| *count >= enough)))
        });
    }
}

/// Headings of chapters that differ only in their numbers begin their pages, too; they are larger than the text.
fn is_chapter(text: &TextDraft, key: &str, body: f32) -> bool {
    let is_numbered = key.contains('#') && key.chars().any(char::is_alphabetic);
    is_numbered && text.size > body * CHAPTER_SIZE
}

/// The size in which most of the text is set; none is larger than any where there is no text.
fn body_size(pages: &[PageDraft]) -> f32 {
    let mut sizes: HashMap<i32, usize> = HashMap::new();
    for draft in pages.iter().flat_map(|page| &page.drafts) {
        if let Draft::Text(text) = draft {
            *sizes.entry((text.size * 2.0).round() as i32).or_default() += text.plain.len();
        }
    }
    let most = sizes.into_iter().max_by_key(|(size, bytes)| (*bytes, *size));
    most.map_or(f32::INFINITY, |(half_points, _)| half_points as f32 / 2.0)
}

fn candidate(draft: &Draft) -> Option<&TextDraft> {
    match draft {
        Draft::Text(text) => Some(text).filter(|text| text.margin < MARGIN && text.lines <= LINES_MAX),
        Draft::Table(_) => None,
    }
}

/// What is the same on every page: the words without numbers, and the height on the page to within a few points.
fn keys(text: &TextDraft) -> (String, [i32; 2]) {
    let mut key = String::new();
    for character in text.plain.chars() {
        if character.is_ascii_digit() {
            if !key.ends_with('#') {
                key.push('#');
            }
        } else if !character.is_whitespace() {
            key.extend(character.to_lowercase());
        }
    }
    // Roman page numbers count like the others.
    if !key.is_empty() && key.len() <= 6 && key.chars().all(|c| "ivxlc".contains(c)) {
        key = "#".to_owned();
    }
    let place = (text.rect.y0 / 8.0).floor() as i32;
    (key, [place, place + 1])
}

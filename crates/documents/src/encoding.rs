//! From bytes to text, whatever encoding they are in.
//!
//! What the bytes prove comes before what anyone says of them: a byte order mark, the NUL pattern of wide encodings,
//! valid UTF-8; then the declared charset, if the bytes fit it; then a guess.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::{Output, WarningKind};

/// Text, and where it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decoded<'a> {
    /// The text, without its byte order mark.
    pub(crate) text: Cow<'a, str>,
    /// How many bytes of the file come before the text; `None` where the text is not the file's own bytes.
    pub(crate) offset: Option<usize>,
}

/// Encodings of more than one byte per character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wide {
    Utf16Le,
    Utf16Be,
    Utf32Le,
    Utf32Be,
}

/// Bytes in which the NUL pattern of wide encodings is looked for.
const WIDE_HEAD_BYTES: usize = 4096;
/// Bytes that a guess is made from, counted from just before the first one that is not ASCII.
const GUESS_BYTES: usize = 256 << 10;
/// Below this, a guess is little more than a toss.
const GUESS_SOUND_BYTES: usize = 1024;

/// Decodes a file.
pub(crate) fn decode<'a>(bytes: &'a [u8], declared: Option<&str>, output: &mut Output<'_>) -> Decoded<'a> {
    if let Some((wide, mark)) = wide(bytes) {
        return Decoded { text: Cow::Owned(decode_wide(bytes.get(mark..).unwrap_or_default(), wide)), offset: None };
    }
    let mark = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let body = bytes.get(mark..).unwrap_or_default();
    // ISO-2022-JP is ASCII with escapes, so that validity says nothing about it.
    let escapes = memchr_escape(body);
    if !escapes && let Ok(text) = std::str::from_utf8(body) {
        return Decoded { text: Cow::Borrowed(text), offset: Some(mark) };
    }
    if !escapes && let Some(text) = damaged_utf8(body) {
        output.warn(WarningKind::Damaged, "some bytes are not UTF-8");
        return Decoded { text: Cow::Owned(text), offset: None };
    }
    let declared = declared.and_then(|label| Encoding::for_label_no_replacement(label.trim().as_bytes()));
    if let Some(encoding) = declared.filter(|encoding| *encoding != UTF_8 || !escapes) {
        let (text, damaged) = encoding.decode_without_bom_handling(body);
        if !damaged {
            return Decoded { text: Cow::Owned(text.into_owned()), offset: None };
        }
    }
    let (encoding, sound) = guess(body);
    let (text, _) = encoding.decode_without_bom_handling(body);
    if !(encoding == UTF_8 && matches!(text, Cow::Borrowed(_))) {
        let doubt = if sound { "" } else { ", from few bytes" };
        output.warn(WarningKind::EncodingGuessed, format!("{}{doubt}", encoding.name()));
    }
    Decoded { text: Cow::Owned(text.into_owned()), offset: None }
}

/// The charset that a media type declares.
pub(crate) fn declared(media_type: Option<&str>) -> Option<&str> {
    media_type?.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
    })
}

/// The beginning of a file, good enough to tell what it is.
pub(crate) fn head(bytes: &[u8], length: usize) -> String {
    match wide(bytes) {
        Some((wide, mark)) => decode_wide(bytes.get(mark..bytes.len().min(length)).unwrap_or_default(), wide),
        None => {
            let head = bytes.get(..length).unwrap_or(bytes);
            String::from_utf8_lossy(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head)).into_owned()
        }
    }
}

/// Whether the bytes are in a wide encoding, and how many of them are its byte order mark.
pub(crate) fn wide(bytes: &[u8]) -> Option<(Wide, usize)> {
    let marks: [(&[u8], Wide); 4] = [
        (b"\xff\xfe\0\0", Wide::Utf32Le),
        (b"\0\0\xfe\xff", Wide::Utf32Be),
        (b"\xff\xfe", Wide::Utf16Le),
        (b"\xfe\xff", Wide::Utf16Be),
    ];
    if let Some((mark, wide)) = marks.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Some((*wide, mark.len()));
    }
    let head = bytes.get(..WIDE_HEAD_BYTES).unwrap_or(bytes);
    if !head.contains(&0) {
        return None;
    }
    let (quads, rest) = head.as_chunks::<4>();
    if rest.is_empty() && !quads.is_empty() {
        let fits = |of: fn([u8; 4]) -> u32| quads.iter().all(|quad| is_likely(char::from_u32(of(*quad))));
        if fits(u32::from_le_bytes) {
            return Some((Wide::Utf32Le, 0));
        }
        if fits(u32::from_be_bytes) {
            return Some((Wide::Utf32Be, 0));
        }
    }
    let (pairs, rest) = head.as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    let nuls = |at: usize| pairs.iter().filter(|pair| pair[at] == 0).count();
    let (first, second) = (nuls(0), nuls(1));
    let wide = match (first, second) {
        (first, second) if second > first * 8 => Wide::Utf16Le,
        (first, second) if first > second * 8 => Wide::Utf16Be,
        _ => return None,
    };
    let text = decode_wide(pairs.as_flattened(), wide);
    let odd = text.chars().filter(|character| !is_likely(Some(*character))).count();
    (odd * 100 <= text.chars().count()).then_some((wide, 0))
}

fn is_likely(character: Option<char>) -> bool {
    character.is_some_and(|character| {
        matches!(character, '\t' | '\n' | '\r' | '\u{c}')
            || !(character.is_control() || character == '\u{fffd}' || ('\u{e000}'..='\u{f8ff}').contains(&character))
    })
}

fn decode_wide(bytes: &[u8], wide: Wide) -> String {
    let quads = |of: fn([u8; 4]) -> u32| {
        let (quads, _) = bytes.as_chunks::<4>();
        quads.iter().map(|quad| char::from_u32(of(*quad)).unwrap_or('\u{fffd}')).collect()
    };
    match wide {
        Wide::Utf16Le => UTF_16LE.decode_without_bom_handling(bytes).0.into_owned(),
        Wide::Utf16Be => UTF_16BE.decode_without_bom_handling(bytes).0.into_owned(),
        Wide::Utf32Le => quads(u32::from_le_bytes),
        Wide::Utf32Be => quads(u32::from_be_bytes),
    }
}

fn memchr_escape(bytes: &[u8]) -> bool {
    bytes.windows(2).any(|pair| matches!(pair, b"\x1b$" | b"\x1b("))
}

/// UTF-8 with a few bad bytes in it: a cut end, a stray byte. Text in another encoding has more bad than good.
fn damaged_utf8(bytes: &[u8]) -> Option<String> {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    (good > bad * 4).then(|| String::from_utf8_lossy(bytes).into_owned())
}

/// The likeliest encoding, and whether there was enough to judge from.
fn guess(bytes: &[u8]) -> (&'static Encoding, bool) {
    let first = bytes.iter().position(|byte| *byte >= 0x80 || *byte == 0x1b).unwrap_or(0);
    let from = first.saturating_sub(256);
    let window = bytes.get(from..bytes.len().min(from + GUESS_BYTES)).unwrap_or(bytes);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(window, true);
    (detector.guess(None, Utf8Detection::Allow), window.len() >= GUESS_SOUND_BYTES)
}

#[cfg(test)]
mod tests;

//! What the file says about itself: its information dictionary, its language, its outline.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Stream, String as PdfString};

use crate::Metadata;

use super::strings;

/// Entries of an outline that are looked at.
const OUTLINE_MAX: usize = 5_000;
/// Levels of an outline that are looked at.
const OUTLINE_DEPTH: u8 = 6;
/// Bytes of XMP that are looked at.
const XMP_MAX: usize = 1 << 20;

/// An entry of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OutlineEntry {
    /// 0 is the highest.
    pub(super) depth: u8,
    pub(super) title: String,
}

/// Reads the metadata.
pub(super) fn read(pdf: &Pdf) -> Metadata {
    let info = pdf.metadata();
    let text = |bytes: &Option<Box<[u8]>>| {
        bytes.as_ref().map(|bytes| strings::decode(bytes).trim().to_owned()).filter(|text| !text.is_empty())
    };
    let xmp = xmp(pdf).unwrap_or_default();
    let author = text(&info.author).or_else(|| element(&xmp, "dc:creator"));
    let mut other = Vec::new();
    for (name, value) in [
        ("subject", &info.subject),
        ("keywords", &info.keywords),
        ("creator", &info.creator),
        ("producer", &info.producer),
    ] {
        other.extend(text(value).map(|value| (name.to_owned(), value)));
    }
    Metadata {
        title: text(&info.title).or_else(|| element(&xmp, "dc:title")),
        authors: author.map(|author| authors(&author)).unwrap_or_default(),
        created: info.creation_date.as_ref().and_then(strings::date),
        modified: info.modification_date.as_ref().and_then(strings::date),
        language: language(pdf).or_else(|| element(&xmp, "dc:language")).filter(|language| language != "x-default"),
        pages: u32::try_from(pdf.pages().len()).ok(),
        other,
    }
}

/// Several authors in one string are parted by semicolons; commas are as often part of a name.
fn authors(author: &str) -> Vec<String> {
    author.split(';').map(|author| author.trim().to_owned()).filter(|author| !author.is_empty()).collect()
}

fn root(pdf: &Pdf) -> Option<Dict<'_>> {
    pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())
}

fn language(pdf: &Pdf) -> Option<String> {
    let language = strings::decode(root(pdf)?.get::<PdfString<'_>>(b"Lang")?.as_bytes());
    let valid = language.len() >= 2 && language.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    valid.then(|| language.replace('_', "-"))
}

fn xmp(pdf: &Pdf) -> Option<String> {
    let data = root(pdf)?.get::<Stream<'_>>(b"Metadata")?.decoded_data().ok()?;
    Some(String::from_utf8_lossy(data.get(..data.len().min(XMP_MAX))?).into_owned())
}

/// The first text inside an element of the XMP; its lists hold one item where a file has one title or language.
fn element(xmp: &str, name: &str) -> Option<String> {
    let (_, rest) = xmp.split_once(&format!("<{name}"))?;
    let (inner, _) = rest.split_once(&format!("</{name}>"))?;
    let text = inner
        .split('<')
        .filter_map(|part| part.split_once('>'))
        .map(|(_, text)| text.trim())
        .find(|text| !text.is_empty())?;
    let text = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
        .iter()
        .fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character));
    Some(text)
}

/// Reads the outline, in its order.
pub(super) fn outline(pdf: &Pdf) -> Vec<OutlineEntry> {
    let mut entries = Vec::new();
    let first = root(pdf)
        .and_then(|root| root.get::<Dict<'_>>(b"Outlines"))
        .and_then(|outlines| outlines.get::<Dict<'_>>(b"First"));
    // A file may lie about what follows what: the count of steps ends every circle.
    let mut stack: Vec<(Dict<'_>, u8)> = first.map(|first| (first, 0)).into_iter().collect();
    let mut steps = 0;
    while let Some((entry, depth)) = stack.pop() {
        steps += 1;
        if steps > OUTLINE_MAX {
            break;
        }
        if let Some(title) = entry.get::<PdfString<'_>>(b"Title") {
            entries.push(OutlineEntry { depth, title: strings::decode(title.as_bytes()) });
        }
        stack.extend(entry.get::<Dict<'_>>(b"Next").map(|next| (next, depth)));
        if depth + 1 < OUTLINE_DEPTH {
            stack.extend(entry.get::<Dict<'_>>(b"First").map(|first| (first, depth + 1)));
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_in_xmp_is_found() {
        let xmp = "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">A &amp; B</rdf:li></rdf:Alt></dc:title>";
        assert_eq!(element(xmp, "dc:title"), Some("A & B".to_owned()));
        assert_eq!(element(xmp, "dc:language"), None);
    }
}

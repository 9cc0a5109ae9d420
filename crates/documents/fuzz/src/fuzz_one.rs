//! What must hold for any bytes. The fuzz targets and a stable test both call these.

use documents::{
    ChunkRules, Estimate, Extracted, Format, Input, Limits, Rendered, chunk, extract, extract_article, markdown,
    samples,
};

/// Limits under which no input takes long.
fn limits() -> Limits {
    Limits { bytes_out: 1 << 20, pages: 100, cells: 20_000, zip_total_bytes: 8 << 20, ..Limits::default() }
}

/// Any bytes, as a file of a format and, for packages, as the main part of a package that is whole: changes to packed
/// bytes seldom reach a reader. The first byte chooses.
pub fn any(format: Format, bytes: &[u8]) {
    match bytes.split_first() {
        Some((choice, part)) if choice % 2 == 1 => {
            if let Ok(file) = samples::wrap(format, part) {
                file_of(format, &file);
            }
        }
        Some((_, file)) => file_of(format, file),
        None => file_of(format, bytes),
    }
}

/// Any bytes under a format's name.
pub fn file_of(format: Format, bytes: &[u8]) {
    let extension = documents::supported().into_iter().find(|supported| supported.format == format);
    let name = extension.and_then(|supported| Some(format!("a.{}", supported.extensions.first()?)));
    let input = Input { bytes, media_type: None, name: name.as_deref() };
    let Ok(extracted) = extract(&input, &limits()) else { return };
    check(&extracted);
    if format == Format::Html
        && let Ok(article) = extract_article(&input, &limits())
    {
        check(&article);
    }
}

fn check(extracted: &Extracted) {
    let wire = serde_json::to_string(extracted).expect("writing");
    assert_eq!(&serde_json::from_str::<Extracted>(&wire).expect("reading"), extracted, "the wire makes a difference");
    let is_control = |character: char| character.is_control() && !matches!(character, '\n' | '\t');
    let rendered = markdown(&extracted.document);
    assert!(!rendered.text.contains(is_control), "control characters");
    assert!(rendered.text.len() < 64 << 20, "the text has grown");
    assert_ascending(&rendered);
    let rules = ChunkRules::default();
    let chunks = chunk(&extracted.document, &rendered, &rules, &Estimate);
    let mut end = 0;
    for piece in &chunks {
        assert!(piece.tokens <= rules.max, "a chunk of {} tokens", piece.tokens);
        let gap = rendered.text.get(end..piece.bytes.start).unwrap_or_default();
        assert!(gap.trim().is_empty(), "text that is in no chunk: {gap}");
        end = piece.bytes.end;
    }
    assert!(rendered.text.get(end..).is_some_and(|rest| rest.trim().is_empty()), "text behind the last chunk");
}

/// Blocks and notes stand one after the other.
fn assert_ascending(rendered: &Rendered) {
    let mut end = 0;
    for range in rendered.blocks.iter().chain(&rendered.notes) {
        assert!(end <= range.start && range.start <= range.end, "blocks out of order");
        end = range.end;
    }
    assert!(end <= rendered.text.len() && rendered.breaks.is_sorted(), "places outside of the text");
}

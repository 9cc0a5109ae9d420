//! Word documents.

mod events;
mod fields;
mod numbering;
mod paragraph;
mod run;
mod story;
mod styles;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use self::{
    numbering::Numbering,
    story::{Shared, Story},
    styles::Styles,
};
use crate::{
    Block, Error, Output, Result, WarningKind,
    package::Package,
    readers::{
        flow,
        ooxml::{self, Relationships},
    },
};

/// Where the document stands when no relationship says so.
const DOCUMENT: &str = "word/document.xml";

/// Reads a Word document.
///
/// # Errors
///
/// What its package and its main part say; damage to any other part is a warning.
pub(crate) fn read(bytes: &[u8], output: &mut Output<'_>) -> Result<()> {
    let package = Package::open(bytes, output.limits())?;
    let main = ooxml::main_part(&package, DOCUMENT, output)?;
    ooxml::properties(&package, output);
    let relationships = Relationships::of(&package, &main, output)?;
    let mut shared = Shared {
        package: &package,
        styles: tolerated(output, "styles", |out| {
            relationships
                .part("styles")
                .map_or(Ok(Styles::default()), |part| Styles::read(&package, part, out.limits()))
        })?,
        numbering: tolerated(output, "numbering", |out| {
            relationships
                .part("numbering")
                .map_or(Ok(Numbering::default()), |part| Numbering::read(&package, part, out.limits()))
        })?,
        notes: HashMap::new(),
        labels: HashMap::new(),
        numbers: HashMap::new(),
        hidden: false,
    };
    for kind in ["footnotes", "endnotes", "comments"] {
        if let Some(part) = relationships.part(kind) {
            read_notes(&mut shared, part, output)?;
        }
    }
    let headers = section_parts(&mut shared, &main, &relationships, output)?;
    let (headers, footers): (Vec<_>, Vec<_>) = headers.into_iter().partition(|(kind, _)| *kind == "header");
    headers.into_iter().flat_map(|(_, blocks)| blocks).try_for_each(|block| output.push(block))?;
    let mut story = Story::new(&mut shared, relationships);
    story.read(&main, output, true)?;
    footers.into_iter().flat_map(|(_, blocks)| blocks).try_for_each(|block| output.push(block))?;
    if shared.hidden {
        output.warn(WarningKind::Hidden, "hidden or invisible text");
    }
    Ok(())
}

/// What a part beside the text gives, or nothing and a warning if it is damaged.
fn tolerated<T: Default>(
    output: &mut Output<'_>,
    place: &str,
    read: impl FnOnce(&Output<'_>) -> Result<T>,
) -> Result<T> {
    match read(output) {
        Err(Error::Corrupt { .. }) => {
            output.warn(WarningKind::Damaged, place);
            Ok(T::default())
        }
        other => other,
    }
}

/// Reads footnotes, endnotes or comments, so that they are at hand where the text refers to them.
fn read_notes(shared: &mut Shared<'_>, part: &str, output: &mut Output<'_>) -> Result<()> {
    let found = tolerated_story(shared, part, output, |story| std::mem::take(&mut story.notes_found))?;
    for (kind, id, blocks) in found {
        shared.notes.insert((kind, id), flow::flatten(blocks));
    }
    Ok(())
}

/// The headers and footers of all sections, each text once. What stands on every page is said once.
fn section_parts(
    shared: &mut Shared<'_>,
    main: &str,
    relationships: &Relationships,
    output: &mut Output<'_>,
) -> Result<Vec<(&'static str, Vec<Block>)>> {
    let mut parts: Vec<(&'static str, String)> = Vec::new();
    for kind in ["header", "footer"] {
        let mut found: Vec<&str> = relationships.parts(kind).filter(|part| *part != main).collect();
        found.sort_unstable();
        parts.extend(found.into_iter().map(|part| (kind, part.to_owned())));
    }
    let mut texts: Vec<(&'static str, Vec<Block>)> = Vec::new();
    for (kind, part) in parts {
        let blocks = tolerated_story(shared, &part, output, |story| std::mem::take(&mut story.flows))?;
        let blocks: Vec<Block> = blocks.into_iter().flat_map(flow::Flow::finish).collect();
        if !blocks.is_empty() && !texts.iter().any(|(_, known)| *known == blocks) {
            texts.push((kind, blocks));
        }
    }
    Ok(texts)
}

/// Reads a story beside the body; a damaged one gives what was read of it, and a warning.
fn tolerated_story<T>(
    shared: &mut Shared<'_>,
    part: &str,
    output: &mut Output<'_>,
    take: impl FnOnce(&mut Story<'_, '_>) -> T,
) -> Result<T> {
    let relationships = Relationships::of(shared.package, part, output).unwrap_or_default();
    let mut story = Story::new(shared, relationships);
    match story.read(part, output, false) {
        Err(Error::Corrupt { .. }) => output.warn(WarningKind::Damaged, part),
        other => other?,
    }
    Ok(take(&mut story))
}

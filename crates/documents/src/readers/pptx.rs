//! PowerPoint presentations.

mod places;
mod slide;
#[cfg(test)]
mod tests;
mod text;

use self::{
    places::Places,
    slide::{Found, SlideReader},
};
use crate::{
    Block, BlockKind, Error, Marker, Output, Result, WarningKind,
    package::Package,
    readers::ooxml::{self, Relationships},
    xml::{Event, Xml},
};

/// Where the presentation stands when no relationship says so.
const PRESENTATION: &str = "ppt/presentation.xml";

/// The slides in their order, and how large they are.
#[derive(Debug, Default)]
struct Listed {
    slides: Vec<String>,
    size: Option<(i64, i64)>,
}

/// Reads a PowerPoint presentation.
///
/// # Errors
///
/// What its package and its main part say; damage to a slide is a warning.
pub(crate) fn read(bytes: &[u8], output: &mut Output<'_>) -> Result<()> {
    let package = Package::open(bytes, output.limits())?;
    let main = ooxml::main_part(&package, PRESENTATION, output)?;
    ooxml::properties(&package, output);
    let relationships = Relationships::of(&package, &main, output)?;
    let listed = list(&package, &main, &relationships, output)?;
    output.document().metadata.pages = u32::try_from(listed.slides.len()).ok();
    let mut places = Places::new(&package);
    let mut footers = Vec::new();
    for (number, part) in (1..).zip(&listed.slides) {
        let place = format!("slide {number}");
        let read = read_slide(&package, part, listed.size, &mut places, output);
        let (found, relationships) = match read {
            Err(Error::Corrupt { .. }) => {
                output.push(Block::marker(Marker::Slide(number)))?;
                output.warn(WarningKind::Damaged, place);
                continue;
            }
            other => other?,
        };
        push_slide(number, found, &mut footers, output)?;
        if let Some(part) = relationships.part("notesSlide") {
            push_notes(&package, part, &place, output)?;
        }
    }
    Ok(())
}

fn list(package: &Package<'_>, main: &str, relationships: &Relationships, output: &Output<'_>) -> Result<Listed> {
    let Some(source) = package.part(main)? else { return Err(Error::corrupt("the presentation is missing")) };
    let mut xml = Xml::new(source, main, output.limits())?;
    let mut listed = Listed::default();
    loop {
        match xml.next()? {
            Event::Start(tag) if tag.name == "sldId" && tag.parent.1 == "sldIdLst" => {
                let slide = tag.attr_ns("r", "id").and_then(|id| relationships.get(&id));
                listed.slides.extend(slide.map(|slide| slide.target.clone()));
            }
            Event::Start(tag) if tag.name == "sldSz" => {
                listed.size = tag.number("cx").zip(tag.number("cy"));
            }
            Event::Eof => return Ok(listed),
            _ => {}
        }
    }
}

fn read_slide<'a>(
    package: &'a Package<'a>,
    part: &str,
    size: Option<(i64, i64)>,
    places: &mut Places<'a>,
    output: &mut Output<'_>,
) -> Result<(Found, Relationships)> {
    let relationships = Relationships::of(package, part, output)?;
    let inherited = match relationships.part("slideLayout") {
        Some(layout) => places.of(layout, output)?,
        None => Default::default(),
    };
    let mut reader = SlideReader::new(package, &relationships, &inherited, size);
    reader.read(part, output)?;
    Ok((reader.finish(), relationships))
}

/// Gives a slide to the output; a footer that stood on a slide before is not repeated.
fn push_slide(number: u32, found: Found, footers: &mut Vec<Vec<Block>>, output: &mut Output<'_>) -> Result<()> {
    let hidden = found.hidden;
    output.push(Block { hidden, ..Block::marker(Marker::Slide(number)) })?;
    let new_footers = found.footers.into_iter().filter(|footer| !footers.contains(footer)).collect::<Vec<_>>();
    footers.extend(new_footers.iter().cloned());
    let blocks: Vec<Block> = found.blocks.into_iter().chain(new_footers.into_iter().flatten()).collect();
    if hidden || blocks.iter().any(|block| block.hidden) {
        output.warn(WarningKind::Hidden, format!("slide {number}"));
    }
    blocks.into_iter().try_for_each(|block| output.push(Block { hidden: hidden || block.hidden, ..block }))
}

/// Gives the notes for the speaker, without the picture of the slide and its number.
fn push_notes(package: &Package<'_>, part: &str, place: &str, output: &mut Output<'_>) -> Result<()> {
    let relationships = Relationships::of(package, part, output).unwrap_or_default();
    let inherited = places::Inherited::default();
    let mut reader = SlideReader::new(package, &relationships, &inherited, None);
    match reader.read(part, output) {
        Err(Error::Corrupt { .. }) => output.warn(WarningKind::Damaged, format!("the notes of {place}")),
        other => other?,
    }
    let mut blocks = reader.finish().blocks;
    blocks.retain(|block| !matches!(block.kind, BlockKind::Image { .. }));
    if !blocks.is_empty() {
        output.push(Block::marker(Marker::SpeakerNotes))?;
        blocks.into_iter().try_for_each(|block| output.push(block))?;
    }
    Ok(())
}

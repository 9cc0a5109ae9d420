//! OpenDocument: texts, presentations and spreadsheets.

mod events;
mod paragraph;
mod sheet;
mod slides;
mod story;
mod styles;
#[cfg(test)]
mod tests;

use self::{story::Story, styles::Styles};
use crate::{
    Error, Limits, Output, Result, WarningKind,
    package::Package,
    xml::{Event, Xml},
};

const CONTENT: &str = "content.xml";
const STYLES: &str = "styles.xml";
const META: &str = "meta.xml";
const MANIFEST: &str = "META-INF/manifest.xml";

/// Reads a text.
///
/// # Errors
///
/// What its package and its content say; damage to any other part is a warning.
pub(crate) fn read_text(bytes: &[u8], output: &mut Output<'_>) -> Result<()> {
    read_stories(bytes, output)
}

/// Reads a presentation.
///
/// # Errors
///
/// As [`read_text`].
pub(crate) fn read_slides(bytes: &[u8], output: &mut Output<'_>) -> Result<()> {
    read_stories(bytes, output)
}

/// Reads a spreadsheet.
///
/// # Errors
///
/// As [`read_text`].
pub(crate) fn read_sheets(bytes: &[u8], output: &mut Output<'_>) -> Result<()> {
    let package = open(bytes, output.limits(), output)?;
    sheet::read(&package, CONTENT, output)
}

fn read_stories(bytes: &[u8], output: &mut Output<'_>) -> Result<()> {
    let package = open(bytes, output.limits(), output)?;
    let mut styles = Styles::default();
    for part in [STYLES, CONTENT] {
        match styles.read(&package, part, output) {
            Err(Error::Corrupt { .. }) => output.warn(WarningKind::Damaged, part),
            other => other?,
        }
    }
    let mut story = Story::new(&package, &styles);
    story.read(CONTENT, output)?;
    if story.hidden {
        output.warn(WarningKind::Hidden, "hidden text");
    }
    Ok(())
}

/// Opens a package and reads what the document says of itself.
fn open<'a>(bytes: &'a [u8], limits: &'a Limits, output: &mut Output<'_>) -> Result<Package<'a>> {
    let package = Package::open(bytes, limits)?;
    if is_encrypted(&package, output).unwrap_or(false) {
        return Err(Error::Encrypted);
    }
    if let Err(_damage) = read_meta(&package, output) {
        output.warn(WarningKind::Damaged, META);
    }
    Ok(package)
}

/// Whether the manifest names a key for the content. The zip itself knows nothing of it.
fn is_encrypted(package: &Package<'_>, output: &Output<'_>) -> Result<bool> {
    let Some(source) = package.part(MANIFEST)? else { return Ok(false) };
    let mut xml = Xml::new(source, MANIFEST, output.limits())?;
    loop {
        match xml.next()? {
            Event::Start(tag) if tag.name == "encryption-data" => return Ok(true),
            Event::Eof => return Ok(false),
            _ => {}
        }
    }
}

fn read_meta(package: &Package<'_>, output: &mut Output<'_>) -> Result<()> {
    let Some(source) = package.part(META)? else { return Ok(()) };
    let mut xml = Xml::new(source, META, output.limits())?;
    let mut text = String::new();
    loop {
        match xml.next()? {
            Event::Start(tag) => {
                if tag.name == "document-statistic" {
                    output.document().metadata.pages = tag.number("page-count");
                }
                text.clear();
            }
            Event::Text(piece) => text.push_str(piece),
            Event::End(ns, name) => set_meta(output, (ns, name), text.trim()),
            Event::Eof => return Ok(()),
        }
    }
}

fn set_meta(output: &mut Output<'_>, name: (&str, &str), value: &str) {
    if value.is_empty() {
        return;
    }
    let metadata = &mut output.document().metadata;
    let owned = Some(value.to_owned());
    match name {
        ("dc", "title") => metadata.title = owned,
        ("meta", "initial-creator") => metadata.authors = vec![value.to_owned()],
        // Who changed it last: the author only where nobody else is named.
        ("dc", "creator") if metadata.authors.is_empty() => metadata.authors.push(value.to_owned()),
        ("meta", "creation-date") => metadata.created = owned,
        ("dc", "date") => metadata.modified = owned,
        ("dc", "language") => metadata.language = owned,
        ("dc", "subject") => metadata.other.push(("subject".to_owned(), value.to_owned())),
        ("dc", "description") => metadata.other.push(("description".to_owned(), value.to_owned())),
        ("meta", "keyword") => metadata.other.push(("keywords".to_owned(), value.to_owned())),
        _ => {}
    }
}

//! Electronic books: chapters in the order of the spine, each a web page.

mod parcel;
#[cfg(test)]
mod tests;

use self::parcel::{Book, Item};
use crate::{
    Error, Output, Result, WarningKind, encoding,
    package::Package,
    readers::html::{self, Page},
    xml::{Event, Xml},
};

const CONTAINER: &str = "META-INF/container.xml";
const ENCRYPTION: &str = "META-INF/encryption.xml";

/// Ways to make fonts unreadable outside their book. The text of a book that only does this is open.
const FONT_OBFUSCATION: &[&str] = &["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];

/// Reads an electronic book.
///
/// # Errors
///
/// What its package says, [`Error::Encrypted`] for a book whose text is, [`Error::Corrupt`] without a list of
/// chapters; damage to a chapter is a warning.
pub(crate) fn read(bytes: &[u8], output: &mut Output<'_>) -> Result<()> {
    let package = Package::open(bytes, output.limits())?;
    if is_encrypted(&package, output)? {
        return Err(Error::Encrypted);
    }
    let root = root(&package, output)?;
    let book = Book::read(&package, &root, output)?;
    for (number, item) in book.chapters().enumerate() {
        match read_chapter(&package, item, number, output) {
            Err(Error::Corrupt { .. }) => output.warn(WarningKind::Damaged, item.path.as_str()),
            other => other?,
        }
    }
    // The head of a chapter says nothing about the book.
    output.document().metadata = book.metadata;
    Ok(())
}

fn read_chapter(package: &Package<'_>, item: &Item, number: usize, output: &mut Output<'_>) -> Result<()> {
    if !item.media_type.is_empty() && !item.media_type.contains("html") {
        output.warn(WarningKind::Skipped, item.path.as_str());
        return Ok(());
    }
    let Some(bytes) = package.read(&item.path)? else {
        return Err(Error::corrupt(format!("{} is missing", item.path)));
    };
    let decoded = encoding::decode(&bytes, html::charset(&bytes), output);
    let notes = format!("{}-", number + 1);
    html::read_html(&decoded.text, &Page { notes: &notes, ..Page::default() }, output)?;
    Ok(())
}

/// Name of the part that describes the book.
fn root(package: &Package<'_>, output: &Output<'_>) -> Result<String> {
    if let Some(source) = package.part(CONTAINER)? {
        let mut xml = Xml::new(source, CONTAINER, output.limits())?;
        loop {
            match xml.next()? {
                Event::Start(tag) if tag.name == "rootfile" => {
                    if let Some(path) = tag.attr("full-path").filter(|path| package.has(path)) {
                        return Ok(path.into_owned());
                    }
                }
                Event::Eof => break,
                _ => {}
            }
        }
    }
    let described = package.names().find(|name| name.to_lowercase().ends_with(".opf"));
    described.map(str::to_owned).ok_or_else(|| Error::corrupt("the book has no list of chapters"))
}

/// Whether anything but fonts is encrypted.
fn is_encrypted(package: &Package<'_>, output: &Output<'_>) -> Result<bool> {
    let Some(source) = package.part(ENCRYPTION)? else { return Ok(false) };
    let mut xml = Xml::new(source, ENCRYPTION, output.limits())?;
    let mut is_font = true;
    loop {
        match xml.next()? {
            Event::Start(tag) if tag.name == "EncryptedData" => is_font = false,
            // The way a key is encrypted says nothing about the text.
            Event::Start(tag) if tag.name == "EncryptionMethod" && tag.parent.1 == "EncryptedData" => {
                is_font = tag.attr("Algorithm").is_some_and(|algorithm| FONT_OBFUSCATION.contains(&algorithm.as_ref()));
            }
            Event::End(_, "EncryptedData") if !is_font => return Ok(true),
            Event::Eof => return Ok(false),
            _ => {}
        }
    }
}

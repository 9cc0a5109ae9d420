//! Files of every format, made by ourselves: for tests, fuzzing and benches, since no one else's file lies in this
//! repository. The same number of parts gives the same bytes.

mod message;
mod office;
mod pdf;
mod sheets;
mod text;
mod word;
mod words;

use std::io;

use std::io::Read;

use crate::Format;

pub use message::Message;
pub use pdf::Pdf;
pub use word::Word;

/// A file of a format: a title and so many parts, each a heading, paragraphs and a list or a table, or rows of a sheet.
///
/// # Errors
///
/// [`io::ErrorKind::Unsupported`] for pictures, and what the writers of packages say; writing to memory does not fail.
pub fn sample(format: Format, parts: usize) -> io::Result<Vec<u8>> {
    match format {
        Format::Pdf => Ok(pdf::file(parts)),
        Format::Docx => office::docx(parts),
        Format::Doc => word::doc(parts),
        Format::Pptx => office::pptx(parts),
        Format::Odt => office::odt(parts),
        Format::Odp => office::odp(parts),
        Format::Epub => office::epub(parts),
        Format::Xlsx => sheets::xlsx(parts),
        Format::Xls => sheets::xls(parts),
        Format::Ods => sheets::ods(parts),
        Format::Csv => Ok(sheets::separated(parts, ",")),
        Format::Tsv => Ok(sheets::separated(parts, "\t")),
        Format::Rtf => Ok(text::rtf(parts)),
        Format::Html => Ok(text::html(parts).into_bytes()),
        Format::Markdown => Ok(text::markdown(parts).into_bytes()),
        Format::Json => Ok(text::json(parts).into_bytes()),
        Format::JsonLines => Ok(text::json_lines(parts).into_bytes()),
        Format::Xml => Ok(text::xml(parts).into_bytes()),
        Format::Eml => Ok(text::eml(parts).into_bytes()),
        Format::Msg => message::msg(parts),
        Format::Code => Ok(text::code(parts).into_bytes()),
        Format::Text => Ok(text::plain(parts).into_bytes()),
        Format::Image => Err(io::ErrorKind::Unsupported.into()),
    }
}

/// The entry or stream in which a package of a format says most, where it has one.
fn main_part(format: Format) -> Option<&'static str> {
    match format {
        Format::Docx => Some("word/document.xml"),
        Format::Pptx => Some("ppt/slides/slide1.xml"),
        Format::Xlsx => Some("xl/sheet.xml"),
        Format::Odt | Format::Ods | Format::Odp => Some("content.xml"),
        Format::Epub => Some("c0.xhtml"),
        Format::Xls => Some("/Workbook"),
        Format::Doc => Some("/WordDocument"),
        Format::Msg => Some("/__substg1.0_10130102"),
        Format::Pdf
        | Format::Rtf
        | Format::Html
        | Format::Markdown
        | Format::Csv
        | Format::Tsv
        | Format::Json
        | Format::JsonLines
        | Format::Xml
        | Format::Eml
        | Format::Code
        | Format::Text
        | Format::Image => None,
    }
}

/// The main part of a package's sample; none for formats that are no packages.
pub fn part(format: Format, parts: usize) -> Option<Vec<u8>> {
    let (sample, name) = (sample(format, parts).ok()?, main_part(format)?);
    if name.starts_with('/') {
        return stream(&sample, name);
    }
    let mut part = Vec::new();
    let mut package = zip::ZipArchive::new(io::Cursor::new(sample)).ok()?;
    package.by_name(name).ok()?.read_to_end(&mut part).ok()?;
    Some(part)
}

fn stream(ole: &[u8], name: &str) -> Option<Vec<u8>> {
    let mut stream = Vec::new();
    cfb::CompoundFile::open(io::Cursor::new(ole)).ok()?.open_stream(name).ok()?.read_to_end(&mut stream).ok()?;
    Some(stream)
}

/// A package of a format with this for its main part.
///
/// # Errors
///
/// [`io::ErrorKind::Unsupported`] for formats that are no packages, and what the writers of packages say.
pub fn wrap(format: Format, part: &[u8]) -> io::Result<Vec<u8>> {
    let name = main_part(format).ok_or(io::ErrorKind::Unsupported)?;
    let sample = sample(format, 1)?;
    if name.starts_with('/') {
        // What a document of Word and a message are known by.
        let table = stream(&sample, "/1Table").unwrap_or_default();
        return office::ole(&[(name, part), ("/1Table", &table), ("/__properties_version1.0", &[0; 32])]);
    }
    let mut package = zip::ZipArchive::new(io::Cursor::new(sample))?;
    let mut entries = Vec::new();
    for index in 0..package.len() {
        let mut entry = package.by_index(index)?;
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        entries.push((String::from_utf8_lossy(entry.name_raw()).into_owned(), bytes));
    }
    let changed = entries.iter().map(|(own, bytes)| (own.as_str(), if own == name { part } else { bytes.as_slice() }));
    office::packed_bytes(&changed.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Input, Limits, extract, markdown, supported};

    #[test]
    fn a_sample_of_each_format_is_what_it_says_and_says_its_words() {
        for kind in supported() {
            let format = kind.format;
            let Ok(bytes) = sample(format, 3) else {
                assert_eq!(format, Format::Image);
                continue;
            };
            let name = format!("a.{}", kind.extensions[0]);
            let name = Some(name.as_str());
            let extracted = extract(&Input { bytes: &bytes, name, ..Input::default() }, &Limits::default());
            let extracted = extracted.unwrap_or_else(|error| panic!("{format:?}: {error}"));
            assert_eq!(extracted.format, format);
            if format != Format::Doc {
                // The sample has no properties of paragraphs.
                assert_eq!(extracted.document.warnings, [], "{format:?}");
            }
            let said = markdown(&extracted.document).text;
            for word in ["Part 1", "Part 3", words::KNOWN] {
                assert!(said.contains(word), "{format:?} does not say {word}: {said}");
            }
            assert_eq!(sample(format, 3).expect("again"), bytes, "{format:?}");
        }
    }
}

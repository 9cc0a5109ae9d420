//! Files of every format, made by ourselves: for tests, fuzzing and benches, since no one else's file lies in this
//! repository. The same number of parts gives the same bytes.

mod office;
mod pdf;
mod sheets;
mod text;
mod words;

use std::io;

use crate::Format;

pub use pdf::Pdf;

/// A file of a format: a title and so many parts, each a heading, paragraphs and a list or a table, or rows of a sheet.
///
/// # Errors
///
/// [`io::ErrorKind::Unsupported`] for pictures, and what the writers of packages say; writing to memory does not fail.
pub fn sample(format: Format, parts: usize) -> io::Result<Vec<u8>> {
    match format {
        Format::Pdf => Ok(pdf::file(parts)),
        Format::Docx => office::docx(parts),
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
        Format::Code => Ok(text::code(parts).into_bytes()),
        Format::Text => Ok(text::plain(parts).into_bytes()),
        Format::Image => Err(io::ErrorKind::Unsupported.into()),
    }
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
            assert_eq!(extracted.document.warnings, [], "{format:?}");
            let said = markdown(&extracted.document).text;
            for word in ["Part 1", "Part 3", words::KNOWN] {
                assert!(said.contains(word), "{format:?} does not say {word}: {said}");
            }
            assert_eq!(sample(format, 3).expect("again"), bytes, "{format:?}");
        }
    }
}

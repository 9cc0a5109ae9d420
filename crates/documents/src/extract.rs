//! The one entrance: bytes in, a document out.

use crate::{
    Document, Error, Format, Limit, Limits, Output, Result, WarningKind, clean, detect, encoding, language, readers,
};

/// A file as it arrives.
#[derive(Debug, Clone, Copy, Default)]
pub struct Input<'a> {
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Its declared media type, with its parameters: a `charset` is heeded.
    pub media_type: Option<&'a str>,
    /// Its name; only the last part of a path counts. The address of a web page, so that its links lead somewhere.
    pub name: Option<&'a str>,
}

/// What a file turned out to be, and what it says.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Extracted {
    /// Its format.
    pub format: Format,
    /// What it says.
    pub document: Document,
}

/// Reads a file: finds out what it is, and gives its text with structure and metadata.
///
/// # Errors
///
/// Every [`Error`] but [`Error::TimedOut`]: a reader has no clock.
pub fn extract(input: &Input<'_>, limits: &Limits) -> Result<Extracted> {
    run(input, limits, false)
}

/// Reads a file as [`extract`] does, but of a web page only the article: without navigation, side columns and footers.
///
/// # Errors
///
/// Those of [`extract`].
pub fn extract_article(input: &Input<'_>, limits: &Limits) -> Result<Extracted> {
    run(input, limits, true)
}

fn run(input: &Input<'_>, limits: &Limits, is_article: bool) -> Result<Extracted> {
    if input.bytes.len() as u64 > limits.bytes_in {
        return Err(Error::LimitExceeded { limit: Limit::BytesIn });
    }
    let detected = detect(input)?;
    let mut output = Output::new(limits);
    if let Some(disagreement) = detected.disagreement {
        output.warn(WarningKind::TypeDisagrees, disagreement);
    }
    match detected.format {
        Format::Html => html(input, is_article, &mut output)?,
        format => read(format, input, &mut output)?,
    }
    let mut document = output.finish();
    clean::clean(&mut document);
    if document.metadata.language.is_none() {
        document.metadata.language = language::guess(&document);
    }
    Ok(Extracted { format: detected.format, document })
}

fn html(input: &Input<'_>, is_article: bool, output: &mut Output<'_>) -> Result<()> {
    let decoded = readers::html::decode(input.bytes, input.media_type, output);
    let address = input.name.filter(|name| name.starts_with("http://") || name.starts_with("https://"));
    let page = readers::html::Page { address, is_article, ..readers::html::Page::default() };
    readers::html::read(&decoded, &page, output)
}

fn read(format: Format, input: &Input<'_>, output: &mut Output<'_>) -> Result<()> {
    match format {
        Format::Pdf => readers::pdf::read(input.bytes, output),
        Format::Docx => readers::docx::read(input.bytes, output),
        Format::Doc => readers::doc::read(input.bytes, output),
        Format::Pptx => readers::pptx::read(input.bytes, output),
        Format::Xlsx => readers::xlsx::read(input.bytes, output),
        Format::Xls => readers::xls::read(input.bytes, output),
        Format::Odt => readers::odf::read_text(input.bytes, output),
        Format::Ods => readers::odf::read_sheets(input.bytes, output),
        Format::Odp => readers::odf::read_slides(input.bytes, output),
        Format::Epub => readers::epub::read(input.bytes, output),
        Format::Rtf => readers::rtf::read(input.bytes, output),
        Format::Html => html(input, false, output),
        Format::Markdown => readers::markdown::read(&decode(input, output), output),
        Format::Csv => readers::csv::read(&decode(input, output), None, output),
        Format::Tsv => readers::csv::read(&decode(input, output), Some(b'\t'), output),
        Format::Json | Format::JsonLines => readers::json::read(&decode(input, output), output),
        Format::Xml => readers::xml::read(&decode(input, output), output),
        Format::Eml => readers::eml::read(input.bytes, output),
        Format::Msg => readers::msg::read(input.bytes, output),
        Format::Code => readers::code::read(&decode(input, output), input.name, output),
        Format::Text => readers::text::read(&decode(input, output), output),
        Format::Image => readers::image::read(input.name, output),
    }
}

fn decode<'a>(input: &Input<'a>, output: &mut Output<'_>) -> encoding::Decoded<'a> {
    encoding::decode(input.bytes, encoding::declared(input.media_type), output)
}

#[cfg(test)]
mod tests;

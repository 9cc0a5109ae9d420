//! What a file is: by its content first, then by its declared media type, then by its name.

mod binary;
mod text;

use crate::{Error, Format, Input, Result};

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detected {
    /// Its format.
    pub format: Format,
    /// Its declared type or name says something else: a sentence for people.
    pub disagreement: Option<String>,
}

/// Finds out what a file is. Looks into packages (zip and OLE), but reads nothing of them but names and types.
///
/// # Errors
///
/// [`Error::Unsupported`] with the kind of file, where it is known, for what no reader reads;
/// [`Error::Encrypted`] for an office file behind a password.
pub fn detect(input: &Input<'_>) -> Result<Detected> {
    let by_type = input.media_type.and_then(Format::of_media_type);
    let by_name = input.name.and_then(Format::of_name);
    let format = match binary::sniff(input.bytes)? {
        binary::Sniffed::Format(format) => format,
        // The package is damaged: what the name says decides who reports it.
        binary::Sniffed::Package => [by_type, by_name]
            .into_iter()
            .flatten()
            .find(|format| !format.is_text())
            .ok_or_else(|| Error::corrupt("a zip package"))?,
        binary::Sniffed::Text => text::choose(input.bytes, by_type, by_name),
    };
    Ok(Detected { format, disagreement: disagreement(format, by_type, by_name) })
}

fn disagreement(format: Format, by_type: Option<Format>, by_name: Option<Format>) -> Option<String> {
    // `text/plain` is what senders say of any text.
    let by_type = by_type.filter(|by_type| !(*by_type == Format::Text && format.is_text()));
    if by_type == Some(format) || by_name == Some(format) {
        return None;
    }
    let declared = by_type.map(|by_type| ("declared type", by_type)).or(by_name.map(|by_name| ("name", by_name)));
    declared
        .map(|(source, declared)| format!("the {source} says {}, the content is {}", declared.name(), format.name()))
}

#[cfg(test)]
mod tests;

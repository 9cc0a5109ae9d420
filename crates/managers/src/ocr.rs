//! Words in pictures: the port, and who reads through it. Off unless the settings say who.
//!
//! A picture may hold what its sender wants a model to do; what comes out is a document's text like any other and is
//! treated as data.

mod model;
mod tesseract;

use documents::{Block, Extracted, Format, WarningKind};
use models::attachment::image_type;
use models::ids::UserId;
use models::knowledge::{Document, Remark};
use settings::OcrReader;

use crate::context::Context;
use crate::error::Result;
use model::VisionModel;
use tesseract::Tesseract;

/// A picture in one of the types that every reader takes.
pub(crate) struct Picture<'a> {
    /// Its type.
    pub(crate) media_type: &'static str,
    /// Its bytes.
    pub(crate) bytes: &'a [u8],
}

/// Reads the words of pictures.
trait Ocr {
    /// The words, or nothing where there are none.
    async fn read(&self, cx: &Context, picture: &Picture<'_>) -> Result<String>;

    /// Who reads, for the mark on the text.
    fn name(&self) -> String;
}

/// Gives a picture's document its words, and a remark on where they are from. Everything else stays as it is, and so does
/// a picture that nobody is to read.
pub(crate) async fn complete(
    cx: &Context,
    document: &Document,
    bytes: &[u8],
    extracted: Extracted,
) -> Result<(Extracted, Option<Remark>)> {
    let picture = image_type(bytes).map(|media_type| Picture { media_type, bytes });
    let Some(picture) = picture.filter(|_| extracted.format == Format::Image) else { return Ok((extracted, None)) };
    let read = match cx.settings.knowledge.ocr {
        OcrReader::Off => None,
        OcrReader::Tesseract => Some(through(&Tesseract, cx, &picture).await?),
        OcrReader::Model => match seeing(cx, document.owner_id).await? {
            Some(model) => Some(through(&model, cx, &picture).await?),
            None => None,
        },
    };
    Ok(match read {
        Some((words, by)) if !words.is_empty() => with_words(extracted, &words, &by),
        Some(_) | None => (extracted, None),
    })
}

async fn through(reader: &impl Ocr, cx: &Context, picture: &Picture<'_>) -> Result<(String, String)> {
    let words = reader.read(cx, picture).await?;
    Ok((words.trim().to_owned(), reader.name()))
}

async fn seeing(cx: &Context, user_id: UserId) -> Result<Option<VisionModel>> {
    VisionModel::of(cx, user_id).await
}

fn with_words(mut extracted: Extracted, words: &str, by: &str) -> (Extracted, Option<Remark>) {
    let document = &mut extracted.document;
    document.warnings.retain(|warning| warning.kind != WarningKind::Scanned);
    document.blocks.clear();
    let paragraphs = words.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    document.blocks.extend(paragraphs.map(Block::paragraph));
    let remark = Remark::new("recognised", format!("its words were recognised in a picture by {by}"));
    (extracted, Some(remark))
}

#[cfg(test)]
mod tests {
    use documents::{Input, Limits, extract};

    use super::*;

    const PNG: &[u8] = &[
        0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8,
        6, 0, 0, 0, 0x1F, 0x15, 0xC4, 0x89,
    ];

    #[test]
    fn recognised_words_take_the_place_of_the_picture_and_are_marked() {
        let input = Input { bytes: PNG, media_type: None, name: Some("a.png") };
        let extracted = extract(&input, &Limits::default()).unwrap();
        let (extracted, remark) = with_words(extracted, "Rent\n\n512 euros", "tesseract");
        assert_eq!(documents::markdown(&extracted.document).text, "Rent\n\n512 euros\n");
        assert_eq!(extracted.document.warnings, []);
        let said = "its words were recognised in a picture by tesseract";
        assert_eq!(remark, Some(Remark::new("recognised", said)));
    }
}

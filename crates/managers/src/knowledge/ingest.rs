//! Reading a document: bytes, text, chunks.

use std::sync::Arc;

use documents::{ChunkRules, Input, Marker, WarningKind};
use models::attachment::image_type;
use models::ids::{ChunkId, DocumentId};
use models::job::JobKind;
use models::knowledge::{Chunk, Document, DocumentFacts, Remark};
use store::knowledge::documents::Reading;
use tokio::io::AsyncReadExt;

use super::documents::changed;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::jobs::Handle;
use crate::ocr;

/// Most remarks of one kind that name their place.
const PLACES_MAX: usize = 5;

/// Does the work of a job: reads a document until it is ready or it is known why it cannot be read.
pub async fn read(cx: &Context, id: DocumentId, handle: &Arc<Handle>) -> Result<()> {
    let outcome = read_file(cx, id, handle).await;
    if let Err(error) = &outcome
        && handle.attempt >= JobKind::ReadDocument.limits().max_attempts
    {
        tracing::warn!(%error, document.id = %id, "a document is given up");
        let remark = Remark::new("internal", "something went wrong on the server; try again");
        fail(cx, id, handle, remark).await?;
    }
    outcome
}

async fn read_file(cx: &Context, id: DocumentId, handle: &Arc<Handle>) -> Result<()> {
    loop {
        let now = cx.now();
        let held = Arc::clone(handle);
        let begin = move |db: &mut store::Db| {
            held.hold(db)?;
            Ok::<_, Error>(store::knowledge::documents::begin(db, id, now)?)
        };
        let begun = cx.store.write(begin).await?;
        let Some(document) = begun else { return Ok(()) };
        changed(cx, &document);
        match extract(cx, &document).await? {
            Err(error) => return fail(cx, id, handle, remark_of(&error)).await,
            Ok((said, remark)) => {
                let mut reading = reading(id, document.blob.clone(), said);
                reading.facts.warnings.extend(remark);
                if keep(cx, &document, reading, handle).await? {
                    return Ok(());
                }
                // Its source has another file by now: read that one.
            }
        }
    }
}

/// What a file says, and how it was found out where that is worth a word.
type Said = (documents::Reading, Option<Remark>);

/// What the file says. A page of the web is read without its navigation, a picture by whoever reads pictures.
async fn extract(cx: &Context, document: &Document) -> Result<Result<Said, documents::Error>> {
    let begun = tokio::time::Instant::now();
    let bytes = bytes(cx, &document.blob).await?;
    let rules = rules(cx.settings.knowledge.chunk_tokens as usize);
    let address = document.path.as_deref().filter(|path| path.starts_with("http://") || path.starts_with("https://"));
    let said = match address {
        Some(address) => {
            let page = Input { bytes: &bytes, media_type: Some(&document.media_type), name: Some(address) };
            cx.extractor.read_article(&page, &rules).await.map(|reading| (reading, None))
        }
        None if image_type(&bytes).is_some() => picture(cx, document, &bytes, &rules).await?,
        None => {
            let file = Input { bytes: &bytes, media_type: None, name: Some(document.name.as_str()) };
            cx.extractor.read(&file, &rules).await.map(|reading| (reading, None))
        }
    };
    let outcome = if said.is_ok() { "read" } else { "refused" };
    metrics::histogram!("pallium_document_read_seconds", "outcome" => outcome).record(begun.elapsed().as_secs_f64());
    Ok(said)
}

/// A picture's words, as far as somebody reads them. They are few enough to be cut here.
async fn picture(
    cx: &Context,
    document: &Document,
    bytes: &[u8],
    rules: &ChunkRules,
) -> Result<Result<Said, documents::Error>> {
    match cx.extractor.extract(bytes, None, Some(document.name.as_str())).await {
        Ok(extracted) => {
            let (extracted, remark) = ocr::complete(cx, document, bytes, extracted).await?;
            Ok(Ok((documents::Reading::of(extracted, rules), remark)))
        }
        Err(error) => Ok(Err(error)),
    }
}

async fn bytes(cx: &Context, hash: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut file = cx.blobs.open(hash).await?;
    file.read_to_end(&mut bytes).await.map_err(|error| Error::internal("reading a document's file", error))?;
    Ok(bytes)
}

/// The first bytes of a blob.
pub(super) async fn head(cx: &Context, hash: &str, most: usize) -> Result<Vec<u8>> {
    let mut head = Vec::new();
    let file = cx.blobs.open(hash).await?;
    let read = file.take(most as u64).read_to_end(&mut head).await;
    read.map_err(|error| Error::internal("reading a document's file", error))?;
    Ok(head)
}

/// The usual proportions.
fn rules(target: usize) -> ChunkRules {
    ChunkRules { target, max: target + target * 7 / 25, overlap: target * 4 / 25 }
}

fn reading(id: DocumentId, blob: String, said: documents::Reading) -> Reading {
    let documents::Reading { metadata, warnings: all, rendered, chunks, .. } = said;
    let facts = DocumentFacts {
        title: metadata.title,
        author: (!metadata.authors.is_empty()).then(|| metadata.authors.join(", ")),
        language: metadata.language,
        pages: metadata.pages,
        characters: small(rendered.text.chars().count()),
        warnings: warnings(&all),
    };
    let chunks = chunks.into_iter().map(|chunk| chunk_of(id, chunk)).collect();
    Reading { blob, markdown: rendered.text, facts, chunks }
}

fn chunk_of(document_id: DocumentId, it: documents::Chunk) -> Chunk {
    Chunk {
        // The id is 128 bits in hex.
        id: ChunkId::of(document_id, u128::from_str_radix(&it.id, 16).unwrap_or_default()),
        document_id,
        index: small(it.ordinal),
        heading_path: it.path,
        page: match it.marker {
            Some(Marker::Page(number) | Marker::Slide(number)) => Some(number),
            Some(Marker::SpeakerNotes | Marker::Sheet(_)) | None => None,
        },
        start: small(it.characters.start),
        end: small(it.characters.end),
        text: it.text,
        tokens: small(it.tokens),
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// One remark for each kind of warning, with the places of the first few.
fn warnings(all: &[documents::Warning]) -> Vec<Remark> {
    let mut kinds: Vec<WarningKind> = Vec::new();
    for warning in all {
        if !kinds.contains(&warning.kind) {
            kinds.push(warning.kind);
        }
    }
    let remark = |kind: WarningKind| {
        let of_kind = all.iter().filter(|it| it.kind == kind);
        let mut places: Vec<&str> = of_kind.map(|it| it.place.as_str()).filter(|it| !it.is_empty()).collect();
        let more = places.len().saturating_sub(PLACES_MAX);
        places.truncate(PLACES_MAX);
        let (code, sentence) = words(kind);
        let message = match (places.is_empty(), more) {
            (true, _) => sentence.to_owned(),
            (false, 0) => format!("{sentence}: {}", places.join(", ")),
            (false, more) => format!("{sentence}: {} and {more} more", places.join(", ")),
        };
        Remark::new(code, message)
    };
    kinds.into_iter().map(remark).collect()
}

fn words(kind: WarningKind) -> (&'static str, &'static str) {
    match kind {
        WarningKind::Scanned => ("scanned", "only a picture, whose text was not recognised"),
        WarningKind::Hidden => ("hidden", "text that a person does not see was left out"),
        WarningKind::Unmapped => ("unmapped", "characters without a known meaning"),
        WarningKind::Damaged => ("damaged", "a damaged part was left out"),
        WarningKind::EncodingGuessed => ("encoding_guessed", "the encoding of the text was guessed"),
        WarningKind::TypeDisagrees => ("type_disagrees", "the name says something else than the content"),
        WarningKind::Skipped => ("skipped", "a part of an unknown kind was left out"),
    }
}

/// Why a file gives no text, for the person who sent it.
pub(crate) fn remark_of(error: &documents::Error) -> Remark {
    let code = match error {
        documents::Error::Encrypted => "encrypted",
        documents::Error::Unsupported { .. } => "unsupported",
        documents::Error::Corrupt { .. } => "damaged",
        documents::Error::LimitExceeded { .. } => "too_large",
        documents::Error::TimedOut => "timed_out",
    };
    Remark::new(code, error.to_string())
}

/// Writes what reading gave. `false`: the document has another file by now.
async fn keep(cx: &Context, document: &Document, reading: Reading, handle: &Arc<Handle>) -> Result<bool> {
    let (id, now, context, held) = (document.id, cx.now(), cx.clone(), Arc::clone(handle));
    let kept = cx
        .store
        .write(move |db| {
            held.hold(db)?;
            let diff = store::knowledge::documents::ready(db, id, &reading, now)?;
            let found = store::knowledge::documents::find(db, id)?;
            if let (Some(_), Some(document)) = (diff, &found) {
                super::embed::enqueue_for(&context, db, document)?;
            }
            Ok::<_, Error>((diff, found))
        })
        .await?;
    match kept {
        (Some(diff), Some(document)) => {
            tracing::debug!(document.id = %id, ?diff, "a document is ready");
            changed(cx, &document);
            Ok(true)
        }
        // It was removed meanwhile.
        (None, None) | (Some(_), None) => Ok(true),
        (None, Some(_)) => Ok(false),
    }
}

async fn fail(cx: &Context, id: DocumentId, handle: &Arc<Handle>, remark: Remark) -> Result<()> {
    let now = cx.now();
    let held = Arc::clone(handle);
    let found = cx
        .store
        .write(move |db| {
            held.hold(db)?;
            store::knowledge::documents::failed(db, id, &remark, now)?;
            Ok::<_, Error>(store::knowledge::documents::find(db, id)?)
        })
        .await?;
    found.iter().for_each(|document| changed(cx, document));
    Ok(())
}

#[cfg(test)]
mod tests {
    use documents::Warning;

    use super::*;

    #[test]
    fn a_remark_names_the_first_places() {
        let warning = |nth: u32| Warning { kind: WarningKind::Scanned, place: format!("page {nth}") };
        let hidden = Warning { kind: WarningKind::Hidden, place: String::new() };
        let all: Vec<Warning> = (1..=7).map(warning).chain([hidden]).collect();
        let places = "only a picture, whose text was not recognised: page 1, page 2, page 3, page 4, page 5 and 2 more";
        let expected =
            [Remark::new("scanned", places), Remark::new("hidden", "text that a person does not see was left out")];
        assert_eq!(warnings(&all), expected);
    }

    #[test]
    fn the_same_file_gives_the_same_chunks() {
        let bytes = b"# Bread\n\nFlour and water.\n";
        let input = Input { bytes, media_type: None, name: Some("a.md") };
        let said = documents::read(&input, &documents::Limits::default(), &rules(400)).unwrap();
        let id = DocumentId(uuid::Uuid::from_u128(7));
        let read = || reading(id, "hash".into(), said.clone());
        assert_eq!(read(), read());
        let Reading { markdown, chunks, facts, .. } = read();
        assert_eq!((markdown.as_str(), facts.characters), ("# Bread\n\nFlour and water.\n", 26));
        let [chunk] = &chunks[..] else { panic!("{chunks:?}") };
        assert_eq!((chunk.start, chunk.end, chunk.text.as_str()), (0, 25, "# Bread\n\nFlour and water."));
    }
}

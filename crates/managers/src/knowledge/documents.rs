//! Documents: how they come in, and what people do with them.

use models::attachment::FileName;
use models::ids::{CollectionId, DocumentId, SourceId, UploadId};
use models::invalid::Invalid;
use models::job::Job;
use models::knowledge::{Document, DocumentFacts, DocumentState};
use models::notice::Change;
use models::page::Page;
use store::Db;
use store::blobs::{BlobWriter, SealedBlob};
use store::jobs::New;
pub use store::knowledge::chunks::Listed;
use store::knowledge::documents::Filter;
use tokio::fs::File;

use crate::access::{self, Action, Actor, Resource};
use crate::context::Context;
use crate::error::{Conflict, Error, Noun, Result};
use crate::jobs;

/// Bytes of a file that show its type.
const HEAD_BYTES: usize = 8 << 10;

/// Which documents of a collection are wanted.
#[derive(Debug, Clone)]
pub struct List {
    /// Of which collection.
    pub collection_id: CollectionId,
    /// Letters of the name, the path or the title.
    pub q: Option<String>,
    /// How far they are.
    pub state: Option<DocumentState>,
    /// Whether their source has them otherwise.
    pub stale: Option<bool>,
    /// Where they come from.
    pub source_id: Option<SourceId>,
    /// The last one of the page before.
    pub cursor: Option<DocumentId>,
    /// Rows of the page.
    pub limit: u32,
}

/// A file that is coming in, streamed. Dropped before [`Incoming::finish`], it leaves nothing behind.
pub struct Incoming {
    collection_id: CollectionId,
    name: FileName,
    writer: BlobWriter,
    head: Vec<u8>,
    limit: u64,
}

impl Incoming {
    /// Begins to take in a file for a collection.
    pub async fn start(cx: &Context, actor: &Actor, collection_id: CollectionId, name: &str) -> Result<Self> {
        let name = FileName::parse(name)?;
        let who = actor.clone();
        cx.store.read(move |db| super::collection(db, &who, Action::Change, collection_id).map(drop)).await?;
        let limit = cx.settings.knowledge.file_bytes_max as u64;
        Ok(Self { collection_id, name, writer: cx.blobs.writer().await?, head: Vec::new(), limit })
    }

    /// Takes in more of it.
    pub async fn push(&mut self, bytes: &[u8]) -> Result<()> {
        if self.writer.bytes().saturating_add(bytes.len() as u64) > self.limit {
            return Err(Error::TooLarge { limit: self.limit });
        }
        let wanted = HEAD_BYTES.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend_from_slice(&bytes[..wanted]);
        Ok(self.writer.write(bytes).await?)
    }

    /// Keeps the file and puts it in line to be read.
    pub async fn finish(self, cx: &Context, actor: &Actor) -> Result<Document> {
        let media_type = media_type(&self.head, self.name.as_str());
        let blob = self.writer.finish().await?;
        let size = i64::try_from(blob.bytes()).unwrap_or(i64::MAX);
        let document = fresh(cx, actor, self.name, media_type, (size, blob.hash()));
        let document = Document { collection_id: Some(self.collection_id), ..document };
        add(cx, actor, document, Bytes::Fresh(blob)).await
    }
}

/// Makes a document of an upload that has arrived whole.
pub async fn of_upload(
    cx: &Context,
    actor: &Actor,
    collection_id: CollectionId,
    upload_id: UploadId,
) -> Result<Document> {
    let upload = super::uploads::get(cx, actor, upload_id).await?;
    if !upload.done {
        return Err(Error::Conflict(Conflict::UploadUnfinished));
    }
    let head = super::ingest::head(cx, &upload.sha256, HEAD_BYTES).await?;
    let media_type = media_type(&head, upload.name.as_str());
    let document = fresh(cx, actor, upload.name.clone(), media_type, (upload.bytes, &upload.sha256));
    add(cx, actor, Document { collection_id: Some(collection_id), ..document }, Bytes::Of(upload_id)).await
}

pub(crate) fn fresh(
    cx: &Context,
    actor: &Actor,
    name: FileName,
    media_type: String,
    (bytes, hash): (i64, &str),
) -> Document {
    let now = cx.now();
    Document {
        id: DocumentId(cx.id()),
        owner_id: actor.id(),
        collection_id: None,
        source_id: None,
        attachment_id: None,
        name,
        path: None,
        media_type,
        bytes,
        blob: hash.to_owned(),
        state: DocumentState::Queued,
        error: None,
        facts: DocumentFacts::default(),
        chunks: 0,
        stale: false,
        indexed_at: None,
        created_at: now,
        updated_at: now,
    }
}

/// Where the bytes of a new document are.
enum Bytes {
    /// In a blob without a name.
    Fresh(SealedBlob),
    /// In the blob of an upload that arrived whole.
    Of(UploadId),
}

async fn add(cx: &Context, actor: &Actor, document: Document, bytes: Bytes) -> Result<Document> {
    let (who, row, job, now) = (actor.clone(), document.clone(), read_job(cx, &document, 0), document.created_at);
    if let Bytes::Fresh(blob) = &bytes {
        let hash = blob.hash().to_owned();
        // Committed before the file has its name, so that the sweep finds it should the rest fail.
        cx.store.write(move |db| Ok::<_, Error>(store::unused_blobs::note(db, &hash, now)?)).await?;
    }
    cx.store
        .write(move |db| {
            if let Some(id) = row.collection_id {
                super::collection(db, &who, Action::Change, id)?;
            }
            let blob = match bytes {
                Bytes::Fresh(blob) => Some(blob),
                Bytes::Of(upload) => {
                    // As long as it is there, so is its blob.
                    store::uploads::find(db, upload)?.ok_or(Error::NotFound(Noun::Upload))?;
                    None
                }
            };
            store::knowledge::documents::keep(db, &row, blob)?;
            super::enqueue(db, &job)?;
            Ok::<_, Error>(())
        })
        .await?;
    changed(cx, &document);
    Ok(document)
}

/// The job that reads a document. What people wait for has a higher priority than what a source brings.
pub(crate) fn read_job(cx: &Context, document: &Document, priority: i64) -> New {
    let usual = jobs::new(cx, Job::ReadDocument { document_id: document.id });
    let unique_key = Some(document.id.to_string());
    New { owner_id: Some(document.owner_id), unique_key, priority, ..usual }
}

/// Tells open pages that a document changed.
pub(crate) fn changed(cx: &Context, document: &Document) {
    let Document { id, collection_id, owner_id, .. } = document;
    cx.notify(*owner_id, Change::DocumentChanged { document_id: *id, collection_id: *collection_id });
}

/// What a file is, by its first bytes; packages are looked into only when they are read, so their names count here.
pub(crate) fn media_type(head: &[u8], name: &str) -> String {
    let is_package = head.starts_with(b"PK") || head.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]);
    let format = if is_package {
        documents::Format::of_name(name)
    } else {
        let input = documents::Input { bytes: head, media_type: None, name: Some(name) };
        documents::detect(&input).ok().map(|detected| detected.format)
    };
    if format == Some(documents::Format::Image) {
        return models::attachment::image_type(head).unwrap_or("application/octet-stream").to_owned();
    }
    let known = documents::supported().into_iter().find(|it| Some(it.format) == format);
    let known = known.and_then(|it| it.media_types.first().copied());
    known.unwrap_or(if head.starts_with(b"PK") { "application/zip" } else { "application/octet-stream" }).to_owned()
}

/// A page of a collection's documents, the newest first.
pub async fn list(cx: &Context, actor: &Actor, list: List) -> Result<Page<Document>> {
    let who = actor.clone();
    cx.store
        .read(move |db| {
            super::collection(db, &who, Action::View, list.collection_id)?;
            let List { collection_id, q, state, stale, source_id, cursor, limit } = list;
            let filter = Filter { collection_id, q, state, stale, source_id, before: cursor, limit };
            Ok::<_, Error>(store::knowledge::documents::list(db, &filter)?)
        })
        .await
}

/// A document that the actor may do this to.
pub(crate) fn find(db: &mut Db, actor: &Actor, action: Action, id: DocumentId) -> Result<Document> {
    let document = store::knowledge::documents::find(db, id)?.ok_or(Error::NotFound(Noun::Document))?;
    let Some(collection_id) = document.collection_id else {
        access::check(actor, action, Resource::Document(&document, None))?;
        return Ok(document);
    };
    let collection = store::knowledge::collections::find(db, collection_id)?.ok_or(Error::NotFound(Noun::Document))?;
    let role = super::role(db, actor, collection.workspace_id)?;
    access::check(actor, action, Resource::Document(&document, Some((&collection, role))))?;
    Ok(document)
}

/// One document.
pub async fn get(cx: &Context, actor: &Actor, id: DocumentId) -> Result<Document> {
    let who = actor.clone();
    cx.store.read(move |db| find(db, &who, Action::View, id)).await
}

/// Its text as Markdown; empty until it was read once.
pub async fn text(cx: &Context, actor: &Actor, id: DocumentId) -> Result<String> {
    let who = actor.clone();
    cx.store
        .read(move |db| {
            find(db, &who, Action::View, id)?;
            Ok::<_, Error>(store::knowledge::documents::text(db, id)?.unwrap_or_default())
        })
        .await
}

/// Its file, opened for reading.
pub async fn open(cx: &Context, actor: &Actor, id: DocumentId) -> Result<(Document, File)> {
    let document = get(cx, actor, id).await?;
    let file = cx.blobs.open(&document.blob).await?;
    Ok((document, file))
}

/// A page of its chunks, in reading order, and whether each can be found by its meaning.
pub async fn chunks(
    cx: &Context,
    actor: &Actor,
    id: DocumentId,
    after: Option<u32>,
    limit: u32,
) -> Result<Page<Listed>> {
    let who = actor.clone();
    cx.store
        .read(move |db| {
            find(db, &who, Action::View, id)?;
            Ok::<_, Error>(store::knowledge::chunks::list(db, id, after, limit)?)
        })
        .await
}

/// Removes a document with all that was made of it. A source that still has it brings it again.
pub async fn delete(cx: &Context, actor: &Actor, id: DocumentId) -> Result<()> {
    let (who, now) = (actor.clone(), cx.now());
    let removed = cx
        .store
        .write(move |db| {
            find(db, &who, Action::Change, id)?;
            store::knowledge::documents::delete(db, id, now)?.ok_or(Error::NotFound(Noun::Document))
        })
        .await?;
    changed(cx, &removed);
    Ok(())
}

/// Reads a document again.
pub async fn retry(cx: &Context, actor: &Actor, id: DocumentId) -> Result<Document> {
    let (who, now, context) = (actor.clone(), cx.now(), cx.clone());
    let document = cx
        .store
        .write(move |db| {
            let document = find(db, &who, Action::Change, id)?;
            match document.state {
                DocumentState::Queued | DocumentState::Processing => {
                    return Err(Error::Conflict(Conflict::DocumentBusy));
                }
                DocumentState::Ready | DocumentState::Failed => {}
            }
            store::knowledge::documents::requeue(db, id, now)?;
            super::enqueue(db, &read_job(&context, &document, 0))?;
            store::knowledge::documents::find(db, id)?.ok_or(Error::NotFound(Noun::Document))
        })
        .await?;
    changed(cx, &document);
    Ok(document)
}

/// Where a list of chunks goes on.
pub fn cursor(text: Option<&str>) -> Result<Option<u32>> {
    let wrong = |_| Error::from(Invalid::new("cursor", "must be the next_cursor of an earlier page"));
    text.map(|text| text.parse().map_err(wrong)).transpose()
}

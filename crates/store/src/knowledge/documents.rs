//! Files, pages and texts that are read. Their bytes are blobs, which stay as long as a document has them.

mod list;
mod read;

use diesel::prelude::*;
use models::attachment::FileName;
use models::ids::{AttachmentId, CollectionId, DocumentId, SourceId, UserId};
use models::knowledge::{Document, DocumentFacts, DocumentState, Remark};
use models::time::Time;

use super::small;
use super::tokens::fold;
use crate::blobs::SealedBlob;
use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::{chunk, document, document_text};
use crate::types::{Json, V, without_nul};
use crate::unused_blobs;

pub use list::{Filter, list};
pub use read::{Diff, Reading, begin, failed, ready, requeue};

#[derive(Queryable, Selectable)]
#[diesel(table_name = document)]
struct DocumentRow {
    id: DocumentId,
    owner_id: UserId,
    collection_id: Option<CollectionId>,
    source_id: Option<SourceId>,
    attachment_id: Option<AttachmentId>,
    name: FileName,
    path: Option<String>,
    media_type: String,
    bytes: i64,
    blob: String,
    state: DocumentState,
    error: Option<Json<Remark>>,
    title: Option<String>,
    author: Option<String>,
    language: Option<String>,
    pages: Option<i64>,
    characters: i64,
    warnings: Json<Vec<Remark>>,
    chunks: i64,
    stale: bool,
    indexed_at: Option<Time>,
    created_at: Time,
    updated_at: Time,
}

impl From<DocumentRow> for Document {
    fn from(row: DocumentRow) -> Self {
        let facts = DocumentFacts {
            title: row.title,
            author: row.author,
            language: row.language,
            pages: row.pages.map(small),
            characters: small(row.characters),
            warnings: row.warnings.0,
        };
        Self {
            id: row.id,
            owner_id: row.owner_id,
            collection_id: row.collection_id,
            source_id: row.source_id,
            attachment_id: row.attachment_id,
            name: row.name,
            path: row.path,
            media_type: row.media_type,
            bytes: row.bytes,
            blob: row.blob,
            state: row.state,
            error: row.error.map(|error| error.0),
            facts,
            chunks: small(row.chunks),
            stale: row.stale,
            indexed_at: row.indexed_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// Adds a document and gives its blob its name. Without `blob` the caller has seen in this transaction that an upload, an
/// attachment or another document has it. `Conflict` `document_source_id_path_key` when the source has one there,
/// `document_attachment_id_key` when the file in a chat has one. What a document says of its text is not written.
pub fn keep(db: &mut Db, it: &Document, blob: Option<SealedBlob>) -> Result<(), StoreError> {
    unused_blobs::note(db, &it.blob, it.created_at)?;
    if let Some(blob) = blob {
        blob.name()?;
    }
    let row = (
        document::id.eq(V(it.id)),
        document::owner_id.eq(V(it.owner_id)),
        document::collection_id.eq(it.collection_id.map(V)),
        document::source_id.eq(it.source_id.map(V)),
        document::attachment_id.eq(it.attachment_id.map(V)),
        document::name.eq(V(&it.name)),
        document::path.eq(it.path.as_deref().map(without_nul)),
        document::label.eq(label(it.name.as_str(), it.path.as_deref(), None)),
        document::media_type.eq(&it.media_type),
        document::bytes.eq(it.bytes),
        document::blob.eq(&it.blob),
        document::state.eq(V(it.state)),
        document::characters.eq(0),
        document::warnings.eq(Json(Vec::<Remark>::new())),
        document::chunks.eq(0),
        document::stale.eq(it.stale),
        document::created_at.eq(V(it.created_at)),
        document::updated_at.eq(V(it.updated_at)),
    );
    on!(db, |c| diesel::insert_into(document::table).values(row).execute(c))?;
    unused_blobs::settle(db, &it.blob)
}

/// What the filter of a list looks at.
fn label(name: &str, path: Option<&str>, title: Option<&str>) -> String {
    let mut label = String::new();
    for part in [Some(name), path, title].into_iter().flatten() {
        label.push_str(&fold(&without_nul(part)));
        label.push('\n');
    }
    label
}

/// The document of an id.
pub fn find(db: &mut Db, id: DocumentId) -> Result<Option<Document>, StoreError> {
    Ok(find_many(db, &[id])?.pop())
}

/// The documents of these ids that exist, in no order.
pub fn find_many(db: &mut Db, ids: &[DocumentId]) -> Result<Vec<Document>, StoreError> {
    let wanted: Vec<_> = ids.iter().map(|id| V(*id)).collect();
    let query = document::table.filter(document::id.eq_any(wanted));
    let rows = on!(db, |c| query.select(DocumentRow::as_select()).load(c))?;
    Ok(rows.into_iter().map(Document::from).collect())
}

/// The documents that are the text of these files in chats, in no order.
pub fn of_attachments(db: &mut Db, ids: &[AttachmentId]) -> Result<Vec<Document>, StoreError> {
    let wanted: Vec<_> = ids.iter().map(|id| Some(V(*id))).collect();
    let query = document::table.filter(document::attachment_id.eq_any(wanted));
    let rows = on!(db, |c| query.select(DocumentRow::as_select()).load(c))?;
    Ok(rows.into_iter().map(Document::from).collect())
}

/// What a source has: one row for each document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// The document.
    pub id: DocumentId,
    /// Where it is in the source.
    pub path: String,
    /// SHA-256 of the file.
    pub blob: String,
    /// Whether it is known to be otherwise in the source.
    pub stale: bool,
}

/// What was read from a source, by path.
pub fn of_source(db: &mut Db, source: SourceId) -> Result<Vec<Followed>, StoreError> {
    let query = document::table
        .filter(document::source_id.eq(V(source)))
        .filter(document::path.is_not_null())
        .order(document::path)
        .select((document::id, document::path.assume_not_null(), document::blob, document::stale));
    let rows: Vec<(DocumentId, String, String, bool)> = on!(db, |c| query.load(c))?;
    Ok(rows.into_iter().map(|(id, path, blob, stale)| Followed { id, path, blob, stale }).collect())
}

/// The Markdown of a document; `None` until it was read once.
pub fn text(db: &mut Db, id: DocumentId) -> Result<Option<String>, StoreError> {
    let query = document_text::table.find(V(id)).select(document_text::markdown);
    Ok(on!(db, |c| query.first(c).optional())?)
}

/// Documents that wait to be read, or are being read, since before a time, the oldest first. Their work may be lost.
pub fn unread(db: &mut Db, before: Time, limit: u32) -> Result<Vec<Document>, StoreError> {
    let query = document::table
        .filter(document::state.eq_any([V(DocumentState::Queued), V(DocumentState::Processing)]))
        .filter(document::updated_at.lt(V(before)))
        .order(document::updated_at)
        .limit(limit.into());
    let rows = on!(db, |c| query.select(DocumentRow::as_select()).load(c))?;
    Ok(rows.into_iter().map(Document::from).collect())
}

/// Marks documents whose source has them otherwise, or takes the mark back; counts those that it changed.
pub fn mark_stale(db: &mut Db, ids: &[DocumentId], stale: bool, now: Time) -> Result<usize, StoreError> {
    let wanted: Vec<_> = ids.iter().map(|id| V(*id)).collect();
    let target = document::table.filter(document::id.eq_any(wanted)).filter(document::stale.ne(stale));
    let change = (document::stale.eq(stale), document::updated_at.eq(V(now)));
    Ok(on!(db, |c| diesel::update(target).set(change).execute(c))?)
}

/// A file as its source has it now.
pub struct NewFile {
    /// The bytes.
    pub blob: SealedBlob,
    /// Media type found in them.
    pub media_type: String,
}

/// Gives a document the file that its source has now. It waits to be read, is stale until then, and is found by its old
/// text meanwhile. `false`: there is no such document.
pub fn replace_file(db: &mut Db, id: DocumentId, file: NewFile, now: Time) -> Result<bool, StoreError> {
    let old = document::table.find(V(id)).select(document::blob);
    let Some(old): Option<String> = on!(db, |c| old.first(c).optional())? else { return Ok(false) };
    let new = file.blob.hash().to_owned();
    let mut hashes = [old.as_str(), new.as_str()];
    hashes.sort_unstable();
    for hash in hashes {
        unused_blobs::note(db, hash, now)?;
    }
    let bytes = i64::try_from(file.blob.bytes()).unwrap_or(i64::MAX);
    file.blob.name()?;
    let change = (
        document::blob.eq(&new),
        document::bytes.eq(bytes),
        document::media_type.eq(file.media_type),
        document::state.eq(V(DocumentState::Queued)),
        document::error.eq(None::<Json<Remark>>),
        document::stale.eq(true),
        document::updated_at.eq(V(now)),
    );
    let changed = on!(db, |c| diesel::update(document::table.find(V(id))).set(change).execute(c))?;
    unused_blobs::settle(db, &new)?;
    Ok(changed == 1)
}

/// Removes a document with its text, chunks, words and vectors, and leaves its blob to the sweep. `None`: there is none.
pub fn delete(db: &mut Db, id: DocumentId, now: Time) -> Result<Option<Document>, StoreError> {
    let Some(it) = find(db, id)? else { return Ok(None) };
    on!(db, |c| diesel::delete(chunk::table.filter(chunk::document_id.eq(V(id)))).execute(c))?;
    on!(db, |c| diesel::delete(document::table.find(V(id))).execute(c))?;
    unused_blobs::note(db, &it.blob, now)?;
    Ok(Some(it))
}

/// Whether a document has this blob.
pub(crate) fn blob_in_use(db: &mut Db, hash: &str) -> Result<bool, StoreError> {
    let rows = document::table.filter(document::blob.eq(hash));
    Ok(on!(db, |c| diesel::select(diesel::dsl::exists(rows)).get_result(c))?)
}

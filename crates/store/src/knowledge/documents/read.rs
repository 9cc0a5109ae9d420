//! What becomes of a document when it is read.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use models::ids::{ChunkId, CollectionId, DocumentId};
use models::knowledge::{Chunk, Document, DocumentFacts, DocumentState, Remark};
use models::time::Time;

use super::{find, label};
use crate::db::{Db, Dialect, on};
use crate::error::StoreError;
use crate::knowledge::tokens;
use crate::raw::raw;
use crate::schema::{chunk, document, document_text};
use crate::types::{Json, V, without_nul};

/// Numbers of one statement; a longer list is done in pieces.
const PIECE: usize = 500;

/// What reading a file gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The file that was read.
    pub blob: String,
    /// Its text as Markdown.
    pub markdown: String,
    /// What else it says.
    pub facts: DocumentFacts,
    /// The text in pieces, in their order. Equal ids hold equal words.
    pub chunks: Vec<Chunk>,
}

/// How the chunks of a document changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Diff {
    /// That are new.
    pub added: usize,
    /// That stayed, with their vectors.
    pub kept: usize,
    /// That are gone.
    pub removed: usize,
}

/// Notes that a document is being read, and returns it. `None`: there is none.
pub fn begin(db: &mut Db, id: DocumentId, now: Time) -> Result<Option<Document>, StoreError> {
    set_state(db, id, DocumentState::Processing, None, now)?;
    find(db, id)
}

/// Puts a document back to those that wait to be read. `false`: there is none.
pub fn requeue(db: &mut Db, id: DocumentId, now: Time) -> Result<bool, StoreError> {
    set_state(db, id, DocumentState::Queued, None, now)
}

/// Notes why a document could not be read; what was read before stays. `false`: it is gone.
pub fn failed(db: &mut Db, id: DocumentId, error: &Remark, now: Time) -> Result<bool, StoreError> {
    set_state(db, id, DocumentState::Failed, Some(error), now)
}

fn set_state(
    db: &mut Db,
    id: DocumentId,
    state: DocumentState,
    error: Option<&Remark>,
    now: Time,
) -> Result<bool, StoreError> {
    let error = error.map(|it| Json(Remark::new(without_nul(&it.code), without_nul(&it.message))));
    let change = (document::state.eq(V(state)), document::error.eq(error), document::updated_at.eq(V(now)));
    Ok(on!(db, |c| diesel::update(document::table.find(V(id))).set(change).execute(c))? == 1)
}

/// Replaces what is known of a document by what reading it gave; then it can be searched. Chunks that stayed the same
/// keep their vectors. `None`: the document is gone or has another file by now, and nothing is changed.
pub fn ready(db: &mut Db, id: DocumentId, it: &Reading, now: Time) -> Result<Option<Diff>, StoreError> {
    let Some(document) = find(db, id)?.filter(|document| document.blob == it.blob) else { return Ok(None) };
    let diff = replace_chunks(db, &document, &it.chunks)?;
    let markdown = without_nul(&it.markdown);
    on!(db, |c| {
        diesel::insert_into(document_text::table)
            .values((document_text::document_id.eq(V(id)), document_text::markdown.eq(&markdown)))
            .on_conflict(document_text::document_id)
            .do_update()
            .set(document_text::markdown.eq(&markdown))
            .execute(c)
    })?;
    let line = |text: &Option<String>| text.as_deref().map(without_nul);
    let title = line(&it.facts.title);
    let change = (
        document::state.eq(V(DocumentState::Ready)),
        document::error.eq(None::<Json<Remark>>),
        document::label.eq(label(document.name.as_str(), document.path.as_deref(), title.as_deref())),
        document::title.eq(title),
        document::author.eq(line(&it.facts.author)),
        document::language.eq(line(&it.facts.language)),
        document::pages.eq(it.facts.pages.map(i64::from)),
        document::characters.eq(i64::from(it.facts.characters)),
        document::warnings.eq(Json(&it.facts.warnings)),
        document::chunks.eq(i64::try_from(it.chunks.len()).unwrap_or(i64::MAX)),
        document::stale.eq(false),
        document::indexed_at.eq(V(now)),
        document::updated_at.eq(V(now)),
    );
    on!(db, |c| diesel::update(document::table.find(V(id))).set(change).execute(c))?;
    Ok(Some(diff))
}

/// Where a chunk is, which may change while it says the same.
type Place = (i64, i64, i64, Option<i64>);

fn place(it: &Chunk) -> Place {
    (it.index.into(), it.start.into(), it.end.into(), it.page.map(i64::from))
}

fn replace_chunks(db: &mut Db, document: &Document, chunks: &[Chunk]) -> Result<Diff, StoreError> {
    let query = chunk::table.filter(chunk::document_id.eq(V(document.id))).select((
        chunk::id,
        chunk::number,
        (chunk::position, chunk::begins, chunk::ends, chunk::page),
    ));
    let rows: Vec<(ChunkId, i64, Place)> = on!(db, |c| query.load(c))?;
    let mut old: HashMap<_, _> = rows.into_iter().map(|(id, number, place)| (id, (number, place))).collect();
    let mut diff = Diff::default();
    let mut added = Vec::new();
    for it in chunks {
        match old.remove(&it.id) {
            None => added.push(it),
            Some((number, before)) => {
                diff.kept += 1;
                if before != place(it) {
                    move_chunk(db, number, place(it))?;
                }
            }
        }
    }
    diff.removed = old.len();
    let gone: Vec<i64> = old.into_values().map(|(number, _)| number).collect();
    for piece in gone.chunks(PIECE) {
        on!(db, |c| diesel::delete(chunk::table.filter(chunk::number.eq_any(piece))).execute(c))?;
    }
    diff.added = added.len();
    for it in added {
        add_chunk(db, document.collection_id, document.id, it)?;
    }
    Ok(diff)
}

fn move_chunk(db: &mut Db, number: i64, (position, begins, ends, page): Place) -> Result<(), StoreError> {
    let change = (chunk::position.eq(position), chunk::begins.eq(begins), chunk::ends.eq(ends), chunk::page.eq(page));
    on!(db, |c| diesel::update(chunk::table.find(number)).set(change).execute(c))?;
    Ok(())
}

fn add_chunk(
    db: &mut Db,
    collection: Option<CollectionId>,
    document: DocumentId,
    it: &Chunk,
) -> Result<(), StoreError> {
    let (position, begins, ends, page) = place(it);
    let path: Vec<String> = it.heading_path.iter().map(|heading| without_nul(heading)).collect();
    let row = (
        chunk::id.eq(V(it.id)),
        chunk::document_id.eq(V(document)),
        chunk::collection_id.eq(collection.map(V)),
        chunk::position.eq(position),
        chunk::heading_path.eq(Json(&path)),
        chunk::page.eq(page),
        chunk::begins.eq(begins),
        chunk::ends.eq(ends),
        chunk::text.eq(without_nul(&it.text)),
        chunk::tokens.eq(i64::from(it.tokens)),
    );
    let number: i64 =
        on!(db, |c| diesel::insert_into(chunk::table).values(row).returning(chunk::number).get_result(c))?;
    let words = tokens::weighted(&tokens::of_text(&path, &it.text));
    let statement = match db.dialect() {
        Dialect::Sqlite => {
            let scope = collection.map(tokens::of_collection).into_iter().chain([tokens::of_document(document)]);
            let words: Vec<_> = words.into_iter().chain(scope).collect();
            raw::<BigInt>("INSERT INTO chunk_words (rowid, words) VALUES (?, ?)").number(number).text(words.join(" "))
        }
        Dialect::Postgres => {
            let of_collection = if collection.is_some() { "?" } else { "NULL" };
            let sql = format!(
                "INSERT INTO chunk_words (number, document_id, collection_id, words)
                 VALUES (?, ?, {of_collection}, CAST(? AS TSVECTOR))"
            );
            let words: Vec<_> = words.into_iter().map(|word| format!("'{word}'")).collect();
            raw(sql).number(number).id(document.0).ids(collection.map(|id| id.0)).text(words.join(" "))
        }
    };
    on!(db, |c| statement.execute(c))?;
    Ok(())
}

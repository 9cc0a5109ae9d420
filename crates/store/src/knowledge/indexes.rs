//! The vectors that models make of chunks.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};
use models::ids::{ChunkId, CollectionId, ConnectionId, EmbeddingIndexId};
use models::knowledge::{Chunk, EmbeddingIndex, IndexProgress, IndexState};
use models::time::Time;

use super::chunks::ChunkRow;
use super::{small, vectors};
use crate::db::{Db, on};
use crate::error::StoreError;
use crate::raw::{marks, raw};
use crate::schema::{chunk, embedding_index};
use crate::types::V;
use crate::types::sql::DbUuid;

/// The state of an index whose vectors are being removed. No question finds it.
const GONE: &str = "gone";

#[derive(Queryable, Selectable)]
#[diesel(table_name = embedding_index)]
struct IndexRow {
    id: EmbeddingIndexId,
    collection_id: CollectionId,
    connection_id: ConnectionId,
    model: String,
    dimensions: Option<i64>,
    state: IndexState,
    created_at: Time,
}

impl From<IndexRow> for EmbeddingIndex {
    fn from(row: IndexRow) -> Self {
        let IndexRow { id, collection_id, connection_id, model, dimensions, state, created_at } = row;
        Self { id, collection_id, connection_id, model, dimensions: dimensions.map(small), state, created_at }
    }
}

/// Adds an index. One of the same collection in the same state is let go first. `NotFound` when there is no such
/// collection.
pub fn begin(db: &mut Db, it: &EmbeddingIndex) -> Result<(), StoreError> {
    let same = format!("UPDATE embedding_index SET state = '{GONE}' WHERE collection_id = ? AND state = ?");
    let same = raw::<()>(same).id(it.collection_id.0).text(it.state.as_str());
    on!(db, |c| same.execute(c))?;
    let row = (
        embedding_index::id.eq(V(it.id)),
        embedding_index::collection_id.eq(V(it.collection_id)),
        embedding_index::connection_id.eq(V(it.connection_id)),
        embedding_index::model.eq(&it.model),
        embedding_index::dimensions.eq(it.dimensions.map(i64::from)),
        embedding_index::state.eq(V(it.state)),
        embedding_index::created_at.eq(V(it.created_at)),
    );
    on!(db, |c| diesel::insert_into(embedding_index::table).values(row).execute(c))?;
    Ok(())
}

/// The index of an id.
pub fn find(db: &mut Db, id: EmbeddingIndexId) -> Result<Option<EmbeddingIndex>, StoreError> {
    let query = embedding_index::table
        .find(V(id))
        .filter(embedding_index::state.eq_any(IndexState::ALL.iter().map(|it| V(*it))));
    let row = on!(db, |c| query.select(IndexRow::as_select()).first(c).optional())?;
    Ok(row.map(EmbeddingIndex::from))
}

/// The indexes of these collections, in no order.
pub fn of_collections(db: &mut Db, ids: &[CollectionId]) -> Result<Vec<EmbeddingIndex>, StoreError> {
    let wanted: Vec<_> = ids.iter().map(|id| V(*id)).collect();
    let query = embedding_index::table
        .filter(embedding_index::collection_id.eq_any(wanted))
        .filter(embedding_index::state.eq_any(IndexState::ALL.iter().map(|it| V(*it))));
    let rows = on!(db, |c| query.select(IndexRow::as_select()).load(c))?;
    Ok(rows.into_iter().map(EmbeddingIndex::from).collect())
}

/// Hides an index from every question; [`super::sweep`] removes it with its vectors. `false`: there is none.
pub fn let_go(db: &mut Db, id: EmbeddingIndexId) -> Result<bool, StoreError> {
    let sql = format!("UPDATE embedding_index SET state = '{GONE}' WHERE id = ? AND state <> '{GONE}'");
    Ok(on!(db, |c| raw::<()>(sql).id(id.0).execute(c))? == 1)
}

/// Chunks without a vector in an index.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Missing {
    /// The chunks, the oldest first.
    pub chunks: Vec<Chunk>,
    /// Where to go on; `None` when there are no more.
    pub next: Option<i64>,
}

/// The next chunks of the index's collection that have no vector in it, after a place that [`Missing::next`] told.
pub fn missing(db: &mut Db, id: EmbeddingIndexId, after: Option<i64>, limit: u32) -> Result<Missing, StoreError> {
    let Some(index) = vectors::Index::find(db, id)? else { return Ok(Missing::default()) };
    let sql = "SELECT number FROM chunk WHERE collection_id = ? AND number > ? AND NOT EXISTS (
             SELECT 1 FROM embedding WHERE index_number = ? AND chunk_number = chunk.number
         ) ORDER BY number LIMIT ?";
    let query = raw::<BigInt>(sql)
        .id(index.collection_id.0)
        .number(after.unwrap_or(i64::MIN))
        .number(index.number)
        .number(limit.into());
    let numbers: Vec<i64> = on!(db, |c| query.load(c))?;
    let query = chunk::table.filter(chunk::number.eq_any(&numbers)).order(chunk::number);
    let rows = on!(db, |c| query.select(ChunkRow::as_select()).load(c))?;
    let next = numbers.last().copied().filter(|_| numbers.len() == limit as usize);
    Ok(Missing { chunks: rows.into_iter().map(Chunk::from).collect(), next })
}

/// What became of vectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// So many were kept; chunks that are gone or have one are left out.
    Kept(usize),
    /// The index has vectors of another length. None was kept.
    OtherLength(u32),
    /// The index is gone.
    Gone,
}

/// Keeps vectors of chunks. The first ones decide on the index's length.
pub fn put(db: &mut Db, id: EmbeddingIndexId, rows: &[(ChunkId, Vec<f32>)]) -> Result<Put, StoreError> {
    let Some(index) = vectors::Index::find(db, id)? else { return Ok(Put::Gone) };
    let Some(length) = index.dimensions.or_else(|| rows.first().map(|(_, vector)| vector.len())) else {
        return Ok(Put::Kept(0));
    };
    if length == 0 || rows.iter().any(|(_, vector)| vector.len() != length) {
        return Ok(Put::OtherLength(u32::try_from(length).unwrap_or(u32::MAX)));
    }
    if index.dimensions.is_none() {
        let change = embedding_index::dimensions.eq(i64::try_from(length).unwrap_or(i64::MAX));
        on!(db, |c| diesel::update(embedding_index::table.find(V(id))).set(change).execute(c))?;
    }
    let query = chunk::table
        .filter(chunk::id.eq_any(rows.iter().map(|(id, _)| V(*id))))
        .filter(chunk::collection_id.eq(V(index.collection_id)))
        .select((chunk::id, chunk::number));
    let numbers: Vec<(ChunkId, i64)> = on!(db, |c| query.load(c))?;
    let numbers: HashMap<_, _> = numbers.into_iter().collect();
    let mut kept = 0;
    for (id, vector) in rows {
        if let Some(chunk) = numbers.get(id) {
            kept += usize::from(vectors::insert(db, index.number, *chunk, vector)?);
        }
    }
    Ok(Put::Kept(kept))
}

/// How many chunks have a vector in each index.
pub fn progress(
    db: &mut Db,
    indexes: &[EmbeddingIndex],
) -> Result<HashMap<EmbeddingIndexId, IndexProgress>, StoreError> {
    if indexes.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!(
        "SELECT id, (SELECT count(*) FROM embedding WHERE index_number = embedding_index.number),
             (SELECT CAST(sum(chunks) AS BIGINT) FROM document
              WHERE document.collection_id = embedding_index.collection_id)
         FROM embedding_index WHERE id IN ({})",
        marks(indexes.len())
    );
    let query = raw::<(DbUuid, BigInt, Nullable<BigInt>)>(sql).varies().ids(indexes.iter().map(|it| it.id.0));
    let rows: Vec<(EmbeddingIndexId, i64, Option<i64>)> = on!(db, |c| query.load(c))?;
    let of = |done: i64, total: Option<i64>| {
        let total = total.unwrap_or_default().unsigned_abs();
        IndexProgress { done: done.unsigned_abs().min(total), total }
    };
    Ok(rows.into_iter().map(|(id, done, total)| (id, of(done, total))).collect())
}

/// Lets an index serve in which every chunk has a vector, and lets go the one that served before. `false`: a chunk has
/// none, or the index is not being built.
pub fn promote(db: &mut Db, id: EmbeddingIndexId) -> Result<bool, StoreError> {
    let building = find(db, id)?.filter(|it| it.state == IndexState::Building);
    let Some(index) = building else { return Ok(false) };
    if !missing(db, id, None, 1)?.chunks.is_empty() {
        return Ok(false);
    }
    let before = format!("UPDATE embedding_index SET state = '{GONE}' WHERE collection_id = ? AND state = ?");
    let before = raw::<()>(before).id(index.collection_id.0).text(IndexState::Serving.as_str());
    on!(db, |c| before.execute(c))?;
    let change = embedding_index::state.eq(V(IndexState::Serving));
    Ok(on!(db, |c| diesel::update(embedding_index::table.find(V(id))).set(change).execute(c))? == 1)
}

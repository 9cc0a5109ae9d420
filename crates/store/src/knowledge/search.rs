//! Finding chunks by words and by vectors.

mod lexical;

use std::collections::HashMap;

use diesel::prelude::*;
use models::ids::{ChunkId, CollectionId, DocumentId, EmbeddingIndexId};
use models::knowledge::Chunk;

use super::chunks::ChunkRow;
use super::vectors;
use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::{chunk, document};
use crate::types::V;

pub use lexical::lexical;

/// Where a search looks: in all that any of these has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope {
    /// Collections.
    pub collections: Vec<CollectionId>,
    /// Single documents.
    pub documents: Vec<DocumentId>,
}

impl Scope {
    /// Whether it has nothing.
    pub fn is_empty(&self) -> bool {
        self.collections.is_empty() && self.documents.is_empty()
    }
}

/// A chunk that was found. Lists of these have the best first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The chunk.
    pub chunk_id: ChunkId,
    /// Larger is better; only comparable within one list.
    pub score: f64,
}

/// The chunks whose vectors are nearest to one, by the cosine; of some documents only, where they are given. Indexes whose
/// vectors have another length are left out: ask once for each model.
pub fn nearest(
    db: &mut Db,
    indexes: &[EmbeddingIndexId],
    documents: Option<&[DocumentId]>,
    vector: &[f32],
    limit: u32,
) -> Result<Vec<Hit>, StoreError> {
    let mut near = Vec::new();
    for id in indexes {
        if let Some(index) = vectors::Index::find(db, *id)? {
            near.extend(vectors::nearest(db, &index, documents, vector, limit)?);
        }
    }
    near.sort_by(|a, b| b.1.total_cmp(&a.1));
    near.truncate(limit as usize);
    let near: Vec<_> = near.into_iter().map(|(number, score)| (number, f64::from(score))).collect();
    hits(db, &near)
}

/// Names the chunks of these numbers, in their order.
fn hits(db: &mut Db, ranked: &[(i64, f64)]) -> Result<Vec<Hit>, StoreError> {
    let query = chunk::table
        .filter(chunk::number.eq_any(ranked.iter().map(|(number, _)| *number).collect::<Vec<_>>()))
        .select((chunk::number, chunk::id));
    let ids: Vec<(i64, ChunkId)> = on!(db, |c| query.load(c))?;
    let ids: HashMap<_, _> = ids.into_iter().collect();
    let hit = |(number, score): &(i64, f64)| Some(Hit { chunk_id: *ids.get(number)?, score: *score });
    Ok(ranked.iter().filter_map(hit).collect())
}

/// A chunk, and what of its document a search shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// The chunk.
    pub chunk: Chunk,
    /// Its document's file name.
    pub document_name: String,
    /// Its document's title.
    pub title: Option<String>,
    /// The collection that has it.
    pub collection_id: Option<CollectionId>,
}

/// The chunks of these ids that still exist, in the order of the ids.
pub fn load(db: &mut Db, ids: &[ChunkId]) -> Result<Vec<Loaded>, StoreError> {
    let query = chunk::table
        .inner_join(document::table.on(document::id.eq(chunk::document_id)))
        .filter(chunk::id.eq_any(ids.iter().map(|id| V(*id)).collect::<Vec<_>>()));
    type Row = (ChunkRow, models::attachment::FileName, Option<String>, Option<CollectionId>);
    let rows: Vec<Row> = on!(db, |c| {
        query.select((ChunkRow::as_select(), document::name, document::title, document::collection_id)).load(c)
    })?;
    let loaded = |(row, name, title, collection_id): Row| {
        let document_name = name.as_str().to_owned();
        Loaded { chunk: row.into(), document_name, title, collection_id }
    };
    let mut found: HashMap<_, _> = rows.into_iter().map(loaded).map(|it| (it.chunk.id, it)).collect();
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

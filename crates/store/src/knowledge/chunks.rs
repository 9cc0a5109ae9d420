//! Pieces of documents.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use models::ids::{ChunkId, DocumentId};
use models::knowledge::Chunk;
use models::page::Page;

use super::{page, small};
use crate::db::{Db, on};
use crate::error::StoreError;
use crate::raw::{marks, raw};
use crate::schema::chunk;
use crate::types::{Json, V};

#[derive(Queryable, Selectable)]
#[diesel(table_name = chunk)]
pub(super) struct ChunkRow {
    id: ChunkId,
    document_id: DocumentId,
    position: i64,
    heading_path: Json<Vec<String>>,
    page: Option<i64>,
    begins: i64,
    ends: i64,
    text: String,
    tokens: i64,
}

impl From<ChunkRow> for Chunk {
    fn from(row: ChunkRow) -> Self {
        Self {
            id: row.id,
            document_id: row.document_id,
            index: small(row.position),
            heading_path: row.heading_path.0,
            page: row.page.map(small),
            start: small(row.begins),
            end: small(row.ends),
            text: row.text,
            tokens: small(row.tokens),
        }
    }
}

/// A chunk, and whether it has a vector in any index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The chunk.
    pub chunk: Chunk,
    /// Whether it can be found by its meaning.
    pub embedded: bool,
}

/// The chunks of a document after an index, in reading order. The cursor is the index of the last one.
pub fn list(db: &mut Db, document: DocumentId, after: Option<u32>, limit: u32) -> Result<Page<Listed>, StoreError> {
    let query = chunk::table
        .filter(chunk::document_id.eq(V(document)))
        .filter(chunk::position.gt(after.map_or(-1, i64::from)))
        .order((chunk::position, chunk::number))
        .limit(i64::from(limit) + 1);
    let rows: Vec<(i64, ChunkRow)> = on!(db, |c| query.select((chunk::number, ChunkRow::as_select())).load(c))?;
    let embedded = embedded(db, &rows.iter().map(|(number, _)| *number).collect::<Vec<_>>())?;
    let listed = |(number, row): (i64, ChunkRow)| Listed { chunk: row.into(), embedded: embedded.contains(&number) };
    Ok(page(rows.into_iter().map(listed).collect(), limit, |it| it.chunk.index))
}

fn embedded(db: &mut Db, numbers: &[i64]) -> Result<Vec<i64>, StoreError> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("SELECT DISTINCT chunk_number FROM embedding WHERE chunk_number IN ({})", marks(numbers.len()));
    let query = numbers.iter().fold(raw::<BigInt>(sql).varies(), |query, number| query.number(*number));
    Ok(on!(db, |c| query.load(c))?)
}

/// The chunks of a document from an index to another, both included, in reading order.
pub fn range(db: &mut Db, document: DocumentId, from: u32, to: u32) -> Result<Vec<Chunk>, StoreError> {
    let query = chunk::table
        .filter(chunk::document_id.eq(V(document)))
        .filter(chunk::position.between(i64::from(from), i64::from(to)))
        .order((chunk::position, chunk::number));
    let rows = on!(db, |c| query.select(ChunkRow::as_select()).load(c))?;
    Ok(rows.into_iter().map(Chunk::from).collect())
}

/// The chunk of an id.
pub fn find(db: &mut Db, id: ChunkId) -> Result<Option<Chunk>, StoreError> {
    let query = chunk::table.filter(chunk::id.eq(V(id)));
    let row = on!(db, |c| query.select(ChunkRow::as_select()).first(c).optional())?;
    Ok(row.map(Chunk::from))
}

//! Removing what was let go, in steps that keep other writers waiting only for a moment.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use models::time::Time;
use uuid::Uuid;

use crate::db::{Db, on};
use crate::error::StoreError;
use crate::raw::raw;
use crate::types::sql::DbUuid;
use crate::unused_blobs;

/// Documents of one step: a blob is noted for each.
const DOCUMENTS_MAX: u32 = 200;

/// Removes at most `limit` rows of what deleted collections, sources and indexes hold, and at last these themselves, and
/// notes the blobs of documents as of `now`. Counts the rows; 0 means that nothing is left to do.
pub fn sweep(db: &mut Db, limit: u32, now: Time) -> Result<usize, StoreError> {
    for step in [gone_index, deleted_source, deleted_collection] {
        let removed = step(db, limit, now)?;
        if removed > 0 {
            return Ok(removed);
        }
    }
    Ok(0)
}

fn gone_index(db: &mut Db, limit: u32, _now: Time) -> Result<usize, StoreError> {
    let query = raw::<BigInt>("SELECT number FROM embedding_index WHERE state = 'gone' ORDER BY number LIMIT 1");
    let Some(number): Option<i64> = on!(db, |c| query.get_result(c).optional())? else { return Ok(0) };
    let sql = "DELETE FROM embedding WHERE number IN (SELECT number FROM embedding WHERE index_number = ? LIMIT ?)";
    let statement = raw::<()>(sql).number(number).number(limit.into());
    let removed = on!(db, |c| statement.execute(c))?;
    if removed > 0 {
        return Ok(removed);
    }
    let statement = raw::<()>("DELETE FROM embedding_index WHERE number = ?").number(number);
    Ok(on!(db, |c| statement.execute(c))?)
}

fn deleted_source(db: &mut Db, limit: u32, now: Time) -> Result<usize, StoreError> {
    deleted(db, "source", "source_id", limit, now)
}

fn deleted_collection(db: &mut Db, limit: u32, now: Time) -> Result<usize, StoreError> {
    deleted(db, "collection", "collection_id", limit, now)
}

/// First the chunks of some documents, then the documents, then the owner of the column.
fn deleted(db: &mut Db, table: &str, column: &str, limit: u32, now: Time) -> Result<usize, StoreError> {
    let sql = format!("SELECT id FROM {table} WHERE deleted_at IS NOT NULL ORDER BY deleted_at, id LIMIT 1");
    let Some(id): Option<models::ids::CollectionId> = on!(db, |c| raw::<DbUuid>(sql).get_result(c).optional())? else {
        return Ok(0);
    };
    let documents = format!("SELECT id FROM document WHERE {column} = ? ORDER BY id LIMIT {DOCUMENTS_MAX}");
    let sql = format!(
        "DELETE FROM chunk WHERE number IN (SELECT number FROM chunk WHERE document_id IN ({documents}) LIMIT ?)"
    );
    let statement = raw::<()>(sql).id(id.0).number(limit.into());
    let removed = on!(db, |c| statement.execute(c))?;
    if removed == limit as usize {
        return Ok(removed);
    }
    let removed = removed + delete_documents(db, &documents, id.0, now)?;
    if removed > 0 {
        return Ok(removed);
    }
    let statement = raw::<()>(format!("DELETE FROM {table} WHERE id = ?")).id(id.0);
    Ok(on!(db, |c| statement.execute(c))?)
}

fn delete_documents(db: &mut Db, documents: &str, id: Uuid, now: Time) -> Result<usize, StoreError> {
    let sql = format!("DELETE FROM document WHERE id IN ({documents}) RETURNING blob");
    let mut blobs: Vec<String> = on!(db, |c| raw::<Text>(sql).id(id).load(c))?;
    let removed = blobs.len();
    blobs.sort_unstable();
    blobs.dedup();
    for blob in blobs {
        unused_blobs::note(db, &blob, now)?;
    }
    Ok(removed)
}

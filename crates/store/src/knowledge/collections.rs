//! What is searched together.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};
use models::ids::{CollectionId, UserId, WorkspaceId};
use models::knowledge::{Collection, CollectionCounts, CollectionName, DocumentState};
use models::page::Page;
use models::time::Time;
use uuid::Uuid;

use super::page;
use crate::db::{Db, on};
use crate::error::StoreError;
use crate::raw::{marks, raw};
use crate::schema::{collection, membership};
use crate::types::V;
use crate::types::sql::{DbText, DbUuid};

#[derive(Queryable, Selectable)]
#[diesel(table_name = collection)]
struct CollectionRow {
    id: CollectionId,
    owner_id: UserId,
    workspace_id: Option<WorkspaceId>,
    name: CollectionName,
    description: String,
    created_at: Time,
    updated_at: Time,
}

impl From<CollectionRow> for Collection {
    fn from(row: CollectionRow) -> Self {
        let CollectionRow { id, owner_id, workspace_id, name, description, created_at, updated_at } = row;
        Self { id, owner_id, workspace_id, name, description, created_at, updated_at }
    }
}

/// Adds a collection. `NotFound` when its owner or its workspace does not exist.
pub fn insert(db: &mut Db, it: &Collection) -> Result<(), StoreError> {
    let row = (
        collection::id.eq(V(it.id)),
        collection::owner_id.eq(V(it.owner_id)),
        collection::workspace_id.eq(it.workspace_id.map(V)),
        collection::name.eq(V(&it.name)),
        collection::description.eq(&it.description),
        collection::created_at.eq(V(it.created_at)),
        collection::updated_at.eq(V(it.updated_at)),
    );
    on!(db, |c| diesel::insert_into(collection::table).values(row).execute(c))?;
    Ok(())
}

/// The collection of an id; none that was deleted.
pub fn find(db: &mut Db, id: CollectionId) -> Result<Option<Collection>, StoreError> {
    Ok(find_many(db, &[id])?.pop())
}

/// The collections of these ids that exist, in no order.
pub fn find_many(db: &mut Db, ids: &[CollectionId]) -> Result<Vec<Collection>, StoreError> {
    let wanted: Vec<_> = ids.iter().map(|id| V(*id)).collect();
    let query = collection::table.filter(collection::id.eq_any(wanted)).filter(collection::deleted_at.is_null());
    let rows = on!(db, |c| query.select(CollectionRow::as_select()).load(c))?;
    Ok(rows.into_iter().map(Collection::from).collect())
}

/// The collections that a user owns or that a space of his has, by id after the cursor.
pub fn list_of(
    db: &mut Db,
    user: UserId,
    cursor: Option<CollectionId>,
    limit: u32,
) -> Result<Page<Collection>, StoreError> {
    let after = cursor.unwrap_or(CollectionId(Uuid::nil()));
    let spaces = membership::table.filter(membership::user_id.eq(V(user))).select(membership::workspace_id.nullable());
    let query = collection::table
        .filter(collection::owner_id.eq(V(user)).or(collection::workspace_id.eq_any(spaces).assume_not_null()))
        .filter(collection::deleted_at.is_null())
        .filter(collection::id.gt(V(after)))
        .order(collection::id)
        .limit(i64::from(limit) + 1);
    let rows: Vec<CollectionRow> = on!(db, |c| query.select(CollectionRow::as_select()).load(c))?;
    Ok(page(rows.into_iter().map(Collection::from).collect(), limit, |it| it.id))
}

/// Writes workspace, name, description and the time of the change.
pub fn update(db: &mut Db, it: &Collection) -> Result<(), StoreError> {
    let change = (
        collection::workspace_id.eq(it.workspace_id.map(V)),
        collection::name.eq(V(&it.name)),
        collection::description.eq(&it.description),
        collection::updated_at.eq(V(it.updated_at)),
    );
    let target = collection::table.filter(collection::id.eq(V(it.id))).filter(collection::deleted_at.is_null());
    let changed = on!(db, |c| diesel::update(target).set(change).execute(c))?;
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Hides a collection from every question; [`super::sweep`] removes it with all that it holds. `false`: there is none.
pub fn delete(db: &mut Db, id: CollectionId, now: Time) -> Result<bool, StoreError> {
    let target = collection::table.filter(collection::id.eq(V(id))).filter(collection::deleted_at.is_null());
    let changed = on!(db, |c| diesel::update(target).set(collection::deleted_at.eq(V(now))).execute(c))?;
    Ok(changed == 1)
}

/// How much each of these collections holds; one without documents is left out.
pub fn counts(db: &mut Db, ids: &[CollectionId]) -> Result<HashMap<CollectionId, CollectionCounts>, StoreError> {
    let mut counts = HashMap::<_, CollectionCounts>::new();
    if ids.is_empty() {
        return Ok(counts);
    }
    let sql = format!(
        "SELECT collection_id, state, stale, count(*), CAST(sum(chunks) AS BIGINT), CAST(sum(bytes) AS BIGINT)
         FROM document WHERE collection_id IN ({}) GROUP BY collection_id, state, stale",
        marks(ids.len())
    );
    let query = raw::<(DbUuid, DbText, Bool, BigInt, BigInt, BigInt)>(sql).varies().ids(ids.iter().map(|id| id.0));
    let rows: Vec<(CollectionId, DocumentState, bool, i64, i64, i64)> = on!(db, |c| query.load(c))?;
    for (id, state, stale, count, chunks, bytes) in rows {
        let [count, chunks, bytes] = [count, chunks, bytes].map(i64::unsigned_abs);
        let it = counts.entry(id).or_default();
        it.chunks += chunks;
        it.bytes += bytes;
        it.documents.total += count;
        match state {
            DocumentState::Queued | DocumentState::Processing => it.documents.processing += count,
            DocumentState::Ready => it.documents.ready += count,
            DocumentState::Failed => it.documents.failed += count,
        }
        if stale {
            it.documents.stale += count;
        }
    }
    Ok(counts)
}

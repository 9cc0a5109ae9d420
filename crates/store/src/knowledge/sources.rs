//! Where documents of a collection come from.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;
use models::ids::{CollectionId, SourceId};
use models::knowledge::{Source, SourceKind, SourceState};
use models::time::Time;

use super::small;
use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::{document, source};
use crate::types::V;

#[derive(Queryable, Selectable)]
#[diesel(table_name = source)]
struct SourceRow {
    id: SourceId,
    collection_id: CollectionId,
    kind: SourceKind,
    location: String,
    reference: Option<String>,
    ignore: Option<String>,
    depth: i64,
    refresh_minutes: Option<i64>,
    state: SourceState,
    error: Option<String>,
    synced_at: Option<Time>,
    next_sync_at: Option<Time>,
    created_at: Time,
}

impl From<SourceRow> for Source {
    fn from(row: SourceRow) -> Self {
        Self {
            id: row.id,
            collection_id: row.collection_id,
            kind: row.kind,
            location: row.location,
            reference: row.reference,
            ignore: row.ignore,
            depth: small(row.depth),
            refresh_minutes: row.refresh_minutes.map(small),
            state: row.state,
            error: row.error,
            synced_at: row.synced_at,
            next_sync_at: row.next_sync_at,
            created_at: row.created_at,
        }
    }
}

/// Adds a source. `NotFound` when there is no such collection.
pub fn insert(db: &mut Db, it: &Source) -> Result<(), StoreError> {
    let row = (
        source::id.eq(V(it.id)),
        source::collection_id.eq(V(it.collection_id)),
        source::kind.eq(V(it.kind)),
        source::location.eq(&it.location),
        source::reference.eq(&it.reference),
        source::ignore.eq(&it.ignore),
        source::depth.eq(i64::from(it.depth)),
        source::refresh_minutes.eq(it.refresh_minutes.map(i64::from)),
        source::state.eq(V(it.state)),
        source::error.eq(&it.error),
        source::synced_at.eq(it.synced_at.map(V)),
        source::next_sync_at.eq(it.next_sync_at.map(V)),
        source::created_at.eq(V(it.created_at)),
    );
    on!(db, |c| diesel::insert_into(source::table).values(row).execute(c))?;
    Ok(())
}

/// The source of an id; none that was deleted.
pub fn find(db: &mut Db, id: SourceId) -> Result<Option<Source>, StoreError> {
    let query = source::table.filter(source::id.eq(V(id))).filter(source::deleted_at.is_null());
    let row = on!(db, |c| query.select(SourceRow::as_select()).first(c).optional())?;
    Ok(row.map(Source::from))
}

/// The sources of a collection, the oldest first.
pub fn list(db: &mut Db, collection: CollectionId) -> Result<Vec<Source>, StoreError> {
    let query = source::table
        .filter(source::collection_id.eq(V(collection)))
        .filter(source::deleted_at.is_null())
        .order(source::id);
    let rows = on!(db, |c| query.select(SourceRow::as_select()).load(c))?;
    Ok(rows.into_iter().map(Source::from).collect())
}

/// How many documents each source of a collection has; one without is left out.
pub fn document_counts(db: &mut Db, collection: CollectionId) -> Result<HashMap<SourceId, u64>, StoreError> {
    let query = document::table
        .filter(document::collection_id.eq(V(collection)))
        .filter(document::source_id.is_not_null())
        .group_by(document::source_id)
        .select((document::source_id.assume_not_null(), count_star()));
    let rows: Vec<(SourceId, i64)> = on!(db, |c| query.load(c))?;
    Ok(rows.into_iter().map(|(id, count)| (id, count.unsigned_abs())).collect())
}

/// Writes what a person chooses (location, reference, ignore, depth, refresh) and when it is due.
pub fn update(db: &mut Db, it: &Source) -> Result<(), StoreError> {
    let change = (
        source::location.eq(&it.location),
        source::reference.eq(&it.reference),
        source::ignore.eq(&it.ignore),
        source::depth.eq(i64::from(it.depth)),
        source::refresh_minutes.eq(it.refresh_minutes.map(i64::from)),
        source::next_sync_at.eq(it.next_sync_at.map(V)),
    );
    let target = source::table.filter(source::id.eq(V(it.id))).filter(source::deleted_at.is_null());
    let changed = on!(db, |c| diesel::update(target).set(change).execute(c))?;
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Notes that a source is being looked at; it is not due until that ends. `false`: there is none.
pub fn begin_sync(db: &mut Db, id: SourceId) -> Result<bool, StoreError> {
    let change = (source::state.eq(V(SourceState::Syncing)), source::next_sync_at.eq(None::<V<Time>>));
    let target = source::table.filter(source::id.eq(V(id))).filter(source::deleted_at.is_null());
    Ok(on!(db, |c| diesel::update(target).set(change).execute(c))? == 1)
}

/// Notes how a look ended, and when the next one is due. `false`: the source is gone.
pub fn end_sync(
    db: &mut Db,
    id: SourceId,
    outcome: Result<(), &str>,
    next: Option<Time>,
    now: Time,
) -> Result<bool, StoreError> {
    let state = if outcome.is_ok() { SourceState::Idle } else { SourceState::Failed };
    let change = (source::state.eq(V(state)), source::error.eq(outcome.err()), source::next_sync_at.eq(next.map(V)));
    let target = source::table.filter(source::id.eq(V(id))).filter(source::deleted_at.is_null());
    let changed = on!(db, |c| diesel::update(target).set(change).execute(c))?;
    if outcome.is_ok() {
        let target = source::table.find(V(id));
        on!(db, |c| diesel::update(target).set(source::synced_at.eq(V(now))).execute(c))?;
    }
    Ok(changed == 1)
}

/// The sources that are due, the longest waiting first. Those of deleted collections are not.
pub fn due(db: &mut Db, now: Time, limit: u32) -> Result<Vec<Source>, StoreError> {
    use crate::schema::collection;
    let gone = collection::table.filter(collection::deleted_at.is_not_null()).select(collection::id);
    let query = source::table
        .filter(source::next_sync_at.le(V(now)))
        .filter(source::deleted_at.is_null())
        .filter(source::collection_id.ne_all(gone))
        .order((source::next_sync_at, source::id))
        .limit(limit.into());
    let rows = on!(db, |c| query.select(SourceRow::as_select()).load(c))?;
    Ok(rows.into_iter().map(Source::from).collect())
}

/// Hides a source; [`super::sweep`] removes it with its documents. `false`: there is none.
pub fn delete(db: &mut Db, id: SourceId, now: Time) -> Result<bool, StoreError> {
    let change = (source::deleted_at.eq(V(now)), source::next_sync_at.eq(None::<V<Time>>));
    let target = source::table.filter(source::id.eq(V(id))).filter(source::deleted_at.is_null());
    Ok(on!(db, |c| diesel::update(target).set(change).execute(c))? == 1)
}

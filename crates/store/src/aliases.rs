//! Names for models.

use diesel::prelude::*;
use models::alias::{AliasName, ModelAlias, Target};
use models::ids::ModelAliasId;
use models::time::Time;

use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::model_alias;
use crate::types::{Json, V};

#[derive(Queryable, Selectable)]
#[diesel(table_name = model_alias)]
struct ModelAliasRow {
    id: ModelAliasId,
    name: AliasName,
    targets: Json<Vec<Target>>,
    rescue: bool,
    first_token_deadline_ms: Option<i64>,
    cache_seconds: Option<i64>,
    cache_shared: bool,
    created_at: Time,
    updated_at: Time,
}

impl From<ModelAliasRow> for ModelAlias {
    fn from(row: ModelAliasRow) -> Self {
        let ModelAliasRow { id, name, targets: Json(targets), rescue, cache_shared, created_at, updated_at, .. } = row;
        let small = |number: Option<i64>| number.and_then(|number| u32::try_from(number).ok());
        let (first_token_deadline_ms, cache_seconds) = (small(row.first_token_deadline_ms), small(row.cache_seconds));
        Self { id, name, targets, rescue, first_token_deadline_ms, cache_seconds, cache_shared, created_at, updated_at }
    }
}

/// Adds an alias. `Conflict` `model_alias_name_key` when there is one of that name.
pub fn insert(db: &mut Db, it: &ModelAlias) -> Result<(), StoreError> {
    let row = (
        model_alias::id.eq(V(it.id)),
        model_alias::name.eq(V(&it.name)),
        model_alias::targets.eq(Json(&it.targets)),
        model_alias::rescue.eq(it.rescue),
        model_alias::first_token_deadline_ms.eq(it.first_token_deadline_ms.map(i64::from)),
        model_alias::cache_seconds.eq(it.cache_seconds.map(i64::from)),
        model_alias::cache_shared.eq(it.cache_shared),
        model_alias::created_at.eq(V(it.created_at)),
        model_alias::updated_at.eq(V(it.updated_at)),
    );
    on!(db, |c| diesel::insert_into(model_alias::table).values(row).execute(c))?;
    Ok(())
}

/// All aliases by name.
pub fn list(db: &mut Db) -> Result<Vec<ModelAlias>, StoreError> {
    let query = model_alias::table.order(model_alias::name);
    let rows = on!(db, |c| query.select(ModelAliasRow::as_select()).load(c))?;
    Ok(rows.into_iter().map(ModelAlias::from).collect())
}

/// The alias of an id.
pub fn find(db: &mut Db, id: ModelAliasId) -> Result<Option<ModelAlias>, StoreError> {
    let query = model_alias::table.find(V(id));
    let row = on!(db, |c| query.select(ModelAliasRow::as_select()).first(c).optional())?;
    Ok(row.map(ModelAlias::from))
}

/// The alias of a name.
pub fn find_by_name(db: &mut Db, name: &AliasName) -> Result<Option<ModelAlias>, StoreError> {
    let query = model_alias::table.filter(model_alias::name.eq(V(name)));
    let row = on!(db, |c| query.select(ModelAliasRow::as_select()).first(c).optional())?;
    Ok(row.map(ModelAlias::from))
}

/// Writes all of an alias but its id and when it was made. `Conflict` `model_alias_name_key` when
/// there is another of that name.
pub fn update(db: &mut Db, it: &ModelAlias) -> Result<(), StoreError> {
    let change = (
        model_alias::name.eq(V(&it.name)),
        model_alias::targets.eq(Json(&it.targets)),
        model_alias::rescue.eq(it.rescue),
        model_alias::first_token_deadline_ms.eq(it.first_token_deadline_ms.map(i64::from)),
        model_alias::cache_seconds.eq(it.cache_seconds.map(i64::from)),
        model_alias::cache_shared.eq(it.cache_shared),
        model_alias::updated_at.eq(V(it.updated_at)),
    );
    let changed = on!(db, |c| diesel::update(model_alias::table.find(V(it.id))).set(change).execute(c))?;
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Removes an alias. Rules that name it stay, and hold no more.
pub fn delete(db: &mut Db, id: ModelAliasId) -> Result<(), StoreError> {
    let removed = on!(db, |c| diesel::delete(model_alias::table.find(V(id))).execute(c))?;
    if removed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

//! What users may spend, over all of their keys.

use diesel::prelude::*;
use diesel::upsert::excluded;
use models::ids::UserId;
use models::limits::Limits;

use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::user_limit;
use crate::types::{Json, V};

/// The limits of all users who have some.
pub fn all(db: &mut Db) -> Result<Vec<(UserId, Limits)>, StoreError> {
    let query = user_limit::table.order(user_limit::user_id);
    let rows: Vec<(UserId, Json<Limits>)> = on!(db, |c| query.load(c))?;
    Ok(rows.into_iter().map(|(user, Json(limits))| (user, limits)).collect())
}

/// A user's limits; `None` where none were set.
pub fn find(db: &mut Db, user: UserId) -> Result<Option<Limits>, StoreError> {
    let query = user_limit::table.find(V(user)).select(user_limit::limits);
    let limits: Option<Json<Limits>> = on!(db, |c| query.first(c).optional())?;
    Ok(limits.map(|json| json.0))
}

/// Sets or replaces a user's limits. `NotFound` when there is no such user.
pub fn put(db: &mut Db, user: UserId, limits: &Limits) -> Result<(), StoreError> {
    let row = (user_limit::user_id.eq(V(user)), user_limit::limits.eq(Json(limits)));
    on!(db, |c| diesel::insert_into(user_limit::table)
        .values(row)
        .on_conflict(user_limit::user_id)
        .do_update()
        .set(user_limit::limits.eq(excluded(user_limit::limits)))
        .execute(c))?;
    Ok(())
}

/// Takes a user's limits away. `false`: there were none.
pub fn delete(db: &mut Db, user: UserId) -> Result<bool, StoreError> {
    let removed = on!(db, |c| diesel::delete(user_limit::table.find(V(user))).execute(c))?;
    Ok(removed == 1)
}

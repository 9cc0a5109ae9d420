//! Answers of `/v1/responses` that a later call may go on from.

use diesel::prelude::*;
use diesel::upsert::excluded;
use models::ids::{ApiKeyId, UserId};
use models::time::Time;

use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::stored_response;
use crate::types::{V, without_nul};

/// An answer with the conversation that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredResponse {
    /// Its id, unique for its user: vendors choose the ids of what passes through.
    pub id: String,
    /// Whose it is.
    pub user_id: UserId,
    /// The key that asked.
    pub key_id: Option<ApiKeyId>,
    /// When it was asked for.
    pub created_at: Time,
    /// The model that was asked for.
    pub model: String,
    /// The items that were sent, those of earlier answers included: JSON with commas between them.
    pub input: String,
    /// The body of the answer.
    pub output: String,
}

/// Keeps an answer, in the place of one of the same user that has the same id.
pub fn put(db: &mut Db, it: &StoredResponse) -> Result<(), StoreError> {
    let row = (
        stored_response::user_id.eq(V(it.user_id)),
        stored_response::id.eq(without_nul(&it.id)),
        stored_response::key_id.eq(it.key_id.map(V)),
        stored_response::created_at.eq(V(it.created_at)),
        stored_response::model.eq(without_nul(&it.model)),
        stored_response::input.eq(without_nul(&it.input)),
        stored_response::output.eq(without_nul(&it.output)),
    );
    let change = (
        stored_response::key_id.eq(excluded(stored_response::key_id)),
        stored_response::created_at.eq(excluded(stored_response::created_at)),
        stored_response::model.eq(excluded(stored_response::model)),
        stored_response::input.eq(excluded(stored_response::input)),
        stored_response::output.eq(excluded(stored_response::output)),
    );
    on!(db, |c| diesel::insert_into(stored_response::table)
        .values(row)
        .on_conflict((stored_response::user_id, stored_response::id))
        .do_update()
        .set(change)
        .execute(c))?;
    Ok(())
}

/// The body of a user's answer.
pub fn body(db: &mut Db, user: UserId, id: &str) -> Result<Option<String>, StoreError> {
    let query = stored_response::table.find((V(user), without_nul(id))).select(stored_response::output);
    Ok(on!(db, |c| query.first(c).optional())?)
}

/// The items that were sent for a user's answer, and its body.
pub fn conversation(db: &mut Db, user: UserId, id: &str) -> Result<Option<(String, String)>, StoreError> {
    let columns = (stored_response::input, stored_response::output);
    let query = stored_response::table.find((V(user), without_nul(id))).select(columns);
    Ok(on!(db, |c| query.first(c).optional())?)
}

/// Removes a user's answer. `false`: there was none.
pub fn delete(db: &mut Db, user: UserId, id: &str) -> Result<bool, StoreError> {
    let target = stored_response::table.find((V(user), without_nul(id)));
    let removed = on!(db, |c| diesel::delete(target).execute(c))?;
    Ok(removed == 1)
}

/// Removes answers from before that time, and says how many. At most [`PURGED_MAX`] go at once.
pub fn purge(db: &mut Db, before: Time) -> Result<usize, StoreError> {
    let old = stored_response::table
        .filter(stored_response::created_at.lt(V(before)))
        .order(stored_response::created_at)
        .limit(PURGED_MAX)
        .select((stored_response::user_id, stored_response::id));
    let old: Vec<(UserId, String)> = on!(db, |c| old.load(c))?;
    for (user, id) in &old {
        delete(db, *user, id)?;
    }
    Ok(old.len())
}

/// Answers that [`purge`] removes at once: more would hold the writer too long.
const PURGED_MAX: i64 = 1_000;

//! Answers that are given again when a client repeats a request.

use diesel::prelude::*;
use models::ids::UserId;
use models::time::Time;

use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::idempotency_key;
use crate::types::{V, without_nul};

/// The answer that a request under a key got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAnswer {
    /// Who asked.
    pub user_id: UserId,
    /// The key that the client chose.
    pub key: String,
    /// Tells a repeated request from another one under the same key.
    pub fingerprint: Vec<u8>,
    /// HTTP status.
    pub status: u16,
    /// JSON text.
    pub body: String,
    /// When it was first given.
    pub created_at: Time,
}

/// What a user's key was answered with.
pub fn find(db: &mut Db, user_id: UserId, key: &str) -> Result<Option<StoredAnswer>, StoreError> {
    type Row = (Vec<u8>, i64, String, Time);
    let key = without_nul(key);
    let query = idempotency_key::table.find((V(user_id), key.as_str())).select((
        idempotency_key::fingerprint,
        idempotency_key::status,
        idempotency_key::body,
        idempotency_key::created_at,
    ));
    let row: Option<Row> = on!(db, |c| query.first(c).optional())?;
    let Some((fingerprint, status, body, created_at)) = row else { return Ok(None) };
    let status = u16::try_from(status).map_err(|_| StoreError::Corrupt { what: "idempotency_key.status".into() })?;
    Ok(Some(StoredAnswer { user_id, key, fingerprint, status, body, created_at }))
}

/// Keeps an answer. `Conflict` when the key has one: another request was faster.
pub fn insert(db: &mut Db, it: &StoredAnswer) -> Result<(), StoreError> {
    let row = (
        idempotency_key::user_id.eq(V(it.user_id)),
        idempotency_key::key.eq(without_nul(&it.key)),
        idempotency_key::fingerprint.eq(&it.fingerprint),
        idempotency_key::status.eq(i64::from(it.status)),
        idempotency_key::body.eq(without_nul(&it.body)),
        idempotency_key::created_at.eq(V(it.created_at)),
    );
    on!(db, |c| diesel::insert_into(idempotency_key::table).values(row).execute(c))?;
    Ok(())
}

/// Replaces what is kept under a key, if something is.
pub fn update(db: &mut Db, it: &StoredAnswer) -> Result<(), StoreError> {
    let change = (
        idempotency_key::fingerprint.eq(&it.fingerprint),
        idempotency_key::status.eq(i64::from(it.status)),
        idempotency_key::body.eq(without_nul(&it.body)),
        idempotency_key::created_at.eq(V(it.created_at)),
    );
    let target = idempotency_key::table.find((V(it.user_id), without_nul(&it.key)));
    on!(db, |c| diesel::update(target).set(change).execute(c))?;
    Ok(())
}

/// Forgets a key.
pub fn delete(db: &mut Db, user_id: UserId, key: &str) -> Result<(), StoreError> {
    let target = idempotency_key::table.find((V(user_id), without_nul(key)));
    on!(db, |c| diesel::delete(target).execute(c))?;
    Ok(())
}

/// Removes answers given before a time, and counts them.
pub fn prune(db: &mut Db, before: Time) -> Result<usize, StoreError> {
    let target = idempotency_key::table.filter(idempotency_key::created_at.lt(V(before)));
    Ok(on!(db, |c| diesel::delete(target).execute(c))?)
}

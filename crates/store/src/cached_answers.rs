//! Answers that are given again to the same question.

use diesel::prelude::*;
use diesel::upsert::excluded;
use models::ids::UserId;
use models::time::Time;

use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::cached_answer;
use crate::types::{V, without_nul};

/// Answers that are kept in all; those that would be removed next go first.
pub const ANSWERS_MAX: i64 = 5_000;
/// Answers that [`purge`] removes at once: more would hold the writer too long.
const PURGED_MAX: i64 = 1_000;

/// An answer under the hash of its question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CachedAnswer {
    /// The hash of the question, in hexadecimal digits.
    pub key: String,
    /// Who asked first; the answer goes with him.
    pub user_id: UserId,
    /// When it was given first.
    pub created_at: Time,
    /// From when on the vendor is asked again.
    pub expires_at: Time,
    /// Who gave it, as `connection/model`.
    pub target: String,
    /// The vendor's id of the model that gave it.
    pub model: String,
    /// The whole answer in the dialect of the question.
    pub body: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = cached_answer)]
struct CachedAnswerRow {
    key: String,
    user_id: UserId,
    created_at: Time,
    expires_at: Time,
    target: String,
    model: String,
    body: String,
}

impl From<CachedAnswerRow> for CachedAnswer {
    fn from(row: CachedAnswerRow) -> Self {
        let CachedAnswerRow { key, user_id, created_at, expires_at, target, model, body } = row;
        Self { key, user_id, created_at, expires_at, target, model, body }
    }
}

/// Keeps an answer, in the place of an older one to the same question.
pub fn put(db: &mut Db, it: &CachedAnswer) -> Result<(), StoreError> {
    let row = (
        cached_answer::key.eq(&it.key),
        cached_answer::user_id.eq(V(it.user_id)),
        cached_answer::created_at.eq(V(it.created_at)),
        cached_answer::expires_at.eq(V(it.expires_at)),
        cached_answer::target.eq(without_nul(&it.target)),
        cached_answer::model.eq(without_nul(&it.model)),
        cached_answer::body.eq(without_nul(&it.body)),
    );
    let change = (
        cached_answer::user_id.eq(excluded(cached_answer::user_id)),
        cached_answer::created_at.eq(excluded(cached_answer::created_at)),
        cached_answer::expires_at.eq(excluded(cached_answer::expires_at)),
        cached_answer::target.eq(excluded(cached_answer::target)),
        cached_answer::model.eq(excluded(cached_answer::model)),
        cached_answer::body.eq(excluded(cached_answer::body)),
    );
    on!(db, |c| diesel::insert_into(cached_answer::table)
        .values(row)
        .on_conflict(cached_answer::key)
        .do_update()
        .set(change)
        .execute(c))?;
    Ok(())
}

/// The answer of a key that is still good.
pub fn find(db: &mut Db, key: &str, now: Time) -> Result<Option<CachedAnswer>, StoreError> {
    let query = cached_answer::table.find(key).filter(cached_answer::expires_at.gt(V(now)));
    let row = on!(db, |c| query.select(CachedAnswerRow::as_select()).first(c).optional())?;
    Ok(row.map(CachedAnswer::from))
}

/// Removes what is too old and, beyond [`ANSWERS_MAX`], what would be soon; says how many.
pub fn purge(db: &mut Db, now: Time) -> Result<usize, StoreError> {
    let count: i64 = on!(db, |c| cached_answer::table.count().get_result(c))?;
    let over = (count - ANSWERS_MAX).clamp(0, PURGED_MAX);
    let sooner = cached_answer::table.order(cached_answer::expires_at).select(cached_answer::key);
    let mut gone: Vec<String> = if over > 0 { on!(db, |c| sooner.limit(over).load(c))? } else { Vec::new() };
    let old = sooner.filter(cached_answer::expires_at.le(V(now))).limit(PURGED_MAX);
    let old: Vec<String> = on!(db, |c| old.load(c))?;
    gone.extend(old);
    gone.sort();
    gone.dedup();
    Ok(on!(db, |c| diesel::delete(cached_answer::table.filter(cached_answer::key.eq_any(&gone))).execute(c))?)
}

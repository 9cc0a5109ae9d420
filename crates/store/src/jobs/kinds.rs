//! Kinds that rest.

use diesel::prelude::*;
use models::job::{JobKind, KindState};
use models::time::Time;

use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::job_kind;
use crate::types::V;

/// Makes the rows of kinds that the database does not know. Jobs of a kind without one are not taken.
pub fn ensure(db: &mut Db) -> Result<(), StoreError> {
    for kind in JobKind::ALL {
        let row = job_kind::kind.eq(V(*kind));
        on!(db, |c| diesel::insert_into(job_kind::table).values(row).on_conflict_do_nothing().execute(c))?;
    }
    Ok(())
}

/// The kinds that this version knows.
pub fn list(db: &mut Db) -> Result<Vec<KindState>, StoreError> {
    let query = job_kind::table
        .filter(job_kind::kind.eq_any(super::known()))
        .order(job_kind::kind)
        .select((job_kind::kind, job_kind::paused_at));
    let rows: Vec<(JobKind, Option<Time>)> = on!(db, |c| query.load(c))?;
    Ok(rows.into_iter().map(|(kind, paused_at)| KindState { kind, paused_at }).collect())
}

/// Lets no worker take jobs of these kinds; those that run go on.
pub fn pause(db: &mut Db, kinds: &[JobKind], now: Time) -> Result<(), StoreError> {
    let target = job_kind::table.filter(job_kind::kind.eq_any(values(kinds))).filter(job_kind::paused_at.is_null());
    on!(db, |c| diesel::update(target).set(job_kind::paused_at.eq(V(now))).execute(c))?;
    Ok(())
}

/// Lets workers take jobs of these kinds again, and wakes them.
pub fn resume(db: &mut Db, kinds: &[JobKind]) -> Result<(), StoreError> {
    let target = job_kind::table.filter(job_kind::kind.eq_any(values(kinds)));
    on!(db, |c| diesel::update(target).set(job_kind::paused_at.eq(None::<V<Time>>)).execute(c))?;
    super::enqueue::wake(db)
}

fn values(kinds: &[JobKind]) -> Vec<V<JobKind>> {
    kinds.iter().map(|kind| V(*kind)).collect()
}

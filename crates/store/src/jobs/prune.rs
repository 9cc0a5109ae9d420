//! Retention.

use diesel::prelude::*;
use models::ids::JobId;
use models::job::JobState;
use models::time::Time;

use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::{job, job_dependency};
use crate::types::V;

/// Removes, with their logs, at most `limit` jobs that completed before one time, and as many that were
/// cancelled or given up before another; counts them.
pub fn prune(db: &mut Db, completed_before: Time, dead_before: Time, limit: u32) -> Result<usize, StoreError> {
    let mut removed = ended(db, JobState::Completed, completed_before, limit)?;
    for state in [JobState::Cancelled, JobState::Discarded] {
        removed += ended(db, state, dead_before, limit)?;
    }
    Ok(removed)
}

/// Those for which another job waits: it was tried again, and they may be.
fn awaited(db: &mut Db, ids: &[JobId]) -> Result<Vec<JobId>, StoreError> {
    let query = job_dependency::table
        .inner_join(job::table.on(job::id.eq(job_dependency::job_id)))
        .filter(job_dependency::depends_on_id.eq_any(ids.iter().map(|id| V(*id)).collect::<Vec<_>>()))
        .filter(job::state.eq(V(JobState::Waiting)))
        .select(job_dependency::depends_on_id);
    Ok(on!(db, |c| query.load(c))?)
}

fn ended(db: &mut Db, state: JobState, before: Time, limit: u32) -> Result<usize, StoreError> {
    let query = job::table
        .filter(job::state.eq(V(state)))
        .filter(job::finished_at.lt(V(before)))
        .order(job::finished_at)
        .limit(limit.into())
        .select(job::id);
    let mut ids: Vec<JobId> = on!(db, |c| query.load(c))?;
    let awaited = awaited(db, &ids)?;
    ids.retain(|id| !awaited.contains(id));
    let target = job::table.filter(job::id.eq_any(ids.into_iter().map(V).collect::<Vec<_>>()));
    // One that was tried again in between stays.
    let target = target.filter(job::state.eq(V(state)));
    Ok(on!(db, |c| diesel::delete(target).execute(c))?)
}

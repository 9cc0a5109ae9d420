//! Jobs that wait for others.

use diesel::prelude::*;
use models::ids::{JobId, UserId};
use models::job::{DependencyRule, JobEvent, JobState};
use models::time::Time;

use super::{enqueue, events};
use crate::db::{Connection, Db, on};
use crate::error::StoreError;
use crate::schema::{job, job_dependency};
use crate::types::V;

/// The jobs that a new one depends on.
#[derive(Debug, Default)]
pub(super) struct Before {
    /// Those that have not ended.
    pub(super) pending: Vec<JobId>,
    /// How many were cancelled or discarded.
    pub(super) failed: usize,
}

/// Reads jobs so that none of them ends before this transaction does.
pub(super) fn lock(db: &mut Db, ids: &[JobId]) -> Result<Before, StoreError> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let mut before = Before::default();
    for id in ids {
        let query = job::table.find(V(id)).select(job::state);
        let state: JobState = match &mut db.0 {
            Connection::Pg(c) => query.for_update().first(c)?,
            Connection::Sqlite(c) => query.first(c)?,
        };
        match state {
            JobState::Completed => {}
            JobState::Cancelled | JobState::Discarded => before.failed += 1,
            JobState::Waiting | JobState::Scheduled | JobState::Available | JobState::Running => {
                before.pending.push(id);
            }
        }
    }
    Ok(before)
}

/// How many jobs on which one depends are not done, so that none of them ends before this transaction does. One that may
/// fail without an end to this one is done however it ended.
pub(super) fn undone(db: &mut Db, id: JobId) -> Result<i64, StoreError> {
    let query = job_dependency::table
        .filter(job_dependency::job_id.eq(V(id)))
        .order(job_dependency::depends_on_id)
        .select(job_dependency::depends_on_id);
    let ids: Vec<JobId> = on!(db, |c| query.load(c))?;
    let rule = job::table.find(V(id)).select(job::dependency_rule);
    let rule: DependencyRule = on!(db, |c| rule.first(c))?;
    let before = lock(db, &ids)?;
    let failed = if rule == DependencyRule::Proceed { 0 } else { before.failed };
    Ok(i64::try_from(before.pending.len() + failed).unwrap_or(i64::MAX))
}

/// Makes a job wait for others, which are locked.
pub(super) fn connect(db: &mut Db, id: JobId, depends_on: &[JobId]) -> Result<(), StoreError> {
    for before in depends_on {
        let row = (job_dependency::job_id.eq(V(id)), job_dependency::depends_on_id.eq(V(*before)));
        on!(db, |c| diesel::insert_into(job_dependency::table).values(row).execute(c))?;
        let target = job::table.find(V(*before));
        on!(db, |c| diesel::update(target).set(job::has_dependents.eq(true)).execute(c))?;
    }
    Ok(())
}

/// Lets go, or ends, those that waited for a job that ended.
pub(super) fn ended(db: &mut Db, id: JobId, state: JobState, now: Time) -> Result<(), StoreError> {
    let mut ends = vec![(id, state)];
    while let Some((id, state)) = ends.pop() {
        let waiting = job_dependency::table
            .inner_join(job::table.on(job::id.eq(job_dependency::job_id)))
            .filter(job_dependency::depends_on_id.eq(V(id)))
            .order(job::id)
            .select((job::id, job::dependency_rule));
        let waiting: Vec<(JobId, DependencyRule)> = on!(db, |c| waiting.load(c))?;
        for (dependent, rule) in waiting {
            if state == JobState::Completed || rule == DependencyRule::Proceed {
                let edge = job_dependency::table.find((V(dependent), V(id)));
                on!(db, |c| diesel::delete(edge).execute(c))?;
                let target = job::table.find(V(dependent)).filter(job::state.eq(V(JobState::Waiting)));
                let change = job::waiting_for.eq(job::waiting_for - 1);
                on!(db, |c| diesel::update(target).set(change).execute(c))?;
                release(db, dependent, now)?;
            } else if end(db, dependent, now)? {
                ends.push((dependent, JobState::Cancelled));
            }
        }
    }
    Ok(())
}

/// Moves a job on that waits for nothing any more.
fn release(db: &mut Db, id: JobId, now: Time) -> Result<(), StoreError> {
    let ready = job::table
        .find(V(id))
        .filter(job::state.eq(V(JobState::Waiting)))
        .filter(job::waiting_for.le(0))
        .select((job::owner_id, job::priority, job::run_at));
    let ready: Option<(Option<UserId>, i64, Time)> = on!(db, |c| ready.first(c).optional())?;
    let Some((owner_id, priority, run_at)) = ready else { return Ok(()) };
    let (state, turn) = if run_at > now {
        (JobState::Scheduled, 0)
    } else {
        (JobState::Available, enqueue::available(db, enqueue::lane(owner_id), priority)?)
    };
    let change = (job::state.eq(V(state)), job::turn.eq(turn));
    on!(db, |c| diesel::update(job::table.find(V(id))).set(change).execute(c))?;
    Ok(())
}

fn end(db: &mut Db, id: JobId, now: Time) -> Result<bool, StoreError> {
    let target = job::table.find(V(id)).filter(job::state.eq(V(JobState::Waiting)));
    let change = (job::state.eq(V(JobState::Cancelled)), job::finished_at.eq(V(now)));
    let ended = on!(db, |c| diesel::update(target).set(change).execute(c))? == 1;
    if ended {
        events::log(db, id, now, JobEvent::Cancelled)?;
    }
    Ok(ended)
}

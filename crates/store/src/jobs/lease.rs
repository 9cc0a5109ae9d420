//! Signs of life, and what becomes of jobs whose worker gives none.

use diesel::dsl::exists;
use diesel::prelude::*;
use models::ids::{JobId, ProcessId, UserId};
use models::job::{AttemptEnd, AttemptError, JobEvent, JobKind, JobState};
use models::time::Time;

use super::states::{Running, Scheduled};
use super::{dependents, end, enqueue, events, small};
use crate::db::{Connection, Db, on};
use crate::error::StoreError;
use crate::schema::job;
use crate::types::{Json, V};

/// A job that a worker still has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Which job.
    pub id: JobId,
    /// Which attempt.
    pub attempt: u32,
    /// Whether somebody asked for its end.
    pub cancel_requested: bool,
}

/// Prolongs the leases of jobs that a worker works on, and names those that it has. What is not among them was given to
/// another. What it has and does not work on, such as a job whose claim it never heard of, is left to be rescued.
pub fn beat(db: &mut Db, worker: ProcessId, ids: &[JobId], until: Time) -> Result<Vec<Held>, StoreError> {
    let mut ids = ids.to_vec();
    // Processes lock jobs in one order, so that they do not wait for each other in a ring.
    ids.sort_unstable();
    let ids: Vec<_> = ids.into_iter().map(V).collect();
    let target = job::table.filter(Running).filter(job::worker.eq(V(worker))).filter(job::id.eq_any(ids));
    let shown = (job::id, job::attempt, job::cancel_requested_at);
    let rows: Vec<(JobId, i64, Option<Time>)> =
        on!(db, |c| diesel::update(target).set(job::lease_until.eq(V(until))).returning(shown).get_results(c))?;
    let held = |(id, attempt, cancel): (JobId, i64, Option<Time>)| Held {
        id,
        attempt: small(attempt),
        cancel_requested: cancel.is_some(),
    };
    Ok(rows.into_iter().map(held).collect())
}

/// Whether a worker has a job, which stays so until this transaction ends. A job that changes something
/// asks it in the transaction of the change: one whose lease was given to another then changes nothing.
pub fn holds(db: &mut Db, worker: ProcessId, id: JobId, attempt: u32) -> Result<bool, StoreError> {
    let query = job::table
        .find(V(id))
        .filter(Running)
        .filter(job::attempt.eq(i64::from(attempt)))
        .filter(job::worker.eq(V(worker)))
        .select(job::id);
    let found: Option<JobId> = match &mut db.0 {
        Connection::Pg(c) => query.for_update().first(c).optional()?,
        Connection::Sqlite(c) => query.first(c).optional()?,
    };
    Ok(found.is_some())
}

/// Whether [`promote`] or [`rescue`] may find something: costs no write.
pub fn any_overdue(db: &mut Db, now: Time) -> Result<bool, StoreError> {
    let due = job::table.filter(Scheduled).filter(job::run_at.le(V(now)));
    let dead = job::table.filter(Running).filter(job::lease_until.lt(V(now))).filter(job::kind.eq_any(super::known()));
    if on!(db, |c| diesel::select(exists(due)).get_result(c))? {
        return Ok(true);
    }
    Ok(on!(db, |c| diesel::select(exists(dead)).get_result(c))?)
}

/// Makes jobs available whose time has come, at most `limit`, and counts them.
pub fn promote(db: &mut Db, now: Time, limit: u32) -> Result<usize, StoreError> {
    let query = job::table
        .filter(Scheduled)
        .filter(job::run_at.le(V(now)))
        .order(job::run_at)
        .limit(limit.into())
        .select((job::id, job::owner_id, job::priority));
    let due: Vec<(JobId, Option<UserId>, i64)> = match &mut db.0 {
        Connection::Pg(c) => query.for_update().skip_locked().load(c)?,
        Connection::Sqlite(c) => query.load(c)?,
    };
    for (id, owner_id, priority) in &due {
        let turn = enqueue::available(db, enqueue::lane(*owner_id), *priority)?;
        let change = (job::state.eq(V(JobState::Available)), job::turn.eq(turn));
        on!(db, |c| diesel::update(job::table.find(V(*id))).set(change).execute(c))?;
    }
    Ok(due.len())
}

/// A job whose worker gave no sign of life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lost {
    /// Which job.
    pub id: JobId,
    /// Its kind.
    pub kind: JobKind,
    /// What it is now.
    pub state: JobState,
}

type Dead = (JobId, JobKind, Option<UserId>, i64, i64, i64, Option<Time>, Json<Vec<AttemptError>>);

/// Takes jobs from workers whose lease ran out, at most `limit`: they become available, or end where
/// somebody asked for that or no attempt is left. Kinds of a newer version are left for those who know them.
pub fn rescue(db: &mut Db, now: Time, limit: u32) -> Result<Vec<Lost>, StoreError> {
    let shown = (
        job::id,
        job::kind,
        job::owner_id,
        job::priority,
        job::attempt,
        job::max_attempts,
        job::cancel_requested_at,
        job::errors,
    );
    let query = job::table
        .filter(Running)
        .filter(job::lease_until.lt(V(now)))
        .filter(job::kind.eq_any(super::known()))
        .limit(limit.into())
        .select(shown);
    let dead: Vec<Dead> = match &mut db.0 {
        Connection::Pg(c) => query.for_update().skip_locked().load(c)?,
        Connection::Sqlite(c) => query.load(c)?,
    };
    dead.into_iter().map(|row| take_back(db, row, now)).collect()
}

fn take_back(db: &mut Db, row: Dead, now: Time) -> Result<Lost, StoreError> {
    let (id, kind, owner_id, priority, attempt, max_attempts, cancel, Json(errors)) = row;
    let state = match cancel {
        Some(_) => JobState::Cancelled,
        None if attempt >= max_attempts => JobState::Discarded,
        None => JobState::Available,
    };
    let error = AttemptError {
        attempt: small(attempt),
        at: now,
        end: AttemptEnd::WorkerLost,
        chain: vec!["the worker gave no sign of life".to_owned()],
    };
    let lane = enqueue::lane(owner_id);
    let turn = if state == JobState::Available { enqueue::available(db, lane, priority)? } else { 0 };
    let change = (
        job::state.eq(V(state)),
        job::turn.eq(turn),
        job::lease_until.eq(None::<V<Time>>),
        job::errors.eq(Json(end::with(errors, &error))),
        job::finished_at.eq(state.is_terminal().then_some(V(now))),
    );
    on!(db, |c| diesel::update(job::table.find(V(id))).set(change).execute(c))?;
    let event = match state {
        JobState::Cancelled => JobEvent::Cancelled,
        JobState::Discarded => JobEvent::Discarded { error },
        JobState::Waiting | JobState::Scheduled | JobState::Available | JobState::Running | JobState::Completed => {
            JobEvent::Failed { error, retry_at: now }
        }
    };
    events::log(db, id, now, event)?;
    if state.is_terminal() {
        dependents::ended(db, id, state, now)?;
    }
    Ok(Lost { id, kind, state })
}

//! What people do to jobs.

use diesel::prelude::*;
use models::ids::{JobId, UserId};
use models::job::{JobEvent, JobState};
use models::time::Time;

use super::{dependents, enqueue, events};
use crate::bus;
use crate::db::{Connection, Db, on};
use crate::error::StoreError;
use crate::schema::job;
use crate::types::V;

/// What became of a wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It is done.
    Done,
    /// The worker was asked.
    Requested,
    /// The job is in this state, which does not allow it.
    Not(JobState),
}

/// Cancels a job: at once where no worker has it, else by asking the worker. `NotFound` for no such job.
pub fn cancel(db: &mut Db, id: JobId, now: Time) -> Result<Change, StoreError> {
    let state = lock(db, id)?.state;
    match state {
        JobState::Waiting | JobState::Scheduled | JobState::Available => {
            let change = (job::state.eq(V(JobState::Cancelled)), job::finished_at.eq(V(now)));
            on!(db, |c| diesel::update(job::table.find(V(id))).set(change).execute(c))?;
            events::log(db, id, now, JobEvent::Cancelled)?;
            dependents::ended(db, id, JobState::Cancelled, now)?;
            Ok(Change::Done)
        }
        JobState::Running => {
            let target = job::table.find(V(id)).filter(job::cancel_requested_at.is_null());
            let asked = on!(db, |c| diesel::update(target).set(job::cancel_requested_at.eq(V(now))).execute(c))?;
            if asked == 1 {
                events::log(db, id, now, JobEvent::CancelRequested)?;
            }
            bus::notify(db, super::WAKE, &id.to_string())?;
            Ok(Change::Requested)
        }
        JobState::Completed | JobState::Cancelled | JobState::Discarded => Ok(Change::Not(state)),
    }
}

/// Tries a job again that was given up or cancelled, with its attempts anew. It waits while a job on which it depends is
/// not done: one that was given up or cancelled too is to be tried again as well. `Conflict` when another one has its
/// unique key by now.
pub fn retry(db: &mut Db, id: JobId, max_attempts: u32, now: Time) -> Result<Change, StoreError> {
    // Before the job itself, in the order of those that end.
    let undone = dependents::undone(db, id)?;
    let it = lock(db, id)?;
    match it.state {
        JobState::Cancelled | JobState::Discarded => {
            let again = it.attempt.saturating_add(i64::from(max_attempts));
            on!(db, |c| diesel::update(job::table.find(V(id))).set(job::max_attempts.eq(again)).execute(c))?;
            if undone == 0 { make_available(db, id, &it, now) } else { wait_again(db, id, undone, now) }
        }
        JobState::Waiting | JobState::Scheduled | JobState::Available | JobState::Running | JobState::Completed => {
            Ok(Change::Not(it.state))
        }
    }
}

/// Lets a job begin now that was put off.
pub fn run_now(db: &mut Db, id: JobId, now: Time) -> Result<Change, StoreError> {
    let it = lock(db, id)?;
    match it.state {
        JobState::Scheduled => make_available(db, id, &it, now),
        JobState::Available => Ok(Change::Done),
        JobState::Waiting | JobState::Running | JobState::Completed | JobState::Cancelled | JobState::Discarded => {
            Ok(Change::Not(it.state))
        }
    }
}

fn make_available(db: &mut Db, id: JobId, it: &Locked, now: Time) -> Result<Change, StoreError> {
    let turn = enqueue::available(db, enqueue::lane(it.owner_id), it.priority)?;
    let change = (
        job::state.eq(V(JobState::Available)),
        job::turn.eq(turn),
        job::run_at.eq(V(now)),
        job::finished_at.eq(None::<V<Time>>),
        job::cancel_requested_at.eq(None::<V<Time>>),
    );
    on!(db, |c| diesel::update(job::table.find(V(id))).set(change).execute(c))?;
    events::log(db, id, now, JobEvent::Retried)?;
    Ok(Change::Done)
}

fn wait_again(db: &mut Db, id: JobId, undone: i64, now: Time) -> Result<Change, StoreError> {
    let change = (
        job::state.eq(V(JobState::Waiting)),
        job::waiting_for.eq(undone),
        job::run_at.eq(V(now)),
        job::finished_at.eq(None::<V<Time>>),
        job::cancel_requested_at.eq(None::<V<Time>>),
    );
    on!(db, |c| diesel::update(job::table.find(V(id))).set(change).execute(c))?;
    events::log(db, id, now, JobEvent::Retried)?;
    Ok(Change::Done)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = job)]
struct Locked {
    state: JobState,
    attempt: i64,
    owner_id: Option<UserId>,
    priority: i64,
}

/// A job's state, which stays so until this transaction ends: no worker takes one meanwhile that is available. `NotFound`
/// when it is gone.
pub fn hold_state(db: &mut Db, id: JobId) -> Result<JobState, StoreError> {
    Ok(lock(db, id)?.state)
}

fn lock(db: &mut Db, id: JobId) -> Result<Locked, StoreError> {
    let it = job::table.find(V(id));
    Ok(match &mut db.0 {
        Connection::Pg(c) => it.select(Locked::as_select()).for_update().first(c)?,
        Connection::Sqlite(c) => it.select(Locked::as_select()).first(c)?,
    })
}

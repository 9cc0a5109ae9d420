//! The end of an attempt, told by the worker that made it.

use diesel::prelude::*;
use models::ids::{JobId, ProcessId, UserId};
use models::job::{AttemptError, ERRORS_MAX, JobEvent, JobState};
use models::time::Time;

use super::events::{self, Numbered};
use super::{dependents, enqueue};
use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::job;
use crate::types::{Json, V, without_nul};

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Finish {
    /// Which job.
    pub id: JobId,
    /// Which attempt.
    pub attempt: u32,
    /// How.
    pub end: End,
}

/// What follows.
#[derive(Debug, Clone, PartialEq)]
pub enum End {
    /// Nothing: it is done.
    Completed,
    /// Another attempt.
    Retry {
        /// Why.
        error: AttemptError,
        /// Not before this time.
        at: Time,
    },
    /// Nothing: it is given up.
    Discarded {
        /// Why.
        error: AttemptError,
    },
    /// Nothing: somebody asked for that.
    Cancelled,
    /// The worker ends; another one takes it, and the attempt does not count.
    Released,
}

/// Writes how attempts ended. `false` for those that the worker had no more: nothing was changed.
pub fn finish(db: &mut Db, worker: ProcessId, ends: &[Finish], now: Time) -> Result<Vec<bool>, StoreError> {
    let mut written = vec![false; ends.len()];
    let mut log = Vec::with_capacity(ends.len());
    let mut order: Vec<usize> = (0..ends.len()).collect();
    // Processes lock jobs in one order, so that they do not wait for each other in a ring.
    order.sort_unstable_by_key(|place| ends[*place].id);
    for place in order {
        let it = &ends[place];
        let end = match &it.end {
            // Whoever asked for the end was told that it comes.
            End::Retry { .. } | End::Released if is_to_end(db, worker, it)? => &End::Cancelled,
            end => end,
        };
        let ended = match end {
            End::Completed => last(db, worker, it, JobState::Completed, now)?,
            End::Cancelled => last(db, worker, it, JobState::Cancelled, now)?,
            End::Discarded { error } => {
                remember(db, worker, it, error)?;
                last(db, worker, it, JobState::Discarded, now)?
            }
            End::Retry { error, at } => {
                remember(db, worker, it, error)?;
                again(db, worker, it, *at, now)?
            }
            End::Released => release(db, worker, it)?,
        };
        let Some((sequence, has_dependents)) = ended else { continue };
        written[place] = true;
        log.push(Numbered { job_id: it.id, sequence, event: event(end) });
        if has_dependents {
            dependents::ended(db, it.id, state(end), now)?;
        }
    }
    events::insert(db, &log, now)?;
    Ok(written)
}

fn state(end: &End) -> JobState {
    match end {
        End::Completed => JobState::Completed,
        End::Cancelled => JobState::Cancelled,
        End::Discarded { .. } => JobState::Discarded,
        End::Retry { .. } => JobState::Scheduled,
        End::Released => JobState::Available,
    }
}

fn event(end: &End) -> JobEvent {
    match end {
        End::Completed => JobEvent::Completed,
        End::Cancelled => JobEvent::Cancelled,
        End::Discarded { error } => JobEvent::Discarded { error: error.clone() },
        End::Retry { error, at } => JobEvent::Failed { error: error.clone(), retry_at: *at },
        End::Released => JobEvent::Released,
    }
}

/// The job, if the worker still has it.
macro_rules! held {
    ($worker:expr, $it:expr) => {
        job::table
            .find(V($it.id))
            .filter(job::state.eq(V(JobState::Running)))
            .filter(job::attempt.eq(i64::from($it.attempt)))
            .filter(job::worker.eq(V($worker)))
    };
}

/// The number of the event, and whether others wait for the job.
type Ended = Option<(i64, bool)>;

/// Whether somebody asked for the job's end while the attempt was made.
fn is_to_end(db: &mut Db, worker: ProcessId, it: &Finish) -> Result<bool, StoreError> {
    let asked = held!(worker, it).select(job::cancel_requested_at.is_not_null());
    Ok(on!(db, |c| asked.first::<bool>(c).optional())?.unwrap_or(false))
}

fn last(db: &mut Db, worker: ProcessId, it: &Finish, state: JobState, now: Time) -> Result<Ended, StoreError> {
    let change = (
        job::state.eq(V(state)),
        job::lease_until.eq(None::<V<Time>>),
        job::finished_at.eq(V(now)),
        job::last_event.eq(job::last_event + 1),
    );
    let shown = (job::last_event, job::has_dependents);
    Ok(on!(db, |c| diesel::update(held!(worker, it)).set(change).returning(shown).get_result(c).optional())?)
}

fn again(db: &mut Db, worker: ProcessId, it: &Finish, at: Time, now: Time) -> Result<Ended, StoreError> {
    if at <= now {
        return available(db, worker, it, 0);
    }
    let change = (
        job::state.eq(V(JobState::Scheduled)),
        job::run_at.eq(V(at)),
        job::lease_until.eq(None::<V<Time>>),
        job::last_event.eq(job::last_event + 1),
    );
    let sequence =
        on!(db, |c| diesel::update(held!(worker, it)).set(change).returning(job::last_event).get_result(c).optional())?;
    Ok(sequence.map(|sequence| (sequence, false)))
}

fn release(db: &mut Db, worker: ProcessId, it: &Finish) -> Result<Ended, StoreError> {
    available(db, worker, it, 1)
}

/// Puts a job back. The attempt counts unless `forgiven` is one: the number must not fall back while an
/// old worker may still use it, so the limit grows instead.
fn available(db: &mut Db, worker: ProcessId, it: &Finish, forgiven: i64) -> Result<Ended, StoreError> {
    let whose: Option<(Option<UserId>, i64)> =
        on!(db, |c| held!(worker, it).select((job::owner_id, job::priority)).first(c).optional())?;
    let Some((owner_id, priority)) = whose else { return Ok(None) };
    let turn = enqueue::available(db, enqueue::lane(owner_id), priority)?;
    let change = (
        job::state.eq(V(JobState::Available)),
        job::turn.eq(turn),
        job::max_attempts.eq(job::max_attempts + forgiven),
        job::lease_until.eq(None::<V<Time>>),
        job::last_event.eq(job::last_event + 1),
    );
    let sequence =
        on!(db, |c| diesel::update(held!(worker, it)).set(change).returning(job::last_event).get_result(c).optional())?;
    Ok(sequence.map(|sequence| (sequence, false)))
}

fn remember(db: &mut Db, worker: ProcessId, it: &Finish, error: &AttemptError) -> Result<(), StoreError> {
    let errors: Option<Json<Vec<AttemptError>>> =
        on!(db, |c| held!(worker, it).select(job::errors).first(c).optional())?;
    let Some(Json(errors)) = errors else { return Ok(()) };
    let errors = with(errors, error);
    on!(db, |c| diesel::update(held!(worker, it)).set(job::errors.eq(Json(&errors))).execute(c))?;
    Ok(())
}

/// The chain with one more; the newest are kept.
pub(super) fn with(mut errors: Vec<AttemptError>, error: &AttemptError) -> Vec<AttemptError> {
    let chain = error.chain.iter().map(|cause| without_nul(cause)).collect();
    errors.push(AttemptError { chain, ..error.clone() });
    let surplus = errors.len().saturating_sub(ERRORS_MAX);
    errors.drain(..surplus);
    errors
}

//! Into the queue, in the caller's transaction.

use std::time::Duration;

use diesel::dsl::{max, min};
use diesel::prelude::*;
use models::ids::{JobId, ScheduleId, UserId};
use models::job::{AttemptError, DependencyRule, Job, JobState};
use models::time::Time;
use uuid::Uuid;

use super::states::{Available, Unfinished};
use super::{WAKE, dependents};
use crate::bus;
use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::job;
use crate::types::{AnyId, Json, V, without_nul};

/// How often a job is tried again whose twin ends while it is looked for.
const TWIN_ROUNDS: u32 = 3;

/// A job to be put into the queue.
#[derive(Debug, Clone, PartialEq)]
pub struct New {
    /// Names the job.
    pub id: JobId,
    /// What is to be done.
    pub job: Job,
    /// Whose it is; `None` for the house's own.
    pub owner_id: Option<UserId>,
    /// Larger ones go first.
    pub priority: i64,
    /// Not before this time.
    pub run_at: Time,
    /// After so many attempts it is given up.
    pub max_attempts: u32,
    /// Longest time of one attempt.
    pub timeout: Duration,
    /// At most one unfinished job of a kind has this key.
    pub unique_key: Option<String>,
    /// The schedule that makes it.
    pub schedule_id: Option<ScheduleId>,
    /// Jobs that have to end first.
    pub depends_on: Vec<JobId>,
    /// What becomes of it when one of those does not end well.
    pub rule: DependencyRule,
    /// Now.
    pub created_at: Time,
}

/// What became of a job that was to be put into the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enqueued {
    /// It is there.
    Queued(JobId),
    /// This unfinished job has its kind and unique key.
    Present(JobId),
}

impl Enqueued {
    /// The job that does the work.
    pub fn id(self) -> JobId {
        match self {
            Self::Queued(id) | Self::Present(id) => id,
        }
    }
}

/// Puts a job into the queue when the transaction commits, and wakes the workers. `NotFound` when a job
/// that it depends on does not exist.
pub fn enqueue(db: &mut Db, new: &New) -> Result<Enqueued, StoreError> {
    let before = dependents::lock(db, &new.depends_on)?;
    let failed = before.failed > 0 && new.rule == DependencyRule::Cancel;
    let state = match () {
        () if failed => JobState::Cancelled,
        () if !before.pending.is_empty() => JobState::Waiting,
        () if new.run_at > new.created_at => JobState::Scheduled,
        () => JobState::Available,
    };
    for _ in 0..TWIN_ROUNDS {
        if insert(db, new, state, before.pending.len())? {
            if state == JobState::Waiting {
                dependents::connect(db, new.id, &before.pending)?;
            }
            return Ok(Enqueued::Queued(new.id));
        }
        if let Some(twin) = twin(db, new)? {
            return Ok(Enqueued::Present(twin));
        }
    }
    Err(StoreError::Busy)
}

fn insert(db: &mut Db, new: &New, state: JobState, pending: usize) -> Result<bool, StoreError> {
    let lane = lane(new.owner_id);
    let turn = if state == JobState::Available { available(db, lane, new.priority)? } else { 0 };
    let row = (
        (
            job::id.eq(V(new.id)),
            job::kind.eq(V(new.job.kind())),
            job::payload.eq(Json(new.job.clone())),
            job::owner_id.eq(new.owner_id.map(V)),
            job::state.eq(V(state)),
            job::priority.eq(new.priority),
            job::lane.eq(V(lane)),
            job::turn.eq(turn),
            job::run_at.eq(V(new.run_at)),
        ),
        (
            job::attempt.eq(0),
            job::max_attempts.eq(i64::from(new.max_attempts)),
            job::timeout_ms.eq(i64::try_from(new.timeout.as_millis()).unwrap_or(i64::MAX)),
            job::unique_key.eq(new.unique_key.as_deref().map(without_nul)),
            job::schedule_id.eq(new.schedule_id.map(V)),
            job::dependency_rule.eq(V(new.rule)),
            job::waiting_for.eq(i64::try_from(pending).unwrap_or(i64::MAX)),
            job::has_dependents.eq(false),
        ),
        (
            job::progress_text.eq(""),
            job::errors.eq(Json(Vec::<AttemptError>::new())),
            job::last_event.eq(0),
            job::created_at.eq(V(new.created_at)),
            job::finished_at.eq(state.is_terminal().then_some(V(new.created_at))),
        ),
    );
    let added = on!(db, |c| diesel::insert_into(job::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(added == 1)
}

fn twin(db: &mut Db, new: &New) -> Result<Option<JobId>, StoreError> {
    let Some(key) = &new.unique_key else {
        return Err(StoreError::Conflict { constraint: "job_id_key".into() });
    };
    let query = job::table
        .filter(job::kind.eq(V(new.job.kind())))
        .filter(job::unique_key.eq(without_nul(key)))
        .filter(Unfinished)
        .select(job::id);
    Ok(on!(db, |c| query.first(c).optional())?)
}

/// Whose turn it is: each user's, and the house's.
pub(super) fn lane(owner_id: Option<UserId>) -> AnyId {
    AnyId(owner_id.map_or(Uuid::nil(), |id| id.0))
}

/// Wakes the workers of all processes after the commit.
pub(super) fn wake(db: &mut Db) -> Result<(), StoreError> {
    if db.enqueued() { bus::notify(db, WAKE, "") } else { Ok(()) }
}

/// Wakes the workers after the commit, and gives a job that they can take its turn: after the lane's
/// last one, and not before those who wait already. So lanes take turns, however many jobs one has.
pub(super) fn available(db: &mut Db, lane: AnyId, priority: i64) -> Result<i64, StoreError> {
    wake(db)?;
    let all = job::table.filter(Available).filter(job::priority.eq(priority));
    let head: Option<i64> = on!(db, |c| all.select(min(job::turn)).first(c))?;
    let own: Option<i64> = on!(db, |c| all.filter(job::lane.eq(V(lane))).select(max(job::turn)).first(c))?;
    Ok(head.unwrap_or_default().max(own.map_or(0, |turn| turn + 1)))
}

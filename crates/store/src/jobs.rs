//! The durable queue: jobs, what they wait for, and what happened to them.
//!
//! A worker claims jobs under a lease and keeps it alive. Every write of a worker names the job, the
//! attempt and the worker; one whose lease was given to another changes nothing.

mod claim;
mod control;
mod dependents;
mod end;
mod enqueue;
mod events;
mod kinds;
mod lease;
mod list;
mod prune;
mod states;

use diesel::prelude::*;
use models::ids::{JobId, ProcessId, ScheduleId, UserId};
use models::job::{AttemptError, Job, JobKind, JobRecord, JobState, Progress};
use models::time::Time;
use std::time::Duration;

use crate::schema::job;
use crate::types::{Json, Known, V};

pub use claim::{Claim, Claimed, Room, any_available, claim};
pub use control::{Change, cancel, hold_state, retry, run_now};
pub use end::{End, Finish, finish};
pub use enqueue::{Enqueued, New, enqueue};
pub use events::{after as events_after, progress};
pub use kinds::{ensure as ensure_kinds, list as kinds, pause, resume};
pub use lease::{Held, Lost, any_overdue, beat, holds, promote, rescue};
pub use list::{Filter, counts, dependencies, find, list};
pub use prune::prune;

/// Where it is said on Postgres that jobs can be taken, by an empty text, and whose worker is to stop, by the
/// id of the job.
pub const WAKE: &str = "pallium_jobs";

#[derive(Queryable, Selectable)]
#[diesel(table_name = job)]
struct JobRow {
    id: JobId,
    payload: Json<Known<Job>>,
    owner_id: Option<UserId>,
    state: JobState,
    priority: i64,
    run_at: Time,
    attempt: i64,
    max_attempts: i64,
    timeout_ms: i64,
    unique_key: Option<String>,
    schedule_id: Option<ScheduleId>,
    worker: Option<ProcessId>,
    cancel_requested_at: Option<Time>,
    progress_percent: Option<i64>,
    progress_text: String,
    errors: Json<Vec<AttemptError>>,
    created_at: Time,
    started_at: Option<Time>,
    finished_at: Option<Time>,
}

impl JobRow {
    /// `None` for a job of a newer version.
    fn record(self) -> Option<JobRecord> {
        let row = self;
        let Json(Known(job)) = row.payload;
        Some(JobRecord {
            id: row.id,
            job: job?,
            owner_id: row.owner_id,
            state: row.state,
            priority: row.priority,
            run_at: row.run_at,
            attempt: small(row.attempt),
            max_attempts: small(row.max_attempts),
            timeout: millis(row.timeout_ms),
            unique_key: row.unique_key,
            schedule_id: row.schedule_id,
            worker: row.worker,
            cancel_requested_at: row.cancel_requested_at,
            progress: Progress { percent: row.progress_percent.map(percent), text: row.progress_text },
            errors: row.errors.0,
            created_at: row.created_at,
            started_at: row.started_at,
            finished_at: row.finished_at,
        })
    }
}

/// The kinds that this version knows. Jobs of others are left for those who know them.
fn known() -> Vec<V<JobKind>> {
    JobKind::ALL.iter().map(|kind| V(*kind)).collect()
}

fn small(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn millis(number: i64) -> Duration {
    Duration::from_millis(u64::try_from(number).unwrap_or_default())
}

fn percent(number: i64) -> u8 {
    u8::try_from(number).unwrap_or(100).min(100)
}

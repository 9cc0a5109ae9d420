//! Machine work: what people and the house put into the queue, and what workers do with it.
//!
//! A change that needs work afterwards puts the job into the queue in its own transaction:
//! `store::jobs::enqueue(db, &new)?`, with a job that [`new`] made before it. Workers are woken by the
//! commit itself. People see and stop their own jobs; admins see everyone's and the house's.

pub mod control;
pub mod follow;
mod handle;
pub mod hub;
mod rehearse;
pub mod schedules;
pub mod work;

use models::ids::JobId;
use models::job::{DependencyRule, Job, JobRecord};
use store::Db;
use store::jobs::{Enqueued, New};

use crate::access::{self, Action, Actor, Resource};
use crate::context::Context;
use crate::error::{Error, Noun, Result};

pub use handle::Handle;
pub use rehearse::rehearse;

/// A job of the house, to be begun at once, with the limits of its kind.
pub fn new(cx: &Context, job: Job) -> New {
    let (limits, now) = (job.kind().limits(), cx.now());
    New {
        id: JobId(cx.id()),
        job,
        owner_id: None,
        priority: 0,
        run_at: now,
        max_attempts: limits.max_attempts,
        timeout: limits.timeout,
        unique_key: None,
        schedule_id: None,
        depends_on: Vec::new(),
        rule: DependencyRule::Cancel,
        created_at: now,
    }
}

/// Puts a job into the queue that belongs to no other change.
pub async fn enqueue(cx: &Context, new: New) -> Result<Enqueued> {
    cx.store.write(move |db| Ok(store::jobs::enqueue(db, &new)?)).await
}

/// The caller's job, or not found.
fn own(db: &mut Db, actor: &Actor, action: Action, id: JobId) -> Result<JobRecord> {
    let job = store::jobs::find(db, id)?.ok_or(Error::NotFound(Noun::Job))?;
    access::check(actor, action, Resource::Job(&job))?;
    Ok(job)
}

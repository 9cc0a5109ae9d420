//! What a worker does with the queue. The door that runs jobs calls it; it decides what follows on failure.

use std::error::Error as StdError;
use std::time::Duration;

use models::ids::{JobId, ProcessId};
use models::job::{AttemptEnd, AttemptError, JobCount, JobKind, backoff};
use models::notice::Change;
use store::jobs::{Claim, Claimed, End, Finish, Held, Room};

use super::schedules;
use crate::context::Context;
use crate::error::{Error, Result};

/// Jobs moved on in one round of upkeep; their writes make SQLite's other writers wait.
const ROUND_MAX: u32 = 500;
/// Jobs removed in one round of retention.
const PRUNE_MAX: u32 = 1_000;

/// How the work of an attempt ended.
#[derive(Debug)]
pub enum Outcome {
    /// Well.
    Completed,
    /// With an error.
    Failed(Error),
    /// It took longer than it may.
    TimedOut,
    /// It panicked with these words.
    Panicked(String),
    /// Somebody asked for its end.
    Cancelled,
    /// The worker ends.
    Released,
}

impl Outcome {
    /// For metrics.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::Failed(_) => "failed",
            Self::TimedOut => "timed_out",
            Self::Panicked(_) => "panicked",
            Self::Cancelled => "cancelled",
            Self::Released => "released",
        }
    }
}

/// Prepares the queue for this version's kinds and schedules. Any number of workers may do it.
pub async fn prepare(cx: &Context) -> Result<()> {
    cx.store.write(|db| Ok::<_, Error>(store::jobs::ensure_kinds(db)?)).await?;
    schedules::ensure(cx).await
}

/// Takes at most `limit` jobs.
pub async fn claim(cx: &Context, worker: ProcessId, limit: u32) -> Result<Vec<Claimed>> {
    if !cx.store.read(|db| Ok::<_, Error>(store::jobs::any_available(db)?)).await? {
        return Ok(Vec::new());
    }
    let now = cx.now();
    let room = |kind: &JobKind| Room { kind: *kind, concurrency: kind.limits().concurrency };
    let rooms = JobKind::ALL.iter().map(room).collect();
    let claim = Claim { worker, rooms, limit, now, lease_until: now + cx.settings.jobs.lease };
    let claimed = cx.store.write(move |db| Ok::<_, Error>(store::jobs::claim(db, &claim)?)).await?;
    claimed.iter().for_each(|it| cx.jobs.changed(it.id));
    Ok(claimed)
}

/// Prolongs the leases of what a worker works on, and names what of it the worker still has.
pub async fn beat(cx: &Context, worker: ProcessId, working_on: Vec<JobId>) -> Result<Vec<Held>> {
    let until = cx.now() + cx.settings.jobs.lease;
    cx.store.write(move |db| Ok(store::jobs::beat(db, worker, &working_on, until)?)).await
}

/// What follows an attempt: errors that another attempt cannot help end the job at once, others are tried
/// again, later each time.
pub fn finish_of(cx: &Context, it: &Claimed, outcome: Outcome) -> Finish {
    let end = match outcome {
        Outcome::Completed => End::Completed,
        Outcome::Cancelled => End::Cancelled,
        Outcome::Released => End::Released,
        Outcome::Failed(error) => failed(cx, it, AttemptEnd::Failed, chain(&error), may_help(&error)),
        Outcome::TimedOut => {
            let words = format!("took longer than {} seconds", it.timeout.as_secs_f64());
            failed(cx, it, AttemptEnd::TimedOut, vec![words], true)
        }
        Outcome::Panicked(words) => failed(cx, it, AttemptEnd::Panicked, vec![words], true),
    };
    Finish { id: it.id, attempt: it.attempt, end }
}

fn failed(cx: &Context, it: &Claimed, end: AttemptEnd, chain: Vec<String>, may_help: bool) -> End {
    let now = cx.now();
    let error = AttemptError { attempt: it.attempt, at: now, end, chain };
    if !may_help || it.attempt >= it.max_attempts {
        return End::Discarded { error };
    }
    // Without a random number all come back at once, which is no reason to fail.
    let chance = cx.random.bytes::<1>().map_or(0.5, |[byte]| f64::from(byte) / 255.0);
    End::Retry { error, at: now + backoff(it.attempt, chance) }
}

/// Whether another attempt may end otherwise. No wildcard: a new error has to be thought about.
fn may_help(error: &Error) -> bool {
    match error {
        Error::Invalid(_)
        | Error::Unauthenticated(_)
        | Error::Denied(_)
        | Error::NotFound(_)
        | Error::TooLarge { .. }
        | Error::UnsupportedFile
        | Error::Unreadable(_) => false,
        Error::Conflict(_)
        | Error::TooMany { .. }
        | Error::OverLimit { .. }
        | Error::Draining
        | Error::Busy
        | Error::StorageFull
        | Error::Vendor(_)
        | Error::WebSearch(_)
        | Error::Internal { .. } => true,
    }
}

fn chain(error: &Error) -> Vec<String> {
    let causes = std::iter::successors(Some(error as &dyn StdError), |error| (*error).source());
    causes.map(ToString::to_string).collect()
}

/// Writes how attempts ended; tells those who listen.
pub async fn finish(cx: &Context, worker: ProcessId, ends: Vec<(Claimed, Finish)>) -> Result<()> {
    let now = cx.now();
    let finishes: Vec<_> = ends.iter().map(|(_, finish)| finish.clone()).collect();
    let written = cx.store.write(move |db| Ok::<_, Error>(store::jobs::finish(db, worker, &finishes, now)?)).await?;
    if ends.iter().any(|(job, _)| job.job.kind().limits().concurrency.is_some()) {
        // The next of its kind has room now.
        cx.jobs.wake();
    }
    for ((job, finish), written) in ends.iter().zip(written) {
        if !written {
            tracing::warn!(job.id = %job.id, attempt = job.attempt, "the end of a job that was given to another worker is not written");
            continue;
        }
        cx.jobs.changed(job.id);
        let ended = match finish.end {
            End::Completed | End::Discarded { .. } | End::Cancelled => true,
            End::Retry { .. } | End::Released => false,
        };
        if let Some(owner) = job.owner_id.filter(|_| ended) {
            cx.notify(owner, Change::JobEnded { job_id: job.id });
        }
    }
    Ok(())
}

/// Moves on what waits for its time, rescues the jobs of dead workers and fires schedules. Any number of workers may do
/// it; one that has nothing to do costs a read. A step that fails does not keep the others from being done.
pub async fn maintain(cx: &Context, worker: ProcessId, working_on: impl FnOnce() -> Vec<JobId>) -> Result<()> {
    let now = cx.now();
    let (waiting, due) = cx
        .store
        .read(move |db| Ok::<_, Error>((store::jobs::any_overdue(db, now)?, store::schedules::any_due(db, now)?)))
        .await?;
    let fired = if due { schedules::fire(cx).await.map(drop) } else { Ok(()) };
    let (promoted, rescued) = if waiting {
        let promote = move |db: &mut store::Db| Ok::<_, Error>(store::jobs::promote(db, now, ROUND_MAX).map(drop)?);
        (cx.store.write(promote).await, rescue(cx, worker, working_on()).await)
    } else {
        (Ok(()), Ok(()))
    };
    let steps = [("firing schedules", fired), ("moving jobs on", promoted), ("rescuing jobs", rescued)];
    let mut all = Ok(());
    for (what, outcome) in steps {
        if let Err(error) = outcome {
            tracing::warn!(%error, what, "a step of the queue's upkeep failed");
            all = Err(error);
        }
    }
    all
}

/// Takes jobs from workers that gave no sign of life. This one gives it first: its leases may have run out while its
/// machine slept.
async fn rescue(cx: &Context, worker: ProcessId, working_on: Vec<JobId>) -> Result<()> {
    let (now, until) = (cx.now(), cx.now() + cx.settings.jobs.lease);
    let write = cx.store.write(move |db| {
        store::jobs::beat(db, worker, &working_on, until)?;
        Ok::<_, Error>(store::jobs::rescue(db, now, ROUND_MAX)?)
    });
    let lost = write.await?;
    for job in &lost {
        tracing::warn!(job.id = %job.id, kind = job.kind.as_str(), state = job.state.as_str(), "the worker of a job died");
        cx.jobs.changed(job.id);
    }
    Ok(())
}

/// Counts what has not ended.
pub async fn counts(cx: &Context) -> Result<Vec<JobCount>> {
    cx.store.read(|db| Ok(store::jobs::counts(db)?)).await
}

/// Removes jobs that ended long ago.
pub async fn prune(cx: &Context) -> Result<()> {
    let now = cx.now();
    let ago = |keep: Duration| now - keep;
    let (completed, dead) = (ago(cx.settings.jobs.completed_keep), ago(cx.settings.jobs.dead_keep));
    loop {
        let prune = move |db: &mut store::Db| Ok::<_, Error>(store::jobs::prune(db, completed, dead, PRUNE_MAX)?);
        if cx.store.write(prune).await? < PRUNE_MAX as usize {
            return Ok(());
        }
    }
}

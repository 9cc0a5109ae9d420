//! One attempt of one job.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;
use managers::jobs::Handle;
use managers::jobs::work::{self, Outcome};
use store::jobs::Claimed;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Instant;

use crate::runner::Runner;

/// Works on a job until it ends, takes too long or is stopped, and hands over how it ended. Its lease began at `claimed`.
pub(crate) async fn attempt(runner: Arc<Runner>, job: Claimed, claimed: Instant, permit: OwnedSemaphorePermit) {
    let kind = job.job.kind().as_str();
    let running = metrics::gauge!("pallium_jobs_running", "kind" => kind);
    running.increment(1.0);
    let begun = Instant::now();
    let outcome = outcome(&runner, &job, claimed).await;
    running.decrement(1.0);
    let word = outcome.as_ref().map_or("lost", Outcome::word);
    metrics::histogram!("pallium_job_run_seconds", "kind" => kind).record(begun.elapsed().as_secs_f64());
    metrics::counter!("pallium_jobs_total", "kind" => kind, "outcome" => word).increment(1);
    if let Some(Outcome::Failed(error)) = &outcome {
        tracing::warn!(job.id = %job.id, kind, attempt = job.attempt, error = %error, "an attempt failed");
    }
    if let Some(outcome) = outcome {
        let finish = work::finish_of(&runner.cx, &job, outcome);
        // The place is free before the end is written, so that the next job does not wait for the disk.
        drop(permit);
        runner.complete((job, finish)).await;
    }
}

/// `None` for a job that another worker has by now.
async fn outcome(runner: &Runner, job: &Claimed, claimed: Instant) -> Option<Outcome> {
    let attempt = runner.active.begin(job.id, job.attempt, claimed);
    let cancelled = attempt.cancel.clone();
    let handle = Arc::new(Handle::new(job.id, job.attempt, runner.worker, cancelled.clone()));
    let work = (runner.execute)(runner.cx.clone(), job.job.clone(), handle);
    let work = AssertUnwindSafe(tokio::time::timeout(job.timeout, work)).catch_unwind();
    let outcome = tokio::select! {
        biased;
        outcome = work => Some(match outcome {
            Ok(Ok(Ok(()))) => Outcome::Completed,
            Ok(Ok(Err(error))) => Outcome::Failed(error),
            Ok(Err(_)) => Outcome::TimedOut,
            Err(panic) => Outcome::Panicked(words(&*panic)),
        }),
        () = cancelled.cancelled() => None,
    };
    cancelled.cancel();
    runner.active.end(job.id, job.attempt);
    outcome.or_else(|| attempt.stopped().and_then(|why| why.outcome()))
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "a panic without words".to_owned())
}

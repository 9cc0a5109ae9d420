//! What a worker does beside working: signs of life, upkeep of the queue, metrics.

use std::sync::Arc;
use std::time::Duration;

use managers::jobs::work;
use models::job::{JobKind, JobState};
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, Interval, MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use crate::active::{Stop, compare};
use crate::runner::Runner;

/// How often jobs are looked for whose time has come or whose worker died.
pub(crate) const UPKEEP_EVERY: Duration = Duration::from_millis(250);
/// This part of a lease passes before a sign of life that failed is tried again.
const AGAIN: u32 = 12;
/// How often the queue is counted.
const COUNT_EVERY: Duration = Duration::from_secs(15);

/// Gives signs of life, and hears of those that are to be stopped, until told to end.
pub(crate) async fn beat(runner: Arc<Runner>, stop: CancellationToken) {
    let mut cancels = runner.cx.jobs.cancels();
    let lease = runner.cx.settings.jobs.lease;
    let mut tick = every(lease / 3);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = tick.tick() => {}
            asked = cancels.recv() => match asked {
                Ok(id) => {
                    runner.active.stop(id, Stop::Cancelled);
                    continue;
                }
                // Some were missed: the database knows them all.
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            }
        }
        let before = runner.active.snapshot();
        if before.is_empty() {
            continue;
        }
        let (asked, working_on) = (Instant::now(), before.iter().map(|(id, _)| *id).collect());
        match work::beat(&runner.cx, runner.worker, working_on).await {
            Ok(held) => compare(&before, &held, asked),
            Err(error) => {
                tracing::warn!(%error, "a sign of life failed; trying again");
                tick.reset_after(lease / AGAIN);
            }
        }
    }
}

/// Stops what the database could not be told of for two thirds of a lease, until told to end: the last third is left
/// for the work to end in, before another worker may take the job.
pub(crate) async fn guard(runner: Arc<Runner>, stop: CancellationToken) {
    let lease = runner.cx.settings.jobs.lease;
    let mut tick = every(lease / AGAIN);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = tick.tick() => runner.active.stop_unrenewed(lease * 2 / 3),
        }
    }
}

/// Moves on what waits for its time, until told to end.
pub(crate) async fn maintain(runner: Arc<Runner>, stop: CancellationToken) {
    let mut tick = every(UPKEEP_EVERY);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = tick.tick() => {}
        }
        if let Err(error) = work::maintain(&runner.cx, runner.worker, || runner.active.ids()).await {
            tracing::warn!(%error, "upkeep of the queue failed; trying again");
        }
    }
}

/// Tells how long the queue is, until told to end.
pub(crate) async fn count(runner: Arc<Runner>, stop: CancellationToken) {
    let mut tick = every(COUNT_EVERY);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = tick.tick() => {}
        }
        match work::counts(&runner.cx).await {
            Ok(counts) => {
                for kind in JobKind::ALL {
                    for state in [JobState::Waiting, JobState::Scheduled, JobState::Available] {
                        let count = counts.iter().find(|it| it.kind == *kind && it.state == state);
                        let count = count.map_or(0, |it| u32::try_from(it.count).unwrap_or(u32::MAX));
                        metrics::gauge!("pallium_jobs_queued", "kind" => kind.as_str(), "state" => state.as_str())
                            .set(count);
                    }
                }
            }
            Err(error) => tracing::warn!(%error, "counting jobs failed; trying again"),
        }
    }
}

fn every(span: Duration) -> Interval {
    let mut tick = tokio::time::interval(span);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    tick
}

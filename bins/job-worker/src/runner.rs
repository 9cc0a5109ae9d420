//! From the queue to attempts.

use std::sync::Arc;
use std::time::Duration;

use managers::context::Context;
use managers::jobs::work;
use models::ids::ProcessId;
use store::jobs::Claimed;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::active::{Active, Stop};
use crate::attempt::attempt;
use crate::complete::{Ended, complete};
use crate::keep::{beat, count, guard, maintain};
use crate::{Execute, Options};

/// How often the queue is looked at when nobody says that something came: SQLite has no word for other
/// processes, and on Postgres a word may be lost.
const POLL: Duration = Duration::from_millis(250);
/// How long to wait after the database failed.
const AFTER_FAILURE: Duration = Duration::from_secs(1);
/// How long attempts that were told to stop may take, and the writing of their ends.
const STOP_GRACE: Duration = Duration::from_secs(2);

/// What all attempts of this process share.
pub(crate) struct Runner {
    pub(crate) cx: Context,
    pub(crate) worker: ProcessId,
    pub(crate) execute: Execute,
    pub(crate) active: Active,
    ended: mpsc::Sender<Ended>,
}

impl Runner {
    /// Hands over how an attempt ended.
    pub(crate) async fn complete(&self, ended: Ended) {
        if self.ended.send(ended).await.is_err() {
            tracing::error!("nobody writes the ends of jobs; another worker takes them when the lease has run out");
        }
    }
}

/// Runs jobs until told to end.
pub(crate) async fn run(cx: Context, shutdown: CancellationToken, options: Options) {
    let slots = cx.settings.jobs.concurrency;
    let (sender, ended) = mpsc::channel(slots as usize * 2);
    let worker = cx.process_id;
    let runner = Runner { cx: cx.clone(), worker, execute: options.execute, active: Active::default(), ended: sender };
    let (runner, stop) = (Arc::new(runner), CancellationToken::new());
    let (attempts, keepers) = (TaskTracker::new(), TaskTracker::new());
    tokio::select! {
        () = shutdown.cancelled() => return,
        () = prepare(&cx) => {}
    }
    keepers.spawn(beat(Arc::clone(&runner), stop.clone()));
    keepers.spawn(guard(Arc::clone(&runner), stop.clone()));
    keepers.spawn(maintain(Arc::clone(&runner), shutdown.clone()));
    keepers.spawn(count(Arc::clone(&runner), shutdown.clone()));
    let writing = TaskTracker::new();
    writing.spawn(complete(cx.clone(), worker, ended));
    tracing::info!(worker = %worker, slots, "running jobs");
    take(&runner, &attempts, slots, &shutdown).await;
    drain(&runner, &attempts).await;
    stop.cancel();
    keepers.close();
    keepers.wait().await;
    // The last sender goes with the runner, and the writer with it.
    drop(runner);
    writing.close();
    if tokio::time::timeout(STOP_GRACE, writing.wait()).await.is_err() {
        tracing::error!("the ends of some jobs were not written; other workers take them when the lease has run out");
    }
}

async fn prepare(cx: &Context) {
    while let Err(error) = work::prepare(cx).await {
        tracing::warn!(%error, "preparing the queue failed; trying again");
        tokio::time::sleep(AFTER_FAILURE).await;
    }
}

/// Takes jobs while there are free places, until the worker is to end. A claim is always waited for: the database would
/// carry it out without us, and nobody would work on what it gave us.
async fn take(runner: &Arc<Runner>, attempts: &TaskTracker, slots: u32, shutdown: &CancellationToken) {
    let places = Arc::new(Semaphore::new(slots as usize));
    let (mut here, mut elsewhere) = (runner.cx.store.enqueued(), runner.cx.jobs.woken());
    // The semaphore is never closed.
    while let Some(Ok(place)) = shutdown.run_until_cancelled(Arc::clone(&places).acquire_owned()).await {
        here.borrow_and_update();
        elsewhere.borrow_and_update();
        let limit = 1 + u32::try_from(places.available_permits()).unwrap_or(slots);
        let asked = Instant::now();
        match work::claim(&runner.cx, runner.worker, limit).await {
            Ok(jobs) => {
                let is_more = jobs.len() == limit as usize;
                begin(runner, attempts, (jobs, asked), (&places, place));
                if !is_more {
                    shutdown.run_until_cancelled(wait(&mut here, &mut elsewhere)).await;
                }
            }
            Err(error) => {
                tracing::warn!(%error, "taking jobs failed; trying again");
                shutdown.run_until_cancelled(tokio::time::sleep(AFTER_FAILURE)).await;
            }
        }
    }
}

fn begin(
    runner: &Arc<Runner>,
    attempts: &TaskTracker,
    (jobs, claimed): (Vec<Claimed>, Instant),
    (places, first): (&Arc<Semaphore>, OwnedSemaphorePermit),
) {
    let now = runner.cx.now();
    let mut first = Some(first);
    for job in jobs {
        let waited = (now - job.run_at).to_std().unwrap_or_default();
        let kind = job.job.kind().as_str();
        metrics::histogram!("pallium_job_wait_seconds", "kind" => kind).record(waited.as_secs_f64());
        // No more were asked for than there are places, and only this loop takes them.
        let Some(place) = first.take().or_else(|| Arc::clone(places).try_acquire_owned().ok()) else {
            tracing::error!(job.id = %job.id, "a job without a place; its lease runs out");
            continue;
        };
        attempts.spawn(attempt(Arc::clone(runner), job, claimed, place));
    }
}

async fn wait(here: &mut watch::Receiver<u64>, elsewhere: &mut watch::Receiver<u64>) {
    tokio::select! {
        // The senders live as long as the context.
        _ = here.changed() => {}
        _ = elsewhere.changed() => {}
        () = tokio::time::sleep(POLL) => {}
    }
}

/// Lets attempts end for the server's patience, then gives the rest back.
async fn drain(runner: &Runner, attempts: &TaskTracker) {
    attempts.close();
    let patience = runner.cx.settings.server.drain_timeout;
    if !runner.active.is_empty() {
        tracing::info!(jobs = attempts.len(), "waiting for jobs to end");
    }
    if tokio::time::timeout(patience, attempts.wait()).await.is_ok() {
        return;
    }
    tracing::info!(jobs = attempts.len(), "giving back the jobs that are still under way");
    runner.active.stop_all(Stop::Shutdown);
    if tokio::time::timeout(STOP_GRACE, attempts.wait()).await.is_err() {
        tracing::error!(jobs = attempts.len(), "some jobs did not stop; others take them when the lease has run out");
    }
}

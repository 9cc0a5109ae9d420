//! Writing how attempts ended, many in one transaction.

use std::time::Duration;

use managers::context::Context;
use managers::jobs::work;
use models::ids::ProcessId;
use store::jobs::{Claimed, Finish};
use tokio::sync::mpsc;

/// Ends written in one transaction.
const BATCH: usize = 128;
/// How long to wait before a write that failed is tried again.
const RETRY: Duration = Duration::from_millis(200);

/// A job and how its attempt ended.
pub(crate) type Ended = (Claimed, Finish);

/// Writes until all senders are gone. An end that cannot be written is tried again until the lease has run
/// out; then another worker takes the job, which is why jobs are idempotent.
pub(crate) async fn complete(cx: Context, worker: ProcessId, mut ended: mpsc::Receiver<Ended>) {
    let tries = cx.settings.jobs.lease.as_millis() / RETRY.as_millis();
    let mut batch = Vec::with_capacity(BATCH);
    while ended.recv_many(&mut batch, BATCH).await > 0 {
        for left in (0..tries).rev() {
            match work::finish(&cx, worker, batch.clone()).await {
                Ok(()) => break,
                Err(error) if left == 0 => tracing::error!(%error, jobs = batch.len(), "the ends of jobs are lost"),
                Err(error) => tracing::warn!(%error, "writing the ends of jobs failed; trying again"),
            }
            tokio::time::sleep(RETRY).await;
        }
        batch.clear();
    }
}

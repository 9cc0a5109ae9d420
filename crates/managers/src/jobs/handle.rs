//! What a job's work may ask and tell while it runs.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use models::ids::{JobId, ProcessId};
use models::job::Progress;
use store::Db;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::context::Context;
use crate::error::{Conflict, Error, Result};

/// Progress is written no more often.
const PROGRESS_EVERY: Duration = Duration::from_millis(250);

/// One attempt of a job. The work may be dropped at any `.await`, when it is cancelled, takes too long or
/// the server stops; what it wrote in transactions until then stays.
#[derive(Debug)]
pub struct Handle {
    /// Which job.
    pub id: JobId,
    /// Which attempt, from 1.
    pub attempt: u32,
    /// Who works on it.
    pub worker: ProcessId,
    /// Cancelled when the work is to end; for work that runs elsewhere and has to be told.
    pub cancelled: CancellationToken,
    told: Mutex<Option<Instant>>,
}

impl Handle {
    /// A fresh attempt.
    pub fn new(id: JobId, attempt: u32, worker: ProcessId, cancelled: CancellationToken) -> Self {
        Self { id, attempt, worker, cancelled, told: Mutex::default() }
    }

    /// Tells how far the work is, from 0 to 100, in a few words. Cheap to call often: what comes too soon
    /// after the last time is dropped. An error means that another worker has the job by now.
    pub async fn progress(&self, cx: &Context, percent: impl Into<Option<u8>>, text: impl Into<String>) -> Result<()> {
        if !self.is_time() {
            return Ok(());
        }
        let percent = percent.into().map(|percent| percent.min(100));
        let progress = Progress { percent, text: text.into() };
        let (worker, job, now) = (self.worker, (self.id, self.attempt), cx.now());
        let held = cx.store.write(move |db| Ok::<_, Error>(store::jobs::progress(db, worker, job, &progress, now)?));
        if !held.await? {
            return Err(lost());
        }
        cx.jobs.changed(self.id);
        Ok(())
    }

    /// Called first in a transaction that changes something: the job stays this worker's until it ends, or
    /// an error undoes it. So what an attempt does that was given up does not count.
    pub fn hold(&self, db: &mut Db) -> Result<()> {
        if store::jobs::holds(db, self.worker, self.id, self.attempt)? { Ok(()) } else { Err(lost()) }
    }

    fn is_time(&self) -> bool {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let is_time = told.is_none_or(|last| now.duration_since(last) >= PROGRESS_EVERY);
        if is_time {
            *told = Some(now);
        }
        is_time
    }
}

fn lost() -> Error {
    Error::Conflict(Conflict::JobEnded)
}

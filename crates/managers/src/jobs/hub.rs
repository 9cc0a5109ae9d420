//! Who waits for jobs in this process: the worker for work, listeners for news.

use models::ids::JobId;
use tokio::sync::{broadcast, watch};

/// News that a slow listener may miss before it reads the log anyway.
const BACKLOG: usize = 4096;

/// Wake-ups. Cloning it gives another handle to the same ones. What is missed costs a poll, never a job.
#[derive(Debug, Clone)]
pub struct Hub {
    available: watch::Sender<u64>,
    changed: broadcast::Sender<JobId>,
    cancels: broadcast::Sender<JobId>,
}

impl Default for Hub {
    fn default() -> Self {
        Self {
            available: watch::channel(0).0,
            changed: broadcast::channel(BACKLOG).0,
            cancels: broadcast::channel(BACKLOG).0,
        }
    }
}

impl Hub {
    /// Wakes the worker of this process: another process put jobs into the queue.
    pub fn wake(&self) {
        self.available.send_modify(|count| *count += 1);
    }

    /// What another process said: nothing for jobs that can be taken, or the id of one to be stopped.
    pub(crate) fn heard(&self, said: &str) {
        match said.parse() {
            Ok(id) => self.cancel(id),
            Err(_) => self.wake(),
        }
    }

    /// Asks the worker of this process to stop a job, if it has it.
    pub(crate) fn cancel(&self, id: JobId) {
        send(&self.cancels, id);
    }

    /// Tells listeners that a job has news.
    pub(crate) fn changed(&self, id: JobId) {
        send(&self.changed, id);
    }

    /// Changes when another process put jobs into the queue.
    pub fn woken(&self) -> watch::Receiver<u64> {
        self.available.subscribe()
    }

    /// Jobs that are to be stopped.
    pub fn cancels(&self) -> broadcast::Receiver<JobId> {
        self.cancels.subscribe()
    }

    pub(super) fn listen(&self) -> broadcast::Receiver<JobId> {
        self.changed.subscribe()
    }
}

/// An error means that nobody listens.
fn send(board: &broadcast::Sender<JobId>, id: JobId) {
    if board.send(id).is_err() {
        tracing::trace!(job.id = %id, "nobody listens");
    }
}

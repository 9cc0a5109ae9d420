//! The attempts under way in this process.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use managers::jobs::work::Outcome;
use models::ids::JobId;
use store::jobs::Held;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// Why an attempt is to end before its work does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// Somebody asked for it.
    Cancelled,
    /// Another worker has the job.
    Lost,
    /// The database has not heard of this worker for so long that another one may soon have the job.
    CutOff,
    /// This worker ends.
    Shutdown,
}

impl Stop {
    /// What is written; nothing for a job that this worker has no more.
    pub(crate) fn outcome(self) -> Option<Outcome> {
        match self {
            Self::Cancelled => Some(Outcome::Cancelled),
            Self::Shutdown | Self::CutOff => Some(Outcome::Released),
            Self::Lost => None,
        }
    }
}

/// An attempt under way.
#[derive(Debug)]
pub(crate) struct Attempt {
    number: u32,
    /// Cancelled when it is to end.
    pub(crate) cancel: CancellationToken,
    why: Mutex<Option<Stop>>,
    /// When its lease began for the last time, or a little earlier.
    renewed: Mutex<Instant>,
}

impl Attempt {
    /// Ends it; the first reason stays.
    fn stop(&self, why: Stop) {
        lock(&self.why).get_or_insert(why);
        self.cancel.cancel();
    }

    pub(crate) fn stopped(&self) -> Option<Stop> {
        *lock(&self.why)
    }
}

/// All of them. A job is there once: an attempt that was lost has ended, or is about to.
#[derive(Debug, Default)]
pub(crate) struct Active(Mutex<HashMap<(JobId, u32), Arc<Attempt>>>);

impl Active {
    pub(crate) fn begin(&self, id: JobId, number: u32, claimed: Instant) -> Arc<Attempt> {
        let (cancel, renewed) = (CancellationToken::new(), Mutex::new(claimed));
        let attempt = Arc::new(Attempt { number, cancel, why: Mutex::default(), renewed });
        lock(&self.0).insert((id, number), Arc::clone(&attempt));
        attempt
    }

    pub(crate) fn end(&self, id: JobId, number: u32) {
        lock(&self.0).remove(&(id, number));
    }

    pub(crate) fn is_empty(&self) -> bool {
        lock(&self.0).is_empty()
    }

    pub(crate) fn stop(&self, id: JobId, why: Stop) {
        let of_job = |(key, _): &(&(JobId, u32), &Arc<Attempt>)| key.0 == id;
        lock(&self.0).iter().filter(of_job).for_each(|(_, attempt)| attempt.stop(why));
    }

    pub(crate) fn stop_all(&self, why: Stop) {
        lock(&self.0).values().for_each(|attempt| attempt.stop(why));
    }

    /// Ends the attempts whose lease was not renewed for this long. Another worker takes their jobs when it has run out,
    /// and must not find this one at work.
    pub(crate) fn stop_unrenewed(&self, patience: Duration) {
        for ((id, number), attempt) in lock(&self.0).iter() {
            if lock(&attempt.renewed).elapsed() >= patience && !attempt.cancel.is_cancelled() {
                tracing::warn!(job.id = %id, attempt = number, "the database does not hear of this worker; its job is stopped");
                attempt.stop(Stop::CutOff);
            }
        }
    }

    /// The jobs under way.
    pub(crate) fn ids(&self) -> Vec<JobId> {
        lock(&self.0).keys().map(|(id, _)| *id).collect()
    }

    /// Those that were under way before the database was asked what this worker has.
    pub(crate) fn snapshot(&self) -> Vec<(JobId, Arc<Attempt>)> {
        lock(&self.0).iter().map(|((id, _), attempt)| (*id, Arc::clone(attempt))).collect()
    }
}

/// Ends what the worker has no more, and what somebody wants to end. The leases of the rest were renewed at `asked` or
/// later.
pub(crate) fn compare(before: &[(JobId, Arc<Attempt>)], held: &[Held], asked: Instant) {
    let held: HashMap<(JobId, u32), bool> = held.iter().map(|it| ((it.id, it.attempt), it.cancel_requested)).collect();
    for (id, attempt) in before {
        match held.get(&(*id, attempt.number)) {
            None => attempt.stop(Stop::Lost),
            Some(true) => attempt.stop(Stop::Cancelled),
            Some(false) => *lock(&attempt.renewed) = asked,
        }
    }
}

/// No panic leaves these half-changed, so a poisoned lock is still good.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

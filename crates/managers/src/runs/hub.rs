//! The runs of this process: what listeners read and what stops them.
//!
//! An event is published here only after it is in the log, so a listener never sees a word that a
//! crash could take back.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use models::ids::RunId;
use models::run_event::LoggedEvent;
use tokio::sync::{broadcast, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::log::Log;

/// Runs of other processes whose wake-ups may wait before a listener reads the log anyway.
const WAKE_BACKLOG: usize = 1024;

/// The runs of this process. Cloning it gives another handle to the same runs.
#[derive(Clone)]
pub struct Hub(Arc<Inner>);

struct Inner {
    live: Mutex<HashMap<RunId, Arc<LiveRun>>>,
    draining: CancellationToken,
    log: Log,
    elsewhere: broadcast::Sender<RunId>,
    started: Instant,
}

impl Default for Hub {
    fn default() -> Self {
        Self(Arc::new(Inner {
            live: Mutex::default(),
            draining: CancellationToken::new(),
            log: Log::default(),
            elsewhere: broadcast::channel(WAKE_BACKLOG).0,
            started: Instant::now(),
        }))
    }
}

impl Hub {
    /// Whether the process takes no new runs because it is about to end.
    pub fn is_draining(&self) -> bool {
        self.0.draining.is_cancelled()
    }

    /// How many runs are under way here.
    pub fn count(&self) -> usize {
        lock(&self.0.live).len()
    }

    /// Ends, when the process is about to, streams that would otherwise never end.
    pub fn draining(&self) -> &CancellationToken {
        &self.0.draining
    }

    pub(super) fn log(&self) -> &Log {
        &self.0.log
    }

    /// The moments at which runs flush. They are the same for all runs, so that one transaction
    /// carries the words of all.
    pub(super) fn ticks(&self, interval: Duration) -> Ticks {
        Ticks { started: self.0.started, interval }
    }

    pub(super) fn insert(&self, id: RunId) -> Arc<LiveRun> {
        let live = Arc::new(LiveRun::new(id));
        lock(&self.0.live).insert(id, Arc::clone(&live));
        live
    }

    pub(super) fn find(&self, id: RunId) -> Option<Arc<LiveRun>> {
        lock(&self.0.live).get(&id).cloned()
    }

    pub(super) fn remove(&self, id: RunId) {
        lock(&self.0.live).remove(&id);
    }

    pub(super) fn ids(&self) -> Vec<RunId> {
        lock(&self.0.live).keys().copied().collect()
    }

    pub(super) fn stop_all(&self, why: Stop) {
        for live in lock(&self.0.live).values() {
            live.stop(why);
        }
    }

    /// Tells listeners that another process wrote events of a run.
    pub fn wake(&self, id: RunId) {
        // An error means that nobody listens to a run of another process.
        if self.0.elsewhere.send(id).is_err() {
            tracing::trace!(run.id = %id, "no listener");
        }
    }

    pub(super) fn listen_elsewhere(&self) -> broadcast::Receiver<RunId> {
        self.0.elsewhere.subscribe()
    }
}

/// Moments that are an interval apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ticks {
    started: Instant,
    interval: Duration,
}

impl Ticks {
    /// The next one.
    pub(super) fn next(self) -> Instant {
        let interval = self.interval.as_micros().max(1);
        let passed = self.started.elapsed().as_micros() / interval + 1;
        let wait = passed.saturating_mul(interval);
        self.started + Duration::from_micros(u64::try_from(wait).unwrap_or(u64::MAX))
    }
}

/// Why a run is to end before the model says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// The user asked for it.
    User,
    /// The server is going down.
    Shutdown,
}

/// A run under way in this process.
pub(super) struct LiveRun {
    pub(super) id: RunId,
    /// Cancelled by [`LiveRun::stop`].
    pub(super) cancel: CancellationToken,
    stop: Mutex<Option<Stop>>,
    events: Mutex<Vec<Arc<LoggedEvent>>>,
    progress: watch::Sender<Progress>,
}

/// How far a run's events go, and whether more may follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Progress {
    pub(super) count: usize,
    pub(super) ended: bool,
}

impl LiveRun {
    fn new(id: RunId) -> Self {
        Self {
            id,
            cancel: CancellationToken::new(),
            stop: Mutex::default(),
            events: Mutex::default(),
            progress: watch::channel(Progress { count: 0, ended: false }).0,
        }
    }

    /// Ends the run; the first reason stays.
    pub(super) fn stop(&self, why: Stop) {
        lock(&self.stop).get_or_insert(why);
        self.cancel.cancel();
    }

    pub(super) fn stopped(&self) -> Option<Stop> {
        *lock(&self.stop)
    }

    /// Shows events to listeners. Sequence numbers have no gaps, so an event's place is its number.
    pub(super) fn publish(&self, events: Vec<LoggedEvent>) {
        let ended = events.iter().any(|e| e.event.is_terminal());
        let count = {
            let mut all = lock(&self.events);
            all.extend(events.into_iter().map(Arc::new));
            all.len()
        };
        self.progress.send_replace(Progress { count, ended });
    }

    /// Events with a sequence number above `sequence`.
    pub(super) fn after(&self, sequence: i64) -> Vec<Arc<LoggedEvent>> {
        let from = usize::try_from(sequence).unwrap_or(0);
        lock(&self.events).get(from..).map(<[_]>::to_vec).unwrap_or_default()
    }

    pub(super) fn progress(&self) -> watch::Receiver<Progress> {
        self.progress.subscribe()
    }
}

/// No panic leaves these maps half-changed, so a poisoned lock is still good.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

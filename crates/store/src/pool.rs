//! Threads that each own a connection.
//!
//! A thread that keeps its connection costs half the CPU of a pool whose connections travel to
//! blocking threads. Callers wait on a semaphore, not on a thread, so that a slow database holds
//! no more threads than there are connections.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use crate::db::{Db, Opening};
use crate::error::StoreError;

/// A connection that rested this long is asked whether it lives before it is used.
const RESTED: Duration = Duration::from_secs(5);

/// Threads with a connection each, and the queue that feeds them.
pub(crate) struct Pool {
    shared: Arc<Shared>,
    permits: Arc<Semaphore>,
    size: u32,
    wait: Duration,
    name: &'static str,
}

struct Shared {
    queue: Mutex<Queue>,
    ready: Condvar,
    opening: Opening,
}

#[derive(Default)]
struct Queue {
    jobs: VecDeque<Job>,
    closed: bool,
}

type Job = Box<dyn FnOnce(Result<&mut Db, StoreError>) -> Verdict + Send>;

/// What a job learned about its connection.
enum Verdict {
    /// It works.
    Usable,
    /// Something failed; ask it.
    Suspect,
    /// The job panicked somewhere in it.
    Broken,
}

impl Pool {
    /// Starts `size` threads. They connect when the first job reaches them, the first one with
    /// `first`.
    pub(crate) fn start(name: &'static str, opening: Opening, size: u32, wait: Duration, first: Option<Db>) -> Self {
        let size = size.max(1);
        let shared = Arc::new(Shared { queue: Mutex::default(), ready: Condvar::new(), opening });
        let mut first = first;
        for number in 0..size {
            let (shared, connection) = (shared.clone(), first.take());
            let thread = std::thread::Builder::new().name(format!("store-{name}-{number}"));
            if let Err(error) = thread.spawn(move || work(&shared, connection)) {
                // Fewer threads serve the same queue; with none, callers are told that it is busy.
                tracing::error!(%error, pool = name, "starting a database thread");
            }
        }
        Self { shared, permits: Arc::new(Semaphore::new(size as usize)), size, wait, name }
    }

    /// Runs `job` on a thread of the pool. It runs to its end even when the caller goes away.
    pub(crate) async fn run<T, E>(&self, job: impl FnOnce(&mut Db) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let permit = self.permit().await?;
        self.measure();
        let (reply, answer) = oneshot::channel();
        self.shared.push(Box::new(move |db| {
            let outcome = match db {
                Ok(db) => catch_unwind(AssertUnwindSafe(|| job(db))),
                Err(error) => Ok(Err(E::from(error))),
            };
            let verdict = match &outcome {
                Ok(Ok(_)) => Verdict::Usable,
                Ok(Err(_)) => Verdict::Suspect,
                Err(_) => Verdict::Broken,
            };
            // A failed send means that the caller went away, who needs no answer.
            drop(reply.send(outcome));
            drop(permit);
            verdict
        }));
        let outcome = answer.await;
        self.measure();
        match outcome {
            Ok(Ok(result)) => result,
            Ok(Err(panic)) => resume_unwind(panic),
            Err(_) => Err(E::from(StoreError::Busy)),
        }
    }

    async fn permit(&self) -> Result<OwnedSemaphorePermit, StoreError> {
        if let Ok(permit) = self.permits.clone().try_acquire_owned() {
            return Ok(permit);
        }
        match tokio::time::timeout(self.wait, self.permits.clone().acquire_owned()).await {
            Ok(Ok(permit)) => Ok(permit),
            Ok(Err(_)) | Err(_) => Err(StoreError::Busy),
        }
    }

    fn measure(&self) {
        let idle = self.permits.available_permits() as f64;
        metrics::gauge!("pallium_db_pool_idle", "pool" => self.name).set(idle);
        metrics::gauge!("pallium_db_pool_in_use", "pool" => self.name).set(f64::from(self.size) - idle);
    }
}

impl Drop for Pool {
    /// The threads finish what is queued and end.
    fn drop(&mut self) {
        self.shared.lock().closed = true;
        self.shared.ready.notify_all();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, job: Job) {
        self.lock().jobs.push_back(job);
        self.ready.notify_one();
    }

    /// The next job; `None` when the pool was dropped and nothing is left.
    fn next(&self) -> Option<Job> {
        let mut queue = self.lock();
        loop {
            if let Some(job) = queue.jobs.pop_front() {
                return Some(job);
            }
            if queue.closed {
                return None;
            }
            queue = self.ready.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

fn work(shared: &Shared, mut connection: Option<Db>) {
    let mut used = Instant::now();
    while let Some(job) = shared.next() {
        if used.elapsed() > RESTED {
            connection = usable(connection);
        }
        let verdict = match connected(&mut connection, &shared.opening) {
            Ok(db) => job(Ok(db)),
            Err(error) => job(Err(error)),
        };
        used = Instant::now();
        connection = match verdict {
            Verdict::Usable => connection,
            Verdict::Suspect => usable(connection),
            Verdict::Broken => None,
        };
    }
}

fn connected<'a>(connection: &'a mut Option<Db>, opening: &Opening) -> Result<&'a mut Db, StoreError> {
    match connection {
        Some(db) => Ok(db),
        None => Ok(connection.insert(opening.connect()?)),
    }
}

/// Drops a connection that no longer answers.
fn usable(connection: Option<Db>) -> Option<Db> {
    connection.and_then(|mut db| db.is_usable().then_some(db))
}

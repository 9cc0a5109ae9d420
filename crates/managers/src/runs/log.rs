//! Writing events to the log, many runs at once.
//!
//! Each run appends a few events some twenty times a second. A transaction of their own for each
//! would make a hundred parallel runs wait for each other's commits; here whoever comes first
//! writes what all others queued meanwhile.

use std::sync::{Mutex, PoisonError};

use models::ids::RunId;
use models::run_event::LoggedEvent;
use store::StoreError;
use tokio::sync::oneshot;

use crate::bus;
use crate::context::Context;
use crate::error::{Error, Result};

/// The way to the log.
#[derive(Default)]
pub(super) struct Log {
    queue: Mutex<Vec<Entry>>,
    writer: tokio::sync::Mutex<()>,
}

struct Entry {
    run_id: RunId,
    events: Vec<LoggedEvent>,
    written: oneshot::Sender<Result<Vec<LoggedEvent>>>,
}

impl Log {
    /// Appends a run's events and gives them back once they are durable.
    ///
    /// The caller must not be dropped while it waits: others' events may be in its hands. Runs are
    /// tracked tasks that stop by token, never by being dropped.
    pub(super) async fn append(
        &self,
        cx: &Context,
        run_id: RunId,
        events: Vec<LoggedEvent>,
    ) -> Result<Vec<LoggedEvent>> {
        let (written, answer) = oneshot::channel();
        self.queue().push(Entry { run_id, events, written });
        {
            let _turn = self.writer.lock().await;
            // Runs flush at the same moment: let the others of this thread queue their words too.
            tokio::task::yield_now().await;
            let batch = std::mem::take(&mut *self.queue());
            if !batch.is_empty() {
                write(cx, batch).await;
            }
        }
        answer.await.map_err(|error| Error::internal("writing events of a run", error))?
    }

    fn queue(&self) -> std::sync::MutexGuard<'_, Vec<Entry>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn write(cx: &Context, batch: Vec<Entry>) {
    let mut senders = Vec::with_capacity(batch.len());
    let mut rows = Vec::with_capacity(batch.len());
    for entry in batch {
        senders.push((entry.written, entry.events.len()));
        rows.extend(entry.events.into_iter().map(|event| (entry.run_id, event)));
    }
    let process = cx.process_id;
    let result = cx
        .store
        .write(move |db| {
            store::run_events::append(db, &rows)?;
            let mut grown: Vec<RunId> = rows.iter().map(|(run_id, _)| *run_id).collect();
            grown.dedup();
            for run_id in grown {
                bus::run_grew(db, process, run_id)?;
            }
            Ok::<_, StoreError>(rows)
        })
        .await;
    let mut rows = match result {
        Ok(rows) => Ok(rows.into_iter().map(|(_, event)| event)),
        Err(error) => Err(error),
    };
    for (sender, count) in senders {
        let answer = match &mut rows {
            Ok(rows) => Ok(rows.by_ref().take(count).collect()),
            Err(StoreError::Busy) => Err(Error::Busy),
            Err(StoreError::Full) => Err(Error::StorageFull),
            Err(error) => Err(Error::internal("writing events of a run", error.to_string())),
        };
        // An error means that the run's task is gone, which only a panic does; its lease runs out.
        if sender.send(answer).is_err() {
            tracing::warn!("a run ended while its events were written");
        }
    }
}

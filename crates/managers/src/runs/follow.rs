//! Listening to a run: from any point, in this process or another, during it or after it.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use async_stream::try_stream;
use futures_util::Stream;
use models::ids::RunId;
use models::run::{Run, RunStatus};
use models::run_event::{LoggedEvent, RunEvent};
use tokio::sync::broadcast;

use super::fold::unfold;
use super::hub::LiveRun;
use super::own;
use crate::access::{Action, Actor};
use crate::context::Context;
use crate::error::{Error, Result};

/// How long a listener trusts wake-ups of other processes before it reads the log anyway.
const POLL: Duration = Duration::from_millis(1_000);
/// Events read from the log at once.
const PAGE: u32 = 500;

/// Batches of events in order; ends after a terminal one.
pub type Events = Pin<Box<dyn Stream<Item = Result<Vec<Arc<LoggedEvent>>>> + Send>>;

/// Listens to a run whose events up to a sequence number are known; 0 knows none. Known events come
/// again, because what follows cannot be read without the parts they began; the caller skips them.
pub async fn follow(cx: &Context, actor: &Actor, run_id: RunId, after: i64) -> Result<(Run, Events)> {
    let run = {
        let actor = actor.clone();
        cx.store.read(move |db| own(db, &actor, Action::View, run_id)).await?
    };
    let events = events(cx, &run, after.max(0));
    Ok((run, events))
}

/// Listens from the beginning to a run that the caller has just started.
pub fn follow_started(cx: &Context, run: &Run) -> Events {
    events(cx, run, 0)
}

fn events(cx: &Context, run: &Run, after: i64) -> Events {
    match cx.runs.find(run.id) {
        Some(live) => Box::pin(live_events(live)),
        None => Box::pin(logged_events(cx.clone(), run.clone(), after)),
    }
}

fn live_events(live: Arc<LiveRun>) -> impl Stream<Item = Result<Vec<Arc<LoggedEvent>>>> + Send {
    try_stream! {
        let mut progress = live.progress();
        let mut seen = 0;
        loop {
            let ended = progress.borrow_and_update().ended;
            let batch = live.after(seen);
            if let Some(last) = batch.last() {
                seen = last.sequence;
                yield batch;
            }
            if ended {
                return;
            }
            // The sender lives as long as `live`, so this cannot fail while we hold it.
            if progress.changed().await.is_err() {
                return;
            }
        }
    }
}

fn logged_events(cx: Context, run: Run, after: i64) -> impl Stream<Item = Result<Vec<Arc<LoggedEvent>>>> + Send {
    try_stream! {
        let mut wakes = cx.runs.listen_elsewhere();
        let mut seen = 0;
        loop {
            let (batch, current) = read(&cx, run.id, seen).await?;
            let ended = batch.iter().any(|e| e.event.is_terminal());
            let empty = batch.is_empty();
            if let Some(last) = batch.last() {
                seen = last.sequence;
                yield batch.into_iter().map(Arc::new).collect();
            }
            if ended {
                return;
            }
            if empty && current.status.is_terminal() {
                // Events are pruned all at once, so none at all means that they are gone.
                if seen == 0 {
                    yield pruned(&cx, &current, after).await?;
                }
                return;
            }
            if empty {
                wait(&mut wakes, run.id).await;
            }
        }
    }
}

async fn read(cx: &Context, id: RunId, after: i64) -> Result<(Vec<LoggedEvent>, Run)> {
    cx.store
        .read(move |db| {
            // The run first: if it is terminal, all its events are there to be read.
            let run = store::runs::find(db, id)?.ok_or(Error::NotFound(crate::error::Noun::Run))?;
            Ok((store::run_events::after(db, id, after, PAGE)?, run))
        })
        .await
}

/// The log of a run that ended long ago is pruned: its answer tells the same. A listener that knew
/// a part of it gets the end only, because it holds the text and the numbers no longer match.
async fn pruned(cx: &Context, run: &Run, known: i64) -> Result<Vec<Arc<LoggedEvent>>> {
    let terminal = terminal(run);
    if known > 0 {
        return Ok(vec![Arc::new(LoggedEvent { sequence: known + 1, event: terminal })]);
    }
    let id = run.id;
    let answer = cx
        .store
        .read(move |db| {
            Ok::<_, Error>(store::messages::for_runs(db, &[id])?.remove(&id).and_then(|(_, answer)| answer))
        })
        .await?;
    let mut events = unfold(run, &answer.map(|a| a.parts).unwrap_or_default());
    events.push(terminal);
    Ok((1..).zip(events).map(|(sequence, event)| Arc::new(LoggedEvent { sequence, event })).collect())
}

fn terminal(run: &Run) -> RunEvent {
    let failure = || {
        run.failure.clone().unwrap_or(models::run::RunFailure {
            code: "interrupted".into(),
            message: "this answer was interrupted".into(),
            retryable: true,
        })
    };
    match run.status {
        RunStatus::Completed => {
            RunEvent::Completed { reason: run.finish_reason.unwrap_or(models::run::FinishReason::Other) }
        }
        RunStatus::Failed => RunEvent::Failed { failure: failure() },
        RunStatus::Interrupted | RunStatus::Queued | RunStatus::Running | RunStatus::WaitingApproval => {
            RunEvent::Interrupted { failure: failure() }
        }
    }
}

/// Waits until the run's process wrote something, or for [`POLL`] in case a wake-up was lost.
async fn wait(wakes: &mut broadcast::Receiver<RunId>, id: RunId) {
    let woken = async {
        loop {
            match wakes.recv().await {
                Ok(other) if other != id => {}
                Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => return,
                Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
            }
        }
    };
    if tokio::time::timeout(POLL, woken).await.is_err() {
        tracing::trace!(run.id = %id, "no wake-up; reading the log");
    }
}

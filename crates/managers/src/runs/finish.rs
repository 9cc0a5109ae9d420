//! Ending a run: the last events, the answer and the status in one transaction, then the news.

use std::sync::Arc;
use std::time::Duration;

use models::message::{Message, MessageRole};
use models::notice::Change;
use models::run::{FinishReason, Run, RunFailure, RunStatus};
use models::run_event::{LoggedEvent, RunEvent};
use models::time::Time;
use store::Db;

use super::fold::{Folded, fold};
use super::hub::{LiveRun, Stop};
use super::recorder::Recorder;
use crate::context::Context;
use crate::error::{Error, Interrupted, Result};

/// Pauses between attempts to write the end of a run; after the last one the lease runs out and
/// the reaper does it.
const ATTEMPTS: [Duration; 4] = [
    Duration::from_millis(100),
    Duration::from_millis(400),
    Duration::from_millis(1_600),
    Duration::from_millis(3_200),
];

/// How a run ended.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Outcome {
    /// As the model wished.
    Completed {
        /// Why it stopped.
        reason: FinishReason,
    },
    /// By an error.
    Failed(RunFailure),
    /// Before the model was done.
    Stopped(Stop),
    /// By the death of its process.
    Crashed,
}

impl Outcome {
    /// An error, in words for the user; the log gets the chain of causes.
    pub(super) fn failed(error: &Error) -> Self {
        match error {
            Error::Internal { doing, source } => tracing::error!(error = ?source, doing, "a run failed"),
            other => tracing::info!(code = other.code(), error = %other, "a run failed"),
        }
        Self::Failed(error.to_failure())
    }

    fn status(&self) -> RunStatus {
        match self {
            Self::Completed { .. } => RunStatus::Completed,
            Self::Failed(_) => RunStatus::Failed,
            Self::Stopped(_) | Self::Crashed => RunStatus::Interrupted,
        }
    }

    fn failure(&self) -> Option<RunFailure> {
        let interrupted = |why: Interrupted| {
            Some(RunFailure { code: why.code().into(), message: why.sentence().into(), retryable: true })
        };
        match self {
            Self::Completed { .. } => None,
            Self::Failed(failure) => Some(failure.clone()),
            Self::Stopped(Stop::User) => interrupted(Interrupted::ByUser),
            Self::Stopped(Stop::Shutdown) => interrupted(Interrupted::ByShutdown),
            Self::Crashed => interrupted(Interrupted::ByCrash),
        }
    }

    fn reason(&self) -> Option<FinishReason> {
        match self {
            Self::Completed { reason } => Some(*reason),
            Self::Failed(_) | Self::Stopped(_) | Self::Crashed => None,
        }
    }

    fn event(&self) -> RunEvent {
        match (self, self.failure()) {
            (Self::Completed { reason }, _) => RunEvent::Completed { reason: *reason },
            (Self::Failed(failure), _) => RunEvent::Failed { failure: failure.clone() },
            (Self::Stopped(_) | Self::Crashed, failure) => RunEvent::Interrupted {
                failure: failure.unwrap_or(RunFailure {
                    code: "interrupted".into(),
                    message: "this answer was interrupted".into(),
                    retryable: true,
                }),
            },
        }
    }
}

/// Ends a run of this process.
pub(super) async fn finish(cx: &Context, live: &Arc<LiveRun>, run: &Run, mut recorder: Recorder, outcome: Outcome) {
    recorder.end(outcome.event());
    let last = recorder.drain();
    let logged = live.after(0);
    let folded = fold(logged.iter().map(Arc::as_ref).chain(&last));
    let ending = Ending { run: run.clone(), folded, events: last, at: cx.now(), outcome };
    match write_with_patience(cx, &ending).await {
        Ok(true) => live.publish(ending.events.clone()),
        Ok(false) => {
            tracing::warn!("another process ended this run");
            live.publish(superseded(&ending));
        }
        Err(error) => {
            tracing::error!(%error, "the end of a run could not be written; its lease will run out");
            live.publish(superseded(&Ending { outcome: Outcome::Failed(error.to_failure()), ..ending.clone() }));
        }
    }
    cx.runs.remove(run.id);
    announce(cx, &ending);
}

/// Ends a run whose process died, with the text that its log holds.
pub(super) async fn finish_dead(cx: &Context, run: Run) -> Result<bool> {
    let (id, at) = (run.id, cx.now());
    let logged = cx.store.read(move |db| Ok::<_, Error>(store::run_events::after(db, id, 0, u32::MAX)?)).await?;
    let folded = fold(&logged);
    let outcome = Outcome::Crashed;
    let events = vec![LoggedEvent { sequence: folded.last_sequence + 1, event: outcome.event() }];
    let ending = Ending { run, folded, events, at, outcome };
    let written = write(cx, &ending).await?;
    if written {
        tracing::warn!(run.id = %ending.run.id, "marked the run of a dead process interrupted");
        announce(cx, &ending);
    }
    Ok(written)
}

#[derive(Clone)]
struct Ending {
    run: Run,
    folded: Folded,
    events: Vec<LoggedEvent>,
    at: Time,
    outcome: Outcome,
}

async fn write_with_patience(cx: &Context, ending: &Ending) -> Result<bool> {
    for pause in ATTEMPTS {
        match write(cx, ending).await {
            Ok(written) => return Ok(written),
            Err(error) => tracing::warn!(%error, "writing the end of a run failed; trying again"),
        }
        tokio::time::sleep(pause).await;
    }
    write(cx, ending).await
}

async fn write(cx: &Context, ending: &Ending) -> Result<bool> {
    let ending = ending.clone();
    cx.store.write(move |db| write_now(db, &ending)).await
}

/// `false` where another process has ended the run already; then nothing is changed.
fn write_now(db: &mut Db, ending: &Ending) -> Result<bool> {
    let (run, outcome) = (&ending.run, &ending.outcome);
    let end = store::runs::Finish {
        status: outcome.status(),
        usage: ending.folded.usage,
        finish_reason: outcome.reason(),
        failure: outcome.failure(),
        sources: ending.folded.sources.clone(),
        files: ending.folded.files.clone(),
        finished_at: ending.at,
    };
    if !store::runs::finish(db, run.id, &end)? {
        return Ok(false);
    }
    let rows: Vec<_> = ending.events.iter().cloned().map(|event| (run.id, event)).collect();
    store::run_events::append(db, &rows)?;
    if !ending.folded.parts.is_empty() {
        store::messages::insert(
            db,
            &Message {
                id: run.answer_message_id,
                run_id: run.id,
                conversation_id: run.conversation_id,
                role: MessageRole::Assistant,
                parts: ending.folded.parts.clone(),
                created_at: ending.at,
            },
        )?;
    }
    store::conversations::release_active(db, run.conversation_id, run.id, ending.at)?;
    Ok(true)
}

/// What listeners see when the true end is not theirs to write: a terminal event with the next
/// number, so that they stop waiting.
fn superseded(ending: &Ending) -> Vec<LoggedEvent> {
    let mut events = ending.events.clone();
    if let Some(last) = events.last_mut() {
        last.event = ending.outcome.event();
    }
    events
}

fn announce(cx: &Context, ending: &Ending) {
    let (run, status) = (&ending.run, ending.outcome.status());
    metrics::counter!("pallium_runs_finished_total", "status" => status.as_str()).increment(1);
    if let Some(usage) = ending.folded.usage {
        metrics::counter!("pallium_tokens_total", "kind" => "input").increment(usage.input_tokens);
        metrics::counter!("pallium_tokens_total", "kind" => "output").increment(usage.output_tokens);
    }
    tracing::info!(
        run.id = %run.id,
        status = status.as_str(),
        ms = (ending.at - run.created_at).num_milliseconds(),
        "run ended"
    );
    let change = Change::RunFinished { conversation_id: run.conversation_id, run_id: run.id };
    cx.notify(run.owner_id, change);
}

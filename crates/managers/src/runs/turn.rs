//! Executing a run: load, prompt, stream, record, finish. Only orchestrates.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use models::attachment::{FileName, image_type};
use models::chat::{ChatDelta, ChatRequest, VendorError, VendorErrorKind};
use models::message::{Message, Part};
use models::usage_entry;
use providers::{ChatStream, ProviderError};
use tracing::Instrument;

use super::finish::{self, Outcome};
use super::given;
use super::hub::{LiveRun, Stop};
use super::prompt::{self, Images, Material};
use super::recorder::Recorder;
use super::start::Plan;
use super::title;
use crate::attachments;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::gateway::{self, Bill, OwnCall};

/// Runs of history that are read at most; the token budget cuts further.
const HISTORY_RUNS_MAX: usize = 500;

/// How long, after a tick, the words that arrived before it are gathered.
const GATHER: Duration = Duration::from_millis(2);
/// A vendor that sent this many chunks between two flushes is read without a pause, so that a pause
/// never holds an answer back.
const FAST_READS: u32 = 16;

/// Flushes after which an answer counts as long. A pause may hold the end of an answer back by a
/// tick, which is not felt in a long one and would be in a short one.
const LONG_AFTER: u32 = 10;
/// Time between two flushes of a long answer: what the settings allow at most. Its reader is
/// behind by then, and each flush costs a transaction and a write to each listener.
const LONG_INTERVAL: Duration = Duration::from_millis(100);

/// Executes a run to its end, whatever happens on the way.
pub(super) async fn execute(cx: Context, live: Arc<LiveRun>, plan: Plan) {
    let span = tracing::info_span!("run", run.id = %plan.run.id, user.id = %plan.run.owner_id, model = %plan.model.id);
    async {
        let mut recorder = Recorder::after(plan.sequence);
        // The last resort: a panic must not leave a run without an end.
        let conversation = AssertUnwindSafe(converse(&cx, &live, &plan, &mut recorder)).catch_unwind().await;
        let outcome = match conversation {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(error)) => Outcome::failed(&error),
            Err(_) => {
                metrics::counter!("pallium_panics_total", "at" => "run").increment(1);
                tracing::error!("a run panicked");
                Outcome::failed(&Error::internal("answering", "the run's task panicked"))
            }
        };
        let completed = matches!(outcome, Outcome::Completed { .. });
        finish::finish(&cx, &live, &plan.run, recorder, outcome).await;
        if completed {
            title::improve(&cx, &plan).await;
        }
    }
    .instrument(span)
    .await;
}

async fn converse(cx: &Context, live: &LiveRun, plan: &Plan, recorder: &mut Recorder) -> Result<Outcome> {
    let stopped = || Ok(Outcome::Stopped(live.stopped().unwrap_or(Stop::User)));
    let (history, instructions) = load(cx, plan).await?;
    let Some(given) = given::gather(cx, live, plan, &history).await? else { return stopped() };
    if !given.sources.is_empty() || !given.files.is_empty() {
        recorder.given(given.sources, given.files);
        flush(cx, live, recorder).await?;
    }
    let images = load_images(cx, plan, &history).await?;
    let request = prompt::build(&Material {
        model: &plan.model.id,
        context_tokens: plan.model.context_tokens,
        instructions: instructions.as_deref(),
        parameters: &plan.run.parameters,
        history: &history,
        images: &images,
        given: &given.words,
    });
    drop((history, images, given.words));
    let call = OwnCall {
        user_id: plan.run.owner_id,
        run_id: Some(plan.run.id),
        connection_id: plan.endpoint.connection_id,
        model: &plan.model.id,
        input_tokens: dialects::estimate_tokens(&request),
        max_output_tokens: request.max_output_tokens,
    };
    // It may stand in line for its turn.
    let mut bill = tokio::select! {
        biased;
        opened = gateway::open_own_call(cx, call) => opened?,
        () = live.cancel.cancelled() => return stopped(),
    };
    let turn = Turn { cx, live, plan };
    let outcome = stream(turn, &request, recorder, &mut bill).await;
    bill.note(recorder.usage, recorder.text_bytes);
    bill.close(match &outcome {
        Ok(Outcome::Completed { .. }) => usage_entry::Outcome::Completed,
        Ok(Outcome::Stopped(_)) => usage_entry::Outcome::ClientLeft,
        Ok(Outcome::Failed(_) | Outcome::Crashed) => usage_entry::Outcome::Failed,
        Err(Error::Vendor(ProviderError::Cut | ProviderError::ChunkTimeout { .. })) => usage_entry::Outcome::Cut,
        Err(_) => usage_entry::Outcome::Failed,
    });
    outcome
}

/// A turn under way.
#[derive(Clone, Copy)]
struct Turn<'a> {
    cx: &'a Context,
    live: &'a LiveRun,
    plan: &'a Plan,
}

async fn stream(turn: Turn<'_>, request: &ChatRequest, recorder: &mut Recorder, bill: &mut Bill) -> Result<Outcome> {
    let Turn { cx, live, plan } = turn;
    let stream = match cx.providers.stream(&plan.endpoint, request, &live.cancel).await {
        Ok(stream) => stream,
        Err(ProviderError::Cancelled) => return Ok(Outcome::Stopped(live.stopped().unwrap_or(Stop::User))),
        Err(error) => return Err(error.into()),
    };
    relay(turn, stream, recorder, bill).await
}

/// The branch up to the run's own input, oldest first, and the user's instructions.
async fn load(cx: &Context, plan: &Plan) -> Result<(Vec<Message>, Option<String>)> {
    let (head, owner) = (plan.run.id, plan.run.owner_id);
    cx.store
        .read(move |db| {
            // The ids alone: runs hold the passages that they were given.
            let mut path = store::runs::path_ids(db, head)?;
            path.truncate(HISTORY_RUNS_MAX);
            let mut messages = store::messages::for_runs(db, &path)?;
            let mut history = Vec::with_capacity(path.len() * 2);
            for run in path.iter().rev() {
                let (input, answer) = messages.remove(run).unwrap_or_default();
                history.extend(input);
                history.extend(answer);
            }
            Ok((history, store::users::preferences(db, owner)?.instructions))
        })
        .await
}

/// Pictures to send: those of the newest message always, since the user asks about them and the
/// vendor says it best if its model cannot see; earlier ones only where the model is known to.
async fn load_images(cx: &Context, plan: &Plan, history: &[Message]) -> Result<Images> {
    let mut images = Images::new();
    let newest = history.len().saturating_sub(1);
    for (place, message) in history.iter().enumerate() {
        if place != newest && !plan.model.capabilities.vision {
            continue;
        }
        for part in &message.parts {
            if let Part::Image { attachment_id } = part {
                images.insert(*attachment_id, attachments::base64(cx, &plan.actor, *attachment_id).await?);
            }
        }
    }
    Ok(images)
}

async fn relay(turn: Turn<'_>, mut stream: ChatStream, recorder: &mut Recorder, bill: &mut Bill) -> Result<Outcome> {
    let Turn { cx, live, plan } = turn;
    let mut ticks = cx.runs.ticks(cx.settings.runs.flush_interval);
    let due = tokio::time::sleep_until(ticks.next());
    tokio::pin!(due);
    let mut first = true;
    let (mut reads, mut flushes) = (0, 0);
    loop {
        let batch = {
            // Held across flushes: a wait that is dropped and begun anew may lose what it had read.
            let mut next = std::pin::pin!(stream.next());
            loop {
                tokio::select! {
                    biased;
                    () = &mut due, if recorder.is_pending() => {
                        flush(cx, live, recorder).await?;
                        due.as_mut().reset(ticks.next());
                    }
                    batch = &mut next => break batch,
                }
            }
        };
        let Some(batch) = batch else {
            return match recorder.reason {
                Some(reason) => Ok(Outcome::Completed { reason }),
                None => Err(ProviderError::Cut.into()),
            };
        };
        let begins = !recorder.is_pending();
        let deltas = match batch {
            Ok(deltas) => deltas,
            Err(ProviderError::Cancelled) => return Ok(Outcome::Stopped(live.stopped().unwrap_or(Stop::User))),
            Err(error) => return Err(error.into()),
        };
        for delta in deltas {
            match delta {
                ChatDelta::Image { media_type: _, base64 } => {
                    let picture = store_image(cx, plan, &base64).await?;
                    recorder.image(&picture);
                }
                ChatDelta::Failed { error } => return Err(vendor(error)),
                other => recorder.take(other),
            }
        }
        if recorder.is_boundary() {
            flush(cx, live, recorder).await?;
            if std::mem::take(&mut first) {
                bill.begun();
                note_first_token(cx, plan).await?;
            }
        } else if begins && recorder.is_pending() {
            // These words are not shown before the next tick. To be woken for each word until then
            // would cost more than all else that is done with it.
            let tick = ticks.next();
            if flushes >= LONG_AFTER && reads < FAST_READS {
                tokio::select! {
                    () = live.cancel.cancelled() => {}
                    () = tokio::time::sleep_until(tick) => {}
                }
            }
            due.as_mut().reset(tick + GATHER);
            reads = 0;
            flushes += 1;
            if flushes == LONG_AFTER {
                ticks = cx.runs.ticks(LONG_INTERVAL.max(cx.settings.runs.flush_interval));
            }
        }
        reads += 1;
    }
}

async fn flush(cx: &Context, live: &LiveRun, recorder: &mut Recorder) -> Result<()> {
    let events = cx.runs.log().append(cx, live.id, recorder.drain()).await?;
    live.publish(events);
    Ok(())
}

async fn note_first_token(cx: &Context, plan: &Plan) -> Result<()> {
    let (id, now) = (plan.run.id, cx.now());
    let waited = (now - plan.run.created_at).to_std().unwrap_or(Duration::ZERO);
    metrics::histogram!("pallium_first_token_seconds").record(waited.as_secs_f64());
    cx.store.write(move |db| Ok(store::runs::set_first_token(db, id, now)?)).await
}

fn vendor(error: VendorError) -> Error {
    ProviderError::Vendor { status: 200, error, retry_after: None, body: None }.into()
}

/// Keeps a picture that the model made as an attachment of the user.
async fn store_image(cx: &Context, plan: &Plan, base64: &str) -> Result<models::attachment::Attachment> {
    use base64::Engine as _;
    let garbage =
        |message: &str| vendor(VendorError { kind: VendorErrorKind::Garbage, message: message.into(), code: None });
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(base64)
        .map_err(|_| garbage("the vendor sent a picture that cannot be read"))?;
    let media_type = image_type(&bytes).ok_or_else(|| garbage("the vendor sent a picture of an unknown type"))?;
    let extension = media_type.rsplit('/').next().unwrap_or("png");
    let name = FileName::parse(&format!("generated.{extension}"))?;
    attachments::store(cx, &plan.actor, name, bytes).await
}

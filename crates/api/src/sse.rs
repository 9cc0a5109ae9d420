//! Streams to browsers: run events as AG-UI frames, and hints. The only place that knows the
//! frames' names.
//!
//! AG-UI: <https://docs.ag-ui.com/concepts/events>. Server-sent events: the WHATWG HTML standard,
//! section 9.2.

use std::convert::Infallible;
use std::io::Write;
use std::time::Duration;

use actix_web::http::header::{self, ContentEncoding};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use async_stream::stream;
use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use managers::context::Context;
use managers::error::Error;
use managers::runs::follow::Events;
use models::ids::{MessageId, UserId};
use models::run::Run;
use models::run_event::{LoggedEvent, PartKind, RunEvent};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::broadcast::error::RecvError;

use crate::routes::runs::source_shapes::{RunFileBody, RunSourceBody};

/// How long a stream is silent before a comment keeps proxies awake.
const HEARTBEAT: Duration = Duration::from_secs(15);
const COMMENT: Bytes = Bytes::from_static(b": alive\n\n");

/// Answers with a run's events after `after`; ends after a terminal one.
pub(crate) fn run_events(run: &Run, events: Events, after: i64) -> HttpResponse {
    let mut encoder = Encoder::new(run);
    answer().streaming(with_heartbeat(events.map(move |batch| match batch {
        Ok(batch) => {
            let mut frames = Vec::with_capacity(batch.len() * 160);
            for logged in batch {
                encoder.encode(&logged, after, &mut frames);
            }
            Bytes::from(frames)
        }
        // The listener comes back with Last-Event-ID and reads on from the log.
        Err(error) => {
            tracing::warn!(%error, "a listener's stream ended early");
            Bytes::from_static(b": interrupted; come back\n\n")
        }
    })))
}

/// Answers with hints for one user's pages, until the page leaves or the server drains.
pub(crate) fn hints(cx: &Context, user_id: UserId) -> HttpResponse {
    let mut board = cx.notices.listen();
    let draining = cx.runs.draining().clone();
    let hints = stream! {
        // Headers alone do not tell a browser that the stream is open.
        yield COMMENT;
        loop {
            let notice = tokio::select! {
                () = draining.cancelled() => return,
                notice = board.recv() => notice,
            };
            match notice {
                Ok(notice) if notice.user_id == user_id => {
                    let mut frame = Vec::with_capacity(128);
                    data(&mut frame, &notice.change);
                    yield Bytes::from(frame);
                }
                Ok(_) => {}
                // A page that lagged connects anew and reads everything.
                Err(RecvError::Lagged(_) | RecvError::Closed) => return,
            }
        }
    };
    answer().streaming(with_heartbeat(Box::pin(hints)))
}

/// A header that is no number is no place to resume from; the whole run is sent.
pub(crate) fn last_event_id(request: &HttpRequest) -> Option<i64> {
    request.headers().get("last-event-id")?.to_str().ok()?.trim().parse().ok()
}

/// Answers with frames, each with its number where it has one.
pub(crate) fn numbered<T: Serialize + 'static>(
    frames: impl Stream<Item = Result<(Option<i64>, T), Error>> + Unpin + 'static,
) -> HttpResponse {
    answer().streaming(with_heartbeat(frames.map(|next| match next {
        Ok((sequence, body)) => {
            let mut frame = Vec::with_capacity(256);
            if let Some(sequence) = sequence {
                id(&mut frame, sequence);
            }
            data(&mut frame, &body);
            Bytes::from(frame)
        }
        // The listener comes back with Last-Event-ID and reads on from the log.
        Err(error) => {
            tracing::warn!(%error, "a listener's stream ended early");
            Bytes::from_static(b": interrupted; come back\n\n")
        }
    })))
}

fn answer() -> HttpResponseBuilder {
    let mut answer = HttpResponse::Ok();
    answer
        .content_type("text/event-stream")
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .insert_header(("X-Accel-Buffering", "no"))
        // Compression would hold frames back until its window is full.
        .insert_header(ContentEncoding::Identity);
    answer
}

fn with_heartbeat(frames: impl Stream<Item = Bytes> + Unpin) -> impl Stream<Item = Result<Bytes, Infallible>> {
    stream! {
        let mut frames = frames;
        loop {
            match tokio::time::timeout(HEARTBEAT, frames.next()).await {
                Ok(Some(frame)) if frame.is_empty() => {}
                Ok(Some(frame)) => yield Ok(frame),
                Ok(None) => return,
                Err(_) => yield Ok(COMMENT),
            }
        }
    }
}

/// Turns logged events into frames. It must see every event of the run from the first on, because
/// a delta names its part by number only.
struct Encoder {
    thread: String,
    run: String,
    message: MessageId,
    parts: Vec<Known>,
}

/// What later frames need to know of a part.
enum Known {
    Text { message: String },
    Reasoning { message: String },
    Call { id: String },
    Refusal { text: String },
    Whole,
}

impl Encoder {
    fn new(run: &Run) -> Self {
        Self {
            thread: run.conversation_id.to_string(),
            run: run.id.to_string(),
            message: run.answer_message_id,
            parts: Vec::new(),
        }
    }

    /// Writes an event's frames, unless the listener has it; learns from it in any case.
    fn encode(&mut self, logged: &LoggedEvent, after: i64, out: &mut Vec<u8>) {
        let start = out.len();
        self.event(logged.sequence, &logged.event, out);
        if logged.sequence <= after {
            out.truncate(start);
        }
    }

    fn event(&mut self, sequence: i64, event: &RunEvent, out: &mut Vec<u8>) {
        match event {
            RunEvent::Started => {
                frame(out, sequence, &Frame::RunStarted { thread_id: &self.thread, run_id: &self.run });
            }
            RunEvent::PartStarted { part, kind } => self.part_started(sequence, *part, kind, out),
            RunEvent::Delta { part, text } => self.delta(sequence, *part, text, out),
            RunEvent::PartEnded { part, .. } => self.part_ended(sequence, *part, out),
            RunEvent::Sources { sources, files } => {
                let sources: Vec<RunSourceBody> = sources.iter().cloned().map(Into::into).collect();
                let files: Vec<RunFileBody> = files.iter().cloned().map(Into::into).collect();
                let value = json!({ "sources": sources, "files": files });
                frame(out, sequence, &Frame::Custom { name: "sources", value });
            }
            RunEvent::Usage { usage } => frame(out, sequence, &Frame::Custom { name: "usage", value: json!(usage) }),
            RunEvent::Titled { title } => {
                frame(out, sequence, &Frame::Custom { name: "title", value: json!({ "title": title }) });
            }
            RunEvent::Completed { reason } => {
                let result = json!({ "status": "completed", "finish_reason": reason });
                frame(out, sequence, &Frame::RunFinished { thread_id: &self.thread, run_id: &self.run, result });
            }
            RunEvent::Interrupted { failure } => {
                let result = json!({ "status": "interrupted", "failure": failure });
                frame(out, sequence, &Frame::RunFinished { thread_id: &self.thread, run_id: &self.run, result });
            }
            RunEvent::Failed { failure } => {
                let (message, code) = (&failure.message, &failure.code);
                frame(out, sequence, &Frame::RunError { message, code, retryable: failure.retryable });
            }
        }
    }

    fn part_started(&mut self, sequence: i64, part: u32, kind: &PartKind, out: &mut Vec<u8>) {
        let message = if part == 0 { self.message.to_string() } else { format!("{}-{part}", self.message) };
        let known = match kind {
            PartKind::Text => {
                frame(out, sequence, &Frame::TextMessageStart { message_id: &message, role: "assistant" });
                Known::Text { message }
            }
            PartKind::Reasoning => {
                data(out, &Frame::ReasoningStart { message_id: &message });
                frame(out, sequence, &Frame::ReasoningMessageStart { message_id: &message, role: "reasoning" });
                Known::Reasoning { message }
            }
            PartKind::EncryptedReasoning { .. } => {
                frame(out, sequence, &Frame::Custom { name: "encrypted_reasoning", value: json!({ "part": part }) });
                Known::Whole
            }
            PartKind::ToolCall { id, name } => {
                let parent = self.message.to_string();
                let start = Frame::ToolCallStart { tool_call_id: id, tool_call_name: name, parent_message_id: &parent };
                frame(out, sequence, &start);
                Known::Call { id: id.clone() }
            }
            PartKind::Image { attachment_id } => {
                let value = json!({ "attachment_id": attachment_id, "part": part });
                frame(out, sequence, &Frame::Custom { name: "image", value });
                Known::Whole
            }
            PartKind::Refusal => {
                comment(out, sequence);
                Known::Refusal { text: String::new() }
            }
        };
        self.parts.push(known);
    }

    fn delta(&mut self, sequence: i64, part: u32, text: &str, out: &mut Vec<u8>) {
        match usize::try_from(part).ok().and_then(|part| self.parts.get_mut(part)) {
            Some(Known::Text { message }) => {
                frame(out, sequence, &Frame::TextMessageContent { message_id: message, delta: text });
            }
            Some(Known::Reasoning { message }) => {
                frame(out, sequence, &Frame::ReasoningMessageContent { message_id: message, delta: text });
            }
            Some(Known::Call { id }) => {
                frame(out, sequence, &Frame::ToolCallArgs { tool_call_id: id, delta: text });
            }
            Some(Known::Refusal { text: so_far }) => {
                so_far.push_str(text);
                frame(out, sequence, &Frame::Custom { name: "refusal", value: json!({ "text": so_far }) });
            }
            Some(Known::Whole) | None => comment(out, sequence),
        }
    }

    fn part_ended(&mut self, sequence: i64, part: u32, out: &mut Vec<u8>) {
        match usize::try_from(part).ok().and_then(|part| self.parts.get(part)) {
            Some(Known::Text { message }) => frame(out, sequence, &Frame::TextMessageEnd { message_id: message }),
            Some(Known::Reasoning { message }) => {
                data(out, &Frame::ReasoningMessageEnd { message_id: message });
                frame(out, sequence, &Frame::ReasoningEnd { message_id: message });
            }
            Some(Known::Call { id }) => frame(out, sequence, &Frame::ToolCallEnd { tool_call_id: id }),
            Some(Known::Refusal { .. } | Known::Whole) | None => comment(out, sequence),
        }
    }
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "camelCase")]
enum Frame<'a> {
    RunStarted { thread_id: &'a str, run_id: &'a str },
    RunFinished { thread_id: &'a str, run_id: &'a str, result: Value },
    RunError { message: &'a str, code: &'a str, retryable: bool },
    TextMessageStart { message_id: &'a str, role: &'a str },
    TextMessageContent { message_id: &'a str, delta: &'a str },
    TextMessageEnd { message_id: &'a str },
    ReasoningStart { message_id: &'a str },
    ReasoningMessageStart { message_id: &'a str, role: &'a str },
    ReasoningMessageContent { message_id: &'a str, delta: &'a str },
    ReasoningMessageEnd { message_id: &'a str },
    ReasoningEnd { message_id: &'a str },
    ToolCallStart { tool_call_id: &'a str, tool_call_name: &'a str, parent_message_id: &'a str },
    ToolCallArgs { tool_call_id: &'a str, delta: &'a str },
    ToolCallEnd { tool_call_id: &'a str },
    Custom { name: &'a str, value: Value },
}

/// A frame with the event's number, from which a listener resumes.
fn frame(out: &mut Vec<u8>, sequence: i64, frame: &impl Serialize) {
    id(out, sequence);
    data(out, frame);
}

fn data(out: &mut Vec<u8>, frame: &impl Serialize) {
    let start = out.len();
    out.extend_from_slice(b"data: ");
    if let Err(error) = serde_json::to_writer(&mut *out, frame) {
        // Frames are strings and numbers; should one ever not serialise, the stream goes on.
        tracing::error!(%error, "a frame could not be written");
        out.truncate(start);
        return;
    }
    out.extend_from_slice(b"\n\n");
}

/// An event without a frame of its own still moves the listener's number: an `id` with a comment.
fn comment(out: &mut Vec<u8>, sequence: i64) {
    id(out, sequence);
    out.extend_from_slice(b": -\n\n");
}

fn id(out: &mut Vec<u8>, sequence: i64) {
    // Writing to memory does not fail.
    if writeln!(out, "id: {sequence}").is_err() {
        tracing::error!("writing to memory failed");
    }
}

//! The caller speaks another dialect than the vendor, or the answer may have to be rescued: it is read
//! into pieces and written again.

mod rescue;
mod source;

use std::pin::pin;

use async_stream::stream;
use bytes::Bytes;
use dialects::{AnswerMeta, Dialect, ResponseEcho, StreamEncoder};
use futures_util::StreamExt;
use models::chat::{ChatDelta, ChatRequest};
use models::gateway_error::{GatewayError, GatewayErrorKind};
use models::run::Usage;
use models::usage_entry::Outcome;
use providers::{Attempts, Deadlines, Forward, Forwarded, HeaderMap, ProviderError};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::ask::Operation;
use super::bill::{BYTES_PER_TOKEN, Bill};
use super::call::{self, Finish, Reply, ReplyBody, Work};
use super::failure::Failure;
use super::route::RouteTarget;
use super::{pass, queued, refused};
use crate::context::Context;
use rescue::Rescue;
use source::Source;

/// Asks the target at a place of the route; the ones behind it may rescue its answer.
pub(super) async fn ask(work: &Work<'_>, place: usize, last: bool) -> Result<Finish, Failure> {
    let target = work.route.targets.get(place).ok_or_else(Failure::no_target)?;
    let mut request = work.ask.decode().map_err(|error| Failure::Refused(error.into()))?;
    if work.peek.background {
        let error =
            GatewayError::new(GatewayErrorKind::InvalidRequest, "`background` is not supported for this model.");
        return Err(Failure::Refused(error.with_code("unsupported_parameter").with_param("background")));
    }
    let preamble = &work.cx.settings.gateway.preamble;
    if !preamble.is_empty() {
        request.system = Some(match request.system.take() {
            Some(system) => format!("{preamble}\n\n{system}"),
            None => preamble.clone(),
        });
    }
    let line = Line {
        cx: work.cx.clone(),
        from: work.ask.dialect,
        deadlines: pass::deadlines(work),
        cancel: work.cancel.clone(),
        sent: work.progress.sent.clone(),
    };
    let opened = line.open(target, &mut request, last).await?;
    work.progress.begin(work.cx.now());
    let mut headers = work.headers(target);
    headers.push(("x-pallium-attempts", work.progress.sent.count().to_string()));
    if !opened.dropped.is_empty() {
        headers.push(("x-pallium-dropped", opened.dropped.join(", ")));
    }
    let mut source = opened.source;
    if !work.peek.stream {
        let deltas = source.all().await?;
        let meta = meta(work, work.told_model(target));
        return Ok(whole(work.ask.dialect, work.ask.operation, meta, deltas, headers));
    }
    source.settle().await?;
    let behind = match &work.route.alias {
        Some(alias) if alias.rescue => work.route.targets.iter().skip(place + 1).cloned().collect(),
        Some(_) | None => Vec::new(),
    };
    let rescue = Rescue { line, request, who: work.who, behind: behind.into_iter() };
    Ok(streamed(work, work.told_model(target), source, Some(rescue), headers))
}

/// Tells in pieces what the vendor of the caller's own dialect said in one piece, though a stream was asked for.
pub(super) async fn retell(
    work: &Work<'_>,
    target: &RouteTarget,
    forwarded: Forwarded,
    headers: Vec<(&'static str, String)>,
) -> Result<Finish, Failure> {
    let mut source = Source::Whole { forwarded: Some(Box::new(forwarded)), dialect: work.ask.dialect };
    source.settle().await?;
    Ok(streamed(work, work.told_model(target), source, None, headers))
}

/// Tells in pieces an answer that was kept whole.
pub(super) fn repeat(
    work: &Work<'_>,
    whole: &[u8],
    headers: Vec<(&'static str, String)>,
) -> Result<Finish, ProviderError> {
    let deltas = dialects::decode_whole(work.ask.dialect, whole).map_err(|error| ProviderError::Vendor {
        status: 200,
        error,
        retry_after: None,
        body: None,
    })?;
    Ok(streamed(work, &work.peek.model, Source::Read(Some(deltas)), None, headers))
}

/// Writes the stream of a call, under the model's name.
pub(super) fn encoder(work: &Work<'_>, model: &str) -> StreamEncoder {
    match work.ask.operation {
        Operation::Generate => StreamEncoder::generate(meta(work, model)),
        Operation::Chat | Operation::Embed | Operation::Count => {
            StreamEncoder::new(work.ask.dialect, meta(work, model))
        }
    }
}

fn streamed(
    work: &Work<'_>,
    model: &str,
    source: Source,
    rescue: Option<Rescue>,
    headers: Vec<(&'static str, String)>,
) -> Finish {
    let (dialect, encoder) = (work.ask.dialect, encoder(work, model));
    let content_type = pass::stream_type(dialect);
    Box::new(move |bill| {
        let telling = Telling {
            bill,
            dialect,
            encoder,
            said: String::new(),
            usage: None,
            earlier: Usage::default(),
            bytes: 0,
            plain: true,
        };
        Reply { content_type, headers, allowances: Vec::new(), body: ReplyBody::Stream(tell(source, telling, rescue)) }
    })
}

/// The frame of the answer, with an id in the dialect's manner.
fn meta(work: &Work<'_>, model: &str) -> AnswerMeta {
    let id = work.cx.id().simple();
    let (id, echo) = match work.ask.dialect {
        Dialect::OpenAiChat => (format!("chatcmpl-{id}"), ResponseEcho::default()),
        Dialect::OpenAiResponses => (format!("resp_{id}"), ResponseEcho::read(&work.ask.body)),
        Dialect::AnthropicMessages => (format!("msg_{id}"), ResponseEcho::default()),
        Dialect::Ollama => (String::new(), ResponseEcho::default()),
    };
    AnswerMeta {
        id,
        model: model.to_owned(),
        created: work.cx.now().timestamp(),
        include_usage: work.peek.include_usage == Some(true),
        input_tokens: work.peek.estimate_input_tokens(),
        echo,
    }
}

fn whole(
    dialect: Dialect,
    operation: Operation,
    meta: AnswerMeta,
    deltas: Vec<ChatDelta>,
    headers: Vec<(&'static str, String)>,
) -> Finish {
    let body = match operation {
        Operation::Generate => dialects::encode_generate_answer(&meta, &deltas),
        Operation::Chat | Operation::Embed | Operation::Count => dialects::encode_answer(dialect, &meta, &deltas),
    };
    let usage = deltas.iter().rev().find_map(|delta| match delta {
        ChatDelta::Usage { usage } => Some(*usage),
        _ => None,
    });
    let text_bytes = deltas.iter().map(text_bytes).sum();
    Box::new(move |mut bill| {
        bill.note(usage, text_bytes);
        bill.close(Outcome::Completed);
        Reply { content_type: "application/json", headers, allowances: Vec::new(), body: ReplyBody::Whole(body.into()) }
    })
}

/// How targets are asked in this call.
struct Line {
    cx: Context,
    from: Dialect,
    deadlines: Deadlines,
    cancel: CancellationToken,
    sent: Attempts,
}

struct Opened {
    source: Source,
    dropped: Vec<String>,
}

impl Line {
    async fn open(&self, target: &RouteTarget, request: &mut ChatRequest, last: bool) -> Result<Opened, Failure> {
        request.model.clone_from(&target.model);
        let endpoint = &target.line.endpoint;
        let Some(&to) = call::speaks(target).first() else {
            let stream = self.cx.providers.stream(endpoint, request, &self.cancel).await?;
            self.sent.add();
            return Ok(Opened { source: Source::Demo(stream), dropped: Vec::new() });
        };
        let translated =
            dialects::translate(self.from, to, request).map_err(|unsupported| Failure::Refused(unsupported.into()))?;
        let forward = Forward {
            path: translated.encoded.path.to_owned(),
            model: target.model.clone(),
            body: vec![Bytes::from(translated.encoded.body)],
            headers: HeaderMap::new(),
            stream: request.stream,
            deadlines: self.deadlines,
            retries: Some(self.cx.settings.gateway.retries),
            last_resort: last,
            sent: self.sent.clone(),
        };
        let forwarded = self.cx.providers.forward(endpoint, &forward, &self.cancel).await?;
        Ok(Opened { source: Source::wire(forwarded, to, request.stream), dropped: translated.dropped })
    }
}

/// An answer on its way to the caller. Dropped in the middle, the caller has left, and the account is
/// closed over what was said up to then.
struct Telling {
    bill: Bill,
    dialect: Dialect,
    encoder: StreamEncoder,
    /// The words so far.
    said: String,
    usage: Option<Usage>,
    /// What earlier targets have made of this answer.
    earlier: Usage,
    bytes: u64,
    /// Whether there were only words: no other target can go on with a thought or a call.
    plain: bool,
}

impl Telling {
    fn take(&mut self, delta: &ChatDelta, out: &mut Vec<u8>) {
        self.bytes += text_bytes(delta);
        match delta {
            ChatDelta::Text { text } => self.said.push_str(text),
            ChatDelta::Usage { usage } => self.usage = Some(*usage),
            ChatDelta::Started { .. } | ChatDelta::Finished { .. } | ChatDelta::StopSequence { .. } => {}
            _ => self.plain = false,
        }
        self.encoder.push(delta, out);
    }

    /// Notes that another target goes on. What the first one made is charged by an estimate.
    fn hand_over(&mut self, input_tokens: u64) {
        let usage = self.usage.take().unwrap_or(Usage {
            input_tokens,
            output_tokens: self.bytes.div_ceil(BYTES_PER_TOKEN),
            ..Usage::default()
        });
        self.earlier = sum(self.earlier, usage);
        self.bytes = 0;
        self.bill.estimated();
    }

    fn close(&mut self, outcome: Outcome) {
        let usage = match self.usage {
            Some(usage) => Some(sum(self.earlier, usage)),
            None if self.earlier == Usage::default() => None,
            None => Some(sum(
                self.earlier,
                Usage { output_tokens: self.bytes.div_ceil(BYTES_PER_TOKEN), ..Usage::default() },
            )),
        };
        self.bill.note(usage, self.bytes);
        self.bill.close(outcome);
    }
}

impl Drop for Telling {
    fn drop(&mut self) {
        self.close(Outcome::ClientLeft);
    }
}

fn tell(
    mut source: Source,
    mut telling: Telling,
    mut rescue: Option<Rescue>,
) -> futures_util::stream::BoxStream<'static, Bytes> {
    stream! {
        loop {
            let mut out = Vec::new();
            let error = match source.next().await {
                Some(Ok(deltas)) => {
                    let mut failed = None;
                    for delta in deltas {
                        if let ChatDelta::Failed { error } = delta {
                            failed = Some(ProviderError::Vendor { status: 200, error, retry_after: None, body: None });
                            break;
                        }
                        telling.take(&delta, &mut out);
                    }
                    if !out.is_empty() {
                        yield Bytes::from(std::mem::take(&mut out));
                    }
                    let Some(failed) = failed else { continue };
                    failed
                }
                None => {
                    telling.encoder.finish(&mut out);
                    telling.close(Outcome::Completed);
                    yield Bytes::from(out);
                    return;
                }
                Some(Err(error)) => error,
            };
            // Closes the vendor's connection before another one is asked.
            drop(source);
            // What it held up at its connection is the next one's, perhaps this call's own at the same connection.
            telling.bill.release();
            let other = match rescue.as_mut().filter(|_| telling.plain) {
                None => None,
                Some(rescue) => {
                    let comments = queued::has_comments(telling.dialect);
                    let (place, mut places) = watch::channel(0);
                    let mut going_on = pin!(rescue.go_on(&mut telling, &place));
                    loop {
                        let found = tokio::select! {
                            biased;
                            found = &mut going_on => Some(found),
                            Ok(()) = places.changed(), if comments => None,
                        };
                        match found {
                            Some(found) => break found,
                            None => yield queued::comment(&mut places),
                        }
                    }
                }
            };
            match other {
                Some(other) => source = other,
                None => {
                    let error = refused::of_vendor(error).error;
                    telling.encoder.fail(&error, &mut out);
                    telling.close(Outcome::Cut);
                    yield Bytes::from(out);
                    return;
                }
            }
        }
    }
    .boxed()
}

fn text_bytes(delta: &ChatDelta) -> u64 {
    match delta {
        ChatDelta::Text { text }
        | ChatDelta::Reasoning { text }
        | ChatDelta::Refusal { text }
        | ChatDelta::ToolCallArguments { text, .. } => text.len() as u64,
        _ => 0,
    }
}

fn sum(a: Usage, b: Usage) -> Usage {
    Usage {
        input_tokens: a.input_tokens + b.input_tokens,
        output_tokens: a.output_tokens + b.output_tokens,
        cache_read_tokens: a.cache_read_tokens + b.cache_read_tokens,
        cache_write_tokens: a.cache_write_tokens + b.cache_write_tokens,
        reasoning_tokens: a.reasoning_tokens + b.reasoning_tokens,
    }
}

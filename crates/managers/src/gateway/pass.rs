//! The caller speaks the vendor's dialect: bytes pass through. What is read of them is the token
//! counts and the end; what is changed is the model's name where another one was asked for.

use std::borrow::Cow;

use async_stream::stream;
use bytes::Bytes;
use dialects::{Dialect, ModelRename, Outcome as Watched, PreviousId, Rewrite, UsageFilter, Watcher};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use models::gateway_error::{GatewayError, GatewayErrorKind};
use models::usage_entry::Outcome;
use providers::{Deadlines, Forward, Forwarded, HeaderMap, HeaderName, HeaderValue, ProviderError};

use super::ask::Operation;
use super::bill::Bill;
use super::call::{self, Finish, Reply, ReplyBody, Work};
use super::failure::{self, Failure};
use super::refused::{self, Refused};
use super::route::RouteTarget;
use super::translated;

/// Most bytes of an answer in one piece.
const WHOLE_BYTES_MAX: usize = 256 * 1024 * 1024;

/// Asks a target whose vendor speaks the caller's dialect.
pub(super) async fn ask(work: &Work<'_>, target: &RouteTarget, last: bool) -> Result<Finish, Failure> {
    let path = dialects::call_path(work.ask.dialect, work.ask.operation == Operation::Generate);
    let same_dialect = |error| Failure::Vendor { error, same_dialect: true };
    let mut forwarded = send(work, target, path, last).await.map_err(same_dialect)?;
    work.progress.begin(work.cx.now());
    let mut headers = work.headers(target);
    headers.push(("x-pallium-attempts", work.progress.sent.count().to_string()));
    headers.extend(vendors_headers(&forwarded));
    let rename = (work.route.alias.is_some() && work.peek.model != target.model)
        .then(|| ModelRename::new(work.ask.dialect, work.peek.stream, &work.peek.model));
    let dialect = work.ask.dialect;
    // The vendor was sent the items instead.
    let previous = work.ask.earlier.as_ref().and(work.peek.previous_response_id.as_deref()).map(PreviousId::new);
    if !work.peek.stream {
        return whole(forwarded, dialect, (rename, previous), headers).await;
    }
    if is_in_one_piece(&forwarded, dialect) {
        return translated::retell(work, target, forwarded, headers).await;
    }
    let mut watcher = Watcher::new(dialect, true);
    let first = begun(&mut forwarded, &mut watcher).await?;
    let hide_usage = dialect == Dialect::OpenAiChat && work.peek.include_usage != Some(true);
    Ok(Box::new(move |bill| {
        let filter = hide_usage.then(UsageFilter::default);
        let passing = Passing { bill, watcher, filter, rename, previous, dialect };
        Reply {
            content_type: stream_type(dialect),
            headers,
            allowances: Vec::new(),
            body: ReplyBody::Stream(through(forwarded, first, passing)),
        }
    }))
}

/// The first bytes of a stream, which are here already. An error before the first word is still another target's chance.
async fn begun(forwarded: &mut Forwarded, watcher: &mut Watcher) -> Result<Option<Bytes>, ProviderError> {
    let first = forwarded.chunk().await?;
    if let Some(bytes) = &first {
        watcher.push(bytes);
    }
    match watcher.outcome() {
        Watched::Failed(error) if watcher.text_bytes() == 0 => {
            forwarded.blame();
            Err(ProviderError::Vendor { status: forwarded.status, error, retry_after: None, body: None })
        }
        Watched::Failed(_) | Watched::Open | Watched::Whole => Ok(first),
    }
}

/// Whether a vendor who was asked for a stream sends plain JSON: some servers ignore the wish, and some tell errors so.
pub(super) fn is_in_one_piece(forwarded: &Forwarded, dialect: Dialect) -> bool {
    let media_type = forwarded.headers.get("content-type").and_then(|value| value.to_str().ok());
    // Proxies in front of Ollama call its lines plain JSON.
    dialect != Dialect::Ollama && media_type.is_some_and(|it| it.trim_start().starts_with("application/json"))
}

/// The type of a stream's body.
pub(super) fn stream_type(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Ollama => "application/x-ndjson",
        Dialect::OpenAiChat | Dialect::OpenAiResponses | Dialect::AnthropicMessages => {
            "text/event-stream; charset=utf-8"
        }
    }
}

/// What happens to the bytes of a stream on their way. Dropped in the middle, the caller has left, and
/// the account is closed over what was said up to then.
struct Passing {
    bill: Bill,
    watcher: Watcher,
    filter: Option<UsageFilter>,
    rename: Option<ModelRename>,
    previous: Option<PreviousId>,
    dialect: Dialect,
}

impl Passing {
    fn take(&mut self, bytes: Bytes) -> Bytes {
        self.watcher.push(&bytes);
        self.pass(bytes)
    }

    /// Bytes that the watcher has seen. Of garbage nothing is passed on.
    fn pass(&mut self, bytes: Bytes) -> Bytes {
        if self.watcher.met_garbage() {
            let good = dialects::before_garbage(self.dialect, &bytes);
            return self.change(bytes.slice(..good));
        }
        self.change(bytes)
    }

    /// The error that ends a stream in which there was garbage.
    fn garbage(&mut self) -> Bytes {
        let Watched::Failed(error) = self.watcher.outcome() else { return Bytes::new() };
        self.fail(ProviderError::Vendor { status: 502, error, retry_after: None, body: None })
    }

    fn change(&mut self, bytes: Bytes) -> Bytes {
        let bytes = match &mut self.filter {
            Some(filter) => kept(filter.push(&bytes), &bytes),
            None => bytes,
        };
        let bytes = match &mut self.rename {
            Some(rename) => kept(rename.push(&bytes), &bytes),
            None => bytes,
        };
        match &mut self.previous {
            Some(previous) => kept(previous.push(&bytes), &bytes),
            None => bytes,
        }
    }

    /// The vendor has closed the stream: what is left to be said, and whether the vendor said it all.
    fn end(&mut self) -> (Bytes, bool) {
        self.watcher.end();
        match self.watcher.outcome() {
            Watched::Whole => (self.last(None, Outcome::Completed), true),
            // The vendor's own error event has passed through.
            Watched::Failed(_) => (self.last(None, Outcome::Failed), true),
            Watched::Open => {
                let cut = GatewayError::new(GatewayErrorKind::Api, "The vendor's answer was cut before its end.");
                (self.last(Some(&cut.with_code("stream_cut")), Outcome::Cut), false)
            }
        }
    }

    fn fail(&mut self, error: ProviderError) -> Bytes {
        self.last(Some(&refused::of_vendor(error).error), Outcome::Cut)
    }

    /// What is still held back, and the error that ends the stream.
    fn last(&mut self, error: Option<&GatewayError>, outcome: Outcome) -> Bytes {
        let held = self.filter.as_mut().map(UsageFilter::finish).unwrap_or_default();
        let mut left = match &mut self.rename {
            Some(rename) => rename.push(&held).into_owned(),
            None => held,
        };
        if let Some(previous) = &mut self.previous {
            left = previous.push(&left).into_owned();
            left.extend(previous.finish());
        }
        if let Some(error) = error {
            self.watcher.fail(error, &mut left);
        }
        self.close(outcome);
        left.into()
    }

    fn close(&mut self, outcome: Outcome) {
        self.bill.note(self.watcher.usage(), self.watcher.text_bytes());
        self.bill.close(outcome);
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        self.close(Outcome::ClientLeft);
    }
}

fn through(mut forwarded: Forwarded, first: Option<Bytes>, mut passing: Passing) -> BoxStream<'static, Bytes> {
    stream! {
        // The watcher has seen it.
        let first = first.map(|bytes| passing.pass(bytes)).unwrap_or_default();
        if !first.is_empty() {
            yield first;
        }
        loop {
            if passing.watcher.met_garbage() {
                forwarded.blame();
                drop(forwarded);
                yield passing.garbage();
                return;
            }
            match forwarded.chunk().await {
                Ok(Some(bytes)) => {
                    let bytes = passing.take(bytes);
                    if !bytes.is_empty() {
                        yield bytes;
                    }
                }
                Ok(None) => {
                    let (left, whole) = passing.end();
                    if !whole {
                        forwarded.blame();
                    }
                    if !left.is_empty() {
                        yield left;
                    }
                    return;
                }
                Err(error) => {
                    let left = passing.fail(error);
                    yield left;
                    return;
                }
            }
        }
    }
    .boxed()
}

/// Sends the caller's own bytes.
pub(super) async fn send(
    work: &Work<'_>,
    target: &RouteTarget,
    path: &str,
    last: bool,
) -> Result<Forwarded, ProviderError> {
    let settings = &work.cx.settings.gateway;
    let rewrite = Rewrite {
        model: Some(&target.model),
        include_usage: true,
        preamble: (!settings.preamble.is_empty() && work.ask.operation != Operation::Embed)
            .then_some(settings.preamble.as_str()),
        earlier_input: work.ask.earlier.as_ref().map(|earlier| earlier.for_vendors.as_str()),
    };
    let forward = Forward {
        path: path.to_owned(),
        model: target.model.clone(),
        body: dialects::rewrite_request(&work.ask.body, work.peek, &rewrite),
        headers: header_map(&work.ask.headers),
        stream: work.peek.stream,
        deadlines: deadlines(work),
        retries: Some(settings.retries),
        last_resort: last,
        sent: work.progress.sent.clone(),
    };
    work.cx.providers.forward(&target.line.endpoint, &forward, &work.cancel).await
}

/// How long a call may take.
pub(super) fn deadlines(work: &Work<'_>) -> Deadlines {
    let settings = &work.cx.settings.gateway;
    Deadlines {
        first_token: work.peek.stream.then_some(settings.first_token_timeout),
        between: Some(settings.chunk_timeout),
        total: Some(settings.total_timeout),
    }
}

async fn whole(
    mut forwarded: Forwarded,
    dialect: Dialect,
    (rename, previous): (Option<ModelRename>, Option<PreviousId>),
    headers: Vec<(&'static str, String)>,
) -> Result<Finish, Failure> {
    let bytes = read_whole(&mut forwarded).await?;
    let mut watcher = Watcher::new(dialect, false);
    watcher.push(&bytes);
    watcher.end();
    if let Watched::Failed(error) = watcher.outcome() {
        forwarded.blame();
        return Err(ProviderError::Vendor { status: forwarded.status, error, retry_after: None, body: None }.into());
    }
    let body = match rename {
        Some(mut rename) => kept(rename.push(&bytes), &bytes),
        None => bytes,
    };
    let body = match previous {
        Some(mut previous) => [kept(previous.push(&body), &body), previous.finish().into()].concat().into(),
        None => body,
    };
    Ok(Box::new(move |mut bill| {
        bill.note(watcher.usage(), watcher.text_bytes());
        bill.close(Outcome::Completed);
        Reply { content_type: "application/json", headers, allowances: Vec::new(), body: ReplyBody::Whole(body) }
    }))
}

/// All of an answer. One that came in one chunk is not copied.
pub(super) async fn read_whole(forwarded: &mut Forwarded) -> Result<Bytes, ProviderError> {
    let first = forwarded.chunk().await?.unwrap_or_default();
    let Some(second) = forwarded.chunk().await? else { return Ok(first) };
    let mut all = bytes::BytesMut::from(first);
    all.extend_from_slice(&second);
    while let Some(more) = forwarded.chunk().await? {
        all.extend_from_slice(&more);
        if all.len() > WHOLE_BYTES_MAX {
            return Err(ProviderError::TooLarge { limit_bytes: WHOLE_BYTES_MAX });
        }
    }
    Ok(all.freeze())
}

/// The vendor's headers that help the caller to talk with the vendor about a call.
pub(super) fn vendors_headers(forwarded: &Forwarded) -> Vec<(&'static str, String)> {
    let id = forwarded.headers.get("x-request-id").or_else(|| forwarded.headers.get("request-id"));
    let id = id.and_then(|value| value.to_str().ok()).map(str::to_owned);
    id.map(|id| ("x-pallium-vendor-request-id", id)).into_iter().collect()
}

fn header_map(headers: &[(&'static str, String)]) -> HeaderMap {
    let mut map = HeaderMap::with_capacity(headers.len());
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::from_str(value) {
            map.insert(HeaderName::from_static(name), value);
        }
    }
    map
}

/// Bytes that were left alone are not copied.
fn kept(changed: Cow<'_, [u8]>, bytes: &Bytes) -> Bytes {
    match changed {
        Cow::Borrowed(same) if same.len() == bytes.len() => bytes.clone(),
        Cow::Borrowed(part) => bytes.slice_ref(part),
        Cow::Owned(other) => other.into(),
    }
}

/// How many tokens a prompt has: by Anthropic's own count where it is asked for one of its models, else estimated.
pub(super) async fn count(work: &Work<'_>) -> Result<Reply, Refused> {
    let Some(target) = work.route.targets.first() else { return Err(failure::no_target().into()) };
    if call::speaks(target).contains(&Dialect::AnthropicMessages) {
        let counted = async {
            let mut forwarded = send(work, target, "/v1/messages/count_tokens", true).await?;
            read_whole(&mut forwarded).await
        };
        let body = counted.await.map_err(refused::of_vendor)?;
        return Ok(Reply {
            content_type: "application/json",
            headers: work.headers(target),
            allowances: Vec::new(),
            body: ReplyBody::Whole(body),
        });
    }
    let request = work.ask.decode().map_err(call::bad_request)?;
    let body = format!(r#"{{"input_tokens":{}}}"#, dialects::estimate_tokens(&request));
    let mut headers = work.headers(target);
    headers.push(("x-pallium-estimated", "true".to_owned()));
    Ok(Reply { content_type: "application/json", headers, allowances: Vec::new(), body: ReplyBody::Whole(body.into()) })
}

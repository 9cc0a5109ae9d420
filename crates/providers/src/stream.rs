//! An answer as it arrives.

use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use dialects::{Dialect, StreamDecoder};
use models::chat::{ChatDelta, ChatRequest, VendorError, VendorErrorKind};
use models::secret::SecretString;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

use crate::body::Body;
use crate::demo::DemoStream;
use crate::endpoint::Endpoint;
use crate::error::ProviderError;
use crate::meter::Meter;
use crate::request::{Outgoing, redact};
use crate::{Inner, Providers};

/// Most bytes of an answer that is not streamed.
const WHOLE_BYTES_MAX: usize = 64 * 1024 * 1024;
/// How long token counts may come after the last word, from a vendor that sends no end mark.
const USAGE_PATIENCE: Duration = Duration::from_secs(5);
/// How long the connection may take to end after the end mark, so that it can be used again.
const END_PATIENCE: Duration = Duration::from_millis(200);

/// An answer under way. Dropping it closes the vendor's connection at once, and the vendor stops.
pub struct ChatStream {
    source: Source,
    /// Kept for the whole answer: to register anew for every chunk takes a lock each time.
    cancelled: Pin<Box<WaitForCancellationFutureOwned>>,
    meter: Meter,
}

enum Source {
    Wire(Box<Wire>),
    Whole(Vec<ChatDelta>),
    Demo(DemoStream),
    Over,
}

/// What one wait gave: deltas, an error, or the end.
type Batch = Option<Result<Vec<ChatDelta>, ProviderError>>;

impl Providers {
    /// Asks a model. Returns when the vendor has accepted the request; failures up to there are
    /// retried where a retry is safe. The cancel token ends the call at any point.
    pub async fn stream(
        &self,
        endpoint: &Endpoint,
        request: &ChatRequest,
        cancel: &CancellationToken,
    ) -> Result<ChatStream, ProviderError> {
        let mut meter = Meter::start(endpoint.kind, self.inner.clock.clone());
        let opened = tokio::select! {
            biased;
            () = cancel.cancelled() => Err(ProviderError::Cancelled),
            opened = Box::pin(self.inner.open(endpoint, request)) => opened,
        };
        match opened {
            Ok(source) => Ok(ChatStream { source, cancelled: Box::pin(cancel.clone().cancelled_owned()), meter }),
            Err(error) => {
                meter.end(error.code());
                Err(error)
            }
        }
    }
}

impl Inner {
    async fn open(&self, endpoint: &Endpoint, request: &ChatRequest) -> Result<Source, ProviderError> {
        let Some(dialect) = Dialect::of(endpoint.kind) else {
            return Ok(Source::Demo(DemoStream::new(request, self.options.demo_delay)));
        };
        let encoded = dialects::encode(dialect, request);
        let bytes = [Bytes::from(encoded.body)];
        let patience = self.own_patience();
        let ready = self.ready(endpoint, &patience).await?;
        let outgoing = Outgoing::new(&ready, encoded.path, &bytes)?;
        let call = self.call(dialect, &outgoing, patience);
        // A run has one model and nowhere else to go.
        let admitted = self.breaker.admit(endpoint.target(&request.model), true, call.patience.first_byte_deadline());
        let (body, _) = self.send_guarded(&call, admitted.await?).await?;
        let secret = ready.secret.clone();
        match shape(dialect, request.stream, &body.media_type()) {
            Shape::Streamed => Ok(Source::Wire(Box::new(Wire::new(dialect, body, secret)))),
            Shape::Whole => whole(dialect, body, secret).await.map(Source::Whole),
            Shape::WebPage => Err(web_page(body.status())),
        }
    }
}

/// What kind of body a vendor sent. Some servers ignore that a stream was asked for.
enum Shape {
    Streamed,
    Whole,
    WebPage,
}

fn shape(dialect: Dialect, asked_for_stream: bool, media_type: &str) -> Shape {
    match media_type {
        "text/html" => Shape::WebPage,
        "text/event-stream" | "application/x-ndjson" => Shape::Streamed,
        // Proxies in front of Ollama call its lines plain JSON.
        "application/json" if dialect != Dialect::Ollama => Shape::Whole,
        _ if asked_for_stream => Shape::Streamed,
        _ => Shape::Whole,
    }
}

async fn whole(dialect: Dialect, body: Body, secret: Option<SecretString>) -> Result<Vec<ChatDelta>, ProviderError> {
    let status = body.status();
    let bytes = body.whole(WHOLE_BYTES_MAX).await?;
    dialects::decode_whole(dialect, &bytes).map_err(|error| vendor(status, error, secret.as_ref()))
}

/// A base URL without its `/v1` often leads to a web application that answers everything with a page.
pub(crate) fn web_page(status: u16) -> ProviderError {
    let error = VendorError {
        kind: VendorErrorKind::Garbage,
        message: "The server answered with a web page.".to_owned(),
        code: None,
    };
    vendor(status, error, None)
}

pub(crate) fn vendor(status: u16, error: VendorError, secret: Option<&SecretString>) -> ProviderError {
    ProviderError::Vendor { status, error: redact(error, secret), retry_after: None, body: None }
}

impl ChatStream {
    /// The deltas of the next chunk; `None` when the answer is whole. A batch is never empty and
    /// never holds `Failed`: a vendor's error in the stream is `Err`. Nothing follows an `Err`.
    pub async fn next(&mut self) -> Option<Result<Vec<ChatDelta>, ProviderError>> {
        let batch = tokio::select! {
            biased;
            () = &mut self.cancelled, if !matches!(self.source, Source::Over) => Some(Err(ProviderError::Cancelled)),
            batch = self.source.next() => batch,
        };
        match &batch {
            Some(Ok(_)) => self.meter.first_byte(),
            Some(Err(error)) => self.close(error.code()),
            None => self.close("ok"),
        }
        batch
    }

    fn close(&mut self, outcome: &'static str) {
        self.source = Source::Over;
        self.meter.end(outcome);
    }
}

impl Source {
    async fn next(&mut self) -> Batch {
        match self {
            Self::Wire(wire) => wire.next().await,
            Self::Whole(deltas) if deltas.is_empty() => None,
            Self::Whole(deltas) => Some(Ok(std::mem::take(deltas))),
            Self::Demo(demo) => demo.next().await.map(Ok),
            Self::Over => None,
        }
    }
}

/// A streamed body and its decoder.
struct Wire {
    body: Body,
    decoder: StreamDecoder,
    secret: Option<SecretString>,
    /// The last word was said; token counts may follow.
    finished: bool,
    /// The body has ended, well or badly.
    ended: bool,
    /// An error that is due after the deltas in front of it.
    failed: Option<ProviderError>,
}

impl Wire {
    fn new(dialect: Dialect, body: Body, secret: Option<SecretString>) -> Self {
        let decoder = StreamDecoder::new(dialect);
        Self { body, decoder, secret, finished: false, ended: false, failed: None }
    }

    async fn next(&mut self) -> Batch {
        loop {
            if let Some(error) = self.failed.take() {
                self.ended = true;
                return Some(Err(error));
            }
            if self.ended {
                return None;
            }
            let mut deltas = Vec::new();
            self.read(&mut deltas).await;
            self.split_failure(&mut deltas);
            if !deltas.is_empty() {
                return Some(Ok(deltas));
            }
        }
    }

    /// Reads one chunk. What goes wrong is kept until the deltas in front of it are delivered.
    async fn read(&mut self, deltas: &mut Vec<ChatDelta>) {
        if self.finished {
            let patience = if self.decoder.is_complete() { END_PATIENCE } else { USAGE_PATIENCE };
            match self.body.chunk_after_the_end(patience).await {
                Some(chunk) => self.decoder.push(&chunk, deltas),
                None => self.ended = true,
            }
            return;
        }
        match self.body.chunk().await {
            Ok(Some(chunk)) => self.decoder.push(&chunk, deltas),
            Ok(None) => {
                self.ended = true;
                if self.decoder.end(deltas).is_err() {
                    self.body.fault();
                    self.failed = Some(ProviderError::Cut);
                }
            }
            Err(error) => self.failed = Some(error),
        }
        self.finished = deltas.iter().any(|delta| matches!(delta, ChatDelta::Finished { .. }));
    }

    fn split_failure(&mut self, deltas: &mut Vec<ChatDelta>) {
        let Some(place) = deltas.iter().position(|delta| matches!(delta, ChatDelta::Failed { .. })) else { return };
        if let Some(ChatDelta::Failed { error }) = deltas.drain(place..).next() {
            if matches!(error.kind, VendorErrorKind::Unavailable | VendorErrorKind::Garbage) {
                self.body.fault();
            }
            self.failed = Some(vendor(self.body.status(), error, self.secret.as_ref()));
        }
    }
}

//! A call whose bytes are the caller's and whose answer is the vendor's, unread.

use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use dialects::Dialect;
use models::chat::{VendorError, VendorErrorKind};
use reqwest::header::HeaderMap;
use tokio::time::Instant;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

use crate::attempts::Attempts;
use crate::body::Body;
use crate::call::{Call, Until};
use crate::endpoint::Endpoint;
use crate::error::ProviderError;
use crate::meter::Meter;
use crate::patience::Patience;
use crate::request::Outgoing;
use crate::stream::web_page;
use crate::{Inner, Providers};

/// A request in the vendor's own dialect, ready to be sent.
#[derive(Debug, Clone)]
pub struct Forward {
    /// Comes after the base address, as in `/chat/completions` or `/v1/messages`.
    pub path: String,
    /// The vendor's model id, for the breaker.
    pub model: String,
    /// Sent as one body, not copied. None at all makes a GET.
    pub body: Vec<Bytes>,
    /// Sent beside ours. Credentials and what belongs to the connection are left out.
    pub headers: HeaderMap,
    /// Whether the answer is wanted in pieces.
    pub stream: bool,
    /// How long the call may take.
    pub deadlines: Deadlines,
    /// Attempts after the first before the answer begins; `None` is what the options say.
    pub retries: Option<u32>,
    /// Whether the caller has nowhere else to go: then an open breaker makes the call wait for its
    /// turn instead of refusing it, and the vendor gets more attempts and, where it asks for them,
    /// some seconds before each.
    pub last_resort: bool,
    /// Counts what is sent for this call.
    pub sent: Attempts,
}

/// How long a call may take; `None` is what the options say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Deadlines {
    /// From the call to the first byte of the answer's body, all attempts and turns included. To let
    /// it pass is a fault of the vendor: to ask another one as well after a while, keep the call.
    pub first_token: Option<Duration>,
    /// Silence between two chunks.
    pub between: Option<Duration>,
    /// From the call to the end of the answer; `None` sets no limit.
    pub total: Option<Duration>,
}

/// An answer on its way through. Dropping it closes the vendor's connection at once.
pub struct Forwarded {
    /// A success; everything else is an error of [`Providers::forward`].
    pub status: u16,
    /// What callers may want to see of the vendor's headers.
    pub headers: HeaderMap,
    /// How often the request was sent.
    pub attempts: u16,
    body: Option<Body>,
    /// Kept for the whole answer: to register anew for every chunk takes a lock each time.
    cancelled: Pin<Box<WaitForCancellationFutureOwned>>,
    meter: Meter,
}

impl Providers {
    /// Sends a request as it is. Returns when the first bytes of the answer are here, or all of them
    /// where it is wanted in one piece; failures up to there are tried again where that is safe. Whatever status is not a success is an error
    /// that keeps the vendor's bytes. The cancel token ends the call at any point.
    pub async fn forward(
        &self,
        endpoint: &Endpoint,
        forward: &Forward,
        cancel: &CancellationToken,
    ) -> Result<Forwarded, ProviderError> {
        let mut meter = Meter::start(endpoint.kind, self.inner.clock.clone());
        let opened = tokio::select! {
            biased;
            () = cancel.cancelled() => Err(ProviderError::Cancelled),
            opened = Box::pin(self.inner.open_forward(endpoint, forward)) => opened,
        };
        match opened {
            Ok((body, attempts)) => {
                meter.first_byte();
                Ok(Forwarded {
                    status: body.status(),
                    headers: kept(body.headers()),
                    attempts,
                    body: Some(body),
                    cancelled: Box::pin(cancel.clone().cancelled_owned()),
                    meter,
                })
            }
            Err(error) => {
                meter.end(error.code());
                Err(error)
            }
        }
    }
}

impl Inner {
    async fn open_forward(&self, endpoint: &Endpoint, forward: &Forward) -> Result<(Body, u16), ProviderError> {
        let dialect = Dialect::of(endpoint.kind).ok_or_else(no_wire)?;
        let patience = self.patience(forward);
        let ready = self.ready(endpoint, &patience).await?;
        let request = Outgoing::new(&ready, &forward.path, &forward.body)?.with_headers(&forward.headers);
        let target = endpoint.target(&forward.model);
        let admitted = self.breaker.admit(target, forward.last_resort, patience.first_byte_deadline());
        let pass = admitted.await?;
        let retries = forward.retries.unwrap_or(self.options.retries);
        let last_resort = forward.last_resort;
        let until = if forward.stream { Until::FirstByte } else { Until::End };
        let sent = forward.sent.clone();
        let call = Call { dialect, request: &request, patience, until, retries, last_resort, sent };
        let (body, attempts) = self.send_guarded(&call, pass).await?;
        match body.media_type().as_str() {
            "text/html" => Err(web_page(body.status())),
            _ => Ok((body, attempts)),
        }
    }

    fn patience(&self, forward: &Forward) -> Patience {
        let Deadlines { first_token, between, total } = forward.deadlines;
        // An answer in one piece has its first byte when the model has said its last word.
        let usual = if forward.stream { self.options.first_byte_timeout } else { self.options.whole_timeout };
        Patience {
            began: Instant::now(),
            first_byte: first_token.unwrap_or(usual),
            chunk: between.unwrap_or(self.options.chunk_timeout),
            total,
        }
    }
}

impl Forwarded {
    /// The next bytes, as they came; `None` at the end. Nothing follows an error.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, ProviderError> {
        let Some(body) = &mut self.body else { return Ok(None) };
        let chunk = tokio::select! {
            biased;
            () = &mut self.cancelled => Err(ProviderError::Cancelled),
            chunk = body.chunk() => chunk,
        };
        match &chunk {
            Ok(Some(_)) => {}
            Ok(None) => self.meter.end("ok"),
            Err(error) => {
                self.meter.end(error.code());
                // The connection is closed now, though the caller may keep this value.
                self.body = None;
            }
        }
        chunk
    }

    /// Tells the breaker that the bytes are not an answer: not the dialect's, or without its end
    /// mark. Whoever reads them knows; here they are only bytes.
    pub fn blame(&mut self) {
        if let Some(body) = &mut self.body {
            body.fault();
        }
    }
}

/// What callers may see: no cookies, nothing of the connection, nothing about the account.
fn kept(headers: &HeaderMap) -> HeaderMap {
    let mut kept = HeaderMap::with_capacity(8);
    for (name, value) in headers {
        let name_text = name.as_str();
        let known = matches!(name_text, "content-type" | "retry-after" | "x-request-id" | "request-id");
        let vendors = name_text.starts_with("openai-") || name_text.starts_with("anthropic-");
        let account = name_text.contains("organization") || name_text.contains("project");
        if known || (vendors && !account) {
            kept.append(name.clone(), value.clone());
        }
    }
    kept
}

fn no_wire() -> ProviderError {
    let error = VendorError {
        kind: VendorErrorKind::BadRequest,
        message: "The built-in demo model has no wire format of its own.".to_owned(),
        code: None,
    };
    ProviderError::Vendor { status: 400, error, retry_after: None, body: None }
}

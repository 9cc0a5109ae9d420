//! A call up to its first byte: attempts, the vendor's errors.

use std::time::Duration;

use bytes::Bytes;
use dialects::Dialect;
use models::chat::{VendorError, VendorErrorKind};
use tokio::time::{Instant, timeout_at};
use tracing::debug;

use crate::Inner;
use crate::attempts::Attempts;
use crate::body::{Body, error_bytes};
use crate::endpoint::Endpoint;
use crate::error::ProviderError;
use crate::pass::Pass;
use crate::patience::Patience;
use crate::request::{Outgoing, redact, redact_bytes};
use crate::retry;

/// What is sent and how patiently.
pub(crate) struct Call<'a> {
    pub(crate) dialect: Dialect,
    pub(crate) request: &'a Outgoing<'a>,
    pub(crate) patience: Patience,
    /// Until when an attempt may still be followed by another one.
    pub(crate) until: Until,
    /// Attempts after the first.
    pub(crate) retries: u32,
    /// Whether nobody else can be asked.
    pub(crate) last_resort: bool,
    /// Counts what is sent.
    pub(crate) sent: Attempts,
}

/// What ends an attempt.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Until {
    StatusLine,
    FirstByte,
    /// Nothing is told of it before it is whole, so that one that is cut can be asked for again.
    End,
}

impl Inner {
    /// How long a call of the house's own may take that begins now.
    pub(crate) fn own_patience(&self) -> Patience {
        let (first_byte, chunk) = (self.options.first_byte_timeout, self.options.chunk_timeout);
        Patience { began: Instant::now(), first_byte, chunk, total: None }
    }

    /// A call of the house's own.
    pub(crate) fn call<'a>(&self, dialect: Dialect, request: &'a Outgoing<'a>, patience: Patience) -> Call<'a> {
        let (retries, sent) = (self.options.retries, Attempts::default());
        Call { dialect, request, patience, until: Until::StatusLine, retries, last_resort: true, sent }
    }

    /// Sends a request, and tells the breaker what comes of it, now and until the body's end.
    pub(crate) async fn send_guarded(&self, call: &Call<'_>, mut pass: Pass) -> Result<(Body, u16), ProviderError> {
        match self.send(call).await {
            Ok((mut body, attempts)) => {
                body.attach(pass);
                Ok((body, attempts))
            }
            Err(error) => {
                pass.judge(&error);
                Err(error)
            }
        }
    }

    /// Sends a request until it is answered with a success or another attempt would be of no use.
    /// Also says how often it was sent.
    pub(crate) async fn send(&self, call: &Call<'_>) -> Result<(Body, u16), ProviderError> {
        let bounds = retry::bounds(call.retries, call.last_resort);
        let mut attempts: u16 = 0;
        loop {
            let error = match self.attempt(call).await {
                Ok(body) => return Ok((body, attempts + 1)),
                Err(error) => error,
            };
            let wait = retry::wait_before(&error, attempts.into(), self.options.backoff, &self.jitter);
            let fits = |wait: &Duration| {
                let in_time = Instant::now() + *wait < call.patience.first_byte_deadline();
                u32::from(attempts) < bounds.retries && *wait <= bounds.wait_max && in_time
            };
            let Some(wait) = wait.filter(fits) else { return Err(error) };
            attempts += 1;
            let (host, wait_ms) = (call.request.host(), wait.as_millis() as u64);
            debug!(host, attempts, wait_ms, %error, "retrying a vendor");
            tokio::time::sleep(wait).await;
        }
    }

    async fn attempt(&self, call: &Call<'_>) -> Result<Body, ProviderError> {
        let (sending, seat) = call.request.build(&self.clients)?;
        call.sent.add();
        let response = timeout_at(call.patience.first_byte_deadline(), sending.send())
            .await
            .map_err(|_| call.patience.late())?
            .map_err(|error| ProviderError::from_send(&error, &call.request.host()))?;
        if response.status() == reqwest::StatusCode::UNAUTHORIZED {
            self.refused_by_copilot(call.request.endpoint());
        }
        if !response.status().is_success() {
            return Err(refusal(call.dialect, call.request.endpoint(), response).await);
        }
        let mut body = Body::new(response, call.patience, seat);
        match call.until {
            Until::StatusLine => {}
            Until::FirstByte => body.begin().await?,
            Until::End => body.gather().await?,
        }
        Ok(body)
    }
}

/// An answer whose status is not a success, in the vendor's words.
async fn refusal(dialect: Dialect, endpoint: &Endpoint, response: reqwest::Response) -> ProviderError {
    let status = response.status();
    let retry_after = retry::retry_after(response.headers());
    let secret = endpoint.secret.as_ref();
    let (error, body) = if status.is_redirection() {
        (redirected(status.as_u16()), None)
    } else {
        let bytes = error_bytes(response).await;
        let error = dialects::decode_error(dialect, status.as_u16(), &bytes);
        (redact(error, secret), Some(Bytes::from(redact_bytes(bytes, secret))))
    };
    ProviderError::Vendor { status: status.as_u16(), error, retry_after, body }
}

fn redirected(status: u16) -> VendorError {
    VendorError {
        kind: VendorErrorKind::Garbage,
        message: format!("The server answered {status} and names another address, which is not followed."),
        code: None,
    }
}

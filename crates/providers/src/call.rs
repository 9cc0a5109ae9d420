//! A call up to its first byte: attempts, breaker, the vendor's errors.

use dialects::Dialect;
use models::chat::{VendorError, VendorErrorKind};
use tokio::time::{Instant, timeout_at};
use tracing::debug;

use crate::Inner;
use crate::body::{Body, error_bytes};
use crate::endpoint::Endpoint;
use crate::error::ProviderError;
use crate::request::{Outgoing, redact};
use crate::retry;

impl Inner {
    /// Sends a request unless the breaker is open, and tells the breaker what came of it.
    pub(crate) async fn send_guarded(&self, dialect: Dialect, request: &Outgoing<'_>) -> Result<Body, ProviderError> {
        let admitted = self.breaker.admit(request.endpoint(), (self.clock)());
        admitted.map_err(|retry_after| ProviderError::Unavailable { retry_after })?;
        self.send(dialect, request).await
    }

    /// Sends a request until it is answered with a success or another attempt would be of no use.
    pub(crate) async fn send(&self, dialect: Dialect, request: &Outgoing<'_>) -> Result<Body, ProviderError> {
        let mut attempt = 0;
        let result = loop {
            let error = match self.attempt(dialect, request).await {
                Ok(body) => break Ok(body),
                Err(error) => error,
            };
            let wait = retry::wait_before(&error, attempt, self.options.backoff, &self.jitter);
            let Some(wait) = wait.filter(|_| attempt < self.options.retries) else { break Err(error) };
            attempt += 1;
            debug!(host = request.host(), attempt, wait_ms = wait.as_millis() as u64, %error, "retrying a vendor");
            tokio::time::sleep(wait).await;
        };
        self.tell_breaker(request.endpoint(), result.as_ref().err());
        result
    }

    async fn attempt(&self, dialect: Dialect, request: &Outgoing<'_>) -> Result<Body, ProviderError> {
        let after = self.options.first_byte_timeout;
        let sending = request.build(&self.clients)?;
        let deadline = Instant::now() + after;
        let response = timeout_at(deadline, sending.send())
            .await
            .map_err(|_| ProviderError::FirstByteTimeout { after })?
            .map_err(|error| ProviderError::from_send(&error, &request.host()))?;
        if response.status().is_success() {
            return Ok(Body::new(response, deadline, &self.options));
        }
        Err(refusal(dialect, request.endpoint(), response).await)
    }

    fn tell_breaker(&self, endpoint: &Endpoint, error: Option<&ProviderError>) {
        match error {
            Some(ProviderError::Connect { .. } | ProviderError::Vendor { status: 500..=599, .. }) => {
                self.breaker.failed(endpoint, (self.clock)());
            }
            // The vendor was not asked, or has not said whether it is well.
            Some(ProviderError::Blocked { .. } | ProviderError::FirstByteTimeout { .. }) => {}
            Some(_) | None => self.breaker.succeeded(endpoint),
        }
    }
}

/// An answer whose status is not a success, in the vendor's words.
async fn refusal(dialect: Dialect, endpoint: &Endpoint, response: reqwest::Response) -> ProviderError {
    let status = response.status();
    let retry_after = retry::retry_after(response.headers());
    let error = if status.is_redirection() {
        redirected(status.as_u16())
    } else {
        dialects::decode_error(dialect, status.as_u16(), &error_bytes(response).await)
    };
    ProviderError::Vendor { status: status.as_u16(), error: redact(error, endpoint.secret.as_ref()), retry_after }
}

fn redirected(status: u16) -> VendorError {
    VendorError {
        kind: VendorErrorKind::Garbage,
        message: format!("The server answered {status} and names another address, which is not followed."),
        code: None,
    }
}

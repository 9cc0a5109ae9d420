//! The body of an answer, read with time-outs and a limit.

use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use tokio::time::{Instant, Sleep, sleep_until, timeout_at};

use crate::error::ProviderError;

/// Most bytes of one answer, pictures included.
const ANSWER_BYTES_MAX: usize = 256 * 1024 * 1024;
/// Most bytes of a vendor's error that are read.
const ERROR_BYTES_MAX: usize = 64 * 1024;
/// Longest wait for the words of an error; the status is known already.
const ERROR_WAIT: Duration = Duration::from_secs(5);

/// An answer's body. Dropping it closes the connection, or resets the stream on HTTP/2.
pub(crate) struct Body {
    response: reqwest::Response,
    /// When the vendor was silent for too long.
    deadline: Instant,
    /// Rings at a deadline, which may have moved since: to set a timer for every chunk would cost
    /// more than to read it.
    alarm: Pin<Box<Sleep>>,
    first_byte_timeout: Duration,
    chunk_timeout: Duration,
    received: usize,
}

impl Body {
    pub(crate) fn new(
        response: reqwest::Response,
        first_byte_deadline: Instant,
        options: &crate::options::ProviderOptions,
    ) -> Self {
        Self {
            response,
            deadline: first_byte_deadline,
            alarm: Box::pin(sleep_until(first_byte_deadline)),
            first_byte_timeout: options.first_byte_timeout,
            chunk_timeout: options.chunk_timeout,
            received: 0,
        }
    }

    pub(crate) fn status(&self) -> u16 {
        self.response.status().as_u16()
    }

    /// The content type without its parameters, in lower case.
    pub(crate) fn media_type(&self) -> String {
        let header = self.response.headers().get(reqwest::header::CONTENT_TYPE);
        let text = header.and_then(|value| value.to_str().ok()).unwrap_or_default();
        text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    pub(crate) fn has_begun(&self) -> bool {
        self.received > 0
    }

    /// The next bytes; `None` at the end.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, ProviderError> {
        if self.has_begun() {
            self.deadline = Instant::now() + self.chunk_timeout;
        }
        let chunk = {
            let mut next = std::pin::pin!(self.response.chunk());
            loop {
                tokio::select! {
                    biased;
                    chunk = &mut next => break Some(chunk),
                    () = &mut self.alarm => {
                        if self.alarm.deadline() >= self.deadline {
                            break None;
                        }
                        self.alarm.as_mut().reset(self.deadline);
                    }
                }
            }
        };
        match chunk {
            Some(Ok(chunk)) => {
                self.received += chunk.as_ref().map_or(0, Bytes::len);
                if self.received > ANSWER_BYTES_MAX {
                    return Err(ProviderError::TooLarge { limit_bytes: ANSWER_BYTES_MAX });
                }
                Ok(chunk)
            }
            Some(Err(_)) => Err(ProviderError::Cut),
            None if self.has_begun() => Err(ProviderError::ChunkTimeout { after: self.chunk_timeout }),
            None => Err(ProviderError::FirstByteTimeout { after: self.first_byte_timeout }),
        }
    }

    /// The next bytes of an answer that is whole already; `None` at its end, at a break and when
    /// the vendor keeps the connection open without saying more.
    pub(crate) async fn chunk_after_the_end(&mut self, patience: Duration) -> Option<Bytes> {
        tokio::time::timeout(patience, self.response.chunk()).await.ok()?.ok()?
    }

    /// All of it, up to a limit.
    pub(crate) async fn whole(mut self, limit_bytes: usize) -> Result<Vec<u8>, ProviderError> {
        let mut bytes = Vec::new();
        while let Some(chunk) = self.chunk().await? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > limit_bytes {
                return Err(ProviderError::TooLarge { limit_bytes });
            }
        }
        Ok(bytes)
    }
}

/// The body of an error: as much of it as comes soon and is not too long.
pub(crate) async fn error_bytes(mut response: reqwest::Response) -> Vec<u8> {
    let mut bytes = Vec::new();
    let deadline = Instant::now() + ERROR_WAIT;
    while bytes.len() < ERROR_BYTES_MAX {
        match timeout_at(deadline, response.chunk()).await {
            Ok(Ok(Some(chunk))) => bytes.extend_from_slice(&chunk),
            _ => break,
        }
    }
    bytes.truncate(ERROR_BYTES_MAX);
    bytes
}

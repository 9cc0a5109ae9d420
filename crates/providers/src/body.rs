//! The body of an answer, read with time-outs and a limit.

use std::pin::Pin;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::header::HeaderMap;
use tokio::time::{Instant, Sleep, sleep_until, timeout_at};

use crate::client::Seat;
use crate::error::ProviderError;
use crate::pass::Pass;
use crate::patience::Patience;

/// Most bytes of one answer, pictures included.
const ANSWER_BYTES_MAX: usize = 256 * 1024 * 1024;
/// Most bytes of a vendor's error that are read.
const ERROR_BYTES_MAX: usize = 64 * 1024;
/// Longest wait for the words of an error; the status is known already.
const ERROR_WAIT: Duration = Duration::from_secs(5);

/// An answer's body. Dropping it closes the connection, or resets the stream on HTTP/2.
pub(crate) struct Body {
    response: reqwest::Response,
    patience: Patience,
    /// When the vendor was silent for too long.
    deadline: Instant,
    /// Rings at a deadline, which may have moved since: to set a timer for every chunk would cost
    /// more than to read it.
    alarm: Pin<Box<Sleep>>,
    /// The first bytes, where they were awaited before anybody asked for them.
    first: Option<Bytes>,
    /// Whether nothing comes after the first bytes.
    is_gathered: bool,
    received: usize,
    /// Tells the breaker how it went.
    pass: Option<Pass>,
    _seat: Seat,
}

impl Body {
    pub(crate) fn new(response: reqwest::Response, patience: Patience, seat: Seat) -> Self {
        let deadline = patience.first_byte_deadline();
        let alarm = Box::pin(sleep_until(deadline));
        Self {
            response,
            patience,
            deadline,
            alarm,
            first: None,
            is_gathered: false,
            received: 0,
            pass: None,
            _seat: seat,
        }
    }

    /// From now on the breaker is told.
    pub(crate) fn attach(&mut self, mut pass: Pass) {
        if self.has_begun() {
            pass.began();
        }
        self.pass = Some(pass);
    }

    /// Waits for the first bytes and keeps them. An answer without any is a cut one.
    pub(crate) async fn begin(&mut self) -> Result<(), ProviderError> {
        let first = self.read().await?.ok_or(ProviderError::Cut)?;
        self.first = Some(first);
        Ok(())
    }

    /// Waits for all of it. One that came in one chunk is not copied.
    pub(crate) async fn gather(&mut self) -> Result<(), ProviderError> {
        let first = self.read().await?.ok_or(ProviderError::Cut)?;
        let mut all = BytesMut::new();
        while let Some(more) = self.read().await? {
            if all.is_empty() {
                all.extend_from_slice(&first);
            }
            all.extend_from_slice(&more);
        }
        self.first = Some(if all.is_empty() { first } else { all.freeze() });
        self.is_gathered = true;
        Ok(())
    }

    pub(crate) fn status(&self) -> u16 {
        self.response.status().as_u16()
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// The content type without its parameters, in lower case.
    pub(crate) fn media_type(&self) -> String {
        let header = self.headers().get(reqwest::header::CONTENT_TYPE);
        let text = header.and_then(|value| value.to_str().ok()).unwrap_or_default();
        text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    fn has_begun(&self) -> bool {
        self.received > 0
    }

    /// The answer is not what was asked for, though its bytes came: a fault, whatever its end says.
    pub(crate) fn fault(&mut self) {
        if let Some(pass) = &mut self.pass {
            pass.failed();
        }
    }

    /// The next bytes; `None` at the end.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, ProviderError> {
        match self.first.take() {
            Some(first) => Ok(Some(first)),
            None => {
                let began_before = self.has_begun();
                let read = if self.is_gathered { Ok(None) } else { self.read().await };
                self.tell(&read, began_before);
                read
            }
        }
    }

    fn tell(&mut self, read: &Result<Option<Bytes>, ProviderError>, began_before: bool) {
        let Some(pass) = &mut self.pass else { return };
        match read {
            Ok(Some(_)) if began_before => {}
            Ok(Some(_)) => pass.began(),
            Ok(None) => pass.ended(),
            Err(error) => pass.judge(error),
        }
    }

    async fn read(&mut self) -> Result<Option<Bytes>, ProviderError> {
        if self.has_begun() {
            self.deadline = self.patience.chunk_deadline(Instant::now());
            // Only once: the first byte's deadline may lie behind that of the second.
            if self.deadline < self.alarm.deadline() {
                self.alarm.as_mut().reset(self.deadline);
            }
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
            None if self.has_begun() => Err(self.patience.stalled(self.deadline)),
            None => Err(self.patience.late()),
        }
    }

    /// The next bytes of an answer that is whole already; `None` at its end, at a break and when
    /// the vendor keeps the connection open without saying more.
    pub(crate) async fn chunk_after_the_end(&mut self, patience: Duration) -> Option<Bytes> {
        if let Some(pass) = &mut self.pass {
            pass.ended();
        }
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

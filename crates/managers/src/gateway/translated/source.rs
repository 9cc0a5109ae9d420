//! Where the pieces of a translated answer come from.

use dialects::{Dialect, StreamDecoder};
use models::chat::ChatDelta;
use providers::{ChatStream, Forwarded, ProviderError};

use super::super::pass;

/// Where pieces come from.
pub(super) enum Source {
    Stream {
        forwarded: Box<Forwarded>,
        decoder: Box<StreamDecoder>,
        /// Pieces that were read ahead.
        first: Option<Vec<ChatDelta>>,
        ended: bool,
    },
    Whole {
        forwarded: Option<Box<Forwarded>>,
        dialect: Dialect,
    },
    /// All that was said, read already.
    Read(Option<Vec<ChatDelta>>),
    Demo(ChatStream),
}

impl Source {
    /// Some servers ignore that a stream was asked for.
    pub(super) fn wire(forwarded: Forwarded, dialect: Dialect, streamed: bool) -> Self {
        let in_one_piece = !streamed || pass::is_in_one_piece(&forwarded, dialect);
        let forwarded = Box::new(forwarded);
        if in_one_piece {
            return Self::Whole { forwarded: Some(forwarded), dialect };
        }
        Self::Stream { forwarded, decoder: Box::new(StreamDecoder::new(dialect)), first: None, ended: false }
    }

    /// The next pieces; `None` at the end of a whole answer.
    pub(super) async fn next(&mut self) -> Option<Result<Vec<ChatDelta>, ProviderError>> {
        match self {
            Self::Demo(stream) => stream.next().await,
            Self::Read(deltas) => deltas.take().map(Ok),
            Self::Whole { forwarded, dialect } => {
                let mut forwarded = forwarded.take()?;
                let read = pass::read_whole(&mut forwarded).await;
                Some(read.and_then(|bytes| {
                    dialects::decode_whole(*dialect, &bytes).map_err(|error| {
                        forwarded.blame();
                        ProviderError::Vendor { status: forwarded.status, error, retry_after: None, body: None }
                    })
                }))
            }
            Self::Stream { forwarded, decoder, first, ended } => {
                let mut deltas = first.take().unwrap_or_default();
                while deltas.is_empty() && !*ended {
                    match forwarded.chunk().await {
                        Ok(Some(bytes)) => decoder.push(&bytes, &mut deltas),
                        Ok(None) => {
                            *ended = true;
                            if decoder.end(&mut deltas).is_err() {
                                forwarded.blame();
                                return Some(Err(ProviderError::Cut));
                            }
                        }
                        Err(error) => {
                            *ended = true;
                            return Some(Err(error));
                        }
                    }
                }
                (!deltas.is_empty()).then_some(Ok(deltas))
            }
        }
    }

    /// Waits for the first pieces before the caller is told anything: an error among them is still another target's
    /// chance. An answer that came in one piece is read whole.
    pub(super) async fn settle(&mut self) -> Result<(), ProviderError> {
        match self {
            Self::Whole { .. } => *self = Self::Read(Some(self.all().await?)),
            Self::Stream { .. } => {
                let Some(deltas) = self.next().await.transpose()? else { return Ok(()) };
                let is_word = |delta: &ChatDelta| !matches!(delta, ChatDelta::Started { .. } | ChatDelta::Usage { .. });
                if let Some(ChatDelta::Failed { error }) = deltas.iter().find(|delta| is_word(delta)) {
                    let error = error.clone();
                    return Err(ProviderError::Vendor { status: 200, error, retry_after: None, body: None });
                }
                if let Self::Stream { first, .. } = self {
                    *first = Some(deltas);
                }
            }
            Self::Read(_) | Self::Demo(_) => {}
        }
        Ok(())
    }

    pub(super) async fn all(&mut self) -> Result<Vec<ChatDelta>, ProviderError> {
        let mut all = Vec::new();
        while let Some(deltas) = self.next().await {
            all.extend(deltas?);
        }
        match all.iter().position(|delta| matches!(delta, ChatDelta::Failed { .. })) {
            Some(place) => match all.swap_remove(place) {
                ChatDelta::Failed { error } => {
                    Err(ProviderError::Vendor { status: 200, error, retry_after: None, body: None })
                }
                _ => Err(ProviderError::Cut),
            },
            None => Ok(all),
        }
    }
}

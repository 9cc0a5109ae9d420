//! The body of a request, in pieces that travel as one and are never copied.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

/// Makes one body of known length from pieces. To send it again only counts references.
pub(crate) fn body(pieces: &[Bytes]) -> reqwest::Body {
    match pieces {
        [only] => only.clone().into(),
        several => reqwest::Body::wrap(Pieces::new(several)),
    }
}

struct Pieces {
    pieces: VecDeque<Bytes>,
    left_bytes: u64,
}

impl Pieces {
    fn new(pieces: &[Bytes]) -> Self {
        let pieces: VecDeque<_> = pieces.iter().filter(|piece| !piece.is_empty()).cloned().collect();
        let left_bytes = pieces.iter().map(|piece| piece.len() as u64).sum();
        Self { pieces, left_bytes }
    }
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let piece = self.pieces.pop_front();
        self.left_bytes -= piece.as_ref().map_or(0, |piece| piece.len() as u64);
        Poll::Ready(piece.map(|piece| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.left_bytes == 0
    }

    /// Exact, so that a content length is sent: some vendors refuse a body in chunks.
    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left_bytes)
    }
}

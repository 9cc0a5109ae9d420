//! How long a call may take.

use std::time::Duration;

use tokio::time::Instant;

use crate::error::ProviderError;

/// The limits of one call, counted from its beginning: attempts, waits and turns included.
#[derive(Clone, Copy)]
pub(crate) struct Patience {
    pub(crate) began: Instant,
    pub(crate) first_byte: Duration,
    pub(crate) chunk: Duration,
    pub(crate) total: Option<Duration>,
}

impl Patience {
    /// When the first byte is overdue.
    pub(crate) fn first_byte_deadline(&self) -> Instant {
        self.earlier(self.began + self.first_byte)
    }

    /// When the next bytes are overdue, for a caller who asks for them now.
    pub(crate) fn chunk_deadline(&self, now: Instant) -> Instant {
        self.earlier(now + self.chunk)
    }

    fn earlier(&self, deadline: Instant) -> Instant {
        self.total.map_or(deadline, |total| deadline.min(self.began + total))
    }

    /// What to say of a vendor who let a deadline pass before its first byte.
    pub(crate) fn late(&self) -> ProviderError {
        match self.total {
            Some(after) if after < self.first_byte => ProviderError::TotalTimeout { after },
            Some(_) | None => ProviderError::FirstByteTimeout { after: self.first_byte },
        }
    }

    /// What to say of a vendor who let a deadline pass in the middle of its answer.
    pub(crate) fn stalled(&self, deadline: Instant) -> ProviderError {
        match self.total {
            Some(after) if self.began + after <= deadline => ProviderError::TotalTimeout { after },
            Some(_) | None => ProviderError::ChunkTimeout { after: self.chunk },
        }
    }
}

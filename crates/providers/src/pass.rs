//! The leave to call a target, and what came of it.

use std::sync::Arc;

use models::ids::ConnectionId;

use crate::breaker::Breaker;
use crate::error::ProviderError;

/// One call's way past the breaker. It is told once how the call went: at its drop, since a stream
/// that ended well as HTTP may still turn out to lack its last word. A caller who leaves says
/// nothing about the vendor.
pub(crate) struct Pass {
    breaker: Arc<Breaker>,
    target: Target,
    /// Whether other calls wait for what this one finds.
    probe: bool,
    verdict: Verdict,
}

/// A model at a vendor. The address is part of it, so that a corrected one starts afresh.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Target {
    pub(crate) connection_id: ConnectionId,
    pub(crate) base_url: String,
    pub(crate) model: String,
}

#[derive(PartialEq, Eq)]
enum Verdict {
    Open,
    Begun,
    Well,
    Told,
}

impl Pass {
    pub(crate) fn new(breaker: Arc<Breaker>, target: Target, probe: bool) -> Self {
        Self { breaker, target, probe, verdict: Verdict::Open }
    }

    /// The first byte came.
    pub(crate) fn began(&mut self) {
        if self.verdict == Verdict::Open {
            self.verdict = Verdict::Begun;
            self.breaker.began(&self.target);
        }
    }

    /// The answer ended, or the vendor refused it in order.
    pub(crate) fn ended(&mut self) {
        if self.verdict != Verdict::Told {
            self.verdict = Verdict::Well;
        }
    }

    /// The vendor failed.
    pub(crate) fn failed(&mut self) {
        if self.verdict != Verdict::Told {
            self.verdict = Verdict::Told;
            self.breaker.failed(&self.target);
        }
    }

    /// Tells of an error whose fault it is.
    pub(crate) fn judge(&mut self, error: &ProviderError) {
        match error {
            // It says what it cannot do, not that it is ill.
            ProviderError::Vendor { status: 501 | 505, .. } => self.ended(),
            ProviderError::Vendor { status: 500..=599, .. }
            | ProviderError::Connect { .. }
            | ProviderError::FirstByteTimeout { .. }
            | ProviderError::ChunkTimeout { .. }
            | ProviderError::Cut => self.failed(),
            // It answered, if only to refuse.
            ProviderError::Vendor { .. } => self.ended(),
            // The vendor was not asked, or the limit was the caller's own.
            ProviderError::TotalTimeout { .. }
            | ProviderError::TooLarge { .. }
            | ProviderError::Blocked { .. }
            | ProviderError::Unavailable { .. }
            | ProviderError::UnusableSecret
            | ProviderError::Cancelled => {}
        }
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        match self.verdict {
            Verdict::Well => self.breaker.succeeded(&self.target),
            Verdict::Open if self.probe => self.breaker.undecided(&self.target),
            Verdict::Open | Verdict::Begun | Verdict::Told => {}
        }
    }
}

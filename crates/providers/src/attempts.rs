//! How often vendors were asked.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

/// Counts requests that were sent, also those that failed or that nobody waits for any more. Clones share the count.
#[derive(Debug, Clone, Default)]
pub struct Attempts(Arc<AtomicU16>);

impl Attempts {
    /// Requests so far.
    pub fn count(&self) -> u16 {
        self.0.load(Ordering::Relaxed)
    }

    /// One more.
    pub fn add(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

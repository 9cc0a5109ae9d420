//! How often vendors were asked.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};

/// Counts requests that were sent, also those that failed or that nobody waits for any more. Clones share the count.
#[derive(Debug, Clone, Default)]
pub struct Attempts {
    count: Arc<AtomicU16>,
    any: Arc<AtomicBool>,
}

impl Attempts {
    /// The same count for one of several that are asked at once, who knows of itself whether it was sent anything.
    pub fn beside(&self) -> Self {
        Self { count: Arc::clone(&self.count), any: Arc::default() }
    }

    /// Requests so far, to all that share the count.
    pub fn count(&self) -> u16 {
        self.count.load(Ordering::Relaxed)
    }

    /// Whether there was a request through this or a clone of it.
    pub fn any(&self) -> bool {
        self.any.load(Ordering::Relaxed)
    }

    /// One more.
    pub fn add(&self) {
        self.count.fetch_add(1, Ordering::Relaxed);
        self.any.store(true, Ordering::Relaxed);
    }
}

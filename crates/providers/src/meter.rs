//! What a call to a vendor cost in time.

use std::time::Instant;

use metrics::histogram;
use models::connection::ConnectionKind;

use crate::Clock;

/// Seconds of a whole call, by kind and outcome: `ok`, `dropped` or the code of the error.
const SECONDS: &str = "pallium_vendor_seconds";
/// Seconds from the call to the first delta, by kind.
const FIRST_BYTE_SECONDS: &str = "pallium_vendor_first_byte_seconds";

/// Measures one call. A call that is dropped before its end is counted as such.
pub(crate) struct Meter {
    kind: ConnectionKind,
    clock: Clock,
    started: Instant,
    begun: bool,
    ended: bool,
}

impl Meter {
    pub(crate) fn start(kind: ConnectionKind, clock: Clock) -> Self {
        let started = clock();
        Self { kind, clock, started, begun: false, ended: false }
    }

    /// Records the first delta; later calls do nothing.
    pub(crate) fn first_byte(&mut self) {
        if !std::mem::replace(&mut self.begun, true) {
            histogram!(FIRST_BYTE_SECONDS, "kind" => self.kind.as_str()).record(self.seconds());
        }
    }

    /// Records the end; later calls do nothing.
    pub(crate) fn end(&mut self, outcome: &'static str) {
        if !std::mem::replace(&mut self.ended, true) {
            histogram!(SECONDS, "kind" => self.kind.as_str(), "outcome" => outcome).record(self.seconds());
        }
    }

    fn seconds(&self) -> f64 {
        (self.clock)().duration_since(self.started).as_secs_f64()
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        self.end("dropped");
    }
}

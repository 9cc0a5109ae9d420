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

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    use super::*;
    use crate::recorder::Lines;

    #[test]
    fn a_call_is_measured_once_to_its_first_byte_and_once_to_its_end() {
        let now = Arc::new(Mutex::new(Instant::now()));
        let shared = now.clone();
        let clock: Clock = Arc::new(move || *shared.lock().unwrap());
        let lines = Lines::default();
        metrics::with_local_recorder(&lines, || {
            let mut whole = Meter::start(ConnectionKind::Groq, clock.clone());
            *now.lock().unwrap() += Duration::from_secs(1);
            whole.first_byte();
            whole.first_byte();
            *now.lock().unwrap() += Duration::from_secs(2);
            whole.end("ok");
            drop(whole);
            drop(Meter::start(ConnectionKind::OpenAi, clock));
        });
        let expected = [
            "pallium_vendor_first_byte_seconds{kind=groq} 1",
            "pallium_vendor_seconds{kind=groq,outcome=ok} 3",
            "pallium_vendor_seconds{kind=openai,outcome=dropped} 0",
        ];
        assert_eq!(lines.all(), expected);
    }
}

//! Execution of runs.

use std::time::Duration;

use crate::kind::Span;

section! {
    /// How running answers are kept safe.
    RunSettings, "runs";

    /// Longest time that pieces of an answer wait before they are written to the log.
    flush_interval: Duration = "50ms", Span("1ms", "100ms");
    /// Time after which the runs of a process that died are marked interrupted.
    lease: Duration = "15s", Span("1s", "10min");
    /// How long the events of a finished run can be read again. Its messages stay.
    events_keep: Duration = "1h", Span("1min", "365d");
}

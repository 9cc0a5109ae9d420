//! The queue of machine work.

use std::time::Duration;

use crate::kind::{Count, Span, Toggle};

section! {
    /// The queue of machine work: tidying up, reading documents, and whatever else nobody waits for.
    JobSettings, "jobs";

    /// Whether the server runs jobs too. Without it, `pallium worker` has to run beside it.
    enabled: bool = "true", Toggle;
    /// Jobs that one process runs at the same time.
    concurrency: u32 = "16", Count(1_u32, 1024);
    /// Time after which the jobs of a process that died are given to another.
    lease: Duration = "30s", Span("1s", "10min");
    /// How long a job that is done is kept.
    completed_keep: Duration = "1d", Span("1min", "3650d");
    /// How long a job that was cancelled or given up is kept.
    dead_keep: Duration = "30d", Span("1min", "3650d");
}

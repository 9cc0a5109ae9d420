//! Calls to model vendors.

use std::time::Duration;

use crate::kind::{Count, Span, Toggle};

section! {
    /// Calls to model vendors: patience, retries, and what is offered without being configured.
    ProviderSettings, "providers";

    /// Time for the connection to a vendor.
    connect_timeout: Duration = "10s", Span("10ms", "10min");
    /// Time from the request to the first byte of the answer.
    first_byte_timeout: Duration = "60s", Span("10ms", "1h");
    /// Time between two pieces of an answer.
    chunk_timeout: Duration = "60s", Span("10ms", "1h");
    /// How often a call is tried again before its first byte has come.
    retries: u32 = "2", Count(0_u32, 10);
    /// Whether the built-in demo model is offered.
    demo: bool = "true", Toggle;
    /// Pause between two words of the demo model.
    demo_delay: Duration = "15ms", Span("0ms", "10s");
    /// Whether an Ollama that answers on 127.0.0.1:11434 is connected without being asked for.
    find_ollama: bool = "true", Toggle;
    /// How old a list of models may be before it is fetched again.
    models_refresh_interval: Duration = "1h", Span("1min", "30d");
    /// Whether connections of members may point at private addresses, such as another machine of the local
    /// network. Connections of admins always may.
    members_may_reach_private_addresses: bool = "false", Toggle;
}

//! What is logged, and how.

use crate::kind::{OneOf, Text};

/// The form of a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// Human on a terminal, JSON otherwise.
    Auto,
    /// One readable line per event.
    Human,
    /// One JSON object per event.
    Json,
}

const FORMATS: &[(&str, LogFormat)] =
    &[("auto", LogFormat::Auto), ("human", LogFormat::Human), ("json", LogFormat::Json)];

section! {
    /// Logging, to standard error.
    LogSettings, "log";

    /// Form of a log line. `auto` is human on a terminal and JSON otherwise.
    format: LogFormat = "auto", OneOf(FORMATS);
    /// What is logged: a level, or targets with levels.
    level: String = "info", Text("a filter such as `info` or `info,pallium_store=debug`"), env "RUST_LOG";
}

//! Logging, to standard error: readable on a terminal, JSON otherwise.

use std::io::IsTerminal;

use anyhow::Context as _;
use settings::{LogFormat, LogSettings};
use tracing_subscriber::{EnvFilter, fmt};

/// Starts logging for the life of the process, and logs panics the same way as everything else.
pub fn start(settings: &LogSettings) -> anyhow::Result<()> {
    // actix tells of every worker; who wants to read that names it in the level.
    let filter = EnvFilter::try_new(format!("actix_server=warn,{}", settings.level))
        .with_context(|| format!("reading log.level `{}`", settings.level))?;
    let is_human = match settings.format {
        LogFormat::Auto => std::io::stderr().is_terminal(),
        LogFormat::Human => true,
        LogFormat::Json => false,
    };
    let lines = fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = if is_human {
        lines.with_target(false).with_ansi(std::io::stderr().is_terminal()).try_init()
    } else {
        lines.json().flatten_event(true).with_span_list(false).try_init()
    };
    started.map_err(|error| anyhow::anyhow!("starting the log: {error}"))?;
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panic: {}", panic.payload_as_str().unwrap_or("without a text"));
    }));
    Ok(())
}

//! The door for people: `pallium up`, and the operator's command line.
//!
//! Exit codes: 0 done, 1 failed, 2 the command line or the settings are wrong.

#![expect(clippy::print_stderr, reason = "a command line talks through its output")]

mod classify;
mod cli;
mod config;
mod copilot;
mod db;
mod extract;
mod flags;
mod jobs;
mod password;
mod rehearse;
mod say;
mod secrets;
mod serve;
mod user;

use std::process::ExitCode;

use anyhow::Context as _;
use clap::ArgMatches;
use settings::SettingsError;

use crate::say::say;

/// The command line or the settings are wrong.
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let matches = cli::command().get_matches();
    if matches.subcommand_name() == Some(extract::WORKER) {
        return worker();
    }
    match run(&matches) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("pallium: {error:#}");
            if error.is::<SettingsError>() { ExitCode::from(USAGE) } else { ExitCode::FAILURE }
        }
    }
}

/// Reads files for a host at the other end of the pipes. Without a runtime: a worker has one thread and opens nothing.
fn worker() -> ExitCode {
    match extractor::serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("pallium: reading files for another process: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(matches: &ArgMatches) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("starting the runtime")?;
    runtime.block_on(dispatch(matches))
}

async fn dispatch(matches: &ArgMatches) -> anyhow::Result<()> {
    match matches.subcommand() {
        Some(("up", at)) => serve::up(flags::settings(at)?).await,
        Some(("serve", at)) => serve::serve(flags::settings(at)?).await,
        Some(("worker", at)) => serve::worker(flags::settings(at)?).await,
        Some(("jobs", at)) => jobs::dispatch(at).await,
        Some(("db", at)) => db::dispatch(at).await,
        Some(("user", at)) => user::dispatch(at).await,
        Some(("copilot", at)) => copilot::dispatch(at).await,
        Some(("secrets", at)) => secrets::dispatch(at).await,
        Some(("config", at)) => config::dispatch(at),
        Some(("classify", at)) => classify::classify(at),
        Some(("plan", at)) => classify::plan(at),
        Some(("gateway", at)) => gateway(at).await,
        Some(("extract", at)) => extract::extract(at).await,
        Some(("openapi", _)) => say(api::openapi::openapi_json().trim_end()),
        Some(("version", _)) => say(concat!("pallium ", env!("CARGO_PKG_VERSION"))),
        _ => anyhow::bail!("no command; see pallium --help"),
    }
}

async fn gateway(matches: &ArgMatches) -> anyhow::Result<()> {
    match matches.subcommand() {
        Some(("rehearse", at)) => rehearse::rehearse(at).await,
        _ => anyhow::bail!("no command; see pallium gateway --help"),
    }
}

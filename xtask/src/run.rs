//! `cargo xtask run`: from a clean checkout to a server, in one command.

use std::os::unix::process::CommandExt as _;

use anyhow::{Context as _, Result};

use crate::command::command;
use crate::{frontend, setup};

/// Builds the web app when its sources changed, builds the server, and becomes `pallium up`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    setup::require_node()?;
    frontend::install()?;
    frontend::build()?;
    let (release, arguments): (Vec<&String>, Vec<&String>) =
        arguments.iter().partition(|argument| *argument == "--release");
    let mut cargo = command("cargo run --package pallium");
    if !release.is_empty() {
        cargo.arg("--release");
    }
    cargo.args(["--", "up"]).args(arguments);
    // Becoming the server hands it the terminal and its signals.
    Err(cargo.exec()).context("starting cargo")
}

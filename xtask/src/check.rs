//! `cargo xtask check`: what can be said without running anything.

use anyhow::Result;

use crate::command::{command, run};
use crate::{frontend, layers};

/// Format, layers, lints and types; stops at the first that fails.
pub(crate) fn check() -> Result<()> {
    run(&mut command("cargo fmt --check"))?;
    layers::layers()?;
    run(&mut command("cargo clippy --workspace --all-targets -- -D warnings"))?;
    frontend::install()?;
    run(&mut frontend::script("typecheck"))
}

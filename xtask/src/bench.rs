//! `cargo xtask bench`: speed and size of the release build, beside their targets.
//!
//! The measures are `pallium-bench`'s, in `crates/testing`; this builds what it needs and runs it.

use anyhow::Result;

use crate::command::{command, run};
use crate::frontend;
use crate::workspace::binary;

/// Builds the release and prints a row per measure. Arguments go to `pallium-bench`, such as
/// `--load-seconds 60`; without them the load lasts ten minutes.
pub(crate) fn bench(arguments: &[String]) -> Result<()> {
    frontend::install()?;
    frontend::build()?;
    run(&mut command(
        "cargo build --release --package pallium --package pallium-testing --bin pallium --bin pallium-bench",
    ))?;
    let mut bench = std::process::Command::new(binary("release", "pallium-bench"));
    bench.arg("--pallium").arg(binary("release", "pallium")).args(arguments);
    run(&mut bench)
}

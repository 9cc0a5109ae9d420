//! `cargo xtask bench`: speed and size of the release build, beside their targets.
//!
//! Clocks of shared machines are noisy, so what can be counted is counted: CPU time, bytes, memory.

mod idle;
mod table;

use anyhow::Result;

use crate::command::{command, run};
use crate::frontend;
use crate::workspace::binary;
use table::Measure;

/// Builds the release and prints a row per measure.
pub(crate) fn bench() -> Result<()> {
    frontend::install()?;
    frontend::build()?;
    run(&mut command("cargo build --release --package pallium"))?;
    let pallium = binary("release", "pallium");
    let mut measures: Vec<Measure> = Vec::new();
    measures.push(idle::binary_size(&pallium)?);
    measures.extend(idle::start_and_memory(&pallium)?);
    table::print(&measures);
    Ok(())
}

//! A server that nobody uses: its size, its start, its memory.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::table::Measure;
use crate::server::Server;

/// Starts are counted this often, and the middle one is reported.
const STARTS: usize = 5;
const MEGABYTE: f64 = 1_000_000.0;

/// The release binary with the web app in it.
pub(super) fn binary_size(binary: &Path) -> Result<Measure> {
    let bytes = fs::metadata(binary).with_context(|| format!("looking at {}", binary.display()))?.len();
    Ok(Measure { what: "release binary with the frontend", target: 60.0, value: bytes as f64 / MEGABYTE, unit: "MB" })
}

/// Start to `/ready` on an empty data folder, migrations included, and resident memory after it.
pub(super) fn start_and_memory(binary: &Path) -> Result<[Measure; 2]> {
    let mut seconds = Vec::new();
    let mut resident = 0.0_f64;
    for _ in 0..STARTS {
        let server = Server::start(binary, "bench", &[("RUST_LOG", "error")])?;
        seconds.push(server.ready_after.as_secs_f64());
        resident = resident.max(resident_bytes(server.id())?);
    }
    seconds.sort_by(f64::total_cmp);
    let start = seconds.get(STARTS / 2).copied().unwrap_or_default();
    Ok([
        Measure { what: "start to /ready, empty data folder", target: 0.5, value: start, unit: "s" },
        Measure { what: "resident memory idle", target: 60.0, value: resident / MEGABYTE, unit: "MB" },
    ])
}

/// What Linux counts as the process's resident memory.
fn resident_bytes(process: u32) -> Result<f64> {
    let path = format!("/proc/{process}/status");
    let status = fs::read_to_string(&path).with_context(|| format!("reading {path}"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next()).and_then(|digits| digits.parse::<f64>().ok());
    Ok(kib.with_context(|| format!("{path} has no VmRSS"))? * 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_running_process_has_resident_memory() {
        assert!(resident_bytes(std::process::id()).unwrap() > MEGABYTE);
    }
}

//! The memory of the start.
#![cfg_attr(all(target_os = "linux", target_env = "gnu"), expect(unsafe_code, reason = "glibc offers this to C only"))]

use std::time::Duration;

use tokio_util::sync::CancellationToken;

/// After this time each HTTP worker has made its routes.
const STARTED: Duration = Duration::from_secs(5);

/// Gives what the start took, and nobody needs any more, back to the system. Each HTTP worker writes the OpenAPI
/// description of all routes when it registers them and drops it; glibc would keep the pages for as long as the process
/// lives, 20 MB of 75 where there are two workers.
pub(crate) async fn give_back(stop: CancellationToken) {
    tokio::select! {
        () = tokio::time::sleep(STARTED) => trim(),
        () = stop.cancelled() => {}
    }
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn trim() {
    // SAFETY: it takes a number, may be called at any time from any thread, and frees only what is free already.
    let gave_back = unsafe { libc::malloc_trim(0) };
    tracing::debug!(gave_back, "gave the memory of the start back");
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn trim() {}

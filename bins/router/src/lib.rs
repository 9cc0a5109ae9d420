//! The HTTP door: wires the rooms, serves `api` and the web app, and goes down in good order.
//!
//! It decides nothing about the product. [`run`] serves until it is told to stop; [`start`] gives
//! back the bound address and the setup link first, for the command line and for tests.

mod context;
pub mod lock;
pub mod logs;
mod meters;
mod serve;
mod start;
mod upkeep;

use settings::Settings;
use tokio_util::sync::CancellationToken;

pub use context::{Opened, open};
pub use start::{Options, Running, start};

/// Serves until `shutdown` is cancelled, then drains and returns.
pub async fn run(settings: Settings, shutdown: CancellationToken) -> anyhow::Result<()> {
    start(settings, shutdown, Options::default()).await?.wait().await
}

//! What every process that takes calls does as long as it lives: it tells the others that it does.
//!
//! What it holds of budgets and of places for calls is taken from it when it is silent, so this runs in the process
//! itself and not as a job, which any one of them may get.

use std::time::Duration;

use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use super::{budgets, parallel};
use crate::context::Context;

/// How often: well below what silence is taken for death, for budgets and for places.
const EVERY: Duration = Duration::from_secs(60);

/// Tells so until told to end.
pub async fn keep(cx: Context, stop: CancellationToken) {
    let mut tick = tokio::time::interval(EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = tick.tick() => {}
        }
        for outcome in [budgets::touch(&cx).await, parallel::renew(&cx).await] {
            if let Err(error) = outcome {
                tracing::warn!(%error, "what is held for calls was not renewed; trying again in a minute");
            }
        }
    }
}

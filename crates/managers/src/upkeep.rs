//! What has to be done from time to time while the server runs.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::context::Context;
use crate::error::{Error, Result};
use crate::{attachments, connections, conversations, gateway};

/// How often upkeep is done.
const EVERY: Duration = Duration::from_secs(60);
/// Runs whose events are pruned in one round.
const PRUNE_MAX: u32 = 1_000;

/// Removes what has expired or is unused and refreshes lists of models, until told to end.
pub async fn keep(cx: Context, stop: CancellationToken) {
    let mut tick = tokio::time::interval(EVERY);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut swept = None;
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = tick.tick() => {}
        }
        let round = async {
            note("removing expired conversations", conversations::remove::purge_expired(&cx).await.map(drop));
            note("removing unused files", attachments::sweep(&cx, &mut swept).await);
            note("pruning", prune(&cx).await);
            note("tidying the gateway's counters", gateway::tidy(&cx).await);
            note("looking for Ollama", connections::discover_ollama(&cx).await.map(drop));
            note("refreshing lists of models", connections::refresh_stale(&cx).await.map(drop));
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = round => {}
        }
    }
}

/// The next round tries again, so a failure is only told.
fn note(doing: &str, outcome: Result<()>) {
    if let Err(error) = outcome {
        tracing::warn!(%error, "{doing} failed; trying again in a minute");
    }
}

/// Removes rows that have served their time: logs of ended runs, ended logins, counted attempts.
pub async fn prune(cx: &Context) -> Result<()> {
    let now = cx.now();
    let events_before = now - cx.settings.runs.events_keep;
    let attempts_before = now - Duration::from_secs(24 * 3600);
    cx.store
        .write(move |db| {
            store::run_events::prune_finished(db, events_before, PRUNE_MAX)?;
            store::auth_sessions::delete_expired(db, now)?;
            store::login_attempts::prune(db, attempts_before)?;
            store::idempotency::prune(db, attempts_before)?;
            Ok::<_, Error>(())
        })
        .await
}

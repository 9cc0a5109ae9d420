//! Leases: renewing our own, ending the runs of dead processes, and ending ours at shutdown.

use std::time::Duration;

use store::Dialect;
use tokio_util::sync::CancellationToken;

use super::finish::finish_dead;
use super::hub::Stop;
use crate::context::Context;
use crate::error::{Error, Result};

/// Dead runs ended in one round.
const REAP_MAX: u32 = 100;
/// How long runs that were told to stop may take to write their end.
const STOP_GRACE: Duration = Duration::from_secs(10);

/// Ends, at start, the runs of processes that are known to be dead. SQLite has one process at a
/// time, held by a lock on the data folder, so every run that is not ours is dead; on Postgres the
/// lease tells, and [`keep`] watches it.
pub async fn recover(cx: &Context) -> Result<usize> {
    let (process, dialect, now) = (cx.process_id, cx.store.dialect(), cx.now());
    let dead = cx
        .store
        .read(move |db| {
            Ok::<_, Error>(match dialect {
                Dialect::Sqlite => store::runs::held_by_others(db, process)?,
                Dialect::Postgres => store::runs::expired_leases(db, now, REAP_MAX)?,
            })
        })
        .await?;
    let mut ended = 0;
    for run in dead {
        ended += usize::from(finish_dead(cx, run).await?);
    }
    Ok(ended)
}

/// Renews leases, hears wishes to stop that other processes took, and reaps, until told to end.
pub async fn keep(cx: Context, stop: CancellationToken) {
    let mut tick = tokio::time::interval(cx.settings.runs.lease / 3);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = tick.tick() => {}
        }
        if let Err(error) = round(&cx).await {
            tracing::warn!(%error, "keeping the leases of runs failed; trying again");
        }
    }
}

async fn round(cx: &Context) -> Result<()> {
    let (ids, process, now) = (cx.runs.ids(), cx.process_id, cx.now());
    metrics::gauge!("pallium_runs_active").set(u32::try_from(ids.len()).unwrap_or(u32::MAX));
    if !ids.is_empty() {
        let until = now + cx.settings.runs.lease;
        let stopped = cx
            .store
            .write(move |db| {
                store::runs::renew_leases(db, process, &ids, until)?;
                Ok::<_, Error>(store::runs::interrupts_requested(db, process)?)
            })
            .await?;
        for live in stopped.into_iter().filter_map(|id| cx.runs.find(id)) {
            live.stop(Stop::User);
        }
    }
    let dead = cx.store.read(move |db| Ok::<_, Error>(store::runs::expired_leases(db, now, REAP_MAX)?)).await?;
    for run in dead {
        finish_dead(cx, run).await?;
    }
    Ok(())
}

/// Takes no new runs, lets those under way end for `patience`, then stops them; their text is kept.
pub async fn drain(cx: &Context, patience: Duration) {
    cx.runs.draining().cancel();
    if tokio::time::timeout(patience, empty(cx)).await.is_ok() {
        return;
    }
    tracing::info!(runs = cx.runs.count(), "stopping the answers that are still under way");
    cx.runs.stop_all(Stop::Shutdown);
    if tokio::time::timeout(STOP_GRACE, empty(cx)).await.is_err() {
        tracing::error!(runs = cx.runs.count(), "some answers did not end; the next start will mark them");
    }
}

async fn empty(cx: &Context) {
    const LOOK_EVERY: Duration = Duration::from_millis(20);
    while cx.runs.count() > 0 {
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

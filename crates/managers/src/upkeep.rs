//! What has served its time. The queue does it by schedule: see [`crate::jobs::schedules`].

use std::time::Duration;

use crate::context::Context;
use crate::error::{Error, Result};

/// Runs whose events are pruned in one round.
const PRUNE_MAX: u32 = 1_000;

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

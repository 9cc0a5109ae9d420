//! What the gateway leaves behind.

use std::time::Duration;

use super::parallel;
use crate::context::Context;
use crate::error::{Error, Result};

/// Windows of a minute are over for good after this time.
const WINDOWS_KEPT: Duration = Duration::from_secs(3600);
/// Counters of a day or month are kept for people who look back.
const COUNTERS_KEPT: Duration = Duration::from_secs(400 * 24 * 3600);

/// Gives back what calls of dead processes hold, and removes counters, entries and answers that are too old.
pub async fn tidy(cx: &Context) -> Result<()> {
    let settings = &cx.settings.gateway;
    let now = cx.now();
    // No call lasts longer, so whoever holds something since then is dead.
    let abandoned = now - settings.total_timeout * 2;
    let (windows, counters, entries) = (now - WINDOWS_KEPT, now - COUNTERS_KEPT, now - settings.ledger_keep);
    let responses = now - settings.responses_keep;
    parallel::renew(cx).await?;
    cx.store
        .write(move |db| {
            store::budgets::release_abandoned(db, abandoned)?;
            store::budgets::purge(db, counters)?;
            store::rate_windows::purge(db, windows)?;
            store::usage_entries::purge(db, entries)?;
            store::stored_responses::purge(db, responses)?;
            store::cached_answers::purge(db, now)?;
            Ok::<_, Error>(())
        })
        .await
}

//! What the gateway leaves behind.

use std::time::Duration;

use super::{budgets, parallel};
use crate::context::Context;
use crate::error::{Error, Result};

/// Windows of a minute are over for good after this time.
const WINDOWS_KEPT: Duration = Duration::from_secs(3600);
/// Counters of a day or month are kept for people who look back.
const COUNTERS_KEPT: Duration = Duration::from_secs(400 * 24 * 3600);

/// Gives back what dead processes hold, and removes counters, entries and answers that are too old.
pub async fn tidy(cx: &Context) -> Result<()> {
    budgets::tidy(cx).await?;
    parallel::tidy(cx).await?;
    let settings = &cx.settings.gateway;
    let now = cx.now();
    let (windows, counters, entries) = (now - WINDOWS_KEPT, now - COUNTERS_KEPT, now - settings.ledger_keep);
    let responses = now - settings.responses_keep;
    cx.store
        .write(move |db| {
            store::budgets::purge(db, counters)?;
            store::rate_windows::purge(db, windows)?;
            store::usage_entries::purge(db, entries)?;
            store::stored_responses::purge(db, responses)?;
            store::cached_answers::purge(db, now)?;
            Ok::<_, Error>(())
        })
        .await
}

//! What the house does for collections from time to time.

use std::time::Duration;

use store::knowledge::documents;

use crate::context::Context;
use crate::error::{Error, Result};

/// Rows removed in one step; other writers wait for it.
const STEP: u32 = 1_000;
/// After this time somebody looks whether a document's job is still there.
const LOST_AFTER: Duration = Duration::from_secs(3600);
/// Documents of one round.
const LOST_MAX: u32 = 500;

/// Does the work of a job: looks for sources that are due and for documents whose job was lost, and removes what was let
/// go.
pub async fn run(cx: &Context) -> Result<()> {
    super::sync::enqueue_due(cx).await?;
    super::uploads::sweep(cx).await?;
    enqueue_lost(cx).await?;
    loop {
        let now = cx.now();
        let removed = cx.store.write(move |db| Ok::<_, Error>(store::knowledge::sweep(db, STEP, now)?)).await?;
        if removed == 0 {
            return Ok(());
        }
    }
}

/// A job whose worker died each time is given up without a word to the document. One that still waits stays the only one.
async fn enqueue_lost(cx: &Context) -> Result<()> {
    let before = cx.now() - LOST_AFTER;
    let lost = cx.store.read(move |db| Ok::<_, Error>(documents::unread(db, before, LOST_MAX)?)).await?;
    for document in lost {
        let job = super::documents::read_job(cx, &document, 0);
        cx.store.write(move |db| Ok::<_, Error>(store::jobs::enqueue(db, &job)?)).await?;
    }
    Ok(())
}

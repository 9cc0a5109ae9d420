//! What the house does for collections from time to time.

use crate::context::Context;
use crate::error::{Error, Result};

/// Rows removed in one step; other writers wait for it.
const STEP: u32 = 1_000;

/// Does the work of a job: looks for sources that are due, and removes what was let go.
pub async fn run(cx: &Context) -> Result<()> {
    super::sync::enqueue_due(cx).await?;
    super::uploads::sweep(cx).await?;
    loop {
        let now = cx.now();
        let removed = cx.store.write(move |db| Ok::<_, Error>(store::knowledge::sweep(db, STEP, now)?)).await?;
        if removed == 0 {
            return Ok(());
        }
    }
}

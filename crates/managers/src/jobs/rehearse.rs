//! Work without an effect: to measure the queue, and to rehearse failure.

use std::time::Duration;

use models::job::Rehearsal;

use super::Handle;
use crate::context::Context;
use crate::error::{Error, Result};

/// Steps in which progress is told.
const STEPS: u8 = 20;

/// Takes its time, tells how far it is, and fails as often as it is told to.
pub async fn rehearse(cx: &Context, it: Rehearsal, handle: &Handle) -> Result<()> {
    if it.work_ms > 0 {
        let step = Duration::from_millis(it.work_ms) / u32::from(STEPS);
        for done in 1..=STEPS {
            tokio::time::sleep(step).await;
            handle.progress(cx, done * (100 / STEPS), format!("step {done} of {STEPS}")).await?;
        }
    }
    if handle.attempt <= it.failures {
        return Err(Error::internal("rehearsing a failure", format!("attempt {} was to fail", handle.attempt)));
    }
    Ok(())
}

//! Looking at sources again: only what changed is read.

use std::sync::Arc;

use models::ids::SourceId;

use crate::context::Context;
use crate::error::Result;
use crate::jobs::Handle;

pub async fn run(_cx: &Context, _id: SourceId, _handle: &Arc<Handle>) -> Result<()> {
    Ok(())
}

pub(super) async fn enqueue_due(_cx: &Context) -> Result<()> {
    Ok(())
}

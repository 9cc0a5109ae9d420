//! Removing files that nobody needs any more.

use std::time::Duration;

use models::ids::AttachmentId;

use crate::context::Context;
use crate::error::{Error, Result};

/// How long a file may lie before somebody sends it, and how long its bytes lie after that.
const UNUSED_KEEP: Duration = Duration::from_secs(24 * 3600);
/// Attachments examined in one round.
const EXAMINED_MAX: u32 = 500;
/// Blobs looked at in one round; their removal makes SQLite's writers wait.
const BLOBS_MAX: u32 = 100;

/// Removes all that nobody needs, round by round.
pub async fn sweep_all(cx: &Context) -> Result<()> {
    let mut place = None;
    loop {
        sweep(cx, &mut place).await?;
        if place.is_none() {
            return Ok(());
        }
    }
}

/// Removes, of the next attachments after `place`, those that were never sent or whose conversations
/// are gone; then the bytes that no attachment has, and what broken uploads left. Moves `place` on,
/// back to the beginning at the end, so that a round costs the same however many attachments there
/// are. Any number of replicas may do this at once.
pub async fn sweep(cx: &Context, place: &mut Option<AttachmentId>) -> Result<()> {
    let (now, after) = (cx.now(), *place);
    let before = now - UNUSED_KEEP;
    let (examined, any_blobs) = cx
        .store
        .read(move |db| {
            let examined = store::attachments::examine(db, after, before, EXAMINED_MAX)?;
            Ok::<_, Error>((examined, store::unused_blobs::any(db, before)?))
        })
        .await?;
    let (unused, blobs) = (examined.unused, cx.blobs.clone());
    if !unused.is_empty() || any_blobs {
        let (attachments, blobs) = cx
            .store
            .write(move |db| {
                let attachments = store::attachments::delete_unused(db, &unused, before, now)?;
                let blobs = store::unused_blobs::sweep(db, &blobs, before, now, BLOBS_MAX)?;
                Ok::<_, Error>((attachments, blobs))
            })
            .await?;
        tracing::info!(attachments, blobs, "removed files that nobody needs");
    }
    *place = examined.next;
    cx.blobs.remove_abandoned(before).await?;
    Ok(())
}

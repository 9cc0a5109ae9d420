//! The bin: deleting with undo, and removing for good.

use std::time::Duration;

use models::conversation::Conversation;
use models::ids::ConversationId;

use super::{changed, own_locked};
use crate::access::Actor;
use crate::context::Context;
use crate::error::{Conflict, Error, Result};

/// Conversations removed in one round of upkeep.
const PURGE_MAX: u32 = 100;

/// Puts a conversation into the bin and stops its answer. Deleting it again changes nothing.
pub async fn delete(cx: &Context, actor: &Actor, id: ConversationId) -> Result<()> {
    let (asker, now) = (actor.clone(), cx.now());
    let conversation = cx
        .store
        .write(move |db| {
            let mut it = own_locked(db, &asker, id)?;
            it.deleted_at = it.deleted_at.or(Some(now));
            store::conversations::update(db, &it)?;
            Ok::<_, Error>(it)
        })
        .await?;
    if let Some(run_id) = conversation.active_run_id {
        crate::runs::interrupt::interrupt(cx, actor, run_id).await?;
    }
    changed(cx, actor, id);
    Ok(())
}

/// Takes a conversation out of the bin.
pub async fn restore(cx: &Context, actor: &Actor, id: ConversationId) -> Result<Conversation> {
    let asker = actor.clone();
    let conversation = cx
        .store
        .write(move |db| {
            let mut it = own_locked(db, &asker, id)?;
            it.deleted_at = None;
            store::conversations::update(db, &it)?;
            Ok::<_, Error>(it)
        })
        .await?;
    changed(cx, actor, id);
    Ok(conversation)
}

/// Removes a conversation in the bin for good. Runs that a fork still shows stay.
pub async fn purge(cx: &Context, actor: &Actor, id: ConversationId) -> Result<()> {
    let asker = actor.clone();
    cx.store
        .write(move |db| {
            let it = own_locked(db, &asker, id)?;
            if it.deleted_at.is_none() {
                return Err(Error::Conflict(Conflict::NotInBin));
            }
            if it.active_run_id.is_some() {
                return Err(Error::Conflict(Conflict::RunInProgress));
            }
            Ok(store::conversations::purge(db, id)?)
        })
        .await?;
    changed(cx, actor, id);
    Ok(())
}

/// Removes what lay in the bin long enough and temporary conversations whose day is over.
pub async fn purge_expired(cx: &Context) -> Result<usize> {
    let (now, keep) = (cx.now(), cx.settings.conversations.bin_keep);
    cx.store
        .write(move |db| {
            let mut ids = store::conversations::expired_temporary(db, now, PURGE_MAX)?;
            ids.extend(store::conversations::bin_older_than(db, now - bounded(keep), PURGE_MAX)?);
            ids.sort_unstable();
            ids.dedup();
            for id in &ids {
                store::conversations::purge(db, *id)?;
            }
            Ok::<_, Error>(ids.len())
        })
        .await
}

/// A duration that can be subtracted from now without leaving the calendar.
fn bounded(duration: Duration) -> Duration {
    duration.min(Duration::from_secs(100 * 365 * 24 * 3600))
}

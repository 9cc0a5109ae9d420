//! Looking at sources again: only what changed is read, and what is gone goes.

mod folder;
mod follow;
mod git;
mod robots;
mod url;

use std::sync::Arc;
use std::time::Duration;

use models::ids::SourceId;
use models::job::JobKind;
use models::knowledge::{Collection, Source, SourceKind};
use models::notice::Change;
use store::knowledge::{collections, sources};

use crate::context::Context;
use crate::error::{Error, Result};
use crate::jobs::Handle;
use follow::Follower;

/// Sources that one round puts in line.
const DUE_MAX: u32 = 100;
/// After this time a look whose end was never noted counts as lost.
const LOST_AFTER: Duration = Duration::from_secs(4 * 3600);

/// Why a look did not end well.
enum Stopped {
    /// People have to do something about it: the sentence says what is the matter.
    Told(String),
    /// Another attempt may end otherwise.
    Failed(Error),
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// Puts the sources in line that are due.
pub(super) async fn enqueue_due(cx: &Context) -> Result<()> {
    let now = cx.now();
    let due = cx.store.read(move |db| Ok::<_, Error>(sources::due(db, now, DUE_MAX)?)).await?;
    for source in due {
        let context = cx.clone();
        cx.store
            .write(move |db| {
                let Some(collection) = collections::find(db, source.collection_id)? else { return Ok(()) };
                let job = super::sources::sync_job(&context, &source, collection.owner_id);
                store::jobs::enqueue(db, &job)?;
                Ok::<_, Error>(())
            })
            .await?;
    }
    Ok(())
}

/// Does the work of a job: looks at a source.
pub async fn run(cx: &Context, id: SourceId, handle: &Arc<Handle>) -> Result<()> {
    let Some((source, collection)) = begin(cx, id).await? else { return Ok(()) };
    tell(cx, &collection);
    let outcome = look(cx, &source, &collection, handle).await;
    let (told, outcome) = match outcome {
        Ok(()) => (Ok(()), Ok(())),
        Err(Stopped::Told(why)) => (Err(why), Ok(())),
        Err(Stopped::Failed(error)) if handle.attempt < JobKind::SyncSource.limits().max_attempts => return Err(error),
        Err(Stopped::Failed(error)) => (Err("something went wrong on the server; try again".to_owned()), Err(error)),
    };
    let (now, held) = (cx.now(), Arc::clone(handle));
    let next = super::sources::next(now, source.refresh_minutes);
    cx.store
        .write(move |db| {
            held.hold(db)?;
            let outcome = told.as_ref().copied().map_err(String::as_str);
            Ok::<_, Error>(sources::end_sync(db, id, outcome, next, now)?)
        })
        .await?;
    tell(cx, &collection);
    outcome
}

async fn begin(cx: &Context, id: SourceId) -> Result<Option<(Source, Collection)>> {
    let lost_at = cx.now() + LOST_AFTER;
    cx.store
        .write(move |db| {
            let Some(source) = sources::find(db, id)? else { return Ok(None) };
            let Some(collection) = collections::find(db, source.collection_id)? else { return Ok(None) };
            sources::begin_sync(db, id)?;
            // Its end writes the right time; without one it would never be due again.
            sources::update(db, &Source { next_sync_at: Some(lost_at), ..source.clone() })?;
            Ok::<_, Error>(Some((source, collection)))
        })
        .await
}

async fn look(cx: &Context, source: &Source, collection: &Collection, handle: &Arc<Handle>) -> Result<(), Stopped> {
    let mut follower = Follower::new(cx, source, collection, handle).await?;
    match source.kind {
        SourceKind::Folder => folder::look(cx, source, &mut follower).await?,
        SourceKind::Url => url::look(cx, source, &mut follower).await?,
        SourceKind::Git => git::look(cx, source, &mut follower).await?,
    }
    follower.remove_gone().await?;
    Ok(())
}

fn tell(cx: &Context, collection: &Collection) {
    cx.notify(collection.owner_id, Change::CollectionChanged { collection_id: collection.id });
}

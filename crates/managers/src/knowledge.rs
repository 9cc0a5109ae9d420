//! What may be searched and cited: collections, their documents, where those come from, and search.
//!
//! Every verb checks through [`crate::access`]. What takes long is a job: reading a document, making vectors, looking at
//! a source again.

pub mod check;
pub mod collections;
pub mod documents;
pub mod embed;
mod fuse;
pub mod ingest;
mod rerank;
pub mod search;
mod select;
pub mod sources;
pub mod sync;
pub mod uploads;

use models::ids::{CollectionId, JobId, WorkspaceId};
use models::job::{DependencyRule, JobState};
use models::knowledge::Collection;
use models::workspace::WorkspaceRole;
use store::Db;
use store::jobs::{Enqueued, New};

use crate::access::{self, Action, Actor, Resource};
use crate::error::{Error, Noun, Result};

/// A collection that the actor may do this to.
pub(crate) fn collection(db: &mut Db, actor: &Actor, action: Action, id: CollectionId) -> Result<Collection> {
    let found = store::knowledge::collections::find(db, id)?.ok_or(Error::NotFound(Noun::Collection))?;
    let role = role(db, actor, found.workspace_id)?;
    access::check(actor, action, Resource::Collection(&found, role))?;
    Ok(found)
}

/// How often a job is looked for anew that ended while it was looked at.
const TWIN_ROUNDS: u32 = 3;

/// Puts a job in line that has a unique key. One that runs may have seen only what was before, so that another follows it;
/// one that waits is not begun before what this transaction writes can be seen.
pub(crate) fn enqueue(db: &mut Db, new: &New) -> Result<JobId> {
    for _ in 0..TWIN_ROUNDS {
        let Enqueued::Present(id) = store::jobs::enqueue(db, new)? else { return Ok(new.id) };
        match store::jobs::hold_state(db, id)? {
            JobState::Waiting | JobState::Scheduled | JobState::Available => return Ok(id),
            JobState::Running => {
                let unique_key = new.unique_key.as_ref().map(|key| format!("{key} again"));
                let next = New { unique_key, depends_on: vec![id], rule: DependencyRule::Proceed, ..new.clone() };
                return Ok(store::jobs::enqueue(db, &next)?.id());
            }
            JobState::Completed | JobState::Cancelled | JobState::Discarded => {}
        }
    }
    Err(Error::Busy)
}

/// What the actor may do in a collection's workspace.
fn role(db: &mut Db, actor: &Actor, workspace: Option<WorkspaceId>) -> Result<Option<WorkspaceRole>> {
    let role = workspace.map(|id| store::workspaces::role(db, id, actor.id())).transpose()?;
    Ok(role.flatten())
}

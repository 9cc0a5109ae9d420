//! Seeing workspaces.

use models::ids::WorkspaceId;
use models::page::Page;

use super::{WorkspaceView, find};
use crate::access::{self, Action, Actor, Resource};
use crate::context::Context;
use crate::error::{Error, Result};

/// The workspaces that the caller belongs to, or for admins every shared one, by id.
pub async fn list(
    cx: &Context,
    actor: &Actor,
    everyones: bool,
    limit: u32,
    cursor: Option<WorkspaceId>,
) -> Result<Page<WorkspaceView>> {
    if everyones {
        access::check(actor, Action::View, Resource::Instance)?;
    }
    let who = actor.clone();
    cx.store
        .read(move |db| {
            if !everyones {
                let Page { items, next } = store::workspaces::list_of(db, who.id(), cursor, limit)?;
                let view = |(workspace, role)| WorkspaceView::new(&who, workspace, Some(role));
                return Ok(Page { items: items.into_iter().map(view).collect(), next });
            }
            let Page { items, next } = store::workspaces::list_shared(db, cursor, limit)?;
            let mut views = Vec::with_capacity(items.len());
            for workspace in items {
                let role = store::workspaces::role(db, workspace.id, who.id())?;
                views.push(WorkspaceView::new(&who, workspace, role));
            }
            Ok::<_, Error>(Page { items: views, next })
        })
        .await
}

/// One workspace.
pub async fn get(cx: &Context, actor: &Actor, id: WorkspaceId) -> Result<WorkspaceView> {
    let who = actor.clone();
    cx.store
        .read(move |db| {
            let (workspace, role) = find(db, &who, Action::View, id)?;
            Ok::<_, Error>(WorkspaceView::new(&who, workspace, role))
        })
        .await
}

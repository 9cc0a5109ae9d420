//! Making and renaming workspaces.

use models::audit::AuditAction;
use models::ids::WorkspaceId;
use models::limits::Limits;
use models::workspace::{Membership, Workspace, WorkspaceName, WorkspaceRole};
use serde_json::json;

use super::{WorkspaceView, find};
use crate::access::{self, Action, Actor, Resource};
use crate::audit;
use crate::context::Context;
use crate::error::{Error, Result};

/// Makes a shared workspace whose first member is its maker.
pub async fn create(cx: &Context, actor: &Actor, name: String) -> Result<WorkspaceView> {
    access::check(actor, Action::Change, Resource::Instance)?;
    actor.login()?;
    let (id, now, role) = (WorkspaceId(cx.id()), cx.now(), WorkspaceRole::Owner);
    let name = WorkspaceName::parse(&name)?;
    let entry = audit::by(cx, actor, AuditAction::WorkspaceCreated, id, json!({ "name": name.as_str() }));
    let workspace =
        Workspace { id, private_of: None, name, limits: Limits::default(), created_at: now, updated_at: now };
    let first = Membership { workspace_id: id, user_id: actor.id(), role, created_at: now };
    let workspace = cx
        .store
        .write(move |db| {
            store::workspaces::insert(db, &workspace)?;
            store::workspaces::put_member(db, &first)?;
            store::audit::insert(db, &entry)?;
            Ok::<_, Error>(workspace)
        })
        .await?;
    Ok(WorkspaceView::new(actor, workspace, Some(role)))
}

/// Gives a workspace another name.
pub async fn rename(cx: &Context, actor: &Actor, id: WorkspaceId, name: String) -> Result<WorkspaceView> {
    let (name, who, now) = (WorkspaceName::parse(&name)?, actor.clone(), cx.now());
    let entry = audit::by(cx, actor, AuditAction::WorkspaceChanged, id, json!({ "name": name.as_str() }));
    cx.store
        .write(move |db| {
            let (old, role) = find(db, &who, Action::Change, id)?;
            let new = Workspace { name, updated_at: now, ..old };
            store::workspaces::rename(db, id, &new.name, now)?;
            store::audit::insert(db, &entry)?;
            Ok::<_, Error>(WorkspaceView::new(&who, new, role))
        })
        .await
}

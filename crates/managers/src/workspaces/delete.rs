//! Deleting a workspace.

use models::audit::AuditAction;
use models::ids::WorkspaceId;
use models::workspace::WorkspaceRole;
use serde_json::json;

use super::{find, must_be_shared};
use crate::access::{self, Action, Actor, Resource};
use crate::audit;
use crate::context::Context;
use crate::error::Result;

/// Deletes a workspace, for its owners and the instance's admins. Its keys are revoked: to let them spend from their
/// owners' own instead would lift the workspace's limits from programs that nobody looks at. What was spent stays in the
/// ledger under its name.
pub async fn delete(cx: &Context, actor: &Actor, id: WorkspaceId) -> Result<()> {
    let (context, who, now) = (cx.clone(), actor.clone(), cx.now());
    cx.store
        .write(move |db| {
            let (workspace, own) = find(db, &who, Action::Change, id)?;
            must_be_shared(&workspace)?;
            access::check(&who, Action::Change, Resource::Member(&workspace, own, WorkspaceRole::Owner))?;
            let keys = store::workspaces::delete(db, id, now)?;
            let detail = json!({ "name": workspace.name.as_str(), "revoked_keys": keys.len() });
            store::audit::insert(db, &audit::by(&context, &who, AuditAction::WorkspaceDeleted, id, detail))?;
            for key in keys {
                let detail = json!({ "workspace_id": id });
                store::audit::insert(db, &audit::by(&context, &who, AuditAction::ApiKeyRevoked, key, detail))?;
            }
            Ok(())
        })
        .await
}

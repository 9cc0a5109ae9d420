//! What may be spent in a shared workspace, over all keys that belong to it.

use models::audit::AuditAction;
use models::ids::WorkspaceId;
use models::invalid::Invalid;
use models::limits::Limits;
use serde_json::json;

use super::find;
use crate::access::{self, Action, Actor, Resource};
use crate::audit;
use crate::context::Context;
use crate::error::{Error, Result};

/// The limits, for those who see the workspace.
pub async fn limits(cx: &Context, actor: &Actor, id: WorkspaceId) -> Result<Limits> {
    let who = actor.clone();
    cx.store.read(move |db| Ok::<_, Error>(find(db, &who, Action::View, id)?.0.limits)).await
}

/// Sets the limits: it is the instance's money, so its admins do. They count from the next call on.
pub async fn put_limits(cx: &Context, actor: &Actor, id: WorkspaceId, limits: Limits) -> Result<Limits> {
    let wrong = limits.check();
    let (who, now) = (actor.clone(), cx.now());
    let entry = audit::by(cx, actor, AuditAction::WorkspaceChanged, id, json!({ "limits": limits }));
    cx.store
        .write(move |db| {
            let (old, _) = find(db, &who, Action::View, id)?;
            access::check(&who, Action::Change, Resource::Instance)?;
            who.login()?;
            if old.private_of.is_some() {
                return Err(Invalid::new("id", "is a private workspace; set its user's limits instead").into());
            }
            if !wrong.is_empty() {
                return Err(Error::Invalid(wrong));
            }
            store::workspaces::put_limits(db, id, &limits, now)?;
            store::audit::insert(db, &entry)?;
            Ok(limits)
        })
        .await
}

//! Removing a connection together with its key.

use models::audit::AuditAction;
use models::ids::ConnectionId;
use serde_json::json;

use super::{read, refresh};
use crate::access::{Action, Actor};
use crate::audit;
use crate::context::Context;
use crate::error::{Error, Result};

/// Removes a connection. Answers it gave stay; a connection that the server made by itself is not
/// made again.
pub async fn delete(cx: &Context, actor: &Actor, id: ConnectionId) -> Result<()> {
    let who = actor.clone();
    let entry = audit::by(cx, actor, AuditAction::ConnectionDeleted, id, json!({}));
    let owner = cx
        .store
        .write(move |db| {
            let connection = read::find(db, &who, Action::Change, id)?;
            store::connections::delete(db, id)?;
            if let Some(secret) = connection.secret_id {
                store::secrets::delete(db, secret)?;
            }
            let detail = json!({ "kind": connection.kind, "name": connection.name.as_str() });
            store::audit::insert(db, &audit::with(entry, detail))?;
            Ok::<_, Error>(connection.owner_id)
        })
        .await?;
    refresh::tell_owner(cx, owner).await
}

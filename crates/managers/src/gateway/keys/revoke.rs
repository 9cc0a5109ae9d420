//! Ending a key.

use models::audit::AuditAction;
use models::ids::ApiKeyId;
use serde_json::json;

use crate::access::{Action, Actor};
use crate::audit;
use crate::context::Context;
use crate::error::{Error, Result};

/// Ends a key with the next call. Ending it twice is no error.
pub async fn revoke(cx: &Context, actor: &Actor, id: ApiKeyId) -> Result<()> {
    let (who, now) = (actor.clone(), cx.now());
    let entry = audit::by(cx, actor, AuditAction::ApiKeyRevoked, id, json!({}));
    cx.store
        .write(move |db| {
            super::find(db, &who, Action::Change, id)?;
            if store::api_keys::revoke(db, id, now)? {
                store::audit::insert(db, &entry)?;
            }
            Ok::<_, Error>(())
        })
        .await
}

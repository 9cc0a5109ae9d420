//! The logins of a user: seeing them, ending them.

use models::audit::AuditAction;
use models::auth_session::AuthSession;
use models::ids::AuthSessionId;

use crate::access::{self, Action, Actor, Resource};
use crate::audit;
use crate::context::Context;
use crate::error::{Error, Noun, Result};

/// The caller's logins that have not ended, the one used last first.
pub async fn list(cx: &Context, actor: &Actor) -> Result<Vec<AuthSession>> {
    let (user, now) = (actor.id(), cx.now());
    let mut logins =
        cx.store.read(move |db| store::auth_sessions::list_active(db, user, now)).await.map_err(Error::from)?;
    logins.sort_by_key(|login| std::cmp::Reverse(login.last_used_at));
    Ok(logins)
}

/// Ends one of the caller's logins.
pub async fn revoke(cx: &Context, actor: &Actor, id: AuthSessionId) -> Result<()> {
    let (who, now) = (actor.clone(), cx.now());
    let entry = audit::by(cx, actor, AuditAction::LoginRevoked, id, serde_json::json!({}));
    cx.store
        .write(move |db| {
            let (login, _) = store::auth_sessions::find_by_id(db, id)?.ok_or(Error::NotFound(Noun::Login))?;
            access::check(&who, Action::Change, Resource::Login(&login))?;
            store::auth_sessions::revoke(db, id, now)?;
            Ok::<_, Error>(store::audit::insert(db, &entry)?)
        })
        .await
}

/// Ends all of the caller's logins but the one that asks.
pub async fn revoke_others(cx: &Context, actor: &Actor) -> Result<()> {
    let (user, keep, now) = (actor.id(), actor.login()?, cx.now());
    let entry = audit::by(cx, actor, AuditAction::LoginRevoked, user, serde_json::json!({ "kept": keep }));
    cx.store
        .write(move |db| {
            store::auth_sessions::revoke_others(db, user, Some(keep), now)?;
            Ok::<_, Error>(store::audit::insert(db, &entry)?)
        })
        .await
}

//! Changing a key.

use models::api_key::{ApiKey, ApiKeyName, Scope};
use models::audit::AuditAction;
use models::ids::ApiKeyId;
use models::limits::Limits;
use models::time::Time;
use serde_json::json;
use store::api_keys::KeyChange;

use super::{check_end, check_models, check_scopes};
use crate::access::Actor;
use crate::audit;
use crate::context::Context;
use crate::error::{Conflict, Denied, Error, Result};

/// What to change; `None` leaves it.
#[derive(Debug)]
pub struct ChangeKey {
    /// Which key.
    pub id: ApiKeyId,
    /// What people call it.
    pub name: Option<String>,
    /// What it may be used for.
    pub scopes: Option<Vec<Scope>>,
    /// The models it may ask for; empty is all.
    pub allowed_models: Option<Vec<String>>,
    /// How fast and how much it may spend, as a whole. Only admins loosen them.
    pub limits: Option<Limits>,
    /// When it stops working by itself; `Some(None)` is never.
    pub expires_at: Option<Option<Time>>,
}

/// Changes a key. It counts from the next call on.
pub async fn change(cx: &Context, actor: &Actor, change: ChangeKey) -> Result<ApiKey> {
    let (id, now, who) = (change.id, cx.now(), actor.clone());
    let checked = check(change, now)?;
    let entry = audit::by(cx, actor, AuditAction::ApiKeyChanged, id, json!({ "changed": fields(&checked) }));
    cx.store
        .write(move |db| {
            let old = super::lock(db, &who, id)?;
            if old.revoked_at.is_some() {
                return Err(Error::Conflict(Conflict::KeyRevoked));
            }
            let new = ApiKey { updated_at: now, ..apply(&checked, old.clone()) };
            allow(&who, &old, &new)?;
            store::api_keys::update(db, id, &checked, now)?;
            store::audit::insert(db, &entry)?;
            Ok(new)
        })
        .await
}

fn check(change: ChangeKey, now: Time) -> Result<KeyChange> {
    let name = change.name.as_deref().map(ApiKeyName::parse).transpose();
    let scopes = change.scopes.as_deref().map(check_scopes).transpose();
    let models = change.allowed_models.as_deref().map(check_models).transpose();
    let end = change.expires_at.map(|end| check_end(end, now)).transpose();
    let wrong = change.limits.as_ref().map(Limits::check).unwrap_or_default();
    match (name, scopes, models, end) {
        (Ok(name), Ok(scopes), Ok(allowed_models), Ok(expires_at)) if wrong.is_empty() => {
            Ok(KeyChange { name, scopes, allowed_models, limits: change.limits, expires_at })
        }
        (name, scopes, models, end) => {
            let fields = [name.err(), scopes.err(), models.err(), end.err()];
            Err(Error::Invalid(fields.into_iter().flatten().chain(wrong).collect()))
        }
    }
}

fn fields(change: &KeyChange) -> Vec<&'static str> {
    let all = [
        change.name.as_ref().map(|_| "name"),
        change.scopes.as_ref().map(|_| "scopes"),
        change.allowed_models.as_ref().map(|_| "allowed_models"),
        change.limits.as_ref().map(|_| "limits"),
        change.expires_at.as_ref().map(|_| "expires_at"),
    ];
    all.into_iter().flatten().collect()
}

fn apply(change: &KeyChange, mut key: ApiKey) -> ApiKey {
    let KeyChange { name, scopes, allowed_models, limits, expires_at } = change.clone();
    key.name = name.unwrap_or(key.name);
    key.scopes = scopes.unwrap_or(key.scopes);
    key.allowed_models = allowed_models.unwrap_or(key.allowed_models);
    key.limits = limits.unwrap_or(key.limits);
    key.expires_at = expires_at.unwrap_or(key.expires_at);
    key
}

/// A member only tightens; and nobody else gives a key its owner's rights, since they may know it.
fn allow(actor: &Actor, old: &ApiKey, new: &ApiKey) -> Result<()> {
    let gained = new.scopes.contains(&Scope::Api) && !old.scopes.contains(&Scope::Api);
    let loosened = !new.limits.within(&old.limits);
    if (gained && old.owner_id != actor.id()) || (loosened && !actor.is_admin()) {
        return Err(Error::Denied(Denied::Role));
    }
    Ok(())
}

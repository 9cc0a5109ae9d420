//! Making a key.

use models::api_key::{ApiKey, ApiKeyName, Scope};
use models::audit::AuditAction;
use models::ids::{ApiKeyId, UserId, WorkspaceId};
use models::invalid::Invalid;
use models::limits::Limits;
use models::secret::SecretString;
use models::time::Time;
use serde_json::json;

use super::{check_end, check_models, check_scopes, hold_for, may_work_in, text};
use crate::access::{self, Action, Actor, Resource};
use crate::audit;
use crate::context::Context;
use crate::error::{Error, Result};

/// Keys of one user that work at the same time.
const KEYS_PER_OWNER_MAX: i64 = 100;

/// A key to make.
#[derive(Debug)]
pub struct NewKey {
    /// Whose it will be; the caller's where absent.
    pub owner_id: Option<UserId>,
    /// The shared workspace that its calls belong to; its owner's private one where absent.
    pub workspace_id: Option<WorkspaceId>,
    /// What people call it.
    pub name: String,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
    /// The models it may ask for; empty is all.
    pub allowed_models: Vec<String>,
    /// How fast and how much it may spend.
    pub limits: Limits,
    /// When it stops working by itself.
    pub expires_at: Option<Time>,
}

/// Makes a key. Its text is in this answer and nowhere else.
pub async fn create(cx: &Context, actor: &Actor, new: NewKey) -> Result<(ApiKey, SecretString)> {
    if new.owner_id.is_some_and(|owner| owner != actor.id()) {
        access::check(actor, Action::Change, Resource::Instance)?;
    }
    let mut key = check(cx, actor, new)?;
    access::check(actor, Action::Change, Resource::ApiKey(&key))?;
    let text = text::fresh(cx)?;
    key.hint = text.hint;
    let detail = json!({ "owner_id": key.owner_id, "workspace_id": key.workspace_id, "name": key.name.as_str(), "scopes": key.scopes });
    let entry = audit::by(cx, actor, AuditAction::ApiKeyCreated, key.id, detail);
    let (who, hash) = (actor.clone(), text.hash);
    let key = cx
        .store
        .write(move |db| {
            hold_for(db, &who, key.owner_id, &key.scopes)?;
            may_work_in(db, &who, key.owner_id, key.workspace_id)?;
            if store::api_keys::count_unrevoked(db, key.owner_id)? >= KEYS_PER_OWNER_MAX {
                let message = format!("has {KEYS_PER_OWNER_MAX} keys already; revoke one first");
                return Err(Invalid::new("owner_id", message).into());
            }
            store::api_keys::insert(db, &key, &hash)?;
            store::audit::insert(db, &entry)?;
            Ok::<_, Error>(key)
        })
        .await?;
    Ok((key, text.secret))
}

fn check(cx: &Context, actor: &Actor, new: NewKey) -> Result<ApiKey> {
    let (now, owner_id) = (cx.now(), new.owner_id.unwrap_or(actor.id()));
    let limits = new.limits.check();
    let parts = (
        ApiKeyName::parse(&new.name),
        check_scopes(&new.scopes),
        check_models(&new.allowed_models),
        check_end(new.expires_at, now),
    );
    match parts {
        (Ok(name), Ok(scopes), Ok(allowed_models), Ok(expires_at)) if limits.is_empty() => Ok(ApiKey {
            id: ApiKeyId(cx.id()),
            owner_id,
            name,
            hint: String::new(),
            scopes,
            allowed_models,
            limits: new.limits,
            expires_at,
            revoked_at: None,
            last_used_at: None,
            previous_until: None,
            created_at: now,
            updated_at: now,
            workspace_id: new.workspace_id.filter(|id| *id != WorkspaceId::private_of(owner_id)),
        }),
        (name, scopes, models, end) => {
            let wrong = [name.err(), scopes.err(), models.err(), end.err()];
            Err(Error::Invalid(wrong.into_iter().flatten().chain(limits).collect()))
        }
    }
}

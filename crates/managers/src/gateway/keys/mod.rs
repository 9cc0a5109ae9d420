//! API keys: making, seeing, changing, exchanging and ending them.
//!
//! A key is its owner's. Admins see and end everybody's, and make keys for those whose accounts they
//! manage; but nobody holds a key with which somebody else could be impersonated: a key that someone
//! else made or exchanged only calls models.

mod authenticate;
mod change;
mod create;
mod read;
mod revoke;
mod rotate;
mod text;

use models::api_key::{ApiKey, ModelPattern, Scope};
use models::ids::{ApiKeyId, UserId, WorkspaceId};
use models::invalid::Invalid;
use models::time::Time;
use store::Db;

pub use authenticate::Uses;
pub(crate) use authenticate::authenticate;
pub use change::{ChangeKey, change};
pub use create::{NewKey, create};
pub use read::{get, list};
pub use revoke::revoke;
pub use rotate::{OVERLAP_DEFAULT, OVERLAP_MAX, Rotate, rotate};

use crate::access::{self, Action, Actor, Resource};
use crate::error::{Error, Noun, Result};

/// Patterns of models that a key may have.
const PATTERNS_MAX: usize = 100;

/// A key that the actor may do this to.
fn find(db: &mut Db, actor: &Actor, action: Action, id: ApiKeyId) -> Result<ApiKey> {
    let key = store::api_keys::find(db, id)?.ok_or(Error::NotFound(Noun::ApiKey))?;
    access::check(actor, action, Resource::ApiKey(&key))?;
    Ok(key)
}

/// A key that the actor may change, and that nobody else changes before this transaction ends: what he may depends on
/// what it is.
fn lock(db: &mut Db, actor: &Actor, id: ApiKeyId) -> Result<ApiKey> {
    let key = store::api_keys::lock(db, id)?.ok_or(Error::NotFound(Noun::ApiKey))?;
    access::check(actor, Action::Change, Resource::ApiKey(&key))?;
    Ok(key)
}

/// Whoever is to hold a key of someone else must manage that account, and the key must not be more
/// than a way to models.
fn hold_for(db: &mut Db, actor: &Actor, owner: UserId, scopes: &[Scope]) -> Result<()> {
    if owner == actor.id() {
        return Ok(());
    }
    let owner = store::users::find(db, owner)?.ok_or(Error::NotFound(Noun::User))?;
    access::check(actor, Action::Change, Resource::Account(&owner))?;
    if scopes.contains(&Scope::Api) {
        return Err(Invalid::new("scopes", "must be gateway alone in a key of someone else").into());
    }
    Ok(())
}

/// A key works in a workspace for someone who works there himself: where an admin makes it, the role
/// of its owner counts.
fn may_work_in(db: &mut Db, actor: &Actor, owner: UserId, workspace: Option<WorkspaceId>) -> Result<()> {
    let Some(id) = workspace else { return Ok(()) };
    let unknown = || Error::from(Invalid::new("workspace_id", "must be a workspace that the key's owner belongs to"));
    let workspace = store::workspaces::find(db, id)?.filter(|it| it.private_of.is_none()).ok_or_else(unknown)?;
    let role = store::workspaces::role(db, id, owner)?.ok_or_else(unknown)?;
    access::check(actor, Action::Use, Resource::Workspace(&workspace, Some(role)))
}

/// At least one, each once, in the order people see them.
fn check_scopes(scopes: &[Scope]) -> Result<Vec<Scope>, Invalid> {
    let scopes: Vec<_> = Scope::ALL.into_iter().filter(|scope| scopes.contains(scope)).collect();
    if scopes.is_empty() { Err(Invalid::new("scopes", "must have at least one scope")) } else { Ok(scopes) }
}

fn check_models(patterns: &[String]) -> Result<Vec<ModelPattern>, Invalid> {
    if patterns.len() > PATTERNS_MAX {
        return Err(Invalid::new("allowed_models", format!("must have at most {PATTERNS_MAX} entries")));
    }
    patterns.iter().map(|pattern| ModelPattern::parse(pattern)).collect()
}

fn check_end(end: Option<Time>, now: Time) -> Result<Option<Time>, Invalid> {
    match end {
        Some(end) if end <= now => Err(Invalid::new("expires_at", "must be in the future")),
        end => Ok(end),
    }
}

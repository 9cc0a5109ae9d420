//! Names for models: everybody sees them, admins change them.

use models::alias::{AliasName, ModelAlias, Target};
use models::audit::AuditAction;
use models::ids::{ConnectionId, ModelAliasId};
use models::invalid::Invalid;
use serde_json::json;
use store::{Db, StoreError};

use super::terms;
use crate::access::{self, Action, Actor, Resource};
use crate::audit;
use crate::context::Context;
use crate::error::{Conflict, Error, Noun, Result};

/// Aliases of an instance.
const ALIASES_MAX: usize = 500;

/// An alias as it is to be.
#[derive(Debug)]
pub struct PutAlias {
    /// What callers write as the model.
    pub name: String,
    /// Who answers.
    pub targets: Vec<Target>,
    /// Whether an answer that was cut goes on at another target.
    pub rescue: bool,
    /// After how many milliseconds without a first token the next target is asked as well.
    pub first_token_deadline_ms: Option<u32>,
    /// For how many seconds the same question gets the same answer.
    pub cache_seconds: Option<u32>,
    /// Whether a kept answer is given to other users too.
    pub cache_shared: bool,
}

/// All aliases by name.
pub async fn list(cx: &Context, _: &Actor) -> Result<Vec<ModelAlias>> {
    cx.store.read(|db| Ok::<_, Error>(store::aliases::list(db)?)).await
}

/// Makes an alias, or replaces all of the one that has its name.
pub async fn put(cx: &Context, actor: &Actor, put: PutAlias) -> Result<ModelAlias> {
    access::check(actor, Action::Change, Resource::Instance)?;
    let alias = check(cx, put)?;
    let (who, now) = (actor.clone(), cx.now());
    let targets: Vec<_> = alias.targets.iter().map(|it| json!([it.connection_id, it.model, it.weight])).collect();
    let detail = json!({ "name": alias.name.as_str(), "targets": targets, "rescue": alias.rescue });
    let entry = audit::by(cx, actor, AuditAction::AliasChanged, alias.id, detail);
    cx.store
        .write(move |db| {
            let old = store::aliases::find_by_name(db, &alias.name)?;
            check_connections(db, &who, old.as_ref(), &alias.targets)?;
            let new = match old {
                Some(old) => ModelAlias { id: old.id, created_at: old.created_at, updated_at: now, ..alias },
                None => alias,
            };
            match store::aliases::update(db, &new) {
                Err(StoreError::NotFound) => insert(db, &new)?,
                other => other?,
            }
            store::audit::insert(db, &models::audit::AuditEntry { resource: new.id.to_string(), ..entry })?;
            Ok(new)
        })
        .await
}

/// Removes an alias. Rules that name it lead to `default` from then on.
pub async fn delete(cx: &Context, actor: &Actor, name: &str) -> Result<()> {
    access::check(actor, Action::Change, Resource::Instance)?;
    let name = AliasName::parse(name).map_err(|_| Error::NotFound(Noun::Alias))?;
    let entry = audit::by(cx, actor, AuditAction::AliasDeleted, "", json!({ "name": name.as_str() }));
    cx.store
        .write(move |db| {
            let alias = store::aliases::find_by_name(db, &name)?.ok_or(Error::NotFound(Noun::Alias))?;
            store::aliases::delete(db, alias.id)?;
            let entry = models::audit::AuditEntry { resource: alias.id.to_string(), ..entry };
            Ok::<_, Error>(store::audit::insert(db, &entry)?)
        })
        .await
}

fn check(cx: &Context, put: PutAlias) -> Result<ModelAlias> {
    let PutAlias { name, targets, rescue, first_token_deadline_ms, cache_seconds, cache_shared } = put;
    let words = targets.iter().flat_map(|target| &target.task_types);
    let unknown = terms::task_types(cx, "targets.task_types", words);
    let (id, now) = (ModelAliasId(cx.id()), cx.now());
    match AliasName::parse(&name) {
        Ok(name) => {
            let alias = ModelAlias {
                id,
                name,
                targets,
                rescue,
                first_token_deadline_ms,
                cache_seconds,
                cache_shared,
                created_at: now,
                updated_at: now,
            };
            let wrong: Vec<_> = alias.check().into_iter().chain(unknown).collect();
            if wrong.is_empty() { Ok(alias) } else { Err(Error::Invalid(wrong)) }
        }
        Err(wrong) => Err(Error::Invalid([wrong].into_iter().chain(unknown).collect())),
    }
}

/// Targets must be at connections that the admin sees; those that another admin chose stay.
fn check_connections(db: &mut Db, actor: &Actor, old: Option<&ModelAlias>, targets: &[Target]) -> Result<()> {
    let visible = store::connections::list_visible(db, actor.id())?;
    let kept = |id: ConnectionId| old.is_some_and(|old| old.targets.iter().any(|target| target.connection_id == id));
    for target in targets {
        let id = target.connection_id;
        let known = visible.iter().any(|connection| connection.id == id)
            || (kept(id) && store::connections::find(db, id)?.is_some());
        if !known {
            return Err(Invalid::new("targets.connection_id", "must be a connection of the system or your own").into());
        }
    }
    Ok(())
}

fn insert(db: &mut Db, alias: &ModelAlias) -> Result<()> {
    if store::aliases::list(db)?.len() >= ALIASES_MAX {
        let message = format!("must be one of at most {ALIASES_MAX} aliases; delete one first");
        return Err(Invalid::new("name", message).into());
    }
    store::aliases::insert(db, alias).map_err(|error| match error {
        StoreError::Conflict { .. } => Error::Conflict(Conflict::NameTaken),
        other => other.into(),
    })
}

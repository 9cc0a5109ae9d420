//! The audit log: written in the transaction of the change, read by admins.

use models::audit::{AuditAction, AuditEntry};
use models::ids::{AuditEntryId, UserId};
use models::page::Page;
use serde_json::Value;

use crate::access::{self, Action, Actor, Proof, Resource};
use crate::context::Context;
use crate::error::Result;

/// Reads the log, newest first.
pub async fn list(cx: &Context, actor: &Actor, limit: u32, cursor: Option<AuditEntryId>) -> Result<Page<AuditEntry>> {
    access::check(actor, Action::View, Resource::Instance)?;
    let mut items = cx.store.read(move |db| store::audit::list(db, limit + 1, cursor)).await?;
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let next = items.last().filter(|_| more).map(|entry| entry.id.to_string());
    Ok(Page { items, next })
}

/// An entry for what a logged-in user or an API key did. The caller inserts it in its own transaction.
pub(crate) fn by(
    cx: &Context,
    actor: &Actor,
    action: AuditAction,
    resource: impl ToString,
    detail: Value,
) -> AuditEntry {
    let by_key = match actor.proof {
        Proof::Key(id) => serde_json::json!({ "by_key": id }),
        Proof::Login(_) => Value::Object(Default::default()),
    };
    let about = AuditEntry { address: actor.address.clone(), ..entry(cx, Some(actor.id()), action, resource, by_key) };
    with(about, detail)
}

/// The entry with more facts.
pub(crate) fn with(mut entry: AuditEntry, facts: Value) -> AuditEntry {
    match (&mut entry.detail, facts) {
        (Value::Object(known), Value::Object(more)) => known.extend(more),
        (detail, facts) => *detail = facts,
    }
    entry
}

/// An entry for what the operator did at the command line.
pub(crate) fn by_operator(cx: &Context, action: AuditAction, resource: impl ToString, detail: Value) -> AuditEntry {
    entry(cx, None, action, resource, detail)
}

/// An entry for what someone at an address did who may not be logged in.
pub(crate) fn from_address(
    cx: &Context,
    address: &str,
    user: Option<UserId>,
    action: AuditAction,
    resource: impl ToString,
) -> AuditEntry {
    AuditEntry { address: address.to_owned(), ..entry(cx, user, action, resource, Value::Object(Default::default())) }
}

fn entry(
    cx: &Context,
    actor_id: Option<UserId>,
    action: AuditAction,
    resource: impl ToString,
    detail: Value,
) -> AuditEntry {
    let id = AuditEntryId(cx.id());
    AuditEntry { id, at: cx.now(), actor_id, action, resource: resource.to_string(), address: String::new(), detail }
}

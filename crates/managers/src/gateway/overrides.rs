//! Prices: the table that is built in, and what admins set for a connection's model instead.

use models::audit::AuditAction;
use models::ids::ConnectionId;
use models::invalid::Invalid;
use models::price::Price;
use serde_json::json;
use store::StoreError;
pub use store::price_overrides::PriceOverride;

use crate::access::{self, Action, Actor, Resource};
use crate::audit;
use crate::context::Context;
use crate::error::{Error, Noun, Result};

/// Longest id of a model.
const MODEL_CHARS_MAX: usize = 200;

/// All prices that were set.
pub async fn list(cx: &Context, actor: &Actor) -> Result<Vec<PriceOverride>> {
    access::check(actor, Action::View, Resource::Instance)?;
    cx.store.read(|db| Ok::<_, Error>(store::price_overrides::all(db)?)).await
}

/// Sets what a model costs at a connection. It counts for calls that begin from then on.
pub async fn put(cx: &Context, actor: &Actor, put: PriceOverride) -> Result<PriceOverride> {
    access::check(actor, Action::Change, Resource::Instance)?;
    check(&put)?;
    let Price { input, output, cache_read, cache_write } = put.price;
    let picos = json!({ "input": input, "output": output, "cache_read": cache_read, "cache_write": cache_write });
    let detail = json!({ "model": put.model, "picos_per_token": picos });
    let entry = audit::by(cx, actor, AuditAction::PriceChanged, put.connection_id, detail);
    cx.store
        .write(move |db| {
            store::price_overrides::put(db, &put).map_err(|error| match error {
                StoreError::NotFound => Error::NotFound(Noun::Connection),
                other => other.into(),
            })?;
            store::audit::insert(db, &entry)?;
            Ok(put)
        })
        .await
}

/// Returns to the price of the table.
pub async fn delete(cx: &Context, actor: &Actor, connection: ConnectionId, model: String) -> Result<()> {
    access::check(actor, Action::Change, Resource::Instance)?;
    let detail = json!({ "model": model, "removed": true });
    let entry = audit::by(cx, actor, AuditAction::PriceChanged, connection, detail);
    cx.store
        .write(move |db| {
            if !store::price_overrides::delete(db, connection, &model)? {
                return Err(Error::NotFound(Noun::Price));
            }
            Ok(store::audit::insert(db, &entry)?)
        })
        .await
}

fn check(put: &PriceOverride) -> Result<()> {
    let mut wrong = put.price.check();
    if put.model.is_empty() || put.model.chars().count() > MODEL_CHARS_MAX {
        wrong.push(Invalid::new("model", format!("must have 1 to {MODEL_CHARS_MAX} characters")));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}

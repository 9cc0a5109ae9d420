//! Seeing keys.

use models::api_key::ApiKey;
use models::ids::ApiKeyId;
use models::page::Page;

use crate::access::{Action, Actor};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::gateway::Whose;

/// Keys, the newest first, also those that work no more.
pub async fn list(
    cx: &Context,
    actor: &Actor,
    whose: Whose,
    limit: u32,
    cursor: Option<ApiKeyId>,
) -> Result<Page<ApiKey>> {
    let owner = whose.user(actor)?;
    cx.store.read(move |db| Ok::<_, Error>(store::api_keys::list_for(db, owner, cursor, limit)?)).await
}

/// One key.
pub async fn get(cx: &Context, actor: &Actor, id: ApiKeyId) -> Result<ApiKey> {
    let who = actor.clone();
    cx.store.read(move |db| super::find(db, &who, Action::View, id)).await
}

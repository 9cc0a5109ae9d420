//! Reading the lists of models from the vendors.

use futures_util::{StreamExt, TryStreamExt};
use models::connection::Connection;
use models::ids::{ConnectionId, UserId};
use models::notice::Change;

use super::resolve::Found;
use super::{ConnectionView, read};
use crate::access::{Action, Actor};
use crate::context::Context;
use crate::error::{Error, Result};

/// Vendors asked at the same time in the background.
const VENDORS_AT_ONCE: usize = 4;
/// Models kept of one connection; the largest known list has some 500.
const MODELS_PER_CONNECTION_MAX: usize = 2000;

/// Reads one connection's models now.
pub async fn refresh_models(cx: &Context, actor: &Actor, id: ConnectionId) -> Result<ConnectionView> {
    let who = actor.clone();
    cx.store.read(move |db| read::find(db, &who, Action::Change, id)).await?;
    one(cx, id).await?;
    read::get(cx, actor, id).await
}

/// Reads the models of every enabled connection whose list is older than the setting says. One
/// vendor's failure does not stop the others.
pub async fn refresh_stale(cx: &Context) -> Result<()> {
    let before = cx.now() - cx.settings.providers.models_refresh_interval;
    let all = cx.store.read(store::connections::list_all).await.map_err(Error::from)?;
    let stale =
        |connection: &Connection| connection.enabled && connection.models_refreshed_at.is_none_or(|at| at < before);
    futures_util::stream::iter(all.into_iter().filter(stale))
        .map(|connection| one(cx, connection.id))
        .buffer_unordered(VENDORS_AT_ONCE)
        .try_collect::<()>()
        .await
}

/// Reads a connection's models and writes them, or why that failed.
pub(super) async fn one(cx: &Context, id: ConnectionId) -> Result<()> {
    let found = match cx.store.read(move |db| Found::read(db, id)).await {
        Ok(found) => found,
        // Deleted meanwhile.
        Err(Error::NotFound(_)) => return Ok(()),
        Err(error) => return Err(error),
    };
    let outcome = match found.endpoint(cx) {
        Ok(endpoint) => cx.providers.models(&endpoint).await.map_err(|error| error.user_message()),
        Err(error) => {
            tracing::error!(connection = %id, error = ?error, "the key of a connection does not open");
            Err("the stored key does not open; enter it again".to_owned())
        }
    };
    let (asked, now) = (found.connection, cx.now());
    cx.store
        .write(move |db| {
            // What was asked may have been changed or deleted while the vendor answered.
            let still = store::connections::find(db, id)?;
            if !still.is_some_and(|it| it.base_url == asked.base_url && it.secret_id == asked.secret_id) {
                return Ok::<_, Error>(());
            }
            match outcome {
                Ok(mut models) => {
                    models.truncate(MODELS_PER_CONNECTION_MAX);
                    store::connections::replace_models(db, id, &models, now)?;
                }
                Err(message) => store::connections::set_models_error(db, id, &message)?,
            }
            Ok(())
        })
        .await?;
    tell(cx, id).await
}

/// Tells those who may use a connection that it changed.
pub(super) async fn tell(cx: &Context, id: ConnectionId) -> Result<()> {
    match cx.store.read(move |db| Ok::<_, Error>(store::connections::find(db, id)?)).await? {
        Some(connection) => tell_owner(cx, connection.owner_id).await,
        None => Ok(()),
    }
}

/// Tells the owner, or everyone where the system owns it.
pub(super) async fn tell_owner(cx: &Context, owner: Option<UserId>) -> Result<()> {
    if let Some(owner) = owner {
        cx.notify(owner, Change::ModelsChanged);
        return Ok(());
    }
    for user in crate::users::list_by_operator(cx).await? {
        cx.notify(user.id, Change::ModelsChanged);
    }
    Ok(())
}

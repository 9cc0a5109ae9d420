//! From an access token or an API key to an actor: the first step of every request.

use super::token;
use crate::access::{Actor, Proof};
use crate::context::Context;
use crate::error::{Error, Result, Unauthenticated};
use crate::gateway::{self, KEY_PREFIX};

/// Who shows this access token or API key. One read of the database, at every request, so that a revoked
/// login, a disabled account and a changed role take effect at once.
pub async fn authenticate(cx: &Context, bearer: &str, address: &str) -> Result<Actor> {
    if bearer.starts_with(KEY_PREFIX) {
        return gateway::keys::authenticate(cx, bearer, address).await;
    }
    let now = cx.now();
    let (user_id, session_id) = token::read_access(&cx.keyring, bearer, now)?;
    let found =
        cx.store.read(move |db| store::auth_sessions::actor(db, session_id, user_id)).await.map_err(Error::from)?;
    let ended = Error::Unauthenticated(Unauthenticated::LoginEnded);
    let Some((user, session)) = found else { return Err(ended) };
    if user.disabled_at.is_some() {
        return Err(Error::Unauthenticated(Unauthenticated::Disabled));
    }
    if session.revoked_at.is_some() || session.expires_at <= now {
        return Err(ended);
    }
    Ok(Actor { user, proof: Proof::Login(session_id), address: address.to_owned() })
}

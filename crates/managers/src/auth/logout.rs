//! Ending one's own login.

use models::audit::AuditAction;

use super::session::Caller;
use super::token::Refresh;
use crate::access::Actor;
use crate::audit;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::keyring;

/// Ends the login of the refresh token, and the one of the access token. A token that is not valid
/// ends nothing, and that is no error: the caller is logged out either way.
pub async fn logout(cx: &Context, caller: &Caller, refresh_token: Option<&str>, actor: Option<&Actor>) -> Result<()> {
    let shown = refresh_token.and_then(Refresh::read);
    let own = actor.and_then(|actor| actor.login().ok());
    if shown.is_none() && own.is_none() {
        return Ok(());
    }
    let now = cx.now();
    let entry = audit::from_address(cx, &caller.address, actor.map(Actor::id), AuditAction::LoginRevoked, "");
    cx.store
        .write(move |db| {
            let mut ended = own;
            if let Some(shown) = shown
                && let Some((session, hash)) = store::auth_sessions::find_by_id(db, shown.session)?
                && keyring::equal(&shown.hash, &hash)
                && ended.is_none_or(|own| own != session.id)
            {
                store::auth_sessions::revoke(db, session.id, now)?;
                ended = ended.or(Some(session.id));
            }
            if let Some(own) = own {
                store::auth_sessions::revoke(db, own, now)?;
            }
            if let Some(ended) = ended {
                store::audit::insert(db, &models::audit::AuditEntry { resource: ended.to_string(), ..entry })?;
            }
            Ok::<_, Error>(())
        })
        .await
}

//! Exchanging a refresh token. Each is good for one exchange; one that comes back a second time
//! was stolen, or its thief already used it: the login ends.

use models::audit::{AuditAction, AuditEntry};
use models::auth_session::AuthSession;
use models::time::Time;
use models::user::User;
use store::Db;
use store::auth_sessions::Rotation;

use super::session::{self, Caller, LoggedIn};
use super::token::Refresh;
use crate::audit;
use crate::context::Context;
use crate::error::{Error, Result, Unauthenticated};
use crate::keyring;

enum Outcome {
    Renewed(Box<User>),
    Ended,
    Disabled,
    /// Kept apart from an error, because an error would undo the revocation.
    Reused,
}

/// Exchanges a refresh token for a new one and an access token, and moves the login's end.
pub async fn refresh(cx: &Context, caller: &Caller, token: &str) -> Result<LoggedIn> {
    let ended = Error::Unauthenticated(Unauthenticated::LoginEnded);
    let Some((id, shown)) = Refresh::read(token) else { return Err(ended) };
    let next = Refresh::generate(cx, id)?;
    let exchange = Exchange {
        shown,
        next: next.hash,
        now: cx.now(),
        expires_at: session::expiry(cx),
        address: caller.address.clone(),
        reused: audit::from_address(cx, &caller.address, None, AuditAction::RefreshReused, id),
    };
    let outcome = cx
        .store
        .write(move |db| match store::auth_sessions::find_by_id(db, id)? {
            Some((session, hash)) => exchange.apply(db, session, &hash),
            None => Ok(Outcome::Ended),
        })
        .await?;
    match outcome {
        Outcome::Renewed(user) => session::logged_in(cx, *user, id, next.token),
        Outcome::Disabled => Err(Error::Unauthenticated(Unauthenticated::Disabled)),
        Outcome::Ended => Err(ended),
        Outcome::Reused => {
            tracing::warn!(login = %id, address = caller.address, "a refresh token was used twice; the login was ended");
            Err(ended)
        }
    }
}

struct Exchange {
    shown: [u8; 32],
    next: [u8; 32],
    now: Time,
    expires_at: Time,
    address: String,
    reused: AuditEntry,
}

impl Exchange {
    fn apply(self, db: &mut Db, session: AuthSession, hash: &[u8; 32]) -> Result<Outcome> {
        if session.revoked_at.is_some() || session.expires_at <= self.now {
            return Ok(Outcome::Ended);
        }
        let Some(user) = store::users::find(db, session.user_id)? else { return Ok(Outcome::Ended) };
        if user.disabled_at.is_some() {
            return Ok(Outcome::Disabled);
        }
        let rotated = keyring::equal(&self.shown, hash)
            && store::auth_sessions::rotate(
                db,
                session.id,
                &Rotation {
                    old: &self.shown,
                    new: &self.next,
                    now: self.now,
                    expires_at: self.expires_at,
                    address: &self.address,
                },
            )?;
        if rotated {
            return Ok(Outcome::Renewed(Box::new(user)));
        }
        store::auth_sessions::revoke(db, session.id, self.now)?;
        store::audit::insert(db, &AuditEntry { actor_id: Some(user.id), ..self.reused })?;
        Ok(Outcome::Reused)
    }
}

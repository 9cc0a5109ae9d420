//! Exchanging a refresh token. Each is good for one exchange; one that comes back later was stolen,
//! or its thief already used it: the login ends.
//!
//! A page that is closed while it exchanges never learns the answer, and the next page shows the old
//! token again. So the same question gets the same answer for a moment (ADR 0004).

use std::time::Duration;

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

/// How long an exchange may be asked again, by the same address, while its answer was not used.
const REPEAT: Duration = Duration::from_secs(10);

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
    let Some(shown) = Refresh::read(token) else { return Err(ended) };
    let (id, next) = (shown.session, shown.successor(&cx.keyring)?);
    let exchange = Exchange {
        ours: shown.is_ours(&cx.keyring),
        shown: shown.hash,
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
        Outcome::Renewed(user) => session::logged_in(cx, *user, &next),
        Outcome::Disabled => Err(Error::Unauthenticated(Unauthenticated::Disabled)),
        Outcome::Ended => Err(ended),
        Outcome::Reused => {
            tracing::warn!(login = %id, address = caller.address, "a refresh token was used twice; the login was ended");
            Err(ended)
        }
    }
}

struct Exchange {
    /// Whether the token bears our mark. A made-up one must not end the login that it names.
    ours: bool,
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
        if self.repeats(&session, hash) || self.rotates(db, &session, hash)? || self.was_overtaken(db, &session)? {
            return Ok(Outcome::Renewed(Box::new(user)));
        }
        if !self.ours {
            return Ok(Outcome::Ended);
        }
        store::auth_sessions::revoke(db, session.id, self.now)?;
        store::audit::insert(db, &AuditEntry { actor_id: Some(user.id), ..self.reused })?;
        Ok(Outcome::Reused)
    }

    /// Whether this exchange was made a moment ago and nothing came after it.
    fn repeats(&self, session: &AuthSession, hash: &[u8; 32]) -> bool {
        keyring::equal(&self.next, hash)
            && session.address == self.address
            && (self.now - session.last_used_at).to_std().unwrap_or_default() <= REPEAT
    }

    /// Whether the same exchange was committed by another transaction since the login was read.
    fn was_overtaken(&self, db: &mut Db, session: &AuthSession) -> Result<bool> {
        let found = store::auth_sessions::find_by_id(db, session.id)?;
        Ok(found.is_some_and(|(session, hash)| session.revoked_at.is_none() && self.repeats(&session, &hash)))
    }

    fn rotates(&self, db: &mut Db, session: &AuthSession, hash: &[u8; 32]) -> Result<bool> {
        let rotation = Rotation {
            old: &self.shown,
            new: &self.next,
            now: self.now,
            expires_at: self.expires_at,
            address: &self.address,
        };
        Ok(keyring::equal(&self.shown, hash) && store::auth_sessions::rotate(db, session.id, &rotation)?)
    }
}

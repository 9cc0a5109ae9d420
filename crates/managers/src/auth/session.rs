//! Opening a login.

use std::time::Duration;

use models::auth_session::AuthSession;
use models::ids::AuthSessionId;
use models::secret::SecretString;
use models::time::Time;
use models::user::User;
use store::{Db, StoreError};

use super::token::{self, Refresh};
use crate::context::Context;
use crate::error::Result;

/// Characters kept of what a browser calls itself.
const USER_AGENT_CHARS_MAX: usize = 300;

/// Where a request came from, as far as the door knows.
#[derive(Debug, Clone, Default)]
pub struct Caller {
    /// Address of the client; of the proxy's client where the proxy is trusted.
    pub address: String,
    /// What the browser calls itself.
    pub user_agent: String,
    /// Whether the client is surely on this machine: the peer is a loopback address, no proxy
    /// speaks for another, and the page was asked for under a loopback name.
    pub local: bool,
}

/// A login that was just opened or renewed.
#[derive(Debug)]
pub struct LoggedIn {
    /// Who.
    pub user: User,
    /// For the `Authorization` header.
    pub access_token: SecretString,
    /// How long the access token lives.
    pub expires_in: Duration,
    /// For the cookie.
    pub refresh_token: SecretString,
    /// How long the login lives unless it is used.
    pub refresh_expires_in: Duration,
}

/// A login that is not yet in the database.
pub(super) struct Opening {
    session: AuthSession,
    refresh: Refresh,
}

impl Opening {
    /// Prepares a login for a user who proved who they are.
    pub(super) fn new(cx: &Context, user: &User, caller: &Caller) -> Result<Self> {
        let (id, now) = (AuthSessionId(cx.id()), cx.now());
        let session = AuthSession {
            id,
            user_id: user.id,
            created_at: now,
            last_used_at: now,
            expires_at: expiry(cx),
            revoked_at: None,
            user_agent: caller.user_agent.chars().filter(|c| !c.is_control()).take(USER_AGENT_CHARS_MAX).collect(),
            address: caller.address.clone(),
        };
        Ok(Self { session, refresh: Refresh::generate(cx, id)? })
    }

    /// What the database keeps.
    pub(super) fn row(&self) -> (AuthSession, [u8; 32]) {
        (self.session.clone(), self.refresh.hash)
    }

    /// What the browser gets, once the row is committed.
    pub(super) fn finish(self, cx: &Context, user: User) -> Result<LoggedIn> {
        logged_in(cx, user, &self.refresh)
    }
}

/// Writes a prepared login.
pub(super) fn insert(db: &mut Db, (session, hash): &(AuthSession, [u8; 32])) -> Result<(), StoreError> {
    store::auth_sessions::insert(db, session, hash)
}

/// When a login that is used now ends.
pub(super) fn expiry(cx: &Context) -> Time {
    cx.now() + cx.settings.auth.refresh_token_ttl
}

/// Makes the access token that goes with a refresh token.
pub(super) fn logged_in(cx: &Context, user: User, refresh: &Refresh) -> Result<LoggedIn> {
    Ok(LoggedIn {
        access_token: token::access(cx, user.id, refresh.session)?,
        expires_in: cx.settings.auth.access_token_ttl,
        refresh_token: refresh.token(),
        refresh_expires_in: cx.settings.auth.refresh_token_ttl,
        user,
    })
}

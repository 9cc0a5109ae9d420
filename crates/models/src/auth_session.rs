//! A browser's login.

use crate::ids::{AuthSessionId, UserId};
use crate::time::Time;

/// One login of one user; it lives as long as its refresh token is used in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthSession {
    /// Names the login; part of every access token made from it.
    pub id: AuthSessionId,
    /// Whose login it is.
    pub user_id: UserId,
    /// When the user logged in.
    pub created_at: Time,
    /// When its refresh token was last exchanged.
    pub last_used_at: Time,
    /// When it ends unless it is used before.
    pub expires_at: Time,
    /// When it was ended by logout, revocation or reuse of an old token.
    pub revoked_at: Option<Time>,
    /// What the browser calls itself, cut to 300 characters.
    pub user_agent: String,
    /// Address the login came from.
    pub address: String,
}

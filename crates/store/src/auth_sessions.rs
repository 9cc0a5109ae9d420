//! Browsers' logins.

use diesel::prelude::*;
use models::auth_session::AuthSession;
use models::ids::{AuthSessionId, UserId};
use models::time::Time;
use models::user::User;
use uuid::Uuid;

use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::{app_user, auth_session};
use crate::types::{V, without_nul};
use crate::users::UserRow;

#[derive(Queryable, Selectable)]
#[diesel(table_name = auth_session)]
struct AuthSessionRow {
    id: AuthSessionId,
    user_id: UserId,
    created_at: Time,
    last_used_at: Time,
    expires_at: Time,
    revoked_at: Option<Time>,
    user_agent: String,
    address: String,
}

impl From<AuthSessionRow> for AuthSession {
    fn from(row: AuthSessionRow) -> Self {
        let AuthSessionRow { id, user_id, created_at, last_used_at, expires_at, revoked_at, user_agent, address } = row;
        Self { id, user_id, created_at, last_used_at, expires_at, revoked_at, user_agent, address }
    }
}

/// An exchange of a refresh token for a new one.
#[derive(Debug, Clone)]
pub struct Rotation<'a> {
    /// SHA-256 of the token that was shown.
    pub old: &'a [u8; 32],
    /// SHA-256 of the token that replaces it.
    pub new: &'a [u8; 32],
    /// When it happens.
    pub now: Time,
    /// When the login ends unless it is used before.
    pub expires_at: Time,
    /// Address the request came from.
    pub address: &'a str,
}

/// Adds a login with the SHA-256 of its refresh token.
pub fn insert(db: &mut Db, session: &AuthSession, refresh_hash: &[u8; 32]) -> Result<(), StoreError> {
    let row = (
        auth_session::id.eq(V(session.id)),
        auth_session::user_id.eq(V(session.user_id)),
        auth_session::refresh_hash.eq(refresh_hash.as_slice()),
        auth_session::created_at.eq(V(session.created_at)),
        auth_session::last_used_at.eq(V(session.last_used_at)),
        auth_session::expires_at.eq(V(session.expires_at)),
        auth_session::revoked_at.eq(session.revoked_at.map(V)),
        auth_session::user_agent.eq(without_nul(&session.user_agent)),
        auth_session::address.eq(without_nul(&session.address)),
    );
    on!(db, |c| diesel::insert_into(auth_session::table).values(row).execute(c))?;
    Ok(())
}

/// A login, ended or not, with the SHA-256 of its refresh token.
pub fn find_by_id(db: &mut Db, id: AuthSessionId) -> Result<Option<(AuthSession, [u8; 32])>, StoreError> {
    let query = auth_session::table.find(V(id));
    let found: Option<(AuthSessionRow, Vec<u8>)> =
        on!(db, |c| query.select((AuthSessionRow::as_select(), auth_session::refresh_hash)).first(c).optional())?;
    let Some((row, hash)) = found else { return Ok(None) };
    let hash = hash.try_into().map_err(|_| StoreError::Corrupt { what: "auth_session.refresh_hash".into() })?;
    Ok(Some((row.into(), hash)))
}

/// Exchanges the refresh token where the old one is still the login's and the login was not
/// revoked. `false`: someone else exchanged it before, or the login was ended.
pub fn rotate(db: &mut Db, id: AuthSessionId, rotation: &Rotation<'_>) -> Result<bool, StoreError> {
    let target = auth_session::table
        .find(V(id))
        .filter(auth_session::refresh_hash.eq(rotation.old.as_slice()))
        .filter(auth_session::revoked_at.is_null());
    let change = (
        auth_session::refresh_hash.eq(rotation.new.as_slice()),
        auth_session::last_used_at.eq(V(rotation.now)),
        auth_session::expires_at.eq(V(rotation.expires_at)),
        auth_session::address.eq(without_nul(rotation.address)),
    );
    let changed = on!(db, |c| diesel::update(target).set(change).execute(c))?;
    Ok(changed == 1)
}

/// The user and the login behind an access token, in one query, because every request asks it.
/// Whether they are still good is the caller's to judge.
pub fn actor(
    db: &mut Db,
    session_id: AuthSessionId,
    user_id: UserId,
) -> Result<Option<(User, AuthSession)>, StoreError> {
    let query = auth_session::table
        .inner_join(app_user::table)
        .filter(auth_session::id.eq(V(session_id)))
        .filter(auth_session::user_id.eq(V(user_id)));
    let found: Option<(UserRow, AuthSessionRow)> =
        on!(db, |c| query.select((UserRow::as_select(), AuthSessionRow::as_select())).first(c).optional())?;
    Ok(found.map(|(user, session)| (user.into(), session.into())))
}

/// A user's logins that are not over, newest first.
pub fn list_active(db: &mut Db, user_id: UserId, now: Time) -> Result<Vec<AuthSession>, StoreError> {
    let query = auth_session::table
        .filter(auth_session::user_id.eq(V(user_id)))
        .filter(auth_session::revoked_at.is_null())
        .filter(auth_session::expires_at.gt(V(now)))
        .order(auth_session::id.desc());
    let rows = on!(db, |c| query.select(AuthSessionRow::as_select()).load(c))?;
    Ok(rows.into_iter().map(AuthSession::from).collect())
}

/// Ends a login. `false`: it was ended before, or does not exist.
pub fn revoke(db: &mut Db, id: AuthSessionId, now: Time) -> Result<bool, StoreError> {
    let target = auth_session::table.find(V(id)).filter(auth_session::revoked_at.is_null());
    let changed = on!(db, |c| diesel::update(target).set(auth_session::revoked_at.eq(V(now))).execute(c))?;
    Ok(changed == 1)
}

/// Ends all logins of a user but one, and counts them.
pub fn revoke_others(
    db: &mut Db,
    user_id: UserId,
    keep: Option<AuthSessionId>,
    now: Time,
) -> Result<usize, StoreError> {
    let target = auth_session::table
        .filter(auth_session::user_id.eq(V(user_id)))
        .filter(auth_session::id.ne(V(keep.unwrap_or(AuthSessionId(Uuid::nil())))))
        .filter(auth_session::revoked_at.is_null());
    Ok(on!(db, |c| diesel::update(target).set(auth_session::revoked_at.eq(V(now))).execute(c))?)
}

/// Removes logins that expired before a time, and counts them.
pub fn delete_expired(db: &mut Db, before: Time) -> Result<usize, StoreError> {
    let target = auth_session::table.filter(auth_session::expires_at.lt(V(before)));
    Ok(on!(db, |c| diesel::delete(target).execute(c))?)
}

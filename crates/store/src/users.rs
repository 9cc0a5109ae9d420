//! People who may log in.

use diesel::prelude::*;
use models::ids::UserId;
use models::time::Time;
use models::user::{Email, Preferences, Role, User, UserName};

use crate::db::{Db, Dialect, on};
use crate::error::StoreError;
use crate::schema::app_user;
use crate::settings::{self, Key};
use crate::types::V;
use crate::workspaces;

#[derive(Queryable, Selectable)]
#[diesel(table_name = app_user)]
pub(crate) struct UserRow {
    id: UserId,
    email: Email,
    name: UserName,
    role: Role,
    disabled_at: Option<Time>,
    created_at: Time,
    updated_at: Time,
}

impl From<UserRow> for User {
    fn from(row: UserRow) -> Self {
        let UserRow { id, email, name, role, disabled_at, created_at, updated_at } = row;
        Self { id, email, name, role, disabled_at, created_at, updated_at }
    }
}

/// Adds a user and his private workspace. `Conflict` `app_user_email_key` when the address is taken.
pub fn insert(db: &mut Db, user: &User, password_hash: &str) -> Result<(), StoreError> {
    let row = (
        app_user::id.eq(V(user.id)),
        app_user::email.eq(V(&user.email)),
        app_user::name.eq(V(&user.name)),
        app_user::role.eq(V(user.role)),
        app_user::password_hash.eq(password_hash),
        app_user::disabled_at.eq(user.disabled_at.map(V)),
        app_user::created_at.eq(V(user.created_at)),
        app_user::updated_at.eq(V(user.updated_at)),
    );
    on!(db, |c| diesel::insert_into(app_user::table).values(row).execute(c))?;
    workspaces::insert_private(db, user)
}

/// The user of an id.
pub fn find(db: &mut Db, id: UserId) -> Result<Option<User>, StoreError> {
    let query = app_user::table.find(V(id));
    let row = on!(db, |c| query.select(UserRow::as_select()).first(c).optional())?;
    Ok(row.map(User::from))
}

/// The user of an address, and the hash of the password.
pub fn find_by_email(db: &mut Db, email: &Email) -> Result<Option<(User, String)>, StoreError> {
    let query = app_user::table.filter(app_user::email.eq(V(email)));
    let row: Option<(UserRow, String)> =
        on!(db, |c| query.select((UserRow::as_select(), app_user::password_hash)).first(c).optional())?;
    Ok(row.map(|(user, hash)| (user.into(), hash)))
}

/// The hash of a user's password.
pub fn password_hash(db: &mut Db, id: UserId) -> Result<Option<String>, StoreError> {
    let query = app_user::table.find(V(id)).select(app_user::password_hash);
    Ok(on!(db, |c| query.first(c).optional())?)
}

/// How many users there are, disabled ones included.
pub fn count(db: &mut Db) -> Result<i64, StoreError> {
    Ok(on!(db, |c| app_user::table.count().get_result(c))?)
}

/// Makes other transactions that lock the users wait until this one ends, so that what was counted
/// stays true.
pub fn lock(db: &mut Db) -> Result<(), StoreError> {
    match db.dialect() {
        Dialect::Postgres => Ok(db.execute("LOCK TABLE app_user IN SHARE ROW EXCLUSIVE MODE")?),
        // A write transaction on SQLite is alone already.
        Dialect::Sqlite => Ok(()),
    }
}

/// How many owners may log in.
pub fn count_owners_enabled(db: &mut Db) -> Result<i64, StoreError> {
    let query =
        app_user::table.filter(app_user::role.eq(V(Role::Owner))).filter(app_user::disabled_at.is_null()).count();
    Ok(on!(db, |c| query.get_result(c))?)
}

/// Users by id, so oldest first, after the cursor.
pub fn list(db: &mut Db, limit: u32, cursor: Option<UserId>) -> Result<Vec<User>, StoreError> {
    let after = cursor.unwrap_or(UserId(uuid::Uuid::nil()));
    let query = app_user::table.filter(app_user::id.gt(V(after))).order(app_user::id).limit(limit.into());
    let rows = on!(db, |c| query.select(UserRow::as_select()).load(c))?;
    Ok(rows.into_iter().map(User::from).collect())
}

/// All users, in no order.
pub fn all(db: &mut Db) -> Result<Vec<User>, StoreError> {
    let rows = on!(db, |c| app_user::table.select(UserRow::as_select()).load(c))?;
    Ok(rows.into_iter().map(User::from).collect())
}

/// Writes what may change of a user, except the password. `Conflict` `app_user_email_key` when the address
/// is taken.
pub fn update(db: &mut Db, user: &User) -> Result<(), StoreError> {
    let change = (
        app_user::email.eq(V(&user.email)),
        app_user::name.eq(V(&user.name)),
        app_user::role.eq(V(user.role)),
        app_user::disabled_at.eq(user.disabled_at.map(V)),
        app_user::updated_at.eq(V(user.updated_at)),
    );
    let changed = on!(db, |c| diesel::update(app_user::table.find(V(user.id))).set(change).execute(c))?;
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Replaces the hash of a user's password.
pub fn set_password(db: &mut Db, id: UserId, password_hash: &str, now: Time) -> Result<(), StoreError> {
    let change = (app_user::password_hash.eq(password_hash), app_user::updated_at.eq(V(now)));
    let changed = on!(db, |c| diesel::update(app_user::table.find(V(id))).set(change).execute(c))?;
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// A user's preferences; the default ones where nothing was chosen.
pub fn preferences(db: &mut Db, id: UserId) -> Result<Preferences, StoreError> {
    settings::get(db, &Key::preferences(id))
}

/// Replaces a user's preferences.
pub fn set_preferences(db: &mut Db, id: UserId, preferences: &Preferences, now: Time) -> Result<(), StoreError> {
    settings::set(db, &Key::preferences(id), preferences, now)
}

//! What admins and owners do with accounts. Admins manage members, owners manage everyone, and
//! there is always an owner who can log in.

use models::audit::AuditAction;
use models::ids::UserId;
use models::page::Page;
use models::secret::SecretString;
use models::user::{Email, Password, Role, User, UserName};
use serde_json::json;
use store::Db;

use crate::access::{self, Action, Actor, Resource};
use crate::audit;
use crate::auth::password;
use crate::context::Context;
use crate::error::{Conflict, Error, Noun, Result};

/// An account to make.
#[derive(Debug)]
pub struct NewUser {
    /// The login name.
    pub email: String,
    /// What others see.
    pub name: String,
    /// The first password.
    pub password: SecretString,
    /// What the user may do.
    pub role: Role,
}

/// What to change; `None` leaves it.
#[derive(Debug)]
pub struct ChangeUser {
    /// Whose account.
    pub id: UserId,
    /// What others see.
    pub name: Option<String>,
    /// What the user may do.
    pub role: Option<Role>,
    /// Whether the user may not log in.
    pub disabled: Option<bool>,
}

/// All accounts, the oldest first.
pub async fn list(cx: &Context, actor: &Actor, limit: u32, cursor: Option<UserId>) -> Result<Page<User>> {
    access::check(actor, Action::View, Resource::Instance)?;
    let mut items = cx.store.read(move |db| store::users::list(db, limit + 1, cursor)).await.map_err(Error::from)?;
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let next = items.last().filter(|_| more).map(|user| user.id.to_string());
    Ok(Page { items, next })
}

/// Makes an account.
pub async fn create(cx: &Context, actor: &Actor, new: NewUser) -> Result<User> {
    access::check(actor, Action::Change, Resource::Instance)?;
    let (user, password) = new.check(cx)?;
    access::check(actor, Action::Change, Resource::Account(&user))?;
    let hash = password::hash(cx, password).await?;
    let detail = json!({ "role": user.role, "email": user.email.as_str() });
    let entry = audit::by(cx, actor, AuditAction::UserCreated, user.id, detail);
    cx.store
        .write(move |db| {
            super::insert(db, &user, &hash)?;
            store::audit::insert(db, &entry)?;
            Ok(user)
        })
        .await
}

/// Changes an account. Disabling it ends its logins.
pub async fn change(cx: &Context, actor: &Actor, change: ChangeUser) -> Result<User> {
    access::check(actor, Action::View, Resource::Instance)?;
    let name = change.name.as_deref().map(UserName::parse).transpose()?;
    let (who, now) = (actor.clone(), cx.now());
    let detail = json!({ "role": change.role, "disabled": change.disabled, "renamed": name.is_some() });
    let entry = audit::by(cx, actor, AuditAction::UserChanged, change.id, detail);
    cx.store
        .write(move |db| {
            // Held until commit, so that of two owners who demote each other one stays.
            store::users::lock(db)?;
            let old = store::users::find(db, change.id)?.ok_or(Error::NotFound(Noun::User))?;
            let disabled_at = match change.disabled {
                Some(true) => old.disabled_at.or(Some(now)),
                Some(false) => None,
                None => old.disabled_at,
            };
            let new = User {
                name: name.unwrap_or_else(|| old.name.clone()),
                role: change.role.unwrap_or(old.role),
                disabled_at,
                updated_at: now,
                ..old.clone()
            };
            allow(&who, &old, &new)?;
            keep_an_owner(db, &old, &new)?;
            super::update_row(db, &new)?;
            if new.disabled_at.is_some() {
                store::auth_sessions::revoke_others(db, new.id, None, now)?;
            }
            store::audit::insert(db, &entry)?;
            Ok(new)
        })
        .await
}

/// Sets another's password and ends all of their logins.
pub async fn reset_password(cx: &Context, actor: &Actor, id: UserId, password: SecretString) -> Result<()> {
    access::check(actor, Action::View, Resource::Instance)?;
    let password = Password::parse("new_password", password)?;
    let user = cx.store.read(move |db| store::users::find(db, id)).await.map_err(Error::from)?;
    let user = user.ok_or(Error::NotFound(Noun::User))?;
    access::check(actor, Action::Change, Resource::Account(&user))?;
    let hash = password::hash(cx, password).await?;
    let (who, now) = (actor.clone(), cx.now());
    let entry = audit::by(cx, actor, AuditAction::PasswordChanged, id, json!({ "reset": true }));
    cx.store
        .write(move |db| {
            // Their role may have risen while the hash was computed.
            let user = store::users::find(db, id)?.ok_or(Error::NotFound(Noun::User))?;
            access::check(&who, Action::Change, Resource::Account(&user))?;
            store::users::set_password(db, id, &hash, now)?;
            store::auth_sessions::revoke_others(db, id, None, now)?;
            Ok::<_, Error>(store::audit::insert(db, &entry)?)
        })
        .await
}

impl NewUser {
    /// Checks all fields at once.
    pub(super) fn check(self, cx: &Context) -> Result<(User, Password)> {
        let (email, name) = (Email::parse(&self.email), UserName::parse(&self.name));
        match (email, name, Password::parse("password", self.password)) {
            (Ok(email), Ok(name), Ok(password)) => {
                let (id, now) = (UserId(cx.id()), cx.now());
                let user =
                    User { id, email, name, role: self.role, disabled_at: None, created_at: now, updated_at: now };
                Ok((user, password))
            }
            (email, name, password) => {
                Err(Error::Invalid([email.err(), name.err(), password.err()].into_iter().flatten().collect()))
            }
        }
    }
}

/// The actor must stand above the account as it is and as it becomes.
fn allow(actor: &Actor, old: &User, new: &User) -> Result<()> {
    access::check(actor, Action::Change, Resource::Account(old))?;
    access::check(actor, Action::Change, Resource::Account(new))
}

fn keep_an_owner(db: &mut Db, old: &User, new: &User) -> Result<()> {
    let owns = |user: &User| user.role == Role::Owner && user.disabled_at.is_none();
    if owns(old) && !owns(new) && store::users::count_owners_enabled(db)? <= 1 {
        return Err(Error::Conflict(Conflict::LastOwner));
    }
    Ok(())
}

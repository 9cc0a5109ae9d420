//! What the operator does at the command line. No actor: whoever runs commands on the machine
//! already has the database and the master key.

use models::audit::AuditAction;
use models::page::LIMIT_MAX;
use models::secret::SecretString;
use models::user::{Email, Password, User};
use serde_json::json;

use super::admin::NewUser;
use crate::audit;
use crate::auth::password;
use crate::context::Context;
use crate::error::{Error, Noun, Result};

/// Makes an account with any role.
pub async fn create_by_operator(cx: &Context, new: NewUser) -> Result<User> {
    let (user, password) = new.check(cx)?;
    let hash = password::hash(cx, password).await?;
    let detail = json!({ "role": user.role, "email": user.email.as_str() });
    let entry = audit::by_operator(cx, AuditAction::UserCreated, user.id, detail);
    cx.store
        .write(move |db| {
            super::insert(db, &user, &hash)?;
            store::audit::insert(db, &entry)?;
            Ok(user)
        })
        .await
}

/// Sets a forgotten password, enables the account and ends all of its logins.
pub async fn reset_password_by_operator(cx: &Context, email: &str, password: SecretString) -> Result<User> {
    let email = Email::parse(email)?;
    let hash = password::hash(cx, Password::parse("password", password)?).await?;
    let now = cx.now();
    let entry = audit::by_operator(cx, AuditAction::PasswordChanged, "", json!({ "reset": true }));
    cx.store
        .write(move |db| {
            let (user, _) = store::users::find_by_email(db, &email)?.ok_or(Error::NotFound(Noun::User))?;
            let user = User { disabled_at: None, updated_at: now, ..user };
            store::users::update(db, &user)?;
            store::users::set_password(db, user.id, &hash, now)?;
            store::auth_sessions::revoke_others(db, user.id, None, now)?;
            store::audit::insert(db, &models::audit::AuditEntry { resource: user.id.to_string(), ..entry })?;
            Ok(user)
        })
        .await
}

/// All accounts, the oldest first.
pub async fn list_by_operator(cx: &Context) -> Result<Vec<User>> {
    cx.store
        .read(|db| {
            let mut all: Vec<User> = Vec::new();
            loop {
                let page = store::users::list(db, LIMIT_MAX, all.last().map(|user| user.id))?;
                let whole = page.len() == LIMIT_MAX as usize;
                all.extend(page);
                if !whole {
                    return Ok::<_, Error>(all);
                }
            }
        })
        .await
}

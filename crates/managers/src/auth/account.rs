//! What users change about their own accounts.

use models::audit::AuditAction;
use models::secret::SecretString;
use models::user::{Email, Password, User, UserName};

use super::password::{self, Verdict};
use super::throttle::Throttle;
use crate::access::Actor;
use crate::audit;
use crate::context::Context;
use crate::error::{Denied, Error, Noun, Result};
use crate::users;

/// What to change; `None` leaves it.
#[derive(Debug, Default)]
pub struct ChangeAccount {
    /// What others see.
    pub name: Option<String>,
    /// The login name. Needs the current password, so that an open browser is not enough to take
    /// the account over.
    pub email: Option<String>,
    /// The current password.
    pub current_password: Option<SecretString>,
}

/// Changes the caller's name or e-mail address.
pub async fn change(cx: &Context, actor: &Actor, change: ChangeAccount) -> Result<User> {
    actor.login()?;
    let (name, email) = check(actor, &change)?;
    if email.is_some() {
        prove(cx, actor, change.current_password.unwrap_or_else(|| SecretString::new(""))).await?;
    }
    let (id, now) = (actor.id(), cx.now());
    let changed: Vec<_> =
        [name.as_ref().map(|_| "name"), email.as_ref().map(|_| "email")].into_iter().flatten().collect();
    let entry = audit::by(cx, actor, AuditAction::UserChanged, id, serde_json::json!({ "changed": changed }));
    cx.store
        .write(move |db| {
            let mut user = store::users::find(db, id)?.ok_or(Error::NotFound(Noun::User))?;
            user.name = name.unwrap_or(user.name);
            user.email = email.unwrap_or(user.email);
            user.updated_at = now;
            users::update_row(db, &user)?;
            store::audit::insert(db, &entry)?;
            Ok(user)
        })
        .await
}

/// Changes the caller's password and ends all other logins.
pub async fn change_password(cx: &Context, actor: &Actor, current: SecretString, new: SecretString) -> Result<()> {
    let keep = actor.login()?;
    let new = Password::parse("new_password", new)?;
    prove(cx, actor, current).await?;
    let hash = password::hash(cx, new).await?;
    let (id, now) = (actor.id(), cx.now());
    let entry = audit::by(cx, actor, AuditAction::PasswordChanged, id, serde_json::json!({}));
    cx.store
        .write(move |db| {
            store::users::set_password(db, id, &hash, now)?;
            store::auth_sessions::revoke_others(db, id, Some(keep), now)?;
            Ok::<_, Error>(store::audit::insert(db, &entry)?)
        })
        .await
}

fn check(actor: &Actor, change: &ChangeAccount) -> Result<(Option<UserName>, Option<Email>)> {
    let name = change.name.as_deref().map(UserName::parse).transpose();
    let email = change.email.as_deref().map(Email::parse).transpose();
    match (name, email) {
        (Ok(name), Ok(email)) => Ok((name, email.filter(|email| *email != actor.user.email))),
        (name, email) => Err(Error::Invalid([name.err(), email.err()].into_iter().flatten().collect())),
    }
}

/// Checks the caller's password. Counted like a login: whoever found an open browser must not be
/// able to try passwords without end.
async fn prove(cx: &Context, actor: &Actor, password: SecretString) -> Result<()> {
    let throttle = Throttle::of(cx, &actor.user.email, &actor.address);
    let turn = password::turn().await?;
    let held = turn.clone();
    let (id, again) = (actor.id(), throttle.clone());
    let stored = cx
        .store
        .read(move |db| {
            again.check(db)?;
            Ok::<_, Error>(store::users::password_hash(db, id)?)
        })
        .await?;
    let outcome = match password::verify(cx, turn, password, stored).await? {
        Verdict::Right | Verdict::RightRehashed(_) => cx.store.write(move |db| throttle.succeeded(db)).await,
        Verdict::Wrong => {
            cx.store.write(move |db| throttle.failed(db)).await?;
            Err(Error::Denied(Denied::WrongPassword))
        }
    };
    drop(held);
    outcome
}

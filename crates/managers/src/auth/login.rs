//! Logging in with a password.

use models::audit::AuditAction;
use models::secret::SecretString;
use models::user::{Email, User};

use super::password::{self, Verdict};
use super::session::{self, Caller, LoggedIn, Opening};
use super::throttle::Throttle;
use crate::audit;
use crate::context::Context;
use crate::error::{Error, Result, Unauthenticated};

/// What a login form holds.
#[derive(Debug)]
pub struct Login {
    /// The login name.
    pub email: String,
    /// The password.
    pub password: SecretString,
}

/// Opens a login. An unknown address, a wrong password and a password that could never be right
/// give the same error after the same work.
pub async fn login(cx: &Context, caller: &Caller, form: Login) -> Result<LoggedIn> {
    let throttle = Throttle::new(cx, form.email.trim(), &caller.address);
    let early = throttle.clone();
    cx.store.read(move |db| early.check(db)).await?;
    let turn = password::turn().await?;

    // Checked again with the turn in hand, which is kept until the outcome is counted: no more
    // attempts than there are turns can slip past the limit, however many requests arrive at once.
    let held = turn.clone();
    let (again, email) = (throttle.clone(), Email::parse(&form.email).ok());
    let found = cx
        .store
        .read(move |db| {
            again.check(db)?;
            Ok::<_, Error>(email.map(|email| store::users::find_by_email(db, &email)).transpose()?.flatten())
        })
        .await?;
    let (user, stored) = found.unzip();
    let outcome = match (password::verify(cx, turn, form.password, stored).await?, user) {
        (Verdict::Right, Some(user)) => succeed(cx, caller, user, None, throttle).await,
        (Verdict::RightRehashed(hash), Some(user)) => succeed(cx, caller, user, Some(hash), throttle).await,
        (Verdict::Wrong, user) => fail(cx, caller, user, throttle).await,
        (Verdict::Right | Verdict::RightRehashed(_), None) => {
            Err(Error::Unauthenticated(Unauthenticated::BadCredentials))
        }
    };
    drop(held);
    outcome
}

async fn succeed(
    cx: &Context,
    caller: &Caller,
    user: User,
    rehashed: Option<String>,
    throttle: Throttle,
) -> Result<LoggedIn> {
    if user.disabled_at.is_some() {
        return Err(Error::Unauthenticated(Unauthenticated::Disabled));
    }
    let opening = Opening::new(cx, &user, caller)?;
    let row = opening.row();
    let (id, now) = (user.id, cx.now());
    let entry = audit::from_address(cx, &caller.address, Some(id), AuditAction::LoginSucceeded, row.0.id);
    cx.store
        .write(move |db| {
            throttle.succeeded(db)?;
            if let Some(hash) = rehashed {
                store::users::set_password(db, id, &hash, now)?;
            }
            session::insert(db, &row)?;
            Ok::<_, Error>(store::audit::insert(db, &entry)?)
        })
        .await?;
    opening.finish(cx, user)
}

async fn fail(cx: &Context, caller: &Caller, user: Option<User>, throttle: Throttle) -> Result<LoggedIn> {
    // The address that was typed is not kept: it may be a password in the wrong field.
    let resource = user.map(|user| user.id.to_string()).unwrap_or_default();
    let entry = audit::from_address(cx, &caller.address, None, AuditAction::LoginFailed, resource);
    cx.store
        .write(move |db| {
            throttle.failed(db)?;
            Ok::<_, Error>(store::audit::insert(db, &entry)?)
        })
        .await?;
    Err(Error::Unauthenticated(Unauthenticated::BadCredentials))
}

//! Making one's own account. The first one owns the instance.

use models::audit::AuditAction;
use models::ids::UserId;
use models::invalid::Invalid;
use models::secret::SecretString;
use models::user::{Email, Password, Role, User, UserName};
use store::Db;

use super::password;
use super::session::{self, Caller, LoggedIn, Opening};
use super::throttle::Throttle;
use crate::audit;
use crate::context::Context;
use crate::error::{Conflict, Denied, Error, Result};
use crate::keyring;
use crate::users;

/// What a registration form holds.
#[derive(Debug)]
pub struct Register {
    /// The login name.
    pub email: String,
    /// What others see.
    pub name: String,
    /// The password.
    pub password: SecretString,
    /// From the link that the server printed; only the first account may need it.
    pub setup_token: Option<SecretString>,
}

/// Makes an account and logs it in. The first account is the owner's and needs the setup token,
/// unless the caller is on this machine; later ones are members and need registration to be on.
pub async fn register(cx: &Context, caller: &Caller, form: Register) -> Result<LoggedIn> {
    let (email, name, password) = check(&form)?;
    let invited = caller.local || shows_setup_token(cx, form.setup_token.as_ref());
    let throttle = Throttle::of(cx, &email, &caller.address);
    // Asked before the costly hash; decided again in the transaction.
    cx.store
        .read({
            let throttle = throttle.clone();
            move |db| role_of_next(db, invited).and_then(|_| throttle.check(db))
        })
        .await?;
    let hash = password::hash(cx, password).await?;

    let now = cx.now();
    let user = User {
        id: UserId(cx.id()),
        email,
        name,
        role: Role::Member,
        disabled_at: None,
        created_at: now,
        updated_at: now,
    };
    let opening = Opening::new(cx, &user, caller)?;
    let login = opening.row();
    let created = audit::from_address(cx, &caller.address, Some(user.id), AuditAction::UserCreated, user.id);
    let written = cx
        .store
        .write(move |db| {
            store::users::lock(db)?;
            let user = User { role: role_of_next(db, invited)?, ..user };
            users::insert(db, &user, &hash)?;
            session::insert(db, &login)?;
            store::audit::insert(db, &created)?;
            Ok::<_, Error>(user)
        })
        .await;
    match written {
        Ok(user) => opening.finish(cx, user),
        Err(error) => {
            if matches!(error, Error::Conflict(Conflict::EmailTaken)) {
                // Otherwise the form could be used to ask for any number of addresses.
                cx.store.write(move |db| throttle.failed(db)).await?;
            }
            Err(error)
        }
    }
}

fn check(form: &Register) -> Result<(Email, UserName, Password)> {
    let email = Email::parse(&form.email);
    let name = UserName::parse(&form.name);
    let password = Password::parse("password", form.password.clone());
    match (email, name, password) {
        (Ok(email), Ok(name), Ok(password)) => Ok((email, name, password)),
        (email, name, password) => {
            let wrong: Vec<Invalid> = [email.err(), name.err(), password.err()].into_iter().flatten().collect();
            Err(Error::Invalid(wrong))
        }
    }
}

/// The role that the next account gets, or why there is none.
fn role_of_next(db: &mut Db, invited: bool) -> Result<Role> {
    if store::users::count(db)? == 0 {
        return if invited { Ok(Role::Owner) } else { Err(Error::Denied(Denied::SetupTokenRequired)) };
    }
    if store::settings::instance(db)?.registration_enabled {
        Ok(Role::Member)
    } else {
        Err(Error::Denied(Denied::RegistrationClosed))
    }
}

fn shows_setup_token(cx: &Context, shown: Option<&SecretString>) -> bool {
    shown.is_some_and(|shown| {
        keyring::equal(shown.expose().trim().as_bytes(), cx.keyring.setup_token().expose().as_bytes())
    })
}

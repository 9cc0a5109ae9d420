//! Other people's accounts: what admins and the operator do with them.

mod admin;
mod operator;

use models::user::User;
use store::{Db, StoreError};

use crate::error::{Conflict, Error, Result};

pub use admin::{ChangeUser, NewUser, change, create, list, reset_password};
pub use operator::{create_by_operator, list_by_operator, reset_password_by_operator};

/// Writes a new account; the address must be free.
pub(crate) fn insert(db: &mut Db, user: &User, password_hash: &str) -> Result<()> {
    store::users::insert(db, user, password_hash).map_err(taken)
}

/// Writes a changed account; the address must be free.
pub(crate) fn update_row(db: &mut Db, user: &User) -> Result<()> {
    store::users::update(db, user).map_err(taken)
}

/// The address is the only thing of an account that must be unique and that a caller chooses.
fn taken(error: StoreError) -> Error {
    match error {
        StoreError::Conflict { .. } => Error::Conflict(Conflict::EmailTaken),
        other => other.into(),
    }
}

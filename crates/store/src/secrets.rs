//! Secrets as they are at rest: encrypted before they come here.

use diesel::prelude::*;
use models::ids::SecretId;
use models::time::Time;

use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::secret;
use crate::types::V;

/// A secret encrypted with a key of its own, which is encrypted with a master key.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = secret)]
pub struct SealedSecret {
    /// Names the secret.
    pub id: SecretId,
    /// The data key, encrypted with the master key.
    pub wrapped_key: Vec<u8>,
    /// The 12 bytes used once to encrypt the data key.
    pub key_nonce: Vec<u8>,
    /// The 12 bytes used once to encrypt the secret.
    pub nonce: Vec<u8>,
    /// The secret, encrypted with the data key.
    pub ciphertext: Vec<u8>,
    /// Which master key wraps the data key.
    pub master_key_id: String,
    /// When it was made.
    pub created_at: Time,
}

/// Keeps a secret.
pub fn insert(db: &mut Db, sealed: &SealedSecret) -> Result<(), StoreError> {
    let row = (
        secret::id.eq(V(sealed.id)),
        secret::wrapped_key.eq(&sealed.wrapped_key),
        secret::key_nonce.eq(&sealed.key_nonce),
        secret::nonce.eq(&sealed.nonce),
        secret::ciphertext.eq(&sealed.ciphertext),
        secret::master_key_id.eq(&sealed.master_key_id),
        secret::created_at.eq(V(sealed.created_at)),
    );
    on!(db, |c| diesel::insert_into(secret::table).values(row).execute(c))?;
    Ok(())
}

/// The secret of an id.
pub fn find(db: &mut Db, id: SecretId) -> Result<Option<SealedSecret>, StoreError> {
    Ok(on!(db, |c| secret::table.find(V(id)).select(SealedSecret::as_select()).first(c).optional())?)
}

/// Removes a secret; its connection must have let go of it before.
pub fn delete(db: &mut Db, id: SecretId) -> Result<(), StoreError> {
    on!(db, |c| diesel::delete(secret::table.find(V(id))).execute(c))?;
    Ok(())
}

/// All secrets, for the rotation of the master key.
pub fn list(db: &mut Db) -> Result<Vec<SealedSecret>, StoreError> {
    Ok(on!(db, |c| secret::table.order(secret::id).select(SealedSecret::as_select()).load(c))?)
}

/// Replaces the encrypted data key.
pub fn replace_wrapping(
    db: &mut Db,
    id: SecretId,
    wrapped_key: &[u8],
    key_nonce: &[u8],
    master_key_id: &str,
) -> Result<(), StoreError> {
    let change =
        (secret::wrapped_key.eq(wrapped_key), secret::key_nonce.eq(key_nonce), secret::master_key_id.eq(master_key_id));
    let changed = on!(db, |c| diesel::update(secret::table.find(V(id))).set(change).execute(c))?;
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

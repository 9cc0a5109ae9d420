//! Rotation: every data key is wrapped anew, in one transaction; the secrets themselves stay as
//! they are. The server must not run meanwhile: it would go on sealing with the old key.

use std::path::Path;

use models::audit::AuditAction;

use super::{Keyring, MasterKey, master};
use crate::audit;
use crate::context::Context;
use crate::error::{Error, Result};

/// What a rotation did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rotation {
    /// Secrets that are now wrapped by the new key.
    pub secrets: usize,
}

/// Wraps every secret with `new`. The operator must start the server with it afterwards.
pub async fn rotate(cx: &Context, new: &MasterKey) -> Result<Rotation> {
    let (old, new) = (cx.keyring.clone(), Keyring::new(new).map_err(broken)?);
    let entry = audit::by_operator(cx, AuditAction::SecretsRotated, "", serde_json::json!({ "to": new.0.current.id }));
    cx.store
        .write(move |db| {
            let secrets = store::secrets::list(db)?;
            for secret in &secrets {
                // A secret that an interrupted rotation already wrapped is wrapped once more.
                let it = old.rewrap(secret, &new).map_err(broken)?;
                store::secrets::replace_wrapping(db, it.id, &it.wrapped_key, &it.key_nonce, &it.master_key_id)?;
            }
            store::audit::insert(db, &entry)?;
            Ok(Rotation { secrets: secrets.len() })
        })
        .await
}

/// Makes a new key in the data folder's key file and wraps every secret with it. A rotation that a
/// crash cut short is finished: its key lies beside the current one and is used again.
pub async fn rotate_file(cx: &Context, data_dir: &Path) -> Result<Rotation> {
    let next = match master::read_next(data_dir).map_err(broken)? {
        Some(key) => key,
        None => {
            let key = MasterKey::generate().map_err(broken)?;
            master::write_next(data_dir, &key).map_err(broken)?;
            key
        }
    };
    let rotation = rotate(cx, &next).await?;
    master::promote_next(data_dir).map_err(broken)?;
    Ok(rotation)
}

fn broken(error: super::KeyError) -> Error {
    Error::internal("rotating the master key", error)
}

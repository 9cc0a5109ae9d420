//! Exchanging a key's text for a new one.

use std::time::Duration;

use models::api_key::ApiKey;
use models::audit::AuditAction;
use models::ids::ApiKeyId;
use models::invalid::Invalid;
use models::secret::SecretString;
use serde_json::json;
use store::api_keys::Rotation;

use super::{hold_for, text};
use crate::access::{Action, Actor};
use crate::audit;
use crate::context::Context;
use crate::error::{Conflict, Error, Result};

/// For how long the old text works unless the caller says otherwise.
pub const OVERLAP_DEFAULT: Duration = Duration::from_secs(3600);
/// Longest time for which the old text works.
pub const OVERLAP_MAX: Duration = Duration::from_secs(7 * 24 * 3600);

/// Which key, and how.
#[derive(Debug, Clone, Copy)]
pub struct Rotate {
    /// Which key.
    pub id: ApiKeyId,
    /// For how long the old text still works; zero ends it at once.
    pub overlap: Duration,
}

/// Exchanges a key's text. The new one is in this answer and nowhere else; a text that an earlier
/// exchange left working ends at once.
pub async fn rotate(cx: &Context, actor: &Actor, rotate: Rotate) -> Result<(ApiKey, SecretString)> {
    if rotate.overlap > OVERLAP_MAX {
        let message = format!("must be at most {} seconds", OVERLAP_MAX.as_secs());
        return Err(Invalid::new("overlap_seconds", message).into());
    }
    let (who, now, text) = (actor.clone(), cx.now(), text::fresh(cx)?);
    let previous_until = (!rotate.overlap.is_zero()).then(|| now + rotate.overlap);
    let detail = json!({ "previous_until": previous_until });
    let entry = audit::by(cx, actor, AuditAction::ApiKeyRotated, rotate.id, detail);
    let (hash, hint) = (text.hash, text.hint);
    let key = cx
        .store
        .write(move |db| {
            let key = super::find(db, &who, Action::Change, rotate.id)?;
            if key.revoked_at.is_some() {
                return Err(Error::Conflict(Conflict::KeyRevoked));
            }
            hold_for(db, &who, key.owner_id, &key.scopes)?;
            store::api_keys::rotate(db, key.id, &Rotation { hash: &hash, hint: &hint, previous_until, now })?;
            store::audit::insert(db, &entry)?;
            Ok(ApiKey { hint, previous_until, updated_at: now, ..key })
        })
        .await?;
    Ok((key, text.secret))
}

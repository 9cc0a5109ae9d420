//! From an API key to an actor, for Pallium's own paths.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use models::api_key::Scope;
use models::ids::ApiKeyId;
use models::time::Time;

use super::super::{authorize, directory};
use crate::access::{Actor, Proof};
use crate::context::Context;
use crate::error::{Denied, Error, Result, Unauthenticated};
use crate::keyring;

/// How often a key's last use is noted.
const TOUCH_SECONDS: i64 = 60;

/// When the keys were last used, as far as it was noted.
#[derive(Default)]
pub struct Uses(Mutex<HashMap<ApiKeyId, Time>>);

/// Who shows this key. The key is looked up in what the gateway knows by heart, which a change of a
/// key makes old at once; the owner is read from the database like that of a login.
pub(crate) async fn authenticate(cx: &Context, shown: &str, address: &str) -> Result<Actor> {
    let bad = || Error::Unauthenticated(Unauthenticated::BadKey);
    let (snapshot, hash, now) = (directory::snapshot(cx).await?, authorize::hash(shown), cx.now());
    let record = snapshot.keys.get(&hash).filter(|record| keyring::equal(&record.hash, &hash)).ok_or_else(bad)?;
    let ended = |end: Option<Time>| end.is_some_and(|end| end <= now);
    if ended(record.until) || ended(record.key.expires_at) || record.key.revoked_at.is_some() {
        return Err(bad());
    }
    if !record.key.scopes.contains(&Scope::Api) {
        return Err(Error::Denied(Denied::Scope));
    }
    let (id, owner) = (record.key.id, record.key.owner_id);
    let user = cx.store.read(move |db| store::users::find(db, owner)).await.map_err(Error::from)?.ok_or_else(bad)?;
    if user.disabled_at.is_some() {
        return Err(Error::Unauthenticated(Unauthenticated::Disabled));
    }
    cx.gateway.uses.note(cx, id, now);
    Ok(Actor { user, proof: Proof::Key(id), address: address.to_owned() })
}

impl Uses {
    /// Notes a use without keeping the request waiting.
    fn note(&self, cx: &Context, key: ApiKeyId, now: Time) {
        let mut uses = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if uses.get(&key).is_some_and(|last| (now - *last).num_seconds() < TOUCH_SECONDS) {
            return;
        }
        uses.insert(key, now);
        drop(uses);
        let store = cx.store.clone();
        cx.tasks.spawn(async move {
            let noted = store.write(move |db| store::api_keys::touch_many(db, &[(key, now)])).await;
            if let Err(error) = noted {
                // A use a minute later is noted again.
                tracing::warn!(%error, %key, "the last use of an API key was not noted");
            }
        });
    }
}

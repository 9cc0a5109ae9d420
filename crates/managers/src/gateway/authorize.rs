//! Who calls: an API key, or the web app's own access token.

use std::sync::Arc;

use models::api_key::Scope;
use models::gateway_error::{GatewayError, GatewayErrorKind};
use models::ids::{UserId, WorkspaceId};
use models::limits::{Limits, Subject};
use ring::digest;

use super::directory::{self, KeyRecord, Person, Snapshot};
use super::refused::Refused;
use crate::context::Context;
use crate::{auth, keyring};

/// How every key begins, so that scanners of leaked secrets know it.
pub const KEY_PREFIX: &str = "pk_";

/// Who calls, with what the gateway knew at that moment.
pub struct Caller {
    pub(super) person: Arc<Person>,
    pub(super) key: Option<Arc<KeyRecord>>,
    pub(super) snapshot: Arc<Snapshot>,
}

impl Caller {
    /// Whose budget it is.
    pub fn user_id(&self) -> UserId {
        self.person.user.id
    }

    /// What the call belongs to.
    pub(super) fn workspace_id(&self) -> WorkspaceId {
        self.shared_workspace().unwrap_or(WorkspaceId::private_of(self.user_id()))
    }

    fn shared_workspace(&self) -> Option<WorkspaceId> {
        self.key.as_ref()?.key.workspace_id
    }

    /// Whose turn it is where calls wait: the key's, or the user's.
    pub(super) fn whose(&self) -> uuid::Uuid {
        self.key.as_ref().map_or(self.person.user.id.0, |record| record.key.id.0)
    }

    /// Whether an alias or a model may be named with this key.
    pub(super) fn may_name(&self, name: &str) -> bool {
        let allowed = self.key.as_ref().map_or(&[][..], |record| &record.key.allowed_models);
        allowed.is_empty() || allowed.iter().any(|pattern| pattern.matches(name))
    }

    /// What is limited, the key first.
    pub(super) fn limited(&self) -> impl Iterator<Item = (Subject, &Limits)> {
        let key = self.key.as_ref().map(|record| (Subject::Key(record.key.id), &record.key.limits));
        let shared = self.shared_workspace();
        let workspace = shared.and_then(|id| Some((Subject::Workspace(id), self.snapshot.workspaces.get(&id)?)));
        key.into_iter().chain([(Subject::User(self.person.user.id), &self.person.limits)]).chain(workspace)
    }
}

/// SHA-256 of a key: all that is kept of it. A fast hash is enough for 256 random bits.
pub(crate) fn hash(key: &str) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest::digest(&digest::SHA256, key.as_bytes()).as_ref());
    hash
}

/// Finds out who shows this key or access token.
pub async fn authorize(cx: &Context, shown: Option<&str>, address: &str) -> Result<Caller, Refused> {
    let Some(shown) = shown else {
        return Err(unauthenticated("No API key was sent. Send it as `Authorization: Bearer pk_…` or `x-api-key`."));
    };
    let snapshot = directory::snapshot(cx).await?;
    if !shown.starts_with(KEY_PREFIX) {
        let actor = auth::authenticate(cx, shown, address).await.map_err(|error| match error {
            crate::error::Error::Unauthenticated(why) => unauthenticated(why.sentence()),
            other => Refused::from(other),
        })?;
        let person = snapshot.people.get(&actor.id()).cloned();
        let person = person.ok_or_else(|| unauthenticated("This login has ended."))?;
        return Ok(Caller { person, key: None, snapshot });
    }
    let hash = hash(shown);
    let unknown = || unauthenticated("This API key is not known. It may have been revoked or mistyped.");
    let record = snapshot.keys.get(&hash).filter(|record| keyring::equal(&record.hash, &hash)).ok_or_else(unknown)?;
    let (now, key) = (cx.now(), &record.key);
    if key.revoked_at.is_some() || record.until.is_some_and(|until| until <= now) {
        return Err(unknown());
    }
    if key.expires_at.is_some_and(|end| end <= now) {
        return Err(unauthenticated("This API key has expired. Ask for a new one."));
    }
    let person = snapshot.people.get(&key.owner_id).filter(|person| person.user.disabled_at.is_none());
    let person = person.cloned().ok_or_else(|| unauthenticated("The account of this API key is disabled."))?;
    if !key.scopes.contains(&Scope::Gateway) {
        let error = GatewayError::new(GatewayErrorKind::Permission, "This API key may not call models.");
        return Err(error.with_code("scope_missing").into());
    }
    Ok(Caller { person, key: Some(Arc::clone(record)), snapshot })
}

fn unauthenticated(message: &str) -> Refused {
    GatewayError::new(GatewayErrorKind::Authentication, message).into()
}

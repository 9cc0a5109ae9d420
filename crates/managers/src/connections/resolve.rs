//! From a chosen model to what a call needs. The only place that opens a connection's key.

use models::connection::{Connection, Model, ModelChoice};
use models::ids::{ConnectionId, UserId};
use models::invalid::Invalid;
use models::secret::SecretString;
use models::user::Role;
use providers::{Endpoint, Reach};
use store::Db;
use store::secrets::SealedSecret;

use crate::access::Actor;
use crate::context::Context;
use crate::error::{Error, Noun, Result};

/// Where a call of this user to this model goes, and with which key. Read anew for each call and
/// never cached, so that a changed key, a deleted connection and a changed owner count at once.
/// Another's connection, a disabled one and a model that is not offered are all the same: not
/// offered.
pub async fn resolve(cx: &Context, actor: &Actor, choice: &ModelChoice) -> Result<(Endpoint, Model)> {
    let (user_id, choice) = (actor.id(), choice.clone());
    let (found, model) = cx
        .store
        .read(move |db| {
            let found = usable(db, user_id, choice.connection_id)?;
            let models = store::connections::models(db, found.connection.id)?;
            let model = models.into_iter().find(|model| model.id == choice.model);
            Ok::<_, Error>((found, model.ok_or_else(not_offered)?))
        })
        .await?;
    Ok((found.endpoint(cx)?, model))
}

/// Where a call of a user to any model of a connection goes, whoever asks for it. Models that make vectors are not in the
/// lists of those that talk.
pub(crate) async fn endpoint_for(cx: &Context, user_id: UserId, id: ConnectionId) -> Result<Endpoint> {
    cx.store.read(move |db| usable(db, user_id, id)).await?.endpoint(cx)
}

fn usable(db: &mut Db, user_id: UserId, id: ConnectionId) -> Result<Found> {
    let found = Found::read(db, id).map_err(|error| match error {
        Error::NotFound(_) => not_offered(),
        other => other,
    })?;
    let Connection { enabled, owner_id, .. } = &found.connection;
    if *enabled && owner_id.is_none_or(|owner| owner == user_id) { Ok(found) } else { Err(not_offered()) }
}

fn not_offered() -> Error {
    Invalid::new("model", "is not offered; choose another model").into()
}

/// A connection with all that a call to it needs.
pub(crate) struct Found {
    pub(crate) connection: Connection,
    secret: Option<SealedSecret>,
    owner_role: Option<Role>,
}

impl Found {
    /// Reads a connection, whoever may use it: the caller decides.
    pub(super) fn read(db: &mut Db, id: ConnectionId) -> Result<Self> {
        let connection = store::connections::find(db, id)?.ok_or(Error::NotFound(Noun::Connection))?;
        Self::of(db, connection)
    }

    /// The same for a connection that was read already.
    pub(crate) fn of(db: &mut Db, connection: Connection) -> Result<Self> {
        let secret = match connection.secret_id {
            Some(id) => store::secrets::find(db, id)?,
            None => None,
        };
        let owner_role = match connection.owner_id {
            Some(owner) => store::users::find(db, owner)?.map(|user| user.role),
            None => None,
        };
        Ok(Self { connection, secret, owner_role })
    }

    /// Opens the key and decides how far the call may reach.
    pub(crate) fn endpoint(&self, cx: &Context) -> Result<Endpoint> {
        let Connection { id, kind, base_url, .. } = &self.connection;
        Ok(Endpoint {
            connection_id: *id,
            kind: *kind,
            base_url: base_url.clone(),
            secret: self.secret(cx)?,
            reach: self.reach(cx),
        })
    }

    fn secret(&self, cx: &Context) -> Result<Option<SecretString>> {
        let open =
            |sealed| cx.keyring.unseal(sealed).map_err(|error| Error::internal("opening a connection's key", error));
        self.secret.as_ref().map(open).transpose()
    }

    /// A member could otherwise use the server to look around in its network.
    fn reach(&self, cx: &Context) -> Reach {
        match (self.connection.owner_id, self.owner_role) {
            (None, _) => Reach::Anywhere,
            (Some(_), role) => reach_of(cx, role.unwrap_or(Role::Member)),
        }
    }
}

/// How far a call for a user may reach.
pub(super) fn reach_of(cx: &Context, role: Role) -> Reach {
    let trusted = role >= Role::Admin || cx.settings.providers.members_may_reach_private_addresses;
    if trusted { Reach::Anywhere } else { Reach::PublicOnly }
}

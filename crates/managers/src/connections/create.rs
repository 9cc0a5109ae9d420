//! Making a connection.

use models::audit::{AuditAction, AuditEntry};
use models::connection::{BaseUrl, Connection, ConnectionKind, ConnectionName};
use models::ids::{ConnectionId, UserId};
use models::invalid::Invalid;
use models::secret::SecretString;
use serde_json::json;

use super::{ConnectionView, copilot, keys, kinds, read, refresh};
use crate::access::{self, Action, Actor, Resource};
use crate::audit;
use crate::context::Context;
use crate::error::{Error, Result};

/// Connections that one user may have, so that a refresh of all stays bounded.
const CONNECTIONS_PER_OWNER_MAX: usize = 100;

/// Whose a connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Everyone's; only admins make these.
    System,
    /// The caller's own.
    User,
}

/// A connection to make.
#[derive(Debug)]
pub struct NewConnection {
    /// Which vendor or protocol.
    pub kind: ConnectionKind,
    /// What people call it; the kind's name where absent.
    pub name: Option<String>,
    /// Where it listens; the kind's address where absent.
    pub base_url: Option<String>,
    /// The vendor's key.
    pub api_key: Option<SecretString>,
    /// Whose it is.
    pub scope: Scope,
    /// How many calls at once it takes; `None` is any number.
    pub max_parallel: Option<u32>,
}

/// Makes a connection and reads its models. A vendor that does not answer is no error: the
/// connection says so in `models_error`.
pub async fn create(cx: &Context, actor: &Actor, new: NewConnection) -> Result<ConnectionView> {
    let owner_id = match new.scope {
        Scope::System => None,
        Scope::User => Some(actor.id()),
    };
    let (connection, key) = check(cx, owner_id, new)?;
    access::check(actor, Action::Change, Resource::Connection(&connection))?;
    let id = connection.id;
    let entry = audit::by(cx, actor, AuditAction::ConnectionCreated, id, about(&connection));
    insert(cx, connection, key, entry).await?;
    read::get(cx, actor, id).await
}

/// What the audit log tells of a new connection.
pub(super) fn about(connection: &Connection) -> serde_json::Value {
    json!({ "kind": connection.kind, "system": connection.owner_id.is_none(), "name": connection.name.as_str() })
}

/// Writes a checked connection with its key, and reads its models.
pub(super) async fn insert(
    cx: &Context,
    mut connection: Connection,
    key: Option<SecretString>,
    entry: AuditEntry,
) -> Result<()> {
    let sealed = key.map(|key| keys::seal(cx, &key)).transpose()?;
    if let Some(sealed) = &sealed {
        keys::attach(&mut connection, sealed);
    }
    let id = connection.id;
    cx.store
        .write(move |db| {
            limit(db, &connection)?;
            if let Some(sealed) = &sealed {
                store::secrets::insert(db, &sealed.secret)?;
            }
            store::connections::insert(db, &connection)?;
            Ok::<_, Error>(store::audit::insert(db, &entry)?)
        })
        .await?;
    refresh::one(cx, id).await
}

pub(super) fn check(
    cx: &Context,
    owner_id: Option<UserId>,
    new: NewConnection,
) -> Result<(Connection, Option<SecretString>)> {
    if kinds::has_device_login(new.kind) {
        copilot::must_be_on(cx)?;
        if owner_id.is_none() {
            return Err(Invalid::new("scope", "must be user: a Copilot seat is one person's").into());
        }
    }
    let name = match &new.name {
        Some(name) => ConnectionName::parse(name),
        None => ConnectionName::parse(kinds::about(new.kind)?.name),
    };
    let base_url = match (&new.base_url, kinds::default_base_url(new.kind)?) {
        (Some(text), _) if new.kind != ConnectionKind::Demo => BaseUrl::parse(text),
        (_, Some(url)) => Ok(url),
        (_, None) => Err(Invalid::new("base_url", "is needed for this kind of connection")),
    };
    let key = keys::check(new.api_key).and_then(|key| match key {
        None if new.kind.needs_secret() => Err(Invalid::new("api_key", "is needed for this vendor")),
        key => Ok(key),
    });
    let max_parallel = Connection::check_max_parallel(new.max_parallel);
    match (name, base_url, key, max_parallel) {
        (Ok(name), Ok(base_url), Ok(key), Ok(max_parallel)) => {
            let blank = blank(cx, owner_id, new.kind, name, base_url);
            Ok((Connection { max_parallel, ..blank }, key))
        }
        (name, base_url, key, max_parallel) => {
            let wrong = [name.err(), base_url.err(), key.err(), max_parallel.err()];
            Err(Error::Invalid(wrong.into_iter().flatten().collect()))
        }
    }
}

/// A connection without a key whose models are not yet read.
pub(super) fn blank(
    cx: &Context,
    owner_id: Option<UserId>,
    kind: ConnectionKind,
    name: ConnectionName,
    base_url: BaseUrl,
) -> Connection {
    let now = cx.now();
    Connection {
        id: ConnectionId(cx.id()),
        owner_id,
        kind,
        name,
        base_url,
        secret_id: None,
        secret_hint: None,
        enabled: true,
        models_refreshed_at: None,
        models_error: None,
        max_parallel: None,
        created_at: now,
        updated_at: now,
    }
}

fn limit(db: &mut store::Db, connection: &Connection) -> Result<()> {
    let all = match connection.owner_id {
        Some(owner) => store::connections::list_visible(db, owner)?,
        None => store::connections::list_all(db)?,
    };
    let same = all.iter().filter(|other| other.owner_id == connection.owner_id).count();
    if same < CONNECTIONS_PER_OWNER_MAX {
        return Ok(());
    }
    let message = format!("has {CONNECTIONS_PER_OWNER_MAX} connections already; delete one first");
    Err(Invalid::new("scope", message).into())
}

//! Changing a connection.

use models::audit::AuditAction;
use models::connection::{BaseUrl, Connection, ConnectionKind, ConnectionName};
use models::ids::ConnectionId;
use models::invalid::Invalid;
use models::secret::SecretString;
use serde_json::json;
use store::Db;

use super::keys::Sealed;
use super::{ConnectionView, keys, read, refresh};
use crate::access::{Action, Actor};
use crate::audit;
use crate::context::Context;
use crate::error::{Error, Result};

/// What to change; `None` leaves it.
#[derive(Debug)]
pub struct ChangeConnection {
    /// Which connection.
    pub id: ConnectionId,
    /// What people call it.
    pub name: Option<String>,
    /// Where it listens.
    pub base_url: Option<String>,
    /// The vendor's key; `Some(None)` removes it.
    pub api_key: Option<Option<SecretString>>,
    /// Whether its models are offered.
    pub enabled: Option<bool>,
    /// How many calls at once it takes; `Some(None)` is any number.
    pub max_parallel: Option<Option<u32>>,
}

/// What happens to the key.
enum Key {
    Keep,
    Remove,
    Replace(Sealed),
}

struct Checked {
    id: ConnectionId,
    name: Option<ConnectionName>,
    base_url: Option<BaseUrl>,
    key: Key,
    enabled: Option<bool>,
    max_parallel: Option<Option<u32>>,
}

/// Changes a connection, and reads its models again where that can give another answer.
pub async fn change(cx: &Context, actor: &Actor, change: ChangeConnection) -> Result<ConnectionView> {
    let checked = check(cx, change)?;
    let (who, id, now) = (actor.clone(), checked.id, cx.now());
    let detail = json!({
        "renamed": checked.name.is_some(),
        "base_url": checked.base_url.as_ref().map(BaseUrl::as_str),
        "key_changed": !matches!(checked.key, Key::Keep),
        "enabled": checked.enabled,
        "max_parallel": checked.max_parallel,
    });
    let entry = audit::by(cx, actor, AuditAction::ConnectionChanged, id, detail);
    let other_answer = cx
        .store
        .write(move |db| {
            let old = read::find(db, &who, Action::Change, id)?;
            let new = Connection { updated_at: now, ..checked.apply(db, &old)? };
            store::connections::update(db, &new)?;
            if new.secret_id != old.secret_id
                && let Some(unused) = old.secret_id
            {
                store::secrets::delete(db, unused)?;
            }
            store::audit::insert(db, &entry)?;
            let woken = new.enabled && !old.enabled;
            Ok::<_, Error>(woken || new.base_url != old.base_url || new.secret_id != old.secret_id)
        })
        .await?;
    if other_answer {
        refresh::one(cx, id).await?;
    } else {
        refresh::tell(cx, id).await?;
    }
    read::get(cx, actor, id).await
}

fn check(cx: &Context, change: ChangeConnection) -> Result<Checked> {
    let name = change.name.as_deref().map(ConnectionName::parse).transpose();
    let base_url = change.base_url.as_deref().map(BaseUrl::parse).transpose();
    let key = change.api_key.map(keys::check).transpose();
    let max_parallel = change.max_parallel.map(Connection::check_max_parallel).transpose();
    match (name, base_url, key, max_parallel) {
        (Ok(name), Ok(base_url), Ok(key), Ok(max_parallel)) => {
            let key = match key {
                None => Key::Keep,
                Some(None) => Key::Remove,
                Some(Some(key)) => Key::Replace(keys::seal(cx, &key)?),
            };
            Ok(Checked { id: change.id, name, base_url, key, enabled: change.enabled, max_parallel })
        }
        (name, base_url, key, max_parallel) => {
            let wrong = [name.err(), base_url.err(), key.err(), max_parallel.err()];
            Err(Error::Invalid(wrong.into_iter().flatten().collect()))
        }
    }
}

impl Checked {
    fn apply(self, db: &mut Db, old: &Connection) -> Result<Connection> {
        let mut new = old.clone();
        new.name = self.name.unwrap_or(new.name);
        new.enabled = self.enabled.unwrap_or(new.enabled);
        new.max_parallel = self.max_parallel.unwrap_or(new.max_parallel);
        if old.kind != ConnectionKind::Demo {
            new.base_url = self.base_url.unwrap_or(new.base_url);
        }
        match self.key {
            Key::Keep => keep_key_at_home(old, &new)?,
            Key::Remove if old.kind.needs_secret() => {
                return Err(Invalid::new("api_key", "is needed for this vendor; delete the connection instead").into());
            }
            Key::Remove => (new.secret_id, new.secret_hint) = (None, None),
            Key::Replace(sealed) => {
                store::secrets::insert(db, &sealed.secret)?;
                keys::attach(&mut new, &sealed);
            }
        }
        Ok(new)
    }
}

/// A stored key goes only to the host it was given for. Otherwise whoever may edit a connection,
/// such as an admin who never saw the key, could read it by pointing the connection at a server of
/// their own; and a typing error would hand it to a stranger.
fn keep_key_at_home(old: &Connection, new: &Connection) -> Result<()> {
    let (from, to) = (old.base_url.url(), new.base_url.url());
    let same_host = from.scheme() == to.scheme()
        && from.host_str() == to.host_str()
        && from.port_or_known_default() == to.port_or_known_default();
    if same_host || old.secret_id.is_none() {
        return Ok(());
    }
    Err(Invalid::new("api_key", "must be given again, because the stored key belongs to the former address").into())
}

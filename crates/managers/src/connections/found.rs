//! Connections that the server makes by itself, once: the demo, and an Ollama on this machine.

use models::audit::AuditAction;
use models::connection::{BaseUrl, Connection, ConnectionKind, ConnectionName};
use serde_json::json;

use super::{create, kinds, refresh};
use crate::audit;
use crate::context::Context;
use crate::error::{Error, Result};

/// Makes the demo connection at the first start, where the settings want it. Done at most once: an
/// admin who deletes it does not want it back.
pub async fn ensure_demo(cx: &Context) -> Result<()> {
    if !cx.settings.providers.demo {
        return Ok(());
    }
    match kinds::default_base_url(ConnectionKind::Demo)? {
        Some(base_url) => make_once(cx, ConnectionKind::Demo, base_url).await,
        None => Ok(()),
    }
}

/// Makes a system connection when an Ollama answers on this machine and none is connected. Done at
/// most once: an admin who deletes it does not want it back.
pub async fn discover_ollama(cx: &Context) -> Result<()> {
    if !cx.settings.providers.find_ollama || made_before(cx, ConnectionKind::Ollama).await? {
        return Ok(());
    }
    match cx.providers.find_ollama().await {
        Some(base_url) => make_once(cx, ConnectionKind::Ollama, base_url).await,
        None => Ok(()),
    }
}

async fn made_before(cx: &Context, kind: ConnectionKind) -> Result<bool> {
    cx.store.read(move |db| Ok::<_, Error>(store::settings::has_mark(db, mark(kind))?)).await
}

async fn make_once(cx: &Context, kind: ConnectionKind, base_url: BaseUrl) -> Result<()> {
    let connection = create::blank(cx, None, kind, ConnectionName::parse(kinds::about(kind)?.name)?, base_url);
    let detail = json!({ "kind": kind, "system": true, "name": connection.name.as_str() });
    let (id, now) = (connection.id, cx.now());
    let entry = audit::by_operator(cx, AuditAction::ConnectionCreated, id, detail);
    let made = cx
        .store
        .write(move |db| {
            if !store::settings::leave_mark(db, mark(kind), now)? {
                return Ok::<_, Error>(false);
            }
            let same = |other: &Connection| other.owner_id.is_none() && other.kind == kind;
            if store::connections::list_all(db)?.iter().any(same) {
                return Ok(false);
            }
            store::connections::insert(db, &connection)?;
            store::audit::insert(db, &entry)?;
            Ok(true)
        })
        .await?;
    if made { refresh::one(cx, id).await } else { Ok(()) }
}

/// What remembers that a connection was made.
fn mark(kind: ConnectionKind) -> &'static str {
    if kind == ConnectionKind::Demo { "made_demo_connection" } else { "made_ollama_connection" }
}

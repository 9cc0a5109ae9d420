//! Seeing connections.

use models::connection::Connection;
use models::ids::ConnectionId;
use store::Db;

use super::ConnectionView;
use crate::access::{self, Action, Actor, Resource};
use crate::context::Context;
use crate::error::{Error, Noun, Result};

/// The system's connections and the caller's own.
pub async fn list(cx: &Context, actor: &Actor) -> Result<Vec<ConnectionView>> {
    let who = actor.clone();
    cx.store
        .read(move |db| {
            let connections = store::connections::list_visible(db, who.id())?;
            connections.into_iter().map(|connection| view(db, &who, connection)).collect()
        })
        .await
}

/// One connection.
pub async fn get(cx: &Context, actor: &Actor, id: ConnectionId) -> Result<ConnectionView> {
    let who = actor.clone();
    cx.store
        .read(move |db| {
            let connection = find(db, &who, Action::View, id)?;
            view(db, &who, connection)
        })
        .await
}

/// A connection that the actor may do this to.
pub(super) fn find(db: &mut Db, actor: &Actor, action: Action, id: ConnectionId) -> Result<Connection> {
    let connection = store::connections::find(db, id)?.ok_or(Error::NotFound(Noun::Connection))?;
    access::check(actor, action, Resource::Connection(&connection))?;
    Ok(connection)
}

fn view(db: &mut Db, actor: &Actor, connection: Connection) -> Result<ConnectionView> {
    let model_count = store::connections::models(db, connection.id)?.len();
    let editable = access::check(actor, Action::Change, Resource::Connection(&connection)).is_ok();
    Ok(ConnectionView { connection, model_count, editable })
}

//! Configured vendor accounts and the models they offer.

use diesel::prelude::*;
use models::connection::{BaseUrl, Capabilities, Connection, ConnectionKind, ConnectionName, Model, OfferedModel};
use models::ids::{ConnectionId, SecretId, UserId};
use models::time::Time;

use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::{connection, connection_model};
use crate::types::{Json, V, without_nul};

#[derive(Queryable, Selectable)]
#[diesel(table_name = connection)]
struct ConnectionRow {
    id: ConnectionId,
    owner_id: Option<UserId>,
    kind: ConnectionKind,
    name: ConnectionName,
    base_url: BaseUrl,
    secret_id: Option<SecretId>,
    secret_hint: Option<String>,
    enabled: bool,
    models_refreshed_at: Option<Time>,
    models_error: Option<String>,
    created_at: Time,
    updated_at: Time,
    max_parallel: Option<i64>,
}

impl From<ConnectionRow> for Connection {
    fn from(row: ConnectionRow) -> Self {
        Self {
            id: row.id,
            owner_id: row.owner_id,
            kind: row.kind,
            name: row.name,
            base_url: row.base_url,
            secret_id: row.secret_id,
            secret_hint: row.secret_hint,
            enabled: row.enabled,
            models_refreshed_at: row.models_refreshed_at,
            models_error: row.models_error,
            max_parallel: row.max_parallel.and_then(|number| u32::try_from(number).ok()),
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = connection_model)]
struct ModelRow {
    connection_id: ConnectionId,
    model_id: String,
    name: String,
    context_tokens: Option<i64>,
    capabilities: Json<Capabilities>,
}

impl From<ModelRow> for Model {
    fn from(row: ModelRow) -> Self {
        Self {
            id: row.model_id,
            name: row.name,
            context_tokens: row.context_tokens.and_then(|tokens| u32::try_from(tokens).ok()),
            capabilities: row.capabilities.0,
        }
    }
}

/// Models of one insert, below SQLite's limit of 32,766 values in a statement.
const MODELS_PER_INSERT: usize = 1000;

/// Adds a connection.
pub fn insert(db: &mut Db, it: &Connection) -> Result<(), StoreError> {
    let row = (
        connection::id.eq(V(it.id)),
        connection::owner_id.eq(it.owner_id.map(V)),
        connection::kind.eq(V(it.kind)),
        connection::name.eq(V(&it.name)),
        connection::base_url.eq(V(&it.base_url)),
        connection::secret_id.eq(it.secret_id.map(V)),
        connection::secret_hint.eq(it.secret_hint.as_deref().map(without_nul)),
        connection::enabled.eq(it.enabled),
        connection::models_refreshed_at.eq(it.models_refreshed_at.map(V)),
        connection::models_error.eq(it.models_error.as_deref().map(without_nul)),
        connection::max_parallel.eq(it.max_parallel.map(i64::from)),
        connection::created_at.eq(V(it.created_at)),
        connection::updated_at.eq(V(it.updated_at)),
    );
    on!(db, |c| diesel::insert_into(connection::table).values(row).execute(c))?;
    Ok(())
}

/// The connection of an id.
pub fn find(db: &mut Db, id: ConnectionId) -> Result<Option<Connection>, StoreError> {
    let row = on!(db, |c| connection::table.find(V(id)).select(ConnectionRow::as_select()).first(c).optional())?;
    Ok(row.map(Connection::from))
}

/// The system's connections and the user's own, oldest first.
pub fn list_visible(db: &mut Db, user_id: UserId) -> Result<Vec<Connection>, StoreError> {
    let visible = connection::owner_id.is_null().or(connection::owner_id.eq(V(user_id)));
    let query = connection::table.filter(visible).order(connection::id);
    let rows = on!(db, |c| query.select(ConnectionRow::as_select()).load(c))?;
    Ok(rows.into_iter().map(Connection::from).collect())
}

/// All connections, oldest first.
pub fn list_all(db: &mut Db) -> Result<Vec<Connection>, StoreError> {
    let rows = on!(db, |c| connection::table.order(connection::id).select(ConnectionRow::as_select()).load(c))?;
    Ok(rows.into_iter().map(Connection::from).collect())
}

/// Writes what may change of a connection: not its owner and not its kind.
pub fn update(db: &mut Db, it: &Connection) -> Result<(), StoreError> {
    let change = (
        connection::name.eq(V(&it.name)),
        connection::base_url.eq(V(&it.base_url)),
        connection::secret_id.eq(it.secret_id.map(V)),
        connection::secret_hint.eq(it.secret_hint.as_deref().map(without_nul)),
        connection::enabled.eq(it.enabled),
        connection::models_refreshed_at.eq(it.models_refreshed_at.map(V)),
        connection::models_error.eq(it.models_error.as_deref().map(without_nul)),
        connection::max_parallel.eq(it.max_parallel.map(i64::from)),
        connection::updated_at.eq(V(it.updated_at)),
    );
    let changed = on!(db, |c| diesel::update(connection::table.find(V(it.id))).set(change).execute(c))?;
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Removes a connection and its list of models. Its secret stays for the caller to remove.
pub fn delete(db: &mut Db, id: ConnectionId) -> Result<(), StoreError> {
    let removed = on!(db, |c| diesel::delete(connection::table.find(V(id))).execute(c))?;
    if removed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// What a connection offers, in the vendor's order.
pub fn models(db: &mut Db, id: ConnectionId) -> Result<Vec<Model>, StoreError> {
    let query =
        connection_model::table.filter(connection_model::connection_id.eq(V(id))).order(connection_model::position);
    let rows = on!(db, |c| query.select(ModelRow::as_select()).load(c))?;
    Ok(rows.into_iter().map(Model::from).collect())
}

/// Replaces what a connection offers, and forgets the last error.
pub fn replace_models(db: &mut Db, id: ConnectionId, models: &[Model], now: Time) -> Result<(), StoreError> {
    let old = connection_model::table.filter(connection_model::connection_id.eq(V(id)));
    on!(db, |c| diesel::delete(old).execute(c))?;
    let rows = (0i64..).zip(models).map(|(position, model)| {
        (
            connection_model::connection_id.eq(V(id)),
            connection_model::position.eq(position),
            connection_model::model_id.eq(without_nul(&model.id)),
            connection_model::name.eq(without_nul(&model.name)),
            connection_model::context_tokens.eq(model.context_tokens.map(i64::from)),
            connection_model::capabilities.eq(Json(model.capabilities)),
        )
    });
    let rows: Vec<_> = rows.collect();
    for rows in rows.chunks(MODELS_PER_INSERT) {
        on!(db, |c| diesel::insert_into(connection_model::table).values(rows).execute(c))?;
    }
    let change = (connection::models_refreshed_at.eq(V(now)), connection::models_error.eq(None::<String>));
    on!(db, |c| diesel::update(connection::table.find(V(id))).set(change).execute(c))?;
    Ok(())
}

/// Writes down why the list of models could not be refreshed. The old list stays.
pub fn set_models_error(db: &mut Db, id: ConnectionId, error: &str) -> Result<(), StoreError> {
    let change = connection::models_error.eq(Some(without_nul(error)));
    on!(db, |c| diesel::update(connection::table.find(V(id))).set(change).execute(c))?;
    Ok(())
}

/// What a user may choose from: the models of enabled connections, the user's own first, then the
/// system's, and the demo's last.
pub fn offered(db: &mut Db, user_id: UserId) -> Result<Vec<OfferedModel>, StoreError> {
    let visible = connection::owner_id.is_null().or(connection::owner_id.eq(V(user_id)));
    let query = connection_model::table
        .inner_join(connection::table)
        .filter(connection::enabled.eq(true))
        .filter(visible)
        .order((connection::id, connection_model::position));
    let columns = (connection::name, connection::kind, connection::owner_id);
    type Row = (ModelRow, (ConnectionName, ConnectionKind, Option<UserId>));
    let rows: Vec<Row> = on!(db, |c| query.select((ModelRow::as_select(), columns)).load(c))?;
    let mut offered: Vec<_> = rows
        .into_iter()
        .map(|(model, (name, connection_kind, owner))| OfferedModel {
            connection_id: model.connection_id,
            connection_name: name.as_str().to_owned(),
            connection_kind,
            system: owner.is_none(),
            model: model.into(),
        })
        .collect();
    offered.sort_by_key(|it| (it.connection_kind == ConnectionKind::Demo, it.system));
    Ok(offered)
}

//! Seeing connections.

use actix_web::{get, web};
use managers::connections;
use managers::context::Context;
use models::ids::ConnectionId;

use super::shapes::ConnectionBody;
use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json};
use crate::page::List;

/// List the system's connections and one's own
#[utoipa::path(tag = "connections", responses((status = 200, body = List<ConnectionBody>), ApiError), security(("bearer" = [])))]
#[get("/connections")]
pub(super) async fn list_connections(
    cx: web::Data<Context>,
    actor: Actor,
) -> Result<Json<List<ConnectionBody>>, ApiError> {
    let connections = connections::list(&cx, &actor).await?;
    Ok(Json(List::whole(connections.into_iter().map(Into::into).collect())))
}

/// Read a connection
#[utoipa::path(tag = "connections", params(IdPath), responses((status = 200, body = ConnectionBody), ApiError), security(("bearer" = [])))]
#[get("/connections/{id}")]
pub(super) async fn get_connection(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<ConnectionId>,
) -> Result<Json<ConnectionBody>, ApiError> {
    Ok(Json(connections::get(&cx, &actor, id.0).await?.into()))
}

//! Changing and removing connections.

use actix_web::{delete, patch, web};
use managers::connections::{self, ChangeConnection};
use managers::context::Context;
use models::ids::ConnectionId;
use models::secret::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use super::shapes::ConnectionBody;
use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json, nullable};
use crate::respond::NoContent;

/// What to change; absent fields stay as they are.
#[derive(Deserialize, ToSchema)]
#[schema(as = UpdateConnection)]
#[serde(deny_unknown_fields)]
pub(crate) struct UpdateConnectionBody {
    #[schema(min_length = 1, max_length = 80)]
    name: Option<String>,
    /// Another host needs the key again.
    #[schema(max_length = 2000)]
    base_url: Option<String>,
    /// `null` removes the key.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>, format = Password)]
    api_key: Option<Option<SecretString>>,
    /// Whether its models are offered.
    enabled: Option<bool>,
    /// How many calls at once it takes; others wait for their turn. `null` is any number.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<u32>, minimum = 1, maximum = 1000)]
    max_parallel: Option<Option<u32>>,
}

/// Change a connection
#[utoipa::path(tag = "connections", params(IdPath), request_body = UpdateConnectionBody, responses((status = 200, body = ConnectionBody), ApiError), security(("bearer" = [])))]
#[patch("/connections/{id}")]
pub(super) async fn update_connection(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<ConnectionId>,
    body: Json<UpdateConnectionBody>,
) -> Result<Json<ConnectionBody>, ApiError> {
    let Json(UpdateConnectionBody { name, base_url, api_key, enabled, max_parallel }) = body;
    let change = ChangeConnection { id: id.0, name, base_url, api_key, enabled, max_parallel };
    Ok(Json(connections::change(&cx, &actor, change).await?.into()))
}

/// Remove a connection and its key
#[utoipa::path(tag = "connections", params(IdPath), responses((status = 204), ApiError), security(("bearer" = [])))]
#[delete("/connections/{id}")]
pub(super) async fn delete_connection(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<ConnectionId>,
) -> Result<NoContent, ApiError> {
    connections::delete(&cx, &actor, id.0).await?;
    Ok(NoContent)
}

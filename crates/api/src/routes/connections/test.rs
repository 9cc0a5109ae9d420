//! Trying a connection and reading its models.

use std::time::Duration;

use actix_web::{post, web};
use managers::connections::{self, Outcome};
use managers::context::Context;
use models::ids::ConnectionId;
use serde::Serialize;
use utoipa::ToSchema;

use super::shapes::ConnectionBody;
use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json};

/// What trying a connection showed.
#[derive(Serialize, ToSchema)]
#[schema(as = ConnectionTest)]
pub(crate) struct ConnectionTestBody {
    ok: bool,
    latency_ms: u64,
    model_count: usize,
    #[schema(required)]
    error: Option<ConnectionTestErrorBody>,
}

/// Why a connection does not work.
#[derive(Serialize, ToSchema)]
#[schema(as = ConnectionTestError)]
pub(crate) struct ConnectionTestErrorBody {
    code: &'static str,
    /// The vendor's words and a next step.
    message: String,
}

impl From<Outcome> for ConnectionTestBody {
    fn from(it: Outcome) -> Self {
        match it {
            Outcome::Works { latency, model_count } => {
                Self { ok: true, latency_ms: millis(latency), model_count, error: None }
            }
            Outcome::Fails { latency, code, message } => {
                let error = Some(ConnectionTestErrorBody { code, message });
                Self { ok: false, latency_ms: millis(latency), model_count: 0, error }
            }
        }
    }
}

/// Try a connection
///
/// A vendor that fails is no error of this call: `ok` is false and `error` says why.
#[utoipa::path(tag = "connections", params(IdPath), responses((status = 200, body = ConnectionTestBody), ApiError), security(("bearer" = [])))]
#[post("/connections/{id}/test")]
pub(super) async fn test_connection(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<ConnectionId>,
) -> Result<Json<ConnectionTestBody>, ApiError> {
    Ok(Json(connections::test(&cx, &actor, id.0).await?.into()))
}

/// Read a connection's models again
#[utoipa::path(tag = "connections", params(IdPath), responses((status = 200, body = ConnectionBody), ApiError), security(("bearer" = [])))]
#[post("/connections/{id}/refresh-models")]
pub(super) async fn refresh_models(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<ConnectionId>,
) -> Result<Json<ConnectionBody>, ApiError> {
    Ok(Json(connections::refresh_models(&cx, &actor, id.0).await?.into()))
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

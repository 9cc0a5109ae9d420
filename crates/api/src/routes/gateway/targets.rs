//! How the vendors do, for admins.

use actix_web::{get, web};
use managers::context::Context;
use managers::gateway::health::{self, BreakerState, ConnectionHealth, TargetHealth};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::error::ApiError;
use crate::extract::{Actor, Json};
use crate::page::List;
use crate::routes::connections::KindBody;

/// A connection and the models of it that were called of late.
#[derive(Serialize, ToSchema)]
#[schema(as = ConnectionHealth)]
pub(crate) struct ConnectionHealthBody {
    connection_id: Uuid,
    name: String,
    kind: KindBody,
    enabled: bool,
    /// Why the list of models could not be read.
    #[schema(required)]
    models_error: Option<String>,
    /// By model; those alone that were called in the last hour or failed of late.
    targets: Vec<TargetHealthBody>,
}

/// How a model of a connection does.
#[derive(Serialize, ToSchema)]
#[schema(as = TargetHealth)]
struct TargetHealthBody {
    model: String,
    /// What the breaker lets through at the replica that answers.
    breaker: BreakerBody,
    /// When an open breaker lets a call try again.
    #[schema(required)]
    retry_after_seconds: Option<u64>,
    /// Failed calls in a row at the replica that answers.
    failures_in_row: u32,
    /// Calls of the last hour, at most the newest 10,000 of all targets.
    calls: u32,
    /// How many of them no vendor answered or were cut.
    failed: u32,
    #[schema(required)]
    latency_p50_ms: Option<u32>,
    #[schema(required)]
    first_token_p50_ms: Option<u32>,
}

/// What a breaker lets through.
#[derive(Serialize, ToSchema)]
#[schema(as = BreakerState)]
#[serde(rename_all = "snake_case")]
enum BreakerBody {
    /// Every call.
    Closed,
    /// Only calls with nowhere else to go, one after the other.
    Open,
    /// One call, whose outcome decides.
    HalfOpen,
}

/// List how the vendors do
///
/// The system's connections and one's own, with the calls of the last hour.
#[utoipa::path(tag = "gateway", responses((status = 200, body = List<ConnectionHealthBody>), ApiError), security(("bearer" = [])))]
#[get("/gateway/targets")]
pub(super) async fn list_gateway_targets(
    cx: web::Data<Context>,
    actor: Actor,
) -> Result<Json<List<ConnectionHealthBody>>, ApiError> {
    let health = health::targets(&cx, &actor).await?;
    Ok(Json(List::whole(health.into_iter().map(Into::into).collect())))
}

impl From<ConnectionHealth> for ConnectionHealthBody {
    fn from(ConnectionHealth { connection, targets }: ConnectionHealth) -> Self {
        Self {
            connection_id: connection.id.0,
            name: connection.name.as_str().to_owned(),
            kind: connection.kind.into(),
            enabled: connection.enabled,
            models_error: connection.models_error,
            targets: targets.into_iter().map(TargetHealthBody::from).collect(),
        }
    }
}

impl From<TargetHealth> for TargetHealthBody {
    fn from(it: TargetHealth) -> Self {
        let (breaker, retry_after_seconds) = match it.breaker {
            BreakerState::Closed => (BreakerBody::Closed, None),
            BreakerState::Open { retry_after } => (BreakerBody::Open, Some(retry_after.as_secs())),
            BreakerState::HalfOpen => (BreakerBody::HalfOpen, None),
        };
        Self {
            model: it.model,
            breaker,
            retry_after_seconds,
            failures_in_row: it.failures_in_row,
            calls: it.calls,
            failed: it.failed,
            latency_p50_ms: it.latency_p50_ms,
            first_token_p50_ms: it.first_token_p50_ms,
        }
    }
}

//! Listening.

use actix_web::{HttpRequest, HttpResponse, get, web};
use managers::context::Context;
use managers::runs::follow::follow;
use models::ids::RunId;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Query};
use crate::sse;

/// From where to listen.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct From {
    /// Number of the last event that is known; the header `Last-Event-ID` comes before it.
    #[param(minimum = 0)]
    after: Option<i64>,
}

/// Listen to a run
///
/// AG-UI events; `id` is the event's number. Come back with `Last-Event-ID` to read on. The stream
/// ends after RUN_FINISHED or RUN_ERROR.
#[utoipa::path(
    tag = "runs",
    params(IdPath, From, ("Last-Event-ID" = Option<i64>, Header, description = "Number of the last event that is known")),
    responses((status = 200, body = String, content_type = "text/event-stream"), ApiError),
    security(("bearer" = []))
)]
#[get("/runs/{id}/events")]
pub(super) async fn stream_run_events(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<RunId>,
    from: Query<From>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let after = sse::last_event_id(&request).or(from.0.after).unwrap_or(0).max(0);
    let (run, events) = follow(&cx, &actor, id.0, after).await?;
    Ok(sse::run_events(&run, events, after))
}

/// Listen to hints that something of yours changed
///
/// Hints carry ids and are not repeated: read the current state whenever you connect.
#[utoipa::path(
    tag = "runs",
    responses((status = 200, body = String, content_type = "text/event-stream"), ApiError),
    security(("bearer" = []))
)]
#[get("/events")]
pub(super) async fn stream_hints(cx: web::Data<Context>, actor: Actor) -> Result<HttpResponse, ApiError> {
    Ok(sse::hints(&cx, actor.id()))
}

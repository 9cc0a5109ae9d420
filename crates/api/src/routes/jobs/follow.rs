//! What happens to a job.

use actix_web::{HttpRequest, HttpResponse, get, web};
use futures_util::StreamExt;
use managers::context::Context;
use managers::jobs::follow::{self, News};
use models::ids::JobId;
use serde::Deserialize;
use utoipa::IntoParams;

use super::shapes::{JobFrameBody, LoggedJobEventBody};
use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json, Query};
use crate::page::List;
use crate::sse;

/// From where on.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Since {
    /// Number of the last event that is known.
    #[param(minimum = 0)]
    since_sequence: Option<i64>,
}

/// Read what happened to a job
///
/// At most 500 events, the oldest first; ask again with the last number for more.
#[utoipa::path(tag = "jobs", params(IdPath, Since), responses((status = 200, body = List<LoggedJobEventBody>), ApiError), security(("bearer" = [])))]
#[get("/jobs/{id}/events")]
pub(super) async fn list_job_events(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<JobId>,
    since: Query<Since>,
) -> Result<Json<List<LoggedJobEventBody>>, ApiError> {
    let events = follow::events(&cx, &actor, id.0, since.0.since_sequence.unwrap_or(0)).await?;
    Ok(Json(List::whole(events.into_iter().map(Into::into).collect())))
}

/// Listen to a job
///
/// Frames of the shape `JobFrame`: the job as it is, then its events, of which `id` is the number, then the job at its
/// end. Come back with `Last-Event-ID` to read on.
#[utoipa::path(
    tag = "jobs",
    params(IdPath, Since, ("Last-Event-ID" = Option<i64>, Header, description = "Number of the last event that is known")),
    responses((status = 200, body = JobFrameBody, content_type = "text/event-stream"), ApiError),
    security(("bearer" = []))
)]
#[get("/jobs/{id}/events/stream")]
pub(super) async fn stream_job_events(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<JobId>,
    since: Query<Since>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let after = sse::last_event_id(&request).or(since.0.since_sequence).unwrap_or(0).max(0);
    let feed = follow::follow(&cx, &actor, id.0, after).await?;
    let frames = feed.map(|news| {
        news.map(|news| match news {
            News::Snapshot(job) => (None, JobFrameBody::Snapshot { job: Box::new((*job).into()) }),
            News::Event(event) => (Some(event.sequence), JobFrameBody::Event { event: event.into() }),
            News::Terminal(job) => (None, JobFrameBody::Terminal { job: Box::new((*job).into()) }),
        })
    });
    Ok(sse::numbered(Box::pin(frames)))
}

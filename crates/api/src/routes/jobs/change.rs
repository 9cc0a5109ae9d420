//! What people do with jobs.

use actix_web::{delete, post, web};
use managers::context::Context;
use managers::jobs::control;
use models::ids::JobId;

use super::shapes::JobBody;
use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json};
use crate::respond::{Accepted, NoContent};

/// Cancel a job
///
/// At once where no worker has it, else as soon as its worker hears of it.
#[utoipa::path(tag = "jobs", params(IdPath), responses((status = 202, body = JobBody), ApiError), security(("bearer" = [])))]
#[post("/jobs/{id}/cancel")]
pub(super) async fn cancel_job(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<JobId>,
) -> Result<Accepted<JobBody>, ApiError> {
    Ok(Accepted(control::cancel(&cx, &actor, id.0).await?.into()))
}

/// Cancel a job
///
/// The same as `POST /jobs/{id}/cancel`, without an answer. The job stays in the list for its time.
#[utoipa::path(tag = "jobs", params(IdPath), responses((status = 204), ApiError), security(("bearer" = [])))]
#[delete("/jobs/{id}")]
pub(super) async fn delete_job(cx: web::Data<Context>, actor: Actor, id: Id<JobId>) -> Result<NoContent, ApiError> {
    control::cancel(&cx, &actor, id.0).await?;
    Ok(NoContent)
}

/// Try a job again that was cancelled or given up
#[utoipa::path(tag = "jobs", params(IdPath), responses((status = 200, body = JobBody), ApiError), security(("bearer" = [])))]
#[post("/jobs/{id}/retry")]
pub(super) async fn retry_job(cx: web::Data<Context>, actor: Actor, id: Id<JobId>) -> Result<Json<JobBody>, ApiError> {
    Ok(Json(control::retry(&cx, &actor, id.0).await?.into()))
}

/// Begin a job now that waits for its time
#[utoipa::path(tag = "jobs", params(IdPath), responses((status = 200, body = JobBody), ApiError), security(("bearer" = [])))]
#[post("/jobs/{id}/run-now")]
pub(super) async fn run_job_now(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<JobId>,
) -> Result<Json<JobBody>, ApiError> {
    Ok(Json(control::run_now(&cx, &actor, id.0).await?.into()))
}

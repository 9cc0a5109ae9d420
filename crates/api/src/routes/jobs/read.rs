//! Seeing jobs.

use actix_web::{get, web};
use managers::context::Context;
use managers::error::Error;
use managers::jobs::control::{self, List as Wanted};
use models::ids::{JobId, UserId};
use models::invalid::Invalid;
use models::job::{JobKind, JobState};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::shapes::{JobBody, JobDetailBody};
use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json, Page, Query};
use crate::page::{List, cursor_id};

/// Which jobs.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct JobsQuery {
    /// States, with commas between them, such as `running,available`.
    state: Option<String>,
    /// Kinds, with commas between them.
    kind: Option<String>,
    /// Whose; for admins, everyone else sees their own.
    owner_id: Option<Uuid>,
}

/// List jobs, the newest first
///
/// One's own; admins see everyone's and the house's.
#[utoipa::path(tag = "jobs", params(JobsQuery, Page), responses((status = 200, body = List<JobBody>), ApiError), security(("bearer" = [])))]
#[get("/jobs")]
pub(super) async fn list_jobs(
    cx: web::Data<Context>,
    actor: Actor,
    query: Query<JobsQuery>,
    page: Page,
) -> Result<Json<List<JobBody>>, ApiError> {
    let wanted = Wanted {
        states: words("state", query.0.state.as_deref(), JobState::parse)?,
        kinds: words("kind", query.0.kind.as_deref(), JobKind::parse)?,
        owner_id: query.0.owner_id.map(UserId),
        cursor: cursor_id(page.cursor.as_deref())?,
        limit: page.limit,
    };
    Ok(Json(control::list(&cx, &actor, wanted).await?.into()))
}

/// Reads words of a closed set with commas between them.
pub(super) fn words<T>(
    field: &'static str,
    text: Option<&str>,
    parse: fn(&str) -> Option<T>,
) -> Result<Vec<T>, ApiError> {
    let words = text.unwrap_or_default().split(',').map(str::trim).filter(|word| !word.is_empty());
    let wrong = |word: &str| Error::from(Invalid::new(field, format!("does not know `{word}`")));
    Ok(words.map(|word| parse(word).ok_or_else(|| wrong(word))).collect::<Result<_, _>>()?)
}

/// Read a job
#[utoipa::path(tag = "jobs", params(IdPath), responses((status = 200, body = JobDetailBody), ApiError), security(("bearer" = [])))]
#[get("/jobs/{id}")]
pub(super) async fn get_job(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<JobId>,
) -> Result<Json<JobDetailBody>, ApiError> {
    let (job, depends_on) = control::get(&cx, &actor, id.0).await?;
    Ok(Json(JobDetailBody { job: job.into(), depends_on: depends_on.into_iter().map(|id| id.0).collect() }))
}

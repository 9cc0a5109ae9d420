//! Kinds of jobs: how many wait, and whether they rest.

use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use managers::context::Context;
use managers::jobs::control;
use models::job::{JobCount, JobKind, JobState, KindState};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::read::words;
use crate::error::ApiError;
use crate::extract::{Actor, Json};
use crate::page::List;

/// A kind of jobs.
#[derive(Serialize, ToSchema)]
#[schema(as = JobKind)]
pub(crate) struct JobKindBody {
    #[schema(example = "refresh_models")]
    kind: &'static str,
    /// Since when no worker begins its jobs.
    #[schema(required)]
    paused_at: Option<DateTime<Utc>>,
    /// Most that run at the same time over all workers; `null` for no limit.
    #[schema(required)]
    concurrency: Option<u32>,
    waiting: i64,
    scheduled: i64,
    available: i64,
    running: i64,
}

/// Which kinds.
#[derive(Deserialize, ToSchema)]
#[schema(as = JobKinds)]
#[serde(deny_unknown_fields)]
pub(crate) struct JobKindsBody {
    /// None names all.
    #[serde(default)]
    kinds: Vec<String>,
}

impl JobKindsBody {
    fn read(self) -> Result<Vec<JobKind>, ApiError> {
        words("kinds", Some(&self.kinds.join(",")), JobKind::parse)
    }
}

fn bodies(kinds: Vec<KindState>, counts: &[JobCount]) -> Json<List<JobKindBody>> {
    let body = |it: KindState| {
        let count = |state| counts.iter().find(|c| c.kind == it.kind && c.state == state).map_or(0, |c| c.count);
        JobKindBody {
            kind: it.kind.as_str(),
            paused_at: it.paused_at,
            concurrency: it.kind.limits().concurrency,
            waiting: count(JobState::Waiting),
            scheduled: count(JobState::Scheduled),
            available: count(JobState::Available),
            running: count(JobState::Running),
        }
    };
    Json(List::whole(kinds.into_iter().map(body).collect()))
}

/// List kinds of jobs
///
/// With what waits and runs of each; for admins.
#[utoipa::path(tag = "jobs", responses((status = 200, body = List<JobKindBody>), ApiError), security(("bearer" = [])))]
#[get("/jobs/kinds")]
pub(super) async fn list_job_kinds(cx: web::Data<Context>, actor: Actor) -> Result<Json<List<JobKindBody>>, ApiError> {
    let kinds = control::kinds(&cx, &actor).await?;
    Ok(bodies(kinds, &control::counts(&cx, &actor).await?))
}

/// Pause kinds of jobs
///
/// No worker begins them; those that run go on, so that the queue drains. For admins.
#[utoipa::path(tag = "jobs", request_body = JobKindsBody, responses((status = 200, body = List<JobKindBody>), ApiError), security(("bearer" = [])))]
#[post("/jobs/pause")]
pub(super) async fn pause_jobs(
    cx: web::Data<Context>,
    actor: Actor,
    body: Json<JobKindsBody>,
) -> Result<Json<List<JobKindBody>>, ApiError> {
    let kinds = control::pause(&cx, &actor, body.0.read()?).await?;
    Ok(bodies(kinds, &control::counts(&cx, &actor).await?))
}

/// Resume kinds of jobs
#[utoipa::path(tag = "jobs", request_body = JobKindsBody, responses((status = 200, body = List<JobKindBody>), ApiError), security(("bearer" = [])))]
#[post("/jobs/resume")]
pub(super) async fn resume_jobs(
    cx: web::Data<Context>,
    actor: Actor,
    body: Json<JobKindsBody>,
) -> Result<Json<List<JobKindBody>>, ApiError> {
    let kinds = control::resume(&cx, &actor, body.0.read()?).await?;
    Ok(bodies(kinds, &control::counts(&cx, &actor).await?))
}

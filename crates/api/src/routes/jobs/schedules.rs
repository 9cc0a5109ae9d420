//! Schedules.

use actix_web::{get, patch, post, web};
use chrono::{DateTime, Utc};
use managers::context::Context;
use managers::jobs::schedules;
use models::ids::ScheduleId;
use models::schedule::{CatchUp, Schedule, Timing};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use super::shapes::{JobBody, arguments};
use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json};
use crate::page::List;
use crate::respond::Accepted;

/// What makes jobs again and again.
#[derive(Serialize, ToSchema)]
#[schema(as = Schedule)]
pub(crate) struct ScheduleBody {
    id: Uuid,
    name: String,
    /// The kind of jobs that it makes.
    kind: &'static str,
    arguments: Map<String, Value>,
    timing: TimingBody,
    catch_up: CatchUpBody,
    enabled: bool,
    next_at: DateTime<Utc>,
    #[schema(required)]
    last_at: Option<DateTime<Utc>>,
    #[schema(required)]
    last_job_id: Option<Uuid>,
}

/// When.
#[derive(Serialize, ToSchema)]
#[schema(as = Timing)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum TimingBody {
    /// Five fields, in a time zone.
    Cron {
        #[schema(example = "0 4 * * *")]
        cron: String,
        #[schema(example = "Europe/Berlin")]
        time_zone: String,
    },
    Interval {
        seconds: f64,
    },
}

/// What becomes of times that passed while no worker ran.
#[derive(Serialize, ToSchema)]
#[schema(as = CatchUp)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CatchUpBody {
    /// Nothing.
    Skip,
    /// One job for all of them.
    Once,
    /// A job for each.
    All,
}

impl From<Schedule> for ScheduleBody {
    fn from(it: Schedule) -> Self {
        Self {
            id: it.id.0,
            kind: it.job.kind().as_str(),
            arguments: arguments(&it.job),
            name: it.name,
            timing: match it.timing {
                Timing::Cron { cron, time_zone } => {
                    TimingBody::Cron { cron: cron.as_str().to_owned(), time_zone: time_zone.to_string() }
                }
                Timing::Every(span) => TimingBody::Interval { seconds: span.as_secs_f64() },
            },
            catch_up: match it.catch_up {
                CatchUp::Skip => CatchUpBody::Skip,
                CatchUp::Once => CatchUpBody::Once,
                CatchUp::All => CatchUpBody::All,
            },
            enabled: it.enabled,
            next_at: it.next_at,
            last_at: it.last_at,
            last_job_id: it.last_job_id.map(|id| id.0),
        }
    }
}

/// List schedules, by name
#[utoipa::path(tag = "jobs", responses((status = 200, body = List<ScheduleBody>), ApiError), security(("bearer" = [])))]
#[get("/schedules")]
pub(super) async fn list_schedules(cx: web::Data<Context>, actor: Actor) -> Result<Json<List<ScheduleBody>>, ApiError> {
    let all = schedules::list(&cx, &actor).await?;
    Ok(Json(List::whole(all.into_iter().map(Into::into).collect())))
}

/// What to change.
#[derive(Deserialize, ToSchema)]
#[schema(as = UpdateSchedule)]
#[serde(deny_unknown_fields)]
pub(crate) struct UpdateScheduleBody {
    enabled: bool,
}

/// Switch a schedule on or off
///
/// What it misses while it is off is not made up for.
#[utoipa::path(tag = "jobs", params(IdPath), request_body = UpdateScheduleBody, responses((status = 200, body = ScheduleBody), ApiError), security(("bearer" = [])))]
#[patch("/schedules/{id}")]
pub(super) async fn update_schedule(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<ScheduleId>,
    body: Json<UpdateScheduleBody>,
) -> Result<Json<ScheduleBody>, ApiError> {
    Ok(Json(schedules::enable(&cx, &actor, id.0, body.0.enabled).await?.into()))
}

/// Make a schedule's job now
///
/// While its last one is not done, that one is the answer.
#[utoipa::path(tag = "jobs", params(IdPath), responses((status = 202, body = JobBody), ApiError), security(("bearer" = [])))]
#[post("/schedules/{id}/run")]
pub(super) async fn run_schedule(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<ScheduleId>,
) -> Result<Accepted<JobBody>, ApiError> {
    Ok(Accepted(schedules::run(&cx, &actor, id.0).await?.into()))
}

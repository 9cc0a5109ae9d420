//! Making jobs by hand.

use actix_web::{post, web};
use chrono::{DateTime, Utc};
use managers::context::Context;
use managers::error::Error;
use managers::jobs::control::{self, Make};
use models::ids::JobId;
use models::invalid::Invalid;
use models::job::{DependencyRule, Job};
use models::time::to_micros;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use super::shapes::JobBody;
use crate::error::ApiError;
use crate::extract::{Actor, Json};
use crate::respond::Accepted;

/// A job to make.
#[derive(Deserialize, ToSchema)]
#[schema(as = CreateJob)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreateJobBody {
    /// What is to be done; the list is at `/jobs/kinds`.
    #[schema(example = "rehearse")]
    kind: String,
    /// What the kind needs to know.
    #[serde(default)]
    arguments: Map<String, Value>,
    /// Larger ones go first.
    #[serde(default)]
    #[schema(minimum = -100, maximum = 100)]
    priority: i64,
    /// Not before this time.
    run_at: Option<DateTime<Utc>>,
    #[schema(minimum = 1, maximum = 25)]
    max_attempts: Option<u32>,
    /// While an unfinished job of the kind has this key, that one is the answer.
    #[schema(max_length = 200)]
    unique_key: Option<String>,
    /// Jobs that have to end first.
    #[serde(default)]
    depends_on: Vec<Uuid>,
    /// Go on when one of those is cancelled or given up, instead of being cancelled too.
    #[serde(default)]
    proceed_on_failure: bool,
}

/// Put a job into the queue
///
/// For admins; the jobs of users come from what they do.
#[utoipa::path(tag = "jobs", request_body = CreateJobBody, responses((status = 202, body = JobBody), ApiError), security(("bearer" = [])))]
#[post("/jobs")]
pub(super) async fn create_job(
    cx: web::Data<Context>,
    actor: Actor,
    body: Json<CreateJobBody>,
) -> Result<Accepted<JobBody>, ApiError> {
    let Json(body) = body;
    let make = Make {
        job: job(body.kind, body.arguments)?,
        priority: body.priority,
        run_at: body.run_at.map(to_micros),
        max_attempts: body.max_attempts,
        unique_key: body.unique_key,
        depends_on: body.depends_on.into_iter().map(JobId).collect(),
        rule: if body.proceed_on_failure { DependencyRule::Proceed } else { DependencyRule::Cancel },
    };
    Ok(Accepted(control::make(&cx, &actor, make).await?.into()))
}

fn job(kind: String, mut arguments: Map<String, Value>) -> Result<Job, Error> {
    if models::job::JobKind::parse(&kind).is_none() {
        return Err(Invalid::new("kind", "is not a kind of jobs; see /jobs/kinds").into());
    }
    arguments.insert("kind".to_owned(), Value::String(kind));
    let job = serde_json::from_value(Value::Object(arguments));
    job.map_err(|error| Invalid::new("arguments", error.to_string()).into())
}

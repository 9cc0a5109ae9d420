//! Names for models.

use actix_web::{delete, get, put, web};
use chrono::{DateTime, Utc};
use managers::context::Context;
use managers::gateway::aliases::{self, PutAlias};
use models::alias::{ModelAlias, Target};
use models::ids::ConnectionId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::error::ApiError;
use crate::extract::{Actor, Json};
use crate::page::List;
use crate::respond::NoContent;

/// A name for an ordered list of models.
#[derive(Serialize, ToSchema)]
#[schema(as = ModelAlias)]
pub(crate) struct AliasBody {
    id: Uuid,
    /// What callers write as the model.
    name: String,
    /// Who answers: the first one that can, in this order but for the weights.
    targets: Vec<TargetBody>,
    /// Whether an answer that was cut goes on at another target.
    rescue: bool,
    /// After how many milliseconds without a first token the next target is asked as well.
    #[schema(required)]
    first_token_deadline_ms: Option<u32>,
    /// For how many seconds the same question gets the same answer.
    #[schema(required)]
    cache_seconds: Option<u32>,
    /// Whether a kept answer is given to other users too.
    cache_shared: bool,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

/// A model that an alias stands for, and when.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(as = AliasTarget)]
#[serde(deny_unknown_fields)]
struct TargetBody {
    connection_id: Uuid,
    /// The vendor's model id.
    #[schema(min_length = 1, max_length = 200)]
    model: String,
    /// Share of the calls that it is asked first for. With 0 it is asked only when those before it
    /// fail; where no target has a weight the order decides.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 100, default = 0)]
    weight: u32,
    /// Only for prompts of at most so many tokens.
    #[serde(default)]
    max_input_tokens: Option<u64>,
    /// Only for these types of tasks; empty is all.
    #[serde(default)]
    task_types: Vec<String>,
}

/// An alias as it is to be.
#[derive(Deserialize, ToSchema)]
#[schema(as = PutModelAlias)]
#[serde(deny_unknown_fields)]
pub(crate) struct PutAliasBody {
    #[schema(min_items = 1, max_items = 16)]
    targets: Vec<TargetBody>,
    #[serde(default)]
    rescue: bool,
    #[serde(default)]
    #[schema(minimum = 1, maximum = 600_000)]
    first_token_deadline_ms: Option<u32>,
    #[serde(default)]
    #[schema(minimum = 1, maximum = 2_592_000)]
    cache_seconds: Option<u32>,
    #[serde(default)]
    cache_shared: bool,
}

/// Documents the `{name}` of an alias.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only the document reads it")]
pub(crate) struct NamePath {
    /// Small letters, digits, dots, dashes and underscores; not `auto`.
    #[param(max_length = 63)]
    name: String,
}

/// List the names for models
#[utoipa::path(tag = "gateway", responses((status = 200, body = List<AliasBody>), ApiError), security(("bearer" = [])))]
#[get("/gateway/aliases")]
pub(super) async fn list_aliases(cx: web::Data<Context>, actor: Actor) -> Result<Json<List<AliasBody>>, ApiError> {
    let aliases = aliases::list(&cx, &actor).await?;
    Ok(Json(List::whole(aliases.into_iter().map(Into::into).collect())))
}

/// Make or replace a name for models
///
/// For admins. Targets are at connections of the system, or at one's own, which only their owner's
/// calls reach.
#[utoipa::path(tag = "gateway", params(NamePath), request_body = PutAliasBody, responses((status = 200, body = AliasBody), ApiError), security(("bearer" = [])))]
#[put("/gateway/aliases/{name}")]
pub(super) async fn put_alias(
    cx: web::Data<Context>,
    actor: Actor,
    name: web::Path<String>,
    body: Json<PutAliasBody>,
) -> Result<Json<AliasBody>, ApiError> {
    let Json(PutAliasBody { targets, rescue, first_token_deadline_ms, cache_seconds, cache_shared }) = body;
    let targets = targets.into_iter().map(Target::from).collect();
    let name = name.into_inner();
    let put = PutAlias { name, targets, rescue, first_token_deadline_ms, cache_seconds, cache_shared };
    Ok(Json(aliases::put(&cx, &actor, put).await?.into()))
}

/// Remove a name for models
///
/// For admins. Rules that name it lead to `default` from then on.
#[utoipa::path(tag = "gateway", params(NamePath), responses((status = 204), ApiError), security(("bearer" = [])))]
#[delete("/gateway/aliases/{name}")]
pub(super) async fn delete_alias(
    cx: web::Data<Context>,
    actor: Actor,
    name: web::Path<String>,
) -> Result<NoContent, ApiError> {
    aliases::delete(&cx, &actor, &name).await?;
    Ok(NoContent)
}

impl From<ModelAlias> for AliasBody {
    fn from(it: ModelAlias) -> Self {
        Self {
            id: it.id.0,
            name: it.name.as_str().to_owned(),
            targets: it.targets.into_iter().map(TargetBody::from).collect(),
            rescue: it.rescue,
            first_token_deadline_ms: it.first_token_deadline_ms,
            cache_seconds: it.cache_seconds,
            cache_shared: it.cache_shared,
            created_at: it.created_at,
            updated_at: it.updated_at,
        }
    }
}

impl From<Target> for TargetBody {
    fn from(it: Target) -> Self {
        let Target { connection_id, model, weight, max_input_tokens, task_types } = it;
        Self { connection_id: connection_id.0, model, weight, max_input_tokens, task_types }
    }
}

impl From<TargetBody> for Target {
    fn from(it: TargetBody) -> Self {
        let TargetBody { connection_id, model, weight, max_input_tokens, task_types } = it;
        Self { connection_id: ConnectionId(connection_id), model, weight, max_input_tokens, task_types }
    }
}

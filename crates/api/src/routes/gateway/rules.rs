//! Rules that pick an alias for `auto`, for admins.

use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, put, web};
use managers::context::Context;
use managers::gateway::rules::{self, ChangeRule, NewRule};
use models::ids::{ApiKeyId, RoutingRuleId, WorkspaceId};
use models::price::Nanos;
use models::routing_rule::{Condition, RoutingRule};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json};
use crate::idempotent::{IdempotencyKey, once};
use crate::money::Usd;
use crate::page::List;
use crate::respond::NoContent;

/// A rule: of those that hold for a call of `auto`, the first one picks the alias.
#[derive(Serialize, ToSchema)]
#[schema(as = RoutingRule)]
pub(crate) struct RuleBody {
    id: Uuid,
    name: String,
    /// Whether it is asked.
    enabled: bool,
    when: ConditionBody,
    alias: String,
}

/// When a rule holds: all that is given must be so.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[schema(as = RoutingCondition)]
#[serde(default, deny_unknown_fields)]
struct ConditionBody {
    /// The classifier's type of the task is one of these; empty is any.
    task_types: Vec<String>,
    /// The classifier's complexity is one of these; empty is any.
    complexities: Vec<String>,
    /// The prompt has at least so many tokens.
    min_input_tokens: Option<u64>,
    /// The prompt has at most so many tokens.
    max_input_tokens: Option<u64>,
    /// The call came with one of these keys; empty is any or none.
    #[schema(max_items = 200)]
    key_ids: Vec<Uuid>,
    /// The call belongs to one of these workspaces; empty is any.
    #[schema(max_items = 200)]
    workspace_ids: Vec<Uuid>,
    /// The call costs at most so many US dollars at the dearest target of the alias, by the estimate that budgets hold.
    max_cost_usd: Option<Usd>,
    /// The hour of the day, UTC, is from the first on and before the second; over midnight where the
    /// first is the greater one.
    #[schema(value_type = Option<Vec<u8>>, min_items = 2, max_items = 2, example = json!([22, 6]))]
    hours: Option<(u8, u8)>,
}

/// A rule to make, behind all others.
#[derive(Deserialize, ToSchema)]
#[schema(as = CreateRoutingRule)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreateRuleBody {
    #[schema(min_length = 1, max_length = 80)]
    name: String,
    #[serde(default = "yes")]
    #[schema(default = true)]
    enabled: bool,
    #[serde(default)]
    when: ConditionBody,
    alias: String,
}

fn yes() -> bool {
    true
}

/// What to change; absent fields stay as they are.
#[derive(Deserialize, ToSchema)]
#[schema(as = UpdateRoutingRule)]
#[serde(deny_unknown_fields)]
pub(crate) struct UpdateRuleBody {
    #[schema(min_length = 1, max_length = 80)]
    name: Option<String>,
    enabled: Option<bool>,
    /// All of it anew.
    when: Option<ConditionBody>,
    alias: Option<String>,
}

/// The rules in the order in which they are to be asked.
#[derive(Deserialize, ToSchema)]
#[schema(as = RoutingRuleOrder)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleOrderBody {
    /// Every rule once.
    ids: Vec<Uuid>,
}

/// List the routing rules in the order they are asked
#[utoipa::path(tag = "gateway", responses((status = 200, body = List<RuleBody>), ApiError), security(("bearer" = [])))]
#[get("/gateway/rules")]
pub(super) async fn list_routing_rules(cx: web::Data<Context>, actor: Actor) -> Result<Json<List<RuleBody>>, ApiError> {
    Ok(Json(whole(rules::list(&cx, &actor).await?)))
}

/// Make a routing rule
///
/// It is asked after all others.
#[utoipa::path(tag = "gateway", params(IdempotencyKey), request_body = CreateRuleBody, responses((status = 201, body = RuleBody), ApiError), security(("bearer" = [])))]
#[post("/gateway/rules")]
pub(super) async fn create_routing_rule(
    cx: web::Data<Context>,
    actor: Actor,
    body: Json<CreateRuleBody>,
    req: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let Json(CreateRuleBody { name, enabled, when, alias }) = body;
    let new = NewRule { name, enabled, when: when.into(), alias };
    let (context, who) = (Context::clone(&cx), actor.0.clone());
    once(&cx, &actor, &req, async move { Ok(RuleBody::from(rules::create(&context, &who, new).await?)) }).await
}

/// Change a routing rule
#[utoipa::path(tag = "gateway", params(IdPath), request_body = UpdateRuleBody, responses((status = 200, body = RuleBody), ApiError), security(("bearer" = [])))]
#[patch("/gateway/rules/{id}")]
pub(super) async fn update_routing_rule(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<RoutingRuleId>,
    body: Json<UpdateRuleBody>,
) -> Result<Json<RuleBody>, ApiError> {
    let Json(UpdateRuleBody { name, enabled, when, alias }) = body;
    let change = ChangeRule { id: id.0, name, enabled, when: when.map(Into::into), alias };
    Ok(Json(rules::change(&cx, &actor, change).await?.into()))
}

/// Remove a routing rule
#[utoipa::path(tag = "gateway", params(IdPath), responses((status = 204), ApiError), security(("bearer" = [])))]
#[delete("/gateway/rules/{id}")]
pub(super) async fn delete_routing_rule(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<RoutingRuleId>,
) -> Result<NoContent, ApiError> {
    rules::delete(&cx, &actor, id.0).await?;
    Ok(NoContent)
}

/// Put the routing rules in another order
#[utoipa::path(tag = "gateway", request_body = RuleOrderBody, responses((status = 200, body = List<RuleBody>), ApiError), security(("bearer" = [])))]
#[put("/gateway/rules/order")]
pub(super) async fn reorder_routing_rules(
    cx: web::Data<Context>,
    actor: Actor,
    body: Json<RuleOrderBody>,
) -> Result<Json<List<RuleBody>>, ApiError> {
    let ids = body.0.ids.into_iter().map(RoutingRuleId).collect();
    Ok(Json(whole(rules::reorder(&cx, &actor, ids).await?)))
}

fn whole(rules: Vec<RoutingRule>) -> List<RuleBody> {
    List::whole(rules.into_iter().map(Into::into).collect())
}

impl From<RoutingRule> for RuleBody {
    fn from(it: RoutingRule) -> Self {
        let RoutingRule { id, position: _, name, enabled, when, alias } = it;
        let (name, alias) = (name.as_str().to_owned(), alias.as_str().to_owned());
        Self { id: id.0, name, enabled, when: when.into(), alias }
    }
}

impl From<Condition> for ConditionBody {
    fn from(it: Condition) -> Self {
        Self {
            task_types: it.task_types,
            complexities: it.complexities,
            min_input_tokens: it.min_input_tokens,
            max_input_tokens: it.max_input_tokens,
            key_ids: it.key_ids.into_iter().map(|id| id.0).collect(),
            workspace_ids: it.workspace_ids.into_iter().map(|id| id.0).collect(),
            max_cost_usd: it.max_cost_nanos.map(|nanos| Usd(Nanos(nanos))),
            hours: it.hours,
        }
    }
}

impl From<ConditionBody> for Condition {
    fn from(it: ConditionBody) -> Self {
        Self {
            task_types: it.task_types,
            complexities: it.complexities,
            min_input_tokens: it.min_input_tokens,
            max_input_tokens: it.max_input_tokens,
            key_ids: it.key_ids.into_iter().map(ApiKeyId).collect(),
            workspace_ids: it.workspace_ids.into_iter().map(WorkspaceId).collect(),
            max_cost_nanos: it.max_cost_usd.map(|Usd(nanos)| nanos.0),
            hours: it.hours,
        }
    }
}

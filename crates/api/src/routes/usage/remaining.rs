//! What is left to spend.

use actix_web::{get, web};
use chrono::{DateTime, Utc};
use managers::context::Context;
use managers::gateway::spending::{self, Remaining, Spending};
use models::api_key::ApiKey;
use models::ids::UserId;
use models::workspace::Workspace;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::error::ApiError;
use crate::extract::{Actor, Json, Query};
use crate::limits::{LimitsBody, PeriodBody};
use crate::money::Usd;

/// Whose.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct UserQuery {
    /// Another user's, for admins.
    user_id: Option<Uuid>,
}

/// What is left to a user and to each of his keys.
#[derive(Serialize, ToSchema)]
#[schema(as = RemainingUsage)]
pub(crate) struct RemainingBody {
    /// Over all keys and conversations.
    limits: LimitsBody,
    /// By period, the shorter one first.
    spending: Vec<SpendingBody>,
    /// Keys that were not revoked, the newest first.
    keys: Vec<KeyRemainingBody>,
    /// Shared workspaces that the user belongs to.
    workspaces: Vec<WorkspaceRemainingBody>,
}

/// What is left to a key; the user's limits hold beside it.
#[derive(Serialize, ToSchema)]
#[schema(as = RemainingOfKey)]
struct KeyRemainingBody {
    id: Uuid,
    name: String,
    hint: String,
    limits: LimitsBody,
    spending: Vec<SpendingBody>,
}

/// What is left in a workspace to all of its members together.
#[derive(Serialize, ToSchema)]
#[schema(as = RemainingOfWorkspace)]
struct WorkspaceRemainingBody {
    id: Uuid,
    name: String,
    limits: LimitsBody,
    spending: Vec<SpendingBody>,
}

/// What was spent in the period under way, and what may be.
#[derive(Serialize, ToSchema)]
#[schema(as = Spending)]
struct SpendingBody {
    period: PeriodBody,
    /// When the next one begins.
    resets_at: DateTime<Utc>,
    /// Tokens of prompts and answers, those held for calls under way among them.
    used_tokens: i64,
    /// Their price.
    used_usd: Usd,
    /// `null` where tokens have no budget.
    #[schema(required)]
    budget_tokens: Option<i64>,
    /// `null` where money has no budget.
    #[schema(required)]
    budget_usd: Option<Usd>,
}

/// Read what is left to spend
#[utoipa::path(tag = "usage", params(UserQuery), responses((status = 200, body = RemainingBody), ApiError), security(("bearer" = [])))]
#[get("/usage/remaining")]
pub(super) async fn get_remaining_usage(
    cx: web::Data<Context>,
    actor: Actor,
    query: Query<UserQuery>,
) -> Result<Json<RemainingBody>, ApiError> {
    let user = query.0.user_id.map_or(actor.id(), UserId);
    Ok(Json(spending::remaining(&cx, &actor, user).await?.into()))
}

impl From<Remaining> for RemainingBody {
    fn from(it: Remaining) -> Self {
        let key = |(key, spending): (ApiKey, Vec<Spending>)| KeyRemainingBody {
            id: key.id.0,
            name: key.name.as_str().to_owned(),
            hint: key.hint,
            limits: key.limits.into(),
            spending: bodies(spending),
        };
        let workspace = |(workspace, spending): (Workspace, Vec<Spending>)| WorkspaceRemainingBody {
            id: workspace.id.0,
            name: workspace.name.as_str().to_owned(),
            limits: workspace.limits.into(),
            spending: bodies(spending),
        };
        Self {
            limits: it.limits.into(),
            spending: bodies(it.spending),
            keys: it.keys.into_iter().map(key).collect(),
            workspaces: it.workspaces.into_iter().map(workspace).collect(),
        }
    }
}

fn bodies(spending: Vec<Spending>) -> Vec<SpendingBody> {
    let body = |it: Spending| SpendingBody {
        period: it.period.into(),
        resets_at: it.resets_at,
        used_tokens: it.tokens,
        used_usd: Usd(it.money),
        budget_tokens: it.budget_tokens,
        budget_usd: it.budget_money.map(Usd),
    };
    spending.into_iter().map(body).collect()
}

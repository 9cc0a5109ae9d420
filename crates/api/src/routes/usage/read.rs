//! Seeing calls.

use actix_web::{get, web};
use managers::context::Context;
use managers::gateway::usage::{self, Group};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::shapes::{CallsQuery, SummaryRowBody, UsageEntryBody};
use crate::error::ApiError;
use crate::extract::{Actor, Json, Page, Query};
use crate::page::List;

/// List calls to models, the newest first
#[utoipa::path(tag = "usage", params(CallsQuery, Page), responses((status = 200, body = List<UsageEntryBody>), ApiError), security(("bearer" = [])))]
#[get("/usage")]
pub(super) async fn list_usage(
    cx: web::Data<Context>,
    actor: Actor,
    calls: Query<CallsQuery>,
    page: Page,
) -> Result<Json<List<UsageEntryBody>>, ApiError> {
    let page = usage::list(&cx, &actor, calls.0.into(), page.limit, page.cursor.as_deref()).await?;
    Ok(Json(page.into()))
}

/// What calls are gathered by.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct GroupQuery {
    // A schema that only a parameter names is not among the document's own.
    #[param(inline)]
    group: GroupBody,
}

/// What calls are gathered by.
#[derive(Deserialize, ToSchema)]
#[schema(as = UsageGroup)]
#[serde(rename_all = "snake_case")]
enum GroupBody {
    /// The day, UTC.
    Day,
    /// Who pays.
    User,
    /// The key they came with.
    Key,
    /// The workspace they belong to.
    Workspace,
    /// The model that answered.
    Model,
}

/// Sum calls up
///
/// Days in their order, anything else by cost, the dearest first; at most 1000 rows.
#[utoipa::path(tag = "usage", params(GroupQuery, CallsQuery), responses((status = 200, body = List<SummaryRowBody>), ApiError), security(("bearer" = [])))]
#[get("/usage/summary")]
pub(super) async fn summarize_usage(
    cx: web::Data<Context>,
    actor: Actor,
    group: Query<GroupQuery>,
    calls: Query<CallsQuery>,
) -> Result<Json<List<SummaryRowBody>>, ApiError> {
    let group = match group.0.group {
        GroupBody::Day => Group::Day,
        GroupBody::User => Group::User,
        GroupBody::Key => Group::Key,
        GroupBody::Workspace => Group::Workspace,
        GroupBody::Model => Group::Model,
    };
    let rows = usage::summary(&cx, &actor, calls.0.into(), group).await?;
    Ok(Json(List::whole(rows.into_iter().map(Into::into).collect())))
}

//! Reading runs in windows, one run, and stopping one.

use actix_web::{get, post, web};
use managers::context::Context;
use managers::error::Error;
use managers::runs::interrupt::interrupt;
use managers::runs::view::{self as verbs, At, ReadWindow, WINDOW_DEFAULT, WINDOW_MAX};
use models::ids::{ConversationId, RunId};
use models::invalid::Invalid;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::shapes::{RunBody, TurnBody};
use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json, Query};
use crate::respond::Accepted;

/// Which part of the branch; at most one of `before`, `after` and `around`.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhichRuns {
    /// Most runs.
    #[param(minimum = 1, maximum = 50, default = 12)]
    limit: Option<usize>,
    /// Those just before this run.
    before: Option<Uuid>,
    /// Those just after this run.
    after: Option<Uuid>,
    /// Those around this run.
    around: Option<Uuid>,
}

/// A part of a conversation's branch.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RunWindow)]
pub(crate) struct RunWindowBody {
    /// Oldest first.
    items: Vec<TurnBody>,
    /// Whether there are older ones.
    has_before: bool,
    /// Whether there are newer ones.
    has_after: bool,
}

/// Read a part of a conversation's branch
///
/// Without a place it is the newest part. It may hold fewer runs than asked for when they are long.
#[utoipa::path(tag = "runs", params(IdPath, WhichRuns), responses((status = 200, body = RunWindowBody), ApiError), security(("bearer" = [])))]
#[get("/conversations/{id}/runs")]
pub(super) async fn list_runs(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<ConversationId>,
    which: Query<WhichRuns>,
) -> Result<Json<RunWindowBody>, ApiError> {
    let query = window(id.0, which.0)?;
    let window = verbs::window(&cx, &actor, query).await?;
    let items = window.turns.into_iter().map(Into::into).collect();
    Ok(Json(RunWindowBody { items, has_before: window.has_before, has_after: window.has_after }))
}

fn window(conversation_id: ConversationId, which: WhichRuns) -> Result<ReadWindow, Error> {
    let limit = which.limit.unwrap_or(WINDOW_DEFAULT);
    if !(1..=WINDOW_MAX).contains(&limit) {
        return Err(Invalid::new("limit", format!("must be from 1 to {WINDOW_MAX}")).into());
    }
    let at = match (which.before, which.after, which.around) {
        (None, None, None) => At::Head,
        (Some(id), None, None) => At::Before(RunId(id)),
        (None, Some(id), None) => At::After(RunId(id)),
        (None, None, Some(id)) => At::Around(RunId(id)),
        _ => return Err(Invalid::new("around", "give only one of before, after and around").into()),
    };
    Ok(ReadWindow { conversation_id, limit, at })
}

/// Read a run
#[utoipa::path(tag = "runs", params(IdPath), responses((status = 200, body = TurnBody), ApiError), security(("bearer" = [])))]
#[get("/runs/{id}")]
pub(super) async fn get_run(cx: web::Data<Context>, actor: Actor, id: Id<RunId>) -> Result<Json<TurnBody>, ApiError> {
    Ok(Json(verbs::turn(&cx, &actor, id.0).await?.into()))
}

/// Stop a run
///
/// The vendor's request is closed and the text so far is kept. A run that has ended stays as it is.
#[utoipa::path(tag = "runs", params(IdPath), responses((status = 202, body = RunBody), ApiError), security(("bearer" = [])))]
#[post("/runs/{id}/interrupt")]
pub(super) async fn interrupt_run(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<RunId>,
) -> Result<Accepted<RunBody>, ApiError> {
    Ok(Accepted(interrupt(&cx, &actor, id.0).await?.into()))
}

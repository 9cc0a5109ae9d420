//! Searching collections and documents.

mod shapes;

use actix_web::{post, web};
use managers::context::Context;
use managers::knowledge::search;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiError;
use crate::extract::{Actor, Json};
use shapes::{ReportBody, SearchBody};

/// Registers the group.
pub(crate) fn register(cfg: &mut ServiceConfig) {
    cfg.service(search_knowledge);
}

/// Search collections and documents
///
/// By words, and by meaning where a collection has vectors. With `explain` the answer has every candidate and why it was
/// left out.
#[utoipa::path(tag = "knowledge", request_body = SearchBody, responses((status = 200, body = ReportBody), ApiError), security(("bearer" = [])))]
#[post("/knowledge/search")]
async fn search_knowledge(
    cx: web::Data<Context>,
    actor: Actor,
    body: Json<SearchBody>,
) -> Result<Json<ReportBody>, ApiError> {
    Ok(Json(search::search(&cx, &actor, &body.0.into()).await?.into()))
}

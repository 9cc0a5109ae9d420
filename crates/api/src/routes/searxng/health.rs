//! Whether the search service is there.

use actix_web::{get, web};
use managers::context::Context;
use managers::web_search;
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::ApiError;
use crate::extract::{Actor, Json};

/// How the search service is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SearchHealth)]
pub(super) struct HealthBody {
    status: StatusName,
    /// Whether it answers.
    accessible: bool,
    /// Why it cannot be asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// How the search service is.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[schema(as = SearchHealthStatus)]
#[serde(rename_all = "snake_case")]
enum StatusName {
    /// It answers.
    Healthy,
    /// It does not, or there is none.
    Unhealthy,
}

/// Ask how the search service is
///
/// Its address is the operator's and is not told.
#[utoipa::path(tag = "searxng", responses((status = 200, body = HealthBody), ApiError), security(("bearer" = [])))]
#[get("/searxng/health")]
pub(super) async fn search_health(cx: web::Data<Context>, _actor: Actor) -> Json<HealthBody> {
    let health = web_search::health(&cx).await;
    let error = match (&health.address, health.trouble) {
        (None, _) => Some("search on the web is not set up on this server".to_owned()),
        (Some(_), trouble) => trouble.map(|trouble| trouble.to_string()),
    };
    let accessible = error.is_none();
    let status = if accessible { StatusName::Healthy } else { StatusName::Unhealthy };
    Json(HealthBody { status, accessible, error })
}

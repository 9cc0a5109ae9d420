//! Searching.

use actix_web::{HttpResponse, get, web};
use managers::context::Context;
use managers::web_search::{self, WebQuery};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::error::ApiError;
use crate::extract::{Actor, Query};

/// What is looked for.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct SearchQuery {
    /// The words.
    q: String,
    /// Categories, separated by commas.
    #[serde(default = "general")]
    #[param(default = "general")]
    category: String,
    /// A language code.
    #[serde(default = "english")]
    #[param(default = "en")]
    language: String,
    /// `day`, `month` or `year`.
    time_range: Option<String>,
    /// 0 shows all, 1 is moderate, 2 is strict.
    #[serde(default = "moderate")]
    #[param(default = 1, maximum = 2)]
    safesearch: u8,
    /// Engines, separated by commas.
    engines: Option<String>,
}

fn general() -> String {
    "general".to_owned()
}

fn english() -> String {
    "en".to_owned()
}

fn moderate() -> u8 {
    1
}

/// Search the web
///
/// The answer is SearXNG's own: `query`, `results` with `url`, `title` and `content`, and more.
#[utoipa::path(tag = "searxng", params(SearchQuery), responses((status = 200, body = serde_json::Value), ApiError), security(("bearer" = [])))]
#[get("/searxng/web")]
pub(super) async fn search_web(
    cx: web::Data<Context>,
    actor: Actor,
    query: Query<SearchQuery>,
) -> Result<HttpResponse, ApiError> {
    let SearchQuery { q, category, language, time_range, safesearch, engines } = query.0;
    let query = WebQuery {
        words: q,
        category: Some(category),
        language: Some(language),
        time_range,
        safe_search: Some(safesearch.min(2)),
        engines,
    };
    let answer = web_search::search(&cx, &actor, query).await?;
    Ok(HttpResponse::Ok().content_type("application/json").body(answer.json.get().to_owned()))
}

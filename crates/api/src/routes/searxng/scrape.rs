//! The text of pages.

use actix_web::{post, web};
use managers::context::Context;
use managers::web_search::{self, CHARACTERS_DEFAULT, Scraped};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::error::ApiError;
use crate::extract::{Actor, Json, Query};

/// How much of a page is wanted.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ScrapeQuery {
    /// Most characters of a page; a longer one ends with `...`.
    #[param(default = 5_000, minimum = 1, maximum = 100_000)]
    max_content_length: Option<usize>,
}

/// Pages in the order in which they were asked for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ScrapedPages)]
pub(super) struct ScrapedListBody {
    results: Vec<ScrapedBody>,
    summary: SummaryBody,
}

/// A page, or why there is none.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ScrapedPage)]
struct ScrapedBody {
    url: String,
    success: bool,
    /// As Markdown; empty where the page could not be read.
    content: String,
    /// In characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    content_length: Option<usize>,
    /// Why the page could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// How it went.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ScrapeSummary)]
struct SummaryBody {
    total_urls: usize,
    successful_scrapes: usize,
    /// In characters.
    total_content_length: usize,
}

/// Read the articles of up to five pages
#[utoipa::path(tag = "searxng", params(ScrapeQuery), request_body = Vec<String>, responses((status = 200, body = ScrapedListBody), ApiError), security(("bearer" = [])))]
#[post("/searxng/scrape")]
pub(super) async fn scrape_pages(
    cx: web::Data<Context>,
    actor: Actor,
    query: Query<ScrapeQuery>,
    urls: Json<Vec<String>>,
) -> Result<Json<ScrapedListBody>, ApiError> {
    let characters_max = query.0.max_content_length.unwrap_or(CHARACTERS_DEFAULT);
    let pages = web_search::scrape(&cx, &actor, urls.0, characters_max).await?;
    let results: Vec<ScrapedBody> = pages.into_iter().map(Into::into).collect();
    let summary = SummaryBody {
        total_urls: results.len(),
        successful_scrapes: results.iter().filter(|page| page.success).count(),
        total_content_length: results.iter().filter_map(|page| page.content_length).sum(),
    };
    Ok(Json(ScrapedListBody { results, summary }))
}

impl From<Scraped> for ScrapedBody {
    fn from(it: Scraped) -> Self {
        let (content, error) = match it.text {
            Ok(text) => (text, None),
            Err(why) => (String::new(), Some(why)),
        };
        let success = error.is_none();
        let content_length = success.then(|| content.chars().count());
        Self { url: it.address, success, content, content_length, error }
    }
}

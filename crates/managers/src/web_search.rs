//! Search on the web through the operator's SearXNG, and the text of pages that it finds.

mod scrape;

use models::invalid::Invalid;
use providers::{WebAnswer, WebSearchError};
use url::Url;

use crate::access::Actor;
use crate::context::Context;
use crate::error::{Denied, Error, Result};

pub use providers::WebQuery;
pub use scrape::{CHARACTERS_DEFAULT, CHARACTERS_MAX, PAGES_MAX, Scraped, scrape};

/// Most characters of a question.
const QUESTION_MAX: usize = 1_000;

/// How the search service is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// Where it is; `None` where none is set up.
    pub address: Option<Url>,
    /// Why it cannot be asked.
    pub trouble: Option<WebSearchError>,
}

/// Asks the search service.
///
/// # Errors
///
/// [`Error::WebSearch`] where it does not answer, [`Denied::WebSearchOff`] where there is none.
pub async fn search(cx: &Context, _actor: &Actor, query: WebQuery) -> Result<WebAnswer> {
    if !(1..=QUESTION_MAX).contains(&query.words.trim().chars().count()) {
        return Err(Invalid::new("q", format!("must have 1 to {QUESTION_MAX} characters")).into());
    }
    Ok(cx.providers.search_web(service(cx)?, &query).await?)
}

/// Whether the search service is there.
pub async fn health(cx: &Context) -> Health {
    let address = cx.settings.web_search.searxng_url.clone();
    let trouble = match &address {
        Some(address) => cx.providers.reach_searxng(address).await.err(),
        None => None,
    };
    Health { address, trouble }
}

fn service(cx: &Context) -> Result<&Url> {
    cx.settings.web_search.searxng_url.as_ref().ok_or(Error::Denied(Denied::WebSearchOff))
}

//! Search on the web, through a SearXNG that the operator runs.
//!
//! Its API: <https://docs.searxng.org/dev/search_api.html>. The address comes from the settings, so it may be on the
//! inside; what it finds is not fetched here.

use std::time::Duration;

use bytes::BytesMut;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use url::Url;

use crate::endpoint::Reach;
use crate::{Providers, egress};

/// Longest wait for an answer: the engines that SearXNG asks are given a few seconds by it.
const PATIENCE: Duration = Duration::from_secs(10);
/// Longest wait for a sign of life.
const PATIENCE_FOR_HEALTH: Duration = Duration::from_secs(5);
/// Most bytes of an answer.
const ANSWER_BYTES_MAX: usize = 4 << 20;

/// What is looked for. Texts that are `None` leave SearXNG's own setting.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WebQuery {
    /// The words.
    pub words: String,
    /// Categories, separated by commas.
    pub category: Option<String>,
    /// A language code such as `en`.
    pub language: Option<String>,
    /// `day`, `month` or `year`.
    pub time_range: Option<String>,
    /// 0 shows all, 1 is moderate, 2 is strict.
    pub safe_search: Option<u8>,
    /// Engines, separated by commas.
    pub engines: Option<String>,
}

/// What was found.
#[derive(Debug)]
pub struct WebAnswer {
    /// All that SearXNG says, as it says it.
    pub json: Box<RawValue>,
    /// The results in its order; those without an address are left out.
    pub results: Vec<WebResult>,
}

/// A page that was found.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct WebResult {
    /// Its address.
    #[serde(default, deserialize_with = "words")]
    pub url: String,
    /// Its title.
    #[serde(default, deserialize_with = "words")]
    pub title: String,
    /// What the engine quotes of it.
    #[serde(default, deserialize_with = "words", rename = "content")]
    pub quote: String,
}

/// Why nothing was found out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WebSearchError {
    /// Nothing answers at the address.
    #[error("the search service cannot be reached")]
    Unreachable,
    /// It answers too late.
    #[error("the search service did not answer in time")]
    TimedOut,
    /// It refuses. A 403 is what a SearXNG says that is not set up to answer in JSON.
    #[error("the search service answered with status {0}")]
    Status(u16),
    /// It says what nobody understands.
    #[error("the search service did not answer in JSON")]
    Garbage,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    results: Vec<WebResult>,
}

/// Engines leave out what they do not know, or say `null`.
fn words<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

impl WebSearchError {
    /// Whether an answer may still have been under way.
    pub fn is_late(&self) -> bool {
        *self == Self::TimedOut
    }
}

impl Providers {
    /// Asks the SearXNG at an address.
    ///
    /// # Errors
    ///
    /// Every [`WebSearchError`].
    pub async fn search_web(&self, searxng: &Url, query: &WebQuery) -> Result<WebAnswer, WebSearchError> {
        let bytes = self.ask_searxng(address(searxng, query)?, PATIENCE).await?;
        let json: Box<RawValue> = serde_json::from_slice(&bytes).map_err(|_| WebSearchError::Garbage)?;
        let answer: Answer = serde_json::from_str(json.get()).map_err(|_| WebSearchError::Garbage)?;
        let results = answer.results.into_iter().filter(|result| !result.url.is_empty()).collect();
        Ok(WebAnswer { json, results })
    }

    /// Whether the SearXNG at an address is there.
    ///
    /// # Errors
    ///
    /// Every [`WebSearchError`] but [`WebSearchError::Garbage`].
    pub async fn reach_searxng(&self, searxng: &Url) -> Result<(), WebSearchError> {
        self.ask_searxng(searxng.clone(), PATIENCE_FOR_HEALTH).await.map(drop)
    }

    async fn ask_searxng(&self, url: Url, patience: Duration) -> Result<BytesMut, WebSearchError> {
        egress::check_literal(Reach::Anywhere, &url).map_err(|_| WebSearchError::Unreachable)?;
        let encrypted = url.scheme() == "https";
        let client = self.inner.clients.get(Reach::Anywhere, encrypted);
        let (client, _seat) = client.map_err(|_| WebSearchError::Unreachable)?;
        let request = client.get(url).header("accept", "application/json").timeout(patience);
        let mut response = request.send().await.map_err(|error| lost(&error))?;
        if !response.status().is_success() {
            return Err(WebSearchError::Status(response.status().as_u16()));
        }
        let mut bytes = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| lost(&error))? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > ANSWER_BYTES_MAX {
                return Err(WebSearchError::Garbage);
            }
        }
        Ok(bytes)
    }
}

fn lost(error: &reqwest::Error) -> WebSearchError {
    if error.is_timeout() { WebSearchError::TimedOut } else { WebSearchError::Unreachable }
}

fn address(searxng: &Url, query: &WebQuery) -> Result<Url, WebSearchError> {
    let mut url = searxng.clone();
    url.path_segments_mut().map_err(|()| WebSearchError::Unreachable)?.pop_if_empty().push("search");
    let safe_search = query.safe_search.map(|level| level.to_string());
    let wanted = [
        ("categories", query.category.as_deref()),
        ("language", query.language.as_deref()),
        ("time_range", query.time_range.as_deref()),
        ("safesearch", safe_search.as_deref()),
        ("engines", query.engines.as_deref()),
    ];
    let mut pairs = url.query_pairs_mut();
    pairs.append_pair("q", query.words.trim()).append_pair("format", "json");
    pairs.extend_pairs(wanted.iter().filter_map(|(name, value)| value.map(|value| (name, value))));
    drop(pairs);
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(base: &str, query: &WebQuery) -> String {
        address(&Url::parse(base).unwrap(), query).unwrap().to_string()
    }

    #[test]
    fn a_question_is_asked_in_searxngs_words() {
        let query = WebQuery {
            words: " rust & go ".into(),
            category: Some("it".into()),
            language: Some("de".into()),
            time_range: Some("year".into()),
            safe_search: Some(2),
            engines: Some("a,b".into()),
        };
        assert_eq!(
            asked("http://search.example:8080/", &query),
            "http://search.example:8080/search?q=rust+%26+go&format=json&categories=it&language=de&time_range=year&safesearch=2&engines=a%2Cb"
        );
        let plain = WebQuery { words: "x".into(), ..WebQuery::default() };
        assert_eq!(asked("https://example.org/searxng", &plain), "https://example.org/searxng/search?q=x&format=json");
    }

    #[test]
    fn what_an_engine_leaves_out_is_empty() {
        let answer = r#"{"results":[{"url":"https://a.example","title":null},{"title":"t","content":"c"}]}"#;
        let found = serde_json::from_str::<Answer>(answer).unwrap().results;
        let result = |url: &str, title: &str, quote: &str| WebResult {
            url: url.into(),
            title: title.into(),
            quote: quote.into(),
        };
        assert_eq!(found, [result("https://a.example", "", ""), result("", "t", "c")]);
    }
}

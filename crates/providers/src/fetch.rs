//! Pages of the web that a user named. Every address on the way is checked, those of redirects too.

use std::net::SocketAddr;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::StatusCode;
use reqwest::header::{self, HeaderMap, HeaderName};
use tokio::time::{Instant, timeout_at};
use url::Url;

use crate::endpoint::Reach;
use crate::{Providers, egress};

/// Most redirects that are followed.
const REDIRECTS_MAX: usize = 5;

/// What is fetched.
#[derive(Debug, Clone)]
pub struct Fetch {
    /// Where; `http` or `https`.
    pub url: Url,
    /// Which addresses may be called.
    pub reach: Reach,
    /// Longest time for all of it, redirects included.
    pub timeout: Duration,
    /// Most bytes of it.
    pub bytes_max: u64,
    /// The version that is known, as the server named it.
    pub known: Version,
}

/// How a server names a version of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Version {
    /// `ETag`.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub modified: Option<String>,
}

/// What came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    /// The known version is still the one.
    Unchanged,
    /// Another one.
    Page(WebPage),
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebPage {
    /// Where it was found in the end.
    pub url: Url,
    /// `Content-Type`, with its parameters.
    pub media_type: Option<String>,
    /// Its version.
    pub version: Version,
    /// Its bytes.
    pub bytes: Bytes,
}

/// Why nothing was fetched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The address, or one that it leads to, is no public one.
    #[error("calls to {0} are not permitted")]
    Blocked(String),
    /// It is no address of the web.
    #[error("only addresses that begin with http:// or https:// can be fetched")]
    NotWeb,
    /// The server refuses.
    #[error("the server answered with status {0}")]
    Status(u16),
    /// It sends one on and on.
    #[error("the address leads to more than {REDIRECTS_MAX} others")]
    TooManyRedirects,
    /// It is too long.
    #[error("it has more than {0} bytes")]
    TooLarge(u64),
    /// It takes too long.
    #[error("the server did not answer in time")]
    TimedOut,
    /// No connection.
    #[error("{0} cannot be reached")]
    Unreachable(String),
}

impl Providers {
    /// Fetches a page. Neither cookies nor credentials are sent, and what the address says of them is left out.
    ///
    /// # Errors
    ///
    /// Every [`FetchError`].
    pub async fn fetch(&self, fetch: &Fetch) -> Result<Fetched, FetchError> {
        let until = Instant::now() + fetch.timeout;
        let mut url = fetch.url.clone();
        for _ in 0..=REDIRECTS_MAX {
            url = plain(url)?;
            let asked = timeout_at(until, self.ask(&url, fetch)).await.map_err(|_| FetchError::TimedOut)?;
            let (response, _seat) = asked?;
            match response.status() {
                StatusCode::NOT_MODIFIED => return Ok(Fetched::Unchanged),
                status if status.is_redirection() => url = target(&url, response.headers(), status)?,
                status if status.is_success() => {
                    let page = read(url, response, fetch.bytes_max);
                    return timeout_at(until, page).await.map_err(|_| FetchError::TimedOut)?.map(Fetched::Page);
                }
                status => return Err(FetchError::Status(status.as_u16())),
            }
        }
        Err(FetchError::TooManyRedirects)
    }

    /// The addresses of a page's host that may be called, for programs of others that make the call.
    ///
    /// # Errors
    ///
    /// [`FetchError::Blocked`], [`FetchError::NotWeb`] and [`FetchError::Unreachable`].
    pub async fn addresses(&self, url: &Url, reach: Reach) -> Result<Vec<SocketAddr>, FetchError> {
        egress::check_literal(reach, url).map_err(|refused| FetchError::Blocked(refused.host))?;
        let host = url.host_str().ok_or(FetchError::NotWeb)?.trim_matches(['[', ']']);
        let port = url.port_or_known_default().ok_or(FetchError::NotWeb)?;
        let found = tokio::net::lookup_host((host, port)).await;
        let found = found.map_err(|_| FetchError::Unreachable(host.to_owned()))?;
        egress::permitted(reach, host, found).map_err(|refused| FetchError::Blocked(refused.host))
    }

    async fn ask(&self, url: &Url, fetch: &Fetch) -> Result<(reqwest::Response, crate::client::Seat), FetchError> {
        egress::check_literal(fetch.reach, url).map_err(|refused| FetchError::Blocked(refused.host))?;
        let client = self.inner.clients.get(fetch.reach, url.scheme() == "https");
        let (client, seat) = client.map_err(|error| lost(&error, url))?;
        let mut request = client.get(url.clone());
        for (name, value) in
            [(header::IF_NONE_MATCH, &fetch.known.etag), (header::IF_MODIFIED_SINCE, &fetch.known.modified)]
        {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let response = request.send().await.map_err(|error| lost(&error, url))?;
        Ok((response, seat))
    }
}

/// An address of the web without credentials and without the part that servers do not see.
fn plain(mut url: Url) -> Result<Url, FetchError> {
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(FetchError::NotWeb);
    }
    url.set_fragment(None);
    let cleared = url.set_username("").and_then(|()| url.set_password(None));
    cleared.map_err(|()| FetchError::NotWeb)?;
    Ok(url)
}

fn target(from: &Url, headers: &HeaderMap, status: StatusCode) -> Result<Url, FetchError> {
    let to = text(headers, header::LOCATION).and_then(|to| from.join(&to).ok());
    to.ok_or(FetchError::Status(status.as_u16()))
}

async fn read(url: Url, mut response: reqwest::Response, bytes_max: u64) -> Result<WebPage, FetchError> {
    let headers = response.headers();
    let media_type = text(headers, header::CONTENT_TYPE);
    let version = Version { etag: text(headers, header::ETAG), modified: text(headers, header::LAST_MODIFIED) };
    let mut bytes = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| lost(&error, &url))? {
        if (bytes.len() + chunk.len()) as u64 > bytes_max {
            return Err(FetchError::TooLarge(bytes_max));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(WebPage { url, media_type, version, bytes: bytes.freeze() })
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

fn lost(error: &reqwest::Error, url: &Url) -> FetchError {
    let host = url.host_str().unwrap_or_default().to_owned();
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(it) = cause {
        if let Some(refused) = it.downcast_ref::<egress::Refused>() {
            return FetchError::Blocked(refused.host.clone());
        }
        cause = it.source();
    }
    if error.is_timeout() { FetchError::TimedOut } else { FetchError::Unreachable(host) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_fetched_and_credentials_stay_here() {
        let plain = |text: &str| plain(Url::parse(text).unwrap()).map(String::from);
        assert_eq!(plain("https://me:secret@x.org/a?b#c"), Ok("https://x.org/a?b".to_owned()));
        for other in ["file:///etc/passwd", "ftp://x.org/", "data:text/plain,a"] {
            assert_eq!(plain(other), Err(FetchError::NotWeb));
        }
    }
}

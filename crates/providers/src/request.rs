//! The HTTP request of a call: address, credentials, body.

use bytes::Bytes;
use models::chat::VendorError;
use models::connection::{BaseUrl, ConnectionKind};
use models::secret::SecretString;
use reqwest::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, EXPECT, HOST, HeaderMap,
    HeaderName, HeaderValue, PROXY_AUTHORIZATION, TRANSFER_ENCODING, UPGRADE,
};
use url::Url;

use crate::client::{Clients, Seat};
use crate::copilot;
use crate::egress::{Refused, check_literal};
use crate::endpoint::Endpoint;
use crate::error::ProviderError;
use crate::payload;

const JSON: HeaderValue = HeaderValue::from_static("application/json");
/// The version of Anthropic's API that `dialects` speaks.
const ANTHROPIC_VERSION: HeaderValue = HeaderValue::from_static("2023-06-01");
/// How OpenRouter's statistics name us.
const OPENROUTER_TITLE: HeaderValue = HeaderValue::from_static("Pallium");

/// A request that can be sent more than once.
pub(crate) struct Outgoing<'a> {
    endpoint: &'a Endpoint,
    url: Url,
    headers: HeaderMap,
    /// Sent as one; none at all is a GET.
    body: &'a [Bytes],
}

impl<'a> Outgoing<'a> {
    /// Prepares a request, unless the endpoint may not call the address.
    pub(crate) fn new(endpoint: &'a Endpoint, path: &str, body: &'a [Bytes]) -> Result<Self, ProviderError> {
        let url = target(&endpoint.base_url, path);
        check_literal(endpoint.reach, &url).map_err(|Refused { host }| ProviderError::Blocked { host })?;
        let mut headers = headers(endpoint.kind, endpoint.secret.as_ref())?;
        if endpoint.kind == ConnectionKind::GithubCopilot {
            headers.extend(copilot::headers(body));
        }
        Ok(Self { endpoint, url, headers, body })
    }

    /// Adds a caller's headers. They may speak of versions and betas, never for the account.
    pub(crate) fn with_headers(mut self, theirs: &HeaderMap) -> Self {
        for (name, value) in theirs {
            if !is_ours_alone(name) {
                self.headers.insert(name.clone(), value.clone());
            }
        }
        self
    }

    pub(crate) fn endpoint(&self) -> &'a Endpoint {
        self.endpoint
    }

    pub(crate) fn host(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        self.url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// The request for one attempt, and the attempt's seat on a client.
    pub(crate) fn build(&self, clients: &Clients) -> Result<(reqwest::RequestBuilder, Seat), ProviderError> {
        let encrypted = self.url.scheme() == "https";
        let chosen = clients.get(self.endpoint.reach, encrypted);
        let (client, seat) = chosen.map_err(|error| ProviderError::from_send(&error, &self.host()))?;
        let request = match self.body {
            [] => client.get(self.url.clone()),
            pieces => client.post(self.url.clone()).header(CONTENT_TYPE, JSON).body(payload::body(pieces)),
        };
        Ok((request.headers(self.headers.clone()), seat))
    }
}

/// What no caller sets: credentials, the connection's own affairs, and the body's form.
fn is_ours_alone(name: &HeaderName) -> bool {
    const OURS: [HeaderName; 11] = [
        AUTHORIZATION,
        PROXY_AUTHORIZATION,
        COOKIE,
        HOST,
        CONNECTION,
        CONTENT_LENGTH,
        CONTENT_TYPE,
        TRANSFER_ENCODING,
        ACCEPT_ENCODING,
        EXPECT,
        UPGRADE,
    ];
    OURS.contains(name) || matches!(name.as_str(), "x-api-key" | "api-key" | "x-title")
}

/// Puts an operation's path after the base address. People paste base addresses with and without
/// the part that a dialect's paths begin with (`/v1`, `/api`), so that part is not doubled. The host
/// is not read again: that takes longer than all else here.
fn target(base: &BaseUrl, path: &str) -> Url {
    let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
    let first = path.get(1..).and_then(|rest| rest.split_once('/')).map(|(first, _)| first);
    let before = base.url().path().trim_end_matches('/');
    let doubled = first.and_then(|first| before.strip_suffix(first)).and_then(|rest| rest.strip_suffix('/'));
    let mut url = base.url().clone();
    url.set_path(&format!("{}{path}", doubled.unwrap_or(before)));
    url.set_query(query);
    url
}

fn headers(kind: ConnectionKind, secret: Option<&SecretString>) -> Result<HeaderMap, ProviderError> {
    let mut headers = HeaderMap::new();
    match kind {
        ConnectionKind::Anthropic => {
            headers.insert(HeaderName::from_static("anthropic-version"), ANTHROPIC_VERSION);
        }
        ConnectionKind::OpenRouter => {
            headers.insert(HeaderName::from_static("x-title"), OPENROUTER_TITLE);
        }
        ConnectionKind::OpenAi
        | ConnectionKind::Groq
        | ConnectionKind::GithubCopilot
        | ConnectionKind::Ollama
        | ConnectionKind::OpenAiCompatible
        | ConnectionKind::Demo => {}
    }
    if let Some(secret) = secret.filter(|secret| !secret.is_empty()) {
        let (name, value) = match kind {
            ConnectionKind::Anthropic => (HeaderName::from_static("x-api-key"), secret.expose().to_owned()),
            ConnectionKind::OpenAi
            | ConnectionKind::Groq
            | ConnectionKind::OpenRouter
            | ConnectionKind::GithubCopilot
            | ConnectionKind::Ollama
            | ConnectionKind::OpenAiCompatible
            | ConnectionKind::Demo => (AUTHORIZATION, format!("Bearer {}", secret.expose())),
        };
        let mut value = HeaderValue::try_from(value).map_err(|_| ProviderError::UnusableSecret)?;
        value.set_sensitive(true);
        headers.insert(name, value);
    }
    Ok(headers)
}

/// Blots out the key in the vendor's bytes.
pub(crate) fn redact_bytes(bytes: Vec<u8>, secret: Option<&SecretString>) -> Vec<u8> {
    let Some(secret) = secret.filter(|secret| !secret.is_empty()) else { return bytes };
    match memchr::memmem::find(&bytes, secret.expose().as_bytes()) {
        Some(_) => String::from_utf8_lossy(&bytes).replace(secret.expose(), "***").into_bytes(),
        None => bytes,
    }
}

/// Blots out the key where a vendor repeats it in its words.
pub(crate) fn redact(mut error: VendorError, secret: Option<&SecretString>) -> VendorError {
    if let Some(secret) = secret.filter(|secret| !secret.is_empty()) {
        error.message = error.message.replace(secret.expose(), "***");
        error.code = error.code.map(|code| code.replace(secret.expose(), "***"));
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_follows_the_base_address_without_doubling_its_beginning() {
        for (base, path, expected) in [
            ("https://api.openai.com/v1", "/chat/completions", "https://api.openai.com/v1/chat/completions"),
            ("https://api.anthropic.com", "/v1/messages", "https://api.anthropic.com/v1/messages"),
            ("https://api.anthropic.com/v1/", "/v1/messages", "https://api.anthropic.com/v1/messages"),
            ("http://127.0.0.1:11434/api", "/api/chat", "http://127.0.0.1:11434/api/chat"),
            ("https://x.org/xv1", "/v1/models?limit=1000", "https://x.org/xv1/v1/models?limit=1000"),
            ("https://openrouter.ai/api/v1", "/models", "https://openrouter.ai/api/v1/models"),
        ] {
            assert_eq!(target(&BaseUrl::parse(base).unwrap(), path).as_str(), expected);
        }
    }

    #[test]
    fn a_key_with_a_line_break_is_refused_before_it_is_sent() {
        let secret = SecretString::new("sk-1\r\nx-evil: 1");
        assert_eq!(headers(ConnectionKind::OpenAi, Some(&secret)), Err(ProviderError::UnusableSecret));
    }
}

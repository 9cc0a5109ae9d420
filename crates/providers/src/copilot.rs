//! GitHub Copilot: a login by device code (RFC 8628), and the token that calls are made with.
//!
//! A connection keeps the GitHub token of a login. Calls do not carry it: it is exchanged for a token
//! of Copilot's API that lives for half an hour and names the address to call. The exchange is not
//! documented by GitHub; it is what open source clients do.

mod login;
mod token;

use models::chat::{VendorError, VendorErrorKind};
use reqwest::header::{ACCEPT, DATE, HeaderMap, HeaderName, HeaderValue};
use serde::de::DeserializeOwned;
use tokio::time::timeout;
use url::Url;

use crate::Inner;
use crate::body::error_bytes;
use crate::egress::{Refused, check_literal};
use crate::endpoint::Reach;
use crate::error::ProviderError;

pub use login::{DeviceLogin, DevicePoll};
pub(crate) use token::Tokens;

/// Where GitHub is. The door fills it from the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopilotOptions {
    /// Where people log in, such as `https://github.com`.
    pub github: Url,
    /// GitHub's API, such as `https://api.github.com`.
    pub github_api: Url,
}

/// The app that GitHub shows to people at the login. It is the one of Copilot's own editor plugins:
/// GitHub gives Copilot's tokens to no other, and a device login has no secret.
const CLIENT_ID: &str = "Iv1.b507a08c87ecfe98";
/// The editor that asks, which Copilot's API wants to know.
const EDITOR: &str = concat!("pallium/", env!("CARGO_PKG_VERSION"));
/// Which integration calls. The API refuses calls of those that it does not know.
const INTEGRATION: HeaderValue = HeaderValue::from_static("vscode-chat");

/// What every call to Copilot's API and to the exchange says of the caller.
pub(crate) fn headers(body: &[bytes::Bytes]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let editor = HeaderValue::from_static(EDITOR);
    headers.insert(HeaderName::from_static("editor-version"), editor.clone());
    headers.insert(HeaderName::from_static("editor-plugin-version"), editor);
    headers.insert(HeaderName::from_static("copilot-integration-id"), INTEGRATION);
    if body.iter().any(|piece| memchr::memmem::find(piece, b"\"image_url\"").is_some()) {
        headers.insert(HeaderName::from_static("copilot-vision-request"), HeaderValue::from_static("true"));
    }
    headers
}

/// What GitHub said.
struct Answer {
    bytes: Vec<u8>,
    /// When, by its own clock, in seconds since 1970.
    at: Option<i64>,
}

impl Answer {
    fn read<T: DeserializeOwned>(&self) -> Result<T, ProviderError> {
        let garbage = |_| refused(200, VendorErrorKind::Garbage, "GitHub's answer cannot be read.");
        serde_json::from_slice(&self.bytes).map_err(garbage)
    }
}

fn date(headers: &HeaderMap) -> Option<i64> {
    let text = headers.get(DATE)?.to_str().ok()?;
    chrono::DateTime::parse_from_rfc2822(text).ok().map(|date| date.timestamp())
}

impl Inner {
    fn copilot(&self) -> Result<&CopilotOptions, ProviderError> {
        let off = || refused(403, VendorErrorKind::Forbidden, "GitHub Copilot is turned off on this server.");
        self.options.copilot.as_ref().ok_or_else(off)
    }

    /// Asks GitHub; whatever status is not a success is an error in its words.
    async fn ask_github(
        &self,
        reach: Reach,
        url: Result<Url, url::ParseError>,
        fill: impl FnOnce(&reqwest::Client, Url) -> reqwest::RequestBuilder,
    ) -> Result<Answer, ProviderError> {
        let url = url.map_err(|error| ProviderError::Connect { host: "GitHub".into(), message: error.to_string() })?;
        check_literal(reach, &url).map_err(|Refused { host }| ProviderError::Blocked { host })?;
        let host = url.host_str().unwrap_or_default().to_owned();
        let failed = |error: &reqwest::Error| ProviderError::from_send(error, &host);
        let (client, _seat) = self.clients.get(reach, url.scheme() == "https").map_err(|error| failed(&error))?;
        let after = self.options.first_byte_timeout;
        let request = fill(client, url).header(ACCEPT, HeaderValue::from_static("application/json"));
        let answer = timeout(after, request.send()).await.map_err(|_| ProviderError::FirstByteTimeout { after })?;
        let answer = answer.map_err(|error| failed(&error))?;
        let (status, at) = (answer.status(), date(answer.headers()));
        let bytes = error_bytes(answer).await;
        if status.is_success() {
            return Ok(Answer { bytes, at });
        }
        let error = dialects::decode_error(dialects::Dialect::OpenAiChat, status.as_u16(), &bytes);
        Err(ProviderError::Vendor { status: status.as_u16(), error, retry_after: None, body: None })
    }
}

fn refused(status: u16, kind: VendorErrorKind, message: impl Into<String>) -> ProviderError {
    let error = VendorError { kind, message: message.into(), code: None };
    ProviderError::Vendor { status, error, retry_after: None, body: None }
}

//! What a call says about itself outside its body.

use actix_web::HttpRequest;
use actix_web::http::header;
use managers::context::Context;
use managers::gateway::{self, Caller, Refused};

use crate::extract::Client;

/// Headers of the caller that mean something to the vendor of his dialect.
const PASSED_ON: [&str; 5] =
    ["anthropic-beta", "anthropic-version", "openai-beta", "openai-organization", "openai-project"];

/// Who calls.
pub(super) async fn caller(cx: &Context, req: &HttpRequest) -> Result<Caller, Refused> {
    let address = Client::of(req).map(|client| client.address).unwrap_or_default();
    gateway::authorize(cx, key(req), &address).await
}

/// The key: `x-api-key` as Anthropic's clients send it, or `Authorization: Bearer`.
fn key(req: &HttpRequest) -> Option<&str> {
    let text = |name: header::HeaderName| req.headers().get(name).and_then(|value| value.to_str().ok());
    if let Some(key) = text(header::HeaderName::from_static("x-api-key")) {
        return Some(key.trim());
    }
    let (scheme, key) = text(header::AUTHORIZATION)?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(key.trim()).filter(|key| !key.is_empty())
}

/// The headers that are passed on where the vendor speaks the caller's dialect.
pub(super) fn passed_on(req: &HttpRequest) -> Vec<(&'static str, String)> {
    let one = |name: &'static str| Some((name, req.headers().get(name)?.to_str().ok()?.to_owned()));
    PASSED_ON.into_iter().filter_map(one).collect()
}

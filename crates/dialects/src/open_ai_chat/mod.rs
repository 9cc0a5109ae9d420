//! OpenAI's chat completions, with what Groq, OpenRouter, DeepSeek, Mistral and local servers add to them.

pub(crate) mod answer;
mod conversation;
pub(crate) mod decode;
mod details;
pub(crate) mod encode;
pub(crate) mod models;
pub(crate) mod request;
mod shapes;
pub(crate) mod stream_out;
mod thoughts;
pub(crate) mod tools;
mod wire;
mod words;

use ::models::chat::VendorErrorKind;

/// What the caller may do about an error with this code or type.
pub(crate) fn error_kind(code: &str) -> Option<VendorErrorKind> {
    Some(match code {
        "context_length_exceeded" | "string_above_max_length" => VendorErrorKind::ContextTooLong,
        "invalid_api_key" | "authentication_error" => VendorErrorKind::Unauthorized,
        "insufficient_quota" | "billing_hard_limit_reached" | "permission_error" => VendorErrorKind::Forbidden,
        "model_not_found" | "model_decommissioned" => VendorErrorKind::NotFound,
        "rate_limit_exceeded" | "rate_limit_error" | "tokens" | "requests" => VendorErrorKind::RateLimited,
        "server_error" | "service_unavailable" | "internal_server_error" | "overloaded" => VendorErrorKind::Unavailable,
        "content_filter" | "invalid_prompt" => VendorErrorKind::BadRequest,
        _ => return None,
    })
}

/// Where an answer is asked for.
pub(crate) const PATH: &str = "/chat/completions";

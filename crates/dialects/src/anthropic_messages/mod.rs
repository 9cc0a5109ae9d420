//! Anthropic's messages.

pub(crate) mod answer;
mod blocks;
mod content;
mod conversation;
pub(crate) mod decode;
pub(crate) mod encode;
mod generation;
pub(crate) mod models;
mod open_blocks;
pub(crate) mod request;
mod shapes;
pub(crate) mod stream_out;
mod thinking;
pub(crate) mod whole;
mod wire;

use ::models::chat::VendorErrorKind;
use ::models::run::FinishReason;

/// What the caller may do about an error of this type.
pub(crate) fn error_kind(code: &str) -> Option<VendorErrorKind> {
    Some(match code {
        "authentication_error" => VendorErrorKind::Unauthorized,
        "billing_error" | "permission_error" => VendorErrorKind::Forbidden,
        "not_found_error" => VendorErrorKind::NotFound,
        "request_too_large" => VendorErrorKind::ContextTooLong,
        "rate_limit_error" => VendorErrorKind::RateLimited,
        "api_error" | "overloaded_error" | "timeout_error" => VendorErrorKind::Unavailable,
        _ => return None,
    })
}

fn finish_reason(stop_reason: Option<&str>) -> FinishReason {
    match stop_reason {
        Some("end_turn" | "stop_sequence") => FinishReason::Stop,
        Some("max_tokens" | "model_context_window_exceeded") => FinishReason::Length,
        Some("tool_use") => FinishReason::ToolCalls,
        Some("refusal") => FinishReason::Refusal,
        Some(_) | None => FinishReason::Other,
    }
}

/// Where an answer is asked for.
pub(crate) const PATH: &str = "/v1/messages";

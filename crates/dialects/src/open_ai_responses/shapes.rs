//! The response object, which opens and closes a stream and is the whole of an answer that is not streamed.

use models::gateway_error::{GatewayError, GatewayErrorKind};
use models::run::{FinishReason, Usage};
use serde::Serialize;

use super::echo::ResponseEcho;
use super::items::{Item, Status, WireItem};
use crate::meta::AnswerMeta;

#[derive(Serialize)]
pub(super) struct Response<'a> {
    id: &'a str,
    object: &'static str,
    created_at: i64,
    status: &'static str,
    error: Option<ResponseError<'a>>,
    incomplete_details: Option<IncompleteDetails>,
    model: &'a str,
    output: Vec<WireItem<'a>>,
    usage: Option<WireUsage>,
    #[serde(flatten)]
    echo: &'a ResponseEcho,
}

#[derive(Serialize)]
struct ResponseError<'a> {
    code: &'a str,
    message: &'a str,
}

#[derive(Serialize)]
struct IncompleteDetails {
    reason: &'static str,
}

#[derive(Serialize)]
struct WireUsage {
    input_tokens: u64,
    input_tokens_details: InputDetails,
    output_tokens: u64,
    output_tokens_details: OutputDetails,
    total_tokens: u64,
}

#[derive(Serialize)]
struct InputDetails {
    cached_tokens: u64,
    cache_write_tokens: u64,
}

#[derive(Serialize)]
struct OutputDetails {
    reasoning_tokens: u64,
}

impl From<Usage> for WireUsage {
    fn from(usage: Usage) -> Self {
        Self {
            input_tokens: usage.input_tokens,
            input_tokens_details: InputDetails {
                cached_tokens: usage.cache_read_tokens,
                cache_write_tokens: usage.cache_write_tokens,
            },
            output_tokens: usage.output_tokens,
            output_tokens_details: OutputDetails { reasoning_tokens: usage.reasoning_tokens },
            total_tokens: usage.input_tokens.saturating_add(usage.output_tokens),
        }
    }
}

impl<'a> Response<'a> {
    /// A response that has begun.
    pub(super) fn begun(meta: &'a AnswerMeta) -> Self {
        Self {
            id: &meta.id,
            object: "response",
            created_at: meta.created,
            status: "in_progress",
            error: None,
            incomplete_details: None,
            model: &meta.model,
            output: Vec::new(),
            usage: None,
            echo: &meta.echo,
        }
    }

    /// A response that ended as the model or its limits wished.
    pub(super) fn ended(meta: &'a AnswerMeta, items: &'a [Item], end: End, usage: Option<Usage>) -> Self {
        Self {
            status: end.word(),
            incomplete_details: end.incomplete.map(|reason| IncompleteDetails { reason }),
            output: spell(items, end.item_status()),
            usage: usage.map(WireUsage::from),
            ..Self::begun(meta)
        }
    }

    /// A response that failed in its middle.
    pub(super) fn failed(meta: &'a AnswerMeta, items: &'a [Item], error: &'a GatewayError) -> Self {
        Self {
            status: "failed",
            error: Some(ResponseError { code: error_code(error), message: &error.message }),
            output: spell(items, Status::Incomplete),
            ..Self::begun(meta)
        }
    }
}

/// Only the last item can be cut.
fn spell(items: &[Item], last: Status) -> Vec<WireItem<'_>> {
    let status = |place| if place + 1 == items.len() { last } else { Status::Completed };
    items.iter().enumerate().map(|(place, item)| item.spell(status(place))).collect()
}

/// Why a response is not complete, if it is not.
#[derive(Debug, Clone, Copy)]
pub(super) struct End {
    incomplete: Option<&'static str>,
}

impl End {
    /// A refusal without words is the filter's.
    pub(super) fn of(reason: FinishReason, has_refusal: bool) -> Self {
        let incomplete = match reason {
            FinishReason::Stop | FinishReason::ToolCalls | FinishReason::Other => None,
            FinishReason::Length => Some("max_output_tokens"),
            FinishReason::ContentFilter => Some("content_filter"),
            FinishReason::Refusal => (!has_refusal).then_some("content_filter"),
        };
        Self { incomplete }
    }

    pub(super) fn word(self) -> &'static str {
        if self.incomplete.is_some() { "incomplete" } else { "completed" }
    }

    pub(super) fn event(self) -> &'static str {
        if self.incomplete.is_some() { "response.incomplete" } else { "response.completed" }
    }

    pub(super) fn item_status(self) -> Status {
        if self.incomplete.is_some() { Status::Incomplete } else { Status::Completed }
    }
}

/// The vendor's list of codes is closed, but for the one that agents shorten their conversations for.
pub(crate) fn error_code(error: &GatewayError) -> &'static str {
    const TOO_LONG: &str = "context_length_exceeded";
    match error.kind {
        _ if error.code.as_deref() == Some(TOO_LONG) => TOO_LONG,
        GatewayErrorKind::RateLimited => "rate_limit_exceeded",
        GatewayErrorKind::InvalidRequest | GatewayErrorKind::TooLarge => "invalid_prompt",
        GatewayErrorKind::Authentication
        | GatewayErrorKind::Permission
        | GatewayErrorKind::NotFound
        | GatewayErrorKind::Overloaded
        | GatewayErrorKind::Api
        | GatewayErrorKind::Timeout => "server_error",
    }
}

//! Errors in the caller's dialect, as his library expects them.

use models::gateway_error::{GatewayError, GatewayErrorKind};
use serde::Serialize;
use serde_json::{Value, json};

use crate::dialect::Dialect;
use crate::open_ai_responses::shapes::error_code;
use crate::request::RequestError;
use crate::translate::Unsupported;
use crate::wire_out;

/// A request that cannot be read, with OpenAI's words for why.
impl From<RequestError> for GatewayError {
    fn from(error: RequestError) -> Self {
        let refusal = Self::new(GatewayErrorKind::InvalidRequest, error.to_string());
        match error {
            RequestError::Json { .. } => refusal.with_code("malformed_json"),
            RequestError::Invalid { field, .. } => refusal.with_code("invalid_value").with_param(field),
            RequestError::Unsupported { field } => refusal.with_code("unsupported_parameter").with_param(field),
        }
    }
}

/// A request that the vendor's dialect cannot say.
impl From<Unsupported> for GatewayError {
    fn from(error: Unsupported) -> Self {
        let refusal = Self::new(GatewayErrorKind::InvalidRequest, error.to_string());
        refusal.with_code("unsupported_parameter").with_param(error.field)
    }
}

/// The body of an answer whose status is [`GatewayError::status`].
pub fn encode_error(dialect: Dialect, error: &GatewayError) -> Vec<u8> {
    match dialect {
        Dialect::OpenAiChat | Dialect::OpenAiResponses => wire_out::body(&OpenAiBody::new(error)),
        Dialect::AnthropicMessages => wire_out::body(&AnthropicBody::new(error)),
        Dialect::Ollama => wire_out::body(&OllamaBody { error: &error.message }),
    }
}

/// Appends the error as the event that ends a stream. Of the responses, it is the one that began with this event and had
/// so many.
pub(crate) fn stream_error(dialect: Dialect, error: &GatewayError, (first, events): (&[u8], u64), out: &mut Vec<u8>) {
    match dialect {
        Dialect::OpenAiChat => wire_out::event(out, &OpenAiBody::new(error)),
        Dialect::AnthropicMessages => wire_out::named_event(out, "error", &AnthropicBody::new(error)),
        Dialect::Ollama => wire_out::line(out, &OllamaBody { error: &error.message }),
        Dialect::OpenAiResponses => {
            let first = serde_json::from_slice::<Value>(first).unwrap_or_default();
            let mut response = match first.get("response") {
                Some(response @ Value::Object(_)) => response.clone(),
                _ => json!({ "id": "", "object": "response", "output": [] }),
            };
            response["status"] = "failed".into();
            response["error"] = json!({ "code": error_code(error), "message": error.message });
            let error = open_ai_error(error);
            let event = ResponseFailed { r#type: "response.failed", sequence_number: events, response, error };
            wire_out::named_event(out, "response.failed", &event);
        }
    }
}

/// The end of a stream of responses that failed. OpenAI's libraries raise an exception where an event has an `error`
/// of its own; without it they would hand out the words so far as if nothing had happened.
#[derive(Serialize)]
struct ResponseFailed<'a> {
    r#type: &'static str,
    sequence_number: u64,
    response: Value,
    error: OpenAiError<'a>,
}

/// OpenAI's error, which also ends a stream of chat completions.
#[derive(Serialize)]
struct OpenAiBody<'a> {
    error: OpenAiError<'a>,
}

#[derive(Serialize)]
pub(crate) struct OpenAiError<'a> {
    message: &'a str,
    r#type: &'static str,
    param: Option<&'a str>,
    code: Option<&'a str>,
}

impl<'a> OpenAiBody<'a> {
    fn new(error: &'a GatewayError) -> Self {
        Self { error: open_ai_error(error) }
    }
}

pub(crate) fn open_ai_error(error: &GatewayError) -> OpenAiError<'_> {
    OpenAiError {
        message: &error.message,
        r#type: open_ai_type(error.kind),
        param: error.param.as_deref(),
        code: error.code.as_deref().or_else(|| open_ai_code(error.kind)),
    }
}

fn open_ai_type(kind: GatewayErrorKind) -> &'static str {
    match kind {
        GatewayErrorKind::InvalidRequest | GatewayErrorKind::NotFound | GatewayErrorKind::TooLarge => {
            "invalid_request_error"
        }
        GatewayErrorKind::Authentication => "authentication_error",
        GatewayErrorKind::Permission => "permission_error",
        GatewayErrorKind::RateLimited => "rate_limit_error",
        GatewayErrorKind::Overloaded | GatewayErrorKind::Api | GatewayErrorKind::Timeout => "server_error",
    }
}

fn open_ai_code(kind: GatewayErrorKind) -> Option<&'static str> {
    match kind {
        GatewayErrorKind::Authentication => Some("invalid_api_key"),
        GatewayErrorKind::RateLimited => Some("rate_limit_exceeded"),
        GatewayErrorKind::InvalidRequest
        | GatewayErrorKind::Permission
        | GatewayErrorKind::NotFound
        | GatewayErrorKind::TooLarge
        | GatewayErrorKind::Overloaded
        | GatewayErrorKind::Api
        | GatewayErrorKind::Timeout => None,
    }
}

/// Anthropic's error, which also ends a stream.
#[derive(Serialize)]
struct AnthropicBody<'a> {
    r#type: &'static str,
    error: AnthropicError<'a>,
}

#[derive(Serialize)]
struct AnthropicError<'a> {
    r#type: &'static str,
    message: &'a str,
}

impl<'a> AnthropicBody<'a> {
    fn new(error: &'a GatewayError) -> Self {
        Self { r#type: "error", error: AnthropicError { r#type: anthropic_type(error.kind), message: &error.message } }
    }
}

fn anthropic_type(kind: GatewayErrorKind) -> &'static str {
    match kind {
        GatewayErrorKind::InvalidRequest => "invalid_request_error",
        GatewayErrorKind::Authentication => "authentication_error",
        GatewayErrorKind::Permission => "permission_error",
        GatewayErrorKind::NotFound => "not_found_error",
        GatewayErrorKind::TooLarge => "request_too_large",
        GatewayErrorKind::RateLimited => "rate_limit_error",
        GatewayErrorKind::Overloaded => "overloaded_error",
        GatewayErrorKind::Api => "api_error",
        GatewayErrorKind::Timeout => "timeout_error",
    }
}

/// Ollama's error, which also ends a stream.
#[derive(Serialize)]
struct OllamaBody<'a> {
    error: &'a str,
}

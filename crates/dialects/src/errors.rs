//! Errors in vendors' words.

use models::chat::{VendorError, VendorErrorKind};
use serde_json::Value;

use crate::dialect::Dialect;
use crate::{anthropic_messages, open_ai_chat};

/// Most characters of a vendor's sentence that are kept.
const MESSAGE_CHARS_MAX: usize = 1000;
/// A plain-text body up to this long is taken for a sentence.
const PLAIN_TEXT_CHARS_MAX: usize = 300;

/// The vendor sent something that is not in its own format.
pub(crate) fn garbage(what: &str) -> VendorError {
    VendorError {
        kind: VendorErrorKind::Garbage,
        message: format!("The vendor's answer could not be read: it sent {what}."),
        code: None,
    }
}

/// The body of an answer whose status is not a success.
pub(crate) fn from_body(dialect: Dialect, status: u16, body: &[u8]) -> VendorError {
    let said = match serde_json::from_slice::<Value>(body) {
        Ok(value) => Said::read(&value),
        Err(_) => plain_text(body).map(|message| Said { message, codes: Vec::new() }),
    };
    let without =
        || Said { message: format!("The vendor answered {status} without an explanation."), codes: Vec::new() };
    said.unwrap_or_else(without).into_error(dialect, Some(status))
}

/// An error inside a stream or inside an answer whose status is a success.
pub(crate) fn from_value(dialect: Dialect, value: &Value) -> VendorError {
    let said = Said::read(value).unwrap_or_else(|| Said {
        message: "The vendor reported an error without an explanation.".to_owned(),
        codes: Vec::new(),
    });
    said.into_error(dialect, None)
}

/// What a vendor says, wherever it puts it.
struct Said {
    message: String,
    /// Its codes and types, the most telling first.
    codes: Vec<String>,
}

impl Said {
    /// Reads `{error: {…}}`, `{error: "…"}`, `{message}`, `{detail}`, a bare string, and any of these in an array.
    fn read(value: &Value) -> Option<Self> {
        let value = value.as_array().and_then(|items| items.first()).unwrap_or(value);
        let error = value.get("error").filter(|error| !error.is_null()).unwrap_or(value);
        let codes = ["code", "type", "status"]
            .iter()
            .filter_map(|field| word(error.get(field)?))
            .filter(|code| code != "error")
            .collect();
        let message = error
            .as_str()
            .map(str::to_owned)
            .or_else(|| relayed(error))
            .or_else(|| word(error.get("message")?))
            .or_else(|| word(error.get("detail")?))
            .or_else(|| word(error.pointer("/detail/0/msg")?))?;
        (!message.trim().is_empty()).then(|| Self { message: message.trim().to_owned(), codes })
    }

    fn into_error(self, dialect: Dialect, status: Option<u16>) -> VendorError {
        let status = status.or_else(|| self.codes.iter().find_map(|code| code.parse().ok()));
        let kind = kind_of_message(&self.message)
            .or_else(|| self.codes.iter().find_map(|code| kind_of_code(dialect, code)))
            .or_else(|| status.map(kind_of_status))
            .or_else(|| {
                self.codes.iter().any(|code| code == "invalid_request_error").then_some(VendorErrorKind::BadRequest)
            })
            .unwrap_or(VendorErrorKind::Unavailable);
        let message = self.message.chars().take(MESSAGE_CHARS_MAX).collect();
        VendorError { kind, message, code: self.codes.into_iter().next() }
    }
}

/// OpenRouter relays the words of the vendor behind it as text in the metadata.
fn relayed(error: &Value) -> Option<String> {
    let raw = error.pointer("/metadata/raw")?.as_str()?;
    match serde_json::from_str::<Value>(raw) {
        Ok(value) => Some(Said::read(&value)?.message),
        Err(_) => Some(raw.to_owned()),
    }
}

fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn plain_text(body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?.trim();
    let readable = !text.is_empty() && !text.contains(['<', '{', '[']) && !text.contains(char::is_control);
    (readable && text.chars().count() <= PLAIN_TEXT_CHARS_MAX).then(|| text.to_owned())
}

/// Vendors put these two under codes that also mean other things.
fn kind_of_message(message: &str) -> Option<VendorErrorKind> {
    const TOO_LONG: [&str; 9] = [
        "context length",
        "context window",
        "context size",
        "maximum context",
        "prompt is too long",
        "input is too long",
        "reduce the length",
        "exceed context limit",
        "request too large",
    ];
    const MONEY: [&str; 3] = ["credit balance", "insufficient credits", "more credits"];
    let message = message.to_ascii_lowercase();
    let says = |phrases: &[&str]| phrases.iter().any(|phrase| message.contains(phrase));
    if says(&TOO_LONG) {
        return Some(VendorErrorKind::ContextTooLong);
    }
    says(&MONEY).then_some(VendorErrorKind::Forbidden)
}

fn kind_of_code(dialect: Dialect, code: &str) -> Option<VendorErrorKind> {
    match dialect {
        Dialect::OpenAiChat | Dialect::OpenAiResponses => open_ai_chat::error_kind(code),
        Dialect::AnthropicMessages => anthropic_messages::error_kind(code),
        // It has sentences, but no codes.
        Dialect::Ollama => None,
    }
}

fn kind_of_status(status: u16) -> VendorErrorKind {
    match status {
        401 => VendorErrorKind::Unauthorized,
        402 | 403 => VendorErrorKind::Forbidden,
        404 => VendorErrorKind::NotFound,
        413 => VendorErrorKind::ContextTooLong,
        429 => VendorErrorKind::RateLimited,
        408 | 425 => VendorErrorKind::Unavailable,
        400..=499 => VendorErrorKind::BadRequest,
        _ => VendorErrorKind::Unavailable,
    }
}

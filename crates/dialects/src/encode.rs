//! What the encoders of all dialects share.

use models::chat::{ChatMessage, ChatPart, ChatRequest, ChatRole};
use serde::Serialize;
use serde_json::value::RawValue;

/// A request as a vendor wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoded {
    /// To be put after the connection's base address.
    pub path: &'static str,
    /// JSON.
    pub body: Vec<u8>,
}

impl Encoded {
    #[expect(clippy::expect_used, reason = "serde_json fails on maps with odd keys and on writers; here is neither")]
    pub(crate) fn new(path: &'static str, body: &impl Serialize) -> Self {
        Self { path, body: serde_json::to_vec(body).expect("a request body is JSON") }
    }
}

/// Asks a model that does not continue the assistant's last message to do so.
pub(crate) const CONTINUE: &str =
    "Continue exactly where your last message stopped. Do not repeat any of it and do not comment on it.";

/// Whether the last message is a beginning that the model goes on with. Thoughts alone are none, and calls wait for
/// their results.
pub(crate) fn asks_to_continue(request: &ChatRequest) -> bool {
    let Some(last) = request.messages.last() else { return false };
    let has_words = last.parts.iter().any(|part| matches!(part, ChatPart::Text(text) if !text.trim().is_empty()));
    let ends_with_call = matches!(last.parts.last(), Some(ChatPart::ToolCall { .. }));
    last.role == ChatRole::Assistant && has_words && !ends_with_call
}

/// The words of a message; parts that the vendor keeps in one string are separated by an empty line.
pub(crate) fn words(message: &ChatMessage) -> String {
    let mut out = String::new();
    for part in &message.parts {
        let ChatPart::Text(text) = part else { continue };
        if text.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        out.push_str(text);
    }
    out
}

/// The words of a tool's answer.
pub(crate) fn result_text(parts: &[ChatPart]) -> String {
    let words = |part: &ChatPart| if let ChatPart::Text(text) = part { Some(text.clone()) } else { None };
    parts.iter().filter_map(words).collect::<Vec<_>>().join("\n\n")
}

/// A picture as an address that carries its bytes.
pub(crate) fn data_url(media_type: &str, base64: &str) -> String {
    ["data:", media_type, ";base64,", base64].concat()
}

/// The arguments of a call as JSON text. A call without arguments has an empty object.
pub(crate) fn arguments_text(arguments: &str) -> &str {
    if arguments.trim_ascii().is_empty() { "{}" } else { arguments }
}

/// The arguments of a call where the vendor wants an object.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Arguments<'a> {
    /// As the model wrote them.
    Object(&'a RawValue),
    /// The model wrote something else; the vendor would refuse the whole conversation for it.
    Broken {
        /// What it wrote.
        invalid_arguments: &'a str,
    },
}

impl<'a> Arguments<'a> {
    pub(crate) fn read(arguments: &'a str) -> Self {
        match serde_json::from_str::<&RawValue>(arguments_text(arguments)) {
            Ok(raw) if raw.get().starts_with('{') => Self::Object(raw),
            _ => Self::Broken { invalid_arguments: arguments },
        }
    }
}

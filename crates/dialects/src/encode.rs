//! What the encoders of all dialects share.

use models::chat::{ChatMessage, ChatPart, ChatRequest, ChatRole, Source};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::dialect::Dialect;
use crate::translate::notes::Notes;
use crate::{anthropic_messages, ollama, open_ai_chat, open_ai_responses};

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

/// Spells a request and notes what it leaves out.
pub(crate) fn encode_with(dialect: Dialect, request: &ChatRequest, notes: &mut Notes) -> Encoded {
    match dialect {
        Dialect::OpenAiChat => open_ai_chat::encode::encode(request, notes),
        Dialect::AnthropicMessages => anthropic_messages::encode::encode(request, notes),
        Dialect::Ollama => ollama::encode::encode(request, notes),
        Dialect::OpenAiResponses => open_ai_responses::encode::encode(request, notes),
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

/// Every part of the conversation, those of tools' answers included.
pub(crate) fn all_parts(request: &ChatRequest) -> impl Iterator<Item = &ChatPart> {
    request.messages.iter().flat_map(|message| &message.parts).flat_map(|part| {
        let inner: &[ChatPart] = if let ChatPart::ToolResult { parts, .. } = part { parts } else { &[] };
        std::iter::once(part).chain(inner)
    })
}

/// Where the bytes of all pictures and documents are.
pub(crate) fn sources(request: &ChatRequest) -> impl Iterator<Item = &Source> {
    all_parts(request).filter_map(|part| match part {
        ChatPart::Image { source, .. } | ChatPart::File { source, .. } => Some(source),
        ChatPart::Text(_)
        | ChatPart::Refusal(_)
        | ChatPart::Reasoning { .. }
        | ChatPart::ToolCall { .. }
        | ChatPart::ToolResult { .. } => None,
    })
}

/// The words of a message; parts that the vendor keeps in one string are separated by an empty line.
pub(crate) fn words(message: &ChatMessage) -> String {
    join(message.parts.iter().filter_map(|part| if let ChatPart::Text(text) = part { Some(text) } else { None }))
}

/// The words of a message where the vendor has no place for a refusal.
pub(crate) fn words_and_refusals(message: &ChatMessage) -> String {
    join(message.parts.iter().filter_map(|part| match part {
        ChatPart::Text(text) | ChatPart::Refusal(text) => Some(text),
        ChatPart::Image { .. }
        | ChatPart::File { .. }
        | ChatPart::Reasoning { .. }
        | ChatPart::ToolCall { .. }
        | ChatPart::ToolResult { .. } => None,
    }))
}

/// The texts of a message's thoughts.
pub(crate) fn thoughts(message: &ChatMessage) -> String {
    join(
        message
            .parts
            .iter()
            .filter_map(|part| if let ChatPart::Reasoning { text, .. } = part { Some(text) } else { None }),
    )
}

/// The words of a tool's answer.
pub(crate) fn result_text(parts: &[ChatPart]) -> String {
    join(parts.iter().filter_map(|part| if let ChatPart::Text(text) = part { Some(text) } else { None }))
}

/// The pictures and documents that tools answered with. Vendors whose results are words get them as the user's.
pub(crate) fn shown_by_tools(message: &ChatMessage) -> impl Iterator<Item = &ChatPart> {
    message.parts.iter().flat_map(|part| {
        let inner: &[ChatPart] = if let ChatPart::ToolResult { parts, .. } = part { parts } else { &[] };
        inner.iter().filter(|part| !matches!(part, ChatPart::Text(_)))
    })
}

fn join<'a>(texts: impl Iterator<Item = &'a String>) -> String {
    let mut out = String::new();
    for text in texts.filter(|text| !text.is_empty()) {
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        out.push_str(text);
    }
    out
}

/// A picture as an address that carries its bytes.
pub(crate) fn data_url(media_type: &str, base64: &str) -> String {
    ["data:", media_type, ";base64,", base64].concat()
}

/// The name of a document; OpenAI wants one beside bytes, and reads their type from it.
pub(crate) fn file_name<'a>(name: Option<&'a str>, source: &Source) -> Option<&'a str> {
    let Source::Base64 { media_type, .. } = source else { return name };
    let made_up = if media_type == "application/pdf" { "document.pdf" } else { "document.txt" };
    Some(name.unwrap_or(made_up))
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

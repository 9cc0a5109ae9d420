//! What a caller asks.

use bytes::Bytes;
use dialects::{Dialect, RequestError};
use models::chat::{ChatPart, ChatRequest};

use super::responses::Earlier;

/// What a caller asks.
pub struct Ask {
    pub(super) dialect: Dialect,
    pub(super) operation: Operation,
    pub(super) body: Bytes,
    pub(super) headers: Vec<(&'static str, String)>,
    /// Of `/v1/responses`: what the call goes on from.
    pub(super) earlier: Option<Earlier>,
}

/// Kinds of calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operation {
    /// An answer to a conversation.
    Chat,
    /// Ollama's answer to a prompt.
    Generate,
    /// Texts as vectors.
    Embed,
    /// How many tokens a prompt has.
    Count,
}

impl Ask {
    /// An answer to a conversation. The headers are those that mean something to the dialect's vendor.
    pub fn chat(dialect: Dialect, body: Bytes, headers: Vec<(&'static str, String)>) -> Self {
        Self { dialect, operation: Operation::Chat, body, headers, earlier: None }
    }

    /// An answer to a prompt, as Ollama's `/api/generate` has it.
    pub fn generate(dialect: Dialect, body: Bytes, headers: Vec<(&'static str, String)>) -> Self {
        Self { dialect, operation: Operation::Generate, body, headers, earlier: None }
    }

    /// Texts as vectors.
    pub fn embed(dialect: Dialect, body: Bytes, headers: Vec<(&'static str, String)>) -> Self {
        Self { dialect, operation: Operation::Embed, body, headers, earlier: None }
    }

    /// How many tokens a prompt has. It costs nothing and is not limited.
    pub fn count(dialect: Dialect, body: Bytes, headers: Vec<(&'static str, String)>) -> Self {
        Self { dialect, operation: Operation::Count, body, headers, earlier: None }
    }

    /// The words of the conversation. A request that cannot be read has none; whoever is asked says why.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        let request = self.decode().unwrap_or_default();
        for part in request.messages.iter().flat_map(|message| &message.parts) {
            if let ChatPart::Text(words) = part {
                text.push_str(words);
                text.push('\n');
            }
        }
        text
    }

    /// The request in no dialect.
    pub(super) fn decode(&self) -> Result<ChatRequest, RequestError> {
        let body = self.earlier.as_ref().map_or(&self.body, |earlier| &earlier.body);
        match self.operation {
            Operation::Generate => dialects::decode_generate(body),
            Operation::Chat | Operation::Embed | Operation::Count => dialects::decode_request(self.dialect, body),
        }
    }
}

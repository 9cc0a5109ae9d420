//! The wire formats and who speaks them.

use models::connection::ConnectionKind;

/// A vendor's wire format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// OpenAI's chat completions, and the many servers that speak them.
    OpenAiChat,
    /// Anthropic's messages.
    AnthropicMessages,
    /// Ollama's own chat.
    Ollama,
    /// OpenAI's responses.
    OpenAiResponses,
}

impl Dialect {
    /// All wire formats.
    pub const ALL: [Self; 4] = [Self::OpenAiChat, Self::AnthropicMessages, Self::Ollama, Self::OpenAiResponses];

    /// What a kind of connection speaks; `None` for the demo, which has no wire.
    pub fn of(kind: ConnectionKind) -> Option<Self> {
        match kind {
            ConnectionKind::OpenAi
            | ConnectionKind::Groq
            | ConnectionKind::OpenRouter
            | ConnectionKind::GithubCopilot
            | ConnectionKind::OpenAiCompatible => Some(Self::OpenAiChat),
            ConnectionKind::Anthropic => Some(Self::AnthropicMessages),
            ConnectionKind::Ollama => Some(Self::Ollama),
            ConnectionKind::Demo => None,
        }
    }
}

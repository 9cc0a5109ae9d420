//! Requests that clients write.

pub(crate) mod node;
pub(crate) mod shared;

use models::chat::ChatRequest;

use crate::dialect::Dialect;
use crate::{anthropic_messages, ollama, open_ai_chat, open_ai_responses};
use node::Node;

/// Why a client's request is refused before any vendor sees it. Fields are paths in the client's dialect, such as
/// `messages[2].content[0].type`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// The body is not JSON. Send JSON.
    #[error("The body is not JSON: {message}.")]
    Json {
        /// What is wrong, and where.
        message: String,
    },
    /// A field has a value of another type, or is missing. Correct it.
    #[error("`{field}` {message}.")]
    Invalid {
        /// The field.
        field: String,
        /// What it must be.
        message: String,
    },
    /// A field asks for what only the vendor of the dialect offers. Leave it out, or choose a model of that vendor.
    #[error("`{field}` is not supported for this model.")]
    Unsupported {
        /// The field.
        field: String,
    },
}

/// Reads a request that a client wrote. A field that is null is taken for absent.
///
/// `store` and `background: false` of the responses are left to the caller of this room; so are the earlier responses:
/// a body with `previous_response_id` is refused.
pub fn decode_request(dialect: Dialect, body: &[u8]) -> Result<ChatRequest, RequestError> {
    let root = Node::root(body)?;
    match dialect {
        Dialect::OpenAiChat => open_ai_chat::request::decode(root),
        Dialect::AnthropicMessages => anthropic_messages::request::decode(root),
        Dialect::Ollama => ollama::request::decode(root),
        Dialect::OpenAiResponses => open_ai_responses::request::decode(root),
    }
}

/// Reads a request to Ollama's `/api/generate`. A request without a prompt only loads the model; it has no messages.
pub fn decode_generate(body: &[u8]) -> Result<ChatRequest, RequestError> {
    ollama::generate::decode(Node::root(body)?)
}

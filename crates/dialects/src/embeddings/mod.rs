//! Embeddings: OpenAI's `/v1/embeddings`, which many servers speak, and Ollama's `/api/embed`. The other dialects have
//! none.

mod ollama;
mod open_ai;

use models::chat::VendorError;
use models::embedding::{EmbeddingInput, EmbeddingRequest, Embeddings};

use crate::dialect::Dialect;
use crate::encode::Encoded;
use crate::request::RequestError;
use crate::request::node::Node;
use crate::translate::Unsupported;

/// Reads a request that a client wrote. Dialects without embeddings are read as OpenAI's.
pub fn decode_embeddings_request(dialect: Dialect, body: &[u8]) -> Result<EmbeddingRequest, RequestError> {
    let root = Node::root(body)?;
    match dialect {
        Dialect::Ollama => ollama::decode_request(root),
        Dialect::OpenAiChat | Dialect::OpenAiResponses | Dialect::AnthropicMessages => open_ai::decode_request(root),
    }
}

/// Spells a request for a vendor.
pub fn encode_embeddings_request(dialect: Dialect, request: &EmbeddingRequest) -> Result<Encoded, Unsupported> {
    let unsupported = |field: &str, reason| Unsupported { field: field.to_owned(), reason };
    match dialect {
        Dialect::OpenAiChat | Dialect::OpenAiResponses => Ok(open_ai::encode_request(request)),
        Dialect::AnthropicMessages => Err(unsupported("model", "its vendor has no embeddings")),
        Dialect::Ollama => match &request.input {
            EmbeddingInput::Texts(texts) => Ok(ollama::encode_request(request, texts)),
            EmbeddingInput::Tokens(_) => Err(unsupported("input", "Ollama embeds texts; token ids are OpenAI's own")),
        },
    }
}

/// Reads a vendor's answer.
pub fn decode_embeddings(dialect: Dialect, body: &[u8]) -> Result<Embeddings, VendorError> {
    match dialect {
        Dialect::Ollama => ollama::decode(body),
        Dialect::OpenAiChat | Dialect::OpenAiResponses | Dialect::AnthropicMessages => open_ai::decode(body),
    }
}

/// Spells an answer for the caller who made the request. `estimated_tokens` stands in where the vendor did not count.
pub fn encode_embeddings(
    dialect: Dialect,
    request: &EmbeddingRequest,
    answer: &Embeddings,
    estimated_tokens: u64,
) -> Vec<u8> {
    let tokens = answer.input_tokens.unwrap_or(estimated_tokens);
    match dialect {
        Dialect::Ollama => ollama::encode(request, answer, tokens),
        Dialect::OpenAiChat | Dialect::OpenAiResponses | Dialect::AnthropicMessages => {
            open_ai::encode(request, answer, tokens)
        }
    }
}

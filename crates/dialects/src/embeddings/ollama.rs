//! Ollama's spelling.

use models::chat::VendorError;
use models::embedding::{EmbeddingInput, EmbeddingRequest, Embeddings};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::dialect::Dialect;
use crate::encode::Encoded;
use crate::errors;
use crate::request::RequestError;
use crate::request::node::Node;
use crate::request::shared::texts;
use crate::wire_out;

/// Ollama passes over fields that it does not know; so does this reader, and tells which.
pub(super) fn decode_request(root: Node<'_>) -> Result<EmbeddingRequest, RequestError> {
    let mut body = root.object()?;
    let mut request = EmbeddingRequest {
        model: body.required("model")?.text()?,
        input: EmbeddingInput::Texts(texts(Some(body.required("input")?))?),
        dimensions: body.count("dimensions")?,
        base64: false,
        user: None,
        ignored: Vec::new(),
    };
    body.ignore_rest(&mut request.ignored);
    Ok(request)
}

#[derive(Serialize)]
struct Request<'a> {
    model: &'a str,
    input: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    dimensions: Option<u32>,
}

pub(super) fn encode_request(request: &EmbeddingRequest, input: &[String]) -> Encoded {
    Encoded::new("/api/embed", &Request { model: &request.model, input, dimensions: request.dimensions })
}

#[derive(Deserialize)]
struct Answer {
    model: Option<String>,
    embeddings: Option<Vec<Vec<f32>>>,
    prompt_eval_count: Option<u64>,
    error: Option<Value>,
}

pub(super) fn decode(body: &[u8]) -> Result<Embeddings, VendorError> {
    let not_embeddings = || errors::garbage("an answer that is not a list of embeddings");
    let answer: Answer = serde_json::from_slice(body).map_err(|_| not_embeddings())?;
    if let Some(error) = answer.error {
        return Err(errors::from_value(Dialect::Ollama, &error));
    }
    Ok(Embeddings {
        model: answer.model.unwrap_or_default(),
        vectors: answer.embeddings.ok_or_else(not_embeddings)?,
        input_tokens: answer.prompt_eval_count,
    })
}

#[derive(Serialize)]
struct WireAnswer<'a> {
    model: &'a str,
    embeddings: &'a [Vec<f32>],
    total_duration: u64,
    load_duration: u64,
    prompt_eval_count: u64,
}

/// Durations are the server's own affair; clients want the fields.
pub(super) fn encode(request: &EmbeddingRequest, answer: &Embeddings, tokens: u64) -> Vec<u8> {
    wire_out::body(&WireAnswer {
        model: &request.model,
        embeddings: &answer.vectors,
        total_duration: 0,
        load_duration: 0,
        prompt_eval_count: tokens,
    })
}

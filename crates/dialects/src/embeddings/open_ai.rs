//! OpenAI's spelling.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use models::chat::VendorError;
use models::embedding::{EmbeddingInput, EmbeddingRequest, Embeddings};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::dialect::Dialect;
use crate::encode::Encoded;
use crate::errors;
use crate::request::RequestError;
use crate::request::node::Node;
use crate::wire_out;

/// Bytes of a 32-bit float.
const FLOAT_BYTES: usize = 4;

pub(super) fn decode_request(root: Node<'_>) -> Result<EmbeddingRequest, RequestError> {
    let mut body = root.object()?;
    let format = body.take("encoding_format");
    let base64 = match format.as_ref().map(Node::text).transpose()?.as_deref() {
        None | Some("float") => false,
        Some("base64") => true,
        Some(_) => {
            return Err(RequestError::Invalid {
                field: "encoding_format".to_owned(),
                message: "must be `float` or `base64`".to_owned(),
            });
        }
    };
    let request = EmbeddingRequest {
        model: body.required("model")?.text()?,
        input: input(&body.required("input")?)?,
        dimensions: body.count("dimensions")?,
        base64,
        user: body.text("user")?,
        ignored: Vec::new(),
    };
    body.finish()?;
    Ok(request)
}

/// A text, texts, the tokens of a text, or those of several.
fn input(node: &Node<'_>) -> Result<EmbeddingInput, RequestError> {
    const EXPECTED: &str = "a string, or a list of strings, of tokens or of lists of tokens";
    if node.is_text() {
        return Ok(EmbeddingInput::Texts(vec![node.text()?]));
    }
    if let Ok(texts) = node.read::<Vec<String>>(EXPECTED) {
        return Ok(EmbeddingInput::Texts(texts));
    }
    if let Ok(tokens) = node.read::<Vec<u32>>(EXPECTED) {
        return Ok(EmbeddingInput::Tokens(vec![tokens]));
    }
    node.read(EXPECTED).map(EmbeddingInput::Tokens)
}

#[derive(Serialize)]
struct Request<'a> {
    model: &'a str,
    input: Input<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dimensions: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Input<'a> {
    Texts(&'a [String]),
    Tokens(&'a [Vec<u32>]),
}

/// Floats are asked for: not every server knows base64.
pub(super) fn encode_request(request: &EmbeddingRequest) -> Encoded {
    let input = match &request.input {
        EmbeddingInput::Texts(texts) => Input::Texts(texts),
        EmbeddingInput::Tokens(tokens) => Input::Tokens(tokens),
    };
    let body = Request { model: &request.model, input, dimensions: request.dimensions, user: request.user.as_deref() };
    Encoded::new("/embeddings", &body)
}

#[derive(Deserialize)]
struct Answer {
    model: Option<String>,
    data: Option<Vec<Item>>,
    usage: Option<WireUsage>,
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Item {
    #[serde(default)]
    index: usize,
    embedding: Vector,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Vector {
    Floats(Vec<f32>),
    Base64(String),
}

#[derive(Deserialize)]
struct WireUsage {
    prompt_tokens: Option<u64>,
}

pub(super) fn decode(body: &[u8]) -> Result<Embeddings, VendorError> {
    let not_embeddings = || errors::garbage("an answer that is not a list of embeddings");
    let answer: Answer = serde_json::from_slice(body).map_err(|_| not_embeddings())?;
    if let Some(error) = answer.error {
        return Err(errors::from_value(Dialect::OpenAiChat, &error));
    }
    let mut items = answer.data.ok_or_else(not_embeddings)?;
    items.sort_by_key(|item| item.index);
    let vectors = items.into_iter().map(|item| floats(item.embedding)).collect::<Option<_>>();
    Ok(Embeddings {
        model: answer.model.unwrap_or_default(),
        vectors: vectors.ok_or_else(not_embeddings)?,
        input_tokens: answer.usage.and_then(|usage| usage.prompt_tokens),
    })
}

fn floats(vector: Vector) -> Option<Vec<f32>> {
    match vector {
        Vector::Floats(floats) => Some(floats),
        Vector::Base64(text) => {
            let bytes = STANDARD.decode(text).ok()?;
            let (floats, rest) = bytes.as_chunks::<FLOAT_BYTES>();
            rest.is_empty().then(|| floats.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
        }
    }
}

#[derive(Serialize)]
struct List<'a> {
    object: &'static str,
    data: Vec<WireItem<'a>>,
    model: &'a str,
    usage: Tokens,
}

#[derive(Serialize)]
struct WireItem<'a> {
    object: &'static str,
    index: usize,
    embedding: WireVector<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum WireVector<'a> {
    Floats(&'a [f32]),
    Base64(String),
}

#[derive(Serialize)]
struct Tokens {
    prompt_tokens: u64,
    total_tokens: u64,
}

pub(super) fn encode(request: &EmbeddingRequest, answer: &Embeddings, tokens: u64) -> Vec<u8> {
    let spell = |floats: &Vec<f32>| {
        let bytes: Vec<u8> = floats.iter().flat_map(|float| float.to_le_bytes()).collect();
        WireVector::Base64(STANDARD.encode(bytes))
    };
    let item = |(index, vector)| WireItem {
        object: "embedding",
        index,
        embedding: if request.base64 { spell(vector) } else { WireVector::Floats(vector) },
    };
    wire_out::body(&List {
        object: "list",
        data: answer.vectors.iter().enumerate().map(item).collect(),
        model: &request.model,
        usage: Tokens { prompt_tokens: tokens, total_tokens: tokens },
    })
}

//! What the gateway reads of a request that it passes on as it is, and what it changes in it.

mod rewrite;
mod scan;

use std::borrow::Cow;
use std::ops::Range;

use bytes::Bytes;

use crate::dialect::Dialect;
use crate::estimate;
use crate::request::RequestError;
pub use rewrite::{Rewrite, rewrite_request};
use scan::Scan;

/// A request's body, read where it decides about routing, limits and prices, in one pass and without a copy. The rest
/// is not checked: the vendor reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peek<'a> {
    /// The model that was asked for.
    pub model: Cow<'a, str>,
    /// Where its name is written, with the quotes.
    pub model_span: Range<usize>,
    /// Whether the answer is wanted in pieces.
    pub stream: bool,
    /// The chat completions' `stream_options.include_usage`.
    pub include_usage: Option<bool>,
    /// The limit of the answer, by whichever name; the larger where there are two.
    pub max_output_tokens: Option<u64>,
    /// How many answers; at least 1.
    pub n: u64,
    /// Whether tools are offered.
    pub has_tools: bool,
    /// The caller's own name for the person who asks: `user`, or Anthropic's `metadata.user_id`.
    pub user: Option<Cow<'a, str>>,
    /// The responses' `previous_response_id`.
    pub previous_response_id: Option<Cow<'a, str>>,
    /// The responses' `store`.
    pub store: Option<bool>,
    /// The responses' `background`.
    pub background: bool,
    /// Bytes of text in the conversation, the instructions and the tools, as written in JSON. An upper estimate.
    pub text_bytes: usize,
    /// Pictures, documents and encrypted thoughts that are sent as bytes.
    pub blobs: usize,
    blob_tokens: u64,
    dialect: Dialect,
    fields: scan::Fields,
}

impl Peek<'_> {
    /// How many tokens the prompt has, roughly; errs towards too many.
    pub fn estimate_input_tokens(&self) -> u64 {
        estimate::of_bytes(self.text_bytes).saturating_add(self.blob_tokens)
    }

    /// Counts the texts of another request instead of this one's: the same, with what came before it.
    pub fn count_as(&mut self, whole: &Peek<'_>) {
        (self.text_bytes, self.blobs, self.blob_tokens) = (whole.text_bytes, whole.blobs, whole.blob_tokens);
    }

    /// The responses' `input` in the body that was read, as JSON with commas between the items. A text is an item.
    pub fn input_items(&self, body: &Bytes) -> Bytes {
        let Some(input) = self.fields.get("input") else { return Bytes::new() };
        match (body[input.start], body[input.clone()].len()) {
            (b'[', 2..) => body.slice(input.start + 1..input.end - 1),
            (b'"', _) => {
                let text = String::from_utf8_lossy(&body[input]);
                Bytes::from(format!(r#"{{"role":"user","content":{text}}}"#))
            }
            _ => Bytes::new(),
        }
    }
}

/// Reads what decides about a request. A field that decides something must not be written twice, in whatever case:
/// vendors differ in which of two they believe, and some do not look at the case.
pub fn peek_request(dialect: Dialect, body: &[u8]) -> Result<Peek<'_>, RequestError> {
    let scan = Scan::read(body)?;
    let value = |name| scan.fields.get(name).map(|span| &body[span]).filter(|value| *value != b"null");
    let model_span = scan.fields.get("model").filter(|span| body[span.clone()] != *b"null");
    let model_span = model_span.ok_or_else(|| invalid("model", "is required"))?;
    let model = text(&body[model_span.clone()]).ok_or_else(|| invalid("model", "must be a string"))?;
    let stream = value("stream").map(|value| switch("stream", value)).transpose()?;
    let count = |name| value(name).and_then(count);
    let limits = [count("max_tokens"), count("max_completion_tokens"), count("max_output_tokens")];
    let in_options = value("options").and_then(|options| inner(options, "num_predict")).and_then(self::count);
    let user_id = value("metadata").and_then(|metadata| inner(metadata, "user_id")).and_then(text);
    Ok(Peek {
        model,
        model_span,
        stream: stream.unwrap_or(dialect == Dialect::Ollama),
        include_usage: value("stream_options")
            .and_then(|options| inner(options, "include_usage"))
            .and_then(|value| switch("stream_options.include_usage", value).ok()),
        max_output_tokens: limits.into_iter().flatten().chain(in_options).max(),
        n: count("n").unwrap_or(1).max(1),
        has_tools: value("tools").is_some_and(|tools| !scan::is_empty_list(tools)),
        user: value("user").and_then(text).or(user_id),
        previous_response_id: value("previous_response_id").and_then(text),
        store: value("store").and_then(|value| switch("store", value).ok()),
        background: value("background") == Some(b"true"),
        text_bytes: scan.text_bytes,
        blobs: scan.blobs,
        blob_tokens: scan.blob_tokens,
        dialect,
        fields: scan.fields,
    })
}

fn invalid(field: &str, message: &str) -> RequestError {
    RequestError::Invalid { field: field.to_owned(), message: message.to_owned() }
}

fn switch(field: &str, value: &[u8]) -> Result<bool, RequestError> {
    match value {
        b"true" => Ok(true),
        b"false" => Ok(false),
        _ => Err(invalid(field, "must be true or false")),
    }
}

fn count(value: &[u8]) -> Option<u64> {
    serde_json::from_slice(value).ok()
}

/// A string, borrowed where it is written without escapes.
fn text(value: &[u8]) -> Option<Cow<'_, str>> {
    if let Ok(text) = serde_json::from_slice::<&str>(value) {
        return Some(text.into());
    }
    serde_json::from_slice::<String>(value).ok().map(Cow::from)
}

/// A field of a small object.
fn inner<'a>(object: &'a [u8], name: &str) -> Option<&'a [u8]> {
    let span = scan::field_of(object, name)?;
    Some(&object[span])
}

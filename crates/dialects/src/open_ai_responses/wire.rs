//! The shapes of events and of a whole response.

use std::borrow::Cow;

use models::run::Usage;
use serde::Deserialize;
use serde_json::Value;

/// Every event has a type and some of the other fields.
#[derive(Deserialize)]
pub(super) struct Event<'a> {
    #[serde(borrow)]
    pub(super) r#type: Cow<'a, str>,
    #[serde(default)]
    pub(super) output_index: u32,
    #[serde(default)]
    pub(super) summary_index: u32,
    pub(super) delta: Option<String>,
    pub(super) logprobs: Option<Value>,
    pub(super) item: Option<Item>,
    pub(super) response: Option<Response>,
}

/// The types inside an event, without the rest.
#[derive(Deserialize)]
pub(super) struct EventKind {
    pub(super) r#type: String,
    pub(super) item: Option<ItemKind>,
}

#[derive(Deserialize)]
pub(super) struct ItemKind {
    pub(super) r#type: String,
}

/// A response without its output, which the events have told already.
#[derive(Deserialize)]
pub(super) struct Response {
    pub(super) model: Option<String>,
    pub(super) status: Option<String>,
    pub(super) usage: Option<WireUsage>,
    pub(super) error: Option<Value>,
    pub(super) incomplete_details: Option<IncompleteDetails>,
}

#[derive(Deserialize)]
pub(super) struct IncompleteDetails {
    pub(super) reason: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Item {
    pub(super) r#type: String,
    pub(super) id: Option<String>,
    /// Of a message or a thought.
    pub(super) content: Option<Vec<Part>>,
    /// Of a thought.
    pub(super) summary: Option<Vec<Part>>,
    pub(super) encrypted_content: Option<String>,
    /// Of a function call.
    pub(super) call_id: Option<String>,
    pub(super) name: Option<String>,
    pub(super) arguments: Option<String>,
    /// Of a picture: base64.
    pub(super) result: Option<String>,
    pub(super) output_format: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Part {
    pub(super) r#type: String,
    pub(super) text: Option<String>,
    pub(super) logprobs: Option<Value>,
    pub(super) refusal: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct WireUsage {
    input_tokens: Option<u64>,
    output_tokens: Option<u64>,
    input_tokens_details: Option<InputDetails>,
    output_tokens_details: Option<OutputDetails>,
}

#[derive(Deserialize)]
struct InputDetails {
    cached_tokens: Option<u64>,
    cache_write_tokens: Option<u64>,
}

#[derive(Deserialize)]
struct OutputDetails {
    reasoning_tokens: Option<u64>,
}

impl WireUsage {
    pub(super) fn read(&self) -> Usage {
        let input = self.input_tokens_details.as_ref();
        let reasoning = self.output_tokens_details.as_ref().and_then(|details| details.reasoning_tokens);
        Usage {
            input_tokens: self.input_tokens.unwrap_or(0),
            output_tokens: self.output_tokens.unwrap_or(0),
            cache_read_tokens: input.and_then(|details| details.cached_tokens).unwrap_or(0),
            cache_write_tokens: input.and_then(|details| details.cache_write_tokens).unwrap_or(0),
            reasoning_tokens: reasoning.unwrap_or(0),
        }
    }
}

//! The shapes of events and of a whole message.

use std::borrow::Cow;

use models::run::Usage;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// Every event has a type and one or two of the other fields.
#[derive(Deserialize)]
pub(super) struct Event<'a> {
    #[serde(borrow)]
    pub(super) r#type: Cow<'a, str>,
    #[serde(default)]
    pub(super) index: u32,
    pub(super) message: Option<MessageStart>,
    pub(super) content_block: Option<Block>,
    #[serde(borrow)]
    pub(super) delta: Option<Delta<'a>>,
    pub(super) usage: Option<WireUsage>,
    pub(super) error: Option<Value>,
}

/// The types inside an event, without the rest.
#[derive(Deserialize)]
pub(super) struct EventKind {
    pub(super) r#type: String,
    pub(super) content_block: Option<Kind>,
    pub(super) delta: Option<Kind>,
}

#[derive(Deserialize)]
pub(super) struct Kind {
    #[serde(default)]
    pub(super) r#type: String,
}

#[derive(Deserialize)]
pub(super) struct MessageStart {
    pub(super) model: Option<String>,
    pub(super) usage: Option<WireUsage>,
}

#[derive(Deserialize)]
pub(super) struct Block {
    pub(super) r#type: String,
    pub(super) text: Option<String>,
    pub(super) thinking: Option<String>,
    /// Of a redacted thought.
    pub(super) data: Option<String>,
    pub(super) id: Option<String>,
    pub(super) name: Option<String>,
    /// Complete in whole messages only.
    pub(super) signature: Option<String>,
    pub(super) input: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
pub(super) struct Delta<'a> {
    #[serde(borrow, default)]
    pub(super) r#type: Cow<'a, str>,
    pub(super) text: Option<String>,
    pub(super) thinking: Option<String>,
    pub(super) signature: Option<String>,
    pub(super) partial_json: Option<String>,
    pub(super) stop_reason: Option<String>,
    pub(super) stop_sequence: Option<String>,
    pub(super) stop_details: Option<StopDetails>,
}

/// Why the model declined, where the vendor tells.
#[derive(Deserialize)]
pub(super) struct StopDetails {
    pub(super) explanation: Option<String>,
}

/// A whole message, or an error.
#[derive(Deserialize)]
pub(super) struct Message {
    pub(super) model: Option<String>,
    pub(super) content: Option<Vec<Block>>,
    pub(super) stop_reason: Option<String>,
    pub(super) stop_sequence: Option<String>,
    pub(super) stop_details: Option<StopDetails>,
    pub(super) usage: Option<WireUsage>,
    pub(super) error: Option<Value>,
}

/// Counts so far: a later event repeats some of them and leaves others out.
#[derive(Debug, Default, Deserialize)]
pub(super) struct WireUsage {
    input_tokens: Option<u64>,
    output_tokens: Option<u64>,
    cache_read_input_tokens: Option<u64>,
    cache_creation_input_tokens: Option<u64>,
    output_tokens_details: Option<OutputDetails>,
}

#[derive(Debug, Deserialize)]
struct OutputDetails {
    thinking_tokens: Option<u64>,
}

impl WireUsage {
    pub(super) fn update(&mut self, later: Self) {
        self.input_tokens = later.input_tokens.or(self.input_tokens);
        self.output_tokens = later.output_tokens.or(self.output_tokens);
        self.cache_read_input_tokens = later.cache_read_input_tokens.or(self.cache_read_input_tokens);
        self.cache_creation_input_tokens = later.cache_creation_input_tokens.or(self.cache_creation_input_tokens);
        self.output_tokens_details = later.output_tokens_details.or(self.output_tokens_details.take());
    }

    /// The vendor counts cached prompt tokens apart; we count them in.
    pub(super) fn read(&self) -> Usage {
        let cache_read_tokens = self.cache_read_input_tokens.unwrap_or(0);
        let cache_write_tokens = self.cache_creation_input_tokens.unwrap_or(0);
        let fresh = self.input_tokens.unwrap_or(0);
        let details = self.output_tokens_details.as_ref();
        Usage {
            input_tokens: fresh.saturating_add(cache_read_tokens).saturating_add(cache_write_tokens),
            output_tokens: self.output_tokens.unwrap_or(0),
            cache_read_tokens,
            cache_write_tokens,
            reasoning_tokens: details.and_then(|details| details.thinking_tokens).unwrap_or(0),
        }
    }
}

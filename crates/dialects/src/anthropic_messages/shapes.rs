//! What events and whole messages have in common.

use models::run::{FinishReason, Usage};
use serde::Serialize;

use crate::encode::Arguments;

/// The counts. The vendor counts cached prompt tokens apart; ours count them in.
#[derive(Serialize)]
pub(super) struct WireUsage {
    input_tokens: u64,
    cache_creation_input_tokens: u64,
    cache_read_input_tokens: u64,
    output_tokens: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    output_tokens_details: Option<OutputDetails>,
}

#[derive(Serialize)]
struct OutputDetails {
    thinking_tokens: u64,
}

impl From<Usage> for WireUsage {
    fn from(usage: Usage) -> Self {
        let cached = usage.cache_read_tokens.saturating_add(usage.cache_write_tokens);
        let thinking_tokens = usage.reasoning_tokens;
        Self {
            input_tokens: usage.input_tokens.saturating_sub(cached),
            cache_creation_input_tokens: usage.cache_write_tokens,
            cache_read_input_tokens: usage.cache_read_tokens,
            output_tokens: usage.output_tokens,
            output_tokens_details: (thinking_tokens > 0).then_some(OutputDetails { thinking_tokens }),
        }
    }
}

/// A block, at its beginning in a stream, complete in a message.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Block<'a> {
    Text { text: &'a str },
    Thinking { thinking: &'a str, signature: &'a str },
    RedactedThinking { data: &'a str },
    ToolUse { id: &'a str, name: &'a str, input: Arguments<'a> },
}

/// Why the answer ended.
#[derive(Serialize)]
pub(super) struct Stop<'a> {
    stop_reason: &'static str,
    stop_sequence: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stop_details: Option<StopDetails<'a>>,
}

#[derive(Serialize)]
struct StopDetails<'a> {
    r#type: &'static str,
    category: Option<&'static str>,
    explanation: &'a str,
}

impl<'a> Stop<'a> {
    /// The words of a refusal are its explanation.
    pub(super) fn new(reason: FinishReason, stop_sequence: Option<&'a str>, refusal: &'a str) -> Self {
        let stop_reason = match reason {
            FinishReason::Stop if stop_sequence.is_some() => "stop_sequence",
            FinishReason::Stop | FinishReason::Other => "end_turn",
            FinishReason::Length => "max_tokens",
            FinishReason::ToolCalls => "tool_use",
            FinishReason::ContentFilter | FinishReason::Refusal => "refusal",
        };
        let explained = || StopDetails { r#type: "refusal", category: None, explanation: refusal };
        Self { stop_reason, stop_sequence, stop_details: (!refusal.is_empty()).then(explained) }
    }
}

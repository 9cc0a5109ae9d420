//! What goes into a model.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::message::ChatMessage;
use super::raw_json::RawJson;
use crate::run::ReasoningEffort;

/// A request to a model: all that the dialects together can say. What is `None` or empty is left to the vendor.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChatRequest {
    /// The vendor's model id.
    pub model: String,
    /// Instructions before the conversation.
    pub system: Option<String>,
    /// The conversation, oldest first.
    pub messages: Vec<ChatMessage>,
    /// Tools the model may call.
    pub tools: Vec<ToolSpec>,
    /// Whether and which tool it calls.
    pub tool_choice: Option<ToolChoice>,
    /// Whether it may call several tools at once.
    pub parallel_tool_calls: Option<bool>,
    /// Randomness.
    pub temperature: Option<f64>,
    /// Share of probability mass.
    pub top_p: Option<f64>,
    /// How many of the likeliest tokens to sample from.
    pub top_k: Option<u32>,
    /// Least probability, as a share of the likeliest token's.
    pub min_p: Option<f64>,
    /// Penalty for tokens by how often they occurred.
    pub frequency_penalty: Option<f64>,
    /// Penalty for tokens that occurred.
    pub presence_penalty: Option<f64>,
    /// Added to the scores of tokens, by the vendor's token id.
    pub logit_bias: BTreeMap<String, f64>,
    /// For answers that can be repeated.
    pub seed: Option<i64>,
    /// Texts that end the answer.
    pub stop: Vec<String>,
    /// Most tokens of the answer.
    pub max_output_tokens: Option<u32>,
    /// How many answers.
    pub n: Option<u32>,
    /// Whether the probabilities of the answer's tokens are wanted.
    pub logprobs: Option<bool>,
    /// How many alternatives to each token.
    pub top_logprobs: Option<u32>,
    /// The form of the answer.
    pub response_format: Option<ResponseFormat>,
    /// How wordy the answer is.
    pub verbosity: Option<Verbosity>,
    /// How long to think.
    pub reasoning_effort: Option<Effort>,
    /// Most tokens to think with.
    pub reasoning_budget_tokens: Option<u32>,
    /// How much is told of the thoughts.
    pub reasoning_summary: Option<ReasoningSummary>,
    /// The caller's own name for the person who asks.
    pub user: Option<String>,
    /// The caller's own labels.
    pub metadata: BTreeMap<String, String>,
    /// The vendor's class of speed and price, in OpenAI's words.
    pub service_tier: Option<String>,
    /// Whether the answer is wanted in pieces.
    pub stream: bool,
    /// Whether a caller of the chat completions wants the token counts at the end of a stream.
    pub include_usage: Option<bool>,
    /// Fields of the caller's dialect that were read, say nothing about the answer, and have no place here.
    pub ignored: Vec<String>,
}

/// A tool the model may call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ToolSpec {
    /// Its name.
    pub name: String,
    /// When to call it.
    pub description: String,
    /// JSON Schema of its arguments.
    pub parameters: RawJson,
    /// Whether arguments must fit the schema.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strict: Option<bool>,
}

/// Whether and which tool a model calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ToolChoice {
    /// As it likes.
    Auto,
    /// It calls none.
    None,
    /// It calls at least one.
    Required,
    /// It calls this one.
    Named(String),
}

/// The form of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum ResponseFormat {
    /// Words.
    Text,
    /// Any JSON object.
    JsonObject,
    /// JSON that fits a schema.
    JsonSchema(JsonSchemaFormat),
}

/// The schema that an answer fits.
#[derive(Debug, Clone, PartialEq)]
pub struct JsonSchemaFormat {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// JSON Schema.
    pub schema: RawJson,
    /// Whether the vendor guarantees the fit.
    pub strict: Option<bool>,
}

/// How wordy an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verbosity {
    /// Terse.
    Low,
    /// As usual.
    Medium,
    /// At length.
    High,
}

/// How long a model thinks, in the words of all vendors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Effort {
    /// Not at all.
    None,
    /// Hardly.
    Minimal,
    /// Briefly.
    Low,
    /// As usual.
    Medium,
    /// At length.
    High,
    /// At greater length.
    XHigh,
    /// Without restraint.
    Max,
}

impl From<ReasoningEffort> for Effort {
    fn from(effort: ReasoningEffort) -> Self {
        match effort {
            ReasoningEffort::Low => Self::Low,
            ReasoningEffort::Medium => Self::Medium,
            ReasoningEffort::High => Self::High,
        }
    }
}

/// How much is told of a model's thoughts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasoningSummary {
    /// What the vendor thinks best.
    Auto,
    /// Little.
    Concise,
    /// Much.
    Detailed,
}

//! Requests, written.

use models::chat::{ChatRequest, Effort, RawJson, ResponseFormat, ToolChoice, ToolSpec};
use serde::Serialize;

use super::conversation::{self, Message};
use crate::effort;
use crate::encode::Encoded;
use crate::translate::Field;
use crate::translate::notes::Notes;

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    messages: Vec<Message<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tools: Vec<Tool<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    think: Option<Think>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<Format<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logprobs: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    top_logprobs: Option<u32>,
    #[serde(skip_serializing_if = "Options::is_empty")]
    options: Options<'a>,
    stream: bool,
}

#[derive(Serialize, PartialEq, Default)]
struct Options<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    top_p: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    top_k: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_p: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    frequency_penalty: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    presence_penalty: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<i64>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    stop: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    num_predict: Option<u32>,
}

impl Options<'_> {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[derive(Serialize)]
#[serde(untagged)]
enum Think {
    Level(Effort),
    Switch(bool),
}

#[derive(Serialize)]
#[serde(untagged)]
enum Format<'a> {
    Word(&'static str),
    Schema(&'a RawJson),
}

#[derive(Serialize)]
struct Tool<'a> {
    r#type: &'static str,
    function: OfferedFunction<'a>,
}

#[derive(Serialize)]
struct OfferedFunction<'a> {
    name: &'a str,
    description: &'a str,
    parameters: &'a RawJson,
}

/// A last message of the assistant is continued by Ollama itself.
pub(crate) fn encode(request: &ChatRequest, notes: &mut Notes) -> Encoded {
    let body = Body {
        model: &request.model,
        messages: conversation::messages(request, notes),
        tools: tools(request, notes),
        think: effort::to_tell(request, notes).and_then(|effort| think(&request.model, effort, notes)),
        format: request.response_format.as_ref().and_then(format),
        logprobs: request.logprobs,
        top_logprobs: request.top_logprobs,
        options: Options {
            temperature: request.temperature,
            top_p: request.top_p,
            top_k: request.top_k,
            min_p: request.min_p,
            frequency_penalty: request.frequency_penalty,
            presence_penalty: request.presence_penalty,
            seed: request.seed,
            stop: &request.stop,
            num_predict: request.max_output_tokens,
        },
        stream: request.stream,
    };
    Encoded::new(super::PATH, &body)
}

/// Ollama has no word for tools that must not be called; it is not offered any.
fn tools<'a>(request: &'a ChatRequest, notes: &mut Notes) -> Vec<Tool<'a>> {
    if request.tool_choice == Some(ToolChoice::None) {
        notes.drop(Field::ToolChoice);
        return Vec::new();
    }
    request.tools.iter().map(tool).collect()
}

fn tool(tool: &ToolSpec) -> Tool<'_> {
    let function = OfferedFunction { name: &tool.name, description: &tool.description, parameters: &tool.parameters };
    Tool { r#type: "function", function }
}

fn format(format: &ResponseFormat) -> Option<Format<'_>> {
    match format {
        ResponseFormat::Text => None,
        ResponseFormat::JsonObject => Some(Format::Word("json")),
        ResponseFormat::JsonSchema(format) => Some(Format::Schema(&format.schema)),
    }
}

/// Only gpt-oss knows levels, and it always thinks; the other models can be asked to think or not.
fn think(model: &str, effort: Effort, notes: &mut Notes) -> Option<Think> {
    if !model.contains("gpt-oss") {
        return Some(Think::Switch(effort != Effort::None));
    }
    match effort {
        Effort::None => {
            notes.drop(Field::ReasoningEffort);
            None
        }
        Effort::Minimal | Effort::Low => Some(Think::Level(Effort::Low)),
        Effort::Medium => Some(Think::Level(Effort::Medium)),
        Effort::High | Effort::XHigh | Effort::Max => Some(Think::Level(Effort::High)),
    }
}

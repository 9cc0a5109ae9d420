//! Requests, written.

use std::collections::BTreeMap;

use models::chat::{ChatRequest, Effort, JsonSchemaFormat, RawJson, ResponseFormat, ToolChoice, ToolSpec, Verbosity};
use serde::Serialize;

use super::conversation::{self, Message};
use crate::effort;
use crate::encode::Encoded;
use crate::families;
use crate::translate::Field;
use crate::translate::notes::Notes;

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    messages: Vec<Message<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tools: Vec<Tool<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_choice: Option<Choice<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parallel_tool_calls: Option<bool>,
    #[serde(flatten)]
    sampling: Sampling<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_completion_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasoning_effort: Option<Effort>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verbosity: Option<Verbosity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_format: Option<Format<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<&'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    metadata: &'a BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_tier: Option<&'a str>,
    stream: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream_options: Option<StreamOptions>,
}

#[derive(Serialize)]
struct Sampling<'a> {
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
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    logit_bias: &'a BTreeMap<String, f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<i64>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    stop: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logprobs: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    top_logprobs: Option<u32>,
}

#[derive(Serialize)]
struct StreamOptions {
    include_usage: bool,
}

#[derive(Serialize)]
struct Tool<'a> {
    r#type: &'static str,
    function: OfferedFunction<'a>,
}

#[derive(Serialize)]
struct OfferedFunction<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    parameters: &'a RawJson,
    #[serde(skip_serializing_if = "Option::is_none")]
    strict: Option<bool>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Choice<'a> {
    Word(&'static str),
    Named { r#type: &'static str, function: NamedFunction<'a> },
}

#[derive(Serialize)]
struct NamedFunction<'a> {
    name: &'a str,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Format<'a> {
    Text,
    JsonObject,
    JsonSchema { json_schema: Schema<'a> },
}

/// A schema with its name, as the responses write it, too.
#[derive(Serialize)]
pub(crate) struct Schema<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    schema: &'a RawJson,
    #[serde(skip_serializing_if = "Option::is_none")]
    strict: Option<bool>,
}

/// OpenAI's reasoning models take their own name for the token limit, refuse sampling, and call the system developer.
pub(crate) fn encode(request: &ChatRequest, notes: &mut Notes) -> Encoded {
    let reasons = families::is_open_ai_reasoning(&request.model);
    let has_tools = !request.tools.is_empty();
    // OpenAI refuses to be told about the calling of tools where there are none.
    notes.drop_if(!has_tools && request.tool_choice.is_some(), Field::ToolChoice);
    notes.drop_if(!has_tools && request.parallel_tool_calls.is_some(), Field::ParallelToolCalls);
    let body = Body {
        model: &request.model,
        messages: conversation::messages(request, reasons, notes),
        tools: request.tools.iter().map(tool).collect(),
        tool_choice: request.tool_choice.as_ref().filter(|_| has_tools).map(choice),
        parallel_tool_calls: request.parallel_tool_calls.filter(|_| has_tools),
        sampling: sampling(request, reasons, notes),
        max_tokens: request.max_output_tokens.filter(|_| !reasons),
        max_completion_tokens: request.max_output_tokens.filter(|_| reasons),
        reasoning_effort: effort::to_tell(request, notes),
        verbosity: request.verbosity,
        response_format: request.response_format.as_ref().map(format),
        user: request.user.as_deref(),
        metadata: &request.metadata,
        service_tier: request.service_tier.as_deref(),
        stream: request.stream,
        stream_options: request.stream.then_some(StreamOptions { include_usage: true }),
    };
    Encoded::new(super::PATH, &body)
}

fn sampling<'a>(request: &'a ChatRequest, reasons: bool, notes: &mut Notes) -> Sampling<'a> {
    notes.drop_if(reasons && request.temperature.is_some(), Field::Temperature);
    notes.drop_if(reasons && request.top_p.is_some(), Field::TopP);
    Sampling {
        temperature: request.temperature.filter(|_| !reasons),
        top_p: request.top_p.filter(|_| !reasons),
        top_k: request.top_k,
        min_p: request.min_p,
        frequency_penalty: request.frequency_penalty,
        presence_penalty: request.presence_penalty,
        logit_bias: &request.logit_bias,
        seed: request.seed,
        stop: &request.stop,
        n: request.n,
        logprobs: request.logprobs,
        top_logprobs: request.top_logprobs,
    }
}

fn tool(tool: &ToolSpec) -> Tool<'_> {
    let function = OfferedFunction {
        name: &tool.name,
        description: &tool.description,
        parameters: &tool.parameters,
        strict: tool.strict,
    };
    Tool { r#type: "function", function }
}

fn choice(choice: &ToolChoice) -> Choice<'_> {
    match choice {
        ToolChoice::Auto => Choice::Word("auto"),
        ToolChoice::None => Choice::Word("none"),
        ToolChoice::Required => Choice::Word("required"),
        ToolChoice::Named(name) => Choice::Named { r#type: "function", function: NamedFunction { name } },
    }
}

fn format(format: &ResponseFormat) -> Format<'_> {
    match format {
        ResponseFormat::Text => Format::Text,
        ResponseFormat::JsonObject => Format::JsonObject,
        ResponseFormat::JsonSchema(format) => Format::JsonSchema { json_schema: Schema::new(format) },
    }
}

impl<'a> Schema<'a> {
    pub(crate) fn new(format: &'a JsonSchemaFormat) -> Self {
        Self {
            name: &format.name,
            description: format.description.as_deref(),
            schema: &format.schema,
            strict: format.strict,
        }
    }
}

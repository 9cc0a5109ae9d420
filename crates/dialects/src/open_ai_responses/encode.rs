//! Requests, written. Nothing is stored at the vendor, so thoughts go back and forth encrypted.

use std::collections::BTreeMap;

use models::chat::{ChatRequest, Effort, RawJson, ReasoningSummary, ResponseFormat, ToolChoice, ToolSpec, Verbosity};
use serde::Serialize;

use super::conversation::{self, Item};
use crate::effort;
use crate::encode::Encoded;
use crate::families;
use crate::open_ai_chat::encode::Schema;
use crate::translate::Field;
use crate::translate::notes::Notes;

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    instructions: Option<&'a str>,
    input: Vec<Item<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tools: Vec<Tool<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_choice: Option<Choice<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parallel_tool_calls: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    top_p: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    top_logprobs: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_output_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasoning: Option<Reasoning>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Text<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<&'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    metadata: &'a BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_tier: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    include: Vec<&'static str>,
    store: bool,
    stream: bool,
}

#[derive(Serialize)]
struct Reasoning {
    #[serde(skip_serializing_if = "Option::is_none")]
    effort: Option<Effort>,
    summary: ReasoningSummary,
}

#[derive(Serialize)]
struct Text<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<Format<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verbosity: Option<Verbosity>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Format<'a> {
    Text,
    JsonObject,
    JsonSchema(Schema<'a>),
}

#[derive(Serialize)]
struct Tool<'a> {
    r#type: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    parameters: &'a RawJson,
    /// The vendor takes a missing one for `true`.
    strict: bool,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Choice<'a> {
    Word(&'static str),
    Named { r#type: &'static str, name: &'a str },
}

/// Reasoning models refuse sampling, the others refuse to be asked about reasoning.
pub(crate) fn encode(request: &ChatRequest, notes: &mut Notes) -> Encoded {
    let effort = effort::to_tell(request, notes);
    let reasons = families::is_open_ai_reasoning(&request.model) || effort.is_some();
    let samples = !reasons;
    let has_tools = !request.tools.is_empty();
    notes.drop_if(reasons && request.temperature.is_some(), Field::Temperature);
    notes.drop_if(reasons && request.top_p.is_some(), Field::TopP);
    notes.drop_if(!reasons && request.reasoning_summary.is_some(), Field::ReasoningSummary);
    notes.drop_if(!has_tools && request.tool_choice.is_some(), Field::ToolChoice);
    notes.drop_if(!has_tools && request.parallel_tool_calls.is_some(), Field::ParallelToolCalls);
    let summary = request.reasoning_summary.unwrap_or(ReasoningSummary::Auto);
    let body = Body {
        model: &request.model,
        instructions: request.system.as_deref().filter(|system| !system.is_empty()),
        input: conversation::input(request, notes),
        tools: request.tools.iter().map(tool).collect(),
        tool_choice: request.tool_choice.as_ref().filter(|_| has_tools).map(choice),
        parallel_tool_calls: request.parallel_tool_calls.filter(|_| has_tools),
        temperature: request.temperature.filter(|_| samples),
        top_p: request.top_p.filter(|_| samples),
        top_logprobs: request.top_logprobs,
        max_output_tokens: request.max_output_tokens,
        reasoning: reasons.then_some(Reasoning { effort, summary }),
        text: text(request),
        user: request.user.as_deref(),
        metadata: &request.metadata,
        service_tier: request.service_tier.as_deref(),
        include: include(request, reasons),
        store: false,
        stream: request.stream,
    };
    Encoded::new(super::PATH, &body)
}

fn include(request: &ChatRequest, reasons: bool) -> Vec<&'static str> {
    let thoughts = reasons.then_some("reasoning.encrypted_content");
    let logprobs = (request.logprobs == Some(true)).then_some("message.output_text.logprobs");
    thoughts.into_iter().chain(logprobs).collect()
}

fn text(request: &ChatRequest) -> Option<Text<'_>> {
    let format = request.response_format.as_ref().map(|format| match format {
        ResponseFormat::Text => Format::Text,
        ResponseFormat::JsonObject => Format::JsonObject,
        ResponseFormat::JsonSchema(format) => Format::JsonSchema(Schema::new(format)),
    });
    (format.is_some() || request.verbosity.is_some()).then_some(Text { format, verbosity: request.verbosity })
}

fn tool(tool: &ToolSpec) -> Tool<'_> {
    Tool {
        r#type: "function",
        name: &tool.name,
        description: &tool.description,
        parameters: &tool.parameters,
        strict: tool.strict.unwrap_or(false),
    }
}

fn choice(choice: &ToolChoice) -> Choice<'_> {
    match choice {
        ToolChoice::Auto => Choice::Word("auto"),
        ToolChoice::None => Choice::Word("none"),
        ToolChoice::Required => Choice::Word("required"),
        ToolChoice::Named(name) => Choice::Named { r#type: "function", name },
    }
}

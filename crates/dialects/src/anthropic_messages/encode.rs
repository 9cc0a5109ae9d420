//! Requests, written.

use models::chat::{ChatRequest, Effort, RawJson, ResponseFormat, ToolChoice, ToolSpec};
use serde::Serialize;

use super::conversation::{self, Message};
use super::generation::Generation;
use super::thinking::{Thinking, Thoughts};
use crate::encode::Encoded;
use crate::translate::Field;
use crate::translate::notes::Notes;

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    max_tokens: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    system: Option<&'a str>,
    messages: Vec<Message<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tools: Vec<Tool<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_choice: Option<Choice<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thinking: Option<Thinking>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output_config: Option<OutputConfig<'a>>,
    #[serde(flatten)]
    sampling: Sampling,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    stop_sequences: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<Metadata<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_tier: Option<&'static str>,
    stream: bool,
}

#[derive(Serialize, Default)]
struct Sampling {
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    top_p: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    top_k: Option<u32>,
}

#[derive(Serialize)]
struct OutputConfig<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    effort: Option<Effort>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<Format<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename = "json_schema")]
struct Format<'a> {
    schema: &'a RawJson,
}

#[derive(Serialize)]
struct Tool<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    input_schema: &'a RawJson,
    #[serde(skip_serializing_if = "Option::is_none")]
    strict: Option<bool>,
}

#[derive(Serialize)]
struct Choice<'a> {
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disable_parallel_tool_use: Option<bool>,
}

#[derive(Serialize)]
struct Metadata<'a> {
    user_id: &'a str,
}

pub(crate) fn encode(request: &ChatRequest, notes: &mut Notes) -> Encoded {
    let generation = Generation::of(&request.model);
    let thoughts = Thoughts::of(request, generation, notes);
    let body = Body {
        model: &request.model,
        max_tokens: thoughts.max_tokens,
        system: request.system.as_deref().filter(|system| !system.trim().is_empty()),
        messages: conversation::messages(request, generation, notes),
        tools: request.tools.iter().map(tool).collect(),
        tool_choice: choice(request, notes),
        sampling: sampling(request, generation.samples() && !thoughts.is_thinking(), notes),
        output_config: output_config(request, thoughts.effort),
        thinking: thoughts.thinking,
        stop_sequences: &request.stop,
        metadata: request.user.as_deref().map(|user_id| Metadata { user_id }),
        service_tier: service_tier(request, notes),
        stream: request.stream,
    };
    Encoded::new(super::PATH, &body)
}

fn sampling(request: &ChatRequest, samples: bool, notes: &mut Notes) -> Sampling {
    // The vendor's page on extended thinking: it goes with no change of sampling.
    notes.drop_if(!samples && request.temperature.is_some(), Field::Temperature);
    notes.drop_if(!samples && request.top_k.is_some(), Field::TopK);
    // Claude 4.1 and later refuse both at once; OpenAI's and Anthropic's references advise to alter one of the two.
    let by_share = samples && request.temperature.is_none();
    notes.drop_if(!by_share && request.top_p.is_some(), Field::TopP);
    if !samples {
        return Sampling::default();
    }
    if request.temperature.is_some_and(|temperature| temperature > 1.0) {
        notes.refuse(Field::Temperature, "its vendor takes 0 to 1");
    }
    Sampling {
        temperature: request.temperature.map(|temperature| temperature.min(1.0)),
        top_p: request.top_p.filter(|_| by_share),
        top_k: request.top_k,
    }
}

fn tool(tool: &ToolSpec) -> Tool<'_> {
    Tool { name: &tool.name, description: &tool.description, input_schema: &tool.parameters, strict: tool.strict }
}

/// Whether several tools may be called at once is said with the choice only.
fn choice<'a>(request: &'a ChatRequest, notes: &mut Notes) -> Option<Choice<'a>> {
    if request.tools.is_empty() {
        notes.drop_if(request.tool_choice.is_some(), Field::ToolChoice);
        notes.drop_if(request.parallel_tool_calls.is_some(), Field::ParallelToolCalls);
        return None;
    }
    let alone = request.parallel_tool_calls.map(|parallel| !parallel);
    if request.tool_choice.is_none() && alone != Some(true) {
        return None;
    }
    let (kind, name) = match request.tool_choice.as_ref().unwrap_or(&ToolChoice::Auto) {
        ToolChoice::Auto => ("auto", None),
        ToolChoice::None => {
            notes.drop_if(alone.is_some(), Field::ParallelToolCalls);
            return Some(Choice { r#type: "none", name: None, disable_parallel_tool_use: None });
        }
        ToolChoice::Required => ("any", None),
        ToolChoice::Named(name) => ("tool", Some(name.as_str())),
    };
    Some(Choice { r#type: kind, name, disable_parallel_tool_use: alone })
}

fn output_config(request: &ChatRequest, effort: Option<Effort>) -> Option<OutputConfig<'_>> {
    let format = match &request.response_format {
        Some(ResponseFormat::JsonSchema(format)) => Some(Format { schema: &format.schema }),
        Some(ResponseFormat::Text | ResponseFormat::JsonObject) | None => None,
    };
    (effort.is_some() || format.is_some()).then_some(OutputConfig { effort, format })
}

/// The vendor's words; it has none for OpenAI's other classes. OpenAI's reference: the class that is used may differ
/// from the one that was asked for.
fn service_tier(request: &ChatRequest, notes: &mut Notes) -> Option<&'static str> {
    match request.service_tier.as_deref()? {
        "auto" => Some("auto"),
        "default" => Some("standard_only"),
        _ => {
            notes.drop(Field::ServiceTier);
            None
        }
    }
}

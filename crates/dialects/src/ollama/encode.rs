//! Requests.

use models::chat::{ChatMessage, ChatPart, ChatRequest, ChatRole, Effort, RawJson, Source};
use serde::Serialize;

use crate::encode::{Arguments, Encoded, result_text, words};

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    messages: Vec<Message<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tools: Vec<Tool<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    think: Option<Think>,
    #[serde(skip_serializing_if = "Options::is_empty")]
    options: Options,
    stream: bool,
}

#[derive(Serialize, PartialEq, Default)]
struct Options {
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    top_p: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    num_predict: Option<u32>,
}

impl Options {
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

#[derive(Serialize, Default)]
struct Message<'a> {
    role: &'static str,
    content: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    images: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thinking: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_calls: Vec<ToolCall<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_name: Option<&'a str>,
}

#[derive(Serialize)]
struct ToolCall<'a> {
    function: CalledFunction<'a>,
}

#[derive(Serialize)]
struct CalledFunction<'a> {
    name: &'a str,
    arguments: Arguments<'a>,
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
pub(crate) fn encode(request: &ChatRequest) -> Encoded {
    let body = Body {
        model: &request.model,
        messages: messages(request),
        tools: request
            .tools
            .iter()
            .map(|tool| Tool {
                r#type: "function",
                function: OfferedFunction {
                    name: &tool.name,
                    description: &tool.description,
                    parameters: &tool.parameters,
                },
            })
            .collect(),
        think: request.reasoning_effort.map(|effort| think(&request.model, effort)),
        options: Options {
            temperature: request.temperature,
            top_p: request.top_p,
            num_predict: request.max_output_tokens,
        },
        stream: request.stream,
    };
    Encoded::new("/api/chat", &body)
}

/// Only gpt-oss knows levels; the other models can be asked to think or not.
fn think(model: &str, effort: Effort) -> Think {
    if model.contains("gpt-oss") { Think::Level(effort) } else { Think::Switch(true) }
}

fn messages(request: &ChatRequest) -> Vec<Message<'_>> {
    let mut out = Vec::with_capacity(request.messages.len() + 1);
    if let Some(system) = request.system.as_ref().filter(|system| !system.is_empty()) {
        out.push(Message { role: "system", content: system.clone(), ..Message::default() });
    }
    for message in &request.messages {
        match message.role {
            ChatRole::System | ChatRole::User => user(message, &request.messages, &mut out),
            ChatRole::Assistant => out.extend(assistant(message)),
        }
    }
    out
}

/// The results of tools become messages of their own, before what the user says.
fn user<'a>(message: &'a ChatMessage, all: &'a [ChatMessage], out: &mut Vec<Message<'a>>) {
    for part in &message.parts {
        if let ChatPart::ToolResult { id, parts, .. } = part {
            let tool_name = name_of_call(all, id);
            out.push(Message { role: "tool", content: result_text(parts), tool_name, ..Message::default() });
        }
    }
    let images: Vec<_> = message.parts.iter().filter_map(image).collect();
    let content = words(message);
    if !content.is_empty() || !images.is_empty() {
        out.push(Message { role: "user", content, images, ..Message::default() });
    }
}

/// Ollama knows results by the tool's name.
fn name_of_call<'a>(all: &'a [ChatMessage], result_id: &str) -> Option<&'a str> {
    all.iter().flat_map(|message| &message.parts).find_map(|part| match part {
        ChatPart::ToolCall { id, name, .. } if id == result_id => Some(name.as_str()),
        _ => None,
    })
}

/// `None` when nothing is left to say.
fn assistant(message: &ChatMessage) -> Option<Message<'_>> {
    let content = words(message);
    let tool_calls: Vec<_> = message.parts.iter().filter_map(tool_call).collect();
    let thinking = Some(thoughts(message)).filter(|thoughts| !thoughts.is_empty());
    (!content.is_empty() || !tool_calls.is_empty()).then_some(Message {
        role: "assistant",
        content,
        thinking,
        tool_calls,
        ..Message::default()
    })
}

fn image(part: &ChatPart) -> Option<&str> {
    if let ChatPart::Image { source: Source::Base64 { data, .. }, .. } = part { Some(data) } else { None }
}

fn tool_call(part: &ChatPart) -> Option<ToolCall<'_>> {
    let ChatPart::ToolCall { name, arguments, .. } = part else { return None };
    Some(ToolCall { function: CalledFunction { name, arguments: Arguments::read(arguments) } })
}

fn thoughts(message: &ChatMessage) -> String {
    let thoughts: Vec<_> = message
        .parts
        .iter()
        .filter_map(|part| if let ChatPart::Reasoning { text, .. } = part { Some(text.as_str()) } else { None })
        .filter(|text| !text.is_empty())
        .collect();
    thoughts.join("\n\n")
}

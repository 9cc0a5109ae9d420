//! Requests.

use models::chat::{ChatMessage, ChatPart, ChatRequest, ChatRole, Effort, RawJson, Source};
use serde::Serialize;

use crate::encode::{CONTINUE, Encoded, arguments_text, asks_to_continue, data_url, result_text, words};
use crate::families;

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    messages: Vec<Message<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tools: Vec<Tool<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    top_p: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_completion_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasoning_effort: Option<Effort>,
    stream: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream_options: Option<StreamOptions>,
}

#[derive(Serialize)]
struct StreamOptions {
    include_usage: bool,
}

#[derive(Serialize)]
#[serde(tag = "role", rename_all = "snake_case")]
enum Message<'a> {
    System {
        content: &'a str,
    },
    Developer {
        content: &'a str,
    },
    User {
        content: UserContent<'a>,
    },
    Assistant {
        content: Option<String>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        tool_calls: Vec<ToolCall<'a>>,
    },
    Tool {
        tool_call_id: &'a str,
        content: String,
    },
}

/// Servers for text only accept nothing but a string.
#[derive(Serialize)]
#[serde(untagged)]
enum UserContent<'a> {
    Words(String),
    Parts(Vec<UserPart<'a>>),
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum UserPart<'a> {
    Text { text: &'a str },
    ImageUrl { image_url: ImageUrl },
}

#[derive(Serialize)]
struct ImageUrl {
    url: String,
}

#[derive(Serialize)]
struct ToolCall<'a> {
    id: &'a str,
    r#type: &'static str,
    function: CalledFunction<'a>,
}

#[derive(Serialize)]
struct CalledFunction<'a> {
    name: &'a str,
    arguments: &'a str,
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

/// OpenAI's reasoning models take their own name for the token limit, refuse sampling, and call the system developer.
pub(crate) fn encode(request: &ChatRequest) -> Encoded {
    let reasons = families::is_open_ai_reasoning(&request.model);
    let body = Body {
        model: &request.model,
        messages: messages(request, reasons),
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
        temperature: request.temperature.filter(|_| !reasons),
        top_p: request.top_p.filter(|_| !reasons),
        max_tokens: request.max_output_tokens.filter(|_| !reasons),
        max_completion_tokens: request.max_output_tokens.filter(|_| reasons),
        reasoning_effort: request.reasoning_effort,
        stream: request.stream,
        stream_options: request.stream.then_some(StreamOptions { include_usage: true }),
    };
    Encoded::new("/chat/completions", &body)
}

fn messages(request: &ChatRequest, reasons: bool) -> Vec<Message<'_>> {
    let mut out = Vec::with_capacity(request.messages.len() + 2);
    if let Some(content) = request.system.as_deref().filter(|system| !system.is_empty()) {
        out.push(if reasons { Message::Developer { content } } else { Message::System { content } });
    }
    for message in &request.messages {
        match message.role {
            ChatRole::System | ChatRole::User => user(message, &mut out),
            ChatRole::Assistant => out.extend(assistant(message)),
        }
    }
    if asks_to_continue(request) {
        out.push(Message::User { content: UserContent::Words(CONTINUE.to_owned()) });
    }
    out
}

/// The results of tools become messages of their own, before what the user says.
fn user<'a>(message: &'a ChatMessage, out: &mut Vec<Message<'a>>) {
    let mut parts = Vec::new();
    for part in &message.parts {
        match part {
            ChatPart::ToolResult { id, parts: result, .. } => {
                out.push(Message::Tool { tool_call_id: id, content: result_text(result) })
            }
            ChatPart::Text(text) if !text.is_empty() => parts.push(UserPart::Text { text }),
            ChatPart::Image { source: Source::Base64 { media_type, data }, .. } => {
                parts.push(UserPart::ImageUrl { image_url: ImageUrl { url: data_url(media_type, data) } });
            }
            ChatPart::Text(_)
            | ChatPart::Refusal(_)
            | ChatPart::File { .. }
            | ChatPart::Image { .. }
            | ChatPart::Reasoning { .. }
            | ChatPart::ToolCall { .. } => {}
        }
    }
    if parts.iter().any(|part| matches!(part, UserPart::ImageUrl { .. })) {
        out.push(Message::User { content: UserContent::Parts(parts) });
    } else if !parts.is_empty() {
        out.push(Message::User { content: UserContent::Words(words(message)) });
    }
}

/// Thoughts are not sent back, and pictures the model made cannot be. `None` when nothing is left.
fn assistant(message: &ChatMessage) -> Option<Message<'_>> {
    let tool_calls: Vec<_> = message.parts.iter().filter_map(tool_call).collect();
    let content = Some(words(message)).filter(|words| !words.is_empty());
    (content.is_some() || !tool_calls.is_empty()).then_some(Message::Assistant { content, tool_calls })
}

fn tool_call(part: &ChatPart) -> Option<ToolCall<'_>> {
    let ChatPart::ToolCall { id, name, arguments } = part else { return None };
    Some(ToolCall { id, r#type: "function", function: CalledFunction { name, arguments: arguments_text(arguments) } })
}

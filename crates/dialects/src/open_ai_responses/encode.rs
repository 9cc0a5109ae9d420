//! Requests. Nothing is stored at the vendor, so thoughts go back and forth encrypted.

use models::chat::{ChatMessage, ChatPart, ChatRequest, ChatRole, Effort, RawJson, Source};
use serde::{Deserialize, Serialize};

use crate::encode::{CONTINUE, Encoded, arguments_text, asks_to_continue, data_url, result_text};
use crate::families;

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    instructions: Option<&'a str>,
    input: Vec<Item<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tools: Vec<Tool<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    top_p: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_output_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasoning: Option<Reasoning>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    include: &'static [&'static str],
    store: bool,
    stream: bool,
}

#[derive(Serialize)]
struct Reasoning {
    #[serde(skip_serializing_if = "Option::is_none")]
    effort: Option<Effort>,
    summary: &'static str,
}

#[derive(Serialize)]
struct Tool<'a> {
    r#type: &'static str,
    name: &'a str,
    description: &'a str,
    parameters: &'a RawJson,
    strict: bool,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Item<'a> {
    Message { role: &'static str, content: Vec<Part<'a>> },
    Reasoning { id: String, encrypted_content: String, summary: [(); 0] },
    FunctionCall { call_id: &'a str, name: &'a str, arguments: &'a str },
    FunctionCallOutput { call_id: &'a str, output: String },
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Part<'a> {
    InputText { text: &'a str },
    InputImage { image_url: String },
    OutputText { text: &'a str },
}

/// A thought as the decoder hands it out.
#[derive(Deserialize)]
struct EncryptedThought {
    id: String,
    encrypted_content: String,
}

/// Reasoning models refuse sampling, the others refuse to be asked about reasoning.
pub(crate) fn encode(request: &ChatRequest) -> Encoded {
    let reasons = families::is_open_ai_reasoning(&request.model) || request.reasoning_effort.is_some();
    let body = Body {
        model: &request.model,
        instructions: request.system.as_deref().filter(|system| !system.is_empty()),
        input: input(request),
        tools: request
            .tools
            .iter()
            .map(|tool| Tool {
                r#type: "function",
                name: &tool.name,
                description: &tool.description,
                parameters: &tool.parameters,
                strict: false,
            })
            .collect(),
        temperature: request.temperature.filter(|_| !reasons),
        top_p: request.top_p.filter(|_| !reasons),
        max_output_tokens: request.max_output_tokens,
        reasoning: reasons.then_some(Reasoning { effort: request.reasoning_effort, summary: "auto" }),
        include: if reasons { &["reasoning.encrypted_content"] } else { &[] },
        store: false,
        stream: request.stream,
    };
    Encoded::new("/responses", &body)
}

fn input(request: &ChatRequest) -> Vec<Item<'_>> {
    let mut out = Vec::with_capacity(request.messages.len() + 1);
    for message in &request.messages {
        match message.role {
            ChatRole::System | ChatRole::User => user(message, &mut out),
            ChatRole::Assistant => message.parts.iter().for_each(|part| assistant(part, &mut out)),
        }
    }
    if asks_to_continue(request) {
        out.push(Item::Message { role: "user", content: vec![Part::InputText { text: CONTINUE }] });
    }
    out
}

/// The results of tools come before what the user says.
fn user<'a>(message: &'a ChatMessage, out: &mut Vec<Item<'a>>) {
    let mut content = Vec::new();
    for part in &message.parts {
        match part {
            ChatPart::Text(text) if !text.is_empty() => content.push(Part::InputText { text }),
            ChatPart::Image { source: Source::Base64 { media_type, data }, .. } => {
                content.push(Part::InputImage { image_url: data_url(media_type, data) });
            }
            ChatPart::ToolResult { id, parts, .. } => {
                out.push(Item::FunctionCallOutput { call_id: id, output: result_text(parts) })
            }
            ChatPart::Text(_)
            | ChatPart::Refusal(_)
            | ChatPart::File { .. }
            | ChatPart::Image { .. }
            | ChatPart::Reasoning { .. }
            | ChatPart::ToolCall { .. } => {}
        }
    }
    if !content.is_empty() {
        out.push(Item::Message { role: "user", content });
    }
}

/// Thoughts that another vendor encrypted or signed are left out.
fn assistant<'a>(part: &'a ChatPart, out: &mut Vec<Item<'a>>) {
    match part {
        ChatPart::Text(text) if !text.is_empty() => {
            out.push(Item::Message { role: "assistant", content: vec![Part::OutputText { text }] });
        }
        ChatPart::Reasoning { encrypted: Some(data), .. } => {
            if let Ok(EncryptedThought { id, encrypted_content }) = serde_json::from_str(data) {
                out.push(Item::Reasoning { id, encrypted_content, summary: [] });
            }
        }
        ChatPart::ToolCall { id, name, arguments } => {
            out.push(Item::FunctionCall { call_id: id, name, arguments: arguments_text(arguments) });
        }
        ChatPart::Text(_)
        | ChatPart::Refusal(_)
        | ChatPart::File { .. }
        | ChatPart::Reasoning { .. }
        | ChatPart::Image { .. }
        | ChatPart::ToolResult { .. } => {}
    }
}

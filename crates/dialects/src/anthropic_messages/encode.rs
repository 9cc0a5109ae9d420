//! Requests.

use models::chat::{ChatMessage, ChatPart, ChatRequest, ChatRole, Effort, RawJson, Source as From};
use serde::Serialize;

use super::generation::Generation;
use crate::encode::{Arguments, CONTINUE, Encoded, asks_to_continue, result_text};

/// Tokens of the answer where the request names no limit; the vendor demands one.
const ANSWER_TOKENS_DEFAULT: u32 = 8192;

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
    thinking: Option<Thinking>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output_config: Option<OutputConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    top_p: Option<f64>,
    stream: bool,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Thinking {
    Enabled {
        budget_tokens: u32,
    },
    Adaptive {
        #[serde(skip_serializing_if = "Option::is_none")]
        display: Option<&'static str>,
    },
}

#[derive(Serialize)]
struct OutputConfig {
    effort: Effort,
}

#[derive(Serialize)]
struct Tool<'a> {
    name: &'a str,
    description: &'a str,
    input_schema: &'a RawJson,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: Vec<Block<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Block<'a> {
    Text {
        text: &'a str,
    },
    Image {
        source: Source<'a>,
    },
    Thinking {
        thinking: &'a str,
        signature: &'a str,
    },
    RedactedThinking {
        data: &'a str,
    },
    ToolUse {
        id: &'a str,
        name: &'a str,
        input: Arguments<'a>,
    },
    ToolResult {
        tool_use_id: &'a str,
        content: String,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        is_error: bool,
    },
}

#[derive(Serialize)]
#[serde(tag = "type", rename = "base64")]
struct Source<'a> {
    media_type: &'a str,
    data: &'a str,
}

pub(crate) fn encode(request: &ChatRequest) -> Encoded {
    let generation = Generation::of(&request.model);
    let effort = request.reasoning_effort.filter(|_| may_think(request, generation));
    let thinking = effort.map(|effort| thinking(effort, generation));
    let samples = generation.samples() && thinking.is_none();
    // The vendor counts thoughts into the limit; people mean the answer.
    let answer_tokens = request.max_output_tokens.unwrap_or(ANSWER_TOKENS_DEFAULT);
    let body = Body {
        model: &request.model,
        max_tokens: answer_tokens.saturating_add(effort.map_or(0, budget_tokens)),
        system: request.system.as_deref().filter(|system| !system.trim().is_empty()),
        messages: messages(request, generation),
        tools: request
            .tools
            .iter()
            .map(|tool| Tool { name: &tool.name, description: &tool.description, input_schema: &tool.parameters })
            .collect(),
        thinking,
        output_config: effort.filter(|_| generation.thinks_by_effort()).map(|effort| OutputConfig { effort }),
        temperature: request.temperature.filter(|_| samples).map(|temperature| temperature.min(1.0)),
        // Claude 4.1 and later refuse both at once.
        top_p: request.top_p.filter(|_| samples && request.temperature.is_none()),
        stream: request.stream,
    };
    Encoded::new("/v1/messages", &body)
}

/// A thinking model begins with a thought, so it cannot go on with words.
fn may_think(request: &ChatRequest, generation: Generation) -> bool {
    generation.thinks_by_effort() || (generation.thinks_by_budget() && !asks_to_continue(request))
}

fn thinking(effort: Effort, generation: Generation) -> Thinking {
    if generation.thinks_by_effort() {
        return Thinking::Adaptive { display: generation.hides_thoughts().then_some("summarized") };
    }
    Thinking::Enabled { budget_tokens: budget_tokens(effort) }
}

fn budget_tokens(effort: Effort) -> u32 {
    match effort {
        Effort::None | Effort::Minimal | Effort::Low => 2048,
        Effort::Medium => 8192,
        Effort::High | Effort::XHigh | Effort::Max => 16384,
    }
}

/// The vendor wants turns: messages of the same role in a row become one.
fn messages(request: &ChatRequest, generation: Generation) -> Vec<Message<'_>> {
    let mut out: Vec<Message<'_>> = Vec::with_capacity(request.messages.len() + 1);
    for message in &request.messages {
        let (role, content) = match message.role {
            ChatRole::System | ChatRole::User => ("user", message.parts.iter().filter_map(user_block).collect()),
            ChatRole::Assistant => ("assistant", assistant_blocks(message)),
        };
        append(&mut out, role, content);
    }
    for message in &mut out {
        // Results of tools must be the first blocks of the turn after the calls.
        message.content.sort_by_key(|block| !matches!(block, Block::ToolResult { .. }));
    }
    if asks_to_continue(request) {
        if generation.continues() {
            trim_last(&mut out);
        } else {
            append(&mut out, "user", vec![Block::Text { text: CONTINUE }]);
        }
    }
    out
}

fn append<'a>(out: &mut Vec<Message<'a>>, role: &'static str, content: Vec<Block<'a>>) {
    match out.last_mut() {
        _ if content.is_empty() => {}
        Some(last) if last.role == role => last.content.extend(content),
        Some(_) | None => out.push(Message { role, content }),
    }
}

fn user_block(part: &ChatPart) -> Option<Block<'_>> {
    match part {
        ChatPart::Text(text) => text_block(text),
        ChatPart::Image { source: From::Base64 { media_type, data }, .. } => {
            Some(Block::Image { source: Source { media_type, data } })
        }
        ChatPart::ToolResult { id, parts, is_error } => {
            Some(Block::ToolResult { tool_use_id: id, content: result_text(parts), is_error: *is_error })
        }
        ChatPart::Image { .. }
        | ChatPart::File { .. }
        | ChatPart::Refusal(_)
        | ChatPart::Reasoning { .. }
        | ChatPart::ToolCall { .. } => None,
    }
}

/// A thought without its signature is refused, and so is one at the end of a message.
fn assistant_blocks(message: &ChatMessage) -> Vec<Block<'_>> {
    let mut blocks: Vec<_> = message.parts.iter().filter_map(assistant_block).collect();
    while let Some(Block::Thinking { .. } | Block::RedactedThinking { .. }) = blocks.last() {
        blocks.pop();
    }
    blocks
}

fn assistant_block(part: &ChatPart) -> Option<Block<'_>> {
    match part {
        ChatPart::Text(text) => text_block(text),
        ChatPart::Reasoning { encrypted: Some(data), .. } => is_ours(data).then_some(Block::RedactedThinking { data }),
        ChatPart::Reasoning { text, signature: Some(signature), .. } => {
            Some(Block::Thinking { thinking: text, signature })
        }
        ChatPart::ToolCall { id, name, arguments } => {
            Some(Block::ToolUse { id, name, input: Arguments::read(arguments) })
        }
        ChatPart::Refusal(_)
        | ChatPart::File { .. }
        | ChatPart::Reasoning { .. }
        | ChatPart::Image { .. }
        | ChatPart::ToolResult { .. } => None,
    }
}

/// Thoughts that OpenAI encrypted are JSON here; only OpenAI can read them.
fn is_ours(data: &str) -> bool {
    !data.starts_with('{')
}

fn text_block(text: &str) -> Option<Block<'_>> {
    (!text.trim().is_empty()).then_some(Block::Text { text })
}

/// The vendor refuses a beginning that ends with white space.
fn trim_last(messages: &mut [Message<'_>]) {
    let Some(last) = messages.last_mut() else { return };
    if let Some(Block::Text { text }) = last.content.last_mut() {
        *text = text.trim_end();
    }
}

//! The conversation of a request, written.

use std::borrow::Cow;

use models::chat::{ChatMessage, ChatPart, ChatRequest, ChatRole, Source as PartSource};
use serde::Serialize;

use super::generation::Generation;
use crate::encode::{Arguments, CONTINUE, asks_to_continue, words};
use crate::request::shared::text_of_source;
use crate::translate::Field;
use crate::translate::notes::Notes;

#[derive(Serialize)]
pub(super) struct Message<'a> {
    role: &'static str,
    content: Vec<Block<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Block<'a> {
    Text {
        text: Cow<'a, str>,
    },
    Image {
        source: Source<'a>,
    },
    Document {
        source: Source<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        title: Option<&'a str>,
    },
    Thinking {
        thinking: &'a str,
        signature: &'a str,
    },
    RedactedThinking {
        data: &'a str,
    },
    ToolUse {
        id: Cow<'a, str>,
        name: &'a str,
        input: Arguments<'a>,
    },
    ToolResult {
        tool_use_id: Cow<'a, str>,
        content: ResultContent<'a>,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        is_error: bool,
    },
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Source<'a> {
    Base64 { media_type: &'a str, data: &'a str },
    Text { media_type: &'static str, data: String },
    Url { url: &'a str },
    File { file_id: &'a str },
}

#[derive(Serialize)]
#[serde(untagged)]
enum ResultContent<'a> {
    Words(&'a str),
    Blocks(Vec<Block<'a>>),
}

/// The vendor wants turns: messages of the same role in a row become one.
pub(super) fn messages<'a>(request: &'a ChatRequest, generation: Generation, notes: &mut Notes) -> Vec<Message<'a>> {
    let mut out: Vec<Message<'_>> = Vec::with_capacity(request.messages.len() + 1);
    for message in &request.messages {
        let (role, content) = match message.role {
            ChatRole::System => ("user", instructions(message, notes)),
            ChatRole::User => ("user", message.parts.iter().filter_map(|part| user_block(part, notes)).collect()),
            ChatRole::Assistant => ("assistant", assistant_blocks(message, notes)),
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
            append(&mut out, "user", vec![Block::Text { text: CONTINUE.into() }]);
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

/// The vendor has instructions before the conversation only; those in the middle of it stay where they are, as marked
/// words of the user.
fn instructions<'a>(message: &ChatMessage, notes: &mut Notes) -> Vec<Block<'a>> {
    let words = words(message);
    if words.trim().is_empty() {
        return Vec::new();
    }
    notes.drop(Field::SystemTurn);
    vec![Block::Text { text: ["<system>\n", &words, "\n</system>"].concat().into() }]
}

fn user_block<'a>(part: &'a ChatPart, notes: &mut Notes) -> Option<Block<'a>> {
    match part {
        ChatPart::Text(text) => text_block(text),
        ChatPart::Image { source, .. } => Some(Block::Image { source: bytes(source) }),
        ChatPart::File { name, source } => {
            Some(Block::Document { source: document(source, notes)?, title: name.as_deref() })
        }
        ChatPart::ToolResult { id, parts, is_error } => Some(Block::ToolResult {
            tool_use_id: call_id(id),
            content: match parts.as_slice() {
                [] => ResultContent::Words(""),
                [ChatPart::Text(text)] => ResultContent::Words(text),
                parts => ResultContent::Blocks(parts.iter().filter_map(|part| user_block(part, notes)).collect()),
            },
            is_error: *is_error,
        }),
        ChatPart::Refusal(_) | ChatPart::Reasoning { .. } | ChatPart::ToolCall { .. } => None,
    }
}

fn bytes(source: &PartSource) -> Source<'_> {
    match source {
        PartSource::Base64 { media_type, data } => Source::Base64 { media_type, data },
        PartSource::Url(url) => Source::Url { url },
        PartSource::VendorFile(file_id) => Source::File { file_id },
    }
}

/// The vendor reads PDF from bytes, and text as text.
fn document<'a>(source: &'a PartSource, notes: &mut Notes) -> Option<Source<'a>> {
    let PartSource::Base64 { media_type, data } = source else { return Some(bytes(source)) };
    if media_type == "application/pdf" {
        return Some(bytes(source));
    }
    let text = if media_type.starts_with("text/") { text_of_source(data) } else { None };
    match text {
        Some(data) => Some(Source::Text { media_type: "text/plain", data }),
        None => {
            notes.refuse(Field::FileType, "its vendor reads PDF and plain text");
            None
        }
    }
}

/// A thought at the end of a message is refused.
fn assistant_blocks<'a>(message: &'a ChatMessage, notes: &mut Notes) -> Vec<Block<'a>> {
    let mut blocks: Vec<_> = message.parts.iter().filter_map(|part| assistant_block(part, notes)).collect();
    while let Some(Block::Thinking { .. } | Block::RedactedThinking { .. }) = blocks.last() {
        notes.drop(Field::Thought);
        blocks.pop();
    }
    blocks
}

/// A thought without its signature is refused.
fn assistant_block<'a>(part: &'a ChatPart, notes: &mut Notes) -> Option<Block<'a>> {
    match part {
        ChatPart::Text(text) | ChatPart::Refusal(text) => text_block(text),
        ChatPart::Reasoning { encrypted: Some(data), .. } if is_ours(data) => Some(Block::RedactedThinking { data }),
        ChatPart::Reasoning { text, signature: Some(signature), encrypted: None } => {
            Some(Block::Thinking { thinking: text, signature })
        }
        ChatPart::Reasoning { .. } => {
            notes.drop(Field::Thought);
            None
        }
        ChatPart::ToolCall { id, name, arguments } => {
            Some(Block::ToolUse { id: call_id(id), name, input: Arguments::read(arguments) })
        }
        ChatPart::Image { .. } | ChatPart::File { .. } => {
            notes.refuse(Field::AnswerImage, "only users show pictures and documents");
            None
        }
        ChatPart::ToolResult { .. } => None,
    }
}

/// The vendor refuses ids with other characters, which some servers make.
fn call_id(id: &str) -> Cow<'_, str> {
    let is_taken = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if id.chars().all(is_taken) {
        return id.into();
    }
    id.chars().map(|c| if is_taken(c) { c } else { '_' }).collect()
}

/// Thoughts that OpenAI encrypted are JSON here; only OpenAI can read them.
fn is_ours(data: &str) -> bool {
    !data.starts_with('{')
}

fn text_block(text: &str) -> Option<Block<'_>> {
    (!text.trim().is_empty()).then(|| Block::Text { text: text.into() })
}

/// The vendor refuses a beginning that ends with white space.
fn trim_last(messages: &mut [Message<'_>]) {
    let Some(last) = messages.last_mut() else { return };
    if let Some(Block::Text { text }) = last.content.last_mut() {
        *text = text.trim_end().to_owned().into();
    }
}

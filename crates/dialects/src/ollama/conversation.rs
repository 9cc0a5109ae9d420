//! The conversation of a request, written.

use models::chat::{ChatMessage, ChatPart, ChatRequest, ChatRole, Source};
use serde::Serialize;

use crate::encode::{Arguments, result_text, shown_by_tools, thoughts, words, words_and_refusals};
use crate::translate::Field;
use crate::translate::notes::Notes;

#[derive(Serialize, Default)]
pub(super) struct Message<'a> {
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
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_call_id: Option<&'a str>,
}

/// Ollama from before calls had ids passes over them.
#[derive(Serialize)]
struct ToolCall<'a> {
    id: &'a str,
    function: CalledFunction<'a>,
}

#[derive(Serialize)]
struct CalledFunction<'a> {
    name: &'a str,
    arguments: Arguments<'a>,
}

pub(super) fn messages<'a>(request: &'a ChatRequest, notes: &mut Notes) -> Vec<Message<'a>> {
    let mut out = Vec::with_capacity(request.messages.len() + 1);
    if let Some(system) = request.system.as_ref().filter(|system| !system.is_empty()) {
        out.push(Message { role: "system", content: system.clone(), ..Message::default() });
    }
    for message in &request.messages {
        match message.role {
            ChatRole::System => {
                let content = Some(words(message)).filter(|words| !words.is_empty());
                out.extend(content.map(|content| Message { role: "system", content, ..Message::default() }));
            }
            ChatRole::User => user(message, &request.messages, &mut out),
            ChatRole::Assistant => out.extend(assistant(message, notes)),
        }
    }
    out
}

/// The results of tools become messages of their own, before what the user says.
fn user<'a>(message: &'a ChatMessage, all: &'a [ChatMessage], out: &mut Vec<Message<'a>>) {
    for part in &message.parts {
        if let ChatPart::ToolResult { id, parts, .. } = part {
            out.push(Message {
                role: "tool",
                content: result_text(parts),
                tool_name: name_of_call(all, id),
                tool_call_id: Some(id),
                ..Message::default()
            });
        }
    }
    let images: Vec<_> = shown_by_tools(message).chain(&message.parts).filter_map(image).collect();
    let content = words(message);
    if !content.is_empty() || !images.is_empty() {
        out.push(Message { role: "user", content, images, ..Message::default() });
    }
}

/// Ollama knows results by the tool's name, too.
fn name_of_call<'a>(all: &'a [ChatMessage], result_id: &str) -> Option<&'a str> {
    all.iter().flat_map(|message| &message.parts).find_map(|part| match part {
        ChatPart::ToolCall { id, name, .. } if id == result_id => Some(name.as_str()),
        _ => None,
    })
}

/// `None` when nothing is left to say.
fn assistant<'a>(message: &'a ChatMessage, notes: &mut Notes) -> Option<Message<'a>> {
    for part in &message.parts {
        // Thoughts go as words; their proofs have no place.
        let has_proof = matches!(part, ChatPart::Reasoning { signature, encrypted, .. } if signature.is_some() || encrypted.is_some());
        notes.drop_if(has_proof, Field::Thought);
        if matches!(part, ChatPart::Image { .. }) {
            notes.refuse(Field::AnswerImage, "only users show pictures");
        }
    }
    let content = words_and_refusals(message);
    let tool_calls: Vec<_> = message.parts.iter().filter_map(tool_call).collect();
    let thinking = Some(thoughts(message)).filter(|thoughts| !thoughts.is_empty());
    let is_something = !content.is_empty() || !tool_calls.is_empty();
    notes.drop_if(!is_something && thinking.is_some(), Field::Thought);
    is_something.then_some(Message { role: "assistant", content, thinking, tool_calls, ..Message::default() })
}

fn image(part: &ChatPart) -> Option<&str> {
    let ChatPart::Image { source: Source::Base64 { data, .. }, .. } = part else { return None };
    Some(data)
}

fn tool_call(part: &ChatPart) -> Option<ToolCall<'_>> {
    let ChatPart::ToolCall { id, name, arguments } = part else { return None };
    Some(ToolCall { id, function: CalledFunction { name, arguments: Arguments::read(arguments) } })
}
